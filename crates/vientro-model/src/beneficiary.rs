//! Those whom help reaches, and what is counted without money.

use rust_decimal::Decimal;
use vientro_core::{Figure, Language, RowId};

use crate::ModelError;
use crate::gift::count_not_negative;
use crate::macros::Checked;
use crate::text::words;

coded! {
    /// Whom help is for. Papers print some of these beside sectors; they are another facet.
    #[non_exhaustive]
    TargetGroup "target group" {
        /// Companies and those who lead them.
        Business = "business", "cộng đồng doanh nghiệp", "business community";
        /// Children.
        Children = "children", "trẻ em", "children";
        /// People with disabilities.
        Disabled = "disabled", "người khuyết tật", "people with disabilities";
        /// People struck by a disaster.
        DisasterVictims = "disaster-victims", "người bị ảnh hưởng bởi thiên tai", "people struck by disasters";
        /// Older people.
        Elderly = "elderly", "người cao tuổi", "older people";
        /// Ethnic minorities.
        EthnicMinorities = "ethnic-minorities", "đồng bào dân tộc thiểu số", "ethnic minorities";
        /// Vietnamese abroad.
        OverseasVietnamese = "overseas-vietnamese", "người Việt Nam ở nước ngoài", "Vietnamese abroad";
        /// Poor households.
        Poor = "poor", "hộ nghèo", "poor households";
        /// Pupils.
        Pupils = "pupils", "học sinh", "pupils";
        /// Students.
        Students = "students", "sinh viên", "students";
        /// Groups in need that the paper does not tell apart.
        Vulnerable = "vulnerable", "đối tượng yếu thế", "groups in need";
        /// Victims of war: mines, dioxin.
        WarVictims = "war-victims", "nạn nhân chiến tranh, chất độc da cam", "victims of war and dioxin";
        /// Women.
        Women = "women", "phụ nữ", "women";
        /// Young people.
        Youth = "youth", "thanh niên", "young people";
    }
}

impl TargetGroup {
    /// The group of a label as written, marks, case and punctuation aside; `None` for a label the list does not have.
    pub fn of_label(label: &str) -> Option<Self> {
        const LABELS: &[(&str, TargetGroup)] = &[
            ("dân tộc thiểu số", TargetGroup::EthnicMinorities),
            ("người nghèo", TargetGroup::Poor),
            ("nhóm yếu thế", TargetGroup::Vulnerable),
            ("thế hệ trẻ", TargetGroup::Youth),
            ("trẻ em mồ côi", TargetGroup::Children),
        ];
        let key = words(label);
        let is_named = |group: &&Self| {
            group.as_str() == key
                || [Language::Vi, Language::En].iter().any(|it| words(group.text(*it)) == key)
        };
        let named = Self::ALL.iter().find(is_named).copied();
        named.or_else(|| LABELS.iter().find(|(known, _)| words(known) == key).map(|(_, group)| *group))
    }
}

coded! {
    /// What is counted.
    #[non_exhaustive]
    BeneficiaryUnit "unit of beneficiaries" {
        /// Households.
        Households = "households", "hộ", "households";
        /// People.
        People = "people", "người", "people";
        /// Places: communes, villages, schools.
        Places = "places", "địa điểm", "places";
    }
}

coded! {
    /// How near help comes to those counted.
    #[expect(clippy::exhaustive_enums, reason = "help reaches somebody directly or through others")]
    Reach "reach" {
        /// They get it themselves.
        Direct = "direct", "trực tiếp", "direct";
        /// They gain through others.
        Indirect = "indirect", "gián tiếp", "indirect";
    }
}

coded! {
    /// Sex of those counted.
    #[non_exhaustive]
    Sex "sex" {
        /// Women and girls.
        Female = "female", "nữ", "female";
        /// Men and boys.
        Male = "male", "nam", "male";
    }
}

coded! {
    /// How a number came about.
    #[expect(clippy::exhaustive_enums, reason = "somebody counted or did not")]
    Counting "counting" {
        /// From a list.
        Counted = "counted", "đếm theo danh sách", "counted";
        /// Estimated.
        Estimated = "estimated", "ước tính", "estimated";
    }
}

record! {
    /// How many people, households or places help reaches. Counts of different units, reach or groups do not add.
    ///
    /// ```
    /// use vientro_core::{Figure, Hedge, HedgeConvention, Printed};
    /// use vientro_model::{BeneficiaryCount, BeneficiaryUnit, TargetGroup};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // "hơn 1.100 người dân"
    /// let more_than = HedgeConvention::counts().figure(&Printed::new(1100.into()).hedged(Hedge::MoreThan))?;
    /// let people = BeneficiaryCount::try_new(BeneficiaryUnit::People, more_than)?.with_group(TargetGroup::Poor);
    /// let households = BeneficiaryCount::try_new(BeneficiaryUnit::Households, Figure::Unknown)?;
    /// assert!(!people.counts_the_same_as(&households));
    /// # Ok(()) }
    /// ```
    BeneficiaryCount
    need { unit: BeneficiaryUnit, count: Figure<Decimal>, }
    text {
        /// Those counted, as written.
        label with_label,
    }
    copy {
        /// Counted or estimated.
        counting with_counting: Counting,
        /// The group they belong to.
        group with_group: TargetGroup,
        /// Directly or through others.
        reach with_reach: Reach,
        /// Their sex.
        sex with_sex: Sex,
    }
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl BeneficiaryCount {
    /// How many of a unit.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn try_new(unit: BeneficiaryUnit, count: Figure<Decimal>) -> Result<Self, ModelError> {
        let counted = Self::bare(unit, count);
        counted.check()?;
        Ok(counted)
    }

    /// What is counted.
    pub fn unit(&self) -> BeneficiaryUnit {
        self.unit
    }

    /// How many.
    pub fn count(&self) -> &Figure<Decimal> {
        &self.count
    }

    /// Are unit, group, reach and sex the same, so that two counts of different people may add?
    pub fn counts_the_same_as(&self, other: &Self) -> bool {
        self.unit == other.unit
            && self.group == other.group
            && self.reach == other.reach
            && self.sex == other.sex
    }
}

impl Checked for BeneficiaryCount {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.unit.as_str(), &self.count)
    }
}

coded! {
    /// What is given and never valued in money.
    #[non_exhaustive]
    MeasureKind "measure" {
        /// Donors of blood.
        BloodDonors = "blood-donors", "người hiến máu", "blood donors";
        /// Units of blood.
        BloodUnits = "blood-units", "đơn vị máu", "units of blood";
        /// People examined or treated for nothing.
        Consultations = "consultations", "lượt khám, chữa bệnh miễn phí", "free consultations";
        /// Places of study.
        StudyPlaces = "study-places", "suất học, chỉ tiêu đào tạo", "places of study";
        /// Trees planted.
        Trees = "trees", "cây xanh", "trees";
        /// Days of experts and volunteers.
        VolunteerDays = "volunteer-days", "ngày công chuyên gia, tình nguyện viên", "days of experts and volunteers";
    }
}

/// So much of what is never valued in money. There is no door to an amount.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "MeasureParts", into = "MeasureParts"))]
pub struct Measure {
    kind: MeasureKind,
    quantity: Figure<Decimal>,
}

impl Measure {
    /// A quantity; unknown where nobody says.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn try_new(kind: MeasureKind, quantity: Figure<Decimal>) -> Result<Self, ModelError> {
        count_not_negative(kind.as_str(), &quantity)?;
        Ok(Self { kind, quantity })
    }

    /// Of what.
    pub const fn kind(&self) -> MeasureKind {
        self.kind
    }

    /// How much.
    pub const fn quantity(&self) -> &Figure<Decimal> {
        &self.quantity
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureParts {
    kind: MeasureKind,
    quantity: Figure<Decimal>,
}

#[cfg(feature = "serde")]
impl From<Measure> for MeasureParts {
    fn from(Measure { kind, quantity }: Measure) -> Self {
        Self { kind, quantity }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<MeasureParts> for Measure {
    type Error = ModelError;

    fn try_from(parts: MeasureParts) -> Result<Self, ModelError> {
        Self::try_new(parts.kind, parts.quantity)
    }
}
