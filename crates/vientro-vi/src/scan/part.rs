//! One number with its scale and unit.

use rust_decimal::Decimal;

use super::scale::{Scale, scale_after, smaller_scales, thousand_and};
use super::{Rejection, small};
use crate::number::{Ambiguity, Digits, Numeral, ReadOptions, Shape, numeral};
use crate::prelude::*;
use crate::spoken;
use crate::token::{Kind, Line, Token};
use crate::unit::{self, Unit, measure_after, noun_after};
use crate::vocab::{Phrase, Word, phrase_of, role, word};

pub(super) fn times(value: Decimal, factor: Decimal) -> Option<Decimal> {
    // most numbers fit in a machine word, and then nothing can be lost
    if factor.scale() == 0
        && let (Ok(mantissa), Ok(by)) = (u64::try_from(value.mantissa()), u64::try_from(factor.mantissa()))
        && let Some(mut product) = mantissa.checked_mul(by)
    {
        let mut scale = value.scale();
        while scale > 0 && product.is_multiple_of(10) {
            product /= 10;
            scale -= 1;
        }
        return Decimal::try_from_i128_with_scale(i128::from(product), scale).ok();
    }
    let product = value.checked_mul(factor)?.normalize();
    // what does not fit in 28 digits is refused, not rounded
    (product.checked_div(factor)? == value).then_some(product)
}

/// One number with its scale and unit.
pub(super) struct Part {
    pub(super) numeral: Numeral,
    pub(super) fraction: Option<(Decimal, Decimal)>,
    /// The whole it is a part of: 20 in "15/20 dự án".
    pub(super) of: Option<Decimal>,
    pub(super) scale: Option<Decimal>,
    /// Smaller scales behind: 200 triệu in "1 tỷ 200 triệu".
    pub(super) more: Decimal,
    pub(super) more_place: Option<Decimal>,
    /// The value without the last figure of "10 tỷ 5".
    pub(super) without_last: Option<Decimal>,
    pub(super) unit: Option<Unit>,
    pub(super) unit_is_sure: bool,
    /// The token after the number, before its unit.
    pub(super) number_end: usize,
    pub(super) end: usize,
}

impl Part {
    pub(super) fn is_bare(&self) -> bool {
        self.unit.is_none() && self.scale.is_none() && self.fraction.is_none() && self.numeral.plain
    }

    pub(super) fn has_money_or_percent(&self) -> bool {
        self.scale.is_some()
            || matches!(
                self.unit,
                Some(Unit::Currency(_) | Unit::Percent | Unit::PercentagePoint | Unit::Permille)
            )
    }

    pub(super) fn numeral_value(&self) -> Decimal {
        match self.numeral.shape {
            Shape::Fixed(digits) | Shape::Lone { grouped: digits, .. } => digits.value,
        }
    }

    pub(super) fn looks_like_year(&self) -> bool {
        self.numeral.plain && self.numeral.head == 4 && is_year(self.numeral_value())
    }
}

fn is_year(value: Decimal) -> bool {
    value >= Decimal::from(1800) && value <= Decimal::from(2200)
}

pub(super) fn part(line: &Line<'_>, start: usize, options: &ReadOptions) -> Result<Part, (Rejection, usize)> {
    let numeral = numeral(line, start, options.style)?;
    let mut end = numeral.end;
    let mut number = Part {
        fraction: None,
        of: None,
        scale: None,
        more: Decimal::ZERO,
        more_place: None,
        without_last: None,
        unit: None,
        unit_is_sure: false,
        number_end: end,
        end,
        numeral,
    };
    // "2 phần 3 số hộ"
    if let Some((fraction, fraction_end)) = parts_of(line, &number.numeral) {
        number.fraction = Some(fraction);
        (number.number_end, number.end) = (fraction_end, fraction_end);
        return Ok(number);
    }
    if let Some((top, bottom, fraction_end)) = fraction(line, &number.numeral) {
        number.number_end = fraction_end;
        number.end = fraction_end;
        // 15/20 dự án counts; 1/4 is a share, and so is 2/3 số hộ
        if bottom >= COUNTED_FROM
            && let Some((noun, noun_end)) = unit::known_noun(line, fraction_end)
        {
            number.of = Some(bottom);
            number.unit = Some(Unit::Count(noun.to_owned()));
            number.unit_is_sure = true;
            number.end = noun_end;
            return Ok(number);
        }
        number.fraction = share(top, bottom);
        return Ok(number);
    }
    if let Some(Scale { factor: scale, end: scale_end, unit }) = scale_after(line, end) {
        number.scale = Some(scale);
        end = scale_end;
        if unit.is_some() {
            (number.unit, number.unit_is_sure) = (unit, true);
            (number.number_end, number.end) = (end, end);
            return Ok(number);
        }
        // "1 nghìn 50 tỷ": so many tỷ
        if scale == Decimal::ONE_THOUSAND
            && let Some((more, wider, wider_end)) = thousand_and(line, end, options)
            && let Some(more) = more.checked_mul(wider)
        {
            number.scale = scale.checked_mul(wider);
            number.more = more;
            number.more_place = Some(wider);
            number.number_end = wider_end;
            number.end = wider_end;
            number.take_unit(line);
            return Ok(number);
        }
        let whole = |more: Decimal| times(number.numeral_value(), scale)?.checked_add(more);
        let tail = smaller_scales(line, end, scale, options);
        number.without_last = tail.without_last.and_then(whole);
        (number.more, number.more_place, end) = (tail.more, tail.place, tail.end);
    }
    number.number_end = end;
    number.end = end;
    number.take_unit(line);
    Ok(number)
}

/// With a noun behind, n/m counts from this m on; halves, thirds and quarters are shares.
const COUNTED_FROM: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// A share and how far apart two shares of nearly the same size stand.
pub(crate) fn share(top: Decimal, bottom: Decimal) -> Option<(Decimal, Decimal)> {
    let value = top.checked_div(bottom)?.normalize();
    let place = Decimal::ONE.checked_div(bottom.checked_mul(bottom.checked_add(Decimal::ONE)?)?)?;
    Some((value, place))
}

impl Part {
    /// The unit and scale of a line before the number, as in "(ĐVT: triệu đồng): 1.245". Says whether there was one.
    pub(super) fn take_unit_line(&mut self, line: &Line<'_>, start: usize) -> bool {
        const TOKENS_MAX: usize = 8;
        let colon = line.before(start).is_some_and(|token| token.is_symbol(':'));
        let close = start.checked_sub(1 + usize::from(colon));
        let Some(close) = close.filter(|at| line.at(*at).is_some_and(|token| token.is_symbol(')'))) else {
            return false;
        };
        let open = (close.saturating_sub(TOKENS_MAX)..close)
            .rev()
            .find(|at| line.at(*at).is_some_and(|token| token.is_symbol('(')));
        let Some(open) = open else { return false };
        let head = UNIT_LINES.iter().find_map(|words| line.begins(open + 1, words));
        let Some(mut at) = head else { return false };
        if line.at(at).is_some_and(|token| token.is_symbol(':')) {
            at += 1;
        }
        let scale = scale_after(line, at);
        let unit_at = scale.as_ref().map_or(at, |scale| scale.end);
        let unit = measure_after(line, unit_at, scale.is_some()).filter(|unit| unit.end == close);
        let Some(unit) = unit else { return false };
        self.scale = scale.map(|scale| scale.factor);
        (self.unit, self.unit_is_sure) = (Some(unit.unit), true);
        true
    }

    /// "tăng từ 48 lên 62 triệu đồng": the first number has the scale and the unit of the second. Says whether the two may
    /// go together: "từ 500 lên 1,2 tỷ" leaves open what 500 is.
    pub(super) fn take_change(&mut self, line: &Line<'_>, options: &ReadOptions) -> bool {
        const TO: [Word; 6] =
            [word("lên"), word("xuống"), word("đến"), word("tới"), word("còn"), word("thành")];
        let takes_unit = self.unit.is_none() && self.fraction.is_none() && self.of.is_none();
        let mut at = self.end;
        while at < self.end + 2 && line.is_one(at, &TO) {
            at += 1;
        }
        if at == self.end || !takes_unit {
            return true;
        }
        if line.at(at).is_some_and(|word| word.has(role::HEDGE)) {
            at += 1;
        }
        if !line.at(at).is_some_and(Token::is_digits) {
            return true;
        }
        let Ok(second) = part(line, at, options) else { return true };
        if !second.unit_is_sure && second.scale.is_none() || second.fraction.is_some() {
            return true;
        }
        if self.scale.is_some() {
            if second.scale.is_some() {
                (self.unit, self.unit_is_sure) = (second.unit, second.unit_is_sure);
            }
            return true;
        }
        let value =
            |part: &Self, unit: Option<&Unit>| resolve(part, second.scale.is_some(), unit).chosen.value;
        let (from, to) = (value(self, second.unit.as_ref()), value(&second, second.unit.as_ref()));
        let rises = line.is(self.end, const { word("lên") }).then_some(true);
        let falls = line.is_one(self.end, const { &[word("xuống"), word("còn")] }).then_some(false);
        let fits = rises.or(falls).is_none_or(|rises| rises == (from < to));
        (self.scale, self.unit, self.unit_is_sure) = (second.scale, second.unit, second.unit_is_sure);
        fits
    }

    fn take_unit(&mut self, line: &Line<'_>) {
        let scaled = self.scale.is_some();
        // an unknown word behind triệu or tỷ is no noun: the money is left out more often
        let wide = self.scale.is_some_and(|scale| scale > Decimal::from(10_000));
        // "05 (năm) dự án": the number said again in words
        let unit_from = said_again(line, self.end).unwrap_or(self.end);
        // "500 (USD)"
        let bracketed = || {
            line.at(unit_from).filter(|open| open.is_symbol('('))?;
            let found =
                measure_after(line, unit_from + 1, scaled).filter(|found| found.unit.is_currency())?;
            line.at(found.end).filter(|close| close.is_symbol(')'))?;
            Some(unit::Found { end: found.end + 1, ..found })
        };
        let found = measure_after(line, unit_from, scaled)
            .or_else(bracketed)
            .or_else(|| noun_after(line, unit_from).filter(|found| found.sure || !wide));
        if let Some(found) = found {
            self.unit_is_sure = found.sure;
            self.unit = Some(found.unit);
            self.end = found.end;
        }
    }
}

/// A number in words with its unit, where the words beside it leave no doubt that it is one.
pub(super) fn spoken_part(line: &Line<'_>, start: usize, floor: usize) -> Result<Part, (Rejection, usize)> {
    let bare = (Rejection::Bare, start + 1);
    if line.unmarked {
        return Err(bare);
    }
    let spoken = spoken::read(line, start).ok_or(bare)?;
    let digits = Digits { value: spoken.value, decimals: 0 };
    let numeral = Numeral {
        shape: Shape::Fixed(digits),
        end: spoken.end,
        plain: true,
        head: 1,
        leading_zero: false,
        half_grouped: None,
    };
    let mut part = Part {
        numeral,
        fraction: spoken.fraction,
        of: None,
        scale: spoken.scaled.then_some(Decimal::ONE),
        more: Decimal::ZERO,
        more_place: Some(spoken.place),
        without_last: spoken.literal,
        unit: None,
        unit_is_sure: false,
        number_end: spoken.end,
        end: spoken.end,
    };
    if part.fraction.is_none() {
        part.take_unit(line);
    }
    let unit = part.unit.as_ref().filter(|_| part.unit_is_sure);
    if spoken::is_counted(line, start, floor, &spoken, unit) { Ok(part) } else { Err(bare) }
}

/// "2 phần 3": the share and the index after it.
fn parts_of(line: &Line<'_>, numeral: &Numeral) -> Option<((Decimal, Decimal), usize)> {
    let Shape::Fixed(top) = numeral.shape else { return None };
    if !numeral.plain || !line.is(numeral.end, const { word("phần") }) {
        return None;
    }
    let bottom = small(line, numeral.end + 1).filter(|bottom| (2..=100).contains(bottom))?;
    let bottom = Decimal::from(bottom);
    let end = numeral.end + 2;
    let goes_on =
        line.glued_at(end).is_some_and(|next| !matches!(next.symbol(), Some('.' | ',' | ';' | ')')));
    if goes_on || top.value >= bottom || top.value.is_zero() {
        return None;
    }
    Some((share(top.value, bottom)?, end))
}

/// n/m with n up to m, both small, and nothing glued behind: top, bottom, and the index after it.
fn fraction(line: &Line<'_>, numeral: &Numeral) -> Option<(Decimal, Decimal, usize)> {
    if !numeral.plain || numeral.head > 3 || numeral.leading_zero {
        return None;
    }
    let Shape::Fixed(top) = numeral.shape else { return None };
    line.glued_at(numeral.end).filter(|slash| slash.is_symbol('/'))?;
    let bottom = line.glued_at(numeral.end + 1).filter(|run| run.is_digits())?;
    let digits = line.text_of(bottom);
    if digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let end = numeral.end + 2;
    if let Some(glued) = line.glued_at(end)
        && (glued.is_word()
            || glued.symbol().is_some_and(|symbol| matches!(symbol, '/' | '-' | '.' | ','))
                && line.glued_at(end + 1).is_some_and(|next| next.kind != Kind::Symbol))
    {
        return None;
    }
    let bottom = Decimal::from(digits.parse::<u32>().ok()?);
    let whole = top.value == bottom && bottom >= COUNTED_FROM && unit::known_noun(line, end).is_some();
    (top.value < bottom && !top.value.is_zero() || whole).then_some((top.value, bottom, end))
}

/// What a line says before the unit of its numbers.
static UNIT_LINES: [Phrase; 4] =
    [phrase_of("đvt"), phrase_of("đv tính"), phrase_of("đơn vị tính"), phrase_of("đơn vị")];

/// The index after a bracket that says the number again: "(năm)", "(ba mươi)".
fn said_again(line: &Line<'_>, index: usize) -> Option<usize> {
    const LONGEST: usize = 24;
    line.at(index).filter(|open| open.is_symbol('('))?;
    for step in 1..LONGEST {
        let token = line.at(index + step)?;
        if token.is_symbol(')') {
            return (step > 1).then_some(index + step + 1);
        }
        if !token.has(role::DIGIT) {
            return None;
        }
    }
    None
}

pub(super) struct Resolved {
    pub(super) chosen: Digits,
    pub(super) other: Option<(Digits, Ambiguity)>,
}

/// Does a lone separator before three digits group, or begin the decimals?
///
/// A dot groups. A comma groups where decimals make no sense or are not written with three digits (things counted, money
/// without a scale word) and where the last digit is zero; before a scale word, a percent sign or a measure it begins the
/// decimals. The other reading is kept wherever it would make sense.
pub(super) fn resolve(part: &Part, scaled: bool, unit: Option<&Unit>) -> Resolved {
    let (separator, grouped, decimal) = match part.numeral.shape {
        Shape::Fixed(chosen) => return Resolved { chosen, other: None },
        Shape::Lone { separator, grouped, decimal } => (separator, grouped, decimal),
    };
    let whole_only = !scaled && matches!(unit, Some(Unit::Count(_) | Unit::Currency(_)));
    if whole_only {
        return Resolved { chosen: grouped, other: None };
    }
    if separator == '.' {
        return Resolved { chosen: grouped, other: Some((decimal, Ambiguity::LoneDot)) };
    }
    let ends_in_zero = decimal.value.normalize().scale() < decimal.decimals;
    if ends_in_zero && !scaled && unit != Some(&Unit::Percent) {
        return Resolved { chosen: grouped, other: Some((decimal, Ambiguity::LoneComma)) };
    }
    Resolved { chosen: decimal, other: Some((grouped, Ambiguity::LoneComma)) }
}

/// The other reading of money such as `1000.000 đồng`: a million whose first dot was not typed.
///
/// No currency has three decimals, so a comma is as doubtful as a dot; before a scale word it begins the decimals, as
/// Vietnamese print has it. What is no money, a rate such as 26148.125, is no matter of doubt.
pub(super) fn half_grouped(part: &Part, factor: Decimal, is_money: bool) -> Option<(Digits, Ambiguity)> {
    let separator = part.numeral.half_grouped.filter(|_| is_money)?;
    let Shape::Fixed(decimal) = part.numeral.shape else { return None };
    let grouped = || {
        let value = decimal.value.checked_mul(Decimal::ONE_THOUSAND)?;
        Some(Digits { value: value.trunc(), decimals: 0 })
    };
    match separator {
        '.' => Some((grouped()?, Ambiguity::LoneDot)),
        _ if factor == Decimal::ONE => Some((grouped()?, Ambiguity::LoneComma)),
        _ => None,
    }
}
