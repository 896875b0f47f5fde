//! Texts that were scanned badly, typed without accents, or cut out of a page.

use super::samples::{LANGUAGES, Language};
use super::{covered, scanned};
use crate::support::articles::Random;

/// What happens to a copy: the words of a passage become a text.
type Noise = fn(&[&str], &mut Random) -> String;

/// A name, the languages that it is tried on (all with spaces, where none is named), what it does, and the least mean share of the
/// passage that is found.
const NOISES: [(&str, &[&str], Noise, f64); 11] = [
    ("letters misread, 1 in 50", &[], |words, random| misread(words, random, 50), 0.98),
    ("letters misread, 1 in 20", &[], |words, random| misread(words, random, 20), 0.98),
    ("neighbouring letters swapped, 1 word in 10", &[], |words, random| swapped(words, random), 0.99),
    ("words split, 1 in 10", &[], |words, random| split(words, random), 0.98),
    ("words joined, 1 in 10", &[], |words, random| joined(words, random), 0.95),
    ("lines of 40 characters with hyphens", &["English", "German", "French", "Spanish", "Russian"], |words, _| hyphenated(words), 0.99),
    ("no accents", &["German", "French", "Spanish", "Russian"], |words, _| bare(&words.join(" ")), 0.99),
    ("upper case", &["English", "German", "French", "Spanish", "Russian"], |words, _| words.join(" ").to_uppercase(), 0.99),
    ("quotation marks inside", &[], |words, random| requoted(words, random), 0.99),
    ("entities", &[], |words, random| entities(words, random), 0.99),
    ("tags", &[], |words, random| tags(words, random), 0.99),
];

/// Replaces one letter in so many by another of the passage.
fn misread(words: &[&str], random: &mut Random, one_in: usize) -> String {
    let text = words.join(" ");
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    text.chars().map(|c| if c.is_alphabetic() && random.below(one_in) == 0 { *random.pick(&letters) } else { c }).collect()
}

fn each(words: &[&str], random: &mut Random, change: impl Fn(Vec<char>, &mut Random) -> String) -> String {
    let word = |word: &&str| if random.chance(10) { change(word.chars().collect(), random) } else { (*word).to_owned() };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn swapped(words: &[&str], random: &mut Random) -> String {
    each(words, random, |mut letters, random| {
        if letters.len() > 3 {
            let at = 1 + random.below(letters.len() - 2);
            letters.swap(at - 1, at);
        }
        letters.into_iter().collect()
    })
}

fn split(words: &[&str], random: &mut Random) -> String {
    each(words, random, |mut letters, random| {
        if letters.len() > 3 {
            letters.insert(2 + random.below(letters.len() - 3), ' ');
        }
        letters.into_iter().collect()
    })
}

fn joined(words: &[&str], random: &mut Random) -> String {
    words.iter().enumerate().map(|(n, word)| if n == 0 || random.chance(10) { (*word).to_owned() } else { format!(" {word}") }).collect()
}

/// Lines of at most 40 characters; a word of eight letters and more that does not fit is broken behind its fourth one.
fn hyphenated(words: &[&str]) -> String {
    let (mut text, mut line) = (String::new(), 0);
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        if line + letters.len() < 40 {
            text.push(' ');
        } else if letters.len() >= 8 && letters.iter().all(|c| c.is_lowercase()) {
            text.push(' ');
            text.extend(&letters[..4]);
            text.push_str("-\n");
            text.extend(&letters[4..]);
            line = letters.len() - 4;
            continue;
        } else {
            text.push('\n');
            line = 0;
        }
        text.push_str(word);
        line += letters.len() + 1;
    }
    text
}

/// The letters without their accents, as typed on a keyboard that has none.
fn bare(text: &str) -> String {
    const ACCENTS: [(&str, char); 9] =
        [("áàâä", 'a'), ("éèêë", 'e'), ("íìîï", 'i'), ("óòôö", 'o'), ("úùûü", 'u'), ("ç", 'c'), ("ñ", 'n'), ("ё", 'е'), ("й", 'и')];
    text.chars().map(|c| ACCENTS.iter().find(|(accented, _)| accented.contains(c)).map_or(c, |(_, plain)| *plain)).collect()
}

fn requoted(words: &[&str], random: &mut Random) -> String {
    let marks = [("“", "”"), ("„", "“"), ("«", "»"), ("‹", "›"), ("\"", "\""), ("‘", "’"), ("*", "*"), ("[", "]")];
    each(words, random, |letters, random| {
        let (open, close) = random.pick(&marks);
        format!("{open}{}{close}", letters.into_iter().collect::<String>())
    })
}

fn entities(words: &[&str], random: &mut Random) -> String {
    let text: String = words
        .iter()
        .map(|word| format!("{word}{}", random.pick(&[" ", " ", "&nbsp;", "&#160;", " &ndash; ", "&quot; ", " &amp; ", "&#8230; "])))
        .collect();
    text.replace('’', "&#8217;").replace('\'', "&apos;")
}

fn tags(words: &[&str], random: &mut Random) -> String {
    each(words, random, |letters, random| {
        let (open, close) = random.pick(&[
            ("<b>", "</b>"),
            ("<a href=\"https://example.org/a\">", "</a>"),
            ("<br/>", ""),
            ("</p>\n<p>", ""),
            ("<em>", "</em>"),
        ]);
        format!("{open}{}{close}", letters.into_iter().collect::<String>())
    })
}

/// The share of a passage of three sentences that is found, as a mean over both passages and five seeds.
fn share(language: &Language, noise: Noise) -> f64 {
    let mut total = 0.0;
    for seed in 0..5 {
        for three in language.quotes.chunks(3) {
            let passage = three.join(". ");
            let noisy = noise(&passage.split(' ').collect::<Vec<_>>(), &mut Random::new(seed));
            let before = format!("{}\n\n", language.around[0]);
            let (from, len) = (before.chars().count(), passage.chars().count());
            let left = format!("{before}{passage}.\n\n{}", language.around[1]);
            let right = format!("{}\n\n{noisy}.\n\n{}", language.around[5], language.around[6]);
            let (found, beside) = covered(&scanned(&[&left, &right]).pairs, &left, from..from + len);
            assert_eq!(beside, 0, "{}: {noisy}", language.name);
            total += found;
        }
    }
    total / 10.0
}

#[test]
fn a_passage_is_found_through_noise() {
    let mut below = Vec::new();
    for (name, tried, noise, floor) in NOISES {
        print!("{name:44}");
        for language in LANGUAGES.iter().filter(|l| !l.spaceless && (tried.is_empty() || tried.contains(&l.name))) {
            let share = share(language, noise);
            print!(" {} {share:.3}", language.name);
            if share < floor {
                below.push(format!("{name}, {}: {share:.3} below {floor}", language.name));
            }
        }
        println!();
    }
    assert!(below.is_empty(), "{below:#?}");
}
