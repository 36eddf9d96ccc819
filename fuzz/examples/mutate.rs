//! Runs targets over their corpus and over changed inputs from a seeded generator, on any toolchain.
//!
//! `cargo run --release --example mutate -- [ROUNDS] [SEED] [TARGET]...`: by default 2000 rounds from seed 1 for every target. An input that
//! fails is written to `artifacts/TARGET/`, and the run ends with status 1.

use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

use vientro_fuzz::mutation::{Generator, mutate};
use vientro_fuzz::{TARGETS, corpus, target};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    let mut number = |default: u64| match arguments.peek().and_then(|argument| argument.parse().ok()) {
        Some(number) => {
            arguments.next();
            number
        }
        None => default,
    };
    let (rounds, seed) = (number(2000), number(1));
    let mut names: Vec<String> = arguments.collect();
    if names.is_empty() {
        names = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    }
    let mut failed = 0;
    for name in &names {
        let (run, inputs) = (target(name), corpus(name));
        let mut pool: Vec<Vec<u8>> = inputs.into_iter().map(|(_, bytes)| bytes).collect();
        let mut failures = pool.iter().filter(|bytes| fails(name, run, bytes)).count();
        let mut generator = Generator::new(seed);
        for _ in 0..rounds {
            let (one, other) = (generator.below(pool.len()), generator.below(pool.len()));
            let bytes = mutate(&pool[one], &pool[other], &mut generator);
            failures += usize::from(fails(name, run, &bytes));
            // a walk away from the corpus, of bounded size
            if pool.len() < 512 {
                pool.push(bytes);
            } else if generator.below(4) == 0 {
                let replaced = generator.below(pool.len());
                pool[replaced] = bytes;
            }
        }
        println!("{name}: {rounds} changed inputs from seed {seed}, {failures} failed");
        failed += failures;
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Does the target panic? Then the input is kept.
fn fails(name: &str, run: fn(&[u8]), bytes: &[u8]) -> bool {
    if catch_unwind(|| run(bytes)).is_ok() {
        return false;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let path = folder.join(format!("{hash:016x}"));
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes));
    eprintln!("{name} failed on {} ({kept:?}): {}", path.display(), String::from_utf8_lossy(bytes));
    true
}
