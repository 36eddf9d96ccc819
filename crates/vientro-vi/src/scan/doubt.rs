//! Numbers that count and measure nothing: dates, document numbers, telephones, items of a list.

use rust_decimal::Decimal;

use super::part::Part;
use super::scale::is_scale_without_marks;
use super::sign::starts_line;
use super::{Mode, Rejection};
use crate::token::{Line, Token};
use crate::unit::Unit;
use crate::vocab::{Phrase, Word, phrase_of, role, word};

/// What is glued to the right of a number and makes it a code or a time.
pub(super) fn glued_right(line: &Line<'_>, part: &Part) -> Option<Rejection> {
    let token = line.glued_at(part.end)?;
    let next = line.glued_at(part.end + 1);
    let code = match token.symbol() {
        None | Some('_' | '@' | '=') => true,
        Some(':') => next.is_some_and(Token::is_digits),
        Some('/' | '-') => part.unit.is_none() && next.is_some_and(Token::is_word),
        Some(_) => false,
    };
    code.then_some(Rejection::Code)
}

/// The index after a chain of digits, letters and the signs codes are made of.
pub(super) fn skip_code(line: &Line<'_>, index: usize) -> usize {
    let mut end = index;
    let mut at = index;
    while let Some(token) = line.glued_at(at) {
        match token.symbol() {
            None => end = at + 1,
            Some('/' | '-' | '.' | ',' | ':' | '_') => {}
            Some(_) => break,
        }
        at += 1;
    }
    end
}

/// The index after a telephone or account number that begins at `start`: a leading zero, +84, or a word that says so.
pub(super) fn telephone_end(line: &Line<'_>, start: usize, floor: usize, part: &Part) -> Option<usize> {
    static HEADS: [Phrase; 12] = [
        phrase_of("điện thoại"),
        phrase_of("đt"),
        phrase_of("sđt"),
        phrase_of("đtdđ"),
        phrase_of("hotline"),
        phrase_of("tel"),
        phrase_of("fax"),
        phrase_of("tài khoản"),
        phrase_of("stk"),
        phrase_of("mst"),
        phrase_of("mã số thuế"),
        phrase_of("đường dây nóng"),
    ];
    const BETWEEN: [Word; 2] = [word("số"), word("là")];
    let first = line.at(start)?;
    let digits = line.text_of(first);
    let plus = digits.starts_with("84") && line.glued_before(start).is_some_and(|sign| sign.is_symbol('+'));
    let zero = digits.starts_with('0') && digits.len() > 2;
    let said = || {
        // "điện thoại: 0…", "số tài khoản là 1…"
        let mut at = start;
        for _ in 0..2 {
            let token = line.before(at)?;
            let between = matches!(token.symbol(), Some(':' | '.' | '(')) || line.says_one(token, &BETWEEN);
            if at <= floor || !between {
                break;
            }
            at -= 1;
        }
        line.word_before(at)?;
        HEADS.iter().find_map(|head| line.ends(at, head)).filter(|at| *at >= floor)
    };
    if !(zero && part.numeral.plain || plus) && (part.has_money_or_percent() || said().is_none()) {
        return None;
    }
    // the groups of the number
    let mut end = start + 1;
    while let Some(token) = line.at(end) {
        let joins =
            matches!(token.symbol(), Some('.' | '-' | ')')) && line.at(end + 1).is_some_and(Token::is_digits);
        // a date or an amount may follow a number set apart by a space
        let group = token.is_digits()
            && (!token.spaced || token.length() > 1)
            && line.glued_at(end + 1).is_none_or(|next| !matches!(next.symbol(), Some('/' | '%' | ',')));
        if !joins && !group {
            break;
        }
        end += 1;
    }
    Some(end)
}

/// The index after a date that begins at `start`, or `None` if it cannot be one.
pub(super) fn date_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let separator = line.glued_at(start + 1)?.symbol().filter(|sign| matches!(sign, '.' | '/' | '-'))?;
    let day = small(line, start).filter(|_| line.at(start).is_some_and(|day| day.length() <= 2))?;
    let month = line.glued_at(start + 2).filter(|run| run.is_digits())?;
    let month_number = small(line, start + 2)?;
    let after_word = line.word_before(start).is_some_and(|word| word.has(role::DAY))
        && line.at(start).is_some_and(|day| day.spaced);
    let sign = line.glued_at(start + 3).filter(|sign| sign.is_symbol(separator));
    let year = sign
        .and_then(|_| line.glued_at(start + 4))
        .filter(|run| run.is_digits() && matches!(run.length(), 2 | 4));
    let is_day = (1..=31).contains(&day) && (1..=12).contains(&month_number);
    match year {
        Some(year) if year.length() == 4 || after_word => {
            // 30.4.1975, 20/01/2022, 1-7-2025; what is glued behind makes it a document number
            let glued = line.glued_at(start + 5).is_some_and(|glued| {
                glued.is_word() || glued.is_symbol('/') && line.glued_at(start + 6).is_some()
            });
            (!glued && is_day).then_some(start + 5)
        }
        _ if after_word => is_day.then_some(start + 3),
        // 12/2025: month and year
        None if month.length() == 4 && (1..=12).contains(&day) => {
            (separator == '/' && (1800..=2200).contains(&month_number)).then_some(start + 3)
        }
        _ => None,
    }
}

/// A run of at most four digits as a number.
pub(crate) fn small(line: &Line<'_>, index: usize) -> Option<u32> {
    let run = line.at(index).filter(|run| run.is_digits() && run.length() <= 4)?;
    line.text_of(run).parse().ok()
}

/// What a word makes of the number behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A day, month, year.
    Calendar,
    /// A part of a document: a noun behind changes nothing, as in "Điều 10 khoản 2".
    Document,
    /// A name, unless a noun of the vocabulary is counted.
    Name,
    /// "thứ 3"
    Ordinal,
}

pub(super) static LABELS: [(Word, Label); 69] = [
    (word("điều"), Label::Document),
    (word("mục"), Label::Document),
    (word("chương"), Label::Document),
    (word("lục"), Label::Document),
    (word("bảng"), Label::Document),
    (word("hình"), Label::Document),
    (word("trang"), Label::Document),
    (word("article"), Label::Document),
    (word("đợt"), Label::Document),
    (word("đoạn"), Label::Document),
    (word("covid"), Label::Document),
    (word("top"), Label::Document),
    (word("lúc"), Label::Calendar),
    (word("hồi"), Label::Calendar),
    (word("năm"), Label::Calendar),
    (word("tháng"), Label::Calendar),
    (word("quý"), Label::Calendar),
    (word("ngày"), Label::Calendar),
    (word("tuần"), Label::Calendar),
    (word("kỳ"), Label::Calendar),
    (word("khóa"), Label::Calendar),
    (word("xuân"), Label::Calendar),
    (word("mùng"), Label::Calendar),
    (word("mồng"), Label::Calendar),
    (word("thứ"), Label::Ordinal),
    (word("khoản"), Label::Name),
    (word("số"), Label::Name),
    (word("phòng"), Label::Name),
    (word("quận"), Label::Name),
    (word("phường"), Label::Name),
    (word("lộ"), Label::Name),
    (word("đường"), Label::Name),
    (word("phố"), Label::Name),
    (word("lớp"), Label::Name),
    (word("hạng"), Label::Name),
    (word("loại"), Label::Name),
    (word("nhóm"), Label::Name),
    (word("vòng"), Label::Name),
    (word("mẫu"), Label::Name),
    (word("biểu"), Label::Name),
    (word("tầng"), Label::Document),
    (word("cấp"), Label::Name),
    (word("lần"), Label::Name),
    (word("tổ"), Label::Name),
    (word("thôn"), Label::Name),
    (word("ấp"), Label::Name),
    (word("xóm"), Label::Name),
    (word("khối"), Label::Name),
    (word("khu"), Label::Name),
    (word("vực"), Label::Name),
    (word("ngõ"), Label::Name),
    (word("hẻm"), Label::Name),
    (word("tập"), Label::Name),
    (word("bài"), Label::Name),
    (word("câu"), Label::Name),
    (word("chặng"), Label::Name),
    (word("bậc"), Label::Name),
    (word("mức"), Label::Name),
    (word("bước"), Label::Name),
    (word("điểm"), Label::Name),
    (word("hệ"), Label::Name),
    (word("mã"), Label::Name),
    (word("id"), Label::Name),
    (word("no"), Label::Name),
    (word("table"), Label::Name),
    (word("section"), Label::Name),
    (word("phase"), Label::Name),
    (word("chapter"), Label::Name),
    (word("page"), Label::Name),
];

/// Words that make the number after them a part of a date or a name.
pub(super) fn label_before(
    line: &Line<'_>,
    index: usize,
    floor: usize,
    part: &Part,
    mode: Mode,
) -> Option<Rejection> {
    let token = line.word_before(index).filter(|token| index > floor && token.has(role::LABEL))?;
    let (_, label) = LABELS.iter().find(|(word, _)| line.says(token, *word))?;
    // a figure with decimals or groups is no label; "trong năm 129 tổ chức" is not met
    if !part.numeral.plain && *label != Label::Ordinal {
        return None;
    }
    match label {
        Label::Calendar => Some(Rejection::Date),
        Label::Ordinal => Some(Rejection::Code),
        Label::Document if mode == Mode::Running => Some(Rejection::Code),
        // "giấy phép số 12", "Mẫu 05"
        Label::Name if mode == Mode::Running && !(part.unit.is_some() && part.unit_is_sure) => {
            Some(Rejection::Code)
        }
        Label::Document | Label::Name => None,
    }
}

/// "Km 45 quốc lộ 1": a place on a road. "12 km" and "mỗi km" measure.
pub(super) fn after_road_mark(line: &Line<'_>, index: usize, floor: usize) -> bool {
    const EACH: [Word; 3] = [word("mỗi"), word("một"), word("từng")];
    let Some(mark) = index.checked_sub(1).filter(|mark| *mark >= floor) else { return false };
    line.is(mark, const { word("km") })
        && line.before(mark).is_none_or(|before| !before.is_digits() && !line.says_one(before, &EACH))
}

/// Numbers that are years, times of day, items of a list, or what is left of a decimal in a web address; with the index
/// after what is refused.
pub(super) fn implausible(
    line: &Line<'_>,
    start: usize,
    part: &Part,
    hedged: bool,
    mode: Mode,
) -> Option<(Rejection, usize)> {
    const DAY_PARTS: [Word; 7] =
        [word("ngày"), word("sáng"), word("chiều"), word("tối"), word("trưa"), word("đêm"), word("cùng")];
    const IN_YEAR: [Word; 5] = [word("trong"), word("từ"), word("đến"), word("trước"), word("sau")];
    const MONTHS_OF: [Word; 4] = [word("đầu"), word("cuối"), word("năm"), word("của")];
    let numeral = &part.numeral;
    if line.slug && part.scale.is_some() && numeral.plain && numeral.head >= 4 {
        return Some((Rejection::LostMarks, part.end));
    }
    if numeral.leading_zero && numeral.plain && numeral.head > 2 {
        return Some((Rejection::Code, part.end));
    }
    if numeral.leading_zero && !numeral.plain {
        return Some((Rejection::Separators, part.end));
    }
    // "3 trieu" in a text that has its marks elsewhere
    if part.scale.is_none()
        && !line.unmarked
        && part.unit.as_ref().is_none_or(|_| !part.unit_is_sure)
        && line.word_at(part.number_end).is_some_and(|next| is_scale_without_marks(line, next))
    {
        return Some((Rejection::LostMarks, part.number_end + 1));
    }
    let noun = match &part.unit {
        Some(Unit::Count(noun)) => noun.as_str(),
        _ => "",
    };
    // "8 giờ 30", "8 giờ sáng": a time of day
    if noun == "giờ" {
        if line.at(part.end).is_some_and(Token::is_digits) {
            return Some((Rejection::Code, after_minutes(line, part.end)));
        }
        if line.is_one(part.end, &DAY_PARTS) {
            return Some((Rejection::Code, part.end));
        }
    }
    // "6 tháng đầu năm", "10 tháng năm 2025"
    if noun == "tháng" && line.is_one(part.end, &MONTHS_OF) {
        return Some((Rejection::Date, part.end));
    }
    if mode == Mode::Whole {
        return None;
    }
    if noun == "tháng" && !hedged && may_begin_the_year(line, start, part) {
        return Some((Rejection::Date, part.end));
    }
    let counts = part.unit.is_some() && part.unit_is_sure;
    if part.looks_like_year() && !part.has_money_or_percent() && (!hedged || part.is_bare()) {
        // "trong 2022 tỉnh nhận được"
        let in_year = line.word_before(start).is_some_and(|before| line.says_one(before, &IN_YEAR));
        if !counts || in_year && line.at(start).is_some_and(|year| line.text_of(year).starts_with("20")) {
            return Some((Rejection::Date, part.number_end));
        }
    }
    // "khóa XI": the number belongs to what stands before
    if !noun.is_empty()
        && line.at(part.end).is_some_and(|next| {
            next.is_upper && line.text_of(next).bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'))
        })
    {
        return Some((Rejection::Code, part.number_end));
    }
    // "báo cáo: 1. Công tác", "2.1 Công tác": an item of a list
    if part.unit.is_none()
        && part.scale.is_none()
        && part.fraction.is_none()
        && !hedged
        && (starts_line(line, start) || line.before(start).is_some_and(|before| before.is_symbol(':')))
    {
        let stop = line.glued_at(part.end).is_some_and(|stop| matches!(stop.symbol(), Some('.' | ')')));
        let item = if stop { part.end + 1 } else { part.end };
        let heading = line.word_at(item).is_some_and(|next| next.starts_upper && next.spaced);
        if heading && (stop || starts_line(line, start)) {
            return Some((Rejection::Code, part.end));
        }
    }
    // a long row of digits before a word that only might be a noun
    if numeral.plain && numeral.head >= 7 && !part.has_money_or_percent() && !counts {
        return Some((Rejection::Code, part.end));
    }
    // "2.1 Dự án": an item of a list
    if !noun.is_empty()
        && !hedged
        && starts_line(line, start)
        && line.at(part.number_end).is_some_and(|first| first.starts_upper && !first.is_upper)
    {
        return Some((Rejection::Code, part.number_end));
    }
    None
}

/// "trong 9 tháng", "qua 9 tháng", "9 tháng, tỉnh đã …": the first months of the year as well as a length of time.
fn may_begin_the_year(line: &Line<'_>, start: usize, part: &Part) -> bool {
    const LEADS: [Word; 3] = [word("trong"), word("qua"), word("hết")];
    static AGAINST: Phrase = phrase_of("so với");
    /// "thời hạn: 6 tháng", "bảo hành (6 tháng)"
    const LENGTHS: [Word; 5] = [word("hạn"), word("hành"), word("gian"), word("dài"), word("lượng")];
    const LASTS: [Word; 11] = [
        word("tuổi"),
        word("qua"),
        word("liền"),
        word("liên"),
        word("nữa"),
        word("sau"),
        word("tới"),
        word("trước"),
        word("kể"),
        word("gần"),
        word("lương"),
    ];
    let months = part.numeral_value();
    if !part.numeral.plain || months < Decimal::from(3) || months > Decimal::from(11) {
        return false;
    }
    let opens = starts_line(line, start)
        || line.before(start).is_some_and(|before| match before.symbol() {
            Some('.' | ';' | '"' | '“') => true,
            Some(':' | '(') => !line.is_one(start.wrapping_sub(2), &LENGTHS),
            _ => line.says_one(before, &LEADS) || line.ends(start, &AGAINST).is_some(),
        });
    (opens || results_follow(line, start, part.end))
        && !line.is_one(part.end, &LASTS)
        && line.glued_at(part.end).is_none_or(|glued| !glued.is_symbol('/'))
}

/// "xuất khẩu 8 tháng đạt 5 tỷ", "bình quân 10 tháng tăng 3%": behind the months of the tokens from `start` to `end` stands
/// what they came to. "Sau 8 tháng đạt 5 tỷ" says how long it took.
fn results_follow(line: &Line<'_>, start: usize, end: usize) -> bool {
    const RESULTS: [Word; 5] = [word("là"), word("đạt"), word("ước"), word("tăng"), word("giảm")];
    const LENGTHS: [Word; 9] = [
        word("sau"),
        word("vòng"),
        word("hạn"),
        word("gian"),
        word("dài"),
        word("được"),
        word("đủ"),
        word("tròn"),
        word("thêm"),
    ];
    /// "ước đạt trên 5 tỷ"
    const WORDS_MAX: usize = 3;
    line.is_one(end, &RESULTS)
        && line.before(start).is_some_and(|before| before.is_word() && !line.says_one(before, &LENGTHS))
        && (end + 1..=end + WORDS_MAX)
            .map_while(|at| line.at(at).filter(|token| token.is_word() || token.is_digits()))
            .any(Token::is_digits)
}

/// The index after the minutes of "9 giờ 15 phút", whose hours end before `end`; `end` if what follows is no minutes.
pub(super) fn after_minutes(line: &Line<'_>, end: usize) -> usize {
    let after = end + 1;
    let grouped = || {
        line.glued_at(after).is_some_and(|sign| sign.symbol().is_some())
            && line.glued_at(after + 1).is_some_and(Token::is_digits)
    };
    let minutes = line.at(end).is_some_and(|run| run.is_digits() && run.length() <= 2)
        && !grouped()
        && !line.word_at(after).is_some_and(|next| next.has(role::SCALE));
    if !minutes {
        return end;
    }
    if line.is(after, const { word("phút") }) { after + 1 } else { after }
}

/// "là 129", "đạt 47": a number that ends its sentence still counts.
pub(super) fn after_link_verb(line: &Line<'_>, index: usize, floor: usize) -> bool {
    const VERBS: [Word; 13] = [
        word("là"),
        word("đạt"),
        word("được"),
        word("gồm"),
        word("có"),
        word("còn"),
        word("bằng"),
        word("tổng"),
        word("cộng"),
        word("nhận"),
        word("is"),
        word("was"),
        word("total"),
    ];
    if index <= floor {
        return false;
    }
    // "nâng số khoản trong năm lên 21"
    if line.is(index - 1, const { word("lên") }) {
        const RAISES: [Word; 3] = [word("nâng"), word("đưa"), word("tăng")];
        return (index.saturating_sub(RAISE_WORDS)..index - 1).any(|at| line.is_one(at, &RAISES));
    }
    line.before(index).is_some_and(|token| token.is_symbol(':') || line.says_one(token, &VERBS))
}

/// How far before its number "nâng" is looked for.
const RAISE_WORDS: usize = 12;

/// Does something beside n/m say that it is a share: a verb before it, or what it is a share of behind it?
pub(super) fn is_share(line: &Line<'_>, start: usize, end: usize) -> bool {
    const DAYS: [Word; 9] = [
        word("sau"),
        word("trước"),
        word("từ"),
        word("đến"),
        word("tới"),
        word("tế"),
        word("dịp"),
        word("lễ"),
        word("và"),
    ];
    const OF: [Word; 6] = [word("số"), word("tổng"), word("của"), word("so"), word("trong"), word("các")];
    let before = line.before(start);
    if before.is_some_and(|before| before.has(role::VERB | role::HEDGE)) {
        return true;
    }
    let day = small(line, start).is_some_and(|day| (1..=31).contains(&day))
        && small(line, start + 2).is_some_and(|month| (1..=12).contains(&month));
    if !day {
        return true;
    }
    !before.is_some_and(|before| line.says_one(before, &DAYS))
        && line
            .word_at(end)
            .is_some_and(|next| !next.has(role::STOP) && next.spaced || line.says_one(next, &OF))
}
