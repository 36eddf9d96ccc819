//! Writes the report of the tests in every format and both languages to a folder, for checkers and for the eye:
//! `cargo run -p vientro-report --example page -- FOLDER`.

#[path = "../tests/sample.rs"]
#[expect(clippy::unwrap_used, reason = "the sample is known to be good; a test builds it")]
mod sample;

use std::error::Error;
use std::path::PathBuf;

use vientro_core::Language;
use vientro_report::{HtmlOptions, csv, html, json, markdown, svg};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let report = sample::report();
    std::fs::write(folder.join("report.json"), json(&report)?)?;
    for language in [Language::Vi, Language::En] {
        let name = |end: &str| folder.join(format!("report.{language}.{end}"));
        std::fs::write(name("html"), html(&report, language, &HtmlOptions::new())?)?;
        std::fs::write(name("md"), markdown(&report, language))?;
        #[cfg(feature = "docx")]
        std::fs::write(
            name("docx"),
            vientro_report::docx(&report, language, &vientro_report::DocxOptions::new())?,
        )?;
        #[cfg(feature = "xlsx")]
        std::fs::write(name("xlsx"), vientro_report::xlsx(&report, language)?)?;
        std::fs::write(name("csv"), csv(&sample::table(), language))?;
        for chart in report.charts() {
            std::fs::write(folder.join(format!("{}.{language}.svg", chart.id())), svg(chart, language))?;
        }
    }
    Ok(())
}
