//! Items of equal text: only the first of them is compared with others.

use super::items::Items;
use super::keys::Seen;
use super::order::Order;
use crate::observer::Funnel;

/// What is a copy of what.
pub(super) struct Copies {
    /// By number of the item: the first item of the same text, often itself.
    pub first: Vec<u32>,
    /// Whether the item is compared with others: it has words enough, and is no copy.
    pub goes_on: Vec<bool>,
    copies: usize,
}

impl Copies {
    pub fn told(&self) -> Funnel {
        Funnel::new("copies")
            .with("of the same words as one before", self.copies)
            .with("go on", self.goes_on.iter().filter(|g| **g).count())
    }
}

/// Finds equal texts. Items that are never dropped are no copies, and items too short to be compared have none.
pub(super) fn copies(items: &Items, order: &Order, min_words: u32) -> Copies {
    let all = &items.items;
    let mut goes_on: Vec<bool> = all.iter().map(|item| item.words > 0 && item.words >= min_words).collect();
    let low = |n: usize| u64::try_from(all[n].text & u128::from(u64::MAX)).expect("the lower half fits");
    let mut seen = Seen::new(all.len());
    let compared: Vec<bool> = goes_on.clone();
    (0..all.len()).filter(|n| compared[*n]).for_each(|n| seen.see(low(n)));
    let mut twice: Vec<(u128, u32, u32)> = (0u32..)
        .zip(all)
        .filter(|(n, _)| compared[*n as usize] && seen.is_twice(low(*n as usize)))
        .map(|(n, item)| (item.text, order.rank[n as usize], n))
        .collect();
    twice.sort_unstable();
    let mut first: Vec<u32> = (0u32..).take(all.len()).collect();
    let mut copies = 0;
    for group in twice.chunk_by(|a, b| a.0 == b.0) {
        for (_, _, item) in &group[1..] {
            if !order.stays(items, all[*item as usize].document as usize) {
                first[*item as usize] = group[0].2;
                goes_on[*item as usize] = false;
                copies += 1;
            }
        }
    }
    Copies { first, goes_on, copies }
}
