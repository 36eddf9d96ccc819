//! Limits: terms, times and thresholds.

use chrono::{Months, NaiveDate};
use vientro_core::Bilingual;

use super::{Citation, RuleSource, Sureness};

coded! {
    /// What a limit counts.
    #[non_exhaustive]
    LimitUnit "unit of a limit" {
        /// Calendar days.
        Day = "day", "ngày", "days";
        /// Digits of an amount in đồng.
        Digit = "digit", "chữ số", "digits";
        /// Sets of a file.
        FileSet = "file-set", "bộ hồ sơ", "sets";
        /// Months.
        Month = "month", "tháng", "months";
        /// United States dollars.
        Usd = "usd", "USD", "USD";
        /// Days other than Saturdays, Sundays and public holidays.
        WorkingDay = "working-day", "ngày làm việc", "working days";
        /// Years.
        Year = "year", "năm", "years";
    }
}

/// A term, time or threshold of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Limit {
    code: &'static str,
    vi: &'static str,
    en: &'static str,
    value: u32,
    unit: LimitUnit,
    #[cfg_attr(feature = "serde", serde(skip))]
    citation: Citation,
}

impl Limit {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// What is limited.
    pub fn about(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    /// How much.
    pub const fn value(&self) -> u32 {
        self.value
    }

    /// Of what.
    pub const fn unit(&self) -> LimitUnit {
        self.unit
    }

    /// The source of the row on a day; `None` on a day it does not hold.
    pub fn source_on(&self, day: NaiveDate) -> Option<RuleSource> {
        self.citation.on(day)
    }

    /// The day so many days, months or years after `day`; `None` for another unit, for working days, whose holidays
    /// are in no table, and past the calendar.
    pub fn after(&self, day: NaiveDate) -> Option<NaiveDate> {
        match self.unit {
            LimitUnit::Day => day.checked_add_days(chrono::Days::new(self.value.into())),
            LimitUnit::Month => day.checked_add_months(Months::new(self.value)),
            LimitUnit::Year => day.checked_add_months(Months::new(self.value.checked_mul(12)?)),
            _ => None,
        }
    }
}

/// All limits of the table, by instrument.
pub fn limits() -> &'static [Limit] {
    LIMITS
}

/// The limit of a code that holds on `day`, with its source.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_model::rules::limit;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let approved = NaiveDate::from_ymd_opt(2025, 3, 5).ok_or("no such day")?;
/// let (lapse, source) = limit("approval-lapse", approved).ok_or("no such limit")?;
/// assert_eq!(lapse.after(approved), NaiveDate::from_ymd_opt(2025, 9, 5));
/// assert!(!source.is_carried_over());
/// # Ok(()) }
/// ```
pub fn limit(code: &str, day: NaiveDate) -> Option<(&'static Limit, RuleSource)> {
    LIMITS.iter().filter(|limit| limit.code == code).find_map(|limit| Some((limit, limit.source_on(day)?)))
}

const fn row(
    code: &'static str,
    (vi, en): (&'static str, &'static str),
    value: u32,
    unit: LimitUnit,
    citation: Citation,
) -> Limit {
    Limit { code, vi, en, value, unit, citation }
}

const fn of(instrument: &'static str, place: &'static str) -> Citation {
    Citation::new(instrument, place, Sureness::A)
}

#[rustfmt::skip]
static LIMITS: &[Limit] = &[
    row("dossier-sets", ("hồ sơ trình phê duyệt", "sets of the dossier"), 6, LimitUnit::FileSet, of("80/2020/NĐ-CP", "8")),
    row("appraisal", ("thời gian thẩm định từ khi đủ hồ sơ", "appraisal from a complete file"), 20, LimitUnit::Day, of("80/2020/NĐ-CP", "")),
    row("decision-notice", ("thông báo quyết định phê duyệt", "notice of the decision"), 5, LimitUnit::Day, of("80/2020/NĐ-CP", "")),
    row("management-board", ("dự án dưới mức này có thể do đơn vị sẵn có quản lý", "a project below this may be run by an existing unit"), 200_000, LimitUnit::Usd, of("80/2020/NĐ-CP", "12")),
    row("approval-lapse", ("chưa thực hiện thì có thể thu hồi phê duyệt", "not begun, the approval may be withdrawn"), 6, LimitUnit::Month, of("80/2020/NĐ-CP", "")),
    row("closing-report", ("báo cáo kết thúc", "closing report"), 6, LimitUnit::Month, of("80/2020/NĐ-CP", "18")),
    row("relief", ("cứu trợ sau thiên tai", "relief after a disaster"), 3, LimitUnit::Month, of("50/2020/NĐ-CP", "")),
    row("recovery", ("khắc phục hậu quả sau thiên tai", "recovery after a disaster"), 9, LimitUnit::Month, of("50/2020/NĐ-CP", "")),
    row("decision-copy", ("gửi bản sao quyết định và thỏa thuận cho cơ quan tài chính", "copies of decision and agreement to the finance body"), 10, LimitUnit::WorkingDay, of("23/2022/TT-BTC", "5")),
    row("account-report", ("báo cáo việc mở tài khoản", "report of the account opened"), 15, LimitUnit::Day, of("23/2022/TT-BTC", "12")),
    row("transfer-notice", ("thông báo khoản tiền bên cung cấp chuyển, chưa sử dụng", "notice of a donor's transfer not yet spent"), 5, LimitUnit::WorkingDay, of("23/2022/TT-BTC", "12")),
    row("certificate-activity", ("thời hạn giấy đăng ký hoạt động", "term of a certificate of activity"), 3, LimitUnit::Year, of("58/2022/NĐ-CP", "")),
    row("certificate-office", ("thời hạn giấy đăng ký lập văn phòng đại diện", "term of a certificate of a representative office"), 5, LimitUnit::Year, of("58/2022/NĐ-CP", "")),
    row("certificate-renewal", ("nộp hồ sơ gia hạn trước khi hết hạn", "file for renewal before the end"), 60, LimitUnit::Day, of("58/2022/NĐ-CP", "")),
    row("certificate-answer", ("trả lời hồ sơ cấp mới, gia hạn", "answer to a new file or a renewal"), 30, LimitUnit::WorkingDay, of("58/2022/NĐ-CP", "")),
    row("certificate-change-answer", ("trả lời hồ sơ sửa đổi giấy đăng ký văn phòng", "answer to a change of an office certificate"), 25, LimitUnit::WorkingDay, of("58/2022/NĐ-CP", "")),
    row("certificate-cure", ("khắc phục khi bị đình chỉ", "to cure a suspension"), 30, LimitUnit::WorkingDay, of("58/2022/NĐ-CP", "")),
    row("certificate-inactivity", ("không hoạt động thì chấm dứt", "without activity, registration ends"), 12, LimitUnit::Month, of("58/2022/NĐ-CP", "")),
    row("ngo-account-notice", ("thông báo tài khoản ngân hàng", "notice of the bank account"), 10, LimitUnit::WorkingDay, of("58/2022/NĐ-CP", "")),
    row("ngo-province-plan", ("gửi kế hoạch hoạt động cho từng tỉnh", "plan to each province"), 45, LimitUnit::WorkingDay, of("58/2022/NĐ-CP", "")),
    row("ngo-data-change", ("thông báo thay đổi thông tin", "notice of changed data"), 10, LimitUnit::Day, of("58/2022/NĐ-CP", "")),
    row("unit-thousand", ("số liệu từ mức này được dùng nghìn đồng", "from so many digits thousands of đồng may be used"), 9, LimitUnit::Digit, Citation::new("174/2016/NĐ-CP", "4", Sureness::B)),
    row("unit-million", ("số liệu từ mức này được dùng triệu đồng", "from so many digits millions of đồng may be used"), 12, LimitUnit::Digit, Citation::new("174/2016/NĐ-CP", "4", Sureness::B)),
    row("unit-billion", ("số liệu từ mức này được dùng tỷ đồng", "from so many digits billions of đồng may be used"), 15, LimitUnit::Digit, Citation::new("174/2016/NĐ-CP", "4", Sureness::B)),
];

#[cfg(test)]
pub(super) fn citations() -> impl Iterator<Item = Citation> {
    LIMITS.iter().map(|limit| limit.citation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Certificate;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn codes_stand_once_and_limits_are_positive() {
        for limit in LIMITS {
            assert_eq!(LIMITS.iter().filter(|other| other.code == limit.code).count(), 1, "{}", limit.code);
            assert!(limit.value > 0 && !limit.vi.is_empty() && !limit.en.is_empty(), "{}", limit.code);
        }
    }

    #[test]
    fn a_limit_holds_since_its_instrument_does() {
        assert!(limit("approval-lapse", on(2020, 9, 16)).is_none());
        let (lapse, source) = limit("approval-lapse", on(2026, 1, 31)).unwrap();
        assert!(source.is_carried_over());
        assert_eq!(lapse.after(on(2025, 8, 31)), Some(on(2026, 2, 28)));
        assert_eq!(lapse.after(NaiveDate::MAX), None);
        assert_eq!(limit("management-board", on(2025, 1, 1)).unwrap().0.after(on(2025, 1, 1)), None);
        assert!(limit("", on(2025, 1, 1)).is_none());
    }

    /// A registration asks the same terms.
    #[test]
    fn certificates_have_the_terms_of_the_table() {
        for (code, certificate) in
            [("certificate-activity", Certificate::Activity), ("certificate-office", Certificate::Office)]
        {
            let (limit, _) = limit(code, on(2025, 1, 1)).unwrap();
            assert_eq!(certificate.years_max(), Some(limit.value()), "{code}");
        }
    }
}
