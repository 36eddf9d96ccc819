//! Workbooks of Excel 97 to 2003: `.xls`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls};

use crate::builder::{GridBuilder, count};
use crate::grid::{CellValue, Grid, Source};
use crate::{IntakeError, Options};

use super::{iso_value, moment_value, number_value, text_value, unreadable};

pub(super) fn read(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    let mut builder = GridBuilder::new(source, options);
    let mut hidden_rows = see_through(source, options, &builder)?;
    let mut book: Xls<_> =
        Xls::new(Cursor::new(source.bytes())).map_err(|error| unreadable(source, &error))?;
    let sheets: Vec<_> = book.sheets_metadata().to_vec();
    let mut grids = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(|error| unreadable(source, &error))?;
        let formulas = book.worksheet_formula(&sheet.name).map_err(|error| unreadable(source, &error))?;
        let (top, left) = formulas.start().unwrap_or_default();
        let formulas: BTreeSet<(u32, u32)> = formulas
            .used_cells()
            .filter_map(|(row, column, _)| {
                let (row, column) = (u32::try_from(row).ok()?, u32::try_from(column).ok()?);
                Some((row.saturating_add(top), column.saturating_add(left)))
            })
            .collect();
        let (top, left) = range.start().unwrap_or_default();
        let mut valued = BTreeSet::new();
        for (row, column, found) in range.used_cells() {
            let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
            let place = (row.saturating_add(top), column.saturating_add(left));
            let formula = formulas.contains(&place);
            if formula {
                valued.insert(place);
            }
            match found {
                Data::DurationIso(text) | Data::String(text) => {
                    builder.put_text(place.0, place.1, text, formula)?;
                }
                found => builder.put_value(place.0, place.1, value(found), formula)?,
            }
        }
        for place in formulas.difference(&valued) {
            builder.put_value(place.0, place.1, CellValue::Empty, true)?;
        }
        let merges =
            book.merge_cells_by_sheet_name(&sheet.name).map_err(|error| unreadable(source, &error))?;
        let merges: Vec<_> = merges.iter().map(|region| (region.start, region.end)).collect();
        builder.fill(&merges)?;
        let hidden_rows = hidden_rows.remove(&index).unwrap_or_default();
        let hidden = sheet.visible != SheetVisible::Visible;
        grids.push(builder.finish(Some(sheet.name.clone()), hidden, |row| hidden_rows.contains(&row)));
    }
    Ok(grids)
}

fn value(found: &Data) -> CellValue {
    match found {
        Data::Bool(value) => CellValue::Logical(*value),
        Data::DateTime(moment) => moment_value(moment),
        Data::DateTimeIso(iso) => iso_value(iso),
        Data::DurationIso(text) | Data::String(text) => text_value(text),
        Data::Empty => CellValue::Empty,
        Data::Error(error) => CellValue::Error(error.to_string().into()),
        Data::Float(number) => number_value(*number),
        Data::Int(number) => CellValue::Number((*number).into()),
    }
}

/// Looks through the records before the reader does, which takes memory for the whole area between the first and the
/// last cell of each sheet, and for the area a sheet says it has. Returns the hidden rows by place of the sheet.
///
/// # Source
///
/// \[MS-XLS\] 2.4: Dimensions (0x0200), Row (0x0208), `BoundSheet8` (0x0085), `FilePass` (0x002F), cell records.
fn see_through(
    source: &Source<'_>,
    options: &Options,
    builder: &GridBuilder<'_>,
) -> Result<BTreeMap<usize, BTreeSet<u32>>, IntakeError> {
    let encrypted = || IntakeError::Encrypted { file: source.name().to_owned() };
    let mut file =
        cfb::CompoundFile::open(Cursor::new(source.bytes())).map_err(|error| unreadable(source, &error))?;
    // a password makes a compound file of an .xlsx
    if file.is_stream("/EncryptedPackage") {
        return Err(encrypted());
    }
    let path = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"].into_iter().find(|path| file.is_stream(path));
    let path = path.ok_or_else(|| unreadable(source, &"it holds no workbook"))?;
    let stream = file.open_stream(path).map_err(|error| unreadable(source, &error))?;
    let mut bytes = Vec::new();
    stream
        .take(options.unpacked_bytes_max)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(source, &error))?;
    let mut sheets = Vec::new();
    let mut lengths = Vec::new();
    let mut records = Records(&bytes);
    while let Some(record) = records.next() {
        match record.kind {
            0x00fc => lengths = shared_lengths(record.data, records.clone()),
            0x002f => return Err(encrypted()),
            0x0085 => sheets.push(record.u32(0)),
            0x000a => break,
            _ => {}
        }
    }
    if count(sheets.len()) > options.sheets_max.into() {
        return Err(builder.limit("sheets", options.sheets_max));
    }
    let mut hidden = BTreeMap::new();
    let mut area_left = options.cells_max;
    // the reader gives every cell that names a shared text a copy of it
    let mut text_left = options.unpacked_bytes_max;
    // sheets that begin in the middle of one another would be read as often as they are named
    let mut records_left = count(bytes.len());
    for (index, start) in sheets.into_iter().enumerate() {
        let start = usize::try_from(start.unwrap_or(u32::MAX)).unwrap_or(usize::MAX);
        let rest = bytes.get(start..).ok_or_else(|| unreadable(source, &"a sheet begins after its end"))?;
        let (mut rows, mut columns) = ((u32::MAX, 0_u32), (u32::MAX, 0_u32));
        let mut rows_hidden = BTreeSet::new();
        let mut depth = 0_u32;
        for record in Records(rest) {
            records_left =
                records_left.checked_sub(1).ok_or_else(|| unreadable(source, &"its sheets overlap"))?;
            let mut reach = |row: u32, column: u32| {
                rows = (rows.0.min(row), rows.1.max(row));
                columns = (columns.0.min(column), columns.1.max(column));
            };
            match record.kind {
                0x0809 => depth = depth.saturating_add(1),
                0x000a if depth <= 1 => break,
                0x000a => depth = depth.saturating_sub(1),
                0x0200 => {
                    let area =
                        record.declared_area().ok_or_else(|| unreadable(source, &"a sheet has no size"))?;
                    if area > options.cells_max {
                        return Err(builder.limit("cells", options.cells_max));
                    }
                }
                0x0208 => {
                    if let (Some(row), Some(flags)) = (record.u16(0), record.u16(12))
                        && flags & 0x20 != 0
                    {
                        rows_hidden.insert(row.into());
                    }
                }
                // several numbers of one row: the last column stands at the end
                0x00bd => {
                    let last = record.data.len().checked_sub(2).and_then(|at| record.u16(at));
                    if let (Some(row), Some(first), Some(last)) = (record.u16(0), record.u16(2), last) {
                        reach(row.into(), first.into());
                        reach(row.into(), last.into());
                    }
                }
                0x00fd => {
                    let length = record.u32(6).and_then(|at| lengths.get(usize::try_from(at).ok()?).copied());
                    text_left = text_left
                        .checked_sub(length.unwrap_or(TEXT_MAX))
                        .ok_or_else(|| builder.limit("unpacked bytes", options.unpacked_bytes_max))?;
                    if let (Some(row), Some(column)) = (record.u16(0), record.u16(2)) {
                        reach(row.into(), column.into());
                    }
                }
                0x0006 | 0x00d6 | 0x0203 | 0x0204 | 0x0205 | 0x027e => {
                    if let (Some(row), Some(column)) = (record.u16(0), record.u16(2)) {
                        reach(row.into(), column.into());
                    }
                }
                _ => {}
            }
        }
        let side = |(first, last): (u32, u32)| u64::from(last.saturating_sub(first)).saturating_add(1);
        // all values together, and all formulas, take an area of this size each
        area_left = area_left
            .checked_sub(side(rows).saturating_mul(side(columns)))
            .ok_or_else(|| builder.limit("cells", options.cells_max))?;
        hidden.insert(index, rows_hidden);
    }
    Ok(hidden)
}

/// The lengths of the shared texts, in bytes of UTF-8 at most; as many as are in order.
///
/// # Source
///
/// \[MS-XLS\] 2.4.265 SST, 2.5.293 `XLUnicodeRichExtendedString`; a text that goes on in a Continue record has a flag
/// byte of its own there.
fn shared_lengths(data: &[u8], following: Records<'_>) -> Vec<u64> {
    let continued = following.take_while(|record| record.kind == 0x003c).map(|record| record.data);
    let mut segments = std::iter::once(data.get(8..).unwrap_or_default()).chain(continued);
    let mut rest = segments.next().unwrap_or_default();
    let mut lengths = Vec::new();
    loop {
        while rest.is_empty() {
            let Some(next) = segments.next() else { return lengths };
            rest = next;
        }
        let Some(([low, high, flags], mut after)) = rest.split_first_chunk::<3>() else { return lengths };
        let letters = usize::from(u16::from_le_bytes([*low, *high]));
        let mut skipped = 0_usize;
        if flags & 8 != 0 {
            let Some((runs, behind)) = after.split_first_chunk::<2>() else { return lengths };
            (skipped, after) = (usize::from(u16::from_le_bytes(*runs)).saturating_mul(4), behind);
        }
        if flags & 4 != 0 {
            let Some((size, behind)) = after.split_first_chunk::<4>() else { return lengths };
            let size = usize::try_from(u32::from_le_bytes(*size)).unwrap_or(usize::MAX);
            (skipped, after) = (skipped.saturating_add(size), behind);
        }
        rest = after;
        let (mut left, mut flags) = (letters, *flags);
        loop {
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let taken = left.min(rest.len() / width);
            rest = rest.get(taken.saturating_mul(width)..).unwrap_or_default();
            left = left.saturating_sub(taken);
            if left == 0 {
                break;
            }
            let Some((flag, behind)) = segments.next().and_then(<[u8]>::split_first) else { return lengths };
            (flags, rest) = (*flag, behind);
        }
        while skipped > rest.len() {
            skipped = skipped.saturating_sub(rest.len());
            let Some(next) = segments.next() else { return lengths };
            rest = next;
        }
        rest = rest.get(skipped..).unwrap_or_default();
        lengths.push(count(letters).saturating_mul(3));
    }
}

/// The longest text a cell can have: 65,535 letters of three bytes.
const TEXT_MAX: u64 = 65_535 * 3;

/// The records of a stream: two bytes kind, two bytes length, then so many bytes.
#[derive(Clone)]
struct Records<'a>(&'a [u8]);

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let ([a, b, c, d], rest) = self.0.split_first_chunk::<4>()?;
        let (data, rest) = rest.split_at_checked(u16::from_le_bytes([*c, *d]).into())?;
        self.0 = rest;
        Some(Record { kind: u16::from_le_bytes([*a, *b]), data })
    }
}

impl Record<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        self.data.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        self.data.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// The area a Dimensions record speaks of, at least; none if its last row is before its first.
    fn declared_area(&self) -> Option<u64> {
        let (first, rows, columns) = match self.data.len() {
            10 => (u32::from(self.u16(0)?), u32::from(self.u16(2)?), self.u16(6)?),
            _ => (self.u32(0)?, self.u32(4)?, self.u16(10)?),
        };
        if rows == 0 || columns == 0 {
            return Some(1);
        }
        (first <= rows).then(|| u64::from(rows).saturating_mul(u64::from(columns)))
    }
}
