//! Amounts in their own and in the presentation currency.

use vientro_core::Figure;
use vientro_currency::{Conversion, Currency, Money, Rate};

/// An amount as it was and as it is presented, with the rates between the two.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "ValuedParts", into = "ValuedParts"))]
pub struct Valued {
    original: Figure<Money>,
    /// None for an amount that is presented as it is; most are, and it takes as much room as the amount.
    presented: Option<Box<Presented>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Presented {
    figure: Figure<Money>,
    conversion: Option<Conversion>,
    /// None where they are the one rate of the conversion, as nearly always: it has it already.
    rates: Option<Box<[Rate]>>,
}

impl Presented {
    fn rates(&self) -> &[Rate] {
        match &self.rates {
            Some(rates) => rates,
            None => self.conversion.as_ref().and_then(sole_rate).map_or(&[], std::slice::from_ref),
        }
    }
}

impl Valued {
    /// An amount in the presentation currency, or one that is unknown.
    pub fn as_it_is(amount: Figure<Money>) -> Self {
        Self { original: amount, presented: None }
    }

    /// An exact amount with its conversion.
    pub fn converted(conversion: Conversion) -> Self {
        Self {
            original: Figure::Known(*conversion.from()),
            presented: Some(Box::new(Presented {
                figure: Figure::Known(*conversion.to()),
                rates: match sole_rate(&conversion) {
                    Some(_) => None,
                    None => Some(conversion.rates().cloned().collect()),
                },
                conversion: Some(conversion),
            })),
        }
    }

    /// A hedged amount, both ends converted at `rates`.
    pub fn hedged(original: Figure<Money>, presentation: Figure<Money>, rates: Vec<Rate>) -> Self {
        let presented = Presented { figure: presentation, conversion: None, rates: Some(rates.into()) };
        Self { original, presented: Some(Box::new(presented)) }
    }

    /// The amount in its own currency.
    pub fn original(&self) -> &Figure<Money> {
        &self.original
    }

    /// The amount in the presentation currency of the journal.
    pub fn presentation(&self) -> &Figure<Money> {
        self.presented.as_ref().map_or(&self.original, |presented| &presented.figure)
    }

    /// How an exact amount was converted; `None` if it did not have to be, or is hedged.
    pub fn conversion(&self) -> Option<&Conversion> {
        self.presented.as_ref()?.conversion.as_ref()
    }

    /// The rates used.
    pub fn rates(&self) -> &[Rate] {
        self.presented.as_ref().map_or(&[], |presented| presented.rates())
    }

    /// Currency of the original amount; an unknown amount has none.
    pub fn currency(&self) -> Option<Currency> {
        currency_of(&self.original)
    }

    pub(crate) fn is_as_it_is(&self) -> bool {
        self.presented.is_none()
    }
}

/// The serialised form of a value.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ValuedParts {
    original: Figure<Money>,
    presentation: Figure<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    conversion: Option<Conversion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rates: Vec<Rate>,
}

#[cfg(feature = "serde")]
impl From<Valued> for ValuedParts {
    fn from(value: Valued) -> Self {
        let Valued { original, presented } = value;
        match presented.map(|presented| *presented) {
            Some(presented) => {
                let rates = presented.rates().to_vec();
                let Presented { figure, conversion, .. } = presented;
                Self { original, presentation: figure, conversion, rates }
            }
            None => Self { presentation: original.clone(), original, conversion: None, rates: Vec::new() },
        }
    }
}

#[cfg(feature = "serde")]
impl From<ValuedParts> for Valued {
    fn from(parts: ValuedParts) -> Self {
        let ValuedParts { original, presentation, conversion, rates } = parts;
        if presentation == original && conversion.is_none() && rates.is_empty() {
            return Self::as_it_is(original);
        }
        let sole = conversion.as_ref().and_then(sole_rate).map(std::slice::from_ref);
        let rates = if sole == Some(rates.as_slice()) { None } else { Some(rates.into()) };
        let presented = Presented { figure: presentation, conversion, rates };
        Self { original, presented: Some(Box::new(presented)) }
    }
}

/// The rate of a conversion by one rate alone.
fn sole_rate(conversion: &Conversion) -> Option<&Rate> {
    match conversion.steps() {
        [step] if !step.is_mean() => Some(step.rate()),
        _ => None,
    }
}

/// The currency of a figure; an unknown one has none.
pub(crate) fn currency_of(figure: &Figure<Money>) -> Option<Currency> {
    figure.low().or_else(|| figure.high()).map(Money::currency)
}

/// A figure of money as text that two equal figures share.
pub(crate) fn figure_text(figure: &Figure<Money>) -> String {
    match figure {
        Figure::Known(money) => money.to_string(),
        Figure::Hedged(hedged) => hedged.interval().to_string(),
        Figure::Unknown => "unknown".to_owned(),
    }
}
