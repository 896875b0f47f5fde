//! How far a name is from another one that may have been meant.

/// Letters to insert, delete or replace (Levenshtein).
pub(crate) fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = replaced.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The one of `known` with the fewest letters to change, as long as that is at most a third of them.
pub(crate) fn nearest<'a>(known: &[&'a str], name: &str) -> Option<&'a str> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let near = known.iter().filter_map(|&known| {
        let letters: Vec<char> = known.to_lowercase().chars().collect();
        let edits = edits(&name, &letters);
        (edits <= (name.len().max(letters.len()) / 3).max(1)).then_some((edits, known))
    });
    near.min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let count = |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!([count("", "abc"), count("boats", "boast"), count("kitten", "sitting")], [3, 2, 3]);
    }

    #[test]
    fn the_nearest_name_is_told_where_one_is_near() {
        let known = ["name", "aliases", "owner", "kind", "hosts"];
        let told = ["Nmae", "alias", "host", "owners", "country", "x", ""].map(|name| nearest(&known, name));
        assert_eq!(told, [None, Some("aliases"), Some("hosts"), Some("owner"), None, None, None]);
    }
}
