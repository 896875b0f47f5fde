//! What each stage tells and takes.

use std::time::Instant;

use crate::error::Result;
use crate::observer::{Funnel, Observer};
use crate::room::{give_back, peak_memory};

/// Runs stages and keeps what they tell.
pub(super) struct Stages<'a> {
    observer: &'a dyn Observer,
    /// What stages tell, in their order.
    pub(super) funnels: Vec<Funnel>,
    /// Seconds of each.
    pub(super) timings: Vec<(String, f64)>,
    /// The most bytes that the process held up to the end of each.
    pub(super) peaks: Vec<(String, u64)>,
}

impl<'a> Stages<'a> {
    /// Behind stages that have told this.
    pub(super) fn new(observer: &'a dyn Observer, funnels: Vec<Funnel>) -> Self {
        Self { observer, funnels, timings: Vec::new(), peaks: Vec::new() }
    }

    fn took(&mut self, name: &str, start: Instant) {
        self.timings.push((name.to_owned(), start.elapsed().as_secs_f64()));
        give_back();
        self.peaks.extend(peak_memory().map(|bytes| (name.to_owned(), bytes)));
    }

    /// Work without counts of its own.
    pub(super) fn timed<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> Result<T> {
        self.observer.check()?;
        let start = Instant::now();
        let result = work();
        self.took(name, start);
        Ok(result)
    }

    /// Work of which people see how far it is, and what came out of it.
    pub(super) fn run<T>(
        &mut self,
        name: &str,
        unit: &str,
        total: usize,
        work: impl FnOnce() -> T,
        told: impl FnOnce(&T) -> Funnel,
    ) -> Result<T> {
        self.observer.check()?;
        let start = Instant::now();
        self.observer.begin(name, unit, u64::try_from(total).ok());
        let result = work();
        self.observer.check()?;
        let funnel = told(&result);
        self.observer.end(&funnel);
        self.took(name, start);
        self.funnels.push(funnel);
        Ok(result)
    }
}
