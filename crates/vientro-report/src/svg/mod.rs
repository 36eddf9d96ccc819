//! Charts as SVG: whole-number geometry, one title per bar, the same bytes on every machine.

mod line;

use std::fmt::Write as _;

use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::{Apportioning, Bilingual, Language, percentages};

use crate::print::{self, word};
use crate::scale::{Axis, COLOURS, Scale, colour};
use crate::text::{markup, one_line};
use crate::{Cell, Chart, ChartKind};

/// Draws a chart of a built report as one SVG element: `role="img"`, a title, a description, and a title on each bar or point.
///
/// It stands alone or inside a page, asks for no font, file or script, and its ids begin with `chart-` and the
/// chart's id. A chart that has not passed the checks of a report is drawn as far as it can be.
pub fn svg(chart: &Chart, language: Language) -> String {
    let mut canvas = Canvas::new(chart, language);
    match chart.kind() {
        ChartKind::GroupedBars => grouped(&mut canvas),
        ChartKind::Line => line::lines(&mut canvas),
        ChartKind::StackedBars => stacked(&mut canvas),
        ChartKind::Share => share(&mut canvas),
    }
    canvas.finish()
}

const WIDTH: i64 = 720;
/// Right end of the labels of bars, and the left and right end of the bars.
const LABELS: i64 = 204;
const LEFT: i64 = 214;
const RIGHT: i64 = 570;
const LINE: i64 = 18;
const BAR: i64 = 18;

struct Canvas<'a> {
    chart: &'a Chart,
    language: Language,
    body: String,
    y: i64,
    scale: Scale,
    rounded: bool,
    hatched: bool,
    /// What stands under the drawing.
    notes: Vec<String>,
}

impl<'a> Canvas<'a> {
    fn new(chart: &'a Chart, language: Language) -> Self {
        Self {
            chart,
            language,
            body: String::new(),
            y: 8,
            scale: Scale::of(chart),
            rounded: false,
            hatched: false,
            notes: Vec::new(),
        }
    }

    fn word(&self, text: (&'static str, &'static str)) -> &'static str {
        word(text, self.language)
    }

    fn said(&self, text: &Bilingual) -> String {
        one_line(text.text(self.language))
    }

    /// A number in the chart's scale, to two decimals.
    fn short(&mut self, value: Decimal) -> String {
        let (text, rounded) = self.scale.short(value, self.language);
        self.rounded |= rounded;
        text
    }

    /// A value on the axis. It stands for no figure: rounding it needs no word.
    fn tick(&self, value: Decimal) -> String {
        self.scale.short(value, self.language).0
    }

    /// The label of a bar: short, and no barer than the figure.
    fn label(&mut self, cell: &Cell) -> String {
        let (text, rounded) = self.scale.label(cell, self.language);
        self.rounded |= rounded;
        text
    }

    /// A line of text; `attributes` as written into the element.
    fn text(&mut self, x: i64, y: i64, attributes: &str, text: &str) {
        // writing to a String cannot fail, here and below
        let _ = writeln!(self.body, r#"<text x="{x}" y="{y}"{attributes}>{}</text>"#, markup(text));
    }

    fn bar(&mut self, x: i64, y: i64, width: i64, fill: &str, title: &str) {
        let _ = writeln!(
            self.body,
            r##"<rect x="{x}" y="{y}" width="{}" height="{BAR}" fill="{fill}" stroke="#fff"><title>{}</title></rect>"##,
            width.max(1),
            markup(title),
        );
    }

    /// Boxes with their names above the bars.
    fn legend(&mut self, names: &[String]) {
        let (mut x, mut y) = (LEFT, self.y);
        for (at, name) in names.iter().enumerate() {
            let name = cut(name, 48);
            let width = 34 + text_width(&name);
            if x > LEFT && x + width > WIDTH {
                x = LEFT;
                y += LINE + 2;
            }
            let colour = colour(at);
            let _ = writeln!(self.body, r#"<rect x="{x}" y="{y}" width="14" height="14" fill="{colour}"/>"#);
            self.text(x + 20, y + 12, "", &name);
            x += width;
        }
        self.y = y + LINE + 10;
    }

    /// Writes the name left of a bar; returns the height it takes.
    fn name(&mut self, name: &str) -> i64 {
        let lines = wrapped(name, 30, 3);
        let mut height = 0;
        for line in &lines {
            self.text(LABELS, self.y + height + 13, r#" text-anchor="end""#, line);
            height += LINE;
        }
        height
    }

    fn finish(mut self) -> String {
        let language = self.language;
        if self.hatched {
            let note = (
                "Phần gạch chéo: số có thể nằm trong khoảng này.",
                "Hatched: the figure lies somewhere in this range.",
            );
            self.notes.push(self.word(note).to_owned());
        }
        if self.rounded {
            let note = (
                "Nhãn làm tròn đến hai chữ số thập phân; số đầy đủ ở bảng số liệu.",
                "Labels are rounded to two decimals; the data table has the full figures.",
            );
            self.notes.push(self.word(note).to_owned());
        }
        for note in std::mem::take(&mut self.notes) {
            self.y += LINE;
            let y = self.y;
            self.text(LEFT, y, r#" font-size="13" font-style="italic""#, &note);
        }
        let height = self.y + 12;
        let id = format!("chart-{}", self.chart.id());
        let mut patterns = String::new();
        if self.hatched {
            for (at, colour) in COLOURS.iter().enumerate().take(self.chart.all_series().len()) {
                let _ = write!(
                    patterns,
                    r##"<pattern id="{0}-hatch-{at}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="{colour}"/></pattern>"##,
                    markup(&id),
                );
            }
            patterns = format!("<defs>{patterns}</defs>\n");
        }
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" lang="{tag}" "#,
                r#"aria-labelledby="{id}-title {id}-desc" font-family="'Times New Roman', Tinos, 'Liberation Serif', Times, serif" "#,
                r##"font-size="14" fill="#1a1a1a">{nl}<title id="{id}-title">{title}</title>{nl}<desc id="{id}-desc">{desc}</desc>{nl}{patterns}{body}</svg>"##,
            ),
            width = WIDTH,
            height = height,
            tag = language.tag(),
            id = markup(&id),
            nl = "\n",
            title = markup(&self.said(self.chart.title())),
            desc = markup(&self.said(self.chart.alternative())),
            patterns = patterns,
            body = self.body,
        )
    }
}

/// Bars of each category side by side, from a zero line.
fn grouped(canvas: &mut Canvas<'_>) {
    let chart = canvas.chart;
    let axis = Axis::of(chart);
    if chart.all_series().len() > 1 {
        let names: Vec<String> =
            chart.all_series().iter().map(|series| canvas.said(series.label())).collect();
        canvas.legend(&names);
    }
    let top = canvas.y;
    let mark = canvas.body.len();
    for (at, category) in chart.categories().iter().enumerate() {
        let name = canvas.said(category);
        let named = canvas.name(&name);
        let mut y = canvas.y;
        for (which, series) in chart.all_series().iter().enumerate() {
            let Some(cell) = series.cells().get(at) else { continue };
            let title = format!(
                "{}, {}: {}",
                name,
                canvas.said(series.label()),
                one_line(&print::in_sentence(cell, canvas.language))
            );
            let label = canvas.label(cell);
            let zero = along(&axis, Decimal::ZERO);
            let mut label_at = zero + 6;
            if let Some(figure) = cell.as_figure().filter(|figure| !figure.is_unknown()) {
                // solid to the end nearer to zero, hatched to the farther one
                let low = figure.low().map_or(zero, |low| along(&axis, *low));
                let high = figure.high().map_or(low, |high| along(&axis, *high));
                let (near, far) = if high <= zero { (high, low) } else { (low.max(zero), high) };
                let span = |a: i64, b: i64| (a.min(b), (a - b).abs());
                let (x, width) = span(zero, near);
                canvas.bar(x, y, width, colour(which), &title);
                if near != far {
                    canvas.hatched = true;
                    let (x, width) = span(near, far);
                    let fill = format!("url(#chart-{}-hatch-{})", chart.id(), which % COLOURS.len());
                    canvas.bar(x, y, width, &fill, &title);
                }
                label_at = near.max(far).max(zero) + 6;
            }
            let label = cut(&one_line(&label), 26);
            canvas.text(label_at, y + 14, r#" font-size="13""#, &label);
            y += BAR + 2;
        }
        canvas.y = y.max(canvas.y + named) + 12;
    }
    values(canvas, &axis, top, mark);
}

/// One bar for each category, the series end to end.
fn stacked(canvas: &mut Canvas<'_>) {
    let chart = canvas.chart;
    let axis = Axis::of(chart);
    let names: Vec<String> = chart.all_series().iter().map(|series| canvas.said(series.label())).collect();
    canvas.legend(&names);
    let top = canvas.y;
    let mark = canvas.body.len();
    for (at, category) in chart.categories().iter().enumerate() {
        let name = canvas.said(category);
        let named = canvas.name(&name);
        let y = canvas.y;
        let mut before = Decimal::ZERO;
        let mut missing = false;
        for (which, series) in chart.all_series().iter().enumerate() {
            let Some(cell) = series.cells().get(at) else { continue };
            let Some(value) = cell.number() else {
                missing = true;
                continue;
            };
            let after = before.checked_add(value).unwrap_or(before);
            let (x, end) = (along(&axis, before), along(&axis, after));
            let title = format!(
                "{}, {}: {}",
                name,
                canvas.said(series.label()),
                one_line(&print::in_sentence(cell, canvas.language))
            );
            if end > x {
                canvas.bar(x, y, end - x, colour(which), &title);
                let label = canvas.short(value);
                if text_width(&label) + 6 < end - x {
                    canvas.text(
                        x + (end - x) / 2,
                        y + 14,
                        r##" text-anchor="middle" font-size="13" fill="#fff""##,
                        &label,
                    );
                }
            }
            before = after;
        }
        if missing {
            let note = canvas.word(("+ phần chưa có số liệu", "+ a part not known"));
            canvas.text(along(&axis, before) + 6, y + 14, r#" font-size="13" font-style="italic""#, note);
        }
        canvas.y = (y + BAR).max(y + named) + 12;
    }
    values(canvas, &axis, top, mark);
}

/// The axis of values, from `top` down to where the bars end: its lines stand behind the bars, which were drawn from
/// `mark` on.
fn values(canvas: &mut Canvas<'_>, axis: &Axis, top: i64, mark: usize) {
    let bars = canvas.body.split_off(mark);
    let bottom = canvas.y - 4;
    for tick in axis.ticks() {
        let x = along(axis, tick);
        let stroke = if tick.is_zero() { "#1a1a1a" } else { "#d0d0d0" };
        let _ =
            writeln!(canvas.body, r#"<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="{stroke}"/>"#);
        let label = canvas.tick(tick);
        canvas.text(x, bottom + 16, r#" text-anchor="middle" font-size="13""#, &label);
    }
    canvas.body.push_str(&bars);
    let unit = canvas.scale.unit(canvas.chart, canvas.language);
    if !unit.is_empty() {
        let unit = cut(&format!("({unit})"), 24);
        canvas.text(RIGHT + 30, bottom + 16, r#" font-size="13" font-style="italic""#, &unit);
    }
    canvas.y = bottom + 20;
}

/// For each series one bar of full length, and below it each category with its value and its percentage.
fn share(canvas: &mut Canvas<'_>) {
    let chart = canvas.chart;
    let full = WIDTH - 16;
    for series in chart.all_series() {
        if chart.all_series().len() > 1 {
            let (y, name) = (canvas.y + 13, cut(&canvas.said(series.label()), 90));
            canvas.text(8, y, r#" font-weight="bold""#, &name);
            canvas.y += LINE + 4;
        }
        let values: Vec<Decimal> =
            series.cells().iter().map(|cell| cell.number().unwrap_or_default().abs()).collect();
        // the printed percentages sum to 100.0, as those of a table do
        let percents = percentages(&values, 1, Apportioning::LargestRemainder).unwrap_or_default();
        let total = values.iter().fold(Decimal::ZERO, |sum, value| sum.checked_add(*value).unwrap_or(sum));
        let (mut before, mut x) = (Decimal::ZERO, 0);
        let y = canvas.y;
        let mut lines = Vec::new();
        for (at, (category, cell)) in chart.categories().iter().zip(series.cells()).enumerate() {
            let value = values.get(at).copied().unwrap_or_default();
            let percent = percents.get(at).map(|percent| print::fixed(*percent, 1, canvas.language));
            let percent = percent.map(|percent| format!("{percent}%")).unwrap_or_default();
            before = before.checked_add(value).unwrap_or(before);
            let end = part(before, total, full);
            let shown = one_line(&print::in_sentence(cell, canvas.language));
            let name = canvas.said(category);
            if end > x {
                canvas.bar(8 + x, y, end - x, colour(at), &format!("{name}: {shown} ({percent})"));
                if text_width(&percent) + 6 < end - x {
                    canvas.text(
                        8 + x + (end - x) / 2,
                        y + 14,
                        r##" text-anchor="middle" font-size="13" fill="#fff""##,
                        &percent,
                    );
                }
            }
            x = end;
            lines.push((at, name, shown, percent));
        }
        canvas.y += BAR + 10;
        for (at, name, shown, percent) in lines {
            let y = canvas.y;
            let colour = colour(at);
            let _ = writeln!(canvas.body, r#"<rect x="8" y="{y}" width="14" height="14" fill="{colour}"/>"#);
            canvas.text(30, y + 12, "", &cut(&name, 60));
            canvas.text(620, y + 12, r#" text-anchor="end""#, &cut(&shown, 34));
            canvas.text(712, y + 12, r#" text-anchor="end""#, &percent);
            canvas.y += LINE + 4;
        }
        canvas.y += 10;
    }
    canvas.y -= 10;
}

/// Where a value stands between [`LEFT`] and [`RIGHT`].
fn along(axis: &Axis, value: Decimal) -> i64 {
    let offset = value.checked_sub(axis.low).unwrap_or_default();
    let span = axis.high.checked_sub(axis.low).unwrap_or(Decimal::ONE);
    LEFT + part(offset, span, RIGHT - LEFT)
}

/// `length * value / whole` in whole units, between 0 and `length`.
fn part(value: Decimal, whole: Decimal, length: i64) -> i64 {
    let scaled = value.checked_div(whole).and_then(|ratio| ratio.checked_mul(Decimal::from(length)));
    let rounded =
        scaled.unwrap_or_default().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded).unwrap_or(0).clamp(0, length)
}

/// Width of text at 14 units: Times digits are 7 wide, most letters less.
fn text_width(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX / 8).saturating_mul(7)
}

fn cut(text: &str, characters: usize) -> String {
    if text.chars().nth(characters).is_none() {
        return text.to_owned();
    }
    text.chars().take(characters.saturating_sub(1)).chain(['…']).collect()
}

/// Breaks text into at most `lines` lines of `width` characters; what is left over is cut and marked.
fn wrapped(text: &str, width: usize, lines: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = cut(word, width);
        match all.last_mut() {
            Some(line) if line.chars().count().saturating_add(word.chars().count()) < width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => {
                if all.len() == lines {
                    if let Some(last) = all.last_mut() {
                        *last = cut(&format!("{last} {word}"), width);
                        if !last.ends_with('…') {
                            last.push('…');
                        }
                    }
                    break;
                }
                all.push(word);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_end_on_the_canvas() {
        for (low, high) in [(0, 18), (-30, 120), (0, 0), (-7, 0)] {
            let (low, high) = (Decimal::from(low), Decimal::from(high));
            let axis = Axis::new(low, high);
            assert!(along(&axis, low) >= LEFT && along(&axis, high) <= RIGHT);
        }
    }

    #[test]
    fn names_wrap_and_say_when_cut() {
        assert_eq!(wrapped("Giáo dục và đào tạo", 10, 3), ["Giáo dục", "và đào tạo"]);
        assert!(wrapped("một hai ba bốn năm sáu bảy", 5, 2).last().unwrap().ends_with('…'));
        assert!(wrapped("", 10, 3).is_empty());
    }
}
