//! Running text to figures, dates and comparisons with their places.

use core::ops::Range;

use crate::compare::{self, Comparison, ComparisonKind};
use crate::date::{self, DateContext, PrintedDate};
use crate::lex;
use crate::number::{ReadOptions, Reading};
use crate::period::{self, PrintedPeriod};
use crate::prelude::*;
use crate::scan::{self, Mode};
use crate::token::{Line, Token, size};
use crate::vocab::{Word, role, word};

/// What was found at one place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Found {
    span: Range<usize>,
    value: FoundValue,
    comparison: Option<Comparison>,
}

/// A figure, a date, a period, or a comparison that has no figure of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum FoundValue {
    /// A comparison in words alone: "giảm một nửa".
    Comparison,
    /// A date, perhaps without a year.
    Date(PrintedDate),
    /// A figure.
    Figure(Box<Reading>),
    /// A period, perhaps without its year.
    Period(PrintedPeriod),
}

impl Found {
    /// Bytes of the text, from the hedge to the unit.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What it is.
    pub fn value(&self) -> &FoundValue {
        &self.value
    }

    /// The figure, if it is one.
    pub fn figure(&self) -> Option<&Reading> {
        match &self.value {
            FoundValue::Figure(reading) => Some(reading),
            FoundValue::Comparison | FoundValue::Date(_) | FoundValue::Period(_) => None,
        }
    }

    /// The date, if it is one.
    pub fn date(&self) -> Option<&PrintedDate> {
        match &self.value {
            FoundValue::Date(date) => Some(date),
            FoundValue::Comparison | FoundValue::Figure(_) | FoundValue::Period(_) => None,
        }
    }

    /// The period, if it is one.
    pub fn period(&self) -> Option<&PrintedPeriod> {
        match &self.value {
            FoundValue::Period(period) => Some(period),
            FoundValue::Comparison | FoundValue::Date(_) | FoundValue::Figure(_) => None,
        }
    }

    /// The comparison it stands in, if it does.
    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }

    /// The comparison by value.
    pub fn into_comparison(self) -> Option<Comparison> {
        self.comparison
    }

    /// The text around it, at most `words` words to each side on the same line.
    pub fn around<'a>(&self, text: &'a str, words: usize) -> (&'a str, &'a str) {
        const WORDS_MAX: usize = 64;
        let (mut start, mut end) = (self.span.start, self.span.end);
        for _ in 0..words.min(WORDS_MAX) {
            if let Some(token) = lex::prev(text, start)
                && !text.get(token.end..start).is_some_and(|gap| gap.contains('\n'))
            {
                start = token.start;
            }
            if let Some(token) = lex::next(text, end)
                && !text.get(end..token.start).is_some_and(|gap| gap.contains('\n'))
            {
                end = token.end;
            }
        }
        (text.get(start..self.span.start).unwrap_or(""), text.get(self.span.end..end).unwrap_or(""))
    }
}

/// Figures, dates and comparisons of a running text, in its order.
///
/// Years, document numbers, labels, marks on a road, times and what is left of a decimal in a web address are no figures.
/// "Trong 9 tháng", which may be how long it took or the first nine months of the year, is left out. Each line is
/// read by itself. A dash at the start of a line is a bullet, unless it is glued to an amount that stands alone on its line.
/// The work is linear in the length of the text, and a long line is read in pieces: every number is looked at with a
/// fixed number of words to each side.
///
/// ```
/// use vientro_vi::extract;
///
/// let text = "Chiều 31/12: triển khai 10 dự án với tổng giá trị giải ngân hơn 457.800 USD, tương đương gần 12 tỷ đồng.";
/// let figures: Vec<&str> =
///     extract(text).filter(|found| found.figure().is_some()).map(|found| &text[found.span()]).collect();
/// assert_eq!(figures, ["10 dự án", "hơn 457.800 USD", "gần 12 tỷ đồng"]);
/// ```
pub fn extract(text: &str) -> Extract<'_> {
    extract_with(text, ReadOptions::default())
}

/// As [`extract`], with options for the figures.
pub fn extract_with(text: &str, options: ReadOptions) -> Extract<'_> {
    Extract {
        text,
        options,
        line: Line::default(),
        offset: 0,
        at: 0,
        floor: 0,
        date_end: 0,
        before: None,
        said: None,
        limit: 0,
        piece_end: 0,
        line_end: 0,
        next_line: 0,
    }
}

/// The iterator [`extract`] returns.
#[derive(Clone, Debug)]
pub struct Extract<'a> {
    text: &'a str,
    options: ReadOptions,
    /// The line being read; its tokens are kept in one buffer from line to line.
    line: Line<'a>,
    /// Where the line begins in the text.
    offset: usize,
    /// The token to look at next.
    at: usize,
    /// The first token that belongs to nothing found so far.
    floor: usize,
    /// The token after the date found last.
    date_end: usize,
    /// The figure that ended last, if it is the first of a change.
    before: Option<scan::Figure>,
    /// The comparison found last and the token after its figure.
    said: Option<(ComparisonKind, usize)>,
    /// The first token that is left to the next piece of the line.
    limit: usize,
    /// Where the piece being read, and the line it is of, end in the text.
    piece_end: usize,
    line_end: usize,
    next_line: usize,
}

const AND: Word = word("và");

/// Roles of words something may begin with.
const HEADS: u32 = role::NUMBER | role::PERIOD | role::COMPARISON;

/// Bytes of a long line that are read at a time, so that the tokens of a text without line ends take little room.
const PIECE: usize = 1 << 14;
/// Bytes to each side of a figure that may belong to it; what begins closer to the end of a piece is left to the next.
const AROUND: usize = 1 << 12;

impl Extract<'_> {
    fn in_line(&mut self) -> Option<Found> {
        loop {
            let rest = self.line.tokens.get(self.at..)?;
            let Some(index) = rest.iter().position(|token| token.is_digits() || token.has(HEADS)) else {
                self.at = self.line.tokens.len().min(self.limit);
                return None;
            };
            if self.at + index >= self.limit {
                self.at = self.at.max(self.limit);
                return None;
            }
            self.at += index;
            let start = self.at;
            let digits = rest.get(index).is_some_and(Token::is_digits);
            let found = if digits { self.at_digits(start) } else { self.at_word(start) };
            if found.is_some() {
                return found;
            }
        }
    }

    fn found(
        &mut self,
        start: usize,
        end: usize,
        value: FoundValue,
        comparison: Option<Comparison>,
    ) -> Found {
        (self.at, self.floor) = (end, end);
        let span = self.line.start_of(start)..self.line.end_before(end);
        Found { span: self.offset + span.start..self.offset + span.end, value, comparison }
    }

    fn at_digits(&mut self, start: usize) -> Option<Found> {
        // "ngày 30/4 và 1/5"
        let joined = start > 1
            && start == self.date_end + 1
            && self
                .line
                .before(start)
                .is_some_and(|token| token.is_symbol(',') || self.line.says(token, AND));
        // "1.5 triệu" is no day
        let slash = || self.line.glued_at(start + 1).is_some_and(|sign| sign.is_symbol('/'));
        let context =
            if joined && slash() { DateContext::new().for_date_cells() } else { DateContext::new() };
        if let Some(found) = self.date_at(start, &context) {
            return Some(found);
        }
        match self.period_at(start) {
            Match::Found(found) => return Some(found),
            Match::Skipped => return None,
            Match::None => {}
        }
        match self.figure_at(start) {
            Ok(found) => Some(found),
            Err(end) => {
                self.at = end.max(start + 1);
                self.floor = self.at;
                None
            }
        }
    }

    fn date_at(&mut self, start: usize, context: &DateContext) -> Option<Found> {
        let (mut date, end) = date::printed_at(&self.line, start, context)?;
        if !(1..=12).contains(&date.month()) || !(1..=31).contains(&date.day()) {
            return None;
        }
        // its day word stands before the first of its figures
        let words = |at: &usize| self.line.start_of(*at) >= date.span.start;
        let first = (self.floor..=start).rev().take_while(words).last().unwrap_or(start);
        date.span = self.offset + date.span.start..self.offset + date.span.end;
        self.date_end = end;
        Some(self.found(first, end, FoundValue::Date(date), None))
    }

    fn at_word(&mut self, start: usize) -> Option<Found> {
        let token = self.line.at(start)?;
        let (comparison, number) = (token.has(role::COMPARISON), token.has(role::NUMBER));
        if comparison && let Some((comparison, range)) = compare::in_words(&self.line, start, self.floor) {
            return Some(self.found(range.start, range.end, FoundValue::Comparison, Some(comparison)));
        }
        let after_day =
            start > self.floor && self.line.before(start).is_some_and(|before| before.has(role::DAY));
        if number
            && after_day
            && let Some(found) = self.date_at(start, &DateContext::new())
        {
            return Some(found);
        }
        match self.period_at(start) {
            Match::Found(found) => return Some(found),
            Match::Skipped => return None,
            Match::None => {}
        }
        let figure = if number { self.figure_at(start).ok() } else { None };
        if figure.is_none() {
            self.at = start + 1;
        }
        figure
    }

    fn period_at(&mut self, start: usize) -> Match {
        let Some(found) = period::period_at(&self.line, start) else { return Match::None };
        let Some(mut period) = found.period else {
            (self.at, self.floor) = (found.end, found.end);
            return Match::Skipped;
        };
        period.span = self.offset + period.span.start..self.offset + period.span.end;
        Match::Found(self.found(start, found.end, FoundValue::Period(period), None))
    }

    /// The figure at `start`, or the token after what is none.
    fn figure_at(&mut self, start: usize) -> Result<Found, usize> {
        let figure = scan::figure_at(&self.line, start, self.floor, Mode::Running, &self.options);
        let mut figure = figure.map_err(|(_, end)| end)?;
        let comparison = compare::around(&self.line, &figure, self.before.as_ref(), self.said);
        self.said = comparison.as_ref().map(|comparison| (comparison.kind(), figure.end));
        // "từ 3 tỷ đồng lên": what is said next is measured against it
        let opens = figure.start > 0 && self.line.is(figure.start - 1, const { word("từ") });
        self.before = opens.then(|| figure.clone());
        let span = &mut figure.reading.span;
        *span = self.offset + span.start..self.offset + span.end;
        let (start, end) = (figure.start, figure.end.max(start + 1));
        Ok(self.found(start, end, FoundValue::Figure(Box::new(figure.reading)), comparison))
    }

    /// Takes the next line, or the next piece of a long one.
    fn open(&mut self) -> Option<()> {
        let (from, first) = if self.piece_end < self.line_end {
            // what stands before the place is read again, since it may belong to what comes
            let place = self.line.start_of(self.at);
            let near = |token: &Token| size(token.start) + AROUND >= place;
            let first = self.line.tokens.iter().position(near).unwrap_or(self.at).min(self.at);
            (self.offset + self.line.start_of(first), first)
        } else {
            let from = self.next_line;
            let bytes = self.text.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
            let length = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len());
            self.line_end = from + length;
            self.piece_end = from;
            self.next_line = self.line_end + 1;
            (self.at, self.floor, self.date_end) = (0, 0, 0);
            (self.before, self.said) = (None, None);
            (from, 0)
        };
        self.at -= first;
        self.floor = self.floor.saturating_sub(first);
        self.date_end = self.date_end.saturating_sub(first);
        let (before, said) = (self.before.take(), self.said.take());
        self.before = before.and_then(|before| before.earlier_by(first));
        self.said = said.and_then(|(kind, end)| Some((kind, end.checked_sub(first)?)));
        // words and numbers are not cut
        let least = self.piece_end + PIECE;
        let rest = self.text.as_bytes().get(least..self.line_end).unwrap_or(&[]);
        let cut = rest.iter().position(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
        self.piece_end = cut.map_or(self.line_end, |cut| least + cut);
        self.offset = from;
        self.line.read(self.text.get(from..self.piece_end).unwrap_or(""));
        self.limit = if self.piece_end == self.line_end {
            usize::MAX
        } else {
            let limit = (self.piece_end - from).saturating_sub(AROUND);
            self.line.tokens.partition_point(|token| size(token.start) < limit)
        };
        Some(())
    }
}

/// What a look for a period came to.
enum Match {
    Found(Found),
    None,
    /// It has the form of a period and is none, nor anything else.
    Skipped,
}

impl Iterator for Extract<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.in_line() {
                return Some(found);
            }
            self.open()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figures(text: &str) -> Vec<String> {
        extract(text)
            .filter_map(|found| {
                let reading = found.figure()?;
                let unit = reading.unit().map(ToString::to_string).unwrap_or_default();
                let hedge = reading.hedge_word().map(|word| format!("{word} ")).unwrap_or_default();
                Some(format!("{hedge}{} {unit}", reading.value().normalize()).trim().to_owned())
            })
            .collect()
    }

    #[test]
    fn g27_no_number_where_there_is_none() {
        let text = "Chiều 16.1, Liên hiệp các tổ chức hữu nghị TP.HCM tổ chức hội nghị tổng kết";
        let found: Vec<Found> = extract(text).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].date().map(|date| (date.day(), date.month(), date.year())), Some((16, 1, None)));
        let slug = "infographic 10 thang nam 2025 ha noi don 2822 trieu luot khach du lich";
        assert_eq!(figures(slug), Vec::<String>::new());
    }

    #[test]
    fn tren_is_no_hedge_before_a_place() {
        for text in ["trên địa bàn 34 tỉnh", "hoạt động trên nhiều lĩnh vực", "hoạt động trên 3 lĩnh vực"]
        {
            assert!(extract(text).all(|found| found.figure().is_none_or(|f| f.hedge().is_none())), "{text}");
        }
        assert_eq!(figures("dân số trên 14 triệu người"), ["trên 14000000 người"]);
    }

    #[test]
    fn sentences() {
        for (text, expected) in [
            (
                "tiếp nhận 70 khoản viện trợ dự án, với tổng giá trị cam kết là 594,5 tỷ đồng – gần 26 triệu USD và \
                 15 khoản viện dưới hình thức dự án, với tổng giá trị khoảng 275,7 tỷ đồng – gần 12 triệu USD.",
                vec![
                    "70 khoản",
                    "594500000000 VND",
                    "gần 26000000 USD",
                    "15 khoản",
                    "khoảng 275700000000 VND",
                    "gần 12000000 USD",
                ],
            ),
            (
                "điều chỉnh mức hỗ trợ tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng, tập trung xây dựng 20 căn nhà",
                vec!["3400000000 VND", "4220000000 VND", "20 căn"],
            ),
            (
                "TPHCM mới có quy mô hơn 6.770km², dân số trên 14 triệu người, GRDP ước đạt 120 tỷ USD, đóng góp \
                 gần 1/4 GDP cả nước.",
                vec!["hơn 6770 km2", "trên 14000000 người", "ước 120000000000 USD", "gần 0.25 ratio"],
            ),
            ("vốn từ 20 đến 30 triệu USD", vec!["từ 20000000 USD"]),
            ("khoảng 20-30 triệu đồng", vec!["khoảng 20000000 VND"]),
            ("Vận động hơn 500 triệu", vec!["hơn 500000000"]),
            ("tài trợ 3,286,743 USD", vec!["3286743 USD"]),
            ("trị giá 22.800USD", vec!["22800 USD"]),
            ("27.500.000 Won", vec!["27500000 KRW"]),
            ("số vốn 1 tỷ 200 triệu đồng", vec!["1200000000 VND"]),
            ("trị giá $457,800", vec!["457800 USD"]),
            ("trị giá USD 5.000", vec!["5000 USD"]),
            ("05 (năm) dự án", vec!["5 dự án"]),
            ("số lượng tổ chức thuộc khối Châu Mỹ là 47", vec!["47"]),
            ("mỗi suất 500.000 đồng/suất", vec!["500000 VND"]),
            ("tăng -2,5% so với", vec!["-2.5 percent"]),
            ("số tiền 10 000 000 đồng", vec!["10000000 VND"]),
            ("số tiền 457 800 USD", vec!["457800 USD"]),
            ("tối đa 50 triệu đồng/căn nhà", vec!["tối đa 50000000 VND"]),
            ("khoảng 5 tỷ rưỡi đồng", vec!["khoảng 5500000000 VND"]),
            ("15 nghìn tỷ đồng", vec!["15000000000000 VND"]),
            ("xấp xỉ 7,8 triệu đô", vec!["xấp xỉ 7800000 USD"]),
            ("14 du an tri gia hon 32 ty dong", vec!["14 dự án", "hơn 32000000000 VND"]),
            ("30.000.000 (ba mươi triệu) đồng", vec!["30000000 VND"]),
            ("ước thực hiện cả năm đạt 15 tỷ đồng", vec!["ước 15000000000 VND"]),
            ("500 triệu đồng trở lên", vec!["trở lên 500000000 VND"]),
        ] {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_figure() {
        for text in [
            "năm 2025, giai đoạn 2021-2026, nhiệm kỳ 2023-2028, tầm nhìn 2045",
            "Quyết định 1225/QĐ-TTg, Nghị định 80/2020/NĐ-CP, Kết luận 230-KL/TW",
            "dịch Covid-19 và COP26, lúc 23h45, 12:22 GMT+7",
            "từ 1.7.2025, ngày 15 tháng 8 năm 2025, chiều 31/12",
            "Điều 10 khoản 2, Mẫu số 05, Bảng 3",
            "lần thứ 4, thứ 3",
            "www.vufo.org.vn/post-826884.html",
            "năm 2025 tỷ lệ hộ nghèo",
            "trong 6 tháng đầu năm",
            "giai đoạn 2019 - 2025 vận động được nhiều khoản",
            "hotline 0912 345 678, lúc 8 giờ 30",
        ] {
            assert_eq!(figures(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn comparisons_come_with_their_figure() {
        let text = "giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm; tăng gấp đôi so với cùng kỳ";
        let found: Vec<Found> = extract(text).collect();
        assert_eq!(found.len(), 3);
        assert!(found[0].comparison().is_none());
        assert_eq!(
            found[1].comparison().and_then(Comparison::percent),
            Some(rust_decimal::Decimal::new(1504, 1))
        );
        assert_eq!(&text[found[2].span()], "tăng gấp đôi");
    }

    #[test]
    fn for_each_of_what() {
        let text = "bình quân 45.780 USD/dự án";
        let found = extract(text).next().unwrap();
        assert_eq!(found.figure().and_then(Reading::per), Some("dự án"));
        assert_eq!(&text[found.span()], "45.780 USD/dự án");
    }

    #[test]
    fn spans_count_from_the_start_of_the_text() {
        let text = "Một dòng.\r\nHai: hơn 100 hoạt động\nvà 3 dự án";
        let found: Vec<&str> = extract(text).map(|found| &text[found.span()]).collect();
        assert_eq!(found, ["hơn 100 hoạt động", "3 dự án"]);
        let first = extract(text).next().unwrap();
        assert_eq!(first.around(text, 2), ("Hai: ", ""));
    }

    #[test]
    fn long_input_of_one_kind_ends() {
        for piece in ["1", "1.", "1,1", "nghìn ", "a\u{301}\u{302}", "1-", "1/", "hơn "] {
            let text = piece.repeat(1_000_000 / piece.len());
            assert_eq!(extract(&text).count(), 0, "{piece}");
        }
        for piece in ["1 nghìn ", "gấp ", "- 1", "ngày 1/1 ", "1% "] {
            let text = piece.repeat(100_000 / piece.len());
            let _ = extract(&text).count();
            assert!(crate::read(&text).is_err(), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,120}") {
            let mut end = 0;
            for found in extract(&text) {
                prop_assert!(text.get(found.span()).is_some());
                prop_assert!(found.span().start >= end);
                end = found.span().end;
            }
        }

        #[test]
        fn any_pieces_are_read(pieces in proptest::collection::vec(prop_oneof![
            Just("hơn "), Just("1.234"), Just("5"), Just(",5"), Just(" tỷ"), Just(" triệu"), Just("đồng"), Just("%"),
            Just("-"), Just(" – "), Just("/"), Just("từ "), Just(" đến "), Just("USD"), Just("$"), Just("("), Just(")"),
            Just(" rưỡi"), Just("2025"), Just("ngày "), Just("."), Just(" "), Just("\n"), Just("gấp "), Just("km²"),
            Just("trở lên"), Just("99999999999999999999999999"), Just("0")
        ], 0..16)) {
            let text = pieces.concat();
            let _ = crate::read(&text);
            for found in extract(&text) {
                prop_assert!(text.get(found.span()).is_some());
            }
        }
    }
}
