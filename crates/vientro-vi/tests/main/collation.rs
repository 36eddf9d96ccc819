//! Texts in the order another implementation gave them, `testdata/collation.txt`: each key is greater than the one before,
//! so that all pairs are in order. The file stands outside the package, so the test says that it is skipped where the package
//! was unpacked alone.

use vientro_vi::{collation_key, nfc};

#[test]
fn texts_sort_as_in_icu() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/collation.txt");
    let Ok(texts) = std::fs::read_to_string(path) else {
        println!("skipped: {path} is not part of the package");
        return;
    };
    let texts: Vec<&str> = texts.lines().filter(|line| !line.starts_with("# ")).collect();
    assert!(texts.len() > 5_000);
    let wrong: Vec<_> =
        texts.windows(2).filter(|pair| collation_key(pair[0]) >= collation_key(pair[1])).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} pairs: {:?}",
        wrong.len(),
        texts.len() - 1,
        &wrong[..wrong.len().min(20)]
    );
    assert!(texts.iter().all(|text| nfc(text) == **text));
}
