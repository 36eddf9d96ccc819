//! What provinces, banks and publishers list: foreign NGOs, approvals, confirmations, rates.

use crate::Field;

use super::aid::FORMS;
use super::{CURRENCY, Holds, ITEM_CODE, KindColumn, NOTE, PLACE, RUNNING, column};

pub(super) const FNGOS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Title,
        ("Tên tổ chức", "Organisation"),
        Holds::Text,
        "Tổ chức A",
        &[
            "ten to chuc",
            "ten to chuc pcpnn",
            "to chuc",
            "to chuc pcpnn",
            "ten tcpcpnn",
            "organisation",
            "name",
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
        Field::Certificate,
        ("Loại giấy đăng ký", "Certificate"),
        Holds::OneOf(&["hoạt động", "văn phòng đại diện", "văn phòng dự án"]),
        "hoạt động",
        &["loai giay dang ky", "loai gdk", "loai giay phep", "loai dang ky", "certificate"],
    ),
    column(
        Field::Registration,
        ("Số giấy đăng ký", "Registration number"),
        Holds::Text,
        "12/BNG-HĐ",
        &[
            "so giay dang ky",
            "so gdk",
            "so dang ky",
            "giay dang ky",
            "giay phep",
            "so giay phep",
            "registration number",
            "registration",
        ],
    )
    .required(),
    column(
        Field::From,
        ("Có giá trị từ", "Valid from"),
        Holds::Day,
        "01/07/2024",
        &["co gia tri tu", "ngay cap", "hieu luc tu", "tu ngay", "valid from"],
    ),
    column(
        Field::To,
        ("Có giá trị đến", "Valid to"),
        Holds::Day,
        "30/06/2027",
        &["co gia tri den", "ngay het han", "het han", "hieu luc den", "den ngay", "valid to", "expires"],
    ),
    column(
        Field::Sector,
        ("Lĩnh vực", "Sector"),
        Holds::Text,
        "y tế; giáo dục",
        &["linh vuc", "linh vuc hoat dong", "sector"],
    ),
    PLACE,
    column(
        Field::UnitCode,
        ("Mã ĐVHC", "Unit codes"),
        Holds::Text,
        "91; 79",
        &["ma dvhc", "ma don vi hanh chinh", "ma tinh", "unit code", "unit codes"],
    ),
    column(
        Field::Issuer,
        ("Cơ quan cấp", "Issuer"),
        Holds::Text,
        "Bộ Ngoại giao",
        &["co quan cap", "noi cap", "issuer", "issued by"],
    ),
    NOTE,
];

pub(super) const APPROVALS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Decision,
        ("Số QĐ", "Decision"),
        Holds::Text,
        "123/QĐ-UBND",
        &[
            "so qd",
            "so quyet dinh",
            "quyet dinh",
            "so qd phe duyet",
            "so quyet dinh phe duyet",
            "decision",
            "decision number",
        ],
    )
    .required(),
    column(
        Field::Date,
        ("Ngày QĐ", "Date"),
        Holds::Day,
        "05/03/2025",
        &["ngay qd", "ngay", "ngay ky", "ngay quyet dinh", "ngay phe duyet", "date"],
    )
    .required(),
    column(
        Field::Title,
        ("Khoản viện trợ", "Aid item"),
        Holds::Text,
        "Cấp nước sạch cho trường học",
        &["khoan vien tro", "ten khoan vien tro", "ten khoan vt", "ten du an", "aid item", "title"],
    )
    .required(),
    column(
        Field::Donor,
        ("Bên cung cấp viện trợ", "Donor"),
        Holds::Text,
        "Tổ chức A",
        &["ben cung cap vien tro", "ben cung cap", "nha tai tro", "ben tai tro", "to chuc tai tro", "donor"],
    ),
    column(
        Field::Owner,
        ("Chủ khoản viện trợ", "Owner"),
        Holds::Text,
        "Sở Y tế",
        &["chu khoan vien tro", "chu khoan vt", "chu du an", "don vi tiep nhan", "owner"],
    ),
    column(
        Field::Amount,
        ("Trị giá (VND)", "Value (VND)"),
        Holds::Amount,
        "1250000000",
        &[
            "tri gia",
            "tri gia vnd",
            "value vnd",
            "gia tri",
            "tong gia tri",
            "gia tri vien tro",
            "so tien",
            "value",
            "amount",
        ],
    ),
    column(
        Field::Form,
        ("Hình thức", "Form"),
        Holds::OneOf(FORMS),
        "dự án",
        &["hinh thuc", "hinh thuc vien tro", "loai hinh", "loai vien tro", "form"],
    ),
    column(
        Field::Regime,
        ("Chế độ (Nghị định)", "Regime (decree)"),
        Holds::OneOf(&["80/2020/NĐ-CP", "313/2025/NĐ-CP"]),
        "80/2020/NĐ-CP",
        &["che do", "che do nghi dinh", "regime decree", "nghi dinh", "can cu", "regime", "decree"],
    ),
    NOTE,
];

pub(super) const RATES: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Date,
        ("Từ ngày", "From"),
        Holds::Day,
        "01/03/2025",
        &["tu ngay", "ngay", "ngay ap dung", "ngay hieu luc", "from", "date"],
    )
    .required(),
    column(Field::To, ("Đến ngày", "To"), Holds::Day, "31/03/2025", &["den ngay", "ngay ket thuc", "to"]),
    KindColumn { example: "USD", required: true, ..CURRENCY },
    column(
        Field::Rate,
        ("Tỷ giá (VND)", "Rate (VND)"),
        Holds::Count,
        "25151",
        &["ty gia", "ti gia", "ty gia vnd", "rate vnd", "ty gia quy doi", "rate", "exchange rate"],
    )
    .required(),
    column(
        Field::RateKind,
        ("Loại tỷ giá", "Rate kind"),
        Holds::OneOf(&[
            "hạch toán",
            "trung tâm",
            "mua vào",
            "mua tiền mặt",
            "mua chuyển khoản",
            "bán ra",
            "theo thỏa thuận",
        ]),
        "trung tâm",
        &["loai ty gia", "loai ti gia", "loai", "rate kind", "kind"],
    ),
    column(
        Field::Publisher,
        ("Nơi công bố", "Publisher"),
        Holds::Text,
        "Ngân hàng Nhà nước Việt Nam",
        &["noi cong bo", "don vi cong bo", "co quan cong bo", "ngan hang", "nguon", "publisher", "source"],
    ),
    column(
        Field::Notice,
        ("Số thông báo", "Notice"),
        Holds::Text,
        "123/TB-KBNN",
        &["so thong bao", "so tb", "thong bao", "notice"],
    ),
    NOTE,
];

pub(super) const BANK_CONFIRMATIONS: &[KindColumn] = &[
    RUNNING,
    column(
        Field::Date,
        ("Ngày", "Date"),
        Holds::Day,
        "05/03/2025",
        &[
            "ngay",
            "ngay giao dich",
            "ngay gd",
            "ngay ghi co",
            "ngay hach toan",
            "ngay hieu luc",
            "date",
            "value date",
        ],
    )
    .required(),
    column(
        Field::Evidence,
        ("Số chứng từ", "Reference"),
        Holds::Text,
        "FT25064001",
        &[
            "so chung tu",
            "chung tu",
            "so ct",
            "so but toan",
            "so tham chieu",
            "ma giao dich",
            "reference",
            "voucher",
        ],
    ),
    column(
        Field::Payer,
        ("Người chuyển tiền", "Payer"),
        Holds::Text,
        "Tổ chức A",
        &[
            "nguoi chuyen tien",
            "nguoi chuyen",
            "don vi chuyen tien",
            "don vi chuyen",
            "ben chuyen tien",
            "ben chuyen",
            "payer",
            "remitter",
        ],
    )
    .required(),
    column(
        Field::Amount,
        ("Số tiền", "Amount"),
        Holds::Amount,
        "300000000",
        &["so tien", "so tien ghi co", "ghi co", "phat sinh co", "amount", "credit"],
    )
    .required(),
    CURRENCY,
    column(
        Field::Account,
        ("Số tài khoản", "Account"),
        Holds::Text,
        "0011004000001",
        &["so tai khoan", "tai khoan", "so tk", "stk", "account"],
    ),
    column(
        Field::Title,
        ("Nội dung", "Description"),
        Holds::Text,
        "Tài trợ dự án nước sạch",
        &["noi dung", "noi dung giao dich", "dien giai", "description", "content"],
    ),
    ITEM_CODE,
    NOTE,
];
