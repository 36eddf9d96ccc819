//! New content for the cells of a workbook's sheet; whatever else the sheet says stays as it stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{Package, attribute, escaped, position};
use crate::grid::{CellValue, Place, place_of};
use crate::{IntakeError, address};

/// A sheet with new values at cells, and the cells that were changed.
///
/// A cell keeps its style. One that holds a formula is left alone; one that is not there is put into its row, if
/// the row is there.
pub(super) fn replaced(
    package: &Package<'_>,
    path: &str,
    text: &str,
    values: &BTreeMap<Place, CellValue>,
) -> Result<(String, Vec<Place>), IntakeError> {
    let mut written = String::with_capacity(text.len());
    let mut copied = 0_usize;
    let mut changed = Vec::new();
    let (mut row, mut next_row, mut next_column) = (0_u32, 0_u32, 0_u32);
    let mut open: Option<OpenCell> = None;
    let mut reader = Reader::from_str(text);
    let mut put = |from: usize, to: usize, new: &str| {
        written.push_str(text.get(copied..from).unwrap_or_default());
        written.push_str(new);
        copied = to;
    };
    loop {
        let start = position(&reader);
        let event = reader.read_event().map_err(|error| package.unreadable(path, &error))?;
        let end = position(&reader);
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "row" => {
                    let number = attribute(&element, "r").and_then(|number| number.parse::<u32>().ok());
                    row = number.map_or(next_row, |number| number.saturating_sub(1));
                    (next_row, next_column) = (row.saturating_add(1), 0);
                }
                "c" => {
                    let place = attribute(&element, "r").and_then(|cell| place_of(&cell));
                    let column = place.map_or(next_column, |place| place.column);
                    let here = Place { row, column };
                    for (before, value) in values.range(Place { row, column: next_column.min(column) }..here)
                    {
                        put(start, start, &cell(&element, *before, None, value));
                        changed.push(*before);
                    }
                    next_column = column.saturating_add(1);
                    if let Some(value) = values.get(&here) {
                        let new = cell(&element, here, attribute(&element, "s").as_deref(), value);
                        if empty {
                            put(start, end, &new);
                            changed.push(here);
                        } else {
                            open = Some(OpenCell { start, new, place: here, formula: false });
                        }
                    }
                }
                "f" => {
                    if let Some(open) = &mut open {
                        open.formula = true;
                    }
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    if let Some(cell) = open.take().filter(|cell| !cell.formula) {
                        put(cell.start, end, &cell.new);
                        changed.push(cell.place);
                    }
                }
                "row" => {
                    let name = element.name().as_ref().to_owned();
                    let prefix = name.strip_suffix("row").unwrap_or_default();
                    let like = BytesStart::new(format!("{prefix}c"));
                    let rest = Place { row, column: next_column }..=Place { row, column: u32::MAX };
                    for (place, value) in values.range(rest) {
                        put(start, start, &cell(&like, *place, None, value));
                        changed.push(*place);
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    put(text.len(), text.len(), "");
    Ok((written, changed))
}

/// A cell that was opened and is to be replaced when it is closed.
struct OpenCell {
    start: usize,
    new: String,
    place: Place,
    formula: bool,
}

/// The XML of a cell, in the name of the cells around it.
fn cell(
    like: &BytesStart<'_>,
    Place { row, column }: Place,
    style: Option<&str>,
    value: &CellValue,
) -> String {
    let name = like.name().as_ref().to_owned();
    let prefix = name.strip_suffix('c').unwrap_or_default();
    let place = address(row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX));
    let mut xml = format!("<{name} r=\"{place}\"");
    if let Some(style) = style {
        let _ = write!(xml, " s=\"{}\"", escaped(style));
    }
    if let CellValue::Number(number) = value {
        let _ = write!(xml, "><{prefix}v>{}</{prefix}v></{name}>", number.normalize());
    } else {
        let text = escaped(&value.text());
        let _ = write!(
            xml,
            " t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{name}>"
        );
    }
    xml
}
