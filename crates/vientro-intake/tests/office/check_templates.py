#!/usr/bin/env python3
"""Sees the templates through LibreOffice: what was in the .xlsx is in it after LibreOffice has saved it anew.

First `cargo test -p vientro-intake --all-features -- --ignored write_for_the_office_check`, then this, in the root of
the repository. Needs openpyxl and LibreOffice; not run by the tests. Frozen rows are no part of it: LibreOffice keeps them
in its window, and drops those of any file where it has none.
"""

import pathlib
import subprocess
import sys
import tempfile

from openpyxl import load_workbook


def content(path):
    found = {}
    for page in load_workbook(path):
        cells = {cell.coordinate: str(cell.value) for row in page for cell in row if cell.value is not None}
        notes = {c.coordinate: c.comment.text for row in page for c in row if c.comment is not None}
        rules = sorted((str(r.sqref), r.type, r.errorStyle, r.formula1) for r in page.data_validations.dataValidation)
        found[page.title] = (cells, notes, rules)
    return found


def main():
    bad = 0
    for path in sorted(pathlib.Path("target/templates").glob("*.xlsx")):
        before = content(path)
        with tempfile.TemporaryDirectory() as folder:
            command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", folder, path]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            after = content(pathlib.Path(folder) / path.name)
        for sheet, (cells, notes, rules) in before.items():
            there = after.get(sheet, ({}, {}, []))
            same = [cells == there[0], list(notes) == list(there[1]), len(rules) == len(there[2])]
            print(path.name, sheet, f"{len(cells)} cells, {len(notes)} notes, {len(rules)} rules", same)
            bad += not all(same)
    return bad


if __name__ == "__main__":
    sys.exit(main())
