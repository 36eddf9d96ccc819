//! Runs and paragraphs: the smallest pieces of a document, each with its properties in the order the schema asks for.

use crate::paper::Look;
use crate::text::{markup, one_line, visible};

fn properties(look: Look) -> &'static str {
    match look {
        Look::Bold => "<w:rPr><w:b/><w:bCs/></w:rPr>",
        Look::Italic => "<w:rPr><w:i/><w:iCs/></w:rPr>",
        Look::Plain => "",
        Look::Raised => r#"<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>"#,
    }
}

/// Text in one run; line breaks stay.
pub(super) fn run(text: &str, look: Look) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = format!("<w:r>{}", properties(look));
    for (at, line) in visible(text).split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        out.push_str(r#"<w:t xml:space="preserve">"#);
        out.push_str(&markup(line));
        out.push_str("</w:t>");
    }
    out.push_str("</w:r>");
    out
}

/// A paragraph of a style.
pub(super) fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// A line under the text above it, `length` of the `width` there is, all in twips.
pub(super) fn rule(length: u32, width: u32) -> String {
    let side = width.saturating_sub(length) / 2;
    format!(r#"<w:p><w:pPr><w:pStyle w:val="Rule"/><w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>"#)
}

/// A field Word can calculate anew, with its present result.
pub(super) fn field(code: &str, result: &str) -> String {
    format!(r#"<w:fldSimple w:instr=" {} ">{}</w:fldSimple>"#, markup(code), run(result, Look::Plain))
}

/// Runs that lead to a bookmark of the document.
pub(super) fn link(bookmark: &str, runs: &str) -> String {
    if runs.is_empty() {
        return String::new();
    }
    format!(r#"<w:hyperlink w:anchor="{bookmark}" w:history="1">{runs}</w:hyperlink>"#)
}

/// Runs a link can lead to. `id` is a number of its own in the document.
pub(super) fn bookmark(id: usize, name: &str, runs: &str) -> String {
    format!(r#"<w:bookmarkStart w:id="{id}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{id}"/>"#)
}

/// Text for a quoted attribute.
pub(super) fn attribute(text: &str) -> String {
    markup(&one_line(text))
}

/// Keeps the end of the text after `start`, from the last two rows of a table on, with what follows: a signature never
/// stands on a page alone. That is our decision.
pub(super) fn keep_end(out: &mut String, start: usize) {
    const STYLE: &str = r#"<w:pPr><w:pStyle w:val=""#;
    let Some(tail) = out.get(start..) else { return };
    let rows: Vec<usize> = tail.match_indices("<w:tr>").map(|(at, _)| at).collect();
    let from = rows.iter().rev().nth(1).or(rows.first()).copied().unwrap_or_default();
    let tail = out.split_off(start.saturating_add(from));
    for (piece, number) in tail.split(STYLE).zip(0_usize..) {
        if number == 0 {
            out.push_str(piece);
            continue;
        }
        let (style, rest) = piece.split_once("\"/>").unwrap_or((piece, ""));
        let keep = if rest.starts_with("<w:keepNext") { "" } else { "<w:keepNext/>" };
        out.push_str(STYLE);
        out.push_str(style);
        out.push_str("\"/>");
        out.push_str(keep);
        out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_table_stays_with_the_signature() {
        let row = r#"<w:tr><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p></w:tr>"#;
        let kept = row.replace("/></w:pPr>", "/><w:keepNext/></w:pPr>");
        let note = r#"<w:p><w:pPr><w:pStyle w:val="TableNote"/><w:keepNext/></w:pPr></w:p>"#;
        let mut out = format!("{row}{row}{row}{row}{note}");
        keep_end(&mut out, row.len());
        assert_eq!(out, format!("{row}{row}{kept}{kept}{note}"));
        let mut out = r#"<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr></w:p>"#.to_owned();
        keep_end(&mut out, 0);
        assert_eq!(out, r#"<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepNext/></w:pPr></w:p>"#);
    }
}
