//! Counted nouns behind a number: "dự án", "suất học bổng".

use super::{Found, Unit, found, words_of};
use crate::prelude::*;
use crate::text;
use crate::token::{Line, Token};
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

/// Nouns of one word that end the unit: `suất` in "suất học bổng".
const NOUNS: [&str; 120] = [
    "lọ",
    "mục",
    "hũ",
    "đôi",
    "áo",
    "chăn",
    "bình",
    "liều",
    "lít",
    "viên",
    "trẻ",
    "cặp",
    "cụ",
    "kiện",
    "ấn",
    "suất",
    "căn",
    "hộ",
    "người",
    "đoàn",
    "khoản",
    "lượt",
    "em",
    "cháu",
    "cái",
    "chiếc",
    "bộ",
    "con",
    "cây",
    "cuốn",
    "quyển",
    "bản",
    "tờ",
    "ngôi",
    "nhà",
    "phòng",
    "lớp",
    "trường",
    "xã",
    "phường",
    "huyện",
    "quận",
    "tỉnh",
    "nước",
    "phần",
    "đợt",
    "cuộc",
    "buổi",
    "ca",
    "đơn",
    "hội",
    "chi",
    "ngày",
    "tháng",
    "năm",
    "tuần",
    "giờ",
    "phút",
    "quý",
    "tấm",
    "thùng",
    "bao",
    "túi",
    "chai",
    "hộp",
    "gói",
    "máy",
    "xe",
    "giường",
    "cầu",
    "điểm",
    "bài",
    "tin",
    "kỳ",
    "khóa",
    "thôn",
    "độ",
    "thửa",
    "sào",
    "chuyến",
    "khách",
    "bể",
    "giếng",
    "cơn",
    "trận",
    "vụ",
    "ngành",
    "sở",
    "ấp",
    "buôn",
    "bóng",
    "toa",
    "tàu",
    "thuyền",
    "quả",
    "món",
    "lô",
    "tổ",
    "đội",
    "nhóm",
    "tuổi",
    "gian",
    "đàn",
    "kênh",
    "vé",
    "giải",
    "container",
    "mũi",
    "ngọn",
    "trang",
    "nữ",
    "trụ",
    "ghế",
    "bàn",
    "bếp",
    "phiếu",
    "ý",
    "tiết",
    "đêm",
    "trạm",
];

/// Nouns of two words and more.
const COMPOUND_NOUNS: [&str; 229] = [
    "mặt hàng",
    "ca nô",
    "ngày công",
    "thành viên",
    "giờ công",
    "người lao động",
    "lượt tàu",
    "con tàu",
    "đầu mối",
    "đầu việc",
    "mặt bằng",
    "trường hợp",
    "điểm cầu",
    "điểm nghẽn",
    "bộ ngành",
    "nhà thầu",
    "bài học",
    "giải pháp",
    "nhóm giải pháp",
    "nội dung",
    "vấn đề",
    "yếu tố",
    "tiêu chí",
    "chỉ số",
    "phiên họp",
    "kỳ họp",
    "tham luận",
    "ý kiến",
    "lượt ý kiến",
    "kiến nghị",
    "khâu đột phá",
    "cụm dân cư",
    "hiện vật",
    "câu hỏi",
    "câu lạc bộ",
    "tủ sách",
    "nút giao",
    "hợp đồng",
    "cánh đồng",
    "cộng đồng",
    "áo ấm",
    "áo phao",
    "đơn thuốc",
    "văn kiện",
    "cuốn sách",
    "phương tiện",
    "thiết bị",
    "hộ khẩu",
    "bài báo",
    "bình luận",
    "tin nhắn",
    "hội đoàn",
    "bà mẹ",
    "phụ huynh",
    "lính cứu hỏa",
    "nhà báo",
    "khách du lịch",
    "du khách",
    "công dân",
    "ngư dân",
    "hộ kinh doanh",
    "nhà đầu tư",
    "trạm bơm",
    "hồ chứa",
    "máy bay",
    "tên lửa",
    "mô tô",
    "xe máy",
    "ô tô",
    "xe tải",
    "học viên",
    "thí sinh",
    "bác sỹ",
    "kỹ sư",
    "tiến sĩ",
    "giáo sư",
    "nhạc sĩ",
    "họa sĩ",
    "diễn viên",
    "dự án",
    "phi dự án",
    "hoạt động",
    "tổ chức",
    "chương trình",
    "học bổng",
    "học sinh",
    "sinh viên",
    "sự kiện",
    "hội nghị",
    "hội thảo",
    "quốc gia",
    "thành phố",
    "địa phương",
    "cá nhân",
    "tập thể",
    "hội viên",
    "đoàn viên",
    "đại biểu",
    "trẻ em",
    "gia đình",
    "doanh nghiệp",
    "công trình",
    "lĩnh vực",
    "đối tác",
    "thỏa thuận",
    "biên bản",
    "văn bản",
    "tình nguyện viên",
    "cán bộ",
    "giáo viên",
    "bác sĩ",
    "bệnh nhân",
    "đơn vị",
    "bằng khen",
    "giấy khen",
    "nhà tài trợ",
    "nhà hảo tâm",
    "hội hữu nghị",
    "chi hội",
    "trung tâm",
    "cơ sở",
    "đồng chí",
    "đồng bào",
    "phụ nữ",
    "chuyên gia",
    "nạn nhân",
    "phòng học",
    "trạm y tế",
    "trường học",
    "nhà tình thương",
    "đầu sách",
    "xe đạp",
    "xe lăn",
    "máy tính",
    "giấy phép",
    "giấy đăng ký",
    "nhiệm vụ",
    "mục tiêu",
    "chỉ tiêu",
    "cuộc họp",
    "áo khoác",
    "khu vực",
    "trụ cột",
    "nhân khẩu",
    "lao động",
    "mô hình",
    "hạng mục",
    "điểm trường",
    "nhà vệ sinh",
    "nhà văn hóa",
    "y bác sĩ",
    "y tá",
    "nhân viên",
    "công nhân",
    "nông dân",
    "thanh niên",
    "chiến sĩ",
    "cựu chiến binh",
    "nhà giáo",
    "thầy cô",
    "thầy thuốc",
    "tỉnh thành",
    "quận huyện",
    "xã phường",
    "nhà khoa học",
    "phóng viên",
    "hiệp định",
    "kế hoạch",
    "đề tài",
    "đề án",
    "sáng kiến",
    "tập đoàn",
    "công ty",
    "hợp tác xã",
    "ngân hàng",
    "bệnh viện",
    "giường bệnh",
    "quả bom",
    "vật liệu nổ",
    "bom mìn",
    "tiết mục",
    "ấn phẩm",
    "hồ sơ",
    "thủ tục",
    "nhà đại đoàn kết",
    "nhà tình nghĩa",
    "công trình nước",
    "máy lọc nước",
    "huy chương",
    "danh hiệu",
    "thư viện",
    "dân tộc",
    "di tích",
    "ủy viên",
    "khách mời",
    "kiều bào",
    "lưu học sinh",
    "bể bơi",
    "ổ dịch",
    "gia súc",
    "nghệ sĩ",
    "vận động viên",
    "làng nghề",
    "khu công nghiệp",
    "khu dân cư",
    "cụm công nghiệp",
    "nhà máy",
    "tuyên truyền viên",
    "cộng tác viên",
    "báo cáo viên",
    "hướng dẫn viên",
    "huấn luyện viên",
    "điều phối viên",
    "kỹ thuật viên",
    "hòa giải viên",
    "tân sinh viên",
    "cựu sinh viên",
    "nữ sinh viên",
    "nam sinh viên",
    "nữ sinh",
    "nam sinh",
    "nghiên cứu sinh",
    "thực tập sinh",
    "du học sinh",
    "cựu học sinh",
    "chuyên viên",
    "giảng viên",
    "đội trưởng",
    "đội viên",
];

/// English nouns, so that a translated sentence is read as well.
const ENGLISH_NOUNS: [&str; 33] = [
    "projects",
    "project",
    "organisations",
    "organizations",
    "houses",
    "scholarships",
    "people",
    "households",
    "activities",
    "items",
    "gifts",
    "delegations",
    "events",
    "students",
    "children",
    "families",
    "provinces",
    "countries",
    "programmes",
    "years",
    "participants",
    "volunteers",
    "villages",
    "schools",
    "teachers",
    "patients",
    "months",
    "beneficiaries",
    "hectares",
    "communes",
    "districts",
    "partners",
    "women",
];

/// Words that cannot be a counted noun: they go on with the sentence.
const STOP_WORDS: [&str; 157] = [
    "và", "với", "của", "cho", "tại", "trong", "ở", "là", "đã", "đang", "sẽ", "được", "từ", "đến", "tới",
    "so", "về", "do", "để", "khi", "mà", "thì", "nhưng", "hoặc", "hay", "cùng", "trên", "dưới", "gần", "hơn",
    "khoảng", "ước", "đạt", "gồm", "bao", "theo", "nhằm", "như", "vào", "ra", "lên", "xuống", "tăng", "giảm",
    "vượt", "bằng", "chiếm", "tương", "có", "không", "chưa", "này", "đó", "nay", "trước", "sau", "qua", "bị",
    "còn", "cũng", "nên", "vì", "nếu", "thuộc", "giữa", "tập", "tiếp", "triển", "ngoài", "nhân", "trở",
    "sáng", "chiều", "tối", "mỗi", "các", "những", "một", "tổng", "trị", "giá", "the", "of", "and", "in",
    "for", "to", "from", "with", "at", "by", "on", "was", "were", "is", "are", "cần", "phải", "rồi", "lại",
    "ngay", "vẫn", "đều", "nhất", "mới", "chỉ", "thêm", "khác", "đây", "kia", "ấy", "chủ", "nhờ", "tuy",
    "song", "bởi", "lúc", "nào", "gì", "ai", "đâu", "mở", "gửi", "hỗ", "phục", "góp", "thực", "xây", "tham",
    "nhận", "trao", "giúp", "phê", "ký", "hoàn", "khởi", "quyết", "năm", "kèm", "riêng", "hàng", "cả", "vừa",
    "liên", "điều", "mục", "khoản", "a", "an", "or", "as", "has", "have", "had", "which", "that", "per",
];

/// The compound nouns as keys, beside their spelling.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
static COMPOUNDS: [Phrase; COMPOUND_NOUNS.len()] = {
    let mut phrases = [phrase_of("dự án"); COMPOUND_NOUNS.len()];
    let mut index = 0;
    while index < COMPOUND_NOUNS.len() {
        phrases[index] = phrase_of(COMPOUND_NOUNS[index]);
        index += 1;
    }
    phrases
};

static SINGLES: [Word; NOUNS.len()] = words_of(NOUNS);

static ENGLISH: [Word; ENGLISH_NOUNS.len()] = words_of(ENGLISH_NOUNS);

/// Adds the roles of nouns and of words that are none.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(super) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < NOUNS.len() {
        roles.add(word(NOUNS[index]), unmarked, role::NOUN);
        index += 1;
    }
    index = 0;
    while index < ENGLISH_NOUNS.len() {
        roles.add(word(ENGLISH_NOUNS[index]), unmarked, role::NOUN);
        index += 1;
    }
    index = 0;
    while index < COMPOUND_NOUNS.len() {
        roles.add_first(&phrase_of(COMPOUND_NOUNS[index]), unmarked, role::COMPOUND);
        index += 1;
    }
    index = 0;
    while index < STOP_WORDS.len() {
        roles.add(word(STOP_WORDS[index]), unmarked, role::STOP);
        index += 1;
    }
}

/// A noun of the vocabulary that begins at `index`, as the vocabulary spells it, and the index after it.
pub(crate) fn known_noun(line: &Line<'_>, index: usize) -> Option<(&'static str, usize)> {
    let token = line.word_at(index)?;
    if token.has(role::COMPOUND)
        && let Some((noun, end)) = COMPOUNDS
            .iter()
            .zip(COMPOUND_NOUNS)
            .find_map(|(phrase, noun)| line.begins(index, phrase).map(|end| (noun, end)))
    {
        return Some((noun, end));
    }
    if !token.has(role::NOUN) {
        return None;
    }
    let singles = SINGLES.iter().zip(NOUNS).chain(ENGLISH.iter().zip(ENGLISH_NOUNS));
    singles.into_iter().find(|(word, _)| line.says(token, **word)).map(|(_, noun)| (noun, index + 1))
}

/// The counted noun that begins at `index`: a known one, or one or two plain words.
pub(crate) fn noun_after(line: &Line<'_>, index: usize) -> Option<Found> {
    const NONE: u32 = role::STOP | role::SCALE | role::DIGIT | role::HEDGE | role::VERB | role::DAY;
    let first = line.word_at(index)?;
    // "300suất": a noun of the vocabulary with the space left out; a letter or two make a code
    let left_out = || !line.unmarked && !first.starts_upper && first.length() > GLUED_BYTES_MAX;
    if !first.spaced && !left_out() {
        return None;
    }
    if let Some((noun, end)) = known_noun(line, index) {
        return found(Unit::Count(noun.to_owned()), end);
    }
    // a guess: words of a name or a whole sentence in capitals are none
    let plain = |token: &Token| {
        token.spaced && !token.starts_upper && !token.has(NONE) && token.length() <= NOUN_BYTES_MAX
    };
    if !plain(first) {
        return None;
    }
    let second = line.word_at(index + 1).filter(|token| plain(token) && !token.has(role::MEASURE));
    let end = if second.is_some() { index + 2 } else { index + 1 };
    let printed = line.joined(index, end);
    Some(Found { unit: Unit::Count(text::match_form(&printed)), end, sure: false })
}

/// Letters glued to a number that are taken for a code, in bytes.
const GLUED_BYTES_MAX: usize = 2;

/// No word of the language is longer.
const NOUN_BYTES_MAX: usize = 64;

/// The index after a known noun of two or three words.
pub(crate) fn compound_noun(line: &Line<'_>, index: usize) -> Option<usize> {
    line.word_at(index).filter(|token| token.has(role::COMPOUND))?;
    COMPOUNDS.iter().find_map(|phrase| line.begins(index, phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noun(text: &str) -> Option<String> {
        noun_after(&Line::of(text), 0).map(|found| found.unit.code().to_owned())
    }

    #[test]
    fn counted_nouns() {
        for (text, expected) in [
            (" hoạt động, sự kiện", "hoạt động"),
            (" suất học bổng", "suất"),
            (" khoản viện trợ", "khoản"),
            (" áo khoác cho", "áo khoác"),
            (" đồng chí", "đồng chí"),
            (" nhà tài trợ", "nhà tài trợ"),
            (" bò giống cho", "bò giống"),
            (" trâu, bò", "trâu"),
        ] {
            assert_eq!(noun(text).as_deref(), Some(expected), "{text}");
        }
        for text in [" và", " TP.HCM", ", dự án", "h45", " "] {
            assert_eq!(noun(text), None, "{text}");
        }
    }
}
