//! Keys of bands become groups of candidates.
//!
//! In memory each band is taken for itself: a table of bits tells which keys were seen twice, and only those are sorted. Past the budget
//! keys go to temporary files by their leading bits, and each file is taken like a band. Either way equal keys give equal groups.

use rayon::prelude::*;

use super::DedupConfig;
use super::spill::Spill;
use crate::error::Result;
use crate::observer::{Funnel, Observer};

/// The share of the memory that keys may take before they go to disk.
const SHARE: u64 = 2;

/// One key a band for every item.
pub(super) struct Keys {
    bands: usize,
    /// (number of the first item, keys band by band).
    blocks: Vec<(usize, Vec<u64>)>,
    bytes: u64,
    budget: u64,
    spill: Option<Spill>,
    /// Items before the file that is being read.
    items_at_mark: usize,
    config: DedupConfig,
}

impl Keys {
    pub fn new(bands: usize, config: &DedupConfig) -> Self {
        Self { bands, blocks: Vec::new(), bytes: 0, budget: config.memory / SHARE, spill: None, items_at_mark: 0, config: config.clone() }
    }

    /// Adds the keys of consecutive items, item by item; `first` is the number of the first. Those that `has_keys` (by place) denies are not meant.
    pub fn append(&mut self, first: usize, keys: &[u64], has_keys: impl Fn(usize) -> bool) -> Result<()> {
        if let Some(spill) = &mut self.spill {
            return write(spill, first, keys, self.bands, has_keys);
        }
        self.bytes += keys.len() as u64 * 8;
        // Each band is read by itself later.
        self.blocks.push((first, by_band(keys, self.bands)));
        if self.bytes > self.budget {
            let mut spill = Spill::new(&self.config)?;
            for (first, keys) in std::mem::take(&mut self.blocks) {
                if first >= self.items_at_mark {
                    spill.mark_once();
                }
                let items = keys.len() / self.bands;
                for (n, key) in keys.iter().enumerate() {
                    spill.write(*key, number(first + n % items))?;
                }
            }
            self.spill = Some(spill);
        }
        Ok(())
    }

    /// A file begins.
    pub fn mark(&mut self, items: usize) {
        self.items_at_mark = items;
        if let Some(spill) = &mut self.spill {
            spill.mark();
        }
    }

    /// Forgets what came since the file began.
    pub fn back_to_mark(&mut self) -> Result<()> {
        while self.blocks.last().is_some_and(|(first, _)| *first >= self.items_at_mark) {
            let (_, keys) = self.blocks.pop().expect("there is a last one");
            self.bytes -= keys.len() as u64 * 8;
        }
        self.spill.as_mut().map_or(Ok(()), Spill::back_to_mark)
    }

    /// Whether keys went to disk.
    pub fn spilled(&self) -> bool {
        self.spill.is_some()
    }

    /// The groups of items with an equal key, among those that go on.
    pub fn groups(&self, goes_on: &[bool], observer: &dyn Observer) -> Result<Groups> {
        let of_parts: Vec<Groups> = match &self.spill {
            None => (0..self.bands).into_par_iter().map(|band| self.of_band(band, goes_on)).collect(),
            // One after another: each may fill what is left of the budget.
            Some(spill) => {
                let mut parts = Vec::new();
                for part in spill.parts() {
                    observer.check()?;
                    parts.push(spill.groups(part, self.config.memory / 8, goes_on)?);
                }
                parts
            }
        };
        let mut all = Groups::default();
        for part in of_parts {
            all.append(&part);
        }
        all.spilled = self.spilled();
        Ok(all)
    }

    fn of_band(&self, band: usize, goes_on: &[bool]) -> Groups {
        let entries = || {
            self.blocks.iter().flat_map(|(first, keys)| {
                let items = keys.len() / self.bands;
                keys[band * items..(band + 1) * items]
                    .iter()
                    .zip(*first..)
                    .filter(|(_, item)| goes_on[*item])
                    .map(|(key, item)| (*key, number(item)))
            })
        };
        let count = goes_on.len();
        let mut seen = Seen::new(count);
        entries().for_each(|(key, _)| seen.see(key));
        let mut twice: Vec<(u64, u32)> = entries().filter(|(key, _)| seen.is_twice(*key)).collect();
        Groups::of(&mut twice)
    }
}

/// Keys that come item by item, band by band.
fn by_band(keys: &[u64], bands: usize) -> Vec<u64> {
    let items = keys.len() / bands;
    let mut by_band = vec![0; keys.len()];
    for (n, own) in keys.chunks_exact(bands).enumerate() {
        own.iter().enumerate().for_each(|(band, key)| by_band[band * items + n] = *key);
    }
    by_band
}

fn write(spill: &mut Spill, first: usize, keys: &[u64], bands: usize, has_keys: impl Fn(usize) -> bool) -> Result<()> {
    for (n, keys) in keys.chunks_exact(bands).enumerate().filter(|(n, _)| has_keys(*n)) {
        for key in keys {
            spill.write(*key, number(first + n))?;
        }
    }
    Ok(())
}

fn number(item: usize) -> u32 {
    u32::try_from(item).expect("items were counted")
}

/// Which keys were seen once, and which more often, as two tables of bits: some keys seen once count as seen twice, never the other way round.
pub(super) struct Seen {
    /// The bits of keys seen once, and of those seen twice, beside one another.
    bits: Vec<[u64; 2]>,
    shift: u32,
}

impl Seen {
    /// For so many keys: eight bits each.
    pub fn new(keys: usize) -> Self {
        let words = (keys / 8).next_power_of_two().max(64);
        Self { bits: vec![[0; 2]; words], shift: 64 - words.trailing_zeros() }
    }

    /// Bits that all of the key has a part in, since all keys of a part on disk begin alike.
    fn place(&self, key: u64) -> (usize, u64) {
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (usize::try_from(mixed >> self.shift).expect("an index of a table in memory"), 1 << (mixed & 63))
    }

    pub fn see(&mut self, key: u64) {
        let (word, bit) = self.place(key);
        let [once, twice] = &mut self.bits[word];
        *twice |= *once & bit;
        *once |= bit;
    }

    pub fn is_twice(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.bits[word][1] & bit != 0
    }
}

/// Groups of items that share a key, two at least each.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub members: Vec<u32>,
    /// Where each group ends in `members`.
    pub ends: Vec<usize>,
    spilled: bool,
}

impl Groups {
    /// Groups of the keys in `entries`, which this sorts.
    pub fn of(entries: &mut [(u64, u32)]) -> Self {
        entries.sort_unstable();
        let mut groups = Self::default();
        for group in entries.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            groups.members.extend(group.iter().map(|(_, item)| *item));
            groups.ends.push(groups.members.len());
        }
        groups
    }

    pub fn append(&mut self, other: &Self) {
        let before = self.members.len();
        self.members.extend_from_slice(&other.members);
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.members[start..*end])
    }

    pub fn told(&self) -> Funnel {
        Funnel::new("bands").with("groups of candidates", self.ends.len()).with("places in them", self.members.len())
    }

    /// Whether keys went to disk.
    #[cfg(test)]
    fn spilled(&self) -> bool {
        self.spilled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observer::Silent;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn groups(blocks: &[Vec<[u64; 3]>], goes_on: &[bool], memory: u64) -> (BTreeSet<Vec<u32>>, bool) {
        let mut keys = Keys::new(3, &DedupConfig { memory, ..DedupConfig::default() });
        let mut first = 0;
        for block in blocks {
            keys.mark(first);
            // What is read twice counts once.
            keys.append(first, &vec![7; 3 * block.len()], |_| true).unwrap();
            keys.back_to_mark().unwrap();
            keys.append(first, &block.concat(), |_| true).unwrap();
            first += block.len();
        }
        let found = keys.groups(goes_on, &Silent).unwrap();
        (found.iter().map(<[u32]>::to_vec).collect(), found.spilled())
    }

    proptest! {
        // Each case makes some hundred files.
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn groups_are_the_items_of_each_key_in_memory_and_on_disk(
            blocks in prop::collection::vec(prop::collection::vec(prop::array::uniform3(0u64..12), 1..20), 1..6),
            draw in prop::collection::vec(prop::bool::weighted(0.8), 120),
        ) {
            // Keys of different bands differ, and their bits are spread.
            let spread = |(band, key): (usize, &u64)| (key * 3 + band as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let blocks: Vec<Vec<[u64; 3]>> = blocks.iter().map(|b| b.iter().map(|keys| { let s: Vec<u64> = keys.iter().enumerate().map(|(b, k)| spread((b, k))).collect(); [s[0], s[1], s[2]] }).collect()).collect();
            let mut by_key: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
            for (item, keys) in (0u32..).zip(blocks.iter().flatten()).filter(|(n, _)| draw[*n as usize]) {
                keys.iter().for_each(|key| by_key.entry(*key).or_default().push(item));
            }
            let expected: BTreeSet<Vec<u32>> = by_key.into_values().filter(|group| group.len() > 1).collect();
            let goes_on = &draw[..blocks.iter().map(Vec::len).sum()];
            prop_assert_eq!(groups(&blocks, goes_on, 1 << 30), (expected.clone(), false));
            prop_assert_eq!(groups(&blocks, goes_on, 0), (expected, true));
        }
    }
}
