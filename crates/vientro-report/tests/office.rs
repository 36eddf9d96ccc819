//! Documents and workbooks are read back by readers that know nothing of the writers, and every figure is compared with
//! the report cell by cell; hostile text is looked for part by part.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::Language;
use vientro_report::{Cell, CellValue, Report, Table};
use zip::ZipArchive;

use crate::hostile::{hostile, shown};
use crate::read_back::{cells, cells_of, says, tables};
use crate::{sample, told};

const LANGUAGES: [Language; 2] = [Language::Vi, Language::En];

/// All parts of a package as text.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        assert_eq!(part.last_modified().unwrap().year(), 1980, "{name}");
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert!(parts.insert(name, text).is_none(), "a part stands twice");
    }
    parts
}

/// Every part is well-formed: elements close in order, entities are known.
fn well_formed(parts: &BTreeMap<String, String>) {
    for (name, text) in parts {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                        unescape(&attribute.value).unwrap_or_else(|error| panic!("{name}: {error}"));
                    }
                }
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
        let acts = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
        assert_eq!(text.chars().find(acts), None, "{name}");
        assert!(!text.contains("TargetMode"), "{name} leads out of the file");
    }
}

#[cfg(feature = "docx")]
pub(crate) mod word {
    use vientro_report::{Block, DocxOptions, MissingReason, docx};

    use super::*;

    fn document(report: &Report, language: Language) -> BTreeMap<String, String> {
        parts(&docx(report, language, &DocxOptions::new()).unwrap())
    }

    /// Text of the runs of a piece of the document; raised runs are marks of notes.
    fn text_of(piece: &str) -> String {
        let mut text = String::new();
        for run in piece.split("<w:r>").skip(1) {
            let run = run.split("</w:r>").next().unwrap();
            if run.contains(r#"<w:vertAlign w:val="superscript"/>"#) {
                continue;
            }
            for (at, line) in run.split("<w:br/>").enumerate() {
                if at > 0 {
                    text.push(' ');
                }
                let words = line.split_once("<w:t xml:space=\"preserve\">").map_or("", |(_, words)| words);
                text.push_str(&unescape(words.split("</w:t>").next().unwrap()).unwrap());
            }
        }
        text
    }

    #[cfg(feature = "templates")]
    pub(crate) fn text_and_styles(report: &Report) -> [String; 2] {
        let parts = document(report, Language::Vi);
        [text_of(&parts["word/document.xml"]), parts["word/styles.xml"].clone()]
    }

    /// The tables of the document: title, and the texts of each row that is no head.
    fn grids(document: &str) -> Vec<(String, Vec<Vec<String>>)> {
        let grids = document.split("<w:tblCaption w:val=\"").skip(1).map(|rest| {
            let (title, rest) = rest.split_once('"').unwrap();
            let body = rest.split("</w:tbl>").next().unwrap();
            let rows = body.split("<w:tr>").skip(1).filter(|row| !row.contains("<w:tblHeader/>"));
            let cells = |row: &str| row.split("<w:tc>").skip(1).map(text_of).collect();
            (unescape(title).unwrap().into_owned(), rows.map(cells).collect())
        });
        grids.collect()
    }

    #[test]
    fn every_figure_comes_back() {
        let report = sample::report();
        assert!(cells_of(&report) > 40);
        gives_back(&report);
    }

    /// Every figure of tables and charts stands in the document, in both languages.
    pub(crate) fn gives_back(report: &Report) {
        for language in LANGUAGES {
            let parts = document(report, language);
            well_formed(&parts);
            let grids = grids(&parts["word/document.xml"]);
            let mut compared = 0;
            for table in tables(report) {
                let wanted = table.caption().text(language).to_owned();
                let short = wanted.rsplit(": ").next().unwrap_or(&wanted);
                let (_, rows) = grids
                    .iter()
                    .find(|(title, rows)| title.ends_with(short) && !rows.is_empty())
                    .unwrap_or_else(|| panic!("{wanted}"));
                // rows with one cell are the heads of groups
                let rows: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() > 1).collect();
                assert_eq!(rows.len(), table.body_rows().count(), "{wanted}");
                for (row, found) in table.body_rows().zip(rows) {
                    assert_eq!(found[0], shown(row.label().text(language)));
                    for ((cell, column), text) in row.cells().iter().zip(table.columns()).zip(&found[1..]) {
                        says(text, cell, language);
                        told::has_its_unit(text, cell, column, language);
                        compared += 1;
                    }
                }
            }
            assert_eq!(compared, cells_of(report));
            told_twice(&parts["word/document.xml"]);
            let paragraphs = parts["word/document.xml"].split("<w:p>").skip(1).map(text_of);
            told::sentences(report, &paragraphs.collect::<Vec<_>>(), language);
            let of_cards =
                |(title, _): &&(String, _)| ["Số liệu chính", "Key figures"].contains(&title.as_str());
            let rows: Vec<&Vec<String>> = grids.iter().filter(of_cards).flat_map(|(_, rows)| rows).collect();
            assert_eq!(rows.len(), told::cards(report).len());
            for (card, row) in told::cards(report).into_iter().zip(rows) {
                assert!(row[0].starts_with(&shown(card.label().text(language))), "{}", row[0]);
                told::says_in_words(&told::tight(&row[1]), card.cell(), language);
            }
            for (number, chart) in (1..).zip(report.charts()) {
                let drawn = numbers(&parts[&format!("word/charts/chart{number}.xml")]);
                let cells = chart.all_series().iter().flat_map(vientro_report::Series::cells);
                let wanted = cells.filter_map(|cell| cell.number().or(cell.as_figure()?.low().copied()));
                assert_eq!(drawn, wanted.collect::<Vec<_>>(), "{}", chart.id());
            }
        }
    }

    /// The appendix of figures tells each as the report does.
    fn told_twice(document: &str) {
        let links = document.split("<w:hyperlink w:anchor=\"").skip(1).filter_map(|link| {
            let (name, runs) = link.split("</w:hyperlink>").next().unwrap().split_once('"').unwrap();
            name.starts_with("fig_").then(|| (name, text_of(runs)))
        });
        let links: BTreeMap<&str, String> = links.collect();
        let lines = document.split("<w:tr>").filter_map(|row| {
            let name = row.split_once("w:name=\"fig_")?.1.split('"').next().unwrap();
            Some((format!("fig_{name}"), text_of(row.split("<w:tc>").nth(2).unwrap())))
        });
        let lines: BTreeMap<String, String> = lines.collect();
        assert!(links.iter().all(|(name, text)| lines[*name] == *text), "{links:?} {lines:?}");
    }

    /// The values of a chart, series by series.
    fn numbers(chart: &str) -> Vec<Decimal> {
        let values = chart.split("<c:val>").skip(1).map(|rest| rest.split("</c:val>").next().unwrap());
        let values = values.flat_map(|value| value.split("<c:v>").skip(1));
        values.map(|value| value.split("</c:v>").next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn every_traced_figure_leads_to_its_rows() {
        let report = sample::report();
        let parts = document(&report, Language::Vi);
        let text = &parts["word/document.xml"];
        let links: Vec<&str> =
            text.split("w:anchor=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(links.iter().filter(|link| link.starts_with("fig_")).count() > 12);
        for link in &links {
            assert_eq!(text.matches(&format!("w:name=\"{link}\"")).count(), 1, "{link}");
        }
        // bookmarks are numbered once
        let mut ids: Vec<&str> = text
            .split("<w:bookmarkStart w:id=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        let bare = docx(&report, Language::Vi, &DocxOptions::new().untraced()).unwrap();
        let bare = &super::parts(&bare)["word/document.xml"];
        assert!(
            !bare.contains("w:anchor=\"") && !bare.contains("Truy nguyên") && bare.contains("4.220.000.000")
        );
    }

    #[test]
    fn charts_hold_the_exact_values() {
        let report = sample::report();
        let parts = document(&report, Language::En);
        let numbers = |number: usize| -> Vec<String> {
            let part = &parts[&format!("word/charts/chart{number}.xml")];
            numbers(part).iter().map(ToString::to_string).collect()
        };
        // the hedged one to its lower bound, the missing ones not at all
        let plan = ["10000000000", "12000000000", "3000000000", "11971000000", "18000000000"];
        assert_eq!(numbers(1), plan);
        assert_eq!(numbers(2), ["8971000000", "12048000000", "3000000000"]);
        assert_eq!(numbers(3), ["47", "50", "32"]);
        // a gap where a quarter is not known
        assert_eq!(numbers(4)[4..], ["1250000000", "11200000000", "18000000000"]);
        let line = &parts["word/charts/chart4.xml"];
        assert!(line.contains("<c:lineChart>") && !line.contains("<c:barChart>"));
        let first = &parts["word/charts/chart1.xml"];
        assert!(
            first.contains("<a:t>more than 18 billion</a:t>") && first.contains("(Disbursed: not known)")
        );
        // how far the hedge reaches
        assert!(first.contains("<c:v>1000000000</c:v>"));
    }

    #[test]
    fn the_form_is_that_of_the_decree() {
        let report = sample::report();
        let parts = document(&report, Language::Vi);
        let text = &parts["word/document.xml"];
        let all = text_of(text);
        for wanted in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ỦY BAN MẶT TRẬN TỔ QUỐC TỈNH AN GIANG",
            "Số: 05/BC-LHHN",
            "An Giang, ngày 15 tháng 12 năm 2025",
            "- Ủy ban nhân dân tỉnh;",
            "- Sở Tài chính.",
            "TM. BAN THƯỜNG VỤ",
            "KT. CHỦ TỊCH",
            "- Lưu: VT.",
            "./.",
            "(Kèm theo Báo cáo số 05/BC-LHHN ngày 15 tháng 12 năm 2025 của Liên hiệp các tổ chức hữu nghị)",
        ] {
            assert!(all.contains(wanted), "{wanted}");
        }
        assert_eq!(text.matches(" SEQ Bảng ").count(), 2);
        assert_eq!(text.matches(" SEQ Biểu_đồ ").count(), report.charts().count());
        // each section: A4, page numbers from 1, none on its first page
        let sections = text.matches("<w:sectPr>").count();
        assert_eq!(sections, 5);
        assert_eq!(text.matches("<w:titlePg/>").count(), sections);
        assert_eq!(text.matches(r#"<w:pgNumType w:start="1"/>"#).count(), sections);
        assert!(parts["word/footnotes.xml"].contains("Tiền cứu trợ chưa dùng."));
        assert!(parts["docProps/core.xml"].contains("2025-12-15T00:00:00Z"));
        assert!(parts["docProps/custom.xml"].contains("sha256:9f86d081"));
    }

    #[test]
    fn a_note_said_twice_stands_once() {
        let note = sample::t("Chưa kiểm tra.", "Not checked.");
        let figure = || vientro_report::Paragraph::new().cell(Cell::integer(5).footnote(note.clone()));
        let report = Report::new("r", sample::t("Báo cáo", "Report"))
            .block(Block::Paragraph(figure()))
            .block(Block::Paragraph(figure()))
            .paragraph(vientro_report::Paragraph::new().cell(Cell::missing(MissingReason::Unknown)))
            .build()
            .unwrap();
        let parts = document(&report, Language::Vi);
        assert_eq!(parts["word/footnotes.xml"].matches("Chưa kiểm tra.").count(), 1);
        let text = &parts["word/document.xml"];
        assert_eq!(text.matches("<w:footnoteReference ").count(), 1);
        assert_eq!(text.matches(r" NOTEREF note_1 \f \h ").count(), 1);
        // missing is said in words, never as zero
        assert!(text.contains("chưa có số liệu"));
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        for tail in [String::new(), "ừ".repeat(10_000)] {
            let (report, made) = hostile(&tail);
            let parts = document(&report, Language::Vi);
            well_formed(&parts);
            let text: String = ["word/document.xml", "word/footnotes.xml"]
                .map(|name| parts[name].replace("</w:p>", "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>"))
                .map(|part| text_of(&part))
                .concat();
            // what a chart shows is said to those who do not see it
            let drawings = parts["word/document.xml"].split("descr=\"").skip(1);
            let said = drawings.map(|rest| unescape(rest.split('"').next().unwrap()).unwrap().into_owned());
            let text = format!("{text} {}", said.collect::<String>());
            let upper = text.to_uppercase();
            for wanted in &made {
                let wanted = shown(wanted);
                assert!(
                    text.contains(&wanted) || upper.contains(&wanted.to_uppercase()),
                    "{}",
                    wanted.chars().take(20).collect::<String>()
                );
            }
            for (name, part) in &parts {
                // fields are ours
                for field in part.split("w:instr=\"").skip(1) {
                    let ours = [" SEQ ", " NOTEREF ", " PAGE "];
                    assert!(ours.iter().any(|start| field.starts_with(start)), "{name}");
                }
                assert!(!part.contains("<w:instrText") && !part.contains("<w:object"), "{name}");
            }
        }
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let make = || docx(&sample::report(), Language::Vi, &DocxOptions::new()).unwrap();
        assert_eq!(make(), make());
    }
}

#[cfg(feature = "xlsx")]
pub(crate) mod sheets {
    use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
    use chrono::NaiveDate;
    use vientro_report::xlsx;

    use super::*;

    fn book(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
        open_workbook_from_rs(Cursor::new(bytes)).unwrap()
    }

    fn number(data: &Data) -> Option<Decimal> {
        match data {
            Data::Float(value) => Some(Decimal::from_str_exact(&value.to_string()).unwrap()),
            Data::Int(value) => Some(Decimal::from(*value)),
            _ => None,
        }
    }

    /// Without the mark of a note.
    fn unmarked(text: &str) -> &str {
        let mark = |(_, mark): &(&str, &str)| {
            mark.strip_suffix(')').is_some_and(|mark| mark.chars().all(|c| c.is_ascii_digit()))
        };
        text.rsplit_once(" (").filter(mark).map_or(text, |(text, _)| text)
    }

    /// Printed rounded: of such a number a spreadsheet keeps 15 digits.
    fn is_quotient(cell: &Cell) -> bool {
        matches!(cell.value(), CellValue::Percent { .. } | CellValue::Decimal { .. })
    }

    fn same(data: &Data, cell: &Cell, language: Language) {
        match (cell.number(), data) {
            // an amount that a spreadsheet would round stands as text
            (Some(wanted), Data::String(text)) if wanted.normalize().mantissa().abs() >= 10_i128.pow(15) => {
                assert!(!is_quotient(cell), "{cell:?}");
                says(unmarked(text), cell, language);
            }
            (Some(wanted), data) => {
                let hundred = matches!(cell.value(), CellValue::Percent { .. });
                let found = number(data).unwrap_or_else(|| panic!("{cell:?}: {data:?}"));
                let found = if hundred { found * Decimal::ONE_HUNDRED } else { found };
                let away = RoundingStrategy::MidpointAwayFromZero;
                let wanted =
                    if is_quotient(cell) { wanted.round_sf_with_strategy(15, away).unwrap() } else { wanted };
                assert_eq!(found, wanted);
            }
            (None, Data::DateTime(day)) => {
                let (year, month, day, ..) = day.to_ymd_hms_milli();
                let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).unwrap();
                assert_eq!(cell.value(), &CellValue::Date(day));
            }
            (None, Data::Empty) => assert_eq!(cell.value(), &CellValue::Empty),
            (None, Data::String(text)) => says(unmarked(text), cell, language),
            (None, data) => panic!("{cell:?}: {data:?}"),
        }
    }

    /// The rows of a sheet under its head, as far as the table goes.
    fn compare(sheet: &calamine::Range<Data>, table: &Table, language: Language) -> usize {
        let head = if table.spanners().is_empty() { 1 } else { 2 };
        let width = table.columns().len() + 1;
        let mut rows = sheet.rows().skip(head + 1);
        let mut compared = 0;
        let mut next = |label: &str| {
            let row = rows.next().unwrap();
            assert_eq!(unmarked(row[0].to_string().as_str()), shown(label));
            row[1..width].to_vec()
        };
        let mut check = |cells: &[Cell], found: Vec<Data>| {
            for (cell, data) in cells.iter().zip(found) {
                same(&data, cell, language);
                compared += 1;
            }
        };
        for group in table.groups() {
            if let Some(label) = group.label() {
                next(label.text(language));
            }
            for row in group.rows().iter().chain(group.subtotal_row()) {
                check(row.cells(), next(row.label().text(language)));
            }
        }
        for row in table.total_row().into_iter().chain(table.memo_rows()) {
            check(row.cells(), next(row.label().text(language)));
        }
        compared
    }

    #[test]
    fn every_figure_comes_back() {
        gives_back(&sample::report());
    }

    /// Every figure of tables and charts stands in the workbook, in both languages.
    pub(crate) fn gives_back(report: &Report) {
        for language in LANGUAGES {
            let bytes = xlsx(report, language).unwrap();
            well_formed_sheets(&parts(&bytes));
            let mut book = book(&bytes);
            let (table, chart) =
                if language == Language::Vi { ("Bảng", "Biểu đồ") } else { ("Table", "Chart") };
            let mut compared = 0;
            for (number, data) in (1..).zip(report.tables()) {
                let sheet = book.worksheet_range(&format!("{table} {number}")).unwrap();
                compared += compare(&sheet, data, language);
            }
            for (number, data) in (1..).zip(report.charts()) {
                let sheet = book.worksheet_range(&format!("{chart} {number}")).unwrap();
                compared += compare(&sheet, &data.table(), language);
            }
            assert_eq!(compared, cells_of(report));
            let front =
                book.worksheet_range(if language == Language::Vi { "Báo cáo" } else { "Report" }).unwrap();
            let lines: Vec<String> = front.rows().map(|row| row[0].to_string()).collect();
            told::sentences(report, &lines, language);
            let figures = cells(report);
            let traced = |cell: &&Cell| !cell.source_rows().is_empty() || !cell.reasons().is_empty();
            let name = if language == Language::Vi { "Truy nguyên" } else { "Figures" };
            let lines =
                book.worksheet_range(name).map(|lines| lines.rows().skip(2).map(<[_]>::to_vec).collect());
            let lines: Vec<Vec<Data>> = lines.unwrap_or_default();
            let lines = lines.iter().filter(|line| line[0] != Data::Empty);
            assert_eq!(lines.clone().count(), figures.iter().filter(traced).count());
            for (cell, line) in figures.iter().filter(traced).zip(lines) {
                in_words(&line[2], cell, language);
            }
            let mut rows = front.rows();
            for card in told::cards(report) {
                let label = shown(card.label().text(language));
                let row = rows.find(|row| row[0].to_string() == label && row[1] != Data::Empty);
                let row = row.unwrap_or_else(|| panic!("{label}"));
                in_words(&row[1], card.cell(), language);
            }
        }
    }

    /// A cell beside words tells what is missing in words.
    fn in_words(data: &Data, cell: &Cell, language: Language) {
        match data {
            Data::String(text) => {
                told::says_in_words(told::unmarked(&told::tight(text)), cell, language);
            }
            data => same(data, cell, language),
        }
    }

    /// As [`well_formed`]; links lead to sheets of the same file.
    fn well_formed_sheets(parts: &BTreeMap<String, String>) {
        let parts = parts.iter().map(|(name, text)| (name.clone(), text.clone()));
        well_formed(&parts.collect());
    }

    #[test]
    fn totals_are_formulas_that_give_the_stored_results() {
        let report = sample::report();
        let bytes = xlsx(&report, Language::Vi).unwrap();
        let mut book = book(&bytes);
        let values = book.worksheet_range("Bảng 1").unwrap();
        let formulas = book.worksheet_formula("Bảng 1").unwrap();
        let mut found = Vec::new();
        for (row, column, formula) in formulas.used_cells().filter(|(.., formula)| !formula.is_empty()) {
            let (top, left) = formulas.start().unwrap();
            let row = u32::try_from(row).unwrap() + top;
            let column = u32::try_from(column).unwrap() + left;
            let ranges = formula.strip_prefix("SUM(").unwrap().strip_suffix(')').unwrap();
            let mut sum = Decimal::ZERO;
            for range in ranges.split(',') {
                let (first, last) = range.split_once(':').unwrap();
                let row_of = |cell: &str| cell[1..].parse::<u32>().unwrap() - 1;
                for row in row_of(first)..=row_of(last) {
                    sum += values.get_value((row, column)).and_then(number).unwrap_or_default();
                }
            }
            assert_eq!(Some(sum), values.get_value((row, column)).and_then(number), "{formula}");
            found.push(formula.clone());
        }
        // the subtotal and the count of the total; the sample's other totals are not the sums of their rows
        assert_eq!(found, ["SUM(B5:B7)", "SUM(C5:C7)", "SUM(D5:D7)", "SUM(B5:B7,B10:B10)"]);
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        for tail in [String::new(), "ừ".repeat(10_000)] {
            let (report, made) = hostile(&tail);
            let bytes = xlsx(&report, Language::Vi).unwrap();
            let parts = parts(&bytes);
            well_formed_sheets(&parts);
            for (name, part) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
                assert!(!part.contains("<f>") && !part.contains("<f "), "{name}");
            }
            let mut book = book(&bytes);
            let mut texts = String::new();
            for name in book.sheet_names() {
                for (.., data) in book.worksheet_range(&name).unwrap().used_cells() {
                    texts.push_str(&data.to_string().replace('\n', " "));
                    texts.push(' ');
                }
            }
            // what did not fit a cell goes on in the notes: joined, it is whole again
            let upper = texts.to_uppercase();
            let number = |text: &str| text.chars().take_while(|c| *c != '<').collect::<String>();
            for wanted in &made {
                let wanted = shown(wanted);
                let whole = texts.contains(&wanted) || upper.contains(&wanted.to_uppercase());
                assert!(
                    whole || (!tail.is_empty() && texts.contains(&number(&wanted))),
                    "{}",
                    number(&wanted)
                );
            }
            let letters = |text: &str| text.chars().filter(|c| *c == 'ừ').count();
            assert!(letters(&texts) + letters(&upper) >= made.len() * letters(&tail));
        }
    }

    #[test]
    fn numbers_a_spreadsheet_would_round_stand_as_text() {
        let t = sample::t;
        let table = Table::new("t", t("Bảng", "Table"), t("Mục", "Item"))
            .column(vientro_report::Column::new(t("Số", "Number")))
            .row(vientro_report::TableRow::new(t("lớn", "large"), [Cell::integer(i128::MAX)]))
            .total(vientro_report::TableRow::new(t("tổng", "total"), [Cell::integer(i128::MAX)]));
        let report = Report::new("r", t("Báo cáo", "Report")).table(table).build().unwrap();
        let bytes = xlsx(&report, Language::En).unwrap();
        let mut book = book(&bytes);
        let sheet = book.worksheet_range("Table 1").unwrap();
        let text = sheet.get_value((2, 1)).unwrap().to_string();
        assert_eq!(text, "170,141,183,460,469,231,731,687,303,715,884,105,727");
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let make = || xlsx(&sample::report(), Language::Vi).unwrap();
        assert_eq!(make(), make());
    }
}
