//! Small patterns over the words around a name, the language that the tables of rules are written in.
//!
//! A pattern is a row of elements separated by spaces, read like the text:
//!
//! | element | matches |
//! |---|---|
//! | `word`, `a\|b` | one of these words or signs, in any case |
//! | `@class` | one word or sign of a class; classes may stand among the words of `a\|@b` |
//! | `!element` | nothing; the next word must not be one of these |
//! | `^`, `$` | nothing; a line begins or ends here |
//! | `x?`, `x{0,4}` | the element, that many times |
//!
//! A line break inside a paragraph counts as white space, and for `^` and `$` as the edge of a line.

use std::borrow::Cow;

use super::calendar;

/// A word or sign beside a name.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    /// As written.
    pub text: &'a str,
    /// In lower case.
    pub lower: Cow<'a, str>,
    /// First byte in the text.
    pub start: usize,
    /// Whether a line ends behind it (to the right).
    pub ends_line: bool,
    /// Whether a line begins with it.
    pub begins_line: bool,
}

impl Token<'_> {
    /// First byte behind it.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }

    fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Classes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A word of letters or digits.
    Word,
    /// Any word or sign but the end of a sentence.
    Any,
    /// A word with a capital letter, an initial's dot, `&` or "and" between names.
    Name,
    /// A word in capitals.
    Capitals,
    /// A word, number or sign of a dateline's place and date.
    Place,
    /// A number.
    Number,
    /// A dash of any length.
    Dash,
    /// A quotation mark.
    Quote,
    /// An article.
    Article,
    /// A day of the week or a month.
    Day,
    /// A word that says when or how: also, earlier, reportedly.
    Adverb,
    /// A verb of reporting, finite.
    Says,
    /// A participle of reporting: cited, quoted.
    Said,
    /// A noun for a piece of journalism.
    Piece,
    /// A noun for a journalist.
    Journalist,
    /// A noun for an outlet.
    Outlet,
    /// A word that may stand between an article and an outlet's name: "Russia's state-run news agency".
    Modifier,
    /// A sign between fields of a line: `|`, `•`.
    Bar,
    /// A city that dispatches are sent from.
    City,
}

impl Class {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "word" => Self::Word,
            "any" => Self::Any,
            "name" => Self::Name,
            "capitals" => Self::Capitals,
            "place" => Self::Place,
            "number" => Self::Number,
            "dash" => Self::Dash,
            "quote" => Self::Quote,
            "article" => Self::Article,
            "day" => Self::Day,
            "adverb" => Self::Adverb,
            "says" => Self::Says,
            "said" => Self::Said,
            "piece" => Self::Piece,
            "journalist" => Self::Journalist,
            "outlet" => Self::Outlet,
            "modifier" => Self::Modifier,
            "bar" => Self::Bar,
            "city" => Self::City,
            _ => return None,
        })
    }

    fn holds(self, token: &Token<'_>) -> bool {
        let word = token.lower.as_ref();
        let among = |words: &str| words.split(' ').any(|w| w == word);
        match self {
            Self::Word => token.is_word(),
            Self::Any => !matches!(word, "." | "!" | "?"),
            Self::Name => {
                (token.is_word() && token.is_capitalised())
                    || among("and & . , de van von der al bin")
            }
            Self::Capitals => {
                token.text.chars().count() > 1
                    && token.is_word()
                    && !token.text.chars().any(char::is_lowercase)
                    && token.is_capitalised()
            }
            Self::Place => {
                (token.is_word()
                    && (token.is_capitalised()
                        || token.text.starts_with(|c: char| c.is_ascii_digit())))
                    || among(", . / - de di der am el")
                    || calendar::month(word).is_some()
            }
            Self::Number => token.text.bytes().all(|b| b.is_ascii_digit()),
            Self::Dash => among("- -- – — ― .-"),
            Self::Quote => among("\" “ ” „ « » ' ‘ ’"),
            Self::Article => among(ARTICLES),
            Self::Day => {
                token.is_word()
                    && (calendar::weekday(word).is_some_and(|_| word.len() > 3)
                        || calendar::month(word).is_some_and(|_| token.is_capitalised()))
            }
            Self::Adverb => among(ADVERBS) || (word.len() > 4 && word.ends_with("ly")),
            Self::Says => among(SAYS),
            Self::Said => among(SAID),
            Self::Piece => among(PIECES),
            Self::Journalist => among(JOURNALISTS),
            Self::Outlet => among(OUTLETS),
            Self::Modifier => {
                let nation = |ending: &&str| {
                    token.is_capitalised() && word.len() > 4 && word.ends_with(*ending)
                };
                token.is_word()
                    && (among(OUTLETS)
                        || among(MODIFIERS)
                        || word.contains('-')
                        || word.ends_with("'s")
                        || word.ends_with("’s")
                        || NATION_ENDINGS.iter().any(nation))
            }
            Self::Bar => among("| • · ∙"),
            Self::City => among(CITIES),
        }
    }
}

const ARTICLES: &str = "the a an l d der die das den dem des le la les l' el los las un una une il";
const ADVERBS: &str = "also first later earlier has had have have recently since today yesterday meanwhile then just now \
    already on this last week month year night morning evening afternoon early late that day";
const SAYS: &str = "said says reported reports wrote writes asserted asserts noted notes added adds claimed claims revealed \
    reveals stated states cited cites quoted quotes learned disclosed argued argues alleged alleges described describes \
    suggested suggests explained explains confirmed confirms reporting saying citing quoting tweeted warned warns \
    editorialized observed observes found detailed related broke relayed announced";
const SAID: &str = "cited quoted reported carried published relayed obtained interviewed seen reviewed aired broadcast written \
    released posted printed revealed described translated produced";
const PIECES: &str = "report reports article articles story stories piece pieces column op-ed editorial analysis dispatch \
    interview interviews investigation scoop account exclusive profile essay review post blog commentary coverage documentary \
    transcript bulletin";
const JOURNALISTS: &str = "columnist correspondent reporter journalist editor writer anchor host commentator analyst contributor \
    moderator producer blogger reporters correspondents journalists writers";
const OUTLETS: &str = "agency newspaper newspapers daily weekly tabloid magazine broadcaster channel network station website site \
    outlet portal paper newswire wire journal television tv radio service program programme show podcast";
const MODIFIERS: &str = "state official independent local public private national regional leading influential popular prominent \
    respected liberal conservative english arabic news online us u.s s u uk eu german-language business financial political \
    новостное информационное агентство агентства агентству агентством газета газеты газете газетой телеканал телеканала \
    телеканалу телеканале издание издания изданию портал портала порталу журнал журнала журналу радио сайт сайта \
    nachrichtenagentur agentur zeitung magazin sender fernsehsender nachrichtenmagazin russische russischen deutsche deutschen \
    agence chaîne journal quotidien hebdomadaire site télévision presse agencia diario cadena periódico canal noticias rusa \
    statale quotidiano agenzia";
/// Endings of words like Russian, Turkish, Chinese, French, German, Israeli, Arab, Swiss.
const NATION_ENDINGS: [&str; 12] = [
    "ian", "ish", "ese", "can", "ean", "nch", "man", "eli", "aqi", "ani", "rab", "iss",
];
const CITIES: &str = "washington london moscow beijing paris berlin brussels rome madrid vienna geneva helsinki kiev kyiv warsaw \
    prague budapest athens ankara istanbul damascus beirut jerusalem cairo baghdad tehran riyadh dubai islamabad kabul tokyo \
    seoul delhi canberra sydney ottawa toronto mexico havana caracas brasilia lima nairobi pretoria johannesburg stockholm oslo \
    copenhagen dublin edinburgh glasgow lisbon bern zurich munich frankfurt hamburg atlanta chicago boston houston dallas miami \
    york angeles francisco philadelphia москва киев минск";

/// What one element of a pattern looks for.
#[derive(Debug, Clone)]
enum Test {
    Words(Vec<String>),
    Class(Class),
    AnyOf(Vec<Test>),
    /// The next token is none of these; consumes nothing.
    Not(Box<Test>),
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
        Self {
            elements: pattern.split_whitespace().map(element).collect(),
            backward: false,
        }
    }

    /// A pattern for the words before a place; it is written like the text and must end at the place.
    ///
    /// # Panics
    /// As [`Pattern::after`].
    #[must_use]
    pub fn before(pattern: &str) -> Self {
        let mut elements: Vec<Element> = pattern.split_whitespace().map(element).collect();
        elements.reverse();
        Self {
            elements,
            backward: true,
        }
    }

    /// How many of `tokens` (those behind the place, or those before it, nearest first) the pattern takes.
    /// `cut`: the tokens end because the window ends, not because the paragraph does.
    #[must_use]
    pub fn matches(&self, tokens: &[Token<'_>], cut: bool) -> Option<usize> {
        self.from(0, tokens, 0, cut)
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
                    passed.map_or_else(
                        || tokens.first().is_none_or(|t| t.begins_line),
                        |t| t.ends_line,
                    ) || (at == tokens.len() && !cut)
                }
                (true, false) => tokens.get(at).is_some_and(|t| t.begins_line),
                (true, true) => {
                    passed.map_or_else(
                        || tokens.first().is_none_or(|t| t.ends_line),
                        |t| t.begins_line,
                    ) || (at == tokens.len() && !cut)
                }
                _ => false,
            }
        };
        match &element.test {
            Test::LineStart => return edge(true).then(|| self.from(place + 1, tokens, at, cut))?,
            Test::LineEnd => return edge(false).then(|| self.from(place + 1, tokens, at, cut))?,
            Test::Not(test) => {
                let held = match test.as_ref() {
                    Test::LineStart => edge(true),
                    Test::LineEnd => edge(false),
                    test => tokens.get(at).is_some_and(|token| test.holds(token)),
                };
                return if held {
                    None
                } else {
                    self.from(place + 1, tokens, at, cut)
                };
            }
            Test::Words(_) | Test::Class(_) | Test::AnyOf(_) => {}
        }
        let mut taken = 0;
        while taken < element.most
            && tokens
                .get(at + taken)
                .is_some_and(|token| element.test.holds(token))
        {
            taken += 1;
        }
        // The longest first; a shorter one where the rest of the pattern needs the words.
        (element.least..=taken)
            .rev()
            .find_map(|count| self.from(place + 1, tokens, at + count, cut))
            .or_else(|| {
                // Among alternatives, the edge of a line takes no word.
                let at_edge = (element.test.names("$") && edge(false))
                    || (element.test.names("^") && edge(true));
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
            _ => false,
        }
    }

    fn holds(&self, token: &Token<'_>) -> bool {
        match self {
            Self::Words(words) => words.iter().any(|word| *word == token.lower),
            Self::Class(class) => class.holds(token),
            Self::AnyOf(tests) => tests.iter().any(|test| test.holds(token)),
            Self::Not(_) | Self::LineStart | Self::LineEnd => false,
        }
    }
}

fn element(text: &str) -> Element {
    let (text, least, most) = if let Some(text) = text.strip_suffix('?').filter(|t| !t.is_empty()) {
        (text, 0, 1)
    } else if let Some((text, range)) = text.strip_suffix('}').and_then(|t| t.rsplit_once('{')) {
        let (least, most) = range.split_once(',').expect("a range has two numbers");
        (
            text,
            least.parse().expect("a number"),
            most.parse().expect("a number"),
        )
    } else {
        (text, 1, 1)
    };
    Element {
        test: test(text),
        least,
        most,
    }
}

fn test(text: &str) -> Test {
    match text {
        "^" => Test::LineStart,
        "$" => Test::LineEnd,
        _ => {
            if let Some(rest) = text.strip_prefix('!').filter(|rest| !rest.is_empty()) {
                return Test::Not(Box::new(test(rest)));
            }
            let (classes, words): (Vec<&str>, Vec<&str>) = text
                .split('|')
                .partition(|part| part.len() > 1 && part.starts_with('@'));
            let words = Test::Words(words.into_iter().map(str::to_owned).collect());
            if classes.is_empty() {
                return words;
            }
            let class = |name: &str| {
                Class::of(&name[1..]).unwrap_or_else(|| panic!("there is no class {name}"))
            };
            let classes = classes.into_iter().map(|name| Test::Class(class(name)));
            Test::AnyOf(classes.chain([words]).collect())
        }
    }
}

/// Words and signs of `text[start..end]`, a stretch without empty lines. A word holds apostrophes, hyphens
/// and dots between letters; "'s" behind a name is a token of its own.
pub fn tokens<'a>(text: &'a str, start: usize, end: usize) -> Vec<Token<'a>> {
    let mut tokens: Vec<Token<'a>> = Vec::with_capacity((end - start) / 5);
    let mut new_line = start == 0
        || text[..start]
            .trim_end_matches([' ', '\t', '\r', '\u{a0}'])
            .ends_with('\n');
    let mut at = start;
    while at < end {
        let c = text[at..]
            .chars()
            .next()
            .expect("at lies inside the text, on a boundary");
        if c.is_whitespace() {
            if c == '\n' {
                new_line = true;
                if let Some(last) = tokens.last_mut() {
                    last.ends_line = true;
                }
            }
            at += c.len_utf8();
            continue;
        }
        let length = token_length(&text[at..end], at == start);
        let word = &text[at..at + length];
        let lower = if word.chars().any(char::is_uppercase) {
            Cow::Owned(word.to_lowercase())
        } else {
            Cow::Borrowed(word)
        };
        tokens.push(Token {
            text: word,
            lower,
            start: at,
            ends_line: false,
            begins_line: new_line,
        });
        new_line = false;
        at += length;
    }
    let rest = text[at..].trim_start_matches([' ', '\t', '\r', '\u{a0}']);
    if (rest.is_empty() || rest.starts_with('\n'))
        && let Some(last) = tokens.last_mut()
    {
        last.ends_line = true;
    }
    tokens
}

/// Length in bytes of the token that `text` begins with.
fn token_length(text: &str, behind_name: bool) -> usize {
    let mut chars = text.char_indices().peekable();
    let (_, first) = chars.next().expect("text is not empty");
    if behind_name && matches!(first, '\'' | '’') {
        let mut rest = text[first.len_utf8()..].chars();
        if rest.next() == Some('s') && rest.next().is_none_or(|c| !c.is_alphanumeric()) {
            return first.len_utf8() + 1;
        }
    }
    if matches!(first, '-' | '.') {
        // "--" and ".-" are dashes.
        let run = text.len() - text.trim_start_matches(first).len();
        if first == '-' && run > 1 {
            return run;
        }
        if first == '.' && text[1..].starts_with(['-', '–', '—']) && run == 1 {
            return 1;
        }
    }
    if !first.is_alphanumeric() {
        return first.len_utf8();
    }
    let mut end = first.len_utf8();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '\'' | '’' | '-' | '&')
            && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joins {
            return at;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, 0, text.len())
            .into_iter()
            .map(|t| t.text)
            .collect()
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
        assert_eq!(
            words("don't (re-write) U.S.--now"),
            [
                "don't", "(", "re-write", ")", "U", ".", "S", ".", "--", "now"
            ]
        );
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
