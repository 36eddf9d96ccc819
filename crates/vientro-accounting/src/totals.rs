//! Totals over posted facts of one key: every sum with its rows, its rates, and what it leaves out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Figure, Interval, Language, RowId, Total};
use vientro_currency::{Currency, Money, MoneyError, Rate, RateId};
use vientro_model::{AidForm, AidItem, AmountKey, Approval, Facts, Gazetteer, ItemId};

use crate::account::Account;
use crate::bridge::{Bridge, BridgeCause, BridgeError, Position, Stage};
use crate::entry::{Entry, EntrySource, Line};
use crate::journal::Journal;
use crate::posting::{Unposted, UnpostedReason};
use crate::selection::Selection;
use crate::valued::{Valued, currency_of};

/// By what a total is split. The parts always sum to the total: what has no value stands in a group of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Dimension {
    /// Original currency, by code.
    Currency,
    /// Donor's name as written.
    Donor,
    /// Donor's country as written.
    DonorCountry,
    /// Programme, project, non-project, relief.
    Form,
    /// Item id.
    Item,
    /// In what it is given.
    Modality,
    /// Calendar month, `2025-09`.
    Month,
    /// Place as written.
    Place,
    /// Province in force on the day of the amount, by the item's unit code; a code of before a merger is taken to
    /// the unit that succeeded it.
    Province,
    /// Sectors of the item, several joined by `; ` into one key.
    Sector,
    /// Who gives.
    SourceClass,
}

/// A sum that can be opened: its figure, rows and rates, and what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Sum {
    figure: Total<Money>,
    rows: Vec<RowId>,
    entries: Vec<u64>,
    rates: Vec<Rate>,
    converted: usize,
    undated: usize,
    unconverted: usize,
    unknown_against: usize,
}

impl Sum {
    /// The sum in the presentation currency: its known part, how many inputs, how many of them unknown.
    pub fn figure(&self) -> &Total<Money> {
        &self.figure
    }

    /// Takes in the sum of another group of the same selection, such as another country of a region.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn merge(&mut self, other: &Self) -> Result<(), MoneyError> {
        self.figure.merge(&other.figure)?;
        let rows: BTreeSet<&RowId> = self.rows.iter().chain(&other.rows).collect();
        self.rows = rows.into_iter().cloned().collect();
        let entries: BTreeSet<u64> = self.entries.iter().chain(&other.entries).copied().collect();
        self.entries = entries.into_iter().collect();
        let rates = self.rates.iter().chain(&other.rates);
        let rates: BTreeMap<&RateId, &Rate> = rates.map(|rate| (rate.id(), rate)).collect();
        self.rates = rates.into_values().cloned().collect();
        self.converted = self.converted.saturating_add(other.converted);
        self.undated = self.undated.saturating_add(other.undated);
        self.unconverted = self.unconverted.saturating_add(other.unconverted);
        self.unknown_against = self.unknown_against.saturating_add(other.unknown_against);
        Ok(())
    }

    /// The rows it was made from, each once, in order.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// The journal entries it was made from.
    pub fn entries(&self) -> &[u64] {
        &self.entries
    }

    /// The rates used, each once, in the order of their ids.
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }

    /// How many amounts were converted.
    pub fn converted(&self) -> usize {
        self.converted
    }

    /// How many facts would belong to it but for their missing date.
    pub fn undated(&self) -> usize {
        self.undated
    }

    /// How many facts would belong to it but for a missing rate.
    pub fn unconverted(&self) -> usize {
        self.unconverted
    }

    /// True if nothing is unknown, undated or unconverted.
    pub fn is_complete(&self) -> bool {
        self.left_out() == 0
    }

    /// How many inputs are unknown, undated or unconverted.
    pub fn left_out(&self) -> usize {
        self.figure.unknown().saturating_add(self.undated).saturating_add(self.unconverted)
    }

    /// The figure a text may print: the known part if nothing is left out; at least the known part if something is,
    /// since amounts are not negative; unknown if an amount that counts against the sum is unknown or kept aside.
    pub fn printable(&self) -> Figure<Money> {
        let known = self.figure.known_part();
        if self.is_complete() {
            return known.clone();
        }
        match known.low() {
            Some(low) if self.unknown_against == 0 => Figure::within(Interval::at_least(*low)),
            _ => Figure::Unknown,
        }
    }

    /// As a number in whole units of the presentation currency.
    pub fn printable_decimal(&self) -> Figure<Decimal> {
        decimal(&self.printable())
    }

    fn position(&self, zero: Money) -> Position {
        let known = self.figure.known_part();
        let low = known.low().copied().unwrap_or(zero);
        let unknown = i64::try_from(self.left_out()).unwrap_or(i64::MAX);
        Position::try_new(low, known.high().copied(), unknown).unwrap_or(Position::exactly(low))
    }
}

/// A figure of money as a number in whole units.
pub(crate) fn decimal(figure: &Figure<Money>) -> Figure<Decimal> {
    figure.try_map(|money| Ok::<_, std::convert::Infallible>(money.amount())).unwrap_or(Figure::Unknown)
}

/// One group of a split total.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Group {
    key: Option<String>,
    label: Option<vientro_core::Bilingual>,
    sum: Sum,
}

impl Group {
    /// The value all its amounts share; `None` for those that have none.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The key in words.
    pub fn label(&self, language: Language) -> &str {
        match (&self.label, &self.key, language) {
            (Some(label), _, language) => label.text(language),
            (None, Some(key), _) => key,
            (None, None, Language::Vi) => "không nêu",
            (None, None, Language::En) => "not stated",
        }
    }

    /// Its part of the total.
    pub fn sum(&self) -> &Sum {
        &self.sum
    }
}

/// Totals over a journal, with the items its entries belong to.
#[derive(Clone, Copy, Debug)]
pub struct Totals<'a> {
    journal: &'a Journal,
    facts: &'a Facts,
}

/// One amount that counts in a total.
struct Counted<'a> {
    entry: &'a Entry,
    value: &'a Valued,
    withdrawn: bool,
    against: bool,
}

impl<'a> Totals<'a> {
    /// Totals over `journal`; `facts` holds the items the dimensions are read from.
    pub const fn new(journal: &'a Journal, facts: &'a Facts) -> Self {
        Self { journal, facts }
    }

    pub(crate) const fn facts(&self) -> &'a Facts {
        self.facts
    }

    /// The currency of every total.
    pub fn presentation(&self) -> Currency {
        self.journal.presentation()
    }

    /// The sum of what `selection` asks for, in the presentation currency.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use vientro_accounting::{Journal, PostingContext, Selection, Totals};
    /// use vientro_core::{Figure, Period};
    /// use vientro_currency::{Currency, Money, Policy, RateBook};
    /// use vientro_model::{AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, SourceClass};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut facts = Facts::default();
    /// for (id, amount) in [("1", Figure::Known(Money::vnd(4_220_000_000))), ("2", Figure::Unknown)] {
    ///     let id = FlowId::try_new(id)?;
    ///     let flow = Flow::try_new(id, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo)?;
    ///     facts.add_flow(flow.with_date("2025-10-02".parse()?))?;
    /// }
    /// let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
    /// let mut journal = Journal::new();
    /// journal.post(&facts, &PostingContext::new(&rates, &policy, Currency::VND))?;
    ///
    /// let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
    /// let sum = Totals::new(&journal, &facts).total(&disbursed.during(Period::calendar_year(2025)?))?;
    /// assert_eq!(sum.figure().known_part(), &Figure::Known(Money::vnd(4_220_000_000)));
    /// assert_eq!(sum.figure().unknown(), 1); // 4.22 billion is not the whole
    /// # Ok(()) }
    /// ```
    pub fn total(&self, selection: &Selection) -> Result<Sum, MoneyError> {
        let counted = self.counted(selection);
        let unposted = self.left_out(selection);
        self.sum(&counted, &unposted)
    }

    /// The total split by `dimension`: groups in the order of their keys, what has no value last.
    ///
    /// The known parts, inputs, unknown, undated and unconverted counts of the groups sum to those of the total.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn grouped(&self, selection: &Selection, dimension: Dimension) -> Result<Vec<Group>, MoneyError> {
        // `None` sorts first; groups without a value are moved to the end below
        let mut groups: BTreeMap<Option<String>, (Vec<Counted<'_>>, Vec<&Unposted>)> = BTreeMap::new();
        for counted in self.counted(selection) {
            let key = self.key_of(
                dimension,
                *counted.entry.key(),
                counted.entry.item(),
                counted.value.currency(),
                Some(counted.entry.date()),
            );
            groups.entry(key).or_default().0.push(counted);
        }
        for unposted in self.left_out(selection) {
            let currency = currency_of(unposted.amount());
            let key = self.key_of(dimension, *unposted.key(), unposted.item(), currency, unposted.date());
            groups.entry(key).or_default().1.push(unposted);
        }
        let without = groups.remove(&None);
        let mut sorted: Vec<_> = groups.into_iter().collect();
        sorted.extend(without.map(|group| (None, group)));
        sorted
            .into_iter()
            .map(|(key, (counted, unposted))| {
                let label = key.as_deref().and_then(|key| label_of(dimension, key));
                Ok(Group { key, label, sum: self.sum(&counted, &unposted)? })
            })
            .collect()
    }

    /// The bridge from the total of `from` to that of `to`: late entries, period, territory (the unit of a province),
    /// scope, then rate where `other` holds the same facts posted at other rates.
    ///
    /// # Errors
    ///
    /// [`BridgeError::Money`] on overflow or where the two journals present in two currencies.
    pub fn bridge(
        &self,
        from: &Selection,
        other: &Totals<'_>,
        to: &Selection,
    ) -> Result<Bridge, BridgeError> {
        let zero = Money::zero(self.journal.presentation())?;
        let start = self.total(from)?;
        let late = Selection { known_on: to.known_on, ..from.clone() };
        let period = Selection { period: to.period, ..late.clone() };
        let mut territory = period.clone();
        territory.scope.unit = to.scope.unit;
        let mut stages = Vec::new();
        for (cause, selection) in [
            (BridgeCause::LateEntries, &late),
            (BridgeCause::Period, &period),
            (BridgeCause::Territory, &territory),
            (BridgeCause::Scope, to),
        ] {
            let sum = self.total(selection)?;
            stages.push(Stage::new(cause, cause.text(), sum.position(zero), sum.rows));
        }
        let end = other.total(to)?;
        let other_zero = Money::zero(other.journal.presentation())?;
        let rate = BridgeCause::Rate;
        stages.push(Stage::new(rate, rate.text(), end.position(other_zero), end.rows));
        Bridge::along(start.position(zero), &start.rows, stages)
    }

    /// Principal lines that count, with those that were taken back inside the selection left out in pairs.
    fn counted(&self, selection: &Selection) -> Vec<Counted<'a>> {
        self.counted_if(
            |entry| {
                selection.knows(Some(entry.recorded_on()))
                    && selection.period.is_none_or(|period| period.contains(entry.date()))
            },
            |entry, line| selection.admits(*entry.key(), entry.item(), line.value().currency(), self.facts),
        )
    }

    /// Every amount that counts, whatever its key, and whether it counts against; what was taken back is left out in pairs.
    pub(crate) fn amounts(&self) -> impl Iterator<Item = (&'a Entry, &'a Valued, bool)> {
        let all = self.counted_if(|_| true, |_, _| true);
        all.into_iter().map(|it| (it.entry, it.value, it.withdrawn != it.against))
    }

    fn counted_if(
        &self,
        admits_entry: impl Fn(&Entry) -> bool,
        admits_line: impl Fn(&Entry, &Line) -> bool,
    ) -> Vec<Counted<'a>> {
        let mut lines: Vec<(&'a Entry, &'a Line)> = Vec::new();
        for entry in self.journal.entries().iter().filter(|entry| admits_entry(entry)) {
            let principal = entry.lines().iter().filter(|line| line.is_principal());
            lines.extend(principal.filter(|line| admits_line(entry, line)).map(|line| (entry, line)));
        }
        // few accounts have a line in red, and only on those does it matter which line is which
        let in_red: BTreeSet<&Account> = lines
            .iter()
            .map(|(_, line)| line)
            .filter(|line| line.is_withdrawn())
            .map(|line| line.account())
            .collect();
        let mut counted: Vec<Option<Counted<'a>>> = Vec::with_capacity(lines.len());
        // figures that may be taken back by a later line in red, by account and text of the figure
        let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (entry, line) in lines {
            if !in_red.is_empty() && in_red.contains(line.account()) {
                let text = identity(line);
                if !line.is_withdrawn() {
                    open.entry(text).or_default().push(counted.len());
                } else if let Some(index) =
                    open.get_mut(&text).and_then(|lines| take_back(lines, entry, &counted))
                {
                    if let Some(slot) = counted.get_mut(index) {
                        *slot = None;
                    }
                    continue;
                }
            }
            counted.push(Some(Counted {
                entry,
                value: line.value(),
                withdrawn: line.is_withdrawn(),
                against: line.is_against(),
            }));
        }
        counted.into_iter().flatten().collect()
    }

    /// Facts kept aside that the selection would count.
    fn left_out(&self, selection: &Selection) -> Vec<&'a Unposted> {
        self.journal
            .set_aside(selection.known_on)
            // what moves on accounts counts in no total
            .filter(|unposted| !matches!(unposted.source(), EntrySource::Movement { .. }))
            .filter(|unposted| {
                unposted.date().is_none_or(|date| selection.period.is_none_or(|period| period.contains(date)))
                    && selection.admits(
                        *unposted.key(),
                        unposted.item(),
                        currency_of(unposted.amount()),
                        self.facts,
                    )
            })
            .collect()
    }

    /// The entries with an amount the selection admits that became known after `day`.
    pub(crate) fn entries_since(&self, selection: &Selection, day: NaiveDate) -> Vec<u64> {
        let admits = |entry: &&Entry| {
            entry.recorded_on() > day
                && selection.knows(Some(entry.recorded_on()))
                && selection.period.is_none_or(|period| period.contains(entry.date()))
                && entry.lines().iter().any(|line| {
                    let currency = line.value().currency();
                    line.is_principal() && selection.admits(*entry.key(), entry.item(), currency, self.facts)
                })
        };
        self.journal.entries().iter().filter(admits).map(Entry::number).collect()
    }

    fn sum(&self, counted: &[Counted<'_>], unposted: &[&Unposted]) -> Result<Sum, MoneyError> {
        let mut figure = Total::empty(Money::zero(self.journal.presentation())?);
        let mut rows: Vec<&RowId> = Vec::with_capacity(counted.len());
        let mut entries = Vec::with_capacity(counted.len());
        let mut rates: BTreeMap<&RateId, &Rate> = BTreeMap::new();
        let (mut converted, mut unknown_against) = (0_usize, 0_usize);
        for each in counted {
            let presentation = each.value.presentation();
            let negative = each.withdrawn != each.against;
            if negative {
                figure.push(&negated(presentation))?;
            } else {
                figure.push(presentation)?;
            }
            if negative && presentation.is_unknown() {
                unknown_against = unknown_against.saturating_add(1);
            }
            rows.extend(each.entry.rows());
            entries.push(each.entry.number());
            if !each.value.rates().is_empty() {
                converted = converted.saturating_add(1);
            }
            rates.extend(each.value.rates().iter().map(|rate| (rate.id(), rate)));
        }
        entries.dedup();
        rows.sort_unstable();
        rows.dedup();
        let undated = unposted.iter().filter(|it| *it.reason() == UnpostedReason::Undated).count();
        let unconverted = unposted.len().saturating_sub(undated);
        // a refund kept aside would lower the sum whatever its amount, and an amendment may
        let lowers = |it: &&&Unposted| match it.source() {
            EntrySource::Flow { kind, .. } => kind.is_against(),
            EntrySource::Commitment { version, .. } => *version > 0,
            // of anything else the sign is not known
            _ => true,
        };
        unknown_against = unknown_against.saturating_add(unposted.iter().filter(lowers).count());
        Ok(Sum {
            figure,
            rows: rows.into_iter().cloned().collect(),
            entries,
            rates: rates.into_values().cloned().collect(),
            converted,
            undated,
            unconverted,
            unknown_against,
        })
    }

    fn key_of(
        &self,
        dimension: Dimension,
        key: AmountKey,
        item: Option<&ItemId>,
        currency: Option<Currency>,
        date: Option<NaiveDate>,
    ) -> Option<String> {
        let found = item.and_then(|id| self.facts.item(id));
        match dimension {
            Dimension::Currency => currency.map(|currency| currency.code().to_owned()),
            Dimension::Donor => found?.donor().map(str::to_owned),
            Dimension::DonorCountry => found?.donor_country().map(str::to_owned),
            Dimension::Form => found?.form().map(|form| form.as_str().to_owned()),
            Dimension::Item => item.map(|id| id.as_str().to_owned()),
            Dimension::Modality => key.modality().map(|modality| modality.as_str().to_owned()),
            Dimension::Month => date.map(|date| format!("{:04}-{:02}", date.year(), date.month())),
            Dimension::Place => found?.place().map(str::to_owned),
            Dimension::Province => province(found?, date?),
            Dimension::Sector => {
                let sectors = found?.sectors();
                if sectors.is_empty() {
                    found?.sector().map(|sector| sector.as_str().to_owned())
                } else {
                    Some(sectors.join("; "))
                }
            }
            Dimension::SourceClass => key.source().map(|source| source.as_str().to_owned()),
        }
    }
}

/// The province in force on `date` that the item's code leads to.
fn province(item: &AidItem, date: NaiveDate) -> Option<String> {
    let (gazetteer, code) = (Gazetteer::viet_nam(), item.unit()?);
    // the code was written on the day of approval; it is read as of that day and then followed to `date`
    let written = item.approval().and_then(Approval::date).unwrap_or(date);
    let then = gazetteer.by_code(code, written).ok()?;
    if then.holds_on(date) {
        return Some(then.name().to_owned());
    }
    gazetteer.successor(then.code()).filter(|now| now.holds_on(date)).map(|now| now.name().to_owned())
}

fn label_of(dimension: Dimension, key: &str) -> Option<vientro_core::Bilingual> {
    let both = |vi: &str, en: &str| Some(vientro_core::Bilingual::new(vi, en));
    match dimension {
        Dimension::Form => {
            let form: AidForm = key.parse().ok()?;
            both(form.text(Language::Vi), form.text(Language::En))
        }
        Dimension::Modality => {
            let modality: vientro_model::Modality = key.parse().ok()?;
            both(modality.text(Language::Vi), modality.text(Language::En))
        }
        Dimension::SourceClass => {
            let source: vientro_model::SourceClass = key.parse().ok()?;
            both(source.text(Language::Vi), source.text(Language::En))
        }
        Dimension::Month => {
            let (year, month) = key.split_once('-')?;
            both(&format!("tháng {}/{year}", month.trim_start_matches('0')), key)
        }
        _ => None,
    }
}

/// Takes out of `open` the line that a red line of `entry` takes back: of a reversal one of the entry it reverses,
/// else the newest. Equal figures of other entries stay.
fn take_back(open: &mut Vec<usize>, entry: &Entry, counted: &[Option<Counted<'_>>]) -> Option<usize> {
    let EntrySource::Reversal { of } = entry.source() else { return open.pop() };
    let is_of = |index: &usize| {
        counted.get(*index).and_then(Option::as_ref).is_some_and(|line| line.entry.number() == *of)
    };
    let position = open.iter().rposition(is_of)?;
    Some(open.remove(position))
}

/// What pairs a line with the one that takes it back.
fn identity(line: &Line) -> String {
    format!(
        "{}|{:?}|{}|{}",
        line.account(),
        line.side(),
        crate::valued::figure_text(line.value().original()),
        crate::valued::figure_text(line.value().presentation()),
    )
}

/// The figure with its sign turned; the ends of an interval change places.
pub(crate) fn negated(figure: &Figure<Money>) -> Figure<Money> {
    match figure {
        Figure::Known(money) => Figure::Known(money.negated()),
        Figure::Hedged(hedged) => {
            let turn = |end: &std::ops::Bound<Money>| end.as_ref().map(Money::negated);
            let interval = hedged.interval();
            Interval::try_new(turn(interval.high()), turn(interval.low()))
                .map_or(Figure::Unknown, Figure::within)
        }
        Figure::Unknown => Figure::Unknown,
    }
}

impl Totals<'_> {
    /// What the entries of a sum were made from, in their order.
    pub fn sources(&self, sum: &Sum) -> Vec<&EntrySource> {
        sum.entries.iter().filter_map(|number| self.journal.entry(*number)).map(Entry::source).collect()
    }
}
