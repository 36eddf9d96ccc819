//! The text a sheet is made from.

use unicode_normalization::UnicodeNormalization as _;

use crate::TestkitError;

/// One text of `sheets/`, read.
///
/// # Notation
///
/// A line is a row, cells are parted by ` | `. Cells missing at the end are empty. A cell is
///
/// * `#1250000`, `#15750.5`: a number;
/// * `@2025-03-05`: a date as a spreadsheet stores it, shown `05/03/2025`;
/// * `=SUM(O7:O22) := 187500`: a formula with its last value; nothing after `:=` means no value is stored;
/// * anything else: text, as it stands.
///
/// `//` opens a remark. An empty line says nothing. `%` opens a directive:
///
/// * `% sheet NAME` begins a sheet of a workbook; `% csv ; bom` makes the text a `.csv` with this delimiter, after a
///   byte order mark if `bom` is there;
/// * `% widths 5 6 38`: column widths in characters;
/// * `% merge A1:Q1`: the cells are one, its text is that of the first;
/// * `% empty`: a row with nothing in it;
/// * `% hidden`, `% nfd`: the next row is hidden; its text has decomposed accents.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// What the text becomes.
    pub format: Format,
    /// The sheets in order; a `.csv` has one, without a name.
    pub sheets: Vec<Sheet>,
}

/// What a text becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Text in UTF-8 with a delimiter, line feeds, quotes where needed.
    Csv {
        /// What parts the cells.
        delimiter: char,
        /// Whether a byte order mark comes first.
        bom: bool,
    },
    /// A workbook, `.xlsx`.
    Workbook,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sheet {
    /// Its name on the tab.
    pub name: String,
    /// Column widths in characters, from column A.
    pub widths: Vec<u16>,
    /// Merged ranges: first and last cell, each as row and column from 0.
    pub merges: Vec<((u32, u16), (u32, u16))>,
    /// Its rows, from row 1.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// Its cells, from column A.
    pub cells: Vec<Cell>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// A date stored as a serial number.
    Date {
        /// Year.
        year: u16,
        /// Month, 1 to 12.
        month: u8,
        /// Day, 1 to 31.
        day: u8,
    },
    /// Nothing.
    Empty,
    /// A formula and the value it had when the sheet was saved.
    Formula {
        /// The formula, with its equals sign.
        formula: String,
        /// The stored value, `None` if there is none.
        value: Option<String>,
    },
    /// A number, as decimal text with a point.
    Number(String),
    /// Text.
    Text(String),
}

impl Source {
    /// Reads `text`; `path` is only named in errors.
    ///
    /// # Errors
    ///
    /// [`TestkitError::Notation`] names the first line that does not follow the notation.
    pub fn parse(path: &'static str, text: &str) -> Result<Self, TestkitError> {
        let mut format = Format::Workbook;
        let mut sheets: Vec<Sheet> = Vec::new();
        let (mut hidden, mut decomposed) = (false, false);
        for (index, line) in text.lines().enumerate() {
            let wrong = |expected| TestkitError::Notation {
                path,
                line: index.saturating_add(1),
                found: line.to_owned(),
                expected,
            };
            if line.trim().is_empty() || line.starts_with("//") {
                continue;
            }
            if let Some(directive) = line.strip_prefix("% ") {
                let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
                match word {
                    "csv" => {
                        let delimiter = rest.chars().next().ok_or_else(|| wrong("a delimiter"))?;
                        format = Format::Csv { delimiter, bom: rest.ends_with("bom") };
                        sheets.push(Sheet::default());
                        continue;
                    }
                    "sheet" => {
                        sheets.push(Sheet { name: rest.to_owned(), ..Sheet::default() });
                        continue;
                    }
                    _ => {}
                }
                let sheet = sheets.last_mut().ok_or_else(|| wrong("`% sheet` or `% csv` first"))?;
                match word {
                    "empty" => sheet.rows.push(Row::default()),
                    "hidden" => hidden = true,
                    "merge" => sheet.merges.push(range(rest).ok_or_else(|| wrong("a range such as A1:Q1"))?),
                    "nfd" => decomposed = true,
                    "widths" => {
                        let widths: Result<_, _> = rest.split(' ').map(str::parse).collect();
                        sheet.widths = widths.map_err(|_| wrong("whole numbers"))?;
                    }
                    _ => return Err(wrong("a known directive")),
                }
                continue;
            }
            let sheet = sheets.last_mut().ok_or_else(|| wrong("`% sheet` or `% csv` first"))?;
            let cells: Option<Vec<_>> =
                line.split('|').map(|cell| Cell::parse(cell.trim(), decomposed)).collect();
            let cells = cells.ok_or_else(|| wrong("cells parted by ` | `"))?;
            sheet.rows.push(Row { cells, hidden });
            (hidden, decomposed) = (false, false);
        }
        Ok(Self { format, sheets })
    }
}

impl Cell {
    fn parse(text: &str, decomposed: bool) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Empty);
        }
        if let Some(number) = text.strip_prefix('#') {
            return number.parse::<f64>().is_ok().then(|| Self::Number(number.to_owned()));
        }
        if let Some(date) = text.strip_prefix('@') {
            let mut parts = date.split('-');
            let year = parts.next()?.parse().ok()?;
            let month = parts.next()?.parse().ok()?;
            let day = parts.next()?.parse().ok()?;
            return parts.next().is_none().then_some(Self::Date { year, month, day });
        }
        if text.starts_with('=') {
            let (formula, value) = text.split_once(":=")?;
            let value = value.trim();
            return Some(Self::Formula {
                formula: formula.trim().to_owned(),
                value: (!value.is_empty()).then(|| value.to_owned()),
            });
        }
        Some(Self::Text(if decomposed { text.nfd().collect() } else { text.to_owned() }))
    }
}

fn range(text: &str) -> Option<((u32, u16), (u32, u16))> {
    let (first, last) = text.split_once(':')?;
    Some((address(first)?, address(last)?))
}

/// `C7` → row 6, column 2; columns A to Z only.
fn address(text: &str) -> Option<(u32, u16)> {
    let mut letters = text.chars();
    let column = letters.next().filter(char::is_ascii_uppercase)?;
    let column = u16::try_from(u32::from(column).checked_sub(u32::from('A'))?).ok()?;
    let row: u32 = letters.as_str().parse().ok()?;
    Some((row.checked_sub(1)?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_kind_of_cell() {
        let text = "// remark\n% sheet Tên\n% widths 5 6\n% merge A1:B1\n#1 | @2025-03-05 | =SUM(A1) := 2 | =B1 := |  | 001\n% empty\n% hidden\n% nfd\ngạo\n";
        let source = Source::parse("x.xlsx", text).unwrap();
        let sheet = &source.sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.widths.as_slice()), ("Tên", [5, 6].as_slice()));
        assert_eq!(sheet.merges, [((0, 0), (0, 1))]);
        assert_eq!(
            sheet.rows[0].cells,
            [
                Cell::Number("1".into()),
                Cell::Date { year: 2025, month: 3, day: 5 },
                Cell::Formula { formula: "=SUM(A1)".into(), value: Some("2".into()) },
                Cell::Formula { formula: "=B1".into(), value: None },
                Cell::Empty,
                Cell::Text("001".into()),
            ]
        );
        assert_eq!(sheet.rows[1], Row::default());
        assert!(sheet.rows[2].hidden);
        assert_eq!(sheet.rows[2].cells, [Cell::Text("ga\u{323}o".into())]);
    }

    #[test]
    fn names_the_line_it_cannot_read() {
        for (text, line) in [
            ("1 | 2", 1),
            ("% sheet a\n% merge 1A:B2", 2),
            ("% sheet a\n% folded", 2),
            ("% sheet a\n\n#twelve", 3),
            ("% sheet a\n@2025-03", 2),
            ("% sheet a\n% widths 5 x", 2),
        ] {
            let error = Source::parse("x.xlsx", text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("line {line} of `x.xlsx`")), "{error}");
        }
    }
}
