//! The records of a block as columns.

use vientro_currency::Currency;

use super::blocks::Block;
use super::cells::{self, Expected, MISSING, Unreadable};
use super::error::CsvError;
use super::fields::Fields;
use super::layout::{CsvLayout, Holds};
use super::names::{Key, Names};
use crate::frame::{
    Codes, Column, DateColumn, Dictionary, FlagColumn, IntegerColumn, MoneyColumn, NameColumn,
};

/// How each column of the layout is read, the places in the header being known.
#[derive(Debug)]
pub(super) struct Plan {
    columns: Vec<Planned>,
    /// Number of fields in the header.
    width: usize,
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
    /// In the currency that stands in another field; those known beforehand.
    Amounts {
        place: usize,
        name: String,
        currencies: Vec<Currency>,
        names: Names,
    },
    AmountsIn(Currency),
    Dates,
    Flags,
    Listed(Dictionary, Names),
    Names,
    Numbers,
}

/// What a block becomes, and is told with.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) columns: Vec<(String, Column)>,
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
            let reads = match &column.holds {
                Holds::Amounts { currency: name, first } => {
                    let (mut currencies, mut names) = (Vec::new(), Names::new());
                    for currency in first {
                        if !currencies.contains(currency) {
                            currencies.push(*currency);
                            let code = currency.code().as_bytes();
                            names.add(Key::of_name(code), code);
                        }
                    }
                    Reads::Amounts { place: find(name)?, name: name.clone(), currencies, names }
                }
                Holds::AmountsIn(currency) => Reads::AmountsIn(*currency),
                Holds::Dates => Reads::Dates,
                Holds::Flags => Reads::Flags,
                Holds::Listed(listed) => {
                    let dictionary = Dictionary::new(listed.iter());
                    let mut names = Names::new();
                    for name in dictionary.names() {
                        names.add(Key::of_name(name.as_bytes()), name.as_bytes());
                    }
                    Reads::Listed(dictionary, names)
                }
                Holds::Names => Reads::Names,
                Holds::Numbers => Reads::Numbers,
            };
            columns.push(Planned { name: column.name.clone(), place: find(&column.name)?, reads });
        }
        Ok(Self { columns, width: header.len() })
    }

    /// Reads the records of `block`, of which the first `skip` bytes are the header. Lines of errors count from 1 in the rest.
    pub(super) fn decode(
        &self,
        block: &Block,
        skip: usize,
        fields: &mut Fields,
    ) -> Result<Decoded, CsvError> {
        fields.find(block, skip, self.width).map_err(|error| CsvError::Width {
            line: line(error.line),
            found: error.found,
            expected: self.width,
        })?;
        let (mut columns, mut worst) =
            (Vec::with_capacity(self.columns.len()), None::<(Unreadable, usize, &str)>);
        for planned in &self.columns {
            let read = planned.read(block, fields);
            match read {
                Ok(column) => columns.push((planned.name.clone(), column)),
                // the first record, and in it the first field, is told
                Err((error, place, name)) => {
                    if worst
                        .is_none_or(|(known, known_place, _)| (error.row, place) < (known.row, known_place))
                    {
                        worst = Some((error, place, name));
                    }
                }
            }
        }
        let Some((error, place, name)) = worst else {
            return Ok(Decoded { columns, lines: fields.lines(block, skip) });
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
            Expected::Listed => {
                let planned = self.columns.iter().find(|planned| planned.place == place);
                let names = match planned.map(|planned| &planned.reads) {
                    Some(Reads::Listed(dictionary, _)) => dictionary.names(),
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

impl Planned {
    /// The column, or what cannot be read, at which place and under which name.
    fn read(&self, block: &Block, fields: &Fields) -> Result<Column, (Unreadable, usize, &str)> {
        let (bytes, rows) = (fields.bytes(block), fields.records());
        let column = fields.column(self.place);
        let here = |error| (error, self.place, self.name.as_str());
        Ok(match &self.reads {
            Reads::AmountsIn(currency) => {
                let decimals = std::iter::repeat_n(currency.decimals(), rows);
                let amounts = cells::amounts(bytes, column.iter(), decimals).map_err(here)?;
                money(amounts, &[*currency], &vec![1; rows]).into()
            }
            Reads::Amounts { place, name, currencies, names } => {
                let (mut currencies, mut names) = (currencies.clone(), names.clone());
                let add = |names: &mut Names, key, name: &[u8]| {
                    let code = std::str::from_utf8(name).ok().and_then(|name| name.parse::<Currency>().ok());
                    let currency =
                        code.filter(|currency| currency.has_minor_unit()).ok_or(Expected::Currency)?;
                    currencies.push(currency);
                    Ok(names.add(key, name))
                };
                let codes = cells::names(bytes, &fields.column(*place), &mut names, add)
                    .map_err(|error| (error, *place, name.as_str()))?;
                // a row without a currency may only have no amount
                let table: Vec<u32> =
                    std::iter::once(0).chain(currencies.iter().map(|it| it.decimals())).collect();
                let amounts = cells::amounts(
                    bytes,
                    column.iter(),
                    codes.iter().map(|code| table.get(index(*code)).copied().unwrap_or_default()),
                );
                let amounts = amounts.map_err(here)?;
                if let Some(row) = without_currency(&amounts, &codes) {
                    return Err((Unreadable { row, expected: Expected::Currency }, *place, name.as_str()));
                }
                money(amounts, &currencies, &codes).into()
            }
            Reads::Dates => DateColumn(integers(&cells::dates(bytes, column.iter()).map_err(here)?)).into(),
            Reads::Flags => {
                let mut answers = FlagColumn::new();
                cells::flags(bytes, column.iter(), |flag| answers.push(flag)).map_err(here)?;
                answers.into()
            }
            Reads::Listed(dictionary, listed) => {
                // no name is added
                let mut listed = listed.clone();
                let add = |_: &mut Names, _, _: &[u8]| Err(Expected::Listed);
                let codes = cells::names(bytes, &column, &mut listed, add).map_err(here)?;
                names(dictionary.clone(), &codes).into()
            }
            Reads::Names => {
                let (mut dictionary, mut known) = (Dictionary::default(), Names::new());
                let add = |known: &mut Names, key, name: &[u8]| {
                    dictionary.code_or_add(std::str::from_utf8(name).map_err(|_| Expected::Text)?);
                    Ok(known.add(key, name))
                };
                let codes = cells::names(bytes, &column, &mut known, add).map_err(here)?;
                names(dictionary, &codes).into()
            }
            Reads::Numbers => integers(&cells::numbers(bytes, column.iter()).map_err(here)?).into(),
        })
    }
}

/// The first row with an amount and no currency.
fn without_currency(amounts: &cells::Amounts, codes: &[u32]) -> Option<usize> {
    let mut rows = codes.iter().enumerate().filter(|(_, code)| **code == 0).map(|(row, _)| row);
    rows.find(|row| amounts.unknown.binary_search(row).is_err())
}

fn names(dictionary: Dictionary, codes: &[u32]) -> NameColumn {
    let narrow = narrow(codes, dictionary.names().len());
    if codes.contains(&0) {
        NameColumn::from_codes(dictionary, narrow)
    } else {
        NameColumn::of_checked(dictionary, narrow)
    }
}

fn integers(numbers: &[i64]) -> IntegerColumn {
    if !numbers.contains(&MISSING) {
        return IntegerColumn::of_numbers(numbers);
    }
    let mut column = IntegerColumn::new();
    for number in numbers {
        column.push(Some(*number).filter(|number| *number != MISSING));
    }
    column
}

/// Codes up to `last` in the narrowest width.
fn narrow(codes: &[u32], last: usize) -> Codes {
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
        return MoneyColumn::of_known(amounts.minor, currencies, narrow(codes, currencies.len()));
    }
    let mut column = MoneyColumn::declared(currencies.iter().copied()).with_capacity(amounts.minor.len());
    let (mut unknown, mut wide) =
        (amounts.unknown.into_iter().peekable(), amounts.wide.into_iter().peekable());
    for (row, (minor, code)) in amounts.minor.into_iter().zip(codes).enumerate() {
        let currency = || code.checked_sub(1).and_then(|code| currencies.get(index(code))).copied();
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

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The longest piece of a field an error tells, in bytes.
const FOUND_MAX: usize = 80;
/// The longest list of names an error tells.
const NAMES_TOLD: usize = 12;
