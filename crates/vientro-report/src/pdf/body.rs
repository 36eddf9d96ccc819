//! The pieces of the paper as data of the page template.

use serde_json::{Value, json};
use vientro_core::Language;

use super::attribute;
use super::grid::grid;
use super::run::{fit, link, paragraph, place, run, settable};
use crate::layout::{Layout, text_width};
use crate::paper::{Look, Paper, Piece, Section, Span};
use crate::{Chart, outline, svg};

/// Writes the sections, each of which begins a page and numbers its pages anew.
pub(super) struct Writer<'a> {
    language: Language,
    layout: &'a Layout,
    /// Level of the heading before, for those who hear it: none is left out.
    level: u8,
}

impl<'a> Writer<'a> {
    pub(super) fn new(language: Language, layout: &'a Layout) -> Self {
        Self { language, layout, level: 0 }
    }

    pub(super) fn paper(&mut self, paper: &Paper<'_>) -> Vec<Value> {
        paper.sections.iter().map(|section| self.section(section)).collect()
    }

    fn section(&mut self, section: &Section<'_>) -> Value {
        let mut blocks = Vec::new();
        if let Some(appendix) = &section.appendix {
            let title = format!("{}\n{}", appendix.label, appendix.title.to_uppercase());
            blocks.push(self.heading("Appendix", 1, &title));
            let reference = appendix.reference.as_ref();
            blocks.extend(reference.map(|text| paragraph("AppendixReference", &[run(text, Look::Plain)])));
        }
        blocks.extend(section.pieces.iter().filter_map(|piece| self.piece(piece, section.lying)));
        json!({ "lying": section.lying, "blocks": blocks })
    }

    /// A heading that looks as its level asks for and is at most one deeper than that before.
    fn heading(&mut self, style: &str, level: u8, text: &str) -> Value {
        self.level = level.min(self.level.saturating_add(1));
        json!({ "style": style, "level": self.level, "runs": [run(text, Look::Plain)] })
    }

    fn piece(&mut self, piece: &Piece<'_>, lying: bool) -> Option<Value> {
        let layout = self.layout;
        Some(match piece {
            Piece::Chart { chart, number } => self.chart(chart, *number),
            Piece::Foot { heading, recipients, lines, signer } => {
                let [recipients, lines] =
                    [recipients, lines].map(|lines| lines.iter().map(|line| fit(line)).collect::<Vec<_>>());
                let letters: usize = recipients.iter().chain(&lines).map(|line| line.chars().count()).sum();
                json!({ "foot": {
                    "heading": heading,
                    "recipients": recipients,
                    "lines": lines,
                    "signer": fit(signer),
                    // half a page of recipients
                    "whole": letters < 1_000,
                } })
            }
            Piece::Gap => return None,
            Piece::Grid(table) => json!({ "grid": grid(table, layout, layout.text_width(lying)) }),
            Piece::Head(head) => {
                let half = layout.text_width(false) / 2;
                let under = |text: &str, size| text_width(text, size, true).min(half).saturating_mul(2) / 5;
                json!({ "head": {
                    "parent": head.parent.as_ref().map(|body| fit(body)),
                    "issuer": fit(&head.issuer),
                    "issuer_rule": under(&head.issuer, layout.issuer),
                    "nation": head.nation.iter().map(|line| fit(line)).collect::<Vec<_>>(),
                    "number": fit(&head.number),
                    "date": fit(&head.date),
                    "kind": fit(head.kind),
                    "title": fit(head.title),
                    "title_rule": under(head.title, layout.title),
                } })
            }
            Piece::Heading { level, text } => self.heading(&format!("Heading{level}"), *level, text),
            Piece::List { ordered, items } => {
                let items: Vec<Vec<Value>> = items.iter().map(|item| runs(item)).collect();
                json!({ "list": items, "ordered": ordered })
            }
            Piece::Paragraph { style, spans } => paragraph(style, &runs(spans)),
        })
    }

    fn chart(&self, chart: &Chart, number: usize) -> Value {
        let language = self.language;
        let title = chart.title().text(language);
        let alternative = chart.alternative().text(language);
        json!({ "chart": {
            "drawing": settable(&svg(chart, language)),
            "alternative": format!("{}. {}", attribute(title, 1_000), attribute(alternative, 7_000)),
            "caption": fit(&outline::chart_caption(number, chart, language)),
        } })
    }
}

pub(super) fn runs(spans: &[Span<'_>]) -> Vec<Value> {
    let shown = |span: &Span<'_>| match span {
        Span::Note { mark, text: Some(text) } => json!({ "note": format!("note-{mark}"), "text": fit(text) }),
        Span::Note { mark, text: None } => json!({ "note": format!("note-{mark}") }),
        Span::Place { text, place: name } => place(&name.name('-'), &run(text, Look::Plain)),
        Span::Words { text, look, to: Some(place) } => link(&place.name('-'), &run(text, *look)),
        Span::Words { text, look, to: None } => run(text, *look),
    };
    spans.iter().map(shown).collect()
}
