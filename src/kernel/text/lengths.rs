//! Words of a text by their length: those of 1 to 3 bytes, of 4 to 8 and longer ones; each kind one after the other, and each word by
//! its first and last bytes.
//!
//! In a text one cannot tell how long the next word is, and neither can the processor: whatever asks word by word waits for the answer. Here eight
//! words are parted at a time, without a branch, and what follows knows how long a word is at least and at most, so that two loads read it.

use super::Set;

/// Words that are parted at a time: their places fit into a byte.
pub(crate) const MANY: usize = 256;

/// Words that are looked at together.
pub(crate) const EIGHT: usize = 8;

/// Longer than any kind's least, and the same number with a sign.
pub(crate) const LONG: u32 = 1 << 30;

/// Kinds of words.
const THREE: usize = 0;
const LONGER_THAN_THREE: usize = 1;
const LONGER_THAN_EIGHT: usize = 2;

/// Places of words of one kind, in order.
#[derive(Debug)]
pub(crate) struct Places {
    /// Behind the last one stands anything.
    places: [u8; MANY + EIGHT],
    count: usize,
}

impl Places {
    pub const NONE: Self = Self { places: [0; MANY + EIGHT], count: 0 };

    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// Adds the places of bits, counted from `first` on.
    #[inline(always)]
    pub fn add(&mut self, bits: u8, first: u8) {
        self.places[self.count..][..EIGHT].copy_from_slice(&places_of(bits, first).to_le_bytes());
        self.count += bits.count_ones() as usize;
    }

    /// Those whose number is not less than the limit; the ones before are forgotten. All numbers are less than 2^31.
    #[inline(always)]
    pub fn not_below<S: Set>(&mut self, set: S, numbers: &[u32], limit: u32) {
        // In a register: what `add` counts in memory is stored and loaded again for each eight.
        let mut count = 0;
        for (n, eight) in numbers.as_chunks().0.iter().take(MANY / EIGHT).enumerate() {
            let bits = !set.below(eight, limit);
            self.places[count..][..EIGHT].copy_from_slice(&places_of(bits, (n * EIGHT) as u8).to_le_bytes());
            count += bits.count_ones() as usize;
        }
        self.count = count;
    }

    pub fn all(&self) -> &[u8] {
        &self.places[..self.count]
    }
}

/// The places of bits, counted from `first` on, from the lowest byte on.
#[inline(always)]
fn places_of(bits: u8, first: u8) -> u64 {
    const EACH: u64 = u64::from_le_bytes([1; EIGHT]);
    u64::from_le_bytes(PLACES[usize::from(bits)]) + u64::from(first) * EACH
}

/// The places of the bits of a byte.
pub(super) const PLACES: [[u8; EIGHT]; 256] = {
    let mut all = [[0; EIGHT]; 256];
    let mut bits = 0;
    while bits < 256 {
        let (mut bit, mut count) = (0, 0);
        while bit < 8 {
            if bits >> bit & 1 == 1 {
                all[bits][count] = bit;
                count += 1;
            }
            bit += 1;
        }
        bits += 1;
    }
    all
};

/// Room for up to [`MANY`] words.
#[derive(Debug)]
pub(crate) struct Lengths {
    /// First byte of each word, and the byte behind its last one.
    words: [[u32; 2]; MANY],
    kinds: [Places; 3],
}

/// Words of a text by their length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parted<'a> {
    text: &'a [u8],
    /// A word whose place stands in a list ends inside the text, and has at least as many bytes as words of its kind.
    lengths: &'a Lengths,
}

/// Words of 1 to 3 bytes, in columns.
#[derive(Debug)]
pub(crate) struct OfThree {
    pub first: [u8; MANY],
    pub middle: [u8; MANY],
    pub last: [u8; MANY],
    pub len: [u8; MANY],
}

impl Default for OfThree {
    fn default() -> Self {
        Self { first: [0; MANY], middle: [0; MANY], last: [0; MANY], len: [0; MANY] }
    }
}

/// Words of 4 to 8 bytes, in columns: the first and the last four bytes.
#[derive(Debug)]
pub(crate) struct OfEight {
    pub first: [u32; MANY],
    pub last: [u32; MANY],
    pub len: [u32; MANY],
}

impl Default for OfEight {
    fn default() -> Self {
        Self { first: [0; MANY], last: [0; MANY], len: [0; MANY] }
    }
}

impl Default for Lengths {
    fn default() -> Self {
        Self { words: [[0; 2]; MANY], kinds: [const { Places::NONE }; 3] }
    }
}

impl Lengths {
    /// Parts up to [`MANY`] words of a text, given by first byte and byte behind the last one. Those before are forgotten.
    ///
    /// # Panics
    /// When a word is empty or reaches behind the text, or when there are more.
    #[inline(always)]
    pub fn part<'a, S: Set>(&'a mut self, set: S, text: &'a [u8], words: &[[u32; 2]]) -> Parted<'a> {
        assert!(words.len() <= MANY, "places fit into a byte");
        self.kinds.iter_mut().for_each(|places| places.count = 0);
        let (eights, rest) = words.as_chunks();
        let mut first = 0;
        for eight in eights {
            self.take(set, text, *eight, u8::MAX, first);
            // The last eight end where a byte does.
            first = first.wrapping_add(EIGHT as u8);
        }
        if let Some(&last) = rest.last() {
            // A word that there is stands for those that are missing.
            let mut eight = [last; EIGHT];
            eight.iter_mut().zip(rest).for_each(|(into, word)| *into = *word);
            self.take(set, text, eight, (1 << rest.len()) - 1, first);
        }
        Parted { text, lengths: self }
    }

    /// Takes the words of eight that are asked for; they stand at `first` and behind.
    #[inline(always)]
    fn take<S: Set>(&mut self, set: S, text: &[u8], eight: [[u32; 2]; EIGHT], asked: u8, first: u8) {
        let are_inside = eight.iter().fold(true, |all, &[start, end]| all & (start < end) & (end as usize <= text.len()));
        assert!(are_inside, "words have a length, and end inside their text");
        let lens = eight.map(|[start, end]| (end - start).min(LONG));
        let [three, eight_or_less] = [4, 9].map(|limit| set.below(&lens, limit));
        self.words[usize::from(first)..][..EIGHT].copy_from_slice(&eight);
        self.kinds[THREE].add(three & asked, first);
        self.kinds[LONGER_THAN_THREE].add(eight_or_less & !three & asked, first);
        self.kinds[LONGER_THAN_EIGHT].add(!eight_or_less & asked, first);
    }
}

impl Parted<'_> {
    /// Reads the words of 1 to 3 bytes, and says which ones they are.
    #[inline(always)]
    pub fn of_three(&self, columns: &mut OfThree) -> &[u8] {
        let places = self.lengths.kinds[THREE].all();
        let OfThree { first, middle, last, len: lens } = columns;
        for ((((&place, first), middle), last), len) in places.iter().zip(first).zip(middle).zip(last).zip(lens) {
            let [start, end] = self.lengths.words[usize::from(place)];
            *len = end.wrapping_sub(start) as u8;
            // SAFETY: the word has a byte and ends inside the text, as `take` has asserted; half of its length and one before its end lie inside it.
            #[allow(unsafe_code, reason = "what was checked for eight words at once")]
            unsafe {
                [*first] = self.bytes_at(start as usize);
                [*middle] = self.bytes_at(start as usize + usize::from(*len / 2));
                [*last] = self.bytes_at(end as usize - 1);
            }
        }
        places
    }

    /// Reads the words of 4 to 8 bytes, and says which ones they are.
    #[inline(always)]
    pub fn of_eight(&self, columns: &mut OfEight) -> &[u8] {
        let places = self.lengths.kinds[LONGER_THAN_THREE].all();
        let OfEight { first, last, len: lens } = columns;
        for (((&place, first), last), len) in places.iter().zip(first).zip(last).zip(lens) {
            let [start, end] = self.lengths.words[usize::from(place)];
            *len = end.wrapping_sub(start);
            // SAFETY: the word has four bytes and more, and ends inside the text, as `take` has asserted.
            #[allow(unsafe_code, reason = "what was checked for eight words at once")]
            unsafe {
                *first = u32::from_le_bytes(self.bytes_at(start as usize));
                *last = u32::from_le_bytes(self.bytes_at(end as usize - 4));
            }
        }
        places
    }

    /// Tells the longer words: place, first and last eight bytes, and all of it.
    #[inline(always)]
    pub fn each_longer(&self, mut tell: impl FnMut(u8, [u64; 2], &[u8])) {
        for &place in self.lengths.kinds[LONGER_THAN_EIGHT].all() {
            let [start, end] = self.lengths.words[usize::from(place)];
            // SAFETY: the word has nine bytes and more, and ends inside the text, as `take` has asserted.
            #[allow(unsafe_code, reason = "what was checked for eight words at once")]
            unsafe {
                let both = [self.bytes_at(start as usize), self.bytes_at(end as usize - 8)];
                tell(place, both.map(u64::from_le_bytes), self.text.get_unchecked(start as usize..end as usize));
            }
        }
    }

    /// The bytes from `at` on.
    ///
    /// # Safety
    /// The text has as many behind `at`.
    #[inline(always)]
    #[allow(unsafe_code, reason = "what was checked for eight words at once")]
    unsafe fn bytes_at<const N: usize>(&self, at: usize) -> [u8; N] {
        // SAFETY: the caller says that they lie inside the text; bytes have no alignment.
        unsafe { self.text.as_ptr().add(at).cast::<[u8; N]>().read() }
    }
}

/// Writes the eight bytes of a text from each of up to [`MANY`] words' first byte on, as numbers. Those behind the text's end are nothing.
///
/// # Panics
/// When a word begins behind the text, or when there are more.
#[inline(always)]
pub(crate) fn first_eights(text: &[u8], words: &[[u32; 2]], into: &mut [u64; MANY]) {
    let into = &mut into[..words.len()];
    // The last ones reach behind the text's end, if any does.
    let safe = text.len().saturating_sub(EIGHT - 1);
    let mut count = words.len();
    while let Some(at) = count.checked_sub(1)
        && words[at][0] as usize >= safe
    {
        count = at;
        into[at] = text[words[at][0] as usize..].iter().take(EIGHT).rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte));
    }
    let are_inside = words[..count].iter().fold(true, |all, word| all & ((word[0] as usize) < safe));
    assert!(are_inside, "words stand in order");
    for (word, into) in words[..count].iter().zip(into) {
        // SAFETY: eight bytes of the text begin there, as was just asserted; bytes have no alignment.
        #[allow(unsafe_code, reason = "what was checked for all words at once")]
        let eight = unsafe { text.as_ptr().add(word[0] as usize).cast::<[u8; EIGHT]>().read() };
        *into = u64::from_le_bytes(eight);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Baseline;
    use super::*;

    #[test]
    #[should_panic(expected = "end inside their text")]
    fn a_word_that_reaches_behind_its_text_is_refused() {
        Lengths::default().part(Baseline, b"one two", &[[0, 3], [4, 8]]);
    }

    #[test]
    #[should_panic(expected = "words have a length")]
    fn a_word_without_a_byte_is_refused() {
        Lengths::default().part(Baseline, b"one two", &[[0, 3], [3, 3]]);
    }

    #[test]
    fn words_are_read_by_their_ends_in_whatever_number() {
        let text = b"a two word-of eight, and another longer";
        let words = [[0, 1], [2, 5], [6, 10], [11, 13], [14, 19], [21, 24], [25, 32], [33, 39], [6, 19], [0, 39]];
        for from in 0..words.len() {
            let (mut lengths, mut three, mut eight) = (Lengths::default(), OfThree::default(), OfEight::default());
            let parted = lengths.part(Baseline, text, &words[from..]);
            let mut found = Vec::new();
            for (n, place) in parted.of_three(&mut three).iter().enumerate() {
                found.push((*place, three.first[n], three.last[n], usize::from(three.len[n])));
            }
            for (n, place) in parted.of_eight(&mut eight).iter().enumerate() {
                found.push((*place, eight.first[n].to_le_bytes()[0], eight.last[n].to_le_bytes()[3], eight.len[n] as usize));
            }
            parted.each_longer(|place, [first, last], word| found.push((place, first.to_le_bytes()[0], last.to_le_bytes()[7], word.len())));
            found.sort_unstable();
            let expected = (0..).zip(&words[from..]).map(|(n, &[start, end])| {
                let word = &text[start as usize..end as usize];
                (n, word[0], word[word.len() - 1], word.len())
            });
            assert_eq!(found, expected.collect::<Vec<_>>());
        }
    }
}
