//! Words that tell what a text is about: content words in lower case, and what stands for them where there is no lower case.

use super::nouns::is_noun;
use super::{Side, count};
use crate::text::Tokens;

/// English function words that say nothing of what is told. Others of the stop words do: `between`, `during`, `will`.
const LIGHT: [&str; 42] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "in", "is",
    "it", "its", "not", "of", "on", "or", "she", "than", "that", "the", "their", "they", "this", "to", "was", "we", "were", "which", "who",
    "with", "you", "your",
];

/// Words in lower case that are not the lightest of function words.
pub(super) fn heavy(side: Side<'_>, words: impl Iterator<Item = u32>) -> u32 {
    let Tokens { traits, spans, .. } = side.tokens;
    let of = |w: u32| traits[w as usize];
    count(
        words
            .filter(|w| of(*w).is_lower_case() && !of(*w).is_number())
            .filter(|w| !of(*w).is_stop_word() || LIGHT.binary_search(&&side.text[spans[*w as usize].range()]).is_err())
            .count(),
    )
}

/// The mean of what both sides show. One paper alone writes `president Donald Trump and Russian president`: by its side only, that would be
/// text, and tie together all that name the two. A headline in capitals over text still has half of the text's words.
pub(super) fn agreed(sides: [u32; 2]) -> u32 {
    u32::midpoint(sides[0], sides[1])
}

/// Content words in lower case, and nouns of German. Where nothing at all is in lower case, content words in scripts without case, and
/// those of four letters and more in capitals, instead: so headlines in capitals count and rows of names do not.
pub(super) fn content(side: Side<'_>, words: impl Iterator<Item = u32> + Clone) -> u32 {
    content_up_to(side, words, u32::MAX)
}

/// The same, counted as far as to `most`.
pub(super) fn content_up_to(side: Side<'_>, words: impl Iterator<Item = u32> + Clone, most: u32) -> u32 {
    let of = |w: u32| side.tokens.traits[w as usize];
    let is_content = |w: &u32| !of(*w).is_stop_word() && !of(*w).is_number();
    if words.clone().any(|w| of(w).is_lower_case()) {
        // A noun of German is not in lower case.
        let counts = |w: &u32| if of(*w).is_lower_case() { is_content(w) } else { is_noun(side, *w) };
        return count(words.filter(counts).take(most as usize).count());
    }
    count(words.filter(is_content).filter(|w| of(*w).is_caseless() || side.is_in_capitals(*w)).take(most as usize).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn text_and_headlines_in_capitals_tell_something_and_rows_of_names_do_not() {
        let of = |text: &str| {
            let tokens = tokenize(text, Compounds::Joined);
            let side = Side { tokens: &tokens, text };
            let words = 0..count(tokens.len());
            (content(side, words.clone()), content_up_to(side, words.clone(), 1), heavy(side, words))
        };
        assert_eq!(of("the harbour stays closed until spring"), (4, 1, 5), "`until` is no content word, and not the lightest");
        assert_eq!(of("HARBOUR STAYS CLOSED UNTIL SPRING"), (4, 1, 0));
        assert_eq!(of("Adam Tarnwell, Joan Ferrow, Lindholm"), (0, 0, 0));
    }

    #[test]
    fn what_one_side_alone_shows_counts_half() {
        assert_eq!([agreed([4, 0]), agreed([3, 4]), agreed([0, 0])], [2, 3, 0]);
    }
}
