//! What is known and what is read again, brought together.

use std::collections::BTreeMap;

use vientro_core::{Bilingual, Figure, History, Language, Location, RowId};
use vientro_currency::{Money, format_figure};
use vientro_model::{AidItem, Amendment, Facts, ModelError, Organisation};

use super::records::{self, Records};
use super::{Change, ChangeKind, Import, Reimport, ReimportError};

/// What is known and what is read, on their way to one.
pub(super) struct Merge<'a> {
    known: &'a Facts,
    newer: &'a Facts,
    import: &'a Import,
    done: Reimport,
}

impl<'a> Merge<'a> {
    pub(super) fn new(known: &'a Facts, newer: &'a Facts, import: &'a Import) -> Self {
        Self { known, newer, import, done: Reimport::default() }
    }

    pub(super) fn run(mut self) -> Result<Reimport, ReimportError> {
        let (known, newer) = (self.known, self.newer);
        if let Some(profile) = newer.profile().or(known.profile()) {
            self.done.facts.set_profile(profile.clone());
        }
        self.items()?;
        self.records(&records::FLOWS, known.flows(), newer.flows())?;
        self.records(&records::GIFTS, known.gifts(), newer.gifts())?;
        self.records(&records::OUTPUTS, known.outputs(), newer.outputs())?;
        self.records(&records::ACTIVITIES, known.activities(), newer.activities())?;
        self.records(&records::DELEGATIONS, known.delegations(), newer.delegations())?;
        self.records(&records::TARGETS, known.targets(), newer.targets())?;
        self.records(&records::AWARDS, known.awards(), newer.awards())?;
        self.others()?;
        self.rows()?;
        Ok(self.done)
    }

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

    /// The records that no sheet has, but for organisations: known by their ids alone.
    fn others(&mut self) -> Result<(), ReimportError> {
        let (known, newer) = (self.known, self.newer);
        macro_rules! by_id {
            ($( $all:ident $one:ident $add:ident; )+) => { $(
                for record in known.$all() {
                    let id = record.id().as_str();
                    let again = newer.$one(record.id()).filter(|again| *again != record);
                    if again.is_some() {
                        let text = Some(Bilingual::same(id));
                        self.change(ChangeKind::Restated, (stringify!($one), id), (text.clone(), text), Location::new());
                    }
                    let kept = again.unwrap_or(record).clone();
                    self.done.facts.$add(kept).map_err(|source| model(stringify!($one), id, source))?;
                }
                for record in newer.$all().filter(|record| known.$one(record.id()).is_none()) {
                    let id = record.id().as_str();
                    let text = Some(Bilingual::same(id));
                    self.change(ChangeKind::Added, (stringify!($one), id), (None, text), Location::new());
                    self.done.facts.$add(record.clone()).map_err(|source| model(stringify!($one), id, source))?;
                }
            )+ };
        }
        macro_rules! in_order {
            ($( $all:ident $kind:literal $push:ident; )+) => { $(
                for entry in known.$all() {
                    self.done.facts.$push(entry.clone());
                }
                for entry in newer.$all().iter().filter(|entry| !known.$all().contains(entry)) {
                    let text = Some(Bilingual::same(format!("{entry:?}")));
                    self.change(ChangeKind::Added, ($kind, ""), (None, text), Location::new());
                    self.done.facts.$push(entry.clone());
                }
            )+ };
        }
        by_id! {
            accounts account add_account;
            agreements agreement add_agreement;
            campaigns campaign add_campaign;
            clashes clash add_clash;
            directives directive add_directive;
            disasters disaster add_disaster;
            documents document add_document;
            in_kind in_kind_line add_in_kind;
            movements movement add_movement;
            occasions occasion add_occasion;
            persons person add_person;
            statements statement add_statement;
        }
        in_order! {
            confirmations "confirmation" confirm;
            positions "position" add_position;
            presences "presence" add_presence;
            relations "relation" add_relation;
            successions "succession" add_succession;
            territory_changes "territory change" add_territory_change;
        }
        self.organisations()?;
        for congress in known.congresses() {
            let refused = |source| model("congress", &congress.ordinal().to_string(), source);
            self.done.facts.add_congress(congress.clone()).map_err(refused)?;
        }
        for congress in newer.congresses().iter().filter(|congress| !known.congresses().contains(congress)) {
            let id = congress.ordinal().to_string();
            self.change(ChangeKind::Added, ("congress", &id), (None, None), Location::new());
            let refused = |source| model("congress", &id, source);
            self.done.facts.add_congress(congress.clone()).map_err(refused)?;
        }
        for registration in known.registrations() {
            let refused = |source| model("registration", registration.number(), source);
            self.done.facts.add_registration(registration.clone()).map_err(refused)?;
        }
        for registration in newer.registrations().iter().filter(|it| !known.registrations().contains(it)) {
            let number = registration.number();
            self.change(ChangeKind::Added, ("registration", number), (None, None), Location::new());
            let refused = |source| model("registration", number, source);
            self.done.facts.add_registration(registration.clone()).map_err(refused)?;
        }
        Ok(())
    }

    /// An organisation of the register of foreign NGOs is known by its name: its id is that of its row.
    fn organisations(&mut self) -> Result<(), ReimportError> {
        let refused = |id: &str, source| model("organisation", id, source);
        for organisation in self.known.organisations() {
            let id = organisation.id().as_str();
            self.done.facts.add_organisation(organisation.clone()).map_err(|it| refused(id, it))?;
        }
        for organisation in self.newer.organisations() {
            let (id, name) = (organisation.id(), organisation.name());
            let is_same = |known: &&Organisation| known.id() == id || known.name() == name;
            // read from a register, it has the id of its row
            let row = RowId::try_new(id.as_str()).ok();
            let at = place(self.newer, row.as_slice());
            match self.known.organisations().find(is_same) {
                // what else is known of it came from people, and the register says little
                Some(known) if known.name() == name && known.place() == organisation.place() => {}
                Some(known) => {
                    let said = |it: &Organisation| {
                        Bilingual::same(
                            format!("{} {}", it.name(), it.place().unwrap_or_default()).trim_end().to_owned(),
                        )
                    };
                    let texts = (Some(said(known)), Some(said(organisation)));
                    self.change(ChangeKind::Restated, ("organisation", known.id().as_str()), texts, at);
                }
                None => {
                    let text = Some(Bilingual::same(name));
                    self.change(ChangeKind::Added, ("organisation", id.as_str()), (None, text), at);
                    let added = organisation.clone();
                    self.done.facts.add_organisation(added).map_err(|it| refused(id.as_str(), it))?;
                }
            }
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
