//! What `build` refuses: one test for each kind of fault, each a small change to a report that would pass.

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Interval, Language, RowId};
use vientro_currency::{Currency, Money};
use vientro_report::{
    Block, Card, Cell, Chart, ChartKind, Column, MissingReason, Report, ReportError, RowTable, Series,
    Spanner, Table, TableRow, Unit,
};

use crate::sample::{id, t};

fn build(block: Block) -> Result<Report, ReportError> {
    Report::new("r", t("Báo cáo", "Report")).block(block).build()
}

fn table(cells: Vec<Cell>) -> Table {
    Table::new("t", t("Bảng", "Table"), t("Mục", "Item"))
        .column(Column::new(t("Một", "One")))
        .column(Column::new(t("Hai", "Two")))
        .row(TableRow::new(t("Dòng", "Row"), cells))
}

fn chart(kind: ChartKind, cells: Vec<Cell>) -> Result<Report, ReportError> {
    build(Block::Chart(
        Chart::new("c", t("Hình", "Chart"), kind, t("Lời", "Words"))
            .category(t("A", "A"))
            .category(t("B", "B"))
            .series(Series::new(t("S", "S"), cells)),
    ))
}

fn refused(result: Result<Report, ReportError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_missing_language() {
    let error = Report::new("r", t("Báo cáo", " ")).build().unwrap_err();
    assert_eq!(error, ReportError::Blank { place: "the title".to_owned(), language: Language::En });
    let half = Cell::text(t("", "words"));
    assert_eq!(
        refused(build(Block::Table(table(vec![half, Cell::empty()])))),
        "table `t`, row `Dòng` has no text in `vi`"
    );
    let note = Cell::integer(1).footnote(t("chú thích", ""));
    assert!(
        refused(build(Block::Cards(vec![Card::new(t("Thẻ", "Card"), note)]))).contains("no text in `en`")
    );
    assert!(refused(build(Block::Heading { level: 1, text: Bilingual::same("") })).contains("block 1"));
}

#[test]
fn a_wrong_width() {
    assert_eq!(
        refused(build(Block::Table(table(vec![Cell::integer(1)])))),
        "table `t`: the row `Dòng` has 1 cells, expected 2"
    );
    assert!(build(Block::Table(table(vec![Cell::integer(1), Cell::empty()]))).is_ok());
}

#[test]
fn a_row_that_is_not_there() {
    let cells = vec![Cell::integer(1).row(id(1)), Cell::empty()];
    let place = "table `t`, row `Dòng` names the source row `vien-tro-2025.xlsx/Giải ngân/1`, which the report does not hold";
    assert_eq!(refused(build(Block::Table(table(cells)))), place);
    let list = RowTable::new("l", t("Danh sách", "List"), [RowId::try_new("x").unwrap()]);
    assert!(matches!(build(Block::Rows(list)), Err(ReportError::UnknownRow { .. })));
}

#[test]
fn ids() {
    for wrong in ["", "1a", "a b", "A", "a\"", "đ", &"a".repeat(81)] {
        assert!(matches!(Report::new(wrong, t("B", "R")).build(), Err(ReportError::Id { .. })), "{wrong}");
    }
    let cells = || vec![Cell::empty(), Cell::empty()];
    let twice = Report::new("r", t("B", "R")).table(table(cells())).table(table(cells())).build();
    assert_eq!(twice.unwrap_err(), ReportError::DuplicateId { id: "t".to_owned() });
    let row = crate::sample::report().rows()[0].clone();
    let twice = Report::new("r", t("B", "R")).row(row.clone()).row(row).build();
    assert!(matches!(twice, Err(ReportError::DuplicateRow { .. })));
}

#[test]
fn spanners_and_headings() {
    let cells = || vec![Cell::empty(), Cell::empty()];
    let over = |range| table(cells()).spanner(Spanner::new(t("N", "N"), range));
    assert!(build(Block::Table(over(0..=1))).is_ok());
    assert!(matches!(build(Block::Table(over(1..=2))), Err(ReportError::Spanner { .. })));
    let overlap = over(0..=1).spanner(Spanner::new(t("M", "M"), 1..=1));
    assert!(matches!(build(Block::Table(overlap)), Err(ReportError::Spanner { .. })));
    for level in [0, 5] {
        assert!(matches!(
            build(Block::Heading { level, text: t("I", "I") }),
            Err(ReportError::HeadingLevel { .. })
        ));
    }
}

#[test]
fn charts_that_would_mislead() {
    let (one, minus, none) = (Cell::integer(1), Cell::integer(-1), Cell::missing(MissingReason::Unknown));
    let hedged = Cell::figure(Figure::within(Interval::at_least(Decimal::ONE)), None);
    for kind in [ChartKind::GroupedBars, ChartKind::Line, ChartKind::StackedBars, ChartKind::Share] {
        assert!(chart(kind, vec![one.clone(), one.clone()]).is_ok());
        assert!(refused(chart(kind, vec![one.clone()])).contains("one cell for each category"));
        assert!(refused(chart(kind, vec![one.clone(), Cell::text(t("x", "x"))])).contains("only numbers"));
        let mixed =
            vec![Cell::money(Money::vnd(1)), Cell::money(Money::from_minor(1, Currency::USD).unwrap())];
        assert!(refused(chart(kind, mixed)).contains("one unit"));
        let huge = Cell::decimal(Decimal::MAX, 0);
        assert!(refused(chart(kind, vec![one.clone(), huge])).contains("10^24"));
    }
    for kind in [ChartKind::GroupedBars, ChartKind::Line] {
        assert!(chart(kind, vec![minus.clone(), hedged.clone()]).is_ok());
        assert!(chart(kind, vec![none.clone(), none.clone()]).is_ok());
    }
    assert!(chart(ChartKind::StackedBars, vec![one.clone(), none.clone()]).is_ok());
    assert!(refused(chart(ChartKind::StackedBars, vec![one.clone(), minus])).contains("negative"));
    assert!(refused(chart(ChartKind::StackedBars, vec![one.clone(), hedged])).contains("exact"));
    assert!(refused(chart(ChartKind::Share, vec![one, none])).contains("all its parts"));
    assert!(refused(chart(ChartKind::Share, vec![Cell::integer(0), Cell::integer(0)])).contains("not zero"));
}

#[test]
fn a_column_is_made_of_others_that_are_there() {
    for from in [0, 1] {
        let table = Table::new("t", t("T", "T"), t("Mục", "Item"))
            .column(Column::new(t("Số", "Number")).made_of([from], []))
            .row(TableRow::new(t("x", "x"), [Cell::integer(1)]));
        assert!(
            matches!(build(Block::Table(table)), Err(ReportError::Sum { from: found, .. }) if found == from)
        );
    }
}

#[cfg(feature = "serde")]
#[test]
fn stored_annexes_begin_with_a_heading() {
    let report = Report::new("r", t("A", "A")).annex(t("B", "B")).paragraph(t("c", "c")).build().unwrap();
    assert_eq!((report.body().len(), report.annexes().len()), (0, 2));
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    for block in [1, 2, 99] {
        let broken = text.replacen("\"annexes_from\":0", &format!("\"annexes_from\":{block}"), 1);
        assert!(serde_json::from_str::<Report>(&broken).unwrap_err().to_string().contains("annexes begin"));
    }
}

#[test]
fn a_unit_without_a_word_is_refused() {
    let cell = Cell::figure(Figure::Known(Decimal::ONE), Some(Unit::Label(t("căn", ""))));
    assert!(refused(build(Block::Cards(vec![Card::new(t("Nhà", "Houses"), cell)]))).contains("unit"));
}

#[cfg(feature = "serde")]
#[test]
fn the_value_goes_through_the_same_checks() {
    let report = crate::sample::report();
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    let broken = text.replacen("Giải ngân theo lĩnh vực, năm 2025", "", 1);
    assert!(serde_json::from_str::<Report>(&broken).unwrap_err().to_string().contains("no text in `vi`"));
}
