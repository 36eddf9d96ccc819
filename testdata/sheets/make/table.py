"""The table most cases are made of, what must be read from it, and the old encodings."""

import datetime
import json
import pathlib
import unicodedata

FOLDER = pathlib.Path(__file__).resolve().parent.parent

HEADER = ["STT", "Nội dung", "Số lượng", "Đơn vị tính", "Thành tiền", "Nhà tài trợ", "Ngày", "Chi hội"]
# one gift a row: content, quantity, unit, đồng, donor, day, branch
GIFTS = [
    ("Gạo", 120, "phần", 12500000, "Tổ chức A", datetime.date(2025, 3, 5), "Chi hội Vĩnh Lộc"),
    ("Xe lăn", 8, "chiếc", 24000000, "Tổ chức B", datetime.date(2025, 4, 30), "Chi hội Tân Châu"),
    ("Học bổng", 15, "suất", 7500000, "Quỹ C", datetime.date(2025, 6, 19), "Chi hội Vĩnh Lộc"),
]


def rows(gifts=GIFTS):
    """The rows with running numbers, days as days."""
    return [[number, *gift] for number, gift in enumerate(gifts, start=1)]


def texts(gifts=GIFTS):
    """The rows as a text file has them."""
    text = lambda cell: cell.strftime("%d/%m/%Y") if isinstance(cell, datetime.date) else str(cell)
    return [[text(cell) for cell in row] for row in rows(gifts)]


def gift(content, quantity, unit, value, donor, day, branch):
    """A line of the expected facts; None is unknown."""
    value = f"{value} VND" if isinstance(value, int) else value or "?"
    quantity = f"{'?' if quantity is None else quantity} {unit}"
    return f"gift | {content} | {quantity} | {value} | {donor} | {day or '?'} | {branch}"


def facts(gifts=GIFTS):
    return [gift(*it) for it in gifts]


def assumed(findings, sheets):
    """The findings with the one for each sheet of gifts that no donor here says where it is: before those in cells."""
    findings = list(findings)
    for sheet in sheets:
        in_cell = lambda it: (it.split(" ", 1) + [""])[1].startswith(f"'{sheet}'!" if sheet else tuple("ABCDEFGH"))
        first = next((at for at, it in enumerate(findings) if in_cell(it)), len(findings))
        findings.insert(first, f"direction-assumed '{sheet}'" if sheet else "direction-assumed")
    return findings


def expect(name, mess, made_by, facts, findings=(), sheets=None):
    """Writes what must be read from a file: facts in any order, findings as `code place` downwards; `sheets` are those
    with gifts, by default the one that every case has."""
    if any(it.startswith("gift |") for it in facts):
        is_text = pathlib.Path(name).suffix in (".csv", ".tsv", ".txt")
        findings = assumed(findings, sheets or [None if is_text else "Quà tặng"])
    text = json.dumps(
        {"mess": mess, "made_by": made_by, "facts": facts, "findings": list(findings)}, ensure_ascii=False, indent=1
    )
    (FOLDER / f"{name}.expected.json").write_text(text + "\n", encoding="utf-8")


VOWELS = ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"]

# TCVN 5712:1993, table VN3, bytes A1 to FE, as far as small letters and Đ go
TCVN3 = dict(zip("ăâêôơưđ", range(0xA8, 0xAF))) | {"Đ": 0xA7, "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6} | {
    letter: code
    for letters, codes in [
        ("àảãáạ", (0xB5, 0xB6, 0xB7, 0xB8, 0xB9)),
        ("ằẳẵắặ", (0xBB, 0xBC, 0xBD, 0xBE, 0xC6)),
        ("ầẩẫấậ", (0xC7, 0xC8, 0xC9, 0xCA, 0xCB)),
        ("èẻẽéẹ", (0xCC, 0xCE, 0xCF, 0xD0, 0xD1)),
        ("ềểễếệ", (0xD2, 0xD3, 0xD4, 0xD5, 0xD6)),
        ("ìỉĩíị", (0xD7, 0xD8, 0xDC, 0xDD, 0xDE)),
        ("òỏõóọ", (0xDF, 0xE1, 0xE2, 0xE3, 0xE4)),
        ("ồổỗốộ", (0xE5, 0xE6, 0xE7, 0xE8, 0xE9)),
        ("ờởỡớợ", (0xEA, 0xEB, 0xEC, 0xED, 0xEE)),
        ("ùủũúụ", (0xEF, 0xF1, 0xF2, 0xF3, 0xF4)),
        ("ừửữứự", (0xF5, 0xF6, 0xF7, 0xF8, 0xF9)),
        ("ỳỷỹýỵ", (0xFA, 0xFB, 0xFC, 0xFD, 0xFE)),
    ]
    for letter, code in zip(letters, codes)
}


def tcvn3(text):
    """Bytes for the fonts of ABC (.VnTime), which have no capitals with a tone."""
    return bytes(ord(letter) if letter.isascii() else TCVN3.get(letter) or TCVN3[letter.lower()] for letter in text)


# VNI fonts for Windows: the vowel, then one byte for shape and tone; a few letters are one byte
VNI_MARKS = {"ă": "ê è ú ü é ë", "â": "â à å ã á ä", "ê": "â à å ã á ä", "ô": "â à å ã á ä"}
VNI_PLAIN = ["", "ø", "û", "õ", "ù", "ï"]
VNI_ONE = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ơ": "ô", "ư": "ö", "ỵ": "î"}


def vni_letter(letter):
    if letter.isascii():
        return letter
    if letter in VNI_ONE:
        return VNI_ONE[letter]
    row = next(row for row in VOWELS if letter in row)
    tone = row.index(letter)
    if row[0] in VNI_MARKS:
        base = {"ă": "a", "â": "a", "ê": "e", "ô": "o"}[row[0]]
        return base + VNI_MARKS[row[0]].split()[tone]
    return VNI_ONE.get(row[0], row[0]) + VNI_PLAIN[tone]


def vni(text):
    letters = (vni_letter(it.lower()).upper() if it.isupper() else vni_letter(it) for it in text)
    return "".join(letters).encode("latin-1")


def windows_1258(text):
    """The code page has the vowels with their shapes and the tones as letters of their own."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        row = next((row for row in VOWELS if letter.lower() in row), None)
        base, tone = (row[0], row.index(letter.lower())) if row else (letter, 0)
        out.append((base.upper() if letter.isupper() else base) + ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"][tone])
    return "".join(out).encode("cp1258")
