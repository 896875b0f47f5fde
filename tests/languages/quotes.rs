//! A short quotation with one edit, in each language.

use super::samples::{LANGUAGES, Language};
use super::{covered, scanned};
use crate::support::articles::json_line;
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir};

/// Words of a quotation; characters, where there are no spaces.
const WORDS: usize = 12;
const CHARACTERS: usize = 24;

/// The first 12 words of a sentence, or its first 24 characters, punctuation not counted.
fn quote(language: &Language, sentence: &str) -> String {
    if !language.spaceless {
        return sentence.split(' ').take(WORDS).collect::<Vec<_>>().join(" ").trim_end_matches(',').to_owned();
    }
    let end = sentence.char_indices().filter(|(_, c)| c.is_alphanumeric()).nth(CHARACTERS).unwrap().0;
    sentence[..end].trim_end_matches(['，', '、']).to_owned()
}

/// The same with its word, or character, number `at` replaced by another.
fn edited(language: &Language, quote: &str, at: usize) -> String {
    if !language.spaceless {
        let mut words: Vec<&str> = quote.split(' ').collect();
        words[at] = language.other;
        return words.join(" ");
    }
    let (from, old) = quote.char_indices().filter(|(_, c)| c.is_alphanumeric()).nth(at).unwrap();
    format!("{}{}{}", &quote[..from], language.other, &quote[from + old.len_utf8()..])
}

fn places(language: &Language) -> usize {
    if language.spaceless { CHARACTERS } else { WORDS }
}

/// A text with a quotation in its middle paragraph, and the characters that the quotation takes.
fn article(language: &Language, around: &[&str], quote: &str) -> (String, std::ops::Range<usize>) {
    let space = if language.spaceless { "" } else { " " };
    let before = format!("{}\n\n{}{space}{}", around[0], around[1], language.marks.0);
    let start = before.chars().count();
    let text = format!("{before}{quote}{}{space}{}\n\n{}{space}{}", language.marks.1, around[2], around[3], around[4]);
    (text, start..start + quote.chars().count())
}

/// Least share of the quotations with one edit that is found, over six sentences and every place of the edit.
const FLOORS: [(&str, f64); 9] = [
    ("English", 0.95),
    ("German", 0.97),
    ("French", 0.95),
    ("Spanish", 0.98),
    ("Russian", 0.98),
    ("Arabic", 0.95),
    ("Hebrew", 0.95),
    ("Chinese", 0.98),
    ("Japanese", 0.98),
];

#[test]
fn a_quotation_of_12_words_or_24_characters_with_one_edit_is_found_wherever_the_edit_stands() {
    let mut below = Vec::new();
    for language in &LANGUAGES {
        let (mut found, mut missed) = (0, vec![0; places(language)]);
        for sentence in language.quotes {
            let quote = quote(language, sentence);
            let (left, part) = article(language, &language.around[..5], &quote);
            for (at, lost) in missed.iter_mut().enumerate() {
                let (right, _) = article(language, &language.around[5..], &edited(language, &quote, at));
                let (share, beside) = covered(&scanned(&[&left, &right]).pairs, &left, part.clone());
                assert_eq!(beside, 0, "{}: more than the quotation is reported of {quote}", language.name);
                // What is reported reaches over half of it at least: an edit near an end may cut what lies beyond.
                if share >= 0.5 { found += 1 } else { *lost += 1 }
            }
        }
        let all = language.quotes.len() * places(language);
        println!("{:10} {found} of {all} found; missed by place of the edit: {missed:?}", language.name);
        let floor = FLOORS.iter().find(|(name, _)| *name == language.name).unwrap().1;
        #[allow(clippy::cast_precision_loss, reason = "counts of quotations")]
        let share = f64::from(found) / all as f64;
        if share < floor {
            below.push(format!("{}: {share:.3} below {floor}", language.name));
        }
    }
    assert!(below.is_empty(), "{below:?}");
}

#[test]
fn unrelated_texts_of_one_language_are_never_reported() {
    for language in &LANGUAGES {
        let texts: Vec<&str> = language.around.iter().chain(&language.quotes).copied().collect();
        let pairs = scanned(&texts).pairs;
        assert!(pairs.is_empty(), "{}: {pairs:?}", language.name);
    }
}

#[test]
fn the_program_reports_the_quotation_of_every_language_with_the_text_as_it_stands() {
    let mut lines = Vec::new();
    for language in &LANGUAGES {
        let (sentence, name) = (quote(language, language.quotes[3]), language.name);
        let (left, _) = article(language, &language.around[..5], &sentence);
        let (right, _) = article(language, &language.around[5..], &edited(language, &sentence, 1));
        lines.push(json_line(&format!("{name}-1"), "Ledger", "2021-03-04", &left));
        lines.push(json_line(&format!("{name}-2"), "Courier", "2021-03-05", &right));
    }
    let dir = Dir::new();
    dir.write("in.jsonl", lines.join("\n"));
    Cmd::scan(&dir, "in.jsonl").args("--out run --quiet").ok();
    let run = Tables::load(&dir.at("run"));
    assert_eq!(run.rows("pairs").len(), LANGUAGES.len());
    assert!(run.rows("pairs").iter().all(|row| text(&row["kind"]) == "quote"), "{:?}", run.rows("pairs"));
    for language in &LANGUAGES {
        let of = |n: u32| run.rows("passages").iter().find(|row| text(&row["doc"]) == format!("{}-{n}", language.name)).unwrap();
        let reported = text(&of(1)["text"]);
        let sentence = quote(language, language.quotes[3]);
        assert!(sentence.contains(reported) && reported.len() * 2 > sentence.len(), "{}: {reported} of {sentence}", language.name);
        assert_eq!((text(&of(1)["role"]), text(&of(2)["role"])), ("tied", "tied"), "{}: days overlap by time zones", language.name);
    }
}
