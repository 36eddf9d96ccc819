//! Finding the header of a sheet: which kind of sheet it is and which column means what.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Language};
use vientro_currency::Currency;
use vientro_vi::text::{fold, similarity};

use crate::grid::{Cell, CellValue, Grid, GridRow};
use crate::{Field, KindColumn, MappedColumn, Mapping, Options, SheetKind};

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

    /// The header as written; the two lines of a spanned header are joined by ` / `.
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
            let next = grid.rows().get(index.saturating_add(1));
            let two_lines = next.filter(|next| is_leaf_row(row, next));
            for lower in [two_lines, None] {
                let labels = labels(row, lower);
                if labels.len() < 2 {
                    continue;
                }
                let rows = || [Some(row), lower].into_iter().flatten().map(GridRow::number).collect();
                for mapping in &options.mappings {
                    let (columns, absent, score) = apply(&labels, mapping);
                    let is_better = best.as_ref().is_none_or(|(best, _)| (true, score) > *best);
                    if is_better && lacking(mapping.kind(), &columns).is_empty() {
                        let found =
                            Self { kind: mapping.kind(), rows: rows(), columns, absent, lines: Vec::new() };
                        best = Some(((true, score), found));
                    }
                }
                for kind in SheetKind::ALL {
                    // near spellings are looked for only where two columns are surely of this kind
                    let (mut columns, mut score) = map(&labels, kind, false);
                    if score >= Decimal::TWO {
                        (columns, score) = map(&labels, kind, true);
                    }
                    if !lacking(kind, &columns).is_empty() {
                        continue;
                    }
                    if best.as_ref().is_none_or(|(best, _)| (false, score) > *best) {
                        let found =
                            Self { kind, rows: rows(), columns, absent: Vec::new(), lines: Vec::new() };
                        best = Some(((false, score), found));
                    }
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
            let labels = labels(row, None);
            for kind in SheetKind::ALL {
                let (mut columns, mut score) = map(&labels, kind, false);
                if score >= Decimal::TWO {
                    (columns, score) = map(&labels, kind, true);
                }
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
        let mut found = (None, None);
        for row in grid.rows().iter().take_while(|row| row.number() < first) {
            for cell in row.cells().iter().filter(|cell| !cell.is_filled()) {
                let words = words(&cell.value().text());
                let starts =
                    |start: &[&str]| start.iter().zip(&words).filter(|(a, b)| a == b).count() == start.len();
                if starts(&["don", "vi"]) || starts(&["dvt"]) || starts(&["unit"]) {
                    found = (currency_of(&words), scale_of(&words));
                }
            }
        }
        for column in &mut self.columns {
            if column.field.is_some_and(Field::is_money) {
                column.currency = column.currency.or(found.0);
                column.scale = column.scale.or(found.1);
            }
        }
    }

    /// What the sheet lists.
    pub const fn kind(&self) -> SheetKind {
        self.kind
    }

    /// The numbers of the header's rows: one, two, or none if there is no header.
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
    let has = |wanted: &&KindColumn| columns.iter().any(|column| column.field == Some(wanted.field()));
    let required = kind.columns().iter().filter(|column| column.is_required());
    required.filter(|column| !has(column)).map(KindColumn::heading_vi).collect()
}

/// The texts of a row without marks, without the empty ones at its end.
fn texts(row: &GridRow) -> Vec<String> {
    let mut texts: Vec<String> = row.cells().iter().map(|cell| fold(&cell.value().text())).collect();
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts
}

/// Is `lower` the second line of a header: units under spanned cells, all else empty or merged with the cell above?
fn is_leaf_row(upper: &GridRow, lower: &GridRow) -> bool {
    let mut leaves = 0_u32;
    for (index, cell) in lower.cells().iter().enumerate() {
        let text = cell.value().text();
        if text.is_empty() || cell.is_filled() && text == upper.text(index) {
            continue;
        }
        let words = words(&text);
        let is_leaf = matches!(cell.value(), CellValue::Text(_))
            && words.len() <= 4
            && (currency_of(&words).is_some()
                || scale_of(&words).is_some()
                || LEAVES.contains(&words.join(" ").as_str()));
        if !is_leaf {
            return false;
        }
        leaves = leaves.saturating_add(1);
    }
    leaves > 0
}

/// The header text of a column: upper line, lower line, and the words it is known by.
struct Label {
    index: usize,
    top: String,
    leaf: String,
    named: String,
}

impl Label {
    /// Both lines.
    fn text(&self) -> String {
        if self.leaf.is_empty() { self.top.clone() } else { format!("{} / {}", self.top, self.leaf) }
    }
}

fn labels(upper: &GridRow, lower: Option<&GridRow>) -> Vec<Label> {
    let width = upper.cells().len().max(lower.map_or(0, |row| row.cells().len()));
    let mut labels: Vec<Label> = Vec::with_capacity(width);
    let mut spanner = String::new();
    for index in 0..width {
        let mut top = vientro_vi::nfc(&upper.text(index)).into_owned();
        let mut leaf = lower.map_or_else(String::new, |row| vientro_vi::nfc(&row.text(index)).into_owned());
        // a spanner that is not merged stands over its first column only
        if top.is_empty() && !leaf.is_empty() {
            top.clone_from(&spanner);
        } else {
            spanner.clone_from(&top);
        }
        if leaf == top {
            leaf.clear();
        }
        if !top.is_empty() || !leaf.is_empty() {
            let mut named = words(without_parentheses(&top)).join(" ");
            // "(VND)" alone stands beside "Cam kết (USD)"
            if top.trim_start().starts_with('(')
                && let Some(before) = labels.last()
            {
                named.clone_from(&before.named);
            }
            labels.push(Label { index, top, leaf, named });
        }
    }
    labels
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

fn map(labels: &[Label], kind: SheetKind, with_near: bool) -> (Vec<Column>, Decimal) {
    let mut columns = Vec::new();
    let mut total = Decimal::ZERO;
    let mut seen = BTreeSet::new();
    for label in labels {
        let Label { index, top, leaf, named } = label;
        let index = *index;
        let mut best: Option<(Decimal, Field)> = None;
        // a near spelling is worth less than any sure one, and costs more to find
        for near in [false, true] {
            if near && (best.is_some() || !with_near) {
                break;
            }
            for wanted in kind.columns() {
                for synonym in wanted.synonyms() {
                    let score = score(named, synonym, near);
                    if score > best.map_or(Decimal::ZERO, |found| found.0) {
                        best = Some((score, wanted.field()));
                    }
                }
            }
        }
        let unit_words = words(&format!("{} {leaf}", parentheses(top)));
        let (mut currency, scale) = (currency_of(&unit_words), scale_of(&unit_words));
        if best.is_some_and(|found| found.1.is_money()) {
            currency = currency.or_else(|| currency_of(&words(top)));
        }
        // the same field twice is a second column only if it has a unit of its own
        let best = best.filter(|(_, field)| seen.insert((*field, currency, scale)));
        if let Some((score, _)) = best {
            total = total.saturating_add(score);
        }
        columns.push(Column {
            index,
            label: label.text(),
            field: best.map(|found| found.1),
            score: best.map_or(Decimal::ZERO, |found| found.0),
            currency,
            scale,
        });
    }
    (columns, total)
}

/// How well a header fits a synonym, from 0 to 1; under 0.85 it does not.
fn score(named: &str, synonym: &str, near: bool) -> Decimal {
    if named == synonym {
        return Decimal::ONE;
    }
    // a header that goes on after the synonym: "ten khoan vien tro va muc tieu"
    let goes_on = synonym.len() >= 4 && named.strip_prefix(synonym).is_some_and(|rest| rest.starts_with(' '));
    if goes_on {
        return Decimal::new(9, 1);
    }
    // letters of 15 in 100 may differ; what differs more in length alone need not be compared
    let (short, long) = (named.len().min(synonym.len()), named.len().max(synonym.len()));
    if !near || short < 5 || long.saturating_sub(short).saturating_mul(5) > long {
        return Decimal::ZERO;
    }
    let score = similarity(named, synonym);
    if score >= Decimal::new(85, 2) { score.min(Decimal::new(89, 2)) } else { Decimal::ZERO }
}

fn without_parentheses(text: &str) -> &str {
    text.split('(').next().filter(|start| !start.trim().is_empty()).unwrap_or(text)
}

fn parentheses(text: &str) -> &str {
    text.split_once('(').map_or("", |parts| parts.1)
}

/// The words of a text without marks, lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The currency that words name.
pub(crate) fn currency_of(words: &[String]) -> Option<&'static str> {
    words.iter().enumerate().find_map(|(index, word)| match word.as_str() {
        // "hoạt động", "cộng đồng" are no currencies
        "dong"
            if index > 0
                && words
                    .get(index.saturating_sub(1))
                    .is_some_and(|before| matches!(before.as_str(), "cong" | "hoat" | "lao" | "hop")) =>
        {
            None
        }
        "vnd" | "dong" | "d" => Some("VND"),
        "usd" | "dollar" => Some("USD"),
        "do" if words.get(index.saturating_add(1)).is_some_and(|next| next == "la") => Some("USD"),
        "eur" | "euro" => Some("EUR"),
        "krw" | "won" => Some("KRW"),
        "jpy" | "yen" => Some("JPY"),
        "gbp" => Some("GBP"),
        "aud" => Some("AUD"),
        "chf" => Some("CHF"),
        "cny" => Some("CNY"),
        "thb" | "bat" => Some("THB"),
        "lak" | "kip" => Some("LAK"),
        "khr" | "riel" => Some("KHR"),
        _ => None,
    })
}

fn scale_of(words: &[String]) -> Option<Decimal> {
    words.iter().find_map(|word| match word.as_str() {
        "nghin" | "ngan" | "thousand" => Some(Decimal::ONE_THOUSAND),
        "trieu" | "million" => Some(Decimal::from(1_000_000)),
        "ty" | "ti" | "billion" => Some(Decimal::from(1_000_000_000)),
        _ => None,
    })
}

const LEAVES: &[&str] = &["tien mat", "hien vat", "tong", "tong so", "cash", "in kind", "total"];
