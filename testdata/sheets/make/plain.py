#!/usr/bin/env python3
"""Makes the text files and the workbooks put together by hand; needs nothing but Python.

Run it in any folder: `python3 testdata/sheets/make/plain.py`. It writes each file beside what must be read from it.
"""

import datetime
import re
import unicodedata
import zipfile
from xml.sax.saxutils import escape

from table import FOLDER, GIFTS, HEADER, expect, facts, gift, rows, tcvn3, texts, vni, windows_1258

MADE_BY = "make/plain.py"
TITLE = ["QUÀ TẶNG CỦA CÁC CHI HỘI NĂM 2025"]


def lines(cells, delimiter=";", end="\n"):
    return "".join(delimiter.join(row) + end for row in cells)


def text(name, mess, content, facts_read=None, findings=()):
    (FOLDER / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    expect(name, mess, MADE_BY, facts() if facts_read is None else facts_read, findings)


def text_files():
    table = [HEADER, *texts()]
    for name, delimiter in [("comma.csv", ","), ("semicolon.csv", ";"), ("tab.tsv", "\t"), ("pipe.txt", "|")]:
        text(name, f"cells parted by {delimiter!r}", lines(table, delimiter))
    text("bom-crlf.csv", "a byte order mark and the line ends of Windows", "\ufeff" + lines(table, end="\r\n"))
    faulty = [TITLE, [""], *(list(row) for row in table)]
    faulty[4][6] = "31/02/2025"
    undated = [facts()[0], gift(*GIFTS[1][:5], None, GIFTS[1][6]), facts()[2]]
    text("lone-cr.csv", "the line ends of old Macintosh programs", lines(faulty, end="\r"), undated, ["unknown-date G5"])
    quoted = [HEADER] + [[f'"{cell}"' for cell in row] for row in texts()]
    quoted[1][1] = '"Gạo;\nloại ""thơm"""'
    first = ('Gạo; loại "thơm"', *GIFTS[0][1:])
    text("quotes.csv", "a delimiter, a line end and quotation marks within a cell", lines(quoted), facts([first, *GIFTS[1:]]))
    broken = [list(row) for row in table]
    broken[2][1] = '"Xe lăn'
    text("unclosed-quote.csv", "a quotation mark that nothing closes", lines(broken), None, ["unclosed-quote B3"])
    bare = lines(table)
    text("utf16-le.csv", "UTF-16, as Excel saves Unicode text", b"\xff\xfe" + lines(table, "\t").encode("utf-16-le"))
    text("utf16-be.csv", "UTF-16 the other way round", b"\xfe\xff" + bare.encode("utf-16-be"))
    text("utf16-unmarked.csv", "UTF-16 without its mark", bare.encode("utf-16-le"), None, ["encoding-guessed"])
    decomposed = [list(row) for row in table]
    for row in decomposed[:3]:
        row[:] = [unicodedata.normalize("NFD", cell) for cell in row]
    text("nfd.csv", "decomposed accents", lines(decomposed), None, ["nfd-normalised B2", "nfd-normalised B3"])
    text("tcvn3.csv", "TCVN3, for the fonts of ABC", tcvn3(bare), None, ["encoding-guessed"])
    text("vni.csv", "VNI", vni(bare), None, ["encoding-guessed"])
    text("windows-1258.csv", "Windows-1258", windows_1258(bare), None, ["encoding-guessed"])
    text("empty.csv", "no byte at all", "", [], ["file-unreadable"])
    text("page.xls", "a page of HTML that was called a workbook", f"<html><table><tr><td>{'</td><td>'.join(HEADER)}</table>", [], ["file-unreadable"])


def amounts():
    """Amounts as people type them; the last is what must be read, in đồng unless it says otherwise."""
    written = [
        ("1.250.000", "1250000 VND"),
        ("1,250,000", "1250000 VND"),
        ("1 250 000", "1250000 VND"),
        ("1.250.000 đ", "1250000 VND"),
        ("12,5 triệu", "12500000 VND"),
        ("1,2 tỷ đồng", "1200000000 VND"),
        ("hơn 300 triệu", "[300000000 VND, 400000000 VND)"),
        ("khoảng 12 triệu", "[11500000 VND, 12500000 VND]"),
        ("12.500 USD", "12500.00 USD", "currency-in-cell"),
        ("-", "?", "amount-missing"),
        ("", "?", "amount-missing"),
        ("chưa có", "?", "not-a-number"),
        ("12.500.00", "?", "not-a-number"),
    ]
    table, read, findings = [HEADER], [], []
    for number, (cell, value, *code) in enumerate(written, start=1):
        content = f"Quà số {number}"
        day = datetime.date(2025, 3, number)
        table.append([str(number), content, str(number), "phần", cell, f"Tổ chức {number}", f"{day:%d/%m/%Y}", "Chi hội Vĩnh Lộc"])
        read.append(gift(content, number, "phần", value, f"Tổ chức {number}", day, "Chi hội Vĩnh Lộc"))
        findings += [f"{it} E{number + 1}" for it in code]
    text("amounts.csv", "amounts in many writings", lines(table), read, findings)


def days():
    written = [
        ("05/03/2025", "2025-03-05"),
        ("5.3.2025", "2025-03-05"),
        ("5-3-2025", "2025-03-05"),
        ("2025-03-05", "2025-03-05"),
        ("05/03/25", "2025-03-05"),
        ("ngày 5 tháng 3 năm 2025", "2025-03-05"),
        ("Thứ Tư, 05/3/2025", "2025-03-05"),
        ("5/3", "2025-03-05"),
        ("05/03/2025 14:30", "2025-03-05"),
        ("5-Mar-2025", None, "unknown-date"),
        ("45721", None, "unknown-date"),
        ("3/2025", None, "date-imprecise"),
        ("năm 2025", None, "date-imprecise"),
        ("31/02/2025", None, "unknown-date"),
        ("14:30", None, "unknown-date"),
        ("đầu tháng 3", None, "unknown-date"),
        ("05/03/1925", "1925-03-05", "date-implausible"),
    ]
    table, read, findings = [HEADER], [], []
    for number, (cell, day, *code) in enumerate(written, start=1):
        content = f"Quà số {number}"
        table.append([str(number), content, "1", "phần", str(number * 100000), "Tổ chức A", cell, "Chi hội Vĩnh Lộc"])
        read.append(gift(content, 1, "phần", number * 100000, "Tổ chức A", day, "Chi hội Vĩnh Lộc"))
        findings += [f"{it} G{number + 1}" for it in code]
    text("days.csv", "days in many writings", lines(table), read, findings)


def headers():
    def amounts_in(name, mess, heading, divide, above=None):
        table = [[cell if cell != "Thành tiền" else heading for cell in HEADER], *texts()]
        for row in table[1:]:
            row[4] = f"{int(row[4]) / divide}".removesuffix(".0").replace(".", ",")
        text(name, mess, lines(([above] if above else []) + table))

    amounts_in("unit-thousand.csv", "thousands, said in the heading", "Thành tiền (nghìn đồng)", 1000)
    amounts_in("unit-million.csv", "millions, said in the heading without parentheses", "Thành tiền triệu đồng", 10**6)
    amounts_in("unit-figure.csv", "thousands, said as a figure", "Thành tiền (1.000 đ)", 1000)
    amounts_in("unit-above.csv", "millions, said above the table at the right", "Thành tiền", 10**6, ["", "", "", "", "", "", "ĐVT: triệu đồng"])
    amounts_in("unit-of-office.csv", "an office above the table whose name holds a unit's word", "Thành tiền", 1, ["Đơn vị: Công ty Đồng Tháp"])
    dollars = [HEADER[:4] + ["Trị giá (triệu USD)"] + HEADER[5:], *texts()]
    dollars[0][4] = "Thành tiền (triệu USD)"
    for row, value in zip(dollars[1:], ["0,0125", "0,024", "0,0075"]):
        row[4] = value
    read = [gift(*it[:3], value, *it[4:]) for it, value in zip(GIFTS, ["12500.00 USD", "24000.00 USD", "7500.00 USD"])]
    text("unit-dollar.csv", "millions of dollars, said in the heading", lines(dollars), read)
    two = ["STT / No", "Nội dung / Description", "Số lượng (Quantity)", "Đơn vị tính\nUnit", "Thành tiền - Amount", "Nhà tài trợ (Donor)", "Ngày | Date", "Chi hội/Branch"]
    text("two-languages.csv", "Vietnamese and English in one heading", lines([[f'"{it}"' for it in two], *texts()]))
    other = ["No / STT", "Description / Nội dung", "Quantity / Số lượng", "Unit / Đơn vị tính", "Amount (Thành tiền)", "Donor / Nhà tài trợ", "Date / Ngày", "Branch / Chi hội"]
    text("two-languages-turned.csv", "English before Vietnamese in one heading", lines([other, *texts()]))
    three = [
        ["STT", "Nội dung", "Quà", "", "", "Nhà tài trợ", "Ngày", "Chi hội"],
        ["", "", "Hiện vật", "", "Thành tiền", "", "", ""],
        ["", "", "Số lượng", "Đơn vị tính", "(nghìn đồng)", "", "", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ]
    table = texts()
    for row in table:
        row[4] = str(int(row[4]) // 1000)
    text("three-lines.csv", "a header of three lines, not merged, and a line that numbers the columns", lines(three + table))
    rates = [
        ["TỶ GIÁ HẠCH TOÁN NĂM 2025"],
        ["Tháng", "USD", "EUR", "JPY", "Ghi chú"],
        ["01/2025", "24.309", "25.296", "154,5", ""],
        ["02/2025", "24.330", "25.310", "-", ""],
    ]
    rates[1][0] = "Từ ngày"
    read = [
        "rate | USD | 24309 | treasury-accounting | 2025-01-01 | 2025-01-31",
        "rate | EUR | 25296 | treasury-accounting | 2025-01-01 | 2025-01-31",
        "rate | JPY | 154.5 | treasury-accounting | 2025-01-01 | 2025-01-31",
        "rate | USD | 24330 | treasury-accounting | 2025-02-01 | 2025-02-28",
        "rate | EUR | 25310 | treasury-accounting | 2025-02-01 | 2025-02-28",
    ]
    text("rates-by-currency.csv", "a column of rates for each currency, their kind in the title", lines(rates), read)


def body():
    table = [TITLE, [], HEADER, *texts()]
    total = ["", "Tổng cộng", "", "", "44000000", "", "", ""]
    text("total.csv", "a total that agrees", lines([*table, total]))
    wrong = ["", "Tổng cộng", "", "", "45000000", "", "", ""]
    text("total-wrong.csv", "a total that does not agree", lines([*table, wrong]), None, ["total-mismatch E7"])
    first, second, third = texts()
    mixed = [
        TITLE, HEADER, first, ["", "Cộng trang", "", "", "12500000", "", "", ""], [], HEADER, second, third,
        ["", "Cộng trang", "", "", "31500000", "", "", ""], total, ["Ghi chú: số liệu đến ngày 30/6"],
    ]
    text("pages.csv", "subtotals, a header that repeats, an empty line, a remark", lines(mixed), None, ["header-repeated A6", "note-row A11"])
    bare = lambda number, name, value="": [number, name, "", "", value, "", "", ""]
    grouped = [HEADER, bare("I", "Chi hội Vĩnh Lộc"), first, third, bare("II", "Chi hội Tân Châu"), second]
    text("group-names.csv", "groups with names", lines(grouped), None, ["note-row A2", "note-row A5"])
    summed = [HEADER, bare("A", "Trong nước", "44000000"), bare("I", "Chi hội Vĩnh Lộc", "20000000"), first, third, bare("II", "Chi hội Tân Châu", "24.000.000"), second]
    text("group-sums.csv", "groups with names and sums above their rows", lines(summed))
    summed[2] = bare("I", "Chi hội Vĩnh Lộc", "21000000")
    text("group-sums-wrong.csv", "a sum above its rows that does not agree", lines(summed), None, ["total-mismatch E3"])
    american = [HEADER, *texts()]
    for row in american[1:]:
        day, month, year = row[6].split("/")
        row[6] = f"{month}/{day}/{year}"
    turned = [gift(*GIFTS[0][:5], "2025-05-03", GIFTS[0][6])] + [gift(*it[:5], None, it[6]) for it in GIFTS[1:]]
    text("month-first.csv", "days written month first", lines(american), turned, ["date-order-doubtful G2", "unknown-date G3", "unknown-date G4"])
    for name, factor in [("thousand", 10**3), ("million", 10**6), ("billion", 10**9)]:
        gifts = [(f"Quà số {number}", number, "phần", 2_000_000_000 * 10 + number * 10**9, *GIFTS[0][4:]) for number in range(1, 8)]
        off = [list(row) for row in texts(gifts)]
        value = int(off[3][4]) // factor
        off[3][4] = str(value)
        read = [gift(*it[:3], value if number == 3 else it[3], *it[4:]) for number, it in enumerate(gifts)]
        text(f"off-by-{name}.csv", f"an amount that is a {name} times too small", lines([HEADER, *off]), read, ["unit-error-suspected E5"])


def disbursed():
    """Headings whose last word before the currency is that of a thousand, once its marks are off."""
    head = ["Mã", "Tên khoản viện trợ", "Tổ chức tài trợ", "Số, ngày QĐ phê duyệt", "Cam kết (VND)", "Giải ngân (VND)", "Lũy kế giải ngân (VND)"]
    row = ["01", "Nước sạch", "Tổ chức B", "145/QĐ-UBND ngày 12/03/2025", "900000000", "300000000", "500000000"]
    read = ["item | 01 | Nước sạch | Tổ chức B | 145/QĐ-UBND | 2025-03-12 | 900000000 VND"]
    text("unit-disbursed.csv", "headings that end in `giải ngân` before their currency", lines([head, row]), read, ["disbursed-undated F2"])


def approvals():
    """A list of approvals, and what two bodies report under them: one number mistyped, one item reported twice, one in
    two parts, one with another value, one without a report, one without an approval."""
    head = ["Số QĐ", "Ngày QĐ", "Khoản viện trợ", "Bên cung cấp", "Chủ khoản viện trợ", "Trị giá (USD)", "Trị giá (VND)", "Hình thức"]
    listed = [
        ["101/QĐ-UBND", "05/03/2025", "Xây 20 căn nhà cho hộ nghèo", "Tổ chức A", "UBND xã Vĩnh Lộc", "", "4220000000", "dự án"],
        ["145/QĐ-UBND", "12/03/2025", "Nước sạch trường học", "Tổ chức B", "Sở Giáo dục", "", "900000000", "dự án"],
        ["160/QĐ-UBND", "20/03/2025", "Máy thở cho bệnh viện", "Tổ chức C", "Bệnh viện Đa khoa", "50000", "1270000000", "phi dự án"],
        ["172/QĐ-UBND", "01/04/2025", "Học bổng cho học sinh nghèo", "Quỹ D", "Hội Khuyến học", "", "300000000", "phi dự án"],
        ["180/QĐ-UBND", "10/04/2025", "Xe lăn", "Tổ chức E", "Hội Người khuyết tật", "", "200000000", "phi dự án"],
        ["190/QĐ-UBND", "15/04/2025", "Khám mắt lưu động", "Tổ chức F", "Trung tâm Mắt", "", "500000000", "dự án"],
    ]
    day = lambda text: "-".join(reversed(text.split("/")))
    values = lambda row: "; ".join(f"{it} {code}" for it, code in [(row[5] and f"{row[5]}.00", "USD"), (row[6], "VND")] if it)
    read = [f"approval | {row[0]} | {day(row[1])} | {row[2]} | {row[3]} | {row[4]} | {values(row)}" for row in listed]
    text("approvals-list.csv", "a list of approvals, one in two currencies", lines([head, *listed]), read)
    head = ["Mã", "Tên khoản viện trợ", "Tổ chức tài trợ", "Chủ khoản viện trợ", "Số, ngày QĐ phê duyệt", "Cam kết (USD)", "Cam kết (VND)"]
    union = [
        ["01", "20 căn nhà cho hộ nghèo", "Tổ chức A", "UBND xã Vĩnh Lộc", "101/QĐ-UBND ngày 05/03/2025", "", "4220000000"],
        ["02", "Cấp nước sạch cho trường học", "T/c B", "Sở Giáo dục", "154/QĐ-UBND ngày 12/03/2025", "", "900000000"],
        ["03", "Máy thở", "Tổ chức C", "BV Đa khoa", "160/QĐ-UBND ngày 20/03/2025", "50000", ""],
        ["04", "Tặng 200 xe lăn cho người khuyết tật", "Tổ chức E", "", "180/QĐ-UBND ngày 10/04/2025", "", "250000000"],
        ["05", "Khám mắt lưu động đợt 1", "Tổ chức F", "Trung tâm Mắt", "190/QĐ-UBND ngày 15/04/2025", "", "300000000"],
        ["06", "Khám mắt lưu động đợt 2", "Tổ chức F", "Trung tâm Mắt", "190/QĐ-UBND ngày 15/04/2025", "", "200000000"],
        ["07", "Cầu dân sinh", "Tổ chức G", "UBND xã Tân Châu", "777/QĐ-UBND ngày 02/02/2025", "", "100000000"],
    ]
    hospital = [["BV-1", "Máy thở cho bệnh viện", "Tổ chức C", "Bệnh viện Đa khoa", "160/QĐ-UBND ngày 20/03/2025", "50000", ""]]

    def item(row):
        number, decided = row[4].split(" ngày ")
        value = f"{row[5]}.00 USD" if row[5] else f"{row[6]} VND"
        return f"item | {row[0]} | {row[1]} | {row[2]} | {number} | {day(decided)} | {value}"

    for name, mess, table in [
        ("approvals-union.csv", "a register to be held against a list of approvals", union),
        ("approvals-hospital.csv", "a register of another body, with an item that the first one has too", hospital),
    ]:
        text(name, mess, lines([head, *table]), [item(row) for row in table])


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f'<styleSheet {NAMESPACE}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'


def letter(column):
    return chr(ord("A") + column)


def serial(day):
    return (day - datetime.date(1899, 12, 30)).days


def cell(place, value):
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="1"><v>{serial(value)}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet_of(cells, change=None):
    """The XML of a sheet; `change` gives another cell for a place."""
    xml = []
    for number, row in enumerate(cells, start=1):
        found = []
        for column, value in enumerate(row):
            place = f"{letter(column)}{number}"
            other = change(place) if change else None
            found.append(other or cell(place, value))
        xml.append(f'<row r="{number}">{"".join(found)}</row>')
    return f'<worksheet {NAMESPACE}><sheetData>{"".join(xml)}</sheetData></worksheet>'


def package(name, sheet, book="", more=(), macro=False, target="worksheets/sheet1.xml", shared=None):
    """A workbook of one sheet; `book` goes into the workbook's XML, `more` are further parts."""
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" if macro else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NAMESPACE}><sheets><sheet name="Quà tặng" sheetId="1" r:id="rId1"/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="{target}"/><Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst {NAMESPACE}>{shared or ""}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
        **dict(more),
    }
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            info = zipfile.ZipInfo(path, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def workbooks():
    table = [HEADER, *rows()]

    def case(name, mess, sheet, facts_read=None, findings=(), **options):
        package(name, sheet, **options)
        expect(name, mess, MADE_BY, facts() if facts_read is None else facts_read, findings)

    case("inline-strings.xlsx", "texts in the cells and not in the shared table", sheet_of(table))
    case("target-absolute.xlsx", "the place of the sheet told from the root", sheet_of(table), target="/xl/worksheets/sheet1.xml")
    shared = "".join(f"<si><t>{escape(it)}</t></si>" for it in HEADER) + (
        '<si><t xml:space="preserve"> Gạo </t><rPh sb="0" eb="2"><t>đọc khác</t></rPh><phoneticPr fontId="0"/></si>'
        '<si><r><rPr><b/></rPr><t xml:space="preserve">Xe </t></r><r><t>lăn</t></r></si>'
    )
    places = {f"{letter(column)}1": column for column in range(len(HEADER))} | {"B2": 8, "B3": 9}
    shared_cell = lambda place: f'<c r="{place}" t="s"><v>{places[place]}</v></c>' if place in places else None
    case("phonetic-rich.xlsx", "a reading beside a text, a text in two fonts", sheet_of(table, shared_cell), shared=shared)
    formulas = {
        "E2": '<c r="E2"><f t="shared" ref="E2:E4" si="0">C2*1000</f></c>',
        "E3": '<c r="E3"><f t="shared" si="0"/></c>',
        "E4": '<c r="E4"><f t="shared" si="0"/><v>7500000</v></c>',
    }
    unknown = [gift(*it[:3], None, *it[4:]) for it in GIFTS[:2]] + facts(GIFTS[2:])
    case("shared-formulas.xlsx", "shared formulas, two of them without a stored value", sheet_of(table, formulas.get), unknown, ["formula-without-value 'Quà tặng'!E2", "formula-without-value 'Quà tặng'!E3"])
    typed = {
        "B2": '<c r="B2" t="str"><f>"Gạo"</f><v>Gạo</v></c>',
        "G2": '<c r="G2" t="d" s="1"><v>2025-03-05T00:00:00</v></c>',
        "G3": '<c r="G3" s="1"><v>45777.604166666664</v></c>',
        "C3": '<c r="C3" t="n"><f>4*2</f><v>8</v></c>',
    }
    case("typed-cells.xlsx", "texts of formulas, days in ISO, a day with a time", sheet_of(table, typed.get))
    errors = {"E2": '<c r="E2" t="e"><f>X1</f><v>#REF!</v></c>', "G3": '<c r="G3" t="e"><v>#N/A</v></c>'}
    read = [gift(*GIFTS[0][:3], None, *GIFTS[0][4:]), gift(*GIFTS[1][:5], None, GIFTS[1][6]), *facts(GIFTS[2:])]
    case("error-cells.xlsx", "cells that hold an error", sheet_of(table, errors.get), read, ["not-a-number 'Quà tặng'!E2", "unknown-date 'Quà tặng'!G3"])
    bare = re.sub(r' r="[A-Z0-9]+"', "", sheet_of(table))
    case("no-addresses.xlsx", "rows and cells that do not say where they stand", bare)
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet_of(table)).replace("xmlns=", "xmlns:x=")
    case("prefixed.xlsx", "a sheet whose elements have a prefix", prefixed)
    wide = sheet_of(table).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    case("dimension-of-all.xlsx", "a sheet that says it has every cell", wide)
    names = '<definedNames><definedName name="Tong">\'Quà tặng\'!$E$2:$E$4</definedName><definedName name="_xlnm.Print_Titles">\'Quà tặng\'!$1:$1</definedName><definedName name="Hong">#REF!</definedName></definedNames><externalReferences><externalReference r:id="rId9"/></externalReferences>'
    link = f'<externalLink {NAMESPACE}><externalBook r:id="rId1"><sheetNames><sheetName val="S"/></sheetNames></externalBook></externalLink>'
    linked = {"E2": '<c r="E2"><f>[1]S!A1</f><v>12500000</v></c>'}
    case("links-names.xlsx", "a link to another workbook, names of ranges", sheet_of(table, linked.get), book=names, more={"xl/externalLinks/externalLink1.xml": link})
    protected = sheet_of(table).replace("</sheetData>", '</sheetData><sheetProtection password="CC1A" sheet="1" objects="1"/>')
    case("protected.xlsx", "a sheet that is protected against changes", protected, book='<workbookProtection lockStructure="1"/>')
    case("macros.xlsm", "a workbook with a macro project", sheet_of(table), macro=True, more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(60)})
    quoted = {"E2": '<c r="E2" s="1" t="inlineStr"><is><t>12500000</t></is></c>', "G2": '<c r="G2" t="inlineStr"><is><t>05/03/2025</t></is></c>', "C2": '<c r="C2" t="inlineStr"><is><t>120 </t></is></c>'}
    case("numbers-as-text.xlsx", "numbers and a day typed as text", sheet_of(table, quoted.get))
    plain = {"G2": '<c r="G2"><v>45721</v></c>'}
    case("day-without-style.xlsx", "a day that lost its format and is a bare number", sheet_of(table, plain.get), None, ["date-as-number 'Quà tặng'!G2"])
    invisible = {"B2": cell("B2", "\u200bGạo\u00a0"), "E2": cell("E2", "12\u00a0500\u00a0000"), "F2": cell("F2", "Tổ chức\u00a0A")}
    case("invisible-letters.xlsx", "spaces that do not break, letters without width", sheet_of(table, invisible.get))


if __name__ == "__main__":
    text_files()
    amounts()
    days()
    headers()
    body()
    approvals()
    disbursed()
    workbooks()
