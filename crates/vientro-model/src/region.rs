//! Home regions of countries: schemes that divide, and groups that overlap.

use vientro_core::Bilingual;

use crate::macros::Checked;
use crate::{CountryCode, ModelError};

/// A named group of countries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Region {
    name: Bilingual,
    countries: Vec<CountryCode>,
}

impl Region {
    /// A group of countries.
    pub fn new(name: Bilingual, countries: impl IntoIterator<Item = CountryCode>) -> Self {
        Self { name, countries: countries.into_iter().collect() }
    }

    /// Its name.
    pub fn name(&self) -> &Bilingual {
        &self.name
    }

    /// Its countries.
    pub fn countries(&self) -> &[CountryCode] {
        &self.countries
    }
}

record! {
    /// Regions that divide the countries: each country stands in one region at most, and a country in none is named
    /// unclassified or refused, never put somewhere. Groups that may overlap, such as ASEAN beside neighbours, are
    /// another scheme: its groups are tags, and nothing is divided by them.
    ///
    /// ```
    /// use vientro_core::Bilingual;
    /// use vientro_model::{Region, RegionScheme};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let scheme = RegionScheme::try_new(
    ///     "TP.HCM 2021",
    ///     [
    ///         Region::new(Bilingual::new("Châu Mỹ", "Americas"), ["US".parse()?, "CA".parse()?]),
    ///         Region::new(Bilingual::new("Châu Âu", "Europe"), ["FR".parse()?, "DE".parse()?]),
    ///     ],
    /// )?;
    /// assert_eq!(scheme.region_of("FR".parse()?)?.name().en(), "Europe");
    /// assert!(scheme.region_of("ZA".parse()?).is_err()); // Africa has no bloc there
    /// # Ok(()) }
    /// ```
    RegionScheme
    need { name: String, regions: Vec<Region>, }
    kept { overlaps: bool, }
    text {}
    copy {}
    maybe {}
    list {}
}

impl RegionScheme {
    /// Regions that share no country.
    ///
    /// # Errors
    ///
    /// [`ModelError::Duplicate`] names a country that stands twice.
    pub fn try_new(
        name: impl Into<String>,
        regions: impl IntoIterator<Item = Region>,
    ) -> Result<Self, ModelError> {
        let scheme = Self::bare(name.into(), regions.into_iter().collect());
        scheme.check()?;
        Ok(scheme)
    }

    /// Groups that may share countries: tags, by which nothing is divided.
    ///
    /// ```
    /// use vientro_core::Bilingual;
    /// use vientro_model::{Region, RegionScheme};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let groups = RegionScheme::overlapping("đối tác 2026", [
    ///     Region::new(Bilingual::new("láng giềng", "neighbours"), ["LA".parse()?, "KH".parse()?, "CN".parse()?]),
    ///     Region::new(Bilingual::same("ASEAN"), ["LA".parse()?, "KH".parse()?, "TH".parse()?]),
    /// ]);
    /// assert_eq!(groups.regions_of("LA".parse()?).count(), 2);
    /// assert!(groups.region_of("LA".parse()?).is_err());
    /// # Ok(()) }
    /// ```
    pub fn overlapping(name: impl Into<String>, regions: impl IntoIterator<Item = Region>) -> Self {
        let mut scheme = Self::bare(name.into(), regions.into_iter().collect());
        scheme.overlaps = true;
        scheme
    }

    /// May its groups share countries?
    pub const fn is_overlapping(&self) -> bool {
        self.overlaps
    }

    /// Name of the scheme.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its regions, in order.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The regions or groups of a country, in order.
    pub fn regions_of(&self, country: CountryCode) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(move |region| region.countries.contains(&country))
    }

    /// The region of a country.
    ///
    /// # Errors
    ///
    /// [`ModelError::NoRegion`] for a country the scheme does not name, [`ModelError::Overlapping`] for groups that may
    /// overlap.
    pub fn region_of(&self, country: CountryCode) -> Result<&Region, ModelError> {
        if self.overlaps {
            return Err(ModelError::Overlapping { scheme: self.name.clone() });
        }
        let found = self.regions.iter().find(|region| region.countries.contains(&country));
        found.ok_or_else(|| ModelError::NoRegion { scheme: self.name.clone(), country })
    }
}

impl Checked for RegionScheme {
    fn check(&self) -> Result<(), ModelError> {
        if self.overlaps {
            return Ok(());
        }
        let mut countries: Vec<CountryCode> =
            self.regions.iter().flat_map(|region| region.countries.iter().copied()).collect();
        countries.sort();
        let twice = countries.iter().zip(countries.iter().skip(1)).find(|(a, b)| a == b);
        match twice {
            Some((country, _)) => Err(ModelError::Duplicate { kind: "country", id: country.to_string() }),
            None => Ok(()),
        }
    }

    /// Each country in the first region that has it.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        let mut seen = std::collections::BTreeSet::new();
        for region in &mut self.regions {
            region.countries.retain(|country| seen.insert(*country));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(name: &str, countries: &[&str]) -> Region {
        Region::new(Bilingual::same(name), countries.iter().map(|code| code.parse().unwrap()))
    }

    #[test]
    fn no_country_stands_twice() {
        let refused = RegionScheme::try_new("s", [region("A", &["LA", "KH"]), region("ASEAN", &["LA"])]);
        assert!(matches!(refused, Err(ModelError::Duplicate { ref id, .. }) if id == "LA"));
        assert!(RegionScheme::try_new("s", [region("A", &["LA", "LA"])]).is_err());
    }

    #[test]
    fn a_country_outside_is_refused_in_both_languages() {
        let scheme = RegionScheme::try_new("ba khối", [region("A", &["LA"])]).unwrap();
        let message = scheme.region_of("ZA".parse().unwrap()).unwrap_err().message();
        assert_eq!(
            message.en(),
            "`ZA` is in no region of `ba khối`; name it unclassified or extend the scheme"
        );
        assert_eq!(
            message.vi(),
            "`ZA` không thuộc khối nào của `ba khối`; ghi là chưa phân loại hoặc bổ sung khối"
        );
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_asks_again() {
        let scheme = RegionScheme::try_new("s", [region("A", &["LA"]), region("B", &["KH"])]).unwrap();
        let text = serde_json::to_string(&scheme).unwrap();
        assert_eq!(serde_json::from_str::<RegionScheme>(&text).unwrap(), scheme);
        assert!(serde_json::from_str::<RegionScheme>(&text.replace("KH", "LA")).is_err());
    }
}
