//! The normal form of one word: what must be equal for two words to be the same.
//!
//! Compatibility forms are resolved (NFKD, then composed again), case is folded, combining accents of
//! Latin, Greek, Cyrillic, Hebrew and Arabic are dropped (papers leave them out), and what joins the
//! parts of a word falls out: `Putin’s` = `putins`, `U.S.` = `us`, `1,250` = `1250`.

use unicode_normalization::char::{compose, decompose_compatible};

use super::letters::{Form, known_form};

/// What happens to words joined by an apostrophe, a point or a thousands separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compounds {
    /// One word: passages are compared so.
    #[default]
    Joined,
    /// Cut at everything that is no letter or digit: plain words, as a whole-document dedup compares them.
    Cut,
}

/// Appends the normal form of `word` to `form`. The joiners of a compound must be told apart by the
/// caller; every character that is no letter, digit or mark, nor the point of a decimal number, falls out.
pub fn normal_form(word: &str, form: &mut String) {
    if word.is_ascii() {
        let bytes = word.as_bytes();
        if bytes.iter().all(u8::is_ascii_alphanumeric) {
            let from = form.len();
            form.push_str(word);
            form[from..].make_ascii_lowercase();
            return;
        }
        let mut entity = false;
        for (i, &b) in bytes.iter().enumerate() {
            // Inside a word an entity stands for an apostrophe.
            entity = b == b'&' || entity && bytes[i - 1] != b';';
            if entity {
                continue;
            }
            if b.is_ascii_alphanumeric() {
                form.push(char::from(b.to_ascii_lowercase()));
            } else if b == b'.' && is_decimal_point(bytes, i) {
                form.push('.');
            }
        }
        return;
    }
    match known_form(word) {
        Some(known) => form.push_str(known.as_str()),
        None => by_characters(word, form),
    }
}

/// The normal form of a word that is looked at once: most take no memory.
pub(crate) enum NormalForm {
    Known(Form),
    Found(String),
}

impl NormalForm {
    #[inline]
    pub fn of(word: &str) -> Self {
        known_form(word).map_or_else(|| Self::found(word), Self::Known)
    }

    #[inline(never)]
    fn found(word: &str) -> Self {
        let mut form = String::with_capacity(word.len());
        if word.is_ascii() {
            normal_form(word, &mut form);
        } else {
            by_characters(word, &mut form);
        }
        Self::Found(form)
    }

    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Known(form) => form.as_bytes(),
            Self::Found(form) => form.as_bytes(),
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(form) => form.as_str(),
            Self::Found(form) => form,
        }
    }
}

/// The same as [`normal_form`], character by character: the exact way for everything.
pub(super) fn by_characters(word: &str, form: &mut String) {
    let from = form.len();
    let mut entity = false;
    for (i, c) in word.char_indices() {
        entity = c == '&' || entity && word.as_bytes()[i - 1] != b';';
        if entity {
            continue;
        }
        if c == '.' {
            if is_decimal_point(word.as_bytes(), i) {
                form.push('.');
            }
            continue;
        }
        decompose_compatible(c, |part| {
            if is_dropped_mark(part) || !(part.is_alphanumeric() || is_mark(part)) {
                return;
            }
            for lower in part.to_lowercase() {
                // Lower-casing can leave a mark of its own behind (I with dot above).
                match lower {
                    'ß' => form.push_str("ss"),
                    'ς' => form.push('σ'),
                    mark if is_dropped_mark(mark) => {}
                    other => push_composed(form, from, other),
                }
            }
        });
    }
}

/// Appends `c`, composed with the character before it where Unicode has the two as one (Hangul, Indic).
fn push_composed(form: &mut String, from: usize, c: char) {
    if let Some(both) = form[from..].chars().next_back().and_then(|last| compose(last, c)) {
        form.pop();
        form.push(both);
        return;
    }
    form.push(c);
}

fn is_decimal_point(word: &[u8], at: usize) -> bool {
    at > 0 && word[at - 1].is_ascii_digit() && word.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Accents and vowel points that writers leave out.
fn is_dropped_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}')
}

/// Marks that belong to a word: vowel signs of Indic scripts and others.
pub(super) fn is_mark(c: char) -> bool {
    c > '\u{2FF}' && unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(word: &str) -> String {
        let mut out = String::new();
        normal_form(word, &mut out);
        out
    }

    #[test]
    fn writings_of_one_word_have_one_form() {
        for (word, expected) in [
            ("un-liberated", "unliberated"),
            ("Putin’s", "putins"),
            ("Putin's", "putins"),
            ("U.S.", "us"),
            ("1,250", "1250"),
            ("5.93", "5.93"),
            ("CAFÉ", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("ﬁnally", "finally"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("ΛΌΓΟΣ", "λογοσ"),
            ("λόγος", "λογοσ"),
            ("Ёлка", "елка"),
            ("İstanbul", "istanbul"),
            ("한국", "한국"),
            ("한국", "한국"),
            ("مُحَمَّد", "محمد"),
            ("ｗｉｄｅ", "wide"),
        ] {
            assert_eq!(form(word), expected, "{word}");
        }
    }

    #[test]
    fn vowel_signs_that_carry_meaning_stay() {
        assert_ne!(form("कि"), form("का"));
    }
}
