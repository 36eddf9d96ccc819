//! Every figure of the sample is read back from CSV, JSON and HTML by small readers that know nothing of the writers,
//! and compared with the report cell by cell.

use rust_decimal::Decimal;
use serde_json::Value;
use vientro_core::{Figure, Language};
use vientro_report::{
    Block, Cell, CellValue, MissingReason, Report, Run, Table, Unit, csv, csv_schema, json,
};

use crate::hostile::shown;
use crate::{sample, told};

const LANGUAGES: [Language; 2] = [Language::Vi, Language::En];

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// A printed number as its reader would type it into a calculator.
pub(crate) fn typed(text: &str, language: Language) -> Decimal {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || ".,−".contains(*c)).collect();
    let (groups, point) = if language == Language::Vi { ('.', ',') } else { (',', '.') };
    let plain = digits.replace(groups, "").replace(point, ".").replace('−', "-");
    Decimal::from_str_exact(&plain).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// A hedge and its numbers, none but the ends of the figure.
pub(crate) fn hedged(text: &str, cell: &Cell, language: Language) {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.starts_with("hơn18tỷ") || bare.starts_with("morethan18billion") {
        return;
    }
    let figure = cell.as_figure().unwrap();
    let numbers = text.split(|c: char| !c.is_ascii_digit() && !".,−".contains(c));
    let numbers = numbers.map(|word| word.trim_matches(['.', ','])).filter(|word| !word.is_empty());
    let numbers: Vec<Decimal> = numbers.map(|word| typed(word, language)).collect();
    let ends: Vec<Decimal> = [figure.low(), figure.high()].into_iter().flatten().copied().collect();
    assert_eq!(numbers, ends, "{text}");
    assert!(text.starts_with(char::is_alphabetic), "`{text}` is bare");
}

pub(crate) fn rounded(cell: &Cell) -> Option<Decimal> {
    let decimals = match cell.value() {
        CellValue::Percent { decimals, .. } | CellValue::Decimal { decimals, .. } => *decimals,
        _ => 28,
    };
    let number = cell.number()?;
    Some(number.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}

/// The text of a cell says what the cell is, no more and no less.
pub(crate) fn says(text: &str, cell: &Cell, language: Language) {
    if let Some(number) = rounded(cell) {
        assert_eq!(typed(text, language), number, "{text}");
        let unit: String = text.chars().filter(|c| !c.is_ascii_digit() && !".,−".contains(*c)).collect();
        let wanted = cell.unit().map_or("%".to_owned(), |unit| unit.text(language).to_owned());
        assert!(unit.trim().is_empty() || unit.trim() == wanted, "{text}");
        return;
    }
    match (cell.missing_reason(), cell.value()) {
        (Some(reason), _) => assert_eq!(text, reason.mark(language)),
        (None, CellValue::Date(date)) => {
            let day =
                if language == Language::Vi { date.format("%d/%m/%Y") } else { date.format("%-d %B %Y") };
            assert_eq!(text, day.to_string());
        }
        (None, CellValue::Empty) => assert_eq!(text, ""),
        // what looks like a number is quoted in a workbook
        (None, CellValue::Text(words)) => {
            let text = text.strip_prefix('“').and_then(|text| text.strip_suffix('”')).unwrap_or(text);
            assert_eq!(text, shown(words.text(language)));
        }
        (None, CellValue::Figure { .. }) => hedged(text, cell, language),
        (None, value) => panic!("{value:?}"),
    }
}

pub(crate) fn tables(report: &Report) -> Vec<Table> {
    report.tables().cloned().chain(report.charts().map(vientro_report::Chart::table)).collect()
}

/// How many cells the tables and charts of the report have.
#[cfg(any(feature = "docx", feature = "pdf", feature = "xlsx"))]
pub(crate) fn cells_of(report: &Report) -> usize {
    tables(report).iter().flat_map(Table::body_rows).map(|row| row.cells().len()).sum()
}

/// All cells in reading order.
pub(crate) fn cells(report: &Report) -> Vec<Cell> {
    let of_table = |table: &Table| table.body_rows().flat_map(|row| row.cells().to_vec()).collect::<Vec<_>>();
    let of_runs = |runs: &[Run]| {
        let cells = runs.iter().filter_map(|run| match run {
            Run::Cell(cell) => Some(cell.clone()),
            _ => None,
        });
        cells.collect::<Vec<_>>()
    };
    let of_block = |block: &Block| match block {
        Block::Cards(cards) => cards.iter().map(|card| card.cell().clone()).collect(),
        Block::Chart(chart) => of_table(&chart.table()),
        Block::List { items, .. } => items.iter().flat_map(|item| of_runs(item.runs())).collect(),
        Block::Paragraph(paragraph) => of_runs(paragraph.runs()),
        Block::Table(table) => of_table(table),
        _ => Vec::new(),
    };
    report.blocks().iter().flat_map(of_block).collect()
}

/// RFC 4180, nothing more.
pub(crate) fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (quoted, c) {
            (true, '"') if characters.peek() == Some(&'"') => field.push(characters.next().unwrap()),
            (true, '"') => quoted = false,
            (false, '"') => quoted = true,
            (false, ',') => line.push(std::mem::take(&mut field)),
            (false, '\r') => {
                assert_eq!(characters.next(), Some('\n'));
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            (_, c) => field.push(c),
        }
    }
    assert!(field.is_empty() && line.is_empty() && !quoted);
    lines
}

#[test]
fn from_csv() {
    let table = sample::table();
    for language in LANGUAGES {
        let lines = parse_csv(&csv(&table, language));
        assert_eq!(lines.len(), table.body_rows().count() + 1);
        assert!(lines.iter().all(|line| line.len() == lines[0].len()));
        let mut compared = 0;
        for (row, line) in table.body_rows().zip(&lines[1..]) {
            assert_eq!(line[2], row.label().text(language));
            // kind, group, stub; the third column is followed by its bounds
            for (cell, at) in row.cells().iter().zip([3, 4, 5, 8, 9]) {
                match (cell.number(), cell.missing_reason(), cell.as_figure()) {
                    (Some(number), ..) => assert_eq!(decimal(&line[at]), number),
                    (_, Some(reason), _) => assert_eq!(line[at], reason.mark(language)),
                    (_, _, Some(figure)) => {
                        assert_eq!(Some(&decimal(&line[at + 1])), figure.low());
                        assert_eq!(Some(&decimal(&line[at + 2])), figure.high());
                        assert!(["hơn 18 tỷ", "more than 18 billion"].contains(&line[at].as_str()));
                    }
                    _ => continue,
                }
                compared += 1;
            }
            let ids: Vec<&str> =
                row.cells().iter().flat_map(Cell::source_rows).map(vientro_core::RowId::as_str).collect();
            let read: Vec<&str> = line[10].split(" | ").filter(|id| !id.is_empty()).collect();
            assert!(read.iter().all(|id| ids.contains(id)) && ids.iter().all(|id| read.contains(id)));
        }
        assert_eq!(compared, 22);
        assert_eq!(lines.iter().filter(|line| line[0] == "row").count(), 4);
        assert_eq!(
            lines.iter().filter(|line| ["subtotal", "total", "memo"].contains(&line[0].as_str())).count(),
            3
        );
    }
}

/// Every cell of every table stands in its CSV, in the columns that the description names.
pub(crate) fn csv_gives_back(report: &Report) {
    for table in report.tables() {
        for language in LANGUAGES {
            let lines = parse_csv(&csv(table, language));
            let schema: Value = serde_json::from_str(&csv_schema(table, language, "t.csv").unwrap()).unwrap();
            let columns = schema["tableSchema"]["columns"].as_array().unwrap();
            let titles: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
            assert_eq!(titles, lines[0]);
            assert_eq!(lines.len(), table.body_rows().count() + 1, "{}", table.id());
            for (row, line) in table.body_rows().zip(&lines[1..]) {
                let field = |name: &str| {
                    let at = columns.iter().position(|column| column["name"] == name)?;
                    Some(line[at].as_str())
                };
                for (at, cell) in (1..).zip(row.cells()) {
                    let name = format!("column_{at}");
                    let found = field(&name).unwrap();
                    let end = |end: &str| {
                        let end = field(&format!("{name}_{end}")).unwrap();
                        (!end.is_empty()).then(|| decimal(end))
                    };
                    match (cell.number(), cell.missing_reason(), cell.as_figure(), cell.value()) {
                        (Some(number), ..) => assert_eq!(decimal(found), number),
                        (_, Some(reason), ..) => assert_eq!(found, reason.mark(language)),
                        (.., Some(figure), _) => {
                            assert_eq!(end("low").as_ref(), figure.low());
                            assert_eq!(end("high").as_ref(), figure.high());
                            hedged(found, cell, language);
                        }
                        (.., CellValue::Date(day)) => assert_eq!(found, day.to_string()),
                        (.., CellValue::Text(words)) => {
                            let found = found.strip_prefix('\'').unwrap_or(found);
                            assert_eq!(found, shown(words.text(language)));
                        }
                        _ => assert_eq!(found, ""),
                    }
                    if let Some(found) = field(&format!("{name}_unit")) {
                        let unit = cell.unit().map_or_else(String::new, |unit| match unit {
                            Unit::Currency(currency) => currency.code().to_owned(),
                            unit => unit.text(language).to_owned(),
                        });
                        assert_eq!(found, unit);
                    }
                }
            }
        }
    }
}

/// Every object with a `kind` of cell, in document order.
fn json_cells<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| json_cells(value, found)),
        Value::Object(fields) => {
            let is_cell = fields.contains_key("kind") && fields.contains_key("value");
            if is_cell {
                found.push(value);
            }
            fields.values().for_each(|value| json_cells(value, found));
        }
        _ => {}
    }
}

fn same_in_json(cell: &Cell, found: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{found}")).to_owned();
    let rows: Vec<String> =
        found.get("rows").map_or_else(Vec::new, |rows| rows.as_array().unwrap().iter().map(text).collect());
    assert_eq!(rows, cell.source_rows().iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(found.get("footnote").is_some(), cell.note().is_some());
    assert_eq!(found.get("reasons").map_or(0, |list| list.as_array().unwrap().len()), cell.reasons().len());
    let value = &found["value"];
    match cell.value() {
        CellValue::Date(date) => assert_eq!(text(value), date.to_string()),
        CellValue::Empty => assert!(value.is_null()),
        CellValue::Text(words) => assert_eq!(text(&value["vi"]), words.vi()),
        CellValue::Missing(reason) => assert_eq!(text(value), reason.code()),
        CellValue::Figure { figure, .. } => match figure {
            Figure::Known(number) => assert_eq!(decimal(&text(&value["value"])), *number),
            Figure::Unknown => assert_eq!(text(&value["knowledge"]), "unknown"),
            Figure::Hedged(hedged) => {
                let end = |end: &Value| (!end.is_null()).then(|| decimal(&text(&end["value"])));
                assert_eq!(end(&value["low"]).as_ref(), figure.low());
                assert_eq!(end(&value["high"]).as_ref(), figure.high());
                let excluded = matches!(hedged.interval().high(), std::ops::Bound::Excluded(_));
                assert_eq!(value["high"]["included"] == false, excluded);
                assert_eq!(value.get("printed").is_some_and(|it| !it.is_null()), hedged.printed().is_some());
            }
        },
        _ => assert_eq!(decimal(&text(value)), cell.number().unwrap()),
    }
    if let CellValue::Money(money) = cell.value() {
        assert_eq!(text(&found["unit"]), money.currency().code());
    }
    if cell.number().is_some() {
        for language in LANGUAGES {
            told::says_in_words(&told::tight(&text(&found["shown"][language.tag()])), cell, language);
        }
    }
}

#[test]
fn from_json() {
    json_gives_back(&sample::report());
}

/// The blocks before and behind the signature.
fn blocks(written: &Value) -> impl Iterator<Item = &Value> {
    ["blocks", "annexes"].into_iter().flat_map(|part| written[part].as_array().unwrap())
}

/// Every cell stands in the JSON.
pub(crate) fn json_gives_back(report: &Report) {
    let written: Value = serde_json::from_str(&json(report).unwrap()).unwrap();
    assert_eq!((&written["format"], &written["version"]), (&"vientro-report".into(), &1.into()));
    // by table: serde_json may sort keys, so groups, total and memo are asked for by name
    for table in report.tables() {
        let found = blocks(&written).find(|block| block["id"] == table.id()).unwrap();
        let mut rows: Vec<&Value> = Vec::new();
        for group in found["groups"].as_array().unwrap() {
            rows.extend(group["rows"].as_array().unwrap());
            rows.extend(group.get("subtotal").filter(|row| !row.is_null()));
        }
        rows.extend(found.get("total").filter(|row| !row.is_null()));
        rows.extend(found["memo"].as_array().unwrap());
        let cells: Vec<Cell> = table.body_rows().flat_map(|row| row.cells().to_vec()).collect();
        let read: Vec<&Value> = rows.iter().flat_map(|row| row["cells"].as_array().unwrap()).collect();
        assert_eq!(read.len(), cells.len());
        cells.iter().zip(read).for_each(|(cell, found)| same_in_json(cell, found));
    }
    // everywhere else: charts by series, all others in reading order
    for (block, found) in report.blocks().iter().zip(blocks(&written)) {
        let mut read = Vec::new();
        json_cells(found, &mut read);
        match block {
            Block::Table(_) => {}
            Block::Chart(chart) => {
                let cells: Vec<&Cell> =
                    chart.all_series().iter().flat_map(vientro_report::Series::cells).collect();
                assert_eq!(cells.len(), read.len());
                cells.into_iter().zip(read).for_each(|(cell, found)| same_in_json(cell, found));
            }
            block => {
                let alone = Report::new("x", report.title().clone())
                    .rows(report.rows().to_vec())
                    .block(block.clone());
                let wanted = cells(&alone.build().unwrap());
                assert_eq!(wanted.len(), read.len());
                wanted.iter().zip(read).for_each(|(cell, found)| same_in_json(cell, found));
            }
        }
    }
    let places = written["rows"].as_array().unwrap().iter().map(|row| &row["place"]);
    for (row, place) in report.rows().iter().zip(places) {
        assert_eq!(
            (place["sheet"].as_str(), place["cell"].as_str()),
            (row.location().sheet(), row.location().cell())
        );
    }
}

#[cfg(feature = "html")]
pub(crate) mod page {
    use super::*;
    use vientro_report::{ChartKind, HtmlOptions, html};

    fn attribute(tag: &str, name: &str) -> Option<String> {
        let rest = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
        Some(rest[..rest.find('"')?].to_owned())
    }

    #[test]
    fn from_html() {
        assert!(gives_back(&sample::report()) > 60);
    }

    /// What stands between each `open` and the next `close`.
    fn parts<'p>(page: &'p str, open: &str, close: &str) -> Vec<&'p str> {
        page.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
    }

    /// What is read of a piece of the page, without marks of notes.
    fn text_of(piece: &str) -> String {
        let (mut text, mut rest) = (String::new(), piece);
        while let Some((before, tag)) = rest.split_once('<') {
            text.push_str(before);
            let end = if tag.starts_with("sup") { "</sup>" } else { ">" };
            rest = tag.split_once(end).unwrap().1;
        }
        text.push_str(rest);
        quick_xml::escape::unescape(&text).unwrap().into_owned()
    }

    /// The body rows of the tables that are no lists of words: the name of the row, then its cells.
    fn grids(page: &str) -> Vec<Vec<Vec<String>>> {
        let cells = |row: &str| {
            let (name, cells) = row.split_once("<th scope=\"row\">")?.1.split_once("</th>").unwrap();
            let cells = parts(cells, "<td ", "</td>").into_iter().map(|cell| cell.split_once('>').unwrap().1);
            Some(std::iter::once(name).chain(cells).map(text_of).collect())
        };
        let tables = parts(page, "<table id=\"", "</table>").into_iter();
        let figures = tables.filter(|table| !table.split('>').next().unwrap().contains("words"));
        figures.map(|table| parts(table, "<tr", "</tr>").into_iter().filter_map(cells).collect()).collect()
    }

    /// Every figure stands on the page, in both languages; returns how many.
    pub(crate) fn gives_back(report: &Report) -> usize {
        let mut compared = 0;
        for language in LANGUAGES {
            let page = html(report, language, &HtmlOptions::new()).unwrap();
            in_tables(report, &page, language);
            // in reading order: a list item is no paragraph
            let lines = page.replace("<li>", "<p>").replace("</li>", "</p>");
            let lines: Vec<String> = parts(&lines, "<p>", "</p>").into_iter().map(text_of).collect();
            told::sentences(report, &lines, language);
            // what a figure opens tells it again
            for sheet in parts(&page, "<article class=\"sheet\" id=\"f-", "</article>") {
                let number = sheet.split('"').next().unwrap();
                let opener = parts(&page, &format!("<a class=\"figure\" id=\"v-{number}\""), "</a>");
                let told = parts(sheet, "<p class=\"amount\">", "</p>");
                assert_eq!(text_of(opener[0].split_once('>').unwrap().1), text_of(told[0]));
            }
            let cards = parts(&page, "<dd class=\"number\">", "</dd>");
            assert_eq!(cards.len(), told::cards(report).len());
            for (card, text) in told::cards(report).into_iter().zip(cards) {
                told::says_in_words(&told::tight(&text_of(text)), card.cell(), language);
            }
            let numbers: Vec<(&str, &str)> = page
                .split("<data ")
                .skip(1)
                .map(|rest| {
                    let (tag, rest) = rest.split_once('>').unwrap();
                    (tag, rest.split_once("</data>").unwrap().0)
                })
                .collect();
            let cells: Vec<Cell> = cells(report)
                .into_iter()
                .filter(|cell| cell.as_figure().is_some_and(|f| !f.is_unknown()))
                .collect();
            assert_eq!(numbers.len(), cells.len());
            compared += cells.len();
            for (cell, (tag, text)) in cells.iter().zip(numbers) {
                let tag = format!(" {tag}");
                let figure = cell.as_figure().unwrap();
                if let Some(number) = cell.number() {
                    assert_eq!(decimal(&attribute(&tag, "value").unwrap()), number);
                    let decimals = match cell.value() {
                        CellValue::Percent { decimals, .. } | CellValue::Decimal { decimals, .. } => {
                            *decimals
                        }
                        _ => 28,
                    };
                    let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
                    assert_eq!(
                        typed(text, language),
                        number.round_dp_with_strategy(decimals, away),
                        "{text}"
                    );
                } else {
                    assert_eq!(attribute(&tag, "data-low").map(|low| decimal(&low)).as_ref(), figure.low());
                    assert_eq!(
                        attribute(&tag, "data-high").map(|high| decimal(&high)).as_ref(),
                        figure.high()
                    );
                    hedged(text, cell, language);
                }
            }
        }
        compared
    }

    /// Every cell of tables and charts stands in its row and column, and in the drawing of its chart.
    fn in_tables(report: &Report, page: &str, language: Language) {
        let tables = report.blocks().iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(chart.table()),
            Block::Table(table) => Some(table.clone()),
            _ => None,
        });
        let (tables, grids) = (tables.collect::<Vec<_>>(), grids(page));
        assert_eq!(tables.len(), grids.len());
        for (table, grid) in tables.iter().zip(grids) {
            assert_eq!(table.body_rows().count(), grid.len(), "{}", table.id());
            for (row, found) in table.body_rows().zip(grid) {
                assert_eq!(found[0], shown(row.label().text(language)));
                assert_eq!(found.len(), row.cells().len() + 1);
                for ((cell, column), text) in row.cells().iter().zip(table.columns()).zip(&found[1..]) {
                    says(text, cell, language);
                    told::has_its_unit(text, cell, column, language);
                }
            }
        }
        for (chart, drawing) in report.charts().zip(parts(page, "<svg ", "</svg>")) {
            let titles = parts(drawing, "<title>", "</title>");
            let titles: Vec<String> = titles.into_iter().map(text_of).collect();
            for series in chart.all_series() {
                for (category, cell) in chart.categories().iter().zip(series.cells()) {
                    let Some(_) = cell.number() else { continue };
                    // a share is told by its category, with its part of the whole behind it
                    let share = chart.kind() == ChartKind::Share;
                    let names = if share { vec![category] } else { vec![category, series.label()] };
                    let names: Vec<String> = names.iter().map(|name| shown(name.text(language))).collect();
                    let place = format!("{}: ", names.join(", "));
                    let title = titles.iter().find_map(|title| title.strip_prefix(&place));
                    let title = title.unwrap_or_else(|| panic!("{place}: {titles:?}"));
                    let title = if share { title.split(" (").next().unwrap() } else { title };
                    told::says_in_words(&told::tight(title), cell, language);
                }
            }
        }
    }

    #[test]
    fn every_link_leads_somewhere_and_back() {
        let report = sample::report();
        let page = html(&report, Language::Vi, &HtmlOptions::new()).unwrap();
        let links: Vec<&str> =
            page.split("href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
        assert!(links.len() > 40);
        for link in &links {
            let target = link.strip_prefix('#').unwrap_or_else(|| panic!("`{link}` leaves the page"));
            assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
        }
        // every id stands once
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        // a figure with rows opens down to file, sheet and cell
        let with_rows = cells(&report).iter().filter(|cell| !cell.source_rows().is_empty()).count();
        assert_eq!(page.matches("class=\"sheet\"").count(), with_rows);
        assert!(page.contains("vien-tro-2025.xlsx [Giải ngân] F12"));
    }
}

#[test]
fn missing_is_never_zero() {
    for language in LANGUAGES {
        let text = vientro_report::markdown(&sample::report(), language);
        for reason in [
            MissingReason::Unknown,
            MissingReason::NotApplicable,
            MissingReason::NotComparable,
            MissingReason::NothingOccurred,
        ] {
            let explained = format!("{}: {}", reason.mark(language), reason.meaning(language));
            assert!(text.contains(&explained), "{explained}");
        }
        let line =
            text.lines().find(|line| line.starts_with("| Môi trường") || line.starts_with("| Environment"));
        assert!(line.unwrap().contains("| … |") && !line.unwrap().contains("| 0 |"));
    }
}

mod any_table {
    use proptest::prelude::*;
    use vientro_core::{Bilingual, Interval};
    use vientro_currency::{Currency, Money};
    use vientro_report::{Column, TableRow};

    use super::*;

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            any::<i128>().prop_map(Cell::integer),
            any::<i64>().prop_map(|amount| Cell::money(Money::vnd(amount))),
            any::<i64>()
                .prop_map(|cents| Cell::money(Money::from_minor(cents.into(), Currency::USD).unwrap())),
            (any::<i64>(), 0u32..9, 0u32..9).prop_map(|(mantissa, scale, decimals)| Cell::percent(
                Decimal::new(mantissa, scale),
                decimals
            )),
            (any::<i32>(), 1u32..1000).prop_map(|(low, width)| {
                let low = Decimal::from(low);
                let high = low + Decimal::from(width);
                let bounds = (std::ops::Bound::Included(low), std::ops::Bound::Excluded(high));
                Cell::figure(Figure::within(Interval::try_new(bounds.0, bounds.1).unwrap()), None)
            }),
            Just(Cell::missing(MissingReason::NotApplicable)),
            Just(Cell::figure(Figure::Unknown, None)),
            Just(Cell::empty()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Whatever stands in a table comes back from CSV and JSON as it was.
        #[test]
        fn comes_back(rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..6)) {
            let label = || Bilingual::same("x");
            let mut table = Table::new("t", label(), label());
            for _ in 0..3 {
                table = table.column(Column::new(label()));
            }
            for cells in &rows {
                table = table.row(TableRow::new(label(), cells.clone()));
            }
            let bounded = |at: usize| rows.iter().any(|row| row[at].as_figure().is_some_and(|f| f.known().is_none() && !f.is_unknown()));
            let with_units = |at: usize| rows.iter().any(|row| row[at].unit().is_some());
            let lines = parse_csv(&csv(&table, Language::Vi));
            let schema: Value = serde_json::from_str(&csv_schema(&table, Language::Vi, "t.csv").unwrap()).unwrap();
            let titles: Vec<&str> = schema["tableSchema"]["columns"]
                .as_array()
                .unwrap()
                .iter()
                .map(|column| column["titles"].as_str().unwrap())
                .collect();
            prop_assert_eq!(&titles, &lines[0]);
            for (cells, line) in rows.iter().zip(&lines[1..]) {
                let mut at = 2;
                for (column, cell) in cells.iter().enumerate() {
                    match cell.value() {
                        CellValue::Integer(value) => prop_assert_eq!(&line[at], &value.to_string()),
                        CellValue::Empty => prop_assert_eq!(&line[at], ""),
                        _ => match (cell.number(), cell.missing_reason(), cell.as_figure()) {
                            (Some(number), ..) => prop_assert_eq!(decimal(&line[at]), number),
                            (_, Some(reason), _) => prop_assert_eq!(&line[at], reason.mark(Language::Vi)),
                            (_, _, Some(figure)) => {
                                prop_assert_eq!(Some(&decimal(&line[at + 1])), figure.low());
                                prop_assert_eq!(Some(&decimal(&line[at + 2])), figure.high());
                            }
                            _ => prop_assert!(false, "{cell:?}"),
                        },
                    }
                    at += if bounded(column) { 3 } else { 1 };
                    if with_units(column) {
                        let unit = cell.unit().map_or_else(String::new, |unit| unit.text(Language::En).to_owned());
                        prop_assert_eq!(&line[at], &unit);
                        at += 1;
                    }
                }
            }
            let report = Report::new("r", label()).table(table).build().unwrap();
            let written: Value = serde_json::from_str(&json(&report).unwrap()).unwrap();
            let mut read = Vec::new();
            json_cells(&written, &mut read);
            let cells: Vec<&Cell> = rows.iter().flatten().collect();
            prop_assert_eq!(read.len(), cells.len());
            for (cell, found) in cells.into_iter().zip(read) {
                match cell.value() {
                    CellValue::Integer(value) => prop_assert_eq!(&found["value"], &Value::from(value.to_string())),
                    CellValue::Figure { figure: figure @ Figure::Hedged(_), .. } => {
                        let end = |name: &str| decimal(found["value"][name]["value"].as_str().unwrap());
                        prop_assert_eq!((Some(&end("low")), Some(&end("high"))), (figure.low(), figure.high()));
                        prop_assert_eq!(&found["value"]["high"]["included"], false);
                    }
                    _ => same_in_json(cell, found),
                }
            }
        }
    }
}
