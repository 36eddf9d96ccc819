//! What charts share in every format: their scale, their axis, their colours and how a bar is labelled.

use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::{Figure, Language};

use crate::print::{self, word};
use crate::text::one_line;
use crate::{Cell, Chart, Series, Unit};

/// Dark enough for 4.5:1 against white, for the bars and for white text on them.
pub(crate) const COLOURS: [&str; 8] =
    ["#1f4e79", "#a34a00", "#2e6b3a", "#6b3f87", "#5a5f66", "#8a1538", "#0b6e78", "#7a5c00"];

pub(crate) fn colour(at: usize) -> &'static str {
    COLOURS.get(at % COLOURS.len()).copied().unwrap_or("#1f4e79")
}

/// The mark of a number format that asks for the signs of a language. A program that does not take it uses those of its
/// reader.
#[cfg(any(feature = "docx", feature = "xlsx"))]
pub(crate) const fn signs(language: Language) -> &'static str {
    match language {
        Language::Vi => "[$-42A]",
        Language::En => "[$-809]",
    }
}

/// The word the numbers of a chart are shortened with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    divisor: Decimal,
    word: Option<(&'static str, &'static str)>,
}

impl Scale {
    /// Billions, millions or units, by the largest figure drawn.
    pub(crate) fn of(chart: &Chart) -> Self {
        let figures = chart.all_series().iter().flat_map(Series::cells).filter_map(Cell::as_figure);
        let largest = figures
            .flat_map(|figure| [figure.low().map(Decimal::abs), figure.high().map(Decimal::abs)])
            .flatten()
            .max()
            .unwrap_or_default();
        for (divisor, word) in [(1_000_000_000_i64, ("tỷ", "billion")), (1_000_000, ("triệu", "million"))]
        {
            let divisor = Decimal::from(divisor);
            if largest >= divisor {
                return Self { divisor, word: Some(word) };
            }
        }
        Self { divisor: Decimal::ONE, word: None }
    }

    /// The word and the unit of the chart: `tỷ đồng`; empty if there is neither.
    pub(crate) fn unit(self, chart: &Chart, language: Language) -> String {
        let scale = self.word.map(|text| word(text, language).to_owned());
        let unit = chart.common_unit().map(|unit| one_line(Unit::text(&unit, language)));
        scale.into_iter().chain(unit).collect::<Vec<_>>().join(" ")
    }

    /// A number in this scale to two decimals, and whether that rounded it.
    pub(crate) fn short(self, value: Decimal, language: Language) -> (String, bool) {
        let scaled = value.checked_div(self.divisor).unwrap_or(value);
        let shown = scaled.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        (print::plain(shown, language), shown != scaled)
    }

    /// A number format of spreadsheets that shows the ticks of an axis in this scale.
    #[cfg(any(feature = "docx", feature = "xlsx"))]
    pub(crate) fn axis_format(self, axis: &Axis, language: Language) -> String {
        let decimals = |tick: Decimal| {
            let scaled = tick.checked_div(self.divisor).unwrap_or(tick);
            let shown = scaled.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            usize::try_from(shown.normalize().scale()).unwrap_or_default()
        };
        let decimals = axis.ticks().into_iter().map(decimals).max().unwrap_or_default();
        let point = if decimals > 0 { "." } else { "" };
        // each comma behind the digits divides by a thousand
        let thousands = match self.word {
            Some(("tỷ", _)) => ",,,",
            Some(_) => ",,",
            None => "",
        };
        format!("{}#,##0{point}{}{thousands}", signs(language), "0".repeat(decimals))
    }

    /// The label of a bar, short and no barer than the figure, and whether a number in it is rounded.
    pub(crate) fn label(self, cell: &Cell, language: Language) -> (String, bool) {
        let Some(figure) = cell.as_figure() else {
            return (print::in_table(cell, None, language).into_owned(), false);
        };
        let short = |value: &Decimal| self.short(*value, language);
        match &figure {
            Figure::Known(value) => short(value),
            Figure::Unknown => (print::in_table(cell, None, language).into_owned(), false),
            Figure::Hedged(hedged) if hedged.hedge().is_some() => (print::phrase(&figure, language), false),
            Figure::Hedged(_) => match (figure.low().map(short), figure.high().map(short)) {
                (Some(low), Some(high)) => (format!("{} – {}", low.0, high.0), low.1 || high.1),
                (Some(low), None) => (format!("≥ {}", low.0), low.1),
                (None, Some(high)) => (format!("≤ {}", high.0), high.1),
                (None, None) => (print::phrase(&figure, language), false),
            },
        }
    }
}

/// The ends of the axis of a chart and the round numbers between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    pub(crate) low: Decimal,
    pub(crate) high: Decimal,
    pub(crate) step: Decimal,
}

impl Axis {
    /// An axis from zero, or below, that holds every bar of the chart.
    pub(crate) fn of(chart: &Chart) -> Self {
        let add = |sum: Decimal, part| sum.checked_add(part).unwrap_or(sum);
        if chart.is_apart() {
            let figures: Vec<Figure<Decimal>> =
                chart.all_series().iter().flat_map(Series::cells).filter_map(Cell::as_figure).collect();
            let ends = || figures.iter().flat_map(|figure| [figure.low(), figure.high()]).flatten().copied();
            return Self::new(ends().min().unwrap_or_default(), ends().max().unwrap_or_default());
        }
        let sum = |at: usize| {
            let parts = chart.all_series().iter().filter_map(|series| series.cells().get(at)?.number());
            parts.fold(Decimal::ZERO, add)
        };
        Self::new(Decimal::ZERO, (0..chart.categories().len()).map(sum).max().unwrap_or_default())
    }

    pub(crate) fn new(low: Decimal, high: Decimal) -> Self {
        let (low, high) = (low.min(Decimal::ZERO), high.max(Decimal::ZERO));
        let span = high.checked_sub(low).unwrap_or(Decimal::ONE);
        let span = if span.is_zero() { Decimal::ONE } else { span };
        // a step of 1, 2 or 5 times a power of ten that makes at most six intervals
        let rough = span.checked_div(Decimal::from(5)).unwrap_or(Decimal::ONE);
        let mut power = Decimal::ONE;
        while power > rough && power.scale() < 20 {
            power = power.checked_div(Decimal::TEN).unwrap_or(rough);
        }
        while power.checked_mul(Decimal::TEN).is_some_and(|next| next <= rough) {
            power = power.checked_mul(Decimal::TEN).unwrap_or(rough);
        }
        let steps = [1, 2, 5, 10].map(|times| power.checked_mul(Decimal::from(times)).unwrap_or(power));
        let step = steps.into_iter().find(|step| *step >= rough).unwrap_or(rough);
        let whole = |value: Decimal, strategy| {
            let count = value.checked_div(step).unwrap_or_default().round_dp_with_strategy(0, strategy);
            count.checked_mul(step).unwrap_or(value)
        };
        Self {
            low: whole(low, RoundingStrategy::ToNegativeInfinity),
            high: whole(high, RoundingStrategy::ToPositiveInfinity).max(step),
            step,
        }
    }

    pub(crate) fn ticks(&self) -> Vec<Decimal> {
        let mut ticks = Vec::new();
        let mut tick = self.low;
        while tick <= self.high && ticks.len() < 12 {
            ticks.push(tick);
            let Some(next) = tick.checked_add(self.step) else { break };
            tick = next;
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_round_and_hold_their_data() {
        for (low, high) in [(0, 18), (0, 1), (-30, 120), (0, 0), (0, 999_999_999), (-7, 0)] {
            let axis = Axis::new(Decimal::from(low), Decimal::from(high));
            assert!(axis.low <= Decimal::from(low) && axis.high >= Decimal::from(high), "{low} {high}");
            assert!((2..=8).contains(&axis.ticks().len()), "{low} {high}: {:?}", axis.ticks());
        }
        let tiny = Axis::new(Decimal::ZERO, Decimal::new(3, 6));
        assert!(tiny.ticks().len() <= 8);
    }
}
