//! A file read again: what is the same changes nothing, what was corrected amends what is known.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Figure, Finding, History, Language, Location, RowId};
use vientro_currency::{Money, format_figure};
use vientro_model::{
    Activity, AidItem, Amendment, Award, Delegation, Facts, Flow, Gift, ModelError, Output, Target,
};

use crate::codes;

/// When, by whom and why a file is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Import {
    on: NaiveDate,
    by: String,
    why: String,
}

impl Import {
    /// An import on a day.
    ///
    /// # Errors
    ///
    /// [`ReimportError::Blank`] without who or why.
    pub fn try_new(
        on: NaiveDate,
        by: impl Into<String>,
        why: impl Into<String>,
    ) -> Result<Self, ReimportError> {
        let import = Self { on, by: by.into(), why: why.into() };
        if import.by.trim().is_empty() || import.why.trim().is_empty() {
            return Err(ReimportError::Blank);
        }
        Ok(import)
    }

    /// The day.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// By whom.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Why.
    pub fn why(&self) -> &str {
        &self.why
    }
}

/// Why a file cannot be taken over what is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReimportError {
    /// Who reads the file again, or why, is not said.
    #[error("an import needs who does it and why")]
    Blank,
    /// The model refuses a record.
    #[error("`{record}` cannot be taken over")]
    Model {
        /// Kind and id of the record.
        record: String,
        /// What the model says.
        source: ModelError,
    },
    /// The row says something else than it did, under the same name.
    #[error("row `{row}` says something else than before; read the newer file under a name of its own")]
    RowTaken {
        /// The id of the row.
        row: RowId,
    },
}

impl ReimportError {
    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Blank => "lần nhập cần ghi ai nhập và vì sao".to_owned(),
            Self::Model { record, .. } => format!("không nhận được `{record}`"),
            Self::RowTaken { row } => {
                format!("dòng `{row}` nay ghi khác trước; hãy đọc tệp mới dưới một tên riêng")
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ChangeKind {
    /// It was not known before.
    Added,
    /// The commitment of an item has another value: an amendment was added, the value before stays readable.
    Amended,
    /// It is no longer in the file. It is kept: a person decides.
    Missing,
    /// It says something else; it keeps its id, and what it said is in the change.
    Restated,
}

/// One thing that a file says otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Change {
    kind: ChangeKind,
    record: &'static str,
    id: String,
    before: Option<Bilingual>,
    after: Option<Bilingual>,
    location: Location,
}

impl Change {
    /// What became of the record.
    pub const fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// The kind of record: `item`, `flow`, `gift` and so on.
    pub const fn record(&self) -> &'static str {
        self.record
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it said before.
    pub const fn before(&self) -> Option<&Bilingual> {
        self.before.as_ref()
    }

    /// What it says now.
    pub const fn after(&self) -> Option<&Bilingual> {
        self.after.as_ref()
    }

    /// The change as a finding, at the row of the newer file, or of the older one for a record that is missing.
    pub fn finding(&self) -> Finding {
        let code = match self.kind {
            ChangeKind::Added => codes::RECORD_ADDED,
            ChangeKind::Amended => codes::RECORD_AMENDED,
            ChangeKind::Missing => codes::RECORD_MISSING,
            ChangeKind::Restated => codes::RECORD_RESTATED,
        };
        let mut finding = code.at(self.location.clone().about(self.id.as_str()));
        if let Some(after) = &self.after {
            finding = finding.found_in_both(after.clone());
        }
        if let Some(before) = &self.before {
            finding = finding.expected_in_both(before.clone());
        }
        finding
    }
}

/// What is known once a file has been read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reimport {
    /// The facts, old and new.
    pub facts: Facts,
    /// What the newer file says otherwise, by kind of record and id. Empty if it says the same.
    pub changes: Vec<Change>,
}

/// Takes the facts of a file that is read again over those that are known.
///
/// * A file that says the same, also with its rows in another order or in another file, changes nothing.
/// * An item is known by its code. Where its commitment differs, an [`Amendment`] is added, recorded on the day of the
///   import for its reason: no second item, and what was committed before stays readable as of any day before.
/// * Other records are known by what they are about: a flow by item and voucher, or else by item, day and content; a
///   gift by branch, donor and content. What says something else keeps its id, so that books that refer to it still
///   do, and what it said before is in the list of changes.
/// * What is no longer in the file is kept and told. Nothing is ever taken away.
///
/// A newer file whose rows differ is read under a name of its own, such as `vien-tro-2025 (10-01-2026).xlsx`, so that
/// each figure still opens down to the row it was read from.
///
/// # Errors
///
/// [`ReimportError::RowTaken`] if the files were read under one name and a row of it differs;
/// [`ReimportError::Model`] for an amendment that cannot be, such as one recorded before the last.
///
/// # Examples
///
/// ```
/// use vientro_intake::{ChangeKind, Import, Options, Source, read_union, reimport};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let read = |name: &str, amount: &str| {
///     let text = format!(
///         "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết\n001;Nước sạch;TC 1;12/QĐ ngày 12/8/2025;{amount}\n"
///     );
///     read_union(&[Source::new(name, text.as_bytes())], &Options::for_year(2025)).map(|it| it.into_facts())
/// };
/// let known = read("1.csv", "300 triệu")?;
/// let import = Import::try_new("2026-01-10".parse()?, "Văn phòng", "bản gửi lại")?;
/// assert!(reimport(&known, &read("1.csv", "300 triệu")?, &import)?.changes.is_empty());
///
/// let again = reimport(&known, &read("2.csv", "420 triệu")?, &import)?;
/// assert_eq!((again.changes[0].kind(), again.facts.items().len()), (ChangeKind::Amended, 1));
/// assert_eq!(again.facts.items().next().map(|item| item.amendments().len()), Some(1));
/// # Ok(()) }
/// ```
pub fn reimport(known: &Facts, newer: &Facts, import: &Import) -> Result<Reimport, ReimportError> {
    let mut merge = Merge { known, newer, import, done: Reimport::default() };
    if let Some(profile) = newer.profile().or(known.profile()) {
        merge.done.facts.set_profile(profile.clone());
    }
    for congress in known.congresses() {
        let refused = |source| model("congress", &congress.ordinal().to_string(), source);
        merge.done.facts.add_congress(congress.clone()).map_err(refused)?;
    }
    merge.items()?;
    merge.records(&FLOWS, known.flows(), newer.flows())?;
    merge.records(&GIFTS, known.gifts(), newer.gifts())?;
    merge.records(&OUTPUTS, known.outputs(), newer.outputs())?;
    merge.records(&ACTIVITIES, known.activities(), newer.activities())?;
    merge.records(&DELEGATIONS, known.delegations(), newer.delegations())?;
    merge.records(&TARGETS, known.targets(), newer.targets())?;
    merge.records(&AWARDS, known.awards(), newer.awards())?;
    for organisation in known.organisations() {
        let refused = |source| model("organisation", organisation.id().as_str(), source);
        merge.done.facts.add_organisation(organisation.clone()).map_err(refused)?;
    }
    for statement in known.statements() {
        let refused = |source| model("statement", statement.id().as_str(), source);
        merge.done.facts.add_statement(statement.clone()).map_err(refused)?;
    }
    merge.rows()?;
    Ok(merge.done)
}

/// How records of a kind are told apart.
struct Records<T> {
    kind: &'static str,
    id: fn(&T) -> &str,
    rows: fn(&T) -> &[RowId],
    /// What it is about: two records with the same are one, told twice.
    about: fn(&T) -> String,
    /// What it is about if it was renamed: the same amount on the same day, say.
    nearly: fn(&T) -> String,
    /// All it says but its id and its rows.
    says: fn(&T) -> String,
    /// What people want to see of it.
    shown: fn(&T) -> Bilingual,
    /// The second record under the id of the first.
    under: fn(&T, &T) -> Result<T, ModelError>,
    add: fn(&mut Facts, T) -> Result<(), ModelError>,
}

struct Merge<'a> {
    known: &'a Facts,
    newer: &'a Facts,
    import: &'a Import,
    done: Reimport,
}

impl Merge<'_> {
    fn items(&mut self) -> Result<(), ReimportError> {
        for item in self.known.items() {
            let refused = |source| model("item", item.id().as_str(), source);
            let Some(newer) = self.newer.item(item.id()) else {
                let at = place(self.known, item.rows());
                let shown = Some(Bilingual::same(item.title()));
                self.change(ChangeKind::Missing, ("item", item.id().as_str()), (shown, None), at);
                self.done.facts.add_item(item.clone()).map_err(refused)?;
                continue;
            };
            let at = place(self.newer, newer.rows());
            let merged = self.merged(item, newer, &at).map_err(refused)?;
            let (before, after) = (said_of(item), said_of(newer));
            if before != after {
                let texts = (Some(Bilingual::same(before)), Some(Bilingual::same(after)));
                self.change(ChangeKind::Restated, ("item", item.id().as_str()), texts, at);
            }
            self.done.facts.add_item(merged).map_err(refused)?;
        }
        for item in self.newer.items().filter(|item| self.known.item(item.id()).is_none()) {
            let at = place(self.newer, item.rows());
            let shown = Some(Bilingual::same(item.title()));
            self.change(ChangeKind::Added, ("item", item.id().as_str()), (None, shown), at);
            let refused = |source| model("item", item.id().as_str(), source);
            self.done.facts.add_item(item.clone()).map_err(refused)?;
        }
        Ok(())
    }

    /// The known item as the newer file has it: its words from there, its commitments from both.
    fn merged(&mut self, item: &AidItem, newer: &AidItem, at: &Location) -> Result<AidItem, ModelError> {
        let values = |item: &AidItem| -> Vec<Figure<Money>> {
            let versions = item.commitment().into_iter().flat_map(History::versions);
            versions.map(|version| version.value().clone()).collect()
        };
        let (old, new) = (values(item), values(newer));
        if said_of(item) == said_of(newer) && old == new {
            return Ok(item.clone());
        }
        let (Some(latest), Some(value)) = (old.last(), new.last()) else {
            // one of the two knows of no commitment: the file that does is right about it
            return Ok(if old.is_empty() { newer.clone() } else { with_history(newer, item)? });
        };
        let mut merged = with_history(newer, item)?;
        // the amendments that came on top of what is known
        let on_top =
            if new.starts_with(&old) { newer.amendments().get(item.amendments().len()..) } else { None };
        let amendments = match on_top {
            Some(amendments) => amendments.to_vec(),
            None if latest == value => Vec::new(),
            None => {
                let why = format!("{} ({})", self.import.why, self.import.by);
                let amendment = Amendment::new(self.import.on, latest.clone(), value.clone());
                vec![amendment.with_reason(why).with_rows(newer.rows().iter().cloned())]
            }
        };
        for amendment in amendments {
            let texts = (Some(format_figure(amendment.before())), Some(format_figure(amendment.after())));
            merged.amend(amendment)?;
            self.change(ChangeKind::Amended, ("item", item.id().as_str()), texts, at.clone());
        }
        Ok(merged)
    }

    fn records<'b, T: Clone + 'b>(
        &mut self,
        of: &Records<T>,
        known: impl Iterator<Item = &'b T>,
        newer: impl Iterator<Item = &'b T>,
    ) -> Result<(), ReimportError> {
        let refused = |id: &str, source| model(of.kind, id, source);
        // first those that say the same, then those about the same thing, in the order of their ids
        let mut same: BTreeMap<String, Vec<&T>> = BTreeMap::new();
        let newer: Vec<&T> = newer.collect();
        for record in newer.iter().rev() {
            same.entry((of.says)(record)).or_default().push(record);
        }
        let mut changed = Vec::new();
        for record in known {
            if same.get_mut(&(of.says)(record)).and_then(Vec::pop).is_some() {
                (of.add)(&mut self.done.facts, record.clone()).map_err(|it| refused((of.id)(record), it))?;
            } else {
                changed.push(record);
            }
        }
        let mut left: Vec<&T> = same.into_values().flatten().collect();
        let mut found: BTreeMap<&str, &T> = BTreeMap::new();
        for key in [of.about, of.nearly] {
            let mut by_key: BTreeMap<String, Vec<&T>> = BTreeMap::new();
            for record in left {
                by_key.entry(key(record)).or_default().push(record);
            }
            for record in
                changed.iter().filter(|record| !found.contains_key((of.id)(record))).collect::<Vec<_>>()
            {
                if let Some(newer) = by_key.get_mut(&key(record)).and_then(Vec::pop) {
                    found.insert((of.id)(record), newer);
                }
            }
            left = by_key.into_values().flatten().collect();
        }
        for record in changed {
            let id = (of.id)(record);
            let before = Some((of.shown)(record));
            let kept = if let Some(newer) = found.get(id).copied() {
                let at = place(self.newer, (of.rows)(newer));
                let after = Some((of.shown)(newer));
                self.change(ChangeKind::Restated, (of.kind, id), (before, after), at);
                (of.under)(record, newer)
            } else {
                let at = place(self.known, (of.rows)(record));
                self.change(ChangeKind::Missing, (of.kind, id), (before, None), at);
                Ok(record.clone())
            };
            let kept = kept.map_err(|it| refused(id, it))?;
            (of.add)(&mut self.done.facts, kept).map_err(|it| refused(id, it))?;
        }
        left.sort_by_key(|record| (of.id)(record));
        for record in left {
            let id = (of.id)(record);
            let at = place(self.newer, (of.rows)(record));
            self.change(ChangeKind::Added, (of.kind, id), (None, Some((of.shown)(record))), at);
            (of.add)(&mut self.done.facts, record.clone()).map_err(|it| refused(id, it))?;
        }
        Ok(())
    }

    fn rows(&mut self) -> Result<(), ReimportError> {
        for (id, row) in self.known.rows() {
            let refused = |source| model("row", id.as_str(), source);
            self.done.facts.add_row(id.clone(), row.clone()).map_err(refused)?;
        }
        // a file that says the same leaves no trace
        if self.done.changes.is_empty() {
            return Ok(());
        }
        for (id, row) in self.newer.rows() {
            match self.known.row(id) {
                None => {
                    let refused = |source| model("row", id.as_str(), source);
                    self.done.facts.add_row(id.clone(), row.clone()).map_err(refused)?;
                }
                Some(old) if old == row => {}
                Some(_) => return Err(ReimportError::RowTaken { row: id.clone() }),
            }
        }
        Ok(())
    }

    fn change(
        &mut self,
        kind: ChangeKind,
        (record, id): (&'static str, &str),
        (before, after): (Option<Bilingual>, Option<Bilingual>),
        location: Location,
    ) {
        self.done.changes.push(Change { kind, record, id: id.to_owned(), before, after, location });
    }
}

fn model(kind: &str, id: &str, source: ModelError) -> ReimportError {
    ReimportError::Model { record: format!("{kind} {id}"), source }
}

fn place(facts: &Facts, rows: &[RowId]) -> Location {
    let row = rows.first().and_then(|row| facts.row(row));
    row.map(|row| row.location().clone()).unwrap_or_default()
}

/// The words of an item: all but its commitments, its id and its rows.
fn said_of(item: &AidItem) -> String {
    let form = item.form().map(|form| form.text(Language::Vi));
    let approval = item.approval().map(|it| (it.number(), it.authority(), it.date()));
    let sectors = item.sectors().join("; ");
    let texts = [item.donor(), item.donor_country(), item.place(), item.owner(), form, item.note()];
    let mut said = vec![item.title().to_owned()];
    said.extend(texts.into_iter().flatten().map(str::to_owned));
    said.push(sectors);
    said.extend(approval.map(|(number, authority, date)| {
        [
            number.to_owned(),
            authority.unwrap_or_default().to_owned(),
            date.map_or_else(String::new, |it| it.to_string()),
        ]
        .join(" ")
    }));
    said.extend(item.term().map(|term| format!("{} – {}", term.from(), term.to())));
    said.extend(item.unit().map(|unit| unit.as_str().to_owned()));
    said.retain(|text| !text.trim().is_empty());
    said.join(" | ")
}

/// The words of one item with the commitments of another.
fn with_history(words: &AidItem, history: &AidItem) -> Result<AidItem, ModelError> {
    let mut item = AidItem::new(words.id().clone(), words.title(), words.direction(), words.source())
        .with_donor(words.donor().unwrap_or_default())
        .with_donor_country(words.donor_country().unwrap_or_default())
        .with_place(words.place().unwrap_or_default())
        .with_owner(words.owner().unwrap_or_default())
        .with_note(words.note().unwrap_or_default())
        .with_sectors(words.sectors().iter().cloned())
        .with_identifiers(history.identifiers().iter().cloned())
        .with_rows(words.rows().iter().cloned());
    if let Some(form) = words.form() {
        item = item.with_form(form);
    }
    if let Some(sector) = words.sector() {
        item = item.with_sector(sector);
    }
    if let Some(term) = words.term() {
        item = item.with_term(term);
    }
    if let Some(approval) = words.approval() {
        item = item.with_approval(approval.clone());
    }
    if let Some(unit) = words.unit() {
        item = item.with_unit(*unit);
    }
    // what people agreed on is in no sheet
    if let Some(claim) = history.joint_claim() {
        item = item.with_joint_claim(claim.clone());
    }
    if let Some(cycle) = history.life_cycle() {
        item = item.with_life_cycle(cycle.clone());
    }
    if let Some(first) = history.commitment().and_then(|commitment| commitment.versions().next()) {
        item = item.with_commitment(first.value().clone(), first.recorded_on())?;
    }
    for amendment in history.amendments() {
        item.amend(amendment.clone())?;
    }
    Ok(item)
}

const FLOWS: Records<Flow> = Records {
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
        Ok(flow)
    },
    add: Facts::add_flow,
};

const GIFTS: Records<Gift> = Records {
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

const OUTPUTS: Records<Output> = Records {
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

const ACTIVITIES: Records<Activity> = Records {
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

const DELEGATIONS: Records<Delegation> = Records {
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

const TARGETS: Records<Target> = Records {
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

const AWARDS: Records<Award> = Records {
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
