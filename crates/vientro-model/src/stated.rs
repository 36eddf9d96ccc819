//! Stated figures: what somebody said, where, in which words, and which reading of it was chosen.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, RowId, When};
use vientro_currency::{Currency, Money, Rounding};

use crate::macros::Checked;
use crate::{
    AmountKey, Basis, Direction, DocumentId, EvidenceGrade, Modality, ModelError, SourceClass, Standing,
    StatementId,
};

/// A few words of a document, with their place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Quote {
    document: String,
    line: String,
    text: String,
}

impl Quote {
    /// `text` in `line` of `document`; lines are texts, since some are ranges.
    pub fn new(document: impl Into<String>, line: impl Into<String>, text: impl Into<String>) -> Self {
        Self { document: document.into(), line: line.into(), text: text.into() }
    }

    /// Which document.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// Which line or lines.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }
}

coded! {
    /// What one statement is to another. The codes are those of the column `relation` of
    /// `examples/data/published/figures.csv`.
    #[non_exhaustive]
    RelationKind "relation" {
        /// The value after; the other is the value before.
        Amends = "amends", "điều chỉnh", "amends";
        /// Sets the other against its plan.
        AttainmentOf = "attainment-of", "mức đạt kế hoạch của", "attainment of";
        /// The same amount in another currency.
        EquivalentOf = "equivalent-of", "tương đương với", "equivalent of";
        /// Told apart from the other and never added to it.
        MemoTo = "memo-to", "ghi riêng bên cạnh", "memo to";
        /// One part of the other.
        PartOf = "part-of", "một phần của", "part of";
        /// May be the same thing told twice.
        SameAs = "same-as", "trùng với", "same as";
        /// The share the other has in a larger whole.
        ShareOf = "share-of", "tỷ trọng của", "share of";
        /// A later statement of the same.
        Supersedes = "supersedes", "thay cho", "supersedes";
        /// The term of the other.
        TermOf = "term-of", "nhiệm kỳ của", "term of";
        /// The money value of what the other counts.
        ValueOf = "value-of", "giá trị của", "value of";
    }
}

/// A relation to another statement, certain or only possible.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Relation {
    kind: RelationKind,
    to: StatementId,
    certain: bool,
}

impl Relation {
    /// What the text says.
    pub fn certain(kind: RelationKind, to: StatementId) -> Self {
        Self { kind, to, certain: true }
    }

    /// What the text allows and does not say.
    pub fn possible(kind: RelationKind, to: StatementId) -> Self {
        Self { kind, to, certain: false }
    }

    /// What the statement is to the other.
    pub fn kind(&self) -> RelationKind {
        self.kind
    }

    /// The other statement.
    pub fn to(&self) -> &StatementId {
        &self.to
    }

    /// Does the text say so?
    pub fn is_certain(&self) -> bool {
        self.certain
    }
}

impl std::str::FromStr for Relation {
    type Err = ModelError;

    /// Reads `part-of:S1-007`, or `same-as?:S2-010` for a relation that is only possible.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let (word, to) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        let to = to.trim();
        // the mark stands after the word or after the id
        let (word, after_word) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
        let (to, after_id) = to.strip_suffix('?').map_or((to, false), |to| (to, true));
        Ok(Self { kind: word.parse()?, to: StatementId::try_new(to)?, certain: !(after_word || after_id) })
    }
}

/// How an ambiguous statement was read, by whom and when. What was written stays beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Reading {
    chosen: Bilingual,
    by: String,
    on: NaiveDate,
}

impl Reading {
    /// The reading chosen by somebody on a day.
    pub fn new(chosen: Bilingual, by: impl Into<String>, on: NaiveDate) -> Self {
        Self { chosen, by: by.into(), on }
    }

    /// What it is taken to mean.
    pub fn chosen(&self) -> &Bilingual {
        &self.chosen
    }

    /// Who chose.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// When.
    pub fn on(&self) -> NaiveDate {
        self.on
    }
}

record! {
    /// A figure as somebody stated it. A source without a figure is a statement with [`Figure::Unknown`], not zero.
    ///
    /// ```
    /// use rust_decimal::Decimal;
    /// use vientro_core::{Hedge, HedgeConvention, Printed};
    /// use vientro_model::{Basis, Direction, Quote, SourceClass, StatedFigure, StatementId};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let printed = Printed::new(Decimal::from(18_000_000_000_i64)).hedged(Hedge::MoreThan);
    /// let figure = HedgeConvention::default().figure(&printed)?;
    /// let disbursed = StatedFigure::try_new(StatementId::try_new("S2-028")?, "aid-value", "hơn 18 tỷ đồng", figure, "VND")?
    ///     .with_basis(Basis::Disbursed)
    ///     .with_direction(Direction::Inward)
    ///     .with_source(SourceClass::ForeignNgo)
    ///     .with_quote(Quote::new("002", "37", "giải ngân hơn 18 tỷ đồng"));
    /// assert!(disbursed.key().is_some());
    /// # Ok(()) }
    /// ```
    StatedFigure
    need {
        id: StatementId,
        measure: String,
        printed: String,
        figure: Figure<Decimal>,
        unit: String,
    }
    kept { standing: Standing, }
    text {
        /// Anything else to know.
        note with_note,
        /// Whose figure, as written.
        organisation with_organisation,
        /// Of where, as written.
        place with_place,
        /// Who said it.
        speaker with_speaker,
    }
    copy {
        /// The basis, if stated.
        basis with_basis: Basis,
        /// The direction, if stated.
        direction with_direction: Direction,
        /// How good its evidence is.
        grade with_grade: EvidenceGrade,
        /// The modality, if stated.
        modality with_modality: Modality,
        /// The source class, if stated.
        source with_source: SourceClass,
        /// The day or period it holds for, if stated.
        when with_when: When,
    }
    maybe {
        /// The document by its id.
        document with_document: DocumentId,
        /// The words and their place.
        quote with_quote: Quote,
        /// The reading chosen, where the words allow more than one.
        reading with_reading: Reading,
    }
    list {
        /// What it is to other statements.
        relations with_relations: Relation,
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl StatedFigure {
    /// `figure` in whole units of `unit` for a measure, with its printed form. An empty unit means that none is
    /// printed.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank measure.
    pub fn try_new(
        id: StatementId,
        measure: impl Into<String>,
        printed: impl Into<String>,
        figure: Figure<Decimal>,
        unit: impl Into<String>,
    ) -> Result<Self, ModelError> {
        let stated = Self::bare(id, measure.into(), printed.into(), figure, unit.into());
        stated.check()?;
        Ok(stated)
    }

    /// Sets the standing: own or memo.
    #[must_use]
    pub fn with_standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// The identifier.
    pub fn id(&self) -> &StatementId {
        &self.id
    }

    /// What is measured, by its code.
    pub fn measure(&self) -> &str {
        &self.measure
    }

    /// The figure as written, with hedge and unit.
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// The figure in whole units.
    pub fn figure(&self) -> &Figure<Decimal> {
        &self.figure
    }

    /// The bodies that state it, in their order: several, with `;` between their names, claim it jointly.
    pub fn organisations(&self) -> impl Iterator<Item = &str> {
        let names = self.organisation().unwrap_or_default().split(';').map(str::trim);
        names.filter(|name| !name.is_empty())
    }

    /// The unit: a currency code or what is counted; empty if none is printed.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Own or memo.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The currency, if the unit is one.
    pub fn currency(&self) -> Option<Currency> {
        self.unit.parse().ok()
    }

    /// The figure as money, if the unit is a currency. An end that has more decimals than the currency is rounded
    /// half away from zero.
    ///
    /// # Errors
    ///
    /// [`ModelError::Money`] past the range of money or for a currency without a minor unit.
    pub fn money(&self) -> Result<Option<Figure<Money>>, ModelError> {
        let Some(currency) = self.currency() else { return Ok(None) };
        let money = self.figure.try_map(|value| Money::rounded(*value, currency, Rounding::HalfUp));
        Ok(Some(money?))
    }

    /// What the figure may be added to; `None` unless basis and direction are stated.
    pub fn key(&self) -> Option<AmountKey> {
        let mut key = AmountKey::new(self.basis?, self.direction?).with_standing(self.standing);
        if let Some(source) = self.source {
            key = key.with_source(source);
        }
        if let Some(modality) = self.modality {
            key = key.with_modality(modality);
        }
        Some(key)
    }

    /// The statements this one is related to by `kind`, certain ones only.
    pub fn related(&self, kind: RelationKind) -> impl Iterator<Item = &StatementId> {
        self.relations.iter().filter(move |it| it.kind == kind && it.certain).map(Relation::to)
    }
}

impl Checked for StatedFigure {
    fn check(&self) -> Result<(), ModelError> {
        if self.measure.trim().is_empty() {
            return Err(ModelError::Text { field: "measure", record: self.id.to_string() });
        }
        Ok(())
    }
}
