//! The wider list of sectors in use, and the purpose codes of the OECD DAC that sectors map to, each by a stated method.

use std::fmt;

use vientro_core::Language;

use crate::text::words;
use crate::{ModelError, Sector};

/// A purpose code of the OECD Development Assistance Committee: five digits, the first three of them its category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[1-9][0-9]{4}$")))]
pub struct DacCode(u32);

impl DacCode {
    /// Takes five digits from `11000`. Whether the committee has given them a name is not asked.
    ///
    /// # Errors
    ///
    /// [`ModelError::DacCode`].
    pub fn try_new(code: &str) -> Result<Self, ModelError> {
        let refuse = || ModelError::DacCode { found: code.chars().take(40).collect() };
        if code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        code.parse().ok().filter(|number| *number >= 11_000).map(Self).ok_or_else(refuse)
    }

    /// The first three digits: the category.
    pub const fn category(self) -> u32 {
        self.0 / 100
    }
}

impl fmt::Display for DacCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

impl std::str::FromStr for DacCode {
    type Err = ModelError;

    fn from_str(code: &str) -> Result<Self, ModelError> {
        Self::try_new(code)
    }
}

impl TryFrom<String> for DacCode {
    type Error = ModelError;

    fn try_from(code: String) -> Result<Self, ModelError> {
        Self::try_new(&code)
    }
}

impl From<DacCode> for String {
    fn from(code: DacCode) -> Self {
        code.to_string()
    }
}

coded! {
    /// How a sector and a purpose code came together.
    #[non_exhaustive]
    DacMethod "method" {
        /// By the category: the first three digits.
        Category = "category", "theo nhóm mã (ba chữ số đầu)", "by the category (first three digits)";
        /// The general code of the category, since the sector names no more.
        General = "general", "mã chung của nhóm, vì lĩnh vực không nói rõ hơn", "the general code of the category, for the sector says no more";
        /// The nearest code; the sector means more, less or something beside it.
        Nearest = "nearest", "mã gần nhất, nghĩa không trùng hẳn", "the nearest code, not quite the same";
        /// The same by name.
        SameName = "same-name", "cùng tên gọi", "the same by name";
    }
}

/// A purpose code for a sector, and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DacMapping {
    code: DacCode,
    name: &'static str,
    method: DacMethod,
}

impl DacMapping {
    /// The code.
    pub const fn code(&self) -> DacCode {
        self.code
    }

    /// Its name on the list.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// How it was found.
    pub const fn method(&self) -> DacMethod {
        self.method
    }
}

const fn mapping(code: u32, name: &'static str, method: DacMethod) -> DacMapping {
    DacMapping { code: DacCode(code), name, method }
}

impl Sector {
    /// The purpose code a sector of the core list is exported with.
    ///
    /// # Source
    ///
    /// Purpose codes of the OECD DAC as the IATI code list `Sector` has them (June 2026); which code fits is our reading.
    pub const fn dac(self) -> DacMapping {
        match self {
            Self::Development => mapping(43_010, "Multisector aid", DacMethod::General),
            Self::Education => {
                mapping(11_110, "Education policy and administrative management", DacMethod::General)
            }
            Self::Environment => {
                mapping(41_010, "Environmental policy and administrative management", DacMethod::General)
            }
            Self::Health => {
                mapping(12_110, "Health policy and administrative management", DacMethod::General)
            }
            Self::Other => mapping(99_810, "Sectors not specified", DacMethod::General),
            Self::Social => mapping(
                16_015,
                "Social services (incl youth development and women+ children)",
                DacMethod::Nearest,
            ),
        }
    }

    /// The sector of the core list that a purpose code falls into, by its category.
    ///
    /// ```
    /// use vientro_model::{DacMethod, Sector};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// assert_eq!(Sector::of_dac("12220".parse()?), (Sector::Health, DacMethod::Category));
    /// assert_eq!(Sector::of_dac("99810".parse()?), (Sector::Other, DacMethod::Category));
    /// # Ok(()) }
    /// ```
    ///
    /// # Source
    ///
    /// The categories of the OECD DAC as the IATI code list `SectorCategory` has them (June 2026). Water and sanitation
    /// is counted as health, as the labels of unions do; the reading is ours.
    pub const fn of_dac(code: DacCode) -> (Self, DacMethod) {
        let sector = match code.category() {
            110..=119 => Self::Education,
            120..=149 => Self::Health,
            160..=169 | 720..=749 => Self::Social,
            210..=339 | 430..=439 | 520 => Self::Development,
            410..=419 => Self::Environment,
            _ => Self::Other,
        };
        (sector, DacMethod::Category)
    }
}

coded! {
    /// A sector of the wider list that papers print beside the core list.
    ///
    /// # Source
    ///
    /// The lists of the national statement of 2025, of Decision 1225/QĐ-TTg and of provinces, as reported; what falls
    /// into which sector of the core list is our reading.
    #[non_exhaustive]
    Subsector "subsector" {
        /// Agriculture.
        Agriculture = "agriculture", "nông nghiệp và phát triển nông thôn", "agriculture and rural development";
        /// Capacity of organisations.
        CapacityBuilding = "capacity-building", "xây dựng năng lực tổ chức", "capacity of organisations";
        /// Climate change.
        ClimateChange = "climate-change", "biến đổi khí hậu", "climate change";
        /// Development of communities.
        CommunityDevelopment = "community-development", "phát triển cộng đồng", "community development";
        /// Health care of communities.
        CommunityHealth = "community-health", "chăm sóc sức khỏe cộng đồng", "community health care";
        /// Culture and sport.
        CultureAndSport = "culture-and-sport", "văn hóa - thể thao", "culture and sport";
        /// Houses for the poor.
        Housing = "housing", "nhà ở cho người nghèo", "housing for the poor";
        /// Courts and legal aid.
        Justice = "justice", "hỗ trợ tư pháp", "judicial support";
        /// Livelihoods.
        Livelihoods = "livelihoods", "sinh kế", "livelihoods";
        /// Medical research.
        MedicalResearch = "medical-research", "nghiên cứu y sinh học", "biomedical research";
        /// Recovery after a disaster.
        Recovery = "recovery", "khắc phục hậu quả thiên tai", "recovery after disasters";
        /// Relief in a disaster.
        Relief = "relief", "cứu trợ khẩn cấp", "emergency relief";
        /// Reproductive health and family planning.
        ReproductiveHealth = "reproductive-health", "sức khỏe sinh sản và kế hoạch hóa gia đình", "reproductive health and family planning";
        /// Social protection.
        SocialProtection = "social-protection", "bảo trợ xã hội", "social protection";
        /// Services for groups in need.
        SocialServices = "social-services", "trợ giúp đối tượng yếu thế", "services for groups in need";
        /// Vocational training.
        VocationalTraining = "vocational-training", "dạy nghề", "vocational training";
        /// Consequences of war: mines, dioxin.
        WarLegacy = "war-legacy", "khắc phục hậu quả chiến tranh", "consequences of war";
        /// Water and sanitation.
        WaterAndSanitation = "water-and-sanitation", "nước sạch và vệ sinh", "water and sanitation";
    }
}

/// Other labels of the wider list.
const LABELS: &[(&str, Subsector)] = &[
    ("an sinh xã hội", Subsector::SocialProtection),
    ("cứu trợ thiên tai", Subsector::Relief),
    ("đối tượng yếu thế", Subsector::SocialServices),
    ("kế hoạch hóa gia đình", Subsector::ReproductiveHealth),
    ("nông nghiệp", Subsector::Agriculture),
    ("nước sạch", Subsector::WaterAndSanitation),
    ("sức khỏe sinh sản", Subsector::ReproductiveHealth),
    ("văn hóa", Subsector::CultureAndSport),
    ("xóa nhà tạm, nhà dột nát", Subsector::Housing),
];

impl Subsector {
    /// The sector of the core list it falls into.
    pub const fn sector(self) -> Sector {
        match self {
            Self::Agriculture | Self::CommunityDevelopment | Self::Livelihoods => Sector::Development,
            Self::VocationalTraining => Sector::Education,
            Self::ClimateChange => Sector::Environment,
            Self::CommunityHealth
            | Self::MedicalResearch
            | Self::ReproductiveHealth
            | Self::WaterAndSanitation => Sector::Health,
            Self::CapacityBuilding | Self::CultureAndSport | Self::Justice => Sector::Other,
            Self::Housing
            | Self::Recovery
            | Self::Relief
            | Self::SocialProtection
            | Self::SocialServices
            | Self::WarLegacy => Sector::Social,
        }
    }

    /// The subsector of a label as written, marks, case and punctuation aside; `None` for a label the list does not have.
    pub fn of_label(label: &str) -> Option<Self> {
        let key = words(label);
        let named = Self::ALL.iter().find(|it| {
            it.as_str() == key
                || [Language::Vi, Language::En].iter().any(|language| words(it.text(*language)) == key)
        });
        named.copied().or_else(|| LABELS.iter().find(|(known, _)| words(known) == key).map(|(_, it)| *it))
    }

    /// The purpose code a subsector is exported with.
    ///
    /// # Source
    ///
    /// As [`Sector::dac`]. Climate change has no code of its own: the committee marks it beside the sector.
    pub const fn dac(self) -> DacMapping {
        use DacMethod::{Nearest, SameName};
        match self {
            Self::Agriculture => mapping(31_120, "Agricultural development", Nearest),
            Self::CapacityBuilding => {
                mapping(15_110, "Public sector policy and administrative management", Nearest)
            }
            Self::ClimateChange => {
                mapping(41_010, "Environmental policy and administrative management", Nearest)
            }
            Self::CommunityDevelopment => {
                mapping(16_050, "Multisector aid for basic social services", Nearest)
            }
            Self::CommunityHealth => mapping(12_220, "Basic health care", Nearest),
            Self::CultureAndSport => mapping(16_061, "Culture and recreation", Nearest),
            Self::Housing => mapping(16_040, "Low-cost housing", SameName),
            Self::Justice => mapping(15_130, "Legal and judicial development", SameName),
            Self::Livelihoods => mapping(43_040, "Rural development", Nearest),
            Self::MedicalResearch => mapping(12_182, "Medical research", SameName),
            Self::Recovery => {
                mapping(73_010, "Immediate post-emergency reconstruction and rehabilitation", SameName)
            }
            Self::Relief => mapping(72_010, "Material relief assistance and services", SameName),
            Self::ReproductiveHealth => mapping(13_020, "Reproductive health care", SameName),
            Self::SocialProtection => mapping(16_010, "Social Protection", SameName),
            Self::SocialServices => {
                mapping(16_015, "Social services (incl youth development and women+ children)", SameName)
            }
            Self::VocationalTraining => mapping(11_330, "Vocational training", SameName),
            Self::WarLegacy => {
                mapping(15_250, "Removal of land mines and explosive remnants of war", Nearest)
            }
            Self::WaterAndSanitation => {
                mapping(14_030, "Basic drinking water supply and basic sanitation", SameName)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_five_digits() {
        assert_eq!(DacCode::try_new("12220").unwrap().to_string(), "12220");
        assert_eq!("72010".parse::<DacCode>().unwrap().category(), 720);
        for wrong in ["", "1222", "122200", "1222x", "01222", "+1222", "１２２２０"] {
            assert!(DacCode::try_new(wrong).is_err(), "{wrong}");
        }
    }

    /// There and back: the category of a code leads to the sector it was chosen for, but where the name says otherwise.
    #[test]
    fn codes_lead_back_to_their_sector() {
        for sector in Sector::ALL {
            let mapping = sector.dac();
            assert_eq!(Sector::of_dac(mapping.code()).0, *sector, "{sector}");
        }
        let elsewhere: Vec<Subsector> = Subsector::ALL
            .iter()
            .copied()
            .filter(|it| Sector::of_dac(it.dac().code()).0 != it.sector())
            .collect();
        // basic services and culture lie in category 160, mines in 152
        assert_eq!(
            elsewhere,
            [Subsector::CommunityDevelopment, Subsector::CultureAndSport, Subsector::WarLegacy]
        );
        for elsewhere in elsewhere {
            assert_eq!(elsewhere.dac().method(), DacMethod::Nearest);
        }
    }

    #[test]
    fn labels_are_sorted_out_once() {
        let names = Subsector::ALL.iter().flat_map(|it| [it.text(Language::Vi), it.text(Language::En)]);
        let mut keys: Vec<String> = names.chain(LABELS.iter().map(|(label, _)| *label)).map(words).collect();
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
        for subsector in Subsector::ALL {
            assert_eq!(Subsector::of_label(subsector.text(Language::Vi)), Some(*subsector));
            assert_eq!(Sector::of_label(subsector.text(Language::Vi)), Some(subsector.sector()));
        }
    }
}
