//! Why a fact is refused.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, FigureError, HistoryError, Language, PeriodError, ShareError};
use vientro_currency::{Currency, MoneyError};

use crate::account::MovementFault;
use crate::lifecycle::{Mover, Stage};
use crate::org::CountryCode;
use crate::party::PartyRole;
use crate::place::PlaceError;
use crate::registration::Certificate;
use crate::shares::SharesFault;

/// Why a fact is refused. Every message says what was found and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// An amendment begins with another value than the one in force.
    #[error(
        "the amendment of `{item}` starts from `{before}`, but since {since} the commitment is `{in_force}`; amend from the value in force"
    )]
    AmendmentBefore {
        /// The item.
        item: String,
        /// The value the amendment starts from.
        before: String,
        /// The value in force.
        in_force: String,
        /// The day the value in force was recorded.
        since: NaiveDate,
    },
    /// The years between the two ends are not the years stated.
    #[error("from {from} to {to} are {counted} years, not `{stated}`")]
    Anniversary {
        /// First year.
        from: i32,
        /// Last year.
        to: i32,
        /// Years between them.
        counted: i32,
        /// Years stated.
        stated: i32,
    },
    /// A day or year the calendar does not have.
    #[error("`{record}` has `{found}`, which no calendar has; give a day and month such as `2/9`, or a year")]
    Calendar {
        /// The record.
        record: String,
        /// Day and month, or the year.
        found: String,
    },
    /// A code the list does not have.
    #[error("unknown {what} `{found}`, expected one of {expected}")]
    Code {
        /// What kind of code.
        what: &'static str,
        /// The code as given, cut to 40 characters.
        found: String,
        /// The codes there are, in backticks.
        expected: &'static str,
    },
    /// A second commitment for an item that has one.
    #[error("`{item}` already has a commitment; record an amendment with before, after and reason instead")]
    Committed {
        /// The item.
        item: String,
    },
    /// No two letters.
    #[error("`{found}` is no country code, expected two letters of ISO 3166 such as `JP`")]
    Country {
        /// The code as given, cut to 40 characters.
        found: String,
    },
    /// A commitment changes its currency.
    #[error(
        "the commitment of `{item}` is in `{committed}`, the amendment in `{amended}`; an amendment keeps the currency"
    )]
    Currency {
        /// The item.
        item: String,
        /// Currency of the commitment.
        committed: Currency,
        /// Currency of the amendment.
        amended: Currency,
    },
    /// Not five digits.
    #[error("`{found}` is no purpose code, expected five digits such as `12220`")]
    DacCode {
        /// The code as given, cut to 40 characters.
        found: String,
    },
    /// A district after the tier had ended.
    #[error(
        "`{name}` is a district, and since 2025-07-01 there are none, so not on {on}; give a day up to 2025-06-30 and the province of that day"
    )]
    District {
        /// The district.
        name: String,
        /// The day given.
        on: NaiveDate,
    },
    /// A day before the newest entry.
    #[error("{what} of {on} lies before the newest one of {newest}; they are only appended")]
    Earlier {
        /// What is appended.
        what: &'static str,
        /// The day given.
        on: NaiveDate,
        /// The day of the newest one.
        newest: NaiveDate,
    },
    /// An id that is already taken.
    #[error("the {kind} `{id}` is already taken; a changed fact is amended or reversed, never added again")]
    Duplicate {
        /// What kind of record.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A figure cannot be made.
    #[error("the figure cannot be made")]
    Figure(#[from] FigureError),
    /// A file of a format this crate does not read.
    #[error(
        "`{found}` is {} `{newest}`; {}",
        if *.is_newer { "newer than" } else { "no version of" },
        if *.is_newer { "read it with a newer release of this library" } else { "write the format first, as this library does" }
    )]
    Format {
        /// The format as given, cut to 40 characters.
        found: String,
        /// The newest format this crate reads.
        newest: &'static str,
        /// Is it a later version of the same format?
        is_newer: bool,
    },
    /// The format of a file after its facts.
    #[error("the format of a file stands before the facts; begin with `\"format\": \"{expected}\"`")]
    FormatAfterFacts {
        /// The format expected.
        expected: &'static str,
    },
    /// Something that would be related to itself.
    #[error("`{id}` cannot be `{kind}` itself; name the other one")]
    Itself {
        /// The relation.
        kind: &'static str,
        /// The record.
        id: String,
    },
    /// A version cannot be recorded.
    #[error("the version cannot be recorded")]
    History(#[from] HistoryError),
    /// The text is no identifier.
    #[error("`{found}` is no {kind}: expected 1 to 200 characters, none of them a control character")]
    Id {
        /// What kind of identifier.
        kind: &'static str,
        /// The text as given, cut to 40 characters.
        found: String,
    },
    /// A joint claim that names no group, one claimant only, or a lead who does not claim.
    #[error("the joint claim `{group}` cannot stand: {}", .reason.text(Language::En))]
    JointClaim {
        /// The group.
        group: String,
        /// What is wrong.
        reason: JointClaimFault,
    },
    /// An approval lapses before its time.
    #[error(
        "approved on {approved}, the item lapses on {earliest} at the earliest, not on {on}; to take the approval back before, record the decision that revokes it"
    )]
    Lapse {
        /// The day of the approval.
        approved: NaiveDate,
        /// The day given.
        on: NaiveDate,
        /// The first day on which it may lapse.
        earliest: NaiveDate,
    },
    /// Money cannot be made or combined.
    #[error("the money cannot be made")]
    Money(#[from] MoneyError),
    /// A stage that does not follow.
    #[error("from `{from}` an item does not go to `{to}`; it may go to {}", if .allowed.is_empty() { "no other stage" } else { .allowed })]
    Move {
        /// The stage now.
        from: Stage,
        /// The stage asked for.
        to: Stage,
        /// The stages that follow, in backticks.
        allowed: String,
    },
    /// An amount below zero.
    #[error(
        "the amount of `{record}` is `{amount}`; amounts are not negative, money that went back is a flow of kind `refund`"
    )]
    NegativeAmount {
        /// The record.
        record: String,
        /// The amount or its lower end.
        amount: String,
    },
    /// An amendment of an item without a commitment.
    #[error("`{item}` has no commitment to amend; record the commitment as approved first")]
    NoCommitment {
        /// The item.
        item: String,
    },
    /// A country that a scheme of regions does not name.
    #[error("`{country}` is in no region of `{scheme}`; name it unclassified or extend the scheme")]
    NoRegion {
        /// The scheme.
        scheme: String,
        /// The country.
        country: CountryCode,
    },
    /// No rule for the question.
    #[error("no rule for {}; the table has {}", .question.en(), .known.en())]
    NoRule {
        /// What was asked.
        question: Bilingual,
        /// What the table has.
        known: Bilingual,
    },
    /// A movement on accounts that its kind does not allow.
    #[error("the movement `{movement}` cannot stand: {}", .fault.text(Language::En))]
    Movement {
        /// The movement.
        movement: String,
        /// What is wrong.
        fault: MovementFault,
    },
    /// A move that is somebody else's to make.
    #[error("an `{mover}` does not move an item from `{from}` to `{to}`; the `{allowed}` does")]
    Mover {
        /// The stage it is in.
        from: Stage,
        /// The stage asked for.
        to: Stage,
        /// Who asked.
        mover: Mover,
        /// Whose move it is.
        allowed: Mover,
    },
    /// A division by groups that may overlap.
    #[error("the groups of `{scheme}` may overlap, so a country has no one region there; ask for its groups")]
    Overlapping {
        /// The scheme.
        scheme: String,
    },
    /// An agreement of fewer than two different bodies.
    #[error(
        "the agreement `{agreement}` has {count} different bodies, expected two or more, none of them twice"
    )]
    Parties {
        /// The agreement.
        agreement: String,
        /// How many different bodies it has.
        count: usize,
    },
    /// Readings of a clash that are too few, or a choice that is none of them.
    #[error(
        "the clash `{clash}` needs a statement and two different readings, and a choice is one of them: {readings}"
    )]
    Readings {
        /// The clash.
        clash: String,
        /// Its readings, in backticks.
        readings: String,
    },
    /// A role that has its bodies already.
    #[error(
        "the bodies in the role `{role}` are given already; give all bodies of a role at once, with shares"
    )]
    Role {
        /// The role.
        role: PartyRole,
    },
    /// The end lies before the beginning.
    #[error("{what} ends in `{to}`, before it begins in `{from}`")]
    Order {
        /// What has the two ends.
        what: &'static str,
        /// The beginning.
        from: String,
        /// The end.
        to: String,
    },
    /// The sum leaves the range of a decimal.
    #[error("the sum of `{what}` is outside the range of a decimal")]
    Overflow {
        /// What was summed.
        what: String,
    },
    /// A period cannot be made.
    #[error("the period cannot be made")]
    Period(#[from] PeriodError),
    /// A place is not found.
    #[error("the place is not found")]
    Place(#[from] PlaceError),
    /// Shares cannot be made.
    #[error("the shares cannot be made")]
    Share(#[from] ShareError),
    /// Shares that do not make up their whole.
    #[error("the shares `{weights}` of `{whole}` do not fit: {}", .fault.text(Language::En))]
    Shares {
        /// What is wrong.
        fault: SharesFault,
        /// The weights, joined by `+`.
        weights: String,
        /// What they are out of.
        whole: Decimal,
    },
    /// A state that does not follow.
    #[error("from `{from}` there is no way to `{to}`; it may go to {}", if .allowed.is_empty() { "no other state" } else { .allowed })]
    State {
        /// The state it is in.
        from: &'static str,
        /// The state asked for.
        to: &'static str,
        /// The states that may follow, in backticks.
        allowed: String,
    },
    /// A certificate that is longer than its kind may be.
    #[error("a {} holds for at most {years_max} years, not from {from} to {to}", .certificate.text(Language::En))]
    Term {
        /// The kind of certificate.
        certificate: Certificate,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// The longest term in years.
        years_max: u32,
    },
    /// A text that must say something is blank.
    #[error("the {field} of `{record}` is blank")]
    Text {
        /// The field.
        field: &'static str,
        /// The record.
        record: String,
    },
    /// Quantity and price of goods that make another value.
    #[error(
        "`{record}` is valued at `{value}`, but quantity and price make `{product}`; correct one of the three"
    )]
    Valuation {
        /// The line of goods.
        record: String,
        /// The value stated.
        value: String,
        /// What quantity and price make.
        product: String,
    },
    /// Not two digits.
    #[error("`{found}` is no unit code, expected two digits from `01` to `99`")]
    UnitCode {
        /// The code as given, cut to 40 characters.
        found: String,
    },
}

coded! {
    /// What is wrong with a joint claim.
    #[non_exhaustive]
    JointClaimFault "joint claim fault" {
        /// Fewer than two claimants.
        Alone = "alone", "cần ít nhất hai bên cùng báo cáo", "it needs at least two different claimants";
        /// The lead is none of the claimants.
        LeadElsewhere = "lead-elsewhere", "bên chủ trì không nằm trong các bên báo cáo", "its lead is none of its claimants";
        /// No group.
        NoGroup = "no-group", "thiếu tên nhóm", "its group is blank";
        /// Not one share a claimant, or not one in sum.
        Shares = "shares", "cần mỗi bên một tỷ lệ và tổng bằng 1", "it needs one share a claimant, with the sum 1";
    }
}

impl ModelError {
    /// The refusal in Vietnamese and in English, its cause included.
    pub fn message(&self) -> Bilingual {
        let cause = std::error::Error::source(self).map(|cause| format!(": {cause}")).unwrap_or_default();
        let vi = match self {
            Self::AmendmentBefore { item, before, in_force, since } => format!(
                "điều chỉnh của `{item}` bắt đầu từ `{before}`, nhưng từ {} cam kết là `{in_force}`; hãy điều chỉnh từ giá trị đang có hiệu lực",
                date_vi(*since)
            ),
            Self::Anniversary { from, to, counted, stated } => {
                format!("từ {from} đến {to} là {counted} năm, không phải `{stated}`")
            }
            Self::Calendar { record, found } => {
                format!(
                    "`{record}` ghi `{found}`, không có trong lịch; hãy ghi ngày và tháng như `2/9`, hoặc năm"
                )
            }
            Self::Code { found, expected, .. } => {
                format!("không có mã `{found}`, cần một trong các mã {expected}")
            }
            Self::Committed { item } => {
                format!("`{item}` đã có cam kết; hãy ghi điều chỉnh với giá trị trước, giá trị sau và lý do")
            }
            Self::Country { found } => {
                format!("`{found}` không phải mã nước, cần hai chữ cái theo ISO 3166 như `JP`")
            }
            Self::Currency { item, committed, amended } => format!(
                "cam kết của `{item}` bằng `{committed}`, điều chỉnh bằng `{amended}`; điều chỉnh phải giữ nguyên đồng tiền"
            ),
            Self::DacCode { found } => {
                format!("`{found}` không phải mã mục đích, cần năm chữ số như `12220`")
            }
            Self::District { name, on } => format!(
                "`{name}` là cấp huyện, từ 01/07/2025 không còn cấp huyện nên không có vào ngày {}; hãy ghi ngày đến 30/06/2025 và tỉnh khi đó",
                date_vi(*on)
            ),
            Self::Earlier { on, newest, .. } => format!(
                "ngày {} trước lần ghi gần nhất ngày {}; chỉ được ghi thêm",
                date_vi(*on),
                date_vi(*newest)
            ),
            Self::Duplicate { id, .. } => {
                format!("mã `{id}` đã dùng; việc thay đổi thì điều chỉnh hoặc ghi đảo, không thêm lại")
            }
            Self::Figure(cause) => format!("không lập được số liệu: {}", cause.text(Language::Vi)),
            Self::Format { found, newest, is_newer: true } => {
                format!("`{found}` mới hơn `{newest}`; hãy đọc bằng bản phát hành mới hơn của thư viện này")
            }
            Self::Format { found, newest, is_newer: false } => format!(
                "`{found}` không phải phiên bản nào của `{newest}`; hãy ghi định dạng trước, như thư viện này ghi"
            ),
            Self::FormatAfterFacts { expected } => {
                format!("định dạng phải đứng trước dữ liệu; hãy bắt đầu bằng `\"format\": \"{expected}\"`")
            }
            Self::History(cause) => format!("không ghi được phiên bản: {}", cause.text(Language::Vi)),
            Self::Id { found, .. } => {
                format!("`{found}` không thể làm mã: cần 1 đến 200 ký tự, không có ký tự điều khiển")
            }
            Self::Itself { kind, id } => {
                format!("`{id}` không thể có quan hệ `{kind}` với chính mình; hãy nêu bên kia")
            }
            Self::Lapse { approved, on, earliest } => format!(
                "phê duyệt ngày {}, sớm nhất ngày {} mới bị thu hồi do chưa thực hiện, không phải ngày {}; nếu thu hồi sớm hơn, hãy ghi quyết định thu hồi",
                date_vi(*approved),
                date_vi(*earliest),
                date_vi(*on)
            ),
            Self::JointClaim { group, reason } => {
                format!("khoản cùng báo cáo `{group}` chưa hợp lệ: {}", reason.text(Language::Vi))
            }
            Self::Money(cause) => format!("không lập được số tiền: {}", cause.text(Language::Vi)),
            Self::Move { from, to, allowed } => {
                let allowed = if allowed.is_empty() { "không bước nào" } else { allowed };
                format!(
                    "khoản viện trợ không chuyển từ `{from}` sang `{to}`; bước tiếp theo có thể là {allowed}"
                )
            }
            Self::Movement { movement, fault } => {
                format!("phát sinh tài khoản `{movement}` chưa hợp lệ: {}", fault.text(Language::Vi))
            }
            Self::Mover { from, to, mover, allowed } => format!(
                "{} không chuyển khoản viện trợ từ `{from}` sang `{to}`; việc này do {}",
                mover.text(Language::Vi),
                allowed.text(Language::Vi)
            ),
            Self::NegativeAmount { record, amount } => format!(
                "số tiền của `{record}` là `{amount}`; số tiền không được âm, tiền hoàn trả ghi là dòng `refund`"
            ),
            Self::NoCommitment { item } => {
                format!("`{item}` chưa có cam kết để điều chỉnh; hãy ghi cam kết được phê duyệt trước")
            }
            Self::NoRegion { scheme, country } => {
                format!(
                    "`{country}` không thuộc khối nào của `{scheme}`; ghi là chưa phân loại hoặc bổ sung khối"
                )
            }
            Self::NoRule { question, known } => {
                format!("không có quy định cho {}; trong bảng có {}", question.vi(), known.vi())
            }
            Self::Order { from, to, .. } => format!("kết thúc `{to}` trước khi bắt đầu `{from}`"),
            Self::Overlapping { scheme } => {
                format!(
                    "các nhóm của `{scheme}` có thể chồng nhau nên một nước không có một khối duy nhất; hãy hỏi các nhóm của nước đó"
                )
            }
            Self::Parties { agreement, count } => {
                format!(
                    "thỏa thuận `{agreement}` có {count} bên khác nhau, cần từ hai bên trở lên, không bên nào ghi hai lần"
                )
            }
            Self::Readings { clash, readings } => format!(
                "điểm chưa rõ `{clash}` cần một số liệu và hai cách hiểu khác nhau, và cách được chọn là một trong: {readings}"
            ),
            Self::Role { role } => {
                format!("đã nêu {}; hãy nêu một lần mọi bên cùng vai trò, kèm tỷ lệ", role.text(Language::Vi))
            }
            Self::Overflow { what } => format!("tổng của `{what}` vượt phạm vi số thập phân"),
            Self::Period(cause) => format!("không lập được kỳ: {}", cause.text(Language::Vi)),
            Self::Place(place) => place.message().vi().to_owned(),
            Self::Share(cause) => format!("không lập được tỷ lệ: {}", cause.text(Language::Vi)),
            Self::Shares { fault, weights, whole } => {
                format!("tỷ lệ `{weights}` trên `{whole}` chưa hợp lệ: {}", fault.text(Language::Vi))
            }
            Self::State { from, to, allowed } => {
                let allowed = if allowed.is_empty() { "không trạng thái nào" } else { allowed };
                format!("không chuyển từ `{from}` sang `{to}`; trạng thái tiếp theo có thể là {allowed}")
            }
            Self::Term { certificate, from, to, years_max } => format!(
                "{} có thời hạn không quá {years_max} năm, không phải từ {} đến {}",
                certificate.text(Language::Vi),
                date_vi(*from),
                date_vi(*to)
            ),
            Self::Text { field, record } => format!("trường `{field}` của `{record}` bỏ trống"),
            Self::Valuation { record, value, product } => format!(
                "`{record}` được định giá `{value}`, nhưng số lượng và đơn giá cho `{product}`; hãy sửa một trong ba"
            ),
            Self::UnitCode { found } => {
                format!("`{found}` không phải mã đơn vị hành chính, cần hai chữ số từ `01` đến `99`")
            }
        };
        let en = match self {
            Self::Place(place) => place.message().en().to_owned(),
            _ => format!("{self}{cause}"),
        };
        Bilingual::new(vi, en)
    }
}

/// A day in a Vietnamese message: `05/03/2025`.
pub(crate) fn date_vi(date: NaiveDate) -> String {
    vientro_vi::format_date(date, Language::Vi, vientro_vi::DateStyle::Short)
}
