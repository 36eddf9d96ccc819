//! How amounts are written: all settings of [`crate::format_money`].

use rust_decimal::Decimal;

use crate::{Money, Rounding, Scale};

/// How an amount is written. The default has all digits, grouped as the reader's language does, and the code: `457.800 USD`.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{Grouping, Money, MoneyStyle, NegativeStyle, Rounding, format_money};
///
/// let refund = Money::vnd(-12_540_000_000);
/// let write = |style| format_money(&refund, Language::Vi, style);
/// assert_eq!(write(MoneyStyle::code()), "−12.540.000.000 VND");
/// assert_eq!(write(MoneyStyle::name().fitting(1, Rounding::HalfUp)), "−12,5 tỷ đồng");
/// assert_eq!(write(MoneyStyle::symbol().with_negative(NegativeStyle::Parentheses)), "(12.540.000.000 đ)");
/// assert_eq!(write(MoneyStyle::code().with_grouping(Grouping::None)), "−12540000000 VND");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct MoneyStyle {
    /// What stands for the currency.
    pub mark: CurrencyMark,
    /// Where it stands.
    pub place: MarkPlace,
    /// How thousands are set apart.
    pub grouping: Grouping,
    /// How a negative amount is marked.
    pub negative: NegativeStyle,
    /// When cents are written.
    pub cents: Cents,
    /// Whether a scale word is used, and how what it leaves out is rounded.
    pub scaling: Scaling,
}

impl MoneyStyle {
    /// All digits and the code of ISO 4217: `457.800 USD`.
    pub fn code() -> Self {
        Self::default()
    }

    /// All digits and the name: `594.500.000.000 đồng`, `457,800 US dollars`.
    pub fn name() -> Self {
        Self { mark: CurrencyMark::Name, ..Self::default() }
    }

    /// All digits and the symbol: `594.500.000.000 đ`, `$457,800`.
    pub fn symbol() -> Self {
        Self { mark: CurrencyMark::Symbol, ..Self::default() }
    }

    /// In the largest of triệu and tỷ (million, billion) that fits, with at most `decimals` decimals: `594,5 tỷ đồng`. Amounts
    /// below a million are written out.
    #[must_use]
    pub fn fitting(mut self, decimals: u32, rounding: Rounding) -> Self {
        self.scaling = Scaling::Fitting { decimals, rounding };
        self
    }

    /// In units of `scale`, with at most `decimals` decimals: `594.500 triệu đồng`.
    #[must_use]
    pub fn in_scale(mut self, scale: Scale, decimals: u32, rounding: Rounding) -> Self {
        self.scaling = Scaling::To { scale, decimals, rounding };
        self
    }

    /// With the code, name or symbol in another place.
    #[must_use]
    pub fn with_place(mut self, place: MarkPlace) -> Self {
        self.place = place;
        self
    }

    /// With another way to set thousands apart.
    #[must_use]
    pub fn with_grouping(mut self, grouping: Grouping) -> Self {
        self.grouping = grouping;
        self
    }

    /// With another mark of negative amounts.
    #[must_use]
    pub fn with_negative(mut self, negative: NegativeStyle) -> Self {
        self.negative = negative;
        self
    }

    /// With all cents or only where there are any.
    #[must_use]
    pub fn with_cents(mut self, cents: Cents) -> Self {
        self.cents = cents;
        self
    }

    /// True if every digit of `money` is written in this style, so that it can be read back as it was.
    pub fn is_lossless(&self, money: &Money) -> bool {
        let amount = money.amount();
        self.scaling.apply(amount).is_none_or(|(scale, scaled)| {
            crate::exact::product(scaled, scale.factor()).is_some_and(|back| back == amount)
        })
    }
}

/// What stands for the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum CurrencyMark {
    /// The code of ISO 4217: `VND`, `USD`.
    #[default]
    Code,
    /// The name in the language: `đồng`, `US dollars`. A currency without a name here keeps its code.
    Name,
    /// The symbol: `đ`, `US$` in Vietnamese and `$` in English. A currency without a symbol here keeps its code.
    ///
    /// # Source
    ///
    /// The national sign of the đồng is đ: Accounting Law 88/2015/QH13, Article 10. The others are those of the Unicode CLDR.
    Symbol,
}

/// Where the code, name or symbol stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum MarkPlace {
    /// After the number: `457,800 USD`, `457,800 $`.
    After,
    /// Before the number: `USD 457,800`, `$457,800`. Names stand after it all the same.
    Before,
    /// As the language does: in English symbols, and the codes that stand for missing ones, before the number; all else after
    /// it; đ always after it.
    #[default]
    Usual,
}

/// How thousands are set apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Grouping {
    /// Not at all: `457800`.
    None,
    /// As the reader's language does, whatever the currency: `457.800` in Vietnamese, `457,800` in English.
    #[default]
    Reader,
    /// By a narrow space that does not break (U+202F), as ISO 80000-1 recommends.
    Space,
}

/// How a negative amount is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum NegativeStyle {
    /// `-457.800 USD`, with the hyphen of keyboards and files.
    Hyphen,
    /// `−457.800 USD`, with the minus sign U+2212.
    #[default]
    Minus,
    /// `(457.800 USD)`, as bookkeepers write.
    Parentheses,
    /// `457.800- USD`, right after the number, as some accounting programs write.
    Trailing,
}

/// When cents are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Cents {
    /// Always as many as the currency has: `457.800,00 USD`, `594.500 VND`.
    Always,
    /// Where there are any, and then all of them: `457.800 USD`, `457.800,50 USD`.
    #[default]
    WhereAny,
}

/// Whether a scale word is used, and how what it leaves out is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Scaling {
    /// The largest of triệu and tỷ that fits: `594,5 tỷ đồng`. Amounts below a million are written out.
    Fitting {
        /// Decimals at most, 0 to 28.
        decimals: u32,
        /// How what is left out is rounded.
        rounding: Rounding,
    },
    /// All digits, no scale word.
    #[default]
    Plain,
    /// In units of one scale: `594.500 triệu đồng`.
    To {
        /// The scale.
        scale: Scale,
        /// Decimals at most, 0 to 28.
        decimals: u32,
        /// How what is left out is rounded.
        rounding: Rounding,
    },
}

impl Scaling {
    /// The number to be written before the scale word, rounded; `None` if all digits are written.
    pub(super) fn apply(self, amount: Decimal) -> Option<(Scale, Decimal)> {
        let (fitting, decimals, rounding) = match self {
            Self::Plain => return None,
            Self::To { scale, decimals, rounding } => {
                return Some((scale, in_units(amount, scale, decimals, rounding)?));
            }
            Self::Fitting { decimals, rounding } => {
                let fits = |scale: &Scale| amount.abs() >= scale.factor();
                ([Scale::Billion, Scale::Million].into_iter().find(fits)?, decimals, rounding)
            }
        };
        let scaled = in_units(amount, fitting, decimals, rounding)?;
        // what rounds up to a thousand million is a billion
        if fitting == Scale::Million && scaled.abs() >= Decimal::ONE_THOUSAND {
            return Some((Scale::Billion, in_units(amount, Scale::Billion, decimals, rounding)?));
        }
        Some((fitting, scaled))
    }
}

/// `amount` in units of `scale`, rounded once; `None` if it has more digits than a decimal holds.
fn in_units(amount: Decimal, scale: Scale, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    let exact =
        Decimal::try_from_i128_with_scale(amount.mantissa(), amount.scale().checked_add(scale.zeros())?);
    Some(rounding.round(exact.ok()?, decimals.min(28)))
}
