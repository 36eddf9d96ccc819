//! The one door to Typst: four faces, one page template and the data of one report. It has no clock, no files and no
//! faces of the system, so that the same data gives the same bytes.

use std::sync::LazyLock;

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::ReportError;

/// What a document is besides its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'a> {
    /// Names the document for its whole life.
    pub(super) id: &'a str,
    pub(super) creator: &'a str,
    /// A file that is to be kept says when it was made; without a day it cannot be of that kind.
    pub(super) dated: bool,
}

/// Lays out the data by the page template and writes it as PDF. A warning is an error: Typst drops content with no more
/// than that.
pub(super) fn typeset(data: &Value, document: Document<'_>) -> Result<Vec<u8>, ReportError> {
    written(TEMPLATE, data, document)
}

fn written(template: &str, data: &Value, document: Document<'_>) -> Result<Vec<u8>, ReportError> {
    let world = Page::new(template, data)?;
    let laid = typst::compile::<PagedDocument>(&world);
    let pages = laid.output.map_err(|errors| fault(&errors))?;
    if !laid.warnings.is_empty() {
        return Err(fault(&laid.warnings));
    }
    let standards: &[PdfStandard] =
        if document.dated { &[PdfStandard::A_2a, PdfStandard::Ua_1] } else { &[PdfStandard::Ua_1] };
    let standards = PdfStandards::new(standards).map_err(|error| failed(error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(document.id.to_owned()),
        creator: Smart::Custom(Some(document.creator.to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&pages, &options).map_err(|errors| fault(&errors));
    // what Typst remembers of one report serves no other one
    typst::comemo::evict(0);
    bytes
}

/// Does every face hold the letter?
pub(super) fn holds(letter: char) -> bool {
    FACES.1.iter().all(|face| face.info().coverage.contains(letter.into()))
}

fn fault(found: &[SourceDiagnostic]) -> ReportError {
    let said: Vec<String> = found
        .iter()
        .map(|one| {
            let hints = one.hints.iter().map(|hint| format!(" ({})", hint.v));
            std::iter::once(one.message.to_string()).chain(hints).collect()
        })
        .collect();
    failed(&said.join("; "))
}

fn failed(message: &str) -> ReportError {
    ReportError::Package { format: "pdf", message: message.to_owned() }
}

#[derive(Debug)]
struct Page {
    source: Source,
    data_file: FileId,
    data: Bytes,
}

impl Page {
    fn new(template: &str, data: &Value) -> Result<Self, ReportError> {
        let file = |name: &str| {
            let path = VirtualPath::new(name).map_err(|error| failed(&format!("{error:?}")))?;
            Ok::<_, ReportError>(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        Ok(Self {
            source: Source::new(file("report.typ")?, template.to_owned()),
            data_file: file("report.json")?,
            data: Bytes::from_string(data.to_string()),
        })
    }
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FACES.0
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_file { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.1.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

const TEMPLATE: &str = include_str!("report.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // without the feature a table cannot say which cells head its rows
    let features = std::iter::once(Feature::A11yExtras).collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

static FACES: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!("../../fonts/Tinos-Regular.ttf"),
        include_bytes!("../../fonts/Tinos-Bold.ttf"),
        include_bytes!("../../fonts/Tinos-Italic.ttf"),
        include_bytes!("../../fonts/Tinos-BoldItalic.ttf"),
    ];
    let faces: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    (LazyHash::new(FontBook::from_fonts(&faces)), faces)
});

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PLAIN: &str = "#set document(title: \"a\")\n#set text(font: \"Tinos\")\n= a\n";

    fn tried(template: &str) -> Result<Vec<u8>, ReportError> {
        written(template, &json!("x"), Document { id: "a", creator: "b", dated: false })
    }

    #[test]
    fn a_warning_is_an_error() {
        assert!(tried(PLAIN).is_ok());
        let error = tried(&format!("{PLAIN}#set text(font: \"Times New Roman\")\nb")).unwrap_err();
        assert!(error.to_string().contains("unknown font family"), "{error}");
    }

    #[test]
    fn there_are_no_files_and_no_clock() {
        for asks in ["#read(\"Cargo.toml\")", "#include \"other.typ\"", "#datetime.today().display()"] {
            let error = tried(&format!("{PLAIN}{asks}")).unwrap_err();
            assert!(matches!(error, ReportError::Package { format: "pdf", .. }), "{asks}: {error}");
        }
        assert!(tried(&format!("{PLAIN}#json(\"report.json\")")).is_ok());
    }

    #[test]
    fn there_are_four_faces_with_all_letters_of_vietnamese() {
        assert_eq!(FACES.1.len(), 4);
        for letter in
            "ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ₫−–…≥≤→‹›\u{301}\u{323}".chars()
        {
            assert!(holds(letter), "{letter}");
        }
        assert!(!holds('Ж') && !holds('한'));
    }
}
