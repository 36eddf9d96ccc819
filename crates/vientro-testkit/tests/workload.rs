//! Goal: the workload is the table that WORKLOAD.md's generator writes, and the plain loop answers it as the reference
//! does. Method: SHA-256 of the CSV bytes and of the canonical texts. The digests come from programs in another language:
//! those of the CSV from the generator (numpy, Arrow's CSV writer), those of the answers from row by row integers.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest, Sha256};
use vientro_testkit::workload::{Question, Workload, answer};

use crate::text;

const RATES: &str = "3cfbdb6956c71ab0f0ad4d35320c1bcada741c1abdac924601f85b7a8d76cb31";
const ROWS_1K: &str = "0c9dfce2126bb36aa309574bd40d1b27b2dc78e07d91ea6ac8718da9a5adaf37";
const ROWS_100K: &str = "952ec244661278ed8fe06f968c5220ac7ea52b7a92ff7c0bebf87dd5e6ba1f8a";
const ROWS_1M: &str = "c3dbb286b7f341e439409951b62be389a69103630a673fd5092ee8c0126f4241";

#[test]
fn the_csv_is_that_of_the_generator() {
    assert_eq!(digest(|out| Workload::new(1_000).write_transactions(out)), ROWS_1K);
    let workload = Workload::new(100_000);
    assert_eq!(digest(|out| workload.write_transactions(out)), ROWS_100K);
    assert_eq!(digest(|out| workload.write_rates(out)), RATES);
}

#[test]
fn the_plain_loop_meets_the_reference() {
    meets(&Workload::new(100_000), "testdata/aggregate/expected_100k.json");
}

/// `cargo test --profile testrelease -p vientro-testkit workload -- --ignored`
#[test]
#[ignore = "a million rows; the command is above"]
fn a_million_rows_meet_the_reference() {
    let workload = Workload::new(1_000_000);
    assert_eq!(digest(|out| workload.write_transactions(out)), ROWS_1M);
    meets(&workload, "testdata/aggregate/expected_1m.json");
}

fn meets(workload: &Workload, expected: &str) {
    let expected: serde_json::Value = serde_json::from_str(&text(expected)).unwrap();
    for question in Question::ALL {
        let answer = answer(workload, question);
        let expected = &expected[question.name()];
        let lines = u64::try_from(answer.lines().count()).unwrap();
        assert_eq!(expected["lines"], lines, "{}", question.name());
        let sha256 = digest(|out| out.write_all(answer.as_bytes()));
        assert_eq!(expected["sha256"], sha256, "{}", question.name());
    }
}

fn digest(write: impl FnOnce(&mut Hasher) -> io::Result<()>) -> String {
    let mut hasher = Hasher::default();
    write(&mut hasher).unwrap();
    let mut text = String::new();
    for byte in hasher.0.finalize() {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

#[derive(Default)]
struct Hasher(Sha256);

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
