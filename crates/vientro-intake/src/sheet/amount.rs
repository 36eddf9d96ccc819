//! Amounts and numbers as cells say them.

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, HedgeConvention, Language, Location};
use vientro_currency::{Currency, Money, Rounding};
use vientro_vi::{ReadOptions, Reading, Style, Unit, format_decimal, nfc, read_with};

use crate::grid::{Cell, CellValue, GridRow};
use crate::header::{Column, currency_of, words};
use crate::{Field, codes};

use super::{Sheet, in_both};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadAmount {
    pub(crate) figure: Figure<Money>,
    pub(crate) currency: Option<Currency>,
    /// The place of the last printed digit, where the amount is text.
    pub(crate) place: Option<Decimal>,
}

impl Sheet<'_> {
    /// The currency a row names in a column of its own.
    ///
    /// `Err` for one that is written but not known.
    pub(crate) fn row_currency(&mut self, row: &GridRow) -> Result<Option<Currency>, ()> {
        let Some(text) = self.text(row, Field::Currency) else { return Ok(None) };
        let found = currency_of(&words(&text)).map_or_else(|| text.parse().ok(), |code| code.parse().ok());
        if found.is_none() {
            let at = self.at_field(row, Field::Currency);
            self.findings.push(codes::UNKNOWN_CURRENCY.at(at).found(text).expected("VND, USD, KRW"));
            return Err(());
        }
        Ok(found)
    }

    /// The amount in a column; `None` for an empty cell or a dash.
    pub(crate) fn amount(
        &mut self,
        row: &GridRow,
        column: &Column,
        row_currency: Option<Currency>,
    ) -> Option<ReadAmount> {
        let parsed = |code: &str| code.parse::<Currency>().ok();
        let expected = row_currency
            .or_else(|| column.currency().and_then(parsed))
            .or_else(|| parsed(&self.options.currency));
        let unknown = Some(ReadAmount { figure: Figure::Unknown, currency: expected, place: None });
        let at = self.at(row, column);
        let cell = row.cells().get(column.index())?;
        if cell.is_filled() {
            self.findings.push(codes::MERGED_AMOUNT.at(at).found(cell.value().text()));
            return unknown;
        }
        let scale = column.scale().unwrap_or(Decimal::ONE);
        let (decimal, currency, place) = match cell.value() {
            CellValue::Empty if cell.is_formula() => {
                self.findings.push(codes::FORMULA_WITHOUT_VALUE.at(at));
                return unknown;
            }
            CellValue::Empty => return None,
            CellValue::Number(number) => (number.checked_mul(scale).map(Figure::Known), expected, None),
            CellValue::Text(text) => {
                let text = nfc(text.trim()).into_owned();
                if is_dash(&text) {
                    return None;
                }
                let unit = expected.and_then(|currency| Unit::currency(&currency.to_string()));
                let example = example_amount(expected);
                let Some(reading) = self.read_number(&text, unit, column.scale(), &at, example) else {
                    return unknown;
                };
                let currency = match reading.unit() {
                    Some(Unit::Currency(code)) => parsed(code).or(expected),
                    Some(Unit::Percent | Unit::Permille | Unit::PercentagePoint | Unit::Ratio) => {
                        self.findings.push(
                            codes::NOT_A_NUMBER.at(at).found(text).expected_in_both(example_amount(expected)),
                        );
                        return unknown;
                    }
                    _ => expected,
                };
                if currency != expected {
                    let named = |currency: Option<Currency>| {
                        currency.map_or_else(String::new, |currency| currency.to_string())
                    };
                    self.findings
                        .push(codes::CURRENCY_IN_CELL.at(at.clone()).found(text).expected(named(expected)));
                }
                (reading.figure(&self.options.hedges).ok(), currency, reading.printed().place().copied())
            }
            CellValue::Date(_) | CellValue::Error(_) | CellValue::Logical(_) => (None, expected, None),
        };
        let found = cell.value().text();
        let (Some(decimal), Some(currency)) = (decimal, currency) else {
            self.findings
                .push(codes::NOT_A_NUMBER.at(at).found(found).expected_in_both(example_amount(expected)));
            return unknown;
        };
        let too_much = |value: Option<&Decimal>| value.is_some_and(|value| value.abs() >= AMOUNT_LIMIT);
        if too_much(decimal.low()) || too_much(decimal.high()) {
            self.findings.push(codes::AMOUNT_IMPLAUSIBLE.at(at).found(found));
            return unknown;
        }
        let mut rounded = false;
        let figure = decimal.try_map(|value| {
            rounded |= Money::try_new(*value, currency).is_err();
            Money::rounded(*value, currency, Rounding::HalfUp)
        });
        match figure {
            Ok(figure) => {
                if rounded && let Some(money) = figure.known() {
                    let mut finding = codes::ROUNDED.at(at).found(found);
                    if let Some(text) = self.written(row, column, money) {
                        finding = finding.suggest(text);
                    }
                    self.findings.push(finding);
                }
                Some(ReadAmount { figure, currency: Some(currency), place })
            }
            Err(error) => {
                self.findings
                    .push(codes::NOT_A_NUMBER.because(&in_both(|to| error.text(to)), at).found(found));
                unknown
            }
        }
    }

    /// How an amount is typed into a cell so that it is read back as it is and in no other way; the cell must hold
    /// no formula, which would be lost.
    pub(crate) fn written(&mut self, row: &GridRow, column: &Column, money: &Money) -> Option<String> {
        if row.cells().get(column.index()).is_none_or(Cell::is_formula) {
            return None;
        }
        let number = money.amount().checked_div(column.scale().unwrap_or(Decimal::ONE))?;
        let text = format_decimal(number, Language::Vi);
        let mut corrected = row.clone();
        if let Some(cell) = corrected.cells.get_mut(column.index()) {
            cell.value = CellValue::Text(text.as_str().into());
        }
        let told = self.findings.len();
        let currency = self.row_currency(row).ok().flatten();
        let read = self.amount(&corrected, column, currency);
        let plainly = self.findings.len() == told;
        self.findings.truncate(told);
        let same = read.is_some_and(|read| read.figure == Figure::Known(*money));
        (same && plainly).then_some(text)
    }

    fn read_number(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        scale: Option<Decimal>,
        at: &Location,
        example: Bilingual,
    ) -> Option<Reading> {
        let mut options = ReadOptions::default().with_parentheses_negative();
        if let Some(unit) = unit {
            options = options.with_unit(unit);
        }
        if let Some(scale) = scale {
            options = options.with_scale(scale);
        }
        // dots alone are groups in a Vietnamese sheet; only if that makes no sense is anything else tried
        let dots_only = text.contains('.') && !text.contains(',');
        let vietnamese =
            dots_only.then(|| read_with(text, &options.clone().with_style(Style::Vietnamese)).ok()).flatten();
        let reading = match vietnamese {
            Some(reading) => reading,
            None => match read_with(text, &options) {
                Ok(reading) => reading,
                Err(error) => {
                    self.findings.push(
                        codes::NOT_A_NUMBER
                            .because(&in_both(|to| error.text(to)), at.clone())
                            .found(text)
                            .expected_in_both(example),
                    );
                    return None;
                }
            },
        };
        if let (Some(other), Some(_)) = (reading.alternatives().first(), reading.note()) {
            let (taken, other) = (reading.value(), other.value());
            let told = codes::AMBIGUOUS_NUMBER.message();
            let message = Bilingual::new(
                format!("{}: không phải {}", told.vi(), format_decimal(other, Language::Vi)),
                format!("{}: not as {}", told.en(), format_decimal(other, Language::En)),
            );
            let finding = codes::AMBIGUOUS_NUMBER.says(message, at.clone()).found(text);
            let mut finding = finding.expected_in_both(in_both(|to| format_decimal(taken, to)));
            // the number as it was taken, in a writing that has one meaning only
            let plain =
                taken.checked_div(scale.unwrap_or(Decimal::ONE)).map(|it| format_decimal(it, Language::Vi));
            let sure = |text: &String| {
                let style = options.clone().with_style(Style::Vietnamese);
                let again = read_with(text, &style);
                again.is_ok_and(|again| again.value() == taken && again.alternatives().is_empty())
            };
            if let Some(plain) = plain.filter(|plain| plain != text).filter(sure) {
                finding = finding.suggest(plain);
            }
            self.findings.push(finding);
        }
        Some(reading)
    }

    /// A number that is no money: a quantity, a head count.
    pub(crate) fn number(&mut self, row: &GridRow, field: Field) -> Figure {
        match self.header.column(field).cloned() {
            Some(column) => self.number_in(row, &column),
            None => Figure::Unknown,
        }
    }

    /// The number in a column.
    pub(crate) fn number_in(&mut self, row: &GridRow, column: &Column) -> Figure {
        let at = self.at(row, column);
        let figure = match row.cells().get(column.index()) {
            None => return Figure::Unknown,
            Some(Cell { value: CellValue::Empty, formula, .. }) => {
                if *formula {
                    self.findings.push(codes::FORMULA_WITHOUT_VALUE.at(at));
                }
                return Figure::Unknown;
            }
            Some(Cell { value: CellValue::Number(number), .. }) => Some(Figure::Known(*number)),
            Some(Cell { value: CellValue::Text(text), .. }) => {
                let text = nfc(text.trim()).into_owned();
                if is_dash(&text) {
                    return Figure::Unknown;
                }
                let Some(reading) = self.read_number(&text, None, column.scale(), &at, example_count())
                else {
                    return Figure::Unknown;
                };
                reading.figure(&HedgeConvention::counts()).ok()
            }
            Some(_) => None,
        };
        let negative = |figure: &Figure| figure.low().is_some_and(|low| *low < Decimal::ZERO);
        match figure {
            Some(figure) if !negative(&figure) => figure,
            _ => {
                let finding = codes::NOT_A_NUMBER.at(at).found(row.text(column.index()));
                self.findings.push(finding.expected_in_both(example_count()));
                Figure::Unknown
            }
        }
    }
}

/// What an amount may look like, for the one who wrote something else.
fn example_amount(currency: Option<Currency>) -> Bilingual {
    match currency {
        Some(currency) if currency != Currency::VND => Bilingual::new(
            format!("một số tiền, ví dụ 12.500,50 ({currency}); chưa biết thì để trống"),
            format!("an amount such as 12.500,50 ({currency}); empty if it is not known"),
        ),
        _ => Bilingual::new(
            "một số tiền, ví dụ 1.250.000.000 hoặc 1,25 tỷ; chưa biết thì để trống",
            "an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known",
        ),
    }
}

/// What a number of things may look like.
fn example_count() -> Bilingual {
    Bilingual::new(
        "một số, ví dụ 120 hoặc khoảng 400; chưa biết thì để trống",
        "a number such as 120 or khoảng 400; empty if it is not known",
    )
}

/// 10^18 major units of any currency: more than all the money there is, so a slip of the keyboard.
const AMOUNT_LIMIT: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

/// A dash is how an accountant leaves a cell empty.
pub(crate) fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '_' | '.' | '…' | ' '))
}
