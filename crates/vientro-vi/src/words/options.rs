//! How numbers are said.

/// How numbers are said.
///
/// The default is the northern form of statutes and decisions: linh, tư and lăm after mươi, nghìn, tỷ, empty groups
/// silent, "nghìn … tỷ" in one chain, lower case.
///
/// # Source
///
/// Cheque and invoice rules (Decree 123/2020 Art. 10 and its figure and word pairs) and school usage; the southern
/// variants are those of CLDR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct WordOptions {
    /// Between a hundred and a unit without tens: linh or lẻ.
    pub filler: Filler,
    /// Four after mươi: tư or bốn.
    pub four: Four,
    /// Thousand: nghìn or ngàn.
    pub thousand: Thousand,
    /// Billion: tỷ or tỉ.
    pub billion: Billion,
    /// Whether groups of three zeros are said.
    pub empty_groups: EmptyGroups,
    /// Whether tỷ closes a chain of groups or follows each of them.
    pub chain: Chain,
    /// First letter in upper case.
    pub capital: bool,
    /// In amounts of money: "chẵn" after an amount without a smaller unit.
    pub even: bool,
}

impl WordOptions {
    /// The southern form: lẻ, bốn, ngàn.
    pub fn southern() -> Self {
        Self { filler: Filler::Le, four: Four::Bon, thousand: Thousand::Ngan, ..Self::default() }
    }

    /// With the first letter in upper case.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        self.capital = true;
        self
    }
}

/// What is said for missing tens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two words there are")]
pub enum Filler {
    /// lẻ, in the south.
    Le,
    /// linh, in the north and in statutes.
    #[default]
    Linh,
}

/// What four is called after mươi.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two words there are")]
pub enum Four {
    /// bốn.
    Bon,
    /// tư.
    #[default]
    Tu,
}

/// What a thousand is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two words there are")]
pub enum Thousand {
    /// ngàn.
    Ngan,
    /// nghìn.
    #[default]
    Nghin,
}

/// What a billion is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two spellings there are")]
pub enum Billion {
    /// tỉ.
    Ti,
    /// tỷ.
    #[default]
    Ty,
}

/// Whether groups of three zeros are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "said or not")]
pub enum EmptyGroups {
    /// 1 000 005 is một triệu không trăm linh năm.
    #[default]
    Silent,
    /// 1 000 005 is một triệu không nghìn không trăm linh năm.
    Spoken,
}

/// How groups from a billion on are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "one tỷ or one each")]
pub enum Chain {
    /// 1 234 × 10⁹ is một nghìn hai trăm ba mươi tư tỷ.
    #[default]
    Joined,
    /// 1 234 × 10⁹ is một nghìn tỷ hai trăm ba mươi tư tỷ.
    Repeated,
}
