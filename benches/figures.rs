//! Printed figures: read one by one, found in running text, written as words, summed as intervals.

use std::error::Error;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rust_decimal::Decimal;
use vientro::core::{Figure, Interval, Total};
use vientro::vi::{
    ToneStyle, WordOptions, cardinal, collation_key, extract, fold, nfc, place_tones, read, read_words,
    repair, similarity, suggest, write_cardinal,
};
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

/// Sentences with figures, dates and comparisons, our own, in the style of reports.
const SENTENCES: [&str; 10] = [
    "Liên hiệp tổ chức 12 hoạt động đối ngoại nhân dân trong quý III/2025. ",
    "Giá trị giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm. ",
    "Cam kết là 594,5 tỷ đồng – gần 26 triệu USD. ",
    "Ngày 18/12/2025 khởi công 20 căn nhà, kinh phí tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng. ",
    "Trong 6 tháng đầu năm 2025, ba mươi dự án được phê duyệt theo Quyết định số 2410/QĐ-UBND. ",
    "Đã hoàn thành 15/20 công trình, mỗi công trình khoảng 200-300 triệu đồng.\n",
    "Số đoàn vào tăng 6 lần so với cùng kỳ, số hộ thụ hưởng giảm một nửa. ",
    "Chiều 16.1, đơn vị trao 1.000 suất học bổng, mỗi suất 500.000 đồng. ",
    "Vốn đối ứng từ 1,2 đến 1,5 tỷ đồng, tài trợ 3,286,743 USD. ",
    "Các hội thành viên tiếp tục giữ quan hệ với bạn bè, đối tác và kiều bào ở nhiều nước.\n",
];

/// Sentences without a figure.
const PROSE: [&str; 6] = [
    "Các hội thành viên tiếp tục giữ quan hệ với bạn bè, đối tác và kiều bào ở nhiều nước. ",
    "Công tác vận động được triển khai đồng bộ, có trọng tâm, bám sát nhu cầu của địa phương. ",
    "Nhiều hoạt động giao lưu văn hóa góp phần tăng cường hiểu biết giữa nhân dân các nước. ",
    "Nguồn viện trợ tập trung vào y tế, giáo dục, nước sạch và hỗ trợ sinh kế cho người nghèo. ",
    "Lãnh đạo tỉnh ghi nhận sự đồng hành của các tổ chức và đề nghị tiếp tục mở rộng hợp tác. ",
    "Một trong những khó khăn là thủ tục tiếp nhận còn kéo dài, ảnh hưởng tiến độ thực hiện.\n",
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
    running_text(&mut criterion, &mut numbers)?;
    hostile_text(&mut criterion)?;
    words(&mut criterion, &mut numbers)?;
    hostile_words(&mut criterion)?;
    hostile_forms(&mut criterion)?;

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

/// Running text of three densities, beside the pattern a user would write for its numbers.
fn running_text(criterion: &mut Criterion, numbers: &mut SplitMix64) -> Result<(), Box<dyn Error>> {
    const BYTES: usize = 200_000;
    let mut text = |choices: &dyn Fn(&mut SplitMix64) -> Option<String>| {
        let mut text = String::new();
        while text.len() < BYTES {
            text.extend(choices(numbers));
        }
        text
    };
    // one sentence in three has figures, as in newspaper articles: one for some 200 bytes
    let articles = text(&|numbers| {
        let figures = numbers.below(3) == 0;
        let choices: &[&str] = if figures { &SENTENCES } else { &PROSE };
        numbers.choose(choices).map(|sentence| (*sentence).to_owned())
    });
    let dense = text(&|numbers| numbers.choose(&SENTENCES).map(|sentence| (*sentence).to_owned()));
    let prose = text(&|numbers| numbers.choose(&PROSE).map(|sentence| (*sentence).to_owned()));
    let table = text(&|numbers| {
        let (project, amount) = (numbers.below(100), numbers.below(900_000));
        Some(format!(
            "{project} dự án\t{}.{:03} triệu đồng\t{},5%\n",
            amount / 1_000 + 1,
            amount % 1_000,
            project
        ))
    });
    let pattern = regex::Regex::new(
        r"(?:(?:hơn|trên|gần|khoảng|ước đạt)\s+)?\d+(?:[.,]\d+)*(?:\s*(?:nghìn|triệu|tỷ|tỉ))?(?:\s*(?:đồng|USD|%|km²))?",
    )?;
    for (name, text) in [("articles", articles), ("dense", dense), ("prose", prose), ("table", table)] {
        let mut group = criterion.benchmark_group(format!("text_{name}"));
        group.throughput(Throughput::Bytes(u64::try_from(text.len())?));
        group.bench_function("extract", |bench| bench.iter(|| extract(black_box(&text)).count()));
        // the floor: where numbers stand, with the words beside them, and nothing of what they mean
        group.bench_function("floor_regex", |bench| {
            bench.iter(|| pattern.find_iter(black_box(&text)).count());
        });
        group.finish();
    }
    Ok(())
}

/// Texts made to be slow, at two sizes: four times the bytes may take four times as long, not more.
fn hostile_text(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    for (name, unit) in [
        ("digits", "1"),
        ("numbers", "1 "),
        ("groups", "1.234."),
        ("thousands", "nghìn "),
        ("hedges", "hơn "),
        ("ones", "một "),
        ("ranges", "từ 1 đến "),
        ("dates", "1/1/"),
        ("years", "năm 2025-"),
        ("marks", "\u{301}"),
        ("brackets", "("),
    ] {
        let mut group = criterion.benchmark_group(format!("hostile_text_{name}"));
        for megabytes in [1, 4] {
            let text = unit.repeat(megabytes * 1_000_000 / unit.len());
            group.throughput(Throughput::Bytes(u64::try_from(text.len())?));
            group.sample_size(10);
            group.bench_function(format!("extract_{megabytes}mb"), |bench| {
                bench.iter(|| extract(black_box(&text)).count());
            });
        }
        group.finish();
    }
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

/// The forms, likenesses and repairs of texts made to be slow, at two sizes as above.
fn hostile_forms(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    const VOCABULARY: [&str; 6] =
        ["bằng khen", "giấy khen", "hội nghị", "TP.HCM", "viện trợ", "phi chính phủ nước ngoài"];
    let apply = |function: &str, text: &str| match function {
        "nfc" => nfc(text).len(),
        "fold" => fold(text).len(),
        "place_tones" => place_tones(text, ToneStyle::Newer).len(),
        "collation_key" => collation_key(text).as_bytes().len(),
        "similarity" => usize::from(similarity(text, text) == Decimal::ONE),
        "suggest" => suggest(text, VOCABULARY).len(),
        _ => repair(text, &VOCABULARY).len(),
    };
    for (name, unit) in [
        ("marks", "\u{301}\u{323}"),
        ("one_word", "hòa"),
        ("near", "hôi nghi "),
        ("wrong_tones", "hòan "),
        ("letters", "h "),
    ] {
        let mut group = criterion.benchmark_group(format!("hostile_forms_{name}"));
        for megabytes in [1, 4] {
            let text = unit.repeat(megabytes * 1_000_000 / unit.len());
            group.throughput(Throughput::Bytes(u64::try_from(text.len())?));
            group.sample_size(10);
            for function in ["nfc", "fold", "place_tones", "collation_key", "similarity", "suggest", "repair"]
            {
                group.bench_function(format!("{function}_{megabytes}mb"), |bench| {
                    bench.iter(|| apply(function, black_box(&text)));
                });
            }
        }
        group.finish();
    }
    Ok(())
}
