//! Workbooks: `.xlsx`, `.ods`, `.xls`.

mod fonts;
mod ods;
mod package;
mod xls;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::ExcelDateTime;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::builder::count;
use crate::grid::{CellValue, Grid, Source};
use crate::{IntakeError, Options};

/// Reads every sheet of a workbook, whichever of the three formats its first bytes say.
///
/// * A number is the shortest decimal that stands for the stored binary number: 15 significant digits are exact.
///   An `.ods` stores decimals, which are kept as they are.
/// * A serial number with a date format is a day, in the 1900 and the 1904 epoch.
/// * The cells of a merged region hold the value of its first cell and say so.
/// * A formula has its stored value, or none; nothing is computed.
/// * Hidden rows and sheets are read and marked.
/// * Text typed for the fonts of TCVN3 or VNI is read as those show it: [`Grid::encoding`].
///
/// # Errors
///
/// [`IntakeError::Encrypted`], [`IntakeError::Limit`], and [`IntakeError::Unreadable`] for what is no workbook or
/// a damaged one.
pub fn read_workbook(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    // The readers below us promise nothing about damaged files; a fault of theirs must stay a fault of one file.
    catch_unwind(AssertUnwindSafe(|| read(source, options)))
        .unwrap_or_else(|_| Err(unreadable(source, &"the reader failed inside the file")))
}

fn read(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    if count(source.bytes().len()) > options.bytes_max {
        let (file, limit) = (source.name().to_owned(), options.bytes_max);
        return Err(IntakeError::Limit { file, what: "bytes", limit });
    }
    let mut grids = if source.bytes().starts_with(COMPOUND_FILE) {
        xls::read(source, options)?
    } else {
        let package = package::Package::open(source, options)?;
        if package.has("content.xml") {
            ods::read(source, options, package)?
        } else {
            xlsx::read(source, options, package)?
        }
    };
    fonts::read_fonts(&mut grids);
    Ok(grids)
}

/// The first bytes of a compound file: an `.xls`, or a workbook behind a password.
pub(crate) const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

fn unreadable(source: &Source<'_>, reason: &dyn std::fmt::Display) -> IntakeError {
    IntakeError::Unreadable { file: source.name().to_owned(), reason: reason.to_string() }
}

fn text_value(text: &str) -> CellValue {
    if text.trim().is_empty() { CellValue::Empty } else { CellValue::Text(text.into()) }
}

fn iso_value(text: &str) -> CellValue {
    match text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) {
        Some(date) => CellValue::Date(date),
        None => text_value(text),
    }
}

/// The shortest decimal that reads back as the same binary number.
///
/// A cell of a workbook holds a binary number, but what was typed is the shortest decimal of it, as the program
/// shows it. Past the range of a decimal the text is kept, so that it is reported and not rounded.
fn number_value(number: f64) -> CellValue {
    let text = number.to_string();
    match Decimal::from_str_exact(&text) {
        Ok(decimal) => CellValue::Number(decimal.normalize()),
        Err(_) => CellValue::Text(text.into()),
    }
}

fn moment_value(moment: &ExcelDateTime) -> CellValue {
    // durations and times of day are no days; nor is a serial outside the calendar of the program
    if moment.is_datetime() && (1.0..2_958_466.0).contains(&moment.as_f64()) {
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        if let Some(date) = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()) {
            return CellValue::Date(date);
        }
    }
    number_value(moment.as_f64())
}
