//! Goal: the records a program holds by the million stay small. Method: their sizes in bytes where a pointer has eight;
//! a change of one is a decision, written down here.

use vientro_core::Figure;
use vientro_currency::Money;
use vientro_model::{
    AidItem, Amendment, AmountKey, CountryCode, Flow, FlowKind, Gift, ModelError, Output, SourceRow, UnitCode,
};

#[test]
fn hot_types_keep_their_sizes() {
    let sizes = [
        ("AmountKey", size_of::<AmountKey>()),
        ("CountryCode", size_of::<CountryCode>()),
        ("FlowKind", size_of::<FlowKind>()),
        ("Money", size_of::<Money>()),
        ("Figure<Money>", size_of::<Figure<Money>>()),
        ("UnitCode", size_of::<UnitCode>()),
        ("Flow", size_of::<Flow>()),
        ("Gift", size_of::<Gift>()),
        ("Output", size_of::<Output>()),
        ("Amendment", size_of::<Amendment>()),
        ("SourceRow", size_of::<SourceRow>()),
        ("AidItem", size_of::<AidItem>()),
        ("ModelError", size_of::<ModelError>()),
    ];
    let expected = [
        ("AmountKey", 5),
        ("CountryCode", 8),
        ("FlowKind", 1),
        ("Money", 32),
        ("Figure<Money>", 32),
        ("UnitCode", 1),
        ("Flow", 192),
        ("Gift", 304),
        ("Output", 320),
        ("Amendment", 176),
        ("SourceRow", 152),
        ("AidItem", 608),
        ("ModelError", 96),
    ];
    if size_of::<usize>() == 8 {
        assert_eq!(sizes.as_slice(), expected);
    }
}
