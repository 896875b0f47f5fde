//! What the letters of other scripts are to words, looked up: class, case and normal form of each.
//!
//! Unicode's tables are searched through for each question about a character, and a text in Russian asks half a dozen of every letter. Here all answers
//! stand side by side, for 64 characters at once, from the first time on that one of these is met. What two characters make together is
//! known nowhere here: a word with such a one is read by the exact way ([`push_by_characters`](super::tokenize()), [`normal_form`]).

use std::array;
use std::sync::OnceLock;

use super::characters::{Class, Cut, class, class_of, is_hyphen, is_invisible, is_joiner};
use super::normal::{Compounds, by_characters};
use super::tokens::WordTraits;

/// Characters whose answers are found at once: beyond ASCII those that differ in their last byte alone.
const TOGETHER: usize = 64;
/// The longest normal form of a single character that is known, in bytes.
const LONGEST: usize = 4;
/// Room for the normal form of a word that is read here, in bytes; of its last letter as many as [`LONGEST`] must be free.
const ROOM: usize = 64;

/// What is known of a character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Letter {
    form: [u8; LONGEST],
    len: u8,
    /// Itself in small letters; nothing where these are several.
    lower: Option<char>,
    /// As of a word that it begins.
    traits: WordTraits,
    flags: u8,
}

/// All characters of up to three bytes.
static LETTERS: [OnceLock<Box<[Letter; TOGETHER]>>; 0x1_0000 / TOGETHER] = [const { OnceLock::new() }; 0x1_0000 / TOGETHER];

impl Letter {
    const WORD: u8 = 1;
    /// Of a script without spaces, cut into pairs or into words.
    const IN_PAIRS: u8 = 2;
    const IN_WORDS: u8 = 4;
    /// Its normal form is the one that stands here, whatever stands beside it.
    const KNOWN: u8 = 8;
    /// Joins the words on both sides of it, or is nothing between them.
    const JOINS: u8 = 16;
    /// Joins words over the end of a line.
    const HYPHEN: u8 = 32;
    /// Joins some words, which takes a look at what stands beside them: a point, a comma, an entity.
    const MAY_JOIN: u8 = 64;
    /// A letter or digit of any script, and no mark upon one.
    const ALPHANUMERIC: u8 = 128;

    /// The character that begins at a byte of a text, and how many bytes it has. `None` where it has four, or none begins there.
    #[inline]
    pub fn at(text: &[u8], at: usize) -> Option<(Self, usize)> {
        let low = |byte: u8| usize::from(byte & 0x3F);
        let (together, place, len) = match *text.get(at..)? {
            [only @ ..=0x7F, ..] => (usize::from(only >> 6), low(only), 1),
            [first @ 0xC2..=0xDF, last, ..] => (usize::from(first & 0x1F), low(last), 2),
            [first @ 0xE0..=0xEF, middle, last, ..] => (usize::from(first & 0xF) << 6 | low(middle), low(last), 3),
            _ => return None,
        };
        Some((together_with(together)[place], len))
    }

    /// What is known of a character; `None` where it has four bytes.
    #[inline]
    fn known(c: char) -> Option<&'static Self> {
        let number = c as usize;
        (number / TOGETHER < LETTERS.len()).then(|| &together_with(number / TOGETHER)[number % TOGETHER])
    }

    /// What a character is to words.
    #[inline]
    pub fn class(c: char) -> Class {
        Self::known(c).map_or_else(|| class_of(c), |letter| letter.own_class())
    }

    fn own_class(self) -> Class {
        match self.flags & (Self::WORD | Self::IN_PAIRS | Self::IN_WORDS) {
            Self::WORD => Class::Word,
            Self::IN_PAIRS => Class::Spaceless(Cut::Pairs),
            Self::IN_WORDS => Class::Spaceless(Cut::Words),
            _ => Class::Other,
        }
    }

    fn is(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Finds the answers.
    fn of(c: char) -> Self {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let class = match class_of(c) {
            Class::Word => Self::WORD,
            Class::Spaceless(Cut::Pairs) => Self::IN_PAIRS,
            Class::Spaceless(Cut::Words) => Self::IN_WORDS,
            Class::Other => 0,
        };
        let mut form = String::new();
        by_characters(c.encode_utf8(&mut [0; LONGEST]), &mut form);
        let is_known = form.len() <= LONGEST && !form.chars().next().is_some_and(may_be_composed);
        let mut small = c.to_lowercase();
        let joins = is_invisible(c) || is_joiner(c) && !is_hyphen(c);
        let mut own = Self {
            lower: small.next().filter(|_| small.next().is_none()),
            traits: WordTraits::of_first(c).with_number_in(form.as_bytes()),
            flags: class
                | flag(is_known, Self::KNOWN)
                | flag(c.is_alphanumeric(), Self::ALPHANUMERIC)
                | flag(joins, Self::JOINS)
                | flag(is_hyphen(c), Self::HYPHEN)
                | flag(matches!(c, '.' | ',' | '&'), Self::MAY_JOIN),
            ..Self::default()
        };
        if is_known {
            own.form[..form.len()].copy_from_slice(form.as_bytes());
            own.len = form.len() as u8;
        }
        own
    }
}

/// Whether Unicode composes a character with one before it, of those that stay in normal forms: some vowel signs of India, Ceylon, Burma and Bali, signs that
/// voice Japanese syllables, and the vowels and last consonants of Korean ones.
fn may_be_composed(c: char) -> bool {
    matches!(
        c,
        '\u{93C}' | '\u{9BE}' | '\u{9D7}' | '\u{B3E}' | '\u{B56}' | '\u{B57}' | '\u{BBE}' | '\u{BD7}' | '\u{C56}' | '\u{CC2}' | '\u{CD5}'
    ) || matches!(
        c,
        '\u{CD6}' | '\u{D3E}' | '\u{D57}' | '\u{DCA}' | '\u{DCF}' | '\u{DDF}' | '\u{102E}' | '\u{1B35}' | '\u{3099}' | '\u{309A}'
    ) || matches!(c, '\u{1161}'..='\u{11FF}')
}

fn together_with(number: usize) -> &'static [Letter; TOGETHER] {
    LETTERS[number].get_or_init(|| {
        let character = |n: usize| u32::try_from(number * TOGETHER + n).ok().and_then(char::from_u32);
        // Those between are no characters by themselves.
        Box::new(array::from_fn(|n| character(n).map_or_else(Letter::default, Letter::of)))
    })
}

/// What a character tells of the word that it begins.
#[inline]
pub(super) fn traits_of_first(c: char) -> WordTraits {
    Letter::known(c).map_or_else(|| WordTraits::of_first(c), |letter| letter.traits)
}

/// Whether a character is a letter or digit, as [`char::is_alphanumeric`] says.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    Letter::known(c).map_or_else(|| c.is_alphanumeric(), |letter| letter.is(Letter::ALPHANUMERIC))
}

/// Whether a character may be a part of a word: letters and digits, and marks upon them.
#[inline]
pub(crate) fn is_of_word(c: char) -> bool {
    class(c) != Class::Other
}

/// Appends a character in small letters, as [`char::to_lowercase`] has it.
#[inline]
pub(crate) fn push_lower_case(c: char, text: &mut String) {
    match Letter::known(c).and_then(|letter| letter.lower) {
        Some(lower) => text.push(lower),
        None => text.extend(c.to_lowercase()),
    }
}

/// Room for a normal form that is made letter by letter.
#[derive(Debug)]
pub(crate) struct Form {
    bytes: [u8; ROOM],
    len: usize,
}

impl Form {
    pub const EMPTY: Self = Self { bytes: [0; ROOM], len: 0 };

    /// Adds that of a letter. `None` where there is no room.
    #[inline(always)]
    fn push(&mut self, letter: Letter) -> Option<()> {
        // Written as a whole, and written over where it is shorter.
        *self.bytes.get_mut(self.len..)?.first_chunk_mut()? = letter.form;
        self.len += usize::from(letter.len);
        Some(())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("normal forms of letters, one behind the other")
    }
}

/// Reads the word that begins at byte `at` of a text: appends its normal form, and says where it ends, and its traits but for whether it is a stop word. `None`
/// where no word begins, and where the exact way has to read it: at a character whose normal form depends on its neighbours, at what may join words but for
/// apostrophes, at a character of four bytes, in the word or behind it, and where it is long.
pub(super) fn read_word(text: &[u8], at: usize, compounds: Compounds, form: &mut Form) -> Option<(usize, WordTraits)> {
    // Characters so far, apostrophes among them.
    let (mut end, mut characters, mut traits) = (at, 0, WordTraits::default());
    while end < text.len() {
        let (letter, len) = Letter::at(text, end)?;
        if letter.is(Letter::WORD) {
            if !letter.is(Letter::KNOWN) {
                return None;
            }
            form.push(letter)?;
            traits = if characters == 0 { letter.traits } else { traits.with_number_of(letter.traits) };
        } else if characters == 0 {
            return None;
        } else {
            let goes_on = match compounds {
                Compounds::Cut => letter.is(Letter::JOINS) && is_invisible_at(text, (end, end + len)) && is_word(text, end + len)?,
                Compounds::Joined => joins(letter, text, (end, end + len), characters)?,
            };
            if !goes_on {
                break;
            }
        }
        end += len;
        characters += 1;
    }
    (characters > 0).then_some((end, traits))
}

/// Whether what is no letter, at these bytes of a text and behind so many characters of a word, joins that to what follows. `None` where that takes a closer
/// look.
fn joins(sign: Letter, text: &[u8], (at, next): (usize, usize), characters: usize) -> Option<bool> {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let is_unsure = if sign.is(Letter::HYPHEN) {
        matches!(text.get(next), Some(b'\n' | b'\r'))
    } else if sign.is(Letter::MAY_JOIN) {
        let may_be_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let is_single = text[at] == b'.' && characters == 1 && text.get(next).is_some_and(may_be_word);
        text[at] == b'&' || is_single || digit(at - 1) && digit(next)
    } else {
        false
    };
    if is_unsure { None } else { Some(sign.is(Letter::JOINS) && is_word(text, next)?) }
}

/// Whether the character at these bytes is nothing inside a word.
fn is_invisible_at(text: &[u8], (at, next): (usize, usize)) -> bool {
    str::from_utf8(&text[at..next]).is_ok_and(|sign| sign.chars().all(is_invisible))
}

/// Whether a character of [`Class::Word`] stands at a byte. `None` where it has four bytes.
fn is_word(text: &[u8], at: usize) -> Option<bool> {
    if at == text.len() { Some(false) } else { Letter::at(text, at).map(|(letter, _)| letter.is(Letter::WORD)) }
}

/// The normal form of a word, as [`normal_form`](super::normal_form()) has it. `None` where that has to find it.
#[inline]
pub(super) fn known_form(word: &str) -> Option<Form> {
    let (mut own, mut at) = (Form::EMPTY, 0);
    while at < word.len() {
        let (letter, len) = Letter::at(word.as_bytes(), at)?;
        if !letter.is(Letter::KNOWN) || matches!(word.as_bytes()[at], b'.' | b'&') {
            return None;
        }
        own.push(letter)?;
        at += len;
    }
    Some(own)
}

#[cfg(test)]
mod tests {
    use super::super::characters::Cursor;
    use super::super::normal::{NormalForm, is_mark, normal_form};
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::char::{compose, decompose_canonical};

    /// All characters of up to three bytes.
    fn all() -> impl Iterator<Item = char> {
        ('\0'..='\u{FFFF}').filter(|c| c.len_utf8() < 4)
    }

    fn slowly(word: &str) -> String {
        let mut form = String::new();
        by_characters(word, &mut form);
        form
    }

    #[test]
    fn each_character_is_what_it_is_by_the_tables_of_unicode() {
        for c in all() {
            let text = format!("a{c}");
            let (letter, len) = Letter::at(text.as_bytes(), 1).unwrap();
            assert_eq!((letter, len), (Letter::of(c), c.len_utf8()), "{c:?}");
            assert!(Letter::class(c) == class_of(c) && letter.own_class() == class_of(c), "{c:?}");
        }
        for c in all().chain(['𐐀', '𠀀', '𝟗']) {
            let mut small = String::from("x");
            push_lower_case(c, &mut small);
            assert_eq!(small, format!("x{}", c.to_lowercase()));
            assert_eq!((is_alphanumeric(c), is_of_word(c)), (c.is_alphanumeric(), c.is_alphanumeric() || is_mark(c)), "{c:?}");
        }
        assert!(
            Letter::class('𐐀') == Class::Word && Letter::class('𠀀') == Class::Spaceless(Cut::Pairs) && Letter::class('z') == Class::Word
        );
    }

    #[test]
    fn a_known_form_does_not_depend_on_the_character_before() {
        // Letters of all scripts that Unicode composes something with, and a few others.
        let before: Vec<char> = "aeouAEÖøßğзиіеᄀ가갸ক'নোதகെెಿೆെේကᬅあカ漢ا٠יΩη𑂙".chars().collect();
        for c in all().filter(|c| Letter::of(*c).is(Letter::KNOWN)) {
            let own = slowly(&c.to_string());
            for before in &before {
                assert_eq!(slowly(&format!("{before}{c}")), slowly(&before.to_string()) + &own, "{before:?} {c:?}");
            }
        }
        // Whatever Unicode composes with a character before it is none of them: the last one of those that some character is made of.
        for c in '\0'..=char::MAX {
            let mut parts = Vec::new();
            decompose_canonical(c, |part| parts.push(part));
            let [first, middle @ .., last] = &*parts else { continue };
            let before = middle.iter().try_fold(*first, |before, next| compose(before, *next));
            if before.and_then(|before| compose(before, *last)) == Some(c) {
                assert!(last.len_utf8() > 3 || may_be_composed(*last) || slowly(&last.to_string()).is_empty(), "{c:?} {last:?}");
            }
        }
        // The others are few.
        let known = |script: std::ops::RangeInclusive<char>| script.filter(|c| Letter::of(*c).is(Letter::KNOWN)).count();
        assert!(known('а'..='я') == 32 && known('à'..='ÿ') == 32 && known('一'..='三') == 10 && known('가'..='각') == 2);
    }

    fn words() -> impl Strategy<Value = String> {
        "([a-zA-Z0-9]|[а-яёЁÀ-ÿα-ω]|[’‘'`.,&\\-\u{2010}]|[\n\r ]|[\u{301}\u{AD}\u{200B}ʼßİŉﬁ﷽]|[가-각각]|[א-ת\u{5B0}]|[ا-ي\u{64B}ـ]|[अ-हािी]|[中文ไทย]|\\PC){1,30}"
    }

    proptest! {
        #[test]
        fn a_word_that_is_read_by_its_letters_is_the_one_that_is_read_character_by_character(
            text in prop::collection::vec(prop_oneof![
                words(),
                "[a-zЖжé]{15,30}",
                "[жé7a](&#8217;|&rsquo;|&amp;|-\n|-\r\n|\u{2010}\n|\u{AD}|’|[.,][0-9жa])[жs7a]",
                "[가-각ᄀ-ᄒ][\u{1161}-\u{1175}\u{11A8}-\u{11C2}]{0,2}|[ก-ฮ][ัาิำ]|[😀𐐀𠀀]|[क-ह][ि-्]",
            ], 1..8),
            cut: bool,
        ) {
            let (text, compounds) = (text.concat(), if cut { Compounds::Cut } else { Compounds::Joined });
            for (at, first) in text.char_indices() {
                let mut form = Form::EMPTY;
                let Some((end, traits)) = read_word(text.as_bytes(), at, compounds, &mut form) else { continue };
                let mut rest = Cursor { text: &text, at };
                let parts = rest.skip_word(compounds);
                let slow = slowly(&text[at..rest.at]);
                prop_assert_eq!((end, 1, form.as_str()), (rest.at, parts, &*slow), "{:?} from {}", text, at);
                prop_assert!(class_of(first) == Class::Word && traits == WordTraits::of_first(first).with_number_in(slow.as_bytes()));
            }
        }

        #[test]
        fn a_form_that_is_made_of_known_ones_is_the_normal_form(word in words()) {
            if let Some(known) = known_form(&word) {
                prop_assert_eq!(known.as_str(), slowly(&word));
            }
            let of_word = NormalForm::of(&word);
            let mut form = String::new();
            normal_form(&word, &mut form);
            prop_assert_eq!(&form, &slowly(&word));
            prop_assert_eq!((of_word.as_str(), of_word.as_bytes()), (&*form, form.as_bytes()));
        }
    }
}
