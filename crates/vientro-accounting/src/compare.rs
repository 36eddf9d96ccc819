//! Like for like: two figures compared with everything a reader must know beside the difference.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{
    Bilingual, Figure, FigureError, Finding, FindingCode, HedgeConvention, Interval, Language, Printed,
    RowId, Severity, Verdict, When,
};
use vientro_model::{AmountKey, Gazetteer, KeyConflict, Province, StatedFigure};

/// On which territory two figures are compared, where it changed between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ComparisonBasis {
    /// Each figure for the territory it was reported for; the comparison carries a warning.
    AsReported,
    /// The later figure cut down to the former unit.
    FormerUnits,
    /// The earlier figure with all units that were merged added.
    PresentUnits,
}

impl ComparisonBasis {
    /// The basis in words.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::AsReported, Language::Vi) => "như đã báo cáo",
            (Self::AsReported, Language::En) => "as reported",
            (Self::FormerUnits, Language::Vi) => "theo địa giới cũ",
            (Self::FormerUnits, Language::En) => "restated to former units",
            (Self::PresentUnits, Language::Vi) => "theo địa giới hiện nay",
            (Self::PresentUnits, Language::En) => "restated to present units",
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Comparand {
    label: String,
    figure: Figure,
    unit: String,
    #[cfg_attr(feature = "serde", serde(default))]
    when: Option<When>,
    #[cfg_attr(feature = "serde", serde(default))]
    place: Option<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    key: Option<AmountKey>,
    #[cfg_attr(feature = "serde", serde(default))]
    parts: Vec<(String, Figure)>,
    #[cfg_attr(feature = "serde", serde(default))]
    rows: Vec<RowId>,
}

impl Comparand {
    /// A figure in `unit`: a currency code, or what is counted.
    pub fn new(label: impl Into<String>, figure: Figure, unit: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            figure,
            unit: unit.into(),
            when: None,
            place: None,
            key: None,
            parts: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// A stated figure as it stands.
    pub fn from_statement(statement: &StatedFigure) -> Self {
        let mut side = Self::new(statement.id().as_str(), statement.figure().clone(), statement.unit());
        side.when = statement.when();
        side.place = statement.place().map(str::to_owned);
        side.key = statement.key();
        side
    }

    /// During or as of when.
    #[must_use]
    pub fn when(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }

    /// Of which province or city, as written.
    #[must_use]
    pub fn of_place(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// On which basis.
    #[must_use]
    pub fn with_key(mut self, key: AmountKey) -> Self {
        self.key = Some(key);
        self
    }

    /// With a figure for another unit: of the earlier side a unit that was merged in later, of the later side a
    /// former unit that is inside its figure.
    #[must_use]
    pub fn with_part(mut self, unit: impl Into<String>, figure: Figure) -> Self {
        self.parts.push((unit.into(), figure));
        self
    }

    /// With the rows it was made from.
    #[must_use]
    pub fn from_rows(mut self, rows: Vec<RowId>) -> Self {
        self.rows = rows;
        self
    }

    /// What it is called.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The figure as reported.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// Its unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    fn last_day(&self) -> Option<NaiveDate> {
        self.when.map(|when| match when {
            When::AsOf(day) => day,
            When::During(period) => period.last(),
        })
    }
}

/// Why two figures are not compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComparisonError {
    /// The territory changed between the two, and no basis was named.
    #[error(
        "the territory of `{place}` changed on {changed_on} ({units}); name a basis: as reported, restated to present units, or restated to former units"
    )]
    BasisNeeded {
        /// The place as written.
        place: String,
        /// Day of the change.
        changed_on: NaiveDate,
        /// The units that became one.
        units: String,
    },
    /// Arithmetic on the figures.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// The two are amounts that never add, so they do not compare either.
    #[error(transparent)]
    Key(#[from] Box<KeyConflict>),
    /// A restatement needs the figure of a unit that was not given.
    #[error("restating `{label}` needs the figure of `{unit}`")]
    MissingPart {
        /// The side that has to be restated.
        label: String,
        /// The unit whose figure is missing.
        unit: String,
    },
    /// The two places are not one place at two times.
    #[error("`{left}` and `{right}` are two places; a growth needs one")]
    Places {
        /// Place of the earlier figure.
        left: String,
        /// Place of the later figure.
        right: String,
    },
    /// One is a stock on a day, the other a flow in a period.
    #[error("`{stock}` is as of a day and `{flow}` is of a period: a stock and a flow do not compare")]
    StockAgainstFlow {
        /// Label of the stock.
        stock: String,
        /// Label of the flow.
        flow: String,
    },
    /// The two are in different units.
    #[error("`{left}` and `{right}` are two units; convert one of them at a named rate first")]
    Units {
        /// Unit of the earlier figure.
        left: String,
        /// Unit of the later figure.
        right: String,
    },
}

impl ComparisonError {
    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::BasisNeeded { place, changed_on, units } => format!(
                "địa giới của `{place}` thay đổi từ {} ({units}); hãy nêu cơ sở so sánh: như đã báo cáo, theo địa giới hiện nay, hoặc theo địa giới cũ",
                changed_on.format("%d/%m/%Y")
            ),
            Self::Figure(cause) => cause.text(Language::Vi),
            Self::Key(conflict) => return conflict.message(),
            Self::MissingPart { label, unit } => {
                format!("tính lại `{label}` theo địa giới cần có số liệu của `{unit}`")
            }
            Self::Places { left, right } => {
                format!("`{left}` và `{right}` là hai nơi khác nhau; tăng trưởng phải tính cho cùng một nơi")
            }
            Self::StockAgainstFlow { stock, flow } => {
                format!(
                    "`{stock}` là số tại một ngày, `{flow}` là số của một kỳ: hai loại không so sánh được"
                )
            }
            Self::Units { left, right } => {
                format!("`{left}` và `{right}` là hai đơn vị tính; hãy quy đổi trước theo một tỷ giá nêu rõ")
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// Two figures compared, with the warnings that go wherever the result is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Comparison {
    earlier: Figure,
    later: Figure,
    unit: String,
    difference: Figure,
    change_percent: Option<Figure>,
    grew: Verdict,
    basis: Option<ComparisonBasis>,
    warnings: Vec<Finding>,
    rows: Vec<RowId>,
}

impl Comparison {
    /// The earlier figure, restated where the basis says so.
    pub fn earlier(&self) -> &Figure {
        &self.earlier
    }

    /// The later figure, restated where the basis says so.
    pub fn later(&self) -> &Figure {
        &self.later
    }

    /// Unit of both and of the difference.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Later less earlier.
    pub fn difference(&self) -> &Figure {
        &self.difference
    }

    /// Change in percent of the earlier figure; `None` where that is or may be zero.
    pub fn change_percent(&self) -> Option<&Figure> {
        self.change_percent.as_ref()
    }

    /// Is the later figure more than the earlier one?
    pub fn grew(&self) -> Verdict {
        self.grew
    }

    /// The basis it was made on, where the territory changed.
    pub fn basis(&self) -> Option<ComparisonBasis> {
        self.basis
    }

    /// What must be said beside the result.
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// The rows both sides were made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

/// Compares `later` with `earlier`.
///
/// Unequal periods are compared with a warning that names both lengths. Where the province's territory changed
/// between the two days, `basis` must say how to go on; [`ComparisonBasis::PresentUnits`] and
/// [`ComparisonBasis::FormerUnits`] need the figures of the units concerned ([`Comparand::with_part`]).
///
/// # Errors
///
/// [`ComparisonError::BasisNeeded`] names the change; the other variants say what does not fit.
///
/// # Source
///
/// Resolution 202/2025/QH15 merged provinces on 1 July 2025; invariant 11 of the model asks for the warnings.
pub fn compare(
    earlier: &Comparand,
    later: &Comparand,
    basis: Option<ComparisonBasis>,
) -> Result<Comparison, ComparisonError> {
    if earlier.unit != later.unit {
        return Err(ComparisonError::Units { left: earlier.unit.clone(), right: later.unit.clone() });
    }
    if let (Some(left), Some(right)) = (&earlier.key, &later.key) {
        left.may_add(right).map_err(Box::new)?;
    }
    let mut warnings = period_warnings(earlier, later)?;
    let (old, new, used) = restate(earlier, later, basis, &mut warnings)?;
    let difference = new.checked_sub(&old)?;
    let change_percent = match new.percent_change_from(&old) {
        Ok(change) => Some(change),
        Err(FigureError::DivisionByZero { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let mut rows = earlier.rows.clone();
    rows.extend(later.rows.iter().cloned());
    Ok(Comparison {
        grew: new.is_more_than(&old),
        earlier: old,
        later: new,
        unit: later.unit.clone(),
        difference,
        change_percent,
        basis: used,
        warnings,
        rows,
    })
}

fn period_warnings(earlier: &Comparand, later: &Comparand) -> Result<Vec<Finding>, ComparisonError> {
    let warning = |code, message| Finding::new(FindingCode::new(code), Severity::Warning, message);
    Ok(match (earlier.when, later.when) {
        (Some(When::During(left)), Some(When::During(right))) => left
            .compare_with(&right)
            .warnings()
            .iter()
            .map(|reason| {
                warning("periods-differ", reason.message())
                    .found(left.to_string())
                    .expected(right.to_string())
            })
            .collect(),
        (Some(When::AsOf(_)), Some(When::During(_))) => {
            return Err(ComparisonError::StockAgainstFlow {
                stock: earlier.label.clone(),
                flow: later.label.clone(),
            });
        }
        (Some(When::During(_)), Some(When::AsOf(_))) => {
            return Err(ComparisonError::StockAgainstFlow {
                stock: later.label.clone(),
                flow: earlier.label.clone(),
            });
        }
        (Some(When::AsOf(_)), Some(When::AsOf(_))) => Vec::new(),
        _ => vec![warning(
            "period-not-stated",
            Bilingual::new(
                "không nêu kỳ của một trong hai số liệu",
                "the period of one of the two figures is not stated",
            ),
        )],
    })
}

type Restated = (Figure, Figure, Option<ComparisonBasis>);

fn restate(
    earlier: &Comparand,
    later: &Comparand,
    basis: Option<ComparisonBasis>,
    warnings: &mut Vec<Finding>,
) -> Result<Restated, ComparisonError> {
    let as_they_are = (earlier.figure.clone(), later.figure.clone(), None);
    let (Some(old_place), Some(new_place), Some(from), Some(to)) =
        (&earlier.place, &later.place, earlier.last_day(), later.last_day())
    else {
        return Ok(as_they_are);
    };
    let gazetteer = Gazetteer::viet_nam();
    let same_name = match (gazetteer.by_name(old_place, from), gazetteer.by_name(new_place, to)) {
        (Ok(old), Ok(new)) => old.name_plain() == new.name_plain(),
        _ => old_place == new_place,
    };
    let Some(change) = gazetteer.changed_territory(old_place, from, to) else {
        if same_name {
            return Ok(as_they_are);
        }
        return Err(ComparisonError::Places { left: old_place.clone(), right: new_place.clone() });
    };
    let own = gazetteer.by_name(old_place, from).map_or(old_place.as_str(), Province::name);
    let mut former: Vec<&str> = change.before().iter().map(Province::name).collect();
    former.sort_unstable();
    if !same_name && gazetteer.by_name(new_place, to).map_or(true, |new| new.code() != change.after().code())
    {
        return Err(ComparisonError::Places { left: old_place.clone(), right: new_place.clone() });
    }
    let units = former.join(", ");
    let Some(basis) = basis else {
        return Err(ComparisonError::BasisNeeded {
            place: old_place.clone(),
            changed_on: change.on(),
            units,
        });
    };
    let part = |side: &Comparand, unit: &str| -> Option<Figure> {
        side.parts.iter().find(|(name, _)| same_unit(name, unit, from)).map(|(_, figure)| figure.clone())
    };
    let (old, new, code, message) = match basis {
        ComparisonBasis::AsReported => (
            earlier.figure.clone(),
            later.figure.clone(),
            "territory-as-reported",
            Bilingual::new(
                format!("so sánh như đã báo cáo: từ {} địa giới gồm {units}", change.on().format("%d/%m/%Y")),
                format!("compared as reported: since {} the territory is that of {units}", change.on()),
            ),
        ),
        ComparisonBasis::PresentUnits => {
            let mut sum = earlier.figure.clone();
            for unit in former.iter().filter(|unit| **unit != own) {
                let figure = part(earlier, unit).ok_or_else(|| ComparisonError::MissingPart {
                    label: earlier.label.clone(),
                    unit: (*unit).to_owned(),
                })?;
                sum = sum.checked_add(&figure)?;
            }
            (
                sum,
                later.figure.clone(),
                "territory-restated",
                Bilingual::new(
                    format!("số kỳ trước tính lại theo địa giới hiện nay: {units}"),
                    format!("the earlier figure is restated to the present units: {units}"),
                ),
            )
        }
        ComparisonBasis::FormerUnits => {
            let figure = part(later, own).ok_or_else(|| ComparisonError::MissingPart {
                label: later.label.clone(),
                unit: own.to_owned(),
            })?;
            (
                earlier.figure.clone(),
                figure,
                "territory-restated",
                Bilingual::new(
                    format!("số kỳ này tính theo địa giới cũ của {own}"),
                    format!("the later figure is restated to the former unit {own}"),
                ),
            )
        }
    };
    warnings.push(
        Finding::new(FindingCode::new(code), Severity::Warning, message)
            .by_rule(change.legal_basis())
            .found(new_place.clone()),
    );
    Ok((old, new, Some(basis)))
}

/// Do two spellings name one unit as of `day`?
fn same_unit(written: &str, name: &str, day: NaiveDate) -> bool {
    written == name
        || Gazetteer::viet_nam().by_name(written, day).is_ok_and(|province| province.name() == name)
}

/// An amount for each head of a population, and whether hedges leave a bound at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct PerHead(Figure);

impl PerHead {
    /// The amount for each head, in the unit of the amount.
    pub fn figure(&self) -> &Figure {
        &self.0
    }

    /// The largest value it can have, if there is one.
    pub fn at_most(&self) -> Option<Decimal> {
        self.0.high().copied()
    }

    /// The smallest value it can have, if that says more than "not below zero".
    pub fn at_least(&self) -> Option<Decimal> {
        self.0.low().copied().filter(|low| *low > Decimal::ZERO)
    }

    /// True if neither end says anything: both figures are open where it matters.
    pub fn cannot_bound(&self) -> bool {
        self.at_most().is_none() && self.at_least().is_none()
    }
}

/// `amount` for each of `people`.
///
/// # Errors
///
/// [`FigureError::DivisionByZero`] if there may be nobody, [`FigureError::Overflow`].
pub fn per_head(amount: &Figure, people: &Figure) -> Result<PerHead, FigureError> {
    amount.checked_div(people).map(PerHead)
}

/// The whole of which `part` is `share` (0 to 1): "120 tỷ USD, gần 1/4" makes a whole above 480.
///
/// # Errors
///
/// [`FigureError::EmptyInterval`] for a share that lies outside 0 to 1, [`FigureError::DivisionByZero`] for a share
/// of nothing, [`FigureError::Overflow`].
pub fn implied_whole(part: &Figure, share: &Figure) -> Result<Figure, FigureError> {
    let Some(printed) = share.interval() else { return Ok(Figure::Unknown) };
    let possible =
        Interval::try_new(std::ops::Bound::Excluded(Decimal::ZERO), std::ops::Bound::Included(Decimal::ONE))?;
    let share = printed
        .intersect(&possible)
        .ok_or_else(|| FigureError::EmptyInterval { low: printed.to_string(), high: possible.to_string() })?;
    part.checked_div(&Figure::within(share))
}

/// Does a register of `counted` entries agree with a printed count, such as "hơn 100 hoạt động"?
///
/// Counts are read with [`HedgeConvention::counts`]: "hơn 100" is 101 or more, with no upper end.
///
/// # Errors
///
/// [`FigureError::Hedge`] for a printed figure that cannot be read as an interval.
pub fn count_agrees(printed: &Printed, counted: u64) -> Result<Verdict, FigureError> {
    Ok(HedgeConvention::counts().figure(printed)?.allows(&Decimal::from(counted)))
}
