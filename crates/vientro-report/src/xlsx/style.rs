//! Looks of cells, each made once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use vientro_core::Language;

use super::number::NumberFormat;
use crate::Align;

/// How a cell looks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "each is one property of a cell")]
pub(super) struct Look {
    pub(super) size: u8,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) side: Side,
    pub(super) lines: Lines,
    /// The text breaks where its column ends.
    pub(super) wrap: bool,
    /// Words that look like a formula stay words.
    pub(super) quoted: bool,
    /// Number format; none for words.
    pub(super) number: Option<NumberFormat>,
}

/// Where the text stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Centre,
    Right,
}

impl From<Align> for Side {
    fn from(align: Align) -> Self {
        match align {
            Align::Centre => Self::Centre,
            Align::Left => Self::Left,
            Align::Right => Self::Right,
        }
    }
}

/// Lines around a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lines {
    None,
    All,
    Head,
}

impl Look {
    pub(super) const TEXT: Self = Self {
        size: 12,
        bold: false,
        italic: false,
        side: Side::Left,
        lines: Lines::None,
        wrap: true,
        quoted: false,
        number: None,
    };
    pub(super) const CELL: Self = Self { lines: Lines::All, ..Self::TEXT };
    pub(super) const HEAD: Self = Self { lines: Lines::Head, bold: true, side: Side::Centre, ..Self::TEXT };
    pub(super) const TITLE: Self = Self { size: 13, bold: true, wrap: false, ..Self::TEXT };
    pub(super) const NOTE: Self = Self { size: 11, ..Self::TEXT };

    pub(super) fn side(self, side: impl Into<Side>) -> Self {
        Self { side: side.into(), ..self }
    }

    pub(super) fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }

    pub(super) fn italic(self, italic: bool) -> Self {
        Self { italic, ..self }
    }

    pub(super) fn number(self, format: NumberFormat) -> Self {
        Self { number: Some(format), ..self }
    }
}

/// The formats of a workbook, each made when it is first asked for.
#[derive(Debug)]
pub(super) struct Styles {
    language: Language,
    made: BTreeMap<Look, Format>,
}

impl Styles {
    pub(super) fn new(language: Language) -> Self {
        Self { language, made: BTreeMap::new() }
    }

    pub(super) fn of(&mut self, look: Look) -> &Format {
        match self.made.entry(look) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let format = make(new.key(), self.language);
                new.insert(format)
            }
        }
    }
}

fn make(look: &Look, language: Language) -> Format {
    let side = match look.side {
        Side::Left => FormatAlign::Left,
        Side::Centre => FormatAlign::Center,
        Side::Right => FormatAlign::Right,
    };
    let mut format = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(look.size)
        .set_align(side)
        .set_align(FormatAlign::VerticalCenter);
    if look.bold {
        format = format.set_bold();
    }
    if look.italic {
        format = format.set_italic();
    }
    format = match look.lines {
        Lines::None => format,
        Lines::All => format.set_border(FormatBorder::Thin),
        Lines::Head => format.set_border(FormatBorder::Thin).set_background_color(Color::RGB(0x00F2_F2F2)),
    };
    if look.quoted {
        format = format.set_quote_prefix();
    }
    match &look.number {
        Some(number) => format.set_num_format(number.code(language)),
        None if look.wrap => format.set_text_wrap(),
        None => format,
    }
}
