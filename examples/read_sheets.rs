//! From a folder of sheets to facts and findings: what was read, and the cells a person has to mend.
//!
//! Reads every `.xlsx`, `.xls`, `.ods`, `.csv`, `.tsv` and `.txt` of a folder, in whatever order and state; writes the facts to
//! `facts.json` and the findings to `findings.json` and `findings.csv` (their forms are told in the README of
//! vientro-intake); prints the findings and one line for each sheet. With `--fix` it writes copies of the files too,
//! with each finding as a comment at its cell, or in a column of its own; nothing else in them differs. With
//! `--apply CODE` it puts what findings of this code suggest into the cells of further copies, and says where.
//! With `--members FILE` it names the member associations and branches of that list of which no gift was read.
//!
//! ```text
//! cargo run --release --example read_sheets -- --fix
//! cargo run --release --example read_sheets -- FOLDER --members members.txt
//! cargo run --release --example read_sheets -- FOLDER --lang en --apply nfd-normalised --apply unit-code-outdated
//! ```
//!
//! Exit status: 0, or 1 if something in the sheets was refused (an error finding), or 2 if nothing could be read.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it did")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use vientro::core::{Language, Severity};
use vientro::intake::{
    IntakeError, Options, SheetFile, Source, annotate, branches_not_heard, correct, findings_table,
    read_union, sheet_files,
};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025");

/// Facts and findings of a folder of sheets.
#[derive(Parser)]
struct Arguments {
    /// Folder with the sheets [default: those of a Union, with its list of members]
    folder: Option<PathBuf>,
    /// The member associations and branches that report, a name a line; behind a `;` how they are reached
    #[arg(long)]
    members: Option<PathBuf>,
    /// Folder that is written to
    #[arg(long, default_value = "out")]
    out: PathBuf,
    /// Also write copies with each finding at its cell, to `annotated` in the output folder
    #[arg(long)]
    fix: bool,
    /// Also write copies with the suggestions of this kind of finding taken, to `corrected` in the output folder
    #[arg(long, value_name = "CODE")]
    apply: Vec<String>,
    /// Year of dates that name none, if no file says it
    #[arg(long)]
    year: Option<i32>,
    /// Language of messages: vi or en
    #[arg(long, default_value = "vi")]
    lang: Language,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(refused) => ExitCode::from(u8::from(refused)),
        Err(error) => {
            eprintln!("read_sheets: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let language = arguments.lang;
    let told = |error: IntakeError| error.message().text(language).to_owned();
    let (folder, members) = if let Some(folder) = &arguments.folder {
        (folder.clone(), arguments.members.clone())
    } else {
        let members = Path::new(DATA).join("an-giang-members.txt");
        (Path::new(DATA).join("an-giang"), Some(arguments.members.clone().unwrap_or(members)))
    };
    let members = members.map(fs::read_to_string).transpose()?.unwrap_or_default();
    let files = sheet_files(folder).map_err(told)?;
    let sources: Vec<Source<'_>> = files.iter().map(SheetFile::as_source).collect();
    let options = Options { year: arguments.year, ..Options::default() };
    let reading = read_union(&sources, &options).map_err(told)?;

    fs::create_dir_all(&arguments.out)?;
    let findings = reading.findings();
    let written = [
        ("facts.json", serde_json::to_string_pretty(reading.facts())?),
        ("findings.json", serde_json::to_string_pretty(findings)?),
        ("findings.csv", format!("\u{feff}{}", findings_table(findings, language))),
    ];
    for (name, text) in &written {
        fs::write(arguments.out.join(name), text)?;
    }

    for finding in findings {
        println!("{}", finding.line(language));
    }
    println!();
    for sheet in reading.sheets() {
        println!("{}", sheet.text(language));
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| format!("{} {}", count(severity), severity.text(language)));
    println!("{}", counts.join(", "));
    let members: Vec<(&str, &str)> = members
        .lines()
        .map(|line| line.split_once(';').unwrap_or((line, "")))
        .filter(|(name, _)| !name.trim().is_empty())
        .collect();
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    for silent in branches_not_heard(&names, reading.facts()) {
        let says = match language {
            Language::Vi => "chưa có quà tặng nào của",
            Language::En => "no gift was read of",
        };
        let reached =
            members.iter().find(|(name, _)| *name == silent).map_or("", |(_, reached)| reached.trim());
        println!("{}", format!("{says} {silent}: {reached}").trim_end_matches([':', ' ']));
    }

    if arguments.fix {
        let folder = arguments.out.join("annotated");
        fs::create_dir_all(&folder)?;
        for source in &sources {
            match annotate(source, findings, language, &options) {
                Ok(copy) => save(&folder, source.name(), &copy)?,
                #[cfg(feature = "intake-templates")]
                Err(IntakeError::NotAnnotated { .. }) => {
                    let saved = vientro::intake::save_as_xlsx(source, &options).map_err(told)?;
                    let copy = annotate(&Source::new(source.name(), &saved), findings, language, &options)
                        .map_err(told)?;
                    save(&folder, &format!("{}.xlsx", source.name()), &copy)?;
                }
                // its finding says what is wrong with it
                Err(error) => println!("  {}", error.message().text(language)),
            }
        }
    }
    if !arguments.apply.is_empty() {
        let folder = arguments.out.join("corrected");
        fs::create_dir_all(&folder)?;
        let agreed: Vec<_> = findings
            .iter()
            .filter(|finding| arguments.apply.iter().any(|code| code == finding.code().as_str()))
            .cloned()
            .collect();
        for source in &sources {
            let Ok(corrected) = correct(source, &agreed, &options) else { continue };
            for finding in corrected.applied.iter().filter(|finding| finding.suggestion().is_some()) {
                println!("{} := {}", finding.location(), finding.suggestion().unwrap_or_default());
            }
            if !corrected.applied.is_empty() {
                save(&folder, source.name(), &corrected.bytes)?;
            }
        }
    }
    for (name, _) in &written {
        println!("→ {}", arguments.out.join(name).display());
    }
    Ok(count(Severity::Error) > 0)
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    println!("→ {}", path.display());
    Ok(())
}
