//! Standing text: what an outlet prints again and again, and when it is no text of its own for all that.
//!
//! A house's boxes and appeals go along with the articles that others take from it, and are its standing text there too. A paragraph of a dispatch, or
//! what a mayor said, is printed again and again likewise, by whoever follows the story. Three signs tell that such a text is not the outlet's: it is a
//! quotation that two outlets have; another outlet, which has it once, had it on a day before; more such outlets have it than those that repeat it, in
//! documents which share nothing else with theirs, so that it did not come along with anything.

use std::collections::{BTreeMap, BTreeSet};

use super::Cluster;
use super::formula::Judge;

/// Documents, each behind its outlet; sorted.
type Documents = Vec<(u32, u32)>;

/// Who has a text, at least half of whose documents are of outlets that print it again and again.
struct Holders {
    /// Documents of those outlets, more than one.
    own: Documents,
    /// Documents of others that have it in one alone.
    others: Documents,
}

impl Judge<'_> {
    /// Whether a cluster is standing text, as far as it can be known without what its documents share besides.
    pub(super) fn is_standing_text(&self, cluster: &Cluster) -> bool {
        self.holders(cluster).is_some_and(|holders| !self.is_anothers(cluster, &holders))
    }

    /// Those of the clusters of standing text that did not come along with anything, by what other texts the documents share.
    pub(super) fn taken_alone(&self, clusters: &[Cluster], is_standing: impl Fn(usize) -> bool) -> Vec<usize> {
        let of_cluster =
            |n: usize| Some((n, self.holders(&clusters[n])?)).filter(|(_, holders)| outlets(&holders.others) > outlets(&holders.own));
        let asked: Vec<(usize, Holders)> = (0..clusters.len()).filter(|n| is_standing(*n)).filter_map(of_cluster).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let wanted: BTreeSet<u32> = asked.iter().flat_map(|(_, holders)| &holders.others).map(|(_, document)| *document).collect();
        // With whose documents each shares another text.
        let mut shared: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (left, right) in self.company() {
            for (document, other) in [(*left, *right), (*right, *left)] {
                if wanted.contains(&document) {
                    shared.insert((document, self.input.places[other as usize].outlet));
                }
            }
        }
        let is_alone = |Holders { own, others }: &Holders| {
            let comes_along = |(_, document): &&(u32, u32)| own.iter().any(|(outlet, _)| shared.contains(&(*document, *outlet)));
            let alone: Documents = others.iter().filter(|document| !comes_along(document)).copied().collect();
            outlets(&alone) > outlets(own)
        };
        asked.into_iter().filter(|(_, holders)| is_alone(holders)).map(|(n, _)| n).collect()
    }

    /// Of the clusters that are no standing text, those that some outlets print again and again, with these outlets: between two of their own documents it
    /// is theirs.
    pub(super) fn repeated(&self, clusters: &[Cluster], is_standing: impl Fn(usize) -> bool) -> BTreeMap<usize, BTreeSet<u32>> {
        let of_cluster = |n: usize| Some((n, self.holders(&clusters[n])?.own.into_iter().map(|(outlet, _)| outlet).collect()));
        (0..clusters.len()).filter(|n| !is_standing(*n)).filter_map(of_cluster).collect()
    }

    fn holders(&self, cluster: &Cluster) -> Option<Holders> {
        // An outlet's own have to be more than that, as in `stands`.
        let (issues, documents) = (self.config.standing_issues, self.config.standing_documents);
        if cluster.passages.len() <= issues && cluster.passages.len() * 2 <= documents {
            return None;
        }
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for of_outlet in self.documents_of(cluster).chunk_by(|a, b| a.0 == b.0) {
            if self.stands(of_outlet) { &mut own } else { &mut others }.extend_from_slice(of_outlet);
        }
        if own.len() < 2 || own.len() < others.len() {
            return None;
        }
        // A licence stands in several documents of each house that has it.
        let others = others.chunk_by(|a: &(u32, u32), b| a.0 == b.0).filter(|of_outlet| of_outlet.len() == 1).flatten().copied().collect();
        Some(Holders { own, others })
    }

    /// Whether it is what somebody said, and two outlets have it, or another outlet had it on a day before.
    fn is_anothers(&self, cluster: &Cluster, Holders { own, others }: &Holders) -> bool {
        let is_of_two = self.documents_of(cluster).chunk_by(|a, b| a.0 == b.0).nth(1).is_some();
        is_of_two && (self.is_before(others, own) || self.quoted.is_posted(cluster) || self.quoted.is_quotation(cluster))
    }

    /// Whether one of some documents was published on a day before all of the others, of which each is dated.
    fn is_before(&self, some: &Documents, others: &Documents) -> bool {
        let day = |(_, document): &(u32, u32)| self.days[*document as usize];
        let first = others.iter().map(day).collect::<Option<Vec<i64>>>().and_then(|days| days.into_iter().min());
        first.is_some_and(|first| some.iter().filter_map(day).any(|day| day < first))
    }

    /// The documents of a cluster, each once behind its outlet, sorted.
    pub(super) fn documents_of(&self, cluster: &Cluster) -> Documents {
        let mut documents: Documents =
            cluster.passages.iter().map(|p| (self.input.places[p.document as usize].outlet, p.document)).collect();
        documents.sort_unstable();
        documents.dedup();
        documents
    }

    /// Whether the outlet that has a text in these documents prints it again and again.
    pub(super) fn stands(&self, own: &[(u32, u32)]) -> bool {
        let all = self.all_of(own[0].0);
        all >= self.config.standing_documents && own.len() * 2 > all
            || own.len() > self.config.standing_issues && self.issues(own) > self.config.standing_issues
    }

    /// Documents of an outlet.
    pub(super) fn all_of(&self, outlet: u32) -> usize {
        self.documents[&outlet]
    }

    /// Different days on which these documents were published.
    pub(super) fn issues(&self, own: &[(u32, u32)]) -> usize {
        own.iter().filter_map(|(_, document)| self.days[*document as usize]).collect::<BTreeSet<i64>>().len()
    }
}

/// Different outlets of some documents.
fn outlets(documents: &Documents) -> usize {
    documents.chunk_by(|a, b| a.0 == b.0).count()
}
