#!/usr/bin/env python3
"""Makes the sheets that real programs write: openpyxl, and LibreOffice from what openpyxl wrote.

`python3 testdata/sheets/make/office.py [NAME ...]` makes the cases whose names begin so, or all. Needs openpyxl and
LibreOffice, whose versions stand beside each file; not run by the tests.
"""

import datetime
import pathlib
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, Protection
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from table import FOLDER, GIFTS, HEADER, expect, facts, gift, rows, tcvn3, texts, vni

OPENPYXL = f"openpyxl {openpyxl.__version__}"
TITLE = "QUÀ TẶNG CỦA CÁC CHI HỘI NĂM 2025"
DAY = "dd/mm/yyyy"
PAGE = "Quà tặng"


def office_version():
    said = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True).stdout
    return " ".join(said.split()[:2])


def convert(path, kind, folder):
    """The file as LibreOffice saves it."""
    command = ["soffice", "--headless", "--convert-to", kind, "--outdir", folder, path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    return pathlib.Path(folder) / f"{path.stem}.{kind.split(':')[0]}"


class Case:
    """A workbook and what must be read from it; `kinds` are the formats LibreOffice makes of it."""

    def __init__(self, name, mess, make, facts_read=None, findings=(), kinds=(), but=None, sheets=None):
        self.name, self.mess, self.make, self.kinds, self.sheets = name, mess, make, kinds, sheets
        self.facts = facts() if facts_read is None else facts_read
        self.findings = list(findings)
        # findings of a format that cannot say all
        self.but = but or {}

    def write(self, version):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / f"{self.name}.xlsx"
            book = openpyxl.Workbook()
            page = book.active
            page.title = PAGE
            self.make(book, page)
            book.save(path)
            if "openpyxl" in self.kinds:
                self.keep(path, "xlsx", OPENPYXL)
            for kind in self.kinds:
                if kind == "openpyxl":
                    continue
                out = pathlib.Path(folder) / "out"
                # LibreOffice calculates what openpyxl only wrote down
                if kind == "xlsx":
                    first = convert(path, "ods", str(out))
                    made = convert(first, "xlsx", str(out))
                    self.keep(made, kind, version, "-office")
                else:
                    self.keep(convert(path, kind, str(out)), kind.split(":")[0], version)

    def keep(self, path, kind, made_by, mark=""):
        name = f"{self.name}{mark}.{kind}"
        (FOLDER / name).write_bytes(path.read_bytes())
        # a record without a code is called by its row
        facts_read = [line.replace("FILE", name) for line in self.facts]
        expect(name, self.mess, made_by, facts_read, self.but.get(kind, self.findings), self.sheets)


def fill(page, table, top=1, left=1):
    for number, row in enumerate(table, start=top):
        for column, value in enumerate(row, start=left):
            found = page.cell(number, column, value if value != "" else None)
            if isinstance(value, (datetime.date, datetime.datetime)):
                found.number_format = DAY


def plain(book, page):
    fill(page, [[TITLE], [], HEADER, *rows()])
    page.merge_cells("A1:H1")


def two_lines(book, page):
    fill(page, [["STT", "Nội dung", "Quà tặng", "", "Thành tiền", "Nhà tài trợ", "Ngày", "Chi hội"], ["", "", "Số lượng", "Đơn vị tính", "(nghìn đồng)"]])
    fill(page, thousands(), top=3)
    for cells in ["A1:A2", "B1:B2", "C1:D1", "F1:F2", "G1:G2", "H1:H2"]:
        page.merge_cells(cells)


def thousands():
    return [[*row[:4], row[4] // 1000, *row[5:]] for row in rows()]


def three_lines(book, page):
    head = [
        ["STT", "Nội dung", "Quà tặng", "", "", "Nhà tài trợ", "Thời điểm", ""],
        ["", "", "Hiện vật", "", "Thành tiền", "", "Ngày", "Chi hội"],
        ["", "", "Số lượng", "Đơn vị tính", "1.000 đ", "", "", ""],
        list(range(1, 9)),
    ]
    fill(page, [[TITLE], *head, *thousands()])
    page.merge_cells("A1:H1")
    for cells in ["A2:A4", "B2:B4", "C2:E2", "C3:D3", "F2:F4", "G2:H2", "G3:G4", "H3:H4"]:
        page.merge_cells(cells)


def hidden(book, page):
    plain(book, page)
    page.row_dimensions[5].hidden = True
    page.column_dimensions["G"].hidden = True
    other = book.create_sheet("Chi hội khác")
    fill(other, [HEADER, [1, "Sữa", 30, "hộp", 900000, "Tổ chức D", datetime.date(2025, 7, 1), "Chi hội Phú Tân"]])
    other.sheet_state = "hidden"


HIDDEN = [*facts(), gift("Sữa", 30, "hộp", 900000, "Tổ chức D", "2025-07-01", "Chi hội Phú Tân")]


def filtered(book, page):
    plain(book, page)
    page.auto_filter.ref = "A3:H6"
    page.auto_filter.add_filter_column(7, ["Chi hội Vĩnh Lộc"])
    page.row_dimensions[5].hidden = True
    page.freeze_panes = "A4"
    page.print_title_rows = "3:3"


def old_epoch(book, page):
    book.epoch = CALENDAR_MAC_1904
    plain(book, page)


def styled_days(book, page):
    plain(book, page)
    # one day each, told by the style of its cell alone
    styles = ['[$-42A]dd/mm/yyyy', '"ngày" dd "tháng" mm "năm" yyyy', "[Red]d-mmm-yy"]
    for number, style in zip([4, 5, 6], styles):
        page.cell(number, 7).number_format = style
    page["G5"] = datetime.datetime(2025, 4, 30, 14, 30)
    page["G5"].number_format = "dd/mm/yyyy hh:mm"


def times(book, page):
    plain(book, page)
    page["G4"] = datetime.time(14, 30)
    page["G4"].number_format = "hh:mm"


UNDATED = [gift(*GIFTS[0][:5], None, GIFTS[0][6]), *facts(GIFTS[1:])]


def apostrophes(book, page):
    fill(page, [HEADER, *rows()])
    for place, text in [("C2", "120"), ("E2", "12.500.000"), ("G2", "05/03/2025"), ("E3", "24,000,000")]:
        page[place] = text
        page[place].quotePrefix = True
        page[place].number_format = "@"


def errors(book, page):
    plain(book, page)
    page["E4"] = "=1/0"
    page["C5"] = "=NA()"
    page["E6"] = "=C6*500000"


ERRORS = [
    gift(*GIFTS[0][:3], None, *GIFTS[0][4:]),
    gift(GIFTS[1][0], None, *GIFTS[1][2:]),
    *facts(GIFTS[2:]),
]


def uncalculated(book, page):
    plain(book, page)
    page["E6"] = "=C6*500000"


def protected(book, page):
    plain(book, page)
    page.protection.sheet = True
    page.protection.password = "1"
    for row in page["A4:H6"]:
        for cell in row:
            cell.protection = Protection(locked=False)


def repeated(book, page):
    fill(page, [HEADER, *rows([GIFTS[0]])])
    # the same row, cell by cell, twenty times over: LibreOffice writes it once
    fill(page, rows([GIFTS[0]]) * 3, top=3)
    page["J2"] = "x"


def in_font(encode, font):
    def make(book, page):
        plain(book, page)
        for row in page["A1:H6"]:
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = encode(cell.value).decode("latin-1")
                    cell.font = Font(name=font)

    return make


def mixed_font(book, page):
    in_font(tcvn3, ".VnTime")(book, page)
    for place, text in [("F5", "Médecins Société"), ("H5", "Chi hội Tân Châu"), ("B6", "Học bổng")]:
        page[place] = text
        page[place].font = Font(name="Times New Roman")


MIXED = [facts()[0], gift(*GIFTS[1][:4], "Médecins Société", *GIFTS[1][5:]), facts()[2]]


def merged_cells(book, page):
    fill(page, [HEADER, *rows()])
    page["F3"] = page["H3"] = page["E3"] = None
    page.merge_cells("F2:F3")
    page.merge_cells("H2:H3")
    page.merge_cells("E2:E3")


MERGED = [facts()[0], gift(*GIFTS[1][:3], None, "Tổ chức A", GIFTS[1][5], "Chi hội Vĩnh Lộc"), facts()[2]]


def groups(book, page):
    table = rows()
    total = lambda text, value: ["", text, "", "", value]
    fill(page, [
        [TITLE], HEADER, ["I", "Chi hội Vĩnh Lộc"], table[0], table[2], total("Cộng", 20000000),
        ["II", "Chi hội Tân Châu"], table[1], total("Cộng", 24000000), total("Tổng cộng", 44000000),
    ])
    page.merge_cells("A1:H1")
    page.merge_cells("B3:H3")
    page.merge_cells("B7:H7")


def cover(book, page):
    page.title = "Bìa"
    page["B2"], page["B4"] = "LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ", "BÁO CÁO CÔNG TÁC"
    fill(book.create_sheet(PAGE), [HEADER, *rows()])
    book.create_sheet("Sheet3")


def comments(book, page):
    plain(book, page)
    page["E4"].comment = Comment("đã đối chiếu chứng từ", "Kế toán")
    page["E4"].hyperlink = "https://example.org/"
    page["E4"].number_format = '#,##0,," triệu"'
    page["E5"].number_format = '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'


def two_languages(book, page):
    head = ["STT\nNo.", "Nội dung\nDescription", "Số lượng\nQuantity", "Đơn vị tính\nUnit", "Thành tiền\nAmount\n(VND)", "Nhà tài trợ\nDonor", "Ngày\nDate", "Chi hội\nBranch"]
    fill(page, [head, *rows()])


def unit_above(book, page):
    table = [[*row[:4], row[4] / 10**6, *row[5:]] for row in rows()]
    fill(page, [[TITLE], ["", "", "", "", "", "", "ĐVT: triệu đồng"], HEADER, *table])
    page.merge_cells("A1:H1")
    page.merge_cells("G2:H2")


def rates(book, page):
    page.title = "Tỷ giá"
    fill(page, [["TỶ GIÁ TRUNG TÂM CỦA ĐỒNG VIỆT NAM", "", ""], [], ["Ngày", "USD", "EUR"], [datetime.date(2025, 3, 5), 24758, 26012.5], [datetime.date(2025, 3, 6), 24755, None]])
    page.merge_cells("A1:C1")


RATES = [
    "rate | USD | 24758 | central | 2025-03-05 | 2025-03-05",
    "rate | EUR | 26012.5 | central | 2025-03-05 | 2025-03-05",
    "rate | USD | 24755 | central | 2025-03-06 | 2025-03-06",
]


def register(book, page):
    page.title = "Danh mục"
    head = [
        ["TT", "Tên khoản viện trợ", "Bên cung cấp", "", "Quyết định phê duyệt", "Giá trị viện trợ", "", "Ghi chú"],
        ["", "", "Tên tổ chức", "Quốc tịch", "", "Cam kết", "", ""],
        ["", "", "", "", "", "VND", "USD", ""],
    ]
    body = [
        [1, "Nước sạch", "Tổ chức A", "Hàn Quốc", "214/QĐ-UBND ngày 22/01/2025", 1250000000, None, None],
        [2, "Trường học", "Tổ chức B", "Đức", "301/QĐ-UBND ngày 14/02/2025", None, 45000, None],
    ]
    fill(page, [*head, *body])
    for cells in ["A1:A3", "B1:B3", "C1:D1", "C2:C3", "D2:D3", "E1:E3", "F1:G1", "F2:G2", "H1:H3"]:
        page.merge_cells(cells)


REGISTER = [
    "item | FILE/Danh mục/4 | Nước sạch | Tổ chức A | 214/QĐ-UBND | 2025-01-22 | 1250000000 VND",
    "item | FILE/Danh mục/5 | Trường học | Tổ chức B | 301/QĐ-UBND | 2025-02-14 | 45000.00 USD",
]

# semicolons, quotation marks, UTF-8, from the first line
UNICODE_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1"
# as one saves it who looks at nothing: the code page of the West
WESTERN_CSV = "csv"
ALL = ["openpyxl", "xlsx", "xls", "ods"]
LOST = [
    "gift | G?o |  | 12500000 VND | T? ch?c A | 2025-05-03 | Chi h?i V?nh L?c",
    "gift | H?c b?ng |  | 7500000 VND | Qu? C | ? | Chi h?i V?nh L?c",
    "gift | Xe l?n |  | 24000000 VND | T? ch?c B | ? | Chi h?i Tân Châu",
]
SHEET = f"'{PAGE}'"
CASES = [
    Case("office-plain", "nothing, as a measure for the others", plain, kinds=[*ALL, UNICODE_CSV]),
    Case("letters-lost", "text saved in a code page that has not its letters, days in American order", plain, LOST, ["encoding-guessed", "letters-lost A1", "column-unread C3", "column-unread D3", "date-order-doubtful G4", "unknown-date G5", "unknown-date G6"], [WESTERN_CSV]),
    Case("merged-two-lines", "a merged header of two lines with a unit in the lower", two_lines, kinds=["openpyxl", "xls", "ods"]),
    Case("merged-three-lines", "a merged header of three lines below a merged title, and a line that numbers the columns", three_lines, kinds=["openpyxl", "xls", "ods"]),
    Case("hidden", "a hidden row, a hidden column, a hidden sheet", hidden, HIDDEN, [f"hidden-row {SHEET}!A5", "hidden-sheet 'Chi hội khác'"], ["openpyxl", "xls", "ods"], sheets=[PAGE, "Chi hội khác"]),
    Case("filtered", "rows that a filter hides, frozen rows, rows to print on each page", filtered, None, [f"hidden-row {SHEET}!A5"], ["openpyxl", "xls", "ods"]),
    Case("epoch-1904", "days counted from 1904", old_epoch, kinds=ALL),
    Case("styled-days", "days told by their style alone, one with a time", styled_days, kinds=ALL),
    Case("time-for-day", "a time of day where a day is expected", times, UNDATED, [f"unknown-date {SHEET}!G4"], ["openpyxl", "xls", "ods"]),
    Case("apostrophes", "numbers and a day typed with an apostrophe before them", apostrophes, kinds=ALL),
    Case("errors", "formulas that give errors, and one that gives a number", errors, ERRORS, [f"not-a-number {SHEET}!E4", f"not-a-number {SHEET}!C5"], ["xlsx", "xls", "ods"]),
    Case("uncalculated", "a formula that was never calculated", uncalculated, [*facts(GIFTS[:2]), gift(*GIFTS[2][:3], None, *GIFTS[2][4:])], [f"formula-without-value {SHEET}!E6"], ["openpyxl"]),
    Case("protected-sheet", "a sheet protected by a password against changes", protected, kinds=ALL),
    Case("repeated-rows", "equal rows one below another", repeated, [facts()[0]] * 4, [f"duplicate {SHEET}!B{row}" for row in (3, 4, 4, 5, 5, 5)], ["ods"]),
    Case("font-vntime", "text typed for the fonts of TCVN3", in_font(tcvn3, ".VnTime"), None, [f"encoding-guessed {SHEET}"], ["openpyxl", "xls", "ods"]),
    Case("font-vni", "text typed for the fonts of VNI", in_font(vni, "VNI-Times"), None, [f"encoding-guessed {SHEET}"], ["openpyxl", "xls"]),
    Case("font-mixed", "some cells typed for .VnTime, some in Unicode, a foreign name", mixed_font, MIXED, [f"encoding-guessed {SHEET}"], ["openpyxl", "xls"]),
    Case("merged-body", "a donor, a branch and an amount merged over two rows", merged_cells, MERGED, [f"merged-amount {SHEET}!E3"], ["openpyxl", "xls", "ods"]),
    Case("groups", "groups of rows with merged titles and subtotals", groups, None, [f"note-row {SHEET}!A3", f"note-row {SHEET}!A7"], ["openpyxl", "xls"]),
    Case("cover", "a cover page and an empty sheet", cover, None, ["unknown-sheet 'Bìa'"], ["openpyxl", "xls", "ods"]),
    Case("comments", "a comment, a link, a format that shows millions", comments, kinds=["openpyxl", "xls", "ods"]),
    Case("two-languages-lines", "Vietnamese and English in one heading, on lines of its own", two_languages, kinds=["openpyxl", "xls", "ods"]),
    Case("unit-above-merged", "millions, said in a merged cell above the table at the right", unit_above, kinds=["openpyxl", "xls", "ods"]),
    Case("rates-by-currency", "a column of rates for each currency, their kind in a merged title", rates, RATES, kinds=["openpyxl", "xls", "ods"]),
    Case("register-three-lines", "a register whose header says the currency in its third line", register, REGISTER, ["column-missing 'Danh mục'"], ["openpyxl", "xls", "ods"]),
]


def main(names):
    version = office_version()
    for case in CASES:
        if not names or case.name.startswith(tuple(names)):
            case.write(version)
            print(case.name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
