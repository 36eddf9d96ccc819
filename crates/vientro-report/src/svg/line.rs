//! Lines over categories from left to right.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use vientro_core::Figure;

use super::{Canvas, LINE, WIDTH, cut, part, text_width, wrapped};
use crate::Cell;
use crate::print;
use crate::scale::{Axis, colour};
use crate::text::{markup, one_line};

/// Left and right end of the lines, and their height.
const LEFT: i64 = 96;
const RIGHT: i64 = 704;
const HEIGHT: i64 = 240;

/// A line for each series, with a gap where a figure is missing, and a dashed reach where it is hedged.
pub(super) fn lines(canvas: &mut Canvas<'_>) {
    let chart = canvas.chart;
    let axis = Axis::of(chart);
    if chart.all_series().len() > 1 {
        legend(canvas);
    }
    let unit = canvas.scale.unit(chart, canvas.language);
    if !unit.is_empty() {
        let (y, unit) = (canvas.y + 13, cut(&format!("({unit})"), 40));
        canvas.text(8, y, r#" font-size="13" font-style="italic""#, &unit);
        canvas.y += LINE;
    }
    let top = canvas.y + LINE;
    let bottom = top + HEIGHT;
    ticks(canvas, &axis, top, bottom);
    let count = i64::try_from(chart.categories().len()).unwrap_or(i64::MAX).max(1);
    let step = ((RIGHT - LEFT) / count).max(1);
    let across = |at: usize| LEFT + step * i64::try_from(at).unwrap_or_default() + step / 2;
    names(canvas, step, &across, bottom);
    let (mut missing, mut reaches) = (Vec::new(), false);
    let mut labels: Vec<(i64, i64)> = Vec::new();
    for (which, series) in chart.all_series().iter().enumerate() {
        let name = canvas.said(series.label());
        let mut pieces: Vec<String> = vec![String::new()];
        let mut points = Vec::new();
        for (at, cell) in series.cells().iter().enumerate() {
            let category = chart.categories().get(at).map(|name| canvas.said(name)).unwrap_or_default();
            let Some(value) = near(cell) else {
                if let Some(reason) = cell.missing_reason() {
                    missing.push(format!("{category}, {name}: {}", reason.meaning(canvas.language)));
                }
                pieces.push(String::new());
                continue;
            };
            let (x, y) = (across(at), up(&axis, value, bottom));
            if let Some(piece) = pieces.last_mut() {
                let _ = write!(piece, "{}{x},{y}", if piece.is_empty() { "" } else { " " });
            }
            points.push((x, y, at, cell, category));
        }
        let (colour, dash) = (colour(which), dash(which));
        for piece in pieces.iter().filter(|piece| piece.contains(' ')) {
            let _ = writeln!(
                canvas.body,
                r#"<polyline points="{piece}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>"#
            );
        }
        let room = step >= 2 * text_width("000,00");
        for (x, y, at, cell, category) in points {
            if let Some((high, low)) = reach(cell, &axis, bottom) {
                reaches = true;
                let _ = writeln!(
                    canvas.body,
                    r#"<line x1="{x}" y1="{high}" x2="{x}" y2="{low}" stroke="{colour}" stroke-dasharray="3 3"/>"#
                );
            }
            let shown = one_line(&print::in_sentence(cell, canvas.language));
            mark(canvas, which, x, y, &format!("{category}, {name}: {shown}"));
            let last = at.saturating_add(1) == series.cells().len();
            if room || last {
                let label = canvas.label(cell);
                let anchor = if last { "end" } else { "middle" };
                let x = if last { x + 8 } else { x };
                // a label of another line that is near sends this one below its point
                let near = |(at, height): &(i64, i64)| (at - x).abs() < 60 && (height - (y - 8)).abs() < 24;
                let y = if labels.iter().any(near) { y + 20 } else { y - 8 };
                labels.push((x, y));
                canvas.text(
                    x,
                    y,
                    &format!(r#" text-anchor="{anchor}" font-size="13""#),
                    &cut(&one_line(&label), 26),
                );
            }
        }
    }
    if reaches {
        let note = (
            "Vạch đứng nét đứt: số có thể nằm trong khoảng này.",
            "Dashed upright: the figure lies somewhere in this range.",
        );
        canvas.notes.push(canvas.word(note).to_owned());
    }
    // a point that is not there says nothing by itself
    let all = missing.len();
    canvas.notes.extend(missing.iter().take(3).map(|text| cut(text, 80)));
    if all > 3 {
        let more = ("và các điểm khác; xem bảng số liệu.", "and other points; see the data table.");
        canvas.notes.push(canvas.word(more).to_owned());
    }
}

/// The end of a figure nearer to zero; none if nothing is known of it.
fn near(cell: &Cell) -> Option<Decimal> {
    let figure = cell.as_figure().filter(|figure| !figure.is_unknown())?;
    match (figure.low(), figure.high()) {
        (_, Some(high)) if *high <= Decimal::ZERO => Some(*high),
        (low, _) => Some(low.copied().unwrap_or_default().max(Decimal::ZERO)),
    }
}

/// Where a hedged figure may lie, as heights.
fn reach(cell: &Cell, axis: &Axis, bottom: i64) -> Option<(i64, i64)> {
    let Some(Figure::Hedged(hedged)) = cell.as_figure() else { return None };
    let figure = Figure::Hedged(hedged);
    let high = figure.high().map_or(axis.high, |high| *high);
    let low = figure.low().map_or(axis.low, |low| *low);
    Some((up(axis, high, bottom), up(axis, low, bottom)))
}

/// Where a value stands above `bottom`.
fn up(axis: &Axis, value: Decimal, bottom: i64) -> i64 {
    let offset = value.checked_sub(axis.low).unwrap_or_default();
    let span = axis.high.checked_sub(axis.low).unwrap_or(Decimal::ONE);
    bottom - part(offset, span, HEIGHT)
}

fn ticks(canvas: &mut Canvas<'_>, axis: &Axis, top: i64, bottom: i64) {
    let _ = writeln!(
        canvas.body,
        r##"<line x1="{LEFT}" y1="{top}" x2="{LEFT}" y2="{bottom}" stroke="#1a1a1a"/>"##
    );
    for tick in axis.ticks() {
        let y = up(axis, tick, bottom);
        let stroke = if tick.is_zero() { "#1a1a1a" } else { "#d0d0d0" };
        let _ =
            writeln!(canvas.body, r#"<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="{stroke}"/>"#);
        let label = canvas.tick(tick);
        canvas.text(LEFT - 8, y + 5, r#" text-anchor="end" font-size="13""#, &label);
    }
}

/// As many names under the axis as there is room for.
fn names(canvas: &mut Canvas<'_>, step: i64, across: &dyn Fn(usize) -> i64, bottom: i64) {
    let names: Vec<String> = canvas.chart.categories().iter().map(|name| canvas.said(name)).collect();
    let width = names.iter().flat_map(|name| name.split_whitespace()).map(text_width).max().unwrap_or(1);
    let every = usize::try_from((width + 8) / step).unwrap_or(0).saturating_add(1);
    let letters = usize::try_from(step.saturating_mul(i64::try_from(every).unwrap_or(1)) / 7).unwrap_or(1);
    let mut rows = 1;
    for (at, name) in names.iter().enumerate().step_by(every) {
        let x = across(at);
        let _ = writeln!(
            canvas.body,
            r##"<line x1="{x}" y1="{bottom}" x2="{x}" y2="{}" stroke="#1a1a1a"/>"##,
            bottom + 4
        );
        let lines = wrapped(name, letters.max(3), 3);
        rows = rows.max(lines.len());
        let mut y = bottom + LINE;
        for line in &lines {
            canvas.text(x, y, r#" text-anchor="middle" font-size="13""#, line);
            y += LINE - 3;
        }
    }
    canvas.y = bottom + i64::try_from(rows).unwrap_or(1) * (LINE - 3) + 8;
}

fn legend(canvas: &mut Canvas<'_>) {
    let names: Vec<String> =
        canvas.chart.all_series().iter().map(|series| canvas.said(series.label())).collect();
    let (mut x, mut y) = (LEFT, canvas.y);
    for (which, name) in names.iter().enumerate() {
        let name = cut(name, 48);
        let width = 54 + text_width(&name);
        if x > LEFT && x + width > WIDTH {
            x = LEFT;
            y += LINE + 2;
        }
        let (colour, dash, middle) = (colour(which), dash(which), y + 8);
        let _ = writeln!(
            canvas.body,
            r#"<line x1="{x}" y1="{middle}" x2="{}" y2="{middle}" stroke="{colour}" stroke-width="2"{dash}/>"#,
            x + 32,
        );
        mark(canvas, which, x + 16, middle, &name);
        canvas.text(x + 38, y + 12, "", &name);
        x += width;
    }
    canvas.y = y + LINE + 10;
}

/// A point; each series has a shape of its own, for those who do not tell its colour.
fn mark(canvas: &mut Canvas<'_>, which: usize, x: i64, y: i64, title: &str) {
    let (colour, title) = (colour(which), markup(title));
    let points = match which % 4 {
        0 => {
            let _ = writeln!(
                canvas.body,
                r##"<circle cx="{x}" cy="{y}" r="4" fill="{colour}" stroke="#fff"><title>{title}</title></circle>"##
            );
            return;
        }
        1 => [(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)],
        2 => [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)],
        _ => [(x, y - 5), (x + 5, y + 4), (x - 5, y + 4), (x, y - 5)],
    };
    let points = points.map(|(x, y)| format!("{x},{y}")).join(" ");
    let _ = writeln!(
        canvas.body,
        r##"<polygon points="{points}" fill="{colour}" stroke="#fff"><title>{title}</title></polygon>"##
    );
}

fn dash(which: usize) -> &'static str {
    match which % 4 {
        0 => "",
        1 => r#" stroke-dasharray="8 4""#,
        2 => r#" stroke-dasharray="2 3""#,
        _ => r#" stroke-dasharray="8 3 2 3""#,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_on_the_canvas() {
        for (low, high) in [(0, 18), (-30, 120), (0, 0), (-7, 0)] {
            let (low, high) = (Decimal::from(low), Decimal::from(high));
            let axis = Axis::new(low, high);
            assert!(up(&axis, low, 300) <= 300 && up(&axis, high, 300) >= 300 - HEIGHT);
            assert!(up(&axis, high, 300) <= up(&axis, low, 300));
        }
    }
}
