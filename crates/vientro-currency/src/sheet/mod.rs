//! Rate files: CSV in with findings, CSV out.

mod checks;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use chrono::NaiveDate;
use csv::{ByteRecord, ReaderBuilder, Trim, WriterBuilder};
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Finding, FindingCode, Language, Location, Severity};

pub use self::checks::RateChecks;
pub use self::table::{RateColumn, RateTable};
use crate::{Currency, Rate, RateBook, RateBuilder, RateError, RateKind, Standing};

/// The columns a rate file must have.
const REQUIRED: [&str; 7] = ["base", "quote", "value", "kind", "publisher", "valid_from", "valid_to"];
/// The columns it is written with.
const WRITTEN: [&str; 13] = [
    "base",
    "quote",
    "value",
    "kind",
    "publisher",
    "notice",
    "notice_date",
    "valid_from",
    "valid_to",
    "source",
    "note",
    "known_on",
    "standing",
];
/// The most rows read of one file.
const ROWS_MAX: usize = 1_000_000;
/// How often the rows that are left are judged anew.
const PASSES_MAX: usize = 8;
/// The most findings kept of one file.
const FINDINGS_MAX: usize = 10_000;

impl RateBook {
    /// Reads a rate file into a new book; see [`RateBook::read_csv`].
    pub fn from_csv(reader: impl Read, file_name: &str) -> (Self, Vec<Finding>) {
        let mut book = Self::new();
        let findings = book.read_csv(reader, file_name);
        (book, findings)
    }

    /// Adds the rates of a CSV file to the book and returns what was noticed, each with the file and line.
    ///
    /// * Columns by name, in any order: `base`, `quote`, `value`, `kind`, `publisher`, `valid_from`, `valid_to`; also read where
    ///   they are there: `notice`, `notice_date`, `source`, `note`, `known_on`, `standing`, and the printed band of a central rate:
    ///   `band_percent`, `ceiling`, `floor`. Days are `yyyy-mm-dd`, decimals have a point and no grouping.
    /// * A row with an error is left out, every other row is read. A row that can stand but should be looked at is a
    ///   warning and is read.
    /// * A file of another shape, one day a row and one publisher a column, is read by [`RateBook::read_table`].
    ///
    /// | code | severity | when |
    /// |---|---|---|
    /// | `rates-unreadable` | error | no CSV, not UTF-8, a row of another length |
    /// | `rates-column-missing` | error | a required column is not there; nothing is read |
    /// | `rates-limit` | error | more than a million rows, or ten thousand findings; the rest is not read |
    /// | `unknown-currency` | error | no code of ISO 4217 |
    /// | `not-a-decimal` | error | letters, grouping, a decimal comma, nothing |
    /// | `rate-not-positive` | error | zero or below |
    /// | `unknown-rate-kind` | error | no code of [`RateKind`] |
    /// | `unknown-standing` | error | no code of [`Standing`] |
    /// | `unknown-date` | error | no day of the calendar as `yyyy-mm-dd`, no month as `yyyy-mm` |
    /// | `rate-field` | error | a publisher or days that cannot be |
    /// | `rate-conflict` | error | another row or file says another value for the same days |
    /// | `rate-turned` | error | the figure is right the other way round: base and quote are exchanged |
    /// | `rate-overlap` | warning | it shares days with another rate of the series and nothing says that it corrects it |
    /// | `rate-duplicate` | note | the book has this very rate already |
    /// | `rate-jump` | warning | it lies far above, or far below, both its neighbours in the series |
    /// | `rate-far` | warning | it lies far from what others publish for the same days |
    /// | `band-broken` | error | neither ceiling nor floor follows from rate and band: the rate itself is in doubt |
    /// | `band-broken` | warning | one of the two does not follow |
    /// | `spread-impossible` | error | a bank buys dearer than it sells; both rows are left out |
    /// | `spread-impossible` | warning | a bank's spread is larger than one should be |
    ///
    /// # Source
    ///
    /// Ceiling and floor are rate × (1 ± band): Circular 02/2021/TT-NHNN, Article 5. What counts as far is ours and can be set:
    /// [`RateChecks`].
    pub fn read_csv(&mut self, reader: impl Read, file_name: &str) -> Vec<Finding> {
        self.read_csv_with(reader, file_name, &RateChecks::default())
    }

    /// As [`RateBook::read_csv`], with other limits.
    pub fn read_csv_with(&mut self, reader: impl Read, file_name: &str, checks: &RateChecks) -> Vec<Finding> {
        let mut sheet = Sheet::new(file_name, checks);
        let rows = sheet.rows(reader);
        sheet.load(rows, self)
    }

    /// Adds the rates of a CSV file of another shape, whose columns `table` describes, and returns what was noticed.
    ///
    /// An empty cell is a figure that was not published, not a fault. The codes are those of [`RateBook::read_csv`]; a finding's place
    /// names the column and the day.
    ///
    /// ```
    /// use vientro_currency::{Currency, RateBook, RateChecks, RateColumn, RateKind, RateTable};
    ///
    /// let file = "date,sbv_reference,band_percent,ceiling_published,floor_published,vcb_buy,vcb_sell
    /// 2016-12-28,21156,3,22821,21491,22720,22790
    /// 2025-12-18,25151,5,26409,23893,26148,26408";
    /// let column = |name, kind, publisher| RateColumn::new(name, Currency::USD, Currency::VND, kind, publisher);
    /// let table = RateTable::daily("date")
    ///     .column(
    ///         column("sbv_reference", RateKind::Central, "Ngân hàng Nhà nước Việt Nam")
    ///             .band("band_percent", "ceiling_published", "floor_published"),
    ///     )
    ///     .column(column("vcb_buy", RateKind::BankBuying, "Vietcombank"))
    ///     .column(column("vcb_sell", RateKind::BankSelling, "Vietcombank"));
    /// let mut book = RateBook::new();
    /// let findings = book.read_table(file.as_bytes(), "quotes.csv", &table, &RateChecks::default());
    /// // a misprint of a thousand: ceiling and floor agree on 22,156
    /// assert_eq!(findings.len(), 1);
    /// assert_eq!((findings[0].code().as_str(), findings[0].suggestion()), ("band-broken", Some("22156")));
    /// assert_eq!(book.len(), 5);
    /// ```
    pub fn read_table(
        &mut self,
        reader: impl Read,
        file_name: &str,
        table: &RateTable,
        checks: &RateChecks,
    ) -> Vec<Finding> {
        let mut sheet = Sheet::new(file_name, checks);
        let rows = sheet.table_rows(reader, table);
        sheet.load(rows, self)
    }

    /// Writes all rates in the format [`RateBook::read_csv`] reads, by pair, kind, publisher and first day.
    ///
    /// # Errors
    ///
    /// What the writer refuses.
    pub fn to_csv(&self, writer: impl Write) -> std::io::Result<()> {
        let mut writer = WriterBuilder::new().from_writer(writer);
        writer.write_record(WRITTEN)?;
        for rate in self.iter() {
            let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            writer.write_record([
                rate.base().code(),
                rate.quote().code(),
                &rate.value().to_string(),
                rate.kind().code(),
                rate.publisher(),
                rate.notice().unwrap_or_default(),
                &day(rate.notice_date()),
                &rate.valid_from().to_string(),
                &rate.valid_to().to_string(),
                rate.source(),
                rate.note().unwrap_or_default(),
                &day(rate.known_on_as_given()),
                rate.standing().code(),
            ])?;
        }
        writer.flush()
    }
}

/// A rate with the place it was read from.
struct Row {
    line: u32,
    /// Column and day in a file of one day a row; empty where the line says it all.
    record: String,
    rate: Rate,
}

struct Sheet<'a> {
    file: &'a str,
    checks: &'a RateChecks,
    findings: Vec<Finding>,
}

/// Why a cell is refused.
struct Fault {
    code: &'static str,
    vi: &'static str,
    en: &'static str,
    found: String,
    expected: &'static str,
    suggestion: Option<String>,
}

impl<'a> Sheet<'a> {
    fn new(file: &'a str, checks: &'a RateChecks) -> Self {
        Self { file, checks, findings: Vec::new() }
    }

    /// Puts what can stand into the book.
    fn load(mut self, rows: Vec<Row>, book: &mut RateBook) -> Vec<Finding> {
        let mut rows = rows;
        // in the order of the book, so that each goes behind the last; rows of the same days stay in the order of the file
        rows.sort_by(|one, other| order(&one.rate).cmp(&order(&other.rate)));
        // what is left is judged without what was refused, so that a book written and read again is judged the same
        for _ in 0..PASSES_MAX {
            let told = self.findings.len();
            let mut refused: BTreeSet<usize> = self.spreads(&rows).into_iter().collect();
            if refused.is_empty() {
                refused.extend(self.turned(&rows, book));
            }
            if refused.is_empty() {
                break;
            }
            // the next pass warns again
            let errors = self.findings.split_off(told);
            self.findings.extend(errors.into_iter().filter(|finding| finding.severity() == Severity::Error));
            let mut position = 0_usize..;
            rows.retain(|_| position.next().is_none_or(|position| !refused.contains(&position)));
        }
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            self.overlap(&row, book);
            match book.insert(row.rate.clone()) {
                Ok(true) => read.push(row),
                Ok(false) => self.duplicate(&row),
                Err(error) => self.refuse("rate-conflict", row.line, &error),
            }
        }
        for row in &read {
            self.jump(row, book);
            self.far(row, book);
        }
        self.findings.sort_by_key(|finding| finding.location().line());
        self.findings
    }

    fn rows(&mut self, reader: impl Read) -> Vec<Row> {
        self.each(reader, &REQUIRED, |sheet, columns, record| {
            let rate = sheet.row(columns, record)?;
            Ok(rate
                .map(|rate| Row { line: line_of(record), record: String::new(), rate })
                .into_iter()
                .collect())
        })
    }

    /// Reads a file row by row; a row's fault is told and the next one read.
    fn each(
        &mut self,
        reader: impl Read,
        required: &[&str],
        mut read: impl FnMut(&mut Self, &Columns, &ByteRecord) -> Result<Vec<Row>, Fault>,
    ) -> Vec<Row> {
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(reader);
        let columns = match reader.byte_headers() {
            Ok(headers) => columns(headers),
            Err(error) => {
                self.unreadable(&error);
                return Vec::new();
            }
        };
        for name in required {
            if !columns.contains_key(*name) {
                let message = Bilingual::new(
                    format!("thiếu cột `{name}`; không đọc được dòng nào"),
                    format!("column `{name}` is missing; no row can be read"),
                );
                self.push("rates-column-missing", Severity::Error, 1, message, |finding| {
                    finding.expected(*name)
                });
            }
        }
        if !self.findings.is_empty() {
            return Vec::new();
        }
        let mut rows = Vec::new();
        let mut record = ByteRecord::new();
        for count in 0_usize.. {
            match reader.read_byte_record(&mut record) {
                Ok(false) => break,
                Err(error) => self.unreadable(&error),
                Ok(true) if count >= ROWS_MAX || self.findings.len() >= FINDINGS_MAX => {
                    let message = Bilingual::new(
                        "tệp quá dài hoặc quá nhiều lỗi; phần còn lại không được đọc",
                        "the file is too long or has too many faults; the rest was not read",
                    );
                    let line = line_of(&record);
                    self.push("rates-limit", Severity::Error, line, message, |finding| {
                        finding.expected(format!("at most {ROWS_MAX} rows and {FINDINGS_MAX} findings"))
                    });
                    break;
                }
                Ok(true) => match read(self, &columns, &record) {
                    Ok(read) => rows.extend(read),
                    Err(fault) => self.fault(fault, line_of(&record), String::new()),
                },
            }
        }
        rows
    }

    fn fault(&mut self, fault: Fault, line: u32, record: String) {
        let Fault { code, vi, en, found, expected, suggestion } = fault;
        let message = Bilingual::new(vi, en);
        self.push(code, Severity::Error, line, message, |finding| {
            let finding = about(finding, record).found(found).expected(expected);
            match suggestion {
                Some(suggestion) => finding.suggest(suggestion),
                None => finding,
            }
        });
    }

    /// One row; `None` if its finding was pushed already.
    fn row(&mut self, columns: &Columns, record: &ByteRecord) -> Result<Option<Rate>, Fault> {
        let line = line_of(record);
        let cell = |name: &str| cell(columns, record, name);
        let base = currency(cell("base")?)?;
        let quote = currency(cell("quote")?)?;
        let value = decimal(cell("value")?)?;
        let kind_text = cell("kind")?;
        let kind: RateKind = kind_text.parse().map_err(|_| Fault {
            code: "unknown-rate-kind",
            vi: "loại tỷ giá không có trong danh mục",
            en: "no such kind of rate",
            found: kind_text.chars().take(40).collect(),
            expected: "treasury-accounting, central, bank-buying, …",
            suggestion: None,
        })?;
        let mut builder = Rate::builder(base, quote, value, kind)
            .publisher(cell("publisher")?)
            .source(cell("source")?)
            .days(date(cell("valid_from")?)?, date(cell("valid_to")?)?);
        let optional_date = |text: &str| if text.is_empty() { Ok(None) } else { date(text).map(Some) };
        let notice_date = optional_date(cell("notice_date")?)?;
        match cell("notice")? {
            "" if notice_date.is_none() => {}
            notice => builder = builder.notice(notice, notice_date),
        }
        if let Some(known_on) = optional_date(cell("known_on")?)? {
            builder = builder.known_on(known_on);
        }
        match cell("note")? {
            "" => {}
            note => builder = builder.note(note),
        }
        match cell("standing")? {
            "" => {}
            code => builder = builder.standing(standing(code)?),
        }
        let Some(rate) = self.build(builder, line) else { return Ok(None) };
        let optional_decimal = |text: &str| if text.is_empty() { Ok(None) } else { decimal(text).map(Some) };
        let band = optional_decimal(cell("band_percent")?)?;
        let ceiling = optional_decimal(cell("ceiling")?)?;
        let floor = optional_decimal(cell("floor")?)?;
        Ok(self.band(line, &rate, band, ceiling, floor).then_some(rate))
    }

    /// The rate, or `None` with a finding.
    fn build(&mut self, builder: RateBuilder, line: u32) -> Option<Rate> {
        let built = builder.build();
        if let Err(error) = &built {
            let code = match error {
                RateError::NotPositive { .. } => "rate-not-positive",
                _ => "rate-field",
            };
            self.refuse(code, line, error);
        }
        built.ok()
    }

    fn unreadable(&mut self, error: &csv::Error) {
        let line = error.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        let message = Bilingual::new("không đọc được dòng CSV", "the CSV row cannot be read");
        self.push("rates-unreadable", Severity::Error, line, message, |finding| {
            finding.found(error.to_string())
        });
    }

    fn refuse(&mut self, code: &'static str, line: u32, error: &RateError) {
        let message = Bilingual::new(error.text(Language::Vi), error.text(Language::En));
        self.push(code, Severity::Error, line, message, |finding| finding);
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        line: u32,
        message: Bilingual,
        details: impl FnOnce(Finding) -> Finding,
    ) {
        let place = Location::new().in_file(self.file).at_line(line);
        self.findings.push(details(Finding::new(FindingCode::new(code), severity, message).at(place)));
    }
}

/// Where each column stands, by its name.
type Columns = BTreeMap<String, usize>;

/// The order of a book.
fn order(rate: &Rate) -> (Currency, Currency, RateKind, &str, NaiveDate) {
    (rate.base(), rate.quote(), rate.kind(), rate.publisher(), rate.valid_from())
}

/// A finding about one of several figures of a line.
fn about(finding: Finding, record: String) -> Finding {
    if record.is_empty() {
        return finding;
    }
    let place = finding.location().clone().about(record);
    finding.at(place)
}

fn cell<'r>(columns: &Columns, record: &'r ByteRecord, name: &str) -> Result<&'r str, Fault> {
    let bytes = columns.get(name).and_then(|column| record.get(*column)).unwrap_or_default();
    std::str::from_utf8(bytes).map_err(|_| Fault {
        code: "rates-unreadable",
        vi: "chữ không phải UTF-8",
        en: "the text is not UTF-8",
        found: String::from_utf8_lossy(bytes).chars().take(40).collect(),
        expected: "UTF-8",
        suggestion: None,
    })
}

fn standing(text: &str) -> Result<Standing, Fault> {
    text.parse().map_err(|_| Fault {
        code: "unknown-standing",
        vi: "không rõ số liệu là số công bố, suy ra hay dẫn lại",
        en: "no such standing of a figure",
        found: text.chars().take(40).collect(),
        expected: "published, derived, second-hand",
        suggestion: None,
    })
}

fn columns(headers: &ByteRecord) -> Columns {
    let name = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.trim_start_matches('\u{feff}').trim().to_ascii_lowercase()
    };
    headers.iter().enumerate().map(|(position, header)| (name(header), position)).collect()
}

fn line_of(record: &ByteRecord) -> u32 {
    record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX))
}

fn currency(text: &str) -> Result<Currency, Fault> {
    text.parse().map_err(|_| Fault {
        code: "unknown-currency",
        vi: "mã tiền tệ không có trong ISO 4217",
        en: "no currency code of ISO 4217",
        found: text.chars().take(40).collect(),
        expected: "VND, USD, EUR, …",
        suggestion: None,
    })
}

fn date(text: &str) -> Result<NaiveDate, Fault> {
    // chrono reads signs, spaces and short forms too; a file has one form
    let form = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    form.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten().ok_or_else(|| Fault {
        code: "unknown-date",
        vi: "ngày không có trong lịch",
        en: "no such day in the calendar",
        found: text.chars().take(40).collect(),
        expected: "yyyy-mm-dd",
        suggestion: None,
    })
}

/// Digits with at most one point: no grouping, no comma, no exponent, nothing the decimal would round.
fn decimal(text: &str) -> Result<Decimal, Fault> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let form = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1;
    form.then(|| Decimal::from_str_exact(text).ok()).flatten().ok_or_else(|| {
        // a comma before three digits may group them; then nothing is proposed
        let suggestion = digits.split_once(',').and_then(|(whole, decimals)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let whole = whole.replace('.', "");
            (decimals.len() != 3 && digits(&whole) && digits(decimals)).then(|| format!("{whole}.{decimals}"))
        });
        Fault {
            code: "not-a-decimal",
            vi: "không phải số thập phân (dấu chấm thập phân, không phân nhóm)",
            en: "not a decimal (a point, no grouping)",
            found: text.chars().take(40).collect(),
            expected: "25120.5",
            suggestion,
        }
    })
}
