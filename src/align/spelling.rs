//! Words that are spelt nearly alike.

/// Whether two different words are one word in another form or misspelt.
///
/// Both have at least four characters and no digit, and one is the other's beginning with at most two characters more, or
/// they differ by one edit (by two from eight characters on) and are equal at their ends for half of the shorter one.
pub(super) fn nearly_alike(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left.as_bytes(), right.as_bytes()) } else { (right.as_bytes(), left.as_bytes()) };
    // Two edits change eight bytes at most.
    if short.len() < 4 || long.len() - short.len() > 8 {
        return false;
    }
    let prefix = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let suffix = short[prefix..].iter().rev().zip(long[prefix..].iter().rev()).take_while(|(x, y)| x == y).count();
    if 2 * (prefix + suffix) < short.len() || short.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let letters = |bytes: &[u8]| bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
    let (least, more) = (letters(short), letters(long).saturating_sub(letters(short)));
    if least < 4 || prefix == short.len() {
        return least >= 4 && more <= 2;
    }
    let limit = if least >= 8 { 2 } else { 1 };
    if left.is_ascii() && right.is_ascii() {
        return edits_at_most(&short[prefix..short.len() - suffix], &long[prefix..long.len() - suffix], limit);
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    edits_at_most(&left, &right, limit)
}

/// Whether at most `limit` letters must be inserted, deleted or replaced (or one pair of neighbours swapped).
fn edits_at_most<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> bool {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= limit,
        ([_], [_]) => true,
        ([w, x], [y, z]) if w == z && x == y => true,
        _ if limit <= 1 => false,
        // Behind the common ends two edits can be left: try each kind of the first one.
        _ => edits_at_most(&a[1..], b, limit - 1) || edits_at_most(a, &b[1..], limit - 1) || edits_at_most(&a[1..], &b[1..], limit - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_and_misspellings_are_nearly_alike() {
        for (left, right, expected) in [
            ("government", "governments", true),
            ("unliberated", "unliberted", true),
            ("sergei", "sergey", true),
            ("recieve", "receive", true),
            ("kerry", "merry", true),
            ("мидия", "мидии", true),
            ("президент", "президента", true),
            ("minister", "ministry", true),
            ("talks", "tanks", true),
            ("deal", "idea", false),
            ("said", "says", false),
            ("moscow", "washington", false),
            ("2016", "2017", false),
            ("the", "then", false),
        ] {
            assert_eq!(nearly_alike(left, right), expected, "{left} {right}");
            assert_eq!(nearly_alike(right, left), expected, "{right} {left}");
        }
    }
}
