//! What the members of a cluster are taken together, so that no question about one of them goes through all the others: a story can stand in
//! 20,000 documents.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Timestamp;

use super::{Attribution, Work};
use crate::keyed::NumberedMap;

/// A document that consists of the text: at least this share of its words.
const WHOLE: f64 = 0.8;

/// Sums and lists over all members.
#[derive(Default)]
pub(super) struct Together<'a> {
    /// For each place in the order of date the earliest certain end up to it.
    least_end: Vec<Option<Timestamp>>,
    /// For each place how many rows of one document there are up to it.
    rows: Vec<usize>,
    /// Members without a date.
    undated: usize,
    /// Of how many undated members a document is the credited source.
    credited: NumberedMap<usize, usize>,
    /// The members that each was aligned with, where any were.
    aligned: Vec<Vec<usize>>,
    /// Members of documents that consist of the text.
    whole: Vec<usize>,
    /// By the name of a credited source the members that are its copies.
    copies: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Work<'a> {
    /// Fills in what rests on dates, places and alignments.
    pub(super) fn take_together(&mut self) {
        let mut least = None;
        let mut least_end = Vec::with_capacity(self.by_date.len());
        let mut rows: Vec<usize> = Vec::with_capacity(self.by_date.len());
        for (place, &member) in self.by_date.iter().enumerate() {
            least = least.into_iter().chain(self.when[member].end()).min();
            least_end.push(least);
            let follows = place > 0 && self.same_document(self.by_date[place - 1], member);
            rows.push(rows.last().copied().unwrap_or(0) + usize::from(!follows));
        }
        let mut aligned = vec![Vec::new(); if self.alike.is_empty() { 0 } else { self.when.len() }];
        for &(left, right) in self.alike.keys() {
            aligned[left].push(right);
            aligned[right].push(left);
        }
        let mut copies: HashMap<&'a str, Vec<usize>> = HashMap::new();
        let evidence = self.evidence;
        for credit in self.places.iter().flat_map(|(document, _)| &evidence.credits[*document]) {
            copies.entry(&credit.source).or_insert_with(|| {
                let id = evidence.outlets.find(&credit.source);
                (0..self.when.len()).filter(|other| self.is_outlet(*other, id, &credit.source)).collect()
            });
        }
        self.together = Together {
            least_end,
            rows,
            undated: self.when.iter().filter(|when| when.interval().is_none()).count(),
            credited: NumberedMap::default(),
            aligned,
            whole: (0..self.when.len()).filter(|member| self.cluster.members[*member].coverage >= WHOLE).collect(),
            copies,
        };
    }

    /// Fills in whom undated members credit.
    pub(super) fn take_credits_together(&mut self) {
        for &copy in self.taken_from.iter().flatten() {
            *self.together.credited.entry(self.cluster.members[copy].document).or_default() += 1;
        }
    }

    /// Members without a date that may be earlier than this one: in other documents, and not taken from this one's.
    pub(super) fn undated_beside(&self, member: usize) -> usize {
        let document = self.cluster.members[member].document;
        let own = self.members_of(document).filter(|own| self.when[*own].interval().is_none()).count();
        // Nobody is taken from its own document.
        self.together.undated - own - self.together.credited.get(&document).copied().unwrap_or(0)
    }

    /// Members of other documents that were certainly published before this one, in order of date.
    pub(super) fn certainly_before(&self, member: usize) -> impl Iterator<Item = usize> + '_ {
        let when = self.when[member];
        let none_before = |from| self.together.least_end.partition_point(|end| end.is_none_or(|end| end >= from));
        let start = when.interval().map_or(self.by_date.len(), |interval| none_before(interval.from));
        let is_before = move |other: &usize| self.when[*other].before(when) && !self.same_document(member, *other);
        self.by_date[start..].iter().copied().filter(is_before)
    }

    /// Of the members certainly published before this one, but for those that credit its outlet, the one that is most alike; of equals the earliest.
    pub(super) fn likeliest_before(&self, member: usize, members: &[Attribution<String>]) -> Option<usize> {
        let stands = |other: &usize| !self.credits_outlet_of(members, *other, member);
        let first = self.certainly_before(member).find(stands)?;
        let is_before = |other: &usize| self.when[*other].before(self.when[member]) && !self.same_document(member, *other);
        let aligned = self.together.aligned.get(member).into_iter().flatten().copied().filter(|&other| self.per_mille(member, other) > 0);
        let best = aligned.filter(is_before).filter(stands).min_by_key(|&other| (Reverse(self.per_mille(member, other)), self.rank[other]));
        best.or(Some(first))
    }

    /// The members that a dated one is not certainly earlier than, one of each row of one document: the first few, and how many more.
    pub(super) fn tied_with(&self, member: usize, shown: usize) -> (Vec<usize>, usize) {
        let Some(own) = self.when[member].interval() else { return (Vec::new(), 0) };
        let reached = self.by_date.partition_point(|&other| self.when[other].interval().is_some_and(|other| other.from <= own.to));
        let document = |place: usize| self.cluster.members[self.by_date[place]].document;
        let here = self.cluster.members[member].document;
        let mut places: Vec<usize> = self.members_of(here).map(|own| self.rank[own]).filter(|place| *place < reached).collect();
        places.sort_unstable();
        let mut all = reached.checked_sub(1).map_or(0, |last| self.together.rows[last]);
        for row in places.chunk_by(|a, b| a + 1 == *b) {
            let (first, end) = (row[0], row[row.len() - 1] + 1);
            let joins = first > 0 && end < reached && document(first - 1) == document(end);
            all -= 1 + usize::from(joins);
        }
        let mut tied: Vec<usize> = Vec::new();
        for place in (0..reached).filter(|place| document(*place) != here) {
            if tied.last().is_none_or(|last| !self.same_document(*last, self.by_date[place])) {
                if tied.len() == shown {
                    break;
                }
                tied.push(self.by_date[place]);
            }
        }
        let more = all - tied.len();
        (tied, more)
    }

    /// Members of other documents that consist of the text and are not certainly later.
    pub(super) fn wholes_beside(&self, member: usize) -> impl Iterator<Item = usize> + '_ {
        let stands = move |other: &usize| !self.same_document(member, *other) && !self.when[member].before(self.when[*other]);
        self.together.whole.iter().copied().filter(stands)
    }

    /// The copies of a credited source in other documents.
    pub(super) fn copies_of(&self, source: &str, member: usize) -> Vec<usize> {
        let all = self.together.copies.get(source).map_or(&[][..], Vec::as_slice);
        all.iter().copied().filter(|&other| !self.same_document(member, other)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cluster, Evidence, Likeness, Member};
    use super::*;
    use crate::attribute::dates::{Publication, publication};
    use crate::attribute::outlets::Outlets;
    use crate::cluster::Kind;
    use crate::read::Document;
    use crate::span::Span;
    use proptest::prelude::*;

    const DATES: [&str; 8] = [
        "",
        "2016-12-03",
        "2016-12-04",
        "2016-12-05T10:00:00Z",
        "2016-12-05T11:00:00Z",
        "2016-12-05T10:00:00Z",
        "2016-12-09",
        "2016-12-20T08:00:00Z",
    ];

    proptest! {
        #[test]
        fn every_question_has_the_answer_of_going_through_all_members(
            dates in prop::collection::vec(prop::sample::select(DATES.to_vec()), 2..7),
            bounds in prop::collection::vec(prop::option::of(0i64..12), 7),
            of in prop::collection::vec((any::<prop::sample::Index>(), 0u32..9, 0.0f64..1.0), 1..14),
            likenesses in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0.0f64..1.0), 0..20),
            taken in prop::collection::vec(prop::option::of(any::<prop::sample::Index>()), 14),
        ) {
            let dated = |(n, date): (usize, &&str)| Document {
                id: format!("d{n}"),
                date: (!date.is_empty()).then(|| ("date".to_owned(), (*date).to_owned())),
                ..Document::default()
            };
            let documents: Vec<Document> = dates.iter().enumerate().map(dated).collect();
            let mut publications: Vec<Publication> = documents.iter().map(publication).collect();
            for (publication, bound) in publications.iter_mut().zip(&bounds).filter(|(p, _)| p.interval().is_none()) {
                publication.not_after = bound.map(|bound| Timestamp::from_second(1_480_680_000 + 43_200 * bound).unwrap());
            }
            let members: Vec<Member> = of
                .iter()
                .map(|(document, start, coverage)| Member { document: document.index(dates.len()), span: Span::new(*start, start + 9), coverage: *coverage })
                .collect();
            let likenesses: Vec<Likeness> = likenesses
                .iter()
                .map(|(l, r, identity)| Likeness { left: l.index(members.len()), right: r.index(members.len()), identity: *identity })
                .filter(|l| l.left != l.right)
                .collect();
            let (credits, outlets) = (vec![Vec::new(); documents.len()], Outlets::empty());
            let named = super::super::outlets_of(&documents, &outlets);
            let evidence = Evidence { documents: &documents, named: &named, publications: &publications, credits: &credits, outlets: &outlets };
            let cluster = Cluster { kind: Kind::Wire, members: &members, likenesses: &likenesses };
            let mut work = Work::new(&cluster, &evidence);
            let from = |m: usize| taken[m].map(|t| t.index(members.len())).filter(|&copy| !work.same_document(copy, m) && work.when[m].interval().is_none());
            work.taken_from = (0..members.len()).map(from).collect();
            work.take_credits_together();
            let attributions: Vec<Attribution<String>> = (0..members.len()).map(|m| work.standing(m, None)).collect();
            for m in 0..members.len() {
                let others = || work.by_date.iter().copied().filter(|&other| !work.same_document(m, other));
                let open = others().filter(|&other| work.when[other].interval().is_none() && !work.is_taken_from(other, m)).count();
                prop_assert_eq!(work.undated_beside(m), open);
                let before: Vec<usize> = others().filter(|&other| work.when[other].before(work.when[m])).collect();
                prop_assert_eq!(work.certainly_before(m).collect::<Vec<_>>(), before.clone());
                let likeliest = before.into_iter().min_by_key(|&other| (Reverse(work.per_mille(m, other)), work.rank[other]));
                prop_assert_eq!(work.likeliest_before(m, &attributions), likeliest);
                let whole: Vec<usize> = (0..members.len())
                    .filter(|&other| !work.same_document(m, other) && members[other].coverage >= WHOLE && !work.when[m].before(work.when[other]))
                    .collect();
                prop_assert_eq!(work.wholes_beside(m).collect::<Vec<_>>(), whole);
                if work.when[m].interval().is_some() {
                    let mut tied: Vec<usize> =
                        others().filter(|&other| work.when[other].interval().is_some() && !work.when[m].before(work.when[other])).collect();
                    tied.dedup_by_key(|other| members[*other].document);
                    let shown: Vec<usize> = tied.iter().copied().take(2).collect();
                    let more = tied.len() - shown.len();
                    prop_assert_eq!(work.tied_with(m, 2), (shown, more));
                }
            }
        }
    }
}
