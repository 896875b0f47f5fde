//! Documents by their id, and what was meant where there is none of that id.

use crate::edits::edits;
use crate::error::{Error, ErrorKind, Result};
use crate::shown::{ID, shown};

/// Ids that are named when one is not known.
const NEAREST: usize = 3;

/// The place of the document called `id` among `ids`, which are sorted.
///
/// # Errors
/// [`ErrorKind::BadOption`] that names the ids most like it.
pub fn find(ids: &[&str], id: &str) -> Result<usize> {
    ids.binary_search(&id).map_err(|_| unknown(ids, id))
}

/// The error that no document is called `id`.
pub(super) fn unknown(ids: &[&str], id: &str) -> Error {
    let error = Error::new(ErrorKind::BadOption, format!("no document is called `{id}`"));
    let near: Vec<String> = nearest(ids, id).into_iter().map(|id| format!("`{id}`")).collect();
    match near.len() {
        0 => {
            let some: Vec<String> = ids.iter().take(NEAREST).map(|id| format!("`{}`", shown(id, ID))).collect();
            let more = if ids.len() > NEAREST { " and so on" } else { "" };
            error.remedy(format!("the documents are called {}{more}", some.join(", ")))
        }
        1 => error.remedy(format!("the id most like it is {}", near[0])),
        _ => error.remedy(format!("the ids most like it are {}", near.join(", "))),
    }
}

/// Up to three ids that may be meant: those that hold `id`, or its last part without ending, whatever the case; then those with the fewest
/// letters to change, as long as that is at most a third of them.
#[must_use]
pub fn nearest<'a>(ids: &[&'a str], id: &str) -> Vec<&'a str> {
    let wanted: Vec<char> = id.to_lowercase().chars().collect();
    let part = last_part(id).to_lowercase();
    let mut ranked: Vec<(usize, usize, &str)> = ids
        .iter()
        .filter_map(|&other| {
            let lower = other.to_lowercase();
            if part.chars().count() >= 2 && lower.contains(&part) {
                return Some((0, other.len().abs_diff(id.len()), other));
            }
            let letters: Vec<char> = lower.chars().collect();
            // Lengths bound the distance from below; most ids go here.
            let most = (wanted.len().max(letters.len()) / 3).max(1);
            if wanted.len().abs_diff(letters.len()) > most {
                return None;
            }
            let edits = edits(&wanted, &letters);
            (edits <= most).then_some((1, edits, other))
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(NEAREST).map(|(_, _, other)| other).collect()
}

/// A path's last name without its ending; a text that is no path as it is.
fn last_part(id: &str) -> &str {
    let name = id.trim_end_matches('/').rsplit('/').next().unwrap_or(id);
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: &[&str] = &["2016/harbour.txt", "2016/river-boats.txt", "2017/Harbour.txt", "x1", "x2"];

    #[test]
    fn an_unknown_id_names_those_most_like_it() {
        assert_eq!(find(IDS, "x2").unwrap(), 4);
        let error = find(IDS, "2016/river-boast.txt").unwrap_err();
        assert_eq!(error.to_string(), "no document is called `2016/river-boast.txt`");
        assert_eq!(error.help(), Some("the id most like it is `2016/river-boats.txt`"));
        assert_eq!(nearest(IDS, "harbour"), ["2016/harbour.txt", "2017/Harbour.txt"]);
        assert_eq!(nearest(IDS, "x3"), ["x1", "x2"]);
        assert!(nearest(IDS, "something else altogether").is_empty());
        let error = find(IDS, "something else altogether").unwrap_err();
        let help = "the documents are called `2016/harbour.txt`, `2016/river-boats.txt`, `2017/Harbour.txt` and so on";
        assert_eq!(error.help(), Some(help));
        assert_eq!(find(&["a\nb"], "x").unwrap_err().help(), Some("the documents are called `a\\nb`"));
    }
}
