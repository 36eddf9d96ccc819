//! A read text as the bytes of its file.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as Style, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use crate::{Cell, Format, Row, Sheet, Source, TestkitError};

/// Numbers from here on are shown with grouping; below are running numbers and years.
const GROUPED_MIN: f64 = 10_000.0;

/// The bytes of the file that `source` describes; `path` is only named in errors.
///
/// # Errors
///
/// [`TestkitError::Size`] and [`TestkitError::Workbook`], if the workbook cannot be written.
pub(crate) fn to_bytes(path: &'static str, source: &Source) -> Result<Vec<u8>, TestkitError> {
    match source.format {
        Format::Csv { delimiter, bom } => Ok(to_csv(source, delimiter, bom).into_bytes()),
        Format::Workbook => to_workbook(path, source),
    }
}

fn to_csv(source: &Source, delimiter: char, bom: bool) -> String {
    let mut text = String::from(if bom { "\u{feff}" } else { "" });
    for sheet in &source.sheets {
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        for row in &sheet.rows {
            for column in 0..width {
                if column > 0 {
                    text.push(delimiter);
                }
                let cell = match row.cells.get(column) {
                    Some(Cell::Date { year, month, day }) => format!("{year:04}-{month:02}-{day:02}"),
                    Some(Cell::Formula { value, .. }) => value.clone().unwrap_or_default(),
                    Some(Cell::Number(cell) | Cell::Text(cell)) => cell.clone(),
                    Some(Cell::Empty) | None => String::new(),
                };
                if cell.contains([delimiter, '"', '\n']) {
                    text.push('"');
                    text.push_str(&cell.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(&cell);
                }
            }
            text.push('\n');
        }
    }
    text
}

fn to_workbook(path: &'static str, source: &Source) -> Result<Vec<u8>, TestkitError> {
    let wrap = |source| TestkitError::Workbook { path, source };
    let mut book = Workbook::new();
    // The one date that a workbook keeps of its making; fixed, so that the same text gives the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 5).map_err(wrap)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for sheet in &source.sheets {
        write_sheet(path, book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer().map_err(wrap)
}

fn write_sheet(path: &'static str, page: &mut Worksheet, sheet: &Sheet) -> Result<(), TestkitError> {
    let wrap = |source| TestkitError::Workbook { path, source };
    page.set_name(&sheet.name).map_err(wrap)?;
    // Else a formula without a stored value would be saved as 0, and unknown is not zero.
    page.set_formula_result_default("");
    for (column, width) in (0u16..).zip(&sheet.widths) {
        page.set_column_width(column, *width).map_err(wrap)?;
    }
    let heading = Style::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
    for &((row, column), (row_last, column_last)) in &sheet.merges {
        let text = match sheet.cell(row, column) {
            Some(Cell::Text(text)) => text.as_str(),
            _ => "",
        };
        page.merge_range(row, column, row_last, column_last, text, &heading).map_err(wrap)?;
    }
    if u32::try_from(sheet.rows.len()).is_err() {
        return Err(TestkitError::Size { path });
    }
    for (index, row) in (0u32..).zip(&sheet.rows) {
        if row.hidden {
            page.set_row_hidden(index).map_err(wrap)?;
        }
        write_row(page, index, row, sheet).map_err(wrap)?;
    }
    Ok(())
}

fn write_row(page: &mut Worksheet, index: u32, row: &Row, sheet: &Sheet) -> Result<(), XlsxError> {
    let grouped = Style::new().set_num_format("#,##0.##");
    let day_style = Style::new().set_num_format("dd/mm/yyyy");
    for (column, cell) in (0u16..).zip(&row.cells) {
        if sheet.is_merged(index, column) {
            continue;
        }
        match cell {
            Cell::Date { year, month, day } => {
                let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
                page.write_datetime_with_format(index, column, &date, &day_style)?;
            }
            Cell::Empty => {}
            Cell::Formula { formula, value } => {
                let formula = Formula::new(formula).set_result(value.as_deref().unwrap_or(""));
                page.write_formula_with_format(index, column, formula, &grouped)?;
            }
            Cell::Number(number) => {
                // A cell of a workbook holds a binary float; whole đồng and cents of this size are exact in it or
                // print back the same.
                let number: f64 = number.parse().map_err(|_| XlsxError::ParameterError(number.clone()))?;
                if number.abs() >= GROUPED_MIN {
                    page.write_number_with_format(index, column, number, &grouped)?;
                } else {
                    page.write_number(index, column, number)?;
                }
            }
            Cell::Text(text) => {
                page.write_string(index, column, text)?;
            }
        }
    }
    Ok(())
}

impl Sheet {
    fn cell(&self, row: u32, column: u16) -> Option<&Cell> {
        self.rows.get(usize::try_from(row).ok()?)?.cells.get(usize::from(column))
    }

    fn is_merged(&self, row: u32, column: u16) -> bool {
        self.merges.iter().any(|&((top, left), (bottom, right))| {
            (top..=bottom).contains(&row) && (left..=right).contains(&column)
        })
    }
}
