//! Scale words behind a number: "triệu", "nghìn tỷ", "1 tỷ 200 triệu".

use rust_decimal::Decimal;

use crate::lex::is_mark;
use crate::number::{Numeral, ReadOptions, Shape, numeral};
use crate::token::{Line, Token};
use crate::unit::{Unit, measure_after};
use crate::vocab::{Word, role, word};

pub(super) const SCALES: [(Word, i64); 13] = [
    (word("nghìn"), 1_000),
    (word("ngàn"), 1_000),
    (word("vạn"), 10_000),
    (word("triệu"), 1_000_000),
    (word("tỷ"), 1_000_000_000),
    (word("tỉ"), 1_000_000_000),
    (word("thousand"), 1_000),
    (word("million"), 1_000_000),
    (word("billion"), 1_000_000_000),
    (word("trillion"), 1_000_000_000_000),
    (word("tr"), 1_000_000),
    (word("mn"), 1_000_000),
    (word("bn"), 1_000_000_000),
];

/// Words that make tỷ the beginning of another word: tỷ lệ is a ratio, tỷ phú a rich man.
const NOT_AFTER_BILLION: [Word; 6] =
    [word("lệ"), word("trọng"), word("giá"), word("suất"), word("phú"), word("số")];

/// Words that make triệu the beginning of a name or a verb: Triệu Phong is a place, triệu tập is to convene.
const NOT_AFTER_MILLION: [Word; 8] = [
    word("phong"),
    word("sơn"),
    word("vân"),
    word("quang"),
    word("tập"),
    word("hội"),
    word("thọ"),
    word("đại"),
];

/// The scale a word of the line says.
pub(crate) fn scale_of(line: &Line<'_>, index: usize) -> Option<Decimal> {
    let token = line.at(index).filter(|token| token.has(role::SCALE))?;
    SCALES.iter().find(|(name, _)| line.says(token, *name)).map(|(_, scale)| Decimal::from(*scale))
}

/// Scale words of a number.
pub(super) struct Scale {
    pub(super) factor: Decimal,
    pub(super) end: usize,
    /// The unit glued to the last of them.
    pub(super) unit: Option<Unit>,
}

/// Scale words that begin at `index`: `triệu`, `nghìn tỷ`, also glued to the unit as in `triệuUSD`.
pub(super) fn scale_after(line: &Line<'_>, index: usize) -> Option<Scale> {
    let (mut end, mut scale, mut unit) = (index, None::<Decimal>, None);
    let joined = |before: Option<Decimal>, found: Decimal| match before {
        Some(before) => before.checked_mul(found),
        None => Some(found),
    };
    // three words at most: "trăm nghìn tỷ"
    for step in 0..3 {
        let Some(token) = line.word_at(end) else { break };
        if !token.has(role::SCALE) {
            if step == 0 && !token.spaced && token.length() == 1 && matches!(line.text_of(token), "k" | "K") {
                return Some(Scale { factor: Decimal::ONE_THOUSAND, end: end + 1, unit });
            }
            if token.roles == 0
                && let Some((found, glued)) = glued_scale(line, token)
            {
                scale = Some(joined(scale, found)?);
                unit = Some(glued);
                end += 1;
            }
            break;
        }
        let small = if line.says(token, const { word("trăm") }) {
            Some(Decimal::ONE_HUNDRED)
        } else if line.says(token, const { word("chục") }) {
            Some(Decimal::TEN)
        } else {
            None
        };
        if let Some(small) = small {
            // "3 trăm triệu", but "3 trăm" alone and "phần trăm" are no scale
            if scale.is_some() || scale_of(line, end + 1).is_none() {
                break;
            }
            scale = Some(small);
            end += 1;
            continue;
        }
        let Some(found) = scale_of(line, end).filter(|_| !begins_a_name(line, end)) else { break };
        scale = Some(joined(scale, found)?);
        end += 1;
    }
    scale.map(|factor| Scale { factor, end, unit })
}

/// Is the scale word at `index` the beginning of another word?
pub(crate) fn begins_a_name(line: &Line<'_>, index: usize) -> bool {
    const BILLIONS: [Word; 2] = [word("tỷ"), word("tỉ")];
    let Some(next) = line.word_at(index + 1).filter(|next| next.spaced) else { return false };
    line.is_one(index, &BILLIONS) && line.says_one(next, &NOT_AFTER_BILLION)
        || line.is(index, const { word("triệu") }) && line.says_one(next, &NOT_AFTER_MILLION)
}

/// `triệuUSD`, `tỷđồng`: a scale word with a unit glued to it.
fn glued_scale(line: &Line<'_>, token: &Token) -> Option<(Decimal, Unit)> {
    const LONGEST: usize = 40;
    if token.length() > LONGEST {
        return None;
    }
    let text = line.text_of(token);
    // the longest scale word has five letters, in NFD up to nine characters
    text.char_indices().skip(1).take(9).find_map(|(at, next)| {
        if is_mark(next) {
            return None;
        }
        let (scale, unit) = text.split_at_checked(at)?;
        let mut head = Line::of(scale);
        head.unmarked = line.unmarked;
        let scale = scale_of(&head, 0).filter(|_| head.tokens.len() == 1)?;
        let mut rest = Line::of(unit);
        rest.unmarked = line.unmarked;
        let unit = measure_after(&rest, 0, true).filter(|unit| unit.end == rest.tokens.len())?;
        Some((scale, unit.unit))
    })
}

/// "50 tỷ" behind "1 nghìn": the number, the scale of both, and the index after them.
pub(super) fn thousand_and(
    line: &Line<'_>,
    index: usize,
    options: &ReadOptions,
) -> Option<(Decimal, Decimal, usize)> {
    line.at(index).filter(|run| run.is_digits() && run.spaced && run.length() <= 3)?;
    let numeral = numeral(line, index, options.style).ok()?;
    let Shape::Fixed(digits) = numeral.shape else { return None };
    let scale = scale_after(line, numeral.end).filter(|scale| numeral.plain && scale.unit.is_none())?;
    let wider = Decimal::from(1_000_000_000);
    // "1 nghìn 2 trăm tỷ" as well
    let hundreds = scale.factor.checked_div(wider)?;
    let fits = hundreds == Decimal::ONE || hundreds == Decimal::ONE_HUNDRED;
    fits.then_some((digits.value.checked_mul(hundreds)?, wider, scale.end))
}

#[derive(Clone, Copy)]
pub(super) struct Tail {
    pub(super) more: Decimal,
    pub(super) place: Option<Decimal>,
    /// What the tail would add without the last figure of "10 tỷ 5".
    pub(super) without_last: Option<Decimal>,
    pub(super) end: usize,
}

/// "200 triệu" behind "1 tỷ", and "rưỡi".
pub(super) fn smaller_scales(line: &Line<'_>, index: usize, scale: Decimal, options: &ReadOptions) -> Tail {
    let mut tail = Tail { more: Decimal::ZERO, place: None, without_last: None, end: index };
    let mut last = scale;
    for _ in 0..3 {
        let Some(token) = line.at(tail.end) else { break };
        if line.says(token, const { word("rưỡi") }) {
            let half = last.checked_div(Decimal::TWO).unwrap_or_default();
            tail.more = tail.more.checked_add(half).unwrap_or(tail.more);
            tail.place = last.checked_div(Decimal::TEN);
            tail.end += 1;
            break;
        }
        if !token.is_digits() || !token.spaced || token.length() > 3 {
            break;
        }
        let Ok(numeral) = numeral(line, tail.end, options.style) else { break };
        let Some(Scale { factor: smaller, end: smaller_end, unit: None }) = scale_after(line, numeral.end)
        else {
            let Some((value, place, without_last)) = tail_without_scale(line, &numeral, last) else { break };
            tail.without_last = without_last.then_some(tail.more);
            tail.more = tail.more.checked_add(value).unwrap_or(tail.more);
            tail.place = Some(place);
            tail.end = numeral.end;
            break;
        };
        let Shape::Fixed(digits) = numeral.shape else { break };
        if smaller >= last {
            break;
        }
        let (Some(value), Some(unit)) =
            (digits.value.checked_mul(smaller), digits.place().checked_mul(smaller))
        else {
            break;
        };
        if value >= last {
            break;
        }
        tail.more = tail.more.checked_add(value).unwrap_or(tail.more);
        tail.place = Some(unit);
        tail.end = smaller_end;
        last = smaller;
    }
    tail
}

/// "2 triệu 500.000 đồng", and "10 tỷ 5" for ten and a half: value, place, and whether it may be no part of the number.
fn tail_without_scale(line: &Line<'_>, numeral: &Numeral, last: Decimal) -> Option<(Decimal, Decimal, bool)> {
    let money = measure_after(line, numeral.end, true).is_some_and(|unit| unit.unit.is_currency());
    if !numeral.plain {
        let (Shape::Fixed(digits) | Shape::Lone { grouped: digits, .. }) = numeral.shape;
        let fits = money && digits.decimals == 0 && digits.value < last;
        return fits.then_some((digits.value, Decimal::ONE, false));
    }
    let Shape::Fixed(digits) = numeral.shape else { return None };
    let ends = line.at(numeral.end).is_none_or(|next| matches!(next.symbol(), Some('.' | ',' | ';' | ')')));
    if numeral.head != 1 || digits.value.is_zero() || !(money || ends) {
        return None;
    }
    let place = last.checked_div(Decimal::TEN)?;
    Some((digits.value.checked_mul(place)?, place, true))
}

/// "trieu", "ty", "nghin": a scale word that has lost its marks.
pub(super) fn is_scale_without_marks(line: &Line<'_>, token: &Token) -> bool {
    matches!(line.text_of(token), "trieu" | "ty" | "ti" | "nghin" | "ngan")
}
