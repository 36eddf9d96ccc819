//! How the records of each kind are told apart.

use vientro_core::{Bilingual, RowId};
use vientro_currency::format_figure;
use vientro_model::{Activity, Award, Delegation, Facts, Flow, Gift, ModelError, Output, Target};

/// How records of a kind are told apart.
pub(super) struct Records<T> {
    pub(super) kind: &'static str,
    pub(super) id: fn(&T) -> &str,
    pub(super) rows: fn(&T) -> &[RowId],
    /// What it is about: two records with the same are one, told twice.
    pub(super) about: fn(&T) -> String,
    /// What it is about if it was renamed: the same amount on the same day, say.
    pub(super) nearly: fn(&T) -> String,
    /// All it says but its id and its rows.
    pub(super) says: fn(&T) -> String,
    /// What people want to see of it.
    pub(super) shown: fn(&T) -> Bilingual,
    /// The second record under the id of the first.
    pub(super) under: fn(&T, &T) -> Result<T, ModelError>,
    pub(super) add: fn(&mut Facts, T) -> Result<(), ModelError>,
}

pub(super) const FLOWS: Records<Flow> = Records {
    kind: "flow",
    id: |it| it.id().as_str(),
    rows: Flow::rows,
    about: |it| match it.evidence() {
        Some(evidence) => format!("{:?} {evidence}", it.item()),
        None => format!("{:?} {:?} {:?}", it.item(), it.date(), it.note()),
    },
    nearly: |it| format!("{:?} {:?} {:?}", it.item(), it.date(), it.amount()),
    says: |it| {
        let numbers = (it.kind(), it.amount(), it.direction(), it.source(), it.standing(), it.date());
        format!("{numbers:?} {:?}", (it.evidence(), it.note(), it.modality(), it.item()))
    },
    shown: |it| {
        let day = it.date().map(|day| day.format(" %d/%m/%Y").to_string()).unwrap_or_default();
        let amount = format_figure(it.amount());
        Bilingual::new(format!("{}{day}", amount.vi()), format!("{}{day}", amount.en()))
    },
    under: |old, new| {
        let mut flow =
            Flow::try_new(old.id().clone(), new.kind(), new.amount().clone(), new.direction(), new.source())?
                .with_standing(new.standing())
                .with_evidence(new.evidence().unwrap_or_default())
                .with_note(new.note().unwrap_or_default())
                .with_rows(new.rows().iter().cloned());
        if let Some(day) = new.date() {
            flow = flow.with_date(day);
        }
        if let Some(day) = new.recorded_on() {
            flow = flow.with_recorded_on(day);
        }
        if let Some(modality) = new.modality() {
            flow = flow.with_modality(modality);
        }
        if let Some(item) = new.item() {
            flow = flow.with_item(item.clone());
        }
        // no sheet names an account: it stays what somebody said
        if let Some(account) = new.account().or(old.account()) {
            flow = flow.with_account(account.clone());
        }
        Ok(flow)
    },
    add: Facts::add_flow,
};

pub(super) const GIFTS: Records<Gift> = Records {
    kind: "gift",
    id: |it| it.id().as_str(),
    rows: Gift::rows,
    about: |it| format!("{:?} {:?} {}", it.branch(), it.donor(), it.content()),
    nearly: |it| format!("{:?} {:?} {:?} {:?}", it.branch(), it.donor(), it.date(), it.value()),
    says: |it| {
        let texts = (it.content(), it.branch(), it.donor(), it.note(), it.place(), it.valuation());
        format!("{texts:?} {:?}", (it.value(), it.date(), it.direction(), it.modality(), it.quantity()))
    },
    shown: |it| {
        let value = format_figure(it.value());
        Bilingual::new(format!("{} {}", it.content(), value.vi()), format!("{} {}", it.content(), value.en()))
    },
    under: |old, new| {
        let mut gift = Gift::try_new(old.id().clone(), new.content(), new.value().clone())?
            .with_branch(new.branch().unwrap_or_default())
            .with_donor(new.donor().unwrap_or_default())
            .with_note(new.note().unwrap_or_default())
            .with_place(new.place().unwrap_or_default())
            .with_valuation(new.valuation().unwrap_or_default())
            .with_rows(new.rows().iter().cloned());
        if let Some(day) = new.date() {
            gift = gift.with_date(day);
        }
        if let Some(direction) = new.direction() {
            gift = gift.with_direction(direction);
        }
        if let Some(modality) = new.modality() {
            gift = gift.with_modality(modality);
        }
        if let Some(quantity) = new.quantity() {
            gift = gift.with_quantity(quantity.clone());
        }
        Ok(gift)
    },
    add: Facts::add_gift,
};

// No books refer to the records below: the newer one takes the place of the older.

pub(super) const OUTPUTS: Records<Output> = Records {
    kind: "output",
    id: |it| it.id().as_str(),
    rows: Output::rows,
    about: |it| format!("{:?} {} {:?}", it.item(), it.content(), it.place()),
    nearly: |it| format!("{:?} {:?} {:?}", it.item(), it.quantity(), it.unit()),
    says: |it| {
        format!("{:?}", (it.content(), it.kind(), it.quantity(), it.unit(), it.place(), it.note(), it.item()))
    },
    shown: |it| Bilingual::same(format!("{} {:?}", it.content(), it.quantity().known())),
    under: |_, new| Ok(new.clone()),
    add: Facts::add_output,
};

pub(super) const ACTIVITIES: Records<Activity> = Records {
    kind: "activity",
    id: |it| it.id().as_str(),
    rows: Activity::rows,
    about: |it| it.title().to_owned(),
    nearly: |it| format!("{:?} {:?} {:?}", it.date(), it.organisers(), it.heads()),
    says: |it| {
        let lists = (it.countries(), it.organisers(), it.partners());
        format!("{:?} {lists:?}", (it.title(), it.heads(), it.audience(), it.place(), it.note(), it.date()))
    },
    shown: |it| Bilingual::same(it.title()),
    under: |_, new| Ok(new.clone()),
    add: Facts::add_activity,
};

pub(super) const DELEGATIONS: Records<Delegation> = Records {
    kind: "delegation",
    id: |it| it.id().as_str(),
    rows: Delegation::rows,
    about: |it| format!("{} {:?}", it.name(), it.direction()),
    nearly: |it| format!("{:?} {:?} {:?}", it.country(), it.from(), it.direction()),
    says: |it| {
        let texts = (it.name(), it.country(), it.head_post(), it.purpose(), it.note());
        format!("{texts:?} {:?}", (it.direction(), it.size(), it.from(), it.to()))
    },
    shown: |it| Bilingual::same(it.name()),
    under: |_, new| Ok(new.clone()),
    add: Facts::add_delegation,
};

pub(super) const TARGETS: Records<Target> = Records {
    kind: "target",
    id: |it| it.id().as_str(),
    rows: Target::rows,
    about: |it| format!("{} {:?}", it.indicator(), it.period()),
    nearly: |it| format!("{:?} {:?} {:?} {:?}", it.basis(), it.source(), it.period(), it.value()),
    says: |it| {
        let said = (it.indicator(), it.basis(), it.source(), it.period(), it.value(), it.unit());
        format!("{said:?} {:?}", (it.owner(), it.note(), it.inferred(), it.stated_direction(), it.modality()))
    },
    shown: |it| Bilingual::same(it.indicator()),
    under: |_, new| Ok(new.clone()),
    add: Facts::add_target,
};

pub(super) const AWARDS: Records<Award> = Records {
    kind: "award",
    id: |it| it.id().as_str(),
    rows: Award::rows,
    about: |it| format!("{} {}", it.form(), it.recipient()),
    nearly: |it| format!("{:?} {:?}", it.decision(), it.date()),
    says: |it| {
        format!(
            "{:?}",
            (it.form(), it.recipient(), it.giver(), it.decision(), it.note(), it.year(), it.date())
        )
    },
    shown: |it| Bilingual::same(format!("{} {}", it.form(), it.recipient())),
    under: |_, new| Ok(new.clone()),
    add: Facts::add_award,
};
