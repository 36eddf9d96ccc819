//! Goal: a CSV file becomes the frame its text says, whatever its form, blocks and threads, and what cannot be read is told with
//! its first line and column. Method: queries over the frame beside a plain reading of the same cells; broken files by hand.

use proptest::prelude::*;
use vientro_accounting::frame::{CsvError, CsvLayout, CsvOptions, CsvReader, Frame};
use vientro_accounting::query::{Key, Measure, Query, QueryError};
use vientro_currency::Currency;

fn layout() -> CsvLayout {
    CsvLayout::new()
        .amounts_ordered("amount", "currency", [Currency::VND])
        .dates("date")
        .listed("kind", ["disbursement", "refund"])
        .names("donor")
        .numbers("project")
        .flags("in kind")
}

fn options(block_bytes: usize) -> CsvOptions {
    let mut options = CsvOptions::default();
    options.block_bytes = block_bytes;
    options.record_bytes_max = 4096;
    options
}

/// Each row as its cells, in the order of the file where days are ascending.
fn lines(frame: &Frame) -> Vec<String> {
    let keys = ["project", "donor", "kind", "in kind", "date"].map(Key::column);
    let query = keys.into_iter().fold(Query::new(), Query::group_by).group_by(Key::currency("amount"));
    let table = query.measure(Measure::sum("amount")).measure(Measure::count()).run(frame).unwrap();
    table
        .rows()
        .map(|row| {
            let keys: Vec<String> = row.keys().map(|key| key.to_string()).collect();
            let sum = row.amount(0).unwrap();
            format!("{} {:?} {} {}", keys.join("|"), sum.minor(), sum.unknown(), row.count(1).unwrap())
        })
        .collect()
}

const HEADER: &str = "project,date,kind,donor,ignored,currency,amount,in kind";

#[test]
fn every_form_of_a_file_is_the_same_frame() {
    let rows = [
        "1,2025-03-01,disbursement,Tổ chức A,x,VND,250000000,false",
        "2,2025-11-20,refund,Tổ chức B,,USD,-10000.5,true",
        "3,,,,,,,",
        "4,2025-12-01,disbursement,a name of more than sixteen bytes,x,USD,,",
    ];
    let expected = [
        "1|Tổ chức A|disbursement|false|2025-03-01|VND Some(250000000) 0 1",
        "2|Tổ chức B|refund|true|2025-11-20|USD Some(-1000050) 0 1",
        "3|(none)|(none)|(none)|(none)|(none) Some(0) 1 1",
        "4|a name of more than sixteen bytes|disbursement|(none)|2025-12-01|USD Some(0) 1 1",
    ];
    let plain = format!("{HEADER}\n{}\n", rows.join("\n"));
    let quoted: Vec<_> = plain
        .lines()
        .map(|row| row.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(","))
        .collect();
    let forms = [
        plain.clone(),
        plain.trim_end().to_owned(),
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\n\n"),
        quoted.join("\n"),
        quoted.join("\r\n"),
        plain.replace("Tổ chức B", "\"Tổ chức B\""),
    ];
    for (form, text) in forms.iter().enumerate() {
        for block in [1, 7, 60, 100, 1 << 20] {
            let frame = Frame::from_csv(text.as_bytes(), &layout(), &options(block)).unwrap();
            assert_eq!(lines(&frame), expected, "form {form}, blocks of {block}");
        }
    }
    // columns stand in any order
    let turned: Vec<_> =
        plain.lines().map(|row| row.split(',').rev().collect::<Vec<_>>().join(",")).collect();
    assert_eq!(
        lines(&Frame::from_csv(turned.join("\n").as_bytes(), &layout(), &options(50)).unwrap()),
        expected
    );
}

#[test]
fn a_quoted_field_may_hold_anything() {
    let text = "donor,amount\n\"a, \"\"b\"\"\nc\",\"1\"\nd,2\n";
    let layout = CsvLayout::new().names("donor").amounts_in("amount", Currency::VND);
    for block in [1, 5, 1 << 20] {
        let frame = Frame::from_csv(text.as_bytes(), &layout, &options(block)).unwrap();
        let table =
            Query::new().group_by(Key::column("donor")).measure(Measure::sum("amount")).run(&frame).unwrap();
        let names: Vec<_> = table.rows().map(|row| row.key(0).to_string()).collect();
        assert_eq!(names, ["a, \"b\"\nc", "d"]);
    }
}

#[test]
fn amounts_leave_64_bits() {
    let text = "amount\n9223372036854775807\n9223372036854775808\n-1\n\n\"\"\n";
    let layout = CsvLayout::new().amounts_in("amount", Currency::VND);
    let frame = Frame::from_csv(text.as_bytes(), &layout, &options(1 << 20)).unwrap();
    let table = Query::new().measure(Measure::sum("amount")).run(&frame).unwrap();
    let sum = table.row(0).unwrap().amount(0).unwrap();
    assert_eq!((sum.minor(), sum.unknown()), (Some(2 * i128::from(i64::MAX)), 1));
}

#[test]
fn what_cannot_be_read_is_told_with_line_and_column() {
    let good = "1,2025-03-01,disbursement,A,x,VND,250000000,false\n";
    let wrong = [
        "1,2025-02-29,disbursement,A,x,VND,1,false",
        "1,2025-03-01,gift,A,x,VND,1,false",
        "1,2025-03-01,refund,A,x,USD,1.500,false",
        "1,2025-03-01,refund,A,x,VND,1.5,false",
        "1,2025-03-01,refund,A,x,XDR,1,false",
        "1,2025-03-01,refund,A,x,dong,1,false",
        "1,2025-03-01,refund,A,x,,1,false",
        "1.5,2025-03-01,refund,A,x,VND,1,false",
        "1,2025-03-01,refund,A,x,VND,1,yes",
        "1,2025-03-01,refund,A,x,VND,1",
        "1,2025-03-01,refund,\"A,x,VND,1,false",
        "x,2025-03-32,refund,A,x,VND,1,false",
    ];
    let mut told = Vec::new();
    for row in wrong {
        let text = format!("{HEADER}\n{}\n{row}\n{}", good.repeat(60), good.repeat(60));
        let errors = [40, 300, 1 << 20]
            .map(|block| Frame::from_csv(text.as_bytes(), &layout(), &options(block)).unwrap_err());
        assert!(
            errors.iter().all(|error| *error == errors[0] && error.line().is_none_or(|line| line == 63)),
            "{errors:?}"
        );
        told.push(errors[0].to_string());
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    line 63, column `date`: found `2025-02-29`, expected a date `yyyy-mm-dd`
    line 63, column `kind`: found `gift`, expected one of `disbursement`, `refund`
    line 63, column `amount`: found `1.500`, expected an amount with at most 2 decimals, such as `-1250.5`
    line 63, column `amount`: found `1.5`, expected an amount in whole units of its currency, such as `-1250000`
    line 63, column `currency`: found `XDR`, expected a currency of ISO 4217 with a minor unit
    line 63, column `currency`: found `dong`, expected a currency of ISO 4217 with a minor unit
    line 63, column `currency`: found ``, expected a currency of ISO 4217 with a minor unit
    line 63, column `project`: found `1.5`, expected a whole number of at most 18 digits
    line 63, column `in kind`: found `yes`, expected `true` or `false`
    line 63: 7 fields, expected 8 as in the header
    line 63: 4 fields, expected 8 as in the header
    line 63, column `project`: found `x`, expected a whole number of at most 18 digits
    ");
}

#[test]
fn ends_of_hedged_amounts_that_cannot_be_read_are_told() {
    let layout = CsvLayout::new().amounts_between("amount", "low", "high", "unit").names("donor");
    let told = |row: &str| {
        let text = format!("donor,low,high,unit\nA,1,2,VND\nB,,3,USD\n{row}\n");
        let errors = [8, 1 << 20].map(|block| {
            Frame::from_csv(text.as_bytes(), &layout, &options(block)).map(|_| ()).unwrap_err().to_string()
        });
        assert_eq!(errors[0], errors[1]);
        errors[0].clone()
    };
    let long = "79228162514264337593543950336";
    let wrong = ["A,3,2,VND", "A,x,y,VND", "A,1,y,VND", "A,1,2,", "A,,2.5,VND", &format!("A,1,{long},VND")];
    insta::assert_snapshot!(wrong.map(told).join("\n"), @r"
    line 4, column `high`: found `2`, expected an amount not below the lower end
    line 4, column `low`: found `x`, expected an amount in whole units of its currency, such as `-1250000`
    line 4, column `high`: found `y`, expected an amount in whole units of its currency, such as `-1250000`
    line 4, column `unit`: found ``, expected a currency of ISO 4217 with a minor unit
    line 4, column `high`: found `2.5`, expected an amount in whole units of its currency, such as `-1250000`
    line 4, column `high`: found `79228162514264337593543950336`, expected an amount in whole units of its currency, such as `-1250000`
    ");
    let read = |layout: &CsvLayout| {
        Frame::from_csv("donor,low,high,unit\n".as_bytes(), layout, &options(64)).map(|_| ()).unwrap_err()
    };
    let apart = |name: &str| read(&layout.clone().keep_apart([name])).to_string();
    let expected = |name: &str| {
        format!(
            "the layout keeps `{name}` apart, which is none of its columns of names, numbers, dates or truth values"
        )
    };
    assert_eq!((apart("amount"), apart("unit")), (expected("amount"), expected("unit")));
    let missing = CsvLayout::new().amounts_between_in("amount", "low", "above", Currency::VND);
    assert_eq!(read(&missing).to_string(), "the header has 0 columns named `above`, expected one");
}

#[test]
fn the_first_of_many_errors_is_told() {
    let mut text = format!("{HEADER}\n");
    for row in 0..500 {
        let day = if row % 7 == 3 && row > 100 { "2025-02-30" } else { "2025-02-28" };
        text.extend([&row.to_string(), ",", day, ",refund,A,x,VND,1,false\n"]);
    }
    for block in [60, 100, 999, 1 << 20] {
        let error = Frame::from_csv(text.as_bytes(), &layout(), &options(block)).unwrap_err();
        assert_eq!(error.line(), Some(103), "{error}");
    }
}

#[test]
fn headers_and_layouts_that_do_not_fit() {
    let read = |text: &str, layout: &CsvLayout| {
        Frame::from_csv(text.as_bytes(), layout, &CsvOptions::default()).unwrap_err().to_string()
    };
    let one = CsvLayout::new().names("donor");
    assert_eq!(read("", &one), "the header has 0 columns named `donor`, expected one");
    assert_eq!(read("donor,donor\n", &one), "the header has 2 columns named `donor`, expected one");
    assert_eq!(read("donor\n", &one.clone().dates("donor")), "the layout names the column `donor` twice");
    let without = CsvLayout::new().amounts("amount", "currency");
    assert_eq!(read("amount\n1\n", &without), "the header has 0 columns named `currency`, expected one");
    let long = format!("donor\n{}\n", "x".repeat(9000));
    let error = Frame::from_csv(long.as_bytes(), &one, &options(64)).unwrap_err();
    assert!(matches!(error, CsvError::Source { kind: std::io::ErrorKind::InvalidData, .. }), "{error}");
    assert_eq!(Frame::from_csv("donor".as_bytes(), &one, &CsvOptions::default()).unwrap().rows(), 0);
}

#[test]
fn chunks_come_in_the_order_of_their_numbers() {
    let text: String = std::iter::once("donor\n".to_owned())
        .chain((0..100).map(|row| format!("donor {row:02}\n")))
        .collect();
    let reader = CsvReader::new(text.as_bytes(), &CsvLayout::new().names("donor"), &options(64)).unwrap();
    let (mut rows, mut next) = (0, 0);
    while let Some(chunk) = reader.next_chunk().unwrap() {
        assert_eq!(chunk.number, next);
        (rows, next) = (rows + chunk.frame.rows(), next + 1);
    }
    assert_eq!(rows, 100);
    assert!(next > 5 && reader.next_chunk().unwrap().is_none());
}

/// The records of a file as the crate `csv` reads them, up to the first that is not of two fields in UTF-8.
fn records(text: &[u8]) -> Result<std::collections::BTreeMap<[String; 2], u64>, ()> {
    let mut groups = std::collections::BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    for record in reader.byte_records() {
        let record = record.map_err(|_| ())?;
        let [a, b] = [0, 1].map(|place| record.get(place).map(<[u8]>::to_vec));
        let name = |field: Option<Vec<u8>>| String::from_utf8(field.ok_or(())?).map_err(|_| ());
        if record.len() != 2 {
            return Err(());
        }
        *groups.entry([name(a)?, name(b)?]).or_default() += 1;
    }
    Ok(groups)
}

proptest! {
    #[test]
    fn nasty_files_are_cut_and_read_as_by_the_crate_csv(
        pieces in prop::collection::vec(prop_oneof![
            4 => "[ab]{1,3}".prop_map(String::into_bytes),
            3 => Just(b",".to_vec()),
            3 => Just(b"\n".to_vec()),
            2 => Just(b"\"".to_vec()),
            1 => Just(b"\r\n".to_vec()),
            1 => Just(b"\r".to_vec()),
            1 => Just(b"\"\"".to_vec()),
            1 => Just(b",\"".to_vec()),
            1 => Just(b"\",".to_vec()),
            1 => Just(b"\"\n\"".to_vec()),
            1 => Just(b"a,b\n".to_vec()),
            1 => Just("đ".as_bytes().to_vec()),
            1 => Just(vec![0xff]),
        ], 0..40),
        pairs in any::<bool>(),
    ) {
        // lines of two fields, so that more than the first error is met
        let mut text = b"a,b\n".to_vec();
        for (number, piece) in pieces.iter().enumerate() {
            text.extend_from_slice(piece);
            if pairs && number % 3 == 2 {
                text.extend_from_slice(b",x\n");
            }
        }
        let layout = CsvLayout::new().names("a").names("b");
        let expected = records(&text);
        for block in (1..9).chain([text.len() / 2, text.len(), 1 << 20]) {
            let read = Frame::from_csv(text.as_slice(), &layout, &options(block));
            prop_assert_eq!(read.is_ok(), expected.is_ok(), "blocks of {}: {:?}", block, read.err());
            let (Ok(frame), Ok(expected)) = (read, &expected) else { continue };
            let query = Query::new().group_by(Key::column("a")).group_by(Key::column("b")).measure(Measure::count());
            let table = query.run(&frame).unwrap();
            let name = |key: vientro_accounting::query::KeyValue| match key {
                vientro_accounting::query::KeyValue::Name(name) => name.to_string(),
                _ => String::new(),
            };
            let read: std::collections::BTreeMap<_, _> =
                table.rows().map(|row| ([name(row.key(0)), name(row.key(1))], row.count(0).unwrap())).collect();
            prop_assert_eq!(&read, expected, "blocks of {}", block);
        }
    }

    /// The first bad record is that of the shortest beginning of the file that cannot be read: nothing behind it can be told instead.
    #[test]
    fn of_all_bad_records_the_first_is_told(
        bad in prop::collection::vec(prop::option::weighted(0.15, (0_usize..8, 0_usize..8)), 1..40),
        block in 1_usize..300,
    ) {
        let layout = layout().amounts_between("hedged", "amount", "high", "currency");
        let header = format!("{HEADER},high");
        let mut text = format!("{header}\n");
        let mut shortest = None;
        for (row, bad) in bad.iter().enumerate() {
            let mut cells: Vec<_> = format!("{row},2025-03-01,refund,A,x,VND,1,false,2").split(',').map(str::to_owned).collect();
            for change in bad.iter().flat_map(|(one, other)| [one, other]) {
                match change {
                    0 => cells[0] = "x".to_owned(),
                    1 => cells[1] = "2025-02-30".to_owned(),
                    2 => cells[2] = "gift".to_owned(),
                    3 => cells[5] = "AB".to_owned(),
                    4 => cells[5] = String::new(),
                    5 => cells[6] = "3".to_owned(),
                    6 => cells[6] = "1x".to_owned(),
                    _ => { cells.pop(); }
                }
                // a shorter record still has the cells that the other change needs
                cells.resize(cells.len().max(8), String::new());
            }
            text.extend([cells.join(",").as_str(), "\n"]);
            if shortest.is_none() && bad.is_some() {
                shortest = Frame::from_csv(text.as_bytes(), &layout, &options(1 << 20)).err();
            }
        }
        let read = |block| Frame::from_csv(text.as_bytes(), &layout, &options(block)).err();
        let query = Query::new().group_by(Key::column("donor")).measure(Measure::count());
        for block in [block, 1 << 20] {
            prop_assert_eq!(&read(block), &shortest, "blocks of {}", block);
            let streamed = query.run_csv(text.as_bytes(), &layout, &options(block)).err();
            prop_assert_eq!(streamed, shortest.clone().map(QueryError::Csv));
        }
    }

    #[test]
    fn random_files_are_read_as_they_are_written(
        cells in prop::collection::vec((
            prop::option::of(-5_000_i64..5_000), prop::option::of(0_i32..20_000), prop::option::of("[a-z\", \n]{1,24}"),
            prop::option::of(any::<bool>()), prop::option::of((any::<bool>(), -10_i128.pow(20)..10_i128.pow(20))),
        ), 0..60),
        block in 1_usize..400,
    ) {
        let mut text = format!("{HEADER}\r\n");
        let mut expected = Vec::new();
        for (project, day, donor, flag, amount) in &cells {
            let or = |text: Option<String>, none: &str| text.unwrap_or_else(|| none.to_owned());
            let day = day.map(|day| chrono::NaiveDate::from_epoch_days(day).unwrap().to_string());
            let currency = amount.map(|(vnd, _)| if vnd { "VND" } else { "USD" }.to_owned());
            let number = amount.map(|(vnd, minor)| if vnd { minor.to_string() } else {
                let sign = if minor < 0 { "-" } else { "" };
                format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
            });
            let quoted = donor.as_ref().map(|donor| {
                if donor.contains(['"', ',', '\n']) { format!("\"{}\"", donor.replace('"', "\"\"")) } else { donor.clone() }
            });
            let cell = |cell: &Option<String>| cell.clone().unwrap_or_default();
            let (project, flag) = (project.map(|it| it.to_string()), flag.map(|it| it.to_string()));
            text += &[cell(&project), cell(&day), String::new(), cell(&quoted), String::new(), cell(&currency), cell(&number), cell(&flag)].join(",");
            text += "\r\n";
            let sum = amount.map_or(0, |(_, minor)| minor);
            expected.push((
                [or(project, "(none)"), or(donor.clone(), "(none)"), "(none)".to_owned(), or(flag, "(none)"), or(day, "(none)"), or(currency, "(none)")].join("|"),
                (sum, u64::from(amount.is_none()), 1_u64),
            ));
        }
        let frame = Frame::from_csv(text.as_bytes(), &layout(), &options(block)).unwrap();
        prop_assert_eq!(frame.rows(), cells.len());
        let mut groups = std::collections::BTreeMap::new();
        for (key, (sum, unknown, count)) in expected {
            let group: &mut (i128, u64, u64) = groups.entry(key).or_default();
            *group = (group.0 + sum, group.1 + unknown, group.2 + count);
        }
        let mut expected: Vec<_> = groups
            .into_iter()
            .map(|(key, (sum, unknown, count))| format!("{key} {:?} {unknown} {count}", Some(sum)))
            .collect();
        let mut read = lines(&frame);
        expected.sort();
        read.sort();
        prop_assert_eq!(read, expected);
    }
}
