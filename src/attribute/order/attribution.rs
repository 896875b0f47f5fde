//! What is said of a cluster's members: where each has its text from, and who was first.

use std::cell::RefCell;
use std::sync::Arc;

use crate::attribute::dates::Interval;
use crate::attribute::{Grade, Role};

/// Where a member has its text from.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution<E = Arc<str>> {
    /// Its place in the order of publication.
    pub role: Role,
    /// The member it most likely took the text from.
    pub source: Option<usize>,
    /// The outlet that it credits, whether that has a copy here or not.
    pub credited: Option<String>,
    /// How well role and source are founded.
    pub grade: Grade,
    /// What they rest on, in words. The row of the member shares them: a sentence for each of millions.
    pub evidence: E,
}

thread_local! {
    /// What the last attribution rests on. Of millions most say the same: that no date is known.
    static LAST: RefCell<Arc<str>> = RefCell::new("".into());
}

impl Attribution<String> {
    /// When nothing more is to be said.
    pub(super) fn closed(self) -> Attribution {
        let Self { role, source, credited, grade, evidence } = self;
        let evidence = LAST.with_borrow_mut(|last| {
            if **last != *evidence {
                *last = evidence.into();
            }
            Arc::clone(last)
        });
        Attribution { role, source, credited, grade, evidence }
    }
}

/// A cluster's order of publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// One a member, parallel to them.
    pub members: Vec<Attribution>,
    /// The member that was published before all others that have a date. `None` on ties.
    pub first: Option<usize>,
    /// When that was.
    pub first_interval: Option<Interval>,
    /// Who said it, where it is a quotation and the texts name someone.
    pub speaker: Option<String>,
    /// Members without any date: each may be earlier than the first.
    pub undated: usize,
}
