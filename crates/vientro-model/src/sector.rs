//! Sectors of aid: the core list of six, with a wider list mapped onto it.

use vientro_core::Language;

use crate::Subsector;
use crate::text::words;

coded! {
    /// A sector of the core list.
    ///
    /// # Source
    ///
    /// The six of the working session of COMINGO and PACCOM with Cao Bằng, August 2025; older and local lists are
    /// mapped onto them.
    #[non_exhaustive]
    Sector "sector" {
        /// Economic and social development.
        Development = "development", "phát triển kinh tế - xã hội", "economic and social development";
        /// Education and training.
        Education = "education", "giáo dục và đào tạo", "education and training";
        /// Natural resources and environment.
        Environment = "environment", "tài nguyên - môi trường", "natural resources and environment";
        /// Health.
        Health = "health", "y tế", "health";
        /// Other sectors.
        Other = "other", "các lĩnh vực khác", "other sectors";
        /// Social matters.
        Social = "social", "giải quyết các vấn đề xã hội", "social matters";
    }
}

/// Other labels of the core list; [`Subsector`] has the wider one.
const LABELS: &[(&str, Sector)] = &[
    ("giải quyết vấn đề xã hội", Sector::Social),
    ("giáo dục", Sector::Education),
    ("môi trường", Sector::Environment),
    ("phát triển kinh tế xã hội", Sector::Development),
    ("tài nguyên và môi trường", Sector::Environment),
    ("xã hội", Sector::Social),
];

impl Sector {
    /// The sector of a label as written, marks, case and punctuation aside; `None` for a label the list does not
    /// have. The label is kept beside the sector, for the mapping is a reading.
    ///
    /// ```
    /// use vientro_model::Sector;
    ///
    /// assert_eq!(Sector::of_label("Y tế"), Some(Sector::Health));
    /// assert_eq!(Sector::of_label("chăm sóc sức khoẻ cộng đồng"), Some(Sector::Health));
    /// assert_eq!(Sector::of_label("hòa bình"), None);
    /// ```
    pub fn of_label(label: &str) -> Option<Self> {
        let key = words(label);
        let named = Self::ALL.iter().find(|sector| {
            sector.as_str() == key
                || [Language::Vi, Language::En].iter().any(|it| words(sector.text(*it)) == key)
        });
        named
            .copied()
            .or_else(|| LABELS.iter().find(|(known, _)| words(known) == key).map(|(_, sector)| *sector))
            .or_else(|| Subsector::of_label(label).map(Subsector::sector))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_out_once() {
        let mut keys: Vec<String> = LABELS.iter().map(|(label, _)| words(label)).collect();
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn a_code_and_both_names_are_labels() {
        for sector in Sector::ALL {
            for label in [sector.as_str(), sector.text(Language::Vi), sector.text(Language::En)] {
                assert_eq!(Sector::of_label(label), Some(*sector), "{label}");
            }
        }
    }
}
