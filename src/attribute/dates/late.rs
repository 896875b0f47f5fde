//! Dates of publication that lie behind the time at which the text was already there: one of the two is wrong.

use super::{Candidate, Publication};
use crate::read::Document;

/// What to tell of documents that are dated later than they were there, with the first one by name; nothing where there is none.
#[must_use]
pub fn late(documents: &[Document], publications: &[Publication]) -> Option<String> {
    let dated = |publication: &'_ Publication| -> Option<(String, String)> {
        let (bound, chosen) = (publication.not_after?, publication.chosen()?);
        let from = chosen.interval?.from;
        (from > bound).then(|| (told(chosen), bound.to_string()))
    };
    let mut late = documents.iter().zip(publications).filter_map(|(document, publication)| Some((document, dated(publication)?)));
    let (document, (date, bound)) = late.next()?;
    let more = late.count();
    let documents = if more == 0 { "1 document is".to_owned() } else { format!("{} documents are", more + 1) };
    Some(format!(
        "{documents} dated later than the text was there, as {} is: {date}, and there by {bound}. The dates are taken as they stand; \
         `wirecopy explain` shows what each rests on",
        document.id
    ))
}

/// A date as its document has it, and where it stands there.
fn told(candidate: &Candidate) -> String {
    format!("“{}” by its {}", candidate.value, candidate.source)
}

#[cfg(test)]
mod tests {
    use super::super::publication;
    use super::*;

    fn document(id: &str, date: &str, fetched: &str) -> Document {
        Document {
            id: id.into(),
            date: Some(("date".into(), date.into())),
            meta: [("scrape_time".to_owned(), fetched.to_owned())].into(),
            ..Document::default()
        }
    }

    fn told(documents: &[Document]) -> Option<String> {
        late(documents, &documents.iter().map(publication).collect::<Vec<_>>())
    }

    #[test]
    fn a_date_behind_the_time_of_retrieval_is_told_with_both() {
        let sound = document("a", "2016-12-03", "2016-12-03T10:00:00Z");
        let late = document("b", "2016-12-09", "2016-12-03T10:00:00Z");
        assert_eq!(told(std::slice::from_ref(&sound)), None, "the day of retrieval may be the day of publication");
        let one = told(&[sound, late.clone()]).unwrap();
        assert!(one.starts_with("1 document is dated later than the text was there, as b is: “2016-12-09” by its metadata date"), "{one}");
        assert!(one.contains("there by 2016-12-03T10:00:00Z"), "{one}");
        let two = told(&[late.clone(), late]).unwrap();
        assert!(two.starts_with("2 documents are dated later"), "{two}");
    }
}
