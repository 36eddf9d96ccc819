//! From which side of the border a gift comes, read from its donor by a stated method.

coded! {
    /// How the direction of an amount was found.
    #[non_exhaustive]
    DirectionMethod "method of the direction" {
        /// Nothing says; taken to be inside the country.
        Assumed = "assumed", "giả định là trong nước vì không có dấu hiệu khác", "assumed to be domestic, for nothing says otherwise";
        /// The donor's name is that of Vietnamese abroad.
        Diaspora = "diaspora", "suy ra: bên tặng là người Việt Nam ở nước ngoài", "inferred: the donors are Vietnamese abroad";
        /// The donor's name is that of an embassy or consulate of another country.
        DonorBody = "donor-body", "suy ra: bên tặng là cơ quan đại diện nước ngoài", "inferred: the donor is an embassy or consulate";
        /// The donor's country, stated or in its name.
        DonorCountry = "donor-country", "suy ra: theo nước của bên tặng", "inferred: from the donor's country";
        /// Stated.
        Stated = "stated", "được nêu", "stated";
    }
}

impl DirectionMethod {
    /// Is it neither stated nor inferred from anything?
    pub const fn is_assumed(self) -> bool {
        matches!(self, Self::Assumed)
    }
}

/// Names of countries that are no other words.
const COUNTRIES: &[&str] = &[
    "ai len",
    "ấn độ",
    "australia",
    "ba lan",
    "bangladesh",
    "bồ đào nha",
    "brazil",
    "cam pu chia",
    "cambodia",
    "campuchia",
    "canada",
    "china",
    "chlb đức",
    "cộng hòa pháp",
    "cuba",
    "đài loan",
    "đan mạch",
    "denmark",
    "finland",
    "france",
    "germany",
    "hà lan",
    "hàn quốc",
    "hoa kỳ",
    "india",
    "indonesia",
    "ireland",
    "israel",
    "italia",
    "italy",
    "japan",
    "korea",
    "laos",
    "liên bang đức",
    "liên bang nga",
    "luxembourg",
    "malaysia",
    "mexico",
    "mông cổ",
    "myanmar",
    "na uy",
    "nam phi",
    "nepal",
    "netherlands",
    "new zealand",
    "nhật bản",
    "norway",
    "ô xtrây li a",
    "phần lan",
    "philippines",
    "qatar",
    "singapore",
    "spain",
    "sri lanka",
    "sweden",
    "switzerland",
    "taiwan",
    "tây ban nha",
    "thái lan",
    "thailand",
    "thụy điển",
    "thụy sĩ",
    "thụy sỹ",
    "thuỵ điển",
    "thuỵ sĩ",
    "thuỵ sỹ",
    "triều tiên",
    "trung quốc",
    "ukraine",
    "united kingdom",
    "united states",
    "usa",
    "vương quốc anh",
    "vương quốc bỉ",
    "xin ga po",
];

/// Names of countries that are also other words: Long Mỹ is a town, Nga a person. They count after a word for a
/// country and alone in parentheses.
const SHORT_COUNTRIES: &[&str] = &["anh", "áo", "bỉ", "đức", "lào", "mỹ", "nga", "pháp", "séc", "úc", "ý"];

/// Words before a country that leave no doubt.
const BEFORE_COUNTRY: &[&str] = &["nước", "quán"];

/// Offices of other countries.
const BODIES: &[&str] = &["đại sứ quán", "lãnh sự quán"];

const DIASPORA: &[&str] =
    &["kiều bào", "người việt nam ở nước ngoài", "người việt ở nước ngoài", "việt kiều"];

/// With these words a name stands for a body inside the country, or for both sides: a friendship association, a
/// company that foreigners own, former students of a country.
const NOT_PLAIN: &[&str] = &["công ty", "cựu", "doanh nghiệp", "hữu nghị", "tại", "việt", "việt nam"];

/// Does the name of a donor plainly say that it comes from abroad? Anything less is `None`.
pub(crate) fn foreign_sign(donor: &str) -> Option<DirectionMethod> {
    let donor = vientro_vi::nfc(donor);
    let words = padded(&donor);
    let has = |name: &str| words.contains(&format!(" {name} "));
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    if any(DIASPORA) {
        return Some(DirectionMethod::Diaspora);
    }
    if any(NOT_PLAIN) {
        return None;
    }
    if any(BODIES) {
        return Some(DirectionMethod::DonorBody);
    }
    let named = any(COUNTRIES)
        || SHORT_COUNTRIES
            .iter()
            .any(|short| BEFORE_COUNTRY.iter().any(|before| has(&format!("{before} {short}"))));
    let in_parentheses =
        donor.split('(').skip(1).filter_map(|rest| rest.split_once(')')).any(|(inside, _)| {
            let inside = padded(inside);
            SHORT_COUNTRIES.iter().any(|short| inside == format!(" {short} "))
        });
    (named || in_parentheses).then_some(DirectionMethod::DonorCountry)
}

/// Is a country, as written, Viet Nam itself?
pub(crate) fn is_viet_nam(country: &str) -> bool {
    matches!(crate::text::words(country).as_str(), "viet nam" | "vietnam" | "vn" | "chxhcn viet nam")
}

/// Lower-case words with their marks, one space before and after each.
fn padded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |mut all, word| {
        all.push_str(word);
        all.push(' ');
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_signs_count() {
        for (donor, expected) in [
            ("Quỹ Y tế (Hàn Quốc)", Some(DirectionMethod::DonorCountry)),
            ("Tổ chức từ thiện (Mỹ)", Some(DirectionMethod::DonorCountry)),
            ("Hội Chữ thập đỏ nước Pháp", Some(DirectionMethod::DonorCountry)),
            ("Tổng Lãnh sự quán Nhật Bản", Some(DirectionMethod::DonorBody)),
            ("ĐẠI SỨ QUÁN LÀO", Some(DirectionMethod::DonorBody)),
            ("Kiều bào Canada", Some(DirectionMethod::Diaspora)),
            ("Cộng đồng người Việt Nam ở nước ngoài", Some(DirectionMethod::Diaspora)),
            // Japan, decomposed
            ("Nha\u{302}\u{323}t Ba\u{309}n", Some(DirectionMethod::DonorCountry)),
            ("Hội hữu nghị Việt Nam - Nhật Bản tỉnh An Giang", None),
            ("Đại sứ quán Việt Nam tại Lào", None),
            ("Công ty Hàn Quốc tại Long Xuyên", None),
            ("Liên đoàn Lao động", None),
            ("Nhóm thiện nguyện Long Mỹ (Hậu Giang)", None),
            ("Bà Nguyễn Thị Nga", None),
            ("Anh Đức", None),
            ("", None),
        ] {
            assert_eq!(foreign_sign(donor), expected, "{donor}");
        }
    }
}
