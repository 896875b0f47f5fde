//! The tables of a run as columns for the script: documents, clusters, passages, stories.
//!
//! References to rows that may be missing are one more than the row's position; 0 is none.
//! Clusters stand in the order for people, passages in the order of their clusters.

use std::collections::BTreeMap;

use super::columns::{Blocks, Column};
use super::html::{cut, is_web, one_line};
use super::index::{Index, NONE, at, position};
use super::outlets::source_outlet;
use super::stories::{First, Story};
use super::summary::KINDS;
use super::tell;
use crate::report::model::{Grade, Kind, Role};

/// Code points of a title, and of a cluster's text, in lists.
pub(super) const TITLE: usize = 240;
pub(super) const EXCERPT: usize = 240;

fn one_more(n: u32) -> u32 {
    n.wrapping_add(1) // NONE + 1 = 0
}

/// Position in [`KINDS`].
pub(super) fn kind_code(kind: Kind) -> u32 {
    position(
        KINDS
            .iter()
            .position(|&k| k == kind)
            .expect("all kinds are listed"),
    )
}

/// A share as millionths, exactly as the tables round it.
pub(super) fn millionths(share: f64) -> u32 {
    // A share lies between 0 and 1, so that its millionths fit.
    (share.clamp(0.0, 1.0) * 1e6).round() as u32
}

/// The earliest second of any document: what times are counted from.
pub(super) fn epoch(index: &Index<'_>) -> i64 {
    index
        .when
        .iter()
        .flatten()
        .map(|w| w.from)
        .min()
        .unwrap_or(0)
}

/// Numbers of the documents. Times: `from` is seconds since [`epoch`] and one more, 0 for undated.
pub(super) fn documents(index: &Index<'_>, similarity: &BTreeMap<u32, f64>) -> Blocks {
    let rows = &index.run.documents;
    let epoch = epoch(index);
    let seconds = |n: i64| u32::try_from(n).unwrap_or(u32::MAX - 1);
    let mut languages: Vec<&str> = rows.iter().filter_map(|d| d.language.as_deref()).collect();
    languages.sort_unstable();
    languages.dedup();
    let language = |d: &crate::report::model::DocumentRow| {
        let tag = d.language.as_deref();
        tag.map_or(0, |l| position(languages.partition_point(|&x| x < l)) + 1)
    };
    let of = |f: &dyn Fn(usize) -> u32| Column::Plain((0..rows.len()).map(f).collect());
    let mut blocks = Blocks::of_columns(
        "documents",
        vec![
            ("outlet", of(&|d| index.outlet_of[d])),
            (
                "from",
                of(&|d| index.when[d].map_or(0, |w| seconds(w.from - epoch) + 1)),
            ),
            (
                "width",
                of(&|d| index.when[d].map_or(0, |w| seconds(w.to - w.from))),
            ),
            ("words", of(&|d| rows[d].words)),
            ("reused", of(&|d| rows[d].reused_words)),
            (
                "near",
                of(&|d| {
                    one_more(
                        rows[d]
                            .near_duplicate_of
                            .as_deref()
                            .and_then(|id| index.doc(id))
                            .unwrap_or(NONE),
                    )
                }),
            ),
            (
                "similarity",
                of(&|d| similarity.get(&position(d)).map_or(0, |&s| millionths(s))),
            ),
            ("language", of(&|d| language(&rows[d]))),
        ],
    );
    blocks.extend(Blocks::of_strings("languages", &languages));
    blocks
}

/// Ids, titles and addresses: each a block of its own, for they may not all fit.
pub(super) fn names(index: &Index<'_>) -> [Blocks; 3] {
    let rows = &index.run.documents;
    let ids: Vec<&str> = rows.iter().map(|d| &*d.doc).collect();
    let titles: Vec<String> = rows
        .iter()
        .map(|d| one_line(&cut(d.title.as_deref().unwrap_or(""), TITLE)))
        .collect();
    let urls: Vec<&str> = rows
        .iter()
        .map(|d| d.url.as_deref().filter(|u| is_web(u)).unwrap_or(""))
        .collect();
    [
        Blocks::of_strings("documents.id", &ids),
        Blocks::of_strings("documents.title", &titles),
        Blocks::of_strings("documents.url", &urls),
    ]
}

/// Where each cluster stands in the order for people.
pub(super) fn ranks(index: &Index<'_>) -> Vec<u32> {
    let mut rank = vec![0; index.ranked.len()];
    index
        .ranked
        .iter()
        .enumerate()
        .for_each(|(r, &c)| rank[at(c)] = position(r));
    rank
}

/// The clusters, in the order for people, and their passages.
pub(super) fn clusters(index: &Index<'_>, story_of: &[u32], rank: &[u32]) -> Blocks {
    let all: Vec<u32> = index.ranked.clone();
    let of = |f: &dyn Fn(usize) -> u32| Column::Plain(all.iter().map(|&c| f(at(c))).collect());
    let rows = &index.run.clusters;
    let mut blocks = Blocks::of_columns(
        "clusters",
        vec![
            ("kind", of(&|c| kind_code(rows[c].kind))),
            (
                "parent",
                of(&|c| match index.parent[c] {
                    NONE => 0,
                    parent => rank[at(parent)] + 1,
                }),
            ),
            ("documents", of(&|c| rows[c].documents)),
            ("outlets", of(&|c| rows[c].outlets)),
            ("words", of(&|c| rows[c].words)),
            (
                "first",
                of(&|c| {
                    one_more(
                        rows[c]
                            .first_doc
                            .as_deref()
                            .and_then(|id| index.doc(id))
                            .unwrap_or(NONE),
                    )
                }),
            ),
            ("story", of(&|c| one_more(story_of[c]))),
            ("passages", of(&|c| position(index.passages[c].len()))),
        ],
    );
    let ids: Vec<&str> = all.iter().map(|&c| &*rows[at(c)].cluster).collect();
    let speakers: Vec<String> = all
        .iter()
        .map(|&c| cut(rows[at(c)].speaker.as_deref().unwrap_or(""), 120))
        .collect();
    let texts: Vec<String> = all
        .iter()
        .map(|&c| one_line(&cut(&rows[at(c)].text, EXCERPT)))
        .collect();
    for (name, strings) in [("clusters.speaker", speakers), ("clusters.text", texts)] {
        blocks.extend(Blocks::of_strings(name, &strings));
    }
    blocks.extend(Blocks::of_strings("clusters.id", &ids));
    blocks.extend(passages(index));
    blocks
}

fn passages(index: &Index<'_>) -> Blocks {
    let all: Vec<usize> = index
        .ranked
        .iter()
        .flat_map(|&c| index.passages[at(c)].clone())
        .collect();
    let rows = &index.run.passages;
    let of = |f: &dyn Fn(usize) -> u32| Column::Plain(all.iter().map(|&p| f(p)).collect());
    let judged = |p: usize| {
        let role = match rows[p].role {
            Role::First => 0,
            Role::Later => 1,
            Role::Tied => 2,
            Role::Undated => 3,
        };
        let grade = match rows[p].grade {
            Grade::Credited => 0,
            Grade::Dated => 1,
            Grade::Inferred => 2,
            Grade::Undetermined => 3,
        };
        role | grade << 2 | u32::from(source_outlet(index, p).is_some()) << 4
    };
    Blocks::of_columns(
        "passages",
        vec![
            (
                "doc",
                Column::Ascending(all.iter().map(|&p| index.passage_doc[p]).collect()),
            ),
            ("start", of(&|p| rows[p].start)),
            ("length", of(&|p| rows[p].end - rows[p].start)),
            ("words", of(&|p| rows[p].words)),
            ("judged", of(&judged)),
            ("source", of(&|p| one_more(index.passage_source[p]))),
        ],
    )
}

/// What the statements about origin rest on, one text a passage.
pub(super) fn evidence(index: &Index<'_>) -> Blocks {
    let texts: Vec<String> = index
        .ranked
        .iter()
        .flat_map(|&c| index.passages[at(c)].clone())
        .map(|p| cut(&index.run.passages[p].evidence, 400))
        .collect();
    Blocks::of_strings("evidence", &texts)
}

/// The stories, with their headlines and what is told about them.
pub(super) fn stories(index: &Index<'_>, stories: &[Story], rank: &[u32]) -> Blocks {
    let of = |f: &dyn Fn(&Story) -> u32| Column::Plain(stories.iter().map(f).collect());
    let seconds = |n: i64| u32::try_from(n).unwrap_or(u32::MAX - 1);
    let clusters: Vec<u32> = stories
        .iter()
        .flat_map(|s| s.clusters.iter().map(|&c| rank[at(c)]))
        .collect();
    let docs: Vec<u32> = stories
        .iter()
        .flat_map(|s| s.docs.iter().copied())
        .collect();
    let mut blocks = Blocks::of_columns(
        "stories",
        vec![
            ("kind", of(&|s| kind_code(s.kind))),
            ("outlets", of(&|s| s.outlets)),
            ("words", of(&|s| s.words)),
            ("lead", of(&|s| tell::lead_doc(index, s))),
            (
                "certain",
                of(&|s| match s.first {
                    First::Undated => 0,
                    First::Known(_) => 1,
                    First::Tied(_) => 2,
                }),
            ),
            (
                "least",
                of(&|s| s.span.map_or(0, |(least, _)| seconds(least) + 1)),
            ),
            (
                "most",
                of(&|s| s.span.map_or(0, |(_, most)| seconds(most) + 1)),
            ),
            ("clusters", of(&|s| position(s.clusters.len()))),
            ("docs", of(&|s| position(s.docs.len()))),
            ("cluster", Column::Ascending(clusters)),
            ("doc", Column::Ascending(docs)),
        ],
    );
    let headlines: Vec<String> = stories.iter().map(|s| tell::headline(index, s)).collect();
    let told: Vec<String> = stories
        .iter()
        .map(|s| {
            let html = [
                tell::reach(s),
                tell::first(index, &s.first),
                tell::source(index, s.source.as_ref()),
            ];
            html.join(" ")
        })
        .collect();
    let anchors: Vec<String> = stories.iter().map(|s| tell::anchor(index, s)).collect();
    for (name, strings) in [
        ("stories.headline", headlines),
        ("stories.told", told),
        ("stories.id", anchors),
    ] {
        blocks.extend(Blocks::of_strings(name, &strings));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::stories::gather;
    use super::*;

    #[test]
    fn every_column_of_a_table_has_as_many_rows() {
        let run = fixtures::synthetic(500, 8);
        let index = Index::new(&run).unwrap();
        let (found, story_of) = gather(&index);
        let rank = ranks(&index);
        let blocks = clusters(&index, &story_of, &rank);
        let rows = |name: &str| blocks.directory[name].0 as usize;
        assert_eq!(rows("clusters.kind"), run.clusters.len());
        assert_eq!(rows("clusters.text.lengths"), run.clusters.len());
        assert_eq!(rows("passages.judged"), run.passages.len());
        let blocks = stories(&index, &found, &rank);
        assert_eq!(blocks.directory["stories.kind"].0 as usize, found.len());
        let shown = index.shown().count();
        assert_eq!(blocks.directory["stories.cluster"].0 as usize, shown);
    }

    #[test]
    fn shares_keep_their_six_decimals() {
        assert_eq!(
            [0.0, 0.742_857, 0.999_999, 1.0].map(millionths),
            [0, 742_857, 999_999, 1_000_000]
        );
    }
}
