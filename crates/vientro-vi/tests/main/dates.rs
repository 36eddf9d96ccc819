//! Every day of 1900 to 2100 in each style that newspapers and offices print, alone and in running text.

use chrono::{Datelike, NaiveDate};
use vientro_vi::{DateContext, Session, extract, read_date};

fn days() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1900, 1, 1);
    first.into_iter().flat_map(|first| first.iter_days()).take_while(|day| day.year() <= 2100)
}

#[test]
fn every_day_with_its_year() {
    let mut count = 0;
    for date in days() {
        let (day, month, year) = (date.day(), date.month(), date.year());
        for text in [
            format!("{day}.{month}.{year}"),
            format!("{day:02}.{month:02}.{year}"),
            format!("{day}/{month}/{year}"),
            format!("{day}-{month}-{year}"),
            format!("ngày {day} tháng {month} năm {year}"),
        ] {
            let read = read_date(&text, &DateContext::new()).map(|read| (read.date(), read.span()));
            assert_eq!(read, Ok((date, 0..text.len())), "{text}");
            count += 1;
        }
    }
    assert_eq!(count, 5 * 73_414);
}

#[test]
fn every_day_after_a_word_of_the_day() {
    let sessions = [
        ("Sáng", Session::Morning),
        ("Trưa", Session::Noon),
        ("Chiều", Session::Afternoon),
        ("Tối", Session::Evening),
    ];
    for (index, date) in days().enumerate() {
        let (day, month, year) = (date.day(), date.month(), date.year());
        let (word, session) = sessions[index % sessions.len()];
        let sign = ['.', '/', '-'][index % 3];
        let text = format!("{word} {day}{sign}{month}");
        let read = read_date(&text, &DateContext::new().in_year(year)).unwrap();
        assert_eq!(
            (read.date(), read.session(), read.year_is_printed()),
            (date, Some(session), false),
            "{text}"
        );
        // without its word it is no day, and in running text no figure either way
        let bare = &text[word.len() + 1..];
        assert!(read_date(bare, &DateContext::new().in_year(year)).is_err(), "{bare}");
        let found: Vec<_> = extract(&text).collect();
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].date().map(|date| (date.day(), date.month())), Some((day, month)), "{text}");
    }
}
