#!/usr/bin/env python3
"""Makes the workbooks of this folder with openpyxl and LibreOffice; run it in this folder.

The content is written by openpyxl as a plain .xlsx, and LibreOffice calculates it and saves it as .xlsx, .xls and .ods,
so that one content stands there as an office program writes it. Not run by the
tests, which read the files kept here.
"""

import datetime
import subprocess
import sys

from openpyxl import Workbook
from openpyxl.styles import Alignment


def content():
    book = Workbook()
    page = book.active
    page.title = "Danh mục"
    page["A1"] = "DANH MỤC KHOẢN VIỆN TRỢ NĂM 2025"
    page.merge_cells("A1:E1")
    page["A3"], page["B3"], page["C3"], page["D3"], page["E3"] = "STT", "Tên khoản viện trợ", "Nhà tài trợ", "Ngày", "Cam kết (VND)"
    rows = [
        (1, "Nước sạch", "Tổ chức A & B", datetime.date(2025, 3, 5), 1250000000),
        (2, "Trường học\nxã Vĩnh Lộc", "Tổ chức C", datetime.date(2025, 4, 30), 457800.5),
        (3, "Xe lăn", "Tổ chức <D>", datetime.date(2024, 2, 29), 0.1),
    ]
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column, value)
            if column == 4:
                cell.number_format = "dd/mm/yyyy"
            if isinstance(value, str) and "\n" in value:
                cell.alignment = Alignment(wrap_text=True)
    page.row_dimensions[5].hidden = True
    page["B8"] = "Tổng cộng"
    page["E8"] = "=SUM(E4:E6)"
    page["F8"] = "=E8/0"
    page["H8"] = 0.504
    page["H8"].number_format = "0.0%"
    page["C10"] = "Gộp dọc"
    page.merge_cells("C10:C12")
    other = book.create_sheet("Ẩn")
    other["B2"] = "trang ẩn"
    other.sheet_state = "hidden"
    return book


def convert(source, kind, *options):
    subprocess.run(["soffice", "--headless", "--convert-to", kind, *options, source], check=True, stdout=subprocess.DEVNULL)


def main():
    content().save("content.xlsx")
    for kind in ["ods", "xls"]:
        convert("content.xlsx", kind)
    # the last, since it replaces its own source
    convert("content.ods", "xlsx")


if __name__ == "__main__":
    sys.exit(main())
