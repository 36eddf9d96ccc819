//! A table of 1,000 rows, each figure with its row, in every format; and an annex of 100,000 rows as a workbook, beside a twin that
//! writes the same cells with the same looks by the crate for workbooks alone.

use std::error::Error;
use std::hint::black_box;

use chrono::{Datelike, Days, NaiveDate};
use criterion::{Criterion, Throughput};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use vientro::core::{Bilingual, Figure, Language, Location, RowId};
use vientro::currency::{Currency, Money};
use vientro::report::{
    Align, Cell, Column, DocxOptions, HtmlOptions, Report, SourceRow, Table, TableRow, Unit, docx, html,
    json, markdown, xlsx,
};
#[cfg(feature = "pdf")]
use vientro::report::{PdfOptions, pdf};
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

/// One row of the annex: item, donor, day, đồng, people.
struct Payment {
    item: String,
    donor: String,
    day: NaiveDate,
    dong: i64,
    people: u16,
}

fn payments(count: u32) -> Vec<Payment> {
    let mut numbers = SplitMix64::new(5);
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default();
    (1..=count)
        .map(|number| Payment {
            item: format!("Khoản {number}"),
            donor: format!("Tổ chức {}", numbers.below(300)),
            day: first + Days::new(numbers.below(365).into()),
            dong: i64::from(numbers.below(2_000_000_000)),
            people: u16::try_from(numbers.below(500)).unwrap_or_default(),
        })
        .collect()
}

const HEADS: [&str; 5] = ["Khoản", "Nhà tài trợ", "Ngày", "Giải ngân (đồng)", "Số người"];

fn annex(payments: &[Payment]) -> Result<Report, Box<dyn Error>> {
    let [item, donor, day, dong, people] = HEADS.map(Bilingual::same);
    let mut table = Table::new("payments", Bilingual::new("Giải ngân", "Disbursements"), item)
        .column(Column::new(donor).align(Align::Left))
        .column(Column::new(day).align(Align::Centre))
        .column(Column::new(dong))
        .column(Column::new(people));
    for payment in payments {
        let cells = [
            Cell::text(Bilingual::same(&payment.donor)),
            Cell::date(payment.day),
            Cell::integer(payment.dong),
            Cell::integer(payment.people),
        ];
        table = table.row(TableRow::new(Bilingual::same(&payment.item), cells));
    }
    Ok(Report::new("annex", Bilingual::new("Phụ lục", "Annex")).table(table).build()?)
}

/// The same cells of the same looks, as a program without a report would write them.
fn bare(payments: &[Payment]) -> Result<Vec<u8>, XlsxError> {
    let look =
        || Format::new().set_font_name("Times New Roman").set_font_size(12).set_border(FormatBorder::Thin);
    let (words, head) = (look().set_text_wrap(), look().set_bold().set_text_wrap());
    let day = look().set_align(FormatAlign::Center).set_num_format("dd/mm/yyyy");
    let number = look().set_align(FormatAlign::Right).set_num_format("[$-42A]#,##0;[$-42A]\"\u{2212}\"#,##0");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in (0..).zip(HEADS) {
        sheet.write_with_format(1, column, text, &head)?;
        sheet.set_column_width(column, 20)?;
    }
    for (row, payment) in (2..).zip(payments) {
        let [month, day_of] =
            [payment.day.month(), payment.day.day()].map(|part| u8::try_from(part).unwrap_or_default());
        let date =
            ExcelDateTime::from_ymd(u16::try_from(payment.day.year()).unwrap_or_default(), month, day_of)?;
        sheet.write_string_with_format(row, 0, &payment.item, &words)?;
        sheet.write_string_with_format(row, 1, &payment.donor, &words)?;
        sheet.write_datetime_with_format(row, 2, date, &day)?;
        sheet.write_number_with_format(row, 3, as_number(payment.dong), &number)?;
        sheet.write_number_with_format(row, 4, payment.people, &number)?;
    }
    workbook.save_to_buffer()
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "the amounts have ten digits")]
fn as_number(dong: i64) -> f64 {
    dong as f64
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
    group.bench_function("docx_1k_rows", |bench| {
        bench.iter(|| docx(black_box(&report), Language::Vi, &DocxOptions::new()).map(|file| file.len()));
    });
    group.bench_function("xlsx_1k_rows", |bench| {
        bench.iter(|| xlsx(black_box(&report), Language::Vi).map(|file| file.len()));
    });
    #[cfg(feature = "pdf")]
    group.bench_function("pdf_1k_rows", |bench| {
        let options = PdfOptions::new().dated(NaiveDate::from_ymd_opt(2025, 12, 15).unwrap_or_default());
        bench.iter(|| pdf(black_box(&report), Language::Vi, &options).map(|file| file.len()));
    });
    group.finish();

    let payments = payments(100_000);
    let report = annex(&payments)?;
    let mut group = criterion.benchmark_group("annex");
    group.throughput(Throughput::Elements(100_000)).sample_size(10);
    group.bench_function("xlsx_100k_rows", |bench| {
        bench.iter(|| xlsx(black_box(&report), Language::Vi).map(|file| file.len()));
    });
    group.bench_function("xlsx_100k_rows_bare", |bench| {
        bench.iter(|| bare(black_box(&payments)).map(|file| file.len()));
    });
    group.finish();

    criterion.final_summary();
    Ok(())
}
