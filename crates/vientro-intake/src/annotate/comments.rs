//! Comments at the cells of a workbook.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::{ContentType, DECLARATION, Package, attribute, escaped, position, spliced};
use crate::IntakeError;
use crate::grid::Place;

/// What is said of a cell.
pub(super) struct Comment {
    /// The cell's address, A1 style.
    pub(super) cell: String,
    pub(super) text: String,
}

/// Writes a comment to each cell of a sheet, in a package.
///
/// A comment that is there already is kept, and the new text follows it.
pub(super) fn comment(
    package: &mut Package<'_>,
    sheet: &str,
    comments: &BTreeMap<Place, Comment>,
) -> Result<(), IntakeError> {
    let relations = package.relations(sheet)?;
    let part = relations.iter().find(|relation| relation.kind.ends_with("/comments"));
    let path = match part {
        Some(part) => part.target.clone(),
        None => package.free_path("xl/comments", ".xml"),
    };
    let old = package.text(&path)?.unwrap_or_else(|| {
        format!("{DECLARATION}<comments xmlns=\"{SHEET}\"><authors></authors><commentList></commentList></comments>")
    });
    let (text, new) = with_comments(package, &path, old, comments)?;
    package.set(path.clone(), text);
    if part.is_none() {
        package.relate(sheet, &format!("{OFFICE}/comments"), &path)?;
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
        package.declare(&ContentType::Part(&format!("/{path}"), kind))?;
    }
    draw(package, sheet, &new)
}

/// The comments part with the new comments, and the cells that had none before.
fn with_comments(
    package: &Package<'_>,
    path: &str,
    mut text: String,
    comments: &BTreeMap<Place, Comment>,
) -> Result<(String, Vec<Place>), IntakeError> {
    let mut new = Vec::new();
    // the number of authors, and where the list of them and the list of comments end
    let (mut authors, mut authors_end, mut list_end) = (0_usize, None, None);
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    let mut inside = None;
    let mut reader = Reader::from_str(&text);
    loop {
        let start = position(&reader);
        match reader.read_event().map_err(|error| package.unreadable(path, &error))? {
            Event::Start(element) => match element.local_name().as_ref() {
                "author" => authors = authors.saturating_add(1),
                "comment" => inside = attribute(&element, "ref"),
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "author" => {
                authors = authors.saturating_add(1);
            }
            Event::End(element) => match element.local_name().as_ref() {
                "authors" => authors_end = Some(start),
                "commentList" => list_end = Some(start),
                "text" => {
                    if let Some(cell) = inside.take() {
                        ends.insert(cell, start);
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let (Some(authors_end), Some(list_end)) = (authors_end, list_end) else {
        return Err(package.unreadable(path, &"no list of comments"));
    };
    let mut list = String::new();
    let mut insertions: Vec<(usize, String)> = Vec::new();
    for (place, Comment { cell, text: words }) in comments {
        let run = |words: &str| {
            format!("<r xmlns=\"{SHEET}\"><t xml:space=\"preserve\">{}</t></r>", escaped(words))
        };
        if let Some(end) = ends.get(cell) {
            insertions.push((*end, run(&format!("\n{words}"))));
        } else {
            new.push(*place);
            let _ = write!(
                list,
                "<comment xmlns=\"{SHEET}\" ref=\"{cell}\" authorId=\"{authors}\"><text>{}</text></comment>",
                run(words)
            );
        }
    }
    insertions.push((authors_end, format!("<author xmlns=\"{SHEET}\">vientro</author>")));
    insertions.push((list_end, list));
    // from the end, so that the places before stay where they are
    insertions.sort_by_key(|insertion| std::cmp::Reverse(insertion.0));
    for (at, words) in insertions {
        text = spliced(&text, at, at, &words);
    }
    Ok((text, new))
}

/// The boxes that a spreadsheet program shows comments in: a drawing beside the sheet, in the older notation.
///
/// # Source
///
/// ECMA-376 part 1, 18.7 (comments) and 18.3.1.51 (`legacyDrawing`); part 4, 19 (VML).
fn draw(package: &mut Package<'_>, sheet: &str, cells: &[Place]) -> Result<(), IntakeError> {
    let Some(text) = package.text(sheet)? else { return Ok(()) };
    let (drawing, insert_at) = legacy_drawing(package, sheet, &text)?;
    let relations = package.relations(sheet)?;
    let old = drawing.and_then(|id| relations.into_iter().find(|relation| relation.id == id));
    let path = match &old {
        Some(old) => old.target.clone(),
        None => package.free_path("xl/drawings/vmlDrawing", ".vml"),
    };
    let mut shapes = package.text(&path)?.unwrap_or_else(|| EMPTY_DRAWING.to_owned());
    let Some(end) = shapes.rfind("</xml>") else { return Err(package.unreadable(&path, &"no `</xml>`")) };
    // far above the numbers that programs give
    let first = 500_000_u32.saturating_add(u32::try_from(shapes.len()).unwrap_or(0));
    let mut new = String::new();
    for (number, Place { row, column }) in (first..).zip(cells) {
        let (next, right) = (column.saturating_add(1), column.saturating_add(4));
        let (top, bottom) = (row.saturating_sub(1), row.saturating_add(6));
        let _ = write!(
            new,
            "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;\
             visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>\
             <v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"/>\
             <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
             <x:Anchor>{next}, 15, {top}, 2, {right}, 15, {bottom}, 2</x:Anchor><x:AutoFill>False</x:AutoFill>\
             <x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        );
    }
    shapes.insert_str(end, &new);
    package.set(path.clone(), shapes);
    if old.is_none() {
        let id = package.relate(sheet, &format!("{OFFICE}/vmlDrawing"), &path)?;
        let kind = "application/vnd.openxmlformats-officedocument.vmlDrawing";
        package.declare(&ContentType::Ending("vml", kind))?;
        let element = format!("<legacyDrawing xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\" r:id=\"{id}\"/>");
        package.set(sheet, spliced(&text, insert_at, insert_at, &element));
    }
    Ok(())
}

/// The id of a sheet's drawing for comments, and where one would have to stand.
fn legacy_drawing(
    package: &Package<'_>,
    path: &str,
    text: &str,
) -> Result<(Option<String>, usize), IntakeError> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_u32;
    let mut place = None;
    loop {
        let start = position(&reader);
        let event = reader.read_event().map_err(|error| package.unreadable(path, &error))?;
        if let (1, Event::Start(element) | Event::Empty(element)) = (depth, &event) {
            match element.local_name().as_ref() {
                "legacyDrawing" => return Ok((attribute(element, "id"), start)),
                // the order of a sheet's elements is fixed; these come after
                "AlternateContent" | "controls" | "drawingHF" | "extLst" | "legacyDrawingHF"
                | "oleObjects" | "picture" | "tableParts" | "webPublishItems" => {
                    place = place.or(Some(start));
                }
                _ => {}
            }
        }
        match event {
            Event::Start(_) => depth = depth.saturating_add(1),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Ok((None, place.unwrap_or(start)));
                }
            }
            Event::Eof => return Err(package.unreadable(path, &"the sheet has no end")),
            _ => {}
        }
    }
}

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const EMPTY_DRAWING: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
    <o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>\
    <v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
    <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype></xml>";
