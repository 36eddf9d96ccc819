//! Identifiers of the records.

identifiers! {
    /// Identifier of an account at the Treasury or a bank; its number may change.
    AccountId "account id";
    /// Identifier of an activity of the people's external affairs.
    ActivityId "activity id";
    /// Identifier of an agreement.
    AgreementId "agreement id";
    /// Identifier of an award.
    AwardId "award id";
    /// Identifier of a programme or campaign.
    CampaignId "campaign id";
    /// Identifier of an open question between readings.
    ClashId "clash id";
    /// Identifier of a delegation.
    DelegationId "delegation id";
    /// Identifier of a directive, task or feedback.
    DirectiveId "directive id";
    /// Identifier of a disaster.
    DisasterId "disaster id";
    /// Identifier of a document.
    DocumentId "document id";
    /// Identifier of a flow; posting a flow twice is found by it.
    FlowId "flow id";
    /// Identifier of a gift.
    GiftId "gift id";
    /// Identifier of a line of goods.
    InKindId "in-kind id";
    /// Identifier of an aid item. It never changes; decision numbers may.
    ItemId "item id";
    /// Identifier of a movement on accounts.
    MovementId "movement id";
    /// Identifier of an occasion.
    OccasionId "occasion id";
    /// Identifier of an organisation. Names are never keys.
    OrgId "organisation id";
    /// Identifier of an output.
    OutputId "output id";
    /// Identifier of a person.
    PersonId "person id";
    /// Identifier of a stated figure, such as `S2-017`.
    StatementId "statement id";
    /// Identifier of a target.
    TargetId "target id";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_line_of_at_most_200_characters() {
        assert_eq!(ItemId::try_new("NA-2025-01").unwrap().as_str(), "NA-2025-01");
        assert!(FlowId::try_new("đ".repeat(200)).is_ok());
        for wrong in [String::new(), "a\tb".to_owned(), "x".repeat(201)] {
            assert!(ItemId::try_new(wrong).is_err());
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_a_checked_string() {
        let id = StatementId::try_new("S2-017").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""S2-017""#);
        assert_eq!(serde_json::from_str::<StatementId>(r#""S2-017""#).unwrap(), id);
        assert!(serde_json::from_str::<StatementId>(r#""""#).is_err());
    }
}
