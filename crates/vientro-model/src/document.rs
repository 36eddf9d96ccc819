//! Documents figures are taken from, how good their evidence is, and clashes kept open.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};

use crate::macros::Checked;
use crate::{ClashId, DocumentId, ModelError, Reading, StatementId};

coded! {
    /// How good the evidence of a document is, best first in [`EvidenceGrade::rank`].
    #[non_exhaustive]
    EvidenceGrade "evidence grade" {
        /// Put together from others (tổng hợp, "t/h").
        Compiled = "compiled", "báo chí tổng hợp lại", "compiled press";
        /// A site of the body itself.
        OfficialSite = "official-site", "trang tin chính thức", "official site";
        /// A paper that was there.
        Press = "press", "báo chí", "press";
        /// A report with number and signature.
        SignedReport = "signed-report", "báo cáo có ký", "signed report";
        /// A headline or a line that points to another article.
        Teaser = "teaser", "tít, dòng dẫn", "teaser";
    }
}

impl EvidenceGrade {
    /// 1 is the best evidence.
    pub const fn rank(self) -> u8 {
        match self {
            Self::SignedReport => 1,
            Self::OfficialSite => 2,
            Self::Press => 3,
            Self::Compiled => 4,
            Self::Teaser => 5,
        }
    }
}

record! {
    /// A document that figures are taken from.
    SourceDocument
    need { id: DocumentId, title: String, }
    text {
        /// Who put it together or signed it, as written.
        author with_author,
        /// Fingerprint of the text that was read.
        fingerprint with_fingerprint,
        /// Anything else to know.
        note with_note,
        /// Its number.
        number with_number,
        /// Who published it.
        publisher with_publisher,
        /// Address or file.
        url with_url,
    }
    copy {
        /// How good its evidence is.
        grade with_grade: EvidenceGrade,
        /// Its language.
        language with_language: Language,
        /// The day it was published.
        published_on with_published_on: NaiveDate,
        /// The day it was fetched.
        retrieved_on with_retrieved_on: NaiveDate,
    }
    maybe {}
    list {}
}

impl SourceDocument {
    /// A document by its title.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank title.
    pub fn try_new(id: DocumentId, title: impl Into<String>) -> Result<Self, ModelError> {
        let document = Self::bare(id, title.into());
        document.check()?;
        Ok(document)
    }

    /// The identifier.
    pub fn id(&self) -> &DocumentId {
        &self.id
    }

    /// The title as written.
    pub fn title(&self) -> &str {
        &self.title
    }
}

impl Checked for SourceDocument {
    fn check(&self) -> Result<(), ModelError> {
        if self.title.trim().is_empty() {
            return Err(ModelError::Text { field: "title", record: self.id.to_string() });
        }
        Ok(())
    }
}

record! {
    /// A question the words leave open, with all its readings. It stays open until somebody chooses, and the other
    /// readings stay beside the one chosen.
    ///
    /// ```
    /// use vientro_core::Bilingual;
    /// use vientro_model::{Clash, ClashId, StatementId};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let houses = Clash::try_new(
    ///     ClashId::try_new("houses")?,
    ///     [StatementId::try_new("S2-010")?, StatementId::try_new("S2-019")?],
    ///     [Bilingual::new("cùng 20 căn nhà", "the same 20 houses"), Bilingual::new("hai đợt 20 căn", "two sets of 20")],
    /// )?;
    /// assert!(houses.is_open());
    /// # Ok(()) }
    /// ```
    ///
    /// # Source
    ///
    /// What the published articles leave ambiguous must be held, not settled: what was written, the reading chosen, who
    /// chose it and when.
    Clash
    need { id: ClashId, statements: Vec<StatementId>, readings: Vec<Bilingual>, }
    kept { chosen: Vec<Reading>, }
    text {
        /// Anything else to know.
        note with_note,
    }
    copy {}
    maybe {}
    list {}
}

impl Clash {
    /// At least two readings of at least one statement.
    ///
    /// # Errors
    ///
    /// [`ModelError::Readings`].
    pub fn try_new(
        id: ClashId,
        statements: impl IntoIterator<Item = StatementId>,
        readings: impl IntoIterator<Item = Bilingual>,
    ) -> Result<Self, ModelError> {
        let clash = Self::bare(id, statements.into_iter().collect(), readings.into_iter().collect());
        clash.check()?;
        Ok(clash)
    }

    /// Chooses one of the readings. An earlier choice stays readable.
    ///
    /// # Errors
    ///
    /// [`ModelError::Readings`] if it is none of them; [`ModelError::Earlier`] for a day before the last choice. The
    /// clash is then unchanged.
    pub fn choose(&mut self, reading: Reading) -> Result<(), ModelError> {
        if !self.readings.contains(reading.chosen()) {
            return Err(self.refuse());
        }
        if let Some(last) = self.chosen.last().map(Reading::on).filter(|last| reading.on() < *last) {
            return Err(ModelError::Earlier { what: "a choice", on: reading.on(), newest: last });
        }
        self.chosen.push(reading);
        Ok(())
    }

    /// The identifier.
    pub fn id(&self) -> &ClashId {
        &self.id
    }

    /// The statements it is about.
    pub fn statements(&self) -> &[StatementId] {
        &self.statements
    }

    /// What they may mean.
    pub fn readings(&self) -> &[Bilingual] {
        &self.readings
    }

    /// All choices, oldest first.
    pub fn choices(&self) -> &[Reading] {
        &self.chosen
    }

    /// The reading chosen as known at the end of `day`.
    pub fn chosen_as_known_on(&self, day: NaiveDate) -> Option<&Reading> {
        self.chosen.iter().rev().find(|reading| reading.on() <= day)
    }

    /// Has nobody chosen?
    pub fn is_open(&self) -> bool {
        self.chosen.is_empty()
    }

    fn refuse(&self) -> ModelError {
        let readings: Vec<String> = self.readings.iter().map(|it| format!("`{}`", it.en())).collect();
        ModelError::Readings { clash: self.id.to_string(), readings: readings.join(", ") }
    }
}

impl Checked for Clash {
    fn check(&self) -> Result<(), ModelError> {
        let is_twice = (1..)
            .zip(&self.readings)
            .any(|(next, reading)| self.readings.iter().skip(next).any(|it| it == reading));
        if self.statements.is_empty() || self.readings.len() < 2 || is_twice {
            return Err(self.refuse());
        }
        let mut again = Self { chosen: Vec::new(), ..self.clone() };
        for reading in &self.chosen {
            again.choose(reading.clone())?;
        }
        Ok(())
    }

    /// Two readings at least, and choices among them.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.readings.push(Bilingual::new("một đợt", "one set"));
        self.readings.push(Bilingual::new("hai đợt", "two sets"));
        let mut readings = Vec::new();
        for reading in std::mem::take(&mut self.readings) {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        self.chosen.sort_by_key(Reading::on);
        for (position, choice) in self.chosen.iter_mut().enumerate() {
            let position = position.checked_rem(readings.len()).unwrap_or_default();
            if let Some(reading) = readings.get(position) {
                *choice = Reading::new(reading.clone(), choice.by(), choice.on());
            }
        }
        self.readings = readings;
        self
    }
}
