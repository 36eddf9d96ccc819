//! Numbers in print are those of Unicode's own formatter, for random numbers in both languages. Ours have a real minus sign in print
//! and a plain one in files for programs; the formatter has a plain one.

use icu_decimal::options::DecimalFormatterOptions;
use icu_decimal::{DecimalFormatter, input};
use icu_locale_core::locale;
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Language};
use vientro_report::{Cell, Column, Report, Table, TableRow, csv, json, markdown};

fn unicode(text: &str, language: Language) -> String {
    let locale = if language == Language::Vi { locale!("vi") } else { locale!("en") };
    let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).unwrap();
    formatter.format(&text.parse::<input::Decimal>().unwrap()).to_string()
}

/// A table of one number, in print and for programs.
fn written(cell: Cell, language: Language) -> (String, String, String) {
    let label = || Bilingual::same("x");
    let table =
        Table::new("t", label(), label()).column(Column::new(label())).row(TableRow::new(label(), [cell]));
    let file = csv(&table, language);
    let report = Report::new("r", label()).table(table).build().unwrap();
    (markdown(&report, language), file, json(&report).unwrap())
}

proptest! {
    #[test]
    fn integers(number in any::<i128>()) {
        let plain = number.to_string();
        for language in [Language::Vi, Language::En] {
            let (page, file, program) = written(Cell::integer(number), language);
            let printed = unicode(&plain, language).replace('-', "\u{2212}");
            prop_assert!(page.contains(&format!("| {printed} |")), "{printed}: {page}");
            prop_assert!(file.contains(&format!("row,x,{plain},")), "{file}");
            prop_assert!(program.contains(&format!("\"value\": \"{plain}\"")), "{program}");
        }
    }

    #[test]
    fn decimals(mantissa in any::<i64>(), scale in 0_u32..12) {
        let number = Decimal::new(mantissa, scale);
        for language in [Language::Vi, Language::En] {
            let printed = unicode(&number.to_string(), language).replace('-', "\u{2212}");
            let (page, ..) = written(Cell::decimal(number, scale), language);
            prop_assert!(page.contains(&format!("| {printed} |")), "{printed}: {page}");
            let short = unicode(&number.normalize().to_string(), language).replace('-', "\u{2212}");
            prop_assert_eq!(vientro_vi::format_decimal(number, language), short);
        }
    }
}
