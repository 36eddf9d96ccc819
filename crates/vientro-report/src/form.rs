//! The administrative form: the head and foot an office puts around a report.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};
use vientro_vi::{DateStyle, format_date};

use crate::FormProfile;

/// In whose name the signer signs.
///
/// # Source
///
/// Decree 30/2020/NĐ-CP, Article 13 and Appendix I, component 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Authority {
    /// Q.: the post is held for the time being.
    Acting,
    /// TUQ.: by authorisation of the head.
    ByAuthorisation,
    /// TL.: by order of the head.
    ByOrder,
    /// KT.: a deputy signs for the head.
    ForTheHead,
    /// TM.: in the name of a body that decides together.
    OnBehalf,
}

impl Authority {
    /// The word before the body or post.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Acting, Language::Vi) => "Q.",
            (Self::Acting, Language::En) => "ACTING",
            (Self::ByAuthorisation, Language::Vi) => "TUQ.",
            (Self::ByAuthorisation, Language::En) => "BY AUTHORISATION OF",
            (Self::ByOrder, Language::Vi) => "TL.",
            (Self::ByOrder, Language::En) => "BY ORDER OF",
            (Self::ForTheHead, Language::Vi) => "KT.",
            (Self::ForTheHead, Language::En) => "FOR",
            (Self::OnBehalf, Language::Vi) => "TM.",
            (Self::OnBehalf, Language::En) => "ON BEHALF OF",
        }
    }
}

/// The signature block: authority lines, post, and the name, which stays blank until someone signs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Signature {
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    authorities: Vec<(Authority, Bilingual)>,
    post: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    name: Option<String>,
}

impl Signature {
    /// A block for the holder of `post`.
    pub fn new(post: Bilingual) -> Self {
        Self { authorities: Vec::new(), post, name: None }
    }

    /// Adds a line above the post: the authority and the body or post it comes from.
    #[must_use]
    pub fn authority(mut self, authority: Authority, whose: Bilingual) -> Self {
        self.authorities.push((authority, whose));
        self
    }

    /// The signer's name, without academic titles.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The authority lines, upper case, then the post, upper case.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let mut lines: Vec<String> = self
            .authorities
            .iter()
            .map(|(authority, whose)| {
                format!("{} {}", authority.text(language), whose.text(language).to_uppercase())
            })
            .collect();
        lines.push(self.post.text(language).to_uppercase());
        lines
    }

    /// The authority lines as given.
    pub fn authorities(&self) -> &[(Authority, Bilingual)] {
        &self.authorities
    }

    /// The post.
    pub fn post(&self) -> &Bilingual {
        &self.post
    }

    /// The name, if it is known.
    pub fn signer(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// Head and foot of an administrative document.
///
/// The abstract is the title of the report.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_core::{Bilingual, Language};
/// use vientro_report::{AdministrativeForm, Signature};
///
/// let form = AdministrativeForm::new(
///     Bilingual::new("Liên hiệp các tổ chức hữu nghị tỉnh", "Provincial Union of Friendship Organisations"),
///     "BC-LHHN",
///     Bilingual::same("An Giang"),
///     Bilingual::new("Báo cáo", "Report"),
///     Signature::new(Bilingual::new("Chủ tịch", "President")),
/// )
/// .number(5)
/// .dated(NaiveDate::from_ymd_opt(2026, 2, 9).ok_or("no such day")?);
/// assert_eq!(form.number_line(Language::Vi), "Số: 05/BC-LHHN");
/// assert_eq!(form.place_and_date(Language::Vi), "An Giang, ngày 09 tháng 02 năm 2026");
/// # Ok::<(), &str>(())
/// ```
///
/// # Source
///
/// Decree 30/2020/NĐ-CP, Appendix I: components 1 to 9 and their order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AdministrativeForm {
    #[cfg_attr(feature = "serde", serde(default))]
    profile: FormProfile,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    parent: Option<Bilingual>,
    issuer: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    number: Option<u32>,
    symbol: String,
    place: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    date: Option<NaiveDate>,
    kind: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    addressees: Vec<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    recipients: Vec<Bilingual>,
    signature: Signature,
}

impl AdministrativeForm {
    /// A form of the issuing body: symbol (`BC-LHHN`), place, type of document (Báo cáo), signature block.
    pub fn new(
        issuer: Bilingual,
        symbol: impl Into<String>,
        place: Bilingual,
        kind: Bilingual,
        signature: Signature,
    ) -> Self {
        Self {
            profile: FormProfile::nd30(),
            parent: None,
            issuer,
            number: None,
            symbol: symbol.into(),
            place,
            date: None,
            kind,
            addressees: Vec::new(),
            recipients: Vec::new(),
            signature,
        }
    }

    /// By the rules of this profile; without a word those of Decree 30.
    #[must_use]
    pub fn in_profile(mut self, profile: FormProfile) -> Self {
        self.profile = profile;
        self
    }

    /// The body the issuer belongs to.
    #[must_use]
    pub fn parent(mut self, body: Bilingual) -> Self {
        self.parent = Some(body);
        self
    }

    /// The number; without one its place stays open for the registry.
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.number = Some(number);
        self
    }

    /// The date; without one its place stays open.
    #[must_use]
    pub fn dated(mut self, date: NaiveDate) -> Self {
        self.date = Some(date);
        self
    }

    /// Adds one the report is addressed to (Kính gửi).
    #[must_use]
    pub fn addressee(mut self, body: Bilingual) -> Self {
        self.addressees.push(body);
        self
    }

    /// Adds one who receives a copy (Nơi nhận), the archive last.
    #[must_use]
    pub fn recipient(mut self, body: Bilingual) -> Self {
        self.recipients.push(body);
        self
    }

    /// Which rules it follows.
    pub fn profile(&self) -> &FormProfile {
        &self.profile
    }

    /// The body the issuer belongs to.
    pub fn parent_body(&self) -> Option<&Bilingual> {
        self.parent.as_ref()
    }

    /// The issuing body.
    pub fn issuer(&self) -> &Bilingual {
        &self.issuer
    }

    /// The symbol.
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// The place.
    pub fn place(&self) -> &Bilingual {
        &self.place
    }

    /// The type of document.
    pub fn kind(&self) -> &Bilingual {
        &self.kind
    }

    /// Those it is addressed to.
    pub fn addressees(&self) -> &[Bilingual] {
        &self.addressees
    }

    /// Those who receive a copy.
    pub fn recipients(&self) -> &[Bilingual] {
        &self.recipients
    }

    /// The signature block.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Name of the state (Quốc hiệu) and motto (Tiêu ngữ).
    pub const fn motto(language: Language) -> [&'static str; 2] {
        match language {
            Language::Vi => ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
            Language::En => ["SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"],
        }
    }

    /// Number and symbol; a number below 10 has a zero before it.
    pub fn number_line(&self, language: Language) -> String {
        format!("{} {}", self.profile.number_word(language), self.numbered())
    }

    fn numbered(&self) -> String {
        let number = self.number.map_or_else(|| "…".to_owned(), |number| format!("{number:02}"));
        self.profile.numbered(&number, &self.symbol)
    }

    /// Place and date; days below 10 and the months January and February have a zero before them.
    pub fn place_and_date(&self, language: Language) -> String {
        let place = self.place.text(language);
        match (self.date, language) {
            (None, Language::Vi) => format!("{place}, ngày … tháng … năm …"),
            (None, Language::En) => format!("{place}, …"),
            (Some(date), language) => format!("{place}, {}", format_date(date, language, DateStyle::Long)),
        }
    }

    /// The document as an appendix names it: `Kèm theo Báo cáo số 05/BC-LHHN ngày 15 tháng 12 năm 2025 của …`.
    #[cfg(any(feature = "docx", feature = "pdf"))]
    pub(crate) fn reference(&self, language: Language) -> String {
        let kind = self.kind.text(language);
        let issuer = self.issuer.text(language);
        let number = self.numbered();
        let date = self.date.map(|date| format_date(date, language, DateStyle::Long));
        match language {
            Language::Vi => {
                let date = date.unwrap_or_else(|| "ngày … tháng … năm …".to_owned());
                format!("Kèm theo {kind} số {number} {date} của {issuer}")
            }
            Language::En => {
                let date = date.unwrap_or_else(|| "…".to_owned());
                format!("Attached to {kind} No. {number} of {date}, {issuer}")
            }
        }
    }

    /// The date.
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }

    /// The number.
    pub fn assigned_number(&self) -> Option<u32> {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> AdministrativeForm {
        AdministrativeForm::new(
            Bilingual::new("Liên hiệp", "Union"),
            "BC-LHHN",
            Bilingual::same("Nghệ An"),
            Bilingual::new("Báo cáo", "Report"),
            Signature::new(Bilingual::new("Phó Chủ tịch", "Vice President"))
                .authority(Authority::OnBehalf, Bilingual::new("Ban Thường vụ", "the Standing Board"))
                .authority(Authority::ForTheHead, Bilingual::new("Chủ tịch", "the President")),
        )
    }

    #[test]
    fn zeros_stand_where_the_decree_wants_them() {
        for (month, day, expected) in [
            (1, 5, "Nghệ An, ngày 05 tháng 01 năm 2026"),
            (2, 28, "Nghệ An, ngày 28 tháng 02 năm 2026"),
            (3, 9, "Nghệ An, ngày 09 tháng 3 năm 2026"),
            (12, 15, "Nghệ An, ngày 15 tháng 12 năm 2026"),
        ] {
            let date = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
            assert_eq!(form().dated(date).place_and_date(Language::Vi), expected);
        }
        assert_eq!(form().number(129).number_line(Language::Vi), "Số: 129/BC-LHHN");
    }

    #[test]
    fn open_places_stay_open() {
        assert_eq!(form().number_line(Language::Vi), "Số: …/BC-LHHN");
        assert_eq!(form().place_and_date(Language::Vi), "Nghệ An, ngày … tháng … năm …");
    }

    #[test]
    fn authority_lines_stand_above_the_post() {
        assert_eq!(
            form().signature().lines(Language::Vi),
            ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
        );
    }
}
