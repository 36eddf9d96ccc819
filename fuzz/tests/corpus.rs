//! Every input of the corpus runs through its target, which panics where something does not hold; inputs that once failed
//! are kept there. A few changed inputs show that the generator works and is the same on every machine.

use vientro_fuzz::mutation::{Generator, mutate};
use vientro_fuzz::{TARGETS, corpus};

#[test]
fn every_input_holds() {
    for (name, run) in TARGETS {
        let inputs = corpus(name);
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for (path, bytes) in inputs {
            println!("{}", path.display());
            run(&bytes);
        }
    }
}

#[test]
fn every_folder_and_file_belongs_to_a_target() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, ending) in [("corpus", ""), ("fuzz_targets", ".rs")] {
        let mut found: Vec<String> = std::fs::read_dir(here.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        found.sort();
        assert_eq!(found, TARGETS.map(|(name, _)| format!("{name}{ending}")));
    }
}

#[test]
fn one_seed_gives_one_run() {
    let run = |seed| {
        let mut generator = Generator::new(seed);
        (0..50).map(|_| mutate(b"12 ty dong", b"hon 18 trieu", &mut generator)).collect::<Vec<_>>()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}
