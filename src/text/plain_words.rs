//! Plain words of a text as hashes alone: what a dedup of whole documents compares.
//!
//! The words are those of [`tokenize`](super::tokenize) under [`Compounds::Cut`](super::Compounds): letters and digits, cut
//! at everything else that can be seen, in normal form. No spans and no traits are kept, so that runs of ASCII can be taken by masks of 64 bytes: a
//! word's bytes are loaded as two words of the machine, folded to small letters by one `or` and hashed without a branch on
//! their number. Left-overs of HTML are words like any other: a copy has them too, or is none. Runs that hold other characters go through the same normal form as everywhere. A property test holds the two to one another.

use super::characters::{Class, Cursor, class};
use super::letters::{Form, read_word};
use super::normal::{Compounds, NormalForm};
use super::spaceless::each_spaceless;
use crate::span::{Bytes, Span};

/// The bytes of a word that are hashed at once.
const CHUNK: usize = 16;

/// First and second half of the multiplier's operands: fractional digits of pi.
const KEYS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];

/// The bit that parts a small ASCII letter from its capital; digits have it anyway.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// `MASKS[n]` keeps the first `n` of sixteen bytes.
const MASKS: [[u64; 2]; CHUNK + 1] = {
    let mut masks = [[0; 2]; CHUNK + 1];
    let mut n = 1;
    while n <= CHUNK {
        masks[n] = if n >= 8 { [u64::MAX, if n == CHUNK { u64::MAX } else { (1 << (8 * (n - 8))) - 1 }] } else { [(1 << (8 * n)) - 1, 0] };
        n += 1;
    }
    masks
};

/// Appends the hash of every plain word of `text` to `hashes`, in order, and says where the first one begins and the last one ends
/// (an empty span when there is none).
///
/// # Panics
/// When the text is 4 GiB or longer.
pub fn plain_words(text: &str, hashes: &mut Vec<u64>) -> Span<Bytes> {
    let mut words = Words { text, hashes, first: None, last: 0 };
    let bytes = text.as_bytes();
    // Whether the byte before the block belongs to a run, where that run begins, and whether it holds more than ASCII.
    let (mut inside, mut start, mut mixed) = (0u64, 0, false);
    let mut base = 0;
    while base < bytes.len() {
        let (run, high) = match bytes[base..].first_chunk::<64>() {
            Some(block) => masks(block),
            None => {
                let mut block = [0; 64];
                block[..bytes.len() - base].copy_from_slice(&bytes[base..]);
                masks(&block)
            }
        };
        let before = run << 1 | inside;
        let (mut starts, mut ends) = (run & !before, !run & before);
        if inside == 1 {
            if ends == 0 {
                mixed |= high != 0;
            } else {
                let end = ends.trailing_zeros();
                mixed |= high & ((1 << end) - 1) != 0;
                words.run(start, base + end as usize, mixed);
                ends &= ends - 1;
            }
        }
        while ends != 0 {
            let (from, to) = (starts.trailing_zeros(), ends.trailing_zeros());
            words.run(base + from as usize, base + to as usize, high >> from & ((1 << (to - from)) - 1) != 0);
            starts &= starts - 1;
            ends &= ends - 1;
        }
        if starts != 0 {
            let from = starts.trailing_zeros();
            start = base + from as usize;
            mixed = high >> from != 0;
        }
        inside = run >> 63;
        base += 64;
    }
    if inside == 1 {
        words.run(start, bytes.len(), mixed);
    }
    let first = words.first.unwrap_or(words.last);
    Span::new(index(first), index(words.last))
}

/// For each of 64 bytes one bit: whether it can be part of a word (ASCII letter or digit, or no ASCII), and whether it is no ASCII.
#[inline(always)]
fn masks(block: &[u8; 64]) -> (u64, u64) {
    let run = block.map(|byte| u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10) | byte >> 7);
    let high = if block.is_ascii() { 0 } else { bits(&block.map(|byte| byte >> 7)) };
    (bits(&run), high)
}

/// One bit for each byte, which is 0 or 1.
#[inline(always)]
fn bits(flags: &[u8; 64]) -> u64 {
    // Moves the lowest bit of the byte at place k to bit 56 + k.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().zip(0u32..).fold(0, |bits, (eight, n)| bits | (u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56) << (8 * n))
}

struct Words<'a> {
    text: &'a str,
    hashes: &'a mut Vec<u64>,
    first: Option<usize>,
    last: usize,
}

impl Words<'_> {
    /// Takes a run of letters, digits and characters beyond ASCII.
    #[inline(always)]
    fn run(&mut self, start: usize, end: usize, mixed: bool) {
        if mixed {
            self.mixed_run(start, end);
            return;
        }
        let bytes = self.text.as_bytes();
        let hash = match bytes[start..].first_chunk::<CHUNK>() {
            Some(chunk) if end - start <= CHUNK => {
                let [low, high] = halves(chunk);
                let keep = &MASKS[end - start];
                fold(0, (low | SMALL) & keep[0], (high | SMALL) & keep[1])
            }
            _ => long_word(&bytes[start..end]),
        };
        self.hashes.push(hash);
        self.first.get_or_insert(start);
        self.last = end;
    }

    /// Cuts a run that holds more than ASCII, as the tokenizer does.
    #[inline(never)]
    fn mixed_run(&mut self, start: usize, end: usize) {
        let run = &self.text[start..end];
        let mut at = 0;
        let next = |at: usize| run[at..].chars().next().map(|c| (c, class(c)));
        while at < run.len() {
            let from = at;
            let mut letters = Form::EMPTY;
            if let Some((end, _)) = read_word(run.as_bytes(), at, Compounds::Cut, &mut letters) {
                self.push(letters.as_bytes(), start + from, start + end);
                at = end;
                continue;
            }
            let Some((c, kind)) = next(at) else { break };
            match kind {
                Class::Other => at += c.len_utf8(),
                Class::Word => {
                    let mut cursor = Cursor { text: run, at };
                    cursor.skip_word(Compounds::Cut);
                    at = cursor.at;
                    self.push(NormalForm::of(&run[from..at]).as_bytes(), start + from, start + at);
                }
                Class::Spaceless(cut) => {
                    at = each_spaceless(run, at, cut, |span| {
                        self.push(NormalForm::of(&run[span.clone()]).as_bytes(), start + span.start, start + span.end);
                    });
                }
            }
        }
    }

    /// Takes a word by its normal form; none, where all of it has fallen out.
    fn push(&mut self, form: &[u8], start: usize, end: usize) {
        if form.is_empty() {
            return;
        }
        self.hashes.push(form_hash(form));
        self.first.get_or_insert(start);
        self.last = end;
    }
}

/// The hash of a word in normal form.
fn form_hash(form: &[u8]) -> u64 {
    form.chunks(CHUNK).fold(0, |state, chunk| {
        let [low, high] = halves(&padded(chunk));
        fold(state, low, high)
    })
}

/// The same for a word of ASCII that may hold capitals.
fn long_word(word: &[u8]) -> u64 {
    word.chunks(CHUNK).fold(0, |state, chunk| {
        let [low, high] = halves(&padded(chunk));
        let keep = &MASKS[chunk.len()];
        fold(state, (low | SMALL) & keep[0], (high | SMALL) & keep[1])
    })
}

fn padded(chunk: &[u8]) -> [u8; CHUNK] {
    let mut padded = [0; CHUNK];
    padded[..chunk.len()].copy_from_slice(chunk);
    padded
}

fn halves(chunk: &[u8; CHUNK]) -> [u64; 2] {
    let (low, high) = chunk.split_at(8);
    [low, high].map(|half| u64::from_le_bytes(half.try_into().expect("eight bytes")))
}

/// Multiplies to 128 bits and folds the halves (as wyhash, Wang 2019). A word holds no NUL, so its length need not be mixed in.
#[inline(always)]
fn fold(state: u64, low: u64, high: u64) -> u64 {
    let product = u128::from(low ^ state ^ KEYS[0]) * u128::from(high ^ KEYS[1]);
    let [low, high] = [product & u128::from(u64::MAX), product >> 64].map(|half| u64::try_from(half).expect("half of 128 bits"));
    low ^ high
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::super::{normal_form, tokenize};
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> (Vec<u64>, Span<Bytes>) {
        let mut hashes = Vec::new();
        let span = plain_words(text, &mut hashes);
        (hashes, span)
    }

    /// The words of the tokenizer, hashed one by one.
    fn slow(text: &str) -> (Vec<u64>, Span<Bytes>) {
        let tokens = tokenize(text, Compounds::Cut);
        let hash = |span: &Span<Bytes>| {
            let mut form = String::new();
            normal_form(&text[span.range()], &mut form);
            form_hash(form.as_bytes())
        };
        let hashes = tokens.spans.iter().map(hash).collect();
        let first = tokens.spans.first().map_or(0, |s| s.start);
        (hashes, Span::new(first, tokens.spans.last().map_or(0, |s| s.end)))
    }

    proptest! {
        #[test]
        fn plain_words_are_those_of_the_tokenizer(text in "(\\PC|[a-zA-Z0-9'.,\\-’é \n中文ไทย\u{AD}\u{200B}\u{301}]|[a-zA-Z]{1,40} ){0,200}") {
            // The tokenizer passes over tags, entities and attributes.
            let text = text.replace(['<', '&', '='], " ");
            prop_assert_eq!(plain(&text), slow(&text));
        }

        #[test]
        fn ascii_is_cut_alike_at_every_place_of_a_block(text in "[ -~]{0,200}", before in 0usize..70) {
            let text = format!("{}{}", "-".repeat(before), text.replace(['<', '&', '='], " "));
            prop_assert_eq!(plain(&text), slow(&text));
        }
    }

    #[test]
    fn what_cannot_be_seen_cuts_no_word() {
        for invisible in ['\u{AD}', '\u{200B}', '\u{200C}', '\u{2060}', '\u{FEFF}'] {
            for (word, parts) in [("ferryboat", ["ferry", "boat"]), ("Fährschiff", ["Fähr", "schiff"]), ("𐐀x", ["𐐀", "x"])] {
                assert_eq!(plain(&parts.join(&String::from(invisible))).0, plain(word).0, "{invisible:?}");
            }
            assert_eq!(plain(&format!("ferry{invisible} {invisible}boat")).0, plain("ferry boat").0);
        }
    }

    #[test]
    fn words_differ_by_every_byte_and_not_by_case() {
        let words =
            ["a", "b", "aa", "ab", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopr", "1", "10"];
        let mut hashes: Vec<u64> = words.iter().map(|w| plain(w).0[0]).collect();
        for (word, hash) in words.iter().zip(&hashes) {
            assert_eq!(plain(&word.to_uppercase()).0[0], *hash, "{word}");
            assert_eq!(plain(&format!("{word} and what stands behind it")).0[0], *hash, "{word}");
        }
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), words.len());
    }
}
