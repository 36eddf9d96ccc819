//! What can be found: the table of codes, and the findings made from it.

use vientro_core::{Bilingual, Finding, FindingCode, Location, Severity};

/// One kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Code {
    #[cfg_attr(feature = "serde", serde(rename = "code"))]
    id: &'static str,
    severity: Severity,
    vi: &'static str,
    en: &'static str,
}

impl Code {
    /// The stable code.
    pub const fn as_str(&self) -> &'static str {
        self.id
    }

    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// What it means, in both languages.
    pub fn message(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    /// A finding of this kind at a place.
    pub(crate) fn at(&self, location: Location) -> Finding {
        Finding::new(FindingCode::new(self.id), self.severity, self.message()).at(location)
    }

    /// A finding of this kind that goes on to say why.
    pub(crate) fn because(&self, cause: &Bilingual, location: Location) -> Finding {
        let (vi, en) = (format!("{}: {}", self.vi, cause.vi()), format!("{}: {}", self.en, cause.en()));
        self.says(Bilingual::new(vi, en), location)
    }

    /// A finding of this kind that matters less than most of them.
    pub(crate) fn as_warning(&self, location: Location) -> Finding {
        Finding::new(FindingCode::new(self.id), Severity::Warning, self.message()).at(location)
    }

    /// A finding of this kind that is only to be known of, with a message of its own.
    pub(crate) fn as_note(&self, message: Bilingual, location: Location) -> Finding {
        Finding::new(FindingCode::new(self.id), Severity::Note, message).at(location)
    }

    /// A finding of this kind with a message of its own.
    pub(crate) fn says(&self, message: Bilingual, location: Location) -> Finding {
        Finding::new(FindingCode::new(self.id), self.severity, message).at(location)
    }
}

macro_rules! codes {
    ($( $name:ident = $code:literal, $severity:ident, $vi:literal, $en:literal; )+) => {
        $( pub(crate) const $name: Code = Code { id: $code, severity: Severity::$severity, vi: $vi, en: $en }; )+

        /// Every kind of finding this crate makes, by code.
        pub const CODES: &[Code] = &[$($name),+];
    };
}

codes! {
    ACCOUNT_UNMAPPED = "account-unmapped", Error, "bảng quy ước của sổ không nêu tài khoản này", "the table of the ledger does not name this account";
    AMBIGUOUS_NUMBER = "ambiguous-number", Warning, "số có thể đọc theo hai cách", "the number can be read in two ways";
    AMENDMENT_IMPLAUSIBLE = "amendment-implausible", Warning, "giá trị sau gấp mười lần trở lên hoặc không quá một phần mười giá trị trước; vẫn áp dụng", "the value after is ten times the value before or more, or a tenth of it or less; applied all the same";
    AMENDMENT_MISMATCH = "amendment-mismatch", Error, "giá trị trước điều chỉnh khác giá trị đang có hiệu lực; điều chỉnh chưa được áp dụng", "the value before the amendment is not the one in force; the amendment is not applied";
    AMOUNT_IMPLAUSIBLE = "amount-implausible", Error, "số tiền từ một tỷ tỷ trở lên không thể có; giá trị chưa biết", "an amount of a billion billions or more cannot be; the value is unknown";
    AMOUNT_MISSING = "amount-missing", Warning, "dòng không ghi số tiền; giá trị chưa biết, không phải bằng không", "the row gives no amount; the value is unknown, not zero";
    APPROVAL_PROPOSED = "approval-proposed", Warning, "có thể thuộc một quyết định ghi khác; cần người xác nhận", "may be under an approval that is written otherwise; a person confirms";
    APPROVED_NOT_REPORTED = "approved-not-reported", Warning, "đã phê duyệt mà chưa thấy báo cáo", "approved, and no body reports it";
    CELL_MISSING = "cell-missing", Note, "ô cần có để trống", "a cell that is needed is empty";
    COLUMN_MISSING = "column-missing", Note, "bảng không có cột cần thiết", "the sheet has no such column, and needs it";
    COLUMN_UNREAD = "column-unread", Note, "không hiểu cột này; nội dung được giữ cùng dòng, không thành số liệu", "this column is not understood; its cells are kept with their rows and make no fact";
    CUMULATIVE_MISMATCH = "cumulative-mismatch", Warning, "lũy kế không khớp với số kỳ này hoặc lũy kế kỳ trước", "the amount to date fits neither that of the period nor the one before";
    CURRENCY_ASSUMED = "currency-assumed", Note, "dòng không ghi đồng tiền; lấy đồng tiền mặc định", "the row names no currency; the default is taken";
    CURRENCY_IN_CELL = "currency-in-cell", Note, "ô ghi đồng tiền khác với cột; đọc theo ô", "the cell names another currency than its column; the cell counts";
    DATE_AS_NUMBER = "date-as-number", Note, "ngày ghi bằng số thứ tự của bảng tính", "the day is written as a bare serial number";
    DATE_ASSUMED = "date-assumed", Warning, "không có ngày quyết định; cam kết được coi là có từ ngày này", "no day of decision; the commitment is taken as known since this day";
    DATE_IMPLAUSIBLE = "date-implausible", Warning, "năm của ngày này khó có thật; giữ nguyên như đã ghi", "the year of this day is hardly meant; kept as written";
    DATE_IMPRECISE = "date-imprecise", Warning, "chỉ có tháng hoặc năm, không có ngày; lấy ngày cuối cùng có thể", "a month or year without a day; its last day is taken";
    DATE_MISSING = "date-missing", Warning, "dòng không ghi ngày; giữ bản ghi không ngày", "the row gives no day; the record is kept without one";
    DATE_ORDER_DOUBTFUL = "date-order-doubtful", Warning, "cột có ngày viết tháng trước; ngày này được đọc là ngày trước tháng sau", "the column has days written month first; this one is read day first";
    DIRECTION_ASSUMED = "direction-assumed", Note, "không rõ chiều: đoàn được coi là đoàn vào, quà tặng được coi là trong nước", "nothing says the direction: delegations are taken as inward, gifts as domestic";
    DISBURSED_MISMATCH = "disbursed-mismatch", Warning, "số giải ngân trong danh mục khác tổng các dòng giải ngân trong kỳ", "the disbursed amount of the register is not the sum of the disbursements of the period";
    DISBURSED_UNDATED = "disbursed-undated", Note, "không có dòng giải ngân; số giải ngân của danh mục được giữ, không có ngày", "no line of disbursement; the amount of the register is kept without a day";
    DUPLICATE = "duplicate", Warning, "có thể là cùng một khoản được báo cáo hai lần; không tự gộp", "may be the same thing reported twice; nothing is merged";
    DUPLICATE_CODE = "duplicate-code", Error, "mã đã có ở dòng khác; dòng này không được nhận", "the code is taken by another row; this row is refused";
    DUPLICATE_FILE = "duplicate-file", Error, "hai tệp cùng tên; tệp sau không được đọc", "two files of one name; the later one is not read";
    ENCODING_GUESSED = "encoding-guessed", Warning, "bảng mã của tệp được đoán theo chữ tiếng Việt", "the encoding of the file is guessed by what reads as Vietnamese";
    FILE_UNREADABLE = "file-unreadable", Error, "không đọc được tệp", "the file cannot be read";
    FORMULA_WITHOUT_VALUE = "formula-without-value", Warning, "công thức không có giá trị lưu sẵn; giá trị chưa biết", "a formula without a stored value; the value is unknown";
    HEADER_REPEATED = "header-repeated", Note, "dòng tiêu đề lặp lại, được bỏ qua", "the header again, passed over";
    HIDDEN_ROW = "hidden-row", Note, "dòng bị ẩn, vẫn được đọc và tính", "a hidden row, read and counted all the same";
    HIDDEN_SHEET = "hidden-sheet", Note, "trang tính bị ẩn, vẫn được đọc", "a hidden sheet, read all the same";
    INFERRED_TARGET = "inferred-target", Note, "chỉ tiêu được suy ra, không phải số được giao", "the target is inferred, not stated";
    ITEM_MISSING = "item-missing", Warning, "dòng không ghi mã khoản; không gắn với khoản viện trợ nào", "the row names no aid item; it belongs to none";
    JOINT_CLAIM = "joint-claim", Warning, "có thể là khoản mà đơn vị khác cũng báo cáo", "may be what another body reports too";
    LEDGER_UNREAD = "ledger-unread", Error, "không có dòng tiêu đề mà bảng quy ước của sổ nêu; không dòng nào được đọc", "no row has the headings the table of the ledger names; no line is read";
    LETTERS_LOST = "letters-lost", Warning, "tệp mất chữ có dấu, thay bằng dấu hỏi khi lưu; hãy lưu lại dạng CSV UTF-8", "letters were lost and became question marks when the file was saved; save it again as CSV UTF-8";
    MAPPING_INCOMPLETE = "mapping-incomplete", Warning, "quy ước cột đã lưu có tiêu đề mà bảng không có", "the saved mapping has a heading that the sheet has not";
    MERGED_AMOUNT = "merged-amount", Warning, "một số tiền gộp ô cho nhiều dòng; chỉ tính ở dòng đầu, các dòng sau chưa biết", "one amount merged over several rows; it counts in the first, the others are unknown";
    NFD_NORMALISED = "nfd-normalised", Note, "dấu tiếng Việt viết rời (NFD), đã chuyển về NFC", "decomposed accents (NFD), read as NFC";
    NOT_A_NUMBER = "not-a-number", Error, "ô không phải là số; giá trị chưa biết, không phải bằng không", "the cell is no number; the value is unknown, not zero";
    NOTE_ROW = "note-row", Note, "dòng ghi chú, không phải số liệu", "a row with a remark, no record";
    OVER_DISBURSED = "over-disbursed", Warning, "giải ngân nhiều hơn cam kết đang có hiệu lực", "more is disbursed than the commitment in force";
    PROFILE_INCOMPLETE = "profile-incomplete", Warning, "thiếu thông tin về đơn vị báo cáo", "something about who reports is missing";
    PROJECT_UNMAPPED = "project-unmapped", Error, "bảng quy ước của sổ không nêu dự án này", "the table of the ledger does not name this project";
    RATE_REFUSED = "rate-refused", Error, "tỷ giá không được nhận", "the rate is refused";
    RECORD_ADDED = "record-added", Note, "bản ghi chưa có trong lần nhập trước", "the import before did not have this record";
    RECORD_AMENDED = "record-amended", Warning, "giá trị cam kết khác lần nhập trước; được ghi là điều chỉnh", "another commitment than in the import before; recorded as an amendment";
    RECORD_MISSING = "record-missing", Warning, "bản ghi có trong lần nhập trước nay không còn trong tệp; vẫn được giữ", "the import before had this record, the file has it no longer; it is kept";
    RECORD_RESTATED = "record-restated", Warning, "bản ghi nói khác lần nhập trước", "the record says something else than in the import before";
    REGIME_MISMATCH = "regime-mismatch", Warning, "nghị định ghi khác nghị định có hiệu lực vào ngày quyết định", "the decree is not the one in force on the day of the decision";
    REPORT_LATE = "report-late", Warning, "báo cáo gửi chậm", "the report came late";
    REPORT_MISSING = "report-missing", Error, "chưa gửi báo cáo", "the report was not sent";
    REPORTED_NOT_APPROVED = "reported-not-approved", Warning, "có báo cáo mà không có trong danh sách phê duyệt", "reported, and not on the list of approvals";
    ROUNDED = "rounded", Note, "số lẻ hơn đơn vị nhỏ nhất của đồng tiền, làm tròn nửa lên", "finer than the smallest unit of the currency, rounded half up";
    ROW_REFUSED = "row-refused", Error, "dòng không thành bản ghi", "the row makes no record";
    SIGN_UNMAPPED = "sign-unmapped", Error, "bảng quy ước của sổ không nói số tiền mang dấu này ở tài khoản này là gì", "the table of the ledger does not say what an amount of this sign is on this account";
    TOLD_OTHERWISE = "told-otherwise", Warning, "cùng một khoản mà nơi khác ghi khác", "the same aid is told otherwise elsewhere";
    TOTAL_MISMATCH = "total-mismatch", Error, "dòng tổng không bằng tổng các dòng", "the total is not the sum of its rows";
    TWO_CURRENCIES = "two-currencies", Warning, "hai số tiền bằng hai đồng tiền; chỉ lấy số bằng ngoại tệ", "two amounts in two currencies; only the foreign one is taken";
    UNCLOSED_QUOTE = "unclosed-quote", Error, "dấu ngoặc kép mở mà không đóng; được bỏ qua để đọc tiếp các dòng sau", "a quotation mark is opened and not closed; it is passed over to read on";
    UNIT_CODE_OUTDATED = "unit-code-outdated", Warning, "mã đơn vị hành chính không có hiệu lực vào ngày quyết định", "the unit code was not in force on the day of the decision";
    UNIT_ERROR_SUSPECTED = "unit-error-suspected", Warning, "có thể sai đơn vị nghìn, triệu hoặc tỷ so với các ô cùng cột; giữ nguyên như đã ghi", "perhaps a thousand, million or billion off against its column; kept as written";
    UNKNOWN_BASIS = "unknown-basis", Error, "cơ sở tính không rõ", "the basis of the target is not known";
    UNKNOWN_CERTIFICATE = "unknown-certificate", Error, "loại giấy đăng ký không rõ; dòng không được nhận", "the kind of certificate is not known; the row is refused";
    UNKNOWN_CURRENCY = "unknown-currency", Error, "đồng tiền không rõ; giá trị chưa biết", "the currency is not known; the value is unknown";
    UNKNOWN_DATE = "unknown-date", Error, "ngày không có trong lịch hoặc không đọc được; giữ bản ghi không ngày", "no such day, or no day at all; the record is kept without one";
    UNKNOWN_FORM = "unknown-form", Warning, "hình thức viện trợ không rõ", "the form of aid is not known";
    UNKNOWN_ITEM = "unknown-item", Error, "không có khoản viện trợ mang mã này", "no aid item has this code";
    UNKNOWN_RATE_KIND = "unknown-rate-kind", Error, "loại tỷ giá không rõ; dòng không được nhận", "the kind of rate is not known; the row is refused";
    UNKNOWN_SHEET = "unknown-sheet", Error, "không nhận ra loại bảng; các dòng không được đọc", "the kind of sheet is not recognised; its rows are not read";
    UNKNOWN_TERM = "unknown-term", Warning, "không đọc được thời gian thực hiện", "the term cannot be read";
    UNKNOWN_UNIT_CODE = "unknown-unit-code", Error, "không có tỉnh, thành phố mang mã này", "no province or city has this code";
    WORDS_EXPECTED = "words-expected", Warning, "ô cần chữ nhưng ghi số; có thể lệch cột", "a number where words belong; perhaps slipped from another column";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.is_sorted_by(|a, b| a.id < b.id));
    }

    #[test]
    fn the_readme_lists_every_code_with_its_meaning() {
        let readme = include_str!("../README.md");
        for code in CODES {
            let severity = code.severity.text(vientro_core::Language::En);
            let line = format!("| `{}` | {severity} | {} |", code.id, code.en);
            assert!(readme.contains(&line), "{line}");
        }
    }
}
