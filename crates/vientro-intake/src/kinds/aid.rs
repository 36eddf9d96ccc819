//! Aid items and what becomes of them.

use crate::Field;

use super::{CURRENCY, Holds, ITEM_CODE, KindColumn, NOTE, PLACE, RUNNING, column};

pub(super) const FORMS: &[&str] = &["dự án", "phi dự án", "chương trình", "cứu trợ khẩn cấp"];

pub(super) const REGISTER: &[KindColumn] = &[
    RUNNING,
    ITEM_CODE,
    column(
        Field::Title,
        ("Tên khoản viện trợ", "Title"),
        Holds::Text,
        "Cấp nước sạch cho trường học",
        &[
            "ten khoan vien tro",
            "ten khoan vt",
            "ten du an",
            "ten da",
            "ten chuong trinh du an",
            "ten du an phi du an",
            "ten chuong trinh du an khoan vien tro",
            "khoan vien tro",
            "title",
            "project",
            "project title",
        ],
    )
    .required(),
    column(
        Field::Donor,
        ("Tổ chức tài trợ", "Donor"),
        Holds::Text,
        "Tổ chức A",
        &[
            "to chuc tai tro",
            "to chuc tt",
            "nha tai tro",
            "ben tai tro",
            "don vi tai tro",
            "ten to chuc",
            "ten to chuc tai tro",
            "ten to chuc pcpnn",
            "to chuc pcpnn",
            "ben cung cap",
            "ben cung cap vien tro",
            "donor",
        ],
    )
    .required(),
    column(
        Field::Country,
        ("Quốc tịch", "Country"),
        Holds::Text,
        "Hàn Quốc",
        &["quoc tich", "nuoc", "quoc gia", "country"],
    ),
    column(
        Field::Form,
        ("Hình thức", "Form"),
        Holds::OneOf(FORMS),
        "dự án",
        &["hinh thuc", "hinh thuc vien tro", "loai hinh", "loai vien tro", "form", "type"],
    ),
    column(
        Field::Sector,
        ("Lĩnh vực", "Sector"),
        Holds::Text,
        "y tế",
        &["linh vuc", "nganh", "nganh linh vuc", "sector"],
    ),
    PLACE,
    column(
        Field::UnitCode,
        ("Mã ĐVHC", "Unit code"),
        Holds::Text,
        "91",
        &["ma dvhc", "ma don vi hanh chinh", "ma tinh", "unit code", "province code"],
    ),
    column(
        Field::Owner,
        ("Chủ khoản viện trợ", "Owner"),
        Holds::Text,
        "Sở Y tế",
        &[
            "chu khoan vien tro",
            "chu khoan vt",
            "chu du an",
            "co quan chu quan",
            "don vi tiep nhan",
            "don vi thuc hien",
            "owner",
        ],
    ),
    column(
        Field::Decision,
        ("Số, ngày QĐ phê duyệt", "Approval"),
        Holds::Text,
        "123/QĐ-UBND ngày 05/03/2025",
        &[
            "so ngay qd phe duyet",
            "quyet dinh phe duyet",
            "so quyet dinh",
            "so qd",
            "qd phe duyet",
            "so ngay quyet dinh",
            "so ngay quyet dinh phe duyet",
            "decision",
            "approval",
        ],
    ),
    column(
        Field::Term,
        ("Thời gian thực hiện", "Term"),
        Holds::Days,
        "01/2025 - 12/2026",
        &["thoi gian thuc hien", "thoi gian", "tg thuc hien", "thoi han", "term", "period"],
    ),
    column(
        Field::Committed,
        ("Cam kết (VND)", "Committed (VND)"),
        Holds::Amount,
        "1250000000",
        &[
            "cam ket",
            "cam ket vnd",
            "committed vnd",
            "gia tri cam ket",
            "gt cam ket",
            "tong gia tri",
            "gia tri vien tro",
            "tong von",
            "tong kinh phi",
            "committed",
            "commitment",
        ],
    ),
    column(
        Field::Disbursed,
        ("Giải ngân kỳ này (VND)", "Disbursed (VND)"),
        Holds::Amount,
        "600000000",
        &[
            "giai ngan ky nay",
            "giai ngan ky nay vnd",
            "disbursed vnd",
            "giai ngan",
            "gia tri giai ngan",
            "gt giai ngan",
            "gn ky nay",
            "da giai ngan",
            "disbursed",
        ],
    ),
    column(
        Field::Cumulative,
        ("Lũy kế giải ngân (VND)", "Disbursed to date (VND)"),
        Holds::Amount,
        "900000000",
        &[
            "luy ke giai ngan",
            "luy ke giai ngan vnd",
            "disbursed to date vnd",
            "luy ke",
            "giai ngan luy ke",
            "gn luy ke",
            "disbursed to date",
            "cumulative",
        ],
    ),
    NOTE,
];

pub(super) const DISBURSEMENTS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Date,
        ("Ngày", "Date"),
        Holds::Day,
        "05/03/2025",
        &["ngay", "ngay giai ngan", "ngay gn", "ngay chuyen", "ngay chuyen tien", "date"],
    )
    .required(),
    ITEM_CODE.required(),
    column(
        Field::Title,
        ("Nội dung", "Description"),
        Holds::Text,
        "Đợt 1",
        &["noi dung", "dien giai", "content", "description"],
    ),
    column(
        Field::Amount,
        ("Số tiền", "Amount"),
        Holds::Amount,
        "600000000",
        &["so tien", "gia tri", "giai ngan", "thanh tien", "amount"],
    )
    .required(),
    CURRENCY,
    column(
        Field::InKind,
        ("Hiện vật", "In kind"),
        Holds::OneOf(&["có", "không"]),
        "không",
        &["hien vat", "in kind"],
    ),
    column(
        Field::Evidence,
        ("Chứng từ", "Evidence"),
        Holds::Text,
        "UNC 12",
        &["chung tu", "so chung tu", "so ct", "voucher", "evidence"],
    ),
    NOTE,
];

pub(super) const AMENDMENTS: &[KindColumn] = &[
    RUNNING,
    column(Field::Date, ("Ngày", "Date"), Holds::Day, "30/09/2025", &["ngay", "ngay dieu chinh", "date"]),
    ITEM_CODE.required(),
    column(
        Field::Before,
        ("Giá trị trước", "Before"),
        Holds::Amount,
        "1250000000",
        &["gia tri truoc", "truoc dieu chinh", "gia tri truoc dieu chinh", "gt truoc", "before"],
    )
    .required(),
    column(
        Field::After,
        ("Giá trị sau", "After"),
        Holds::Amount,
        "1500000000",
        &["gia tri sau", "sau dieu chinh", "gia tri sau dieu chinh", "gt sau", "after"],
    )
    .required(),
    CURRENCY,
    column(Field::Reason, ("Lý do", "Reason"), Holds::Text, "khảo sát thực tế", &["ly do", "reason"]),
    column(
        Field::Decision,
        ("Số, ngày QĐ", "Decision"),
        Holds::Text,
        "456/QĐ-UBND ngày 30/09/2025",
        &["so ngay qd", "so qd", "quyet dinh", "so quyet dinh", "decision"],
    ),
    NOTE,
];

pub(super) const GIFTS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Title,
        ("Nội dung", "Gift"),
        Holds::Text,
        "Gạo",
        &["noi dung", "ten qua", "hien vat", "noi dung ho tro", "content", "gift"],
    )
    .required(),
    column(
        Field::Quantity,
        ("Số lượng", "Quantity"),
        Holds::Count,
        "5",
        &["so luong", "sl", "quantity", "qty"],
    ),
    column(
        Field::Unit,
        ("Đơn vị tính", "Unit"),
        Holds::Text,
        "tấn",
        &["don vi tinh", "don vi", "dvt", "d v t", "unit"],
    ),
    column(
        Field::Amount,
        ("Thành tiền", "Value"),
        Holds::Amount,
        "85000000",
        &["thanh tien", "tri gia", "gia tri", "so tien", "value", "amount"],
    )
    .required(),
    CURRENCY,
    column(
        Field::Donor,
        ("Nhà tài trợ", "Donor"),
        Holds::Text,
        "Tổ chức A",
        &["nha tai tro", "to chuc tai tro", "don vi tai tro", "donor"],
    )
    .required(),
    column(
        Field::Country,
        ("Quốc tịch", "Country"),
        Holds::Text,
        "Hàn Quốc",
        &["quoc tich", "nuoc", "quoc gia", "country"],
    ),
    column(
        Field::Date,
        ("Ngày", "Date"),
        Holds::Day,
        "05/06/2025",
        &["ngay", "thoi gian", "ngay trao", "date"],
    ),
    column(
        Field::Branch,
        ("Chi hội", "Branch"),
        Holds::Text,
        "Chi hội Long Xuyên",
        &["chi hoi", "hoi", "don vi bao cao", "hoi thanh vien", "branch", "association"],
    ),
    PLACE,
    NOTE,
];

pub(super) const OUTPUTS: &[KindColumn] = &[
    RUNNING,
    ITEM_CODE,
    column(
        Field::Title,
        ("Nội dung", "Output"),
        Holds::Text,
        "Xây nhà",
        &["noi dung", "ket qua", "san pham", "content", "output"],
    )
    .required(),
    column(
        Field::Quantity,
        ("Số lượng", "Quantity"),
        Holds::Count,
        "20",
        &["so luong", "sl", "quantity", "qty"],
    )
    .required(),
    column(
        Field::Unit,
        ("Đơn vị tính", "Unit"),
        Holds::Text,
        "căn",
        &["don vi tinh", "don vi", "dvt", "d v t", "unit"],
    )
    .required(),
    PLACE,
    NOTE,
];
