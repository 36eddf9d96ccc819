//! The kinds of sheets and the columns each has.
//!
//! # Source
//!
//! No official form was seen for most of them: the columns are those that printed reports of Unions and provinces
//! speak of. What a Union's own sheet calls otherwise is a synonym here, or a line in a [`crate::Mapping`].

mod aid;
mod register;
mod year;

use vientro_core::{Bilingual, Language};

use crate::Field;

#[cfg(feature = "templates")]
pub(crate) use year::PROFILE_ROWS;

/// What a sheet lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum SheetKind {
    /// Activities of the people's external affairs.
    Activities,
    /// Aid items with their decisions, commitments and disbursed amounts.
    AidRegister,
    /// Changed commitments: before and after.
    Amendments,
    /// Decisions that approve aid items, as the approving body lists them.
    Approvals,
    /// Gifts of member associations and branches.
    AssociationGifts,
    /// Awards.
    Awards,
    /// Money received, as a bank or the Treasury confirms it.
    BankConfirmations,
    /// Delegations in and out.
    Delegations,
    /// Single disbursements.
    Disbursements,
    /// Foreign NGOs and their certificates.
    FngoRegister,
    /// Counted outputs: houses, scholarships.
    Outputs,
    /// Targets of a plan.
    Plan,
    /// Exchange rates, one a row.
    Rates,
    /// Who reports: key and value.
    UnionProfile,
    /// Not recognised; its rows are not read.
    Unknown,
}

impl SheetKind {
    /// Every kind that can be recognised. Where two fit a header equally well, the earlier is taken.
    pub const ALL: [Self; 14] = [
        Self::AidRegister,
        Self::Disbursements,
        Self::Amendments,
        Self::AssociationGifts,
        Self::Outputs,
        Self::Activities,
        Self::Delegations,
        Self::Plan,
        Self::Awards,
        Self::FngoRegister,
        Self::Approvals,
        Self::Rates,
        Self::BankConfirmations,
        Self::UnionProfile,
    ];

    /// The columns a sheet of this kind may have, in the order of its template; none for [`SheetKind::Unknown`].
    ///
    /// ```
    /// use vientro_intake::{Field, SheetKind};
    ///
    /// let required: Vec<String> = SheetKind::Disbursements
    ///     .columns()
    ///     .iter()
    ///     .filter(|column| column.is_required())
    ///     .map(|column| column.heading().vi().to_owned())
    ///     .collect();
    /// assert_eq!(required, ["Ngày", "Mã khoản", "Số tiền"]);
    /// ```
    pub const fn columns(self) -> &'static [KindColumn] {
        match self {
            Self::Activities => year::ACTIVITIES,
            Self::AidRegister => aid::REGISTER,
            Self::Amendments => aid::AMENDMENTS,
            Self::Approvals => register::APPROVALS,
            Self::AssociationGifts => aid::GIFTS,
            Self::Awards => year::AWARDS,
            Self::BankConfirmations => register::BANK_CONFIRMATIONS,
            Self::Delegations => year::DELEGATIONS,
            Self::Disbursements => aid::DISBURSEMENTS,
            Self::FngoRegister => register::FNGOS,
            Self::Outputs => aid::OUTPUTS,
            Self::Plan => year::PLAN,
            Self::Rates => register::RATES,
            Self::UnionProfile => year::PROFILE,
            Self::Unknown => &[],
        }
    }

    /// The column of a field.
    pub fn column(self, field: Field) -> Option<&'static KindColumn> {
        self.columns().iter().find(|column| column.field == field)
    }

    /// What it lists, as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Activities, Language::Vi) => "hoạt động",
            (Self::Activities, Language::En) => "activities",
            (Self::AidRegister, Language::Vi) => "danh mục khoản viện trợ",
            (Self::AidRegister, Language::En) => "aid items",
            (Self::Amendments, Language::Vi) => "điều chỉnh",
            (Self::Amendments, Language::En) => "amendments",
            (Self::Approvals, Language::Vi) => "quyết định phê duyệt",
            (Self::Approvals, Language::En) => "approvals",
            (Self::AssociationGifts, Language::Vi) => "quà tặng",
            (Self::AssociationGifts, Language::En) => "gifts",
            (Self::Awards, Language::Vi) => "khen thưởng",
            (Self::Awards, Language::En) => "awards",
            (Self::BankConfirmations, Language::Vi) => "xác nhận của ngân hàng, Kho bạc",
            (Self::BankConfirmations, Language::En) => "bank confirmations",
            (Self::Delegations, Language::Vi) => "đoàn ra, đoàn vào",
            (Self::Delegations, Language::En) => "delegations",
            (Self::Disbursements, Language::Vi) => "giải ngân",
            (Self::Disbursements, Language::En) => "disbursements",
            (Self::FngoRegister, Language::Vi) => "tổ chức phi chính phủ nước ngoài",
            (Self::FngoRegister, Language::En) => "foreign NGOs",
            (Self::Outputs, Language::Vi) => "kết quả",
            (Self::Outputs, Language::En) => "outputs",
            (Self::Plan, Language::Vi) => "kế hoạch",
            (Self::Plan, Language::En) => "targets",
            (Self::Rates, Language::Vi) => "tỷ giá",
            (Self::Rates, Language::En) => "exchange rates",
            (Self::UnionProfile, Language::Vi) => "đơn vị báo cáo",
            (Self::UnionProfile, Language::En) => "who reports",
            (Self::Unknown, Language::Vi) => "không rõ",
            (Self::Unknown, Language::En) => "unknown",
        }
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Holds {
    /// Money, in the currency of its header or row.
    Amount,
    /// A number from zero.
    Count,
    /// A day.
    Day,
    /// Two days with a dash between them.
    Days,
    /// One of these; others are told, not refused.
    OneOf(&'static [&'static str]),
    /// Any text.
    Text,
    /// A year.
    Year,
}

impl Holds {
    /// What a cell holds, for a note beside the header.
    pub fn text(self) -> Bilingual {
        match self {
            Self::Amount => Bilingual::new(
                "số tiền, chỉ gõ số; ghi đơn vị ở tiêu đề cột",
                "an amount; digits only, with the unit in the header",
            ),
            Self::Count => Bilingual::new("số đếm", "a count"),
            Self::Day => Bilingual::new("ngày (dd/mm/yyyy)", "a day (dd/mm/yyyy)"),
            Self::Days => Bilingual::new("từ ngày - đến ngày", "first day - last day"),
            Self::OneOf(values) => {
                let values = values.join("; ");
                Bilingual::new(format!("một trong: {values}"), format!("one of: {values}"))
            }
            Self::Text => Bilingual::new("văn bản", "text"),
            Self::Year => Bilingual::new("năm", "a year"),
        }
    }
}

/// One column of a kind of sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindColumn {
    field: Field,
    vi: &'static str,
    en: &'static str,
    holds: Holds,
    example: &'static str,
    synonyms: &'static [&'static str],
    required: bool,
}

impl KindColumn {
    /// What it means.
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The heading of the template, in Vietnamese and in English; both are recognised.
    pub fn heading(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    pub(crate) const fn heading_vi(&self) -> &'static str {
        self.vi
    }

    /// What its cells hold.
    pub const fn holds(&self) -> Holds {
        self.holds
    }

    /// A value such as it may hold.
    pub const fn example(&self) -> &'static str {
        self.example
    }

    /// The headings it is known by, lower case and without marks.
    pub const fn synonyms(&self) -> &'static [&'static str] {
        self.synonyms
    }

    /// True if a sheet without it is none of this kind.
    pub const fn is_required(&self) -> bool {
        self.required
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

/// A column that need not be there.
const fn column(
    field: Field,
    (vi, en): (&'static str, &'static str),
    holds: Holds,
    example: &'static str,
    synonyms: &'static [&'static str],
) -> KindColumn {
    KindColumn { field, vi, en, holds, example, synonyms, required: false }
}

/// Columns that most kinds have.
const RUNNING: KindColumn =
    column(Field::Running, ("STT", "No"), Holds::Text, "1", &["stt", "tt", "so tt", "so thu tu", "no"]);
const NOTE: KindColumn =
    column(Field::Note, ("Ghi chú", "Note"), Holds::Text, "", &["ghi chu", "gc", "note", "notes", "remark"]);
const CURRENCY: KindColumn = column(
    Field::Currency,
    ("Loại tiền", "Currency"),
    Holds::OneOf(&["VND", "USD", "EUR", "KRW", "JPY", "GBP", "AUD", "CHF", "CNY", "THB", "LAK", "KHR"]),
    "VND",
    &["loai tien", "dong tien", "tien te", "ngoai te", "currency"],
);
const ITEM_CODE: KindColumn = column(
    Field::Code,
    ("Mã khoản", "Item code"),
    Holds::Text,
    "001",
    &[
        "ma khoan",
        "ma",
        "ma so",
        "ma khoan vien tro",
        "ma khoan vt",
        "ma du an",
        "ma da",
        "code",
        "item",
        "item code",
        "id",
    ],
);
const PLACE: KindColumn = column(
    Field::Place,
    ("Địa bàn", "Place"),
    Holds::Text,
    "xã Vĩnh Lộc",
    &["dia ban", "dia diem", "noi thuc hien", "dia ban thuc hien", "place", "location"],
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::header::words;
    use crate::{Header, Options, Source, read_csv};

    #[test]
    fn every_heading_is_a_synonym_of_its_own_column_alone() {
        for kind in SheetKind::ALL {
            let mut seen = BTreeSet::new();
            for column in kind.columns() {
                for heading in [column.vi, column.en] {
                    let key = words(heading).join(" ");
                    assert!(column.synonyms.contains(&key.as_str()), "{kind:?} {heading}");
                }
                for synonym in column.synonyms {
                    assert!(seen.insert(*synonym), "{kind:?} has `{synonym}` twice");
                    assert_eq!(words(synonym).join(" "), *synonym, "{kind:?}");
                }
            }
        }
    }

    #[test]
    fn the_readme_lists_every_kind_with_its_columns() {
        let readme = include_str!("../../README.md");
        for kind in SheetKind::ALL {
            let headings: Vec<String> = kind
                .columns()
                .iter()
                .map(
                    |column| {
                        if column.required { format!("**{}**", column.vi) } else { column.vi.to_owned() }
                    },
                )
                .collect();
            let line = format!("| {} | {} |", kind.text(Language::En), headings.join("; "));
            assert!(readme.contains(&line), "{line}");
        }
    }

    /// The full header of a kind, in either language, is recognised as that kind with every column.
    #[test]
    fn every_full_header_is_recognised() {
        for kind in SheetKind::ALL {
            for pick in [|column: &KindColumn| column.vi, |column: &KindColumn| column.en] {
                let header: Vec<&str> = kind.columns().iter().map(pick).collect();
                let text = header.join(";");
                let grid = read_csv(&Source::new("a.csv", text.as_bytes()), &Options::default()).unwrap();
                let found = Header::find(&grid, &Options::default());
                assert_eq!(found.kind(), kind, "{text}");
                for (column, expected) in found.columns().iter().zip(kind.columns()) {
                    assert_eq!(column.field(), Some(expected.field), "{kind:?} {}", column.label());
                    assert_eq!(column.score(), rust_decimal::Decimal::ONE, "{kind:?} {}", column.label());
                }
            }
        }
    }

    /// Only the columns a kind must have.
    #[test]
    fn the_required_columns_are_enough() {
        for kind in SheetKind::ALL {
            let required = kind.columns().iter().filter(|column| column.required);
            let header: Vec<&str> = required.map(|column| column.vi).collect();
            assert!(header.len() >= 2, "{kind:?}");
            let text = header.join(";");
            let grid = read_csv(&Source::new("a.csv", text.as_bytes()), &Options::default()).unwrap();
            assert_eq!(Header::find(&grid, &Options::default()).kind(), kind, "{text}");
        }
    }
}
