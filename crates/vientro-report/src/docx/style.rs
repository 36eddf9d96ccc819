//! Styles: every look of the document has a name, so that an office changes it in one place.

use std::fmt::Write as _;

use vientro_core::Language;

use crate::layout::Layout;

/// A paragraph style. Its properties are written in the order the schema asks for.
#[expect(clippy::struct_excessive_bools, reason = "each is one property of Word")]
struct Style {
    id: &'static str,
    name: &'static str,
    align: &'static str,
    size: u32,
    bold: bool,
    italic: bool,
    caps: bool,
    keep_next: bool,
    before: u32,
    after: u32,
    /// In 240ths of a line.
    line: u32,
    left: u32,
    hanging: u32,
    first: u32,
    outline: Option<u32>,
    /// A line above the paragraph, which is then as low as it can be.
    rule: bool,
}

impl Style {
    const fn new(id: &'static str, name: &'static str, align: &'static str, size: u32) -> Self {
        Self {
            id,
            name,
            align,
            size,
            bold: false,
            italic: false,
            caps: false,
            keep_next: false,
            before: 0,
            after: 0,
            line: 240,
            left: 0,
            hanging: 0,
            first: 0,
            outline: None,
            rule: false,
        }
    }

    fn write(&self, out: &mut String) {
        // writing to a String cannot fail, here and below
        let _ = write!(
            out,
            r#"<w:style w:type="paragraph" w:customStyle="{}" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>"#,
            u8::from(!BUILT_IN.contains(&self.name)),
            self.id,
            self.name,
        );
        if self.keep_next {
            out.push_str("<w:keepNext/>");
        }
        if self.rule {
            out.push_str(r#"<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>"#);
        }
        let rule = if self.rule { "exact" } else { "auto" };
        let line = if self.rule { 80 } else { self.line };
        let _ = write!(
            out,
            r#"<w:spacing w:before="{}" w:after="{}" w:line="{line}" w:lineRule="{rule}"/>"#,
            self.before, self.after
        );
        let _ = match (self.hanging, self.first) {
            (0, 0) => write!(out, r#"<w:ind w:left="{}"/>"#, self.left),
            (0, first) => write!(out, r#"<w:ind w:left="{}" w:firstLine="{first}"/>"#, self.left),
            (hanging, _) => write!(out, r#"<w:ind w:left="{}" w:hanging="{hanging}"/>"#, self.left),
        };
        let _ = write!(out, r#"<w:jc w:val="{}"/>"#, self.align);
        if let Some(level) = self.outline {
            let _ = write!(out, r#"<w:outlineLvl w:val="{level}"/>"#);
        }
        out.push_str("</w:pPr><w:rPr>");
        for (wanted, tags) in
            [(self.bold, "<w:b/><w:bCs/>"), (self.italic, "<w:i/><w:iCs/>"), (self.caps, "<w:caps/>")]
        {
            if wanted {
                out.push_str(tags);
            }
        }
        let _ = write!(out, r#"<w:sz w:val="{0}"/><w:szCs w:val="{0}"/></w:rPr></w:style>"#, self.size);
    }
}

/// Names Word knows.
const BUILT_IN: [&str; 9] = [
    "Title",
    "Subtitle",
    "heading 1",
    "heading 2",
    "heading 3",
    "heading 4",
    "caption",
    "footnote text",
    "header",
];

/// `word/styles.xml`.
pub(super) fn styles(layout: &Layout, language: Language) -> String {
    let tag = match language {
        Language::Vi => "vi-VN",
        Language::En => "en-GB",
    };
    let mut out = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>"#,
            r#"<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:cs="{font}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#,
            r#"<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#,
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
            r#"<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>"#,
            r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>"#,
            r#"<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
            r#"<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>"#,
        ),
        font = layout.font,
        size = layout.body,
        tag = tag,
    );
    for style in list(layout) {
        style.write(&mut out);
    }
    out.push_str("</w:styles>");
    out
}

fn list(layout: &Layout) -> Vec<Style> {
    let gap = layout.paragraph_gap;
    let heading = |id, name, outline| Style {
        bold: true,
        keep_next: true,
        before: gap,
        after: gap,
        outline: Some(outline),
        ..Style::new(id, name, "both", layout.heading)
    };
    let small = layout.table_small;
    let body = Style {
        first: layout.first_line,
        before: gap,
        after: gap,
        line: layout.line,
        ..Style::new("Body", "Body of the report", "both", layout.body)
    };
    let mut styles = vec![
        body,
        Style {
            left: 851,
            hanging: 284,
            before: gap / 2,
            after: gap / 2,
            line: layout.line,
            ..Style::new("ListItem", "Item of a list", "both", layout.body)
        },
        Style { bold: true, ..Style::new("State", "State", "center", layout.state) },
        Style { bold: true, ..Style::new("Motto", "Motto", "center", layout.motto) },
        Style::new("ParentBody", "Parent body", "center", layout.parent),
        Style { bold: true, ..Style::new("Issuer", "Issuing body", "center", layout.issuer) },
        Style { rule: true, before: 50, ..Style::new("Rule", "Line under a text", "center", 2) },
        Style { before: gap, ..Style::new("DocumentNumber", "Number and symbol", "center", layout.number) },
        Style {
            italic: true,
            before: gap,
            ..Style::new("PlaceAndDate", "Place and date", "center", layout.date)
        },
        Style {
            bold: true,
            caps: true,
            keep_next: true,
            before: gap.saturating_mul(3),
            ..Style::new("DocumentKind", "Type of document", "center", layout.title)
        },
        Style {
            bold: true,
            keep_next: true,
            before: gap / 2,
            after: gap / 2,
            ..Style::new("Title", "Title", "center", layout.title)
        },
        Style {
            italic: true,
            before: gap / 2,
            after: gap.saturating_mul(2),
            ..Style::new("Subtitle", "Subtitle", "center", layout.body)
        },
        Style { left: 1134, before: gap / 2, ..Style::new("Addressees", "Addressees", "left", layout.body) },
        Style {
            left: 2835,
            hanging: 170,
            ..Style::new("Addressee", "One of the addressees", "left", layout.body)
        },
        Style { caps: true, ..heading("Heading1", "heading 1", 0) },
        heading("Heading2", "heading 2", 1),
        Style { italic: true, ..heading("Heading3", "heading 3", 2) },
        Style { bold: false, italic: true, ..heading("Heading4", "heading 4", 3) },
        Style {
            bold: true,
            keep_next: true,
            before: gap.saturating_mul(2),
            after: gap / 2,
            ..Style::new("Caption", "caption", "left", layout.table)
        },
        Style { keep_next: true, after: gap / 2, ..Style::new("Figure", "Chart", "center", layout.table) },
        Style {
            italic: true,
            keep_next: true,
            before: gap,
            ..Style::new("Unit", "Unit of a chart", "right", layout.table)
        },
        Style {
            before: 40,
            ..Style::new("TableNote", "Note under a table", "both", small.saturating_add(2))
        },
        Style { line: 240, ..Style::new("Gap", "Gap after a table", "left", 12) },
        Style { ..Style::new("FootnoteText", "footnote text", "both", small) },
        Style::new("PageNumber", "header", "center", layout.page_number),
        Style { bold: true, ..Style::new("Signature", "Authority and post", "center", layout.signature) },
        Style {
            bold: true,
            before: 1_300,
            ..Style::new("SignerName", "Name of the signer", "center", layout.signature)
        },
        Style {
            bold: true,
            italic: true,
            ..Style::new("RecipientsHead", "Recipients", "left", layout.recipients_head)
        },
        Style {
            left: 142,
            hanging: 142,
            ..Style::new("Recipient", "One of the recipients", "left", layout.recipients)
        },
        Style {
            bold: true,
            keep_next: true,
            outline: Some(0),
            ..Style::new("Appendix", "Appendix", "center", layout.title)
        },
        Style {
            bold: true,
            caps: true,
            keep_next: true,
            ..Style::new("AppendixTitle", "Title of an appendix", "center", layout.title)
        },
        Style {
            italic: true,
            after: gap.saturating_mul(2),
            ..Style::new("AppendixReference", "Reference of an appendix", "center", layout.body)
        },
    ];
    for (suffix, names, size) in [
        ("", ["Table, words", "Table, figures", "Table, days", "Table, head"], layout.table),
        (
            "Small",
            ["Small table, words", "Small table, figures", "Small table, days", "Small table, head"],
            small,
        ),
    ] {
        let ids = if suffix.is_empty() {
            ["TableLeft", "TableRight", "TableCentre", "TableHead"]
        } else {
            ["TableLeftSmall", "TableRightSmall", "TableCentreSmall", "TableHeadSmall"]
        };
        let aligns = ["left", "right", "center", "center"];
        for (((id, name), align), head) in
            ids.into_iter().zip(names).zip(aligns).zip([false, false, false, true])
        {
            styles.push(Style {
                bold: head,
                keep_next: head,
                before: 30,
                after: 30,
                ..Style::new(id, name, align, size)
            });
        }
    }
    styles
}
