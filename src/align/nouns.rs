//! Nouns of German, which are written in capitals and are no names for it.
//!
//! In German capitals tell names from other words only by what stands around: a noun has an article before it (`die alte Brücke`, `im Winter`), a name
//! has none (`in Helsinki`, `sagte Merkel`), and what stands directly before a name is its title (`der russische Präsident Wladimir`). So a word in
//! capitals behind an article, with at most two words in small letters between, and before no other word in capitals, is a noun. An article that begins a
//! sentence stands in capitals itself (`Das Krankenhaus der Kreisstadt`).

use std::sync::LazyLock;

use crate::text::word_hash;

use super::Side;

/// Articles and what is declined as they are, in small letters, sorted. `des`, `am` and `an` stand in other languages before names.
const ARTICLES: [&str; 46] = [
    "allen", "aller", "beide", "beiden", "beim", "das", "dem", "den", "der", "die", "diese", "diesem", "diesen", "dieser", "dieses", "ein",
    "eine", "einem", "einen", "einer", "eines", "ihre", "ihrem", "ihren", "ihrer", "im", "ins", "jede", "jedem", "jeden", "jeder", "jedes",
    "kein", "keine", "keinem", "keinen", "keiner", "meinem", "meinen", "seine", "seinem", "seinen", "seiner", "vom", "zum", "zur",
];
/// Letters of the longest one.
const LONGEST: usize = 6;
/// Letters of the longest one that is known at the beginning of a sentence: among longer ones there is `Allen`.
const LONGEST_FIRST: usize = 4;
/// The same as numbers, sorted likewise.
const NUMBERS: [u64; ARTICLES.len()] = {
    let mut numbers = [0; ARTICLES.len()];
    let mut n = 0;
    while n < numbers.len() {
        numbers[n] = number(ARTICLES[n].as_bytes());
        n += 1;
    }
    numbers
};

/// A bit for each of the parts that the hash of a word may fall into: of articles. One word in twenty falls there as well; what a word says need not be read of the others.
static PARTS: LazyLock<[u64; 16]> = LazyLock::new(|| {
    let mut parts = [0; 16];
    for article in ARTICLES {
        let (place, bit) = part(word_hash(article.as_bytes()));
        parts[place] |= bit;
    }
    parts
});

/// Where the bit of a hash is, and the bit.
fn part(hash: u64) -> (usize, u64) {
    ((hash >> 6) as usize % 16, 1 << (hash % 64))
}

/// A word of at most eight bytes as a number: such sort as words do.
const fn number(word: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let mut n = 0;
    while n < word.len() {
        bytes[n] = word[n];
        n += 1;
    }
    u64::from_be_bytes(bytes)
}
/// Towns whose names begin with an article.
const TOWNS: [&str; 3] = ["Bosch", "Haag", "Helder"];
/// Words that nearly every sentence of German has, and hardly one of a language that has one of its articles; sorted.
const GERMAN: [&str; 36] = [
    "aber", "auch", "auf", "aus", "bei", "beim", "das", "dass", "dem", "ein", "eine", "einem", "einen", "einer", "für", "haben", "im",
    "ist", "mit", "nach", "nicht", "oder", "sagte", "sich", "sie", "sind", "und", "vom", "vor", "werden", "wir", "wird", "wurde", "zu",
    "zum", "zur",
];
/// Words before and behind an article among which German is looked for.
const NEAR: u32 = 12;
/// Words in small letters between an article and its noun.
const BETWEEN: u32 = 2;

/// Whether a word is a noun of German by what stands around it.
pub(super) fn is_noun(side: Side<'_>, word: u32) -> bool {
    let traits = |word: u32| side.tokens.traits[word as usize];
    let is_capital = |word: u32| !traits(word).is_lower_case() && !traits(word).is_caseless() && !traits(word).is_number();
    if !is_capital(word) {
        return false;
    }
    // Most words have no article before them, and nobody need look at what stands between words.
    let article = (1..=BETWEEN + 1).find_map(|words| {
        let before = word.checked_sub(words)?;
        let is_article = |word: u32| if traits(word).is_lower_case() { is_article(text(side, word)) } else { is_first_article(side, word) };
        (may_be_article(side, before) && is_article(before)).then_some(before)
    });
    // What begins a sentence has no article before it.
    let article =
        article.is_some_and(|article| (article + 1..word).all(|w| traits(w).is_lower_case()) && (article..word).all(|w| goes_on(side, w)));
    // `die CDU` is a name.
    article && text(side, word).contains(char::is_lowercase) && !is_title(side, word, is_capital)
}

/// Whether a word that is not in small letters is a noun of German, or an article of German that begins a sentence.
pub(super) fn is_no_name(side: Side<'_>, word: u32) -> bool {
    is_noun(side, word) || is_first_article(side, word)
}

/// Whether another word in capitals follows directly.
fn is_title(side: Side<'_>, word: u32, is_capital: impl Fn(u32) -> bool) -> bool {
    (word as usize) + 1 < side.tokens.len() && is_capital(word + 1) && goes_on(side, word)
}

/// Whether a word is as an article, by its hash: in normal form, so that letters in capitals and accents make none of another word.
fn may_be_article(side: Side<'_>, word: u32) -> bool {
    let (place, bit) = part(side.tokens.hashes[word as usize]);
    PARTS[place] & bit != 0
}

fn is_article(word: &str) -> bool {
    // Most words in small letters of other languages do not get past the first two letters.
    let first = word.as_bytes();
    matches!(
        first,
        [b'd' | b'k' | b'm' | b's', b'a' | b'e' | b'i', ..]
            | [b'a', b'l', ..]
            | [b'b', b'e', ..]
            | [b'e' | b'i', ..]
            | [b'j', ..]
            | [b'v' | b'z', ..]
    ) && word.len() <= LONGEST
        && NUMBERS.binary_search(&number(first)).is_ok()
}

/// Whether a word is an article that begins a sentence or a quotation.
fn is_first_article(side: Side<'_>, word: u32) -> bool {
    if !may_be_article(side, word) {
        return false;
    }
    let own = text(side, word);
    if own.len() > LONGEST_FIRST || !own.starts_with(|c: char| c.is_ascii_uppercase()) || !is_article(&own.to_ascii_lowercase()) {
        return false;
    }
    let head = &side.text[..side.tokens.spans[word as usize].start as usize];
    let (before, space) = head.split_at(head.trim_end().len());
    let begins = match before.chars().next_back() {
        // What stands closer to its full stop begins no sentence (`results were.Die Musik in ...`).
        Some('.' | '!' | '?' | ':' | '–') => !space.is_empty(),
        Some('„' | '“' | '”' | '"' | '»' | '«' | '‚' | '‘' | '›' | '‹') | None => true,
        Some(_) => space.contains('\n'),
    };
    begins && is_german(side, word)
}

/// Whether an article in capitals is one: among words of German (`Die Hard` is a film), and not before a town that is called so (`Den Haag`).
fn is_german(side: Side<'_>, article: u32) -> bool {
    let end = u32::try_from(side.tokens.len()).unwrap_or(u32::MAX);
    let mut near = (article.saturating_sub(NEAR)..end.min(article + NEAR + 1)).filter(|word| *word != article).map(|word| text(side, word));
    let is_town = article + 1 < end && TOWNS.contains(&text(side, article + 1));
    !is_town && near.any(|word| GERMAN.binary_search(&word).is_ok() || word.contains(['ä', 'ö', 'ü', 'ß']))
}

/// Whether nothing but a space stands between a word and the next one.
fn goes_on(side: Side<'_>, word: u32) -> bool {
    let (this, next) = (side.tokens.spans[word as usize], side.tokens.spans[word as usize + 1]);
    // As nearly everywhere.
    if next.start == this.end + 1 && side.text.as_bytes()[this.end as usize] == b' ' {
        return true;
    }
    side.text.get(this.end as usize..next.start as usize).is_some_and(|between| between.chars().all(char::is_whitespace))
}

fn text(side: Side<'_>, word: u32) -> &str {
    &side.text[side.tokens.spans[word as usize].range()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn nouns(text: &str) -> Vec<&str> {
        let tokens = tokenize(text, Compounds::Joined);
        let side = Side { text, tokens: &tokens };
        (0..u32::try_from(tokens.len()).unwrap()).filter(|w| is_noun(side, *w)).map(|w| &text[tokens.spans[w as usize].range()]).collect()
    }

    #[test]
    fn what_stands_behind_an_article_is_a_noun() {
        assert_eq!(nouns("Wir werden die alte Brücke im Winter öffnen, sagte der Bürgermeister"), ["Brücke", "Winter", "Bürgermeister"]);
    }

    #[test]
    fn an_article_may_begin_a_sentence_or_a_quotation() {
        assert_eq!(nouns("Das Krankenhaus der Kreisstadt schließt. Die alte Brücke hält"), ["Krankenhaus", "Kreisstadt", "Brücke"]);
        assert_eq!(nouns("Er sagte: „Der Deich bricht“, und ging."), ["Deich"]);
        // Of a town and a film it is part of the name, wherever they stand.
        assert!(nouns("Den Haag ist groß und liegt am Meer").is_empty() && nouns("Die Hard is a film that the mayor saw").is_empty());
        // In the middle of a sentence as well.
        assert!(nouns("Sie las Der Spiegel und The Bridge, Die Zeit. Der Präsident Putin kam.Die Musik war. Allen Guelzo").is_empty());
    }

    #[test]
    fn names_titles_and_what_begins_a_sentence_are_none() {
        assert!(nouns("der russische Präsident Wladimir Putin traf in Helsinki die CDU und sagte: Merkel, der. Anfang").is_empty());
        assert!(nouns("the old Bridge of President Trump in Helsinki, and the Harbour").is_empty());
    }

    proptest! {
        #[test]
        fn no_article_is_missed_by_its_hash(words in prop::collection::vec(prop::sample::select(&ARTICLES[..]), 1..6), between in "[ ,.’-]{1,2}", up: bool) {
            let words: Vec<String> = words.iter().map(|word| if up { word[..1].to_uppercase() + &word[1..] } else { (*word).to_owned() }).collect();
            let text = words.join(&between);
            for compounds in [Compounds::Joined, Compounds::Cut] {
                let tokens = tokenize(&text, compounds);
                let side = Side { text: &text, tokens: &tokens };
                for word in 0..u32::try_from(tokens.len()).unwrap() {
                    let own = super::text(side, word).to_lowercase();
                    prop_assert!(!is_article(&own) || may_be_article(side, word), "{}", own);
                }
            }
        }
    }

    #[test]
    fn most_words_are_known_by_their_hash_to_be_no_article() {
        let text = "boats river mayor ferry council timber bridge harbour winter landing";
        let tokens = tokenize(text, Compounds::Joined);
        let side = Side { text, tokens: &tokens };
        assert!((0..10).filter(|word| may_be_article(side, *word)).count() < 3);
    }

    #[test]
    fn articles_are_sorted_and_found() {
        assert!(ARTICLES.is_sorted() && NUMBERS.is_sorted() && GERMAN.is_sorted());
        assert!(ARTICLES.iter().all(|article| is_article(article)));
        assert!(["de", "dera", "sei", "", "made", "einigen"].iter().all(|word| !is_article(word)));
    }
}
