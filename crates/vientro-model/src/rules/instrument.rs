//! Instruments and those of their articles a rule is taken from.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};

use super::Sureness;
use crate::Validity;

/// A decree, resolution, decision or circular.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Instrument {
    number: &'static str,
    vi: &'static str,
    en: &'static str,
    in_force: Validity,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    replaced_by: Option<&'static str>,
    sureness: Sureness,
    note: &'static str,
}

impl Instrument {
    /// The number, such as `313/2025/NĐ-CP`.
    pub const fn number(&self) -> &'static str {
        self.number
    }

    /// What it is about, in our words.
    pub fn title(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    /// The days it is in force, as far as known.
    pub const fn in_force(&self) -> Validity {
        self.in_force
    }

    /// The instrument that took its place.
    pub fn successor(&self) -> Option<&'static Self> {
        self.replaced_by.and_then(instrument)
    }

    /// How sure these days are.
    pub const fn sureness(&self) -> Sureness {
        self.sureness
    }

    /// What a reader must know; empty if nothing.
    pub const fn note(&self) -> &'static str {
        self.note
    }

    /// The number with its kind, such as `Nghị định 313/2025/NĐ-CP`.
    pub fn text(&self, language: Language) -> String {
        let (vi, en) = match self.number.rsplit_once('/').map(|(_, kind)| kind) {
            Some("NĐ-CP") => ("Nghị định", "Decree"),
            Some("TT-BTC" | "TT-BNG" | "TT-BKHĐT") => ("Thông tư", "Circular"),
            Some("QĐ-TTg") => ("Quyết định", "Decision"),
            Some(kind) if kind.starts_with("QH") => ("Nghị quyết", "Resolution"),
            _ => ("Văn bản", "Instrument"),
        };
        match language {
            Language::Vi => format!("{vi} {}", self.number),
            Language::En => format!("{en} {}", self.number),
        }
    }
}

const fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// All instruments of the table, by field and then by age.
///
/// # Source
///
/// The numbers and days as published; the body of Decree 313/2025/NĐ-CP has not been read beyond a few articles.
pub fn instruments() -> &'static [Instrument] {
    &INSTRUMENTS
}

/// The instrument of a number, as written in the table.
pub fn instrument(number: &str) -> Option<&'static Instrument> {
    INSTRUMENTS.iter().find(|instrument| instrument.number == number)
}

/// The decree on inward aid outside official development assistance that was in force on `date`: 80/2020/NĐ-CP from
/// 17 September 2020 to 7 December 2025, 313/2025/NĐ-CP since 8 December 2025.
pub fn regime_for_aid(date: NaiveDate) -> Option<&'static Instrument> {
    ["80/2020/NĐ-CP", "313/2025/NĐ-CP"]
        .into_iter()
        .filter_map(instrument)
        .find(|instrument| instrument.in_force.contains(date))
}

static INSTRUMENTS: [Instrument; 21] = [
    Instrument {
        number: "80/2020/NĐ-CP",
        vi: "quản lý và sử dụng viện trợ không hoàn lại không thuộc hỗ trợ phát triển chính thức",
        en: "management and use of grants outside official development assistance",
        in_force: Validity::of(day(2020, 9, 17), day(2025, 12, 7)),
        replaced_by: Some("313/2025/NĐ-CP"),
        sureness: Sureness::A,
        note: "items approved under it keep its financial and reporting rules until they end (inferred from the transition of 2020)",
    },
    Instrument {
        number: "313/2025/NĐ-CP",
        vi: "quản lý và sử dụng viện trợ không hoàn lại không thuộc hỗ trợ phát triển chính thức",
        en: "management and use of grants outside official development assistance",
        in_force: Validity::of(day(2025, 12, 8), None),
        replaced_by: None,
        sureness: Sureness::A,
        note: "body not read: where its rule is not known, that of 80/2020/NĐ-CP is given",
    },
    Instrument {
        number: "50/2020/NĐ-CP",
        vi: "tiếp nhận, quản lý và sử dụng viện trợ quốc tế khẩn cấp để cứu trợ và khắc phục hậu quả thiên tai",
        en: "emergency international aid for disaster relief and recovery",
        in_force: Validity::of(day(2020, 6, 15), None),
        replaced_by: None,
        sureness: Sureness::A,
        note: "",
    },
    Instrument {
        number: "305/2025/NĐ-CP",
        vi: "viện trợ của Việt Nam cho nước ngoài",
        en: "aid of Viet Nam to other countries",
        in_force: Validity::of(day(2025, 11, 25), None),
        replaced_by: None,
        sureness: Sureness::B,
        note: "uses the words `chủ khoản viện trợ` for something else",
    },
    Instrument {
        number: "114/2021/NĐ-CP",
        vi: "quản lý và sử dụng vốn hỗ trợ phát triển chính thức và vốn vay ưu đãi",
        en: "management and use of official development assistance and preferential loans",
        in_force: Validity::of(day(2021, 12, 16), day(2025, 9, 9)),
        replaced_by: Some("242/2025/NĐ-CP"),
        sureness: Sureness::D,
        note: "number read in a circular; days from general knowledge",
    },
    Instrument {
        number: "20/2023/NĐ-CP",
        vi: "sửa đổi, bổ sung Nghị định 114/2021/NĐ-CP",
        en: "changes of Decree 114/2021/NĐ-CP",
        in_force: Validity::of(day(2023, 5, 4), day(2025, 9, 9)),
        replaced_by: Some("242/2025/NĐ-CP"),
        sureness: Sureness::D,
        note: "changes 114/2021/NĐ-CP, which stays the decree of the field; days from general knowledge",
    },
    Instrument {
        number: "242/2025/NĐ-CP",
        vi: "quản lý và sử dụng vốn hỗ trợ phát triển chính thức và vốn vay ưu đãi nước ngoài",
        en: "management and use of official development assistance and preferential foreign loans",
        in_force: Validity::of(day(2025, 9, 10), None),
        replaced_by: None,
        sureness: Sureness::D,
        note: "dated 10 September 2025 in the press; that it holds from that day is general knowledge",
    },
    Instrument {
        number: "119/2026/NĐ-CP",
        vi: "sửa đổi, bổ sung Nghị định 242/2025/NĐ-CP",
        en: "changes of Decree 242/2025/NĐ-CP",
        in_force: Validity::of(None, None),
        replaced_by: None,
        sureness: Sureness::B,
        note: "changes 242/2025/NĐ-CP, which stays the decree of the field; first day not read",
    },
    Instrument {
        number: "12/2012/NĐ-CP",
        vi: "đăng ký và quản lý hoạt động của tổ chức phi chính phủ nước ngoài tại Việt Nam",
        en: "registration and activity of foreign non-governmental organisations in Viet Nam",
        in_force: Validity::of(None, day(2022, 10, 31)),
        replaced_by: Some("58/2022/NĐ-CP"),
        sureness: Sureness::A,
        note: "first day not read; its project offices live on until their certificates end",
    },
    Instrument {
        number: "58/2022/NĐ-CP",
        vi: "đăng ký và quản lý hoạt động của tổ chức phi chính phủ nước ngoài tại Việt Nam",
        en: "registration and activity of foreign non-governmental organisations in Viet Nam",
        in_force: Validity::of(day(2022, 11, 1), None),
        replaced_by: None,
        sureness: Sureness::A,
        note: "no change found up to July 2026",
    },
    Instrument {
        number: "02/2026/TT-BNG",
        vi: "phân cấp trong ngành ngoại giao",
        en: "delegation of work inside the foreign service",
        in_force: Validity::of(None, None),
        replaced_by: None,
        sureness: Sureness::B,
        note: "dated 5 May 2026; first day not read",
    },
    Instrument {
        number: "225/2010/TT-BTC",
        vi: "quản lý tài chính nhà nước đối với viện trợ không hoàn lại thuộc nguồn thu ngân sách nhà nước",
        en: "state financial management of grants that are state-budget revenue",
        in_force: Validity::of(None, day(2022, 5, 19)),
        replaced_by: Some("23/2022/TT-BTC"),
        sureness: Sureness::A,
        note: "first day not read; the paper `xác nhận viện trợ` ended with it",
    },
    Instrument {
        number: "109/2007/TT-BTC",
        vi: "quản lý tài chính viện trợ không thuộc nguồn thu ngân sách nhà nước",
        en: "financial management of aid that is no state-budget revenue",
        in_force: Validity::of(None, day(2022, 5, 19)),
        replaced_by: Some("23/2022/TT-BTC"),
        sureness: Sureness::A,
        note: "first day not read; revoked by 23/2022/TT-BTC, which does not cover such aid",
    },
    Instrument {
        number: "23/2022/TT-BTC",
        vi: "quản lý tài chính nhà nước đối với viện trợ thuộc nguồn thu ngân sách nhà nước",
        en: "state financial management of aid that is state-budget revenue",
        in_force: Validity::of(day(2022, 5, 20), None),
        replaced_by: None,
        sureness: Sureness::A,
        note: "no successor found up to July 2026",
    },
    Instrument {
        number: "26/2026/TT-BTC",
        vi: "hồ sơ ghi thu, ghi chi ngân sách nhà nước",
        en: "files for entry into the state budget",
        in_force: Validity::of(None, None),
        replaced_by: None,
        sureness: Sureness::A,
        note: "first day not read",
    },
    Instrument {
        number: "89/2026/TT-BTC",
        vi: "hoàn thuế đối với hàng hóa, dịch vụ mua trong nước bằng viện trợ",
        en: "tax refund for goods and services bought at home with aid",
        in_force: Validity::of(None, None),
        replaced_by: None,
        sureness: Sureness::B,
        note: "first day not read",
    },
    Instrument {
        number: "174/2016/NĐ-CP",
        vi: "quy định chi tiết Luật Kế toán",
        en: "details of the Accounting Law",
        in_force: Validity::of(None, None),
        replaced_by: None,
        sureness: Sureness::B,
        note: "first day not read",
    },
    Instrument {
        number: "09/2019/NĐ-CP",
        vi: "chế độ báo cáo của cơ quan hành chính nhà nước",
        en: "reporting of state administrative bodies",
        in_force: Validity::of(None, None),
        replaced_by: None,
        sureness: Sureness::B,
        note: "first day not read",
    },
    Instrument {
        number: "30/2020/NĐ-CP",
        vi: "công tác văn thư",
        en: "clerical work: the form of administrative documents",
        in_force: Validity::of(day(2020, 3, 5), None),
        replaced_by: None,
        sureness: Sureness::D,
        note: "form read in full; first day from general knowledge",
    },
    Instrument {
        number: "202/2025/QH15",
        vi: "sắp xếp đơn vị hành chính cấp tỉnh",
        en: "arrangement of administrative units of the province level",
        in_force: Validity::of(day(2025, 7, 1), None),
        replaced_by: None,
        sureness: Sureness::D,
        note: "the units are in place since 1 July 2025",
    },
    Instrument {
        number: "19/2025/QĐ-TTg",
        vi: "bảng danh mục và mã số các đơn vị hành chính Việt Nam",
        en: "list and codes of the administrative units of Viet Nam",
        in_force: Validity::of(day(2025, 7, 1), None),
        replaced_by: None,
        sureness: Sureness::A,
        note: "",
    },
];

/// An article, or an appendix or form, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Article {
    instrument: &'static str,
    place: &'static str,
    vi: &'static str,
    en: &'static str,
    sureness: Sureness,
}

impl Article {
    /// The number of the instrument it stands in.
    pub const fn instrument(&self) -> &'static str {
        self.instrument
    }

    /// The article with its clause, such as `13(9)`, or the appendix or form by name.
    pub const fn place(&self) -> &'static str {
        self.place
    }

    /// What it is about, in our words.
    pub fn about(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    /// How sure this is.
    pub const fn sureness(&self) -> Sureness {
        self.sureness
    }
}

/// The articles that the tables of rules cite, and what was read of Decree 313/2025/NĐ-CP, by instrument.
pub fn articles() -> &'static [Article] {
    ARTICLES
}

const fn article(
    instrument: &'static str,
    place: &'static str,
    (vi, en): (&'static str, &'static str),
    sureness: Sureness,
) -> Article {
    Article { instrument, place, vi, en, sureness }
}

#[rustfmt::skip]
static ARTICLES: &[Article] = &[
    article("80/2020/NĐ-CP", "3", ("giải thích từ ngữ, các hình thức viện trợ", "definitions, forms of aid"), Sureness::A),
    article("80/2020/NĐ-CP", "3(8)", ("viện trợ thuộc nguồn thu ngân sách nhà nước", "aid that is state-budget revenue"), Sureness::A),
    article("80/2020/NĐ-CP", "7", ("thẩm quyền phê duyệt", "who approves"), Sureness::A),
    article("80/2020/NĐ-CP", "8", ("hồ sơ trình", "the dossier"), Sureness::A),
    article("80/2020/NĐ-CP", "9", ("cơ quan chủ trì thẩm định", "the lead appraiser"), Sureness::A),
    article("80/2020/NĐ-CP", "10", ("lấy ý kiến", "opinions of other bodies"), Sureness::A),
    article("80/2020/NĐ-CP", "11", ("nội dung quyết định phê duyệt", "content of the decision"), Sureness::A),
    article("80/2020/NĐ-CP", "12", ("hình thức quản lý", "form of management"), Sureness::A),
    article("80/2020/NĐ-CP", "13(9)", ("báo cáo của cơ quan chủ quản", "reports of the managing agency"), Sureness::A),
    article("80/2020/NĐ-CP", "14(4)", ("báo cáo của chủ khoản viện trợ", "reports of the aid owner"), Sureness::A),
    article("80/2020/NĐ-CP", "16", ("điều chỉnh", "changes"), Sureness::A),
    article("80/2020/NĐ-CP", "18", ("kết thúc", "closing"), Sureness::A),
    article("80/2020/NĐ-CP", "20(1)", ("nguyên tắc tài chính", "financial principle"), Sureness::A),
    article("80/2020/NĐ-CP", "23(9)", ("quyết toán viện trợ không thuộc ngân sách nhà nước", "settlement of aid that is no budget revenue"), Sureness::A),
    article("80/2020/NĐ-CP", "34", ("biểu mẫu báo cáo do thông tư quy định", "forms of reports are left to circulars"), Sureness::A),
    article("313/2025/NĐ-CP", "3(11)", ("viện trợ thuộc nguồn thu ngân sách nhà nước", "aid that is state-budget revenue"), Sureness::A),
    article("313/2025/NĐ-CP", "20(1)", ("nguyên tắc tài chính", "financial principle"), Sureness::A),
    article("313/2025/NĐ-CP", "24(2)", ("hồ sơ hoàn thuế hàng hóa, dịch vụ mua trong nước", "tax-refund file for purchases at home"), Sureness::B),
    article("313/2025/NĐ-CP", "30(2)", ("Bộ Ngoại giao phối hợp giám sát viện trợ của tổ chức phi chính phủ nước ngoài", "the Foreign Ministry helps to supervise aid of foreign NGOs"), Sureness::B),
    article("313/2025/NĐ-CP", "30(3)", ("Bộ Ngoại giao cung cấp thông tin đăng ký để thẩm định", "the Foreign Ministry supplies registration data for appraisal"), Sureness::B),
    article("23/2022/TT-BTC", "5", ("gửi quyết định và thỏa thuận cho cơ quan tài chính", "copies of decision and agreement to the finance body"), Sureness::A),
    article("23/2022/TT-BTC", "12", ("tài khoản viện trợ", "the aid account"), Sureness::A),
    article("23/2022/TT-BTC", "22", ("báo cáo của ngân hàng", "the bank's report"), Sureness::A),
    article("23/2022/TT-BTC", "23(3)", ("văn bản được dẫn chiếu bị thay thế thì theo văn bản thay thế", "a cited instrument that is replaced is read as its replacement"), Sureness::A),
    article("23/2022/TT-BTC", "Phụ lục 1", ("báo cáo của cơ quan chủ quản", "reports of the managing agency"), Sureness::A),
    article("23/2022/TT-BTC", "Phụ lục 2", ("báo cáo của Sở Tài chính", "reports of the Department of Finance"), Sureness::A),
    article("23/2022/TT-BTC", "Phụ lục 3", ("báo cáo của ngân hàng thương mại", "reports of the commercial bank"), Sureness::A),
    article("58/2022/NĐ-CP", "Mẫu 04", ("báo cáo của bộ, tỉnh", "report of a ministry or province"), Sureness::A),
    article("58/2022/NĐ-CP", "Mẫu 05", ("báo cáo của tổ chức phi chính phủ nước ngoài", "report of a foreign NGO"), Sureness::A),
    article("58/2022/NĐ-CP", "Mẫu 06", ("báo cáo của Bộ Ngoại giao", "report of the Foreign Ministry"), Sureness::A),
    article("58/2022/NĐ-CP", "Mẫu 07", ("báo cáo của Ủy ban công tác về các tổ chức phi chính phủ nước ngoài", "report of COMINGO"), Sureness::A),
    article("02/2026/TT-BNG", "4", ("giao các đơn vị thực hiện Điều 30 Nghị định 313/2025/NĐ-CP", "who does the work of article 30 of Decree 313/2025/NĐ-CP"), Sureness::B),
    article("174/2016/NĐ-CP", "4", ("đơn vị tính rút gọn và làm tròn", "shortened units and rounding"), Sureness::B),
    article("09/2019/NĐ-CP", "12", ("thời gian chốt số liệu", "cut-off of figures"), Sureness::B),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn instruments_are_named_once_and_end_after_they_begin() {
        for instrument in &INSTRUMENTS {
            let twins = INSTRUMENTS.iter().filter(|other| other.number == instrument.number).count();
            assert_eq!(twins, 1, "{}", instrument.number);
            let days = instrument.in_force;
            assert!(Validity::try_new(days.from(), days.to()).is_ok());
            assert!(!instrument.text(Language::En).starts_with("Instrument"), "{}", instrument.number);
            assert!(days.from().is_some() || !instrument.note.is_empty(), "{}", instrument.number);
        }
    }

    /// What has ended names what came after it, which began the next day.
    #[test]
    fn repealed_instruments_have_a_successor() {
        for instrument in &INSTRUMENTS {
            let Some(last) = instrument.in_force.to() else { continue };
            let successor = instrument.successor().unwrap();
            assert_eq!(successor.in_force.from(), last.succ_opt(), "{}", instrument.number);
        }
        assert!(INSTRUMENTS.iter().all(|it| it.replaced_by.is_none() || it.successor().is_some()));
    }

    #[test]
    fn no_day_has_two_regimes() {
        let mut seen = Vec::new();
        let mut day = on(2020, 1, 1);
        while day < on(2026, 12, 31) {
            let number = regime_for_aid(day).map(Instrument::number);
            if seen.last() != Some(&number) {
                seen.push(number);
            }
            day = day.succ_opt().unwrap();
        }
        assert_eq!(seen, [None, Some("80/2020/NĐ-CP"), Some("313/2025/NĐ-CP")]);
    }

    #[test]
    fn articles_stand_once_in_a_known_instrument() {
        for article in ARTICLES {
            assert!(instrument(article.instrument).is_some(), "{}", article.instrument);
            let same = |it: &&Article| (it.instrument, it.place) == (article.instrument, article.place);
            assert_eq!(ARTICLES.iter().filter(same).count(), 1, "{} {}", article.instrument, article.place);
        }
    }

    /// What the notes on law say was read of the new decree, and nothing more.
    #[test]
    fn of_the_new_decree_five_places_were_read() {
        let read: Vec<_> = ARTICLES
            .iter()
            .filter(|article| article.instrument == "313/2025/NĐ-CP")
            .map(|article| (article.place, article.sureness.as_str()))
            .collect();
        assert_eq!(read, [("3(11)", "A"), ("20(1)", "A"), ("24(2)", "B"), ("30(2)", "B"), ("30(3)", "B")]);
    }
}
