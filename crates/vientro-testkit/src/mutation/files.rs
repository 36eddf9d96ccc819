//! Messes in files.

use super::{After, Effect, File, Kind, Place, Random, Year};
use crate::{Cell, Format, Row, Source};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "sheet-renamed",
        effect: Effect::Harmless,
        make: |year, random| {
            let (file, sheet) = random.pick(&year.pages())?;
            "Sheet1 (2)".clone_into(&mut year.sheet_mut(file, sheet).name);
            Some(year.place_of_sheet(file, sheet))
        },
    },
    Kind {
        name: "sheets-in-another-order",
        effect: Effect::Harmless,
        make: |year, _| {
            let file = year.files.iter().position(|file| file.name == "vien-tro.xlsx")?;
            year.files[file].source.sheets.reverse();
            Some(Place::default())
        },
    },
    Kind {
        name: "sheet-with-nothing",
        effect: Effect::Harmless,
        make: |year, random| {
            let (file, sheet) = random.pick(&year.pages())?;
            let empty = crate::Sheet { name: "Sheet3".to_owned(), ..crate::Sheet::default() };
            year.files[file].source.sheets.insert(sheet, empty);
            Some(Place::default())
        },
    },
    Kind {
        name: "sheet-with-words",
        effect: Effect::Told,
        make: |year, random| {
            let (file, _) = random.pick(&year.pages())?;
            let row = Row { cells: vec![Cell::Text("Kính gửi Văn phòng".to_owned())], hidden: false };
            let cover = crate::Sheet { name: "Bìa".to_owned(), rows: vec![row], ..crate::Sheet::default() };
            year.files[file].source.sheets.insert(0, cover);
            Some(year.place_of_sheet(file, 0))
        },
    },
    Kind { name: "sheet-as-semicolon-text", effect: Effect::Harmless, make: |y, r| as_text(y, r, ';', true) },
    Kind { name: "sheet-as-comma-text", effect: Effect::Harmless, make: |y, r| as_text(y, r, ',', false) },
    Kind { name: "sheet-as-tab-text", effect: Effect::Harmless, make: |y, r| as_text(y, r, '\t', false) },
    Kind {
        name: "text-without-mark",
        effect: Effect::Harmless,
        make: |y, r| {
            text(y, r, |file, _| {
                if let Format::Csv { bom, .. } = &mut file.source.format {
                    *bom = !*bom;
                }
            })
        },
    },
    Kind {
        name: "text-in-utf-16",
        effect: Effect::Harmless,
        make: |y, r| {
            text(y, r, |file, random| {
                file.after = Some(After::Utf16 { big: random.below(2) == 1 });
            })
        },
    },
    Kind {
        name: "text-with-line-ends-of-two",
        effect: Effect::Harmless,
        make: |y, r| {
            text(y, r, |file, _| {
                file.after = Some(After::LineEnds);
            })
        },
    },
    Kind {
        name: "text-with-open-quote",
        effect: Effect::Told,
        make: |year, _| {
            let file = year.files.iter().position(|file| file.name == "chi-hoi.csv")?;
            year.files[file].after = Some(After::Replace("Bồn chứa", "\"Bồn chứa"));
            Some(year.place_of_row(file, 0, 3))
        },
    },
    Kind {
        name: "text-with-delimiter-in-name",
        effect: Effect::Told,
        make: |year, _| {
            let file = year.files.iter().position(|file| file.name == "chi-hoi.csv")?;
            year.files[file].after = Some(After::Replace("Quà Tết cho", "Quà Tết; cho"));
            Some(year.place_of_row(file, 0, 1))
        },
    },
    Kind {
        name: "text-with-lost-delimiter",
        effect: Effect::Told,
        make: |year, _| {
            let file = year.files.iter().position(|file| file.name == "chi-hoi.csv")?;
            year.files[file].after = Some(After::Replace(";căn;", " căn;"));
            Some(year.place_of_row(file, 0, 2))
        },
    },
    Kind {
        name: "file-cut-off",
        effect: Effect::Told,
        make: |year, random| {
            let (file, _) = random.pick(&year.pages())?;
            year.files[file].after = Some(After::Cut(1 + random.below(98)));
            Some(Place { file: Some(year.files[file].name.clone()), ..Place::default() })
        },
    },
    Kind {
        name: "file-with-a-damaged-byte",
        effect: Effect::Told,
        make: |year, random| {
            let (file, _) = random.pick(&year.pages())?;
            year.files[file].after = Some(After::Flip(random.below(1 << 40)));
            Some(Place { file: Some(year.files[file].name.clone()), ..Place::default() })
        },
    },
    Kind {
        name: "file-empty",
        effect: Effect::Told,
        make: |year, random| {
            let file = random.below(year.files.len());
            year.files[file].after = Some(After::Cut(0));
            Some(Place { file: Some(year.files[file].name.clone()), ..Place::default() })
        },
    },
    Kind {
        name: "file-twice",
        effect: Effect::Told,
        make: |year, random| {
            let file = random.below(year.files.len());
            let File { name, source, after } = &year.files[file];
            let again = File { name: name.clone(), source: source.clone(), after: *after };
            let place = Place { file: Some(name.clone()), ..Place::default() };
            year.files.push(again);
            Some(place)
        },
    },
    Kind {
        name: "file-twice-under-another-name",
        effect: Effect::Told,
        make: |year, _| {
            let file = year.files.iter().position(|file| file.name == "qua-tang.xlsx")?;
            let source = year.files[file].source.clone();
            let name = "qua-tang (1).xlsx".to_owned();
            year.files.push(File { name: name.clone(), source, after: None });
            // the later of two that are alike is told
            Some(Place { file: Some(name), ..Place::default() })
        },
    },
    Kind {
        name: "file-with-wrong-ending",
        effect: Effect::Told,
        make: |year, random| {
            let file = random.below(year.files.len());
            let name = &mut year.files[file].name;
            let (stem, ending) = name.rsplit_once('.')?;
            *name = format!("{stem}.{}", if ending == "csv" { "xlsx" } else { "csv" });
            Some(Place { file: Some(name.clone()), ..Place::default() })
        },
    },
];

/// Takes a sheet out of its workbook and makes it a text file.
fn as_text(year: &mut Year, random: &mut Random, delimiter: char, bom: bool) -> Option<Place> {
    let (file, sheet) = random.pick(&year.pages())?;
    let mut moved = year.files[file].source.sheets.remove(sheet);
    moved.name.clear();
    let source = Source { format: Format::Csv { delimiter, bom }, sheets: vec![moved] };
    if year.files[file].source.sheets.is_empty() {
        year.files.remove(file);
    }
    let name = "rieng.csv".to_owned();
    year.files.push(File { name: name.clone(), source, after: None });
    Some(Place { file: Some(name), ..Place::default() })
}

/// Changes a text file.
fn text(year: &mut Year, random: &mut Random, change: impl Fn(&mut File, &mut Random)) -> Option<Place> {
    let is_text = |file: &File| matches!(file.source.format, Format::Csv { .. });
    let texts: Vec<usize> = (0..year.files.len()).filter(|file| is_text(&year.files[*file])).collect();
    let file = random.pick(&texts)?;
    change(&mut year.files[file], random);
    Some(Place { file: Some(year.files[file].name.clone()), ..Place::default() })
}
