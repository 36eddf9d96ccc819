//! The templates of all kinds, opened and saved by LibreOffice in each format it and offices use, are read back as they
//! were. Asked for by `--ignored`, since it needs that program.

use std::path::Path;
use std::process::Command;

use vientro_core::Language;
use vientro_intake::{Options, Source, Template, read_union};

/// What is read from a workbook: kind and records of each sheet, then the findings.
fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    let reading = read_union(&[Source::new(name, bytes)], &Options::for_year(2025)).unwrap();
    let sheets = reading.sheets().iter();
    let sheets = sheets.map(|sheet| format!("{:?} {:?} {}", sheet.sheet(), sheet.kind(), sheet.records()));
    let findings = reading.findings().iter().map(|finding| finding.line(Language::En));
    sheets.chain(findings.map(|line| line.replace(name, "FILE"))).collect()
}

#[test]
#[ignore = "starts LibreOffice"]
fn templates_survive_an_office_program() {
    if Command::new("soffice").arg("--version").output().is_err() {
        println!("skipped: there is no soffice on the path");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    std::fs::create_dir_all(&folder).unwrap();
    let mut written = Vec::new();
    for (language, mark) in [(Language::Vi, "vi"), (Language::En, "en")] {
        for filled in [false, true] {
            let template = Template::new(vientro_intake::SheetKind::ALL).in_language(language);
            let template = if filled { template.with_examples() } else { template };
            let path = folder.join(format!("{mark}-{filled}.xlsx"));
            std::fs::write(&path, template.to_bytes().unwrap()).unwrap();
            written.push(path);
        }
    }
    for format in ["xlsx", "ods", "xls"] {
        let out = folder.join(format);
        let profile = folder.join("profile");
        let status = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .args(["--headless", "--convert-to", format, "--outdir"])
            .arg(&out)
            .args(&written)
            .output()
            .unwrap();
        assert!(status.status.success(), "{status:?}");
        for path in &written {
            let name = path.with_extension(format).file_name().unwrap().to_str().unwrap().to_owned();
            let before = read(path.file_name().unwrap().to_str().unwrap(), &std::fs::read(path).unwrap());
            let after = read(&name, &std::fs::read(out.join(&name)).unwrap());
            assert_eq!(after, before, "{name}");
        }
    }
}
