//! The pieces of the paper as Word has them.

use std::fmt::Write as _;

use vientro_core::Language;

use super::run::{attribute, bookmark, field, keep_end, link, paragraph, rule, run};
use crate::drawn::{Drawn, gaps};
use crate::layout::{Layout, text_width};
use crate::outline;
use crate::paper::{Appendix, Head, Look, Paper, Piece, Span};
use crate::print::word;
use crate::scale::Scale;
use crate::{Chart, ChartKind};

/// Writes `word/document.xml` and collects what stands in other parts.
pub(super) struct Writer<'a> {
    pub(super) out: String,
    language: Language,
    pub(super) layout: &'a Layout,
    pub(super) charts: Vec<(&'a Chart, Drawn)>,
    /// For each list whether it is numbered.
    pub(super) lists: Vec<bool>,
    /// The pages of the present section lie.
    lying: bool,
    bookmarks: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(language: Language, layout: &'a Layout) -> Self {
        Self {
            out: String::new(),
            language,
            layout,
            charts: Vec::new(),
            lists: Vec::new(),
            lying: false,
            bookmarks: 0,
        }
    }

    pub(super) fn paper(&mut self, paper: &Paper<'a>) {
        for section in &paper.sections {
            if let Some(appendix) = &section.appendix {
                let before = self.section();
                let _ = write!(self.out, r#"<w:p><w:pPr><w:pStyle w:val="Gap"/>{before}</w:pPr></w:p>"#);
                self.lying = section.lying;
                self.appendix(appendix);
            }
            let mut ending = self.out.len();
            for (piece, number) in section.pieces.iter().zip(0_usize..) {
                if number == paper.ending {
                    ending = self.out.len();
                }
                if matches!(piece, Piece::Foot { .. }) {
                    keep_end(&mut self.out, ending);
                }
                self.piece(piece);
            }
        }
        // a document cannot end with a table: an empty line closes it
        self.out.push_str(&paragraph("Gap", ""));
        let section = self.section();
        self.out.push_str(&section);
    }

    /// Twips of a line of the present section.
    pub(super) fn width(&self) -> u32 {
        self.layout.text_width(self.lying)
    }

    fn appendix(&mut self, appendix: &Appendix<'_>) {
        self.said("Appendix", &appendix.label);
        self.said("AppendixTitle", appendix.title);
        if let Some(reference) = &appendix.reference {
            self.said("AppendixReference", reference);
        }
    }

    /// Page size, margins and page numbers of the section that ends here.
    fn section(&self) -> String {
        let layout = self.layout;
        let [top, right, bottom, left] = layout.margins;
        let [wide, high] = layout.page;
        let (wide, high, turned) =
            if self.lying { (high, wide, r#" w:orient="landscape""#) } else { (wide, high, "") };
        format!(
            concat!(
                r#"<w:sectPr><w:headerReference w:type="default" r:id="pages"/><w:headerReference w:type="first" r:id="first"/><w:type w:val="nextPage"/>"#,
                r#"<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{header}" w:footer="{header}" w:gutter="0"/>"#,
                r#"<w:pgNumType w:start="1"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>"#,
            ),
            wide = wide,
            high = high,
            turned = turned,
            top = top,
            right = right,
            bottom = bottom,
            left = left,
            header = layout.header,
        )
    }

    fn piece(&mut self, piece: &Piece<'a>) {
        match piece {
            Piece::Chart { chart, number } => self.chart(chart, *number),
            Piece::Foot { heading, recipients, lines, signer } => {
                self.foot(heading, recipients, lines, signer);
            }
            Piece::Gap => self.said("Gap", ""),
            Piece::Grid(grid) => {
                if let Some(caption) = &grid.caption {
                    if caption.counted {
                        self.numbered(caption.label, caption.label, caption.number, caption.text, true);
                    } else {
                        self.said("Caption", &caption.text());
                    }
                }
                self.grid(grid);
            }
            Piece::Head(head) => self.head(head),
            Piece::Heading { level, text } => self.said(&format!("Heading{level}"), text),
            Piece::List { ordered, items } => {
                self.lists.push(*ordered);
                let list = self.lists.len();
                for item in items {
                    let runs = self.runs(item);
                    let _ = write!(
                        self.out,
                        r#"<w:p><w:pPr><w:pStyle w:val="ListItem"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{runs}</w:p>"#
                    );
                }
            }
            // two lines of the text stay with the signature
            Piece::Paragraph { style: "Ending", spans } => {
                let runs = self.runs(spans);
                let _ = write!(
                    self.out,
                    r#"<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepNext/></w:pPr>{runs}</w:p>"#
                );
            }
            Piece::Paragraph { style, spans } => {
                let runs = self.runs(spans);
                self.out.push_str(&paragraph(style, &runs));
            }
        }
    }

    fn said(&mut self, style: &str, text: &str) {
        self.out.push_str(&said(style, text));
    }

    pub(super) fn runs(&mut self, spans: &[Span<'_>]) -> String {
        let mut runs = String::new();
        for span in spans {
            let shown = match span {
                Span::Note { mark, text } => self.footnote(*mark, text.is_some()),
                Span::Place { text, place } => self.bookmark(&place.name('_'), &run(text, Look::Plain)),
                Span::Words { text, look, to: Some(place) } => link(&place.name('_'), &run(text, *look)),
                Span::Words { text, look, to: None } => run(text, *look),
            };
            runs.push_str(&shown);
        }
        runs
    }

    fn bookmark(&mut self, name: &str, runs: &str) -> String {
        self.bookmarks = self.bookmarks.saturating_add(1);
        bookmark(self.bookmarks, name, runs)
    }

    fn footnote(&mut self, mark: usize, first: bool) -> String {
        let name = format!("note_{mark}");
        if first {
            let reference = format!(
                r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{mark}"/></w:r>"#
            );
            self.bookmark(&name, &reference)
        } else {
            let shown = run(&mark.to_string(), Look::Raised);
            format!(r#"<w:fldSimple w:instr=" NOTEREF {name} \f \h ">{shown}</w:fldSimple>"#)
        }
    }

    /// Two columns without lines: bodies and nation above, recipients and signature below.
    fn columns(&mut self, left_part: u32, rows: &[[String; 2]]) {
        let total = self.width();
        let left = total.saturating_mul(left_part) / 100;
        let right = total.saturating_sub(left);
        let _ = write!(
            self.out,
            concat!(
                r#"<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>"#,
                r#"<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>"#,
                r#"<w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid>"#,
            ),
            total = total,
            left = left,
            right = right,
        );
        for cells in rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (cell, width) in cells.iter().zip([left, right]) {
                let _ = write!(
                    self.out,
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>"#
                );
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
    }

    fn head(&mut self, head: &Head<'_>) {
        let layout = self.layout;
        let total = layout.text_width(false);
        let (left, right) = (total.saturating_mul(LEFT) / 100, total.saturating_mul(100 - LEFT) / 100);
        let parent = head.parent.as_ref().map(|body| said("ParentBody", body)).unwrap_or_default();
        let under = text_width(&head.issuer, layout.issuer, true).min(left).saturating_mul(2) / 5;
        let bodies = format!("{parent}{}{}", said("Issuer", &head.issuer), rule(under, left));
        let mut nation: String =
            ["State", "Motto"].iter().zip(&head.nation).map(|(style, line)| said(style, line)).collect();
        // a line as long as the last of the words
        let size = if head.nation.len() > 1 { layout.motto } else { layout.state };
        nation.push_str(&head.nation.last().map_or_else(
            || paragraph("Gap", ""),
            |line| rule(text_width(line, size, true).min(right), right),
        ));
        let number = said("DocumentNumber", &head.number);
        let date = said("PlaceAndDate", &head.date);
        self.columns(LEFT, &[[bodies, nation], [number, date]]);
        self.said("DocumentKind", head.kind);
        self.said("Title", head.title);
        let under = text_width(head.title, layout.title, true).min(total / 2).saturating_mul(2) / 5;
        self.out.push_str(&rule(under, total));
    }

    fn foot(&mut self, heading: &str, recipients: &[String], lines: &[String], signer: &str) {
        let mut left = String::new();
        if !recipients.is_empty() {
            left.push_str(&said("RecipientsHead", heading));
            left.extend(recipients.iter().map(|line| said("Recipient", line)));
        }
        if left.is_empty() {
            left = paragraph("Recipient", "");
        }
        let mut right: String = lines.iter().map(|line| said("Signature", line)).collect();
        right.push_str(&said("SignerName", signer));
        self.out.push_str(r#"<w:p><w:pPr><w:pStyle w:val="Gap"/><w:keepNext/></w:pPr></w:p>"#);
        self.columns(50, &[[left, right]]);
    }

    /// A caption whose number is a field, so that Word's own list of tables finds it. It stays with what follows where it
    /// stands above, as that of a table does.
    fn numbered(&mut self, label: &str, sequence: &str, number: usize, text: &str, above: bool) {
        let runs = format!(
            "{}{}{}",
            run(&format!("{label} "), Look::Plain),
            field(&format!(r"SEQ {sequence} \* ARABIC"), &number.to_string()),
            run(&format!(". {text}"), Look::Plain),
        );
        if above {
            self.out.push_str(&paragraph("Caption", &runs));
        } else {
            let _ = write!(
                self.out,
                r#"<w:p><w:pPr><w:pStyle w:val="Caption"/><w:keepNext w:val="0"/></w:pPr>{runs}</w:p>"#
            );
        }
    }

    /// The drawing with its unit and its caption.
    fn chart(&mut self, chart: &'a Chart, number: usize) {
        let language = self.language;
        let drawn = Drawn::of(chart, language);
        let high = u64::from(drawn.height()).saturating_mul(36_000);
        self.charts.push((chart, drawn));
        let caption = outline::chart_caption(number, chart, language);
        let unit = Scale::of(chart).unit(chart, language);
        if chart.kind() != ChartKind::Share && !unit.is_empty() {
            let heading = word(("Đơn vị tính", "Unit"), language);
            self.said("Unit", &format!("{heading}: {unit}"));
        }
        let wide = u64::from(self.width()).saturating_mul(635);
        let _ = write!(
            self.out,
            concat!(
                r#"<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>"#,
                r#"<wp:docPr id="{number}" name="{name}" descr="{descr}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">"#,
                r#"<c:chart r:id="chart{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#,
            ),
            wide = wide,
            high = high,
            number = number,
            name = attribute(&caption),
            descr = attribute(&format!(
                "{}. {}",
                chart.title().text(language),
                chart.alternative().text(language)
            )),
        );
        let label = word(("Biểu đồ", "Chart"), language);
        let sequence = word(("Biểu_đồ", "Chart"), language);
        self.numbered(label, sequence, number, chart.title().text(language), false);
        if let Some(gaps) = gaps(chart, language) {
            self.said("TableNote", &gaps);
        }
    }
}

fn said(style: &str, text: &str) -> String {
    paragraph(style, &run(text, Look::Plain))
}

/// Part of the width for the bodies, in percent; the rest is for the name of the state.
const LEFT: u32 = 42;
