//! A Union's year without one fault, and one mess put into it.
//!
//! What a reader must make of the mess is told beside it: the same facts as before, or a finding at the place.

mod amounts;
mod columns;
mod days;
mod files;
mod rows;
mod words;

use crate::{Cell, Format, Row, Sheet, Source, TestkitError, write};

/// Where a mess was made: a cell, a whole sheet, a whole file, or, with nothing set, a thing that several sheets say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Name of the file.
    pub file: Option<String>,
    /// Name of the sheet, in a workbook.
    pub sheet: Option<String>,
    /// Cell, A1 style; its column is left out where the whole row is meant, its row where the whole column is.
    pub cell: Option<String>,
}

/// What a reader must make of a mess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Effect {
    /// A way of writing: the facts are those of the clean year.
    Harmless,
    /// An amount is hedged: the figure is no longer known and still allows what it was.
    Hedged,
    /// The facts are those of the clean year, or a finding points at the place.
    Told,
}

/// A kind of mess.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Kind {
    /// Its name, words joined by hyphens.
    pub name: &'static str,
    /// What a reader must make of it.
    pub effect: Effect,
    make: fn(&mut Year, &mut Random) -> Option<Place>,
}

/// A year with one mess in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mutated {
    /// The kind of mess.
    pub name: &'static str,
    /// What a reader must make of it.
    pub effect: Effect,
    /// Where it was made.
    pub place: Place,
    /// Names and bytes of the files.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Every kind of mess.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    [amounts::KINDS, days::KINDS, words::KINDS, rows::KINDS, columns::KINDS, files::KINDS]
        .into_iter()
        .flatten()
}

/// The year without one fault, and the messes made from it.
#[derive(Debug, Clone)]
pub struct CleanYear {
    files: Vec<File>,
    bytes: Vec<Vec<u8>>,
}

impl CleanYear {
    /// Reads the texts of `sheets/clean`.
    ///
    /// # Errors
    ///
    /// [`TestkitError`], if one does not follow the notation of [`Source`].
    pub fn new() -> Result<Self, TestkitError> {
        let files: Vec<File> = CLEAN
            .iter()
            .map(|&(name, text)| {
                Ok(File { name: name.to_owned(), source: Source::parse(name, text)?, after: None })
            })
            .collect::<Result<_, TestkitError>>()?;
        let bytes = files.iter().map(File::bytes).collect::<Result<_, _>>()?;
        Ok(Self { files, bytes })
    }

    /// Names and bytes of its files.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.files.iter().zip(&self.bytes).map(|(file, bytes)| (file.name.clone(), bytes.clone())).collect()
    }

    /// The year with one mess of a kind; the seed decides where and how, the same seed makes the same bytes. There is
    /// none if the year has no place for it.
    ///
    /// # Errors
    ///
    /// [`TestkitError`], if the mess cannot be written as a file.
    pub fn with(&self, kind: &Kind, seed: u64) -> Result<Option<Mutated>, TestkitError> {
        let mut year = Year { files: self.files.clone() };
        let Some(place) = (kind.make)(&mut year, &mut Random(seed)) else { return Ok(None) };
        let bytes = |file: &File| match self.files.iter().position(|clean| clean == file) {
            Some(clean) => Ok(self.bytes[clean].clone()),
            None => file.bytes(),
        };
        let files = year.files.iter().map(|file| Ok((file.name.clone(), bytes(file)?)));
        let files = files.collect::<Result<_, TestkitError>>()?;
        Ok(Some(Mutated { name: kind.name, effect: kind.effect, place, files }))
    }
}

macro_rules! clean {
    ($($stem:literal . $extension:literal)*) => {
        &[$((
            concat!($stem, ".", $extension),
            include_str!(concat!("../../sheets/clean/", $stem, ".txt")),
        ),)*]
    };
}

const CLEAN: &[(&str, &str)] = clean! {
    "chi-hoi"."csv" "hoat-dong"."xlsx" "ke-hoach"."csv" "ket-qua"."csv" "khen-thuong"."csv" "qua-tang"."xlsx"
    "union"."csv" "vien-tro"."xlsx"
};

/// The first heading of each kind of sheet of the clean year.
const FIRST_HEADINGS: [&str; 6] = ["STT", "Ngày", "Đoàn", "Chỉ tiêu", "Hình thức", "key"];

/// The columns that hold amounts of money.
const AMOUNTS: &[&str] = &[
    "Cam kết (VND)",
    "Giải ngân kỳ này (VND)",
    "Giá trị sau (VND)",
    "Giá trị trước (VND)",
    "Số tiền",
    "Thành tiền",
    "Thành tiền (VND)",
];

/// The year on its way to bytes.
struct Year {
    files: Vec<File>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    name: String,
    source: Source,
    /// What is done to the bytes.
    after: Option<After>,
}

/// What is done to the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Cut(usize),
    Flip(usize),
    LineEnds,
    Replace(&'static str, &'static str),
    Utf16 { big: bool },
}

/// A cell of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    file: usize,
    sheet: usize,
    row: usize,
    column: usize,
}

impl Year {
    fn sheet(&self, file: usize, sheet: usize) -> &Sheet {
        &self.files[file].source.sheets[sheet]
    }

    fn sheet_mut(&mut self, file: usize, sheet: usize) -> &mut Sheet {
        &mut self.files[file].source.sheets[sheet]
    }

    /// Every sheet, by the numbers of its file and itself.
    fn sheets(&self) -> Vec<(usize, usize)> {
        let of = |(file, it): (usize, &File)| (0..it.source.sheets.len()).map(move |sheet| (file, sheet));
        self.files.iter().enumerate().flat_map(of).collect()
    }

    /// The sheets of workbooks.
    fn pages(&self) -> Vec<(usize, usize)> {
        let all = self.sheets().into_iter();
        all.filter(|(file, _)| self.files[*file].source.format == Format::Workbook).collect()
    }

    /// The number of a sheet's header row.
    fn header(&self, file: usize, sheet: usize) -> usize {
        let starts = |row: &Row| FIRST_HEADINGS.contains(&text_of(row.cells.first()));
        self.sheet(file, sheet).rows.iter().position(starts).unwrap_or(0)
    }

    /// The rows that hold records: below the header and above the total.
    fn body(&self, file: usize, sheet: usize) -> std::ops::Range<usize> {
        let rows = &self.sheet(file, sheet).rows;
        let total =
            rows.iter().position(|row| row.cells.iter().any(|cell| text_of(Some(cell)) == "Tổng cộng"));
        self.header(file, sheet) + 1..total.unwrap_or(rows.len())
    }

    /// The cells of records, in columns of these headings, that `wanted` takes.
    fn spots(&self, headings: &[&str], wanted: impl Fn(&Cell) -> bool) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (file, sheet) in self.sheets() {
            let header = &self.sheet(file, sheet).rows[self.header(file, sheet)];
            for (column, heading) in header.cells.iter().enumerate() {
                if !headings.contains(&text_of(Some(heading))) {
                    continue;
                }
                for row in self.body(file, sheet) {
                    let cell = self.sheet(file, sheet).rows[row].cells.get(column);
                    if cell.is_some_and(&wanted) {
                        spots.push(Spot { file, sheet, row, column });
                    }
                }
            }
        }
        spots
    }

    fn cell(&self, spot: Spot) -> &Cell {
        &self.sheet(spot.file, spot.sheet).rows[spot.row].cells[spot.column]
    }

    /// Puts a cell in place of another and says where.
    fn put(&mut self, spot: Spot, cell: Cell) -> Place {
        self.sheet_mut(spot.file, spot.sheet).rows[spot.row].cells[spot.column] = cell;
        self.place(spot)
    }

    fn place(&self, spot: Spot) -> Place {
        Place {
            cell: Some(format!("{}{}", letter(spot.column), spot.row + 1)),
            ..self.place_of_sheet(spot.file, spot.sheet)
        }
    }

    fn place_of_column(&self, file: usize, sheet: usize, column: usize) -> Place {
        Place { cell: Some(letter(column).to_string()), ..self.place_of_sheet(file, sheet) }
    }

    fn place_of_row(&self, file: usize, sheet: usize, row: usize) -> Place {
        Place { cell: Some(format!("{}", row + 1)), ..self.place_of_sheet(file, sheet) }
    }

    fn place_of_sheet(&self, file: usize, sheet: usize) -> Place {
        let name = self.sheet(file, sheet).name.clone();
        Place {
            file: Some(self.files[file].name.clone()),
            sheet: (!name.is_empty()).then_some(name),
            cell: None,
        }
    }
}

impl File {
    fn bytes(&self) -> Result<Vec<u8>, TestkitError> {
        let bytes = write::to_bytes("mutated", &self.source)?;
        Ok(match self.after {
            Some(after) => after.of(bytes),
            None => bytes,
        })
    }
}

impl After {
    fn of(self, mut bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Cut(at) => {
                bytes.truncate(bytes.len() * at / 100);
                bytes
            }
            Self::Flip(at) => {
                let index = at % bytes.len();
                bytes[index] ^= 0x55;
                bytes
            }
            Self::LineEnds => text(bytes).replace('\n', "\r\n").into_bytes(),
            Self::Replace(old, new) => text(bytes).replacen(old, new, 1).into_bytes(),
            Self::Utf16 { big } => {
                let text = text(bytes);
                let marked = text.trim_start_matches('\u{feff}').encode_utf16();
                let units = std::iter::once(0xfeff).chain(marked);
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
            }
        }
    }
}

/// The letter of a column, A to Z.
fn letter(column: usize) -> char {
    char::from_u32(u32::from('A') + u32::try_from(column).unwrap_or(0)).unwrap_or('A')
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// What a cell says as text; nothing for a number, a day or a formula.
fn text_of(cell: Option<&Cell>) -> &str {
    match cell {
        Some(Cell::Text(text)) => text,
        _ => "",
    }
}

/// Numbers that follow from a seed: `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }

    /// Puts values in another order.
    fn shuffle<T>(&mut self, values: &mut [T]) {
        for index in (1..values.len()).rev() {
            let other = self.below(index + 1);
            values.swap(index, other);
        }
    }
}
