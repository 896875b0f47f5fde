//! Who said a quoted passage, where the words around it name someone.
//!
//! In: a text and the place of a passage. Out: the name that a verb of speech stands with, beside a
//! quotation mark: "...”, Ushakov said", "said Vitaly Churkin", "Lavrov told reporters: “...". A "he"
//! is the first person whom the paragraph before names in full. Where nothing names anyone, nobody is
//! guessed.

use std::collections::BTreeMap;

use super::speech_words::{PRONOUNS, TITLES, VERBS};
use crate::attribute::credits::token::{Token, tokens};
use crate::attribute::outlets::Outlets;

/// Bytes before and behind a passage in which its speaker is looked for.
const REACH: usize = 160;
/// Bytes before a passage in which the person behind a "he" is looked for.
const PRONOUN_REACH: usize = 900;
/// Words between a quotation mark and its verb of speech: "Russian Foreign Minister Sergey Lavrov".
const NAME_WORDS: usize = 9;

/// Who said the passage at `start..end` (bytes) of `text`.
#[must_use]
pub fn speaker(text: &str, start: usize, end: usize, outlets: &Outlets) -> Option<String> {
    let from = boundary(text, start.saturating_sub(REACH));
    let to = boundary(text, (end + REACH).min(text.len()));
    let tokens = tokens(text, from, to);
    // Beside the passage's end, then inside it from behind, then before it.
    let quotes: Vec<usize> = (0..tokens.len()).filter(|&at| is_quote(&tokens[at])).collect();
    let behind = quotes.iter().copied().filter(|&at| tokens[at].end() > start).rev();
    // A mark far behind the passage belongs to the next quotation.
    let behind = behind.filter(|&at| tokens[at].start < end + 3);
    let said = behind
        .filter_map(|at| named_behind(&tokens[at + 1..]))
        .chain(quotes.iter().copied().filter(|&at| tokens[at].start < start + 3).rev().take(2).filter_map(|at| named_before(&tokens[..at])))
        .next()?;
    let name = match said {
        Said::Name(name) => name,
        Said::Pronoun(place) => person_before(text, place.min(start))?,
    };
    (!outlets.is_name(&name)).then_some(name)
}

/// The speaker that the members of a cluster agree on: the last name that more than half of those
/// give that give any, in its fullest form.
#[must_use]
pub fn agreed(names: &[String]) -> Option<String> {
    let mut by_last: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for name in names {
        by_last.entry(name.rsplit(' ').next().unwrap_or(name)).or_default().push(name);
    }
    let (_, most) = by_last.into_iter().max_by_key(|(_, names)| names.len())?;
    if most.len() * 2 <= names.len() {
        return None;
    }
    most.into_iter().max_by(|a, b| (a.len(), *b).cmp(&(b.len(), *a))).cloned()
}

/// What stands beside a quotation.
enum Said {
    Name(String),
    /// "he" at this byte.
    Pronoun(usize),
}

fn is_quote(token: &Token<'_>) -> bool {
    matches!(token.text, "\"" | "“" | "”" | "„" | "«" | "»" | "''" | "``")
}

fn is_verb(token: &Token<'_>) -> bool {
    VERBS.contains(&token.lower.as_ref())
}

fn is_name(token: &Token<'_>) -> bool {
    token.text.starts_with(char::is_uppercase)
}

/// "Russia’s" before a name.
fn is_origin(token: &Token<'_>) -> bool {
    token.text.ends_with("’s") || token.text.ends_with("'s")
}

/// "Ushakov said", "said Vitaly Churkin", "he told journalists" at the beginning of `tokens`.
fn named_behind(tokens: &[Token<'_>]) -> Option<Said> {
    let skip = tokens.iter().take_while(|token| matches!(token.text, "," | "." | "—" | "–" | "-" | "…")).count();
    let tokens = &tokens[skip..];
    let verb = tokens.iter().take(NAME_WORDS).position(is_verb)?;
    if tokens[..verb].iter().any(|token| is_quote(token) || matches!(token.text, "." | ":" | ";" | "?" | "!")) {
        return None;
    }
    if verb > 0 {
        return said(&tokens[..verb]);
    }
    // "said Vitaly Churkin, Russia's envoy", "a déclaré M. Lavrov", "sagte Angela Merkel nach der Sitzung"
    let ends = |at: usize| {
        let token = &tokens[at];
        let shortened = tokens[at - 1].text.chars().count() == 1 || TITLES.contains(&tokens[at - 1].lower.as_ref());
        is_quote(token) || matches!(token.text, "," | ":" | ";" | "?" | "!" | "(") || (token.text == "." && !shortened)
    };
    let length = (1..tokens.len()).take(NAME_WORDS).take_while(|&at| !ends(at)).count();
    match said(&tokens[1..=length])? {
        Said::Pronoun(place) => Some(Said::Pronoun(place)),
        // What follows the name is a place, a day or, in German, any noun: the first full name counts, else the first.
        Said::Name(_) => {
            let mut people = people(&tokens[1..=length]);
            let full = people.iter().position(|name| name.contains(' ')).unwrap_or(0);
            Some(Said::Name(people.swap_remove(full)))
        }
    }
}

/// "Lavrov told reporters:" at the end of `tokens`.
fn named_before(tokens: &[Token<'_>]) -> Option<Said> {
    let last = tokens.last()?;
    if !matches!(last.text, ":" | ",") {
        return None;
    }
    let from = tokens.iter().rposition(|token| matches!(token.text, "." | "!" | "?") || is_quote(token)).map_or(0, |at| at + 1);
    let sentence = &tokens[from..];
    let verb = sentence.iter().rposition(is_verb)?;
    let begin = verb.saturating_sub(NAME_WORDS);
    said(&sentence[begin..verb])
}

/// The name or pronoun in the words that stand beside a verb of speech.
fn said(tokens: &[Token<'_>]) -> Option<Said> {
    if let Some(pronoun) = tokens.iter().find(|token| PRONOUNS.contains(&token.lower.as_ref())) {
        return Some(Said::Pronoun(pronoun.start));
    }
    people(tokens).pop().map(Said::Name)
}

/// The names among `tokens`, without titles.
fn people(tokens: &[Token<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for token in tokens {
        let title = TITLES.contains(&token.lower.as_ref()) || is_origin(token);
        let initial_dot = token.text == "." && run.last().is_some_and(|word| word.chars().count() == 1);
        if is_name(token) && !title {
            run.push(token.text);
        } else if !initial_dot && !run.is_empty() {
            names.push(run.join(" "));
            run.clear();
        }
    }
    if !run.is_empty() {
        names.push(run.join(" "));
    }
    names.retain(|name| name.chars().count() > 2 && name.split(' ').count() <= 4);
    names
}

/// The first person whom the nearest paragraph before byte `place` names in full.
fn person_before(text: &str, place: usize) -> Option<String> {
    let floor = boundary(text, place.saturating_sub(PRONOUN_REACH));
    text[floor..place].rsplit("\n").map(str::trim).filter(|paragraph| paragraph.contains(' ')).take(2).find_map(|paragraph| {
        let tokens = tokens(paragraph, 0, paragraph.len());
        people(&tokens).into_iter().find(|name| name.contains(' '))
    })
}

/// The nearest boundary of a character at or before byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The speaker of the passage between the two bars of `text`.
    fn of(text: &str) -> Option<String> {
        let start = text.find('|').unwrap();
        let end = text.rfind('|').unwrap() - 1;
        speaker(&text.replace('|', ""), start, end, &Outlets::builtin())
    }

    #[test]
    fn the_name_beside_the_verb_is_the_speaker() {
        for (text, name) in [
            ("“|We will wait for that team|,” Ushakov said.", "Ushakov"),
            ("“|Moscow is ready to send experts|,” Russian Foreign Minister Sergey Lavrov said on Saturday.", "Sergey Lavrov"),
            ("“|It is an attempt to distract|,” said Vitaly Churkin, Russia’s envoy.", "Vitaly Churkin"),
            ("The minister was late. Sergey Lavrov told reporters: “|We are ready to go on|.” He left.", "Sergey Lavrov"),
            ("\"|Wir sind bereit für Gespräche|\", sagte Angela Merkel.", "Angela Merkel"),
            ("«|Мы готовы к переговорам|», — заявил Сергей Лавров.", "Сергей Лавров"),
            ("«|Мы готовы к переговорам|», — заявил помощник президента России Юрий Ушаков.", "Юрий Ушаков"),
            ("„|Wir sind bereit für Gespräche|“, sagte der Abgeordnete Hanno Riedel nach der Sitzung.", "Hanno Riedel"),
            ("“|We will wait for that team|,” said Lavrov on Monday.", "Lavrov"),
            ("“|We will wait for that team|,” said J. D. Marrow. Lavrov left.", "J D Marrow"),
            ("“|We will wait for that team|,” said Russia’s Sergey Lavrov in Rome.", "Sergey Lavrov"),
        ] {
            assert_eq!(of(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn a_pronoun_is_the_person_of_the_paragraph_before() {
        let text = "Russian presidential aide Yury Ushakov confirmed the calls between Kerry and Sergey Lavrov.\n\n“|This could be called \
                    unbelievable|,” he told journalists.";
        assert_eq!(of(text).as_deref(), Some("Yury Ushakov"));
        // The passage may hold the words that name the speaker.
        let text = text.replace("unbelievable|,” he told journalists.", "unbelievable,” he told journalists|.");
        assert_eq!(of(&text).as_deref(), Some("Yury Ushakov"));
    }

    #[test]
    fn where_nobody_is_named_nobody_is_guessed() {
        for text in [
            "“|We will wait for that team|,” it was heard.",
            "It was quiet.\n\n“|We will wait for that team|,” he said.",
            "“|Clinton would have been hawkish|,” the Washington Post adds.",
            "“|Clinton would have been hawkish|,” Post adds.",
            "|No quotation at all stands here|, Lavrov said.",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn members_agree_on_the_last_name_of_most() {
        let names = |names: &[&str]| agreed(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&["Ushakov", "Yury Ushakov", "Lavrov"]).as_deref(), Some("Yury Ushakov"));
        assert_eq!(names(&["Ushakov", "Lavrov"]), None);
        assert_eq!(names(&[]), None);
    }
}
