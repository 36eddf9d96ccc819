#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
// The facade re-exports by feature and has nothing of its own.

pub use vientro_core as core;
pub use vientro_currency as currency;
pub use vientro_model as model;
pub use vientro_vi as vi;

#[cfg(feature = "accounting")]
#[cfg_attr(docsrs, doc(cfg(feature = "accounting")))]
pub use vientro_accounting as accounting;
#[cfg(feature = "intake")]
#[cfg_attr(docsrs, doc(cfg(feature = "intake")))]
pub use vientro_intake as intake;
#[cfg(feature = "report")]
#[cfg_attr(docsrs, doc(cfg(feature = "report")))]
pub use vientro_report as report;

/// Long documents, compiled with the examples in them.
pub mod docs {
    /// Why the house is as it is.
    #[doc = include_str!("../docs/DESIGN.md")]
    pub mod design {}

    /// What other tools answer to the same questions.
    #[doc = include_str!("../docs/COMPARE.md")]
    pub mod compare {}

    /// Vietnamese and English terms.
    #[doc = include_str!("../docs/GLOSSARY.md")]
    pub mod glossary {}

    /// Written forms, their versions and how they are upgraded.
    #[cfg(feature = "serde")]
    #[doc = include_str!("../docs/FORMATS.md")]
    pub mod formats {}

    /// Decisions with their dates and reasons.
    #[doc = include_str!("../docs/DECISIONS.md")]
    pub mod decisions {}
}
