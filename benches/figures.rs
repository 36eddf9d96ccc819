//! Printed figures: read one by one, found in running text, written as words, summed as intervals.

use std::error::Error;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rust_decimal::Decimal;
use vientro::core::{Figure, Interval, Total};
use vientro::vi::{WordOptions, cardinal, extract, read, read_words, write_cardinal};
use vientro_benches::SplitMix64;

const FIGURES: [&str; 8] = [
    "hơn 18 tỷ đồng",
    "594,5 tỷ đồng",
    "gần 26 triệu USD",
    "457.800 USD",
    "từ 3,4 đến 4,22 tỷ đồng",
    "50,4%",
    "khoảng 1.250.000.000 đồng",
    "129 khoản",
];

const SENTENCES: [&str; 5] = [
    "Liên hiệp tổ chức 12 hoạt động đối ngoại nhân dân trong quý III/2025. ",
    "Giá trị giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm. ",
    "Cam kết là 594,5 tỷ đồng – gần 26 triệu USD. ",
    "Ngày 18/12/2025 khởi công 20 căn nhà, kinh phí tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng. ",
    "Các hội thành viên tiếp tục giữ quan hệ với bạn bè, đối tác và kiều bào ở nhiều nước.\n",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();

    for figure in FIGURES {
        read(figure)?;
    }
    criterion.bench_function("read_8_printed_figures", |bench| {
        bench.iter(|| FIGURES.iter().filter(|figure| read(black_box(figure)).is_ok()).count());
    });

    let mut numbers = SplitMix64::new(1);
    let mut text = String::new();
    while text.len() < 100_000 {
        text.extend(numbers.choose(&SENTENCES).copied());
    }
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(u64::try_from(text.len())?));
    group.bench_function("extract_100k_bytes", |bench| bench.iter(|| extract(black_box(&text)).count()));
    group.finish();

    words(&mut criterion, &mut numbers)?;
    hostile_words(&mut criterion)?;

    // every third amount a band, every tenth unknown, the rest known
    let figures: Vec<Figure> = (0..10_000)
        .map(|n: u32| match (n % 10, n % 3) {
            (9, _) => Figure::Unknown,
            (_, 0) => Figure::within(Interval::at_least(Decimal::from(numbers.below(1_000_000_000)))),
            _ => Figure::Known(Decimal::from(numbers.below(1_000_000_000))),
        })
        .collect();
    let lows: Vec<Decimal> = figures.iter().filter_map(|figure| figure.low().copied()).collect();
    let mut group = criterion.benchmark_group("sum");
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("sum_10k_figures", |bench| {
        bench.iter(|| Total::of(Decimal::ZERO, black_box(&figures)).map(|total| total.unknown()));
    });
    // the floor: one end of each figure, nothing said of what was hedged or unknown
    group.bench_function("sum_10k_figures_floor", |bench| {
        bench.iter(|| {
            black_box(&lows).iter().try_fold(Decimal::ZERO, |sum: Decimal, low| sum.checked_add(*low))
        });
    });
    group.finish();

    criterion.final_summary();
    Ok(())
}

/// Words written into a string each, into one string for all, and read; beside them a peer if the feature asks for it.
fn words(criterion: &mut Criterion, numbers: &mut SplitMix64) -> Result<(), Box<dyn Error>> {
    let options = WordOptions::default();
    // amounts as reports have them: to a million, to a thousand billion, and to seventeen digits
    for (name, bits) in [("20_bits", 20), ("40_bits", 40), ("56_bits", 56)] {
        let amounts: Vec<i128> = (0..1_000).map(|_| i128::from(numbers.number() >> (64 - bits))).collect();
        let said: Vec<String> = amounts.iter().map(|amount| cardinal(*amount, &options)).collect();
        for (words, amount) in said.iter().zip(&amounts) {
            assert_eq!(read_words(words)?.integer(), Some(*amount));
        }
        let mut group = criterion.benchmark_group(format!("words_1k_{name}"));
        group.throughput(Throughput::Elements(1_000));
        group.bench_function("cardinal", |bench| {
            bench.iter(|| amounts.iter().map(|amount| cardinal(*amount, &options).len()).sum::<usize>());
        });
        group.bench_function("write_cardinal", |bench| {
            let mut line = String::new();
            bench.iter(|| {
                amounts
                    .iter()
                    .map(|amount| {
                        line.clear();
                        let written = write_cardinal(&mut line, *amount, &options);
                        written.map_or(0, |()| line.len())
                    })
                    .sum::<usize>()
            });
        });
        group.bench_function("read_words", |bench| {
            bench.iter(|| black_box(&said).iter().filter(|words| read_words(words).is_ok()).count());
        });
        // the fastest crate found that writes Vietnamese words
        #[cfg(feature = "peers")]
        if let Some(vietnamese) = num2words2_core::get_lang_by_key("vi") {
            let amounts: Vec<num_bigint::BigInt> = amounts.iter().map(|amount| (*amount).into()).collect();
            group.bench_function("peer_num2words2_core", |bench| {
                bench.iter(|| {
                    amounts
                        .iter()
                        .filter_map(|amount| vietnamese.to_cardinal(amount).ok())
                        .map(|words| words.len())
                        .sum::<usize>()
                });
            });
        }
        group.finish();
    }
    Ok(())
}

/// Texts that are no numbers, at two sizes: four times the bytes may take four times as long, not more.
fn hostile_words(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    for (name, unit) in [
        ("thousands", "nghìn "),
        ("ones", "một "),
        ("empty_groups", "không nghìn "),
        ("billions", "một tỷ "),
        ("misspelled", "lẽ "),
        ("digits", "9"),
        ("marks", "\u{301}"),
        ("one_word", "ngh"),
    ] {
        let mut group = criterion.benchmark_group(format!("hostile_words_{name}"));
        for megabytes in [1, 4] {
            let text = unit.repeat(megabytes * 1_000_000 / unit.len());
            group.throughput(Throughput::Bytes(u64::try_from(text.len())?));
            group.sample_size(10);
            group.bench_function(format!("read_words_{megabytes}mb"), |bench| {
                bench.iter(|| read_words(black_box(&text)).is_err());
            });
        }
        group.finish();
    }
    Ok(())
}
