//! Reading one printed figure.

use core::fmt;
use core::ops::{Bound, Range};

use rust_decimal::Decimal;
use vientro_core::figure::Operation;
use vientro_core::{Figure, FigureError, Hedge, HedgeConvention, Hedged, Interval, Language, Printed};

use crate::prelude::*;
use crate::scan::{self, Mode, Rejection};
use crate::token::{Line, Token};
use crate::unit::{Unit, measure_after};

/// Reads the one figure in `text`: `hơn 457.800 USD`, `594,5 tỷ đồng`, `gần 1/4`, `50,4%`, `6.770km²`, `03 dự án`.
///
/// Words around the figure are allowed; a second figure is not. A dash glued to the figure and the words `âm` and `trừ` make
/// it negative; a dash set apart at the start, as in `- 5 triệu đồng`, is refused, since it may be a sign or a bullet.
///
/// # Errors
///
/// [`ReadError`] says what stands there instead of a figure.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::Hedge;
/// use vientro_vi::{Unit, read};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let disbursed = read("giải ngân hơn 457.800 USD")?;
/// assert_eq!(disbursed.value(), Decimal::from(457_800));
/// assert_eq!(disbursed.unit(), Some(&Unit::Currency("USD")));
/// assert_eq!(disbursed.printed().hedge(), Some(Hedge::MoreThan));
/// assert!(read("Chiều 16.1").is_err()); // a day, not a number
/// # Ok(()) }
/// ```
pub fn read(text: &str) -> Result<Reading, ReadError> {
    read_with(text, &ReadOptions::default())
}

/// Reads the one figure in `text` with options: the style of a sheet, the unit and scale of its column.
///
/// # Errors
///
/// [`ReadError`] says what stands there instead of a figure.
pub fn read_with(text: &str, options: &ReadOptions) -> Result<Reading, ReadError> {
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let line = Line::of(text);
    let mut at = 0;
    let mut floor = 0;
    let mut reading: Option<Reading> = None;
    let mut rejected: Option<(Rejection, Range<usize>)> = None;
    while let Some(token) = line.at(at) {
        let start = at;
        if !token.is_digits() {
            at += 1;
            continue;
        }
        match scan::figure_at(&line, start, floor, Mode::Whole, options) {
            Ok(found) => {
                if reading.is_some() {
                    return Err(ReadError::Several { found: clip(text) });
                }
                at = found.end.max(start + 1);
                floor = at;
                reading = Some(found.reading);
            }
            // a sign in doubt is not passed over for another figure
            Err((Rejection::Sign, _)) => return Err(ReadError::Sign { found: clip(text) }),
            Err((rejection, end)) => {
                at = end.max(start + 1);
                floor = at;
                // a figure with a date beside it is still one figure
                rejected.get_or_insert((rejection, line.start_of(start)..line.end_before(at)));
            }
        }
    }
    match (reading, rejected) {
        (Some(reading), _) => {
            let outside = |range: Range<usize>| {
                text.get(range).is_some_and(|part| part.contains(|c: char| !c.is_whitespace()))
            };
            if options.strict && (outside(0..reading.span.start) || outside(reading.span.end..text.len())) {
                return Err(ReadError::Surrounded { found: clip(text) });
            }
            Ok(reading)
        }
        (None, Some((rejection, span))) => {
            Err(rejection.into_error(clip(text.get(span).unwrap_or(text)), clip(text)))
        }
        (None, None) => Err(ReadError::NoNumber { found: clip(text) }),
    }
}

/// How [`read_with`] reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct ReadOptions {
    /// How groups and decimals are printed.
    pub style: Style,
    /// The unit of a figure that names none: the unit of a column.
    pub unit: Option<Unit>,
    /// The scale of a figure that names none, such as 1 000 000 for a column in "triệu đồng". Must be positive.
    pub scale: Option<Decimal>,
    /// Refuses any word that belongs to no part of the figure.
    pub strict: bool,
    /// Reads `(1.234)` as a negative number, as bookkeepers write it, and `(khoảng 1.234)` as about that. A range or a bound
    /// in brackets that are all of the text, `(hơn 1.234)`, is refused with [`ReadError::Sign`].
    pub parentheses_negative: bool,
}

impl ReadOptions {
    /// With the unit of a figure that names none.
    #[must_use]
    pub fn with_unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// With the scale of a figure that names none.
    #[must_use]
    pub fn with_scale(mut self, scale: Decimal) -> Self {
        self.scale = Some(scale);
        self
    }

    /// With a style of groups and decimals.
    #[must_use]
    pub fn with_style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Refusing words that are no part of the figure.
    #[must_use]
    pub fn strictly(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Reading `(1.234)` as negative.
    #[must_use]
    pub fn with_parentheses_negative(mut self) -> Self {
        self.parentheses_negative = true;
        self
    }
}

/// How groups and decimals are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Style {
    /// Either; doubtful figures keep both readings.
    #[default]
    Any,
    /// Comma groups and a decimal dot: `1,234,567.5`.
    English,
    /// Dot groups and a decimal comma: `1.234.567,5`.
    Vietnamese,
}

/// A figure as read from print.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reading {
    pub(crate) printed: Printed,
    pub(crate) hedge_word: Option<&'static str>,
    /// The hedge of a range, which holds for its ends.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(crate) ends: Option<Hedge>,
    /// The hedge of the last number of a range: "đến trên 5.000".
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(crate) last: Option<Hedge>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(crate) tone: Option<&'static str>,
    pub(crate) unit: Option<Unit>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(crate) of: Option<Decimal>,
    pub(crate) per: Option<String>,
    pub(crate) span: Range<usize>,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) note: Option<Ambiguity>,
    pub(crate) fraction: bool,
}

impl Reading {
    /// Value in whole units, place of the last printed digit, hedge, and the end of a range.
    pub fn printed(&self) -> &Printed {
        &self.printed
    }

    /// The printed value in whole units: đồng, dollars, percent, items.
    pub fn value(&self) -> Decimal {
        *self.printed.value()
    }

    /// What the hedge means, if one is printed.
    pub fn hedge(&self) -> Option<Hedge> {
        self.printed.hedge()
    }

    /// The hedge as its dictionary word (`hơn`, `trên`, `ước`), if one is printed.
    pub fn hedge_word(&self) -> Option<&str> {
        self.hedge_word
    }

    /// The hedge before a range: About for "khoảng 20-30 triệu", whose [`Reading::hedge`] is Between.
    pub fn hedge_of_range(&self) -> Option<Hedge> {
        self.ends
    }

    /// A word before the figure that says how to take it and nothing of its value: `lên tới`, `chỉ`.
    pub fn tone(&self) -> Option<&str> {
        self.tone
    }

    /// The whole a count is a part of: 20 in "15/20 dự án".
    pub fn of(&self) -> Option<Decimal> {
        self.of
    }

    /// The unit, if one is printed or given as default.
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// What the figure is for each of: `suất` in `500.000 đồng/suất`.
    pub fn per(&self) -> Option<&str> {
        self.per.as_deref()
    }

    /// Bytes of the text the figure takes, from its hedge to its unit.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Other ways to read the same print.
    pub fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }

    /// What about the print is doubtful, if anything.
    pub fn note(&self) -> Option<Ambiguity> {
        self.note
    }

    /// Was the figure printed as a fraction, such as 1/4?
    pub fn is_fraction(&self) -> bool {
        self.fraction
    }

    /// The figure this print stands for.
    ///
    /// A fraction has no last printed digit: "gần 1/4" is anything below, "hơn 1/4" anything above, and "khoảng 1/n"
    /// reaches half way to 1/(n+1) on both sides.
    ///
    /// A hedge before a range holds for both of its ends: "khoảng 20-30" reaches as far below 20 as "khoảng 20" does and
    /// as far above 30 as "khoảng 30"; "hơn 20-30" has no end below 20.
    ///
    /// # Errors
    ///
    /// As [`HedgeConvention::figure`].
    pub fn figure(&self, convention: &HedgeConvention) -> Result<Figure, FigureError> {
        self.extent().figure(&self.printed, *convention)
    }

    pub(crate) fn extent(&self) -> Extent {
        Extent { ends: self.ends, last: self.last, fraction: self.fraction }
    }
}

/// What of a print is not in its [`Printed`] and widens its bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) ends: Option<Hedge>,
    pub(crate) last: Option<Hedge>,
    pub(crate) fraction: bool,
}

impl Extent {
    pub(crate) fn figure(
        self,
        printed: &Printed,
        convention: HedgeConvention,
    ) -> Result<Figure, FigureError> {
        let x = *printed.value();
        if let Some(to) = printed.to().filter(|_| self.ends.is_some() || self.last.is_some()) {
            let end = |value: Decimal, hedge: Option<Hedge>| match hedge {
                Some(hedge) => convention.interval(&Printed::new(value).hedged(hedge)),
                None => Ok(Interval::exactly(value)),
            };
            let (low, high) = (end(x, self.ends)?, end(*to, self.last.or(self.ends))?);
            let interval = Interval::try_new(*low.low(), *high.high())?;
            return Ok(Figure::Hedged(Hedged::from_print(interval, printed.clone())));
        }
        let (true, Some(hedge)) = (self.fraction, printed.hedge()) else {
            return convention.figure(printed);
        };
        let interval = match hedge {
            Hedge::MoreThan => Interval::try_new(Bound::Included(x), Bound::Unbounded)?,
            Hedge::Nearly if convention.nearly_reaches => Interval::at_most(x),
            Hedge::Nearly => Interval::try_new(Bound::Unbounded, Bound::Excluded(x))?,
            Hedge::About | Hedge::Estimated => {
                let reach = printed.place().and_then(|place| place.checked_div(Decimal::TWO));
                let reach = reach.unwrap_or(Decimal::ZERO);
                let end =
                    |sum: Option<Decimal>| sum.ok_or(FigureError::Overflow { operation: Operation::Add });
                Interval::try_new(
                    Bound::Included(end(x.checked_sub(reach))?),
                    Bound::Included(end(x.checked_add(reach))?),
                )?
            }
            _ => convention.interval(printed)?,
        };
        Ok(Figure::Hedged(Hedged::from_print(interval, printed.clone())))
    }
}

/// Another way to read a printed figure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Alternative {
    pub(crate) value: Decimal,
    pub(crate) why: Ambiguity,
}

impl Alternative {
    /// The other value, in whole units.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// Why the print can be read so.
    pub fn why(&self) -> Ambiguity {
        self.why
    }
}

/// What about a print is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Ambiguity {
    /// One comma with three digits after it and nothing that decides: `1,086 triệu`; also more decimals than money has,
    /// as in `1000,000 đồng`.
    LoneComma,
    /// One dot with three digits after it and nothing that decides: `423.387 triệu đồng`, `1000.000 đồng`.
    LoneDot,
    /// Text without marks, as in a web address: a comma may have been lost.
    LostComma,
    /// A scale word without a currency: `hơn 500 triệu`.
    MissingUnit,
    /// `15/20 dự án`: fifteen of twenty, or three quarters.
    PartOfWhole,
    /// `trên` before a number of fields or places may mean "on".
    Preposition,
    /// `10 tỷ 5`: ten and a half, as people say, or ten and something else.
    ShortTail,
    /// `(ĐVT: triệu đồng): 1.245`: the scale stands in a line of units before the number.
    UnitLine,
}

impl Ambiguity {
    /// One sentence on what is doubtful.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::LoneComma, Language::Vi) => {
                "một dấu phẩy trước ba chữ số: có thể là phần thập phân hoặc phân nhóm"
            }
            (Self::LoneComma, Language::En) => {
                "one comma before three digits: a decimal sign or a group sign"
            }
            (Self::LoneDot, Language::Vi) => {
                "một dấu chấm trước ba chữ số: có thể là phân nhóm hoặc phần thập phân"
            }
            (Self::LoneDot, Language::En) => "one dot before three digits: a group sign or a decimal sign",
            (Self::LostComma, Language::Vi) => "chữ không dấu: dấu phẩy thập phân có thể đã mất",
            (Self::LostComma, Language::En) => "text without marks: a decimal comma may have been lost",
            (Self::MissingUnit, Language::Vi) => "có triệu hoặc tỷ mà không có đơn vị",
            (Self::MissingUnit, Language::En) => "a scale word without a unit",
            (Self::PartOfWhole, Language::Vi) => "một phần của tổng số: số đếm, hoặc tỷ lệ",
            (Self::PartOfWhole, Language::En) => "a part of a whole: the count, or the share",
            (Self::ShortTail, Language::Vi) => "một chữ số sau triệu hoặc tỷ: có thể là phần mười của nó",
            (Self::ShortTail, Language::En) => "one figure behind a scale word may be tenths of it",
            (Self::UnitLine, Language::Vi) => "đơn vị tính ghi trước số: có thể không áp dụng cho số này",
            (Self::UnitLine, Language::En) => "the scale stands before the number and may not hold for it",
            (Self::Preposition, Language::Vi) => "“trên” có thể là giới từ",
            (Self::Preposition, Language::En) => "“trên” may be a preposition",
        }
    }
}

impl fmt::Display for Ambiguity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Language::En))
    }
}

/// Why a text is not read as one figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A document number, a label, a code, a time of day or an ordinal.
    #[error("`{found}` in `{text}` is a code or a label, expected a figure")]
    Code {
        /// The part that looks like a number.
        found: String,
        /// The text.
        text: String,
    },
    /// A day, month or period.
    #[error("`{found}` in `{text}` is a date or a period, expected a figure")]
    Date {
        /// The part that looks like a number.
        found: String,
        /// The text.
        text: String,
    },
    /// No text.
    #[error("the text is empty, expected a figure")]
    Empty,
    /// Text without marks in which a comma was lost, as in a web address.
    #[error("`{found}` in `{text}` stands in text without marks: its decimal comma may be lost")]
    LostMarks {
        /// The part that looks like a number.
        found: String,
        /// The text.
        text: String,
    },
    /// No digit.
    #[error("no number in `{found}`")]
    NoNumber {
        /// The text.
        found: String,
    },
    /// Dots and commas that fit no style, or not the style asked for.
    #[error("the dots and commas of `{found}` fit no number, expected `1.234.567,5` or `1,234,567.5`")]
    Separators {
        /// The part that looks like a number.
        found: String,
    },
    /// More than one figure.
    #[error("more than one figure in `{found}`, expected one")]
    Several {
        /// The text.
        found: String,
    },
    /// A minus that may be the mark of a list, stands apart from its number, or is said twice: `- 5 triệu đồng`.
    #[error(
        "it is not clear whether the figure in `{found}` is negative, expected a minus right before it such as `-5`"
    )]
    Sign {
        /// The text.
        found: String,
    },
    /// Words beside the figure, in strict reading.
    #[error("words beside the figure in `{found}`, expected the figure alone")]
    Surrounded {
        /// The text.
        found: String,
    },
    /// More than 28 digits, or a value out of range.
    #[error("`{found}` has more digits than the 28 a decimal holds")]
    TooLong {
        /// The part that looks like a number.
        found: String,
    },
}

impl ReadError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Code { found, text }, Language::Vi) => {
                format!("`{found}` trong `{text}` là số hiệu hoặc nhãn, cần một số liệu")
            }
            (Self::Date { found, text }, Language::Vi) => {
                format!("`{found}` trong `{text}` là ngày tháng hoặc kỳ, cần một số liệu")
            }
            (Self::Empty, Language::Vi) => "ô để trống, cần một số liệu".to_owned(),
            (Self::LostMarks { found, text }, Language::Vi) => {
                format!("`{found}` trong `{text}` thuộc văn bản không dấu: có thể đã mất dấu phẩy thập phân")
            }
            (Self::NoNumber { found }, Language::Vi) => format!("không có số nào trong `{found}`"),
            (Self::Separators { found }, Language::Vi) => {
                format!(
                    "dấu chấm và dấu phẩy của `{found}` không thành số, cần `1.234.567,5` hoặc `1,234,567.5`"
                )
            }
            (Self::Several { found }, Language::Vi) => format!("có nhiều số trong `{found}`, cần một số"),
            (Self::Sign { found }, Language::Vi) => {
                format!("không rõ số trong `{found}` có phải số âm không, cần dấu trừ liền trước số như `-5`")
            }
            (Self::Surrounded { found }, Language::Vi) => {
                format!("có chữ bên cạnh số trong `{found}`, cần riêng số")
            }
            (Self::TooLong { found }, Language::Vi) => {
                format!("`{found}` có nhiều hơn 28 chữ số mà số thập phân giữ được")
            }
            (_, Language::En) => self.to_string(),
        }
    }
}

/// At most 80 characters of a text, for messages.
pub(crate) fn clip(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut chars = text.chars();
    let mut clipped: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        clipped.push('…');
    }
    clipped
}

/// Digits with dots and commas, before it is known which of them group.
#[derive(Clone, Debug)]
pub(crate) struct Numeral {
    pub(crate) shape: Shape,
    pub(crate) end: usize,
    /// Without any separator.
    pub(crate) plain: bool,
    /// Digits before the first separator.
    pub(crate) head: usize,
    /// Starts with a zero that is not the whole part.
    pub(crate) leading_zero: bool,
    /// The one separator before exactly three digits and behind more than three, as in `1000.000`, where no style says
    /// what it is: the digits are decimals, or groups typed without the first separator.
    pub(crate) half_grouped: Option<char>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Fixed(Digits),
    /// One separator and three digits after it.
    Lone {
        separator: char,
        grouped: Digits,
        decimal: Digits,
    },
}

/// A value and how many of its digits are behind the decimal sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    pub(crate) value: Decimal,
    pub(crate) decimals: u32,
}

impl Digits {
    pub(crate) fn place(self) -> Decimal {
        Decimal::new(1, self.decimals.min(28))
    }
}

/// Most groups of a number that can still be a decimal: 28 digits in groups of one to three.
const PARTS_MAX: usize = 29;

/// The number that begins with the digits at `start`.
pub(crate) fn numeral(line: &Line<'_>, start: usize, style: Style) -> Result<Numeral, (Rejection, usize)> {
    let mut parts = Parts::at(start);
    let mut count = 0_usize;
    let mut end = start;
    while let Some(run) = line.at(end).filter(|token| token.is_digits()) {
        count += 1;
        parts.push(run.length());
        end += 1;
        let Some(next) = line.at(end) else { break };
        if next.is_digits() {
            // the spaces are those that do not break
            let gap = line.text.get(line.end_before(end)..line.start_of(end));
            if next.length() != 3 || !matches!(gap, Some("\u{a0}" | "\u{202f}" | "\u{2009}")) {
                break;
            }
            parts.separate(Separator::Space);
            continue;
        }
        let separator = if next.is_symbol('.') {
            Separator::Dot
        } else if next.is_symbol(',') {
            Separator::Comma
        } else {
            break;
        };
        if next.spaced || !line.glued_at(end + 1).is_some_and(Token::is_digits) {
            break;
        }
        parts.separate(separator);
        end += 1;
    }
    let too_long = (Rejection::TooLong, end);
    if count > PARTS_MAX {
        return Err(too_long);
    }
    // "10 000 000 đồng": groups set apart by a plain space
    if parts.count == 1
        && let Some((groups, groups_end)) = spaced_groups(line, start)
    {
        let value = groups.value(line, 0).ok_or((Rejection::TooLong, groups_end))?;
        return Ok(Numeral {
            shape: Shape::Fixed(value),
            end: groups_end,
            plain: false,
            head: line.at(start).map_or(0, Token::length),
            leading_zero: false,
            half_grouped: None,
        });
    }
    let head = line.at(start).map_or(0, Token::length);
    let leading_zero = head > 1 && line.at(start).is_some_and(|run| line.text_of(run).starts_with('0'));
    let is_zero = line.at(start).is_some_and(|run| line.text_of(run) == "0");
    let can_group = |lengths: &[u8]| {
        (1..=3).contains(&head) && !leading_zero && lengths.iter().skip(1).all(|length| *length == 3)
    };
    let bad = (Rejection::Separators, end);
    let whole = || parts.value(line, 0).ok_or(too_long);
    let last = parts.lengths().last().map_or(0, |length| usize::from(*length));
    let with_decimals = || parts.value(line, last).ok_or(too_long);
    let mut half_grouped = None;
    let shape = match parts.separators() {
        [] => Shape::Fixed(whole()?),
        [separator @ (Separator::Dot | Separator::Comma)] => {
            let decimal = with_decimals()?;
            let can_group = can_group(parts.lengths()) && !is_zero;
            let groups = match (style, separator) {
                (Style::Vietnamese, Separator::Dot) | (Style::English, Separator::Comma) => Some(true),
                (Style::Vietnamese | Style::English, _) => Some(false),
                (Style::Any, _) => None,
            };
            match (groups, can_group) {
                (Some(true), true) => Shape::Fixed(whole()?),
                (Some(true), false) => return Err(bad),
                (Some(false), _) => Shape::Fixed(decimal),
                (None, false) => {
                    half_grouped = (head > 3 && last == 3 && !leading_zero).then(|| separator.sign());
                    Shape::Fixed(decimal)
                }
                (None, true) => Shape::Lone { separator: separator.sign(), grouped: whole()?, decimal },
            }
        }
        [_] if can_group(parts.lengths()) => Shape::Fixed(whole()?),
        [_] => return Err(bad),
        [first, middle @ .., after] => {
            let all_same = middle.iter().all(|separator| separator == first);
            let fits = matches!(
                (style, first),
                (Style::Any, _)
                    | (_, Separator::Space)
                    | (Style::Vietnamese, Separator::Dot)
                    | (Style::English, Separator::Comma)
            );
            if !all_same || !fits {
                return Err(bad);
            }
            if after == first {
                if !can_group(parts.lengths()) {
                    return Err(bad);
                }
                Shape::Fixed(whole()?)
            } else {
                let groups = parts.lengths().split_last().map_or(&[][..], |(_, groups)| groups);
                if !can_group(groups) || *after == Separator::Space {
                    return Err(bad);
                }
                Shape::Fixed(with_decimals()?)
            }
        }
    };
    Ok(Numeral { shape, end, plain: parts.count == 1, head, leading_zero, half_grouped })
}

/// The runs of digits of one number: how long they are, and what stands between them.
#[derive(Clone, Copy, Debug)]
struct Parts {
    /// The index of the first run.
    start: usize,
    /// Lengths of the runs; 255 for those that are longer.
    lengths: [u8; PARTS_MAX],
    separators: [Separator; PARTS_MAX],
    count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Comma,
    Dot,
    Space,
}

impl Separator {
    const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Dot => '.',
            Self::Space => ' ',
        }
    }
}

impl Parts {
    fn at(start: usize) -> Self {
        Self { start, lengths: [0; PARTS_MAX], separators: [Separator::Space; PARTS_MAX], count: 0 }
    }

    /// Adds a run; those beyond the most a number can have are counted by the caller.
    fn push(&mut self, length: usize) {
        if let Some(part) = self.lengths.get_mut(self.count) {
            *part = u8::try_from(length).unwrap_or(u8::MAX);
            self.count += 1;
        }
    }

    /// Says what stands behind the last run.
    fn separate(&mut self, separator: Separator) {
        if let Some(place) = self.separators.get_mut(self.count.saturating_sub(1)) {
            *place = separator;
        }
    }

    fn lengths(&self) -> &[u8] {
        self.lengths.get(..self.count).unwrap_or(&[])
    }

    fn separators(&self) -> &[Separator] {
        self.separators.get(..self.count.saturating_sub(1)).unwrap_or(&[])
    }

    /// All digits as one number whose last `decimals` digits stand behind the decimal sign.
    fn value(&self, line: &Line<'_>, decimals: usize) -> Option<Digits> {
        const DIGITS_MAX: usize = 28;
        // as many digits as a machine word holds for certain
        const SHORT: usize = 19;
        let (mut value, mut short, mut significant) = (0_i128, 0_u64, 0);
        let mut index = self.start;
        for run in 0..self.count {
            let token = line.at(index)?;
            for digit in line.text_of(token).bytes() {
                significant += usize::from(significant > 0 || digit != b'0');
                if significant > DIGITS_MAX {
                    return None;
                }
                let digit = digit.checked_sub(b'0')?;
                if significant < SHORT {
                    short = short * 10 + u64::from(digit);
                    value = i128::from(short);
                } else {
                    value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
                }
            }
            index += if self.separators.get(run) == Some(&Separator::Space) { 1 } else { 2 };
        }
        if decimals > DIGITS_MAX {
            return None;
        }
        let decimals = u32::try_from(decimals).ok()?;
        Some(Digits { value: Decimal::try_from_i128_with_scale(value, decimals).ok()?, decimals })
    }
}

/// Groups of three behind plain spaces: two of them, or one with a currency or measure behind it.
fn spaced_groups(line: &Line<'_>, start: usize) -> Option<(Parts, usize)> {
    let first = line.at(start)?;
    // the usual case first: nothing of the kind follows
    line.at(start + 1).filter(|run| run.is_digits() && run.length() == 3)?;
    if first.length() > 3 || line.text_of(first).starts_with('0') {
        return None;
    }
    let mut parts = Parts::at(start);
    parts.push(first.length());
    let mut end = start + 1;
    while parts.count < PARTS_MAX
        && let Some(run) = line.at(end).filter(|run| run.is_digits() && run.length() == 3)
        && line.text.get(line.end_before(end)..line.start_of(end)) == Some(" ")
    {
        parts.push(run.length());
        end += 1;
    }
    let unit = || measure_after(line, end, false).is_some();
    (parts.count > 2 || parts.count == 2 && unit()).then_some((parts, end))
}
