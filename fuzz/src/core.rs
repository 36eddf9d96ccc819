//! Doors of vientro-core: serialised values, names, and arithmetic on intervals of any ends.

use std::ops::Bound;

use rust_decimal::Decimal;
use vientro_core::{
    Apportioning, Comparability, Figure, Finding, FindingCode, Hedge, HedgeConvention, History, Interval,
    Language, Period, Printed, RowId, Share, Total, Verdict, Version, When, apportion, percentages,
};

use crate::{check_serde, text_of};

pub fn serde(data: &[u8]) {
    if let Some(figure) = check_serde::<Figure>(data) {
        check_figure(&figure);
    }
    if let Some(interval) = check_serde::<Interval>(data) {
        check_figure(&Figure::within(interval));
    }
    if let Some(printed) = check_serde::<Printed>(data) {
        check_printed(&printed);
    }
    if let Some(total) = check_serde::<Total<Decimal>>(data) {
        assert!(total.unknown() <= total.inputs());
        assert_eq!(total.complete().is_unknown(), total.unknown() > 0);
    }
    if let Some(period) = check_serde::<Period>(data) {
        assert!(period.days() >= 1 && period.contains(period.from()) && period.contains(period.last()));
        assert_eq!(period.overlap(&period).map(|all| all.days()), Some(period.days()));
        assert!(!period.compare_with(&period).needs_warning());
    }
    if let Some(history) = check_serde::<History<Decimal>>(data) {
        let days: Vec<_> = history.versions().map(Version::recorded_on).collect();
        assert!(days.is_sorted());
        assert_eq!(history.as_known_on(history.latest().recorded_on()), Some(history.latest()));
    }
    check_serde::<Version<String>>(data);
    check_serde::<Comparability>(data);
    check_serde::<Finding>(data);
    check_serde::<HedgeConvention>(data);
    check_serde::<Share>(data);
    check_serde::<Verdict>(data);
    check_serde::<When>(data);
    let text = text_of(data);
    if let Ok(language) = text.parse::<Language>() {
        assert!(language.tag().eq_ignore_ascii_case(&text));
    }
    if let Ok(method) = text.parse::<Apportioning>() {
        assert_eq!(method.name().parse(), Ok(method));
    }
    if let Ok(id) = RowId::try_new(text.as_ref()) {
        assert_eq!(id.as_str(), text);
    }
    if let Ok(code) = FindingCode::try_new(text.as_ref()) {
        assert_eq!(code.as_str(), text);
    }
}

/// A figure's ends are in order, and what it is made of lies in it.
fn check_figure(figure: &Figure) {
    if let (Some(low), Some(high)) = (figure.low(), figure.high()) {
        assert!(low <= high, "{figure:?}");
    }
    assert_ne!(figure.is_less_than(figure), Verdict::Yes, "{figure:?}");
    if let Ok(difference) = figure.checked_sub(figure) {
        assert_ne!(difference.allows(&Decimal::ZERO), Verdict::No, "{figure:?}");
    }
}

fn check_printed(printed: &Printed) {
    for convention in conventions() {
        if let Ok(figure) = convention.figure(printed) {
            check_figure(&figure);
            let value = printed.value();
            assert!(figure.low().is_none_or(|low| low <= value), "{printed:?} {figure:?}");
            assert!(figure.high().is_none_or(|high| value <= high), "{printed:?} {figure:?}");
        }
    }
}

/// The presets, and one of them with rounded plain figures.
pub fn conventions() -> [HedgeConvention; 5] {
    let default = HedgeConvention::default();
    [
        default,
        HedgeConvention::one_unit(),
        HedgeConvention::bounds_only(),
        HedgeConvention::counts(),
        default.with_rounded_plain(),
    ]
}

/// Two intervals with a point in each, a hedge and a list of weights, all cut from the bytes.
pub fn figures(data: &[u8]) {
    let mut rest = data;
    let (Some((left, p)), Some((right, q))) = (take_interval(&mut rest), take_interval(&mut rest)) else {
        return;
    };
    let (l, r) = (Figure::within(left), Figure::within(right));
    check_figure(&l);
    let holds = |result: Result<Figure, _>, exact: Option<Decimal>, name: &str| {
        // a result in range holds the pointwise one; a pointwise one that is rounded may lie one unit outside
        if let (Ok(result), Some(exact)) = (result, exact)
            && is_short(exact)
        {
            assert_ne!(result.allows(&exact), Verdict::No, "{l:?} {name} {r:?} = {result:?} without {exact}");
        }
    };
    holds(l.checked_add(&r), p.checked_add(q), "+");
    holds(l.checked_sub(&r), p.checked_sub(q), "-");
    holds(l.checked_mul(&r), p.checked_mul(q).filter(|_| is_short(p) && is_short(q)), "*");
    if let (Ok(quotient), Some(_)) = (l.checked_div(&r), p.checked_div(q))
        && let Ok(back) = quotient.checked_mul(&r)
        && !matches!((&l, &r), (Figure::Known(_), Figure::Known(_)))
    {
        assert_ne!(back.allows(&p), Verdict::No, "{l:?} / {r:?} = {quotient:?}");
    }
    let _ = l.percent_change_from(&r);
    let less = l.is_less_than(&r);
    assert_ne!(less, Verdict::from_bool(p >= q), "{l:?} < {r:?}");
    let same = l.equals(&r);
    assert_ne!(same, Verdict::from_bool(p != q), "{l:?} = {r:?}");

    const HEDGES: [Hedge; 7] = [
        Hedge::About,
        Hedge::AtLeast,
        Hedge::AtMost,
        Hedge::Between,
        Hedge::Estimated,
        Hedge::MoreThan,
        Hedge::Nearly,
    ];
    for hedge in HEDGES {
        check_printed(&Printed::new(p).hedged(hedge));
        check_printed(&Printed::new(p).to_place(q).hedged(hedge));
    }

    let mut weights = Vec::new();
    while let Some(weight) = take_decimal(&mut rest) {
        weights.push(weight);
    }
    for method in Apportioning::ALL {
        let whole = p.mantissa();
        if let Ok(parts) = apportion(whole, &weights, method) {
            assert_eq!(parts.iter().sum::<i128>(), whole);
            assert!(parts.iter().zip(&weights).all(|(part, weight)| *part == 0 || !weight.is_zero()));
        }
        if let Ok(shares) = percentages(&weights, q.scale(), method) {
            assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
        }
    }
}

/// Few enough digits that an operation on it was exact.
fn is_short(value: Decimal) -> bool {
    value.scale() < 14 && value.mantissa().unsigned_abs() < 10_u128.pow(14)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

/// One byte of shape, then a mantissa of 4 or 12 bytes.
fn take_decimal(rest: &mut &[u8]) -> Option<Decimal> {
    let [shape] = take::<1>(rest)?;
    let scale = u32::from(shape & 0x1f) % 29;
    let mantissa = if shape & 0x20 == 0 {
        i128::from(i32::from_le_bytes(take::<4>(rest)?))
    } else {
        let mut bytes = [0; 16];
        bytes[..12].copy_from_slice(&take::<12>(rest)?);
        let magnitude = i128::from_le_bytes(bytes);
        if shape & 0x40 == 0 { magnitude } else { -magnitude }
    };
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// One byte of shape and two decimals make an interval; the second is a point of it.
fn take_interval(rest: &mut &[u8]) -> Option<(Interval, Decimal)> {
    let [shape] = take::<1>(rest)?;
    let (one, other) = (take_decimal(rest)?, take_decimal(rest)?);
    let (low, high) = (one.min(other), one.max(other));
    let end = |value, kind| match kind {
        0 => Bound::Unbounded,
        1 => Bound::Excluded(value),
        _ => Bound::Included(value),
    };
    let interval = Interval::try_new(end(low, shape & 3), end(high, (shape >> 2) & 3)).ok()?;
    let point = [other, one, low, high].into_iter().find(|point| interval.contains(point))?;
    Some((interval, point))
}
