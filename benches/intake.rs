//! A register of 100,000 rows read from .xlsx and .csv, each beside the bare crate on the same file, with the most memory
//! each takes in times the text of the file's cells.

#![expect(clippy::print_stdout, reason = "memory is no measure of criterion's")]

use std::error::Error;
use std::hint::black_box;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use criterion::{Criterion, Throughput};
use peak_alloc::PeakAlloc;
use rust_xlsxwriter::Workbook;
use vientro::intake::{Holds, Options, SheetKind, Source, read_csv, read_workbook};
use vientro_benches::SplitMix64;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let is_test = std::env::args().any(|argument| argument == "--test");
    let count = if is_test { 1_000 } else { 100_000 };
    let rows = register(count);
    let (xlsx, csv) = (as_xlsx(&rows)?, as_csv(&rows)?);
    let text_bytes: usize = rows.iter().flatten().map(String::len).sum();
    drop(rows);
    let options = Options::for_year(2025);

    let bare_xlsx = || -> Result<usize, calamine::XlsxError> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.as_slice()))?;
        let name = book.sheet_names().first().cloned().unwrap_or_default();
        Ok(book.worksheet_range(&name)?.height())
    };
    let own_xlsx = || read_workbook(&Source::new("a.xlsx", &xlsx), &options).map(|grids| grids.len());
    let bare_csv = || -> Result<usize, csv::Error> {
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_slice());
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        Ok(records.len())
    };
    let own_csv = || read_csv(&Source::new("a.csv", &csv), &options).map(|grid| grid.rows().len());

    for (name, peak) in [
        ("calamine", peak(&bare_xlsx)?),
        ("read_workbook", peak(&own_xlsx)?),
        ("csv", peak(&bare_csv)?),
        ("read_csv", peak(&own_csv)?),
    ] {
        let hundredths = peak.saturating_mul(100).checked_div(text_bytes).unwrap_or_default();
        println!("{name}: at most {}.{:02} times the text of the cells", hundredths / 100, hundredths % 100);
    }

    let mut group = criterion.benchmark_group("register_100k");
    group.throughput(Throughput::Elements(count.into()));
    group.bench_function("xlsx_calamine", |bench| bench.iter(|| black_box(bare_xlsx().is_ok())));
    group.bench_function("xlsx", |bench| bench.iter(|| black_box(own_xlsx().is_ok())));
    group.bench_function("csv_crate", |bench| bench.iter(|| black_box(bare_csv().is_ok())));
    group.bench_function("csv", |bench| bench.iter(|| black_box(own_csv().is_ok())));
    group.finish();
    criterion.final_summary();
    Ok(())
}

/// The most bytes taken at once by one run, above what was taken before it.
fn peak<E>(read: &impl Fn() -> Result<usize, E>) -> Result<usize, E> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    black_box(read()?);
    Ok(MEMORY.peak_usage().saturating_sub(before))
}

/// Rows of the register's columns: amounts of many sizes, titles of their own, donors and places that recur.
fn register(count: u32) -> Vec<Vec<String>> {
    let mut random = SplitMix64::new(20_251_218);
    let donors = ["Tổ chức A", "Quỹ Hòa Bình", "Tổ chức Trẻ em Thế giới", "Hội Hữu nghị Hàn - Việt"];
    let row = |number: u32| -> Vec<String> {
        let cells = SheetKind::AidRegister.columns().iter().map(|column| match column.heading().en() {
            "No" => number.to_string(),
            "Item code" => format!("{number:06}"),
            "Title" => format!("Dự án nước sạch và vệ sinh môi trường số {number}"),
            "Donor" => random.choose(&donors).copied().unwrap_or_default().to_owned(),
            "Place" => format!("xã Vĩnh Lộc {}", random.below(900)),
            "Approval" => {
                format!(
                    "{}/QĐ-UBND ngày {:02}/08/2025",
                    random.below(3_000),
                    random.below(28).saturating_add(1)
                )
            }
            "Note" => String::new(),
            _ if column.holds() == Holds::Amount => format!("{}000", random.below(9_000_000)),
            _ => column.example().to_owned(),
        });
        cells.collect()
    };
    (1..=count).map(row).collect()
}

fn headings() -> impl Iterator<Item = String> {
    SheetKind::AidRegister.columns().iter().map(|column| column.heading().vi().to_owned())
}

fn as_xlsx(rows: &[Vec<String>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (place, heading) in (0..).zip(headings()) {
        page.write(0, place, heading)?;
    }
    for (number, row) in (1..).zip(rows) {
        let columns = SheetKind::AidRegister.columns();
        for ((place, cell), column) in (0..).zip(row).zip(columns).filter(|((_, cell), _)| !cell.is_empty()) {
            match (column.holds(), cell.parse::<f64>()) {
                (Holds::Amount, Ok(amount)) => page.write(number, place, amount)?,
                _ => page.write(number, place, cell)?,
            };
        }
    }
    Ok(book.save_to_buffer()?)
}

fn as_csv(rows: &[Vec<String>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(headings())?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}
