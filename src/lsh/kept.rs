//! Kept items by what leads to them: a key of a band, or a rare shingle.

use rayon::prelude::*;

use crate::keyed::KeyedMap;

/// What leads from an item to kept ones, and how much of it two that are alike have in common at least.
pub(super) struct Leads {
    pub all: Vec<u64>,
    pub shared: usize,
}

/// Kept items by what leads to them, each lead in one part.
#[derive(Default)]
pub(super) struct Kept {
    parts: [PartOfKept; Self::PARTS],
}

impl Kept {
    const PARTS: usize = 4;
    /// Leads from which on they are added on several threads.
    const MANY: usize = 1 << 13;

    fn part_of(lead: u64) -> usize {
        // Any bits do.
        lead as usize % Self::PARTS
    }

    /// Adds one item.
    pub fn add(&mut self, item: usize, leads: &[u64]) {
        leads.iter().for_each(|lead| self.parts[Self::part_of(*lead)].add(item, *lead));
    }

    /// Adds items.
    pub fn add_all(&mut self, items: &[(usize, Leads)]) {
        if items.iter().map(|(_, leads)| leads.all.len()).sum::<usize>() < Self::MANY {
            items.iter().for_each(|(item, leads)| self.add(*item, &leads.all));
            return;
        }
        self.parts.par_iter_mut().enumerate().for_each(|(n, part)| {
            for (item, leads) in items {
                leads.all.iter().filter(|lead| Self::part_of(**lead) == n).for_each(|lead| part.add(*item, *lead));
            }
        });
    }

    /// The items that some leads lead to, in no order: one that several lead to as often.
    pub fn of_all(&self, leads: &[u64]) -> Vec<usize> {
        let mut found = Vec::new();
        leads.iter().for_each(|lead| self.parts[Self::part_of(*lead)].add_items_of(*lead, &mut found));
        found
    }

    /// Most items that one leads to.
    pub fn most(&self) -> usize {
        self.parts.iter().map(|part| part.most).max().unwrap_or(0)
    }
}

#[derive(Default)]
struct PartOfKept {
    /// For each lead where its last items stand, and how many it has.
    last: KeyedMap<(u32, u32)>,
    /// The first items of each lead. Lists would be many and short, and to go from one item to the next would wait for memory each time.
    first: Vec<[u32; FIRST]>,
    /// The others of those that have more.
    further: Vec<Further>,
    /// Most items that one leads to.
    most: usize,
}

/// Items of a lead that stand in `first`: most leads have no more.
const FIRST: usize = 3;

/// Further items of one lead, a line of memory full, and where those before them stand: the first such ones behind those in `first`.
#[repr(align(64))]
struct Further {
    items: [u32; Self::ITEMS],
    before: u32,
}

impl Further {
    const ITEMS: usize = 15;
}

impl PartOfKept {
    fn add(&mut self, item: usize, lead: u64) {
        let number = |n: usize| u32::try_from(n).expect("fewer items and entries than 2^32");
        let (last, count) = self.last.entry(lead).or_insert((0, 0));
        match (*count as usize).checked_sub(FIRST) {
            None => {
                if *count == 0 {
                    *last = number(self.first.len());
                    self.first.push([0; FIRST]);
                }
                self.first[*last as usize][*count as usize] = number(item);
            }
            Some(further) => {
                let place = further % Further::ITEMS;
                if place == 0 {
                    self.further.push(Further { items: [0; Further::ITEMS], before: *last });
                    *last = number(self.further.len() - 1);
                }
                self.further[*last as usize].items[place] = number(item);
            }
        }
        *count += 1;
        self.most = self.most.max(*count as usize);
    }

    fn add_items_of(&self, lead: u64, found: &mut Vec<usize>) {
        let Some(&(mut last, count)) = self.last.get(&lead) else { return };
        let mut add = |items: &[u32]| found.extend(items.iter().map(|item| *item as usize));
        let mut left = count as usize;
        while left > FIRST {
            let own = (left - FIRST - 1) % Further::ITEMS + 1;
            let further = &self.further[last as usize];
            add(&further.items[..own]);
            (last, left) = (further.before, left - own);
        }
        add(&self.first[last as usize][..left]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_lead_gives_the_items_that_were_added_with_it(items in prop::collection::vec(prop::collection::btree_set(0u64..12, 0..6), 0..120)) {
            let mut one_by_one = Kept::default();
            items.iter().enumerate().for_each(|(item, leads)| one_by_one.add(item, &leads.iter().copied().collect::<Vec<_>>()));
            let mut together = Kept::default();
            let all: Vec<(usize, Leads)> =
                items.iter().enumerate().map(|(item, leads)| (item, Leads { all: leads.iter().copied().collect(), shared: 1 })).collect();
            together.add_all(&all);
            for kept in [&one_by_one, &together] {
                let mut most = 0;
                for lead in 0..12 {
                    let expected: Vec<usize> = (0..items.len()).filter(|item| items[*item].contains(&lead)).collect();
                    let mut found = kept.of_all(&[lead]);
                    found.sort_unstable();
                    prop_assert_eq!(&found, &expected);
                    most = most.max(expected.len());
                }
                prop_assert_eq!(kept.most(), most);
            }
        }
    }
}
