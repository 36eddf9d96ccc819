//! A zip package seen through once, within the limits, before anything of it is kept.

use std::io::{BufRead as _, BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::grid::Source;
use crate::{IntakeError, Options};

use super::unreadable;

/// The parts of a workbook's package.
#[derive(Debug)]
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    source: &'a Source<'a>,
    options: &'a Options,
    /// Unpacked bytes that may still be read.
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(source: &'a Source<'a>, options: &'a Options) -> Result<Self, IntakeError> {
        let archive = ZipArchive::new(Cursor::new(source.bytes()))
            .map_err(|_| unreadable(source, &crate::error::NO_ZIP))?;
        Ok(Self { archive, source, options, left: options.unpacked_bytes_max })
    }

    pub(super) const fn source(&self) -> &'a Source<'a> {
        self.source
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// Reads every part but one once. `visit` is given the path and the starts of the elements of those that are
    /// XML; what it refuses makes the workbook unreadable.
    ///
    /// Whether the XML is in order otherwise is left to who reads it: parts that nobody reads may be out of order.
    ///
    /// # Errors
    ///
    /// [`IntakeError::Limit`] for more unpacked bytes, a higher ratio of expansion or deeper XML than the options
    /// allow; [`IntakeError::Unreadable`] for a damaged part or one that declares entities;
    /// [`IntakeError::Encrypted`].
    pub(super) fn see_through(
        &mut self,
        but: &str,
        mut visit: impl FnMut(&str, &Tag<'_>) -> Result<(), String>,
    ) -> Result<(), IntakeError> {
        let but = self.archive.index_for_name(but);
        let depth_max = self.options.xml_depth_max;
        for index in (0..self.archive.len()).filter(|index| Some(*index) != but) {
            self.read_part(index, |path, part| see_tags(part, depth_max, |tag| visit(path, tag)))?;
        }
        Ok(())
    }

    /// Reads one part as XML; one that is not there has nothing.
    ///
    /// # Errors
    ///
    /// As [`Package::see_through`], and [`IntakeError::Unreadable`] for XML out of order.
    pub(super) fn read(
        &mut self,
        path: &str,
        visit: impl FnMut(&Event<'_>) -> Result<(), String>,
    ) -> Result<(), IntakeError> {
        let depth_max = self.options.xml_depth_max;
        match self.archive.index_for_name(path) {
            Some(index) => self.read_part(index, |_, part| see_xml(part, depth_max, visit)),
            None => Ok(()),
        }
    }

    fn read_part(
        &mut self,
        index: usize,
        see: impl FnOnce(&str, &mut dyn Read) -> Result<(), Fault>,
    ) -> Result<(), IntakeError> {
        let source = self.source;
        let part = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                IntakeError::Encrypted { file: source.name().to_owned() }
            }
            error => unreadable(source, &error),
        })?;
        let path = part.name().map_err(|error| unreadable(source, &error))?.into_owned();
        let expanded_max = part
            .compressed_size()
            // what a package says about its parts may be a lie
            .min(crate::builder::count(source.bytes().len()))
            .saturating_mul(self.options.expansion_max.into())
            .max(EXPANSION_FREE_BYTES);
        let mut part = Metered { part, left: self.left, expanded_left: expanded_max, full: None };
        let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let is_xml = matches!(extension.as_deref(), Some("rels" | "xml"));
        let seen = if is_xml { see(&path, &mut part) } else { Ok(()) };
        // what is left of the part, and all of one that is no XML, is unpacked into nothing
        let rest = std::io::copy(&mut part, &mut std::io::sink());
        self.left = part.left;
        let limit = |what, limit| Err(IntakeError::Limit { file: source.name().to_owned(), what, limit });
        match part.full {
            Some(Full::Bytes) => return limit("unpacked bytes", self.options.unpacked_bytes_max),
            Some(Full::Expansion) => {
                return limit("times its packed size", self.options.expansion_max.into());
            }
            None => {}
        }
        match seen {
            Ok(()) => {}
            Err(Fault::Depth) => return limit("nested elements", self.options.xml_depth_max.into()),
            Err(Fault::Other(reason)) => return Err(unreadable(source, &reason)),
        }
        rest.map_err(|error| unreadable(source, &error))?;
        Ok(())
    }
}

/// Every part may grow to this size, however well it was packed: short texts of one letter pack best.
const EXPANSION_FREE_BYTES: u64 = 1 << 20;

#[derive(Clone, Copy)]
enum Full {
    Bytes,
    Expansion,
}

/// Counts what is unpacked and ends the part at a limit.
struct Metered<R> {
    part: R,
    left: u64,
    expanded_left: u64,
    full: Option<Full>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.full.is_some() {
            return Ok(0);
        }
        let read = self.part.read(buffer)?;
        let bytes = crate::builder::count(read);
        match (self.left.checked_sub(bytes), self.expanded_left.checked_sub(bytes)) {
            (Some(left), Some(expanded_left)) => {
                (self.left, self.expanded_left) = (left, expanded_left);
                Ok(read)
            }
            (None, _) => {
                self.full = Some(Full::Bytes);
                Ok(0)
            }
            (_, None) => {
                self.full = Some(Full::Expansion);
                Ok(0)
            }
        }
    }
}

enum Fault {
    Depth,
    Other(String),
}

fn see_xml(
    part: &mut dyn Read,
    depth_max: u32,
    mut visit: impl FnMut(&Event<'_>) -> Result<(), String>,
) -> Result<(), Fault> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(64 << 10, part));
    let mut buffer = Vec::new();
    let mut depth = 0_u32;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| Fault::Other(error.to_string()))?;
        match &event {
            Event::Start(_) => {
                depth = depth.saturating_add(1);
                if depth > depth_max {
                    return Err(Fault::Depth);
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            // nothing here expands an entity, and no workbook needs one of its own
            Event::DocType(declared) if declared.contains("<!ENTITY") => return Err(own_entities()),
            _ => {}
        }
        visit(&event).map_err(Fault::Other)?;
        if matches!(event, Event::Eof) {
            return Ok(());
        }
    }
}

fn own_entities() -> Fault {
    Fault::Other("a part declares entities of its own".to_owned())
}

/// The start of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// Its name without a prefix.
    pub(super) name: &'a str,
    /// All between the angle brackets.
    pub(super) content: &'a str,
    name_length: usize,
}

impl<'a> Tag<'a> {
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, String> {
        attribute(&BytesStart::from_content(self.content, self.name_length), name)
    }

    fn of(content: &'a str) -> Self {
        let content = content.strip_suffix('/').unwrap_or(content);
        let name_length = content.find([' ', '\t', '\r', '\n']).unwrap_or(content.len());
        let name = content.get(..name_length).unwrap_or_default();
        Self { name: name.rsplit_once(':').map_or(name, |(_, local)| local), content, name_length }
    }
}

/// Gives the starts of elements, and nothing else of the XML: several times faster than an XML reader, which the
/// whole of a large sheet goes through anyway.
fn see_tags(
    part: &mut dyn Read,
    depth_max: u32,
    mut visit: impl FnMut(&Tag<'_>) -> Result<(), String>,
) -> Result<(), Fault> {
    let mut reader = BufReader::with_capacity(64 << 10, part);
    let mut buffer = Vec::new();
    let mut depth = 0_u32;
    loop {
        buffer.clear();
        let mut more = |buffer: &mut Vec<u8>| {
            reader.read_until(b'>', buffer).map_err(|error| Fault::Other(error.to_string()))
        };
        if more(&mut buffer)? == 0 {
            return Ok(());
        }
        // a '>' may stand in text as it is, a '<' may not
        let Some(start) = buffer.iter().position(|byte| *byte == b'<') else { continue };
        let ended = |buffer: &[u8]| {
            let tag = buffer.get(start..).unwrap_or_default();
            match tag {
                [b'<', b'!', b'-', b'-', ..] => tag.len() >= 7 && tag.ends_with(b"-->"),
                [b'<', b'!', b'[', ..] => tag.ends_with(b"]]>"),
                [b'<', b'!', ..] => !tag.contains(&b'[') || tag.ends_with(b"]>"),
                [b'<', b'?', ..] => tag.ends_with(b"?>"),
                _ => is_outside_quotes(tag),
            }
        };
        while !ended(&buffer) {
            if more(&mut buffer)? == 0 {
                return Ok(());
            }
        }
        let tag = buffer.get(start.saturating_add(1)..buffer.len().saturating_sub(1)).unwrap_or_default();
        match tag {
            [b'!', rest @ ..] => {
                let declares = |rest: &[u8]| rest.windows(8).any(|found| found == b"<!ENTITY");
                if rest.starts_with(b"DOCTYPE") && declares(rest) {
                    return Err(own_entities());
                }
            }
            [b'?', ..] => {}
            [b'/', ..] => depth = depth.saturating_sub(1),
            tag => {
                if !tag.ends_with(b"/") {
                    depth = depth.saturating_add(1);
                    if depth > depth_max {
                        return Err(Fault::Depth);
                    }
                }
                // in another encoding than UTF-8 there is nothing that the reader crate would read
                if let Ok(content) = std::str::from_utf8(tag) {
                    visit(&Tag::of(content)).map_err(Fault::Other)?;
                }
            }
        }
    }
}

/// Is the end of the tag outside the values of its attributes?
fn is_outside_quotes(tag: &[u8]) -> bool {
    let mut quote = None;
    for byte in tag.iter().filter(|byte| matches!(byte, b'"' | b'\'')) {
        quote = match quote {
            None => Some(*byte),
            Some(open) if open == *byte => None,
            open => open,
        };
    }
    quote.is_none()
}

/// The value of an attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| error.to_string())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tags(xml: &str) -> Option<Vec<String>> {
        let mut tags = Vec::new();
        let seen = see_tags(&mut xml.as_bytes(), 50, |tag| {
            tags.push(format!("{} {:?}", tag.name, tag.attribute("r").ok().flatten()));
            Ok(())
        });
        seen.ok().map(|()| tags)
    }

    /// The same from an XML reader.
    fn events(xml: &str) -> Option<Vec<String>> {
        let mut tags = Vec::new();
        let seen = see_xml(&mut xml.as_bytes(), 50, |event| {
            if let Event::Start(element) | Event::Empty(element) = event {
                let name = element.local_name().as_ref().to_owned();
                tags.push(format!("{name} {:?}", attribute(element, "r").ok().flatten()));
            }
            Ok(())
        });
        seen.ok().map(|()| tags)
    }

    #[test]
    fn what_is_no_tag_is_passed_over() {
        let xml = "<?xml version=\"1.0\" a='>'?><!DOCTYPE a [<!ELEMENT a (b)>]><x:a r=\"1>2\" s='\"'><!-- <c> --><![CDATA[<d>]]>\
            5 > 4<b\n r='7'/></x:a>";
        let expected = ["a Some(\"1>2\")", "b Some(\"7\")"].map(str::to_owned).to_vec();
        assert_eq!(tags(xml), Some(expected));
        assert_eq!(events(xml), tags(xml));
        assert!(tags("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>").is_none());
        assert!(tags(&"<a>".repeat(51)).is_none() && tags(&"<a></a>".repeat(99)).is_some());
    }

    proptest! {
        /// Where an XML reader finds nothing wrong, it finds the same elements.
        #[test]
        fn tags_are_those_of_an_xml_reader(
            xml in "(<(x:)?[ab]( r=\"[0-9>']{0,3}\"| r='[0-9>\"]{0,2}')?/?>|</(x:)?[ab]>|<!--[<>a -]{0,4}-->|<!\\[CDATA\\[[<>a]{0,4}\\]\\]>|[ 0-9>]){0,12}"
        ) {
            if let Some(expected) = events(&xml) {
                prop_assert_eq!(tags(&xml), Some(expected), "{}", xml);
            }
        }
    }
}
