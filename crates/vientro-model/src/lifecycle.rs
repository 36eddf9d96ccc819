//! The life of an aid item from proposal to closing, as moves that are allowed and who makes them.

use chrono::NaiveDate;

use crate::ModelError;
use crate::macros::Checked;
use crate::rules::limit;

coded! {
    /// Where an aid item stands.
    ///
    /// # Source
    ///
    /// Decree 80/2020/NĐ-CP, articles 8 to 18; the body of 313/2025/NĐ-CP has not been read. The names of the states
    /// are ours.
    #[non_exhaustive]
    Stage "stage" {
        /// Its account is open at the Treasury or a bank.
        AccountOpen = "account-open", "đã mở tài khoản", "account open";
        /// Its change awaits the decision of whoever approved it (article 16).
        Adjusting = "adjusting", "đang điều chỉnh", "being adjusted";
        /// Appraised.
        Appraised = "appraised", "đã thẩm định", "appraised";
        /// Approved.
        Approved = "approved", "đã phê duyệt", "approved";
        /// Closing report accepted, assets handed over.
        Closed = "closed", "đã kết thúc, đã quyết toán", "closed";
        /// The dossier is complete (article 8).
        DossierComplete = "dossier-complete", "đủ hồ sơ", "dossier complete";
        /// Its work has ended; the closing report is due within six months.
        Ended = "ended", "đã hết thời gian thực hiện", "ended";
        /// Approval withdrawn, since nothing began within six months.
        Lapsed = "lapsed", "bị thu hồi phê duyệt", "lapsed";
        /// Proposed by a donor or receiver.
        Proposed = "proposed", "đề xuất", "proposed";
        /// Refused.
        Refused = "refused", "không phê duyệt", "refused";
        /// Under way.
        Running = "running", "đang thực hiện", "running";
        /// Taken back by the one who proposed it.
        Withdrawn = "withdrawn", "rút đề xuất", "withdrawn";
    }
}

coded! {
    /// Who makes a move.
    #[non_exhaustive]
    Mover "mover" {
        /// The body that appraises.
        Appraiser = "appraiser", "cơ quan thẩm định", "appraiser";
        /// Whoever approves: for a province the chair of its People's Committee.
        Approver = "approver", "cấp phê duyệt", "approver";
        /// The aid owner.
        Owner = "owner", "chủ khoản viện trợ", "aid owner";
    }
}

/// All moves: from, to, by whom.
const MOVES: &[(Stage, Stage, Mover)] = &[
    (Stage::Proposed, Stage::DossierComplete, Mover::Owner),
    (Stage::Proposed, Stage::Withdrawn, Mover::Owner),
    (Stage::DossierComplete, Stage::Appraised, Mover::Appraiser),
    (Stage::DossierComplete, Stage::Withdrawn, Mover::Owner),
    (Stage::Appraised, Stage::Approved, Mover::Approver),
    (Stage::Appraised, Stage::Refused, Mover::Approver),
    (Stage::Appraised, Stage::Withdrawn, Mover::Owner),
    (Stage::Approved, Stage::AccountOpen, Mover::Owner),
    (Stage::Approved, Stage::Lapsed, Mover::Approver),
    // goods in kind begin without an account
    (Stage::Approved, Stage::Running, Mover::Owner),
    (Stage::AccountOpen, Stage::Running, Mover::Owner),
    (Stage::AccountOpen, Stage::Lapsed, Mover::Approver),
    (Stage::Running, Stage::Adjusting, Mover::Owner),
    (Stage::Running, Stage::Ended, Mover::Owner),
    (Stage::Adjusting, Stage::Running, Mover::Approver),
    (Stage::Ended, Stage::Closed, Mover::Approver),
];

impl Stage {
    /// The moves from here, with who makes each.
    pub fn moves(self) -> impl Iterator<Item = (Self, Mover)> {
        MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, to, by)| (*to, *by))
    }

    /// Does nothing follow?
    pub fn is_final(self) -> bool {
        self.moves().next().is_none()
    }

    /// May money be received and paid? Nothing is received or used before approval.
    ///
    /// # Source
    ///
    /// Decree 313/2025/NĐ-CP, principles, as reported by the press; Decree 80/2020/NĐ-CP likewise.
    pub const fn may_spend(self) -> bool {
        matches!(self, Self::AccountOpen | Self::Adjusting | Self::Approved | Self::Running)
    }
}

/// One move of a [`LifeCycle`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Step {
    to: Stage,
    on: NaiveDate,
    by: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    mover: Option<Mover>,
}

#[cfg(feature = "proptest")]
crate::strategies::sampled!(
    Step,
    crate::strategies::draw::<((Stage, NaiveDate), (String, Option<Mover>))>()
        .prop_map(|((to, on), (by, mover))| Self { to, on, by, mover })
);

impl Step {
    /// The stage it leads to.
    pub fn to(&self) -> Stage {
        self.to
    }

    /// The day.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The body that made it, as written.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// As what it made it, if said.
    pub fn mover(&self) -> Option<Mover> {
        self.mover
    }
}

record! {
    /// The stages an item went through, each with its day and the body that moved it.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{LifeCycle, Stage};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).ok_or("no such day");
    /// let mut life = LifeCycle::new(day(1, 6)?);
    /// assert_eq!(
    ///     life.advance(Stage::Approved, day(1, 7)?, "UBND tỉnh").unwrap_err().to_string(),
    ///     "from `proposed` an item does not go to `approved`; it may go to `dossier-complete`, `withdrawn`"
    /// );
    /// life.advance(Stage::DossierComplete, day(1, 20)?, "Liên hiệp")?;
    /// life.advance(Stage::Appraised, day(2, 9)?, "Sở Tài chính")?;
    /// life.advance(Stage::Approved, day(3, 5)?, "UBND tỉnh")?;
    /// assert_eq!(life.stage_on(day(2, 28)?), Some(Stage::Appraised));
    /// # Ok(()) }
    /// ```
    LifeCycle
    need { proposed_on: NaiveDate, }
    kept { steps: Vec<Step>, }
    text {}
    copy {}
    maybe {}
    list {}
}

impl LifeCycle {
    /// Begins as a proposal.
    pub fn new(proposed_on: NaiveDate) -> Self {
        Self::bare(proposed_on)
    }

    /// Moves to the next stage, by a body of which nobody says as what it acts.
    ///
    /// # Errors
    ///
    /// [`ModelError::Move`] names the moves there are, [`ModelError::Order`] refuses a day before the last move,
    /// [`ModelError::Lapse`] an approval that lapses before its time. The life cycle is then unchanged.
    pub fn advance(&mut self, to: Stage, on: NaiveDate, by: impl Into<String>) -> Result<(), ModelError> {
        self.step(to, on, by.into(), None)
    }

    /// Moves to the next stage, by a body that acts as `mover`.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{LifeCycle, Mover, Stage};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |day| NaiveDate::from_ymd_opt(2025, 3, day).ok_or("no such day");
    /// let mut life = LifeCycle::new(day(1)?);
    /// life.advance_as(Mover::Owner, Stage::DossierComplete, day(2)?, "Liên hiệp")?;
    /// assert_eq!(
    ///     life.advance_as(Mover::Owner, Stage::Appraised, day(3)?, "Liên hiệp").unwrap_err().to_string(),
    ///     "an `owner` does not move an item from `dossier-complete` to `appraised`; the `appraiser` does"
    /// );
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`LifeCycle::advance`], and [`ModelError::Mover`] if the move is another's to make.
    pub fn advance_as(
        &mut self,
        mover: Mover,
        to: Stage,
        on: NaiveDate,
        by: impl Into<String>,
    ) -> Result<(), ModelError> {
        self.step(to, on, by.into(), Some(mover))
    }

    fn step(&mut self, to: Stage, on: NaiveDate, by: String, mover: Option<Mover>) -> Result<(), ModelError> {
        let from = self.stage();
        let Some((_, allowed)) = from.moves().find(|(next, _)| *next == to) else {
            let allowed: Vec<String> = from.moves().map(|(next, _)| format!("`{next}`")).collect();
            return Err(ModelError::Move { from, to, allowed: allowed.join(", ") });
        };
        if let Some(mover) = mover.filter(|mover| *mover != allowed) {
            return Err(ModelError::Mover { from, to, mover, allowed });
        }
        let last = self.steps.last().map_or(self.proposed_on, Step::on);
        if on < last {
            return Err(ModelError::Order { what: "the stage", from: last.to_string(), to: on.to_string() });
        }
        if let (Stage::Lapsed, Some((approved, earliest))) = (to, self.earliest_lapse())
            && on < earliest
        {
            return Err(ModelError::Lapse { approved, on, earliest });
        }
        self.steps.push(Step { to, on, by, mover });
        Ok(())
    }

    /// The day of the approval and the first day on which it may lapse; `None` without an approval, and where no rule
    /// of the table holds on its day.
    ///
    /// # Source
    ///
    /// The limit `approval-lapse` of [`crate::rules::limits`]: six months without a beginning.
    pub fn earliest_lapse(&self) -> Option<(NaiveDate, NaiveDate)> {
        let approved = self.steps.iter().rfind(|step| step.to == Stage::Approved)?.on;
        let (months, _) = limit("approval-lapse", approved)?;
        Some((approved, months.after(approved)?))
    }

    /// The day it was proposed.
    pub fn proposed_on(&self) -> NaiveDate {
        self.proposed_on
    }

    /// The moves made, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The stage now.
    pub fn stage(&self) -> Stage {
        self.steps.last().map_or(Stage::Proposed, Step::to)
    }

    /// The stage at the end of `day`; `None` before the proposal.
    pub fn stage_on(&self, day: NaiveDate) -> Option<Stage> {
        if day < self.proposed_on {
            return None;
        }
        Some(self.steps.iter().rev().find(|step| step.on <= day).map_or(Stage::Proposed, Step::to))
    }
}

impl Checked for LifeCycle {
    /// Makes the moves again.
    fn check(&self) -> Result<(), ModelError> {
        let mut again = Self::new(self.proposed_on);
        for step in &self.steps {
            again.step(step.to, step.on, step.by.clone(), step.mover)?;
        }
        Ok(())
    }

    /// Makes the moves that can be made; where none of the days can, the day of the step before stands in.
    #[cfg(feature = "proptest")]
    fn mend(self) -> Self {
        let mut mended = Self::new(self.proposed_on);
        for step in self.steps {
            let last = mended.steps.last().map_or(mended.proposed_on, Step::on);
            // a drawn stage rarely follows: it picks one of those that do
            let next: Vec<(Stage, Mover)> = mended.stage().moves().collect();
            let position = step.by.len().checked_rem(next.len()).unwrap_or_default();
            let Some((to, mover)) = next.get(position).copied() else { break };
            let earliest = mended.earliest_lapse().filter(|_| to == Stage::Lapsed).map(|it| it.1);
            let on = step.on.max(last).max(earliest.unwrap_or(last));
            drop(mended.step(to, on, step.by, step.mover.map(|_| mover)));
        }
        mended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 3, day).unwrap()
    }

    /// The day of a move, with months enough between two for an approval to lapse.
    fn after(depth: u32) -> NaiveDate {
        day(1) + chrono::Months::new(7 * depth)
    }

    /// Every sequence of up to six moves, allowed or not: it is taken exactly if every pair is in the table.
    #[test]
    fn every_path_up_to_length_six() {
        fn walk(life: &LifeCycle, depth: u32, taken: &mut usize) {
            if depth == 6 {
                return;
            }
            for to in Stage::ALL {
                let mut next = life.clone();
                let allowed = MOVES.iter().any(|(from, target, _)| *from == life.stage() && target == to);
                assert_eq!(next.advance(*to, after(depth), "x").is_ok(), allowed);
                if allowed {
                    *taken += 1;
                    assert!(!life.stage().is_final());
                    walk(&next, depth + 1, taken);
                } else {
                    assert_eq!(next, *life);
                }
            }
        }
        let mut taken = 0;
        walk(&LifeCycle::new(day(1)), 0, &mut taken);
        // counted by hand from the table: 2 + 2 + 3 + 3 + 4 + 4
        assert_eq!(taken, 18);
    }

    /// The same with who moves: of all paths of up to six moves by any mover, those are taken whose every move is in
    /// the table with its mover.
    #[test]
    fn every_path_up_to_length_six_by_every_mover() {
        fn walk(life: &LifeCycle, depth: u32, taken: &mut usize) {
            if depth == 6 {
                return;
            }
            for to in Stage::ALL {
                for mover in Mover::ALL {
                    let mut next = life.clone();
                    let is_theirs = MOVES.contains(&(life.stage(), *to, *mover));
                    let moved = next.advance_as(*mover, *to, after(depth), "x");
                    assert_eq!(moved.is_ok(), is_theirs, "{life:?} to {to} by {mover}");
                    if is_theirs {
                        *taken += 1;
                        assert_eq!(next.steps().last().unwrap().mover(), Some(*mover));
                        walk(&next, depth + 1, taken);
                    } else {
                        let is_move = life.stage().moves().any(|(next, _)| next == *to);
                        assert_eq!(matches!(moved, Err(ModelError::Mover { .. })), is_move);
                        assert_eq!(next, *life);
                    }
                }
            }
        }
        let mut taken = 0;
        walk(&LifeCycle::new(day(1)), 0, &mut taken);
        // one mover for each move, so as many as without movers
        assert_eq!(taken, 18);
    }

    #[test]
    fn every_stage_is_reached_and_spending_follows_approval() {
        let mut reached = vec![Stage::Proposed];
        let mut next = 0;
        while let Some(stage) = reached.get(next).copied() {
            for (to, _) in stage.moves() {
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
            next += 1;
        }
        assert_eq!(reached.len(), Stage::ALL.len());
        for before_approval in [Stage::Proposed, Stage::DossierComplete, Stage::Appraised, Stage::Refused] {
            assert!(!before_approval.may_spend());
        }
        let finals: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_final()).collect();
        assert_eq!(finals, [&Stage::Closed, &Stage::Lapsed, &Stage::Refused, &Stage::Withdrawn]);
    }

    #[test]
    fn an_approval_does_not_lapse_before_six_months() {
        let approved_on = |on| {
            let mut life = LifeCycle::new(on);
            for stage in [Stage::DossierComplete, Stage::Appraised, Stage::Approved] {
                life.advance(stage, on, "x").unwrap();
            }
            life
        };
        let ymd = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        // months end where the month does
        for (approved, earliest) in [
            (ymd(2025, 3, 5), ymd(2025, 9, 5)),
            (ymd(2025, 8, 31), ymd(2026, 2, 28)),
            // carried over to the decree that was not read
            (ymd(2026, 1, 1), ymd(2026, 7, 1)),
        ] {
            let mut life = approved_on(approved);
            let early = earliest.pred_opt().unwrap();
            let refused = life.advance(Stage::Lapsed, early, "UBND tỉnh").unwrap_err();
            assert_eq!(refused, ModelError::Lapse { approved, on: early, earliest });
            assert_eq!(life.stage(), Stage::Approved);
            life.advance(Stage::AccountOpen, early, "x").unwrap();
            assert!(matches!(life.advance(Stage::Lapsed, early, "x"), Err(ModelError::Lapse { .. })));
            life.advance(Stage::Lapsed, earliest, "x").unwrap();
        }
        // before the oldest rule of the table nothing is refused
        let old = ymd(2019, 1, 1);
        assert!(approved_on(old).advance(Stage::Lapsed, old, "x").is_ok());
        assert_eq!(LifeCycle::new(old).earliest_lapse(), None);
    }

    #[test]
    fn days_do_not_go_back() {
        let mut life = LifeCycle::new(day(10));
        assert!(matches!(life.advance(Stage::Withdrawn, day(9), "x"), Err(ModelError::Order { .. })));
        assert_eq!(life.stage_on(day(9)), None);
        life.advance(Stage::Withdrawn, day(10), "x").unwrap();
        assert_eq!(life.stage_on(day(10)), Some(Stage::Withdrawn));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_walked_again() {
        let mut life = LifeCycle::new(day(1));
        life.advance(Stage::DossierComplete, day(2), "x").unwrap();
        let text = serde_json::to_string(&life).unwrap();
        assert_eq!(serde_json::from_str::<LifeCycle>(&text).unwrap(), life);
        assert!(serde_json::from_str::<LifeCycle>(&text.replace("dossier-complete", "running")).is_err());
    }
}
