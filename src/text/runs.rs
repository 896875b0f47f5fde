//! Where the words of a text may stand: runs of letters, digits and characters beyond ASCII, and which of them must be looked at closely.
//!
//! In: the bytes of a text. Out: [`Runs`]. Of what parts words only ASCII and a few signs beyond it ([`sign`]) are known here, so a
//! run may hold more than a word. Such a run is marked, and so is one that something beside it may make a part of a longer word,
//! or of a left-over of HTML. A run without a mark is a word as it stands.

use std::cell::RefCell;

use super::tokens::Room;
use crate::kernel::text::{BLOCK, Block, Kernel, Set, run};

/// The runs of a text.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// First byte, and byte behind the last one, of each run in turn; and room behind them.
    edges: Vec<u32>,
    /// How many edges there are.
    count: usize,
    /// What must be looked at closely, in order.
    pub marks: Vec<Mark>,
    /// Where hyphens stand with something on both sides that may be a word, in order.
    pub hyphens: Vec<u32>,
    /// Where lines end.
    pub lines: Vec<u32>,
    /// Room for what is made of them.
    pub room: Room,
}

/// The next run that ends at a byte or later must be looked at closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub byte: u32,
    /// Which run that is.
    pub run: u32,
}

thread_local! {
    /// Room for the runs of a text, kept from one text to the next.
    static ROOM: RefCell<Runs> = RefCell::default();
}

/// Works with the room for runs that this thread has.
pub(super) fn with_room<T>(work: impl FnOnce(&mut Runs) -> T) -> T {
    ROOM.with_borrow_mut(work)
}

/// Tells the first byte and the byte behind the last one of every stretch of a text in which nothing parts words; none is parted by a
/// stretch's ends. One in ASCII is letters and digits alone.
pub(crate) fn each_stretch(text: &str, mut tell: impl FnMut(usize, usize)) {
    struct Reading<'a>(&'a mut Runs, &'a [u8]);
    impl Kernel for Reading<'_> {
        type Output = ();

        #[inline(always)]
        fn run<S: Set>(self, set: S) {
            self.0.read(set, self.1);
        }
    }
    with_room(|runs| {
        run(Reading(runs, text.as_bytes()));
        runs.spans().iter().for_each(|&[start, end]| tell(start as usize, end as usize));
    });
}

/// What the block before tells about its last bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// 1 when its last byte is part of a run.
    run: u64,
    /// 1 when its last byte is a digit.
    digit: u64,
    /// A bit each for its last two bytes, when they are letters or digits.
    word: u64,
    /// First bytes of this block that belong to a sign which parts runs.
    sign: u64,
}

/// What a character beyond ASCII does to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Never a part of a word; so many bytes.
    Parts(u32),
    /// A quotation mark or apostrophe of three bytes: joins what stands on both sides of it.
    Quote,
    Hyphen,
    /// Whatever else: to be looked at closely.
    Other,
}

impl Runs {
    /// Reads a text; what was known of another one is forgotten.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    #[inline(always)]
    pub fn read<S: Set>(&mut self, set: S, text: &[u8]) {
        index(text.len());
        self.marks.clear();
        [&mut self.hyphens, &mut self.lines].into_iter().for_each(Vec::clear);
        let (mut at, mut before) = (0, Before::default());
        let (whole, rest) = text.as_chunks::<BLOCK>();
        for (n, block) in whole.iter().enumerate() {
            at = self.take(set, text, n * BLOCK, set.block(block), &mut before, at);
        }
        // At least one byte behind the text, where its last run ends.
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        at = self.take(set, text, whole.len() * BLOCK, set.block(&last), &mut before, at);
        self.count = at;
        // Inside a block those beyond ASCII come first.
        self.marks.sort_unstable();
        self.hyphens.sort_unstable();
    }

    /// First byte, and byte behind the last one, of each run.
    pub fn spans(&self) -> &[[u32; 2]] {
        self.edges[..self.count].as_chunks().0
    }

    /// Takes the block that begins at byte `base`; `at` edges were written before it.
    #[inline(always)]
    fn take<S: Set>(&mut self, set: S, text: &[u8], base: usize, block: Block, before: &mut Before, at: usize) -> usize {
        let marked = self.marks.len();
        let mut run = block.word | block.beyond;
        if block.beyond != 0 {
            run &= !self.signs(text, base, block.beyond, before);
        }
        let inside = run << 1 | before.run;
        before.run = run >> (BLOCK - 1);
        // What stands behind the block may be anything.
        let behind = |bits: u64| bits >> 1 | 1 << (BLOCK - 1);
        let (any_before, any_behind) = (inside, behind(block.word | block.beyond | block.control));
        let digit_before = block.digit << 1 | before.digit;
        let word_before = block.word << 1 | before.word >> 1;
        let single_letter = word_before & !digit_before & !(block.word << 2 | before.word);
        let between_digits = digit_before & behind(block.digit);
        let mut seen = block.point & (between_digits | single_letter & behind(block.word | block.beyond))
            | block.comma & between_digits
            | block.hyphen & any_before & any_behind
            | block.sign;
        before.digit = block.digit >> (BLOCK - 1);
        before.word = block.word >> (BLOCK - 2);
        while seen != 0 {
            self.look(text, base + seen.trailing_zeros() as usize);
            seen &= seen - 1;
        }
        let mut ends = block.control;
        while ends != 0 {
            let end = base + ends.trailing_zeros() as usize;
            if text.get(end) == Some(&b'\n') {
                self.lines.push(index(end));
            }
            ends &= ends - 1;
        }
        let edges = run ^ inside;
        for mark in &mut self.marks[marked..] {
            // Every second edge before it ends a run.
            let before = edges & 1u64.checked_shl(mark.byte - base as u32).map_or(u64::MAX, |bit| bit - 1);
            mark.run = (at as u32 + before.count_ones()) / 2;
        }
        if self.edges.len() < at + BLOCK {
            self.edges.resize(2 * (at + BLOCK), 0);
        }
        let room = self.edges[at..].first_chunk_mut().expect("there is room for a block");
        // `Runs::of` has seen that every offset fits.
        set.places(edges, base as u32, room);
        at + edges.count_ones() as usize
    }

    fn mark(&mut self, at: usize) {
        // Edges are counted when the block's are known.
        self.marks.push(Mark { byte: index(at), run: 0 });
    }

    /// Marks what the ASCII sign at byte `at` may join or hide.
    #[inline(never)]
    fn look(&mut self, text: &[u8], at: usize) {
        let next = text.get(at + 1).copied().unwrap_or(b' ');
        let before = if at == 0 { b' ' } else { text[at - 1] };
        let marked = match text[at] {
            b'.' => {
                before.is_ascii_digit() && next.is_ascii_digit()
                    || before.is_ascii_alphabetic() && may_be_word(next) && (at < 2 || !text[at - 2].is_ascii_alphanumeric())
            }
            b',' => before.is_ascii_digit() && next.is_ascii_digit(),
            b'\'' | b'`' => may_be_word(before) && may_be_word(next),
            b'-' => {
                if may_be_word(next) {
                    self.hyphens.push(index(at));
                }
                matches!(next, b'\n' | b'\r')
            }
            b'=' => matches!(next, b'"' | b'\''),
            b'&' => {
                // Both the word before and the one behind.
                self.mark(at);
                self.mark(at + 1);
                false
            }
            b'<' => {
                if next.is_ascii_alphanumeric() || next == b'/' {
                    self.mark(at + 1);
                }
                false
            }
            _ => false,
        };
        if marked {
            self.mark(at);
        }
    }

    /// Marks the characters beyond ASCII of a block, and returns the bytes of those that part runs.
    #[inline(never)]
    fn signs(&mut self, text: &[u8], base: usize, beyond: u64, before: &mut Before) -> u64 {
        let mut parting = before.sign;
        before.sign = 0;
        let mut left = beyond & !parting;
        while left != 0 {
            let bit = left.trailing_zeros();
            let at = base + bit as usize;
            let len = match sign(&text[at..]) {
                Sign::Parts(len) => len,
                Sign::Quote => {
                    if at > 0 && may_be_word(text[at - 1]) && text.get(at + 3).is_some_and(|b| may_be_word(*b)) {
                        self.mark(at);
                    }
                    3
                }
                kind => {
                    if kind == Sign::Hyphen {
                        self.hyphens.push(index(at));
                    }
                    self.mark(at);
                    left &= !(((1 << text[at].leading_ones().clamp(1, 4)) - 1) << bit);
                    continue;
                }
            };
            let bytes = ((1u128 << len) - 1) << bit;
            parting |= bytes as u64;
            left &= !(bytes as u64);
            before.sign = (bytes >> BLOCK) as u64;
        }
        parting
    }
}

/// What the character that begins `text` is.
fn sign(text: &[u8]) -> Sign {
    match text {
        // Dashes, double quotation marks, bullet, ellipsis.
        [0xE2, 0x80, 0x92..=0x95 | 0x9A..=0x9F | 0xA2 | 0xA6, ..] => Sign::Parts(3),
        [0xE2, 0x80, 0x98 | 0x99, ..] => Sign::Quote,
        [0xE2, 0x80, 0x90 | 0x91, ..] => Sign::Hyphen,
        // No-break space, pound, section, copyright, quotation marks, registered, degree, middle dot.
        [0xC2, 0xA0 | 0xA3 | 0xA7 | 0xA9 | 0xAB | 0xAE | 0xB0 | 0xB7 | 0xBB, ..] => Sign::Parts(2),
        _ => Sign::Other,
    }
}

fn may_be_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}
