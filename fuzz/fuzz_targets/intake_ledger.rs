#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| vientro_fuzz::target("intake_ledger")(data));
