//! The report of aid accounts: opening, received, used, closing.

use std::collections::{BTreeMap, BTreeSet};

use vientro_accounting::{
    Account, AccountBalance, AccountKind, BalanceFigure, Entry, EntrySource, Journal, Side, Tell, Unposted,
    UnpostedReason, balances,
};
use vientro_core::{Bilingual, Figure, Language, Period, RowId};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{Facts, FlowKind, Modality, Standing};

use super::cells::{date_cell, item_label, label};
use super::edition::{Template, period_text, profile, report_form, source_rows};
use super::words::{days, money, numbers, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, MissingReason, Report, RowGroup, Table, TableRow};

const TEMPLATE: Template = Template { name: "aid-accounts", version: 2 };

/// What stood on each aid account, what came in, what was used and what is left, each currency for itself; goods in
/// stock likewise. Where flows name accounts at the Treasury or a bank, each has its row; what goes from one to another is
/// received on the one and used on the other, as the keepers tell it.
///
/// # Source
///
/// The four columns are those of Circular 23/2022/TT-BTC, Appendix 1, forms 01 and 02, by their content; the printed
/// headings of the forms have not been read.
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
        let all = balances(&journal, Some(&self.period), Tell::Original)?;
        let of = |kind| all.iter().filter(move |balance| balance.account().kind() == kind);
        let cash = by_currency(of(AccountKind::AidAccount));
        if cash.is_empty() {
            report = report.paragraph(label(
                "Sổ không ghi khoản tiền nào vào, ra tài khoản viện trợ đến hết kỳ.",
                "The books hold no money in or out of an aid account up to the end of the period.",
            ));
        }
        for (currency, balances) in &cash {
            let four = Four::sum(
                &journal,
                &self.period,
                balances,
                &of_currency(&journal, &aside, false, *currency),
            )?;
            report = report.paragraph(sentence(
                "Tính bằng {}: đầu kỳ có {}, trong kỳ tiếp nhận {}, sử dụng {}, cuối kỳ còn {}.",
                "In {}: opening {}, received {}, used {}, closing {}.",
                std::iter::once(Cell::text(Bilingual::same(currency.code()))).chain(four.cells()),
            ));
        }
        let heads =
            [("Đầu kỳ", "Opening"), ("Tiếp nhận", "Received"), ("Sử dụng", "Used"), ("Cuối kỳ", "Closing")];
        for (currency, balances) in &cash {
            let id = format!("aid-accounts-{}", currency.code().to_lowercase());
            let caption = (
                format!("Số dư và phát sinh bằng {currency}"),
                format!("Balances and movements in {currency}"),
            );
            report = report.table(self.accounts(
                &journal,
                id,
                caption,
                heads,
                balances,
                &of_currency(&journal, &aside, false, *currency),
            )?);
        }
        let goods = by_currency(of(AccountKind::InKindStock));
        if !goods.is_empty() {
            report = report.section(&label("HIỆN VẬT TỒN", "GOODS IN STOCK"));
        }
        let heads = [
            ("Tồn đầu kỳ", "Opening"),
            ("Tiếp nhận", "Received"),
            ("Bàn giao", "Handed on"),
            ("Tồn cuối kỳ", "Closing"),
        ];
        for (currency, balances) in &goods {
            let id = format!("stock-{}", currency.code().to_lowercase());
            let caption = (
                format!("Hiện vật theo giá trị đã nêu, bằng {currency}"),
                format!("Goods at their stated value, in {currency}"),
            );
            report = report.table(self.accounts(
                &journal,
                id,
                caption,
                heads,
                balances,
                &of_currency(&journal, &aside, true, *currency),
            )?);
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
        journal: &Journal,
        id: String,
        (vi, en): (String, String),
        heads: [(&str, &str); 4],
        balances: &[&AccountBalance],
        aside: &[&Unposted],
    ) -> Result<Table, TemplateError> {
        let currency = balances.first().map_or(journal.presentation(), |balance| balance.currency());
        let [opening, received, used, closing] = heads.map(|(vi, en)| money(vi, en, currency));
        let columns = [opening, received, used, closing.made_of([0, 1], [2])];
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
            let four = Four::sum(journal, &self.period, &[balance], &of_item)?;
            group = group.row(TableRow::new(label, four.cells()));
        }
        let total = Four::sum(journal, &self.period, balances, aside)?.cells();
        Ok(table(id, (&vi, &en), ("Khoản viện trợ", "Aid item"), columns)
            .group(group)
            .total(TableRow::new(label("Tổng cộng", "Total"), total))
            .note(label(
                "Cuối kỳ = đầu kỳ + tiếp nhận − sử dụng; mỗi loại tiền tính riêng, không quy đổi.",
                "Closing = opening + received − used; each currency for itself, nothing is converted.",
            )))
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

/// Opening, received, used and closing of one account or several in one currency.
struct Four([Column; 4]);

/// A sum of known parts, how many amounts were unknown, and the rows behind it.
struct Column {
    figure: Figure<Money>,
    unknown: usize,
    rows: BTreeSet<RowId>,
}

impl Four {
    /// The sums of `balances`, with the movements kept `aside` counted as unknown where they would stand.
    fn sum(
        journal: &Journal,
        period: &Period,
        balances: &[&AccountBalance],
        aside: &[&Unposted],
    ) -> Result<Self, MoneyError> {
        let accounts: Vec<(&Account, Currency)> =
            balances.iter().map(|balance| (balance.account(), balance.currency())).collect();
        // before the period, debits in it, credits in it, all up to its end
        let rows = |wanted: &dyn Fn(bool, Side) -> bool| {
            let entries = journal.entries().iter().filter(|entry| entry.date() <= period.last());
            let ours = entries.filter(|entry| {
                let before = entry.date() < period.from();
                entry.lines().iter().any(|line| {
                    let currency = line.value().currency().unwrap_or(journal.presentation());
                    wanted(before, line.side()) && accounts.contains(&(line.account(), currency))
                })
            });
            ours.flat_map(Entry::rows).cloned().collect::<BTreeSet<_>>()
        };
        let column = |part: fn(&AccountBalance) -> &BalanceFigure, rows: BTreeSet<RowId>| {
            let mut parts = balances.iter().map(|balance| part(balance));
            let first = parts.next().map(|part| (part.figure().clone(), part.unknown()));
            let (figure, unknown) =
                parts.try_fold(first.unwrap_or((Figure::Unknown, 0)), |(sum, unknown), part| {
                    Ok::<_, MoneyError>((
                        sum.checked_add(part.figure())?,
                        unknown.saturating_add(part.unknown()),
                    ))
                })?;
            Ok::<_, MoneyError>(Column { figure, unknown, rows })
        };
        let mut four = Self([
            column(AccountBalance::opening, rows(&|before, _| before))?,
            column(AccountBalance::debit, rows(&|before, side| !before && side == Side::Debit))?,
            column(AccountBalance::credit, rows(&|before, side| !before && side == Side::Credit))?,
            column(AccountBalance::closing, rows(&|_, _| true))?,
        ]);
        let [opening, received, used, closing] = &mut four.0;
        for unposted in aside {
            let of_period =
                if movement(unposted).is_some_and(|it| it.comes_in) { &mut *received } else { &mut *used };
            let before = unposted.date().is_some_and(|day| day < period.from());
            for column in [if before { &mut *opening } else { of_period }, &mut *closing] {
                column.unknown = column.unknown.saturating_add(1);
                column.rows.extend(unposted.rows().iter().cloned());
            }
        }
        Ok(four)
    }

    fn cells(self) -> [Cell; 4] {
        self.0.map(|Column { figure, unknown, rows }| {
            let nothing = figure.known().is_some_and(Money::is_zero);
            if unknown > 0 && nothing {
                return Cell::missing(MissingReason::Unknown).rows(rows);
            }
            let cell = Cell::money_figure(&figure).rows(rows);
            if unknown == 0 {
                return cell;
            }
            cell.footnote(left_out(unknown))
        })
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
