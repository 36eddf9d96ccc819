//! Numbers to Vietnamese words and back, one per line.
//!
//! ```text
//! cargo run --release --example words                                  # the sample file
//! printf '12000000000\n-25\n0.5\n' | cargo run --release --example words
//! printf 'mười hai tỷ đồng\n' | cargo run --release --example words -- --read
//! ```
//!
//! **In**, one number a line: up to 600 digits, an optional minus sign before them, a dot before the decimals. More dots than
//! one are refused, and so is one that looks like the dot of a group: three digits behind it of which the last is zero, as in
//! `1.000` or `457.800`. With `--read`, the number in words instead.
//!
//! **Out**, one line for each line in: the words, or with `--read` the number in digits with a dot before its decimals, in a
//! form that is read again. With `--currency CODE` the words are an amount of money ("bằng chữ"), with `--ordinal` a place in
//! a row; with `--read` a currency or "thứ" is accepted and left out. `--read --notes` adds notes, each behind a tab: `ordinal`,
//! `currency VND`, `or DIGITS` if in speech the words may mean another number, and `FOUND → READ AS (KIND)` for each spelling that was normalised, with `()` for a word that was left out; the
//! kinds are `left-out`, `misspelled`, `unmarked` and `variant`. A line that cannot be read gives `error: …` and the rest goes on; an
//! empty line gives an empty line. The exit status is 1 if any line was refused.
//!
//! Without `--input`, lines come from standard input; if that is a terminal or has nothing to give, from the sample file.
//! `--stdin` asks for standard input in any case.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vientro::core::Language;
use vientro::vi::words::{Billion, Chain, EmptyGroups, Filler, Four, Thousand, WordOptions};
use vientro::vi::{
    NormalisedKind, WordsError, WordsReading, decimal_of_digits, money_of_digits, ordinal, read_words,
};

/// Numbers to Vietnamese words and back, one per line.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each flag is one option of the writer")]
struct Arguments {
    /// Read words instead of writing them.
    #[arg(long)]
    read: bool,
    /// With `--read`: say the currency and each spelling that was normalised.
    #[arg(long, requires = "read")]
    notes: bool,
    /// Read lines from this file.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Read lines from standard input, even if it is a terminal or empty.
    #[arg(long)]
    stdin: bool,
    /// Write amounts of this currency (ISO 4217), first letter in upper case.
    #[arg(long, value_name = "CODE", conflicts_with = "read")]
    currency: Option<String>,
    /// Write places in a row: thứ nhất, thứ hai.
    #[arg(long, conflicts_with_all = ["read", "currency"])]
    ordinal: bool,
    /// "lẻ" instead of "linh".
    #[arg(long)]
    le: bool,
    /// "bốn" instead of "tư" after mươi.
    #[arg(long)]
    bon: bool,
    /// "ngàn" instead of "nghìn".
    #[arg(long)]
    ngan: bool,
    /// "tỉ" instead of "tỷ".
    #[arg(long)]
    ti: bool,
    /// Say groups of three zeros.
    #[arg(long)]
    spoken: bool,
    /// "tỷ" after each group instead of once.
    #[arg(long)]
    repeated: bool,
    /// First letter in upper case.
    #[arg(long)]
    capital: bool,
    /// "chẵn" after an amount without a smaller unit.
    #[arg(long)]
    even: bool,
    /// Language of the errors: vi or en.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Language,
}

impl Arguments {
    fn options(&self) -> WordOptions {
        let mut options = WordOptions::default();
        options.filler = if self.le { Filler::Le } else { Filler::Linh };
        options.four = if self.bon { Four::Bon } else { Four::Tu };
        options.thousand = if self.ngan { Thousand::Ngan } else { Thousand::Nghin };
        options.billion = if self.ti { Billion::Ti } else { Billion::Ty };
        options.empty_groups = if self.spoken { EmptyGroups::Spoken } else { EmptyGroups::Silent };
        options.chain = if self.repeated { Chain::Repeated } else { Chain::Joined };
        options.capital = self.capital;
        options.even = self.even;
        options
    }

    fn lines(&self) -> io::Result<Box<dyn BufRead>> {
        let sample = if self.read { "words.txt" } else { "numbers.txt" };
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/vi/").to_owned() + sample;
        let file = if let Some(path) = &self.input {
            path.clone()
        } else {
            let mut stdin = io::stdin().lock();
            if self.stdin || (!io::stdin().is_terminal() && !stdin.fill_buf()?.is_empty()) {
                return Ok(Box::new(stdin));
            }
            PathBuf::from(sample)
        };
        let open = File::open(&file);
        let open =
            open.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
        Ok(Box::new(BufReader::new(open)))
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // the reader of our lines has seen enough
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let options = arguments.options();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut lines = arguments.lines()?;
    let mut all_read = true;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if lines.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let answer = match std::str::from_utf8(&bytes) {
            Ok(line) => answer(line.trim(), arguments, options),
            Err(_) => Err("the line is not UTF-8".to_owned()),
        };
        match answer {
            Ok(answer) => writeln!(out, "{answer}")?,
            Err(error) => {
                all_read = false;
                writeln!(out, "error: {error}")?;
            }
        }
    }
    out.flush()?;
    Ok(all_read)
}

fn answer(line: &str, arguments: &Arguments, options: WordOptions) -> Result<String, String> {
    if line.is_empty() {
        return Ok(String::new());
    }
    let said = |error: WordsError| error.text(arguments.lang);
    if arguments.read {
        let read = read_words(line).map_err(said)?;
        let notes = if arguments.notes { notes(&read) } else { String::new() };
        return Ok(format!("{}{notes}", undoubted(read.digits())));
    }
    if looks_grouped(line) {
        let (plain, shorter) = (line.replace('.', ""), undoubted(line));
        return Err(match arguments.lang {
            Language::En => {
                format!(
                    "`{line}` can be read in two ways: write `{plain}`, or `{shorter}` if the dot begins decimals"
                )
            }
            Language::Vi => {
                format!(
                    "`{line}` có thể đọc theo hai cách: hãy viết `{plain}`, hoặc `{shorter}` nếu dấu chấm là dấu thập phân"
                )
            }
        });
    }
    if let Some(code) = &arguments.currency {
        money_of_digits(line, code, &options).map_err(said)
    } else if arguments.ordinal {
        let place = line.parse().map_err(|_| said(WordsError::NotDigits { found: line.to_owned() }))?;
        Ok(ordinal(place, &options))
    } else {
        decimal_of_digits(line, &options).map_err(said)
    }
}

/// What a reading says beside its number, each note behind a tab.
fn notes(read: &WordsReading) -> String {
    let place = read.is_ordinal().then(|| "\tordinal".to_owned());
    let currency = read.currency().map(|code| format!("\tcurrency {code}"));
    let spellings = read.normalised().iter().map(|word| {
        let found = if word.found().is_empty() { "()" } else { word.found() };
        let kind = match word.kind() {
            NormalisedKind::LeftOut => "left-out",
            NormalisedKind::Misspelled => "misspelled",
            NormalisedKind::Unmarked => "unmarked",
            _ => "variant",
        };
        format!("\t{found} → {} ({kind})", word.read_as())
    });
    let other = read.other().map(|digits| format!("\tor {digits}"));
    place.into_iter().chain(currency).chain(other).chain(spellings).collect()
}

/// Is the one dot where a group of three digits may begin, with a zero at the end as rounded amounts have: `1.000`, `457.800`?
/// Digits that a program wrote as decimals do not end in zero.
fn looks_grouped(number: &str) -> bool {
    number.trim_start_matches(['-', '\u{2212}']).split_once('.').is_some_and(|(head, tail)| {
        (1..=3).contains(&head.len()) && !head.starts_with('0') && tail.len() == 3 && tail.ends_with('0')
    })
}

/// The same number without the zeros that would make its dot doubtful.
fn undoubted(number: &str) -> &str {
    if looks_grouped(number) { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}
