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

    /// The items that something leads to, in no order.
    pub fn of(&self, lead: u64) -> impl Iterator<Item = usize> + '_ {
        self.parts[Self::part_of(lead)].of(lead)
    }

    /// Most items that one leads to.
    pub fn most(&self) -> usize {
        self.parts.iter().map(|part| part.most).max().unwrap_or(0)
    }
}

#[derive(Default)]
struct PartOfKept {
    /// For each lead the number of its last entry, and how many items it has.
    last: KeyedMap<(u32, u32)>,
    /// Lists would be many and short, and to go from one item to the next would wait for memory each time.
    entries: Vec<Entry>,
    /// Most items that one leads to.
    most: usize,
}

/// A few items of one lead, [`Entry::NONE`] in places that are free, and the number of the entry before this one.
#[derive(Clone, Copy)]
struct Entry {
    items: [u32; Self::ITEMS],
    before: u32,
}

impl Entry {
    const ITEMS: usize = 3;
    const NONE: u32 = u32::MAX;
}

impl PartOfKept {
    fn add(&mut self, item: usize, lead: u64) {
        let number = |n: usize| u32::try_from(n).expect("fewer items and entries than 2^32");
        let (last, count) = self.last.entry(lead).or_insert((Entry::NONE, 0));
        let place = *count as usize % Entry::ITEMS;
        if place == 0 {
            self.entries.push(Entry { items: [Entry::NONE; Entry::ITEMS], before: *last });
            *last = number(self.entries.len() - 1);
        }
        self.entries[*last as usize].items[place] = number(item);
        *count += 1;
        self.most = self.most.max(*count as usize);
    }

    fn of(&self, lead: u64) -> impl Iterator<Item = usize> + '_ {
        let entry = |n: u32| self.entries.get(n as usize);
        let last = self.last.get(&lead).and_then(|(last, _)| entry(*last));
        let items = std::iter::successors(last, move |of_lead| entry(of_lead.before)).flat_map(|of_lead| of_lead.items);
        items.filter(|item| *item != Entry::NONE).map(|item| item as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_lead_gives_the_items_that_were_added_with_it(items in prop::collection::vec(prop::collection::btree_set(0u64..12, 0..6), 0..40)) {
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
                    let mut found: Vec<usize> = kept.of(lead).collect();
                    found.sort_unstable();
                    prop_assert_eq!(&found, &expected);
                    most = most.max(expected.len());
                }
                prop_assert_eq!(kept.most(), most);
            }
        }
    }
}
