//! Findings as a table.

use vientro_core::{Finding, Language};

/// Findings as a table for a spreadsheet: text in UTF-8, cells parted by `;`, one line a finding after a header.
///
/// The columns are severity, code, file, sheet, cell, line, message, found, expected, suggestion and the rule's
/// source, with headings and texts in `language`; what a finding does not say is empty.
///
/// ```
/// use vientro_core::{Bilingual, Finding, FindingCode, Language, Location, Severity};
/// use vientro_intake::findings_table;
///
/// let finding = Finding::new(FindingCode::new("unknown-item"), Severity::Error, Bilingual::new("không có", "none"))
///     .at(Location::new().in_file("giai-ngan.csv").at_cell("B3").at_line(3))
///     .found("1")
///     .suggest("001");
/// assert_eq!(
///     findings_table(&[finding], Language::En),
///     "severity;code;file;sheet;cell;line;message;found;expected;suggestion;source\n\
///      error;unknown-item;giai-ngan.csv;;B3;3;none;1;;001;\n"
/// );
/// ```
pub fn findings_table(findings: &[Finding], language: Language) -> String {
    let heading = match language {
        Language::En => "severity;code;file;sheet;cell;line;message;found;expected;suggestion;source",
        Language::Vi => "mức;mã;tệp;trang tính;ô;dòng;nội dung;có;cần;gợi ý;căn cứ",
    };
    let mut table = format!("{heading}\n");
    for finding in findings {
        let place = finding.location();
        let line = place.line().map(|line| line.to_string()).unwrap_or_default();
        let cells = [
            finding.severity().text(language),
            finding.code().as_str(),
            place.file().unwrap_or_default(),
            place.sheet().unwrap_or_default(),
            place.cell().unwrap_or_default(),
            &line,
            finding.message().text(language),
            finding.found_text(language).unwrap_or_default(),
            finding.expected_text(language).unwrap_or_default(),
            finding.suggestion().unwrap_or_default(),
            finding.source().unwrap_or_default(),
        ];
        table.push_str(&cells.map(quoted).join(";"));
        table.push('\n');
    }
    table
}

/// A cell in quotation marks where it needs them; one that a spreadsheet would compute stays text.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '@']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([';', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use vientro_core::{Bilingual, FindingCode, Severity};

    use super::*;

    #[test]
    fn a_cell_can_neither_break_the_table_nor_be_computed() {
        let finding = |found: &str| {
            Finding::new(FindingCode::new("note-row"), Severity::Note, Bilingual::same("…")).found(found)
        };
        let table = findings_table(&[finding("a;\"b\"\nc"), finding("=1+1")], Language::Vi);
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!((rows[0].len(), &rows[0][7], &rows[1][7]), (11, "a;\"b\"\nc", "'=1+1"));
    }
}
