//! The report of aid accounts: opening, received, used, closing.

use std::collections::{BTreeMap, BTreeSet};

use vientro_accounting::{
    Account, AccountBalance, AccountKind, Entry, EntrySource, Journal, Side, Tell, Unposted, UnpostedReason,
    balances_where,
};
use vientro_core::{Bilingual, Figure, Language, Period, RowId};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{Facts, FlowKind, Modality, MovementKind, Standing};

use super::cells::{date_cell, item_label, label};
use super::edition::{Template, period_text, profile, report_form, source_rows};
use super::words::{days, money, numbers, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, MissingReason, Report, RowGroup, Table, TableRow};

const TEMPLATE: Template = Template { name: "aid-accounts", version: 3 };

/// What stood on each aid account, what came in, what was used and what is left, each currency for itself; goods in
/// stock likewise. Where flows name accounts at the Treasury or a bank, each has its row. Interest, and what goes from one account
/// to another or into another currency, stand in columns of their own where there are any: nothing of it was received from a
/// donor or used.
///
/// # Source
///
/// The four columns are those of Circular 23/2022/TT-BTC, Appendix 1, forms 01 and 02, by their content; the printed
/// headings of the forms have not been read. The columns of interest and transfers are our own choice.
#[derive(Clone, Debug)]
pub struct AidAccounts<'a> {
    facts: &'a Facts,
    journal: &'a Journal,
    period: Period,
    edition: Edition,
}

impl<'a> AidAccounts<'a> {
    /// The accounts of `journal` in `period`; `facts` say who reports and what the items are called.
    pub fn new(facts: &'a Facts, journal: &'a Journal, period: Period) -> Self {
        Self { facts, journal, period, edition: Edition::new() }
    }

    /// Made with this: as known on a day, from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole report.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let journal = match self.edition.known_on() {
            Some(day) => self.journal.as_known_on(day)?,
            None => self.journal.clone(),
        };
        let period = period_text(&self.period);
        let title = label(
            format!("Tình hình tài khoản viện trợ phi chính phủ nước ngoài {}", period.vi()),
            format!("Aid accounts for foreign non-governmental aid in {}", period.en()),
        );
        let mut report = Report::new("aid-accounts", title)
            .subtitle(profile.name().clone())
            .form(report_form(profile))
            .section(&label("TIỀN TRÊN TÀI KHOẢN", "MONEY ON ACCOUNTS"));
        let aside: Vec<&Unposted> = journal
            .unposted()
            .filter(|unposted| movement(unposted).is_some())
            .filter(|unposted| unposted.date().is_none_or(|day| day <= self.period.last()))
            .collect();
        let books = Books::new(&journal, &self.period)?;
        let parts: &[Part] = if books.interest.is_empty() && books.transferred.is_empty() {
            &[Part::Opening, Part::Received, Part::Used, Part::Closing]
        } else {
            &Part::ALL
        };
        let cash = by_currency(books.of(AccountKind::AidAccount));
        if cash.is_empty() {
            report = report.paragraph(label(
                "Sổ không ghi khoản tiền nào vào, ra tài khoản viện trợ đến hết kỳ.",
                "The books hold no money in or out of an aid account up to the end of the period.",
            ));
        }
        for (currency, balances) in &cash {
            let aside = of_currency(&journal, &aside, false, *currency);
            let cells = books.cells(parts, balances, &aside)?;
            let (vi, en) = if parts.len() == 4 {
                (
                    "Tính bằng {}: đầu kỳ có {}, trong kỳ tiếp nhận {}, sử dụng {}, cuối kỳ còn {}.",
                    "In {}: opening {}, received {}, used {}, closing {}.",
                )
            } else {
                (
                    "Tính bằng {}: đầu kỳ có {}, trong kỳ tiếp nhận {}, lãi {}, chuyển và đổi tiền {}, sử dụng {}, cuối kỳ còn {}.",
                    "In {}: opening {}, received {}, interest {}, transferred and exchanged {}, used {}, closing {}.",
                )
            };
            let currency = Cell::text(Bilingual::same(currency.code()));
            report = report.paragraph(sentence(vi, en, std::iter::once(currency).chain(cells)));
        }
        for (currency, balances) in &cash {
            let id = format!("aid-accounts-{}", currency.code().to_lowercase());
            let caption = (
                format!("Số dư và phát sinh bằng {currency}"),
                format!("Balances and movements in {currency}"),
            );
            let heads: Vec<_> = parts.iter().map(|part| (*part, part.of_money())).collect();
            let aside = of_currency(&journal, &aside, false, *currency);
            report = report.table(self.accounts(&books, id, caption, &heads, balances, &aside)?);
        }
        let goods = by_currency(books.of(AccountKind::InKindStock));
        if !goods.is_empty() {
            report = report.section(&label("HIỆN VẬT TỒN", "GOODS IN STOCK"));
        }
        let heads = [
            (Part::Opening, ("Tồn đầu kỳ", "Opening")),
            (Part::Received, ("Tiếp nhận", "Received")),
            (Part::Used, ("Bàn giao", "Handed on")),
            (Part::Closing, ("Tồn cuối kỳ", "Closing")),
        ];
        for (currency, balances) in &goods {
            let id = format!("stock-{}", currency.code().to_lowercase());
            let caption = (
                format!("Hiện vật theo giá trị đã nêu, bằng {currency}"),
                format!("Goods at their stated value, in {currency}"),
            );
            let aside = of_currency(&journal, &aside, true, *currency);
            report = report.table(self.accounts(&books, id, caption, &heads, balances, &aside)?);
        }
        if !aside.is_empty() {
            report = report
                .section(&label("CHƯA GHI ĐƯỢC VÀO SỔ", "NOT IN THE BOOKS"))
                .table(not_posted(self.facts, &aside));
        }
        let provenance = self.edition.provenance(TEMPLATE).period(period);
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    fn accounts(
        &self,
        books: &Books<'_>,
        id: String,
        (vi, en): (String, String),
        heads: &[(Part, (&str, &str))],
        balances: &[&AccountBalance],
        aside: &[&Unposted],
    ) -> Result<Table, TemplateError> {
        let currency = balances.first().map_or(books.journal.presentation(), |balance| balance.currency());
        let parts: Vec<Part> = heads.iter().map(|(part, _)| *part).collect();
        let used = parts.iter().position(|part| *part == Part::Used).unwrap_or(parts.len());
        let columns = heads.iter().map(|(part, (vi, en))| {
            let column = money(vi, en, currency);
            if *part == Part::Closing { column.made_of(0..used, [used]) } else { column }
        });
        let mut group = RowGroup::default();
        for balance in balances {
            let item = balance.account().item();
            let label = match (item.and_then(|item| self.facts.item(item)), item) {
                (Some(item), _) => item_label(item),
                (None, Some(id)) => Bilingual::same(id.as_str()),
                (None, None) => label("Không gắn với khoản viện trợ", "Not tied to an aid item"),
            };
            let kept_on = balance.account().kept_on();
            let label = match kept_on {
                Some(account) => Bilingual::new(
                    format!("{} (tài khoản {account})", label.vi()),
                    format!("{} (account {account})", label.en()),
                ),
                None => label,
            };
            let is_its =
                |unposted: &&&Unposted| unposted.item() == item && unposted.accounts().first() == kept_on;
            let of_item: Vec<&Unposted> = aside.iter().filter(is_its).copied().collect();
            group = group.row(TableRow::new(label, books.cells(&parts, &[balance], &of_item)?));
        }
        let total = books.cells(&parts, balances, aside)?;
        let note = if parts.len() == 4 {
            label(
                "Cuối kỳ = đầu kỳ + tiếp nhận − sử dụng; mỗi loại tiền tính riêng, không quy đổi.",
                "Closing = opening + received − used; each currency for itself, nothing is converted.",
            )
        } else {
            label(
                "Cuối kỳ = đầu kỳ + tiếp nhận + lãi + chuyển và đổi tiền − sử dụng. Chuyển và đổi tiền: số đến trừ số đi, trong một khoản bù trừ nhau khi cùng loại tiền; mỗi loại tiền tính riêng, không quy đổi.",
                "Closing = opening + received + interest + transferred and exchanged − used. Transferred and exchanged: what came less what left, which cancel within an item in one currency; each currency for itself, nothing is converted.",
            )
        };
        Ok(table(id, (&vi, &en), ("Khoản viện trợ", "Aid item"), columns)
            .group(group)
            .total(TableRow::new(label("Tổng cộng", "Total"), total))
            .note(note))
    }
}

fn by_currency<'a>(
    balances: impl Iterator<Item = &'a AccountBalance>,
) -> BTreeMap<Currency, Vec<&'a AccountBalance>> {
    let mut by: BTreeMap<Currency, Vec<&AccountBalance>> = BTreeMap::new();
    for balance in balances {
        by.entry(balance.currency()).or_default().push(balance);
    }
    by
}

/// What a flow does to an account of money or to the goods in stock.
struct Movement {
    is_stock: bool,
    comes_in: bool,
}

/// The movement a flow would be that could not be posted.
fn movement(unposted: &Unposted) -> Option<Movement> {
    let EntrySource::Flow { kind, .. } = unposted.source() else { return None };
    if unposted.key().standing() != Standing::Own {
        return None;
    }
    let in_kind = unposted.key().modality() == Some(Modality::InKind);
    let (is_stock, comes_in) = match kind {
        FlowKind::Receipt => (in_kind, true),
        FlowKind::AdvanceSettlement | FlowKind::Expenditure => (in_kind, false),
        FlowKind::InKindReceipt => (true, true),
        FlowKind::InKindDistribution => (true, false),
        _ => return None,
    };
    Some(Movement { is_stock, comes_in })
}

/// Those in one currency; an unknown amount has none and counts in that of the books.
fn of_currency<'a>(
    journal: &Journal,
    aside: &[&'a Unposted],
    is_stock: bool,
    currency: Currency,
) -> Vec<&'a Unposted> {
    let ours = |unposted: &&Unposted| {
        let end = unposted.amount().low().or(unposted.amount().high());
        let found = end.map_or(journal.presentation(), Money::currency);
        found == currency && movement(unposted).is_some_and(|it| it.is_stock == is_stock)
    };
    aside.iter().copied().filter(ours).collect()
}

/// The movements that are in no table above, each with the reason.
fn not_posted(facts: &Facts, aside: &[&Unposted]) -> Table {
    let mut list = table(
        "not-posted",
        ("Lần tiếp nhận, sử dụng chưa ghi được vào sổ", "Receipts and uses that could not be posted"),
        ("Nội dung", "What"),
        [
            words("Khoản viện trợ", "Aid item"),
            days("Ngày", "Date"),
            numbers("Giá trị", "Value"),
            words("Lý do", "Reason"),
        ],
    );
    for unposted in aside {
        let EntrySource::Flow { kind, .. } = unposted.source() else { continue };
        let reason = match unposted.reason() {
            UnpostedReason::NoRate(text) => text.clone(),
            _ => label("không có ngày", "no date"),
        };
        let item = unposted.item().and_then(|id| facts.item(id)).map(item_label);
        list = list.row(TableRow::new(
            label(kind.text(Language::Vi), kind.text(Language::En)),
            [
                item.map_or_else(|| Cell::missing(MissingReason::Unknown), Cell::text),
                date_cell(unposted.date()).rows(unposted.rows().iter().cloned()),
                Cell::money_figure(unposted.amount()).rows(unposted.rows().iter().cloned()),
                Cell::text(reason),
            ],
        ));
    }
    list
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Opening,
    Received,
    Interest,
    /// Between accounts and into other currencies: what came less what left.
    Transferred,
    Used,
    Closing,
}

impl Part {
    const ALL: [Self; 6] =
        [Self::Opening, Self::Received, Self::Interest, Self::Transferred, Self::Used, Self::Closing];

    /// Its head over money.
    const fn of_money(self) -> (&'static str, &'static str) {
        match self {
            Self::Opening => ("Đầu kỳ", "Opening"),
            Self::Received => ("Tiếp nhận", "Received"),
            Self::Interest => ("Lãi", "Interest"),
            Self::Transferred => ("Chuyển và đổi tiền", "Transferred and exchanged"),
            Self::Used => ("Sử dụng", "Used"),
            Self::Closing => ("Cuối kỳ", "Closing"),
        }
    }

    /// Does an entry made from `source` count in it, in the period or before?
    fn admits(self, source: &EntrySource) -> bool {
        match (self, source) {
            (Self::Opening | Self::Closing, _) => true,
            (Self::Interest, EntrySource::Movement { kind, .. }) => *kind == MovementKind::Interest,
            (Self::Transferred, EntrySource::Movement { kind, .. }) => *kind != MovementKind::Interest,
            (Self::Interest | Self::Transferred, _) | (_, EntrySource::Movement { .. }) => false,
            (Self::Received | Self::Used, _) => true,
        }
    }

    /// Does a line on `side`, before the period or in it, count in it?
    fn counts(self, before: bool, side: Side) -> bool {
        match self {
            Self::Opening => before,
            Self::Received => !before && side == Side::Debit,
            Self::Interest | Self::Transferred => !before,
            Self::Used => !before && side == Side::Credit,
            Self::Closing => true,
        }
    }
}

/// The balances that columns are taken from.
struct Books<'a> {
    journal: &'a Journal,
    period: &'a Period,
    whole: Vec<AccountBalance>,
    /// Without interest and transfers.
    aid: Vec<AccountBalance>,
    interest: Vec<AccountBalance>,
    transferred: Vec<AccountBalance>,
}

/// A sum of known parts, how many amounts were unknown, and the rows behind it.
struct Sum {
    figure: Figure<Money>,
    unknown: usize,
    rows: BTreeSet<RowId>,
}

impl<'a> Books<'a> {
    fn new(journal: &'a Journal, period: &'a Period) -> Result<Self, MoneyError> {
        let of =
            |part: Part| balances_where(journal, Some(period), Tell::Original, |source| part.admits(source));
        let (whole, aid) = (of(Part::Closing)?, of(Part::Received)?);
        Ok(Self {
            journal,
            period,
            whole,
            aid,
            interest: of(Part::Interest)?,
            transferred: of(Part::Transferred)?,
        })
    }

    fn of(&self, kind: AccountKind) -> impl Iterator<Item = &AccountBalance> {
        self.whole.iter().filter(move |balance| balance.account().kind() == kind)
    }

    /// The sums of `balances` in each column, with the movements kept `aside` counted as unknown where they would stand.
    fn cells(
        &self,
        parts: &[Part],
        balances: &[&AccountBalance],
        aside: &[&Unposted],
    ) -> Result<Vec<Cell>, MoneyError> {
        parts.iter().map(|part| Ok(self.sum(*part, balances, aside)?.cell())).collect()
    }

    fn sum(&self, part: Part, balances: &[&AccountBalance], aside: &[&Unposted]) -> Result<Sum, MoneyError> {
        let accounts: BTreeSet<(&Account, Currency)> =
            balances.iter().map(|balance| (balance.account(), balance.currency())).collect();
        let list = match part {
            Part::Opening | Part::Closing => &self.whole,
            Part::Received | Part::Used => &self.aid,
            Part::Interest => &self.interest,
            Part::Transferred => &self.transferred,
        };
        let nothing = balances.first().map(|it| Money::zero(it.currency())).transpose()?;
        let mut sum = Sum {
            figure: nothing.map_or(Figure::Unknown, Figure::Known),
            unknown: 0,
            rows: self.rows(part, &accounts),
        };
        for balance in list.iter().filter(|it| accounts.contains(&(it.account(), it.currency()))) {
            let (added, taken) = match part {
                Part::Opening => (balance.opening(), None),
                Part::Received => (balance.debit(), None),
                Part::Interest | Part::Transferred => (balance.debit(), Some(balance.credit())),
                Part::Used => (balance.credit(), None),
                Part::Closing => (balance.closing(), None),
            };
            sum.figure = sum.figure.checked_add(added.figure())?;
            sum.unknown = sum.unknown.saturating_add(added.unknown());
            if let Some(taken) = taken {
                sum.figure = sum.figure.checked_sub(taken.figure())?;
                sum.unknown = sum.unknown.saturating_add(taken.unknown());
            }
        }
        for unposted in aside {
            let before = unposted.date().is_some_and(|day| day < self.period.from());
            let comes_in = movement(unposted).is_some_and(|it| it.comes_in);
            if part.counts(before, if comes_in { Side::Debit } else { Side::Credit })
                && part.admits(unposted.source())
            {
                sum.unknown = sum.unknown.saturating_add(1);
                sum.rows.extend(unposted.rows().iter().cloned());
            }
        }
        Ok(sum)
    }

    fn rows(&self, part: Part, accounts: &BTreeSet<(&Account, Currency)>) -> BTreeSet<RowId> {
        let entries = self.journal.entries().iter().filter(|entry| entry.date() <= self.period.last());
        let ours = entries.filter(|entry| {
            let before = entry.date() < self.period.from();
            let has_line = entry.lines().iter().any(|line| {
                let currency = line.value().currency().unwrap_or(self.journal.presentation());
                part.counts(before, line.side()) && accounts.contains(&(line.account(), currency))
            });
            has_line && part.admits(self.journal.origin_of(entry))
        });
        ours.flat_map(Entry::rows).cloned().collect()
    }
}

impl Sum {
    fn cell(self) -> Cell {
        let Self { figure, unknown, rows } = self;
        let nothing = figure.known().is_some_and(Money::is_zero);
        if unknown > 0 && nothing {
            return Cell::missing(MissingReason::Unknown).rows(rows);
        }
        let cell = Cell::money_figure(&figure).rows(rows);
        if unknown == 0 {
            return cell;
        }
        cell.footnote(left_out(unknown))
    }
}

fn left_out(unknown: usize) -> Bilingual {
    let told = |language| match language {
        Language::Vi => {
            format!("Chưa gồm {unknown} khoản chưa có số liệu; số thực có thể cao hoặc thấp hơn.")
        }
        Language::En if unknown == 1 => {
            "Without 1 amount that is not known; the true figure may be higher or lower.".to_owned()
        }
        Language::En => {
            format!("Without {unknown} amounts that are not known; the true figure may be higher or lower.")
        }
    };
    Bilingual::new(told(Language::Vi), told(Language::En))
}
