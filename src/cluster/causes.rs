//! Why a pair or a cluster has its kind, for people who ask.

use std::collections::BTreeSet;

use super::formula::{Judge, Telling};
use super::{Cluster, ClusterInput, Clustering, Kind, KindConfig, Passage, sides};
use crate::align::Pair;
use crate::text::{ScriptSign, script_sign};

/// What a kind rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A formula: among its words are so many numbers, and its passages hold so many different rows of them.
    Filled {
        /// Numbers among the root's words.
        numbers: usize,
        /// Words of the root.
        words: u32,
        /// Different rows of numbers.
        fillings: usize,
        /// Points of the words between two of the root's numbers that say most by themselves, where they could make a copy.
        between: Option<i32>,
    },
    /// A formula: its root says less than a copy does whose pairs are in no company.
    Root(Telling),
    /// A formula whose root says enough: most of the pairs that it is judged by do not.
    Pairs,
    /// Boilerplate: the standing text of the outlets of so many of its documents, and how the one with most of them has it.
    Standing {
        /// Documents of those outlets.
        standing: usize,
        /// Documents of the cluster.
        documents: usize,
        /// A document of the outlet with most of them.
        example: u32,
        /// Documents of that outlet in the cluster.
        own: usize,
        /// Days on which they were published, as far as they are dated.
        days: usize,
        /// All documents of that outlet.
        all: usize,
    },
    /// Boilerplate: a short notice, known by these words.
    Notice(&'static str),
    /// Boilerplate: script, data or mark-up; so many passages of so many are.
    Script {
        /// What the root's text, or the left side's, is known by.
        sign: ScriptSign,
        /// Words of it.
        words: u32,
        /// Passages that are script.
        scripts: usize,
        /// Passages, or sides.
        passages: usize,
    },
    /// Boilerplate that nothing here tells of: a text that was named as standing text.
    Given,
    /// Wire copy: its root touches so many paragraphs.
    Paragraphs(usize),
    /// Wire copy: so many words are most of a document's.
    Most {
        /// The document.
        document: u32,
        /// Words of its passage.
        words: u32,
        /// Words of the document.
        all: usize,
    },
    /// A quote.
    Quoted {
        /// Passages that stand between quotation marks or are posts.
        quoted: usize,
        /// Posts among them.
        posts: usize,
        /// All of its passages.
        passages: usize,
    },
    /// A copy of none of these sorts.
    Other {
        /// Words of its root that are no script.
        words: u32,
        /// The others.
        script: u32,
        /// Passages that stand between quotation marks.
        quoted: usize,
    },
}

/// What kinds rest on.
pub struct Causes<'a> {
    judge: Judge<'a>,
    clustering: &'a Clustering,
}

impl std::fmt::Debug for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Causes").field("clustering", self.clustering).finish_non_exhaustive()
    }
}

impl<'a> Causes<'a> {
    /// Judges as [`kinds`](super::kinds) does. `input.pairs` may be those of two documents alone, and `clustering` those clusters that are asked for.
    #[must_use]
    pub fn new(input: ClusterInput<'a>, clustering: &'a Clustering, days: &'a [Option<i64>], config: &'a KindConfig) -> Self {
        Self { judge: Judge::new(input, clustering, days, config), clustering }
    }

    /// What a pair says by itself. Whether its documents share another copy is known of documents all of whose pairs were given.
    #[must_use]
    pub fn telling(&self, pair: &Pair) -> Telling {
        self.judge.telling(pair, self.judge.has_company(pair))
    }

    /// Why a pair is boilerplate by itself, whatever its clusters are.
    #[must_use]
    pub fn boilerplate(&self, pair: &Pair) -> Option<Cause> {
        let sides = sides(pair);
        if let Some(words) = self.judge.notice(&sides[0]) {
            return Some(Cause::Notice(words));
        }
        let scripts = sides.iter().filter(|side| self.judge.is_script(side)).count();
        let sign = self.sign(&sides[0]).filter(|_| scripts == sides.len())?;
        Some(Cause::Script { sign, words: sides[0].words.len(), scripts, passages: sides.len() })
    }

    /// Why a cluster is of this kind, given that it is. In what company its pairs are is not asked.
    #[must_use]
    pub fn cluster(&self, number: usize, kind: Kind) -> Cause {
        let cluster = &self.clustering.clusters[number];
        match kind {
            Kind::Formula => self.formula(number, cluster),
            Kind::Boilerplate => self.standing(cluster).or_else(|| self.notice_or_script(cluster)).unwrap_or(Cause::Given),
            _ => self.copy(cluster, kind),
        }
    }

    fn formula(&self, number: usize, cluster: &Cluster) -> Cause {
        if self.judge.standing[number] == Some(Kind::Formula) {
            let fillings: BTreeSet<Vec<u64>> = cluster.passages.iter().map(|passage| self.judge.numbers(passage)).collect();
            let numbers = self.judge.numbers(&cluster.root).len();
            let is_asked = !self.judge.is_filled_by_one(cluster);
            let between = is_asked.then(|| self.judge.points_between_numbers(&cluster.root));
            return Cause::Filled { numbers, words: cluster.root.words.len(), fillings: fillings.len(), between };
        }
        let root = self.judge.root_telling(cluster, false);
        if root.is_copy() { Cause::Pairs } else { Cause::Root(root) }
    }

    fn standing(&self, cluster: &Cluster) -> Option<Cause> {
        let documents = self.judge.documents_of(cluster);
        let standing: Vec<&[(u32, u32)]> = documents.chunk_by(|a, b| a.0 == b.0).filter(|own| self.judge.stands(own)).collect();
        let most = standing.iter().max_by_key(|own| own.len())?;
        let count: usize = standing.iter().map(|own| own.len()).sum();
        let (example, own, all) = (most[0].1, most.len(), self.judge.all_of(most[0].0));
        (count > 1 && count * 2 >= documents.len()).then(|| Cause::Standing {
            standing: count,
            documents: documents.len(),
            example,
            own,
            days: self.judge.issues(most),
            all,
        })
    }

    fn notice_or_script(&self, cluster: &Cluster) -> Option<Cause> {
        if let Some(words) = self.judge.notice(&cluster.root) {
            return Some(Cause::Notice(words));
        }
        let (scripts, passages) = (self.judge.scripts(cluster), cluster.passages.len());
        let sign = self.sign(&cluster.root).filter(|_| scripts * 2 > passages)?;
        Some(Cause::Script { sign, words: cluster.root.words.len(), scripts, passages })
    }

    fn sign(&self, passage: &Passage) -> Option<ScriptSign> {
        let document = passage.document as usize;
        script_sign(self.judge.input.texts[document], &self.judge.input.tokens[document], passage.words)
    }

    fn copy(&self, cluster: &Cluster, kind: Kind) -> Cause {
        let quoted = cluster.passages.iter().filter(|passage| self.judge.quoted.is_quoted(passage)).count();
        let (paragraphs, words) = self.judge.prose(&cluster.root);
        match kind {
            Kind::Quote => {
                let posts = cluster.passages.iter().filter(|passage| self.judge.quoted.is_post(passage)).count();
                Cause::Quoted { quoted, posts, passages: cluster.passages.len() }
            }
            Kind::Wire if paragraphs >= self.judge.config.wire_paragraphs => Cause::Paragraphs(paragraphs),
            Kind::Wire => self.judge.most_of_a_document(cluster).map_or(Cause::Paragraphs(paragraphs), |passage| Cause::Most {
                document: passage.document,
                words: passage.words.len(),
                all: self.judge.input.tokens[passage.document as usize].len(),
            }),
            _ => Cause::Other { words, script: cluster.root.words.len() - words, quoted },
        }
    }
}
