//! What stands before the digits of a figure: currency, sign and hedge.

use vientro_core::Hedge;

use super::{Mode, Rejection};
use crate::hedge;
use crate::token::{Kind, Line, Token};
use crate::unit::{self, Unit};
use crate::vocab::{Word, phrase_of, role, word};

/// What belongs to a figure left of its digits, and the first token of it.
pub(super) struct Left {
    pub(super) start_all: usize,
    pub(super) prefix: Option<Unit>,
    pub(super) minus: Minus,
    pub(super) hedge: Option<hedge::Before>,
}

impl Left {
    /// "nhiều hơn 12 dự án so với năm trước": so many more, no hedge. The number and its unit end before `end`.
    pub(super) fn give_up_comparison(&mut self, line: &Line<'_>, end: usize) {
        let Some(hedge) = self.hedge else { return };
        let more = hedge.word == "hơn" && line.is(hedge.start.wrapping_sub(1), const { word("nhiều") });
        if more && line.begins(end, const { &phrase_of("so với") }).is_some() {
            self.start_all = hedge.start + 1;
            self.hedge = None;
        }
    }
}

/// What a dash or a word before a number says of its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Minus {
    /// A dash glued to the first figure of a line of running text: a sign if the amount stands alone, else the mark of a
    /// list. Holds the token after it.
    Bullet(usize),
    None,
    Sign,
    Unclear,
    /// "âm", "trừ".
    Word,
}

/// Currency, sign and hedge before the digits; letters glued to them make a code.
pub(super) fn left_of(line: &Line<'_>, start: usize, floor: usize, mode: Mode) -> Result<Left, Rejection> {
    let mut left = Left { start_all: start, prefix: None, minus: Minus::None, hedge: None };
    if start <= floor {
        return Ok(left);
    }
    if let Some((unit, at)) = unit::currency_before(line, start).filter(|(_, at)| *at >= floor) {
        left.prefix = Some(unit);
        left.start_all = at;
    }
    if left.start_all > floor
        && let Some(glued) = line.glued_before(left.start_all)
    {
        let at = left.start_all - 1;
        // the rest of a chain of digits that was given up: 1.1.1.1.1…
        if matches!(glued.symbol(), Some('.' | ',' | '/' | '-'))
            && at == floor
            && line.glued_before(at).is_some_and(Token::is_digits)
        {
            return Err(Rejection::Code);
        }
        let before = || line.glued_before(at).filter(|_| at > floor);
        match glued.symbol() {
            Some('/') if before().is_some() => return Err(Rejection::Code),
            // km156+500, +84
            Some('+') if line.glued_before(at).is_some() => return Err(Rejection::Code),
            Some('_' | '#' | '@' | '=' | '\\' | '№') => return Err(Rejection::Code),
            // ".5", "-.5": a decimal without its zero is not guessed
            Some('.' | ',') if mode == Mode::Whole && line.before(at).is_none_or(is_dash) => {
                return Err(Rejection::Separators);
            }
            // "TP.1", "Q.3": an abbreviation; a sentence may also end so
            Some('.')
                if line.glued_before(at).is_some_and(|before| {
                    before.is_word() && before.starts_upper && line.text_of(before).chars().nth(2).is_none()
                }) =>
            {
                return Err(Rejection::Code);
            }
            Some(':') if line.glued_before(at).is_some_and(Token::is_digits) => return Err(Rejection::Code),
            None if glued.is_word() && hedge::before(line, left.start_all).is_none() => {
                return Err(Rejection::Code);
            }
            _ => {}
        }
    }
    let (minus, at) = minus_before(line, left.start_all, floor, mode)?;
    left.minus = minus;
    if minus == Minus::Sign && left.prefix.is_none() {
        // "$-500", "USD -500"
        let currency = unit::currency_before(line, at).filter(|(_, start)| *start >= floor);
        left.start_all = currency.as_ref().map_or(at, |(_, start)| *start);
        left.prefix = currency.map(|(unit, _)| unit);
    } else {
        left.start_all = at;
    }
    if left.start_all <= floor {
        return Ok(left);
    }
    left.hedge = hedge::before(line, left.start_all).filter(|hedge| hedge.start >= floor);
    let Some(hedge) = left.hedge else { return Ok(left) };
    if left.minus == Minus::None
        && let Ok((minus @ (Minus::Sign | Minus::Unclear | Minus::Word), at)) =
            minus_before(line, hedge.start, floor, mode)
    {
        // "âm khoảng 5 triệu" is -5; "âm hơn 5 triệu" lies below -5, which the hedge of -5 does not say
        let even = matches!(hedge.hedge, Hedge::About | Hedge::Estimated);
        left.minus = if even { minus } else { Minus::Unclear };
        left.start_all = at;
    }
    if left.prefix.is_none()
        && let Some((unit, at)) = unit::currency_before(line, hedge.start).filter(|(_, at)| *at >= floor)
        && line.tokens.get(at..hedge.start).is_some_and(|sign| sign.iter().all(|token| !token.is_word()))
    {
        left.prefix = Some(unit);
        left.start_all = at;
    }
    left.start_all = left.start_all.min(hedge.start);
    Ok(left)
}

/// Dashes that stand for a minus when glued to a number; the long dash never does.
pub(super) fn is_dash(token: &Token) -> bool {
    const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2011}', '\u{2212}', '\u{2013}', '\u{fe63}', '\u{ff0d}'];
    token.symbol().is_some_and(|symbol| DASHES.contains(&symbol))
}

/// The sign before the token at `at`, and where it begins (`at` if there is none).
fn minus_before(line: &Line<'_>, at: usize, floor: usize, mode: Mode) -> Result<(Minus, usize), Rejection> {
    let whole = mode == Mode::Whole;
    let Some(token) = line.before(at).filter(|_| at > floor) else {
        return Ok((Minus::None, at));
    };
    let index = at - 1;
    if token.is_word() {
        if !token.has(role::MINUS) {
            return Ok((Minus::None, at));
        }
        let minus = minus_word(line, index, mode);
        let doubled = whole && line.before(index).is_some_and(is_dash) && !token.spaced;
        return Ok(match minus {
            Minus::None => (minus, at),
            _ if doubled => (Minus::Unclear, index),
            _ => (minus, index),
        });
    }
    if is_dash(token) && line.glued_at(at).is_some() {
        return Ok((glued_dash(line, index, mode)?, index));
    }
    if !whole {
        return Ok((Minus::None, at));
    }
    let before = line.before(index);
    let said = |index: usize| line.word_at(index).is_some() && minus_word(line, index, mode) != Minus::None;
    // "-(5 triệu)", "âm (5 triệu)"
    if token.is_symbol('(') {
        let outside = before.is_some_and(is_dash) || index > 0 && said(index - 1);
        return Ok(if outside { (Minus::Unclear, index) } else { (Minus::None, at) });
    }
    // "- 5 triệu": a sign as spreadsheets print it, or the mark of a list; "Nước sạch - 5 triệu" sets two things apart
    let unclear = (is_dash(token) || token.is_symbol('\u{2014}'))
        && before.is_none_or(|before| {
            starts_line(line, index)
                || match before.kind {
                    Kind::Digits => false,
                    Kind::Symbol => {
                        before.symbol().is_some_and(|symbol| !")]}”’»%‰²³".contains(symbol))
                            && !behind_number(line, index - 1)
                    }
                    Kind::Word => {
                        unit::currency_before(line, index).is_some()
                            || hedge::before(line, index).is_some()
                            || said(index - 1)
                    }
                }
        });
    Ok(if unclear { (Minus::Unclear, index) } else { (Minus::None, at) })
}

/// What a dash glued to a number means; the dash stands at `index`.
fn glued_dash(line: &Line<'_>, index: usize, mode: Mode) -> Result<Minus, Rejection> {
    let whole = mode == Mode::Whole;
    let Some(dash) = line.at(index) else { return Ok(Minus::None) };
    let Some(before) = line.before(index) else {
        let bullet = !whole && !dash.is_symbol('\u{2212}');
        return Ok(if bullet { Minus::Bullet(index + 1) } else { Minus::Sign });
    };
    if dash.spaced {
        let doubled =
            whole && is_dash(before) || before.is_word() && minus_word(line, index - 1, mode) != Minus::None;
        return Ok(if doubled { Minus::Unclear } else { Minus::Sign });
    }
    match before.symbol() {
        None | Some('_' | '#' | '@' | '=' | '\\' | '№') => Err(Rejection::Code),
        Some(_) if is_dash(before) => Ok(if whole { Minus::Unclear } else { Minus::None }),
        Some(symbol) => {
            let opens = "([{+“‘«~≈<>≤≥".contains(symbol)
                || unit::currency_before(line, index).is_some() && !behind_number(line, index - 1);
            Ok(if whole || opens { Minus::Sign } else { Minus::None })
        }
    }
}

/// Is there nothing before the token at `index` on its line?
pub(super) fn starts_line(line: &Line<'_>, index: usize) -> bool {
    index == 0
        || line
            .text
            .get(line.end_before(index)..line.start_of(index))
            .is_some_and(|gap| gap.contains(['\n', '\r']))
}

/// Does the symbol at `index` stand behind a number, as in "5$"?
fn behind_number(line: &Line<'_>, index: usize) -> bool {
    line.before(index).is_some_and(Token::is_digits)
}

/// Is the word at `index`, before a number, "âm" or "trừ", and no end of another word?
fn minus_word(line: &Line<'_>, index: usize, mode: Mode) -> Minus {
    // máy siêu âm, thu âm: sound; khấu trừ, ngoại trừ: to deduct, but for
    const SOUNDS: [Word; 15] = [
        word("siêu"),
        word("thu"),
        word("ghi"),
        word("phát"),
        word("lồng"),
        word("nguyên"),
        word("phụ"),
        word("đa"),
        word("hạ"),
        word("cách"),
        word("chống"),
        word("tạp"),
        word("hòa"),
        word("ngũ"),
        word("bát"),
    ];
    const TAKEN: [Word; 9] = [
        word("khấu"),
        word("ngoại"),
        word("loại"),
        word("bù"),
        word("giảm"),
        word("cấn"),
        word("phòng"),
        word("diệt"),
        word("bài"),
    ];
    // unmarked "am" and "tru" are trusted only where a figure is all there is
    if line.unmarked && mode != Mode::Whole {
        return Minus::None;
    }
    let before = line.word_before(index);
    let ends = |heads: &[Word]| before.is_some_and(|before| line.says_one(before, heads));
    if line.is(index, const { word("âm") }) {
        return if ends(&SOUNDS) { Minus::None } else { Minus::Word };
    }
    if mode == Mode::Whole && line.is(index, const { word("trừ") }) && !ends(&TAKEN) {
        return if before.is_none() { Minus::Word } else { Minus::Unclear };
    }
    Minus::None
}
