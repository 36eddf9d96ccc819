//! What may never be added: basis, direction, source class, standing and modality.

use std::fmt;

use vientro_core::{Bilingual, Language};

coded! {
    /// What an amount or a count measures. Two bases never add.
    ///
    /// The codes are those of the column `basis` of `examples/data/published/figures.csv`.
    #[non_exhaustive]
    Basis "basis" {
        /// Advanced to a partner and not yet settled (tạm ứng): neither spent nor given.
        Advanced = "advanced", "tạm ứng", "advanced";
        /// Approved by the authority.
        Approved = "approved", "phê duyệt", "approved";
        /// Committed by the donor in an agreement or decision (cam kết).
        Committed = "committed", "cam kết", "committed";
        /// Paid out to the work (giải ngân).
        Disbursed = "disbursed", "giải ngân", "disbursed";
        /// Given to those it is meant for (trao tặng).
        Given = "given", "trao tặng", "given";
        /// Held, of activities.
        Held = "held", "đã tổ chức", "held";
        /// Carried out in the period, whenever approved (triển khai).
        Implemented = "implemented", "triển khai", "implemented";
        /// Mobilised by a body (vận động): neither committed nor disbursed is said.
        Mobilised = "mobilised", "vận động", "mobilised";
        /// Planned (kế hoạch).
        Planned = "plan" | "planned", "kế hoạch", "planned";
        /// Promised, not yet in an agreement.
        Pledged = "pledged", "hứa tài trợ", "pledged";
        /// Received on an account or in a store (tiếp nhận).
        Received = "received", "tiếp nhận", "received";
        /// Recorded from branches and associations (ghi nhận).
        Recorded = "recorded", "ghi nhận", "recorded";
        /// Spent by the one who carries out the work.
        Spent = "spent", "đã chi", "spent";
        /// A stock as of a day: organisations registered, members.
        Stock = "stock", "tại thời điểm", "as of a day";
    }
}

coded! {
    /// Where aid goes. Aid received is inward only.
    #[non_exhaustive]
    Direction "direction" {
        /// From Viet Nam to Viet Nam.
        Domestic = "domestic", "trong nước", "domestic";
        /// From abroad to Viet Nam.
        Inward = "inward", "tiếp nhận từ nước ngoài", "inward";
        /// From Viet Nam to another country (Decree 305/2025).
        Outward = "outward", "hỗ trợ nước ngoài", "outward";
    }
}

coded! {
    /// Who gives.
    #[non_exhaustive]
    SourceClass "source class" {
        /// A company.
        Company = "company", "doanh nghiệp", "company";
        /// A body or fund inside Viet Nam.
        Domestic = "domestic", "tài trợ trong nước", "domestic source";
        /// A foreign non-governmental organisation, social or private fund.
        ForeignNgo = "foreign-ngo", "phi chính phủ nước ngoài", "foreign non-governmental organisation";
        /// A person.
        Individual = "individual", "cá nhân", "individual";
        /// A member friendship association and its branches.
        MemberAssociation = "member-association", "hội hữu nghị thành viên", "member association";
        /// Another foreign body: agency, embassy, university.
        OtherForeign = "other-foreign", "nguồn nước ngoài khác", "other foreign source";
        /// Vietnamese living abroad.
        OverseasVietnamese = "overseas-vietnamese", "người Việt Nam ở nước ngoài", "overseas Vietnamese";
    }
}

coded! {
    /// In what aid is given.
    #[non_exhaustive]
    Modality "modality" {
        /// Money.
        Cash = "cash", "tiền mặt", "cash";
        /// Goods.
        InKind = "in-kind", "hiện vật", "in kind";
        /// Both, not split.
        Mixed = "mixed", "tiền và hiện vật", "cash and in kind";
        /// Experts, volunteers, training.
        Technical = "technical", "hỗ trợ kỹ thuật", "technical assistance";
    }
}

coded! {
    /// Does an amount count as aid of the Union's own? It does unless it is said to stand beside.
    #[derive(Default)]
    #[expect(clippy::exhaustive_enums, reason = "an amount counts, or it stands beside in one of two ways")]
    Standing "standing" {
        /// The Vietnamese contribution to an aid item (vốn đối ứng): no aid, told beside it.
        Counterpart = "counterpart", "vốn đối ứng", "counterpart funds";
        /// Told beside: gifts of member associations, outside the attainment of the plan.
        Memo = "memo", "ghi chú riêng", "memo";
        /// The Union's own.
        #[default]
        Own = "own", "của Liên hiệp", "own";
    }
}

/// What two amounts must share before they may be added.
///
/// ```
/// use vientro_model::{AmountKey, Basis, Direction};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let committed = AmountKey::new(Basis::Committed, Direction::Inward);
/// let disbursed = AmountKey::new(Basis::Disbursed, Direction::Inward);
/// let refusal = committed.may_add(&disbursed).unwrap_err();
/// assert_eq!(refusal.to_string(), "these amounts do not add: two bases (`committed`, `disbursed`)");
/// # Ok(()) }
/// ```
///
/// Source class and modality are part of the key only where they are known and kept apart. A key without them does
/// not match a key with them: whoever sums across sources or modalities says so with [`AmountKey::any_source`] or
/// [`AmountKey::any_modality`].
///
/// # Source
///
/// Invariants 1 and 8 of the model: amounts of different basis, direction or source class never add by themselves,
/// and memo lines stay outside the plan's attainment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AmountKey {
    basis: Basis,
    direction: Direction,
    #[cfg_attr(feature = "serde", serde(default))]
    standing: Standing,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    source: Option<SourceClass>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    modality: Option<Modality>,
}

impl AmountKey {
    /// The Union's own amounts on `basis` in `direction`, of any source and modality.
    pub const fn new(basis: Basis, direction: Direction) -> Self {
        Self { basis, direction, standing: Standing::Own, source: None, modality: None }
    }

    /// With a standing.
    #[must_use]
    pub const fn with_standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// Of one source class.
    #[must_use]
    pub const fn with_source(mut self, source: SourceClass) -> Self {
        self.source = Some(source);
        self
    }

    /// In one modality.
    #[must_use]
    pub const fn with_modality(mut self, modality: Modality) -> Self {
        self.modality = Some(modality);
        self
    }

    /// The same key, no longer kept apart by source class.
    #[must_use]
    pub const fn any_source(mut self) -> Self {
        self.source = None;
        self
    }

    /// The same key, no longer kept apart by modality.
    #[must_use]
    pub const fn any_modality(mut self) -> Self {
        self.modality = None;
        self
    }

    /// What is measured.
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// Where the aid goes.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Own or memo.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Who gives, if the key keeps sources apart.
    pub const fn source(&self) -> Option<SourceClass> {
        self.source
    }

    /// In what, if the key keeps modalities apart.
    pub const fn modality(&self) -> Option<Modality> {
        self.modality
    }

    /// May an amount of this key be added to one of `other`?
    ///
    /// # Errors
    ///
    /// [`KeyConflict`] names every field that differs.
    pub fn may_add(&self, other: &Self) -> Result<(), KeyConflict> {
        if self == other { Ok(()) } else { Err(KeyConflict { left: *self, right: *other }) }
    }

    /// Is an amount of `key` among those this key asks for? Unlike [`AmountKey::may_add`], a field this key leaves
    /// open matches any value.
    pub fn selects(&self, key: &Self) -> bool {
        self.basis == key.basis
            && self.direction == key.direction
            && self.standing == key.standing
            && self.source.is_none_or(|source| key.source == Some(source))
            && self.modality.is_none_or(|modality| key.modality == Some(modality))
    }

    /// The key in words, such as `giải ngân, trong nước`.
    pub fn text(&self, language: Language) -> String {
        let mut words = vec![self.basis.text(language), self.direction.text(language)];
        words.extend(self.source.map(|source| source.text(language)));
        words.extend(self.modality.map(|modality| modality.text(language)));
        if self.standing != Standing::Own {
            words.push(self.standing.text(language));
        }
        words.join(", ")
    }
}

coded! {
    /// A field of an [`AmountKey`].
    #[expect(clippy::exhaustive_enums, reason = "the fields of the key")]
    KeyField "key field" {
        /// [`Basis`].
        Basis = "basis", "hai cơ sở tính", "two bases";
        /// [`Direction`].
        Direction = "direction", "hai chiều viện trợ", "two directions";
        /// [`Modality`].
        Modality = "modality", "hai hình thức", "two modalities";
        /// [`SourceClass`].
        Source = "source", "hai nguồn", "two source classes";
        /// [`Standing`].
        Standing = "standing", "phần tính và phần ghi riêng", "own and memo";
    }
}

/// Two amounts that do not add, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ConflictParts"))]
pub struct KeyConflict {
    left: AmountKey,
    right: AmountKey,
}

impl KeyConflict {
    /// Key of the first amount.
    pub const fn left(&self) -> &AmountKey {
        &self.left
    }

    /// Key of the second amount.
    pub const fn right(&self) -> &AmountKey {
        &self.right
    }

    /// The fields that differ, basis first, then direction, standing, source, modality.
    pub fn fields(&self) -> Vec<KeyField> {
        let (left, right) = (&self.left, &self.right);
        [
            (KeyField::Basis, left.basis != right.basis),
            (KeyField::Direction, left.direction != right.direction),
            (KeyField::Standing, left.standing != right.standing),
            (KeyField::Source, left.source != right.source),
            (KeyField::Modality, left.modality != right.modality),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }

    /// The refusal in both languages; every field that differs is named with both values.
    pub fn message(&self) -> Bilingual {
        let part = |language: Language| {
            let fields: Vec<String> = self
                .fields()
                .into_iter()
                .map(|field| {
                    let (left, right) = self.values(field, language);
                    format!("{} (`{left}`, `{right}`)", field.text(language))
                })
                .collect();
            let refusal = match language {
                Language::Vi => "không cộng được",
                Language::En => "these amounts do not add",
            };
            format!("{refusal}: {}", fields.join("; "))
        };
        Bilingual::new(part(Language::Vi), part(Language::En))
    }

    fn values(&self, field: KeyField, language: Language) -> (&'static str, &'static str) {
        let open = match language {
            Language::Vi => "không nêu",
            Language::En => "not stated",
        };
        let value = |key: &AmountKey| match field {
            KeyField::Basis => key.basis.text(language),
            KeyField::Direction => key.direction.text(language),
            KeyField::Standing => key.standing.text(language),
            KeyField::Source => key.source.map_or(open, |source| source.text(language)),
            KeyField::Modality => key.modality.map_or(open, |modality| modality.text(language)),
        };
        (value(&self.left), value(&self.right))
    }
}

/// The serialised form of a conflict.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ConflictParts {
    left: AmountKey,
    right: AmountKey,
}

#[cfg(feature = "serde")]
impl TryFrom<ConflictParts> for KeyConflict {
    type Error = &'static str;

    fn try_from(parts: ConflictParts) -> Result<Self, &'static str> {
        parts.left.may_add(&parts.right).err().ok_or("two equal keys do not conflict")
    }
}

impl fmt::Display for KeyConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().en())
    }
}

impl std::error::Error for KeyConflict {}
