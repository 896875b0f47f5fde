//! Candidates become families around kept items, each member verified by exact Jaccard.
//!
//! Groups of equal keys tie items into components; each is worked off by itself, in the order of the items. Only kept
//! items stand in a group: a story that stands in 20,000 documents costs one comparison each. An item joins the kept one that it is most
//! like, the earlier one of equals.

use rayon::prelude::*;

use super::DedupConfig;
use super::fetch::{Files, Reader};
use super::items::Items;
use super::keys::Groups;
use super::order::Order;
use crate::error::Result;
use crate::keyed::NumberedMap;
use crate::lsh::{Similarity, similarity};
use crate::observer::{Funnel, Observer};

/// Items of a component that are read at once, on all threads.
const AT_ONCE: usize = 512;

/// What an item was dropped for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    pub item: u32,
    /// The kept item.
    pub kept: u32,
    /// Left is the item.
    pub similarity: Similarity,
}

/// Everything that was dropped as near-duplicate.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// In the order of the items' numbers.
    pub dropped: Vec<Verdict>,
    candidates: usize,
    compared: u64,
}

impl Verdicts {
    pub fn told(&self) -> Funnel {
        Funnel::new("verify")
            .with("candidates", self.candidates)
            .with("pairs compared", usize::try_from(self.compared).unwrap_or(usize::MAX))
            .with("near-duplicates", self.dropped.len())
    }
}

/// Judges all candidates.
pub(super) fn families(items: &Items, order: &Order, groups: &Groups, config: &DedupConfig, observer: &dyn Observer) -> Result<Verdicts> {
    let components = Components::of(items.items.len(), groups, order);
    let files = Files::new(items, config);
    let judged: Vec<Result<(Vec<Verdict>, u64)>> = components
        .all()
        .par_iter()
        .map_init(
            || files.reader(),
            |reader, component| {
                observer.check()?;
                let mut component = Component {
                    items,
                    order,
                    files: &files,
                    groups_of: &components,
                    config,
                    kept: Kept::default(),
                    dropped: Vec::new(),
                    compared: 0,
                    members: component,
                };
                component.judge(reader)?;
                Ok((component.dropped, component.compared))
            },
        )
        .collect();
    let mut verdicts = Verdicts { candidates: components.candidates(), ..Verdicts::default() };
    for judged in judged {
        let (dropped, compared) = judged?;
        verdicts.dropped.extend(dropped);
        verdicts.compared += compared;
    }
    verdicts.dropped.sort_unstable_by_key(|verdict| verdict.item);
    Ok(verdicts)
}

/// Candidates by component, and the groups of each.
struct Components {
    /// Candidates, component by component, each in the order of ranks.
    members: Vec<u32>,
    ends: Vec<usize>,
    /// Place of an item in `groups_from`, by number of the item.
    place: Vec<u32>,
    groups_from: Vec<usize>,
    groups: Vec<u32>,
}

impl Components {
    fn of(items: usize, groups: &Groups, order: &Order) -> Self {
        let mut parent: Vec<u32> = (0u32..).take(items).collect();
        let mut count = vec![0u32; items];
        for group in groups.iter() {
            for member in group {
                count[*member as usize] += 1;
                union(&mut parent, group[0], *member);
            }
        }
        let mut candidates: Vec<(u32, u32, u32)> = (0u32..)
            .zip(&count)
            .filter(|(_, groups)| **groups > 0)
            .map(|(item, _)| (find(&mut parent, item), order.rank[item as usize], item))
            .collect();
        candidates.par_sort_unstable();
        let members: Vec<u32> = candidates.iter().map(|(.., item)| *item).collect();
        let mut ends: Vec<usize> =
            candidates.windows(2).enumerate().filter(|(_, pair)| pair[0].0 != pair[1].0).map(|(n, _)| n + 1).collect();
        ends.extend((!members.is_empty()).then_some(members.len()));
        let mut place = vec![0; items];
        for (n, item) in (0u32..).zip(&members) {
            place[*item as usize] = n;
        }
        let mut groups_from = vec![0; members.len() + 1];
        for (n, item) in members.iter().enumerate() {
            groups_from[n + 1] = groups_from[n] + count[*item as usize] as usize;
        }
        let mut next = groups_from.clone();
        let mut of_items = vec![0; groups.members.len()];
        for (number, group) in (0u32..).zip(groups.iter()) {
            for member in group {
                let place = place[*member as usize] as usize;
                of_items[next[place]] = number;
                next[place] += 1;
            }
        }
        Self { members, ends, place, groups_from, groups: of_items }
    }

    fn candidates(&self) -> usize {
        self.members.len()
    }

    fn all(&self) -> Vec<&[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.members[start..*end]).collect()
    }

    fn groups_of(&self, item: u32) -> &[u32] {
        let place = self.place[item as usize] as usize;
        &self.groups[self.groups_from[place]..self.groups_from[place + 1]]
    }
}

fn find(parent: &mut [u32], mut item: u32) -> u32 {
    while parent[item as usize] != item {
        parent[item as usize] = parent[parent[item as usize] as usize];
        item = parent[item as usize];
    }
    item
}

/// The smaller number becomes the root, so that components do not depend on the order of groups.
fn union(parent: &mut [u32], left: u32, right: u32) {
    let [left, right] = [find(parent, left), find(parent, right)];
    if left != right {
        parent[left.max(right) as usize] = left.min(right);
    }
}

/// The kept items of a component.
#[derive(Default)]
struct Kept {
    items: Vec<u32>,
    /// Their sets, as far as the memory allows; the rest is read again.
    sets: Vec<Option<Vec<u64>>>,
    bytes: u64,
    /// Places in `items` by group.
    by_group: NumberedMap<u32, Vec<u32>>,
}

struct Component<'a> {
    items: &'a Items,
    order: &'a Order,
    files: &'a Files<'a>,
    groups_of: &'a Components,
    config: &'a DedupConfig,
    members: &'a [u32],
    kept: Kept,
    dropped: Vec<Verdict>,
    compared: u64,
}

impl Component<'_> {
    fn judge(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        for some in self.members.chunks(AT_ONCE) {
            let sets: Vec<Result<Vec<u64>>> = if some.len() < 64 {
                some.iter().map(|item| reader.set(*item)).collect()
            } else {
                some.par_iter().map_init(|| self.files.reader(), |reader, item| reader.set(*item)).collect()
            };
            for (item, set) in some.iter().zip(sets) {
                self.take(*item, set?, reader)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, item: u32, set: Vec<u64>, reader: &mut Reader<'_>) -> Result<()> {
        let document = self.items.items[item as usize].document as usize;
        let groups = self.groups_of.groups_of(item);
        if !self.order.stays(self.items, document)
            && let Some(verdict) = self.most_like(item, &set, groups, reader)?
        {
            self.dropped.push(verdict);
            return Ok(());
        }
        let place = u32::try_from(self.kept.items.len()).expect("items were counted");
        self.kept.items.push(item);
        let bytes = set.len() as u64 * 8;
        let fits = self.kept.bytes + bytes <= self.config.memory / 4;
        self.kept.bytes += if fits { bytes } else { 0 };
        self.kept.sets.push(fits.then_some(set));
        for group in groups {
            self.kept.by_group.entry(*group).or_default().push(place);
        }
        Ok(())
    }

    /// The kept candidate that the item is most like, where that makes it a near-duplicate.
    fn most_like(&mut self, item: u32, set: &[u64], groups: &[u32], reader: &mut Reader<'_>) -> Result<Option<Verdict>> {
        let mut candidates: Vec<u32> = groups.iter().filter_map(|group| self.kept.by_group.get(group)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<Verdict> = None;
        for place in candidates {
            let kept = self.kept.items[place as usize];
            let again;
            let other = match &self.kept.sets[place as usize] {
                Some(set) => set,
                None => {
                    again = reader.set(kept)?;
                    &again
                }
            };
            self.compared += 1;
            if !can_reach(set, other, self.config.threshold) {
                continue;
            }
            let similarity = similarity(set, other);
            // The earlier one wins a tie, as candidates come in order.
            if similarity.jaccard >= self.config.threshold && best.is_none_or(|b| similarity.jaccard > b.similarity.jaccard) {
                best = Some(Verdict { item, kept, similarity });
            }
        }
        Ok(best)
    }
}

/// Whether two sets can be so similar, as far as their first parts tell: most unlike ones are told apart by a few of their hashes.
fn can_reach(left: &[u64], right: &[u64], threshold: f64) -> bool {
    const STEP: usize = 16;
    let both = left.len() + right.len();
    // At similarity J of both sides' shingles together J/(1+J) are shared: so many at least, one less for rounding.
    let most_unshared = (both as f64 * (1.0 - threshold) / (1.0 + threshold)).floor() + 2.0;
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i + STEP <= left.len() && j + STEP <= right.len() {
        for _ in 0..STEP {
            let (l, r) = (left[i], right[j]);
            i += usize::from(l <= r);
            j += usize::from(r <= l);
            shared += usize::from(l == r);
        }
        if (i + j - 2 * shared) as f64 > most_unshared {
            return false;
        }
    }
    left.len().abs_diff(right.len()) as f64 <= most_unshared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_pair_is_given_up_that_reaches_the_threshold(
            shared in prop::collection::btree_set(any::<u64>(), 0..200),
            left in prop::collection::btree_set(any::<u64>(), 0..60),
            right in prop::collection::btree_set(any::<u64>(), 0..60),
            threshold in 0.01f64..=1.0,
        ) {
            let union = |own: &std::collections::BTreeSet<u64>| shared.union(own).copied().collect::<Vec<u64>>();
            let (left, right) = (union(&left), union(&right));
            let exact = similarity(&left, &right).jaccard;
            prop_assert!(can_reach(&left, &right, threshold) || exact < threshold);
            prop_assert!(can_reach(&left, &right, exact));
        }
    }
}
