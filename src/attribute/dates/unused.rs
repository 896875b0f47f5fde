//! A field that was to tell the date and told none: the person who named it, or whose file is read, learns so.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Candidate, Publication, Reason, Verdict};
use crate::observer::Warning;
use crate::read::Document;

/// The cause of such a warning.
pub(in crate::attribute) const CAUSE: &str = "field that tells no date";

/// Of so many records that have the field, one tells a date at most.
const FEW: u64 = 10;

/// What is known of one field.
#[derive(Debug, Default)]
struct Field {
    records: u64,
    /// Values that cannot be read, and the first of them.
    unread: (u64, Option<First>),
    /// Values that are no time of publication by the field's name, the first of them, and what it is.
    other: (u64, Option<First>),
    reason: Option<Reason>,
}

/// The first of some values, and where it stands.
#[derive(Debug)]
struct First {
    value: String,
    /// Number of its document.
    document: u32,
    /// Its line, where the document knows it.
    line: Option<u64>,
}

/// What the fields that stand for the date have told, as documents pass by.
#[derive(Debug, Default)]
pub(crate) struct Unused {
    fields: BTreeMap<String, Field>,
}

impl Unused {
    /// Takes the next document.
    pub fn see(&mut self, number: u32, document: &Document, publication: &Publication) {
        let (Some((name, value)), Some(Candidate { verdict, .. })) = (&document.date, publication.candidates.first()) else { return };
        // Nearly always the field is known.
        if !self.fields.contains_key(name) {
            self.fields.insert(name.clone(), Field::default());
        }
        let Some(field) = self.fields.get_mut(name) else { return };
        field.records += 1;
        let (count, first) = match verdict {
            Verdict::Rejected(Reason::Unreadable(_)) => &mut field.unread,
            Verdict::Bound(reason @ Reason::Sense(_)) | Verdict::Rejected(reason @ Reason::Sense(_)) => {
                field.reason.get_or_insert(*reason);
                &mut field.other
            }
            _ => return,
        };
        *count += 1;
        let line = document.place.as_ref().and_then(|place| place.line);
        first.get_or_insert_with(|| First { value: value.clone(), document: number, line });
    }

    /// Takes what documents have told that came after all of these, and whose numbers count from `before`.
    pub fn absorb(&mut self, before: u32, later: Self) {
        for (name, later) in later.fields {
            let field = self.fields.entry(name).or_default();
            field.records += later.records;
            field.reason = field.reason.or(later.reason);
            for ((count, first), (of_later, value)) in [(&mut field.unread, later.unread), (&mut field.other, later.other)] {
                *count += of_later;
                let numbered = value.map(|first| First { document: before + first.document, ..first });
                *first = first.take().or(numbered);
            }
        }
    }

    /// A warning for each field that stands for the date and gave one in fewer than a tenth of the records that have it. `place` tells where a
    /// document was read, by its number.
    pub fn warnings(&self, place: impl Fn(u32) -> Option<(PathBuf, Option<u64>)>) -> Vec<Warning> {
        self.fields.iter().filter_map(|(name, field)| field.warning(name, &place)).collect()
    }
}

/// The same of documents that are all there.
pub(in crate::attribute) fn warnings(documents: &[Document], publications: &[Publication]) -> Vec<Warning> {
    let mut unused = Unused::default();
    for (number, (document, publication)) in (0..).zip(documents.iter().zip(publications)) {
        unused.see(number, document, publication);
    }
    unused.warnings(|number| {
        let place = documents[number as usize].place.as_ref()?;
        Some((place.path.to_path_buf(), place.line))
    })
}

impl Field {
    fn warning(&self, name: &str, place: impl Fn(u32) -> Option<(PathBuf, Option<u64>)>) -> Option<Warning> {
        let (first, message) = match (&self.other, self.reason, &self.unread) {
            ((n, Some(first)), Some(reason), _) => {
                let message = format!(
                    "none of the {n} records that have this field has its date from it: by its name it is {reason}, as {:?}, which says only that \
                     the text was there then; give it another name to have it taken",
                    first.value
                );
                (first, message)
            }
            // A few are told one by one.
            (_, _, (n, Some(first))) if *n >= FEW && n * FEW >= self.records * (FEW - 1) => {
                let message = format!(
                    "{n} of {} records that have this field have no date from it, as {:?} is none that is known here: --field date=NAME takes another",
                    self.records, first.value
                );
                (first, message)
            }
            _ => return None,
        };
        // Of documents made in memory the field is all that can be named.
        let (path, line, message) = match place(first.document) {
            Some((path, line)) => (path, line.or(first.line), format!("{name}: {message}")),
            None => (PathBuf::from(name), None, message),
        };
        Some(Warning { path, line, cause: CAUSE.to_owned(), message, document: None })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::publication;
    use super::*;
    use crate::read::DocumentPlace;

    fn told(name: &str, values: &[&str]) -> Vec<String> {
        let document = |value: &&str| Document { date: Some((name.to_owned(), (*value).to_owned())), ..Document::default() };
        let documents: Vec<Document> = values.iter().map(document).collect();
        let publications: Vec<Publication> = documents.iter().map(publication).collect();
        warnings(&documents, &publications).into_iter().map(|warning| format!("{}: {}", warning.path.display(), warning.message)).collect()
    }

    #[test]
    fn a_time_of_retrieval_that_was_named_as_the_date_is_told_with_its_records_and_a_value() {
        let told = told("scrape_time", &["2018-07-15T07:54:28-04:00", "2018-07-16"]);
        assert_eq!(told.len(), 1);
        for part in ["scrape_time: none of the 2 records", "the time of retrieval, not of publication", "2018-07-15T07:54:28-04:00"] {
            assert!(told[0].contains(part), "{told:?}");
        }
    }

    #[test]
    fn documents_in_two_parts_tell_what_they_tell_together() {
        let dates = ["Harbour Gazette", "2018-07-15", "scraped", "soon", "", "2018"];
        let document = |n: usize| Document {
            date: Some((["date", "scrape_time", "paper"][n % 3].to_owned(), dates[n * n % dates.len()].to_owned())),
            place: Some(DocumentPlace { path: Path::new("in.jsonl").into(), line: u64::try_from(n).ok() }),
            ..Document::default()
        };
        let documents: Vec<Document> = (0..120).map(document).collect();
        let publications: Vec<Publication> = documents.iter().map(publication).collect();
        let expected = warnings(&documents, &publications);
        assert!(expected.iter().any(|warning| warning.path == Path::new("in.jsonl") && warning.message.starts_with("scrape_time: none")));
        for cut in [0, 1, 7, 60, 120] {
            let mut parts = [Unused::default(), Unused::default()];
            let before = u32::try_from(cut).unwrap();
            for (n, (document, publication)) in (0..).zip(documents.iter().zip(&publications)) {
                if n < before { parts[0].see(n, document, publication) } else { parts[1].see(n - before, document, publication) }
            }
            let [mut first, second] = parts;
            first.absorb(before, second);
            let place = |number: u32| documents[number as usize].place.as_ref().map(|place| (place.path.to_path_buf(), None));
            assert_eq!(first.warnings(place), expected, "cut at {cut}");
        }
    }

    #[test]
    fn a_field_that_holds_no_dates_is_told_once_and_one_that_holds_some_is_not() {
        let names = ["Harbour Gazette"; 19];
        let all = told("paper", &[&names[..], &["2018-07-15"]].concat());
        assert!(all.len() == 1 && all[0].contains("19 of 20 records") && all[0].contains("Harbour Gazette"), "{all:?}");
        assert!(told("paper", &[&names[..9], &["2018-07-15"; 9]].concat()).is_empty());
        assert!(told("paper", &names[..9]).is_empty());
        assert!(told("date", &["2018-07-15"; 20]).is_empty());
    }
}
