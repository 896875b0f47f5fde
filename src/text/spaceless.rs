//! Where the words of scripts without spaces are.
//!
//! Chinese and Japanese are cut into pairs of characters that overlap, since writers and dictionaries part them in many ways and a pair tells about as
//! much as a word. Thai, Lao, Khmer and Burmese write a word with some four letters and marks, so that pairs or triples of those would tell too little:
//! they are cut into the words of the dictionaries of Unicode's project ICU, the longest that fits first. What stands in no dictionary, as most names of other
//! countries, falls into short pieces, and where its last one goes on as a word may, into others than elsewhere: of a copy that may cost a few words.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::characters::{Class, Cut, class, is_invisible};

/// The dictionaries, which are part of the program.
static DICTIONARIES: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Whether a character is of a script that puts no spaces between words.
pub(crate) fn is_spaceless(c: char) -> bool {
    matches!(class(c), Class::Spaceless(_))
}

/// Whether a character is of a script that is cut into the words of a dictionary.
pub(crate) fn is_cut_by_dictionary(c: char) -> bool {
    class(c) == Class::Spaceless(Cut::Words)
}

/// Takes each word of the run of such characters that begins at byte `at` of a text, as bytes of the text, and says where the run ends.
pub(crate) fn each_of_dictionary(text: &str, at: usize, take: impl FnMut(Range<usize>)) -> usize {
    each_spaceless(text, at, Cut::Words, take)
}

/// Takes each word of the run of letters that begins at byte `at` of a text and is cut like this, as bytes of the text in order, and says where the run
/// ends. Invisible characters in it are passed over.
pub(super) fn each_spaceless(text: &str, at: usize, cut: Cut, take: impl FnMut(Range<usize>)) -> usize {
    let (mut letters, mut end) = (Vec::new(), at);
    for (i, c) in text[at..].char_indices() {
        if class(c) == Class::Spaceless(cut) {
            letters.push((at + i, c));
        } else if !is_invisible(c) {
            break;
        }
        end = at + i + c.len_utf8();
    }
    match cut {
        Cut::Pairs => each_pair(&letters, end, take),
        Cut::Words => each_word(&letters, take),
    }
    end
}

/// The pairs of a run that ends at a byte; a single letter is one.
fn each_pair(letters: &[(usize, char)], end: usize, mut take: impl FnMut(Range<usize>)) {
    let start = |n: usize| letters.get(n).map_or(end, |letter| letter.0);
    for n in 0..(letters.len().saturating_sub(1)).max(1) {
        take(start(n)..start(n + 2));
    }
}

/// A letter of Lao that ICU 2.4 takes for none of its dictionary, so that words fall to pieces at it.
const LAO_RO: char = 'ຣ';

/// The words of a run by the dictionaries, which see no invisible characters: papers that part words by them and papers that do not have the same ones.
fn each_word(letters: &[(usize, char)], mut take: impl FnMut(Range<usize>)) {
    let run: String = letters.iter().map(|letter| letter.1).collect();
    let (mut rest, mut from) = (letters, 0);
    let is_inside = |at: usize| run[at..].starts_with(LAO_RO) || at < run.len() && run[..at].ends_with(LAO_RO);
    for to in DICTIONARIES.segment_str(&run).filter(|at| !is_inside(*at)) {
        let (word, behind) = rest.split_at(run[from..to].chars().count());
        if let [(start, _), ..] = word
            && let [.., (last, c)] = word
        {
            take(*start..last + c.len_utf8());
        }
        (rest, from) = (behind, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        let first = text.chars().next().expect("a letter");
        let Class::Spaceless(cut) = class(first) else { panic!("{first} is of a script with spaces") };
        let mut words = Vec::new();
        each_spaceless(text, 0, cut, |span| words.push(&text[span]));
        words
    }

    #[test]
    fn chinese_is_cut_into_pairs_that_overlap() {
        assert_eq!(words("俄罗斯, 中"), ["俄罗", "罗斯"]);
        assert_eq!(words("中 ok"), ["中"]);
    }

    #[test]
    fn thai_lao_khmer_and_burmese_are_cut_into_words() {
        assert_eq!(words("ประเทศไทยเป็นประชารัฐ"), ["ประเทศไทย", "เป็น", "ประชา", "รัฐ"]);
        assert_eq!(words("ພາສາລາວ"), ["ພາສາ", "ລາວ"]);
        assert_eq!(words("ភាសាខ្មែរគឺជាភាសា"), ["ភាសាខ្មែរ", "គឺជា", "ភាសា"]);
        assert_eq!(words("မြန်မာဘာသာစကားသည်"), ["မြန်မာဘာသာ", "စကား", "သည်"]);
    }

    #[test]
    fn words_of_lao_are_not_cut_beside_a_letter_that_no_dictionary_knows() {
        assert_eq!(words("ອາເມຣິກາ"), ["ອາເມຣິ", "ກາ"]);
        assert_eq!(words("ຝຣັ່ງ"), ["ຝຣັ່", "ງ"]);
        assert_eq!(words("ຣາຄາ"), ["ຣາ", "ຄາ"]);
        assert_eq!(words("ບາຣ"), ["ບາຣ"]);
    }

    #[test]
    fn what_cannot_be_seen_parts_no_word_and_makes_none() {
        let parted = words("มหา\u{200B}วิทยา\u{200B}ลัย\u{200B}ใน\u{200B}กรุง\u{AD}เทพ\u{200B}");
        assert_eq!(parted, ["มหา\u{200B}วิทยา\u{200B}ลัย", "ใน", "กรุง\u{AD}เทพ"]);
    }

    proptest! {
        #[test]
        fn words_cover_each_letter_of_a_run_once(text in "[ก-ฺเ-๎]([ก-ฺเ-๎]|[ກ-ຽ]|[ក-៑]|[က-့]|\u{200B}){0,40}( |[a-z])?") {
            let (mut covered, mut last) = (String::new(), 0);
            let end = each_spaceless(&text, 0, Cut::Words, |span| {
                assert!(span.start >= last && span.end > span.start);
                assert!(text[last..span.start].chars().all(is_invisible));
                covered.push_str(&text[span.clone()]);
                last = span.end;
            });
            prop_assert!(text[last..end].chars().all(is_invisible));
            let visible = |text: &str| text.chars().filter(|c| !is_invisible(*c)).collect::<String>();
            prop_assert_eq!(visible(&covered), visible(&text[..end]));
        }
    }
}
