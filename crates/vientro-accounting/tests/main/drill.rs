//! Goal: the rows behind a cell are the same whatever the chunks, the threads and the parts they were read in. Method: random frames and
//! queries, beside a plain loop over the rows.

use proptest::prelude::*;
use vientro_accounting::query::{KeyValue, Measure, Query};

use crate::frames::{conditions, dimensions, grouped};
use crate::rows::{Row, Size, amounts, chunks, frame};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn the_rows_behind_a_cell_are_those_of_a_loop(
        rows in chunks(amounts(Size::Narrow, true), false), dimensions in dimensions(), conditions in conditions(), cut in 1_usize..9,
    ) {
        let (query, keys) = grouped(Query::new().measure(Measure::count()), &dimensions, &conditions);
        let all: Vec<Row> = rows.concat();
        let (whole, small) = (frame(&rows), frame(&all.chunks(cut).map(<[Row]>::to_vec).collect::<Vec<_>>()));
        // read by several workers
        let parts: Vec<_> = rows.iter().map(|chunk| frame(std::slice::from_ref(chunk))).collect();
        let Some(merged) = parts.iter().map(|part| query.partial(part).unwrap()).reduce(|one, other| one.merge(&other).unwrap()) else {
            return Ok(());
        };
        for row in merged.table().unwrap().rows() {
            let cell: Vec<KeyValue> = row.keys().collect();
            let is_behind = |row: &Row| {
                conditions.iter().all(|it| it.passes(row)) && keys.iter().zip(&cell).all(|((_, of), value)| of(row) == *value)
            };
            let expected: Vec<usize> = (0..all.len()).filter(|place| is_behind(&all[*place])).collect();
            prop_assert_eq!(&query.rows_behind(&whole, &cell).unwrap(), &expected);
            prop_assert_eq!(&query.rows_behind(&small, &cell).unwrap(), &expected);
            #[cfg(feature = "rayon")]
            {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
                prop_assert_eq!(&pool.install(|| query.rows_behind(&whole, &cell)).unwrap(), &expected);
            }
            let (mut first, mut found) = (0, Vec::new());
            for part in &parts {
                found.extend(query.rows_behind(part, &cell).unwrap().into_iter().map(|row| first + row));
                first += part.rows();
            }
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(row.count(0), u64::try_from(expected.len()).ok());
        }
    }
}
