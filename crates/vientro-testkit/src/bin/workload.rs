//! Writes the aggregation workload as `transactions.csv` and `rates.csv`.
//!
//! `workload --rows N --out DIR`: N is at most 4,294,967,295. The same N gives the same bytes.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use vientro_testkit::workload::Workload;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let (mut rows, mut out) = (None, None);
    while let Some(option) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("`{option}` needs a value"))?;
        match option.as_str() {
            "--rows" => rows = Some(value.parse().map_err(|_| format!("`{value}` is no number of rows"))?),
            "--out" => out = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown option `{option}`, expected `--rows N --out DIR`").into()),
        }
    }
    let (rows, out) = rows.zip(out).ok_or("expected `--rows N --out DIR`")?;
    fs::create_dir_all(&out)?;
    let workload = Workload::new(rows);
    workload.write_transactions(BufWriter::new(File::create(out.join("transactions.csv"))?))?;
    workload.write_rates(BufWriter::new(File::create(out.join("rates.csv"))?))?;
    Ok(())
}
