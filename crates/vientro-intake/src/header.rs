//! Finding the header of a sheet: which kind of sheet it is and which column means what.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vientro_core::Bilingual;
use vientro_vi::text::{fold, similarity};

use crate::Options;
use crate::grid::{Cell, CellValue, Grid, GridRow};

/// What a sheet lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum SheetKind {
    /// Activities of the people's external affairs.
    Activities,
    /// Aid items with their decisions, commitments and disbursed amounts.
    AidRegister,
    /// Changed commitments: before and after.
    Amendments,
    /// Gifts of member associations and branches.
    AssociationGifts,
    /// Awards.
    Awards,
    /// Delegations in and out.
    Delegations,
    /// Single disbursements.
    Disbursements,
    /// Counted outputs: houses, scholarships.
    Outputs,
    /// Targets of a plan.
    Plan,
    /// Who reports: key and value.
    UnionProfile,
    /// Not recognised; its rows are not read.
    Unknown,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each is the English of the header it stands for; the synonyms stand in one table below"
)]
pub enum Field {
    After,
    Amount,
    Audience,
    Basis,
    Before,
    Branch,
    Code,
    Committed,
    Country,
    Currency,
    Date,
    Days,
    Decision,
    Direction,
    Disbursed,
    Donor,
    Evidence,
    Form,
    Giver,
    Head,
    Heads,
    InKind,
    Indicator,
    Key,
    Note,
    Organiser,
    Owner,
    Partners,
    Place,
    Purpose,
    Quantity,
    Reason,
    Recipient,
    Running,
    Sector,
    Source,
    Term,
    Title,
    Unit,
    UnitCode,
    Value,
    Year,
}

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
    #[cfg_attr(feature = "serde", serde(skip))]
    lines: Vec<Vec<String>>,
}

impl Header {
    /// Looks for the header in the first rows of a sheet; a sheet without one is of kind
    /// [`SheetKind::Unknown`] and has no columns.
    pub fn find(grid: &Grid, options: &Options) -> Self {
        let top = usize::try_from(options.header_rows_max).unwrap_or(usize::MAX);
        let mut best: Option<(Decimal, Self)> = None;
        for (index, row) in grid.rows().iter().enumerate().take(top) {
            let next = grid.rows().get(index.saturating_add(1));
            let two_lines = next.filter(|next| is_leaf_row(row, next));
            for lower in [two_lines, None] {
                let labels = labels(row, lower);
                if labels.len() < 2 {
                    continue;
                }
                for (kind, fields, required) in KINDS {
                    // near spellings are looked for only where two columns are surely of this kind
                    let (mut columns, mut score) = map(&labels, fields, false);
                    if score >= Decimal::TWO {
                        (columns, score) = map(&labels, fields, true);
                    }
                    let has = |field: &Field| columns.iter().any(|column| column.field == Some(*field));
                    if !required.iter().all(has) {
                        continue;
                    }
                    if best.as_ref().is_none_or(|(best, _)| score > *best) {
                        let rows = [Some(row), lower].into_iter().flatten().map(GridRow::number).collect();
                        best = Some((score, Self { kind: *kind, rows, columns, lines: Vec::new() }));
                    }
                }
            }
        }
        let mut header = best.map_or(
            Self { kind: SheetKind::Unknown, rows: Vec::new(), columns: Vec::new(), lines: Vec::new() },
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
            for (kind, fields, required) in KINDS {
                let (mut columns, mut score) = map(&labels, fields, false);
                if score >= Decimal::TWO {
                    (columns, score) = map(&labels, fields, true);
                }
                if score < Decimal::TWO || best.as_ref().is_some_and(|(best, _)| score <= *best) {
                    continue;
                }
                let has = |field: &&Field| columns.iter().any(|column| column.field == Some(**field));
                let lacking = required.iter().filter(|field| !has(field)).copied().collect();
                let nearest = Nearest { kind: *kind, row: row.number(), required, lacking };
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
            if column.field.is_some_and(is_money) {
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
    required: &'static [Field],
    lacking: Vec<Field>,
}

impl Nearest {
    /// The kind of sheet and the columns it lacks, as an addition to a message.
    pub(crate) fn message(&self) -> Bilingual {
        let (vi, en) = match self.kind {
            SheetKind::Activities => ("hoạt động", "activities"),
            SheetKind::AidRegister => ("danh mục khoản viện trợ", "aid items"),
            SheetKind::Amendments => ("điều chỉnh", "amendments"),
            SheetKind::AssociationGifts => ("quà tặng", "gifts"),
            SheetKind::Awards => ("khen thưởng", "awards"),
            SheetKind::Delegations => ("đoàn ra, đoàn vào", "delegations"),
            SheetKind::Disbursements => ("giải ngân", "disbursements"),
            SheetKind::Outputs => ("kết quả", "outputs"),
            SheetKind::Plan => ("kế hoạch", "targets"),
            SheetKind::UnionProfile | SheetKind::Unknown => ("đơn vị báo cáo", "who reports"),
        };
        let lacking = quoted(&self.lacking);
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
        self.required.iter().map(|field| heading(*field)).collect::<Vec<_>>().join(" | ")
    }
}

fn quoted(fields: &[Field]) -> String {
    fields.iter().map(|field| format!("`{}`", heading(*field))).collect::<Vec<_>>().join(", ")
}

/// The header that a required column is best written with; each is a synonym of the table below.
const fn heading(field: Field) -> &'static str {
    match field {
        Field::After => "Giá trị sau",
        Field::Amount => "Số tiền",
        Field::Before => "Giá trị trước",
        Field::Code => "Mã khoản",
        Field::Date => "Ngày",
        Field::Donor => "Nhà tài trợ",
        Field::Form => "Hình thức",
        Field::Giver => "Cơ quan tặng",
        Field::Head => "Trưởng đoàn",
        Field::Indicator => "Chỉ tiêu",
        Field::Key => "Khóa",
        Field::Organiser => "Đơn vị chủ trì",
        Field::Quantity => "Số lượng",
        Field::Unit => "Đơn vị tính",
        Field::Value => "Giá trị",
        _ => "Tên, nội dung",
    }
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

fn labels(upper: &GridRow, lower: Option<&GridRow>) -> Vec<Label> {
    let width = upper.cells().len().max(lower.map_or(0, |row| row.cells().len()));
    let mut labels = Vec::with_capacity(width);
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
            let named = words(without_parentheses(&top)).join(" ");
            labels.push(Label { index, top, leaf, named });
        }
    }
    labels
}

fn map(labels: &[Label], fields: &[(Field, &[&str])], near: bool) -> (Vec<Column>, Decimal) {
    let mut columns = Vec::new();
    let mut total = Decimal::ZERO;
    let mut seen = BTreeSet::new();
    for Label { index, top, leaf, named } in labels {
        let index = *index;
        let mut best: Option<(Decimal, Field)> = None;
        for (field, synonyms) in fields {
            for synonym in *synonyms {
                let score = score(named, synonym, near);
                if score > best.map_or(Decimal::ZERO, |found| found.0) {
                    best = Some((score, *field));
                }
            }
        }
        let unit_words = words(&format!("{} {leaf}", parentheses(top)));
        let (mut currency, scale) = (currency_of(&unit_words), scale_of(&unit_words));
        if best.is_some_and(|found| is_money(found.1)) {
            currency = currency.or_else(|| currency_of(&words(top)));
        }
        // the same field twice is a second column only if it has a unit of its own
        let best = best.filter(|(_, field)| seen.insert((*field, currency, scale)));
        if let Some((score, _)) = best {
            total = total.saturating_add(score);
        }
        let label = if leaf.is_empty() { top.clone() } else { format!("{top} / {leaf}") };
        columns.push(Column {
            index,
            label,
            field: best.map(|found| found.1),
            score: best.map_or(Decimal::ZERO, |found| found.0),
            currency,
            scale,
        });
    }
    (columns, total)
}

fn is_money(field: Field) -> bool {
    matches!(
        field,
        Field::After | Field::Amount | Field::Before | Field::Committed | Field::Disbursed | Field::Value
    )
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

type Fields = &'static [(Field, &'static [&'static str])];

/// The kinds of sheets: the synonyms of their columns without marks, and the columns that must be there.
const KINDS: &[(SheetKind, Fields, &[Field])] = &[
    (
        SheetKind::AidRegister,
        &[
            (Field::Running, &["stt", "tt", "so tt", "no"]),
            (Field::Code, &["ma", "ma khoan", "ma so", "ma khoan vien tro", "code", "id"]),
            (
                Field::Title,
                &[
                    "ten khoan vien tro",
                    "ten du an",
                    "ten chuong trinh du an",
                    "ten du an phi du an",
                    "khoan vien tro",
                    "title",
                    "project",
                    "project title",
                ],
            ),
            (
                Field::Donor,
                &[
                    "to chuc tai tro",
                    "nha tai tro",
                    "ben tai tro",
                    "ten to chuc",
                    "ben cung cap vien tro",
                    "donor",
                ],
            ),
            (Field::Country, &["quoc tich", "nuoc", "quoc gia", "country"]),
            (Field::Form, &["hinh thuc", "loai hinh", "loai vien tro", "form", "type"]),
            (Field::Sector, &["linh vuc", "nganh", "sector"]),
            (Field::Place, &["dia ban", "dia diem", "noi thuc hien", "place", "location"]),
            (Field::UnitCode, &["ma dvhc", "ma don vi hanh chinh", "ma tinh", "unit code", "province code"]),
            (
                Field::Owner,
                &["chu khoan vien tro", "chu du an", "co quan chu quan", "don vi tiep nhan", "owner"],
            ),
            (
                Field::Decision,
                &[
                    "so ngay qd phe duyet",
                    "quyet dinh phe duyet",
                    "so quyet dinh",
                    "qd phe duyet",
                    "so ngay quyet dinh",
                    "decision",
                    "approval",
                ],
            ),
            (Field::Term, &["thoi gian", "thoi gian thuc hien", "thoi han", "term", "period"]),
            (
                Field::Committed,
                &[
                    "cam ket",
                    "gia tri cam ket",
                    "tong gia tri",
                    "gia tri vien tro",
                    "tong von",
                    "committed",
                    "commitment",
                ],
            ),
            (
                Field::Disbursed,
                &["giai ngan ky nay", "giai ngan", "gia tri giai ngan", "da giai ngan", "disbursed"],
            ),
            (Field::Note, &["ghi chu", "note", "remark"]),
        ],
        &[Field::Title, Field::Donor],
    ),
    (
        SheetKind::Disbursements,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Date, &["ngay", "ngay giai ngan", "ngay chuyen", "date"]),
            (Field::Code, &["ma khoan", "ma", "ma khoan vien tro", "ma du an", "code", "item"]),
            (Field::Title, &["noi dung", "dien giai", "content", "description"]),
            (Field::Amount, &["so tien", "gia tri", "giai ngan", "thanh tien", "amount"]),
            (Field::Currency, &["loai tien", "dong tien", "tien te", "currency"]),
            (Field::InKind, &["hien vat", "in kind"]),
            (Field::Evidence, &["chung tu", "so chung tu", "voucher", "evidence"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Date, Field::Code, Field::Amount],
    ),
    (
        SheetKind::Amendments,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Date, &["ngay", "ngay dieu chinh", "date"]),
            (Field::Code, &["ma khoan", "ma", "ma khoan vien tro", "code", "item"]),
            (Field::Before, &["gia tri truoc", "truoc dieu chinh", "gia tri truoc dieu chinh", "before"]),
            (Field::After, &["gia tri sau", "sau dieu chinh", "gia tri sau dieu chinh", "after"]),
            (Field::Currency, &["loai tien", "dong tien", "currency"]),
            (Field::Reason, &["ly do", "reason"]),
            (Field::Decision, &["so ngay qd", "so qd", "quyet dinh", "so quyet dinh", "decision"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Code, Field::Before, Field::After],
    ),
    (
        SheetKind::AssociationGifts,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Title, &["noi dung", "ten qua", "hien vat", "noi dung ho tro", "content", "gift"]),
            (Field::Quantity, &["so luong", "sl", "quantity"]),
            (Field::Unit, &["don vi", "dvt", "don vi tinh", "unit"]),
            (Field::Amount, &["thanh tien", "tri gia", "gia tri", "so tien", "value", "amount"]),
            (Field::Currency, &["loai tien", "dong tien", "currency"]),
            (Field::Donor, &["nha tai tro", "to chuc tai tro", "don vi tai tro", "donor"]),
            (Field::Date, &["ngay", "thoi gian", "ngay trao", "date"]),
            (Field::Branch, &["chi hoi", "hoi", "don vi bao cao", "hoi thanh vien", "branch", "association"]),
            (Field::Place, &["dia ban", "dia diem", "place"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Title, Field::Amount, Field::Donor],
    ),
    (
        SheetKind::Outputs,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Code, &["ma khoan", "ma", "code"]),
            (Field::Title, &["noi dung", "ket qua", "san pham", "content", "output"]),
            (Field::Quantity, &["so luong", "sl", "quantity"]),
            (Field::Unit, &["don vi", "dvt", "don vi tinh", "unit"]),
            (Field::Place, &["dia ban", "dia diem", "place"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Title, Field::Quantity, Field::Unit],
    ),
    (
        SheetKind::Activities,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Date, &["ngay", "thoi gian", "date"]),
            (Field::Title, &["ten hoat dong", "hoat dong", "noi dung hoat dong", "activity"]),
            (Field::Organiser, &["don vi chu tri", "chu tri", "don vi to chuc", "organiser", "host"]),
            (Field::Partners, &["phoi hop", "don vi phoi hop", "partners"]),
            (Field::Audience, &["doi tuong", "thanh phan", "audience"]),
            (Field::Heads, &["so nguoi", "so luong nguoi", "so nguoi tham du", "people", "participants"]),
            (Field::Country, &["nuoc lien quan", "nuoc", "quoc gia", "countries", "country"]),
            (Field::Place, &["dia diem", "place"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Title, Field::Organiser],
    ),
    (
        SheetKind::Delegations,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Title, &["doan", "ten doan", "delegation"]),
            (Field::Country, &["nuoc", "quoc gia", "country"]),
            (Field::Head, &["truong doan", "head"]),
            (Field::Heads, &["so nguoi", "so thanh vien", "people", "size"]),
            (Field::Days, &["tu den", "thoi gian", "ngay", "dates", "days"]),
            (Field::Purpose, &["noi dung", "muc dich", "purpose"]),
            (Field::Direction, &["doan ra vao", "ra vao", "huong", "direction"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Title, Field::Head],
    ),
    (
        SheetKind::Plan,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Indicator, &["chi tieu", "ten chi tieu", "indicator", "target"]),
            (Field::Source, &["nguon", "source"]),
            (Field::Basis, &["co so tinh", "cach tinh", "basis"]),
            (Field::Year, &["nam", "year"]),
            (Field::Value, &["gia tri", "ke hoach", "muc tieu", "value"]),
            (Field::Unit, &["don vi tinh", "dvt", "don vi", "unit"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Indicator, Field::Value],
    ),
    (
        SheetKind::Awards,
        &[
            (Field::Running, &["stt", "tt"]),
            (Field::Form, &["hinh thuc", "hinh thuc khen thuong", "danh hieu", "form", "award"]),
            (Field::Giver, &["co quan tang", "cap tang", "co quan khen", "giver", "given by"]),
            (Field::Recipient, &["doi tuong", "tap the ca nhan", "don vi duoc khen", "recipient"]),
            (Field::Year, &["nam", "year"]),
            (Field::Date, &["ngay", "ngay ky", "date"]),
            (Field::Decision, &["so qd", "so quyet dinh", "quyet dinh", "decision"]),
            (Field::Note, &["ghi chu", "note"]),
        ],
        &[Field::Form, Field::Giver],
    ),
    (
        SheetKind::UnionProfile,
        &[(Field::Key, &["key", "khoa", "muc"]), (Field::Value, &["value", "gia tri"])],
        &[Field::Key, Field::Value],
    ),
];
