//! A workbook's package whose parts are changed as text; every other part is copied as it was packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::grid::Source;
use crate::{IntakeError, Options};

/// The parts of a package, and what some of them are to become.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    file: &'a str,
    left: u64,
    changed: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    /// Opens a package that has a workbook in it.
    pub(super) fn open(source: &Source<'a>, options: &Options) -> Result<Self, IntakeError> {
        let file = source.name();
        if u64::try_from(source.bytes().len()).unwrap_or(u64::MAX) > options.bytes_max {
            let (file, limit) = (file.to_owned(), options.bytes_max);
            return Err(IntakeError::Limit { file, what: "bytes", limit });
        }
        let archive = ZipArchive::new(Cursor::new(source.bytes()))
            .ok()
            .filter(|archive| archive.index_for_name(WORKBOOK).is_some())
            .ok_or_else(|| IntakeError::NotAnnotated { file: file.to_owned() })?;
        Ok(Self { archive, file, left: options.unpacked_bytes_max, changed: BTreeMap::new() })
    }

    /// A part as it is to become; `None` if there is none.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, IntakeError> {
        if let Some(text) = self.changed.get(path) {
            return Ok(Some(text.clone()));
        }
        let Some(index) = self.archive.index_for_name(path) else { return Ok(None) };
        let unreadable = |error: &dyn std::fmt::Display| IntakeError::Unreadable {
            file: self.file.to_owned(),
            reason: format!("{path}: {error}"),
        };
        let part = self.archive.by_index(index).map_err(|error| unreadable(&error))?;
        let mut bytes = Vec::new();
        part.take(self.left.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or_else(|| IntakeError::Limit {
            file: self.file.to_owned(),
            what: "unpacked bytes",
            limit: self.left,
        })?;
        String::from_utf8(bytes).map(Some).map_err(|error| unreadable(&error))
    }

    pub(super) fn set(&mut self, path: impl Into<String>, text: String) {
        self.changed.insert(path.into(), text);
    }

    /// A path like `xl/comments1.xml` that no part has yet.
    pub(super) fn free_path(&self, start: &str, ending: &str) -> String {
        let taken =
            |path: &String| self.archive.index_for_name(path).is_some() || self.changed.contains_key(path);
        let parts = self.archive.len().saturating_add(self.changed.len());
        let mut paths = (1..=parts.saturating_add(1)).map(|number| format!("{start}{number}{ending}"));
        paths.find(|path| !taken(path)).unwrap_or_default()
    }

    /// The part of each sheet by the sheet's name.
    pub(super) fn sheets(&mut self) -> Result<BTreeMap<String, String>, IntakeError> {
        let relations = self.relations(WORKBOOK)?;
        let workbook = self.text(WORKBOOK)?.unwrap_or_default();
        let mut sheets = BTreeMap::new();
        self.elements(WORKBOOK, &workbook, |element| {
            if element.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
                && let Some(relation) = relations.iter().find(|relation| relation.id == id)
            {
                sheets.insert(name, relation.target.clone());
            }
        })?;
        Ok(sheets)
    }

    /// What a part refers to.
    pub(super) fn relations(&mut self, path: &str) -> Result<Vec<Relation>, IntakeError> {
        let rels = relations_path(path);
        let text = self.text(&rels)?.unwrap_or_default();
        let mut relations = Vec::new();
        self.elements(&rels, &text, |element| {
            if element.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(kind), Some(target)) =
                    (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
            {
                relations.push(Relation { id, kind, target: resolved(path, &target) });
            }
        })?;
        Ok(relations)
    }

    /// Adds a reference from a part to another one and gives its id.
    pub(super) fn relate(&mut self, path: &str, kind: &str, target: &str) -> Result<String, IntakeError> {
        let taken = self.relations(path)?;
        let mut id = "rIdFindings".to_owned();
        while taken.iter().any(|relation| relation.id == id) {
            id.push('x');
        }
        let rels = relations_path(path);
        let text = self
            .text(&rels)?
            .unwrap_or_else(|| format!("{DECLARATION}<Relationships xmlns=\"{RELATIONS}\"></Relationships>"));
        let element =
            format!("<Relationship xmlns=\"{RELATIONS}\" Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>");
        let text = self.with_last_child(&rels, &text, "Relationships", &element)?;
        self.set(rels, text);
        Ok(id)
    }

    /// Says of what type the parts of an ending, or one part, are; what is said already stays.
    pub(super) fn declare(&mut self, what: &ContentType<'_>) -> Result<(), IntakeError> {
        const TYPES: &str = "[Content_Types].xml";
        let text = self.text(TYPES)?.unwrap_or_default();
        let (element, key, value, kind) = match what {
            ContentType::Ending(ending, kind) => ("Default", "Extension", *ending, kind),
            ContentType::Part(path, kind) => ("Override", "PartName", *path, kind),
        };
        let mut said = false;
        self.elements(TYPES, &text, |found| {
            said |= found.local_name().as_ref() == element
                && attribute(found, key).is_some_and(|it| it.eq_ignore_ascii_case(value));
        })?;
        if !said {
            let namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
            let element =
                format!("<{element} xmlns=\"{namespace}\" {key}=\"{value}\" ContentType=\"{kind}\"/>");
            let text = self.with_last_child(TYPES, &text, "Types", &element)?;
            self.set(TYPES, text);
        }
        Ok(())
    }

    /// A part with `element` as the last child of its root.
    pub(super) fn with_last_child(
        &self,
        path: &str,
        text: &str,
        root: &str,
        element: &str,
    ) -> Result<String, IntakeError> {
        let mut reader = Reader::from_str(text);
        let mut depth = 0_u32;
        loop {
            let start = position(&reader);
            match reader.read_event().map_err(|error| self.unreadable(path, &error))? {
                Event::Start(_) => depth = depth.saturating_add(1),
                Event::End(_) if depth == 1 => return Ok(spliced(text, start, start, element)),
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Empty(only) if depth == 0 && only.local_name().as_ref() == root => {
                    let open = text.get(start..position(&reader)).unwrap_or_default();
                    let open = open.trim_end_matches("/>");
                    let name = only.name().as_ref().to_owned();
                    let whole = format!("{open}>{element}</{name}>");
                    return Ok(spliced(text, start, position(&reader), &whole));
                }
                Event::Eof => return Err(self.unreadable(path, &"the part has no end")),
                _ => {}
            }
        }
    }

    /// Calls `visit` with each start of an element.
    pub(super) fn elements(
        &self,
        path: &str,
        text: &str,
        mut visit: impl FnMut(&BytesStart<'_>),
    ) -> Result<(), IntakeError> {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(|error| self.unreadable(path, &error))? {
                Event::Start(element) | Event::Empty(element) => visit(&element),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    pub(super) fn unreadable(&self, path: &str, reason: &dyn std::fmt::Display) -> IntakeError {
        IntakeError::Unreadable { file: self.file.to_owned(), reason: format!("{path}: {reason}") }
    }

    /// The package with its changed parts; the others are copied as they were packed.
    pub(super) fn write(mut self) -> Result<Vec<u8>, IntakeError> {
        let file = self.file.to_owned();
        let broken = |error: &dyn std::fmt::Display| IntakeError::Unreadable {
            file: file.clone(),
            reason: error.to_string(),
        };
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).map_err(|error| broken(&error))?;
            let name = part.name().map_err(|error| broken(&error))?.into_owned();
            match self.changed.remove(&name) {
                None => writer.raw_copy_file(part).map_err(|error| broken(&error))?,
                Some(text) => {
                    drop(part);
                    writer.start_file(name, SimpleFileOptions::default()).map_err(|error| broken(&error))?;
                    writer.write_all(text.as_bytes()).map_err(|error| broken(&error))?;
                }
            }
        }
        for (name, text) in self.changed {
            writer.start_file(name, SimpleFileOptions::default()).map_err(|error| broken(&error))?;
            writer.write_all(text.as_bytes()).map_err(|error| broken(&error))?;
        }
        Ok(writer.finish().map_err(|error| broken(&error))?.into_inner())
    }
}

/// A reference from one part to another, by the path of the other.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

/// What a content type is said of.
pub(super) enum ContentType<'a> {
    Ending(&'a str, &'a str),
    Part(&'a str, &'a str),
}

/// The offset behind the event that was read last.
pub(super) fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// `text` with what stands from `start` to `end` replaced.
pub(super) fn spliced(text: &str, start: usize, end: usize, new: &str) -> String {
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    [before, new, after].concat()
}

/// The value of an attribute by its local name; a faulty one is none.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().filter_map(Result::ok);
    let attribute = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Text as it stands in XML; what XML cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let allowed = |letter: &char| {
        matches!(letter, '\t' | '\n') || (*letter >= ' ' && !matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    let text: String = text.chars().filter(allowed).collect();
    quick_xml::escape::escape(&*text).into_owned()
}

fn relations_path(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/_rels/{name}.rels")
}

/// The path a target names, seen from the part that names it.
fn resolved(path: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part() {
        assert_eq!(resolved("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl/workbook.xml", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/workbook.xml", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(relations_path("xl/worksheets/sheet1.xml"), "xl/worksheets/_rels/sheet1.xml.rels");
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("a<b>&\u{1}\u{b}c\u{ffff}\n"), "a&lt;b&gt;&amp;c\n");
    }
}
