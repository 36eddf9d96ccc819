//! Figures outside tables are read back too: in sentences between the words around them, on cards beside their labels, in
//! charts by category and series. The reader of each format gives the texts; what they must say is asked here.

use vientro_core::Language;
use vientro_report::{Block, Card, Cell, CellValue, Column, Paragraph, Report, Run};

use crate::hostile::shown;
use crate::read_back::{hedged, rounded, typed};

/// Without what a line's end may have taken, letters and their marks as one, one kind of brackets.
pub(crate) fn tight(text: &str) -> String {
    let text = vientro_vi::nfc(text).replace('‹', "⟨").replace('›', "⟩");
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A tight text says what the cell is, with its unit; what is missing is told in words.
pub(crate) fn says_in_words(text: &str, cell: &Cell, language: Language) {
    if let Some(number) = rounded(cell) {
        assert_eq!(typed(text, language), number, "{text}");
        let unit: String = text.chars().filter(|c| !c.is_ascii_digit() && !".,−".contains(*c)).collect();
        let wanted = match cell.value() {
            CellValue::Percent { .. } => "%".to_owned(),
            _ => cell.unit().map_or_else(String::new, |unit| tight(unit.text(language))),
        };
        assert_eq!(unit, wanted, "{text}");
        return;
    }
    match (cell.missing_reason(), cell.value()) {
        (Some(reason), _) => assert_eq!(text, tight(reason.meaning(language))),
        (None, CellValue::Date(date)) => {
            let day = if language == Language::Vi { date.format("%d/%m/%Y") } else { date.format("%-d%B%Y") };
            assert_eq!(text, day.to_string());
        }
        (None, CellValue::Empty) => assert_eq!(text, ""),
        (None, CellValue::Text(words)) => {
            let text = text.strip_prefix('“').and_then(|text| text.strip_suffix('”')).unwrap_or(text);
            assert_eq!(text, tight(&shown(words.text(language))));
        }
        (None, CellValue::Figure { .. }) => hedged(text, cell, language),
        (None, value) => panic!("{value:?}"),
    }
}

/// A number of a table stands with its unit where the head of its column does not name that, and only there.
pub(crate) fn has_its_unit(text: &str, cell: &Cell, column: &Column, language: Language) {
    let found: String = text.chars().filter(|c| !c.is_ascii_digit() && !".,−".contains(*c)).collect();
    let wanted = match cell.value() {
        _ if cell.number().is_none() => return,
        CellValue::Percent { .. } => "%".to_owned(),
        _ => cell
            .unit()
            .filter(|unit| Some(unit) != column.named_unit())
            .map_or_else(String::new, |unit| tight(unit.text(language))),
    };
    assert_eq!(tight(&found), wanted, "{text}");
}

/// The figures of a sentence as a tight text has them, if it is that sentence. Words in a cell are words of the sentence.
fn figures_in<'c>(
    text: &str,
    sentence: &'c Paragraph,
    language: Language,
) -> Option<Vec<(String, &'c Cell)>> {
    let (mut rest, mut open, mut found) = (text, None::<&Cell>, Vec::new());
    for (number, run) in (1..).zip(sentence.runs()) {
        let words = match run {
            Run::Text(words) => words,
            Run::Cell(cell) => {
                let CellValue::Text(words) = cell.value() else {
                    assert!(open.replace(cell).is_none(), "two figures without a word between them");
                    continue;
                };
                words
            }
            other => panic!("{other:?}"),
        };
        let words = tight(&shown(words.text(language)));
        // the mark that closes the document takes the place of the last full stop
        let last = number == sentence.runs().len();
        let words = if last { words.trim_end_matches('.') } else { &words };
        let at = if last && words.is_empty() {
            rest.trim_end_matches(['.', '/']).len()
        } else {
            rest.find(words)?
        };
        if let Some(cell) = open.take() {
            found.push((rest[..at].to_owned(), cell));
        }
        rest = &rest[at + words.len()..];
    }
    found.extend(open.map(|cell| (rest.to_owned(), cell)));
    Some(found)
}

/// Every figure of every sentence stands in one of `texts`, the paragraphs of a document in their order, between the words
/// around it; returns how many there are.
pub(crate) fn sentences(report: &Report, texts: &[String], language: Language) -> usize {
    let texts: Vec<String> = texts.iter().map(|text| tight(text)).collect();
    let (mut from, mut compared) = (0, 0);
    let all = report.blocks().iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::List { items, .. } => items.iter().collect(),
        _ => Vec::new(),
    });
    for sentence in all.filter(|sentence| sentence.runs().iter().any(|run| matches!(run, Run::Cell(_)))) {
        let read = texts[from..]
            .iter()
            .enumerate()
            .find_map(|(at, text)| figures_in(text, sentence, language).map(|figures| (at, figures)));
        let (at, figures) = read.unwrap_or_else(|| panic!("{sentence:?} is not in {:?}", &texts[from..]));
        from += at + 1;
        for (text, cell) in figures {
            says_in_words(unmarked(&text), cell, language);
            compared += 1;
        }
    }
    compared
}

/// Without the mark of a note or of a list.
pub(crate) fn unmarked(text: &str) -> &str {
    let text = text.strip_prefix('•').unwrap_or(text);
    let mark = |(_, mark): &(&str, &str)| {
        mark.strip_suffix(']').is_some_and(|mark| mark.chars().all(|c| c.is_ascii_digit()))
    };
    text.rsplit_once('[').filter(mark).map_or(text, |(text, _)| text)
}

/// The cards of the report in their order.
pub(crate) fn cards(report: &Report) -> Vec<Card> {
    let of = |block: &Block| match block {
        Block::Cards(cards) => cards.clone(),
        _ => Vec::new(),
    };
    report.blocks().iter().flat_map(of).collect()
}
