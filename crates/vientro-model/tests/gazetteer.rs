//! Goal: a code or name means one unit on each day. Method: exhaustive over all codes, names and the days that matter;
//! the seven reused codes one by one.

use chrono::Days;
use vientro_model::{Gazetteer, PlaceError, ProvinceKind, UnitCode};

use crate::{code, day};

fn gazetteer() -> &'static Gazetteer {
    Gazetteer::viet_nam()
}

#[track_caller]
fn reused(digits: &str, former: &str, present: &str) {
    let owner = |date| gazetteer().by_code(&code(digits), date).unwrap().name_plain();
    assert_eq!(owner(day(2025, 6, 30)), former);
    assert_eq!(owner(day(2025, 7, 1)), present);
}

#[test]
fn code_24_was_bac_giang_and_is_bac_ninh() {
    reused("24", "Bắc Giang", "Bắc Ninh");
}

#[test]
fn code_44_was_quang_binh_and_is_quang_tri() {
    reused("44", "Quảng Bình", "Quảng Trị");
}

#[test]
fn code_52_was_binh_dinh_and_is_gia_lai() {
    reused("52", "Bình Định", "Gia Lai");
}

#[test]
fn code_80_was_long_an_and_is_tay_ninh() {
    reused("80", "Long An", "Tây Ninh");
}

#[test]
fn code_82_was_tien_giang_and_is_dong_thap() {
    reused("82", "Tiền Giang", "Đồng Tháp");
}

#[test]
fn code_91_was_kien_giang_and_is_an_giang() {
    reused("91", "Kiên Giang", "An Giang");
}

#[test]
fn code_15_was_yen_bai_and_is_lao_cai() {
    reused("15", "Yên Bái", "Lào Cai");
}

#[test]
fn sixty_three_then_thirty_four_on_every_day() {
    for offset in 0..1000 {
        let date = day(2024, 1, 1) + Days::new(offset);
        let units = gazetteer().in_force(date);
        let expected = if date < day(2025, 7, 1) { 63 } else { 34 };
        assert_eq!(units.len(), expected, "{date}");
        for pair in units.windows(2) {
            assert!(pair[0].code() < pair[1].code(), "{date}: two units of one code");
        }
        for unit in units {
            assert_eq!(gazetteer().by_code(unit.code(), date), Ok(unit));
            assert_eq!(gazetteer().by_name(unit.name(), date), Ok(unit));
            assert_eq!(gazetteer().by_name(unit.name_plain(), date), Ok(unit));
        }
    }
}

#[test]
fn every_code_on_both_sides_of_the_merger() {
    let (before, after) = (day(2025, 6, 30), day(2025, 7, 1));
    let (mut former, mut present, mut never) = (0, 0, 0);
    for number in 1..=99 {
        let code = code(&format!("{number:02}"));
        match (gazetteer().by_code(&code, before), gazetteer().by_code(&code, after)) {
            (Ok(old), new) => {
                former += 1;
                let successor = gazetteer().successor(&code).unwrap();
                assert!(gazetteer().predecessors(successor.code()).contains(&old));
                match new {
                    Ok(_) => present += 1,
                    Err(PlaceError::NotInForce { owner_then, replaced_by, .. }) => {
                        assert_eq!(owner_then, old.name());
                        assert_eq!(replaced_by, [*successor.code()]);
                    }
                    Err(other) => panic!("{code}: {other}"),
                }
            }
            (Err(PlaceError::Unknown { .. }), Err(PlaceError::Unknown { .. })) => {
                never += 1;
                assert_eq!(gazetteer().successor(&code), None);
                assert!(gazetteer().predecessors(&code).is_empty());
            }
            other => panic!("{code}: {other:?}"),
        }
    }
    assert_eq!((former, present, never), (63, 34, 36));
    let unchanged =
        gazetteer().in_force(after).into_iter().filter(|unit| unit.valid_from() != Some(after)).count();
    assert_eq!(unchanged, 11);
}

#[test]
fn an_outdated_code_names_its_successor() {
    let error = gazetteer().by_code(&code("89"), day(2025, 8, 1)).unwrap_err();
    assert_eq!(error.to_string(), "code `89` of `Tỉnh An Giang` is not in force on 2025-08-01; use `91`");
    assert_eq!(
        error.message().vi(),
        "mã `89` của `Tỉnh An Giang` không có hiệu lực ngày 01/08/2025; hãy dùng `91`"
    );
    let error = gazetteer().by_name("Kiên Giang", day(2025, 12, 31)).unwrap_err();
    assert!(
        matches!(error, PlaceError::NameNotInForce { ref replaced_by, .. } if *replaced_by == [code("91")])
    );
}

#[test]
fn names_in_many_spellings() {
    let date = day(2026, 1, 16);
    for name in [
        "TP.HCM",
        "TPHCM",
        "tp hcm",
        "TP. Hồ Chí Minh",
        "Thành phố Hồ Chí Minh",
        "hồ chí minh",
        "HO CHI MINH",
        "TP. Hồ Chí Minh",
    ] {
        assert_eq!(gazetteer().by_name(name, date).unwrap().code(), &code("79"), "{name}");
    }
    assert_eq!(gazetteer().by_name("tỉnh An Giang", date).unwrap().code(), &code("91"));
    assert_eq!(gazetteer().by_name("An Giang", day(2024, 1, 1)).unwrap().code(), &code("89"));
    assert_eq!(gazetteer().by_name("Bà Rịa-Vũng Tàu", day(2024, 1, 1)).unwrap().code(), &code("77"));
}

#[test]
fn a_near_miss_is_suggested_and_never_taken() {
    let date = day(2026, 1, 16);
    let Err(PlaceError::UnknownName { suggestions, .. }) = gazetteer().by_name("TP.HM", date) else {
        panic!("a misspelling was taken")
    };
    assert_eq!(suggestions[0].code(), &code("79"));
    assert!(
        suggestions[0].score()
            > suggestions.get(1).map(vientro_model::PlaceSuggestion::score).unwrap_or_default()
    );
    for name in ["Sài Gòn", "", "  ", "Tỉnh", "Con Cuông"] {
        assert!(matches!(gazetteer().by_name(name, date), Err(PlaceError::UnknownName { .. })), "{name}");
    }
}

#[test]
fn hue_is_a_city_since_2025() {
    let hue = |date| gazetteer().by_code(&code("46"), date).unwrap();
    assert_eq!(
        (hue(day(2024, 12, 31)).name(), hue(day(2024, 12, 31)).kind()),
        ("Tỉnh Thừa Thiên Huế", ProvinceKind::Province)
    );
    assert_eq!(
        (hue(day(2025, 1, 1)).name(), hue(day(2026, 1, 1)).kind()),
        ("Thành phố Huế", ProvinceKind::City)
    );
    assert!(gazetteer().by_name("Thừa Thiên Huế", day(2025, 3, 1)).is_err());
    // a new name is no new territory
    assert_eq!(gazetteer().changed_territory("46", day(2024, 1, 1), day(2026, 1, 1)), None);
}

/// The part of G22 that lives here: TP.HCM of 2024 is not TP.HCM of 2025.
#[test]
fn g22_territory_changed() {
    let change = gazetteer().changed_territory("TP.HCM", day(2024, 12, 31), day(2025, 12, 31)).unwrap();
    assert_eq!(change.on(), day(2025, 7, 1));
    let names: Vec<_> = change.before().iter().map(vientro_model::Province::name_plain).collect();
    assert_eq!(names, ["Bình Dương", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"]);
    assert_eq!(change.after().code(), &code("79"));
    // the days may come in any order; inside one side of the merger nothing changes
    assert!(gazetteer().changed_territory("79", day(2025, 12, 31), day(2024, 12, 31)).is_some());
    assert_eq!(gazetteer().changed_territory("TP.HCM", day(2023, 1, 1), day(2025, 6, 30)), None);
    assert_eq!(gazetteer().changed_territory("TP.HCM", day(2025, 7, 1), day(2026, 6, 30)), None);
    assert_eq!(gazetteer().changed_territory("Nghệ An", day(2024, 1, 1), day(2026, 1, 1)), None);
    // a name and a code that are no more lead to what they became
    for place in ["Kiên Giang", "89", "91", "An Giang"] {
        let change = gazetteer().changed_territory(place, day(2024, 1, 1), day(2026, 1, 1)).unwrap();
        assert_eq!(change.after().name_plain(), "An Giang", "{place}");
    }
    assert!(gazetteer().change_between("Sài Gòn", day(2024, 1, 1), day(2026, 1, 1)).is_err());
}

#[test]
fn a_unit_code_is_two_digits() {
    for wrong in ["", "1", "001", "00", "1a", "９１", " 91"] {
        assert!(UnitCode::try_new(wrong).is_err(), "{wrong}");
    }
}
