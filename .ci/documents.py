"""Reads the files of one report with the standard library alone, LibreOffice and Chromium if they are there.

usage: documents.py FOLDER vi|en [DATA]
DATA is the folder with the files the report was made from, if there are any; their hashes are made again.
Prints one `ok` line, or a `FAIL` line for each fault and ends with 1. Skips say why.
"""

import csv
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

folder, language = pathlib.Path(sys.argv[1]), sys.argv[2]
data = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
faults, checks = [], 0
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def ok(holds, what):
    global checks
    checks += 1
    if not holds:
        faults.append(what)


def package(path):
    """The parts of an Office file: sound, once each, well formed, related to parts that exist, none outside."""
    parts = {}
    with zipfile.ZipFile(path) as file:
        ok(file.testzip() is None, f"{path.name}: the archive is damaged")
        names = file.namelist()
        ok(len(names) == len(set(names)), f"{path.name}: a part stands twice")
        ok(len({entry.date_time for entry in file.infolist()}) == 1, f"{path.name}: the parts have several times")
        for name in names:
            parts[name] = ElementTree.fromstring(file.read(name))
    types = parts["[Content_Types].xml"]
    endings = {element.get("Extension") for element in types if element.get("Extension")}
    overrides = {element.get("PartName") for element in types if element.get("PartName")}
    for name in parts:
        typed = f"/{name}" in overrides or name.rsplit(".", 1)[-1] in endings or name == "[Content_Types].xml"
        ok(typed, f"{path.name}: {name} has no content type")
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        home = pathlib.PurePosixPath(name).parent.parent
        for relation in root:
            ok(relation.get("TargetMode") != "External", f"{path.name}: {name} leads out of the file")
            target = relation.get("Target")
            steps = []
            for step in (target if target.startswith("/") else f"{home}/{target}").split("/"):
                steps = steps[:-1] if step == ".." else steps + [step] if step not in ("", ".") else steps
            ok("/".join(steps) in parts, f"{path.name}: {name} names {target}, which is not there")
    title = parts["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}title")
    ok(bool(title), f"{path.name}: the document has no title")
    ok("docProps/custom.xml" in parts, f"{path.name}: no property says what it was made from")
    return parts


def word(path):
    parts = package(path)
    body, styles = parts["word/document.xml"], parts["word/styles.xml"]
    text = "".join(element.text or "" for element in body.iter(f"{W}t"))
    # a finding quotes what stands in a sheet, as it stands there
    quoted = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    quotes = [finding.get("found") for block in quoted["blocks"] for finding in block.get("findings", [])]
    for element in body.iter(f"{W}t"):
        words = element.text or ""
        whole = words == unicodedata.normalize("NFC", words)
        ok(whole or words in quotes, f"{path.name}: `{words}` is not NFC")
    ok(not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]", text), f"{path.name}: control characters")
    millimetres = lambda twips: int(twips) * 25.4 / 1440
    for section in body.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        sides = sorted(round(millimetres(size.get(f"{W}{side}"))) for side in ("w", "h"))
        ok(sides == [210, 297], f"{path.name}: a page is not A4: {sides}")
        if size.get(f"{W}orient") != "landscape":
            # Decree 30/2020/NĐ-CP, Appendix I
            for side, low, high in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)):
                found = millimetres(margins.get(f"{W}{side}"))
                ok(low - 0.1 <= found <= high + 0.1, f"{path.name}: margin {side} of {found:.1f} mm")
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    fonts = defaults.find(f"{W}rFonts")
    ok(all(fonts.get(f"{W}{slot}") == "Times New Roman" for slot in ("ascii", "hAnsi", "cs")), f"{path.name}: font")
    ok(13 <= int(defaults.find(f"{W}sz").get(f"{W}val")) / 2 <= 14, f"{path.name}: size of the body")
    ok(defaults.find(f"{W}lang").get(f"{W}val").lower().startswith(language), f"{path.name}: language of the text")
    fields = [e.get(f"{W}instr") or e.text or "" for p in parts if "header" in p for e in parts[p].iter()]
    ok(any("PAGE" in field for field in fields), f"{path.name}: no page number in a header")
    titled = [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblCaption") is not None]
    ok(bool(titled), f"{path.name}: no table with a title")
    for table in titled:
        ok(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None, f"{path.name}: a table without repeated head")
        rows = table.findall(f"{W}tr")
        ok(all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows), f"{path.name}: a row that may break")
    form = quoted["form"]
    if form and form["profile"] == "nd30":
        # Decree 30/2020/NĐ-CP, Appendix I: what each document of an office has
        state = {
            "vi": ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "./."],
            "en": ["SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness", "Copies to:", "./."],
        }[language]
        for words in [*state, form["type"][language], form["symbol"], quoted["title"][language]]:
            ok(words in text, f"{path.name}: `{words}` is not there")
        if language == "vi" and form["date"]:
            # a zero before days under 10 and before the first two months
            day = r"ngày \d{2} tháng (0[12]|[3-9]|1[0-2]) năm \d{4}"
            ok(re.search(day, text), f"{path.name}: no day as the decree writes it")
            ok(re.search(r"Số: \d{2,}/", text), f"{path.name}: no number as the decree writes it")
    for drawing in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        ok(bool((drawing.get("descr") or "").strip()), f"{path.name}: a drawing without a text for it")
    names = [element.get(f"{W}name") for element in body.iter(f"{W}bookmarkStart")]
    ok(len(names) == len(set(names)), f"{path.name}: a bookmark stands twice")
    for link in body.iter(f"{W}hyperlink"):
        ok(link.get(f"{W}anchor") in names, f"{path.name}: a link to {link.get(f'{W}anchor')}, which is not there")


def numbers(parts):
    """The cells with a formula: sheet and place with the stored result."""
    found = {}
    for name, root in sorted(parts.items()):
        if name.startswith("xl/worksheets/sheet"):
            for cell in root.iter(f"{S}c"):
                if cell.find(f"{S}f") is not None:
                    found[name, cell.get("r")] = cell.findtext(f"{S}v")
    return found


def sheets(path):
    parts = package(path)
    stored = numbers(parts)
    ok(all(value is not None for value in stored.values()), f"{path.name}: a formula without a stored result")
    # the reports of tests have everything in them, those of data may have nothing to work out
    ok(bool(stored) or data is not None, f"{path.name}: no formula")
    for name, root in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            ok(root.find(f"{S}pageSetup") is not None, f"{path.name}: {name} has no page set-up")
    if not stored:
        return
    office = shutil.which("soffice")
    if not office:
        print(f"skip {path.name}: formulas are not calculated again, soffice is not installed")
        return
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        # LibreOffice trusts stored results: it gets a copy without them
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(place / "bare.xlsx", "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name.startswith("xl/worksheets/sheet"):
                    content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
                new.writestr(name, content)
        home = f"-env:UserInstallation=file://{place}/home"
        command = [office, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{place}/out"]
        try:
            subprocess.run([*command, f"{place}/bare.xlsx"], check=True, capture_output=True, timeout=240)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print(f"skip {path.name}: formulas are not calculated again, soffice did not end well ({type(error).__name__})")
            return
        with zipfile.ZipFile(place / "out" / "bare.xlsx") as file:
            again = numbers({name: ElementTree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")})
    for at, value in stored.items():
        found = again.get(at)
        same = found is not None and abs(float(found) - float(value)) <= abs(float(value)) * 1e-12
        ok(same, f"{path.name}: {at} holds {value}, LibreOffice makes {found}")


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags, self.language = [], [], [], None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag == "html":
            self.language = attributes.get("lang")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "href" in attributes:
            self.links.append(attributes["href"])


def page(path):
    text = path.read_text(encoding="utf-8")
    found = Page()
    found.feed(text)
    ok(found.language == language, f"{path.name}: language {found.language}")
    ok(len(found.ids) == len(set(found.ids)), f"{path.name}: an id stands twice")
    ids = set(found.ids)
    ok(all(link.startswith("#") and link[1:] in ids for link in found.links), f"{path.name}: a link leads nowhere")
    ok(not any("src" in attributes or tag in ("script", "link", "iframe") for tag, attributes in found.tags), f"{path.name}: asks for another file")
    count = lambda wanted: sum(tag == wanted for tag, _ in found.tags)
    ok(count("caption") == count("table"), f"{path.name}: a table without a caption")
    ok(all("scope" in attributes for tag, attributes in found.tags if tag == "th"), f"{path.name}: a head without scope")
    drawings = [attributes for tag, attributes in found.tags if tag == "svg"]
    ok(all(attributes.get("role") == "img" for attributes in drawings), f"{path.name}: a drawing without its role")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print(f"skip {path.name}: the width of a phone is not tried, chromium is not installed")
        return
    with tempfile.TemporaryDirectory() as place:
        frame = pathlib.Path(place) / "frame.html"
        frame.write_text(
            f'<iframe id=f src="file://{path.resolve()}" style="width:390px;height:900px;border:0" '
            'onload="document.title=f.contentDocument.documentElement.scrollWidth"></iframe>',
            encoding="utf-8",
        )
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
                   f"--user-data-dir={place}/home", "--virtual-time-budget=10000", "--dump-dom", f"file://{frame}"]
        try:
            shown = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
        except subprocess.TimeoutExpired:
            shown = ""
        width = re.search(r"<title>(\d+)</title>", shown)
        if width is None:
            print(f"skip {path.name}: the width of a phone is not tried, the browser gave no page")
        else:
            ok(int(width[1]) <= 390, f"{path.name}: {width[1]} px wide on a phone of 390")


def laid_out(path):
    """A PDF document: what its text says, and what other programs find in it."""
    if not path.exists():
        return
    if not shutil.which("pdftotext"):
        print(f"skip {path.name}: poppler-utils is not installed")
        return

    def told(*command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        ok(done.returncode == 0, f"{path.name}: {command[0]} ended with {done.returncode}: {done.stderr[:200]}")
        return done.stdout

    about = dict(line.split(":", 1) for line in told("pdfinfo", path).splitlines() if ":" in line)
    ok("A4" in about["Page size"], f"{path.name}: {about['Page size']}")
    ok(about["Tagged"].strip() == "yes", f"{path.name}: is not tagged")
    ok(about.get("Title", "").strip() != "", f"{path.name}: has no title")
    fonts = [line.split() for line in told("pdffonts", path).splitlines()[2:]]
    ok(bool(fonts), f"{path.name}: has no face")
    for font in fonts:
        # name, kind in words, encoding, embedded, cut, with a table of letters, object
        ok(font[-5:-2] == ["yes", "yes", "yes"], f"{path.name}: {font[0]} is not embedded with its letters")
    text = told("pdftotext", path, "-")
    ok(text == unicodedata.normalize("NFC", text), f"{path.name}: letters and marks stand apart")
    text = "".join(text.split())
    markdown = (path.parent / "report.md").read_text(encoding="utf-8")
    # what figures were made from stands in Markdown always, in print where the Word document has it too
    heading = {"vi": "Truy nguyên số liệu", "en": "What the figures were made from"}[language]
    body = ElementTree.fromstring(zipfile.ZipFile(path.with_suffix(".docx")).read("word/document.xml"))
    printed = "".join("".join(element.text or "" for element in body.iter(f"{W}t")).split()).casefold()
    title = "".join(heading.split()).casefold()
    ok((title in printed) == (title in text.casefold()), f"{path.name}: `{heading}` is not where the Word document has it")
    if title not in printed:
        markdown = markdown.partition(f"## {heading}")[0]
    wanted = re.findall(r"\d[\d.,]*\d", markdown)
    ok(len(wanted) > 0, f"{path.name}: no number to look for")
    for number in sorted(set(wanted)):
        ok(number in text, f"{path.name}: {number} is not there")
    for program, command in {
        "qpdf": ["qpdf", "--check", path],
        "verapdf": ["verapdf", "--format", "text", "--flavour", "2a", path],
        "pdfua": ["pdfua", "check", path],
    }.items():
        if shutil.which(program):
            told(*command)
        else:
            print(f"skip {path.name}: {program} is not installed")


def tables():
    for schema in json.loads((folder / "report.csv.json").read_text(encoding="utf-8")):
        path = folder / schema["url"]
        with open(path, encoding="utf-8", newline="") as file:
            head, *lines = csv.reader(file)
        columns = schema["tableSchema"]["columns"]
        ok(head == [column["titles"] for column in columns], f"{path.name}: another head than described")
        for line in lines:
            ok(len(line) == len(columns), f"{path.name}: a line of {len(line)} fields")
            for field, column in zip(line, columns):
                if field in column.get("null", [""]):
                    continue
                kind = column["datatype"]
                pattern = {"date": r"\d{4}-\d\d-\d\d", "decimal": r"-?\d+(\.\d+)?", "integer": r"-?\d+"}
                if isinstance(kind, str) and kind in pattern:
                    ok(re.fullmatch(pattern[kind], field), f"{path.name}: `{field}` is no {kind}")
                elif isinstance(kind, dict):
                    ok(re.fullmatch(kind["format"], field), f"{path.name}: `{field}` is not {kind['format']}")


def provenance():
    made = json.loads((folder / "report.provenance.json").read_text(encoding="utf-8"))
    whole = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    ok(made["format"] == "vientro-provenance", "provenance: format")
    ok(bool(made["template"]) and bool(made["generator"]), "provenance: template or program is not named")
    for file in made["inputs"] if data else []:
        found = hashlib.sha256((data / file["name"]).read_bytes()).hexdigest()
        ok(file["hash"] == f"sha256:{found}", f"provenance: another hash of {file['name']}")
    ok(made["inputs"] == whole["provenance"]["inputs"], "provenance: other inputs than in the report")
    ok(made["rates"] == whole["provenance"]["rates"], "provenance: other rates than in the report")


word(folder / "report.docx")
sheets(folder / "report.xlsx")
page(folder / "report.html")
laid_out(folder / "report.pdf")
tables()
provenance()
for fault in faults:
    print(f"FAIL {folder.name} {fault}")
if faults:
    sys.exit(1)
print(f"ok   {folder.name}: {checks} checks")
