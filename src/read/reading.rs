//! What both ways of reading have in common, into a corpus and past a taker: how they begin, what their files tell, how they end.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::decompress::OnDisk;
use super::discover::{Found, discover};
use super::document::{Document, InputFile};
use super::fields::{Chooser, Chosen};
use super::globs::Unmatched;
use super::intake::{NO_TEXT_FIELD, Taken, Terms, no_text_field};
use super::meaning::Meaning;
use super::sidecar;
use super::told::{Facts, notes, nothing_read, told_of_sidecars};
use super::{OutletFrom, ReadConfig};
use crate::error::{Error, ErrorKind, Result};
use crate::observer::{Funnel, Observer, Warning};

/// The part of the memory that texts may take before all go to disk: words take twice as much as they, and what is found as much as both.
const TEXTS: u64 = 8;

/// Finds the files, and tells that reading begins.
pub(super) fn begin<'a>(config: &'a ReadConfig, observer: &'a dyn Observer) -> Result<(Found, Terms<'a>)> {
    if config.limit == Some(0) {
        return Err(
            Error::new(ErrorKind::BadOption, "a limit of 0 documents leaves nothing to read").remedy("give --limit a number from 1")
        );
    }
    let found = discover(config)?;
    let bytes = found.places.iter().chain(&found.sidecars).map(|place| place.bytes).sum();
    let total = found.places.iter().all(|place| place.can_read_again).then_some(bytes);
    observer.begin("read", "bytes", total);
    let terms = Terms {
        names: &config.fields,
        outlet_from: config.outlet_from,
        strict: config.strict,
        max_text_bytes: u64::from(u32::MAX),
        shelf: config.room.shelf(config.room.memory / TEXTS),
        observer,
    };
    Ok((found, terms))
}

/// What all sidecars say of the files.
pub(super) struct Sidecars<'a> {
    /// For places that one lists, by their number.
    pub rows: HashMap<usize, Chosen>,
    /// Places that none lists though one is for them.
    unlisted: HashSet<usize>,
    chooser: Chooser<'a>,
    /// Those that list a file that is read.
    listing: Vec<&'a Path>,
}

impl Sidecars<'_> {
    /// The numbers of the places that are to be read.
    pub fn wanted(&self, found: &Found) -> Vec<usize> {
        (0..found.places.len()).filter(|at| !self.unlisted.contains(at)).collect()
    }
}

/// What the files of a run have told so far, whoever takes their documents.
pub(super) struct Reading<'a> {
    config: &'a ReadConfig,
    found: &'a Found,
    terms: &'a Terms<'a>,
    chooser: Chooser<'a>,
    /// The first file that has fields.
    with_fields: Option<PathBuf>,
    left_out: u64,
    warnings: Vec<Warning>,
    inputs: Vec<InputFile>,
}

/// What was read, but for the documents.
pub(crate) struct AllRead {
    /// Sorted by path.
    pub inputs: Vec<InputFile>,
    /// Sorted.
    pub warnings: Vec<Warning>,
    pub funnel: Funnel,
    /// Patterns that matched nothing: who reads tells them, since another corpus may be read by the same ones.
    pub unmatched: Vec<Unmatched>,
}

impl<'a> Reading<'a> {
    /// Reads the sidecars.
    pub fn begin(config: &'a ReadConfig, found: &'a Found, terms: &'a Terms<'a>) -> Result<(Sidecars<'a>, Self)> {
        let chooser = Chooser::for_sidecar(terms.names);
        let mut sidecars = Sidecars { rows: HashMap::new(), unlisted: HashSet::new(), chooser, listing: Vec::new() };
        let chooser = Chooser::new(terms.names);
        let left_out = found.unreadable.len() as u64;
        let warnings = found.unreadable.iter().chain(&found.doubtful).cloned().collect();
        let mut reading = Self { config, found, terms, chooser, with_fields: None, left_out, warnings, inputs: Vec::new() };
        for (sidecar, files) in found.sidecars.iter().zip(sidecar::governed(&found.places, &found.sidecars)) {
            let joined = sidecar::join(sidecar, found, &files, terms)?;
            for at in &joined.unlisted {
                terms.observer.advance(found.places[*at].bytes);
            }
            sidecars.listing.extend((!joined.rows.is_empty()).then_some(&*sidecar.path));
            sidecars.rows.extend(joined.rows);
            sidecars.unlisted.extend(joined.unlisted);
            sidecars.chooser.absorb(&joined.chooser);
            reading.warnings.extend(joined.troubles.into_warnings());
            let OnDisk { bytes, digest } = joined.on_disk;
            reading.inputs.push(InputFile { path: sidecar.path.clone(), bytes, digest, documents: 0 });
        }
        Ok((sidecars, reading))
    }

    /// Keeps what the next file told, and gives back its documents with their lines.
    pub fn absorb(&mut self, taken: Taken<'a>) -> Vec<(Document, Option<u64>)> {
        self.chooser.absorb(&taken.chooser);
        if self.with_fields.is_none() && !taken.chooser.names_met().is_empty() {
            self.with_fields = Some(taken.input.path.clone());
        }
        self.left_out += taken.lost;
        self.warnings.extend(taken.warnings);
        self.inputs.push(taken.input);
        taken.documents
    }

    /// Tells all warnings, in their order; every file is read.
    pub fn tell_warnings(&mut self) {
        self.warnings.sort();
        // Where no file has a field for the text, that is the error; it is not told twice.
        let is_error = |warning: &Warning| warning.cause == NO_TEXT_FIELD && self.with_fields.as_ref() == Some(&warning.path);
        let fails = self.inputs.iter().all(|input| input.documents == 0) && !self.chooser.knows(Meaning::Text);
        for warning in self.warnings.iter().filter(|warning| !(fails && is_error(warning))) {
            self.terms.observer.warn(warning);
        }
    }

    /// That something came out, and that every field that was named was met.
    ///
    /// # Errors
    /// [`ErrorKind::NoDocuments`], [`ErrorKind::NoTextField`], [`ErrorKind::BadOption`].
    pub fn check(&self, documents: u64, sidecars: &Sidecars<'_>) -> Result<()> {
        if documents > 0 {
            return self.chooser.check_names(&sidecars.chooser);
        }
        Err(match &self.with_fields {
            Some(path) if !self.chooser.knows(Meaning::Text) => no_text_field(path, &self.chooser),
            _ => nothing_read(self.config, self.found, &self.warnings),
        })
    }

    /// Tells what was chosen for the person, and the counts. `unread` files were not opened.
    pub fn end(mut self, facts: &Facts, sidecars: &Sidecars<'a>, unread: usize) -> AllRead {
        let observer = self.terms.observer;
        self.inputs.sort();
        let of_sidecars = sidecars.chooser.told().map(|told| told_of_sidecars(&told, &sidecars.listing, self.found));
        let of_records = self.chooser.told();
        self.chooser.absorb(&sidecars.chooser);
        // Where no outlet is looked at, it matters to nobody.
        let placeholders =
            self.chooser.placeholders_told().filter(|_| facts.without_outlet.is_some() && self.config.outlet_from == OutletFrom::Field);
        for note in notes(self.config, self.found, facts, [of_records, of_sidecars, placeholders], unread) {
            observer.note(&note);
        }
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let funnel = Funnel::new("read")
            .with("files", self.inputs.len())
            .with("documents", size(facts.documents))
            .with("left out", size(self.left_out));
        observer.end(&funnel);
        AllRead { inputs: self.inputs, warnings: self.warnings, funnel, unmatched: self.found.unmatched.clone() }
    }
}
