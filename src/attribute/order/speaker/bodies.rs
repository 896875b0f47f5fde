//! Bodies, above all with names of one word, which stand beside a quotation as a person's last name does: "Hamas said", "Amoco said".
//!
//! A list knows the few that news quotes most. Of every other lone name the text is asked: newspapers write people out once, with a first name, a title
//! or "who", and bodies with "Corp", "which" or "in". A name that nothing tells of is kept.

use memchr::memmem;

use super::super::speech_words::{BEFORE_OTHERS, NOT_PEOPLE, OPENERS, PLACES_BEGIN, TITLES, VERBS};
use super::boundary;
use crate::attribute::dates::calendar;

/// Bytes before and behind a passage in which a text is asked about a name.
const REACH: usize = 12_000;

/// Bytes behind a name that are looked at.
const NEXT: usize = 80;

/// Movements, companies, institutions and countries that news quotes most, in small letters, and what is left of "General Motors" without its
/// title; none that is a family name as well ("Ford", "Jordan").
const KNOWN: &str = "hamas hezbollah hizbollah fatah taliban isis antifa google facebook instagram whatsapp youtube tiktok amazon microsoft apple \
    netflix uber airbnb spotify intel nvidia openai samsung sony huawei nokia ericsson toyota nissan volkswagen tesla boeing \
    airbus lufthansa ryanair gazprom rosneft exxon chevron walmart starbucks pfizer moderna siemens motors electric foods \
    dynamics wikileaks nato interpol europol frontex unicef unesco opec nasa greenpeace oxfam amnesty bundestag bundesrat \
    bundesbank knesset duma whitehall хамас хезболла талибан газпром роснефть кремль пентагон госдума минобороны интерпол нато \
    afghanistan argentina australia austria belarus belgium brazil britain bulgaria canada china cuba denmark egypt estonia \
    finland france germany greece hungary india indonesia iran iraq italy japan latvia lebanon libya lithuania malaysia nigeria \
    norway pakistan philippines poland portugal qatar romania russia scotland serbia somalia spain sudan sweden switzerland \
    syria taiwan thailand turkey ukraine venezuela vietnam yemen украина россия китай иран турция сирия израиль";

/// Those of several words, none of which is among [`WORDS`].
const KNOWN_ROWS: &[&str] = &[
    "islamic jihad",
    "islamic state",
    "boko haram",
    "proud boys",
    "red cross",
    "goldman sachs",
    "merrill lynch",
    "morgan stanley",
    "wells fargo",
    "credit suisse",
    "jpmorgan chase",
    "rolls royce",
    "cambridge analytica",
    "hong kong",
    "sri lanka",
    "costa rica",
    "puerto rico",
    "abu dhabi",
    "tel aviv",
    "los angeles",
    "san francisco",
    "silicon valley",
    "capitol hill",
];

/// Words of names that are bodies': "Federal Reserve Board", "Salomon Brothers", "Human Rights Watch".
const WORDS: &str = "academy administration airlines airways alliance authority bancorp bank board brothers campaign capital club co coalition \
    college command commission committee division embassy exchange exchanges federation forces foundation fund futures holding \
    holdings hospital industries institution institutions instruments league markets mining observatory office police school \
    securities service services states street systems technologies watch ministerium partei polizei";

/// What stands behind the name of a body and no person's, beside [`WORDS`] and [`NOT_PEOPLE`]: "a Hamas official", "Google executives".
const BEHIND: &str = "ag sa nv official officials spokesman spokeswoman spokesperson executive executives employees shares shareholders fighters \
    militants";

/// What stands before the last name of a person: "Mr", "President".
const BEFORE: &str = "mr mrs ms dr sir sen senator rep representative gov governor president premier minister secretary chancellor ambassador \
    envoy gen col colonel lt lieutenant admiral spokesman spokeswoman spokesperson chairman chairwoman director professor prof \
    attorney judge justice king queen prince princess pope adviser advisor leader officer analyst economist trader dealer \
    manager congressman congresswoman herr frau präsident präsidentin kanzler kanzlerin ministerin sprecher sprecherin monsieur \
    madame señor señora";

fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// Whether a word of a name, in small letters, makes it a body's.
pub(super) fn is_word_of_body(word: &str) -> bool {
    is_among(WORDS, word)
}

/// Whether the name of a speaker of the passage at byte `at` is a body's: one that is known, or a single word that the text uses so.
pub(super) fn is_body(text: &str, at: usize, name: &str) -> bool {
    let lower = name.to_lowercase();
    if name.contains(' ') {
        return KNOWN_ROWS.contains(&lower.as_str());
    }
    if is_among(KNOWN, &lower) {
        return true;
    }
    let text = &text[boundary(text, at.saturating_sub(REACH))..boundary(text, (at + REACH).min(text.len()))];
    // Who speaks in a transcript has a name in capitals that stands elsewhere as it is written.
    let is_capital = !name.contains(char::is_lowercase);
    let written = if is_capital { capitalised(&lower) } else { name.to_owned() };
    let mut told = is_capital && uses(text, &written).next().is_none();
    for form in [name, &written].into_iter().take(1 + usize::from(is_capital)) {
        for (before, behind) in uses(text, form) {
            if is_persons(form, before, behind) {
                return false;
            }
            told |= is_bodys(before, behind);
        }
    }
    // A word that is written small as well began a sentence: "Analysts".
    told || lower != name && uses(text, &lower).any(|(before, behind)| is_word(before, behind))
}

/// "Lavrov" of "lavrov".
fn capitalised(lower: &str) -> String {
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What stands before and behind each use of a word in a text.
fn uses<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    memmem::find_iter(text.as_bytes(), word.as_bytes())
        .map(move |at| (&text[..at], &text[at + word.len()..]))
        .filter(move |(before, behind)| !before.ends_with(is_part) && !behind.starts_with(is_part))
}

/// Whether a word in small letters stands among others, and not in an address or a handle.
fn is_word(before: &str, behind: &str) -> bool {
    before.ends_with(char::is_whitespace) && behind.starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

/// Whether a use of a name makes it a person's: a first name, an initial or a title before it, "who" behind it, or "said he".
fn is_persons(name: &str, before: &str, behind: &str) -> bool {
    let who = behind.strip_prefix(',').unwrap_or(behind);
    let mut next = words(who);
    let (first, second) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
    let is_person = |word: &str| matches!(word, "he" | "she");
    if first == "who" || (who == behind && VERBS.contains(&first) && is_person(second)) {
        return true;
    }
    let Some(word) = word_before(before) else { return false };
    let (word, is_short) = word.strip_suffix('.').map_or((word, false), |word| (word, true));
    let lower = word.to_lowercase();
    if is_among(BEFORE, &lower) {
        return true;
    }
    if is_short && word.split('.').all(|letter| letter.chars().count() == 1 && letter.starts_with(char::is_uppercase)) {
        return !matches!(word, "U.S" | "U.K" | "U.N" | "E.U");
    }
    !is_short && is_first_name(word, &lower, name)
}

/// Whether a word directly before a name may be a first one.
fn is_first_name(word: &str, lower: &str, name: &str) -> bool {
    let is_other = [OPENERS, BEFORE_OTHERS, NOT_PEOPLE, PLACES_BEGIN, TITLES, VERBS].iter().any(|list| list.contains(&lower));
    let is_day = calendar::weekday(lower).is_some() || calendar::month(lower).is_some();
    // "IBM", "Montreal-based", "Russia's" and "Said" go before names of all kinds.
    let is_acronym = !word.contains(char::is_lowercase) && name.contains(char::is_lowercase);
    let is_plain = word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    is_plain && !is_other && !is_day && !is_acronym && !lower.ends_with("based") && !lower.ends_with("'s") && !lower.ends_with("’s")
}

/// Whether a use of a name makes it a body's: "Amoco Corp", "Hamas, which", "at Amoco", "the Fed".
fn is_bodys(before: &str, behind: &str) -> bool {
    let written = words(behind).next().unwrap_or_default();
    let next = written.to_lowercase();
    if NOT_PEOPLE.contains(&next.as_str()) || is_among(WORDS, &next) || is_among(BEHIND, &next) {
        return true;
    }
    if behind.strip_prefix(',').is_some_and(|rest| words(rest).next() == Some("which")) {
        return true;
    }
    match word_before(before) {
        Some("at" | "At" | "in" | "In") => !behind.starts_with(['\'', '’']) && !written.starts_with(char::is_uppercase),
        // "the Kerry plan" is a person's.
        Some("the" | "The") => behind.starts_with(['.', ',', ';', ')']),
        _ => false,
    }
}

/// The word that `before` ends with, if a name may follow it directly.
fn word_before(before: &str) -> Option<&str> {
    let rest = before.trim_end();
    let is_apart = before.len() > rest.len() && before[rest.len()..].matches('\n').count() < 2;
    let word = rest.rsplit(char::is_whitespace).next()?.trim_start_matches(['"', '“', '„', '«', '(', '‘', '\'']);
    (is_apart && !word.is_empty()).then_some(word)
}

/// The words that `behind` begins with, behind a blank each: none behind a sign or an empty line.
fn words(behind: &str) -> impl Iterator<Item = &str> {
    let behind = &behind[..boundary(behind, NEXT.min(behind.len()))];
    let line = behind.find("\n\n").map_or(behind, |end| &behind[..end]);
    let blank = line.starts_with(char::is_whitespace);
    let mut ended = !blank;
    line.split_whitespace().map_while(move |word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let goes_on = !ended && !bare.is_empty();
        ended = bare.len() < word.len();
        goes_on.then_some(bare)
    })
}

#[cfg(test)]
mod tests {
    use super::super::speaker;
    use super::*;
    use crate::attribute::outlets::Outlets;
    use proptest::prelude::*;

    /// The speaker of the words between marks at the end of a text.
    fn of(before: &str, name: &str) -> Option<String> {
        let text = format!("{before}\n\n“We will wait for that team,” {name} said.");
        let start = text.rfind("We will").unwrap_or_default();
        speaker(&text, start, start + "We will wait for that team".len(), &Outlets::builtin())
    }

    #[test]
    fn bodies_that_news_quotes_most_are_no_speakers() {
        for name in [
            "Hamas",
            "Google",
            "Hezbollah",
            "Microsoft",
            "Nato",
            "Greenpeace",
            "Iran",
            "Gazprom",
            "Goldman Sachs",
            "Boko Haram",
            "General Motors",
        ] {
            assert_eq!(of("Palestinian Hamas and its Google met.", name), None, "{name}");
        }
        assert_eq!(of("Alphabet's Google met. Sundar Pichai came.", "Sundar Pichai").as_deref(), Some("Sundar Pichai"));
    }

    #[test]
    fn a_lone_name_that_a_text_uses_as_a_bodys_is_no_speaker() {
        for (before, name) in [
            ("Shares of Tarnwell Corp fell.", "Tarnwell"),
            ("Tarnwell, which makes ferries, left.", "Tarnwell"),
            ("The men work at Tarnwell now.", "Tarnwell"),
            ("A Tarnwell official left.", "Tarnwell"),
            ("The ferries are old. Tarnwell executives left.", "Tarnwell"),
            ("The vote was held by the Tarnwell.", "Tarnwell"),
            ("The TBF met.", "TBF"),
            ("Montreal-based Tarnwell shares fell.", "Tarnwell"),
            ("Most of the movers were late.", "Movers"),
        ] {
            assert_eq!(of(before, name), None, "{before}");
        }
    }

    #[test]
    fn a_person_is_one_whatever_has_the_name_as_well() {
        for (before, name) in [
            ("Ada Tarnwell founded Tarnwell Corp, which is at Tarnwell.", "Tarnwell"),
            ("President Tarnwell and a Tarnwell official met.", "Tarnwell"),
            ("A. Tarnwell met a Tarnwell spokesman.", "Tarnwell"),
            ("Tarnwell, who founded it, works at Tarnwell.", "Tarnwell"),
            ("Sen. Tarnwell works at Tarnwell.", "Tarnwell"),
            ("Ada Baker spoke to the baker of the town.", "Baker"),
            ("Ada Tarnwell met a Tarnwell official.", "TARNWELL"),
            ("It was late.", "Tarnwell"),
            ("They came by the Tarnwell ferry.", "Tarnwell"),
        ] {
            assert_eq!(of(before, name).as_deref(), Some(name), "{before}");
        }
    }

    #[test]
    fn names_with_a_word_of_a_body_are_none() {
        for name in ["Merlo Brothers", "Tarn Bancorp", "Harbour Rights Watch", "Federal Ferry Board", "Tarn Securities"] {
            assert_eq!(of("They met.", name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn of_a_small_text_all_is_asked_wherever_the_passage_stands(
            text in "(Tarn|tarn|TARN|Ada|the|at|in|Corp|which|who|[ ,.\n]){0,40}é?", at in 0usize..90, name in "(Tarn|TARN|Ada|é)",
        ) {
            let at = at.min(text.len());
            let is_one = is_body(&text, at, &name);
            prop_assert_eq!(is_one, is_body(&text, 0, &name));
            if text.contains(&format!("Ada {name}, who ")) {
                prop_assert!(!is_one);
            }
        }
    }
}
