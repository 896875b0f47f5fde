//! The tables of a run as columns for the script: documents, clusters, passages, stories.
//!
//! References to rows that may be missing are one more than the row's position; 0 is none.
//! Clusters stand in the order for people, passages in the order of their clusters.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::columns::{Blocks, Column};
use super::html::{cut, is_web, one_line, shared_cut, shared_line};
use super::index::{Index, NONE, at, position};
use super::outlets::source_outlet;
use super::reasons;
use super::stories::{First, Story};
use super::summary::KINDS;
use super::tell;
use super::words::Interval;
use crate::kernel::memory::ask_for_all;
use crate::report::model::{Grade, Kind, Role};

/// Code points of a title, and of a cluster's text, in lists.
pub(super) const TEXT: usize = 240;
/// Code points of a text's beginning that stand for a title.
const UNTITLED_TEXT: usize = 80;
/// They are not cut shorter than this.
const LEAST_TEXT: usize = 30;
/// Texts that the size of all of them is judged by, about.
const SAMPLE: usize = 2_000;
/// Texts between the one that is asked for and the one that is read.
const AHEAD: usize = 4;

fn one_more(n: u32) -> u32 {
    n.wrapping_add(1) // NONE + 1 = 0
}

/// Position in [`KINDS`].
pub(super) fn kind_code(kind: Kind) -> u32 {
    position(KINDS.iter().position(|&k| k == kind).expect("all kinds are listed"))
}

/// A share as millionths, exactly as the tables round it.
pub(super) fn millionths(share: f64) -> u32 {
    // A share lies between 0 and 1, so that its millionths fit.
    (share.clamp(0.0, 1.0) * 1e6).round() as u32
}

/// The earliest second of any document: what times are counted from.
pub(super) fn epoch(index: &Index<'_>) -> i64 {
    index.when.iter().flatten().map(|w| w.from).min().unwrap_or(0)
}

/// Numbers of the documents. Times: `from` is seconds since [`epoch`] and one more, 0 for undated; what 32 bits do not hold of it, in a corpus of more
/// than 136 years, is `high`.
pub(super) fn documents(index: &Index<'_>, similarity: &BTreeMap<u32, f64>) -> Blocks {
    let rows = &index.run.documents;
    let epoch = epoch(index);
    let from: Vec<u64> = index.when.iter().map(|w| w.map_or(0, |w| (w.from - epoch).unsigned_abs() + 1)).collect();
    // An interval is at most some years wide.
    let width = |w: Interval| u32::try_from(w.to - w.from).unwrap_or(u32::MAX);
    let half = |n: u64| u32::try_from(n & u64::from(u32::MAX)).expect("32 bits");
    let mut languages: Vec<&str> = rows.iter().filter_map(|d| d.language.as_deref()).collect();
    languages.sort_unstable();
    languages.dedup();
    let language = |d: &crate::report::model::DocumentRow| {
        let tag = d.language.as_deref();
        tag.map_or(0, |l| position(languages.partition_point(|&x| x < l)) + 1)
    };
    let of = |f: &dyn Fn(usize) -> u32| Column::Plain((0..rows.len()).map(f).collect());
    let mut columns = vec![
        ("outlet", of(&|d| index.outlet_of[d])),
        ("from", of(&|d| half(from[d]))),
        ("width", of(&|d| index.when[d].map_or(0, width))),
        ("words", of(&|d| rows[d].words)),
        ("reused", of(&|d| rows[d].reused_words)),
        ("near", of(&|d| one_more(rows[d].near_duplicate_of.as_deref().and_then(|id| index.doc(id)).unwrap_or(NONE)))),
        ("similarity", of(&|d| similarity.get(&position(d)).map_or(0, |&s| millionths(s)))),
        ("language", of(&|d| language(&rows[d]))),
    ];
    if from.iter().any(|&n| n > u64::from(u32::MAX)) {
        columns.push(("high", of(&|d| half(from[d] >> 32))));
    }
    let mut blocks = Blocks::of_columns("documents", columns);
    blocks.extend(Blocks::of_strings("languages", &languages));
    blocks
}

/// Ids and addresses: each a block of its own, for they may not all fit.
pub(super) fn names(index: &Index<'_>) -> (Blocks, Blocks) {
    let rows = &index.run.documents;
    let ids: Vec<&str> = rows.iter().map(|d| &*d.doc).collect();
    let urls: Vec<&str> = rows.iter().map(|d| d.url.as_deref().filter(|u| is_web(u)).unwrap_or("")).collect();
    rayon::join(|| Blocks::of_strings("documents.id", &ids), || Blocks::of_strings("documents.url", &urls))
}

/// Begins what stands for a title where a document has none: how its text begins.
pub(super) const UNTITLED: char = '\u{1}';

/// What stands for the title of each document.
pub(super) fn titles(index: &Index<'_>) -> Vec<String> {
    let title = |(d, row): (usize, &crate::report::model::DocumentRow)| match row.title.as_deref() {
        Some(title) => title.trim_start_matches(UNTITLED).to_owned(),
        None => {
            ask_for_beginning(&index.texts, d + AHEAD, 4 * UNTITLED_TEXT);
            begins(index, d).map_or_else(String::new, |text| format!("{UNTITLED}{text}"))
        }
    };
    index.run.documents.par_iter().enumerate().map(title).collect()
}

/// The documents' titles, [`TEXT`] code points of each.
pub(super) fn whole_titles(titles: &[String]) -> Blocks {
    beginnings_of(TITLES, &titles.iter().map(String::as_str).collect::<Vec<_>>(), TEXT)
}

/// The documents' titles, as much of each as fits into `room` bytes together; `whole` are [`whole_titles`].
pub(super) fn fitting_titles(titles: &[String], whole: Blocks, room: u64) -> Blocks {
    beginnings(TITLES, &titles.iter().map(String::as_str).collect::<Vec<_>>(), Some(whole), room)
}

const TITLES: &str = "documents.title";

/// How the text of a document begins: what names it where it has no title.
pub(super) fn begins(index: &Index<'_>, doc: usize) -> Option<String> {
    const HEADLINE: std::ops::RangeInclusive<usize> = 4..=25;
    let text = shared_cut(index.texts[doc], 4 * UNTITLED_TEXT);
    // A first line of its own is most often the headline, what stands above it on many pages left aside.
    // A line with a date has few words of three letters.
    let says = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let headline = |line: &Cow<'_, str>| {
        // As most paragraphs are longer, that is asked first.
        line.chars().nth(2 * UNTITLED_TEXT).is_none()
            && HEADLINE.contains(&line.split(' ').count())
            && line.split(' ').filter(says).count() >= *HEADLINE.start()
    };
    let mut lines = text.lines().map(shared_line).filter(|line| !line.is_empty()).peekable();
    let named = if lines.peek().is_some_and(|line| index.furniture.contains(&**line)) {
        lines.find(|line| headline(line) && !index.furniture.contains(&**line))
    } else {
        lines.next().filter(headline)
    };
    if let Some(line) = named {
        return Some(line.into_owned());
    }
    let text = one_line(&text);
    text.chars().any(|c| !c.is_control()).then(|| cut(&text, UNTITLED_TEXT))
}

/// Whom each document credits, and the names.
pub(super) fn credits(index: &Index<'_>) -> Blocks {
    let all = || index.credits.iter().enumerate().flat_map(|(d, sources)| sources.iter().map(move |&(source, whole)| (d, source, whole)));
    let mut blocks = Blocks::of_columns(
        "credits",
        vec![
            ("doc", Column::Ascending(all().map(|(d, _, _)| position(d)).collect())),
            ("source", Column::Plain(all().map(|(_, source, _)| source).collect())),
            ("whole", Column::Plain(all().map(|(_, _, whole)| u32::from(whole)).collect())),
        ],
    );
    let names: Vec<String> = index.sources.iter().map(|name| cut(name, 200)).collect();
    blocks.extend(Blocks::of_strings("credits.name", &names));
    blocks
}

/// Where each cluster stands in the order for people.
pub(super) fn ranks(index: &Index<'_>) -> Vec<u32> {
    let mut rank = vec![0; index.ranked.len()];
    index.ranked.iter().enumerate().for_each(|(r, &c)| rank[at(c)] = position(r));
    rank
}

/// The clusters, in the order for people, and their passages: all but how their texts begin, before which the first blocks stand and behind
/// which the others.
pub(super) fn clusters(index: &Index<'_>, story_of: &[u32], rank: &[u32]) -> (Blocks, Blocks) {
    let all = &index.ranked;
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
            ("story", of(&|c| one_more(story_of[c]))),
            ("passages", of(&|c| position(index.passages[c].len()))),
            ("first", of(&|c| index.first_passage(c).map_or(0, |p| position(p - index.passages[c].start) + 1))),
        ],
    );
    let ids: Vec<&str> = all.iter().map(|&c| &*rows[at(c)].cluster).collect();
    let speakers: Vec<String> = all.iter().map(|&c| cut(rows[at(c)].speaker.as_deref().unwrap_or(""), 120)).collect();
    blocks.extend(Blocks::of_strings("clusters.speaker", &speakers));
    let (mut behind, passages) = rayon::join(|| Blocks::of_strings("clusters.id", &ids), || passages(index));
    behind.extend(passages);
    (blocks, behind)
}

/// How the clusters' texts begin, as much of each as fits into `room` bytes together.
pub(super) fn excerpts(index: &Index<'_>, room: u64) -> Blocks {
    let texts: Vec<&str> = index.ranked.iter().map(|&c| &*index.cluster(c).text).collect();
    beginnings("clusters.text", &texts, None, room)
}

/// How each text begins, on one line: as much of each as fits into `room` bytes together. `whole`: [`TEXT`] code points of each, where they are known.
fn beginnings(name: &str, texts: &[&str], mut whole: Option<Blocks>, room: u64) -> Blocks {
    let cut_to = |limit: usize, step: usize| beginnings_of(name, &texts.iter().copied().step_by(step).collect::<Vec<_>>(), limit);
    // Large tables are judged by a sample first, since to code them costs more than all the rest.
    let step = texts.len() / SAMPLE + 1;
    let mut limit = TEXT;
    while limit > LEAST_TEXT && cut_to(limit, step).size() * step as u64 > room {
        limit /= 2;
    }
    loop {
        let blocks = whole.take().filter(|_| limit == TEXT).unwrap_or_else(|| cut_to(limit, 1));
        if blocks.size() <= room || limit <= LEAST_TEXT {
            return blocks;
        }
        limit /= 2;
    }
}

/// So many code points of each text.
fn beginnings_of<'t>(name: &str, texts: &[&'t str], limit: usize) -> Blocks {
    let begins = |(n, text): (usize, &&'t str)| {
        ask_for_beginning(texts, n + AHEAD, limit);
        match shared_cut(text, limit) {
            Cow::Borrowed(text) => shared_line(text),
            Cow::Owned(text) => one_line(&text).into(),
        }
    };
    let cut: Vec<Cow<'t, str>> = texts.par_iter().enumerate().map(begins).collect();
    Blocks::of_strings(name, &cut)
}

/// Has the first bytes of a text brought from memory, where there is one at this place: texts lie all over it.
fn ask_for_beginning(texts: &[&str], place: usize, bytes: usize) {
    if let Some(text) = texts.get(place) {
        ask_for_all(&text.as_bytes()[..text.len().min(bytes)]);
    }
}

fn passages(index: &Index<'_>) -> Blocks {
    let all: Vec<usize> = index.ranked.iter().flat_map(|&c| index.passages[at(c)].clone()).collect();
    let rows = &index.run.passages;
    let of = |f: &dyn Fn(usize) -> u32| Column::Plain(all.iter().map(|&p| f(p)).collect());
    let judged = |p: usize| {
        let role = match rows.told(p).role {
            Role::First => 0,
            Role::Later => 1,
            Role::Tied => 2,
            Role::Undated => 3,
        };
        let grade = match rows.told(p).grade {
            Grade::Credited => 0,
            Grade::Dated => 1,
            Grade::Inferred => 2,
            Grade::Undetermined => 3,
        };
        role | grade << 2 | u32::from(source_outlet(index, p).is_some()) << 4
    };
    // The first document of the cluster, by far the most frequent source, is told as 1.
    let mut first = vec![NONE; rows.len()];
    for (c, range) in index.passages.iter().enumerate() {
        if let Some(p) = index.first_passage(c) {
            first[range.clone()].fill(index.passage_doc[p]);
        }
    }
    let source = |p: usize| match index.passage_source[p] {
        NONE => 0,
        doc if doc == first[p] => 1,
        doc => doc + 2,
    };
    Blocks::of_columns(
        "passages",
        vec![
            ("doc", Column::Ascending(all.iter().map(|&p| index.passage_doc[p]).collect())),
            ("start", of(&|p| rows.told(p).start)),
            ("length", of(&|p| rows.told(p).end - rows.told(p).start)),
            ("words", of(&|p| rows.told(p).words)),
            ("judged", of(&judged)),
            ("source", of(&source)),
        ],
    )
}

/// What the statements about origin rest on, one text a passage.
pub(super) fn evidence(index: &Index<'_>) -> Blocks {
    let passages = &index.run.passages;
    let all = || index.ranked.iter().flat_map(|&c| index.passages[at(c)].clone()).map(|p| passages.numbers(p).evidence);
    // Many rest on the same words, which are read once.
    let mut distinct: Vec<u32> = all().collect();
    distinct.par_sort_unstable();
    distinct.dedup();
    let told: Vec<String> = distinct.par_iter().map(|&number| reasons::of_evidence(index, &passages.names()[at(number)])).collect();
    let mut of_name = vec![""; passages.names().len()];
    distinct.iter().zip(&told).for_each(|(&number, told)| of_name[at(number)] = told);
    Blocks::of_strings("evidence", &all().map(|number| of_name[at(number)]).collect::<Vec<_>>())
}

/// What is told about each story, in sentences.
pub(super) fn told(index: &Index<'_>, stories: &[Story]) -> Blocks {
    let told: Vec<String> =
        stories.par_iter().map(|s| [tell::reach(index, s), tell::first(index, &s.first), tell::source(index, s)].join(" ")).collect();
    Blocks::of_strings("told", &told)
}

/// The stories: what does not follow from their clusters. `extra` are documents that share no
/// passage with the others, only their family.
pub(super) fn stories(index: &Index<'_>, stories: &[Story]) -> Blocks {
    let of = |f: &dyn Fn(&Story) -> u32| Column::Plain(stories.iter().map(f).collect());
    let extra: Vec<Vec<u32>> = stories
        .iter()
        .map(|s| {
            // Every document of a story comes from its clusters or its families: without families none is extra.
            if s.similarity.is_empty() && !s.clusters.is_empty() {
                return Vec::new();
            }
            let carried: BTreeSet<u32> = s.clusters.iter().flat_map(|&c| index.docs_of(c)).collect();
            s.docs.iter().copied().filter(|d| !carried.contains(d)).collect()
        })
        .collect();
    Blocks::of_columns(
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
            ("extras", Column::Plain(extra.iter().map(|e| position(e.len())).collect())),
            ("extra", Column::Plain(extra.into_iter().flatten().collect())),
        ],
    )
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
        let (mut blocks, behind) = clusters(&index, &story_of, &rank);
        blocks.extend(excerpts(&index, u64::MAX));
        blocks.extend(behind);
        let rows = |name: &str| blocks.directory[name].0 as usize;
        assert_eq!(rows("clusters.kind"), run.clusters.len());
        assert_eq!(rows("clusters.text.lengths"), run.clusters.len());
        assert_eq!(rows("passages.judged"), run.passages.len());
        let blocks = stories(&index, &found);
        assert_eq!(blocks.directory["stories.kind"].0 as usize, found.len());
        assert_eq!(told(&index, &found).directory["told.lengths"].0 as usize, found.len());
    }

    #[test]
    fn what_passages_rest_on_is_told_of_each() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let all = index.ranked.iter().flat_map(|&c| index.passages[at(c)].clone());
        let slowly: String = all.map(|p| reasons::reasons(&index, p)).collect();
        assert_eq!(super::super::columns::tests::unpack(&evidence(&index).blocks[0].body), slowly.as_bytes());
    }

    #[test]
    fn beginnings_are_cut_to_their_room() {
        let run = fixtures::synthetic(500, 8);
        let texts: Vec<&str> = run.clusters.iter().map(|c| &*c.text).collect();
        let whole = beginnings("t", &texts, None, u64::MAX);
        let room = whole.size() / 2;
        assert!(beginnings("t", &texts, Some(whole), room).size() <= room);
    }

    #[test]
    fn shares_keep_their_six_decimals() {
        assert_eq!([0.0, 0.742_857, 0.999_999, 1.0].map(millionths), [0, 742_857, 999_999, 1_000_000]);
    }
}
