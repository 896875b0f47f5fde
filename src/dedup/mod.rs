//! Near-duplicates of whole documents or paragraphs, and nothing else: what of a corpus is kept, and what is dropped for it.
//!
//! [`dedup`] calls each stage once:
//!
//! | stage | file | what happens |
//! |---|---|---|
//! | read | `sketching`, `items`, `dates` | documents pass by; of each stay its place, a digest of its text, and the keys of its sketch's bands |
//! | order | `order` | the order in which items are taken, by `--keep`, date and id: total, whatever the order of reading |
//! | copies | `copies` | items of equal text; only the first of them goes on |
//! | bands | `keys`, `spill` | equal keys make groups of candidates; past the budget of memory keys stand on disk |
//! | verify | `families`, `fetch` | candidates are read again; each is dropped for the kept one that it is most like by exact Jaccard, or kept |
//! | write | `kept`, `table`, `summary` | what is kept, byte for byte; the table of families; what a person sees |
//!
//! An item is dropped only when it verifies against a kept one. No two kept ones are near-duplicates, as far as bands bring them together:
//! two items exactly at the threshold are missed with a probability of .001 at most ([`Banding::for_threshold`]), more similar ones more rarely.

mod copies;
mod dates;
mod families;
mod fetch;
mod items;
mod kept;
mod keys;
mod notes;
mod order;
mod protected;
mod sketching;
mod spill;
mod summary;
mod table;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::lsh::Banding;
use crate::observer::{Funnel, Observer};
use crate::read::{ReadConfig, Unmatched, stream};
use crate::report::model::{FamilyRow, RunRecord};

pub use kept::{KeptFile, write_kept};
pub use protected::{protected_nowhere, read_ids};
pub use summary::{Family, Summary, summary_text};
pub use table::{Written, write};

use families::Verdicts;
use items::Items;
use sketching::Sketching;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Whole documents.
    #[default]
    Document,
    /// Paragraphs, within a document too.
    Paragraph,
}

impl Unit {
    /// The word in the table `families`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Paragraph => "paragraph",
        }
    }
}

/// Which of near-duplicates is kept. Ties go by id; documents without one by file and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// The first by id.
    #[default]
    First,
    /// The one of most words.
    Longest,
    /// The one published first; undated ones come last.
    Earliest,
    /// The one of which the input says most: filled fields, then words.
    Richest,
}

/// Options of a dedup.
#[derive(Debug, Clone, PartialEq)]
pub struct DedupConfig {
    /// What is compared.
    pub unit: Unit,
    /// Least exact Jaccard similarity of near-duplicates, [`Banding::LEAST_THRESHOLD`] to 1.
    pub threshold: f64,
    /// Words of a shingle, 1 to 64.
    pub shingle: usize,
    /// Shorter items are kept unseen.
    pub min_words: u32,
    /// Which of near-duplicates is kept.
    pub keep: Keep,
    /// Ids of documents that are never dropped.
    pub protect: BTreeSet<String>,
    /// Where the kept records will be written, so that inputs which cannot be are refused as soon as they are met.
    pub write_kept: Option<KeptFile>,
    /// Bytes of working memory; more goes to `temp_dir`.
    pub memory: u64,
    /// Where keys and texts go that the memory does not hold.
    pub temp_dir: PathBuf,
}

impl DedupConfig {
    /// That every option is in its range. [`dedup`] asks this first.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        let wrong = if !(self.threshold > 0.0 && self.threshold <= 1.0) {
            (format!("a threshold of {} says nothing", self.threshold), "give --threshold a share above 0, up to 1".to_owned())
        } else if self.threshold < Banding::LEAST_THRESHOLD {
            let message = format!("at a threshold of {} no bands find {} of the pairs", self.threshold, Banding::RECALL);
            (message, format!("give --threshold a share from {} on", Banding::LEAST_THRESHOLD))
        } else if !(1..=64).contains(&self.shingle) {
            (format!("a shingle of {} words is out of range", self.shingle), "give --shingle a number from 1 to 64".to_owned())
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::BadOption, wrong.0).remedy(wrong.1))
    }
}

impl Default for DedupConfig {
    fn default() -> Self {
        Self {
            unit: Unit::Document,
            threshold: 0.8,
            shingle: 5,
            min_words: 1,
            keep: Keep::First,
            protect: BTreeSet::new(),
            write_kept: None,
            memory: 1 << 30,
            temp_dir: std::env::temp_dir(),
        }
    }
}

/// What a dedup has found.
pub struct Dedup {
    /// `run.json`, its parameters left to the caller.
    pub record: RunRecord,
    /// The table.
    pub families: Vec<FamilyRow>,
    /// What a person is told.
    pub summary: Summary,
    /// Ids that were to be protected and that no document of the corpus has.
    pub unknown_protected: Vec<String>,
    /// (stage, seconds) in the order of the data.
    pub timings: Vec<(String, f64)>,
    items: Items,
    /// By number of the item.
    dropped: Vec<bool>,
}

/// Finds the near-duplicates of a corpus, within it and `against` a reference.
///
/// Cost: linear in the text; near-duplicates are read twice. Threads: rayon's; results depend neither on them nor on the memory nor on the order of reading.
/// Algorithm: MinHash and LSH (Broder 1997; Indyk and Motwani 1998), exact Jaccard, greedy in a total order.
///
/// # Errors
/// As [`read`](crate::read::read), and by [`ErrorKind`]:
/// - `BadOption`: an option [out of its range](DedupConfig::check), a file that is both corpus and reference, inputs that cannot be written
///   to [`write_kept`](DedupConfig::write_kept);
/// - `OutputExists`: a folder for kept files that holds something else;
/// - `Malformed`: a file that has changed since it was read first;
/// - `TooLarge`: 2^32 documents or items and more;
/// - `Io`: a file that cannot be read again, a folder for temporary files that cannot be written to or is full.
pub fn dedup(reading: &ReadConfig, against: Option<&ReadConfig>, config: &DedupConfig, observer: &dyn Observer) -> Result<Dedup> {
    check(reading, config)?;
    check_inputs(reading, against, config)?;
    let banding = Banding::for_threshold(config.threshold);
    let mut stages = Stages { observer, funnels: Vec::new(), timings: Vec::new() };
    let sketching = Sketching::new(config, banding);
    let mut items = Items::new(config, banding);

    let mut inputs = Vec::new();
    let mut warnings = Vec::new();
    let mut read = |is_reference: bool, observer: &dyn Observer| -> Result<Vec<Unmatched>> {
        let reading = against.filter(|_| is_reference).unwrap_or(reading);
        let begun = Instant::now();
        items.begin_corpus(reading, is_reference);
        let mut streamed = stream(reading, &sketching, &mut items, observer)?;
        items.end_corpus()?;
        inputs.append(&mut streamed.inputs);
        warnings.append(&mut streamed.warnings);
        if is_reference {
            streamed.funnel.stage = "read reference".to_owned();
        }
        stages.timings.push((streamed.funnel.stage.clone(), begun.elapsed().as_secs_f64()));
        stages.funnels.push(streamed.funnel);
        Ok(streamed.unmatched)
    };
    let unmatched = if against.is_some() { notes::of_two(observer, read)? } else { read(false, observer)? };
    unmatched.iter().for_each(|unmatched| observer.note(&unmatched.told()));
    // Sidecars are read too, and pass nowhere.
    if let Some(kept) = &config.write_kept {
        inputs.iter().try_for_each(|input| kept.spares(&input.path))?;
        kept.takes_all(&items)?;
    }
    let dates = items.take_dates();
    let undated = (config.keep == Keep::Earliest).then_some(dates.undated);
    if let Some(hint) = dates.hint() {
        observer.note(&hint);
    }
    for warning in dates.into_warnings(&items) {
        observer.warn(&warning);
        warnings.push(warning);
    }
    stages.funnels.push(items.told(config, undated));

    let order = stages.run("order", || order::order(&items, config), order::Order::told)?;
    let copies = stages.run("copies", || Ok(copies::copies(&items, &order, config.min_words)), copies::Copies::told)?;
    let groups = stages.run("bands", || items.keys.groups(&copies.goes_on, observer), keys::Groups::told)?;
    let verdicts = stages.run("verify", || families::families(&items, &order, &groups, config, observer), Verdicts::told)?;
    drop(groups);

    let (outcome, corpus) = rayon::join(|| table::outcome(&items, &order, &copies, &verdicts, config), || table::digest_of(&items, &order));
    stages.funnels.push(outcome.told());
    let table::Outcome { families, dropped, mut summary } = outcome;
    summary.undated = undated;
    let Stages { funnels, timings, .. } = stages;
    inputs.sort();
    warnings.sort();
    let record = table::record(corpus, inputs, warnings, funnels);
    Ok(Dedup { record, families, summary, unknown_protected: order.unknown, timings, items, dropped })
}

fn check(reading: &ReadConfig, config: &DedupConfig) -> Result<()> {
    if reading.limit.is_some() && config.write_kept.is_some() {
        return Err(kept::after_a_limit());
    }
    config.check()
}

/// That nothing is both corpus and reference, where it would be dropped for itself, and that no input will be written over.
fn check_inputs(reading: &ReadConfig, against: Option<&ReadConfig>, config: &DedupConfig) -> Result<()> {
    let references = against.map_or(&[][..], |against| &against.inputs);
    if let Some(kept) = &config.write_kept {
        reading.inputs.iter().chain(references).try_for_each(|input| kept.spares(input))?;
    }
    let is_stdin = |input: &&PathBuf| input.as_os_str() == "-";
    if reading.inputs.iter().any(|input| is_stdin(&input))
        && let Some(named) = references.iter().find(is_stdin)
    {
        return Err(Error::new(
            ErrorKind::BadOption,
            "standard input is named twice, as corpus and as reference, and can be read once only",
        )
        .at(named)
        .remedy("save one of the two as a file, and name that"));
    }
    for (input, reference) in reading.inputs.iter().flat_map(|input| references.iter().map(move |reference| (input, reference))) {
        if let (Ok(left), Ok(right)) = (input.canonicalize(), reference.canonicalize())
            && (left.starts_with(&right) || right.starts_with(&left))
        {
            let message =
                format!("it and the reference {} hold the same files: all of them would be dropped for themselves", reference.display());
            return Err(Error::new(ErrorKind::BadOption, message)
                .at(input)
                .remedy("name another corpus with --against; without it dedup compares the corpus with itself"));
        }
    }
    Ok(())
}

/// Runs stages and keeps what they tell.
struct Stages<'a> {
    observer: &'a dyn Observer,
    funnels: Vec<Funnel>,
    timings: Vec<(String, f64)>,
}

impl Stages<'_> {
    fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>, told: impl FnOnce(&T) -> Funnel) -> Result<T> {
        self.observer.check()?;
        let begun = Instant::now();
        self.observer.begin(name, "items", None);
        let result = work()?;
        self.observer.check()?;
        let funnel = told(&result);
        self.observer.end(&funnel);
        self.timings.push((name.to_owned(), begun.elapsed().as_secs_f64()));
        self.funnels.push(funnel);
        Ok(result)
    }
}

#[cfg(test)]
mod tests;
