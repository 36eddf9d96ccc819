//! The sheets of a folder.

use std::fs;
use std::path::Path;

use crate::{IntakeError, Options, Reading, Source, read_union};

/// How the names of the files end that are taken for sheets.
const ENDINGS: [&str; 6] = ["csv", "ods", "tsv", "txt", "xls", "xlsx"];

/// A file of a folder, with its name and all its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SheetFile {
    name: String,
    bytes: Vec<u8>,
}

impl SheetFile {
    /// The name without its folder; what is no UTF-8 in it is replaced.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file as [`read_union`] takes it.
    pub fn as_source(&self) -> Source<'_> {
        Source::new(&self.name, &self.bytes)
    }
}

/// The files of a folder whose names end in `.csv`, `.ods`, `.tsv`, `.txt`, `.xls` or `.xlsx`, in the order of their names.
/// Folders in it are not entered.
///
/// # Errors
///
/// [`IntakeError::Folder`] if the folder or one of these files cannot be opened.
pub fn sheet_files(folder: impl AsRef<Path>) -> Result<Vec<SheetFile>, IntakeError> {
    let folder = folder.as_ref();
    let closed = |path: &Path, error: &std::io::Error| IntakeError::Folder {
        file: path.display().to_string(),
        reason: error.to_string(),
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| closed(folder, &error))? {
        let path = entry.map_err(|error| closed(folder, &error))?.path();
        let is_sheet = path
            .extension()
            .is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)));
        if let (true, true, Some(name)) = (is_sheet, path.is_file(), path.file_name()) {
            let bytes = fs::read(&path).map_err(|error| closed(&path, &error))?;
            files.push(SheetFile { name: name.to_string_lossy().into_owned(), bytes });
        }
    }
    files.sort();
    Ok(files)
}

/// Reads all sheets of a folder in one call: [`sheet_files`], then [`read_union`].
///
/// # Errors
///
/// As these two; [`IntakeError::NoFiles`] if the folder holds no sheet.
pub fn read_folder(folder: impl AsRef<Path>, options: &Options) -> Result<Reading, IntakeError> {
    let files = sheet_files(folder)?;
    let sources: Vec<Source<'_>> = files.iter().map(SheetFile::as_source).collect();
    read_union(&sources, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_in_the_order_of_names() {
        let folder = std::env::temp_dir().join(format!("vientro-folder-{}", std::process::id()));
        fs::create_dir_all(folder.join("c.csv")).unwrap();
        for name in ["b.CSV", "a.xlsx", "notes.md"] {
            fs::write(folder.join(name), "STT;Tên\n").unwrap();
        }
        let files = sheet_files(&folder).unwrap();
        let names: Vec<&str> = files.iter().map(SheetFile::name).collect();
        assert_eq!(names, ["a.xlsx", "b.CSV"]);
        assert_eq!(files[1].as_source(), Source::new("b.CSV", "STT;Tên\n".as_bytes()));
        let reading = read_folder(&folder, &Options::default()).unwrap();
        assert!(reading.has_errors(), "what is called .xlsx is none");
        for name in ["b.CSV", "a.xlsx"] {
            fs::remove_file(folder.join(name)).unwrap();
        }
        assert_eq!(read_folder(&folder, &Options::default()), Err(IntakeError::NoFiles));
        fs::remove_dir_all(&folder).unwrap();
        let Err(error) = sheet_files(&folder) else { panic!("the folder is gone") };
        assert_eq!(error.file(), folder.display().to_string());
        assert!(error.message().vi().starts_with("không mở được"), "{error}");
    }
}
