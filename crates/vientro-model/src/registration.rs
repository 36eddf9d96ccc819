//! Registration of foreign non-governmental organisations, and the three counts that are not one.

use std::ops::Bound;

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Doubt, Figure, Interval, RowId, Verdict};

use crate::macros::Checked;
use crate::{Gazetteer, ModelError, OrgId, PlaceError, Progress, UnitCode, Validity};

coded! {
    /// Kind of certificate.
    ///
    /// # Source
    ///
    /// Decree 58/2022/NĐ-CP; project offices of Decree 12/2012 live on until they expire.
    #[non_exhaustive]
    Certificate "certificate" {
        /// Giấy đăng ký hoạt động, at most three years.
        Activity = "activity", "giấy đăng ký hoạt động", "certificate of activity";
        /// Giấy đăng ký lập văn phòng đại diện, at most five years.
        Office = "office", "giấy đăng ký lập văn phòng đại diện", "certificate of a representative office";
        /// Văn phòng dự án of the older decree.
        ProjectOffice = "project-office", "giấy đăng ký văn phòng dự án (quy định cũ)", "project office (older decree)";
    }
}

impl Certificate {
    /// The longest term in years; the older kind has none here.
    pub const fn years_max(self) -> Option<u32> {
        match self {
            Self::Activity => Some(3),
            Self::Office => Some(5),
            Self::ProjectOffice => None,
        }
    }
}

states! {
    /// Where a registration stands.
    ///
    /// # Source
    ///
    /// Decree 58/2022/NĐ-CP: renewal, change, re-issue; suspension with 30 working days to cure; end by ban, by 12 months
    /// without activity or by the organisation itself. The names of the states are ours.
    RegistrationState "state of a registration" from Applied {
        /// Changed: areas, sectors, representative.
        Amended = "amended", "đã sửa đổi, bổ sung", "amended" => [Ended, Expired, Extended, ReIssued, Revoked, Suspended];
        /// Filed, not decided.
        Applied = "applied", "đã nộp hồ sơ", "applied" => [Granted, Refused];
        /// Ended by the organisation.
        Ended = "ended", "tự chấm dứt", "ended by itself" => [];
        /// Its days are over.
        Expired = "expired", "hết hạn", "expired" => [Extended, Revoked];
        /// Given another term.
        Extended = "extended", "đã gia hạn", "extended" => [Amended, Ended, Expired, ReIssued, Revoked, Suspended];
        /// Given.
        Granted = "granted", "đã cấp", "granted" => [Amended, Ended, Expired, Extended, ReIssued, Revoked, Suspended];
        /// Given again on a new paper.
        ReIssued = "re-issued", "đã cấp lại", "re-issued" => [Amended, Ended, Expired, Extended, Revoked, Suspended];
        /// Not given.
        Refused = "refused", "không cấp", "refused" => [];
        /// In order again after a suspension.
        Restored = "restored", "được hoạt động trở lại", "restored" => [Amended, Ended, Expired, Extended, ReIssued, Revoked, Suspended];
        /// Taken back.
        Revoked = "revoked", "bị thu hồi, chấm dứt", "revoked" => [];
        /// Stopped until cured.
        Suspended = "suspended", "bị đình chỉ", "suspended" => [Ended, Expired, Restored, Revoked];
    }
}

impl RegistrationState {
    /// May the organisation work in this state?
    pub const fn may_work(self) -> bool {
        matches!(self, Self::Amended | Self::Extended | Self::Granted | Self::ReIssued | Self::Restored)
    }
}

record! {
    /// A certificate of registration: who, what kind, which days, where and in what it may work.
    FngoRegistration
    need { organisation: OrgId, certificate: Certificate, number: String, from: NaiveDate, to: NaiveDate, }
    text {
        /// Who issued it, as written.
        issuer with_issuer,
        /// The representative it names.
        representative with_representative,
    }
    copy {}
    maybe {
        /// The states it went through.
        progress with_progress: Progress<RegistrationState>,
    }
    list {
        /// The provinces and cities it names, by the codes of its first day.
        provinces with_provinces: UnitCode,
        /// The rows it was read from.
        rows with_rows: RowId,
        /// The sectors it names, as written.
        sectors with_sectors: String,
    }
}

impl FngoRegistration {
    /// A certificate for the days from `from` to `to`, both inside.
    ///
    /// # Errors
    ///
    /// [`ModelError::Order`]; [`ModelError::Term`] for more than three years (activity) or five years (office).
    ///
    /// # Source
    ///
    /// Decree 58/2022/NĐ-CP: the terms of the two certificates.
    pub fn try_new(
        organisation: OrgId,
        certificate: Certificate,
        number: impl Into<String>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Self, ModelError> {
        let registration = Self::bare(organisation, certificate, number.into(), from, to);
        registration.check()?;
        Ok(registration)
    }

    /// Whose it is.
    pub fn organisation(&self) -> &OrgId {
        &self.organisation
    }

    /// Which kind.
    pub fn certificate(&self) -> Certificate {
        self.certificate
    }

    /// Its number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The first day.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> NaiveDate {
        self.to
    }

    /// Is it valid on `day`: within its days, and not in a state in which the organisation may not work?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        let state = self.progress.as_ref().and_then(|progress| progress.state_on(day));
        self.from <= day && day <= self.to && state.is_none_or(RegistrationState::may_work)
    }

    /// Does it name the province or city that owns `unit` on `day`? The provinces it names are those of its first day,
    /// and a merger takes them along: of a unit made of several the answer is yes if it names all of them, and cannot
    /// be told if it names some, or no province at all.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_core::Verdict;
    /// use vientro_model::{Certificate, FngoRegistration, OrgId, UnitCode};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |year| NaiveDate::from_ymd_opt(year, 9, 1).ok_or("no such day");
    /// let kien_giang = UnitCode::try_new("91")?; // until 30 June 2025
    /// let paper = FngoRegistration::try_new(OrgId::try_new("x")?, Certificate::Activity, "12/BNG", day(2023)?, day(2026)?)?
    ///     .with_provinces([kien_giang]);
    /// assert_eq!(paper.names(UnitCode::try_new("91")?, day(2024)?)?, Verdict::Yes);
    /// assert!(paper.names(UnitCode::try_new("91")?, day(2025)?)?.doubt().is_some()); // An Giang, of which it is one half
    /// assert_eq!(paper.names(UnitCode::try_new("40")?, day(2025)?)?, Verdict::No);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Gazetteer::by_code`] on `day`.
    ///
    /// # Source
    ///
    /// Decree 58/2022/NĐ-CP: a certificate fixes the provinces. That a certificate of before the merger holds in the
    /// territory of its former provinces is our reading.
    pub fn names(&self, unit: UnitCode, day: NaiveDate) -> Result<Verdict, PlaceError> {
        let path = Gazetteer::viet_nam().path(&unit, day, self.from)?;
        let of_first_day = path.last().map(crate::PathStep::units).unwrap_or_default();
        let named = of_first_day.iter().filter(|it| self.provinces.contains(it.code())).count();
        Ok(match named {
            0 if !self.provinces.is_empty() => Verdict::No,
            0 => Verdict::CannotTell(Doubt::Unknown),
            all if all == of_first_day.len() => Verdict::Yes,
            _ => Verdict::CannotTell(Doubt::Overlap),
        })
    }

    /// The last day to file for renewal, 60 days before the last day.
    ///
    /// # Source
    ///
    /// Decree 58/2022/NĐ-CP.
    pub fn renewal_due(&self) -> NaiveDate {
        self.to.checked_sub_days(chrono::Days::new(60)).unwrap_or(self.from)
    }
}

impl Checked for FngoRegistration {
    fn check(&self) -> Result<(), ModelError> {
        Validity::try_new(Some(self.from), Some(self.to))?;
        if self.number.trim().is_empty() {
            return Err(ModelError::Text { field: "number", record: "registration".to_owned() });
        }
        let Some(years) = self.certificate.years_max() else { return Ok(()) };
        // three years from 1 July end on 30 June; papers also print 1 July, which is let through
        let end = self.from.checked_add_months(Months::new(years.saturating_mul(12)));
        if end.is_some_and(|end| self.to > end) {
            return Err(ModelError::Term {
                certificate: self.certificate,
                from: self.from,
                to: self.to,
                years_max: years,
            });
        }
        Ok(())
    }

    /// A certificate of the longest term, or of none longer.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        (self.from, self.to) = (self.from.min(self.to), self.from.max(self.to));
        if let Some(years) = self.certificate.years_max()
            && let Some(end) = self.from.checked_add_months(Months::new(years.saturating_mul(12)))
        {
            self.to = self.to.min(end);
        }
        self
    }
}

coded! {
    /// What a count of foreign organisations counts. Three counts of one province are three figures.
    #[non_exhaustive]
    Presence "presence" {
        /// Active in the place, registered or not.
        Active = "active", "đang hoạt động", "active";
        /// In relation with the Union.
        InRelation = "in-relation", "có quan hệ với Liên hiệp", "in relation with the Union";
        /// With a certificate that names the place.
        Registered = "registered", "đã đăng ký", "registered";
    }
}

record! {
    /// What is known of one foreign organisation in one place on one day. What nobody says is unknown, not "no".
    FngoPresence
    need { organisation: OrgId, as_of: NaiveDate, }
    text {
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// Does it work there?
        active with_active: bool,
        /// Does the Union keep relations with it?
        in_relation with_in_relation: bool,
        /// Does a certificate name the place?
        registered with_registered: bool,
    }
    maybe {
        /// The province or city, by its code of that day.
        unit with_unit: UnitCode,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl FngoPresence {
    /// An organisation as of a day, of which nothing else is known.
    pub fn new(organisation: OrgId, as_of: NaiveDate) -> Self {
        Self::bare(organisation, as_of)
    }

    /// Which organisation.
    pub fn organisation(&self) -> &OrgId {
        &self.organisation
    }

    /// As of which day.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Does it count in this sense? `None` if nobody says.
    pub const fn counts_as(&self, presence: Presence) -> Option<bool> {
        match presence {
            Presence::Active => self.active,
            Presence::InRelation => self.in_relation,
            Presence::Registered => self.registered,
        }
    }
}

impl Checked for FngoPresence {}

/// How many foreign organisations, counted in which sense, as of which day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PresenceCount {
    presence: Presence,
    as_of: NaiveDate,
    count: Figure<Decimal>,
}

impl PresenceCount {
    /// A count as of a day.
    pub fn new(presence: Presence, as_of: NaiveDate, count: Figure<Decimal>) -> Self {
        Self { presence, as_of, count }
    }

    /// Counts a register in one sense as of a day: entries of other days are left out, and those of which nobody says
    /// make the count a range.
    ///
    /// # Errors
    ///
    /// [`ModelError::Figure`] only past the range of a decimal.
    pub fn of<'a>(
        presence: Presence,
        as_of: NaiveDate,
        register: impl IntoIterator<Item = &'a FngoPresence>,
    ) -> Result<Self, ModelError> {
        let (mut yes, mut open) = (0_u64, 0_u64);
        for entry in register.into_iter().filter(|entry| entry.as_of == as_of) {
            match entry.counts_as(presence) {
                Some(true) => yes = yes.saturating_add(1),
                Some(false) => {}
                None => open = open.saturating_add(1),
            }
        }
        let (low, high) = (Decimal::from(yes), Decimal::from(yes.saturating_add(open)));
        let count = if open == 0 {
            Figure::Known(low)
        } else {
            Figure::within(Interval::try_new(Bound::Included(low), Bound::Included(high))?)
        };
        Ok(Self::new(presence, as_of, count))
    }

    /// In which sense.
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// As of which day.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// How many.
    pub fn count(&self) -> &Figure<Decimal> {
        &self.count
    }

    /// May the two be compared: do they count the same?
    pub fn counts_the_same_as(&self, other: &Self) -> bool {
        self.presence == other.presence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn certificate(kind: Certificate, to: NaiveDate) -> Result<FngoRegistration, ModelError> {
        let from = NaiveDate::from_ymd_opt(2023, 7, 1).unwrap_or_default();
        FngoRegistration::try_new(OrgId::try_new("o")?, kind, "12/BNG-HD", from, to)
    }

    #[test]
    fn a_certificate_has_a_longest_term() {
        assert!(certificate(Certificate::Activity, day(2026, 6, 30)).is_ok());
        assert!(matches!(certificate(Certificate::Activity, day(2026, 7, 2)), Err(ModelError::Term { .. })));
        assert!(certificate(Certificate::Office, day(2028, 6, 30)).is_ok());
        assert!(certificate(Certificate::Office, day(2028, 7, 2)).is_err());
        assert!(certificate(Certificate::ProjectOffice, day(2040, 1, 1)).is_ok());
        assert!(matches!(certificate(Certificate::Office, day(2023, 6, 30)), Err(ModelError::Order { .. })));
        let message = certificate(Certificate::Activity, day(2027, 1, 1)).unwrap_err().message();
        assert_eq!(
            message.en(),
            "a certificate of activity holds for at most 3 years, not from 2023-07-01 to 2027-01-01"
        );
        assert_eq!(
            message.vi(),
            "giấy đăng ký hoạt động có thời hạn không quá 3 năm, không phải từ 01/07/2023 đến 01/01/2027"
        );
    }

    #[test]
    fn renewal_is_filed_sixty_days_before() {
        let office = certificate(Certificate::Office, day(2028, 6, 30)).unwrap();
        assert_eq!(office.renewal_due(), day(2028, 5, 1));
        assert!(office.holds_on(day(2028, 6, 30)) && !office.holds_on(day(2028, 7, 1)));
    }

    /// Of every present unit, asked of a certificate of before the merger: all its former provinces, one too few, none.
    #[test]
    fn every_unit_of_today_is_asked_of_an_older_certificate() {
        let gazetteer = Gazetteer::viet_nam();
        let today = day(2025, 9, 1);
        for unit in gazetteer.in_force(today) {
            let former: Vec<UnitCode> =
                gazetteer.predecessors(unit.code()).into_iter().map(|it| *it.code()).collect();
            let ask = |provinces: &[UnitCode]| {
                let paper = certificate(Certificate::Activity, day(2026, 6, 30)).unwrap();
                paper.with_provinces(provinces.iter().copied()).names(*unit.code(), today).unwrap()
            };
            let elsewhere: Vec<UnitCode> = gazetteer
                .in_force(day(2023, 7, 1))
                .into_iter()
                .map(|it| *it.code())
                .filter(|code| !former.contains(code))
                .collect();
            assert_eq!(ask(&former), Verdict::Yes, "{}", unit.name());
            assert_eq!(ask(&elsewhere), Verdict::No, "{}", unit.name());
            if let [_, some @ ..] = former.as_slice()
                && !some.is_empty()
            {
                assert_eq!(ask(some), Verdict::CannotTell(Doubt::Overlap), "{}", unit.name());
            }
        }
    }

    #[test]
    fn three_counts_are_three() {
        let count =
            |presence| PresenceCount::new(presence, day(2025, 12, 31), Figure::Known(Decimal::from(6)));
        assert!(!count(Presence::InRelation).counts_the_same_as(&count(Presence::Registered)));
        assert!(count(Presence::Active).counts_the_same_as(&count(Presence::Active)));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_asks_for_the_term_again() {
        let text =
            serde_json::to_string(&certificate(Certificate::Office, day(2028, 6, 30)).unwrap()).unwrap();
        assert!(serde_json::from_str::<FngoRegistration>(&text).is_ok());
        assert!(serde_json::from_str::<FngoRegistration>(&text.replace("office", "activity")).is_err());
    }
}
