//! Text files with a delimiter: `.csv`, `.tsv`, `.txt`.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use crate::encoding::{Encoding, decode};
use crate::grid::{Cell, CellValue, Grid, GridRow, Source};
use crate::{CellText, IntakeError, Options};

/// Reads a text file whose cells are parted by `;`, `,`, `|` or a tab, whichever parts the first lines most evenly.
///
/// A quotation mark that is opened and not closed would take the rows below into its cell: it is left out, the rows
/// are read on, and [`crate::read_union`] tells where it stands.
///
/// UTF-8 and UTF-16 are read with and without a byte order mark, Windows-1258, TCVN3 and VNI where they give
/// Vietnamese: [`Grid::encoding`]. Numbers and dates stay text: what they mean is decided with the header. A row's number is that a spreadsheet would show: empty lines count.
///
/// ```
/// use vientro_intake::{Options, Source, read_csv};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let grid = read_csv(&Source::new("a.csv", "Nội dung;Số lượng\n\nGạo;12,5\n".as_bytes()), &Options::default())?;
/// assert_eq!(grid.rows()[1].number(), 3);
/// assert_eq!(grid.rows()[1].text(1), "12,5");
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// [`IntakeError::Encoding`] for any other encoding, [`IntakeError::Limit`] for a file past a limit.
pub fn read_csv(source: &Source<'_>, options: &Options) -> Result<Grid, IntakeError> {
    let limit = |what, limit: u64| IntakeError::Limit { file: source.name().to_owned(), what, limit };
    let file = text(source, options)?;
    let text = file.content();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(file.delimiter)
        .from_reader(text.as_bytes());
    let (mut rows, mut block) = (Vec::new(), RowBlock::default());
    let mut cells_read = 0_u64;
    let mut number = 0_u32;
    let (mut line, mut counted) = (1_u32, 0_usize);
    let mut record = csv::ByteRecord::new();
    loop {
        let start = reader.position().clone();
        if !reader.read_byte_record(&mut record).map_err(|error| file.unreadable(&error))? {
            break;
        }
        // the cells of a row, one behind the other: what parts them is no part of a letter
        let row = std::str::from_utf8(record.as_slice()).map_err(|error| file.unreadable(&error))?;
        let range_of = |column: usize| record.range(column).unwrap_or_default();
        // the reader passes over empty lines; they count, or every address below would be wrong
        let offset = usize::try_from(start.byte()).unwrap_or(usize::MAX);
        let empty_lines = text.as_bytes().get(offset..).map_or(0, |rest| {
            let line_ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
            line_ends.filter(|byte| **byte == b'\n').count()
        });
        let empty_lines = u32::try_from(empty_lines).unwrap_or(u32::MAX);
        // after a record that ends in \r\n the reader stands between the two
        let empty_lines =
            if ends_within_line_end(text, offset) { empty_lines.saturating_sub(1) } else { empty_lines };
        number = number.saturating_add(empty_lines).saturating_add(1);
        let content = text.as_bytes().get(counted..).map_or(0, |rest| {
            let line_ends = rest.iter().skip(offset.saturating_sub(counted));
            line_ends.take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
        });
        let content = offset.saturating_add(content);
        line = line.saturating_add(count(b'\n', text.as_bytes().get(counted..content).unwrap_or_default()));
        counted = content;
        let is_blank = |text: &str| text.chars().all(char::is_whitespace);
        let width =
            (0..record.len()).rposition(|column| !is_blank(row.get(range_of(column)).unwrap_or_default()));
        let width = width.map_or(0, |last| last.saturating_add(1));
        if width == 0 {
            continue;
        }
        if number > options.rows_max {
            return Err(limit("rows", options.rows_max.into()));
        }
        if u32::try_from(width).unwrap_or(u32::MAX) > options.columns_max {
            return Err(limit("columns", options.columns_max.into()));
        }
        cells_read = cells_read.saturating_add(u64::try_from(width).unwrap_or(u64::MAX));
        if cells_read > options.cells_max {
            return Err(limit("cells", options.cells_max));
        }
        let ranges = (0..width).map(range_of).map(|range| {
            if is_blank(row.get(range.clone()).unwrap_or_default()) {
                range.start..range.start
            } else {
                range
            }
        });
        block.push(number, line, row, ranges);
        if block.text.len() >= CellText::BLOCK_BYTES {
            block.lay_down(&mut rows);
        }
    }
    block.lay_down(&mut rows);
    let grid = Grid::new(source.name(), None, false, rows);
    Ok(grid.with_unclosed(file.unclosed).with_encoding(file.encoding))
}

/// Rows on their way to the grid, with the texts of their cells one behind the other.
#[derive(Default)]
struct RowBlock {
    text: String,
    /// Number, line and cells of each row.
    rows: Vec<(u32, u32, usize)>,
    /// Where the text of each cell stands; nothing for an empty one.
    cells: Vec<Range<usize>>,
}

impl RowBlock {
    fn push(&mut self, number: u32, line: u32, text: &str, cells: impl Iterator<Item = Range<usize>>) {
        let (start, before) = (self.text.len(), self.cells.len());
        self.text.push_str(text);
        let after = |at: usize| start.saturating_add(at);
        self.cells.extend(cells.map(|range| after(range.start)..after(range.end)));
        self.rows.push((number, line, self.cells.len().saturating_sub(before)));
    }

    /// Puts its rows behind those of the grid and has none then.
    fn lay_down(&mut self, rows: &mut Vec<GridRow>) {
        let mut texts = CellText::of_block(&self.text, self.cells.iter().cloned());
        rows.extend(self.rows.drain(..).map(|(number, line, width)| {
            let cells = texts.by_ref().take(width).map(|text| Cell {
                value: if text.is_empty() { CellValue::Empty } else { CellValue::Text(text) },
                ..Cell::default()
            });
            GridRow { number, line: Some(line), hidden: false, cells: cells.collect() }
        }));
        drop(texts);
        self.cells.clear();
        self.text.clear();
    }
}

/// A text file decoded, and how its cells are parted.
pub(crate) struct Text<'a> {
    source: Source<'a>,
    content: Cow<'a, str>,
    delimiter: u8,
    encoding: Encoding,
    /// Line and column, from zero, of quotation marks that were opened and not closed; they are left out.
    unclosed: Vec<(u32, usize)>,
}

/// Decodes a text file.
pub(crate) fn text<'a>(source: &Source<'a>, options: &Options) -> Result<Text<'a>, IntakeError> {
    if u64::try_from(source.bytes().len()).unwrap_or(u64::MAX) > options.bytes_max {
        let (file, limit) = (source.name().to_owned(), options.bytes_max);
        return Err(IntakeError::Limit { file, what: "bytes", limit });
    }
    let (content, encoding) = decode(source.bytes())
        .map_err(|offset| IntakeError::Encoding { file: source.name().to_owned(), offset })?;
    // old Macintosh programs end a line so; addresses count lines by one kind of end
    let is_old = content.contains('\r') && !content.contains('\n');
    let content = if is_old { content.replace('\r', "\n").into() } else { content };
    let delimiter = delimiter(&content);
    let (content, unclosed) = without_unclosed_quotes(content, delimiter);
    Ok(Text { source: *source, content, delimiter, encoding, unclosed })
}

impl Text<'_> {
    /// The text without a byte order mark.
    pub(crate) fn content(&self) -> &str {
        &self.content
    }

    /// What parts its cells.
    pub(crate) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Must a copy in UTF-8 begin with a byte order mark, for a program to know it as such?
    pub(crate) fn has_mark(&self) -> bool {
        const MARKS: [&[u8]; 3] = [&[0xef, 0xbb, 0xbf], &[0xff, 0xfe], &[0xfe, 0xff]];
        let marked = MARKS.iter().any(|mark| self.source.bytes().starts_with(mark));
        marked || self.encoding != Encoding::Unicode
    }

    pub(crate) fn unreadable(&self, reason: &dyn std::fmt::Display) -> IntakeError {
        IntakeError::Unreadable { file: self.source.name().to_owned(), reason: reason.to_string() }
    }
}

/// The text without the quotation marks that open a cell and do not close it, and where they stood: line, column.
///
/// A mark is not closed if the text ends before, or if the next mark lies on a later line and goes on with neither
/// delimiter nor line end: that one opens or ends another cell. Each byte is looked at twice at most, since a mark
/// that closes nothing is passed over only once.
fn without_unclosed_quotes(text: Cow<'_, str>, delimiter: u8) -> (Cow<'_, str>, Vec<(u32, usize)>) {
    if !text.contains('"') {
        return (text, Vec::new());
    }
    let bytes = text.as_bytes();
    let (mut line, mut column, mut at) = (1_u32, 0_usize, 0_usize);
    let (mut left_out, mut places) = (Vec::new(), Vec::new());
    while let Some(plain) = bytes.get(at..).and_then(|rest| rest.get(..memchr(b'"', rest)?)) {
        // up to the next mark: lines, and delimiters since the last of them
        let since = match memrchr(b'\n', plain) {
            Some(end) => {
                (line, column) = (line.saturating_add(count(b'\n', plain)), 0);
                plain.get(end..).unwrap_or_default()
            }
            None => plain,
        };
        column = column.saturating_add(memchr_iter(delimiter, since).count());
        at = at.saturating_add(plain.len());
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if before.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\r' | b'\n')) {
            let (end, closed) = quoted_end(bytes, at, delimiter);
            if closed {
                line = line.saturating_add(count(b'\n', bytes.get(at..end).unwrap_or_default()));
                at = end;
                continue;
            }
            left_out.push(at);
            places.push((line, column));
        }
        at = at.saturating_add(1);
    }
    if left_out.is_empty() {
        return (text, places);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for at in left_out {
        kept.push_str(text.get(from..at).unwrap_or_default());
        from = at.saturating_add(1);
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    (kept.into(), places)
}

/// Where the cell quoted from `start` ends, and whether it is closed.
fn quoted_end(bytes: &[u8], start: usize, delimiter: u8) -> (usize, bool) {
    let mut at = start.saturating_add(1);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'"', rest)) {
        at = at.saturating_add(found).saturating_add(1);
        let next = bytes.get(at);
        if next == Some(&b'"') {
            at = at.saturating_add(1);
            continue;
        }
        let ends = next.is_none_or(|next| *next == delimiter || matches!(next, b'\r' | b'\n' | b' '));
        let cell = bytes.get(start..at).unwrap_or_default();
        return (at, ends || memchr(b'\n', cell).is_none());
    }
    (bytes.len(), false)
}

fn count(byte: u8, bytes: &[u8]) -> u32 {
    u32::try_from(memchr_iter(byte, bytes).count()).unwrap_or(u32::MAX)
}

fn ends_within_line_end(text: &str, offset: usize) -> bool {
    let bytes = text.as_bytes();
    offset > 0
        && bytes.get(offset) == Some(&b'\n')
        && offset.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\r')
}

/// The delimiter that parts most lines into the same number of cells.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let mut best = (0_usize, b',');
    for candidate in [b';', b'\t', b',', b'|'] {
        let counts: Vec<usize> = lines.iter().map(|line| count_unquoted(line, candidate)).collect();
        let score =
            |count: usize| counts.iter().filter(|other| **other == count).count().saturating_mul(count);
        let score = counts.iter().map(|count| score(*count)).max().unwrap_or(0);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

fn count_unquoted(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 0_usize;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == delimiter && !quoted {
            count = count.saturating_add(1);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Grid, IntakeError> {
        read_csv(&Source::new("a.csv", bytes), &Options::default())
    }

    fn texts(grid: &Grid) -> Vec<(u32, Vec<String>)> {
        let texts = |row: &GridRow| row.cells().iter().map(|cell| cell.value().text().into_owned()).collect();
        grid.rows().iter().map(|row| (row.number(), texts(row))).collect()
    }

    #[test]
    fn the_delimiter_is_found_beside_decimal_commas() {
        let grid = read("STT;Tên;Giá\n1;Gạo, muối;12,5\n2;Áo;3,0\n".as_bytes()).unwrap();
        assert_eq!(texts(&grid)[1], (2, vec!["1".into(), "Gạo, muối".into(), "12,5".into()]));
        let grid = read("a\tb\n1,5\t2,5\n".as_bytes()).unwrap();
        assert_eq!(texts(&grid)[1].1, ["1,5", "2,5"]);
        let grid = read("key,value\nnote,\"x; y; z\"\n".as_bytes()).unwrap();
        assert_eq!(texts(&grid)[1].1, ["note", "x; y; z"]);
    }

    #[test]
    fn empty_lines_and_line_breaks_in_cells_keep_the_numbers_right() {
        for text in ["\n\na,b\n\n1,\"x\ny\"\n2,z\n", "\r\n\r\na,b\r\n\r\n1,\"x\ny\"\r\n2,z\r\n"] {
            let grid = read(text.as_bytes()).unwrap();
            let numbers: Vec<(u32, Option<u32>)> =
                grid.rows().iter().map(|row| (row.number(), row.line())).collect();
            assert_eq!(numbers, [(3, Some(3)), (5, Some(5)), (6, Some(7))], "{text:?}");
        }
        let grid = read(b"a,b\n,,\n1,2\n").unwrap();
        assert_eq!(texts(&grid).iter().map(|row| row.0).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn an_unclosed_quote_takes_no_rows_along() {
        let rows = |text: &str| texts(&read(text.as_bytes()).unwrap());
        let plain = rows("a;b;c\n1;Gạo;5\n2;Áo;6\n3;Nhà;7\n");
        for text in [
            "a;b;c\n1;\"Gạo;5\n2;Áo;6\n3;Nhà;7\n",
            "a;b;c\n1;\"Gạo;5\n2;\"Áo\";6\n3;\"Nhà\";7\n",
            "a;b;c\n\"1;Gạo;5\n2;\"Áo;6\n3;Nhà;7\n",
        ] {
            assert_eq!(rows(text), plain, "{text:?}");
            let grid = read(text.as_bytes()).unwrap();
            assert_eq!(grid.unclosed().next().map(|found| found.0.number()), Some(2));
        }
        let grid = read("a;b\n\n\"x\ny\";1\n2;\"z;3\n".as_bytes()).unwrap();
        let unclosed: Vec<(u32, usize)> =
            grid.unclosed().map(|(row, column)| (row.number(), column)).collect();
        assert_eq!(unclosed, [(4, 1)]);
        // well formed: a mark within a cell, doubled marks, line ends
        for text in ["a;b\n1;5\" nối\n", "a;b\n1;\"nói \"\"có\"\"\nrồi\"\n", "a;b\n1;\"\"\n"] {
            assert_eq!(read(text.as_bytes()).unwrap().unclosed().count(), 0, "{text:?}");
        }
    }

    #[test]
    fn unicode_is_read_and_what_is_no_text_refused() {
        let text = "Tên,Số\nGạo,1\n";
        let little: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(text.bytes()).collect();
        let plain = texts(&read(text.as_bytes()).unwrap());
        for bytes in [&little, &big, &marked] {
            assert_eq!(texts(&read(bytes).unwrap()), plain);
        }
        for wrong in [&[b'a', 0xe9, b'b'][..], &[0xff, 0xfe, 0x00], &[0xff, 0xfe, 0x00, 0xd8]] {
            assert!(matches!(read(wrong), Err(IntakeError::Encoding { .. })), "{wrong:?}");
        }
        assert_eq!(
            read(b"caf\xe9").unwrap_err().to_string(),
            "`a.csv` is text of no known encoding: byte 3 is not UTF-8, and no Vietnamese in Windows-1258, TCVN3 or VNI; save it as CSV UTF-8"
        );
    }

    #[test]
    fn limits_are_errors() {
        let source = Source::new("a.csv", b"a,b\n1,2\n3,4\n");
        for options in [
            Options { bytes_max: 5, ..Options::default() },
            Options { rows_max: 2, ..Options::default() },
            Options { columns_max: 1, ..Options::default() },
            Options { cells_max: 5, ..Options::default() },
        ] {
            assert!(matches!(read_csv(&source, &options), Err(IntakeError::Limit { .. })), "{options:?}");
        }
    }

    /// The marks that open a cell and do not close it, byte by byte.
    fn unclosed_by_bytes(text: &str, delimiter: u8) -> Vec<(u32, usize)> {
        let bytes = text.as_bytes();
        let (mut line, mut column, mut at, mut begins) = (1_u32, 0_usize, 0_usize, true);
        let mut places = Vec::new();
        while let Some(byte) = bytes.get(at) {
            if begins && *byte == b'"' {
                let (mut end, mut lines, mut closed) = (at + 1, 0, false);
                while let Some(inner) = bytes.get(end) {
                    end += 1;
                    lines += u32::from(*inner == b'\n');
                    if *inner == b'"' && bytes.get(end) == Some(&b'"') {
                        end += 1;
                    } else if *inner == b'"' {
                        closed = lines == 0 || bytes.get(end).is_none_or(|next| b";\r\n ".contains(next));
                        break;
                    }
                }
                if closed {
                    (at, line, begins) = (end, line + lines, false);
                    continue;
                }
                places.push((line, column));
            }
            begins = *byte == delimiter || matches!(byte, b'\r' | b'\n');
            column = if *byte == b'\n' { 0 } else { column + usize::from(*byte == delimiter) };
            line += u32::from(*byte == b'\n');
            at += 1;
        }
        places
    }

    proptest! {
        #[test]
        fn marks_that_close_nothing_are_those_found_byte_by_byte(text in "[a;\"\r\n ]{0,40}") {
            let (kept, places) = without_unclosed_quotes(Cow::Borrowed(&text), b';');
            prop_assert_eq!(&places, &unclosed_by_bytes(&text, b';'));
            prop_assert_eq!(kept.len() + places.len(), text.len());
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_text_panics(text in "[a-z0-9,;\t\"\r\n]{0,60}") {
            if let Ok(grid) = read(text.as_bytes()) {
                prop_assert!(grid.rows().windows(2).all(|pair| pair[0].number() < pair[1].number()));
            }
        }
    }
}
