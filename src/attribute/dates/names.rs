//! What the name of a field or of a statement in mark-up says about its date.

use super::head::Sense;

/// Names of fields and mark-up that tell when a page was fetched, in lower case letters only.
const RETRIEVAL: &[&str] = &[
    "scrap",
    "crawl",
    "retriev",
    "access",
    "download",
    "fetch",
    "index",
    "captur",
    "archiv",
    "cached",
    "collected",
    "harvest",
    "firstseen",
];

/// The same for times of a change.
const UPDATE: &[&str] = &["modif", "updat", "edited", "lastmod", "revis"];

/// What the name of a field or of a statement in mark-up says about its date.
pub(super) fn sense_of_name(name: &str) -> Sense {
    let letters: String = name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if has(&letters, RETRIEVAL) {
        Sense::Retrieval
    } else if has(&letters, UPDATE) {
        Sense::Update
    } else {
        Sense::Labelled
    }
}

fn has(letters: &str, words: &[&str]) -> bool {
    words.iter().any(|word| letters.contains(word))
}

/// Parts of a name that say that its value is a time.
const TIMES: &[&str] = &["date", "time", "timestamp", "datetime", "datestamp", "dates", "times", "at", "on", "utc", "gmt", "ms", "ts"];

/// Whether a metadata field of retrieval or change holds a time at all: `updated_by` and `crawl_attempts` do not.
pub(super) fn is_time_name(name: &str) -> bool {
    let parts = parts(name);
    parts.iter().any(|part| TIMES.contains(&part.as_str()) || is_joined(part))
        || parts.last().is_some_and(|last| matches!(last.as_str(), "update" | "updated" | "lastupdate" | "lastupdated"))
        || matches!(parts.concat().as_str(), "modified" | "lastmod" | "crawled" | "scraped" | "retrieved" | "accessed")
}

/// Whether a part is two words that nothing parts, a time and what was done then: "crawldate", "datemodified", "updatedat".
fn is_joined(part: &str) -> bool {
    let does = |rest: &str| has(rest, RETRIEVAL) || has(rest, UPDATE);
    let times = ["date", "time", "timestamp", "datetime"];
    times.iter().any(|time| part.strip_suffix(time).is_some_and(does) || part.strip_prefix(time).is_some_and(does))
        || part.strip_suffix("at").is_some_and(|rest| rest.ends_with("ed") && does(rest))
}

/// The words of a name in lower case: "scraped_at", "scrapedAt", "crawlDateUTC", "lastISODate".
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = None;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let begins = |before: char| before.is_lowercase() || chars.peek().is_some_and(|next| next.is_lowercase());
        let part = !c.is_alphabetic() || (c.is_uppercase() && before.is_some_and(begins));
        if part {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut().filter(|_| c.is_alphabetic()) {
            last.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_a_time_by_its_whole_words() {
        for name in [
            "scraped_at",
            "scrapedAt",
            "scraped-at",
            "scraped at",
            "SCRAPED_AT",
            "crawl_date",
            "crawlDateUTC",
            "crawldate",
            "scrape_time",
            "fetch_time_ms",
            "lastUpdatedISODate",
            "updated",
            "last_updated",
            "lastUpdate",
            "lastupdated",
            "updatedat",
            "updated_utc",
            "datemodified",
            "dateModified",
            "article:modified_time",
            "lastmod",
            "modified",
            "update_timestamp",
            "crawled",
        ] {
            assert!(is_time_name(name), "{name}");
        }
        for name in ["updated_by", "updatedBy", "update_count", "crawl_attempts", "sentiment_updates", "scrape_online", "candidate_index"] {
            assert!(!is_time_name(name), "{name}");
        }
    }

    #[test]
    fn words_begin_at_signs_and_changes_of_case() {
        assert_eq!(parts("lastISODate_of-Crawl 2At"), ["last", "iso", "date", "of", "crawl", "at"]);
        assert_eq!(parts("__"), [""; 0]);
    }
}
