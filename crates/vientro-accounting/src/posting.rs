//! Posting: which entries a fact makes, and what keeps a fact aside.

use std::sync::Arc;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Figure, Finding, FindingCode, Language, Location, RowId, Severity};
use vientro_currency::{Currency, Money, Policy, RateBook, RateError, format_figure};
use vientro_model::{
    AccountId, AccountMovement, AidItem, AmountKey, Direction, Facts, Flow, FlowKind, ItemId, Modality,
    Standing,
};

use crate::account::{AccountKind, Side};
use crate::entry::{EntrySource, LineView};
use crate::valued::{Valued, currency_of, figure_text};

/// What posting cannot do without: the rates, the rule that picks one, and the currency of the presentation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PostingContext<'a> {
    /// The rates.
    pub rates: &'a RateBook,
    /// Which of them, and how to round.
    pub policy: &'a Policy,
    /// The currency every amount is also shown in.
    pub presentation: Currency,
    /// The day of posting. After a report was sealed it is the day on which facts become known that say no day, or one
    /// that is not after the cut-off.
    pub posted_on: Option<NaiveDate>,
}

impl<'a> PostingContext<'a> {
    /// Amounts are converted to `presentation` at the rates of their own day, as `policy` says.
    pub const fn new(rates: &'a RateBook, policy: &'a Policy, presentation: Currency) -> Self {
        Self { rates, policy, presentation, posted_on: None }
    }

    /// Posting on a day: what is new since a report was sealed becomes known on it.
    #[must_use]
    pub const fn posted_on(mut self, day: NaiveDate) -> Self {
        self.posted_on = Some(day);
        self
    }
}

/// What posting did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PostingReport {
    /// Numbers of the new entries.
    pub posted: Vec<u64>,
    /// Sources that were in the journal already; nothing was changed.
    pub skipped_same_id: Vec<String>,
    /// What a person should look at: undated flows, missing rates, facts that changed since they were posted.
    pub findings: Vec<Finding>,
}

/// Why a fact is kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum UnpostedReason {
    /// No rate holds for its day; the text says which are nearest.
    NoRate(Bilingual),
    /// It has no date.
    Undated,
}

/// A fact that could not be posted. It is counted beside every total it would belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Unposted {
    pub(crate) source: EntrySource,
    pub(crate) key: AmountKey,
    pub(crate) item: Option<ItemId>,
    pub(crate) amount: Figure<Money>,
    pub(crate) date: Option<NaiveDate>,
    pub(crate) recorded_on: Option<NaiveDate>,
    pub(crate) reason: UnpostedReason,
    pub(crate) rows: Vec<RowId>,
    /// The accounts at the Treasury or a bank that it moves money on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub(crate) accounts: Vec<AccountId>,
    /// The day on which its entry became known, once it has one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub(crate) settled_on: Option<NaiveDate>,
}

impl Unposted {
    /// What it is.
    pub fn source(&self) -> &EntrySource {
        &self.source
    }

    /// What it would count under.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.item.as_ref()
    }

    /// The amount in its own currency.
    pub fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// The accounts at the Treasury or a bank that it moves money on, as far as it names them.
    pub fn accounts(&self) -> &[AccountId] {
        &self.accounts
    }

    /// Its date, if it has one.
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }

    /// The day it became known, as far as that is known.
    pub fn recorded_on(&self) -> Option<NaiveDate> {
        self.recorded_on.or(self.date)
    }

    /// Was it kept aside on `day`, or is it now?
    pub(crate) fn is_aside(&self, day: Option<NaiveDate>) -> bool {
        match day {
            None => self.settled_on.is_none(),
            Some(day) => {
                self.recorded_on().is_none_or(|known| known <= day)
                    && self.settled_on.is_none_or(|settled| settled > day)
            }
        }
    }

    /// Why it was not posted.
    pub fn reason(&self) -> &UnpostedReason {
        &self.reason
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

/// The amount with its value in the presentation currency, at the rate of `date`.
pub(crate) fn value(
    amount: &Figure<Money>,
    date: NaiveDate,
    context: &PostingContext<'_>,
) -> Result<Valued, RateError> {
    match amount {
        amount if currency_of(amount).is_none_or(|currency| currency == context.presentation) => {
            Ok(Valued::as_it_is(amount.clone()))
        }
        Figure::Known(money) => {
            context.rates.convert(money, context.presentation, date, context.policy).map(Valued::converted)
        }
        hedged => context
            .rates
            .convert_figure(hedged, context.presentation, date, context.policy)
            .map(|(presentation, rates)| Valued::hedged(hedged.clone(), presentation, rates)),
    }
}

pub(crate) fn in_both(error: &RateError) -> Bilingual {
    Bilingual::new(error.text(Language::Vi), error.text(Language::En))
}

/// A line as a rule makes it: on the account of its kind that the item of the fact has, or on what is kept of it at an account
/// of the Treasury or a bank.
#[derive(Clone, Debug)]
pub(crate) struct RuleLine<'a> {
    pub(crate) kind: AccountKind,
    pub(crate) side: Side,
    pub(crate) value: Arc<Valued>,
    pub(crate) kept_on: Option<&'a AccountId>,
    pub(crate) is_withdrawn: bool,
    pub(crate) is_principal: bool,
}

impl<'a> RuleLine<'a> {
    fn new(kind: AccountKind, side: Side, value: &Arc<Valued>) -> Self {
        let (is_withdrawn, is_principal) = (false, false);
        Self { kind, side, value: value.clone(), kept_on: None, is_withdrawn, is_principal }
    }

    fn principal(self) -> Self {
        Self { is_principal: true, ..self }
    }

    fn in_red(self) -> Self {
        Self { is_withdrawn: true, ..self }
    }

    fn kept_on(self, account: Option<&'a AccountId>) -> Self {
        Self { kept_on: account.filter(|_| self.kind.is_kept()), ..self }
    }

    pub(crate) fn view<'b>(&'b self, direction: Direction, item: Option<&'b ItemId>) -> LineView<'b> {
        LineView {
            kind: self.kind,
            direction,
            item,
            kept_on: self.kept_on,
            side: self.side,
            value: &self.value,
            is_withdrawn: self.is_withdrawn,
            is_principal: self.is_principal,
        }
    }
}

/// The lines of a fact, the principal one of a flow first. No rule makes more than four.
#[derive(Clone, Debug)]
pub(crate) struct RuleLines<'a>([Option<RuleLine<'a>>; 4]);

impl<'a> RuleLines<'a> {
    fn two([first, second]: [RuleLine<'a>; 2]) -> Self {
        Self([Some(first), Some(second), None, None])
    }

    fn four([first, second]: [RuleLine<'a>; 2], [third, fourth]: [RuleLine<'a>; 2]) -> Self {
        Self([Some(first), Some(second), Some(third), Some(fourth)])
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().flatten().count()
    }

    pub(crate) fn views<'b>(
        &'b self,
        direction: Direction,
        item: Option<&'b ItemId>,
    ) -> impl Iterator<Item = LineView<'b>> + Clone {
        self.0.iter().flatten().map(move |line| line.view(direction, item))
    }
}

impl<'a> IntoIterator for RuleLines<'a> {
    type Item = RuleLine<'a>;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<RuleLine<'a>>, 4>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}

/// The lines of a version of a commitment, those of the version before it taken back first. The credit is what totals
/// count.
pub(crate) fn commitment_lines(before: Option<&Arc<Valued>>, value: &Arc<Valued>) -> RuleLines<'static> {
    let commitment = |value| RuleLine::new(AccountKind::Commitment, Side::Credit, value).principal();
    let remainder = |value| RuleLine::new(AccountKind::CommitmentRemainder, Side::Debit, value);
    let lines = [commitment(value), remainder(value)];
    let Some(before) = before else { return RuleLines::two(lines) };
    let taken_back = [commitment(before).in_red(), remainder(before).in_red()];
    RuleLines::four(taken_back, lines)
}

/// The lines of a flow, the principal one first.
pub(crate) fn flow_lines(flow: &Flow, value: Valued) -> RuleLines<'_> {
    use AccountKind as K;
    let value = Arc::new(value);
    let is_counterpart = flow.standing() == Standing::Counterpart;
    let kept_on = kept_on(flow);
    let line = |kind: K, side| {
        let kind = if is_counterpart { kind.of_counterpart() } else { kind };
        RuleLine::new(kind, side, &value).kept_on(kept_on)
    };
    let pair = |principal, side: Side, contra| {
        RuleLines::two([line(principal, side).principal(), line(contra, side.other())])
    };
    if flow.standing() == Standing::Memo {
        let side = if flow.kind().is_against() { Side::Credit } else { Side::Debit };
        return pair(K::MemoGift, side, K::MemoContributor);
    }
    let in_kind = flow.modality() == Some(Modality::InKind);
    match flow.kind() {
        FlowKind::Advance => pair(K::Advance, Side::Debit, K::AdvanceHeld),
        FlowKind::AdvanceReturn => pair(K::Advance, Side::Credit, K::AdvanceHeld),
        FlowKind::AdvanceSettlement => RuleLines::four(
            [
                line(K::Used, Side::Debit).principal(),
                line(if in_kind { K::InKindStock } else { K::AidAccount }, Side::Credit),
            ],
            [line(K::Advance, Side::Credit), line(K::AdvanceHeld, Side::Debit)],
        ),
        FlowKind::Commitment => pair(K::Commitment, Side::Credit, K::CommitmentRemainder),
        FlowKind::Disbursement | FlowKind::Refund => {
            let side = if flow.kind().is_against() { Side::Debit } else { Side::Credit };
            // what goes back from an account leaves it; the donor owes as much as before
            let other = if kept_on.is_some() { K::AidAccount } else { K::DonorReceivable };
            if flow.item().is_none() || is_counterpart {
                return pair(K::Disbursed, side, other);
            }
            RuleLines::four(
                [line(K::Disbursed, side).principal(), line(other, side.other())],
                [line(K::CommitmentDrawn, side.other()), line(K::CommitmentRemainder, side)],
            )
        }
        FlowKind::Expenditure if in_kind => pair(K::Used, Side::Debit, K::InKindStock),
        FlowKind::Expenditure => pair(K::Used, Side::Debit, K::AidAccount),
        FlowKind::InKindDistribution => pair(K::Used, Side::Debit, K::InKindStock),
        FlowKind::InKindReceipt => pair(K::InKindStock, Side::Debit, K::DonorReceivable),
        FlowKind::Mobilisation => pair(K::Mobilised, Side::Credit, K::MobilisedExpected),
        FlowKind::Pledge => pair(K::Pledge, Side::Credit, K::PledgeOutstanding),
        FlowKind::Receipt if in_kind => pair(K::InKindStock, Side::Debit, K::DonorReceivable),
        FlowKind::Receipt => pair(K::AidAccount, Side::Debit, K::DonorReceivable),
        FlowKind::Recording if is_counterpart => pair(K::AidAccount, Side::Debit, K::DonorReceivable),
        // a recording that is not memo, and kinds the model may add: beside the Union's own figures
        _ => pair(K::MemoGift, Side::Debit, K::MemoContributor),
    }
}

/// The account at the Treasury or a bank that a flow moves money on. Goods lie on no account.
pub(crate) fn kept_on(flow: &Flow) -> Option<&AccountId> {
    let moves = flow.kind().moves_account()
        && flow.modality() != Some(Modality::InKind)
        && flow.standing() != Standing::Memo;
    flow.account().filter(|_| moves)
}

/// The lines of a movement on accounts: what came to one, and what left another or was earned. No line of it counts in
/// a total.
pub(crate) fn movement_lines(
    movement: &AccountMovement,
    arrived: Valued,
    sent: Option<Valued>,
) -> RuleLines<'_> {
    use AccountKind as K;
    let arrived = Arc::new(arrived);
    let debit = RuleLine::new(K::AidAccount, Side::Debit, &arrived).kept_on(Some(movement.account()));
    let Some(from) = movement.from() else {
        return RuleLines::two([debit, RuleLine::new(K::Interest, Side::Credit, &arrived)]);
    };
    let leaves = |value| RuleLine::new(K::AidAccount, Side::Credit, value).kept_on(Some(from));
    let Some(sent) = sent.map(Arc::new) else { return RuleLines::two([debit, leaves(&arrived)]) };
    let exchange = |side, value| RuleLine::new(K::CurrencyExchange, side, value);
    RuleLines::four([debit, exchange(Side::Credit, &arrived)], [exchange(Side::Debit, &sent), leaves(&sent)])
}

pub(crate) fn evidence_of(item: &AidItem, version: usize) -> Option<String> {
    match version.checked_sub(1) {
        None => item.approval().map(|approval| approval.number().to_owned()),
        Some(index) => item.amendments().get(index).and_then(|it| it.decision()).map(str::to_owned),
    }
}

pub(crate) fn unposted_finding(unposted: &Unposted) -> Finding {
    let finding = match &unposted.reason {
        UnpostedReason::Undated => Finding::new(
            FindingCode::new("flow-undated"),
            Severity::Warning,
            Bilingual::new(
                "không có ngày: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng",
                "no date: not posted, counted beside every total",
            ),
        )
        .expected("dd/mm/yyyy"),
        UnpostedReason::NoRate(reason) => Finding::new(
            FindingCode::new("flow-no-rate"),
            Severity::Error,
            Bilingual::new(
                format!(
                    "không quy đổi được: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng ({})",
                    reason.vi()
                ),
                format!("cannot be converted: not posted, counted beside every total ({})", reason.en()),
            ),
        ),
    };
    let source = unposted.source.to_string();
    // the id of a flow that intake made is its row already
    let row = unposted.rows.first().filter(|row| !source.ends_with(row.as_str()));
    let record = row.map_or_else(|| source.clone(), |row| format!("{source} {row}"));
    finding.at(Location::new().about(record)).found_in_both(format_figure(&unposted.amount))
}

/// The finding about a fact that says something else than its entry.
pub(crate) fn changed_finding(entry: u64, source: &EntrySource) -> Finding {
    Finding::new(
        FindingCode::new("changed-since-posted"),
        Severity::Warning,
        Bilingual::new(
            format!("số liệu khác với bút toán {entry} đã ghi; sửa bằng bút toán đảo"),
            format!("differs from entry {entry} posted before; correct it by a reversal"),
        ),
    )
    .at(Location::new().about(source.to_string()))
}

/// Places findings about one record at the file, sheet and cell of its first row where
/// the facts know them. An id that is the row itself is not said again.
pub(crate) fn locate(findings: &mut [Finding], id: &str, rows: &[RowId], facts: &Facts) {
    let Some((row, known)) = rows.first().and_then(|row| Some((row, facts.row(row)?))) else { return };
    let place = known.location().clone();
    let place = if row.as_str() == id { place } else { place.about(id) };
    for finding in findings {
        *finding = finding.clone().at(place.clone());
    }
}

pub(crate) fn told_twice_finding(flow: &Flow) -> Finding {
    Finding::new(
        FindingCode::new("commitment-told-twice"),
        Severity::Note,
        Bilingual::new(
            "khoản viện trợ đã có cam kết; dòng cam kết này không ghi thêm",
            "the item has its commitment; this commitment flow is not posted again",
        ),
    )
    .at(Location::new().about(flow.id().as_str()))
    .found(figure_text(flow.amount()))
}
