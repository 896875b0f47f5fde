//! Who published when, who names whom, and who was first: evidence, never a verdict.
//!
//! In: documents, and later the clusters of the passages that they share. Out: for each document when
//! it was published (`dates`) and whom it credits (`credits`), and for each cluster the order of its
//! passages (`order`). Each is a pure function of its record; the function `attribute` calls the first
//! two for all documents at once.

mod clusters;
pub mod credits;
pub mod dates;
mod in_text;
mod marks;
mod named;
pub mod order;
pub mod outlets;
mod place;
pub(crate) mod reach;
mod role;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use rayon::prelude::*;

pub use clusters::orders;
pub use credits::{Credit, Scope};
pub(crate) use dates::unused::Unused;
pub use dates::{Interval, Publication};
pub use in_text::{InText, LookedUp};
pub use named::Named;
pub use order::{Attribution, Cluster, Evidence, Likeness, Member, Order, order};
pub use outlets::{OutletId, Outlets};
pub use role::{Grade, Role};

use crate::error::Result;
use crate::observer::{Funnel, Observer, Warning};
use crate::read::Document;

/// What the stage knows beforehand.
#[derive(Debug, Clone)]
pub struct Config {
    /// Names, aliases and owners; the outlets of the corpus are added to them.
    pub outlets: Outlets,
}

impl Default for Config {
    /// The built-in list of outlets.
    fn default() -> Self {
        Self { outlets: Outlets::builtin() }
    }
}

/// What is known of all documents; slices parallel to them.
#[derive(Debug, Clone)]
pub struct Attributed {
    /// When each was published.
    pub publications: Vec<Publication>,
    /// Whom each credits.
    pub credits: Vec<Vec<Credit>>,
    /// The outlets known, those of the corpus among them.
    pub outlets: Outlets,
    /// Dates that nobody can read, and fields that were to tell the date and tell none; sorted.
    pub warnings: Vec<Warning>,
}

impl Attributed {
    /// The stage's line of counts.
    #[must_use]
    pub fn funnel(&self) -> Funnel {
        let dated = self.publications.iter().filter(|p| p.chosen().is_some()).count();
        let from_text = self.publications.iter().filter(|p| p.chosen().is_some_and(|date| date.span.is_some())).count();
        Funnel::new("attribute")
            .with("documents", self.publications.len())
            .with("dated", dated)
            .with("dated from the text", from_text)
            .with("undated", self.publications.len() - dated)
            .with("unreadable dates", self.warnings.iter().filter(|warning| warning.cause == UNREADABLE).count())
            .with("credits", self.credits.iter().map(Vec::len).sum())
            .with("documents with credits", self.credits.iter().filter(|c| !c.is_empty()).count())
    }

    /// What [`order()`] needs beside a cluster; `documents` are those that this was made from, and `named` whose they are
    /// ([`outlets_of`](order::outlets_of)).
    #[must_use]
    pub fn evidence<'a>(&'a self, documents: &'a [Document], named: &'a [Option<OutletId>]) -> Evidence<'a> {
        Evidence { documents, named, publications: &self.publications, credits: &self.credits, outlets: &self.outlets }
    }
}

/// Finds dates and credits of all `documents`.
///
/// Every warning is told to the observer as well as returned. One pass over each text; no state between
/// documents but the names of the corpus's outlets.
///
/// # Errors
/// [`Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
pub fn attribute(documents: &[Document], config: &Config, observer: &dyn Observer) -> Result<Attributed> {
    let mut outlets = config.outlets.clone();
    learn(&mut outlets, documents);
    let found: Vec<(Publication, Vec<Credit>)> = documents
        .par_iter()
        .map(|document| {
            observer.check()?;
            let found = (dates::publication(document), credits::credits(document, &outlets));
            observer.advance(1);
            Ok(found)
        })
        .collect::<Result<_>>()?;
    let (publications, credits): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let mut warnings: Vec<Warning> = documents.iter().zip(&publications).filter_map(unreadable).collect();
    warnings.extend(dates::unused::warnings(documents, &publications));
    warnings.sort();
    warnings.iter().for_each(|warning| observer.warn(warning));
    Ok(Attributed { publications, credits, outlets, warnings })
}

/// Makes the corpus's outlets known by name, and by host where all documents of that host are one outlet's.
pub(crate) fn learn(outlets: &mut Outlets, documents: &[Document]) {
    let mut hosts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut names: HashSet<&str> = HashSet::new();
    for document in documents {
        let Some(outlet) = document.outlet.as_deref() else {
            continue;
        };
        names.insert(outlet);
        if let Some(host) = document.url.as_deref().and_then(outlets::host) {
            hosts.entry(host).or_default().insert(outlet);
        }
    }
    let mut unknown: Vec<&str> = names.into_iter().filter(|name| outlets.find(name).is_none()).collect();
    // An outlet is called as it is written in normal form and without invisible characters, where one of its names is.
    let is_plain = |name: &str| unicode_normalization::is_nfkc(name) && !name.contains(crate::text::is_invisible);
    unknown.sort_unstable_by_key(|name| (!is_plain(name), *name));
    for name in unknown {
        outlets.add_new(name);
    }
    for (host, names) in hosts {
        if let (Some(name), 1) = (names.first(), names.len()) {
            outlets.add_host(name, host);
        }
    }
}

/// The cause of a warning about one date.
const UNREADABLE: &str = "unreadable date";

/// The warning about a metadata field that holds a date nobody can read.
pub(crate) fn unreadable((document, publication): (&Document, &Publication)) -> Option<Warning> {
    let (candidate, why) = publication.unreadable()?;
    let instead = match publication.chosen() {
        Some(chosen) if chosen == candidate => "its day was kept".to_owned(),
        Some(chosen) => format!("the date is taken from the {} instead: {:?}", chosen.source, chosen.value),
        None => "the document counts as undated".to_owned(),
    };
    let place = document.place.as_ref();
    Some(Warning {
        path: place.map_or_else(|| PathBuf::from(&document.id), |place| place.path.to_path_buf()),
        line: place.and_then(|place| place.line),
        cause: UNREADABLE.to_owned(),
        message: format!("{} {:?} {why}; {instead}", candidate.source, candidate.value),
        document: Some(document.id.clone()),
    })
}

#[cfg(test)]
mod measured;
#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::observer::Recorder;
    use crate::read::DocumentPlace;
    use std::path::Path;
    use std::sync::atomic::Ordering;

    fn document(id: &str, outlet: &str, date: &str, text: &str) -> Document {
        Document {
            id: id.into(),
            outlet: Some(outlet.into()),
            date: (!date.is_empty()).then(|| ("date".into(), date.into())),
            text: text.into(),
            ..Document::default()
        }
    }

    #[test]
    fn dates_that_nobody_can_read_are_counted_and_shown() {
        let documents = [
            document("a", "One", "2016-12-03", "Text"),
            document("b", "Two", "some day", "A headline of five words\nJuly 15, 2018\n"),
            document("c", "Three", "soon", "Text"),
            document("d", "Four", "", "Text"),
        ];
        let recorder = Recorder::default();
        let attributed = attribute(&documents, &Config::default(), &recorder).unwrap();
        let messages: Vec<&str> = attributed.warnings.iter().map(|warning| warning.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "metadata date \"some day\" is no date that is known here; the date is taken from the date line instead: \"July 15, 2018\"",
                "metadata date \"soon\" is no date that is known here; the document counts as undated"
            ]
        );
        let funnel = attributed.funnel();
        let counts = ["documents", "dated", "dated from the text", "undated", "unreadable dates"].map(|name| funnel.get(name).unwrap());
        assert_eq!(counts, [4, 2, 1, 2, 2]);
        assert_eq!(*recorder.warnings.lock().unwrap(), attributed.warnings);
    }

    #[test]
    fn a_date_that_nobody_can_read_is_told_where_its_document_was_read() {
        let place = |line| Some(DocumentPlace { path: Path::new("in/a.csv").into(), line });
        let documents = [
            Document { place: place(Some(9)), ..document("a", "One", "some day", "Text") },
            Document { place: place(None), ..document("b", "One", "soon", "Text") },
            document("c", "One", "later", "Text"),
        ];
        let attributed = attribute(&documents, &Config::default(), &Recorder::default()).unwrap();
        let told: Vec<_> = attributed.warnings.iter().map(|w| (w.path.to_str().unwrap(), w.line, w.document.as_deref().unwrap())).collect();
        assert_eq!(told, [("c", None, "c"), ("in/a.csv", None, "b"), ("in/a.csv", Some(9), "a")]);
    }

    #[test]
    fn outlets_of_the_corpus_are_known_by_their_names() {
        let documents =
            [document("a", "The Harbour Gazette", "", "Text"), document("b", "Two", "", "The mayor told the Harbour Gazette so.")];
        let attributed = attribute(&documents, &Config::default(), &Recorder::default()).unwrap();
        assert_eq!(attributed.credits[1][0].source, "The Harbour Gazette");
        assert!(attributed.credits[0].is_empty());
    }

    #[test]
    fn hosts_of_the_corpus_are_known_unless_outlets_share_them() {
        let at = |id: &str, outlet: &str, url: &str, text: &str| Document { url: Some(url.into()), ..document(id, outlet, "", text) };
        let documents = [
            at("a", "Harbour Gazette", "https://www.harbour.example/1", "Text"),
            at("b", "Two", "https://shared.example/2", "See [this](https://harbour.example/1)."),
            at("c", "Three", "https://shared.example/3", "See [that](https://shared.example/2)."),
        ];
        let attributed = attribute(&documents, &Config::default(), &Recorder::default()).unwrap();
        let sources: Vec<Vec<&str>> = attributed.credits.iter().map(|c| c.iter().map(|c| c.source.as_str()).collect()).collect();
        assert_eq!(sources, [vec![], vec!["Harbour Gazette"], vec![]]);
    }

    #[test]
    fn the_stage_stops_when_told_to() {
        let recorder = Recorder::default();
        recorder.stop.store(true, Ordering::Relaxed);
        let error = attribute(&[document("a", "One", "", "Text")], &Config::default(), &recorder).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    }
}
