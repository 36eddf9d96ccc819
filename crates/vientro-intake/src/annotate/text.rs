//! Text files: a column of findings, and new content for cells.

use std::collections::BTreeMap;

use crate::grid::{CellValue, GridRow, Place, Source};
use crate::text_file::{self, Text};
use crate::{Header, IntakeError, Options, read_csv};

/// A copy of a text file with one more column; `notes` has texts by the line their row begins at.
pub(super) fn with_column(
    source: &Source<'_>,
    notes: &BTreeMap<u32, String>,
    heading: &str,
    options: &Options,
) -> Result<Vec<u8>, IntakeError> {
    let text = text_file::text(source, options)?;
    let grid = read_csv(source, options)?;
    let header = Header::find(&grid, options);
    let last = header.rows().last().and_then(|number| grid.row(*number)).and_then(GridRow::line);
    let width = grid.rows().iter().map(|row| row.cells().len()).max().unwrap_or(0);
    copied(&text, true, |line, record| {
        let note = if last == Some(line) { Some(heading) } else { notes.get(&line).map(String::as_str) };
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        cells.resize(cells.len().max(width), String::new());
        cells.push(note?.to_owned());
        Some(cells)
    })
}

/// A copy of a text file with new values at cells, whose rows are lines from one, and the cells that were changed.
pub(super) fn replaced(
    source: &Source<'_>,
    values: &BTreeMap<Place, CellValue>,
    options: &Options,
) -> Result<(Vec<u8>, Vec<Place>), IntakeError> {
    let text = text_file::text(source, options)?;
    let mut changed = Vec::new();
    let bytes = copied(&text, text.has_mark(), |line, record| {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let mut any = false;
        let own = Place { row: line, column: 0 }..=Place { row: line, column: u32::MAX };
        for (place, value) in values.range(own) {
            let index = usize::try_from(place.column).unwrap_or(usize::MAX);
            if index >= cells.len() && index < 10_000 {
                cells.resize(index.saturating_add(1), String::new());
            }
            if let Some(cell) = cells.get_mut(index) {
                *cell = match value {
                    // in a sheet of this country the comma parts the decimals
                    CellValue::Number(number) => number.normalize().to_string().replace('.', ","),
                    value => value.text().into_owned(),
                };
                changed.push(*place);
                any = true;
            }
        }
        any.then_some(cells)
    })?;
    Ok((bytes, changed))
}

/// The text with those rows written anew for which `change` has cells; all else stays byte for byte.
fn copied(
    text: &Text<'_>,
    mark: bool,
    mut change: impl FnMut(u32, &csv::StringRecord) -> Option<Vec<String>>,
) -> Result<Vec<u8>, IntakeError> {
    let content = text.content();
    let broken = |error: csv::Error| text.unreadable(&error);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(text.delimiter())
        .from_reader(content.as_bytes());
    let mut written: Vec<u8> = if mark { "\u{feff}".into() } else { Vec::new() };
    let (mut copied, mut counted, mut line) = (0_usize, 0_usize, 1_u32);
    let mut record = csv::StringRecord::new();
    let offset =
        |reader: &csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
    loop {
        let before = offset(&reader);
        if !reader.read_record(&mut record).map_err(broken)? {
            break;
        }
        let is_end = |letter: char| matches!(letter, '\r' | '\n');
        let rest = content.get(before..).unwrap_or_default();
        let start = before.saturating_add(rest.len().saturating_sub(rest.trim_start_matches(is_end).len()));
        let whole = content.get(start..offset(&reader)).unwrap_or_default();
        let end = start.saturating_add(whole.trim_end_matches(is_end).len());
        let lines = content.get(counted..start).unwrap_or_default().matches('\n').count();
        line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        counted = start;
        let Some(cells) = change(line, &record) else { continue };
        written.extend(content.get(copied..start).unwrap_or_default().as_bytes());
        let mut row = csv::WriterBuilder::new().delimiter(text.delimiter()).from_writer(Vec::new());
        row.write_record(&cells).map_err(broken)?;
        let row = row.into_inner().map_err(|error| text.unreadable(&error.error()))?;
        written.extend(row.strip_suffix(b"\n").unwrap_or(&row));
        copied = end;
    }
    written.extend(content.get(copied..).unwrap_or_default().as_bytes());
    Ok(written)
}
