//! Where the words of a text may stand: runs of letters, digits and characters beyond ASCII, and which of them must be looked at closely.
//!
//! In: the bytes of a text. Out: [`Runs`]. Of what parts words only ASCII and a few signs beyond it ([`sign`]) are known here, so a
//! run may hold more than a word. Such a run is marked, and so is one that something beside it may make a part of a longer word,
//! or of a left-over of HTML. A run without a mark is a word as it stands.
//!
//! Signs of ASCII that join words (and `’`) between letters and digits of ASCII are part of their run, when that is asked for. Which do
//! is asked of a block of 64 bytes at once; what it would take the next block to answer is asked byte by byte ([`joint`]).

use std::cell::RefCell;

use super::normal::Compounds;
use super::tokens::Room;
use crate::kernel::text::{BLOCK, Block, Kernel, Set, Signs, run};

/// The runs of a text.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// First byte, and byte behind the last one, of each run in turn; and room behind them.
    edges: Vec<u32>,
    /// How many edges there are.
    count: usize,
    /// What must be looked at closely, in order.
    pub marks: Vec<Mark>,
    /// Runs that signs join, in order.
    pub joined: Vec<u32>,
    /// Hyphens with something on both sides that may be a word, and the run before each, in order.
    pub hyphens: Vec<Mark>,
    /// Lines in order; the last one ends with the text.
    pub lines: Vec<Line>,
    /// Bytes of the longest line.
    pub longest_line: u32,
}

/// Where a line ends, and how many runs begin before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub end: u32,
    pub runs: u32,
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
    static ROOM: RefCell<(Runs, Room)> = RefCell::default();
}

/// Works with the room that this thread has for runs, and for what is made of them.
pub(super) fn with_room<T>(work: impl FnOnce(&mut Runs, &mut Room) -> T) -> T {
    ROOM.with_borrow_mut(|(runs, room)| work(runs, room))
}

/// Tells the first byte and the byte behind the last one of every stretch of a text in which nothing parts words; none is parted by a
/// stretch's ends. One in ASCII is letters and digits alone.
pub(crate) fn each_stretch(text: &str, mut tell: impl FnMut(usize, usize)) {
    struct Reading<'a>(&'a mut Runs, &'a [u8]);
    impl Kernel for Reading<'_> {
        type Output = ();

        #[inline(always)]
        fn run<S: Set>(self, set: S) {
            self.0.read(set, self.1, Compounds::Cut);
        }
    }
    with_room(|runs, _| {
        run(Reading(runs, text.as_bytes()));
        runs.spans().iter().for_each(|&[start, end]| tell(start as usize, end as usize));
    });
}

/// What the block before tells about its last bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// 1 when its last byte is part of a run.
    run: u64,
    /// 1 when that run is joined by a sign.
    joined: u64,
    /// A bit each for its last two bytes, when they are parts of words.
    part: u64,
    /// First bytes of this block that belong to a sign which parts runs, and to one that joins them.
    sign: u64,
    quote: u64,
}

/// Bits of a block for which the next one may have to be known: where a point, a comma or a quotation mark stands.
const LATE_POINT: u64 = 0b11 << (BLOCK - 2);
const LATE_COMMA: u64 = 0b1111 << (BLOCK - 4);
const LATE: u64 = 1 << (BLOCK - 1);

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
    pub fn read<S: Set>(&mut self, set: S, text: &[u8], compounds: Compounds) {
        index(text.len());
        [&mut self.marks, &mut self.hyphens].into_iter().for_each(Vec::clear);
        self.joined.clear();
        self.lines.clear();
        self.longest_line = 0;
        let joining = if compounds == Compounds::Joined { u64::MAX } else { 0 };
        let (mut at, mut before) = (0, Before::default());
        let (whole, rest) = text.as_chunks::<BLOCK>();
        for (n, block) in whole.iter().enumerate() {
            at = self.take(set, text, n * BLOCK, block, &mut before, joining, at);
        }
        // At least one byte behind the text, where its last run ends.
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        at = self.take(set, text, whole.len() * BLOCK, &last, &mut before, joining, at);
        self.count = at;
        self.end_line(text.len() as u32, at as u32 / 2);
        debug_assert!(self.marks.is_sorted() && self.hyphens.is_sorted(), "block by block");
    }

    /// First byte, and byte behind the last one, of each run.
    pub fn spans(&self) -> &[[u32; 2]] {
        self.edges[..self.count].as_chunks().0
    }

    /// Takes the block that begins at byte `base`; `at` edges were written before it. Signs join runs where `joining` has bits.
    #[allow(clippy::too_many_arguments, reason = "what one block and the next need, kept in registers")]
    #[inline(always)]
    fn take<S: Set>(
        &mut self,
        set: S,
        text: &[u8],
        base: usize,
        bytes: &[u8; BLOCK],
        before: &mut Before,
        joining: u64,
        at: usize,
    ) -> usize {
        let (marked, hyphens) = (self.marks.len(), self.hyphens.len());
        let Block { word, beyond, joiner, hint, line } = set.block(bytes);
        // What is not ASCII and parts nothing, and the joints of runs.
        let (mut other, mut joints) = (beyond, 0);
        if beyond != 0 {
            let (parting, quotes) = self.signs(text, base, [beyond, set.may_begin_signs(bytes)], before, joining);
            other &= !parting;
            joints |= quotes;
        }
        let mut part = word | other;
        let mut found = 0;
        // Most signs have a space behind them.
        let near = joiner & (part << 1 | before.run) & (part >> 1 | LATE);
        if near != 0 {
            let joined;
            (found, joined) = self.joiners(text, base, [word, other], &set.signs(bytes), before, joining);
            part |= joined;
        }
        let mut seen = hint;
        while seen != 0 {
            self.look(text, base + seen.trailing_zeros() as usize);
            seen &= seen - 1;
        }
        let run = word | other | found;
        let inside = run << 1 | before.run;
        let edges = run ^ inside;
        let edges_before = |bit: u32| at as u32 + (edges & ((1 << bit) - 1)).count_ones();
        joints |= found;
        if joints | before.joined != 0 {
            // One more at any place of a run carries to the byte behind it.
            let (carried, over) = run.overflowing_add(joints | before.joined);
            let mut joined = carried & !run;
            while joined != 0 {
                // Every second edge before it ends a run.
                self.joined.push(edges_before(joined.trailing_zeros()) / 2);
                joined &= joined - 1;
            }
            before.joined = over.into();
        }
        if self.marks.len() + self.hyphens.len() > marked + hyphens {
            for mark in self.marks[marked..].iter_mut().chain(&mut self.hyphens[hyphens..]) {
                let before = edges & 1u64.checked_shl(mark.byte - base as u32).map_or(u64::MAX, |bit| bit - 1);
                mark.run = (at as u32 + before.count_ones()) / 2;
            }
            // Those beyond ASCII came first. None lies behind the next block's first byte, where a mark of either block has the same run.
            self.marks[marked..].sort_unstable();
            self.hyphens[hyphens..].sort_unstable();
        }
        let mut lines = line;
        while lines != 0 {
            let bit = lines.trailing_zeros();
            self.end_line(base as u32 + bit, edges_before(bit).div_ceil(2));
            lines &= lines - 1;
        }
        before.run = run >> (BLOCK - 1);
        before.part = part >> (BLOCK - 2);
        if self.edges.len() < at + BLOCK {
            self.edges.resize(2 * (at + BLOCK), 0);
        }
        let room = self.edges[at..].first_chunk_mut().expect("there is room for a block");
        // `Runs::read` has seen that every offset fits.
        set.places(edges, base as u32, room);
        at + edges.count_ones() as usize
    }

    /// Points, commas and quotation marks of a block that join what stands on both sides of them, and those that make a part of a word of it. What may
    /// join something beyond ASCII is marked.
    #[inline(always)]
    fn joiners(&mut self, text: &[u8], base: usize, [word, other]: [u64; 2], signs: &Signs, before: &Before, joining: u64) -> (u64, u64) {
        let Signs { digit, point, comma, quote } = *signs;
        let last = base.checked_sub(1).map_or(b' ', |last| text[last]);
        let word_before = word << 1 | u64::from(last.is_ascii_alphanumeric());
        let digit_before = digit << 1 | u64::from(last.is_ascii_digit());
        let letter_before = word_before & !digit_before;
        let run_before = (word | other) << 1 | before.run;
        let quotes = quote & word_before & word >> 1;
        // Letters are single where no part of the same word stands before them.
        let part = word | other | quotes & joining;
        let single_before = letter_before & !(part << 2 | before.part);
        let next_letter = (word & !digit) >> 1;
        let points = point & (digit_before & digit >> 1 | single_before & next_letter & !((word | other) >> 2));
        let thousands = comma & digit_before & digit >> 1 & digit >> 2 & digit >> 3 & !(digit >> 4);
        let mut found = quotes | points & !LATE_POINT | thousands & !LATE_COMMA;
        let late = point & word_before & LATE_POINT | comma & digit_before & LATE_COMMA | quote & run_before & LATE;
        if late != 0 {
            found |= self.late(text, base, late);
        }
        found &= joining;
        let mut unsure = point & single_before & (other >> 1 | next_letter & other >> 2) | quote & run_before & other >> 1;
        while unsure != 0 {
            self.mark(base + unsure.trailing_zeros() as usize);
            unsure &= unsure - 1;
        }
        (found, (quotes | found & quote) & joining)
    }

    /// Which of these signs join what stands on both sides of them, where the block does not tell. Where something beyond ASCII is near, it is marked.
    #[inline(never)]
    fn late(&mut self, text: &[u8], base: usize, mut late: u64) -> u64 {
        let mut joints = 0;
        while late != 0 {
            let at = base + late.trailing_zeros() as usize;
            match joint(text, at) {
                Some(true) => joints |= late & late.wrapping_neg(),
                Some(false) => {}
                None => self.mark(at),
            }
            late &= late - 1;
        }
        joints
    }

    #[inline(always)]
    fn end_line(&mut self, end: u32, runs: u32) {
        let start = self.lines.last().map_or(0, |line| line.end + 1);
        self.longest_line = self.longest_line.max(end - start);
        self.lines.push(Line { end, runs });
    }

    fn mark(&mut self, at: usize) {
        // Edges are counted when the block's are known.
        self.marks.push(Mark { byte: index(at), run: 0 });
    }

    /// Marks what the ASCII sign at byte `at` may join or hide.
    #[inline(never)]
    fn look(&mut self, text: &[u8], at: usize) {
        let next = text.get(at + 1).copied().unwrap_or(b' ');
        match text[at] {
            b'-' => {
                if at.checked_sub(1).is_some_and(|last| may_be_word(text[last])) {
                    if may_be_word(next) {
                        self.hyphens.push(Mark { byte: index(at), run: 0 });
                    } else if matches!(next, b'\n' | b'\r') {
                        self.mark(at);
                    }
                }
            }
            b'=' if !matches!(next, b'"' | b'\'') => {}
            b'&' => {
                // Both the word before and the one behind.
                self.mark(at);
                self.mark(at + 1);
            }
            b'<' => {
                if next.is_ascii_alphanumeric() || next == b'/' {
                    self.mark(at + 1);
                }
            }
            _ => self.mark(at),
        }
    }

    /// Marks what is beyond ASCII in a block, once where nothing stands between, and returns the bytes of those that part runs, and of those that join them.
    #[inline(never)]
    fn signs(&mut self, text: &[u8], base: usize, [beyond, signs]: [u64; 2], before: &mut Before, joining: u64) -> (u64, u64) {
        let (mut parting, mut quotes) = (before.sign, before.quote);
        (before.sign, before.quote) = (0, 0);
        let mut left = beyond & !parting & !quotes;
        while left != 0 {
            let bit = left.trailing_zeros();
            let at = base + bit as usize;
            if signs >> bit & 1 == 0 {
                self.mark(at);
                left &= !of_one_run(left & !signs, bit);
                continue;
            }
            let len = match sign(&text[at..]) {
                Sign::Parts(len) => len,
                Sign::Quote => {
                    let [last, next] = [at.checked_sub(1), Some(at + 3)].map(|at| at.and_then(|at| text.get(at)).copied().unwrap_or(b' '));
                    if joining != 0 && last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() {
                        let bytes = 0b111u128 << bit;
                        quotes |= bytes as u64;
                        left &= !(bytes as u64);
                        before.quote = (bytes >> BLOCK) as u64;
                        continue;
                    }
                    if may_be_word(last) && may_be_word(next) {
                        self.mark(at);
                    }
                    3
                }
                kind => {
                    if kind == Sign::Hyphen {
                        self.hyphens.push(Mark { byte: index(at), run: 0 });
                    }
                    self.mark(at);
                    left &= !(1 << bit);
                    left &= !of_one_run(left & !signs, bit + 1);
                    continue;
                }
            };
            let bytes = ((1u128 << len) - 1) << bit;
            parting |= bytes as u64;
            left &= !(bytes as u64);
            before.sign = (bytes >> BLOCK) as u64;
        }
        (parting, quotes)
    }
}

/// Whether the point, comma or quotation mark at byte `at` joins what stands on both sides of it, as [`tokenize`](super::tokenize()) says. None where
/// something beyond ASCII may have a say.
fn joint(text: &[u8], at: usize) -> Option<bool> {
    let byte = |offset: isize| at.checked_add_signed(offset).and_then(|at| text.get(at)).copied().unwrap_or(b' ');
    let digits = byte(-1).is_ascii_digit() && byte(1).is_ascii_digit();
    match text[at] {
        b',' => return Some(digits && (2..4).all(|n| byte(n).is_ascii_digit()) && !byte(4).is_ascii_digit()),
        b'.' if digits => return Some(true),
        b'.' if !byte(-1).is_ascii_alphabetic() => return Some(false),
        b'.' => {}
        _ => return if byte(1).is_ascii() { Some(byte(-1).is_ascii_alphanumeric() && byte(1).is_ascii_alphanumeric()) } else { None },
    }
    if (-3..=2).any(|n| !byte(n).is_ascii()) {
        return None;
    }
    let goes_on = byte(-2).is_ascii_alphanumeric() || matches!(byte(-2), b'\'' | b'`') && byte(-3).is_ascii_alphanumeric();
    Some(!goes_on && byte(1).is_ascii_alphabetic() && !byte(2).is_ascii_alphanumeric())
}

/// The bits from one on up to the first one that is not set: characters of one run, which one look at it is enough for.
fn of_one_run(bits: u64, from: u32) -> u64 {
    let Some(bits) = bits.checked_shr(from) else { return 0 };
    bits.trailing_ones().checked_sub(1).map_or(0, |last| u64::MAX >> (63 - last) << from)
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
