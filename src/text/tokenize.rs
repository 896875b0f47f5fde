//! A text is cut into words, in order.

use super::ascii::Compound;
use super::characters::{Class, Cursor, Cut, class};
use super::joined::{Joined, hash_of_both};
use super::leftovers;
use super::letters::{Form, read_word};
use super::normal::{Compounds, NormalForm, normal_form};
use super::paragraph::each_of_lines;
use super::runs::{Line, Mark, Runs, with_room};
use super::spaceless::each_spaceless;
use super::tokens::{Found, Room, Tokens, word_hash};
use crate::kernel::sketch::InstructionSet;
use crate::kernel::text::{Kernel, Set, run, run_with};
use crate::span::{Bytes, Span, Words};

/// Cuts a text into words.
///
/// A word is a run of letters, digits and the marks that belong to them. Under
/// [`Compounds::Joined`] what an apostrophe joins is one word (`Putin’s`); so are letters with points between them (`U.S.`),
/// decimal numbers, numbers with thousands separators, and a word broken by a hyphen at a line's end. Other hyphens part words, since papers differ
/// in them (`half-hour`, `half hour`). Scripts without spaces give overlapping pairs of characters (Chinese, Japanese) or the words of
/// a dictionary (Thai, Lao, Khmer, Burmese). Entities, tags and attributes of HTML that were left in the text are no words.
///
/// # Panics
/// When the text is 4 GiB or longer.
#[must_use]
pub fn tokenize(text: &str, compounds: Compounds) -> Tokens {
    with_room(|runs, room| run(Tokenize { text, compounds, runs, room }))
}

/// The same with one set of instructions, of those that [`instruction_sets`](super::instruction_sets) names: the words are the same with any.
///
/// # Panics
/// When the processor has it not, and as [`tokenize`].
#[must_use]
pub fn tokenize_with(text: &str, compounds: Compounds, set: InstructionSet) -> Tokens {
    with_room(|runs, room| run_with(set, Tokenize { text, compounds, runs, room }))
}

struct Tokenize<'a> {
    text: &'a str,
    compounds: Compounds,
    runs: &'a mut Runs,
    room: &'a mut Room,
}

impl Kernel for Tokenize<'_> {
    type Output = Tokens;

    #[inline(always)]
    fn run<S: Set>(self, set: S) -> Tokens {
        let Self { text, compounds, runs, room: Room { words, form, paragraphs } } = self;
        runs.read(set, text.as_bytes(), compounds);
        let spans = runs.spans();
        words.reserve(spans.len());
        let (mut next, mut done, mut joined) = (0, 0, &*runs.joined);
        for mark in &runs.marks {
            if (mark.byte as usize) < done {
                continue;
            }
            next = words.push_until(text, spans, &mut joined, next, mark.run as usize, form);
            let Some(&[start, mut end]) = spans.get(next) else { break };
            done = start as usize;
            while done < end as usize {
                done = push_closely(words, text, done, compounds);
                while let Some([_, before]) = spans.get(next)
                    && *before as usize <= done
                {
                    next += 1;
                }
                // What was taken may end inside another run.
                if let Some(run) = spans.get(next)
                    && (run[0] as usize) < done
                {
                    end = run[1];
                }
            }
        }
        words.push_until(text, spans, &mut joined, next, spans.len(), form);
        let mut tokens = Tokens::of(set, text.as_bytes(), words);
        word_paragraphs(text, &runs.lines, runs.longest_line, &tokens.spans, paragraphs);
        tokens.paragraphs = paragraphs.as_slice().to_vec();
        if compounds == Compounds::Joined {
            tokens.hyphened = hyphened(text, &tokens, &runs.hyphens, form);
        }
        tokens
    }
}

/// Takes what begins at byte `at`, for which what stands beside it counts. Returns where it ends.
fn push_closely(words: &mut Found, text: &str, at: usize, compounds: Compounds) -> usize {
    let bytes = text.as_bytes();
    if bytes[at].is_ascii() {
        if let Some(end) = leftovers::end(bytes, at) {
            return end;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if bytes.get(end) == Some(&b'=')
            && let Some(end) = leftovers::attribute(bytes, end)
        {
            return end;
        }
        if end == at || compounds == Compounds::Cut {
            if end > at && bytes.get(end).is_none_or(u8::is_ascii) {
                words.push_plain(self::bytes(at, end));
                return end;
            }
        } else if let Some(compound) = Compound::read(bytes, at) {
            let span = self::bytes(at, compound.end);
            if compound.end == end {
                words.push_plain(span);
            } else {
                words.push(compound.form(), span, char::from(bytes[at]), compound.parts, false);
            }
            return compound.end;
        }
    }
    let mut letters = Form::EMPTY;
    if let Some((end, traits)) = read_word(bytes, at, compounds, &mut letters) {
        if !letters.as_bytes().is_empty() {
            words.push_form(letters.as_bytes(), self::bytes(at, end), traits);
        }
        return end;
    }
    push_by_characters(words, text, at, compounds)
}

/// Letters that either part of a compound has at least, when it is looked at as written together.
const LEAST_PART: u32 = 2;

/// The words with one of `hyphens` between them: other papers write them together.
fn hyphened(text: &str, tokens: &Tokens, hyphens: &[Mark], form: &mut String) -> Vec<(u32, u64)> {
    // How many more words than runs there were before a hyphen, at the last one.
    let (mut found, mut more) = (Vec::new(), 0isize);
    for hyphen in hyphens {
        // A hyphen has one byte or three.
        let next = hyphen.byte + if text.as_bytes()[hyphen.byte as usize] == b'-' { 1 } else { 3 };
        let guess = (hyphen.run as usize)
            .checked_add_signed(more)
            .filter(|guess| tokens.spans.get(*guess).is_some_and(|span| span.end == hyphen.byte));
        let first = guess.or_else(|| tokens.spans.partition_point(|span| span.start < next).checked_sub(1));
        let Some(both) = first.map(|first| [first, first + 1]).filter(|both| both[1] < tokens.len()) else { continue };
        let spans = both.map(|word| tokens.spans[word]);
        more = both[0] as isize - hyphen.run as isize;
        if spans[0].end != hyphen.byte || spans[1].start != next {
            continue;
        }
        let is_part =
            |word: usize| !tokens.traits[word].is_number() && !tokens.traits[word].is_gram() && tokens.spans[word].len() >= LEAST_PART;
        if both.into_iter().all(is_part) {
            found.push((index(both[0]), joined_hash(text, spans, form)));
        }
    }
    found
}

/// The hash of two words without a digit, written together.
fn joined_hash(text: &str, words: [Span<Bytes>; 2], form: &mut String) -> u64 {
    if let Some(hash) = hash_of_both(text, words) {
        return hash;
    }
    let both = &text[words[0].start as usize..words[1].end as usize];
    // Entities fall out as a whole.
    if both.bytes().fold(true, |all, byte| all & byte.is_ascii() & (byte != b'&')) {
        return Joined::of(both, form).hash;
    }
    form.clear();
    words.into_iter().for_each(|span| normal_form(&text[span.range()], form));
    word_hash(form.as_bytes())
}

/// Takes what begins at byte `at`, character by character: the exact way for everything. Returns where it ends.
fn push_by_characters(words: &mut Found, text: &str, at: usize, compounds: Compounds) -> usize {
    let mut rest = Cursor { text, at };
    let Some(c) = rest.peek() else { return at };
    match class(c) {
        Class::Word => {
            let parts = rest.skip_word(compounds);
            let form = NormalForm::of(&text[at..rest.at]);
            if !form.as_bytes().is_empty() {
                words.push(form.as_bytes(), bytes(at, rest.at), c, parts, false);
            }
        }
        Class::Spaceless(cut) => {
            rest.at = each_spaceless(text, at, cut, |span| {
                let form = NormalForm::of(&text[span.clone()]);
                if !form.as_bytes().is_empty()
                    && let Some(first) = rest.char_at(span.start)
                {
                    words.push(form.as_bytes(), bytes(span.start, span.end), first, 1, cut == Cut::Pairs);
                }
            });
        }
        Class::Other => rest.at += c.len_utf8(),
    }
    rest.at
}

/// The ranges of words that stand in each paragraph; paragraphs without words are left out. What `found` held is forgotten.
///
/// So many runs begin before the end of each line: as many words, where all runs were words.
fn word_paragraphs(text: &str, lines: &[Line], longest: u32, spans: &[Span<Bytes>], found: &mut Vec<Span<Words>>) {
    found.clear();
    let (mut first, mut more) = (0, 0isize);
    each_of_lines(
        text,
        lines,
        longest,
        |line| line.end,
        |paragraph, line| {
            let runs = lines[line].runs as usize;
            let mut end = runs.saturating_add_signed(more).clamp(first, spans.len());
            while end > first && spans[end - 1].start >= paragraph.end {
                end -= 1;
            }
            while end < spans.len() && spans[end].start < paragraph.end {
                end += 1;
            }
            if end > first {
                found.push(Span::new(index(first), index(end)));
            }
            (first, more) = (end, end as isize - runs as isize);
        },
    );
}

fn bytes(start: usize, end: usize) -> Span<Bytes> {
    Span::new(index(start), index(end))
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::{Baseline, instruction_sets};
    use proptest::prelude::*;

    fn cut(text: &str, compounds: Compounds) -> Vec<&str> {
        tokenize(text, compounds).spans.iter().map(|s| &text[s.range()]).collect()
    }

    #[test]
    fn compounds_are_one_word_or_their_parts() {
        let text = "the half-hour parts: Putin’s “quote” [new] … U.S. 1,250.5 and well-\nknown 3,14";
        assert_eq!(
            cut(text, Compounds::Joined),
            ["the", "half", "hour", "parts", "Putin’s", "quote", "new", "U.S", "1,250.5", "and", "well-\nknown", "3", "14"]
        );
        assert_eq!(cut("un-liberated Putin’s U.S.", Compounds::Cut), ["un", "liberated", "Putin", "s", "U", "S"]);
    }

    #[test]
    fn equal_normal_forms_have_equal_hashes() {
        let words = tokenize("U.S. US well-known WELL-KNOWN Russia's Russia’s 1,250 1250 so\u{AD}ft soft", Compounds::Joined);
        let hashes = &words.hashes;
        assert_eq!((hashes[0], hashes[2], hashes[3]), (hashes[1], hashes[4], hashes[5]));
        for pair in hashes[6..].chunks(2) {
            assert_eq!(pair[0], pair[1]);
        }
    }

    #[test]
    fn a_hyphen_at_a_line_end_joins_only_a_small_letter() {
        assert_eq!(cut("dificul-\n  ties Anglo-\nSaxon 5-\nyear", Compounds::Joined), ["dificul-\n  ties", "Anglo", "Saxon", "5", "year"]);
    }

    #[test]
    fn scripts_without_spaces_give_overlapping_pairs_or_words() {
        assert_eq!(cut("俄罗斯, 中 ok", Compounds::Joined), ["俄罗", "罗斯", "中", "ok"]);
        assert_eq!(cut("10 สวัสดีครับ", Compounds::Joined), ["10", "สวัสดี", "ครับ"]);
        assert!(tokenize("สวัสดี", Compounds::Joined).traits.iter().all(|t| !t.is_gram() && t.is_caseless()));
        assert!(tokenize("俄罗斯", Compounds::Joined).traits.iter().all(|t| t.is_gram() && t.is_caseless()));
    }

    #[test]
    fn words_with_a_hyphen_between_them_are_known_as_written_together_too() {
        let tokens = tokenize("a cease-fire, Vice\u{2011}President, 24-hour and x-ray of the ceasefire vicepresident", Compounds::Joined);
        let last = tokens.len();
        assert_eq!(tokens.hyphened, [(1, tokens.hashes[last - 2]), (3, tokens.hashes[last - 1])]);
    }

    #[test]
    fn paragraphs_hold_all_words() {
        let tokens = tokenize("One two.\n\n***\n\nThree.", Compounds::Joined);
        assert_eq!(tokens.paragraphs, [Span::new(0, 2), Span::new(2, 3)]);
    }

    #[test]
    fn letters_with_points_between_them_are_one_word_however_many_they_are() {
        let tokens = tokenize(&"a.".repeat(100_000), Compounds::Joined);
        assert_eq!((tokens.len(), tokens.spans[0].len(), tokens.traits[0].parts()), (1, 199_999, 8));
    }

    #[test]
    fn single_letters_are_known_wherever_a_block_of_the_text_ends() {
        for before in 0..70 {
            let text = format!("{}“U.S. at 1,250.5 or 3.1", " ".repeat(before));
            assert_eq!(cut(&text, Compounds::Joined), ["U.S", "at", "1,250.5", "or", "3.1"], "{before}");
        }
    }

    #[test]
    fn compounds_stand_for_several_words() {
        let tokens = tokenize("U.S. well known Putin’s 1,250.5 re-\nport U.N.S.C. N.A.T.O", Compounds::Joined);
        assert_eq!(tokens.traits.iter().map(|t| t.parts()).collect::<Vec<_>>(), [2, 1, 1, 1, 1, 1, 4, 4]);
    }

    #[test]
    fn traits_tell_stop_words_numbers_and_case() {
        let traits = tokenize("The the Aleppo 12th Путин путин", Compounds::Joined).traits;
        assert!(traits[0].is_stop_word() && !traits[0].is_lower_case() && traits[1].is_lower_case());
        assert!(!traits[2].is_stop_word() && traits[3].is_number() && !traits[4].is_lower_case() && traits[5].is_lower_case());
    }

    /// What each set of instructions that this processor has gives.
    fn with_every_set(text: &str, compounds: Compounds) -> Vec<Tokens> {
        let mut found = Vec::new();
        let (mut runs, mut room) = (Runs::default(), Room::default());
        // Twice, so that what one text leaves in the room is met by the next.
        for _ in 0..2 {
            for set in instruction_sets() {
                found.push(run_with(set, Tokenize { text, compounds, runs: &mut runs, room: &mut room }));
            }
        }
        found
    }

    type Step = fn(&mut Found, &str, usize, Compounds) -> usize;

    /// All words of a text, none of which is passed over.
    fn slowly(text: &str, compounds: Compounds, step: Step) -> Tokens {
        let (mut words, mut at, mut form) = (Found::default(), 0, String::new());
        while at < text.len() {
            let byte = text.as_bytes()[at];
            let begins = byte.is_ascii_alphanumeric() || !byte.is_ascii();
            at = if begins { step(&mut words, text, at, compounds) } else { at + 1 };
        }
        let mut tokens = Tokens::of(Baseline, text.as_bytes(), &mut words);
        let ends = text.match_indices('\n').map(|(at, _)| at).chain([text.len()]);
        let lines: Vec<Line> = ends.map(|end| Line { end: index(end), runs: 0 }).collect();
        word_paragraphs(text, &lines, u32::MAX, &tokens.spans, &mut tokens.paragraphs);
        if compounds == Compounds::Joined {
            let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
            let hyphens: Vec<Mark> = text.match_indices(is_hyphen).map(|(at, _)| Mark { byte: index(at), run: 0 }).collect();
            tokens.hyphened = hyphened(text, &tokens, &hyphens, &mut form);
        }
        tokens
    }

    proptest! {
        #[test]
        fn plain_words_are_what_they_are_character_by_character(
            before in "[a-z ]{0,70}",
            text in "([a-zA-Z]{1,20}[ ,.\\-'’]|[a-zA-Z0-9.,'`\\-]{0,9}|U\\.S\\.|1,250|[0-9]{1,3}\\.[0-9]{1,2}[ \n%):;.,a-]?|5\\.93|[ \n\r]{1,2}|[é“”中ß\u{AD}\u{2019}]|[а-яА-ЯёÀ-ÿα-ω]{1,9}[.'’,2\\-\u{2010}]?|[А-Я]\\.[А-Я]|[가-각\u{301}İʼ²٣ि]|\\PC){0,60}",
            cut in any::<bool>(),
        ) {
            let compounds = if cut { Compounds::Cut } else { Compounds::Joined };
            let text = before + &text;
            let expected = slowly(&text, compounds, push_by_characters);
            for tokens in with_every_set(&text, compounds) {
                prop_assert_eq!(&tokens, &expected);
            }
        }

        #[test]
        fn words_are_the_same_where_runs_are_not_marked(
            before in "[a-z ]{0,70}",
            text in "([a-zA-Z]{1,9}[ ,.\\-'’“\n]|[A-Z]\\.|&(amp|nbsp|#39|rsquo|x);|</?(b|br|x)/?>|x=\"a b\"|[<>&#/='`.,\\-]|[0-9]{1,4}|[éж中ไ]{1,3}|[éж中ไ\u{AD}\u{200B}\u{2019}\u{2018}\u{2010}“” –—…•«»\u{A0}½²ª]| {50,70}|\\PC){0,60}",
            cut in any::<bool>(),
        ) {
            let compounds = if cut { Compounds::Cut } else { Compounds::Joined };
            let text = before + &text;
            let expected = slowly(&text, compounds, push_closely);
            for tokens in with_every_set(&text, compounds) {
                prop_assert_eq!(&tokens, &expected);
            }
        }

        #[test]
        fn spans_lie_on_boundaries_in_order_and_paragraphs_cover_them(text in "(\\PC|[a-zA-Z'.,\\- \n中文]){0,300}", cut in any::<bool>()) {
            let tokens = tokenize(&text, if cut { Compounds::Cut } else { Compounds::Joined });
            let mut before = 0;
            for span in &tokens.spans {
                prop_assert!(span.start >= before && !text[span.range()].is_empty());
                before = span.start;
            }
            let mut at = 0;
            for paragraph in &tokens.paragraphs {
                prop_assert_eq!(paragraph.start, at);
                at = paragraph.end;
            }
            prop_assert_eq!(at as usize, tokens.len());
        }
    }
}
