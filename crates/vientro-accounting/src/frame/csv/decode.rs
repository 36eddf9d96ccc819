//! The records of a block as columns.

use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use vientro_core::Interval;
use vientro_currency::{Currency, Money};

use super::blocks::Block;
use super::cells::{self, Expected, MISSING, Unreadable};
use super::error::CsvError;
use super::fields::{FieldColumn, Fields, WidthError};
use super::layout::{CsvLayout, Holds, Unit};
use super::names::Names;
use super::vectors::Vectors;
use crate::frame::{
    Codes, Column, DateColumn, Dictionary, FlagColumn, IntegerColumn, MoneyColumn, NameColumn, at, short,
};

/// How each column of the layout is read, the places in the header being known.
#[derive(Debug)]
pub(super) struct Plan {
    columns: Vec<Planned>,
    /// Number of fields in the header.
    width: usize,
    /// The columns that are kept apart.
    apart: Vec<String>,
}

#[derive(Debug)]
struct Planned {
    name: String,
    /// Its place among the fields.
    place: usize,
    reads: Reads,
}

#[derive(Debug)]
enum Reads {
    Amounts(Units),
    AmountsIn(Currency),
    Between {
        low: String,
        /// Place and name of the upper ends.
        high: (usize, String),
        units: Units,
    },
    Dates,
    Flags,
    Listed(Dictionary),
    Names,
    Numbers,
}

/// The currencies of amounts: those that another field names, or the one there is.
#[derive(Debug)]
struct Units {
    /// Place and name of that field.
    named: Option<(usize, String)>,
    /// Those known beforehand.
    currencies: Vec<Currency>,
}

/// The names and currencies met so far and their codes, for each column of the layout. Decoders that share one give the same codes.
#[derive(Debug)]
pub(crate) struct Register(Vec<Mutex<Met>>);

/// What a column has met; nothing where it has no codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Met {
    pub(crate) names: Dictionary,
    pub(crate) currencies: Vec<Currency>,
}

impl Register {
    /// What the column at `place` has met.
    pub(crate) fn met(&self, place: usize) -> Option<MutexGuard<'_, Met>> {
        self.0.get(place).map(|met| met.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Reads blocks one after the other, for one thread.
#[derive(Debug)]
pub(crate) struct Decoder {
    fields: Fields,
    vectors: Vectors,
    /// For each column of the layout, the names it was met with and the codes the register gave them.
    names: Vec<Names>,
}

/// What a block becomes.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Their codes are those of the register, which has the names and currencies.
    pub(super) columns: Vec<Column>,
    /// The largest code of each column.
    pub(super) last_codes: Vec<u32>,
    /// How many lines the block has.
    pub(super) lines: u64,
}

impl Plan {
    /// Finds the columns of `layout` in the fields of the header.
    pub(super) fn new(layout: &CsvLayout, header: &[Vec<u8>]) -> Result<Self, CsvError> {
        let find = |name: &str| {
            let mut places =
                header.iter().enumerate().filter(|(_, field)| field.as_slice() == name.as_bytes());
            let place = places.next().map(|(place, _)| place);
            match (place, places.count()) {
                (Some(place), 0) => Ok(place),
                (place, others) => {
                    let found = others.saturating_add(place.is_some().into());
                    Err(CsvError::Header { column: name.to_owned(), found })
                }
            }
        };
        let mut columns: Vec<Planned> = Vec::new();
        for column in &layout.columns {
            if columns.iter().any(|known| known.name == column.name) {
                return Err(CsvError::Layout { column: column.name.clone() });
            }
            let mut place = None;
            let reads = match &column.holds {
                Holds::Amounts { currency: name, first } => {
                    let mut currencies = Vec::new();
                    for currency in first {
                        if !currencies.contains(currency) {
                            currencies.push(*currency);
                        }
                    }
                    Reads::Amounts(Units { named: Some((find(name)?, name.clone())), currencies })
                }
                Holds::AmountsIn(currency) => Reads::AmountsIn(*currency),
                Holds::Between { low, high, unit } => {
                    place = Some(find(low)?);
                    let units = match unit {
                        Unit::Named(name) => {
                            Units { named: Some((find(name)?, name.clone())), currencies: Vec::new() }
                        }
                        Unit::One(currency) => Units { named: None, currencies: vec![*currency] },
                    };
                    Reads::Between { low: low.clone(), high: (find(high)?, high.clone()), units }
                }
                Holds::Dates => Reads::Dates,
                Holds::Flags => Reads::Flags,
                Holds::Listed(listed) => Reads::Listed(Dictionary::new(listed.iter())),
                Holds::Names => Reads::Names,
                Holds::Numbers => Reads::Numbers,
            };
            let place = place.map_or_else(|| find(&column.name), Ok)?;
            columns.push(Planned { name: column.name.clone(), place, reads });
        }
        let is_money =
            |reads: &Reads| matches!(reads, Reads::Amounts(_) | Reads::AmountsIn(_) | Reads::Between { .. });
        let may_be_apart =
            |name: &String| columns.iter().any(|known| known.name == *name && !is_money(&known.reads));
        if let Some(column) = layout.apart.iter().find(|name| !may_be_apart(name)) {
            return Err(CsvError::Apart { column: column.clone() });
        }
        Ok(Self { columns, width: header.len(), apart: layout.apart.clone() })
    }

    /// The columns that are kept apart.
    pub(super) fn apart(&self) -> &[String] {
        &self.apart
    }

    /// The names of the columns, and an empty column of each, with what is declared.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&str, Column)> {
        self.columns.iter().map(|planned| {
            let column = match &planned.reads {
                Reads::Amounts(units) | Reads::Between { units, .. } => {
                    MoneyColumn::declared(units.currencies.iter().copied()).into()
                }
                Reads::AmountsIn(currency) => MoneyColumn::declared([*currency]).into(),
                Reads::Dates => DateColumn::new().into(),
                Reads::Flags => FlagColumn::new().into(),
                Reads::Listed(dictionary) => NameColumn::from_codes(dictionary.clone(), Codes::new()).into(),
                Reads::Names => NameColumn::default().into(),
                Reads::Numbers => IntegerColumn::new().into(),
            };
            (planned.name.as_str(), column)
        })
    }

    /// What is known before anything is read.
    pub(super) fn register(&self) -> Register {
        let met = self.columns.iter().map(|planned| match &planned.reads {
            Reads::Amounts(units) | Reads::Between { units, .. } => {
                Met { names: Dictionary::default(), currencies: units.currencies.clone() }
            }
            Reads::AmountsIn(currency) => Met { names: Dictionary::default(), currencies: vec![*currency] },
            Reads::Listed(names) => Met { names: names.clone(), currencies: Vec::new() },
            _ => Met::default(),
        });
        Register(met.map(Mutex::new).collect())
    }

    pub(super) fn decoder(&self) -> Decoder {
        let names = self.columns.iter().map(|planned| {
            let mut names = Names::new();
            match &planned.reads {
                Reads::Amounts(units) | Reads::Between { units, .. } => {
                    for (currency, code) in units.currencies.iter().zip(1..) {
                        names.add(currency.code().as_bytes(), code);
                    }
                }
                Reads::Listed(dictionary) => {
                    for (name, code) in dictionary.names().iter().zip(1..) {
                        names.add(name.as_bytes(), code);
                    }
                }
                _ => {}
            }
            names
        });
        Decoder { fields: Fields::default(), vectors: Vectors::of_machine(), names: names.collect() }
    }

    /// Reads the records of `block`, of which the first `skip` bytes are the header. Lines of errors count from 1 in the rest.
    pub(super) fn decode(
        &self,
        block: &Block,
        skip: usize,
        decoder: &mut Decoder,
        register: &Register,
    ) -> Result<Decoded, CsvError> {
        let Decoder { fields, vectors, names } = decoder;
        // the records before one of another width may hold what cannot be read, which then comes first
        let width = fields.find(block, skip, self.width, *vectors).err();
        let mut columns = self.read(block, fields, *vectors, names, register);
        // a column tells what it meets first, which is not always what stands first: only where none of the records before is bad
        // is the first found, and then all that is bad in it stands beside each other
        if let Err((error, ..)) = &columns {
            let mut bad = error.row;
            fields.set_records(bad);
            while let Err((before, ..)) = self.read(block, fields, *vectors, names, register) {
                bad = before.row;
                fields.set_records(bad);
            }
            fields.set_records(bad.saturating_add(1));
            columns = self.read(block, fields, *vectors, names, register);
        }
        let (error, place, name) = match (columns, width) {
            (Ok((columns, last_codes)), None) => {
                return Ok(Decoded { columns, last_codes, lines: fields.lines(block, skip) });
            }
            (Ok(_), Some(WidthError { line: above, found })) => {
                return Err(CsvError::Width { line: line(above), found, expected: self.width });
            }
            (Err(unreadable), _) => unreadable,
        };
        let found = fields.column(place).from(error.row).next().and_then(|(from, to)| {
            let shown = to.min(from.saturating_add(FOUND_MAX));
            fields.bytes(block).get(from..shown)
        });
        Err(CsvError::Field {
            line: line(fields.line(error.row)),
            column: name.to_owned(),
            found: String::from_utf8_lossy(found.unwrap_or_default()).into_owned(),
            expected: self.expected(error.expected, place),
        })
    }

    /// The columns and their largest codes, or of all fields that are found bad the first.
    fn read<'p>(
        &'p self,
        block: &Block,
        fields: &Fields,
        vectors: Vectors,
        names: &mut [Names],
        register: &Register,
    ) -> Result<(Vec<Column>, Vec<u32>), BadField<'p>> {
        let (mut columns, mut last_codes) = (Vec::with_capacity(self.columns.len()), Vec::new());
        let mut first = None::<BadField<'_>>;
        for ((planned, names), met) in self.columns.iter().zip(names).zip(&register.0) {
            match planned.read(block, fields, vectors, names, met) {
                Ok((column, last)) => {
                    columns.push(column);
                    last_codes.push(last);
                }
                Err((error, place, name)) => {
                    if first
                        .is_none_or(|(known, known_place, _)| (error.row, place) < (known.row, known_place))
                    {
                        first = Some((error, place, name));
                    }
                }
            }
        }
        first.map_or(Ok((columns, last_codes)), Err)
    }

    fn expected(&self, expected: Expected, place: usize) -> String {
        match expected {
            Expected::Amount { decimals: 0 } => {
                "an amount in whole units of its currency, such as `-1250000`".to_owned()
            }
            Expected::Amount { decimals } => {
                format!("an amount with at most {decimals} decimals, such as `-1250.5`")
            }
            Expected::Currency => "a currency of ISO 4217 with a minor unit".to_owned(),
            Expected::Date => "a date `yyyy-mm-dd`".to_owned(),
            Expected::Flag => "`true` or `false`".to_owned(),
            Expected::HighEnd => "an amount not below the lower end".to_owned(),
            Expected::Listed => {
                let planned = self.columns.iter().find(|planned| planned.place == place);
                let names = match planned.map(|planned| &planned.reads) {
                    Some(Reads::Listed(dictionary)) => dictionary.names(),
                    _ => &[],
                };
                let mut text: Vec<_> =
                    names.iter().take(NAMES_TOLD).map(|name| format!("`{name}`")).collect();
                if names.len() > NAMES_TOLD {
                    text.push(format!("… ({} names)", names.len()));
                }
                format!("one of {}", text.join(", "))
            }
            Expected::Number => "a whole number of at most 18 digits".to_owned(),
            Expected::Text => "text in UTF-8".to_owned(),
        }
    }
}

/// What cannot be read, the place of its field in the record, and the name of its column.
type BadField<'p> = (Unreadable, usize, &'p str);

impl Planned {
    /// The column and its largest code, or what cannot be read, at which place and under which name.
    fn read<'p>(
        &'p self,
        block: &Block,
        fields: &Fields,
        vectors: Vectors,
        known: &mut Names,
        met: &Mutex<Met>,
    ) -> Result<(Column, u32), BadField<'p>> {
        let (bytes, rows) = (fields.bytes(block), fields.records());
        let column = fields.column(self.place);
        let here = |error| (error, self.place, self.name.as_str());
        let last = |codes: &[u32]| {
            vectors.apply(
                #[inline(always)]
                || codes.iter().fold(0, |last: u32, code| last.max(*code)),
            )
        };
        Ok(match &self.reads {
            Reads::AmountsIn(currency) => {
                let codes = vec![1; rows];
                let amounts = amounts_of(vectors, bytes, &column, &[*currency], &codes).map_err(here)?;
                (money(amounts, &[*currency], &codes).into(), 1)
            }
            Reads::Amounts(units) => {
                let Coded { codes, currencies } = units.read(block, fields, vectors, known, met)?;
                let amounts = amounts_of(vectors, bytes, &column, &currencies, &codes).map_err(here)?;
                let known = |row: &usize| amounts.unknown.binary_search(row).is_err();
                if let Some(row) = without_currency(&codes).find(known) {
                    return Err(units.lack(row, self));
                }
                (money(amounts, &currencies, &codes).into(), last(&codes))
            }
            Reads::Between { low, high: (place, high), units } => {
                let Coded { codes, currencies } = units.read(block, fields, vectors, known, met)?;
                let ends = |place: usize, name: &'p str| {
                    amounts_of(vectors, bytes, &fields.column(place), &currencies, &codes)
                        .map(cells::Amounts::values)
                        .map_err(|error| (error, place, name))
                };
                // of a record the field that stands first is told first
                let (lows, highs) = match (ends(self.place, low), ends(*place, high)) {
                    (Ok(lows), Ok(highs)) => (lows, highs),
                    (Err(one), Err(other)) => {
                        let place = |error: &BadField<'_>| (error.0.row, error.1);
                        return Err(if place(&one) <= place(&other) { one } else { other });
                    }
                    (Err(error), _) | (_, Err(error)) => return Err(error),
                };
                let known =
                    |row: &usize| [&lows, &highs].iter().any(|it| it.get(*row).is_some_and(Option::is_some));
                if let Some(row) = without_currency(&codes).find(known) {
                    return Err(units.lack(row, self));
                }
                let column = between(&lows, &highs, &currencies, &codes);
                (column.map_err(|error| (error, *place, high.as_str()))?.into(), last(&codes))
            }
            Reads::Dates => {
                let dates = cells::dates(vectors, bytes, column.iter()).map_err(here)?;
                (DateColumn(integers(&dates, vectors)).into(), 0)
            }
            Reads::Flags => {
                let mut answers = FlagColumn::new();
                cells::flags(bytes, column.iter(), |flag| answers.push(flag)).map_err(here)?;
                (answers.into(), 0)
            }
            Reads::Listed(_) => {
                let codes = cells::names(bytes, &column, known, vectors, |_| Err(Expected::Listed));
                let codes = codes.map_err(here)?;
                let last = last(&codes);
                (names(&codes, last).into(), last)
            }
            Reads::Names => {
                let code = |name: &[u8]| {
                    let name = std::str::from_utf8(name).map_err(|_| Expected::Text)?;
                    Ok(met.lock().unwrap_or_else(PoisonError::into_inner).names.code_or_add(name))
                };
                let codes = cells::names(bytes, &column, known, vectors, code).map_err(here)?;
                let last = last(&codes);
                (names(&codes, last).into(), last)
            }
            Reads::Numbers => {
                let numbers = cells::numbers(vectors, bytes, column.iter());
                (integers(&numbers.map_err(here)?, vectors).into(), 0)
            }
        })
    }
}

/// The currency of each record as a code, and the currencies by code from 1.
struct Coded {
    codes: Vec<u32>,
    currencies: Vec<Currency>,
}

impl Units {
    fn read(
        &self,
        block: &Block,
        fields: &Fields,
        vectors: Vectors,
        known: &mut Names,
        met: &Mutex<Met>,
    ) -> Result<Coded, BadField<'_>> {
        let Some((place, name)) = &self.named else {
            return Ok(Coded { codes: vec![1; fields.records()], currencies: self.currencies.clone() });
        };
        let met = || met.lock().unwrap_or_else(PoisonError::into_inner);
        let code = |name: &[u8]| {
            let code = std::str::from_utf8(name).ok().and_then(|name| name.parse::<Currency>().ok());
            let currency = code.filter(|currency| currency.has_minor_unit()).ok_or(Expected::Currency)?;
            let currencies = &mut met().currencies;
            let place = currencies.iter().position(|it| *it == currency).unwrap_or_else(|| {
                currencies.push(currency);
                currencies.len().saturating_sub(1)
            });
            Ok(short(place.saturating_add(1)))
        };
        let codes = cells::names(fields.bytes(block), &fields.column(*place), known, vectors, code)
            .map_err(|error| (error, *place, name.as_str()))?;
        let currencies = met().currencies.clone();
        Ok(Coded { codes, currencies })
    }

    /// The currency of a record is missing.
    fn lack<'p>(&'p self, row: usize, planned: &'p Planned) -> BadField<'p> {
        let named = self.named.as_ref().map(|(place, name)| (*place, name.as_str()));
        let (place, name) = named.unwrap_or((planned.place, planned.name.as_str()));
        (Unreadable { row, expected: Expected::Currency }, place, name)
    }
}

/// The amounts of a field, each with the decimals of its currency.
fn amounts_of(
    vectors: Vectors,
    bytes: &[u8],
    column: &FieldColumn<'_>,
    currencies: &[Currency],
    codes: &[u32],
) -> Result<cells::Amounts, Unreadable> {
    // a row without a currency may only have no amount; there are fewer currencies than 256
    let mut table = [0_u32; 256];
    for (entry, currency) in table.iter_mut().skip(1).zip(currencies) {
        *entry = currency.decimals();
    }
    let decimals = codes.iter().map(
        #[inline(always)]
        |code| table[usize::from(code.to_le_bytes()[0])],
    );
    cells::amounts(vectors, bytes, column.iter(), decimals)
}

/// The rows without a currency.
fn without_currency(codes: &[u32]) -> impl Iterator<Item = usize> + '_ {
    codes.iter().enumerate().filter(|(_, code)| **code == 0).map(|(row, _)| row)
}

/// Amounts between two ends.
fn between(
    lows: &[Option<i128>],
    highs: &[Option<i128>],
    currencies: &[Currency],
    codes: &[u32],
) -> Result<MoneyColumn, Unreadable> {
    let mut column = MoneyColumn::declared(currencies.iter().copied()).with_capacity(lows.len());
    for (row, ((low, high), code)) in lows.iter().zip(highs).zip(codes).enumerate() {
        let currency = code.checked_sub(1).and_then(|code| currencies.get(at(code))).copied();
        let Some(currency) = currency else {
            column.push_unknown(None);
            continue;
        };
        let wrong = |expected: Expected| Unreadable { row, expected };
        let money = |minor: i128| {
            let decimals = currency.decimals();
            Money::from_minor(minor, currency).map_err(|_| wrong(Expected::Amount { decimals }))
        };
        match (*low, *high) {
            (None, None) => column.push_unknown(Some(currency)),
            (Some(low), Some(high)) if low == high => column.push_minor(low, currency),
            (low, high) => {
                let end = |minor: Option<i128>| {
                    minor.map_or(Ok(Bound::Unbounded), |it| money(it).map(Bound::Included))
                };
                let interval = Interval::try_new(end(low)?, end(high)?);
                column.push_interval(&interval.map_err(|_| wrong(Expected::HighEnd))?);
            }
        }
    }
    Ok(column)
}

/// A column of codes up to `last`, whose dictionary stands elsewhere.
fn names(codes: &[u32], last: u32) -> NameColumn {
    let missing = codes.iter().filter(|code| **code == 0).count();
    NameColumn::of_codes(narrow(codes, last), missing)
}

fn integers(numbers: &[i64], vectors: Vectors) -> IntegerColumn {
    vectors.apply(
        #[inline(always)]
        || {
            if !numbers.contains(&MISSING) {
                return IntegerColumn::of_numbers(numbers);
            }
            let mut column = IntegerColumn::new();
            for number in numbers {
                column.push(Some(*number).filter(|number| *number != MISSING));
            }
            column
        },
    )
}

/// Codes up to `last` in the narrowest width.
fn narrow(codes: &[u32], last: u32) -> Codes {
    if u8::try_from(last).is_ok() {
        codes.iter().map(|code| code.to_le_bytes()[0]).collect::<Vec<_>>().into()
    } else if u16::try_from(last).is_ok() {
        let short = |code: &u32| {
            let [low, high, ..] = code.to_le_bytes();
            u16::from_le_bytes([low, high])
        };
        codes.iter().map(short).collect::<Vec<_>>().into()
    } else {
        codes.to_vec().into()
    }
}

fn money(amounts: cells::Amounts, currencies: &[Currency], codes: &[u32]) -> MoneyColumn {
    if amounts.unknown.is_empty() && amounts.wide.is_empty() {
        return MoneyColumn::of_known(amounts.minor, currencies, narrow(codes, short(currencies.len())));
    }
    let mut column = MoneyColumn::declared(currencies.iter().copied()).with_capacity(amounts.minor.len());
    let (mut unknown, mut wide) =
        (amounts.unknown.into_iter().peekable(), amounts.wide.into_iter().peekable());
    for (row, (minor, code)) in amounts.minor.into_iter().zip(codes).enumerate() {
        let currency = || code.checked_sub(1).and_then(|code| currencies.get(at(code))).copied();
        if unknown.next_if_eq(&row).is_some() {
            column.push_unknown(currency());
        } else if let Some((_, minor)) = wide.next_if(|(at, _)| *at == row)
            && let Some(currency) = currency()
        {
            column.push_minor(minor, currency);
        } else {
            column.push_coded(minor, *code);
        }
    }
    column
}

fn line(above: usize) -> u64 {
    u64::try_from(above).unwrap_or(u64::MAX).saturating_add(1)
}

/// The longest piece of a field an error tells, in bytes.
const FOUND_MAX: usize = 80;
/// The longest list of names an error tells.
const NAMES_TOLD: usize = 12;
