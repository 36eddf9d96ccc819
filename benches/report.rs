//! A table of 1,000 rows, each figure with its row, as Markdown, HTML and JSON.

use std::error::Error;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use vientro::core::{Bilingual, Figure, Language, Location, RowId};
use vientro::currency::{Currency, Money};
use vientro::report::{
    Cell, Column, HtmlOptions, Report, SourceRow, Table, TableRow, Unit, html, json, markdown,
};
use vientro_benches::SplitMix64;

fn report() -> Result<Report, Box<dyn Error>> {
    let mut numbers = SplitMix64::new(4);
    let dong = Unit::Currency(Currency::VND);
    let mut table = Table::new("flows", Bilingual::new("Giải ngân", "Disbursements"), Bilingual::same("#"))
        .column(Column::new(Bilingual::new("Cam kết", "Committed")).unit(dong.clone()))
        .column(Column::new(Bilingual::new("Giải ngân", "Disbursed")).unit(dong.clone()));
    let mut sources = Vec::new();
    for number in 1..=1_000_u32 {
        let row = RowId::try_new(format!("vien-tro.xlsx/Giải ngân/{number}"))?;
        let label = Bilingual::new(format!("Khoản {number}"), format!("Item {number}"));
        let committed = Cell::money(Money::vnd(numbers.below(2_000_000_000).into())).row(row.clone());
        let disbursed = match numbers.below(20) {
            0 => Cell::figure(Figure::Unknown, Some(dong.clone())),
            _ => Cell::money(Money::vnd(numbers.below(2_000_000_000).into())),
        };
        table = table.row(TableRow::new(label.clone(), [committed, disbursed.row(row.clone())]));
        let place =
            Location::new().in_file("vien-tro.xlsx").in_sheet("Giải ngân").at_cell(format!("F{number}"));
        sources.push(SourceRow::new(row, place, label));
    }
    let title = Bilingual::new("Báo cáo", "Report");
    Ok(Report::new("bench", title).table(table).rows(sources).build()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();
    let report = report()?;
    let mut group = criterion.benchmark_group("table");
    group.throughput(Throughput::Elements(1_000)).sample_size(20);
    group.bench_function("markdown_1k_rows", |bench| {
        bench.iter(|| markdown(black_box(&report), Language::Vi).len());
    });
    let options = HtmlOptions::new();
    group.bench_function("html_1k_rows", |bench| {
        bench.iter(|| html(black_box(&report), Language::Vi, &options).map(|page| page.len()));
    });
    group.bench_function("json_1k_rows", |bench| {
        bench.iter(|| json(black_box(&report)).map(|text| text.len()));
    });
    group.finish();

    criterion.final_summary();
    Ok(())
}
