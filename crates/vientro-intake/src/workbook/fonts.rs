//! Text of a workbook that is Vietnamese only in the fonts it was typed for.

use std::borrow::Cow;

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};

use crate::Encoding;
use crate::encoding::count_syllables;
use crate::grid::{CellValue, Grid, GridRow};

/// Reads the cells that were typed for the fonts of TCVN3 (.`VnTime`) or VNI as what those fonts show.
///
/// Such a cell holds one letter for each byte: what stands as "Nhµ tµi trî" is shown in .`VnTime` as "Nhà tài trợ". It is
/// read so if more of its words are syllables then, and if the file has several such words, at least seven in ten of
/// those that are no Vietnamese as they stand; a foreign name among them stays as it is.
pub(super) fn read_fonts(grids: &mut [Grid]) {
    let mut seen = [Seen::default(); 2];
    for grid in &*grids {
        let texts = grid.rows().iter().flat_map(GridRow::cells).filter(|cell| !cell.is_filled());
        let suspects = texts.filter_map(|cell| match cell.value() {
            CellValue::Text(text) => Suspect::of(text),
            _ => None,
        });
        for suspect in suspects.take(SAMPLE_CELLS) {
            for (encoding, seen) in ENCODINGS.into_iter().zip(&mut seen) {
                let (valid, marked) = count_syllables(&encoding.decode(&suspect.bytes));
                seen.valid = seen.valid.saturating_add(valid);
                seen.marked = seen.marked.saturating_add(marked);
            }
        }
    }
    let [tcvn3, vni] = seen;
    let (encoding, seen) =
        if vni.is_likelier_than(tcvn3) { (Encoding::Vni, vni) } else { (Encoding::Tcvn3, tcvn3) };
    if seen.valid < WORDS_MIN || seen.valid.saturating_mul(10) < seen.marked.saturating_mul(7) {
        return;
    }
    for grid in grids {
        if grid.rewrite_texts(|text| Suspect::of(text)?.decode(encoding)) {
            grid.set_encoding(encoding);
        }
    }
}

const ENCODINGS: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

/// Fewer words than a header has could be a few foreign names.
const WORDS_MIN: usize = 4;

/// Enough cells of a sheet to tell.
const SAMPLE_CELLS: usize = 1_000;

/// Marked words that are syllables in an encoding, and all marked words.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    valid: usize,
    marked: usize,
}

impl Seen {
    fn is_likelier_than(self, other: Self) -> bool {
        self.valid.saturating_mul(other.marked.max(1)) > other.valid.saturating_mul(self.marked.max(1))
    }
}

/// A text that is no Vietnamese as it stands, or not all of it, and may have been bytes.
struct Suspect<'a> {
    bytes: Cow<'a, [u8]>,
    as_it_stands: Seen,
}

impl<'a> Suspect<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let bytes = bytes_of(text)?;
        let (valid, marked) = count_syllables(&vientro_vi::nfc(text));
        (valid < marked).then_some(Self { bytes, as_it_stands: Seen { valid, marked } })
    }

    /// The text in an encoding, if it is more of a Vietnamese text so.
    fn decode(&self, encoding: Encoding) -> Option<String> {
        let text = encoding.decode(&self.bytes);
        let (valid, marked) = count_syllables(&text);
        let is_better = Seen { valid, marked }.is_likelier_than(self.as_it_stands);
        (is_better && valid.saturating_mul(2) > marked).then_some(text)
    }
}

/// The text as the bytes it was typed in, on a system of the West or of Viet Nam.
fn bytes_of(text: &str) -> Option<Cow<'_, [u8]>> {
    if text.is_ascii() {
        return None;
    }
    [WINDOWS_1252, WINDOWS_1258].into_iter().find_map(|encoding| {
        let (bytes, _, has_other) = encoding.encode(text);
        (!has_other).then_some(bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Cell;

    fn grid(texts: &[&str]) -> Grid {
        let row = |(index, text): (usize, &&str)| GridRow {
            number: u32::try_from(index).unwrap() + 1,
            cells: vec![Cell { value: CellValue::Text((*text).into()), ..Cell::default() }],
            ..GridRow::default()
        };
        Grid::new("a.xls", Some("S".to_owned()), false, texts.iter().enumerate().map(row).collect())
    }

    fn read(texts: &[&str]) -> (Vec<String>, Encoding) {
        let mut grids = [grid(texts)];
        read_fonts(&mut grids);
        let [grid] = grids;
        (grid.rows().iter().map(|row| row.text(0).into_owned()).collect(), grid.encoding())
    }

    #[test]
    fn texts_of_fonts_are_read_as_shown() {
        let (texts, encoding) =
            read(&["Tªn kho¶n viÖn trî", "Nhµ tµi trî", "N\u{ad}íc s¹ch", "Médecins", "12.500"]);
        assert_eq!(texts, ["Tên khoản viện trợ", "Nhà tài trợ", "Nước sạch", "Médecins", "12.500"]);
        assert_eq!(encoding, Encoding::Tcvn3);
        let (texts, encoding) = read(&["Teân khoaûn vieän trôï", "Nhaø taøi trôï", "Nöôùc saïch"]);
        assert_eq!(texts, ["Tên khoản viện trợ", "Nhà tài trợ", "Nước sạch"]);
        assert_eq!(encoding, Encoding::Vni);
    }

    /// A file may have both; what is right stays right.
    #[test]
    fn cells_in_unicode_stay() {
        let (texts, _) =
            read(&["Tªn kho¶n viÖn trî", "Nhµ tµi trî", "Công ty Thái Hòa", "Viện trợ", "Đơn vị"]);
        assert_eq!(texts, ["Tên khoản viện trợ", "Nhà tài trợ", "Công ty Thái Hòa", "Viện trợ", "Đơn vị"]);
    }

    #[test]
    fn foreign_names_are_no_encoding() {
        let names =
            ["Société Générale", "Médecins du Monde", "São Paulo", "Zürich", "Österreich", "Çelik", "Malmö"];
        assert_eq!(read(&names), (names.map(str::to_owned).to_vec(), Encoding::Unicode));
    }
}
