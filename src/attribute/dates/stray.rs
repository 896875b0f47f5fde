//! A date that stands far from all others of the corpus: a slip of the pen.

use super::Publication;
use crate::read::Document;

/// Of so many dated documents one may stand apart, and so on.
const TO_ONE: usize = 5;
/// Seconds beyond which a date is far from all others. And they must lie nearer to one another: where news of a century are read, years between two of
/// them are no slip.
const FAR: i64 = 366 * 24 * 3600;

/// When a document was published, in seconds since 1970, and its number.
#[derive(Debug, Clone, Copy)]
struct Dated {
    from: i64,
    to: i64,
    document: usize,
}

/// What to tell of the first date and of the last one where they stand far from all others; several documents may have it.
#[must_use]
pub fn stray(documents: &[Document], publications: &[Publication]) -> Vec<String> {
    let dated = |(document, publication): (usize, &Publication)| {
        let interval = publication.interval()?;
        Some(Dated { from: interval.from.as_second(), to: interval.to.as_second(), document })
    };
    let mut dated: Vec<Dated> = publications.iter().enumerate().filter_map(dated).collect();
    dated.sort_by_key(|own| (own.from, own.to, own.document));
    let mut notes: Vec<(&str, String)> = Vec::new();
    // Beside a stray one at the other end none would be far; so it is taken away first.
    for how in ["earlier", "later", "earlier"] {
        if notes.iter().any(|(told, _)| *told == how) {
            continue;
        }
        let turned: Vec<Dated> = dated.iter().rev().map(|own| Dated { from: -own.to, to: -own.from, ..*own }).collect();
        let from_end = if how == "later" { &turned } else { &dated };
        let apart = apart(from_end);
        let named = from_end[..apart].iter().map(|own| own.document).min();
        let Some((named, date)) = named.and_then(|named| Some((named, publications[named].chosen()?))) else {
            continue;
        };
        let are = if apart == 1 { "1 document is".to_owned() } else { format!("{apart} documents are") };
        let note = format!(
            "{are} dated more than a year {how} than all others, as {} is: “{}” by its {}. The dates are taken as they stand; `wirecopy explain` shows \
             what each rests on",
            documents[named].id, date.value, date.source
        );
        notes.push((how, note));
        if how == "later" { dated.truncate(dated.len() - apart) } else { drop(dated.drain(..apart)) }
    }
    notes.into_iter().map(|(_, note)| note).collect()
}

/// How many have the first date, where that is far from all others; else none.
fn apart(dated: &[Dated]) -> usize {
    let Some(first) = dated.first() else { return 0 };
    let alike = dated.iter().take_while(|own| (own.from, own.to) == (first.from, first.to)).count();
    let others = &dated[alike..];
    let (from, to) = (others.iter().map(|own| own.from).min(), others.iter().map(|own| own.to).max());
    let is_far = from.zip(to).is_some_and(|(from, to)| from - first.to > FAR.max(to - from));
    if is_far && alike * TO_ONE <= dated.len() { alike } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::publication;
    use super::*;

    fn told(dates: &[&str]) -> Vec<String> {
        let document = |(n, date): (usize, &&str)| Document {
            id: format!("d{n}"),
            date: Some(("date".into(), (*date).into())),
            ..Document::default()
        };
        let documents: Vec<Document> = dates.iter().enumerate().map(document).collect();
        stray(&documents, &documents.iter().map(publication).collect::<Vec<_>>())
    }

    #[test]
    fn a_date_more_than_a_year_from_all_others_is_told_and_no_gap_in_an_archive() {
        let near = ["2024-03-01", "2024-03-02", "2024-03-02T10:00:00Z", "2024-03-09"];
        let with = |others: &[&'static str]| told(&[&near[..], others].concat());
        assert!(with(&[]).is_empty());
        assert!(with(&["2025-02-28"]).is_empty());
        assert!(with(&["no date"]).is_empty());
        let late = with(&["2042-03-05"]);
        assert_eq!(late.len(), 1);
        assert!(
            late[0].starts_with("1 document is dated more than a year later than all others, as d4 is: “2042-03-05” by its metadata date")
        );
        assert!(with(&["1982-01-01T00:00:00Z"])[0].starts_with("1 document is dated more than a year earlier than all others, as d4 is"));
        let both = with(&["2042-03-05", "1982-01-01"]);
        assert!(both.len() == 2 && both[0].contains("1982") && both[1].contains("2042"), "{both:?}");
        let both = with(&["2042-03-05", "2006-03-05"]);
        assert!(both.is_empty(), "neither is further from the others than the other is: {both:?}");
        assert!(told(&["1901-02-03", "1920-02-03", "1950-02-03", "1960-02-03", "1975-02-03"]).is_empty());
        assert!(told(&["2024-03-01", "2024-03-01", "2031-01-01"]).is_empty(), "too few say nothing");
        assert!(told(&[]).is_empty());
    }

    #[test]
    fn a_date_that_stands_in_place_of_none_is_told_once_for_all_that_have_it() {
        let mut dates = vec!["2024-03-01"; 8];
        dates.extend(["2099-12-31"; 2]);
        let told = told(&dates);
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("2 documents are dated more than a year later than all others, as d8 is"), "{told:?}");
    }
}
