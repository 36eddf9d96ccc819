//! Which heading of a sheet means what: found once, looked over by a person, kept, and used again.

use rust_decimal::Decimal;
use vientro_core::Bilingual;
use vientro_currency::Currency;

use crate::header::words;
use crate::{Field, Header, SheetKind};

/// The columns of a kind of sheet under the headings an office gives them.
///
/// A header that is found makes one ([`Header::mapping`]); a person corrects it ([`Mapping::with_field`]); given in
/// [`crate::Options::mappings`] it is taken before any guess, for every sheet that has its headings, in any order.
///
/// ```
/// use vientro_intake::{Field, Header, Options, SheetKind, Source, read_csv};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = "Tên khoản viện trợ;Tổ chức tài trợ;Tiền (triệu USD)\nNước sạch;Tổ chức A;0,5\n";
/// let grid = read_csv(&Source::new("a.csv", text.as_bytes()), &Options::default())?;
/// let found = Header::find(&grid, &Options::default()).mapping().ok_or("no header")?;
/// assert_eq!(found.kind(), SheetKind::AidRegister);
/// assert_eq!(found.unmatched().collect::<Vec<_>>(), ["Tiền (triệu USD)"]);
///
/// let corrected = found.with_field("Tiền (triệu USD)", Field::Committed)?;
/// let options = Options { mappings: vec![corrected], ..Options::default() };
/// let header = Header::find(&grid, &options);
/// let committed = header.column(Field::Committed).ok_or("no commitment")?;
/// assert_eq!((committed.currency(), committed.scale()), (Some("USD"), Some(1_000_000.into())));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Mapping {
    kind: SheetKind,
    columns: Vec<MappedColumn>,
}

/// One heading of a [`Mapping`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MappedColumn {
    heading: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    field: Option<Field>,
    #[cfg_attr(feature = "serde", serde(default))]
    score: Decimal,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    currency: Option<Currency>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    scale: Option<Decimal>,
}

impl MappedColumn {
    /// A heading as the sheet writes it; the lines of a spanned one are joined by ` / `.
    pub fn new(heading: impl Into<String>, field: Option<Field>) -> Self {
        let score = if field.is_some() { Decimal::ONE } else { Decimal::ZERO };
        Self { heading: heading.into(), field, score, currency: None, scale: None }
    }

    /// In a currency.
    #[must_use]
    pub const fn with_currency(mut self, currency: Currency) -> Self {
        self.currency = Some(currency);
        self
    }

    /// Numbers are multiplied by this.
    #[must_use]
    pub const fn with_scale(mut self, scale: Decimal) -> Self {
        self.scale = Some(scale);
        self
    }

    /// The heading.
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// What it means; `None` for a column that is kept but not understood.
    pub const fn field(&self) -> Option<Field> {
        self.field
    }

    /// How surely it was found, from 0 to 1; 1 where a person said so.
    pub const fn score(&self) -> Decimal {
        self.score
    }

    /// The currency of its amounts.
    pub const fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// What its numbers are multiplied by.
    pub const fn scale(&self) -> Option<Decimal> {
        self.scale
    }

    /// Is `label` this heading? Case, marks and punctuation make no difference.
    pub(crate) fn is_named(&self, label: &str) -> bool {
        words(&self.heading) == words(label)
    }
}

impl Mapping {
    /// A mapping of these columns.
    ///
    /// # Errors
    ///
    /// [`MappingError::Kind`] for [`SheetKind::Unknown`]; [`MappingError::Field`] for a field that kind has not;
    /// [`MappingError::Missing`] if a column the kind must have is not among them; [`MappingError::Twice`] if two
    /// columns mean the same in the same currency and scale; [`MappingError::Heading`] for an empty heading or more
    /// than 1,000 of them; [`MappingError::Range`] for a score outside 0 to 1 or a scale that is not positive.
    pub fn try_new(
        kind: SheetKind,
        columns: impl IntoIterator<Item = MappedColumn>,
    ) -> Result<Self, MappingError> {
        if kind == SheetKind::Unknown {
            return Err(MappingError::Kind);
        }
        let columns: Vec<MappedColumn> = columns.into_iter().collect();
        let mut meant = Vec::new();
        for column in &columns {
            let heading = || column.heading.clone();
            if words(&column.heading).is_empty() || columns.len() > 1_000 {
                return Err(MappingError::Heading { heading: heading() });
            }
            let is_share = (Decimal::ZERO..=Decimal::ONE).contains(&column.score);
            if !is_share || column.scale.is_some_and(|scale| scale <= Decimal::ZERO) {
                return Err(MappingError::Range { heading: heading() });
            }
            let Some(field) = column.field else { continue };
            if kind.column(field).is_none() {
                return Err(MappingError::Field { heading: heading(), kind });
            }
            let means = (field, column.currency, column.scale);
            if meant.contains(&means) {
                return Err(MappingError::Twice { heading: heading() });
            }
            meant.push(means);
        }
        let has = |field| meant.iter().any(|(meant, ..)| *meant == field);
        // a column of rates for each currency needs none that names it
        let told = meant.iter().any(|(field, currency, _)| *field == Field::Rate && currency.is_some());
        let is_there = |field| has(field) || field == Field::Currency && told;
        let missing = kind.columns().iter().find(|wanted| wanted.is_required() && !is_there(wanted.field()));
        match missing {
            Some(column) => Err(MappingError::Missing { column: column.heading() }),
            None => Ok(Self { kind, columns }),
        }
    }

    /// The kind of sheet.
    pub const fn kind(&self) -> SheetKind {
        self.kind
    }

    /// The columns, in the order of the sheet they were found in.
    pub fn columns(&self) -> &[MappedColumn] {
        &self.columns
    }

    /// The headings that were not understood.
    pub fn unmatched(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|column| column.field.is_none()).map(MappedColumn::heading)
    }

    /// What a sheet of the kind may have and this one has not.
    pub fn absent(&self) -> impl Iterator<Item = Field> {
        let has = |field| self.columns.iter().any(|column| column.field == Some(field));
        self.kind.columns().iter().map(crate::KindColumn::field).filter(move |field| !has(*field))
    }

    /// With another meaning of a heading, as a person says.
    ///
    /// # Errors
    ///
    /// [`MappingError::Heading`] if no column has it; else as [`Mapping::try_new`].
    pub fn with_field(
        mut self,
        heading: &str,
        field: impl Into<Option<Field>>,
    ) -> Result<Self, MappingError> {
        let column = self.columns.iter_mut().find(|column| column.is_named(heading));
        let column = column.ok_or_else(|| MappingError::Heading { heading: heading.to_owned() })?;
        column.field = field.into();
        column.score = if column.field.is_some() { Decimal::ONE } else { Decimal::ZERO };
        Self::try_new(self.kind, self.columns)
    }

    /// As a TOML document: `kind`, then a `[[columns]]` for each heading.
    ///
    /// # Errors
    ///
    /// [`MappingError::Toml`] if the writer refuses it.
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    pub fn to_toml(&self) -> Result<String, MappingError> {
        toml::to_string(self).map_err(|error| MappingError::Toml { reason: error.to_string() })
    }

    /// Reads what [`Mapping::to_toml`] wrote, or a person did.
    ///
    /// ```
    /// use vientro_intake::{Mapping, SheetKind};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mapping = Mapping::from_toml(
    ///     r#"
    /// kind = "disbursements"
    /// [[columns]]
    /// heading = "Ngày tháng"
    /// field = "date"
    /// [[columns]]
    /// heading = "Ký hiệu"
    /// field = "code"
    /// [[columns]]
    /// heading = "Số đã chi (tr.đ)"
    /// field = "amount"
    /// currency = "VND"
    /// scale = "1000000"
    /// "#,
    /// )?;
    /// assert_eq!(mapping.kind(), SheetKind::Disbursements);
    /// assert_eq!(Mapping::from_toml(&mapping.to_toml()?)?, mapping);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`MappingError::Toml`] with the line, for what is no such document or breaks a rule of [`Mapping::try_new`].
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        toml::from_str(text).map_err(|error| MappingError::Toml { reason: error.to_string() })
    }
}

impl Header {
    /// What was found as a mapping, with its scores; `None` for a sheet of unknown kind.
    pub fn mapping(&self) -> Option<Mapping> {
        let columns = self.columns().iter().map(|column| MappedColumn {
            heading: column.label().to_owned(),
            field: column.field(),
            score: column.score(),
            currency: column.currency().and_then(|code| code.parse().ok()),
            scale: column.scale(),
        });
        Mapping::try_new(self.kind(), columns).ok()
    }
}

/// A [`Mapping`] as it is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    kind: SheetKind,
    columns: Vec<MappedColumn>,
}

#[cfg(feature = "serde")]
impl From<Mapping> for Parts {
    fn from(mapping: Mapping) -> Self {
        Self { kind: mapping.kind, columns: mapping.columns }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Mapping {
    type Error = MappingError;

    fn try_from(parts: Parts) -> Result<Self, MappingError> {
        Self::try_new(parts.kind, parts.columns)
    }
}

/// Why columns make no mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// The kind of sheet has no such column.
    #[error("a sheet of {} has no column for what `{heading}` is said to mean", kind.text(vientro_core::Language::En))]
    Field {
        /// The heading.
        heading: String,
        /// The kind of sheet.
        kind: SheetKind,
    },
    /// There is no such heading, it is empty, or there are too many.
    #[error("`{heading}` is no heading of the mapping, which has one to 1,000 that are not empty")]
    Heading {
        /// The heading.
        heading: String,
    },
    /// Nothing can be said of a sheet of unknown kind.
    #[error("a sheet of unknown kind has no mapping")]
    Kind,
    /// A column that the kind must have is not mapped.
    #[error("no heading is said to mean `{}`, without which it is none of this kind", column.en())]
    Missing {
        /// The column as the template heads it.
        column: Bilingual,
    },
    /// A score is not between 0 and 1, or a scale not positive.
    #[error("the score of `{heading}` is not between 0 and 1, or its scale is not positive")]
    Range {
        /// The heading.
        heading: String,
    },
    /// The text is no mapping.
    #[error("no mapping in TOML: {reason}")]
    Toml {
        /// What the reader says.
        reason: String,
    },
    /// Two columns mean the same.
    #[error("`{heading}` means the same as another column, in the same currency and scale")]
    Twice {
        /// The heading of the later one.
        heading: String,
    },
}

impl MappingError {
    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Field { heading, kind } => {
                let kind = kind.text(vientro_core::Language::Vi);
                format!("bảng {kind} không có cột mang ý nghĩa đã gán cho `{heading}`")
            }
            Self::Heading { heading } => {
                format!("không có tiêu đề `{heading}`; cần từ một đến 1.000 tiêu đề không trống")
            }
            Self::Kind => "bảng chưa rõ loại thì không có quy ước cột".to_owned(),
            Self::Missing { column } => format!("chưa có tiêu đề nào cho cột bắt buộc `{}`", column.vi()),
            Self::Range { heading } => {
                format!("độ tin của `{heading}` không nằm trong 0 - 1, hoặc hệ số không dương")
            }
            Self::Toml { reason } => {
                format!("không đọc được quy ước cột dạng TOML (trình đọc báo: {reason})")
            }
            Self::Twice { heading } => {
                format!("`{heading}` trùng ý nghĩa, đồng tiền và hệ số với một cột khác")
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Grid, Options, Source, read_csv};

    fn grid(text: &str) -> Grid {
        read_csv(&Source::new("a.csv", text.as_bytes()), &Options::default()).unwrap()
    }

    fn own() -> Mapping {
        let column = |heading, field| MappedColumn::new(heading, Some(field));
        let columns = [
            column("Ngày tháng", Field::Date),
            column("Ký hiệu", Field::Code),
            column("Đã chi", Field::Amount).with_currency(Currency::USD).with_scale(Decimal::ONE_THOUSAND),
            column("Diễn giải riêng", Field::Title),
            MappedColumn::new("Người gõ", None),
        ];
        Mapping::try_new(SheetKind::Disbursements, columns).unwrap()
    }

    #[test]
    fn a_mapping_is_taken_before_any_guess() {
        let sheet = grid("SỔ CHI\nĐã chi;NGÀY THÁNG;Ký hiệu ;Người gõ;Cột mới\n5;1/2/2025;001;x;y\n");
        assert_eq!(Header::find(&sheet, &Options::default()).kind(), SheetKind::Unknown);
        let header = Header::find(&sheet, &Options { mappings: vec![own()], ..Options::default() });
        assert_eq!((header.kind(), header.rows()), (SheetKind::Disbursements, &[2][..]));
        let amount = header.column(Field::Amount).unwrap();
        assert_eq!(
            (amount.index(), amount.currency(), amount.scale()),
            (0, Some("USD"), Some(Decimal::ONE_THOUSAND))
        );
        assert_eq!(header.column(Field::Date).unwrap().index(), 1);
        assert_eq!(header.columns().iter().filter(|column| column.field().is_none()).count(), 2);
        assert_eq!(header.absent(), ["Diễn giải riêng"]);
    }

    #[test]
    fn a_sheet_without_its_needed_headings_is_guessed_as_before() {
        let sheet = grid("Ngày;Mã khoản;Số tiền\n1/2/2025;001;5\n");
        let options = Options { mappings: vec![own()], ..Options::default() };
        assert_eq!(Header::find(&sheet, &options), Header::find(&sheet, &Options::default()));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let column = |heading, field| MappedColumn::new(heading, Some(field));
        let plan = |columns: Vec<MappedColumn>| Mapping::try_new(SheetKind::Plan, columns).unwrap_err();
        assert_eq!(Mapping::try_new(SheetKind::Unknown, []), Err(MappingError::Kind));
        assert_eq!(
            plan(vec![column("a", Field::Indicator)]).message().vi(),
            "chưa có tiêu đề nào cho cột bắt buộc `Giá trị`"
        );
        let both = || vec![column("a", Field::Indicator), column("b", Field::Value)];
        assert_eq!(Mapping::try_new(SheetKind::Plan, both()).unwrap().absent().count(), 6);
        for (more, expected) in [
            (column("c", Field::Payer), "a sheet of targets has no column for what `c` is said to mean"),
            (
                column("c", Field::Value),
                "`c` means the same as another column, in the same currency and scale",
            ),
            (
                column("…", Field::Note),
                "`…` is no heading of the mapping, which has one to 1,000 that are not empty",
            ),
            (
                column("c", Field::Note).with_scale(Decimal::ZERO),
                "the score of `c` is not between 0 and 1, or its scale is not positive",
            ),
        ] {
            assert_eq!(plan([both(), vec![more]].concat()).to_string(), expected);
        }
        assert!(own().with_field("Đã chi", None).is_err());
        assert!(own().with_field("Số khác", Field::Note).is_err());
        assert_eq!(own().with_field("người GÕ", Field::Note).unwrap().unmatched().count(), 0);
    }

    #[cfg(feature = "toml")]
    #[test]
    fn toml_says_where_it_is_wrong() {
        insta::assert_snapshot!(own().to_toml().unwrap(), @r#"
        kind = "disbursements"

        [[columns]]
        heading = "Ngày tháng"
        field = "date"
        score = "1"

        [[columns]]
        heading = "Ký hiệu"
        field = "code"
        score = "1"

        [[columns]]
        heading = "Đã chi"
        field = "amount"
        score = "1"
        currency = "USD"
        scale = "1000"

        [[columns]]
        heading = "Diễn giải riêng"
        field = "title"
        score = "1"

        [[columns]]
        heading = "Người gõ"
        score = "0"
        "#);
        let error = Mapping::from_toml("kind = \"plan\"\ncolumns = []\nother = 1\n").unwrap_err().to_string();
        assert!(error.contains("unknown field `other`"), "{error}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// What is found in a header that is then kept finds the same columns again, whatever their order.
        #[test]
        fn a_kept_mapping_finds_its_own_sheet(kind in 0..14_usize, turn in 0..12_usize, extra in "[a-z]{6,9}x") {
            let kind = SheetKind::ALL[kind];
            let mut headings: Vec<&str> = kind.columns().iter().map(crate::KindColumn::heading_vi).collect();
            headings.push(&extra);
            let found = Header::find(&grid(&headings.join(";")), &Options::default());
            let mapping = found.mapping().unwrap();
            prop_assert_eq!(mapping.unmatched().collect::<Vec<_>>(), [extra.as_str()]);
            let turn = turn % headings.len();
            headings.rotate_left(turn);
            let options = Options { mappings: vec![mapping], ..Options::default() };
            let again = Header::find(&grid(&headings.join(";")), &options);
            prop_assert_eq!(again.kind(), kind);
            for column in found.columns() {
                let same = again.columns().iter().find(|other| other.label() == column.label()).unwrap();
                prop_assert_eq!((same.field(), same.currency(), same.scale()), (column.field(), column.currency(), column.scale()));
            }
        }
    }
}
