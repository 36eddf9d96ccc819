//! Published figures from a CSV table: one row a figure, with its quote, its hedge and its links to other rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{
    Bilingual, Ending, Figure, Finding, FindingCode, HedgeConvention, Location, Period, Printed, RowId,
    Severity, When,
};
use vientro_model::{
    ModelError, Quote, Relation, RelationKind, SourceClass, SourceRow, Standing, StatedFigure, StatementId,
};
use vientro_vi::{Unit, nfc, read_hedge};

use crate::sheet::in_both;

/// How printed figures become bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct StatementOptions {
    /// For money, percentages, ratios and areas.
    pub amounts: HedgeConvention,
    /// For things that are counted: "hơn 100 hoạt động" is 101 or more.
    pub counts: HedgeConvention,
    /// Rows read at most; a further row is an error finding.
    pub rows_max: usize,
}

impl Default for StatementOptions {
    fn default() -> Self {
        Self { amounts: HedgeConvention::default(), counts: HedgeConvention::counts(), rows_max: 100_000 }
    }
}

/// What a table of published figures holds.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Statements {
    /// The figures in the order of the table.
    pub figures: Vec<StatedFigure>,
    /// What was noticed, in the order of the table.
    pub findings: Vec<Finding>,
    /// The rows the figures were read from.
    pub rows: BTreeMap<RowId, SourceRow>,
}

/// The columns a table of published figures must have; others are kept with the row and not read.
///
/// `value` is a plain number in whole units (percent as printed) and empty where the figure is unknown; `printed` is
/// the figure as it stands in print, with hedge and unit; the two must agree. `period_from` and `period_to` are
/// inclusive days of a flow, `as_of` is the day of a stock. `relation` holds links such as `part-of:S1-007`, with `;`
/// between them and `?` after the word where the text allows the link and does not state it.
pub const STATEMENT_COLUMNS: [&str; 20] = [
    "id",
    "article",
    "line",
    "quote",
    "organisation",
    "place",
    "period_from",
    "period_to",
    "as_of",
    "measure",
    "basis",
    "direction",
    "source_class",
    "modality",
    "hedge",
    "printed",
    "value",
    "unit",
    "relation",
    "note",
];

/// Reads a table of published figures (UTF-8, comma separated, with the header of [`STATEMENT_COLUMNS`]).
///
/// Never fails and never panics: what cannot be read is a finding that names file, line and column, and a row whose
/// value cannot be read becomes an unknown figure.
///
/// # Examples
///
/// ```
/// use vientro_core::Verdict;
/// use vientro_intake::{StatementOptions, read_statements};
///
/// let table = "id,article,line,quote,organisation,place,period_from,period_to,as_of,measure,basis,direction,source_class,modality,hedge,printed,value,unit,relation,note
/// S2-028,002,37,giải ngân hơn 18 tỷ đồng,Liên hiệp,An Giang,2025-01-01,2025-12-31,,aid-value,disbursed,inward,foreign-ngo,,hơn,hơn 18 tỷ đồng,18000000000,VND,,\n";
/// let read = read_statements("figures.csv", table.as_bytes(), &StatementOptions::default());
/// assert!(read.findings.is_empty());
/// assert_eq!(read.figures[0].figure().allows(&18_048_000_000_i64.into()), Verdict::Yes);
/// ```
pub fn read_statements(file: &str, bytes: &[u8], options: &StatementOptions) -> Statements {
    let mut read = Statements::default();
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header: Vec<String> = match table.headers() {
        Ok(header) => {
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect()
        }
        Err(error) => {
            read.findings.push(unreadable(file, &error));
            return read;
        }
    };
    let missing: Vec<&str> =
        STATEMENT_COLUMNS.into_iter().filter(|name| !header.iter().any(|found| found == name)).collect();
    if !missing.is_empty() {
        read.findings.push(
            finding(
                "missing-column",
                Severity::Error,
                Bilingual::new("bảng thiếu cột", "the table lacks columns"),
                file,
                1,
                None,
            )
            .found(header.join(", "))
            .expected(missing.join(", ")),
        );
        return read;
    }
    let mut seen = BTreeSet::new();
    for (number, record) in table.records().enumerate() {
        if number >= options.rows_max {
            read.findings.push(
                finding(
                    "too-many-rows",
                    Severity::Error,
                    Bilingual::new(
                        "quá số dòng cho phép, phần còn lại không đọc",
                        "more rows than allowed; the rest is not read",
                    ),
                    file,
                    number.saturating_add(2),
                    None,
                )
                .expected(options.rows_max.to_string()),
            );
            break;
        }
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let row = Row {
                    file,
                    line: usize::try_from(line).unwrap_or(usize::MAX),
                    header: &header,
                    record: &record,
                };
                row.read(options, &mut seen, &mut read);
            }
            Err(error) => read.findings.push(unreadable(file, &error)),
        }
    }
    for figure in &read.figures {
        for relation in figure.relations().iter().filter(|relation| !seen.contains(relation.to().as_str())) {
            read.findings.push(
                Finding::new(
                    FindingCode::new("unknown-relation"),
                    Severity::Warning,
                    Bilingual::new(
                        "liên kết tới số liệu không có trong bảng",
                        "the link names a figure the table does not have",
                    ),
                )
                .at(Location::new().in_file(file).about(figure.id().as_str()))
                .found(relation.to().as_str()),
            );
        }
    }
    read
}

/// One row on its way to a figure.
struct Row<'a> {
    file: &'a str,
    line: usize,
    header: &'a [String],
    record: &'a csv::StringRecord,
}

impl Row<'_> {
    fn read(&self, options: &StatementOptions, seen: &mut BTreeSet<String>, read: &mut Statements) {
        if self.record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let Ok(id) = StatementId::try_new(self.cell("id")) else {
            read.findings.push(self.fault("missing-id", "id", "dòng không có mã số", "the row has no id"));
            return;
        };
        if !seen.insert(id.as_str().to_owned()) {
            read.findings.push(self.fault(
                "duplicate-id",
                "id",
                "mã số đã có ở dòng trên",
                "the id stands in a row above",
            ));
            return;
        }
        let figure = self.figure(options, &mut read.findings);
        let mut stated = match StatedFigure::try_new(
            id.clone(),
            self.cell("measure"),
            self.cell("printed"),
            figure,
            self.cell("unit"),
        ) {
            Ok(stated) => stated,
            Err(error) => {
                let fault =
                    self.fault("row-refused", "measure", "dòng không dùng được", "the row cannot be taken");
                read.findings.push(fault.expected_in_both(error.message()));
                return;
            }
        };
        let quote = self.cell("quote");
        if !quote.is_empty() {
            stated = stated.with_quote(Quote::new(self.cell("article"), self.cell("line"), quote));
        }
        // a blank text is none
        stated = stated
            .with_organisation(self.cell("organisation"))
            .with_place(self.cell("place"))
            .with_note(self.cell("note"));
        if let Some(basis) = self.code("basis", &mut read.findings) {
            stated = stated.with_basis(basis);
        }
        if let Some(direction) = self.code("direction", &mut read.findings) {
            stated = stated.with_direction(direction);
        }
        if let Some(modality) = self.code("modality", &mut read.findings) {
            stated = stated.with_modality(modality);
        }
        let source: Option<SourceClass> = self.code("source_class", &mut read.findings);
        if let Some(source) = source {
            stated = stated.with_source(source);
        }
        if let Some(when) = self.when(&mut read.findings) {
            stated = stated.with_when(when);
        }
        let mut memo = source == Some(SourceClass::MemberAssociation);
        for text in self.cell("relation").split(';').map(str::trim).filter(|text| !text.is_empty()) {
            match text.parse::<Relation>() {
                Ok(relation) => {
                    memo |= relation.kind() == RelationKind::MemoTo;
                    stated = stated.with_relations([relation]);
                }
                Err(error) => {
                    let fault = self.fault(
                        "unknown-relation",
                        "relation",
                        "không hiểu liên kết",
                        "the link is not understood",
                    );
                    read.findings.push(fault.found(text).expected_in_both(error.message()));
                }
            }
        }
        if memo {
            stated = stated.with_standing(Standing::Memo);
        }
        if let Ok(row) = RowId::try_new(format!("{}/{}", self.file, self.line)) {
            let cells =
                self.header.iter().zip(self.record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
            let fields = cells.map(|(name, cell)| (name.clone(), nfc(cell).into_owned()));
            let source_row =
                SourceRow::new(self.location(), format!("{id} {}", self.cell("printed"))).with_fields(fields);
            read.rows.insert(row.clone(), source_row);
            stated = stated.with_rows([row]);
        }
        read.figures.push(stated);
    }

    /// The figure of the row, from its value and hedge; the printed form must say the same.
    fn figure(&self, options: &StatementOptions, findings: &mut Vec<Finding>) -> Figure {
        let cell = self.cell("value");
        if cell.is_empty() {
            return Figure::Unknown;
        }
        let Ok(value) = Decimal::from_str_exact(&cell) else {
            let fault = self.fault("not-a-number", "value", "không phải là số", "not a number");
            findings.push(fault.expected_in_both(Bilingual::new(
                "một số viết liền bằng chữ số, ví dụ 18000000000 hoặc 12.5",
                "a plain number, such as 18000000000 or 12.5",
            )));
            return Figure::Unknown;
        };
        let unit = self.cell("unit");
        let is_amount =
            Unit::currency(&unit).is_some() || ["percent", "ratio", "km2"].contains(&unit.as_str());
        let convention = if is_amount { options.amounts } else { options.counts };
        let word = self.cell("hedge");
        let hedge = read_hedge(&word);
        if hedge.is_none() && !word.is_empty() {
            findings.push(self.fault(
                "unknown-hedge",
                "hedge",
                "không hiểu từ chỉ mức độ",
                "the hedge is not understood",
            ));
        }
        // what stands in print, if it is a figure at all (a congress "lần thứ IV" is not)
        let reading = vientro_vi::read(&self.cell("printed")).ok();
        let agrees = |read: &Decimal| *read == value || (is_amount && *read == value / Decimal::ONE_HUNDRED);
        let mut printed = Printed::new(value);
        if let Some(reading) = &reading {
            if agrees(&reading.value()) && reading.hedge() == hedge {
                if let (Some(place), true) = (reading.printed().place(), reading.value() == value) {
                    printed = printed.to_place(*place);
                }
            } else if is_amount {
                let fault = self.fault(
                    "printed-differs",
                    "printed",
                    "số in và giá trị của dòng không khớp",
                    "the printed figure and the value of the row differ",
                );
                findings.push(fault.expected(format!("{word} {value}").trim().to_owned()));
            }
        }
        if let Some(hedge) = hedge {
            printed = printed.hedged(hedge);
        }
        convention.figure(&printed).unwrap_or_else(|error| {
            let fault = self.fault(
                "unknown-hedge",
                "hedge",
                "không lập được khoảng giá trị",
                "no interval can be made",
            );
            findings.push(fault.expected_in_both(in_both(|language| error.text(language))));
            Figure::Unknown
        })
    }

    fn when(&self, findings: &mut Vec<Finding>) -> Option<When> {
        let (from, to, as_of) = (self.cell("period_from"), self.cell("period_to"), self.cell("as_of"));
        let mut day = |name: &str, text: &str| {
            let parsed = text.parse::<NaiveDate>();
            if parsed.is_err() {
                findings.push(
                    self.fault("unknown-date", name, "không phải là ngày", "not a date")
                        .expected("2025-12-31"),
                );
            }
            parsed.ok()
        };
        if !as_of.is_empty() {
            return day("as_of", &as_of).map(When::AsOf);
        }
        if from.is_empty() && to.is_empty() {
            return None;
        }
        let (from, to) = (day("period_from", &from)?, day("period_to", &to)?);
        let period = period_between(from, to);
        if period.is_none() {
            findings.push(self.fault(
                "unknown-date",
                "period_to",
                "kỳ không có ngày nào",
                "no day lies in the period",
            ));
        }
        period.map(When::During)
    }

    fn code<T: std::str::FromStr<Err = ModelError>>(
        &self,
        name: &str,
        findings: &mut Vec<Finding>,
    ) -> Option<T> {
        let cell = self.cell(name);
        if cell.is_empty() {
            return None;
        }
        match cell.parse() {
            Ok(code) => Some(code),
            Err(error) => {
                let fault = self.fault("unknown-code", name, "không có mã này", "there is no such code");
                findings.push(fault.expected_in_both(error.message()));
                None
            }
        }
    }

    fn cell(&self, name: &str) -> String {
        let column = self.header.iter().position(|found| found == name);
        let cell = column.and_then(|column| self.record.get(column)).unwrap_or_default();
        nfc(cell.trim()).into_owned()
    }

    fn location(&self) -> Location {
        Location::new().in_file(self.file).at_line(u32::try_from(self.line).unwrap_or(u32::MAX))
    }

    fn fault(&self, code: &'static str, column: &str, vi: &str, en: &str) -> Finding {
        let severity = if code == "printed-differs" { Severity::Warning } else { Severity::Error };
        finding(code, severity, Bilingual::new(vi, en), self.file, self.line, Some(column))
            .found(self.cell(column))
    }
}

/// A whole calendar year where the days are those of one, else a free period that holds its last day.
fn period_between(from: NaiveDate, to: NaiveDate) -> Option<Period> {
    use chrono::Datelike;
    let year = Period::calendar_year(from.year()).ok().filter(|year| year.from() == from && year.to() == to);
    year.or_else(|| Period::try_new(from, to, Ending::Closed).ok())
}

fn finding(
    code: &'static str,
    severity: Severity,
    message: Bilingual,
    file: &str,
    line: usize,
    column: Option<&str>,
) -> Finding {
    let mut location = Location::new().in_file(file).at_line(u32::try_from(line).unwrap_or(u32::MAX));
    if let Some(column) = column {
        location = location.at_cell(column);
    }
    Finding::new(FindingCode::new(code), severity, message).at(location)
}

fn unreadable(file: &str, error: &csv::Error) -> Finding {
    let line = error.position().map_or(1, csv::Position::line);
    finding(
        "unreadable-row",
        Severity::Error,
        Bilingual::new("không đọc được dòng", "the row cannot be read"),
        file,
        usize::try_from(line).unwrap_or(usize::MAX),
        None,
    )
    .found(error.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_core::Verdict;

    use super::*;

    fn read(rows: &str) -> Statements {
        let table = format!("{}\n{rows}", STATEMENT_COLUMNS.join(","));
        read_statements("t.csv", table.as_bytes(), &StatementOptions::default())
    }

    fn codes(read: &Statements) -> Vec<&str> {
        read.findings.iter().map(|finding| finding.code().as_str()).collect()
    }

    #[test]
    fn a_count_is_a_bound_and_an_amount_a_band() {
        let read = read(
            "A,000,1,q,o,p,2025-01-01,2025-12-31,,activity-count,held,,,,hơn,hơn 100 hoạt động,100,activity,,\n\
             B,000,1,q,o,p,2025-01-01,2025-12-31,,aid-value,committed,inward,,,hơn,hơn 400 tỉ đồng,400000000000,VND,,\n",
        );
        assert_eq!(codes(&read), [""; 0]);
        assert_eq!(read.figures[0].figure().allows(&Decimal::from(100)), Verdict::No);
        assert_eq!(read.figures[0].figure().allows(&Decimal::from(5000)), Verdict::Yes);
        assert_eq!(read.figures[1].figure().allows(&Decimal::from(400_000_000_000_i64)), Verdict::Yes);
        assert_eq!(read.figures[1].figure().allows(&Decimal::from(500_000_000_000_i64)), Verdict::No);
    }

    #[test]
    fn no_value_is_unknown_and_not_zero() {
        let read = read("A,000,1,q,o,p,,,,aid-value,,outward,,,,,,,,\n");
        assert!(read.figures[0].figure().is_unknown());
    }

    #[test]
    fn faults_name_their_line_and_column() {
        let read = read(
            "A,000,1,q,o,p,2025-02-31,2025-12-31,,aid-value,stolen,inward,,,hơn,hơn 18 tỷ đồng,19000000000,VND,part-of:Z,\n\
             A,000,1,q,o,p,,,,aid-value,,,,,,,,,,\n\
             C,000,1,q,o,p,,,,aid-value,,,,,,18 tỷ,x,VND,,\n",
        );
        assert_eq!(
            codes(&read),
            [
                "printed-differs",
                "unknown-code",
                "unknown-date",
                "duplicate-id",
                "not-a-number",
                "unknown-relation"
            ]
        );
        assert_eq!(read.findings[2].location().to_string(), "t.csv period_from #2");
        assert_eq!(read.figures.len(), 2);
        assert!(read.figures[1].figure().is_unknown());
    }

    #[test]
    fn a_table_without_its_columns_is_one_finding() {
        let read = read_statements("t.csv", b"a,b\n1,2\n", &StatementOptions::default());
        assert_eq!(codes(&read), ["missing-column"]);
    }

    /// The table of the five articles is read without a finding; every printed figure agrees with its value.
    #[test]
    fn the_published_figures_are_read_whole() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/published/figures.csv");
        let Ok(bytes) = std::fs::read(path) else {
            println!("skipped: a published package has no {path}");
            return;
        };
        let read = read_statements("figures.csv", &bytes, &StatementOptions::default());
        let lines: Vec<String> =
            read.findings.iter().map(|finding| finding.line(vientro_core::Language::En)).collect();
        assert_eq!(lines, [""; 0]);
        assert_eq!((read.figures.len(), read.rows.len()), (70, 70));
        assert!(read.figures.iter().filter(|figure| figure.figure().is_unknown()).count() >= 7);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut table = STATEMENT_COLUMNS.join(",").into_bytes();
            table.push(b'\n');
            table.extend(&bytes);
            read_statements("t.csv", &table, &StatementOptions::default());
            read_statements("t.csv", &bytes, &StatementOptions::default());
        }
    }
}
