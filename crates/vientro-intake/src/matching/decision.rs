//! Numbers of decisions, and how alike two of them are.

use rust_decimal::Decimal;
use vientro_vi::fold;

/// A decision's number without spaces, marks and leading zeros: `0455/QĐ-UBND` is `455/qd-ubnd`.
pub(super) fn number_of(number: &str) -> String {
    let folded: String = fold(number).chars().filter(|letter| !letter.is_whitespace()).collect();
    folded.trim_start_matches('0').trim_end_matches(['.', ',']).to_owned()
}

/// The figures a number begins with, and the office behind them without a year: `455` and `qd-ubnd` of
/// `455/2025/qd-ubnd`.
pub(super) fn parts_of(number: &str) -> (&str, String) {
    let end = number.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(number.len());
    let (figures, rest) = number.split_at(end);
    let is_year = |part: &&str| part.len() == 4 && part.starts_with("20") && part.parse::<u16>().is_ok();
    let office: Vec<&str> =
        rest.split(['/', '.']).filter(|part| !part.is_empty() && !is_year(part)).collect();
    (figures, office.join("/").trim_matches('-').to_owned())
}

/// How alike two numbers are as [`number_of`] gives them, from 0 to 1.
///
/// One figure more, less or other, or two that changed places, is how a number is mistyped; of less than three figures
/// there are as many neighbours in any year, so that it hardly counts.
pub(super) fn likeness(left: &str, right: &str) -> Decimal {
    if left == right {
        return Decimal::ONE;
    }
    let ((left, office), (right, other_office)) = (parts_of(left), parts_of(right));
    let one_says_none = office.is_empty() || other_office.is_empty();
    let tenths = if left.is_empty() || right.is_empty() {
        0
    } else if left == right {
        match (office == other_office, one_says_none) {
            (true, _) => 10,
            (_, true) => 9,
            _ => 4,
        }
    } else if is_slip(left.as_bytes(), right.as_bytes()) && (one_says_none || office == other_office) {
        if left.len().min(right.len()) >= 3 { 6 } else { 3 }
    } else {
        0
    };
    Decimal::new(tenths, 1)
}

/// Does one mistake of the keyboard lie between two numbers?
fn is_slip(left: &[u8], right: &[u8]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let (short, long) = (short.get(same..).unwrap_or_default(), long.get(same..).unwrap_or_default());
    match (short, long) {
        (short, [_, rest @ ..]) if long.len() == short.len().saturating_add(1) => short == rest,
        ([a, b, short @ ..], [c, d, long @ ..]) if (a, b) == (d, c) => short == long,
        ([_, short @ ..], [_, long @ ..]) => short == long,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_alike_as_they_are_mistyped() {
        for (left, right, tenths) in [
            ("455/QĐ-UBND", "0455/QD-UBND", 10),
            ("455/QĐ-UBND", "455/2025/QĐ-UBND", 10),
            ("455", "455/QĐ-UBND", 9),
            ("455/QĐ-UBND", "455/QĐ-TTg", 4),
            ("455/QĐ-UBND", "545/QĐ-UBND", 6),
            ("455/QĐ-UBND", "4555/QĐ-UBND", 6),
            ("455/QĐ-UBND", "458", 6),
            ("45/QĐ-UBND", "46/QĐ-UBND", 3),
            ("455/QĐ-UBND", "458/QĐ-TTg", 0),
            ("455/QĐ-UBND", "554/QĐ-UBND", 0),
            ("455/QĐ-UBND", "QĐ-UBND", 0),
        ] {
            let (left, right) = (number_of(left), number_of(right));
            let expected = Decimal::new(tenths, 1);
            assert_eq!(
                (likeness(&left, &right), likeness(&right, &left)),
                (expected, expected),
                "{left} {right}"
            );
        }
    }
}
