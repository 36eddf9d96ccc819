//! The central bodies of the aid of foreign organisations, under the names they are written with.

use vientro_core::Language;

use crate::{
    ModelError, NameKind, OrgId, Organisation, OrganisationKind, OrganisationLevel, OrganisationName,
};

/// VUFO, COMINGO and PACCOM, by the ids `vufo`, `comingo` and `paccom`, with their names in both languages, so that a
/// register need not write them out. PACCOM is the aid committee of VUFO; VUFO is the standing agency of COMINGO, which
/// is no membership. Their days are left open: no source of ours gives them.
///
/// ```
/// use vientro_model::central_bodies;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let [vufo, comingo, paccom] = central_bodies()?;
/// assert!(vufo.is_named("Liên hiệp các tổ chức hữu nghị Việt Nam"));
/// assert!(comingo.is_named("Comingo"));
/// assert_eq!(paccom.parent(), Some(vufo.id()));
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// None that the table could cause; an id asks its own checks.
///
/// # Source
///
/// Decree 58/2022/NĐ-CP for COMINGO and its standing agency; the names are those the bodies use of themselves.
pub fn central_bodies() -> Result<[Organisation; 3], ModelError> {
    let body = |id: &str, short: &str, (vi, en): (&str, &str)| {
        Ok::<_, ModelError>(
            Organisation::new(OrgId::try_new(id)?, OrganisationKind::Central, vi)
                .with_level(OrganisationLevel::Central)
                .with_names([
                    OrganisationName::new(short, NameKind::Short),
                    OrganisationName::new(en, NameKind::Full).in_language(Language::En),
                ]),
        )
    };
    let vufo = body(
        "vufo",
        "VUFO",
        ("Liên hiệp các tổ chức hữu nghị Việt Nam", "Viet Nam Union of Friendship Organizations"),
    )?;
    let comingo = body(
        "comingo",
        "COMINGO",
        (
            "Ủy ban công tác về các tổ chức phi chính phủ nước ngoài",
            "Committee for Foreign Non-Governmental Organization Affairs",
        ),
    )?;
    let paccom =
        body("paccom", "PACCOM", ("Ban Điều phối viện trợ nhân dân", "People's Aid Coordinating Committee"))?;
    let paccom = paccom.with_parent(vufo.id().clone());
    Ok([vufo, comingo, paccom])
}

#[cfg(test)]
mod tests {
    use vientro_core::Language;

    use super::*;
    use crate::{Facts, Reporter, Resolution};

    /// However a paper writes them, each is found among the others and itself only.
    #[test]
    fn each_is_resolved_by_all_its_names() {
        let bodies = central_bodies().unwrap();
        let mut facts = Facts::default();
        for body in &bodies {
            facts.add_organisation(body.clone()).unwrap();
        }
        let day = chrono::NaiveDate::from_ymd_opt(2025, 12, 18).unwrap();
        for body in &bodies {
            for name in body.names().iter().map(OrganisationName::text).chain([body.name()]) {
                let Resolution::Exact(subject) = facts.resolve_organisation(&name.to_uppercase(), day) else {
                    panic!("{name} is not taken");
                };
                assert_eq!(subject, crate::Subject::Organisation(body.id().clone()));
            }
        }
        // the table of duties writes the same body the same way
        assert!(bodies[1].is_named(Reporter::Comingo.text(Language::Vi)));
    }
}
