//! Word documents: one part for the text, one for each chart, packed so that the same report gives the same bytes.

mod body;
mod chart;
mod grid;
mod run;
mod style;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use vientro_core::Language;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use self::body::Writer;
use self::run::{attribute, paragraph, run};
use crate::layout::Layout;
use crate::outline::{self, Notes};
use crate::paper::{Look, Paper};
use crate::{Chart, FormProfile, Report, ReportError, Table};

/// What may be changed about a Word document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DocxOptions {
    /// Appends what each figure was made from and the source rows, and makes each figure lead there.
    pub traced: bool,
}

impl Default for DocxOptions {
    fn default() -> Self {
        Self { traced: true }
    }
}

impl DocxOptions {
    /// A document with all its appendices.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves out the appendices of figures and of source rows, for a paper that is only to be signed.
    #[must_use]
    pub fn untraced(self) -> Self {
        Self { traced: false }
    }
}

/// Writes the report as a Word document (`.docx`, Office Open XML).
///
/// The page follows the profile of the administrative form, without a form that of Decree 30/2020/NĐ-CP without its
/// head and foot: A4, Times New Roman 14, page numbers in the top margin but for the first page, head rows of tables
/// that repeat, captions numbered by fields, notes at the foot of the page, native charts with a text that stands for
/// them. Every look is a named style. Figures lead to an appendix with their rows, rates and rules. Appendices number
/// their pages anew. Properties of the document hold title, issuer, day and provenance.
///
/// Foreign text is shown as it is and never acts; control characters are shown as `⟨U+0008⟩`.
///
/// # Errors
///
/// [`ReportError::Package`] if the parts do not fit into a package.
///
/// # Source
///
/// ISO/IEC 29500, transitional; layout by Decree 30/2020/NĐ-CP, Appendix I.
pub fn docx(report: &Report, language: Language, options: &DocxOptions) -> Result<Vec<u8>, ReportError> {
    let chart_data: Vec<Table> = report.charts().map(Chart::table).collect();
    let profile = report.form().map_or_else(FormProfile::default, |form| form.profile().clone());
    let layout = profile.layout();
    let paper = Paper::of(report, &chart_data, language, options.traced);
    let mut writer = Writer::new(language, layout);
    writer.paper(&paper);
    let document = format!(
        concat!(
            "{xml}",
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
            r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
            r#"xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><w:body>{body}</w:body></w:document>"#,
        ),
        xml = XML,
        body = writer.out,
    );
    let charts = writer.charts.len();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(charts)),
        (
            "_rels/.rels".to_owned(),
            relations(&ROOT.map(|(id, kind, target)| (id.to_owned(), kind, target.to_owned()))),
        ),
        ("docProps/core.xml".to_owned(), core_properties(report, language)),
        ("docProps/app.xml".to_owned(), format!("{XML}{APPLICATION}")),
        ("docProps/custom.xml".to_owned(), custom_properties(report, language)),
        ("word/document.xml".to_owned(), document),
        ("word/styles.xml".to_owned(), style::styles(layout, language)),
        ("word/settings.xml".to_owned(), settings(language)),
        ("word/fontTable.xml".to_owned(), font_table(layout)),
        ("word/theme/theme1.xml".to_owned(), THEME.to_owned()),
        ("word/numbering.xml".to_owned(), numbering(&writer.lists)),
        ("word/footnotes.xml".to_owned(), footnotes(&paper.footnotes, language)),
        ("word/header1.xml".to_owned(), header(PAGE_NUMBER)),
        ("word/header2.xml".to_owned(), header("")),
    ];
    let mut links: Vec<(String, &str, String)> =
        DOCUMENT.map(|(id, kind, target)| (id.to_owned(), kind, target.to_owned())).to_vec();
    for ((chart, drawn), number) in writer.charts.iter().zip(1_usize..) {
        links.push((format!("chart{number}"), "chart", format!("charts/chart{number}.xml")));
        parts.push((format!("word/charts/chart{number}.xml"), chart::part(chart, drawn, language, layout)));
    }
    parts.push(("word/_rels/document.xml.rels".to_owned(), relations(&links)));
    pack(&parts).map_err(|error| ReportError::Package { format: "docx", message: error.to_string() })
}

/// The parts in one file, all with the same time.
fn pack(parts: &[(String, String)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        file.start_file(name.as_str(), options)?;
        file.write_all(text.as_bytes())?;
    }
    Ok(file.finish()?.into_inner())
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const THEME: &str = include_str!("theme.xml");
const APPLICATION: &str = r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>vientro</Application></Properties>"#;
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PAGE_NUMBER: &str = r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>"#;

/// Relations of the package: id, kind, target.
const ROOT: [(&str, &str, &str); 4] = [
    ("document", "officeDocument", "word/document.xml"),
    ("core", "core-properties", "docProps/core.xml"),
    ("app", "extended-properties", "docProps/app.xml"),
    ("custom", "custom-properties", "docProps/custom.xml"),
];

/// Relations of the text.
const DOCUMENT: [(&str, &str, &str); 8] = [
    ("styles", "styles", "styles.xml"),
    ("settings", "settings", "settings.xml"),
    ("fonts", "fontTable", "fontTable.xml"),
    ("theme", "theme", "theme/theme1.xml"),
    ("numbering", "numbering", "numbering.xml"),
    ("footnotes", "footnotes", "footnotes.xml"),
    ("pages", "header", "header1.xml"),
    ("first", "header", "header2.xml"),
];

fn relations(links: &[(String, &str, String)]) -> String {
    let mut out = format!(
        r#"{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#
    );
    for (id, kind, target) in links {
        let base = if *kind == "core-properties" {
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
        } else {
            OFFICE
        };
        // writing to a String cannot fail, here and below
        let _ = write!(out, r#"<Relationship Id="{id}" Type="{base}/{kind}" Target="{target}"/>"#);
    }
    out.push_str("</Relationships>");
    out
}

fn content_types(charts: usize) -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        concat!(
            "{}",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
            r#"<Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
            r#"<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>"#,
            r#"<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>"#,
            r#"<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>"#,
        ),
        XML
    );
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("numbering", "numbering"),
        ("footnotes", "footnotes"),
        ("header1", "header"),
        ("header2", "header"),
    ] {
        let _ = write!(out, r#"<Override PartName="/word/{part}.xml" ContentType="{WORD}.{kind}+xml"/>"#);
    }
    for number in 1..=charts {
        let _ = write!(
            out,
            r#"<Override PartName="/word/charts/chart{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>"#
        );
    }
    out.push_str("</Types>");
    out
}

/// Title, who issues it, when; the day is that of the form or the day the facts were known, never that of the machine.
fn core_properties(report: &Report, language: Language) -> String {
    let provenance = report.provenance();
    let generator = provenance.and_then(crate::Provenance::generator_name).unwrap_or("vientro");
    let author = report.form().map_or(generator, |form| form.issuer().text(language));
    let day = report.form().and_then(crate::AdministrativeForm::date);
    let day = day.or_else(|| provenance.and_then(crate::Provenance::known_on));
    let made: Vec<String> = outline::provenance_lines(report, language)
        .iter()
        .map(|(heading, text)| format!("{heading}: {text}"))
        .collect();
    let mut out = format!(
        concat!(
            "{xml}",
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" "#,
            r#"xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"#,
            r#"<dc:description>{made}</dc:description><dc:identifier>{id}</dc:identifier><dc:language>{tag}</dc:language>"#,
        ),
        xml = XML,
        title = attribute(report.title().text(language)),
        author = attribute(author),
        made = attribute(&made.join("; ")),
        id = attribute(report.id()),
        tag = language.tag(),
    );
    if let Some(day) = day {
        let _ = write!(
            out,
            concat!(
                r#"<dcterms:created xsi:type="dcterms:W3CDTF">{0}T00:00:00Z</dcterms:created>"#,
                r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{0}T00:00:00Z</dcterms:modified>"#,
            ),
            day
        );
    }
    out.push_str("</cp:coreProperties>");
    out
}

/// What the report was made from, one property a line.
fn custom_properties(report: &Report, language: Language) -> String {
    let mut out = format!(
        concat!(
            "{}",
            r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">"#,
        ),
        XML
    );
    for ((heading, text), id) in outline::provenance_lines(report, language).iter().zip(2_usize..) {
        let _ = write!(
            out,
            r#"<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{id}" name="{} {}"><vt:lpwstr>{}</vt:lpwstr></property>"#,
            attribute(heading),
            id.saturating_sub(1),
            attribute(text),
        );
    }
    out.push_str("</Properties>");
    out
}

fn settings(language: Language) -> String {
    let tag = match language {
        Language::Vi => "vi-VN",
        Language::En => "en-GB",
    };
    format!(
        concat!(
            "{xml}",
            r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>"#,
            r#"<w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>"#,
            r#"<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#,
            r#"<w:themeFontLang w:val="{tag}"/><w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>"#,
            r#"<w:decimalSymbol w:val="{point}"/><w:listSeparator w:val=";"/></w:settings>"#,
        ),
        xml = XML,
        tag = tag,
        point = if language == Language::Vi { "," } else { "." },
    )
}

fn font_table(layout: &Layout) -> String {
    format!(
        concat!(
            "{xml}",
            r#"<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="{font}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>"#,
            r#"<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"#,
        ),
        xml = XML,
        font = layout.font,
    )
}

/// Two kinds of lists; each list of the report begins anew.
fn numbering(lists: &[bool]) -> String {
    let mut out = format!(
        r#"{XML}<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#
    );
    for (kind, format, text) in [(1, "bullet", "-"), (2, "decimal", "%1.")] {
        let _ = write!(
            out,
            concat!(
                r#"<w:abstractNum w:abstractNumId="{}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>"#,
                r#"<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="851" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>"#,
            ),
            kind, format, text
        );
    }
    for (ordered, number) in lists.iter().zip(1_usize..) {
        let kind = if *ordered { 2 } else { 1 };
        let _ = write!(
            out,
            r#"<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
        );
    }
    out.push_str("</w:numbering>");
    out
}

fn footnotes(notes: &Notes<'_>, language: Language) -> String {
    let mut out = format!(
        concat!(
            "{}",
            r#"<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
            r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"#,
            r#"<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"#,
        ),
        XML
    );
    for (mark, text) in notes.iter() {
        let reference = r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>"#;
        let words = run(&format!(" {}", text.text(language)), Look::Plain);
        let note = paragraph("FootnoteText", &format!("{reference}{words}"));
        let _ = write!(out, r#"<w:footnote w:id="{mark}">{note}</w:footnote>"#);
    }
    out.push_str("</w:footnotes>");
    out
}

fn header(content: &str) -> String {
    format!(
        r#"{XML}<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:jc w:val="center"/></w:pPr>{content}</w:p></w:hdr>"#
    )
}
