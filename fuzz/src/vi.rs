//! Doors of vientro-vi: readers of figures, words, dates, comparisons, hedges, and running text.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Figure, Language};
use vientro_vi::number::Style;
use vientro_vi::{
    DateContext, DateOrder, DateStyle, FoundValue, NumberStyle, ReadOptions, Reading, WordOptions, cardinal,
    cardinal_of_digits, fold, format_date, format_decimal, nfc, phrase, read_comparison, read_date,
    read_hedge, read_with, read_words, repair, similarity, suggest,
};

use crate::core::conventions;
use crate::{check_span, text_of};

pub fn read(data: &[u8]) {
    let text = text_of(data);
    for style in [Style::Any, Style::English, Style::Vietnamese] {
        let loose = ReadOptions::default().with_style(style);
        for options in [loose.clone(), loose.clone().strictly(), loose.clone().with_parentheses_negative()] {
            match read_with(&text, &options) {
                Ok(reading) => check_reading(&text, &reading),
                Err(error) => {
                    // both languages have a sentence for it
                    assert!(!error.to_string().is_empty() && !error.text(Language::Vi).is_empty());
                }
            }
        }
    }
    let _ = read_hedge(&text);
}

/// What holds of every reading, alone or in running text.
fn check_reading(text: &str, reading: &Reading) {
    check_span(text, &reading.span());
    let value = reading.value();
    let place = reading.printed().place();
    assert!(place.is_none_or(|place| *place > Decimal::ZERO), "{reading:?}");
    assert!(reading.printed().to().is_none_or(|to| value <= *to), "{reading:?}");
    assert!(reading.alternatives().iter().all(|other| other.value() != value), "{reading:?}");
    for convention in conventions() {
        if let Ok(figure) = reading.figure(&convention) {
            assert!(figure.low().is_none_or(|low| *low <= value), "{reading:?} {figure:?}");
            let top = reading.printed().to().copied().unwrap_or(value);
            assert!(figure.high().is_none_or(|high| top <= *high), "{reading:?} {figure:?}");
            for language in [Language::Vi, Language::En] {
                assert!(!phrase(&figure, language, &NumberStyle::default()).is_empty());
            }
        }
    }
    // what is written in a style is read in it as the same value; scale words reach one digit further than figures
    if value.abs() >= Decimal::from_i128_with_scale(10_i128.pow(28), 0) {
        return;
    }
    for (language, style) in [(Language::Vi, Style::Vietnamese), (Language::En, Style::English)] {
        let written = format!("{} USD", format_decimal(value, language));
        let options = ReadOptions::default().with_style(style);
        let again = read_with(&written, &options).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(again.value(), value, "{written}");
    }
}

pub fn extract(data: &[u8]) {
    let text = text_of(data);
    let mut end = 0;
    for found in vientro_vi::extract(&text) {
        let span = found.span();
        check_span(&text, &span);
        assert!(end <= span.start, "figures overlap at {span:?}");
        end = span.end;
        let (before, after) = found.around(&text, 3);
        assert!(text.contains(before) && text.contains(after));
        match found.value() {
            FoundValue::Figure(reading) => check_reading(&text, reading),
            FoundValue::Date(date) => {
                check_span(&text, &date.span());
                let _ = date.on_calendar(Some(2025));
            }
            FoundValue::Comparison => assert!(found.comparison().is_some()),
            _ => {}
        }
        if let Some(comparison) = found.comparison() {
            check_comparison(comparison);
        }
    }
}

pub fn compare(data: &[u8]) {
    match read_comparison(&text_of(data)) {
        Ok(comparison) => check_comparison(&comparison),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn check_comparison(comparison: &vientro_vi::Comparison) {
    if let Some(percent) = comparison.percent() {
        assert!(comparison.percents().contains(&percent), "{comparison:?}");
    }
    for convention in conventions() {
        if let Ok(figures) = comparison.figures(&convention) {
            assert!(figures.iter().all(|figure| !matches!(figure, Figure::Unknown)), "{comparison:?}");
        }
    }
}

pub fn date(data: &[u8]) {
    let text = text_of(data);
    for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
        for mut context in [DateContext::new(), DateContext::new().in_year(2024)] {
            context.is_date = data.len().is_multiple_of(2);
            let Ok(read) = read_date(&text, &context.ordered(order)) else { continue };
            check_span(&text, &read.span());
            check_written_date(read.date());
        }
    }
    // four bytes are a day
    if let Some(days) = data.first_chunk::<4>() {
        let day = NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(*days) % 1_200_000);
        day.into_iter().for_each(check_written_date);
    }
}

/// A date with a year of four digits is read as written in each style that names the year.
fn check_written_date(date: NaiveDate) {
    if !(1900..=2100).contains(&date.year()) {
        return;
    }
    for style in [DateStyle::Iso, DateStyle::Long, DateStyle::Short] {
        for language in [Language::Vi, Language::En] {
            let written = format_date(date, language, style);
            let again = read_date(&written, &DateContext::new());
            assert_eq!(again.map(|read| read.date()).ok(), Some(date), "{written}");
        }
    }
}

pub fn words(data: &[u8]) {
    let text = text_of(data);
    if let Ok(read) = read_words(&text) {
        assert!(!read.digits().is_empty());
        if let Some(value) = read.integer() {
            check_words_of(value);
        }
    }
    let digits: String = data.iter().map(|byte| char::from(b'0' + byte % 10)).take(60).collect();
    if let Ok(written) = cardinal_of_digits(&digits, &WordOptions::default()) {
        let trimmed = match digits.trim_start_matches('0') {
            "" => "0",
            significant => significant,
        };
        let read = read_words(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(read.digits(), trimmed, "{written}");
    }
    if let Some(bytes) = data.first_chunk::<16>() {
        // magnitudes of every size
        check_words_of(i128::from_le_bytes(*bytes) >> (bytes[15] % 120));
    }
}

fn check_words_of(value: i128) {
    for options in [WordOptions::default(), WordOptions::southern(), WordOptions::default().capitalised()] {
        let written = cardinal(value, &options);
        let read = read_words(&written).unwrap_or_else(|error| panic!("{value}: {written}: {error}"));
        assert_eq!(read.integer(), Some(value), "{written}");
    }
}

pub fn text(data: &[u8]) {
    let text = text_of(data);
    let composed = nfc(&text);
    assert_eq!(nfc(&composed), composed);
    let folded = fold(&text);
    assert_eq!(fold(&folded), folded);
    let unified = vientro_vi::text::unify_tones(&composed);
    assert_eq!(vientro_vi::text::unify_tones(&unified), unified);
    let half = text.len() / 2;
    let middle = (0..=half).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (left, right) = text.split_at(middle);
    let unit = Decimal::ZERO..=Decimal::ONE;
    let likeness = similarity(left, right);
    assert!(unit.contains(&likeness));
    assert_eq!(similarity(right, left), likeness);
    assert_eq!(similarity(left, left), Decimal::ONE);
    let vocabulary = ["bằng khen", "hội nghị", "Liên hiệp các tổ chức hữu nghị", "TP.HCM", left];
    for repair in repair(right, &vocabulary) {
        check_span(right, &repair.span());
        assert_eq!(right.get(repair.span()), Some(repair.found()));
        assert!(unit.contains(&repair.score()) && vocabulary.contains(&repair.suggestion()));
    }
    let suggestions = suggest(right, vocabulary);
    assert!(suggestions.iter().all(|suggestion| unit.contains(&suggestion.score())));
    assert!(suggestions.is_sorted_by(|a, b| a.score() >= b.score()));
}
