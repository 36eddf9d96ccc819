//! Rate files: CSV in with findings, CSV out.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use chrono::NaiveDate;
use csv::{ByteRecord, ReaderBuilder, Trim, WriterBuilder};
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Finding, FindingCode, Language, Location, Severity};

use crate::{Currency, Rate, RateBook, RateError, RateKind};

/// The columns a rate file must have.
const REQUIRED: [&str; 7] = ["base", "quote", "value", "kind", "publisher", "valid_from", "valid_to"];
/// The columns it is written with.
const WRITTEN: [&str; 12] = [
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
];
/// The most rows read of one file.
const ROWS_MAX: usize = 1_000_000;
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
    ///   they are there: `notice`, `notice_date`, `source`, `note`, `known_on`, and the printed band of a central rate:
    ///   `band_percent`, `ceiling`, `floor`. Days are `yyyy-mm-dd`, decimals have a point and no grouping.
    /// * A row with an error is left out, every other row is read. A row that can stand but should be looked at is a
    ///   warning and is read.
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
    /// | `unknown-date` | error | no day of the calendar as `yyyy-mm-dd` |
    /// | `rate-field` | error | a publisher or days that cannot be |
    /// | `rate-conflict` | error | another row or file says another value for the same days |
    /// | `band-broken` | error | neither ceiling nor floor follows from rate and band by more than a đồng: the rate itself is in doubt |
    /// | `band-broken` | warning | one of the two does not follow |
    /// | `spread-impossible` | error | a bank buys dearer than it sells; both rows are left out |
    /// | `spread-impossible` | warning | a bank's spread is over 3 % |
    ///
    /// # Source
    ///
    /// Ceiling and floor are rate × (1 ± band): Circular 02/2021/TT-NHNN, Article 5. The limit for a spread is ours: the
    /// largest of 37 printed days of two banks is 1.6 %, the misprinted one 5.2 %.
    pub fn read_csv(&mut self, reader: impl Read, file_name: &str) -> Vec<Finding> {
        let mut sheet = Sheet { file: file_name, findings: Vec::new() };
        let rows = sheet.rows(reader);
        let refused = sheet.spreads(&rows);
        for (position, row) in rows.into_iter().enumerate() {
            if refused.contains(&position) {
                continue;
            }
            if let Err(error) = self.insert(row.rate) {
                sheet.refuse("rate-conflict", row.line, &error);
            }
        }
        sheet.findings.sort_by_key(|finding| finding.location().line());
        sheet.findings
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
            ])?;
        }
        writer.flush()
    }
}

/// A rate with the line it was read from.
struct Row {
    line: u32,
    rate: Rate,
}

struct Sheet<'a> {
    file: &'a str,
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

impl Sheet<'_> {
    fn rows(&mut self, reader: impl Read) -> Vec<Row> {
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(reader);
        let columns = match reader.byte_headers() {
            Ok(headers) => columns(headers),
            Err(error) => {
                self.unreadable(&error);
                return Vec::new();
            }
        };
        for name in REQUIRED {
            if !columns.contains_key(name) {
                let message = Bilingual::new(
                    format!("thiếu cột `{name}`; không đọc được dòng nào"),
                    format!("column `{name}` is missing; no row can be read"),
                );
                self.push("rates-column-missing", Severity::Error, 1, message, |finding| {
                    finding.expected(name)
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
                Ok(true) => {
                    let line = line_of(&record);
                    match self.row(&columns, &record) {
                        Ok(Some(rate)) => rows.push(Row { line, rate }),
                        Ok(None) => {}
                        Err(fault) => {
                            let Fault { code, vi, en, found, expected, suggestion } = fault;
                            let message = Bilingual::new(vi, en);
                            self.push(code, Severity::Error, line, message, |finding| {
                                let finding = finding.found(found).expected(expected);
                                match suggestion {
                                    Some(suggestion) => finding.suggest(suggestion),
                                    None => finding,
                                }
                            });
                        }
                    }
                }
            }
        }
        rows
    }

    /// One row; `None` if its finding was pushed already.
    fn row(&mut self, columns: &BTreeMap<String, usize>, record: &ByteRecord) -> Result<Option<Rate>, Fault> {
        let line = line_of(record);
        let cell = |name: &str| {
            let bytes = columns.get(name).and_then(|column| record.get(*column)).unwrap_or_default();
            std::str::from_utf8(bytes).map_err(|_| Fault {
                code: "rates-unreadable",
                vi: "chữ không phải UTF-8",
                en: "the text is not UTF-8",
                found: String::from_utf8_lossy(bytes).chars().take(40).collect(),
                expected: "UTF-8",
                suggestion: None,
            })
        };
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
        let rate = match builder.build() {
            Ok(rate) => rate,
            Err(error) => {
                let code = match error {
                    RateError::NotPositive { .. } => "rate-not-positive",
                    _ => "rate-field",
                };
                self.refuse(code, line, &error);
                return Ok(None);
            }
        };
        let optional_decimal = |text: &str| if text.is_empty() { Ok(None) } else { decimal(text).map(Some) };
        let band = optional_decimal(cell("band_percent")?)?;
        let ceiling = optional_decimal(cell("ceiling")?)?;
        let floor = optional_decimal(cell("floor")?)?;
        Ok(self.band(line, &rate, band, ceiling, floor).then_some(rate))
    }

    /// Checks the printed band; false if the rate itself is in doubt.
    fn band(
        &mut self,
        line: u32,
        rate: &Rate,
        band: Option<Decimal>,
        ceiling: Option<Decimal>,
        floor: Option<Decimal>,
    ) -> bool {
        let Some(share) = band.and_then(|band| band.checked_div(Decimal::ONE_HUNDRED)) else { return true };
        let edge = |printed: Option<Decimal>, factor: Option<Decimal>| {
            let expected = rate.value().checked_mul(factor?)?.normalize();
            let off = printed?.checked_sub(expected)?.abs() > Decimal::ONE;
            Some((off, expected))
        };
        let over = Decimal::ONE.checked_add(share);
        let under = Decimal::ONE.checked_sub(share);
        let (top, bottom) = (edge(ceiling, over), edge(floor, under));
        let broken = [top, bottom].map(|edge| edge.is_some_and(|(off, _)| off));
        if broken == [false, false] {
            return true;
        }
        let list = |values: [Option<Decimal>; 2]| {
            let named = ["ceiling", "floor"].into_iter().zip(values).zip(broken);
            let named: Vec<String> = named
                .filter_map(|((name, value), broken)| {
                    value.filter(|_| broken).map(|value| format!("{name} {value}"))
                })
                .collect();
            named.join(", ")
        };
        let in_doubt = broken == [true, true];
        let message = if in_doubt {
            Bilingual::new(
                "tỷ giá không khớp với cả trần lẫn sàn đã in; không dùng dòng này",
                "the rate agrees with neither printed ceiling nor floor; the row is left out",
            )
        } else {
            Bilingual::new(
                "trần hoặc sàn đã in không khớp với tỷ giá và biên độ",
                "a printed ceiling or floor does not follow from rate and band",
            )
        };
        let severity = if in_doubt { Severity::Error } else { Severity::Warning };
        let found = list([ceiling, floor]);
        let expected = list([top.map(|edge| edge.1), bottom.map(|edge| edge.1)]);
        // where both edges agree on another rate, the rate is the misprint
        let implied = |printed: Option<Decimal>, factor: Option<Decimal>| printed?.checked_div(factor?);
        let suggestion = match (implied(ceiling, over), implied(floor, under)) {
            (Some(high), Some(low)) if in_doubt => {
                let apart = high.checked_sub(low).map(|apart| apart.abs());
                let mean = high.checked_add(low).and_then(|sum| sum.checked_div(Decimal::TWO));
                apart.filter(|apart| *apart <= Decimal::TWO).and(mean)
            }
            _ => None,
        };
        self.push("band-broken", severity, line, message, |finding| {
            let finding = finding
                .found(found)
                .expected(expected)
                .by_rule("Circular 02/2021/TT-NHNN, Article 5: ceiling and floor are rate × (1 ± band)");
            match suggestion {
                Some(value) => finding.suggest(crate::Rounding::HalfUp.round(value, 0).to_string()),
                None => finding,
            }
        });
        !in_doubt
    }

    /// Checks buying against selling of one bank on one day; returns the positions of rows that cannot stand.
    fn spreads(&mut self, rows: &[Row]) -> Vec<usize> {
        let mut selling = BTreeMap::new();
        for (position, Row { rate, .. }) in rows.iter().enumerate() {
            if rate.kind() == RateKind::BankSelling {
                selling.insert((rate.base(), rate.quote(), rate.publisher(), rate.valid_from()), position);
            }
        }
        let mut refused = Vec::new();
        for (position, Row { line, rate: buying }) in rows.iter().enumerate() {
            let is_buying = matches!(
                buying.kind(),
                RateKind::BankBuying | RateKind::BankBuyingCash | RateKind::BankBuyingTransfer
            );
            let key = (buying.base(), buying.quote(), buying.publisher(), buying.valid_from());
            let Some((other, selling)) =
                selling.get(&key).filter(|_| is_buying).and_then(|other| Some((*other, rows.get(*other)?)))
            else {
                continue;
            };
            let difference = selling.rate.value().checked_sub(buying.value());
            let spread = difference.and_then(|difference| difference.checked_div(buying.value()));
            let (severity, message) = match spread {
                Some(spread) if spread < Decimal::ZERO => (
                    Severity::Error,
                    Bilingual::new(
                        "giá mua cao hơn giá bán cùng ngày; không dùng cả hai dòng",
                        "the bank buys dearer than it sells on the same day; both rows are left out",
                    ),
                ),
                Some(spread) if spread > Decimal::new(3, 2) => (
                    Severity::Warning,
                    Bilingual::new(
                        "chênh lệch mua bán lớn bất thường; một trong hai số có thể in sai",
                        "the spread is implausible; one of the two figures may be misprinted",
                    ),
                ),
                _ => continue,
            };
            if severity == Severity::Error {
                refused.extend([position, other]);
            }
            let found = format!("{} / {} (line {})", buying.value(), selling.rate.value(), selling.line);
            let record = format!("{} {}", buying.publisher(), buying.valid_from());
            self.push("spread-impossible", severity, *line, message, |finding| {
                let place = finding.location().clone().about(record);
                finding.at(place).found(found).expected("selling 0 to 3 % above buying")
            });
        }
        refused
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

fn columns(headers: &ByteRecord) -> BTreeMap<String, usize> {
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
