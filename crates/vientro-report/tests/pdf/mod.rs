//! PDF documents are read back by their tags, as they are read aloud, and every figure is compared with the report cell
//! by cell; hostile text is looked for whole; what the page of the decree has is asked for by name.

mod file;

use vientro_core::Language;
use vientro_report::{Cell, Paragraph, PdfOptions, Report, pdf};

use self::file::{Element, File, Object, text};
use crate::hostile::{hostile, shown};
use crate::read_back::{cells_of, says, tables};
use crate::sample::{self, t};
use crate::told::{self, tight};

const LANGUAGES: [Language; 2] = [Language::Vi, Language::En];

fn document(report: &Report, language: Language, options: PdfOptions) -> File {
    File::new(pdf(report, language, &options).unwrap())
}

/// The faces have no brackets for letters that are told by number.
fn bracketed(text: &str) -> String {
    text.replace('‹', "⟨").replace('›', "⟩")
}

/// Marks of notes are not part of a figure.
fn unmarked(cell: &Element) -> String {
    let text = cell.text.trim_end();
    match text.rsplit_once('(') {
        Some((before, mark))
            if mark.strip_suffix(')').is_some_and(|mark| mark.bytes().all(|b| b.is_ascii_digit())) =>
        {
            before.trim_end().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// The texts of paragraphs and items of lists in their order, without marks of notes.
fn paragraphs(element: &Element) -> Vec<String> {
    if ["P", "LBody"].contains(&element.tag.as_str()) {
        return vec![element.bare.clone()];
    }
    element.children.iter().flat_map(paragraphs).collect()
}

/// Every figure of tables and charts stands in the document, in both languages, in the cell of its row and column.
pub(crate) fn gives_back(report: &Report) {
    for language in LANGUAGES {
        let document = document(report, language, PdfOptions::new().untraced()).read();
        let grids: Vec<(String, &Element)> = document
            .all("Table")
            .into_iter()
            .map(|grid| (grid.all("Caption").first().map_or_else(String::new, |it| tight(&it.text)), grid))
            .collect();
        let mut compared = 0;
        for table in tables(report) {
            let wanted = tight(table.caption().text(language));
            let short = table.caption().text(language).rsplit(": ").next().map(tight).unwrap_or_default();
            let (_, grid) = grids
                .iter()
                .find(|(caption, _)| bracketed(caption).ends_with(&tight(&shown(&short))))
                .unwrap_or_else(|| {
                    panic!("{wanted}, {:?}", grids.iter().map(|grid| &grid.0).collect::<Vec<_>>())
                });
            // rows that begin with the name of the row: no heads, no names of groups
            let rows: Vec<&Element> = grid
                .all("TR")
                .into_iter()
                .filter(|row| row.children.iter().any(|cell| cell.tag == "TD"))
                .collect();
            assert_eq!(rows.len(), table.body_rows().count(), "{wanted}");
            for (row, found) in table.body_rows().zip(rows) {
                assert_eq!(found.children[0].tag, "TH");
                let label = tight(&shown(row.label().text(language)));
                let head = bracketed(&tight(&found.children[0].text));
                assert!(head.starts_with(&label), "{label}: {head}");
                let cells = row.cells().iter().zip(table.columns());
                for ((cell, column), found) in cells.zip(&found.children[1..]) {
                    let text = bracketed(&unmarked(found));
                    says(&text, cell, language);
                    told::has_its_unit(&text, cell, column, language);
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, cells_of(report));
        told::sentences(report, &paragraphs(&document), language);
        let heads = ["ChỉtiêuSốliệu", "IndicatorFigure"];
        let is_of_cards = |grid: &&Element| heads.contains(&tight(&grid.all("TR")[0].text).as_str());
        let rows = document.all("Table").into_iter().filter(is_of_cards).flat_map(|grid| grid.all("TR"));
        let rows: Vec<&Element> = rows.filter(|row| row.children.iter().any(|it| it.tag == "TD")).collect();
        assert_eq!(rows.len(), told::cards(report).len());
        for (card, row) in told::cards(report).into_iter().zip(rows) {
            told::says_in_words(&tight(&row.children[1].bare), card.cell(), language);
        }
    }
}

#[test]
fn every_figure_comes_back() {
    let report = sample::report();
    assert!(cells_of(&report) > 40);
    gives_back(&report);
}

/// Levels of the headings, in order.
fn levels(element: &Element, found: &mut Vec<u32>) {
    found.extend(element.tag.strip_prefix('H').and_then(|level| level.parse::<u32>().ok()));
    element.children.iter().for_each(|child| levels(child, found));
}

#[test]
fn it_is_tagged_and_made_to_be_kept() {
    let file = document(&sample::report(), Language::Vi, PdfOptions::new());
    let root = file.catalogue();
    assert_eq!(file.field(&root, "MarkInfo").dictionary()["Marked"], Object::Word("true".to_owned()));
    let Object::Text(language) = &root["Lang"] else { panic!("{root:?}") };
    assert_eq!(text(language), "vi-VN");
    let described = String::from_utf8(file.stream(&root["Metadata"])).unwrap();
    for wanted in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "Kết quả vận động, tiếp nhận viện trợ phi chính phủ nước ngoài năm 2025",
        "Liên hiệp các tổ chức hữu nghị",
        "sha256:9f86d081",
        "2025-12-15",
    ] {
        assert!(described.contains(wanted), "{wanted}\n{described}");
    }
    let read = file.read();
    let drawings = read.all("Figure");
    assert_eq!(drawings.len(), sample::report().charts().count());
    for (drawing, chart) in drawings.into_iter().zip(sample::report().charts()) {
        let Object::Text(said) = &drawing.fields["Alt"] else { panic!("{:?}", drawing.fields) };
        assert!(text(said).contains(chart.alternative().vi()), "{}", text(said));
    }
    // a heading is at most one level deeper than that before
    let mut before = 0;
    let mut found = Vec::new();
    levels(&read, &mut found);
    assert!(found.len() > 4, "{found:?}");
    for level in found {
        assert!(level <= before + 1);
        before = level;
    }
}

#[test]
fn a_document_without_a_day_is_tagged_only() {
    let report = || Report::new("r", t("Báo cáo", "Report")).paragraph(t("Không có ngày.", "No day."));
    let described = |report: &Report, options: PdfOptions| {
        let file = document(report, Language::Vi, options);
        String::from_utf8(file.stream(&file.catalogue()["Metadata"])).unwrap()
    };
    let report = report().build().unwrap();
    let bare = described(&report, PdfOptions::new());
    assert!(!bare.contains("pdfaid") && bare.contains("<pdfuaid:part>1</pdfuaid:part>"));
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let dated = described(&report, PdfOptions::new().dated(day));
    assert!(dated.contains("<pdfaid:part>2</pdfaid:part>") && dated.contains("2026-01-05"), "{dated}");
}

#[test]
fn the_form_is_that_of_the_decree() {
    let file = document(&sample::report(), Language::Vi, PdfOptions::new());
    let all = tight(&file.read().text);
    for wanted in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN MẶT TRẬN TỔ QUỐC TỈNH AN GIANG",
        "LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ",
        "Số: 05/BC-LHHN",
        "An Giang, ngày 15 tháng 12 năm 2025",
        "BÁO CÁO",
        "Kính gửi:",
        "- Ủy ban nhân dân tỉnh;",
        "- Sở Tài chính.",
        "TM. BAN THƯỜNG VỤ",
        "KT. CHỦ TỊCH",
        "Nơi nhận:",
        "- Lưu: VT.",
        "./.",
        "Tiền cứu trợ chưa dùng.",
        "(Kèm theo Báo cáo số 05/BC-LHHN ngày 15 tháng 12 năm 2025 của Liên hiệp các tổ chức hữu nghị)",
    ] {
        assert!(all.contains(&tight(wanted)), "{wanted}");
    }
    // pages are numbered from the second of each part on, outside the text
    let numbers: Vec<String> = file
        .pages()
        .into_iter()
        .map(|page| file.marked(page).get(&None).map_or_else(String::new, |text| text.trim().to_owned()))
        .collect();
    assert_eq!(numbers[..2], ["", "2"], "{numbers:?}");
    let parts = numbers.iter().filter(|number| number.is_empty()).count();
    assert_eq!(parts, 5, "{numbers:?}");
    for pair in numbers.windows(2) {
        let before = pair[0].parse().unwrap_or(1);
        assert!(pair[1].is_empty() || pair[1].parse::<u32>() == Ok(before + 1), "{numbers:?}");
    }
}

#[test]
fn the_signature_never_stands_alone() {
    let signed = |paragraphs: usize| {
        let form = sample::report().form().unwrap().clone();
        let words = t("Liên hiệp trân trọng báo cáo. ", "The Union reports. ");
        let mut report = Report::new("r", t("Báo cáo", "Report")).form(form);
        for number in 0..paragraphs {
            let line =
                Paragraph::new().cell(Cell::integer(i64::try_from(number).unwrap())).text(words.clone());
            report = report.paragraph(line);
        }
        let file = document(&report.build().unwrap(), Language::Vi, PdfOptions::new());
        let pages: Vec<String> = file
            .pages()
            .into_iter()
            .map(|page| file.marked(page).into_values().collect::<String>())
            .collect();
        let last = pages.iter().rev().find(|page| page.contains("PHÓ CHỦ TỊCH")).unwrap().clone();
        (pages.len(), last)
    };
    let mut lengths = Vec::new();
    // each page is filled up to every line
    for paragraphs in 8..40 {
        let (pages, last) = signed(paragraphs);
        assert!(last.contains("trân trọng") && last.contains("./."), "{paragraphs}: {last}");
        lengths.push(pages);
    }
    lengths.dedup();
    assert!(lengths.len() > 1, "{lengths:?}");
}

#[test]
fn every_traced_figure_leads_to_its_rows() {
    let report = sample::report();
    let links = |options: PdfOptions| {
        let file = document(&report, Language::Vi, options);
        let read = file.read();
        (read.all("Link").len(), tight(&read.text))
    };
    let (count, text) = links(PdfOptions::new());
    assert!(count > 30 && text.contains(&tight("TRUY NGUYÊN SỐ LIỆU")), "{count}");
    let (count, text) = links(PdfOptions::new().untraced());
    // what is left are the marks of notes
    assert!(count < 10 && !text.contains(&tight("TRUY NGUYÊN")) && text.contains("4.220.000.000"), "{count}");
}

#[test]
fn a_note_said_twice_stands_once() {
    let note = t("Chưa kiểm tra.", "Not checked.");
    let figure = || Paragraph::new().cell(Cell::integer(5).footnote(note.clone()));
    let report = Report::new("r", t("Báo cáo", "Report")).paragraph(figure()).paragraph(figure());
    let read = document(&report.build().unwrap(), Language::Vi, PdfOptions::new()).read();
    assert_eq!(read.text.matches("Chưa kiểm tra.").count(), 1);
}

#[test]
fn headings_may_begin_anywhere() {
    let mut report = Report::new("r", t("Báo cáo", "Report"));
    for level in [3, 1, 4, 2] {
        report = report.heading(level, t("Phần", "Part"));
    }
    let read = document(&report.build().unwrap(), Language::En, PdfOptions::new()).read();
    assert_eq!(["H1", "H2"].map(|tag| read.all(tag).len()), [2, 2]);
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let (report, made) = hostile(&"ừ".repeat(10_000));
    let bytes = pdf(&report, Language::Vi, &PdfOptions::new()).unwrap();
    for acts in [&b"/JavaScript"[..], b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AA "] {
        assert!(!bytes.windows(acts.len()).any(|part| part == acts), "{}", String::from_utf8_lossy(acts));
    }
    let read_as = |text: &str| bracketed(&tight(text));
    let file = File::new(bytes);
    let read = file.read();
    let all = read_as(&read.text);
    let upper = all.to_uppercase();
    let drawings = read.all("Figure").into_iter().map(|drawing| match &drawing.fields["Alt"] {
        Object::Text(said) => read_as(&text(said)),
        other => panic!("{other:?}"),
    });
    let drawings: String = drawings.collect();
    for wanted in &made {
        let wanted = tight(&shown(wanted));
        // what stands for a drawing ends where the rules of the file ask for it
        let start: String = wanted.chars().take(6_000).collect();
        let found =
            all.contains(&wanted) || upper.contains(&wanted.to_uppercase()) || drawings.contains(&start);
        assert!(found, "{}", wanted.chars().take(20).collect::<String>());
    }
}

#[test]
fn letters_no_face_holds_are_told() {
    let names = t("Tổ chức Жизнь, 한국, 友好", "Tổ chức Жизнь, 한국, 友好");
    let report = Report::new("r", names.clone()).paragraph(names).build().unwrap();
    let read = document(&report, Language::Vi, PdfOptions::new()).read();
    assert!(read.text.contains("‹U+0416›") && read.text.contains("‹U+D55C›"), "{}", read.text);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let make = || pdf(&sample::report(), Language::Vi, &PdfOptions::new()).unwrap();
    assert_eq!(make(), make());
}
