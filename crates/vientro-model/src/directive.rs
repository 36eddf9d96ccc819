//! Directives, tasks and feedback: who asks what of whom until when, and the answer.

use chrono::NaiveDate;
use vientro_core::{Period, RowId};

use crate::macros::Checked;
use crate::{DirectiveId, ModelError, Progress};

coded! {
    /// What is asked.
    #[non_exhaustive]
    DirectiveKind "kind of directive" {
        /// A direction for the work (chỉ đạo, phương hướng), also without a number.
        Directive = "directive", "chỉ đạo, phương hướng", "directive";
        /// Praise, criticism or a wish (góp ý).
        Feedback = "feedback", "góp ý", "feedback";
        /// A task with a day (nhiệm vụ).
        Task = "task", "nhiệm vụ", "task";
    }
}

states! {
    /// Where a directive stands.
    DirectiveState "state of a directive" from Open {
        /// Done or answered.
        Done = "done", "đã hoàn thành", "done" => [Open];
        /// Given up or taken back.
        Dropped = "dropped", "không thực hiện", "dropped" => [];
        /// Being worked on.
        InProgress = "in-progress", "đang thực hiện", "in progress" => [Done, Dropped];
        /// Not begun.
        Open = "open", "chưa thực hiện", "open" => [Done, Dropped, InProgress];
    }
}

record! {
    /// A directive, task or feedback as written.
    Directive
    need { id: DirectiveId, kind: DirectiveKind, text: String, }
    text {
        /// What was answered.
        answer with_answer,
        /// The document it stands in.
        document with_document,
        /// Who gives it, as written.
        giver with_giver,
        /// Who has to do it, as written.
        owner with_owner,
    }
    copy {
        /// The day it is due.
        due_on with_due_on: NaiveDate,
        /// The day it was given.
        given_on with_given_on: NaiveDate,
        /// The period it is for.
        period with_period: Period,
    }
    maybe {
        /// The states it went through.
        progress with_progress: Progress<DirectiveState>,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Directive {
    /// A directive as written.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank text.
    pub fn try_new(
        id: DirectiveId,
        kind: DirectiveKind,
        text: impl Into<String>,
    ) -> Result<Self, ModelError> {
        let directive = Self::bare(id, kind, text.into());
        directive.check()?;
        Ok(directive)
    }

    /// The identifier.
    pub fn id(&self) -> &DirectiveId {
        &self.id
    }

    /// What is asked.
    pub fn kind(&self) -> DirectiveKind {
        self.kind
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Is it due before `day` and neither done nor dropped by then?
    pub fn is_overdue_on(&self, day: NaiveDate) -> bool {
        let state = self.progress.as_ref().and_then(|progress| progress.state_on(day));
        let is_settled = matches!(state, Some(DirectiveState::Done | DirectiveState::Dropped));
        self.due_on.is_some_and(|due| due < day) && !is_settled
    }
}

impl Checked for Directive {
    fn check(&self) -> Result<(), ModelError> {
        if self.text.trim().is_empty() {
            return Err(ModelError::Text { field: "text", record: self.id.to_string() });
        }
        Ok(())
    }
}
