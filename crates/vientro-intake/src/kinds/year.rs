//! The year of a Union: activities, delegations, awards, its plan, and who it is.

use crate::Field;

use super::{Holds, KindColumn, NOTE, PLACE, RUNNING, column};

pub(super) const ACTIVITIES: &[KindColumn] = &[
    RUNNING,
    column(Field::Date, ("Ngày", "Date"), Holds::Day, "05/06/2025", &["ngay", "thoi gian", "date"]),
    column(
        Field::Title,
        ("Tên hoạt động", "Activity"),
        Holds::Text,
        "Giao lưu hữu nghị",
        &["ten hoat dong", "hoat dong", "noi dung hoat dong", "activity"],
    )
    .required(),
    column(
        Field::Organiser,
        ("Đơn vị chủ trì", "Organiser"),
        Holds::Text,
        "Hội hữu nghị Việt - Hàn",
        &["don vi chu tri", "chu tri", "don vi to chuc", "organiser", "host"],
    )
    .required(),
    column(
        Field::Partners,
        ("Đơn vị phối hợp", "Partners"),
        Holds::Text,
        "Sở Ngoại vụ; Tỉnh đoàn",
        &["don vi phoi hop", "phoi hop", "partners"],
    ),
    column(
        Field::Audience,
        ("Đối tượng", "Audience"),
        Holds::Text,
        "sinh viên",
        &["doi tuong", "thanh phan", "audience"],
    ),
    column(
        Field::Heads,
        ("Số người", "Participants"),
        Holds::Count,
        "120",
        &["so nguoi", "so luong nguoi", "so nguoi tham du", "people", "participants"],
    ),
    column(
        Field::Country,
        ("Nước liên quan", "Countries"),
        Holds::Text,
        "Hàn Quốc",
        &["nuoc lien quan", "nuoc", "quoc gia", "countries", "country"],
    ),
    PLACE,
    NOTE,
];

pub(super) const DELEGATIONS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Title,
        ("Đoàn", "Delegation"),
        Holds::Text,
        "Đoàn tỉnh Champasak",
        &["doan", "ten doan", "delegation"],
    )
    .required(),
    column(
        Field::Direction,
        ("Đoàn ra/vào", "Direction"),
        Holds::OneOf(&["đoàn ra", "đoàn vào"]),
        "đoàn vào",
        &["doan ra vao", "ra vao", "huong", "direction"],
    ),
    column(Field::Country, ("Nước", "Country"), Holds::Text, "Lào", &["nuoc", "quoc gia", "country"]),
    column(Field::Head, ("Trưởng đoàn", "Head"), Holds::Text, "Phó Chủ tịch tỉnh", &["truong doan", "head"])
        .required(),
    column(
        Field::Heads,
        ("Số người", "People"),
        Holds::Count,
        "12",
        &["so nguoi", "so thanh vien", "people", "size"],
    ),
    column(
        Field::Days,
        ("Từ - đến", "Days"),
        Holds::Days,
        "05/03/2025 - 08/03/2025",
        &["tu den", "tu ngay den ngay", "thoi gian", "ngay", "dates", "days"],
    ),
    column(
        Field::Purpose,
        ("Nội dung", "Purpose"),
        Holds::Text,
        "trao đổi hợp tác",
        &["noi dung", "muc dich", "purpose"],
    ),
    NOTE,
];

pub(super) const PLAN: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Indicator,
        ("Chỉ tiêu", "Indicator"),
        Holds::Text,
        "Giá trị viện trợ",
        &["chi tieu", "ten chi tieu", "indicator", "target"],
    )
    .required(),
    column(
        Field::Source,
        ("Nguồn", "Source"),
        Holds::OneOf(&[
            "phi chính phủ nước ngoài",
            "trong nước",
            "hội thành viên",
            "doanh nghiệp",
            "kiều bào",
        ]),
        "phi chính phủ nước ngoài",
        &["nguon", "nguon von", "source"],
    ),
    column(
        Field::Basis,
        ("Cơ sở tính", "Basis"),
        Holds::OneOf(&[
            "giải ngân",
            "cam kết",
            "vận động",
            "tiếp nhận",
            "phê duyệt",
            "triển khai",
            "tổ chức",
            "trao",
            "ghi nhận",
        ]),
        "giải ngân",
        &["co so tinh", "cach tinh", "basis"],
    ),
    column(Field::Year, ("Năm", "Year"), Holds::Year, "2025", &["nam", "year"]),
    column(
        Field::Value,
        ("Giá trị", "Value"),
        Holds::Count,
        "20000000000",
        &["gia tri", "ke hoach", "muc tieu", "kh nam", "value"],
    )
    .required(),
    column(
        Field::Unit,
        ("Đơn vị tính", "Unit"),
        Holds::Text,
        "VND",
        &["don vi tinh", "dvt", "d v t", "don vi", "unit"],
    ),
    NOTE,
];

pub(super) const AWARDS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Form,
        ("Hình thức khen thưởng", "Award"),
        Holds::Text,
        "Bằng khen",
        &["hinh thuc khen thuong", "hinh thuc", "danh hieu", "form", "award"],
    )
    .required(),
    column(
        Field::Giver,
        ("Cơ quan tặng", "Giver"),
        Holds::Text,
        "UBND tỉnh",
        &["co quan tang", "cap tang", "co quan khen", "giver", "given by"],
    )
    .required(),
    column(
        Field::Recipient,
        ("Đối tượng", "Recipient"),
        Holds::Text,
        "Tổ chức A",
        &["doi tuong", "tap the ca nhan", "don vi duoc khen", "recipient"],
    ),
    column(Field::Year, ("Năm", "Year"), Holds::Year, "2025", &["nam", "year"]),
    column(Field::Date, ("Ngày ký", "Date"), Holds::Day, "20/11/2025", &["ngay ky", "ngay", "date"]),
    column(
        Field::Decision,
        ("Số quyết định", "Decision"),
        Holds::Text,
        "789/QĐ-UBND",
        &["so quyet dinh", "so qd", "quyet dinh", "decision"],
    ),
    NOTE,
];

/// The keys of who reports, with an example of each.
#[cfg(feature = "templates")]
pub(crate) const PROFILE_ROWS: &[(&str, &str)] = &[
    ("name_vi", "Liên hiệp các tổ chức hữu nghị tỉnh A"),
    ("name_en", "Union of Friendship Organisations of A"),
    ("place", "A"),
    ("year", "2025"),
    ("symbol", "BC-LHHN"),
];

pub(super) const PROFILE: &[KindColumn] = &[
    column(
        Field::Key,
        ("Khóa", "Key"),
        Holds::OneOf(&["name_vi", "name_en", "place", "year", "symbol", "parent", "unit_code", "note"]),
        "year",
        &["khoa", "key", "muc"],
    )
    .required(),
    column(Field::Value, ("Giá trị", "Value"), Holds::Text, "2025", &["gia tri", "value"]).required(),
];
