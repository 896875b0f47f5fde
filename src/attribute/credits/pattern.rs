//! Small patterns over the words around a name, the language that the tables of rules are written in.
//!
//! A pattern is a row of elements separated by spaces, read like the text:
//!
//! | element | matches |
//! |---|---|
//! | `word`, `a\|b` | one of these words or signs, in any case |
//! | `@class` | one word or sign of a class; classes may stand among the words of `a\|@b` |
//! | `!element` | nothing; the next word must not be one of these |
//! | `=element` | nothing; the next word must be one of these |
//! | `^`, `$` | nothing; a line begins or ends here |
//! | `x?`, `x{0,4}` | the element, that many times |
//!
//! A line break inside a paragraph counts as white space, and for `^` and `$` as the edge of a line.

use super::class::Class;
use super::token::Token;

/// What one element of a pattern looks for.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// One of these words, in lower case, or `^` and `$` for the edges of a line.
    Words(Vec<String>),
    /// A word of a class.
    Class(Class),
    /// Any of these.
    AnyOf(Vec<Test>),
    /// The next token is none of these; consumes nothing.
    Not(Box<Test>),
    /// The next token is one of these; consumes nothing.
    Ahead(Box<Test>),
    /// A line begins here; consumes nothing.
    LineStart,
    /// A line ends here; consumes nothing.
    LineEnd,
}

#[derive(Debug, Clone)]
struct Element {
    test: Test,
    least: usize,
    most: usize,
    /// Whether the beginning of a line will do instead; the end of one.
    line_start: bool,
    line_end: bool,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    elements: Vec<Element>,
    backward: bool,
}

impl Pattern {
    /// A pattern for the words behind a place, nearest first.
    ///
    /// # Panics
    /// When the pattern names a class that does not exist: patterns stand in tables, and a test compiles all.
    #[must_use]
    pub fn after(pattern: &str) -> Self {
        Self { elements: pattern.split_whitespace().map(element).collect(), backward: false }
    }

    /// A pattern for the words before a place; it is written like the text and must end at the place.
    ///
    /// # Panics
    /// As [`Pattern::after`].
    #[must_use]
    pub fn before(pattern: &str) -> Self {
        let mut elements: Vec<Element> = pattern.split_whitespace().map(element).collect();
        elements.reverse();
        Self { elements, backward: true }
    }

    /// How many of `tokens` (those behind the place, or those before it, nearest first) the pattern takes.
    /// `cut`: the tokens end because the window ends, not because the paragraph does.
    #[must_use]
    pub fn matches(&self, tokens: &[Token<'_>], cut: bool) -> Option<usize> {
        self.from(0, tokens, 0, cut)
    }

    /// Whether a row of words that begins with `tokens` can fit, by the elements that stand for one word each before the first that does not.
    #[must_use]
    pub fn may_begin(&self, tokens: &[Token<'_>]) -> bool {
        let of_one_word = |element: &&Element| {
            let word = matches!(element.test, Test::Words(_)) && !element.line_start && !element.line_end;
            word && element.least == 1 && element.most == 1
        };
        self.elements.iter().take_while(of_one_word).zip(tokens).all(|(element, token)| element.test.holds(token))
    }

    /// What the nearest word must be where the pattern fits: it holds one of these tests, or the edge of a line will do, if that is said; `None` where the
    /// pattern fits whatever stands there.
    pub(super) fn nearest(&self) -> Option<(Vec<&Test>, bool)> {
        let (mut tests, mut edge) = (Vec::new(), false);
        for Element { test, least, line_start, line_end, .. } in &self.elements {
            let is_asked = match test {
                Test::LineStart | Test::LineEnd => return Some((tests, true)),
                // What must not stand there leaves what follows to be asked for.
                Test::Not(_) => continue,
                Test::Ahead(ahead) if matches!(**ahead, Test::LineStart | Test::LineEnd) => return Some((tests, true)),
                Test::Ahead(ahead) => {
                    tests.push(&**ahead);
                    true
                }
                Test::Words(_) | Test::Class(_) | Test::AnyOf(_) => {
                    tests.push(test);
                    *least > 0
                }
            };
            edge |= *line_start || *line_end;
            if is_asked {
                return Some((tests, edge));
            }
        }
        None
    }

    fn from(&self, place: usize, tokens: &[Token<'_>], at: usize, cut: bool) -> Option<usize> {
        let Some(element) = self.elements.get(place) else {
            return Some(at);
        };
        let edge = |wanted_start: bool| -> bool {
            // Reading forward, the line ended behind the token before, or begins with the one ahead.
            let passed = at.checked_sub(1).map(|last| &tokens[last]);
            match (wanted_start, self.backward) {
                (false, false) => {
                    passed.map_or_else(|| tokens.first().is_none_or(|t| t.begins_line), |t| t.ends_line) || (at == tokens.len() && !cut)
                }
                (true, false) => tokens.get(at).is_some_and(|t| t.begins_line),
                (true, true) => {
                    passed.map_or_else(|| tokens.first().is_none_or(|t| t.ends_line), |t| t.begins_line) || (at == tokens.len() && !cut)
                }
                _ => false,
            }
        };
        match &element.test {
            Test::LineStart => return edge(true).then(|| self.from(place + 1, tokens, at, cut))?,
            Test::LineEnd => return edge(false).then(|| self.from(place + 1, tokens, at, cut))?,
            Test::Not(test) | Test::Ahead(test) => {
                let at_edge = match test.as_ref() {
                    Test::LineStart => edge(true),
                    Test::LineEnd => edge(false),
                    _ => element.line_end && edge(false) || element.line_start && edge(true),
                };
                let held = at_edge || tokens.get(at).is_some_and(|token| test.holds(token));
                let wanted = matches!(element.test, Test::Ahead(_));
                return (held == wanted).then(|| self.from(place + 1, tokens, at, cut))?;
            }
            Test::Words(_) | Test::Class(_) | Test::AnyOf(_) => {}
        }
        let mut taken = 0;
        while taken < element.most && tokens.get(at + taken).is_some_and(|token| element.test.holds(token)) {
            taken += 1;
        }
        // The longest first; a shorter one where the rest of the pattern needs the words.
        (element.least..=taken).rev().find_map(|count| self.from(place + 1, tokens, at + count, cut)).or_else(|| {
            // Among alternatives, the edge of a line takes no word.
            let at_edge = element.line_end && edge(false) || element.line_start && edge(true);
            at_edge.then(|| self.from(place + 1, tokens, at, cut))?
        })
    }
}

impl Test {
    /// Whether `word` is among the alternatives.
    fn names(&self, word: &str) -> bool {
        match self {
            Self::Words(words) => words.iter().any(|w| w == word),
            Self::AnyOf(tests) => tests.iter().any(|test| test.names(word)),
            Self::Not(test) | Self::Ahead(test) => test.names(word),
            Self::Class(_) | Self::LineStart | Self::LineEnd => false,
        }
    }

    fn holds(&self, token: &Token<'_>) -> bool {
        match self {
            Self::Words(words) => words.iter().any(|word| *word == token.lower),
            Self::Class(class) => class.holds(token),
            Self::AnyOf(tests) => tests.iter().any(|test| test.holds(token)),
            Self::Not(_) | Self::Ahead(_) | Self::LineStart | Self::LineEnd => false,
        }
    }
}

fn element(text: &str) -> Element {
    let (text, least, most) = if let Some(text) = text.strip_suffix('?').filter(|t| !t.is_empty()) {
        (text, 0, 1)
    } else if let Some((text, range)) = text.strip_suffix('}').and_then(|t| t.rsplit_once('{')) {
        let (least, most) = range.split_once(',').expect("a range has two numbers");
        (text, least.parse().expect("a number"), most.parse().expect("a number"))
    } else {
        (text, 1, 1)
    };
    let test = test(text);
    let (line_start, line_end) = (test.names("^"), test.names("$"));
    Element { test, least, most, line_start, line_end }
}

fn test(text: &str) -> Test {
    match text {
        "^" => Test::LineStart,
        "$" => Test::LineEnd,
        _ => {
            if let Some(rest) = text.strip_prefix('!').filter(|rest| !rest.is_empty()) {
                return Test::Not(Box::new(test(rest)));
            }
            if let Some(rest) = text.strip_prefix('=').filter(|rest| !rest.is_empty()) {
                return Test::Ahead(Box::new(test(rest)));
            }
            let (classes, words): (Vec<&str>, Vec<&str>) = text.split('|').partition(|part| part.len() > 1 && part.starts_with('@'));
            let words = Test::Words(words.into_iter().map(str::to_owned).collect());
            if classes.is_empty() {
                return words;
            }
            let class = |name: &str| Class::of(&name[1..]).unwrap_or_else(|| panic!("there is no class {name}"));
            let classes = classes.into_iter().map(|name| Test::Class(class(name)));
            Test::AnyOf(classes.chain([words]).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, 0, text.len()).into_iter().map(|t| t.text).collect()
    }

    /// How many words at the beginning of `text` the pattern takes.
    fn after(pattern: &str, text: &str) -> Option<usize> {
        Pattern::after(pattern).matches(&tokens(text, 0, text.len()), false)
    }

    /// How many words at the end of `text` the pattern takes.
    fn before(pattern: &str, text: &str) -> Option<usize> {
        let mut tokens = tokens(text, 0, text.len());
        tokens.reverse();
        Pattern::before(pattern).matches(&tokens, false)
    }

    #[test]
    fn words_keep_their_apostrophes_and_hyphens_and_signs_stand_alone() {
        assert_eq!(words("don't (re-write) U.S.--now"), ["don't", "(", "re-write", ")", "U", ".", "S", ".", "--", "now"]);
        assert_eq!(words("'s Karen said"), ["'s", "Karen", "said"]);
    }

    #[test]
    fn elements_repeat_as_often_as_they_can_and_as_the_rest_needs() {
        assert_eq!(after("@word{0,3} said", "it also said that"), Some(3));
        assert_eq!(after("@word{0,3} said", "said it said"), Some(3));
        assert_eq!(after("@word{2,3} said", "said it"), None);
        assert_eq!(after("a|b? c", "c"), Some(1));
    }

    #[test]
    fn the_edge_of_a_line_may_be_one_of_several_alternatives() {
        assert_eq!(after("by .|$ now?", "by\nnow"), Some(2));
        assert_eq!(after("by .|$", "by. now"), Some(2));
        assert_eq!(after("by .|$", "by now"), None);
    }

    #[test]
    fn what_must_not_follow_takes_no_word() {
        assert_eq!(after("said !it|its", "said that"), Some(1));
        assert_eq!(after("said !it|its", "said its profit"), None);
        assert_eq!(after("said =that", "said that"), Some(1));
        assert_eq!(after("said =that", "said it"), None);
    }

    #[test]
    fn lines_begin_and_end_at_breaks() {
        assert_eq!(before("^ by", "Title\nBy"), Some(1));
        assert_eq!(before("^ by", "said by"), None);
        assert_eq!(after("said $", "said\nMore"), Some(1));
        assert_eq!(after("said $", "said More"), None);
        assert_eq!(after("$", "\nMore"), Some(0));
    }

    #[test]
    fn a_window_that_was_cut_is_no_edge_of_a_line() {
        let tokens = tokens("by", 0, 2);
        assert_eq!(Pattern::before("^ of").matches(&tokens, true), None);
        let none: &[Token<'_>] = &[];
        assert_eq!(Pattern::before("^").matches(none, false), Some(0));
    }
}
