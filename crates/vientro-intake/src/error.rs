//! Why a file cannot be read at all.

use vientro_core::Bilingual;

/// A file that cannot be read; the other files of a folder still can.
///
/// Each variant names the file as the caller knows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// There is not one cell in the file.
    #[error("`{file}` is empty; expected a sheet with a header and rows")]
    Empty {
        /// Name of the file.
        file: String,
    },
    /// The text is in no encoding this crate reads.
    #[error(
        "`{file}` is text of no known encoding: byte {offset} is not UTF-8, and no Vietnamese in Windows-1258, TCVN3 or VNI; save it as CSV UTF-8"
    )]
    Encoding {
        /// Name of the file.
        file: String,
        /// Offset of the first byte that does not decode, from zero.
        offset: usize,
    },
    /// The workbook is protected by a password.
    #[error("`{file}` is protected by a password; save it without one")]
    Encrypted {
        /// Name of the file.
        file: String,
    },
    /// A folder, or a file in it, cannot be opened.
    #[error("`{file}` cannot be opened: {reason}")]
    Folder {
        /// Path of the folder or file.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// A limit of the options is reached.
    #[error("`{file}` has more than {limit} {what}")]
    Limit {
        /// Name of the file.
        file: String,
        /// What is counted: bytes, rows, columns, cells, sheets, unpacked bytes, times its packed size, nested
        /// elements.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The file is of a format that findings cannot be written into.
    #[error("findings are written into .xlsx and text files; save `{file}` as .xlsx")]
    NotAnnotated {
        /// Name of the file.
        file: String,
    },
    /// No file was given.
    #[error("no file was given, expected the sheets of a Union")]
    NoFiles,
    /// The file is no workbook, is cut off or damaged.
    #[error("`{file}` cannot be read as a workbook: {reason}")]
    Unreadable {
        /// Name of the file.
        file: String,
        /// What the reader says.
        reason: String,
    },
    /// The name ends in nothing this crate knows.
    #[error("`{file}` is neither .xlsx, .xls or .ods nor .csv, .tsv or .txt")]
    UnknownFormat {
        /// Name of the file.
        file: String,
    },
}

impl IntakeError {
    /// Name of the file, if one was given.
    pub fn file(&self) -> &str {
        match self {
            Self::NoFiles => "",
            Self::Empty { file }
            | Self::Encoding { file, .. }
            | Self::Encrypted { file }
            | Self::Folder { file, .. }
            | Self::Limit { file, .. }
            | Self::NotAnnotated { file }
            | Self::Unreadable { file, .. }
            | Self::UnknownFormat { file } => file,
        }
    }

    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Empty { .. } => "tệp trống; cần một bảng có dòng tiêu đề và các dòng số liệu".to_owned(),
            Self::Encoding { offset, .. } => format!(
                "không nhận ra bảng mã của tệp (byte thứ {offset} không phải UTF-8, cũng không đọc được thành tiếng Việt theo Windows-1258, TCVN3 hay VNI); hãy lưu lại dạng CSV UTF-8"
            ),
            Self::Encrypted { .. } => "tệp có mật khẩu; hãy lưu lại không đặt mật khẩu".to_owned(),
            Self::Folder { file, reason } => format!("không mở được `{file}` (hệ thống báo: {reason})"),
            Self::Limit { what, limit, .. } => {
                let what = match *what {
                    "bytes" => "byte",
                    "cells" => "ô",
                    "columns" => "cột",
                    "nested elements" => "tầng phần tử XML lồng nhau",
                    "rows" => "dòng",
                    "sheets" => "trang tính",
                    "times its packed size" => "lần dung lượng nén",
                    _ => "byte sau khi giải nén",
                };
                format!("tệp có quá {limit} {what}")
            }
            Self::NotAnnotated { file } => {
                format!("chỉ ghi phát hiện vào tệp .xlsx và tệp văn bản; hãy lưu `{file}` lại dạng .xlsx")
            }
            Self::NoFiles => "không có tệp nào; cần các bảng của Liên hiệp".to_owned(),
            Self::Unreadable { reason, .. } if reason == NO_ZIP => {
                "không đọc được tệp như một bảng tính: không phải gói zip, hoặc thiếu phần cuối".to_owned()
            }
            // what a library says has no other language
            Self::Unreadable { reason, .. } => {
                format!("không đọc được tệp như một bảng tính (trình đọc báo: {reason})")
            }
            Self::UnknownFormat { .. } => "tệp không phải .xlsx, .xls, .ods, .csv, .tsv hay .txt".to_owned(),
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// The reason given for most files that are not what their name says.
pub(crate) const NO_ZIP: &str = "it is no zip package, or its end is missing";
