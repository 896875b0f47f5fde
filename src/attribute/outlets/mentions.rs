//! Where a text names outlets: one pass, in which a table of the beginnings of all names lets
//! nearly every other word go by unread.

use super::beginnings::{Beginnings, Plain, first_word};
use super::{Needs, OutletId, Outlets};
use crate::attribute::marks::with_marks;
use crate::text::{each_stretch, is_alphanumeric, is_of_word};

/// A place where a text names an outlet. Bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// First byte of the name.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// Whose name it is.
    pub outlet: OutletId,
}

impl Outlets {
    /// All places where `text` names an outlet, in order, without overlaps. The longest name counts.
    /// "the Post", "The Times" stand for the one newspaper of that last name that was named before
    /// them; the outlets in `own`, the text's own, count as named.
    #[must_use]
    pub fn mentions(&self, text: &str, own: &[OutletId]) -> Vec<Mention> {
        self.mentions_beside(text, own, &Beginnings::default(), |_, _| {})
    }

    /// The same, and in the same pass tells each stretch of the text, by its first byte and the byte behind it, with which one of `others` may begin: all
    /// but words in ASCII with which none does.
    pub(in crate::attribute) fn mentions_beside(
        &self,
        text: &str,
        own: &[OutletId],
        others: &Beginnings,
        mut tell: impl FnMut(usize, usize),
    ) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        let mut named = own.to_vec();
        let mut at = 0;
        each_stretch(text, |start, end| {
            let plain = Plain::of(text.as_bytes(), start, end);
            if !plain.is_some_and(|word| others.are_not(word, text.as_bytes())) {
                tell(start, end);
            }
            if at <= start && plain.is_some_and(|word| self.begins.are_not(word, text.as_bytes())) {
                return;
            }
            at = at.max(start);
            while at < end {
                at = self.word(text, at, &mut named, &mut found);
            }
        });
        found
    }

    /// Looks at what stands at byte `at`, and returns where to go on.
    fn word(&self, text: &str, at: usize, named: &mut Vec<OutletId>, found: &mut Vec<Mention>) -> usize {
        // Quotation marks and dashes beyond ASCII are no more a part of a word than those of ASCII.
        if !begins_word(text, at) {
            return at + char_len(text, at);
        }
        let start = at;
        if !self.begins.may_be(&text.as_bytes()[start..]) {
            return word_end(text, start);
        }
        let at = first_word(&text[start..]).len().max(1) + start;
        if let Some((end, outlet)) = self.name_at(text, start, named) {
            found.push(Mention { start, end, outlet });
            if !named.contains(&outlet) {
                named.push(outlet);
            }
            return end;
        }
        // An alias begins with a whole word, not inside one.
        word_end(text, at)
    }

    /// The name at byte `start`, which begins a word: its end and whose it is.
    fn name_at(&self, text: &str, start: usize, named: &[OutletId]) -> Option<(usize, OutletId)> {
        let word = first_word(&text[start..]);
        let aliases = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let article = || article_before(text, start);
        let alias = aliases.iter().find_map(|alias| {
            let end = matches_at(text, start, &alias.text)?;
            let single = !alias.text.contains(' ') && alias.text.chars().any(char::is_lowercase);
            let whole = !(single && part_of_longer_name(&text[end..])) || is_told(&text[..start]);
            let has_needed = || match alias.needs {
                Needs::Nothing => true,
                Needs::Article => article().is_some(),
                Needs::Marks => with_marks(text, start, end).0 < start,
                Needs::Contraction => is_behind_contraction(&text[..start]),
            };
            (whole && has_needed()).then_some((end, alias))
        });
        if let Some((end, alias)) = alias {
            let Some(short) = alias.short else {
                return Some((end, alias.outlet));
            };
            let outlet = match self.meaning(short, alias.outlet, named) {
                Meaning::One(outlet) => Some(outlet),
                Meaning::Several => None,
                // Inside a sentence a capital article is part of the name.
                Meaning::Unsaid => article().filter(|&at| begins_inside(text, at, end)).map(|_| alias.outlet),
            };
            return Some((end, outlet?));
        }
        // "Post" behind "the", or at the beginning of a sentence or clause.
        let candidates = self.by_short.get(word)?;
        let outlet = only(candidates, named)?;
        let end = start + word.len();
        let placed = || article().is_some() || text[..start].trim_end().ends_with(['.', '”', '"', '\n', ',']);
        (placed() && !part_of_longer_name(&text[end..])).then_some((end, outlet))
    }

    /// What a name like "The Times" stands for; `full` is the outlet that has no longer name.
    fn meaning(&self, short: &str, full: OutletId, named: &[OutletId]) -> Meaning {
        let candidates = self.by_short.get(short).map_or(&[][..], Vec::as_slice);
        let rivals = candidates.iter().any(|&outlet| outlet != full);
        if !rivals || named.contains(&full) {
            return Meaning::One(full);
        }
        if named.iter().any(|outlet| candidates.contains(outlet)) {
            return only(candidates, named).map_or(Meaning::Several, Meaning::One);
        }
        Meaning::Unsaid
    }
}

/// What a name that several newspapers share stands for in a text.
enum Meaning {
    /// The one that was named before.
    One(OutletId),
    /// Several of them were named.
    Several,
    /// None of them was.
    Unsaid,
}

/// Whether byte `at` begins "The" with a capital, inside a sentence; the name ends at byte `end`, and marks may stand around both.
fn begins_inside(text: &str, at: usize, end: usize) -> bool {
    let from = with_marks(text, at, end).0;
    let before = text[..from].trim_end();
    let inside = before.ends_with(|c: char| c.is_alphanumeric() || c == ',') && !text[..from].ends_with('\n');
    inside && text[at..].starts_with("The")
}

/// The byte at which "the" or "The" begins, directly before byte `start`.
fn article_before(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].trim_end();
    let article = before.len().checked_sub(3)?;
    let is_article = before.len() < start && matches!(before.get(article..)?, "the" | "The");
    (is_article && !before[..article].ends_with(char::is_alphanumeric)).then_some(article)
}

/// The one outlet among `candidates` that was named, where there is exactly one.
fn only(candidates: &[OutletId], named: &[OutletId]) -> Option<OutletId> {
    let mut meant = named.iter().copied().filter(|outlet| candidates.contains(outlet));
    let first = meant.next()?;
    meant.all(|outlet| outlet == first).then_some(first)
}

/// Whether a letter or digit stands at byte `at`, the first one of a character.
fn begins_word(text: &str, at: usize) -> bool {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() { byte.is_ascii_alphanumeric() } else { text[at..].starts_with(is_alphanumeric) }
}

/// Bytes of the character at byte `at`.
fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// First byte behind the letters and digits, and what is set upon them, that begin at byte `start`.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        if bytes[end].is_ascii_alphanumeric() {
            end += 1;
        } else if !bytes[end].is_ascii() && text[end..].starts_with(is_of_word) {
            end += char_len(text, end);
        } else {
            break;
        }
    }
    end
}

/// The end of `alias` at byte `start` of `text`: a space in it matches white space with at most one line
/// break, and no letter, digit or joined word follows.
fn matches_at(text: &str, start: usize, alias: &str) -> Option<usize> {
    let mut at = start;
    for (place, word) in alias.split(' ').enumerate() {
        if place > 0 {
            let rest = &text[at..];
            let space = rest.len() - rest.trim_start().len();
            if space == 0 || rest[..space].matches('\n').count() > 1 {
                return None;
            }
            at += space;
        }
        if !text[at..].starts_with(word) {
            return None;
        }
        at += word.len();
    }
    let mut after = text[at..].chars();
    match (after.next(), after.next()) {
        (Some(c), _) if c.is_alphanumeric() => None,
        // "AP-NORC", "rt.com" where only "RT" was asked for, "Reuters/Ipsos" is told apart by its rule.
        (Some('-' | '.' | '@' | '_'), Some(c)) if c.is_alphanumeric() && (alias.contains('.') || !c.is_uppercase()) => None,
        (Some('-'), Some(c)) if c.is_uppercase() && !COMPOUNDS.contains(&first_word(&text[at + 1..])) => None,
        _ => Some(at),
    }
}

/// Whether a name can be known for one in a running text: two letters in scripts that need no more, else three, and no word such as "May".
pub(super) fn is_telling(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= if name.is_ascii() { 3 } else { 2 } && !OTHER_WORDS.contains(&name)
}

/// Capitalised words that often follow a name, and are no part of it.
const OTHER_WORDS: &[&str] = &[
    "Published",
    "Updated",
    "Posted",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "News",
    "Newsroom",
    "Mme",
    "Mlle",
    "Online",
    "TV",
    "I",
    "A",
    "The",
];

/// German words behind a hyphen that leave the name before them one: "dpa-Informationen".
const COMPOUNDS: &[&str] =
    &["Angaben", "Bericht", "Berichten", "Berichts", "Gespräch", "Informationen", "Interview", "Meldung", "Recherche", "Recherchen"];

/// Whether what goes before a name tells that somebody told it something, so that a capitalised word behind it is his: "à Reuters Ada Quill".
fn is_told(before: &str) -> bool {
    let words = before.trim_end();
    let is_behind = |verb: &str| words.strip_suffix(" a").is_some_and(|words| words.ends_with(verb));
    words.len() < before.len()
        && (words.ends_with(" à") || ["dijo", "declaró", "explicó", "afirmó", "aseguró", "señaló"].into_iter().any(is_behind))
}

/// Whether a French article that is one word with a preposition goes before.
fn is_behind_contraction(before: &str) -> bool {
    let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next();
    before.ends_with(char::is_whitespace) && word.is_some_and(|word| matches!(word, "au" | "aux" | "du" | "des" | "Au" | "Aux"))
}

/// Whether a capitalised word follows directly: "Time Warner", "Reuters Holdings", "Dawn Smith".
fn part_of_longer_name(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    let word = first_word(rest);
    word.starts_with(char::is_uppercase) && !OTHER_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_that_no_name_begins_with_may_be_passed_over(
            text in "(the |The |Washington Post|New York Times|New |York |Sun|National |Post|Reuters|AFP|RT|Guardian|РИА Новости|Süddeutsche Zeitung|[“”’' \n.,/-]|[a-z]{1,6} |[A-Zé\u{301}]{1,3}|\\PC){0,40}",
        ) {
            let outlets = Outlets::builtin();
            let (mut named, mut found, mut at) = (Vec::new(), Vec::new(), 0);
            while at < text.len() {
                at = outlets.word(&text, at, &mut named, &mut found);
            }
            prop_assert_eq!(outlets.mentions(&text, &[]), found);
        }
    }
}
