//! People-to-people work: activities, delegations, awards.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, RowId};

use crate::gift::count_not_negative;
use crate::macros::Checked;
use crate::text::words;
use crate::{
    ActivityId, AwardId, CampaignId, DelegationId, Direction, Measure, ModelError, OccasionId, PersonId,
    Progress, TargetGroup, Validity,
};

coded! {
    /// Part of a day.
    #[expect(clippy::exhaustive_enums, reason = "the three sessions of a working day")]
    Session "session" {
        /// Chiều.
        Afternoon = "afternoon", "chiều", "afternoon";
        /// Tối.
        Evening = "evening", "tối", "evening";
        /// Sáng.
        Morning = "morning", "sáng", "morning";
    }
}

coded! {
    /// What kind of activity.
    #[non_exhaustive]
    ActivityKind "kind of activity" {
        /// Ceremony: signing, award, opening.
        Ceremony = "ceremony", "lễ", "ceremony";
        /// Conference (hội nghị), also the yearly review.
        Conference = "conference", "hội nghị", "conference";
        /// Contest.
        Contest = "contest", "cuộc thi", "contest";
        /// Exhibition.
        Exhibition = "exhibition", "triển lãm", "exhibition";
        /// Festival, gala, arts.
        Festival = "festival", "liên hoan, văn nghệ", "festival";
        /// Friendship meeting (gặp gỡ, giao lưu).
        Meeting = "meeting", "gặp gỡ, giao lưu", "friendship meeting";
        /// Any other.
        Other = "other", "hoạt động khác", "other activity";
        /// Seminar or talk.
        Seminar = "seminar", "hội thảo, tọa đàm", "seminar";
        /// Sport.
        Sport = "sport", "thể thao", "sport";
        /// Field survey.
        Survey = "survey", "khảo sát", "field survey";
        /// Training.
        Training = "training", "tập huấn", "training";
    }
}

states! {
    /// Where an activity or delegation stands.
    ActivityState "state of an activity" from Planned {
        /// Announced.
        Announced = "announced", "đã thông báo", "announced" => [Cancelled, Held, InProgress, Postponed];
        /// Called off.
        Cancelled = "cancelled", "đã hủy", "cancelled" => [];
        /// Held, over.
        Held = "held", "đã tổ chức", "held" => [];
        /// Going on.
        InProgress = "in-progress", "đang diễn ra", "in progress" => [Held];
        /// Planned.
        Planned = "planned", "theo kế hoạch", "planned" => [Announced, Cancelled, Held, InProgress, Postponed];
        /// Put off.
        Postponed = "postponed", "hoãn", "postponed" => [Announced, Cancelled, Held, InProgress];
    }
}

record! {
    /// An activity or event. It may have many organisers, each of whom may report it.
    Activity
    need { id: ActivityId, title: String, heads: Figure<Decimal>, }
    text {
        /// Whom it is for, as written.
        audience with_audience,
        /// Anything else to know.
        note with_note,
        /// The occasion, such as a national day.
        occasion with_occasion,
        /// The place as written.
        place with_place,
    }
    copy {
        /// The day.
        date with_date: NaiveDate,
        /// What kind.
        kind with_kind: ActivityKind,
        /// The part of the day.
        session with_session: Session,
    }
    maybe {
        /// The programme or campaign it belongs to.
        campaign with_campaign: CampaignId,
        /// The gathering it was a part of: two activities of one gathering are two activities and one gathering.
        gathering with_gathering: ActivityId,
        /// The occasion by its id.
        occasion_id with_occasion_id: OccasionId,
        /// The states it went through.
        progress with_progress: Progress<ActivityState>,
    }
    list {
        /// The countries it is about, as written.
        countries with_countries: String,
        /// What was given or done without money.
        measures with_measures: Measure,
        /// The organisers as written.
        organisers with_organisers: String,
        /// The partners as written.
        partners with_partners: String,
        /// The rows it was read from.
        rows with_rows: RowId,
        /// The groups it is for.
        target_groups with_target_groups: TargetGroup,
    }
}

impl Activity {
    /// An activity whose head count is not known.
    pub fn new(id: ActivityId, title: impl Into<String>) -> Self {
        Self::bare(id, title.into(), Figure::Unknown)
    }

    /// Sets how many people took part.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_heads(mut self, heads: Figure<Decimal>) -> Result<Self, ModelError> {
        self.heads = heads;
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &ActivityId {
        &self.id
    }

    /// The title as written.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How many people took part; unknown where nobody says.
    pub fn heads(&self) -> &Figure<Decimal> {
        &self.heads
    }
}

impl Checked for Activity {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.id.as_str(), &self.heads)
    }
}

record! {
    /// A delegation, in or out.
    Delegation
    need { id: DelegationId, name: String, direction: Direction, size: Figure<Decimal>, }
    text {
        /// The country as written.
        country with_country,
        /// Head of the delegation, as written.
        head with_head,
        /// Post of the head of the delegation.
        head_post with_head_post,
        /// Who receives or sends it, as written.
        host with_host,
        /// Anything else to know.
        note with_note,
        /// What it came for.
        purpose with_purpose,
    }
    copy {
        /// The days it stays.
        days with_days: Validity,
    }
    maybe {
        /// The states it went through.
        progress with_progress: Progress<ActivityState>,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Delegation {
    /// A delegation whose size is not known.
    pub fn new(id: DelegationId, name: impl Into<String>, direction: Direction) -> Self {
        Self::bare(id, name.into(), direction, Figure::Unknown)
    }

    /// Sets how many people it has.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_size(mut self, size: Figure<Decimal>) -> Result<Self, ModelError> {
        self.size = size;
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &DelegationId {
        &self.id
    }

    /// Its name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Inward or outward.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// How many people; unknown where nobody says.
    pub fn size(&self) -> &Figure<Decimal> {
        &self.size
    }

    /// The first day.
    pub fn from(&self) -> Option<NaiveDate> {
        self.days?.from()
    }

    /// The last day.
    pub fn to(&self) -> Option<NaiveDate> {
        self.days?.to()
    }
}

impl Checked for Delegation {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.id.as_str(), &self.size)
    }
}

coded! {
    /// The forms of awards, as ranked by [`AwardForm::rank`].
    #[non_exhaustive]
    AwardForm "form of award" {
        /// Bằng khen, of a ministry or province.
        Certificate = "certificate", "bằng khen", "certificate of merit";
        /// Cờ thi đua.
        Flag = "flag", "cờ thi đua", "emulation flag";
        /// An award of another country or of an international body.
        Foreign = "foreign", "giải thưởng, huân chương nước ngoài", "foreign award";
        /// Kỷ niệm chương.
        Insignia = "insignia", "kỷ niệm chương", "commemorative insignia";
        /// Giấy khen, of a department, union or commune.
        Letter = "letter", "giấy khen", "letter of merit";
        /// Huân chương, huy chương.
        Order = "order", "huân chương, huy chương", "order or medal";
    }
}

impl AwardForm {
    /// The form of an award as written: its words begin with the form's; `None` for any other text.
    ///
    /// ```
    /// use vientro_model::AwardForm;
    ///
    /// assert_eq!(AwardForm::of_label("Bằng khen của Chủ tịch UBND"), Some(AwardForm::Certificate));
    /// assert_eq!(AwardForm::of_label("kỷ yếu"), None);
    /// ```
    pub fn of_label(label: &str) -> Option<Self> {
        const LABELS: &[(&str, AwardForm)] = &[
            ("bang khen", AwardForm::Certificate),
            ("co thi dua", AwardForm::Flag),
            ("giay khen", AwardForm::Letter),
            ("huan chuong", AwardForm::Order),
            ("huy chuong", AwardForm::Order),
            ("ky niem chuong", AwardForm::Insignia),
        ];
        let key = words(label);
        LABELS.iter().find(|(form, _)| key.starts_with(form)).map(|(_, form)| *form)
    }

    /// The rank of the forms of Viet Nam, 1 the highest; `None` for an award of others.
    ///
    /// # Source
    ///
    /// The order of the law on emulation and commendation (general knowledge, to be checked).
    pub const fn rank(self) -> Option<u8> {
        match self {
            Self::Order => Some(1),
            Self::Flag => Some(2),
            Self::Certificate => Some(3),
            Self::Insignia => Some(4),
            Self::Letter => Some(5),
            Self::Foreign => None,
        }
    }
}

coded! {
    /// Who gets an award.
    #[non_exhaustive]
    RecipientKind "kind of recipient" {
        /// A body or group (tập thể).
        Collective = "collective", "tập thể", "collective";
        /// Somebody or a body from abroad.
        Foreign = "foreign", "tổ chức, cá nhân nước ngoài", "foreign body or person";
        /// A person (cá nhân).
        Individual = "individual", "cá nhân", "individual";
    }
}

states! {
    /// Where an award stands.
    AwardState "state of an award" from Proposed {
        /// Decided.
        Approved = "approved", "đã có quyết định", "approved" => [Conferred];
        /// Handed over.
        Conferred = "conferred", "đã trao", "conferred" => [];
        /// Put forward.
        Proposed = "proposed", "đề nghị", "proposed" => [Approved, Refused];
        /// Not given.
        Refused = "refused", "không tặng", "refused" => [];
    }
}

record! {
    /// An award given or received. The year of merit and the day of the award are two dates.
    Award
    need { id: AwardId, form: String, recipient: String, }
    text {
        /// The decision.
        decision with_decision,
        /// Who gives it, as written.
        giver with_giver,
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The day it was given.
        date with_date: NaiveDate,
        /// The form by its code.
        kind with_kind: AwardForm,
        /// Who gets it.
        recipient_kind with_recipient_kind: RecipientKind,
        /// The year of merit.
        year with_year: i32,
    }
    maybe {
        /// The person who gets it, if known.
        person with_person: PersonId,
        /// The states it went through.
        progress with_progress: Progress<AwardState>,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Award {
    /// An award of a form (bằng khen, giấy khen, cờ thi đua) to a recipient.
    pub fn new(id: AwardId, form: impl Into<String>, recipient: impl Into<String>) -> Self {
        Self::bare(id, form.into(), recipient.into())
    }

    /// The identifier.
    pub fn id(&self) -> &AwardId {
        &self.id
    }

    /// The form as written.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// Who gets it, as written.
    pub fn recipient(&self) -> &str {
        &self.recipient
    }
}

impl Checked for Award {}
