//! A field that holds dates where no field is known to: the person can say that it is the date of publication.

use std::collections::BTreeMap;

use super::head::Sense;
use super::interval::Precision;
use super::{sense_of_name, value};
use crate::read::Document;

/// Documents that are looked at, from the first on: what is true of a field is true of these.
const LOOKED_AT: usize = 200;

/// Bytes of the longest value that is asked whether it is a date: no way of writing one takes more, and a field may hold a text.
const LONGEST: usize = 80;

/// What the fields of documents hold, as they pass by.
#[derive(Debug, Default)]
pub(crate) struct Hint {
    /// Whether a field is known to be the date.
    known: bool,
    /// Of each document looked at its other fields, and whether they hold a day.
    fields: Vec<Vec<(String, bool)>>,
}

impl Hint {
    /// Takes the next document.
    pub fn see(&mut self, document: &Document) {
        self.known |= document.date.is_some();
        if !self.known && self.fields.len() < LOOKED_AT {
            self.fields.push(document.meta.iter().map(|(name, written)| (name.clone(), is_day(written))).collect());
        }
    }

    /// Takes what documents have told that came after all of these.
    pub fn absorb(&mut self, later: Self) {
        self.known |= later.known;
        self.fields.extend(later.fields);
        self.fields.truncate(LOOKED_AT);
    }

    /// What to tell where no document's field tells its date and another field of nearly all holds dates.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        if self.known {
            return None;
        }
        let looked_at = self.fields.len();
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (name, is_day) in self.fields.iter().flatten() {
            let counts = counts.entry(name).or_default();
            counts.0 += 1;
            counts.1 += usize::from(*is_day);
        }
        // Times of retrieval and of changes bound the date already, and are none.
        let mut likely: Vec<(&str, usize)> = counts
            .into_iter()
            .filter(|(name, (filled, dates))| dates * 10 >= filled * 9 && dates * 2 > looked_at && sense_of_name(name) == Sense::Labelled)
            .map(|(name, (_, dates))| (name, dates))
            .collect();
        likely.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let (name, dates) = likely.first()?;
        Some(format!(
            "no field is known to be the date; `{name}` holds a date in {dates} of {looked_at} documents looked at: --field date={name} \
             takes it, if that is when they were published"
        ))
    }
}

/// What to tell of all documents of a corpus.
#[must_use]
pub fn hint(documents: &[Document]) -> Option<String> {
    let mut hint = Hint::default();
    documents.iter().for_each(|document| hint.see(document));
    hint.told()
}

/// Whether a value is a day or finer, and no mere number: `20161203.5` is one, `03.12.2016` is none.
fn is_day(written: &str) -> bool {
    let is_number = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && written.matches('.').count() < 2;
    !is_number && written.len() <= LONGEST && value::value(written).is_ok_and(|read| read.precision <= Precision::EitherDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(field: &str, values: &[&str]) -> Vec<Document> {
        let document = |value: &&str| Document { meta: [(field.to_owned(), (*value).to_owned())].into(), ..Document::default() };
        values.iter().map(document).collect()
    }

    #[test]
    fn a_field_full_of_days_is_told_where_no_date_is_known() {
        let told = hint(&documents("Erschienen", &["2016-12-01", "3. Dezember 2016"])).unwrap();
        assert!(told.contains("`Erschienen` holds a date in 2 of 2") && told.contains("--field date=Erschienen"), "{told}");
        for (field, values) in [
            ("Datum", ["07.03.2023", "08.03.2023"]),
            ("Datum", ["07.03.2023", "2023-03-08"]),
            ("Datum", ["7. März 2023", "08.03.2023 14:30"]),
        ] {
            let told = hint(&documents(field, &values)).unwrap();
            assert!(told.contains("--field date=Datum takes it"), "{values:?} {told}");
        }
        for (field, values) in [
            ("number", ["1480738860", "1480738861"]),
            ("year", ["2016", "2017"]),
            ("size", ["20161203.5", "20161204.5"]),
            ("version", ["1.12", "2.0.0"]),
            ("section", ["2016-12-01", "Politics"]),
            ("scrape_time", ["2016-12-01", "2016-12-02"]),
            ("last_updated", ["2016-12-01", "2016-12-02"]),
        ] {
            assert_eq!(hint(&documents(field, &values)), None, "{field}");
        }
        let mut dated = documents("issue", &["2016-12-01", "2016-12-02"]);
        dated[1].date = Some(("date".into(), "unknown".into()));
        assert_eq!(hint(&dated), None);
    }

    #[test]
    fn what_batches_tell_together_is_what_the_corpus_tells() {
        let days: Vec<String> =
            (0..3 * LOOKED_AT).map(|n| if n % 12 == 0 { "soon".to_owned() } else { format!("{:02}.03.2023", n % 28 + 1) }).collect();
        let documents = documents("Datum", &days.iter().map(String::as_str).collect::<Vec<_>>());
        let expected = hint(&documents);
        assert!(expected.as_ref().is_some_and(|told| told.contains("183 of 200 documents")), "{expected:?}");
        for size in [1, 7, LOOKED_AT, LOOKED_AT + 1] {
            let mut all = Hint::default();
            for batch in documents.chunks(size) {
                let mut of_batch = Hint::default();
                batch.iter().for_each(|document| of_batch.see(document));
                all.absorb(of_batch);
            }
            assert_eq!(all.told(), expected, "{size}");
        }
    }
}
