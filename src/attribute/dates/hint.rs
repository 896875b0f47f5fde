//! A field that holds dates where no field is known to: the person can say that it is the date of publication.

use std::collections::BTreeMap;

use super::head::Sense;
use super::interval::Precision;
use super::{sense_of_name, value};
use crate::read::Document;

/// Documents that are looked at, from the first on: what is true of a field is true of these.
const LOOKED_AT: usize = 200;

/// What to tell where no document's field tells its date and another field of nearly all holds dates.
#[must_use]
pub fn hint(documents: &[Document]) -> Option<String> {
    if documents.iter().any(|document| document.date.is_some()) {
        return None;
    }
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let looked_at = &documents[..documents.len().min(LOOKED_AT)];
    for (name, written) in looked_at.iter().flat_map(|document| &document.meta) {
        let counts = counts.entry(name).or_default();
        counts.0 += 1;
        counts.1 += usize::from(is_day(written));
    }
    // Times of retrieval and of changes bound the date already, and are none.
    let mut likely: Vec<(&str, usize)> = counts
        .into_iter()
        .filter(|(name, (filled, dates))| dates * 10 >= filled * 9 && dates * 2 > looked_at.len() && sense_of_name(name) == Sense::Labelled)
        .map(|(name, (_, dates))| (name, dates))
        .collect();
    likely.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let (name, dates) = likely.first()?;
    Some(format!(
        "no field is known to be the date; `{name}` holds a date in {dates} of {} documents looked at: --field date={name} takes it, if that is when they were published",
        looked_at.len()
    ))
}

/// Whether a value is a day or finer, and no mere number.
fn is_day(written: &str) -> bool {
    written.contains(|c: char| !c.is_ascii_digit() && c != '.')
        && value::value(written).is_ok_and(|read| read.precision <= Precision::EitherDay)
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
            ("number", ["1480738860", "1480738861"]),
            ("year", ["2016", "2017"]),
            ("size", ["20161203.5", "20161204.5"]),
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
}
