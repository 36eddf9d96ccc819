//! Days that may be written month first.

use crate::Holds;
use crate::codes;
use crate::grid::CellValue;
use crate::header::Column;
use crate::sheet::Sheet;

/// Tells the days of a column that are read day first where others can only be month first: a program set to American
/// English writes 30/04/2025 as 04/30/2025, and 05/03/2025 as 03/05/2025, which reads as another day.
pub(crate) fn days(sheet: &mut Sheet<'_>) {
    let kind = sheet.kind();
    let holds_day = |column: &&Column| {
        let field = column.field().and_then(|field| kind.column(field));
        field.is_some_and(|field| field.holds() == Holds::Day)
    };
    let columns: Vec<Column> = sheet.header.columns().iter().filter(holds_day).cloned().collect();
    for column in columns {
        let (mut month_first, mut day_first, mut either) = (0_u32, 0_u32, Vec::new());
        for row in &sheet.body {
            let CellValue::Text(text) = row.value(column.index()) else { continue };
            match numbers(text) {
                Some((first, second)) if first <= 12 && second > 12 => {
                    month_first = month_first.saturating_add(1);
                }
                Some((first, second)) if first > 12 && second <= 12 => {
                    day_first = day_first.saturating_add(1);
                }
                Some((first, second)) if first != second => either.push(*row),
                _ => {}
            }
        }
        if month_first == 0 || day_first > 0 {
            continue;
        }
        for row in either {
            let at = sheet.at(row, &column);
            let finding = codes::DATE_ORDER_DOUBTFUL.at(at).found(row.text(column.index()));
            sheet.findings.push(finding.expected("dd/mm/yyyy"));
        }
    }
}

/// The first two of three numbers: `04/30/2025`.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().split(['/', '-', '.']);
    let mut number = || parts.next()?.trim().parse::<u32>().ok();
    let (first, second, year) = (number()?, number()?, number()?);
    let is_day = (1..=31).contains(&first) && (1..=31).contains(&second);
    (is_day && year > 31 && parts.next().is_none()).then_some((first, second))
}
