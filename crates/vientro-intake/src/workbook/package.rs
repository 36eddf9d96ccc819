//! A zip package seen through once, within the limits, before anything of it is kept.

use std::io::{BufReader, Cursor, Read};

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

    pub(super) fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// Reads every part once. `visit` is given the events of those parts that are XML, with the path; what it
    /// refuses makes the workbook unreadable, and so does XML out of order where `is_needed`.
    ///
    /// # Errors
    ///
    /// [`IntakeError::Limit`] for more unpacked bytes, a higher ratio of expansion or deeper XML than the options
    /// allow; [`IntakeError::Unreadable`] for a damaged part or one that declares entities;
    /// [`IntakeError::Encrypted`].
    pub(super) fn see_through(
        &mut self,
        is_needed: impl Fn(&str) -> bool,
        mut visit: impl FnMut(&str, &Event<'_>) -> Result<(), String>,
    ) -> Result<(), IntakeError> {
        for index in 0..self.archive.len() {
            self.read_part(index, &is_needed, &mut visit)?;
        }
        Ok(())
    }

    /// Reads one part; one that is not there has nothing.
    pub(super) fn read(
        &mut self,
        path: &str,
        mut visit: impl FnMut(&Event<'_>) -> Result<(), String>,
    ) -> Result<(), IntakeError> {
        match self.archive.index_for_name(path) {
            Some(index) => self.read_part(index, &|_: &str| true, &mut |_, event| visit(event)),
            None => Ok(()),
        }
    }

    fn read_part(
        &mut self,
        index: usize,
        is_needed: &impl Fn(&str) -> bool,
        visit: &mut impl FnMut(&str, &Event<'_>) -> Result<(), String>,
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
            .saturating_mul(self.options.expansion_max.into())
            .max(EXPANSION_FREE_BYTES);
        let mut part = Metered { part, left: self.left, expanded_left: expanded_max, full: None };
        let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let is_xml = matches!(extension.as_deref(), Some("rels" | "xml"));
        let seen = if is_xml {
            see_xml(&mut part, self.options.xml_depth_max, |event| visit(&path, event))
        } else {
            Ok(())
        };
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
            // drawings and comments that nobody reads may be out of order
            Err(Fault::Xml(_)) if !is_needed(&path) => {}
            Err(Fault::Depth) => return limit("nested elements", self.options.xml_depth_max.into()),
            Err(Fault::Other(reason) | Fault::Xml(reason)) => return Err(unreadable(source, &reason)),
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
    Xml(String),
}

fn see_xml(
    part: &mut impl Read,
    depth_max: u32,
    mut visit: impl FnMut(&Event<'_>) -> Result<(), String>,
) -> Result<(), Fault> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(64 << 10, part));
    let mut buffer = Vec::new();
    let mut depth = 0_u32;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| Fault::Xml(error.to_string()))?;
        match &event {
            Event::Start(_) => {
                depth = depth.saturating_add(1);
                if depth > depth_max {
                    return Err(Fault::Depth);
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            // nothing here expands an entity, and no workbook needs one of its own
            Event::DocType(declared) if declared.contains("<!ENTITY") => {
                return Err(Fault::Other("a part declares entities of its own".to_owned()));
            }
            _ => {}
        }
        visit(&event).map_err(Fault::Other)?;
        if matches!(event, Event::Eof) {
            return Ok(());
        }
    }
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
