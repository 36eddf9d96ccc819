//! Rows that stand together by keys.

use super::key::{Key, KeyPlan};
use super::{QueryError, shared};
use crate::frame::{Frame, at};

/// Rows whose digits are read together.
const BLOCK: usize = 4096;

/// Values that rows are put in order of at once, so that the ends of all their runs lie in the second cache.
const VALUES_MAX: u64 = 1 << 16;

impl Frame {
    /// The same rows in another order: those of each value of the first key together, in the order of answers (declared names first, then
    /// by their bytes, numbers and days ascending, what is missing last), among them those of each value of the second, and rows of the same
    /// values in the order they have here.
    ///
    /// Every query gives the same answer as over this frame, and [`Query::rows_behind`](super::Query::rows_behind) the same rows: they are
    /// counted as they were given, here and in errors. What changes is how much a query reads and how long that takes. Of rows by month and currency a
    /// filter by days reads no more than its months, and amounts are converted by one rate for thousands of rows. Who asks one frame many
    /// times pays for the order once.
    ///
    /// Further rows may be appended, and stand behind. An order that was declared is forgotten, since the rows have another.
    ///
    /// * Memory: the new frame has 4 bytes more a row, for the way back. On the way it takes up to 12 bytes a row, some 12 for each value of
    ///   a key, and of a frame of several chunks one more copy of as many columns as there are threads.
    ///
    /// # Errors
    ///
    /// [`QueryError::Column`] and [`QueryError::Kind`] for a key that does not fit the frame, [`QueryError::Long`] for more rows than 32 bits
    /// count.
    ///
    /// # Examples
    ///
    /// ```
    /// use vientro_accounting::frame::{DateColumn, Frame, MoneyColumn};
    /// use vientro_accounting::query::{Key, KeyValue, Measure, Query};
    /// use vientro_currency::Currency;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (mut date, mut amount) = (DateColumn::new(), MoneyColumn::new());
    /// for (day, minor, currency) in [
    ///     ("2025-11-20", 4_220_000_000, Currency::VND),
    ///     ("2025-03-01", 12_500_00, Currency::USD),
    ///     ("2025-11-03", 250_000_000, Currency::VND),
    /// ] {
    ///     date.push(Some(day.parse()?));
    ///     amount.push_minor(minor, currency);
    /// }
    /// let frame = Frame::from_columns([("date", date.into()), ("amount", amount.into())])?;
    /// let clustered = frame.clustered_by([Key::month("date"), Key::currency("amount")])?;
    ///
    /// let query = Query::new().group_by(Key::currency("amount")).measure(Measure::sum("amount"));
    /// let dong = [KeyValue::Currency(Currency::VND)];
    /// assert_eq!(query.rows_behind(&clustered, &dong)?, [0, 2]);
    /// assert_eq!(query.rows_behind(&clustered, &dong)?, query.rows_behind(&frame, &dong)?);
    /// # Ok(()) }
    /// ```
    pub fn clustered_by(&self, keys: impl IntoIterator<Item = Key>) -> Result<Self, QueryError> {
        let rows = self.rows();
        let Some(count) = u32::try_from(rows).ok().filter(|rows| *rows < u32::MAX) else {
            return Err(QueryError::Long { rows });
        };
        let keys: Vec<KeyPlan> =
            keys.into_iter().map(|key| KeyPlan::of(&key, self)).collect::<Result<_, _>>()?;
        let mut order: Vec<u32> = (0..count).collect();
        // the last keys first: rows of one value stay as the keys behind have put them
        let mut rest = keys.as_slice();
        while let Some(last) = rest.last() {
            let (mut taken, mut values) = (1_usize, last.radix);
            for key in rest.iter().rev().skip(1) {
                values = values.saturating_mul(key.radix);
                if values > VALUES_MAX {
                    break;
                }
                taken = taken.saturating_add(1);
            }
            let (before, together) = rest.split_at(rest.len().saturating_sub(taken));
            order = self.sorted_by(together, &order);
            rest = before;
        }
        let places: Vec<usize> = (0..self.fields().len()).collect();
        let gathered = shared::list(&places, 0, |place| self.gathered(*place, &order));
        Ok(self.rearranged(&order, gathered))
    }

    /// `order` by the values of keys, by counting.
    fn sorted_by(&self, keys: &[KeyPlan], order: &[u32]) -> Vec<u32> {
        let numbers = self.ranks_of(keys);
        let values = keys.iter().fold(1, |values: u64, key| values.saturating_mul(key.radix));
        let mut ends = vec![0_u32; usize::try_from(values).unwrap_or_default()];
        for number in &numbers {
            ends[at(*number)] = ends[at(*number)].wrapping_add(1);
        }
        // how many rows have a value, then where those of it begin
        let mut first = 0_u32;
        for end in &mut ends {
            (*end, first) = (first, first.wrapping_add(*end));
        }
        let mut sorted = vec![0; order.len()];
        for row in order {
            let end = &mut ends[at(numbers[at(*row)])];
            sorted[at(*end)] = *row;
            *end = end.wrapping_add(1);
        }
        sorted
    }

    /// A number for each row, which grows with the values of the keys in the order of answers.
    fn ranks_of(&self, keys: &[KeyPlan]) -> Vec<u32> {
        let ranks: Vec<(u32, Vec<u32>)> =
            keys.iter().map(|key| (u32::try_from(key.radix).unwrap_or(u32::MAX), key.ranks())).collect();
        let (mut digits, mut spare) = (vec![0; BLOCK], vec![0; BLOCK]);
        let mut numbers = vec![0_u32; self.rows()];
        for chunk in self.chunks() {
            let list = numbers.get_mut(chunk.first_row..).unwrap_or_default();
            for (block, numbers) in
                list.get_mut(..chunk.rows).unwrap_or_default().chunks_mut(BLOCK).enumerate()
            {
                let from = block.saturating_mul(BLOCK);
                let digits = digits.get_mut(..numbers.len()).unwrap_or_default();
                for (key, (radix, ranks)) in keys.iter().zip(&ranks) {
                    key.load(&chunk.columns, from, None, digits, &mut spare);
                    for (number, digit) in numbers.iter_mut().zip(digits.iter()) {
                        let rank = ranks.get(at(*digit)).copied().unwrap_or(0);
                        *number = number.wrapping_mul(*radix).wrapping_add(rank);
                    }
                }
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use vientro_currency::Currency;

    use super::*;
    use crate::frame::{Column, DateColumn, MoneyColumn};

    #[test]
    fn rows_stand_by_their_keys_and_as_given_among_equals() {
        let rows = [
            ("2025-03-09", "USD"),
            ("", "USD"),
            ("2025-01-31", "VND"),
            ("2025-03-01", "USD"),
            ("2025-01-02", ""),
            ("2025-01-01", "VND"),
            ("2024-12-31", "EUR"),
            ("2025-01-03", "EUR"),
        ];
        let columns = |rows: &[(&str, &str)]| -> [(&str, Column); 2] {
            let (mut date, mut amount) = (DateColumn::new(), MoneyColumn::declared([Currency::VND]));
            for (day, currency) in rows {
                date.push(day.parse::<NaiveDate>().ok());
                match currency.parse::<Currency>() {
                    Ok(currency) => amount.push_minor(7, currency),
                    Err(_) => amount.push_unknown(None),
                }
            }
            [("date", date.into()), ("amount", amount.into())]
        };
        let mut frame = Frame::from_columns(columns(&rows[..3])).unwrap();
        frame.append(columns(&rows[3..])).unwrap();
        let given = |frame: &Frame| -> Vec<u32> {
            frame.chunks().iter().flat_map(|chunk| chunk.given.clone().unwrap_or_default()).collect()
        };
        // the declared currency first, the others by their codes, what is missing last
        let clustered = frame.clustered_by([Key::month("date"), Key::currency("amount")]).unwrap();
        assert_eq!(given(&clustered), [6, 2, 5, 7, 4, 0, 3, 1]);
        let again = clustered.clustered_by([Key::currency("amount")]).unwrap();
        assert_eq!(given(&again), [2, 5, 6, 7, 0, 3, 1, 4]);
        // by each value of many, then by few
        assert_eq!(
            given(&frame.clustered_by([Key::column("date"), Key::year("date")]).unwrap()),
            [6, 5, 4, 7, 2, 3, 0, 1]
        );
        assert_eq!(given(&frame.clustered_by([]).unwrap()), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
