//! A workbook of another format as `.xlsx`, into which findings can be written.

use chrono::Datelike as _;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::grid::{CellValue, Grid, Source};
use crate::{IntakeError, Options, read_workbook};

/// The sheets of a workbook, of any format that is read, as an `.xlsx` with the same names, rows and columns: so
/// [`annotate`](crate::annotate) can write findings beside the cells of an `.xls` or `.ods`.
///
/// Values are kept: numbers, days, texts and truth values as they are read, error values as text. Hidden rows and
/// sheets stay hidden. What is not read is not in the copy: formats, formulas (their results are), pictures, comments;
/// the cells of a merged region come apart, its value stands in the first.
///
/// # Errors
///
/// As [`read_workbook`]; [`IntakeError::NotAnnotated`] for a workbook with a sheet name or a text that is longer than
/// `.xlsx` holds.
///
/// # Examples
///
/// ```no_run
/// use vientro_core::Language;
/// use vientro_intake::{Options, Source, annotate, read_union, save_as_xlsx};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (bytes, options) = (std::fs::read("qua-tang.ods")?, Options::default());
/// let source = Source::new("qua-tang.ods", &bytes);
/// let reading = read_union(&[source], &options)?;
/// let resaved = save_as_xlsx(&source, &options)?;
/// // under the name the findings tell
/// let copy = annotate(&Source::new("qua-tang.ods", &resaved), reading.findings(), Language::Vi, &options)?;
/// std::fs::write("qua-tang.ods.xlsx", copy)?;
/// # Ok(()) }
/// ```
#[cfg_attr(docsrs, doc(cfg(feature = "templates")))]
pub fn save_as_xlsx(source: &Source<'_>, options: &Options) -> Result<Vec<u8>, IntakeError> {
    let grids = read_workbook(source, options)?;
    written(&grids).map_err(|_| IntakeError::NotAnnotated { file: source.name().to_owned() })
}

fn written(grids: &[Grid]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // the writer would take the day from the clock
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?));
    let days = Format::new().set_num_format("dd/mm/yyyy");
    // a workbook shows one sheet at least
    let shown = grids.iter().position(|grid| !grid.is_hidden()).unwrap_or(0);
    for (number, grid) in grids.iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(grid.sheet().unwrap_or_default())?;
        if number == shown {
            page.set_active(true);
            page.set_first_tab(true);
        } else {
            page.set_hidden(grid.is_hidden());
        }
        for row in grid.rows() {
            let place = row.number().saturating_sub(1);
            if row.is_hidden() {
                page.set_row_hidden(place)?;
            }
            for (column, cell) in (0_u16..).zip(row.cells()) {
                if !cell.is_filled() {
                    write(page, place, column, cell.value(), &days)?;
                }
            }
        }
    }
    book.save_to_buffer()
}

fn write(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    value: &CellValue,
    days: &Format,
) -> Result<(), XlsxError> {
    match value {
        CellValue::Date(day) => {
            // days before 1900 are no days of a sheet
            let year = u16::try_from(day.year()).unwrap_or(0);
            let (month, of_month) = (u8::try_from(day.month()), u8::try_from(day.day()));
            match ExcelDateTime::from_ymd(year, month.unwrap_or(0), of_month.unwrap_or(0)) {
                Ok(day) => page.write_datetime_with_format(row, column, &day, days)?,
                Err(_) => page.write_string(row, column, day.to_string())?,
            };
        }
        CellValue::Empty => {}
        CellValue::Logical(answer) => {
            page.write_boolean(row, column, *answer)?;
        }
        CellValue::Number(number) => {
            // a sheet holds binary numbers, whose shortest decimal must be the one that was read
            match number.to_f64().filter(|binary| binary.to_string().parse() == Ok(number.normalize())) {
                Some(binary) => page.write_number(row, column, binary)?,
                None => page.write_string(row, column, number.to_string())?,
            };
        }
        CellValue::Error(text) | CellValue::Text(text) => {
            page.write_string(row, column, &**text)?;
        }
    }
    Ok(())
}
