//! Home regions of donors by the names of their countries.

use vientro_core::Bilingual;
use vientro_model::{CountryCode, RegionScheme};

use super::cells::label;

/// The region of a country as its name is written in sheets: by a scheme of the caller, or by continents.
///
/// # Source
///
/// Codes of ISO 3166-1; continents by the standard country codes for statistical use of the United Nations (M49), with
/// Oceania told together with Asia as Vietnamese reports do ("châu Á - Thái Bình Dương").
pub(super) fn region_of(country: &str, scheme: Option<&RegionScheme>) -> Option<Bilingual> {
    let line = line_of(country);
    if let Some(scheme) = scheme {
        // the scheme may name countries that are not listed here
        let code = line.and_then(|line| line.split(',').next()).unwrap_or(country.trim());
        let code: CountryCode = code.parse().ok()?;
        return scheme.region_of(code).ok().map(|region| region.name().clone());
    }
    Some(match line?.split(',').nth(1)? {
        "africa" => label("châu Phi", "Africa"),
        "americas" => label("châu Mỹ", "the Americas"),
        "asia" => label("châu Á - Thái Bình Dương", "Asia and the Pacific"),
        _ => label("châu Âu", "Europe"),
    })
}

/// A country as its name is written in sheets, with its English name where it is known.
pub(super) fn country_name(country: &str) -> Bilingual {
    let english = line_of(country).and_then(|line| line.split(',').nth(2));
    Bilingual::new(country, english.unwrap_or(country))
}

/// A country by its code, in the usual name of each language; what is not listed here keeps its code.
pub(super) fn country_of(code: CountryCode) -> Bilingual {
    let code = code.to_string();
    let line = line_of(&code).map(|line| line.split(',').skip(2).collect::<Vec<_>>());
    match line.as_deref() {
        Some([english, vietnamese, ..]) => label(vietnamese.split('|').next().unwrap_or(english), *english),
        _ => Bilingual::same(code),
    }
}

fn line_of(country: &str) -> Option<&'static str> {
    COUNTRIES.lines().find(|line| {
        let code = line.split(',').next().unwrap_or_default();
        code == country.trim() || names(line).any(|name| same(name, country))
    })
}

/// Names of a line: the English one, then Vietnamese ones, the usual one first.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let mut fields = line.splitn(4, ',').skip(2);
    let english = fields.next().unwrap_or_default();
    let vietnamese = fields.next().unwrap_or_default();
    std::iter::once(english).chain(vietnamese.split('|').filter(move |name| !same(name, english)))
}

fn same(name: &str, written: &str) -> bool {
    name.to_lowercase() == written.trim().to_lowercase()
}

/// Code, continent, English name, Vietnamese names with `|` between them.
const COUNTRIES: &str = include_str!("countries.csv");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_is_whole_and_every_name_leads_to_one() {
        let mut seen = BTreeSet::new();
        for line in COUNTRIES.lines() {
            let [code, region, ..] = line.splitn(4, ',').collect::<Vec<_>>()[..] else { panic!("{line}") };
            assert!(code.parse::<CountryCode>().is_ok() && seen.insert(code.to_lowercase()), "{line}");
            assert!(["africa", "americas", "asia", "europe"].contains(&region), "{line}");
            assert!(names(line).all(|name| !name.is_empty() && seen.insert(name.to_lowercase())), "{line}");
        }
    }

    #[test]
    fn a_country_as_it_is_written() {
        let english = |name| region_of(name, None).map(|region| region.en().to_owned());
        assert_eq!(english("Hàn Quốc").as_deref(), Some("Asia and the Pacific"));
        assert_eq!(english(" hoa kỳ ").as_deref(), Some("the Americas"));
        assert_eq!(english("DE").as_deref(), Some("Europe"));
        assert_eq!(english("Atlantis"), None);
        assert_eq!(country_name("Đức"), label("Đức", "Germany"));
        assert_eq!(country_name("Atlantis"), Bilingual::same("Atlantis"));
        let scheme = RegionScheme::try_new(
            "x",
            [vientro_model::Region::new(Bilingual::same("ĐBA"), ["KR".parse().unwrap()])],
        );
        let scheme = scheme.unwrap();
        assert_eq!(region_of("Hàn Quốc", Some(&scheme)), Some(Bilingual::same("ĐBA")));
        assert_eq!(region_of("Đức", Some(&scheme)), None);
    }
}
