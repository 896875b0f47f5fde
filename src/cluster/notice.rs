//! Words of a house about itself and its pages, the same in many houses: reserved rights, contributors, pleas to subscribe, cookies, rows of key words.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::formula::Judge;
use super::{Cluster, Passage};
use crate::text::is_script;

/// Formulas of such notices, in small letters with single spaces. English, and reserved rights in three more languages.
const FORMULAS: [&str; 14] = [
    "all rights reserved",
    "may not be published",
    "contributed to this report",
    "facebook commenting",
    "has been posted to your",
    "follow us on",
    "on twitter at http",
    "sign up for our",
    "subscribe to our",
    "you are signed in as",
    "alle rechte vorbehalten",
    "die redaktion behält sich vor",
    "tous droits réservés",
    "todos los derechos reservados",
];

/// Formulas of notices on cookies, likewise; in English, German, French and Spanish. Somebody who is quoted may say the same of what his house does.
const COOKIES: [&str; 16] = [
    "this site uses cookies",
    "this website uses cookies",
    "our site uses cookies",
    "our website uses cookies",
    "we use cookies to",
    "we use cookies and",
    "our use of cookies",
    "agree to the use of cookies",
    "consent to the use of cookies",
    "accept all cookies",
    "diese website verwendet cookies",
    "wir verwenden cookies",
    "ce site utilise des cookies",
    "nous utilisons des cookies",
    "este sitio utiliza cookies",
    "este sitio web utiliza cookies",
];

/// What finds each of [`FORMULAS`]: it takes longer to make than to use.
static FIND: LazyLock<[Finder<'static>; FORMULAS.len()]> = LazyLock::new(|| FORMULAS.map(Finder::new));

/// What stands before a row of key words, likewise.
const LABELS: [&str; 9] =
    ["keywords:", "keyword:", "key words:", "key-words:", "tags:", "schlagwörter:", "stichwörter:", "mots-clés:", "palabras clave:"];
/// Key words of such a row, at least, and words of one of them, at most.
const LEAST_KEYWORDS: usize = 3;
const KEYWORD: usize = 4;

impl<'a> Judge<'a> {
    /// Whether a cluster is a notice or script, whoever has it.
    pub(super) fn is_of_a_page(&self, cluster: &Cluster) -> bool {
        self.is_notice(&cluster.root) || self.are_scripts(cluster)
    }

    /// Whether the root and most passages of a cluster are script: one copy among clean ones may have marks between its words.
    fn are_scripts(&self, cluster: &Cluster) -> bool {
        self.is_script(&cluster.root) && self.scripts(cluster) * 2 > cluster.passages.len()
    }

    /// How many passages of a cluster are script.
    pub(super) fn scripts(&self, cluster: &Cluster) -> usize {
        cluster.passages.iter().filter(|passage| self.is_script(passage)).count()
    }

    /// Whether a passage is short and a notice of some house.
    pub(super) fn is_notice(&self, passage: &Passage) -> bool {
        self.notice(passage).is_some()
    }

    /// The words by which it is one.
    pub(super) fn notice(&self, passage: &Passage) -> Option<&'static str> {
        if passage.words.len() > self.config.notice_words {
            return None;
        }
        notice(self.text_of(passage))
    }

    /// Whether a notice of some house stands in a passage, however long that is.
    pub(super) fn holds_notice(&self, passage: &Passage) -> bool {
        notice(self.text_of(passage)).is_some()
    }

    /// Whether a passage is script, data or mark-up.
    pub(super) fn is_script(&self, passage: &Passage) -> bool {
        is_script(self.input.texts[passage.document as usize], &self.input.tokens[passage.document as usize], passage.words)
    }

    fn text_of(&self, passage: &Passage) -> &'a str {
        let bytes = self.input.tokens[passage.document as usize].bytes(passage.words);
        &self.input.texts[passage.document as usize][bytes.range()]
    }
}

/// The formula that makes such a notice of a short passage, where it holds one.
pub(super) fn notice(text: &str) -> Option<&'static str> {
    let mut plain = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_ascii() && !c.is_whitespace() {
            plain.push(c.to_ascii_lowercase());
        } else if !c.is_whitespace() {
            plain.extend(c.to_lowercase());
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    let holds = |formula: &&str| memchr::memmem::find(plain.as_bytes(), formula.as_bytes()).is_some();
    let is_of_cookies = || holds(&"cookies") && !plain.contains(['"', '“', '”', '„', '«']);
    let of_cookies = || if is_of_cookies() { COOKIES.into_iter().find(holds) } else { None };
    let formula = FIND.iter().position(|find| find.find(plain.as_bytes()).is_some()).map(|n| FORMULAS[n]);
    formula.or_else(of_cookies).or_else(|| label(plain.trim()))
}

/// The label of a row of key words and nothing else, in small letters.
fn label(plain: &str) -> Option<&'static str> {
    let label = LABELS.into_iter().find(|label| plain.starts_with(label))?;
    let row = plain[label.len()..].trim_end_matches(['.', ',', ';', '|', ' ']);
    let mut keywords = row.split([',', ';', '|']).map(|keyword| keyword.split_whitespace().count());
    let is_row = !row.contains(['.', '!', '?', ':', '"', '“']) && keywords.clone().count() >= LEAST_KEYWORDS;
    (is_row && keywords.all(|words| (1..=KEYWORD).contains(&words))).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_known_by_their_formulas() {
        assert_eq!(notice("Copyright 2016 Harbour Gazette. All rights\nreserved."), Some("all rights reserved"));
        assert_eq!(notice("Ada Quill and Nils Orre contributed to this report"), Some("contributed to this report"));
        assert_eq!(notice("She said that all their rights were gone"), None);
    }

    #[test]
    fn a_notice_on_cookies_is_one_and_what_somebody_says_of_them_is_none() {
        assert!(notice("This website uses  cookies to improve your visit. Read more").is_some());
        assert!(notice("By reading on you agree to our use of cookies.").is_some());
        assert!(notice("Wir verwenden Cookies, um Inhalte anzuzeigen").is_some());
        assert_eq!(notice("“We use cookies to learn what skippers read,” she told the board"), None);
        assert_eq!(notice("The bakery on the quay sold cookies to the pilots and the skippers"), None);
    }

    #[test]
    fn a_row_of_key_words_behind_its_label_is_one_and_a_sentence_behind_it_is_none() {
        assert_eq!(notice("Keywords: harbour, ferry fares, Port Marrow, winter ice"), Some("keywords:"));
        assert_eq!(notice("Tags: ada quill | port marrow | ferry line | free press"), Some("tags:"));
        assert_eq!(notice("Key words: the harbour board met on Monday, it said, and the ferry left for the outer islands, late"), None);
        assert_eq!(notice("Keywords: harbour. The ferry left, and nobody came, and that was all, she said"), None);
        assert_eq!(notice("Keywords: harbour"), None);
        assert_eq!(notice("The keywords: harbour, ferry, ice"), None);
    }
}
