//! The guard of sums: what may not be added is refused, and a sum across bases is made only by name.

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, FigureError, Finding, FindingCode, Language, Severity, Total};
use vientro_model::{Basis, Direction, KeyField, Modality, SourceClass, Standing, StatedFigure, Target};

/// A figure with everything that decides whether it may be added to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Addend {
    id: String,
    figure: Figure,
    unit: String,
    basis: Option<Basis>,
    direction: Option<Direction>,
    standing: Standing,
    source: Option<SourceClass>,
    modality: Option<Modality>,
}

impl Addend {
    /// A figure in `unit` (a currency code, or what is counted) under an id.
    pub fn new(
        id: impl Into<String>,
        figure: Figure,
        unit: impl Into<String>,
        basis: Basis,
        direction: Direction,
    ) -> Self {
        Self {
            id: id.into(),
            figure,
            unit: unit.into(),
            basis: Some(basis),
            direction: Some(direction),
            standing: Standing::Own,
            source: None,
            modality: None,
        }
    }

    /// With a standing.
    #[must_use]
    pub fn with_standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// Of a source class.
    #[must_use]
    pub fn with_source(mut self, source: SourceClass) -> Self {
        self.source = Some(source);
        self
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The figure.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    fn value(&self, field: KeyField) -> Option<&'static str> {
        match field {
            KeyField::Basis => self.basis.map(Basis::as_str),
            KeyField::Direction => self.direction.map(Direction::as_str),
            KeyField::Standing => Some(self.standing.as_str()),
            KeyField::Source => self.source.map(SourceClass::as_str),
            KeyField::Modality => self.modality.map(Modality::as_str),
        }
    }
}

impl From<&StatedFigure> for Addend {
    fn from(stated: &StatedFigure) -> Self {
        Self {
            id: stated.id().as_str().to_owned(),
            figure: stated.figure().clone(),
            unit: stated.unit().to_owned(),
            basis: stated.basis(),
            direction: stated.direction(),
            standing: stated.standing(),
            source: stated.source(),
            modality: stated.modality(),
        }
    }
}

impl From<&Target> for Addend {
    fn from(target: &Target) -> Self {
        Self::new(
            target.id().as_str(),
            target.value().clone(),
            target.unit(),
            target.basis(),
            target.direction(),
        )
        .with_source(target.source())
    }
}

/// Why figures are not added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GuardError {
    /// Nothing to add.
    #[error("there is nothing to add")]
    Empty,
    /// Arithmetic on the figures.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// Two figures that never add.
    #[error("`{left}` and `{right}` do not add: {}", self.reason(Language::En))]
    Mixed {
        /// Id of the first figure.
        left: String,
        /// Id of the figure that does not fit it.
        right: String,
        /// What differs.
        conflicts: Vec<Conflict>,
    },
    /// A sum across bases needs a label in both languages.
    #[error("a sum across bases needs a label that says what it adds")]
    NoLabel,
    /// The basis or direction of a figure is not stated, so that nothing may be added to it.
    #[error("the {field} of `{id}` is not stated; it cannot be added to anything")]
    NotStated {
        /// The figure.
        id: String,
        /// `basis` or `direction`.
        field: KeyField,
    },
}

/// One field in which two figures differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Conflict {
    /// A field of the key, with both values; `None` where it is not stated.
    Key {
        /// Which.
        field: KeyField,
        /// Of the first figure.
        left: Option<&'static str>,
        /// Of the other.
        right: Option<&'static str>,
    },
    /// Two currencies, or two things counted.
    Unit {
        /// Of the first figure.
        left: String,
        /// Of the other.
        right: String,
    },
}

impl GuardError {
    /// The refusal in words; empty for errors that are not about mixing.
    pub fn reason(&self, language: Language) -> String {
        let Self::Mixed { conflicts, .. } = self else { return String::new() };
        let open = match language {
            Language::Vi => "không nêu",
            Language::En => "not stated",
        };
        let parts: Vec<String> = conflicts
            .iter()
            .map(|conflict| match conflict {
                Conflict::Key { field, left, right } => {
                    format!(
                        "{} (`{}`, `{}`)",
                        field.text(language),
                        left.unwrap_or(open),
                        right.unwrap_or(open)
                    )
                }
                Conflict::Unit { left, right } => {
                    let units = if language == Language::Vi { "hai đơn vị" } else { "two units" };
                    format!("{units} (`{left}`, `{right}`)")
                }
            })
            .collect();
        parts.join(", ")
    }

    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Empty => "không có gì để cộng".to_owned(),
            Self::Figure(cause) => cause.text(Language::Vi),
            Self::Mixed { left, right, .. } => {
                format!("`{left}` và `{right}` không cộng được: {}", self.reason(Language::Vi))
            }
            Self::NoLabel => "tổng cộng nhiều loại số liệu phải có tên nói rõ nó cộng gì".to_owned(),
            Self::NotStated { id, field } => {
                format!("`{id}` không nêu {}; không cộng được với số nào", field.text(Language::Vi))
            }
        };
        Bilingual::new(vi, self.to_string())
    }

    /// The conflicts of a refused sum.
    pub fn conflicts(&self) -> &[Conflict] {
        match self {
            Self::Mixed { conflicts, .. } => conflicts,
            _ => &[],
        }
    }
}

/// A sum of figures that share basis, direction, standing, source, modality and unit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GuardedSum {
    total: Total<Decimal>,
    unit: String,
    ids: Vec<String>,
}

impl GuardedSum {
    /// The sum: its known part, and how many figures were unknown.
    pub fn total(&self) -> &Total<Decimal> {
        &self.total
    }

    /// Unit of the sum.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What was added.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }
}

/// A sum across bases, under the label it was asked for, with the warning that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AcrossSum {
    label: Bilingual,
    sum: GuardedSum,
    warnings: Vec<Finding>,
}

impl AcrossSum {
    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The sum.
    pub fn sum(&self) -> &GuardedSum {
        &self.sum
    }

    /// One warning for each field that is mixed.
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }
}

const FIELDS: [KeyField; 5] =
    [KeyField::Basis, KeyField::Direction, KeyField::Standing, KeyField::Source, KeyField::Modality];

/// Adds stated figures that may be added.
///
/// # Errors
///
/// [`GuardError::Mixed`] names the first two that do not add and every field in which they differ;
/// [`GuardError::NotStated`] a figure whose basis or direction the text does not say.
///
/// # Source
///
/// Invariant 1 of the model: amounts of different basis, direction, currency or source class never add by themselves.
pub fn add_statements(statements: &[&StatedFigure]) -> Result<GuardedSum, GuardError> {
    let addends: Vec<Addend> = statements.iter().map(|stated| Addend::from(*stated)).collect();
    add(&addends)
}

/// Adds figures that may be added; as [`add_statements`].
///
/// # Errors
///
/// As [`add_statements`].
pub fn add(addends: &[Addend]) -> Result<GuardedSum, GuardError> {
    let Some((first, others)) = addends.split_first() else { return Err(GuardError::Empty) };
    for other in others {
        let mut conflicts: Vec<Conflict> =
            FIELDS.into_iter().filter_map(|field| key_conflict(first, other, field)).collect();
        conflicts.extend(unit_conflict(first, other));
        if !conflicts.is_empty() {
            return Err(GuardError::Mixed { left: first.id.clone(), right: other.id.clone(), conflicts });
        }
    }
    for field in [KeyField::Basis, KeyField::Direction] {
        if first.value(field).is_none() {
            return Err(GuardError::NotStated { id: first.id.clone(), field });
        }
    }
    sum(addends)
}

/// Adds figures across bases, directions, sources or standings, because a caller asked for it by name.
///
/// Figures in two units are refused here too.
///
/// # Errors
///
/// [`GuardError::NoLabel`] for an empty label, [`GuardError::Mixed`] for two units, [`GuardError::Empty`].
pub fn add_across_bases(addends: &[Addend], label: Bilingual) -> Result<AcrossSum, GuardError> {
    if label.vi().trim().is_empty() || label.en().trim().is_empty() {
        return Err(GuardError::NoLabel);
    }
    let Some((first, others)) = addends.split_first() else { return Err(GuardError::Empty) };
    if let Some((other, conflict)) =
        others.iter().find_map(|other| Some((other, unit_conflict(first, other)?)))
    {
        return Err(GuardError::Mixed {
            left: first.id.clone(),
            right: other.id.clone(),
            conflicts: vec![conflict],
        });
    }
    let mut warnings = Vec::new();
    for field in FIELDS {
        let mut values: Vec<&str> = addends.iter().map(|it| it.value(field).unwrap_or("?")).collect();
        values.sort_unstable();
        values.dedup();
        if values.len() > 1 {
            let code = match field {
                KeyField::Basis => "mixed-basis",
                KeyField::Direction => "mixed-direction",
                KeyField::Modality => "mixed-modality",
                KeyField::Source => "mixed-source",
                KeyField::Standing => "mixed-standing",
            };
            warnings.push(
                Finding::new(
                    FindingCode::new(code),
                    Severity::Warning,
                    Bilingual::new(
                        format!("tổng này cộng số liệu của {}", field.text(Language::Vi)),
                        format!("this sum adds figures of {}", field.text(Language::En)),
                    ),
                )
                .found(values.join(" + "))
                .by_rule("bases never add unless asked for by name"),
            );
        }
    }
    Ok(AcrossSum { label, sum: sum(addends)?, warnings })
}

fn key_conflict(left: &Addend, right: &Addend, field: KeyField) -> Option<Conflict> {
    let values = (left.value(field), right.value(field));
    (values.0 != values.1).then_some(Conflict::Key { field, left: values.0, right: values.1 })
}

/// An unknown figure without a unit fits any: no unit is made up for it.
fn unit_conflict(left: &Addend, right: &Addend) -> Option<Conflict> {
    let open = |addend: &Addend| addend.unit.is_empty() && addend.figure.is_unknown();
    (left.unit != right.unit && !open(left) && !open(right))
        .then(|| Conflict::Unit { left: left.unit.clone(), right: right.unit.clone() })
}

fn sum(addends: &[Addend]) -> Result<GuardedSum, GuardError> {
    let total = Total::of(Decimal::ZERO, addends.iter().map(Addend::figure))?;
    let unit = addends.iter().map(|it| it.unit.as_str()).find(|unit| !unit.is_empty()).unwrap_or("");
    Ok(GuardedSum { total, unit: unit.to_owned(), ids: addends.iter().map(|it| it.id.clone()).collect() })
}
