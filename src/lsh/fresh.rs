//! The items of one batch that may be kept, by what leads to them: a table that is made anew for each batch, and costs hardly more than its items.

/// Items of a batch by their leads. Numbers are places in the batch.
pub(super) struct Fresh {
    /// For each place of the table the last entry that stands there, and behind it those before, as in a list.
    last: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    lead: u64,
    item: u32,
    before: u32,
}

/// No entry.
const NONE: u32 = u32::MAX;

impl Fresh {
    /// Items with what leads to them, which is nothing for one that cannot be kept.
    pub fn of<'a>(leads: impl Iterator<Item = &'a [u64]> + Clone) -> Self {
        let count: usize = leads.clone().map(<[u64]>::len).sum();
        let mut fresh = Self { last: vec![NONE; (2 * count).next_power_of_two()], entries: Vec::with_capacity(count) };
        for (item, leads) in (0..).zip(leads) {
            for &lead in leads {
                let place = fresh.place(lead);
                let entry = u32::try_from(fresh.entries.len()).expect("fewer entries than 2^32");
                fresh.entries.push(Entry { lead, item, before: std::mem::replace(&mut fresh.last[place], entry) });
            }
        }
        fresh
    }

    /// Whether no item may be kept.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Leads are strong hashes.
    fn place(&self, lead: u64) -> usize {
        (lead >> 16) as usize & (self.last.len() - 1)
    }

    /// The items before this one that something leads to, in no order.
    pub fn before(&self, item: usize, lead: u64) -> impl Iterator<Item = usize> + '_ {
        let entry = |n: u32| self.entries.get(n as usize);
        let all = std::iter::successors(entry(self.last[self.place(lead)]), move |of_place| entry(of_place.before));
        all.filter(move |entry| entry.lead == lead && (entry.item as usize) < item).map(|entry| entry.item as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_lead_gives_the_items_before_one(items in prop::collection::vec(prop::collection::btree_set(0u64..12, 0..6), 0..40)) {
            // Some of them share a place of the table.
            let leads: Vec<Vec<u64>> = items.iter().map(|own| own.iter().map(|lead| lead << 14).collect()).collect();
            let fresh = Fresh::of(leads.iter().map(Vec::as_slice));
            prop_assert_eq!(fresh.is_empty(), leads.iter().all(Vec::is_empty));
            for item in 0..=items.len() {
                for lead in 0..12 {
                    let expected: Vec<usize> = (0..item).filter(|n| items[*n].contains(&lead)).collect();
                    let mut found: Vec<usize> = fresh.before(item, lead << 14).collect();
                    found.sort_unstable();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }
}
