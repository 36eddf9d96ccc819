//! Who approves aid.

use chrono::NaiveDate;

use super::{Citation, RuleSource, Sureness};

coded! {
    /// Who approves an aid item.
    #[non_exhaustive]
    Authority "authority" {
        /// The head of an association or union that the Prime Minister set up.
        AssociationHead = "association-head", "người đứng đầu hội, liên hiệp hội do Thủ tướng thành lập", "head of an association set up by the Prime Minister";
        /// The president of the Fatherland Front's Central Committee.
        FrontPresident = "front-president", "Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "president of the Fatherland Front's Central Committee";
        /// The Minister of Home Affairs.
        HomeMinister = "home-minister", "Bộ trưởng Bộ Nội vụ", "Minister of Home Affairs";
        /// The head of the managing agency; for a province the chair of its People's Committee.
        ManagingAgencyHead = "managing-agency-head", "người đứng đầu cơ quan chủ quản", "head of the managing agency";
        /// The Prime Minister.
        PrimeMinister = "prime-minister", "Thủ tướng Chính phủ", "Prime Minister";
    }
}

coded! {
    /// What decides who approves. Size does not.
    #[non_exhaustive]
    ApprovalCase "case of approval" {
        /// To a unit of an association or union that the Prime Minister set up.
        AssociationUnit = "association-unit", "viện trợ cho đơn vị thuộc hội do Thủ tướng thành lập", "aid to a unit of an association set up by the Prime Minister";
        /// To an association or fund that Home Affairs licensed.
        HomeLicensed = "home-licensed", "viện trợ cho hội, quỹ do Bộ Nội vụ cho phép", "aid to associations and funds licensed by Home Affairs";
        /// Support to law-making.
        LawMaking = "law-making", "hỗ trợ xây dựng pháp luật", "direct support to law-making";
        /// None of the others.
        Ordinary = "ordinary", "các trường hợp còn lại, không kể quy mô", "everything else, whatever its size";
        /// Recovery given straight to a ministry or province.
        Recovery = "recovery", "khắc phục hậu quả trực tiếp cho bộ, tỉnh", "recovery given straight to a ministry or province";
        /// Humanitarian relief that names no place.
        ReliefWithoutPlace = "relief-without-place", "cứu trợ nhân đạo chưa có địa chỉ cụ thể", "humanitarian relief with no named place";
        /// Goods whose import the Prime Minister allows.
        RestrictedImport = "restricted-import", "hàng nhập khẩu phải được Thủ tướng cho phép", "imported goods that need the Prime Minister";
        /// Security, defence, religion.
        SecurityDefenceReligion = "security-defence-religion", "an ninh, quốc phòng, tôn giáo", "security, defence, religion";
    }
}

/// One row: in this case, this authority.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AuthorityRule {
    case: ApprovalCase,
    authority: Authority,
    source: RuleSource,
}

impl AuthorityRule {
    /// The case.
    pub const fn case(&self) -> ApprovalCase {
        self.case
    }

    /// Who approves.
    pub const fn authority(&self) -> Authority {
        self.authority
    }

    /// The source of the row.
    pub const fn source(&self) -> &RuleSource {
        &self.source
    }
}

/// Who approves on `day` in this case; `None` before the oldest rule of the table.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_model::rules::{ApprovalCase, Authority, authority};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = NaiveDate::from_ymd_opt(2025, 3, 5).ok_or("no such day")?;
/// let rule = authority(ApprovalCase::Ordinary, day).ok_or("no rule")?;
/// assert_eq!((rule.authority(), rule.source().place()), (Authority::ManagingAgencyHead, "7"));
/// # Ok(()) }
/// ```
///
/// # Source
///
/// Decree 80/2020/NĐ-CP, article 7; that of 313/2025/NĐ-CP was not read.
pub fn authority(case: ApprovalCase, day: NaiveDate) -> Option<AuthorityRule> {
    let (_, authority) = ROWS.iter().find(|(of, _)| *of == case)?;
    Some(AuthorityRule { case, authority: *authority, source: CITATION.on(day)? })
}

const CITATION: Citation = Citation::new("80/2020/NĐ-CP", "7", Sureness::A);

static ROWS: &[(ApprovalCase, Authority)] = &[
    (ApprovalCase::AssociationUnit, Authority::AssociationHead),
    (ApprovalCase::HomeLicensed, Authority::HomeMinister),
    (ApprovalCase::LawMaking, Authority::PrimeMinister),
    (ApprovalCase::Ordinary, Authority::ManagingAgencyHead),
    (ApprovalCase::Recovery, Authority::ManagingAgencyHead),
    (ApprovalCase::ReliefWithoutPlace, Authority::FrontPresident),
    (ApprovalCase::RestrictedImport, Authority::PrimeMinister),
    (ApprovalCase::SecurityDefenceReligion, Authority::PrimeMinister),
];

#[cfg(test)]
pub(super) fn citations() -> impl Iterator<Item = Citation> {
    ROWS.iter().map(|_| CITATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_one_authority_and_every_authority_a_case() {
        for case in ApprovalCase::ALL {
            assert_eq!(ROWS.iter().filter(|(of, _)| of == case).count(), 1, "{case}");
        }
        for authority in Authority::ALL {
            assert!(ROWS.iter().any(|(_, it)| it == authority), "{authority}");
        }
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        assert!(authority(ApprovalCase::Ordinary, day(2020)).is_none());
        assert!(
            authority(ApprovalCase::Ordinary, day(2026)).is_some_and(|rule| rule.source().is_carried_over())
        );
    }
}
