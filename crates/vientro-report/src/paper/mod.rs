//! The report as it stands on paper: what is said where, in which order, for the formats with pages to print.

mod annex;
mod body;
mod grid;
mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;

use vientro_core::{Bilingual, Language, RowId};

pub(crate) use self::grid::{Grid, GridCell, GridRow};
use crate::outline::{Notes, Traces};
use crate::print::word;
use crate::{Chart, Report, Table};

/// The whole document in one language.
#[derive(Debug)]
pub(crate) struct Paper<'a> {
    /// The report, then its appendices.
    pub(crate) sections: Vec<Section<'a>>,
    /// The first piece of the last block of the report, which stays with the signature.
    pub(crate) ending: usize,
    /// Notes of the pages, in the order of their marks.
    pub(crate) footnotes: Notes<'a>,
}

impl<'a> Paper<'a> {
    /// `chart_data` are the tables of the report's charts; figures of a `traced` paper lead to what they were made from.
    pub(crate) fn of(report: &'a Report, chart_data: &'a [Table], language: Language, traced: bool) -> Self {
        let mut writer = Writer {
            report,
            chart_data,
            language,
            traced,
            sections: vec![Section::default()],
            traces: Traces::default(),
            footnotes: Notes::default(),
            row_numbers: report.row_numbers(),
            tables: 0,
            charts: 0,
        };
        let ending = writer.body();
        writer.appendices();
        Self { sections: writer.sections, ending, footnotes: writer.footnotes }
    }
}

/// Begins a page and numbers its pages anew.
#[derive(Debug, Default)]
pub(crate) struct Section<'a> {
    /// None for the report itself.
    pub(crate) appendix: Option<Appendix<'a>>,
    /// Its pages lie.
    pub(crate) lying: bool,
    pub(crate) pieces: Vec<Piece<'a>>,
}

/// The head of an appendix.
///
/// # Source
///
/// Decree 30/2020/NĐ-CP, Appendix I: an appendix has its number, its title, a reference to the document it belongs to, and
/// page numbers of its own.
#[derive(Debug)]
pub(crate) struct Appendix<'a> {
    pub(crate) label: String,
    pub(crate) title: &'a str,
    pub(crate) reference: Option<String>,
}

/// What stands between two others, above one another on the page.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    /// A drawing with its caption.
    Chart {
        chart: &'a Chart,
        number: usize,
    },
    /// Recipients and signature, beside each other.
    Foot {
        heading: &'static str,
        recipients: Vec<String>,
        lines: Vec<String>,
        signer: &'a str,
    },
    /// Room, where the format has none of itself.
    Gap,
    Grid(Grid<'a>),
    Head(Box<Head<'a>>),
    Heading {
        level: u8,
        text: &'a str,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Span<'a>>>,
    },
    Paragraph {
        style: &'static str,
        spans: Vec<Span<'a>>,
    },
}

/// The head of the administrative form: bodies and nation above, number and day below, then kind and title.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) parent: Option<String>,
    pub(crate) issuer: String,
    /// Two lines at most.
    pub(crate) nation: Vec<&'a str>,
    pub(crate) number: String,
    pub(crate) date: String,
    pub(crate) kind: &'a str,
    pub(crate) title: &'a str,
}

/// A part of a line.
#[derive(Clone, Debug)]
pub(crate) enum Span<'a> {
    /// The mark of a note at the foot of the page, with its text where it is said first.
    Note { mark: usize, text: Option<&'a str> },
    /// Words others lead to.
    Place { text: String, place: Place },
    /// Words, which may lead to a place.
    Words { text: Cow<'a, str>, look: Look, to: Option<Place> },
}

impl<'a> Span<'a> {
    pub(crate) fn new(text: impl Into<Cow<'a, str>>, look: Look) -> Self {
        Self::Words { text: text.into(), look, to: None }
    }

    pub(crate) fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Look::Plain)
    }

    /// Words that lead to a place; none cannot.
    fn to(text: impl Into<Cow<'a, str>>, look: Look, place: Place) -> Self {
        let text = text.into();
        let to = if text.is_empty() { None } else { Some(place) };
        Self::Words { text, look, to }
    }
}

/// How letters look where their paragraph's style does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Bold,
    Italic,
    Plain,
    Raised,
}

/// A line of an appendix, by its number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Figure(usize),
    Row(usize),
    Rule(usize),
}

impl Place {
    /// The name of the place, with what stands before its number.
    pub(crate) fn name(self, before: char) -> String {
        match self {
            Self::Figure(number) => format!("fig{before}{number}"),
            Self::Row(number) => format!("row{before}{number}"),
            Self::Rule(number) => format!("rule{before}{number}"),
        }
    }
}

/// Lays the report out and counts what is counted on the way.
struct Writer<'a> {
    report: &'a Report,
    chart_data: &'a [Table],
    language: Language,
    traced: bool,
    sections: Vec<Section<'a>>,
    traces: Traces<'a>,
    footnotes: Notes<'a>,
    row_numbers: BTreeMap<&'a RowId, usize>,
    tables: usize,
    charts: usize,
}

impl<'a> Writer<'a> {
    fn word(&self, text: (&'static str, &'static str)) -> &'static str {
        word(text, self.language)
    }

    fn push(&mut self, mut piece: Piece<'a>) {
        if let Piece::Grid(grid) = &mut piece {
            grid.keep_ends();
        }
        if let Some(section) = self.sections.last_mut() {
            section.pieces.push(piece);
        }
    }

    fn paragraph(&mut self, style: &'static str, text: impl Into<Cow<'a, str>>) {
        self.spans(style, vec![Span::plain(text)]);
    }

    fn spans(&mut self, style: &'static str, spans: Vec<Span<'a>>) {
        self.push(Piece::Paragraph { style, spans });
    }

    /// A line under a table or a drawing, with its word.
    fn line_below(&mut self, heading: &str, text: impl Into<Cow<'a, str>>) {
        let heading = Span::new(format!("{heading}: "), Look::Italic);
        self.spans("TableNote", vec![heading, Span::plain(text)]);
    }

    /// The mark of a note at the foot of the page. A note said before is not said again.
    fn footnote(&mut self, note: &'a Bilingual) -> Span<'a> {
        let known = self.footnotes.iter().count();
        let mark = self.footnotes.mark(note);
        let text = if mark > known { Some(note.text(self.language)) } else { None };
        Span::Note { mark, text }
    }
}
