//! Two numbers that make one figure: "20 - 30 triệu USD", "từ 20 đến 30 triệu USD".

use rust_decimal::Decimal;
use vientro_core::Hedge;

use super::doubt::glued_right;
use super::part::{Part, part, resolve, times};
use crate::hedge;
use crate::number::ReadOptions;
use crate::token::Line;
use crate::unit::Unit;
use crate::vocab::{Word, role, word};

/// What stands before a number that may be the first of two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    None,
    /// "tăng từ": the two numbers are before and after a change.
    Change,
    /// "từ", at this index.
    Range(usize),
}

pub(super) fn from_before(line: &Line<'_>, index: usize, floor: usize) -> Lead {
    const WORDS: [Word; 3] = [word("từ"), word("from"), word("between")];
    const CHANGES: [Word; 9] = [
        word("tăng"),
        word("giảm"),
        word("nâng"),
        word("chỉnh"),
        word("lên"),
        word("hạ"),
        word("rút"),
        word("thêm"),
        word("sụt"),
    ];
    let Some(token) = line.before(index).filter(|_| index > floor) else { return Lead::None };
    if !line.says_one(token, &WORDS) {
        return Lead::None;
    }
    let change = line.word_before(index - 1).is_some_and(|before| line.says_one(before, &CHANGES));
    if change { Lead::Change } else { Lead::Range(index - 1) }
}

pub(super) struct Range {
    pub(super) value: Decimal,
    pub(super) scale: Option<Decimal>,
    pub(super) unit: Option<Unit>,
    pub(super) end: usize,
    /// The hedge of its second number.
    pub(super) last: Option<Hedge>,
}

/// "- 30 triệu USD" or "đến 30 triệu USD" behind a number that leaves room for it.
pub(super) fn range_after(line: &Line<'_>, first: &Part, from: Lead, options: &ReadOptions) -> Option<Range> {
    const TO: [Word; 4] = [word("đến"), word("tới"), word("to"), word("and")];
    if first.fraction.is_some() || first.of.is_some() {
        return None;
    }
    let joint = line.at(first.end)?;
    let dashed = match joint.symbol() {
        Some('-' | '\u{2013}' | '\u{2014}') => true,
        Some(_) => return None,
        None => false,
    };
    if !dashed && !((matches!(from, Lead::Range(_)) || first.unit.is_none()) && line.says_one(joint, &TO)) {
        return None;
    }
    // "từ 50 đến dưới 100 triệu"
    let last = if dashed {
        None
    } else {
        line.at(first.end + 1)
            .filter(|word| word.has(role::HEDGE))
            .and_then(|_| hedge::before(line, first.end + 2))
            .filter(|hedge| hedge.start == first.end + 1)
    };
    let second_at = first.end + 1 + usize::from(last.is_some());
    let run = line.at(second_at).filter(|run| run.is_digits())?;
    // "129 - 5": a dash glued to one side only is a sign or a list
    if dashed && joint.spaced != run.spaced {
        return None;
    }
    let second = part(line, second_at, options).ok()?;
    if second.fraction.is_some() || second.of.is_some() || glued_right(line, &second).is_some() {
        return None;
    }
    // a unit guessed from an unknown noun does not tie two numbers together
    if let Some(unit) = &first.unit
        && second.unit.as_ref() != Some(unit)
    {
        return None;
    }
    let scale = second.scale;
    let unit = second.unit.clone().or_else(|| first.unit.clone());
    let factor = |own: Option<Decimal>| own.or(scale).or(options.scale).unwrap_or(Decimal::ONE);
    let low = resolve(first, first.scale.or(scale).is_some(), unit.as_ref()).chosen;
    let low = times(low.value, factor(first.scale))?.checked_add(first.more)?;
    let high = resolve(&second, scale.is_some(), unit.as_ref()).chosen;
    let high = times(high.value, factor(None))?.checked_add(second.more)?;
    let last = last.map(|last| last.hedge);
    (low < high).then_some(Range { value: high, scale, unit, end: second.end, last })
}
