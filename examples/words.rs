//! Numbers to Vietnamese words and back, one per line.
//!
//! ```text
//! cargo run --release --example words                                  # the sample file
//! printf '12000000000\n-25\n0.5\n' | cargo run --release --example words
//! printf 'mười hai tỷ đồng\n' | cargo run --release --example words -- --read
//! ```
//!
//! **In**, one number a line: an integer of up to 600 digits or a decimal of up to 28, an optional minus sign before it,
//! a dot before the decimals. One dot before three digits, as in `1.000`, may be a group or a decimal and is refused, and so
//! are more dots than one; with `--read`, the number in words instead.
//!
//! **Out**, one line for each line in: the words, or with `--read` the number in digits with a dot before its decimals.
//! With `--currency CODE` the words are an amount of money ("bằng chữ"); with `--read` a currency named in the words is
//! accepted and left out. A line that cannot be read gives `error: …`; an empty line gives an empty line. The exit status
//! is 1 if any line was refused.
//!
//! Without `--input`, lines come from standard input; if that is a terminal or has nothing to give, from the sample file.
//! `--stdin` asks for standard input in any case.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use rust_decimal::Decimal;
use vientro::vi::words::{Billion, Chain, EmptyGroups, Filler, Four, Thousand, WordOptions};
use vientro::vi::{cardinal_of_digits, decimal, money, read_words};

/// Numbers to Vietnamese words and back, one per line.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each flag is one option of the writer")]
struct Arguments {
    /// Read words instead of writing them.
    #[arg(long)]
    read: bool,
    /// Read lines from this file.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Read lines from standard input, even if it is a terminal or empty.
    #[arg(long)]
    stdin: bool,
    /// Write amounts of this currency (ISO 4217), first letter in upper case.
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
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
    if arguments.read {
        return read_words(line).map(|read| read.digits().to_owned()).map_err(|error| error.to_string());
    }
    let number = line.replace('\u{2212}', "-");
    if number.matches('.').count() > 1 {
        return Err(format!("`{line}` has more than one dot, expected digits without groups"));
    }
    if has_doubtful_dot(&number) {
        let (plain, longer) = (line.replace('.', ""), format!("{line}0"));
        return Err(format!(
            "`{line}` can be read in two ways: write `{plain}`, or `{longer}` if the dot begins decimals"
        ));
    }
    if let Some(code) = &arguments.currency {
        let amount = Decimal::from_str_exact(&number).map_err(|error| format!("`{line}`: {error}"))?;
        return money(amount, code, &options).map_err(|error| error.to_string());
    }
    if number.contains('.') {
        let value = Decimal::from_str_exact(&number).map_err(|error| format!("`{line}`: {error}"))?;
        Ok(decimal(value, &options))
    } else {
        cardinal_of_digits(&number, &options).map_err(|error| error.to_string())
    }
}

/// Does the one dot stand where it may set a group of three digits apart: `1.000`, `457.800`, but not `0.125` or `1234.567`?
fn has_doubtful_dot(number: &str) -> bool {
    number.trim_start_matches(['-', '+']).split_once('.').is_some_and(|(head, tail)| {
        (1..=3).contains(&head.len()) && !head.starts_with('0') && tail.len() == 3
    })
}
