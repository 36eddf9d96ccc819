//! Doors of vientro-accounting: CSV files read into frames and answered while they are read.

use vientro_accounting::frame::{CsvLayout, CsvOptions, Frame};
use vientro_accounting::query::{Key, Measure, Query, QueryError, Table};
use vientro_currency::Currency;

/// The first byte says how long a block is, the rest is the file. However it is cut, the frame and its errors are the same; what is answered
/// while the file is read is what the frame answers; the rows of its chunks are those of the whole.
pub fn csv(data: &[u8]) {
    let Some((first, file)) = data.split_first() else { return };
    let options = |block_bytes: usize| {
        let mut options = CsvOptions::default();
        (options.block_bytes, options.record_bytes_max) = (block_bytes, 1 << 20);
        options
    };
    let cut = options(usize::from(*first) + 1);
    for (layout, query) in [(wide(), by_donor()), (pairs(), Query::new().measure(Measure::sum("amount")))] {
        let whole = Frame::from_csv(file, &layout, &options(1 << 20));
        let parts = Frame::from_csv(file, &layout, &cut);
        assert_eq!(whole.as_ref().err(), parts.as_ref().err());
        let (whole, parts) = match (whole, parts) {
            (Ok(whole), Ok(parts)) => (whole, parts),
            (error, _) => {
                let streamed = query.run_csv(file, &layout, &cut).err();
                assert_eq!(streamed, error.err().map(QueryError::Csv));
                continue;
            }
        };
        assert_eq!(whole.rows(), parts.rows());
        let kept = told(query.run(&whole));
        assert_eq!(told(query.run(&parts)), kept);
        assert_eq!(told(query.run_csv(file, &layout, &cut)), kept);
    }
}

fn wide() -> CsvLayout {
    CsvLayout::new()
        .dates("date")
        .listed("kind", ["disbursement", "refund"])
        .names("donor")
        .numbers("project")
        .flags("in_kind")
        .amounts("amount", "currency")
        .keep_apart(["kind"])
}

fn by_donor() -> Query<'static> {
    let query = Query::new().group_by(Key::column("donor")).group_by(Key::column("project"));
    let query =
        query.group_by(Key::year("date")).group_by(Key::column("in_kind")).group_by(Key::currency("amount"));
    query.measure(Measure::sum("amount")).measure(Measure::count()).measure(Measure::unknown("amount"))
}

fn pairs() -> CsvLayout {
    CsvLayout::new().amounts_between_in("amount", "low", "high", Currency::VND)
}

fn told(table: Result<Table, QueryError>) -> Result<Vec<String>, QueryError> {
    let line = |row: vientro_accounting::query::Row<'_>| {
        let keys: Vec<_> = row.keys().collect();
        format!("{keys:?} {:?} {:?} {:?}", row.amount(0), row.count(1), row.count(2))
    };
    Ok(table?.rows().map(line).collect())
}
