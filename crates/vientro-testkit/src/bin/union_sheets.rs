//! Writes the sheets of the Unions into a folder: `union_sheets [FOLDER]`, `examples/data/union-2025` if none is given.

use std::{error::Error, fs, io::Write as _, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("examples/data/union-2025"), PathBuf::from);
    let mut out = std::io::stdout().lock();
    for file in vientro_testkit::union_files()? {
        let path = folder.join(file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, &file.bytes)?;
        writeln!(out, "{} ({} bytes)", path.display(), file.bytes.len())?;
    }
    Ok(())
}
