//! Two documents beside one another: the passages that both have, word by word, and how alike they are as a whole.
//!
//! In: two [`Document`]s and the options of a scan. Out: a [`Comparison`]. The passages are those that a scan of
//! these two alone finds, and what seeds at the edges of what one of them repeats lead to, which may be the longer one; a scan of a large corpus may find
//! fewer, where it had to cap something. [`listed`] compares many pairs, by their shingles alone.

mod anchors;
pub mod ids;
pub mod listed;
mod rewritten;
#[cfg(feature = "cli")]
pub mod terminal;

pub use rewritten::{Rewritten, Stretch, rewritten_in};

use serde::Serialize;

use crate::align::{Judged, Pair, Reach, Side, Verdict, examine_unless_stopped, with_marks};
use crate::cluster::{ClusterInput, Kind, cluster, kinds};
use crate::error::Result;
use crate::lsh::{Similarity, similarity};
use crate::observer::{Observer, Silent};
use crate::pipeline::ScanConfig;
use crate::read::Document;
use crate::report::tables::rounded;
use crate::seeds::{Place, SeedConfig};
use crate::sketch::shingle_set;
use crate::span::{Bytes, Span, Words, covered};
use crate::text::{CharIndex, Compounds, Tokens, tokenize};

/// What two documents have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The one that was named first.
    pub left: Text,
    /// The other one.
    pub right: Text,
    /// Words of a shingle.
    pub shingle: usize,
    /// Exact Jaccard similarity of the two sets of shingles, 0 to 1.
    pub similarity: f64,
    /// Share of the left document's shingles that stand in the right one, 0 to 1.
    pub left_containment: f64,
    /// Share of the right document's shingles that stand in the left one, 0 to 1.
    pub right_containment: f64,
    /// Least similarity of near-duplicate documents.
    pub threshold: f64,
    /// Whether the two are near-duplicates.
    pub near_duplicates: bool,
    /// In the order of the left text, numbered from 1.
    pub passages: Vec<Common>,
    /// What a run that both are of has of them as rewritten copy: see [`rewritten_in`]. Empty where none is asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rewritten: Vec<Rewritten>,
}

impl Comparison {
    /// Whether something was copied: a passage that is no standing text and no form, or the whole document.
    #[must_use]
    pub fn is_match(&self) -> bool {
        self.near_duplicates || self.passages.iter().any(|passage| passage.kind.is_copy())
    }
}

/// One of the two documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Text {
    /// Its id, or its path.
    pub doc: String,
    /// Who published it, where that is known.
    pub outlet: Option<String>,
    /// The headline, where the input names it.
    pub title: Option<String>,
    /// Its words.
    pub words: u32,
    /// Those that lie in a common passage.
    pub common_words: u32,
}

/// A passage that both have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Common {
    /// Counted from 1.
    pub number: usize,
    /// What it is.
    pub kind: Kind,
    /// Matched words, those spelt nearly alike included.
    pub words: u32,
    /// Matched words over the longer side's words, nearly alike ones counting half; 0 to 1.
    pub identity: f64,
    /// Score of the alignment.
    pub score: f64,
    /// Where it stands in the left document.
    pub left: Where,
    /// Where it stands in the right one.
    pub right: Where,
}

/// Where a passage stands in one document. Offsets are code points unless they say bytes; ends are exclusive.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "named as the columns of the table `pairs`")]
pub struct Where {
    pub start: u32,
    pub end: u32,
    pub byte_start: u32,
    pub byte_end: u32,
    /// Share of the document's words, 0 to 1.
    pub coverage: f64,
    /// Stretches of words that the other side does not have, or spells otherwise.
    pub differing: Vec<(u32, u32)>,
    /// Places of its words in the document.
    #[serde(skip)]
    pub words: Span<Words>,
    /// Words of the stretches that differ.
    #[serde(skip)]
    pub differing_words: Vec<Span<Words>>,
}

/// The kind of a pair that a run has found: byte spans left and right, in the order of the comparison.
pub type KnownKind<'a> = &'a dyn Fn(Span<Bytes>, Span<Bytes>) -> Option<Kind>;

/// Compares two documents. `known` tells the kind of a pair where a run knows better than the two texts by themselves.
///
/// # Panics
/// When an option is [out of its range](ScanConfig::check).
#[must_use]
pub fn compare(left: &Document, right: &Document, config: &ScanConfig, known: KnownKind<'_>) -> Comparison {
    compare_unless_stopped(left, right, config, known, &Silent).expect("nobody asks it to stop")
}

/// The same; the observer is asked again and again whether to stop, since texts that both repeat a few lines take long.
///
/// # Errors
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
///
/// # Panics
/// As [`compare`] does.
pub fn compare_unless_stopped(
    left: &Document,
    right: &Document,
    config: &ScanConfig,
    known: KnownKind<'_>,
    observer: &dyn Observer,
) -> Result<Comparison> {
    observer.check()?;
    let texts = [&*left.text, &*right.text];
    let tokens = texts.map(|text| tokenize(text, Compounds::Joined));
    // A scan aligns documents in the order of their ids; an alignment seen from the other side can differ in a word.
    let turned = left.id > right.id;
    let judged = common(&texts, &tokens, config, turned, observer)?;
    let pairs: Vec<Pair> = judged.iter().map(|judged| judged.pair).collect();
    let kinds = own_kinds(&texts, &tokens, &pairs, config, observer)?;
    let sides = [Marker::new(&texts, &tokens, 0), Marker::new(&texts, &tokens, 1)];
    let mut passages: Vec<Common> = judged
        .iter()
        .zip(kinds)
        .map(|(judged, kind)| {
            let side = |n: usize| Side { text: texts[n], tokens: &tokens[n] };
            let (l, r) = with_marks(side(0), side(1), judged.pair.left_words, judged.pair.right_words);
            let (left, right) = (sides[0].place(judged, l), sides[1].place(judged, r));
            let bytes = |place: &Where| Span::new(place.byte_start, place.byte_end);
            Common {
                number: 0,
                kind: known(bytes(&left), bytes(&right)).unwrap_or(kind),
                words: judged.pair.matched,
                identity: rounded(judged.pair.identity()),
                score: f64::from(judged.pair.score) / 4.0,
                left,
                right,
            }
        })
        .collect();
    passages.sort_by_key(|p| (p.left.words, p.right.words));
    passages.iter_mut().zip(1..).for_each(|(passage, number)| passage.number = number);
    let Similarity { jaccard, left_in_right, right_in_left } = whole(&tokens[0], &tokens[1], config.families.shingle);
    let text = |document: &Document, tokens: &Tokens, of: fn(&Common) -> &Where| Text {
        doc: document.id.clone(),
        outlet: document.outlet.clone(),
        title: document.title.clone(),
        words: count(tokens.len()),
        common_words: covered(passages.iter().map(|p| of(p).words)),
    };
    observer.check()?;
    Ok(Comparison {
        left: text(left, &tokens[0], |p| &p.left),
        right: text(right, &tokens[1], |p| &p.right),
        shingle: config.families.shingle,
        similarity: rounded(jaccard),
        left_containment: rounded(left_in_right),
        right_containment: rounded(right_in_left),
        threshold: config.families.document_threshold,
        near_duplicates: jaccard >= config.families.document_threshold,
        passages,
        rewritten: Vec::new(),
    })
}

/// Exact similarity of two documents by their shingles of `words` words.
///
/// # Panics
/// When `words` is 0.
#[must_use]
pub fn whole(left: &Tokens, right: &Tokens, words: usize) -> Similarity {
    similarity(&shingle_set(&left.hashes, words), &shingle_set(&right.hashes, words))
}

/// The pairs of two documents, left and right as given. `turned`: aligned with the right one as the left one.
fn common(texts: &[&str; 2], tokens: &[Tokens; 2], config: &ScanConfig, turned: bool, observer: &dyn Observer) -> Result<Vec<Judged>> {
    let (first, second) = if turned { (1, 0) } else { (0, 1) };
    let ordered = [tokens[first].clone(), tokens[second].clone()];
    // Both were named: nothing about how often something occurs keeps them apart.
    let seeds = SeedConfig { same_outlet: true, document_bound: 2, complete: 2, ..config.seeds };
    let anchors = anchors::of(&ordered, &seeds);
    let side = |n: usize| Side { text: texts[n], tokens: &tokens[n] };
    let examination = examine_unless_stopped(side(first), side(second), &anchors, seeds.words, Reach::Document, &config.align, observer)?;
    let kept = examination.judged.into_iter().filter(|judged| matches!(judged.verdict, Verdict::Kept(_)));
    Ok(kept.map(|judged| if turned { turn(judged) } else { judged }).collect())
}

/// The same alignment seen from the other side.
pub(crate) fn turn(mut judged: Judged) -> Judged {
    let pair = &mut judged.pair;
    std::mem::swap(&mut pair.left_words, &mut pair.right_words);
    for matched in &mut judged.alignment.matches {
        std::mem::swap(&mut matched.left, &mut matched.right);
        matched.joint = matched.joint.turned();
    }
    judged
}

/// What each pair of the documents 0 and 1 is, by these two texts alone.
pub(crate) fn own_kinds(
    texts: &[&str; 2],
    tokens: &[Tokens; 2],
    own: &[Pair],
    config: &ScanConfig,
    observer: &dyn Observer,
) -> Result<Vec<Kind>> {
    let places = [Place { outlet: 0, rank: 0 }, Place { outlet: 1, rank: 1 }];
    let mut pairs = own.to_vec();
    pairs.sort_unstable();
    let input = ClusterInput { texts, tokens, places: &places, pairs: &pairs, seeds: &config.seeds, align: &config.align };
    let clustering = cluster(input, &config.cluster, observer)?;
    let kinds = kinds(input, &clustering, &[None, None], &config.kind);
    Ok(own.iter().map(|pair| kinds.pairs[pairs.binary_search(pair).expect("the list was made from these")]).collect())
}

/// Finds the places of passages in one document.
struct Marker<'a> {
    tokens: &'a Tokens,
    chars: CharIndex<'a>,
    right: bool,
}

impl<'a> Marker<'a> {
    fn new(texts: &[&'a str; 2], tokens: &'a [Tokens; 2], side: usize) -> Self {
        Self { tokens: &tokens[side], chars: CharIndex::new(texts[side]), right: side == 1 }
    }

    /// The place of an alignment, which stands at these bytes.
    fn place(&self, judged: &Judged, bytes: Span<Bytes>) -> Where {
        let words = if self.right { judged.pair.right_words } else { judged.pair.left_words };
        let chars = self.chars.chars(bytes);
        let equal = judged.alignment.matches.iter().filter(|m| !m.near);
        let mut equal = equal.flat_map(|m| if self.right { m.right..m.right_end() } else { m.left..m.left_end() }).peekable();
        let mut differing_words: Vec<Span<Words>> = Vec::new();
        for word in words.start..words.end {
            if equal.next_if_eq(&word).is_some() {
                continue;
            }
            match differing_words.last_mut() {
                Some(last) if last.end == word => *last = Span::new(last.start, word + 1),
                _ => differing_words.push(Span::new(word, word + 1)),
            }
        }
        let told = |span: &Span<Words>| {
            let chars = self.chars.chars(self.tokens.bytes(*span));
            (chars.start, chars.end)
        };
        Where {
            start: chars.start,
            end: chars.end,
            byte_start: bytes.start,
            byte_end: bytes.end,
            coverage: rounded(f64::from(words.len()) / self.tokens.len() as f64),
            differing: differing_words.iter().map(told).collect(),
            words,
            differing_words,
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::observer::Patient;

    fn document(id: &str, text: &str) -> Document {
        Document { id: id.into(), text: text.into(), ..Document::default() }
    }

    pub(super) fn compared(left: &str, right: &str) -> Comparison {
        compare(&document("a", left), &document("b", right), &ScanConfig::default(), &|_, _| None)
    }

    const COPIED: &str = "the ferry will not cross the sound again before the ice has left the outer harbour";

    #[test]
    fn a_common_passage_is_found_with_the_words_that_differ() {
        let left = format!("Skipper Nils Orre said {COPIED}, and went home.");
        let right = format!("“{}”, he said.", COPIED.replace("outer", "inner"));
        let compared = compared(&left, &right);
        let [passage] = &compared.passages[..] else { panic!("{compared:?}") };
        assert_eq!(&left[passage.left.byte_start as usize..passage.left.byte_end as usize], COPIED);
        let text =
            |text: &str, (start, end): (u32, u32)| text.chars().skip(start as usize).take((end - start) as usize).collect::<String>();
        assert_eq!((text(&left, passage.left.differing[0]), text(&right, passage.right.differing[0])), ("outer".into(), "inner".into()));
        assert_eq!((passage.words, compared.left.common_words, compared.left.words), (15, 16, 23));
        assert!(compared.is_match() && !compared.near_duplicates);
    }

    #[test]
    fn both_orders_tell_the_same_from_the_other_side() {
        let (a, b) = (document("a", &format!("One two. {COPIED}")), document("b", &format!("{COPIED} and other words")));
        let config = ScanConfig::default();
        let (ab, ba) = (compare(&a, &b, &config, &|_, _| None), compare(&b, &a, &config, &|_, _| None));
        assert_eq!((&ab.left, &ab.right, ab.left_containment), (&ba.right, &ba.left, ba.right_containment));
        assert_eq!((&ab.passages[0].left, &ab.passages[0].right), (&ba.passages[0].right, &ba.passages[0].left));
    }

    #[test]
    fn unlike_documents_have_nothing_in_common_and_equal_ones_everything() {
        let nothing = compared("Rain is expected over the hills tonight.", "The mayor opened a new library on Monday.");
        assert!(nothing.passages.is_empty() && !nothing.is_match());
        let same = compared(COPIED, COPIED);
        assert_eq!((same.similarity, same.left_containment, same.near_duplicates, same.passages.len()), (1.0, 1.0, true, 1));
        assert!(same.passages[0].left.differing.is_empty());
    }

    #[test]
    fn a_comparison_stops_whenever_it_is_asked_to() {
        let (a, b) = (document("a", &format!("One two. {COPIED}")), document("b", &format!("{COPIED} and other words")));
        let told = |patient: &Patient| compare_unless_stopped(&a, &b, &ScanConfig::default(), &|_, _| None, patient);
        let patient = Patient::new(usize::MAX);
        assert_eq!(told(&patient).unwrap(), compare(&a, &b, &ScanConfig::default(), &|_, _| None));
        assert!(patient.asked() > 3, "{}", patient.asked());
        for times in 0..patient.asked() {
            assert_eq!(told(&Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{times}");
        }
    }

    #[test]
    fn a_run_may_know_better_what_a_passage_is() {
        let compared = compare(&document("a", COPIED), &document("b", COPIED), &ScanConfig::default(), &|_, _| Some(Kind::Boilerplate));
        assert_eq!(compared.passages[0].kind, Kind::Boilerplate);
    }
}
