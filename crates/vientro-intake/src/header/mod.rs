//! Finding the header of a sheet: which kind of sheet it is and which column means what.

mod label;
mod unit;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Language};
use vientro_currency::Currency;
use vientro_vi::text::{fold, similarity};

use crate::grid::{Cell, CellValue, Grid, GridRow};
use crate::{Field, KindColumn, MappedColumn, Mapping, Options, SheetKind};

use label::{LINES_MAX, Label, Name, is_lower_line, is_numbering, labels};
use unit::Unit;

pub(crate) use unit::currency_of;

/// One column of a found header.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Column {
    pub(crate) index: usize,
    pub(crate) label: String,
    pub(crate) field: Option<Field>,
    pub(crate) score: Decimal,
    pub(crate) currency: Option<&'static str>,
    pub(crate) scale: Option<Decimal>,
}

impl Column {
    /// Its place, counted from zero.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// The header as written; the lines of a spanned header are joined by ` / `.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it means; `None` for a column that is kept but not understood.
    pub const fn field(&self) -> Option<Field> {
        self.field
    }

    /// How surely, from 0 to 1.
    pub const fn score(&self) -> Decimal {
        self.score
    }

    /// The currency its header names.
    pub const fn currency(&self) -> Option<&'static str> {
        self.currency
    }

    /// What its numbers are multiplied by: 1,000,000 for "triệu đồng".
    pub const fn scale(&self) -> Option<Decimal> {
        self.scale
    }
}

/// The found header of a sheet.
///
/// ```
/// use vientro_intake::{Field, Header, Options, SheetKind, Source, read_csv};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = "Phụ lục 2;;\nNgày;Mã khoản;Số tiền (triệu đồng)\n05/3/2025;001;594,5\n";
/// let grid = read_csv(&Source::new("giai-ngan.csv", text.as_bytes()), &Options::default())?;
/// let header = Header::find(&grid, &Options::default());
/// assert_eq!(header.kind(), SheetKind::Disbursements);
/// assert_eq!(header.rows(), [2]);
/// let amount = header.column(Field::Amount).ok_or("no amount")?;
/// assert_eq!((amount.index(), amount.scale()), (2, Some(1_000_000.into())));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Header {
    kind: SheetKind,
    rows: Vec<u32>,
    columns: Vec<Column>,
    /// Headings of the mapping that was used which the sheet has not.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    absent: Vec<String>,
    #[cfg_attr(feature = "serde", serde(skip))]
    lines: Vec<Vec<String>>,
}

impl Header {
    /// Looks for the header in the first rows of a sheet; a sheet without one is of kind
    /// [`SheetKind::Unknown`] and has no columns.
    pub fn find(grid: &Grid, options: &Options) -> Self {
        let top = usize::try_from(options.header_rows_max).unwrap_or(usize::MAX);
        // what a person confirmed goes before any score
        let mut best: Option<((bool, Decimal), Self)> = None;
        for (index, row) in grid.rows().iter().enumerate().take(top) {
            let mut lines = vec![row];
            for lower in grid.rows().iter().skip(index).skip(1).take(LINES_MAX.saturating_sub(1)) {
                if !is_lower_line(&lines, lower) {
                    break;
                }
                lines.push(lower);
            }
            for count in (1..=lines.len()).rev() {
                let lines = lines.get(..count).unwrap_or_default();
                let labels = labels(lines);
                if labels.len() < 2 {
                    continue;
                }
                let rows = || lines.iter().map(|line| line.number()).collect();
                for mapping in &options.mappings {
                    let (columns, absent, score) = apply(&labels, mapping);
                    let is_better = best.as_ref().is_none_or(|(best, _)| (true, score) > *best);
                    if is_better && lacking(mapping.kind(), &columns).is_empty() {
                        let found =
                            Self { kind: mapping.kind(), rows: rows(), columns, absent, lines: Vec::new() };
                        best = Some(((true, score), found));
                    }
                }
                // below a header that was lost a record may begin with a word of another kind's
                if is_record(row) {
                    continue;
                }
                for kind in SheetKind::ALL {
                    let (columns, score) = map(&labels, kind);
                    let known = columns.iter().filter(|column| column.field.is_some()).count();
                    if known < 2
                        || !lacking(kind, &columns).is_empty()
                        || best.as_ref().is_some_and(|(best, _)| (false, score) <= *best)
                    {
                        continue;
                    }
                    // a line of titles that says nothing about the columns below is none of the header
                    let below = lines.get(1..).filter(|below| !below.is_empty());
                    let below = below.map(|below| map(&self::labels(below), kind));
                    if below.is_some_and(|(columns, own)| own >= score && lacking(kind, &columns).is_empty())
                    {
                        continue;
                    }
                    let found = Self { kind, rows: rows(), columns, absent: Vec::new(), lines: Vec::new() };
                    best = Some(((false, score), found));
                }
            }
        }
        let mut header = best.map_or(
            Self {
                kind: SheetKind::Unknown,
                rows: Vec::new(),
                columns: Vec::new(),
                absent: Vec::new(),
                lines: Vec::new(),
            },
            |found| found.1,
        );
        header.lines = header.rows.iter().filter_map(|number| grid.row(*number)).map(texts).collect();
        header.take_unit_of_title(grid);
        header
    }

    /// For a sheet of unknown kind: the kind whose columns its first rows fit best, if at least two do.
    pub(crate) fn nearest(grid: &Grid, options: &Options) -> Option<Nearest> {
        let top = usize::try_from(options.header_rows_max).unwrap_or(usize::MAX);
        let mut best: Option<(Decimal, Nearest)> = None;
        for row in grid.rows().iter().take(top) {
            let labels = labels(&[row]);
            for kind in SheetKind::ALL {
                let (columns, score) = map(&labels, kind);
                if score < Decimal::TWO || best.as_ref().is_some_and(|(best, _)| score <= *best) {
                    continue;
                }
                let nearest = Nearest { kind, row: row.number(), lacking: lacking(kind, &columns) };
                best = Some((score, nearest));
            }
        }
        best.map(|found| found.1)
    }

    /// "Đơn vị tính: triệu đồng" above the header holds for the amounts whose column says nothing.
    fn take_unit_of_title(&mut self, grid: &Grid) {
        let Some(first) = self.rows.first().copied() else { return };
        let mut found = Unit::default();
        for row in grid.rows().iter().take_while(|row| row.number() < first) {
            for cell in row.cells().iter().filter(|cell| !cell.is_filled()) {
                found = Unit::of_title(&cell.value().text()).unwrap_or(found);
            }
        }
        for column in &mut self.columns {
            // "triệu đồng" above says nothing about a column in dollars
            let is_other =
                column.currency.is_some() && found.currency.is_some_and(|it| Some(it) != column.currency);
            if column.field.is_some_and(Field::is_money) && !is_other {
                column.currency = column.currency.or(found.currency);
                column.scale = column.scale.or(found.scale);
            }
        }
    }

    /// What the sheet lists.
    pub const fn kind(&self) -> SheetKind {
        self.kind
    }

    /// The numbers of the header's rows: one to three, or none if there is no header.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// All columns that have a header, also those that are not understood.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Headings of the mapping that was used which the sheet has not; none if none was used.
    pub fn absent(&self) -> &[String] {
        &self.absent
    }

    /// The first column of a field.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns_of(field).next()
    }

    /// All columns of a field, such as one per currency.
    pub fn columns_of(&self, field: Field) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.field == Some(field))
    }

    /// True if a row below numbers the columns, as the line `(1) (2) (3)` of an official form does.
    pub fn is_numbering(&self, row: &GridRow) -> bool {
        is_numbering(row)
    }

    /// True if a row below repeats one of the header's lines.
    pub fn is_repeated_in(&self, row: &GridRow) -> bool {
        // a row of numbers and days is no header, and most rows have one
        let has_value = |cell: &Cell| !matches!(cell.value(), CellValue::Empty | CellValue::Text(_));
        if row.cells().iter().any(has_value) {
            return false;
        }
        let found = texts(row);
        found.iter().filter(|text| !text.is_empty()).count() >= 2 && self.lines.contains(&found)
    }
}

/// What a sheet of unknown kind comes nearest to.
#[derive(Debug)]
pub(crate) struct Nearest {
    kind: SheetKind,
    /// The number of the row that was taken for the header.
    pub(crate) row: u32,
    lacking: Vec<&'static str>,
}

impl Nearest {
    /// The kind of sheet and the columns it lacks, as an addition to a message.
    pub(crate) fn message(&self) -> Bilingual {
        let (vi, en) = (self.kind.text(Language::Vi), self.kind.text(Language::En));
        let lacking =
            self.lacking.iter().map(|heading| format!("`{heading}`")).collect::<Vec<_>>().join(", ");
        if lacking.is_empty() {
            return Bilingual::new(format!("gần nhất là bảng {vi}"), format!("nearest is a sheet of {en}"));
        }
        Bilingual::new(
            format!("gần nhất là bảng {vi}, thiếu cột {lacking}"),
            format!("nearest is a sheet of {en}, without its column {lacking}"),
        )
    }

    /// The columns this kind of sheet must have.
    pub(crate) fn required(&self) -> String {
        required(self.kind).collect::<Vec<_>>().join(" | ")
    }
}

/// The headings a sheet of this kind must have.
fn required(kind: SheetKind) -> impl Iterator<Item = &'static str> {
    kind.columns().iter().filter(|column| column.is_required()).map(KindColumn::heading_vi)
}

/// The headings a sheet of this kind must have and these columns have not.
fn lacking(kind: SheetKind, columns: &[Column]) -> Vec<&'static str> {
    let has = |field| columns.iter().any(|column| column.field == Some(field));
    // a column of rates for each currency needs none that names it
    let told = columns.iter().any(|column| column.field == Some(Field::Rate) && column.currency.is_some());
    let is_there = |wanted: &&KindColumn| has(wanted.field()) || wanted.field() == Field::Currency && told;
    let required = kind.columns().iter().filter(|column| column.is_required());
    required.filter(|column| !is_there(column)).map(KindColumn::heading_vi).collect()
}

/// Is a number or a day, and not only a year, among the cells? A header has none.
fn is_record(row: &GridRow) -> bool {
    let is_year = |text: &str| text.parse::<i32>().is_ok_and(|year| (1900..=2200).contains(&year));
    let is_figure = |text: &str| {
        text.chars().any(|letter| letter.is_ascii_digit())
            && text.chars().all(|letter| letter.is_ascii_digit() || " .,/-:".contains(letter))
    };
    row.cells().iter().filter(|cell| !cell.is_filled()).any(|cell| match cell.value() {
        CellValue::Date(_) => true,
        CellValue::Number(_) | CellValue::Text(_) => {
            let text = cell.value().text();
            is_figure(&text) && !is_year(&text)
        }
        _ => false,
    })
}

/// The texts of a row without marks, without the empty ones at its end.
fn texts(row: &GridRow) -> Vec<String> {
    let mut texts: Vec<String> = row.cells().iter().map(|cell| fold(&cell.value().text())).collect();
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts
}

/// The columns as a mapping has them, the headings it has and the labels have not, and how many it found.
fn apply(labels: &[Label], mapping: &Mapping) -> (Vec<Column>, Vec<String>, Decimal) {
    let mut left: Vec<&MappedColumn> = mapping.columns().iter().collect();
    let mut found = Decimal::ZERO;
    let mut columns = Vec::with_capacity(labels.len());
    for label in labels {
        let text = label.text();
        // a heading that stands twice is met in the same order
        let place = left.iter().position(|column| column.is_named(&text));
        let mapped = place.map(|place| left.remove(place));
        found = found.saturating_add(Decimal::from(u8::from(mapped.is_some())));
        columns.push(Column {
            index: label.index,
            label: text,
            field: mapped.and_then(MappedColumn::field),
            score: mapped.map_or(Decimal::ZERO, MappedColumn::score),
            currency: mapped.and_then(MappedColumn::currency).map(Currency::code),
            scale: mapped.and_then(MappedColumn::scale),
        });
    }
    let absent = left.into_iter().filter(|column| column.field().is_some());
    (columns, absent.map(|column| column.heading().to_owned()).collect(), found)
}

/// The columns as a kind of sheet has them, and how well they fit altogether.
fn map(labels: &[Label], kind: SheetKind) -> (Vec<Column>, Decimal) {
    // near spellings are looked for only where two columns are surely of this kind
    let (columns, score) = map_as(labels, kind, false);
    if score >= Decimal::TWO { map_as(labels, kind, true) } else { (columns, score) }
}

fn map_as(labels: &[Label], kind: SheetKind, with_near: bool) -> (Vec<Column>, Decimal) {
    let mut columns = Vec::new();
    let mut total = Decimal::ZERO;
    let mut seen = BTreeSet::new();
    let bare_currencies = kind == SheetKind::Rates && !labels.iter().any(|label| is_currency(label, true));
    for label in labels {
        let mut found: Vec<(Decimal, Field)> =
            label.names.iter().filter_map(|name| best_field(name, kind, false)).collect();
        // a near spelling is worth less than any sure one, and costs more to find
        if found.is_empty() && with_near {
            found.extend(label.names.first().and_then(|name| best_field(name, kind, true)));
        }
        if found.is_empty() && bare_currencies && is_currency(label, false) {
            found.push((GOES_ON, Field::Rate));
        }
        // of names that fit equally well the first
        found.sort_by_key(|found| std::cmp::Reverse(found.0));
        // the same field twice is a second column only if it has a unit of its own
        let best = found.into_iter().find(|(_, field)| {
            let unit = match field {
                field if field.is_money() || *field == Field::Rate => unit_for(label, *field),
                _ => Unit::default(),
            };
            seen.insert((*field, unit.currency, unit.scale))
        });
        let unit = best.map_or_else(|| label.unit(), |(_, field)| unit_for(label, field));
        if let Some((score, _)) = best {
            total = total.saturating_add(score);
        }
        columns.push(Column {
            index: label.index,
            label: label.text(),
            field: best.map(|found| found.1),
            score: best.map_or(Decimal::ZERO, |found| found.0),
            currency: unit.currency,
            scale: unit.scale,
        });
    }
    (columns, total)
}

/// The field that a name fits best.
fn best_field(name: &Name, kind: SheetKind, near: bool) -> Option<(Decimal, Field)> {
    let mut best: Option<(Decimal, Field)> = None;
    for wanted in kind.columns() {
        for synonym in wanted.synonyms() {
            let mut score = score(&name.words, synonym, near);
            if name.is_part && score > Decimal::ZERO {
                score = PART;
            }
            if score > best.map_or(Decimal::ZERO, |found| found.0) {
                best = Some((score, wanted.field()));
            }
        }
    }
    best
}

fn unit_for(label: &Label, field: Field) -> Unit {
    match field {
        field if field.is_money() => label.unit_of_money(),
        // "Tỷ giá USD (VND)": the currency that is not what it is told in
        Field::Rate => {
            let own = label.lines.iter().rev().map(|line| Unit::among(line));
            let currency = own.filter_map(|unit| unit.currency).find(|code| *code != "VND");
            Unit { currency, scale: label.unit().scale }
        }
        _ => label.unit(),
    }
}

/// Is a heading nothing but a currency: that of the country, or a foreign one?
fn is_currency(label: &Label, own: bool) -> bool {
    let Some(line) = label.lines.last() else { return false };
    // "USD/VND" is the dollar told in đồng
    let line = line.split('/').next().unwrap_or(line);
    let unit = Unit::alone(line).filter(|unit| unit.scale.is_none());
    unit.and_then(|unit| unit.currency).is_some_and(|code| (code == "VND") == own)
}

/// How well a header fits a synonym, from 0 to 1; under 0.85 it does not.
fn score(named: &str, synonym: &str, near: bool) -> Decimal {
    if named == synonym {
        return Decimal::ONE;
    }
    // a header that goes on after the synonym: "ten khoan vien tro va muc tieu"
    let goes_on = synonym.len() >= 4 && named.strip_prefix(synonym).is_some_and(|rest| rest.starts_with(' '));
    if goes_on {
        return GOES_ON;
    }
    // letters of 15 in 100 may differ; what differs more in length or in letters alone need not be compared
    let (short, long) = (named.len().min(synonym.len()), named.len().max(synonym.len()));
    let beyond = |differ: usize| differ.saturating_mul(100) > long.saturating_mul(15);
    if !near || short < 5 || beyond(long.saturating_sub(short)) || beyond(apart(named, synonym)) {
        return Decimal::ZERO;
    }
    let score = similarity(named, synonym);
    if score >= Decimal::new(85, 2) { score.min(Decimal::new(89, 2)) } else { Decimal::ZERO }
}

/// At least so many letters must be put in, left out or changed to make one text of the other: those that the one has
/// more often. It costs far less than the distance itself, and nearly all pairs are told apart by it.
fn apart(a: &str, b: &str) -> usize {
    if !(a.is_ascii() && b.is_ascii()) {
        return 0;
    }
    let mut more = [0_i32; 32];
    let mut count = |text: &str, by: i32| {
        for byte in text.bytes() {
            // letters that fall together only bring the texts nearer
            if let Some(more) = more.get_mut(usize::from(byte % 32)) {
                *more = more.saturating_add(by);
            }
        }
    };
    count(a, 1);
    count(b, -1);
    let sum = |of: fn(i32) -> i32| more.iter().map(|more| of(*more).max(0)).fold(0, i32::saturating_add);
    usize::try_from(sum(|more| more).max(sum(i32::saturating_neg))).unwrap_or(0)
}

/// The words of a text without marks, lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A heading that goes on after a synonym.
const GOES_ON: Decimal = Decimal::from_parts(9, 0, 0, false, 1);

/// A part of a heading, such as the English of one in two languages.
const PART: Decimal = Decimal::from_parts(88, 0, 0, false, 2);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A near heading is found, and only such a one, as if every pair were compared in full.
        #[test]
        fn nothing_near_is_passed_over(
            a in "[a-d ]{5,24}|(so tien |ngay |don vi |ma ){1,4}",
            at in any::<prop::sample::Index>(),
            put in "[a-d]{0,2}",
            cut in 0_usize..3,
        ) {
            let mut b = a.clone();
            let from = at.index(a.len());
            b.replace_range(from..from.saturating_add(cut).min(a.len()), &put);
            prop_assert!(apart(&a, &b) <= put.len().max(cut));
            // headings and synonyms come as words
            let (a, b) = (words(&a).join(" "), words(&b).join(" "));
            let full = similarity(&a, &b);
            let score = score(&a, &b, true);
            if score < Decimal::new(9, 1) && a.len().min(b.len()) >= 5 {
                let near = full >= Decimal::new(85, 2);
                prop_assert_eq!(score, if near { full.min(Decimal::new(89, 2)) } else { Decimal::ZERO });
            }
        }
    }
}
