//! Families of near-duplicates, each around one kept member.
//!
//! Items are taken in the caller's order. One that verifies against a kept item joins the most similar
//! of them; any other is kept. So no member is unlike its kept one, and no chain of likenesses ties
//! unlike texts together. Of two kept items none verifies against the other, as far as bands bring them
//! together. Only kept items stand in the table of keys: a text that stands in 20,000 documents costs
//! one comparison each, not 20,000. Where very many kept ones share a key, those are asked that share rare shingles too
//! ([`rarity`](super::rarity)): the others are too unlike.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::bands::Banding;
use super::fresh::Fresh;
use super::kept::{Kept, Leads};
use super::profile::{Profile, Profiles};
use super::rarity::Rarity;
use super::verify::{Similarity, similarity_of};
use crate::error::{Error, Result};
use crate::keyed::SeenTwice;
use crate::observer::Observer;
use crate::sketch::Sketch;

/// Items that are verified at once against those kept before them; among themselves they are taken one by one. The first batches are smaller: of a text
/// that stands everywhere one is kept, and the others need not be held against one another.
const BATCH: usize = 256;
const FIRST_BATCH: usize = 8;
/// Kept items that are added between two questions whether to stop, where all are added anew.
const ADDED: usize = 1 << 14;
/// Kept items that one key leads to, from which on items are looked up by the rarest of their shingles.
const CROWD: usize = 8192;
/// No key: of an item whose set is empty, or one that no other item has.
const NONE: u64 = 0;

/// Hashes of kept sets that are held at once: 64 MB.
const HELD: usize = 1 << 23;

/// What became of one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// The kept item of its family: itself, when it is kept.
    pub kept: usize,
    /// Exact similarity to the kept item; left is this item. All ones for a kept item.
    pub similarity: Similarity,
}

/// Items in the order in which they are taken, by number from 0.
pub trait Items: Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// The sketch of an item.
    fn sketch(&self, item: usize) -> Sketch;
    /// Its shingle set, sorted.
    fn set(&self, item: usize) -> Vec<u64>;
    /// The profile of that set.
    fn profile(&self, item: usize) -> Profile {
        Profile::of(self.set(item).into_iter().map(|shingle| (shingle >> 32) as u32))
    }
    /// Whether two items are known to have the same set, which is not empty, without a look at it.
    fn is_same(&self, _one: usize, _other: usize) -> bool {
        false
    }
}

/// Groups items around kept ones.
///
/// An item joins at an exact Jaccard similarity of `threshold` and more. An item whose set is empty stays alone.
/// Threads: rayon's; the result does not depend on them, since an item is held against exactly the kept items before it
/// that share a key with it. The observer is asked for each item whether to stop.
///
/// # Errors
/// [`Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
///
/// # Panics
/// When there are no bands, or they have no rows.
pub fn families(items: &impl Items, banding: Banding, threshold: f64, observer: &dyn Observer) -> Result<Vec<Membership>> {
    in_crowds(items, banding, threshold, CROWD, observer)
}

/// The same, with items looked up by their rarest shingles where a key leads to more than `crowd` of them.
fn in_crowds(items: &impl Items, banding: Banding, threshold: f64, crowd: usize, observer: &dyn Observer) -> Result<Vec<Membership>> {
    const ITSELF: Similarity = Similarity { jaccard: 1.0, left_in_right: 1.0, right_in_left: 1.0 };
    let keys = shared_keys(items, banding, observer)?;
    let of = |item: usize| keys[item * banding.bands..(item + 1) * banding.bands].iter().copied().filter(|key| *key != NONE);
    // Most items share no key, and are kept without a question.
    let mut members: Vec<Membership> = (0..items.count()).map(|item| Membership { kept: item, similarity: ITSELF }).collect();
    let asked: Vec<usize> = (0..items.count()).into_par_iter().filter(|item| of(*item).next().is_some()).collect();
    let (sets, profiles) = (Sets::new(items), Profiles::new(items));
    let best_of = |item: usize, candidates: &[usize], mut best: Option<Membership>| {
        let mut own: Option<Cow<'_, [u64]>> = None;
        for &kept in candidates {
            let least = best.map_or(threshold, |b| b.similarity.jaccard);
            if items.is_same(item, kept) {
                // Nothing is more alike, and what is as much so comes later.
                return best.filter(|best| best.similarity.jaccard >= 1.0).or(Some(Membership { kept, similarity: ITSELF }));
            }
            let own = own.get_or_insert_with(|| sets.made(item));
            let Some(similarity) = similarity_of(own, &sets.of(kept), least) else { continue };
            // The earlier one wins a tie, as candidates come in order.
            if best.is_none_or(|b| similarity.jaccard > b.similarity.jaccard) {
                best = Some(Membership { kept, similarity });
            }
        }
        best
    };
    // What leads to a kept item: its keys or, once a key leads to very many, the rarest of its shingles.
    let mut rarity: Option<Rarity> = None;
    let mut kept = Kept::default();
    let shares_key = |one: usize, other: usize| {
        let keys = |item: usize| &keys[item * banding.bands..(item + 1) * banding.bands];
        keys(one).iter().zip(keys(other)).any(|(a, b)| a == b && *a != NONE)
    };
    let leads = |item: usize, rarity: Option<&Rarity>| match rarity {
        None => Leads { all: of(item).collect(), shared: 1 },
        Some(rarity) => {
            let set = sets.of(item);
            Leads { all: rarity.rarest(&set), shared: rarity.shared(set.len()) }
        }
    };
    // Of all that leads somewhere: what may be alike, each once, in order.
    let alike = |item: usize, mut found: Vec<usize>, shared: usize, is_by_key: bool| -> Vec<usize> {
        // What shares a key by chance is told by its profile, for which less is made than a set. One item alone, to which up to 32 keys lead, mostly is alike;
        // and by rare shingles few are left anyway.
        if is_by_key && found.iter().any(|kept| *kept != found[0]) {
            profiles.keep_alike(item, &mut found, threshold);
        }
        found.sort_unstable();
        let often = found.chunk_by(|a, b| a == b).filter(|same| same.len() >= shared).map(|same| same[0]);
        often.filter(|kept| is_by_key || shares_key(item, *kept)).collect()
    };
    let (mut done, mut size) = (0, FIRST_BATCH);
    while done < asked.len() {
        let batch = &asked[done..asked.len().min(done + size)];
        if rarity.is_none() && kept.most() > crowd {
            let of_asked = &*rarity.insert(Rarity::of(&sets, &asked, threshold, observer)?);
            kept = Kept::default();
            let before = asked[..done].par_iter().filter(|item| members[**item].kept == **item);
            let led = |&item: &usize| observer.check().map(|()| (item, leads(item, Some(of_asked))));
            for some in before.map(led).collect::<Result<Vec<_>>>()?.chunks(ADDED) {
                observer.check()?;
                kept.add_all(some);
            }
        }
        let is_by_key = rarity.is_none();
        let against_earlier: Vec<(Leads, Option<Membership>)> = batch
            .par_iter()
            .map(|&item| {
                observer.check()?;
                let leads = leads(item, rarity.as_ref());
                let found = alike(item, kept.of_all(&leads.all), leads.shared, is_by_key);
                let best = best_of(item, &found, None);
                Ok((leads, best))
            })
            .collect::<Result<_>>()?;
        // Who is like an earlier one is kept no more. The others are held against one another: first, on all threads, by what leads to them and their
        // profiles; then one by one, against those that were kept.
        let fresh = Fresh::of(against_earlier.iter().map(|(leads, best)| if best.is_none() { &leads.all[..] } else { &[] }));
        let among_fresh = |n: usize| {
            let leads = &against_earlier[n].0;
            let found = leads.all.iter().flat_map(|lead| fresh.before(n, *lead)).map(|n| batch[n]).collect();
            alike(batch[n], found, leads.shared, is_by_key)
        };
        // Of a text that stands everywhere all but the first are like an earlier one.
        let among: Vec<Vec<usize>> = match fresh.is_empty() {
            true => vec![Vec::new(); batch.len()],
            false => (0..batch.len()).into_par_iter().map(among_fresh).collect(),
        };
        let mut own = Vec::new();
        for ((&item, (leads, best)), mut among) in batch.iter().zip(against_earlier).zip(among) {
            observer.check()?;
            among.retain(|earlier| members[*earlier].kept == *earlier);
            match best_of(item, &among, best) {
                Some(member) => members[item] = member,
                None => own.push((item, leads)),
            }
        }
        kept.add_all(&own);
        done += batch.len();
        size = BATCH.min(2 * size);
    }
    Ok(members)
}

/// The sets of items, each made once as long as there is room: where thousands share a few keys and are unlike, each is held against hundreds.
pub(super) struct Sets<'a, I> {
    items: &'a I,
    made: Vec<OnceLock<Box<[u64]>>>,
    room: AtomicUsize,
}

impl<'a, I: Items> Sets<'a, I> {
    pub fn new(items: &'a I) -> Self {
        Self { items, made: (0..items.count()).map(|_| OnceLock::new()).collect(), room: AtomicUsize::new(HELD) }
    }

    /// The set of an item, which is not kept.
    fn made(&self, item: usize) -> Cow<'_, [u64]> {
        self.made[item].get().map_or_else(|| Cow::Owned(self.items.set(item)), |set| Cow::Borrowed(&**set))
    }

    /// The set of an item, which is kept as long as there is room.
    pub fn of(&self, item: usize) -> Cow<'_, [u64]> {
        if let Some(set) = self.made[item].get() {
            return Cow::Borrowed(set);
        }
        let set = self.items.set(item);
        let takes = |room: usize| room.checked_sub(set.len());
        match self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, takes) {
            Ok(_) => Cow::Borrowed(self.made[item].get_or_init(|| set.into_boxed_slice())),
            Err(_) => Cow::Owned(set),
        }
    }
}

/// The keys of all items, one behind the other, [`NONE`] in place of those that only one item has.
///
/// Now and then one that stands alone stays, which costs a look-up and changes nothing.
fn shared_keys(items: &impl Items, banding: Banding, observer: &dyn Observer) -> Result<Vec<u64>> {
    let mut keys = vec![NONE; items.count() * banding.bands];
    keys.par_chunks_mut(banding.bands).enumerate().try_for_each(|(item, keys)| {
        observer.check()?;
        let sketch = items.sketch(item);
        if sketch.rows().first().is_some_and(|row| *row != u32::MAX) {
            keys.iter_mut().zip(banding.keys(&sketch)).for_each(|(slot, key)| *slot = key.max(NONE + 1));
        }
        Ok::<(), Error>(())
    })?;
    let again = SeenTwice::with_room(keys.len());
    keys.par_iter().filter(|key| **key != NONE).for_each(|key| again.see(*key));
    keys.par_iter_mut().filter(|key| !again.was_seen_twice(**key)).for_each(|key| *key = NONE);
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::lsh::similarity;
    use crate::observer::{Patient, Silent};
    use crate::sketch::{MinHasher, shingle_set};
    use proptest::prelude::*;
    use std::collections::HashSet;

    struct Given(Vec<Vec<u64>>, MinHasher);

    impl Items for Given {
        fn count(&self) -> usize {
            self.0.len()
        }
        fn sketch(&self, item: usize) -> Sketch {
            self.1.sketch(&self.0[item])
        }
        fn set(&self, item: usize) -> Vec<u64> {
            self.0[item].clone()
        }
    }

    fn run(texts: &[Vec<u64>], threshold: f64) -> Vec<Membership> {
        let sets = texts.iter().map(|t| shingle_set(t, 3)).collect();
        families(&Given(sets, MinHasher::new(Banding::SENSITIVE.slots())), Banding::SENSITIVE, threshold, &Silent).unwrap()
    }

    fn run_in_crowds(texts: &[Vec<u64>], threshold: f64, crowd: usize, observer: &dyn Observer) -> Result<Vec<Membership>> {
        let sets = texts.iter().map(|t| shingle_set(t, 3)).collect();
        in_crowds(&Given(sets, MinHasher::new(Banding::SENSITIVE.slots())), Banding::SENSITIVE, threshold, crowd, observer)
    }

    /// One after the other, each held against every kept one before it that has a key in common with it.
    fn slowly(texts: &[Vec<u64>], threshold: f64) -> Vec<Membership> {
        let hasher = MinHasher::new(Banding::SENSITIVE.slots());
        let sets: Vec<Vec<u64>> = texts.iter().map(|t| shingle_set(t, 3)).collect();
        let keys: Vec<Vec<u64>> = sets.iter().map(|s| Banding::SENSITIVE.keys(&hasher.sketch(s)).collect()).collect();
        let itself = |item| Membership { kept: item, similarity: Similarity { jaccard: 1.0, left_in_right: 1.0, right_in_left: 1.0 } };
        let mut members: Vec<Membership> = Vec::new();
        for item in 0..texts.len() {
            let best = (0..item)
                .filter(|&kept| members[kept].kept == kept && keys[item].iter().zip(&keys[kept]).any(|(a, b)| a == b))
                .map(|kept| Membership { kept, similarity: similarity(&sets[item], &sets[kept]) })
                .filter(|member| member.similarity.jaccard >= threshold)
                .rev()
                .max_by(|a, b| a.similarity.jaccard.total_cmp(&b.similarity.jaccard));
            members.push(best.unwrap_or_else(|| itself(item)));
        }
        members
    }

    /// A text, and copies of it with words replaced.
    fn texts() -> impl Strategy<Value = Vec<Vec<u64>>> {
        let base = prop::collection::vec(0u64..1000, 5..40);
        prop::collection::vec(
            (base, prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), 0u64..1000), 0..6), 1..4)),
            1..6,
        )
        .prop_map(|bases| {
            bases
                .into_iter()
                .flat_map(|(base, edits)| {
                    edits.into_iter().map(move |edit| {
                        let mut copy = base.clone();
                        for (at, word) in edit {
                            let at = at.index(copy.len());
                            copy[at] = word;
                        }
                        copy
                    })
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn every_reported_similarity_is_the_exact_jaccard_to_a_kept_item(texts in texts(), threshold in 0.2f64..0.9) {
            let members = run(&texts, threshold);
            for (item, member) in members.iter().enumerate() {
                prop_assert_eq!(members[member.kept].kept, member.kept);
                let sets: Vec<HashSet<&[u64]>> = [item, member.kept].iter().map(|i| if texts[*i].len() < 3 { [&texts[*i][..]].into() } else { texts[*i].windows(3).collect() }).collect();
                let exact = sets[0].intersection(&sets[1]).count() as f64 / sets[0].union(&sets[1]).count() as f64;
                prop_assert_eq!(member.similarity.jaccard, exact);
                prop_assert!(exact >= threshold && member.kept <= item);
            }
        }

        #[test]
        fn grouping_stops_whenever_it_is_asked_to(texts in texts(), crowd in 0usize..9) {
            let patient = Patient::new(usize::MAX);
            prop_assert_eq!(run_in_crowds(&texts, 0.5, crowd, &patient).unwrap(), slowly(&texts, 0.5));
            // Each has its keys made.
            prop_assert!(patient.asked() >= texts.len());
            for times in [0, patient.asked() / 2, patient.asked() - 1] {
                let stopped = run_in_crowds(&texts, 0.5, crowd, &Patient::new(times));
                prop_assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Interrupted);
            }
        }
    }

    #[test]
    fn families_of_many_batches_are_those_found_one_by_one() {
        // Short texts of few words, so that many share keys.
        let texts: Vec<Vec<u64>> = (0..BATCH as u64 + 900)
            .map(|n| (0..9).map(|k| (n % 61 * 7 + k * (1 + n % 3) + u64::from(k == n % 11)) % 97).collect())
            .collect();
        assert_eq!(run(&texts, 0.5), slowly(&texts, 0.5));
    }

    #[test]
    fn families_in_a_crowd_of_unlike_texts_are_those_found_one_by_one() {
        // Rows that all have, with numbers between them that few share; each twentieth text is an earlier one with few other numbers.
        let mut state = 7u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut texts: Vec<Vec<u64>> = Vec::new();
        for n in 0..2100 {
            let mut text: Vec<u64> = match n % 20 {
                0 if n > 0 => texts[n / 2].clone(),
                _ => (0..12).flat_map(|row| (10 * row..10 * row + 10).chain([1000 + draw(200)]).collect::<Vec<u64>>()).collect(),
            };
            text[10 + 11 * draw(12) as usize] = 1000 + draw(200);
            texts.push(text);
        }
        let found = slowly(&texts, 0.65);
        let members = found.iter().enumerate().filter(|(n, member)| member.kept != *n).count();
        assert!(members > 40 && members < 600, "{members}");
        // By their keys to the end, and by their rarest shingles from early and late on.
        for crowd in [CROWD, 20, 2000] {
            assert_eq!(run_in_crowds(&texts, 0.65, crowd, &Silent).unwrap(), found);
        }
    }

    #[test]
    fn equal_texts_are_one_family_around_the_first() {
        let texts = vec![(0..30).collect::<Vec<u64>>(); 50];
        assert!(run(&texts, 0.9).iter().all(|m| m.kept == 0 && m.similarity.jaccard == 1.0));
    }

    #[test]
    fn empty_texts_are_no_family() {
        assert_eq!(run(&[vec![], vec![]], 0.5).iter().map(|m| m.kept).collect::<Vec<_>>(), [0, 1]);
    }
}
