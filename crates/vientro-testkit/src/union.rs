//! The files of `examples/data/union-2025`.

use crate::{Source, TestkitError, write};

/// One finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnionFile {
    /// Its path under `union-2025`, with `/`.
    pub path: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All files of the three Unions, in the order of their paths; the same bytes each time.
///
/// # Errors
///
/// [`TestkitError`], if a text of `sheets/` does not follow the notation of [`Source`].
pub fn union_files() -> Result<Vec<UnionFile>, TestkitError> {
    SHEETS
        .iter()
        .map(|&(path, text)| {
            let source = Source::parse(path, text)?;
            Ok(UnionFile { path, bytes: write::to_bytes(path, &source)? })
        })
        .collect()
}

macro_rules! sheets {
    ($($folder:literal: $($stem:literal . $extension:literal)*;)*) => {
        &[$($((
            concat!($folder, "/", $stem, ".", $extension),
            include_str!(concat!("../sheets/", $folder, "/", $stem, ".txt")),
        ),)*)*]
    };
}

/// Path of the finished file and the text it is made from.
const SHEETS: &[(&str, &str)] = sheets! {
    "an-giang":
        "hoat-dong"."xlsx" "ke-hoach"."xlsx" "khen-thuong"."csv" "qua-tang-chi-hoi"."csv"
        "qua-tang-hoi-thanh-vien"."xlsx" "union"."csv" "vien-tro-2025"."xlsx";
    "hai-phong": "hoat-dong"."xlsx" "ke-hoach"."xlsx" "union"."csv" "vien-tro-2025"."xlsx";
    "nghe-an": "ket-qua"."csv" "mttq-nghe-an"."csv" "union"."csv" "vien-tro-2025"."xlsx";
};
