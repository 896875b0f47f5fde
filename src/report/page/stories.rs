//! Stories: clusters that share their documents, and the near-duplicate documents among them, as one item.
//!
//! A cluster joins the story of a heavier cluster when at least half of its documents stand there,
//! and either its text lies inside that cluster's text (`part_of`) or it has at least a third as
//! many documents. Otherwise it opens a story of its own: a sentence that travelled to sixty papers
//! is not swallowed by the dispatch that five of them printed whole. A family of near-duplicate
//! documents joins the story that holds at least half of it, else it is a story too.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::index::{Index, NONE, at, position};
use super::words::Interval;
use crate::report::model::{Grade, Kind, Role, Spread};

/// One item of the list that the page opens with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Story {
    /// Its clusters, heaviest first; empty for near-duplicates that share no passage.
    pub clusters: Vec<u32>,
    /// Its documents: by time, then by position; undated ones last.
    pub docs: Vec<u32>,
    /// Outlets that carry its heaviest cluster, which headline, first and words speak of; without one, those of its documents.
    pub outlets: u32,
    /// Outlets that share no more than its shorter texts.
    pub others: u32,
    /// Words of the heaviest cluster's text.
    pub words: u32,
    /// Kind of the heaviest cluster; [`Kind::Wire`] for near-duplicates without a cluster.
    pub kind: Kind,
    /// Outlets beyond the first times words: what stories are ranked by.
    pub weight: u64,
    /// Who was first, as far as dates tell.
    pub first: First,
    /// Whose text the others most often follow.
    pub source: Option<Source>,
    /// The name that most of its documents credit as a whole, and how many do: positions in [`Index::sources`].
    pub credited: Option<(u32, u32)>,
    /// Time between the earliest and the latest of the documents that the outlets are counted in, in the least and the most that dates allow.
    pub span: Option<(i64, i64)>,
    /// Similarity to the first of its family, by document, where a document is in a family.
    pub similarity: BTreeMap<u32, f64>,
}

impl Story {
    /// Whether it is of near-duplicates inside one outlet, which is no copy: reuse there is left out.
    pub fn is_inside(&self) -> bool {
        self.clusters.is_empty() && self.outlets <= 1
    }
}

/// Who was first, as far as dates tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum First {
    /// One document, before all others.
    Known(u32),
    /// Several that may each have been the first.
    Tied(Vec<u32>),
    /// No date is known.
    Undated,
}

/// An outlet that documents of a story took it from, by the evidence of their passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// The outlet.
    pub outlet: u32,
    /// Documents that took it from there, by grade: credited, dated, inferred.
    pub grades: [u32; 3],
}

impl Source {
    /// How many documents took it from there.
    pub fn documents(&self) -> u32 {
        self.grades.iter().sum()
    }
}

/// What becomes a story.
#[derive(Debug, Default)]
struct Group {
    clusters: Vec<u32>,
    /// Documents of the first cluster, or of the family where there is none.
    first: Vec<u32>,
    /// Documents of all clusters, some of them more than once.
    docs: Vec<u32>,
    /// As that of the story.
    similarity: BTreeMap<u32, f64>,
}

/// All stories, heaviest first, and the story of each cluster ([`NONE`] for those set apart).
pub(super) fn gather(index: &Index<'_>) -> (Vec<Story>, Vec<u32>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut story_of = vec![NONE; index.run.clusters.len()];
    let mut stories_with: Vec<Vec<u32>> = vec![Vec::new(); index.run.documents.len()];
    for cluster in index.shown() {
        let docs = index.docs_of(cluster);
        let group = joins(index, cluster, &docs, &groups, &story_of, &stories_with);
        let group = group.unwrap_or_else(|| {
            groups.push(Group { first: docs.clone(), ..Group::default() });
            let group = position(groups.len() - 1);
            docs.iter().for_each(|&d| stories_with[at(d)].push(group));
            group
        });
        groups[at(group)].clusters.push(cluster);
        groups[at(group)].docs.extend(docs);
        story_of[at(cluster)] = group;
    }

    let mut families: BTreeMap<&str, Vec<(u32, f64)>> = BTreeMap::new();
    for row in index.run.families.iter().filter(|row| &*row.unit == "document") {
        if let Some(doc) = index.doc(&row.doc) {
            families.entry(&row.family).or_default().push((doc, row.similarity));
        }
    }
    for members in families.into_values().filter(|members| members.len() > 1) {
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for (doc, _) in &members {
            stories_with[at(*doc)].iter().for_each(|&s| *shared.entry(s).or_default() += 1);
        }
        let best = shared.into_iter().max_by_key(|&(s, n)| (n, std::cmp::Reverse(s)));
        let group = match best {
            Some((group, n)) if n * 2 >= members.len() => at(group),
            _ => {
                groups.push(Group { first: members.iter().map(|m| m.0).collect(), ..Group::default() });
                groups.len() - 1
            }
        };
        groups[group].similarity.extend(members);
    }

    let mut stories: Vec<(Story, usize)> = groups.into_par_iter().enumerate().map(|(i, group)| (story(index, group), i)).collect();
    stories.par_sort_by(|(a, i), (b, j)| b.weight.cmp(&a.weight).then(i.cmp(j)));
    let mut moved = vec![0; stories.len()];
    stories.iter().enumerate().for_each(|(now, (_, before))| moved[*before] = position(now));
    for story in story_of.iter_mut().filter(|s| **s != NONE) {
        *story = moved[at(*story)];
    }
    (stories.into_iter().map(|(story, _)| story).collect(), story_of)
}

fn joins(index: &Index<'_>, cluster: u32, docs: &[u32], groups: &[Group], story_of: &[u32], stories_with: &[Vec<u32>]) -> Option<u32> {
    let mut shared: Vec<u32> = docs.iter().flat_map(|&doc| &stories_with[at(doc)]).copied().collect();
    shared.sort_unstable();
    let parent = index.parent[at(cluster)];
    let parent = if parent == NONE { NONE } else { story_of[at(parent)] };
    shared
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], same.len()))
        .filter(|&(s, n)| n * 2 >= docs.len() && (s == parent || n * 3 >= groups[at(s)].first.len()))
        .max_by_key(|&(s, n)| (s == parent, n, std::cmp::Reverse(s)))
        .map(|(s, _)| s)
}

fn story(index: &Index<'_>, group: Group) -> Story {
    let Group { clusters, first, mut docs, similarity } = group;
    docs.extend(&first);
    docs.extend(similarity.keys());
    docs.sort_unstable();
    docs.dedup();
    docs.sort_by_key(|&d| (index.when[at(d)].is_none(), index.when[at(d)], d));
    let all = index.count_outlets(&docs);
    let lead = clusters.first().map(|&c| index.cluster(c));
    // Near-duplicates without a text in common.
    let of_docs = || {
        let words = docs.iter().map(|&d| index.run.documents[at(d)].words).min().unwrap_or(0);
        let spread = if index.spread == Spread::Outlets { all } else { position(docs.len()) };
        u64::from(spread.saturating_sub(1)) * u64::from(words)
    };
    let weight = lead.map_or_else(of_docs, |lead| index.spread.weight(lead));
    let outlets = lead.map_or(all, |c| c.outlets);
    Story {
        outlets,
        others: all.saturating_sub(outlets),
        words: lead.map_or_else(|| docs.iter().map(|&d| index.run.documents[at(d)].words).min().unwrap_or(0), |c| c.words),
        kind: lead.map_or(Kind::Wire, |c| c.kind),
        weight,
        first: match clusters.first() {
            Some(&c) => first_of_cluster(index, c),
            None => first_of_docs(index, &docs),
        },
        source: source(index, &clusters),
        credited: credited(index, &docs),
        span: span(index, if clusters.is_empty() { &docs } else { &first }),
        similarity,
        clusters,
        docs,
    }
}

/// Taken from the roles that the run gave to the passages, so that page and tables agree.
pub(super) fn first_of_cluster(index: &Index<'_>, cluster: u32) -> First {
    if let Some(doc) = index.cluster(cluster).first_doc.as_deref().and_then(|id| index.doc(id)) {
        return First::Known(doc);
    }
    let range = index.passages[at(cluster)].clone();
    let mut tied: Vec<u32> = range.filter(|&p| index.run.passages.told(p).role == Role::Tied).map(|p| index.passage_doc[p]).collect();
    tied.dedup();
    if tied.is_empty() { First::Undated } else { First::Tied(tied) }
}

fn first_of_docs(index: &Index<'_>, docs: &[u32]) -> First {
    let dated: Vec<(u32, Interval)> = docs.iter().filter_map(|&d| index.when[at(d)].map(|when| (d, when))).collect();
    let Some(ends) = dated.iter().map(|(_, when)| when.to).min() else {
        return First::Undated;
    };
    let tied: Vec<u32> = dated.iter().filter(|(_, when)| when.from <= ends).map(|(d, _)| *d).collect();
    match tied[..] {
        [one] if dated.len() > 1 => First::Known(one),
        _ => First::Tied(tied),
    }
}

fn source(index: &Index<'_>, clusters: &[u32]) -> Option<Source> {
    let mut best: BTreeMap<(u32, u32), Grade> = BTreeMap::new();
    for &cluster in clusters {
        for p in index.passages[at(cluster)].clone() {
            let (from, doc) = (index.passage_source[p], index.passage_doc[p]);
            let grade = index.run.passages.told(p).grade;
            if from != NONE && grade != Grade::Undetermined {
                let known = best.entry((index.outlet_of[at(from)], doc)).or_insert(grade);
                *known = grade.min(*known);
            }
        }
    }
    let mut outlets: BTreeMap<u32, [u32; 3]> = BTreeMap::new();
    for ((outlet, _), grade) in best {
        let slot = match grade {
            Grade::Credited => 0,
            Grade::Dated => 1,
            Grade::Inferred | Grade::Undetermined => 2,
        };
        outlets.entry(outlet).or_default()[slot] += 1;
    }
    outlets
        .into_iter()
        .map(|(outlet, grades)| Source { outlet, grades })
        .max_by_key(|s| (s.documents(), s.grades, std::cmp::Reverse(s.outlet)))
}

fn credited(index: &Index<'_>, docs: &[u32]) -> Option<(u32, u32)> {
    let mut documents: BTreeMap<u32, u32> = BTreeMap::new();
    for &doc in docs {
        for &(source, _) in index.credits[at(doc)].iter().filter(|(_, whole)| *whole) {
            *documents.entry(source).or_default() += 1;
        }
    }
    documents.into_iter().max_by_key(|&(source, n)| (n, std::cmp::Reverse(source)))
}

/// Least and most time between the earliest and the latest of these documents.
fn span(index: &Index<'_>, docs: &[u32]) -> Option<(i64, i64)> {
    let when: Vec<Interval> = docs.iter().filter_map(|&d| index.when[at(d)]).collect();
    if when.len() < 2 {
        return None;
    }
    let latest = (when.iter().map(|w| w.from).max()?, when.iter().map(|w| w.to).max()?);
    let earliest = (when.iter().map(|w| w.from).min()?, when.iter().map(|w| w.to).min()?);
    Some(((latest.0 - earliest.1).max(0), latest.1 - earliest.0))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;
    use crate::report::{Pairs, Passages};

    #[test]
    fn every_shown_cluster_stands_in_exactly_one_story() {
        let run = fixtures::synthetic(2_000, 5);
        let index = Index::new(&run).unwrap();
        let (stories, story_of) = gather(&index);
        let mut seen = vec![0; run.clusters.len()];
        for (s, story) in stories.iter().enumerate() {
            for &c in &story.clusters {
                seen[at(c)] += 1;
                assert_eq!(at(story_of[at(c)]), s);
            }
        }
        for (c, n) in seen.into_iter().enumerate() {
            let shown = !super::super::index::is_set_apart(run.clusters[c].kind);
            assert_eq!(n, i32::from(shown));
            assert_eq!(story_of[c] != NONE, shown);
        }
        assert!(stories.windows(2).all(|w| w[0].weight >= w[1].weight));
    }

    #[test]
    fn the_parts_of_a_dispatch_are_one_story_with_its_source() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        assert_eq!(stories.len(), 1);
        let story = &stories[0];
        assert_eq!((story.docs.len(), story.outlets, story.others), (5, 2, 3));
        assert_eq!(run.documents[at(*story.docs.last().unwrap())].outlet.as_ref(), "Evening Ledger");
        let source = story.source.as_ref().unwrap();
        assert_eq!(index.outlets[at(source.outlet)], "Nordwire");
        assert_eq!(source.grades[0], 1, "the Gazette credits Nordwire");
        assert_eq!(story.similarity.len(), 2);
        assert_eq!(story.credited.map(|(source, n)| (index.sources[at(source)], n)), Some(("Nordwire", 1)));
    }

    #[test]
    fn near_duplicates_without_a_shared_passage_are_a_story_of_their_own() {
        let mut run = fixtures::small();
        run.clusters.clear();
        run.passages = Passages::default();
        run.pairs = Pairs::default();
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        assert_eq!(stories.len(), 1);
        assert!(stories[0].clusters.is_empty() && stories[0].docs.len() == 2);
        assert!(matches!(stories[0].first, First::Known(d) if index.outlet_name(d) == "Nordwire"));
    }
}
