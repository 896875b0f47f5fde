//! Dates that stand where a dispatch begins, and those that end a headline.

use super::calendar;
use super::head::{Around, Place};

/// Small words inside the place of a dateline.
const PLACE_WORDS: &[&str] =
    &["and", "und", "et", "y", "e", "de", "del", "der", "den", "di", "la", "le", "am", "an", "sur", "near", "и", "на"];

/// Whether the first date of the line stands in a dateline: a place before it, an agency, a dash or
/// a full stop behind it.
pub(super) fn is_dateline(around: &Around<'_>, at: usize) -> bool {
    if at != 0 || around.after.is_empty() {
        return false;
    }
    let after = around.after.trim_start();
    let place = around.before.trim_end().trim_end_matches([',', '.']);
    let rest = after.trim_start_matches(['-', '–', '—', '.', '(', '/', '[', ')', ' ']);
    // "July 13--WASHINGTON --"
    if place.is_empty() {
        let head = rest.split(" -").next().unwrap_or(rest);
        return after.starts_with("--") && head.len() < 60 && head.chars().any(char::is_uppercase) && !head.chars().any(char::is_lowercase);
    }
    if place.len() > 80 || rest.is_empty() {
        return false;
    }
    let mut words = place.split(|c: char| !(c.is_alphanumeric() || "'’-.".contains(c))).filter(|w| !w.is_empty());
    let capitals = words.next().is_some_and(|first| first.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && first.len() > 2);
    if capitals {
        // "U.S. Sen. Durbin talks to journalists in Chicago on" is a sentence.
        let is_sentence = words.any(|word| word.starts_with(char::is_lowercase) && !PLACE_WORDS.contains(&word));
        return !is_sentence && after.starts_with(['(', '/', '-', '–', '—', '.', '[']);
    }
    // "Paris, 3 déc (AFP) -": a place in small letters needs the agency.
    let names = place.split_whitespace().all(|word| word.starts_with(char::is_uppercase)) && place.split_whitespace().count() <= 4;
    names && after.starts_with(['(', '/']) && after.find([')', '/']).is_some_and(|end| end < 40) && around.line.len() > 120
}

/// Whether the date ends the headline, set off from it: "Kerry has presented proposals, Dec 3, 2016".
pub(super) fn is_headline_end(around: &Around<'_>, at: usize, place: &Place<'_>) -> bool {
    let title = place.is_title && at + 1 == around.moments.len();
    let set_off = around.before.trim_end().ends_with([',', '|', '–', '—', '-', '(', ':']);
    let date = &around.line[around.moments[at].range.clone()];
    let weekday = date.split(|c: char| !c.is_alphabetic()).next().is_some_and(|word| calendar::weekday(word).is_some());
    title && set_off && !weekday && matches!(around.after.trim(), "" | ")" | "]")
}
