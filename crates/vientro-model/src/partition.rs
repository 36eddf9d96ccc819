//! Partitions: parts that must equal their whole, with the proof.

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Verdict};

use crate::ModelError;
use crate::macros::Checked;

record! {
    /// A whole with its named parts and, where some belong to no part, a named rest.
    ///
    /// ```
    /// use rust_decimal::Decimal;
    /// use vientro_core::Figure;
    /// use vientro_model::Partition;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // foreign NGOs registered in TP.HCM on 11 November 2021
    /// let whole = Figure::Known(Decimal::from(129));
    /// let proof = Partition::new("home region", whole)
    ///     .with_part("Châu Mỹ", Decimal::from(47))
    ///     .with_part("Châu Âu", Decimal::from(50))
    ///     .with_part("Châu Á - Thái Bình Dương", Decimal::from(32))
    ///     .prove()?;
    /// assert!(proof.is_exact());
    /// # Ok(()) }
    /// ```
    Partition
    need { name: String, whole: Figure<Decimal>, }
    text {}
    copy {
        /// What belongs to no part, if somebody counted it.
        unclassified with_unclassified: Decimal,
    }
    maybe {}
    list {
        /// The parts with their names, in their order.
        parts with_parts: (String, Decimal),
    }
}

impl Partition {
    /// A whole without parts yet.
    pub fn new(name: impl Into<String>, whole: Figure<Decimal>) -> Self {
        Self::bare(name.into(), whole)
    }

    /// Appends one part.
    #[must_use]
    pub fn with_part(self, name: impl Into<String>, value: Decimal) -> Self {
        self.with_parts([(name.into(), value)])
    }

    /// What is divided, and how.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole.
    pub fn whole(&self) -> &Figure<Decimal> {
        &self.whole
    }

    /// Sums the parts and the rest, and sets them against the whole.
    ///
    /// # Errors
    ///
    /// [`ModelError::Overflow`].
    ///
    /// # Source
    ///
    /// Invariant 4 of the model: the parts of a partition equal its whole, or the missing part is a named
    /// "unclassified".
    pub fn prove(&self) -> Result<PartitionProof, ModelError> {
        let overflow = || ModelError::Overflow { what: self.name.clone() };
        let sum = self
            .parts
            .iter()
            .map(|(_, value)| value)
            .chain(&self.unclassified)
            .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))
            .ok_or_else(overflow)?;
        let difference = self.whole.checked_sub(&Figure::Known(sum))?;
        Ok(PartitionProof {
            sum,
            difference,
            verdict: self.whole.allows(&sum),
            known: self.whole.known().is_some(),
        })
    }
}

impl Checked for Partition {}

/// Do the parts equal the whole?
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PartitionProof {
    sum: Decimal,
    difference: Figure<Decimal>,
    verdict: Verdict,
    known: bool,
}

impl PartitionProof {
    /// Sum of the parts and the unclassified rest.
    pub fn sum(&self) -> Decimal {
        self.sum
    }

    /// The whole less the sum: what is missing, or too much if negative.
    pub fn difference(&self) -> &Figure<Decimal> {
        &self.difference
    }

    /// True if the whole is known and the parts equal it.
    pub fn is_exact(&self) -> bool {
        self.known && self.verdict.is_yes()
    }

    /// Can the parts make up the whole? A hedged whole allows more than one sum, an unknown one cannot tell.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The proof in one sentence.
    pub fn message(&self) -> Bilingual {
        let sum = self.sum;
        match (self.verdict, self.difference.known()) {
            (Verdict::Yes, Some(_)) => Bilingual::new(
                format!("các phần cộng đúng bằng {sum}"),
                format!("the parts sum to {sum} exactly"),
            ),
            (Verdict::Yes, None) => Bilingual::new(
                format!("các phần cộng bằng {sum}, phù hợp với tổng đã nêu"),
                format!("the parts sum to {sum}, which the whole allows"),
            ),
            (Verdict::No, Some(difference)) => Bilingual::new(
                format!("các phần cộng bằng {sum}, lệch {difference} so với tổng"),
                format!("the parts sum to {sum}; {difference} is left to the whole"),
            ),
            (Verdict::No, None) => Bilingual::new(
                format!("các phần cộng bằng {sum}, trái với tổng đã nêu"),
                format!("the parts sum to {sum}, which the whole rules out"),
            ),
            (Verdict::CannotTell(_), _) => Bilingual::new(
                format!("các phần cộng bằng {sum}, tổng chưa biết"),
                format!("the parts sum to {sum}; the whole is not known"),
            ),
        }
    }
}
