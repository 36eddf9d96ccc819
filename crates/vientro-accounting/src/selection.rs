//! Which facts a total is of.

use chrono::NaiveDate;
use vientro_core::Period;
use vientro_currency::Currency;
use vientro_model::{AidForm, AidItem, AmountKey, Facts, ItemId, Modality, SourceClass, UnitCode};

use crate::canonical::Json;

/// Which facts a total is of. What is not named matches anything, but the basis, direction and standing of the key,
/// which always do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Selection {
    pub(crate) key: AmountKey,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) period: Option<Period>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) scope: Scope,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) known_on: Option<NaiveDate>,
}

/// The part of a selection that looks at items and currencies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub(crate) struct Scope {
    item: Option<ItemId>,
    form: Option<AidForm>,
    donor: Option<String>,
    pub(crate) unit: Option<UnitCode>,
    currency: Option<Currency>,
}

impl Selection {
    /// Everything under `key`, whenever.
    pub fn new(key: AmountKey) -> Self {
        Self { key, period: None, scope: Scope::default(), known_on: None }
    }

    /// In a period.
    #[must_use]
    pub fn during(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// Of one item.
    #[must_use]
    pub fn of_item(mut self, item: ItemId) -> Self {
        self.scope.item = Some(item);
        self
    }

    /// Of one form of aid.
    #[must_use]
    pub fn of_form(mut self, form: AidForm) -> Self {
        self.scope.form = Some(form);
        self
    }

    /// From one donor, by name as written.
    #[must_use]
    pub fn from_donor(mut self, donor: impl Into<String>) -> Self {
        self.scope.donor = Some(donor.into());
        self
    }

    /// In one province, by the code of its item.
    #[must_use]
    pub fn in_unit(mut self, unit: UnitCode) -> Self {
        self.scope.unit = Some(unit);
        self
    }

    /// Originally in one currency.
    #[must_use]
    pub fn in_currency(mut self, currency: Currency) -> Self {
        self.scope.currency = Some(currency);
        self
    }

    /// As it was known on a day.
    #[must_use]
    pub fn as_known_on(mut self, day: NaiveDate) -> Self {
        self.known_on = Some(day);
        self
    }

    /// The key.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The period.
    pub fn period(&self) -> Option<&Period> {
        self.period.as_ref()
    }

    /// As known on a day, or now.
    #[must_use]
    pub(crate) fn known_until(mut self, day: Option<NaiveDate>) -> Self {
        self.known_on = day;
        self
    }

    /// Everything it asks for, in the form a seal is hashed by.
    pub(crate) fn json(&self) -> Json {
        let Scope { item, form, donor, unit, currency } = &self.scope;
        let key = &self.key;
        Json::object([
            ("basis", Json::text(key.basis().as_str())),
            ("currency", Json::maybe(currency.map(|currency| currency.code().to_owned()))),
            ("direction", Json::text(key.direction().as_str())),
            ("donor", Json::maybe(donor.as_ref())),
            ("form", Json::maybe(form.map(AidForm::as_str))),
            ("item", Json::maybe(item.as_ref())),
            ("known_on", Json::maybe(self.known_on)),
            ("modality", Json::maybe(key.modality().map(Modality::as_str))),
            ("period", self.period.map_or(Json::Null, |period| Json::texts([period.from(), period.last()]))),
            ("source", Json::maybe(key.source().map(SourceClass::as_str))),
            ("standing", Json::text(key.standing().as_str())),
            ("unit", Json::maybe(unit.as_ref().map(UnitCode::as_str))),
        ])
    }

    pub(crate) fn knows(&self, recorded_on: Option<NaiveDate>) -> bool {
        match (self.known_on, recorded_on) {
            (Some(day), Some(recorded_on)) => recorded_on <= day,
            _ => true,
        }
    }

    pub(crate) fn admits(
        &self,
        key: AmountKey,
        item: Option<&ItemId>,
        currency: Option<Currency>,
        facts: &Facts,
    ) -> bool {
        let Scope { item: wanted_item, form, donor, unit, currency: wanted_currency } = &self.scope;
        let found = || facts.item(item?);
        self.key.selects(&key)
            && wanted_item.as_ref().is_none_or(|wanted| item == Some(wanted))
            && wanted_currency.is_none_or(|wanted| currency == Some(wanted))
            && form.is_none_or(|wanted| found().and_then(AidItem::form) == Some(wanted))
            && donor.as_deref().is_none_or(|wanted| found().and_then(AidItem::donor) == Some(wanted))
            && unit.as_ref().is_none_or(|wanted| found().and_then(AidItem::unit) == Some(wanted))
    }
}
