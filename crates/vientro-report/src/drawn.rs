//! A chart made ready for programs that draw bars and lines themselves: values, ranges and labels, never barer than the report.

use rust_decimal::Decimal;
use vientro_core::{Apportioning, Figure, Language, percentages};

use crate::print;
use crate::scale::{Axis, Scale};
use crate::text::one_line;
use crate::{Cell, Chart, ChartKind, Series};

/// Bars by series and category. A share has its categories as series, since each bar is one whole.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) categories: Vec<String>,
    pub(crate) series: Vec<DrawnSeries>,
    /// None for a share, which always ends at 100%.
    pub(crate) axis: Option<Axis>,
    /// Points on lines, from left to right.
    pub(crate) line: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct DrawnSeries {
    pub(crate) name: String,
    pub(crate) points: Vec<Point>,
}

/// One bar.
#[derive(Clone, Debug, Default)]
pub(crate) struct Point {
    /// What is drawn solid: a known figure, or of a hedged one the end nearer to zero. None is not drawn.
    pub(crate) value: Option<Decimal>,
    /// How far a hedged figure may reach beyond.
    pub(crate) above: Decimal,
    pub(crate) below: Decimal,
    pub(crate) label: Option<String>,
    /// The label stands in the bar.
    pub(crate) inside: bool,
}

impl Drawn {
    pub(crate) fn of(chart: &Chart, language: Language) -> Self {
        match chart.kind() {
            ChartKind::Share => Self::share(chart, language),
            ChartKind::GroupedBars | ChartKind::Line | ChartKind::StackedBars => Self::bars(chart, language),
        }
    }

    fn bars(chart: &Chart, language: Language) -> Self {
        let (scale, axis) = (Scale::of(chart), Axis::of(chart));
        let (apart, line) = (chart.is_apart(), chart.kind() == ChartKind::Line);
        // labels of many points on a line cover each other; the data table has them
        let crowded = line && chart.categories().len().saturating_mul(chart.all_series().len()) > 12;
        let point = |cell: &Cell| {
            let (value, above, below) = ends(cell);
            let (label, _) = scale.label(cell, language);
            let reaches = |times: i64| {
                let product = value.and_then(|value| value.checked_mul(Decimal::from(times)));
                product.is_some_and(|product| product >= axis.high)
            };
            // a line behind the end of a bar leaves no room for words there
            let ranged = !above.is_zero() || !below.is_zero();
            let room = value.is_some() && !crowded && (apart || reaches(12));
            Point {
                value,
                above,
                below,
                label: room.then_some(one_line(&label)),
                inside: !apart || (!line && ranged && reaches(3)),
            }
        };
        let series = |series: &Series| DrawnSeries {
            name: one_line(series.label().text(language)),
            points: series.cells().iter().map(point).collect(),
        };
        Self {
            categories: (0..chart.categories().len())
                .map(|at| if line { plain(chart, at, language) } else { category(chart, at, language) })
                .collect(),
            series: chart.all_series().iter().map(series).collect(),
            axis: Some(axis),
            line,
        }
    }

    fn share(chart: &Chart, language: Language) -> Self {
        let percents: Vec<Vec<Decimal>> = chart
            .all_series()
            .iter()
            .map(|series| {
                let values: Vec<Decimal> =
                    series.cells().iter().map(|cell| cell.number().unwrap_or_default().abs()).collect();
                percentages(&values, 1, Apportioning::LargestRemainder).unwrap_or_default()
            })
            .collect();
        let part = |at: usize| {
            let wholes = chart.all_series().iter().zip(&percents);
            let points: Vec<(Point, String)> = wholes
                .filter_map(|(series, percents)| {
                    let (cell, percent) = (series.cells().get(at)?, percents.get(at)?);
                    let said = format!("{}%", print::fixed(*percent, 1, language));
                    let wide = *percent >= Decimal::from(6);
                    let label = wide.then(|| said.clone());
                    let point = Point { value: cell.number(), label, inside: true, ..Point::default() };
                    Some((point, format!("{} ({said})", one_line(&print::in_sentence(cell, language)))))
                })
                .collect();
            let name = chart.categories().get(at).map(|name| one_line(name.text(language)));
            let name = name.unwrap_or_default();
            // with one whole the legend names value and percentage
            let name = match points.as_slice() {
                [(_, said)] => format!("{name}: {said}"),
                _ => name,
            };
            DrawnSeries { name, points: points.into_iter().map(|(point, _)| point).collect() }
        };
        Self {
            categories: chart
                .all_series()
                .iter()
                .map(|series| one_line(series.label().text(language)))
                .collect(),
            series: (0..chart.categories().len()).map(part).collect(),
            axis: None,
            line: false,
        }
    }

    /// Does a bar reach further than it is drawn?
    pub(crate) fn ranged(series: &DrawnSeries) -> bool {
        series.points.iter().any(|point| !point.above.is_zero() || !point.below.is_zero())
    }

    /// Height in millimetres that leaves room for every bar.
    pub(crate) fn height(&self) -> u32 {
        if self.line {
            return 95;
        }
        let count = |length: usize| u32::try_from(length).unwrap_or(1_000);
        let (series, categories) = (count(self.series.len()), count(self.categories.len()));
        let stacked = self.axis.is_none() || self.series.iter().flat_map(|s| &s.points).any(|p| p.inside);
        let bars = if stacked { 10 } else { series.saturating_mul(5).saturating_add(4) };
        let legend = if self.axis.is_none() { series.saturating_mul(3) } else { 8 };
        categories.saturating_mul(bars).saturating_add(legend).saturating_add(20).clamp(40, 220)
    }
}

fn plain(chart: &Chart, at: usize, language: Language) -> String {
    chart.categories().get(at).map(|name| one_line(name.text(language))).unwrap_or_default()
}

/// What is missing on lines, said under them: there is no room beside a point.
#[cfg(any(feature = "docx", test))]
pub(crate) fn gaps(chart: &Chart, language: Language) -> Option<String> {
    let mut gaps: Vec<String> = Vec::new();
    for series in chart.all_series().iter().filter(|_| chart.kind() == ChartKind::Line) {
        for (at, cell) in series.cells().iter().enumerate() {
            if let Some(reason) = cell.missing_reason() {
                let (name, label) = (plain(chart, at, language), one_line(series.label().text(language)));
                gaps.push(format!("{name}, {label}: {}", reason.meaning(language)));
            }
        }
    }
    let heading = print::word(("Không có điểm", "No point"), language);
    (!gaps.is_empty()).then(|| format!("{heading}: {}.", gaps.join("; ")))
}

/// A category with the words for what is missing in it: a bar that is not there says nothing by itself.
fn category(chart: &Chart, at: usize, language: Language) -> String {
    let name = plain(chart, at, language);
    let missing: Vec<String> = chart
        .all_series()
        .iter()
        .filter_map(|series| {
            let meaning = series.cells().get(at)?.missing_reason()?.meaning(language);
            Some(if chart.all_series().len() == 1 {
                meaning.to_owned()
            } else {
                format!("{}: {meaning}", one_line(series.label().text(language)))
            })
        })
        .collect();
    if missing.is_empty() { name } else { format!("{name} ({})", missing.join("; ")) }
}

/// The end of a figure nearer to zero, and how far it may reach above and below.
fn ends(cell: &Cell) -> (Option<Decimal>, Decimal, Decimal) {
    let Some(figure) = cell.as_figure() else { return (None, Decimal::ZERO, Decimal::ZERO) };
    let (low, high) = match &figure {
        Figure::Known(value) => return (Some(*value), Decimal::ZERO, Decimal::ZERO),
        Figure::Unknown => return (None, Decimal::ZERO, Decimal::ZERO),
        Figure::Hedged(_) => (figure.low().copied(), figure.high().copied()),
    };
    let near = match (low, high) {
        (_, Some(high)) if high <= Decimal::ZERO => high,
        (Some(low), _) => low.max(Decimal::ZERO),
        (None, _) => Decimal::ZERO,
    };
    let away = |end: Option<Decimal>| end.and_then(|end| end.checked_sub(near)).unwrap_or_default();
    let (above, below) = (away(high).max(Decimal::ZERO), away(low).min(Decimal::ZERO).abs());
    (Some(near), above, below)
}

#[cfg(test)]
mod tests {
    use std::ops::Bound;

    use vientro_core::{Bilingual, Interval};

    use super::*;

    #[test]
    fn hedged_figures_are_solid_to_the_nearer_end() {
        let d = |value: i64| Decimal::from(value);
        let of = |low, high| {
            let interval = Interval::try_new(low, high).unwrap();
            ends(&Cell::figure(Figure::within(interval), None))
        };
        let at = |value: i64| Bound::Included(d(value));
        assert_eq!(of(at(18), at(19)), (Some(d(18)), d(1), d(0)));
        assert_eq!(of(at(-19), at(-18)), (Some(d(-18)), d(0), d(1)));
        assert_eq!(of(at(-1), at(2)), (Some(d(0)), d(2), d(1)));
        assert_eq!(of(at(5), Bound::Unbounded), (Some(d(5)), d(0), d(0)));
        assert_eq!(ends(&Cell::missing(crate::MissingReason::Unknown)).0, None);
    }

    #[test]
    fn a_missing_bar_is_named() {
        let chart = Chart::new("c", Bilingual::same("C"), ChartKind::GroupedBars, Bilingual::same("A"))
            .category(Bilingual::same("I"))
            .category(Bilingual::same("II"))
            .series(Series::new(
                Bilingual::same("S"),
                [Cell::integer(1), Cell::missing(crate::MissingReason::Unknown)],
            ));
        let drawn = Drawn::of(&chart, Language::Vi);
        assert_eq!(drawn.categories, ["I", "II (chưa có số liệu)"]);
        assert_eq!(drawn.series[0].points[1].label, None);
        assert_eq!(gaps(&chart, Language::Vi), None);
        let line = Chart::new("c", Bilingual::same("C"), ChartKind::Line, Bilingual::same("A"))
            .category(Bilingual::same("I"))
            .series(Series::new(Bilingual::same("S"), [Cell::missing(crate::MissingReason::Unknown)]));
        assert_eq!(Drawn::of(&line, Language::Vi).categories, ["I"]);
        assert_eq!(gaps(&line, Language::En).as_deref(), Some("No point: I, S: not known."));
    }
}
