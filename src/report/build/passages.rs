//! Rows of `passages`, in which all names are numbers from the beginning.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Builder, count};
use crate::error::Result;
use crate::keyed::NumberedMap;
use crate::report::Passages;
use crate::report::model::PassageRow;
use crate::report::passages::Row;
use crate::room::{List, Shelf};

/// Passages whose rows are made together.
const TOGETHER: usize = 1 << 14;

/// The names that rows tell, each by its place: first the ids of documents in their order, then those of clusters in theirs, then all others.
struct Numbers {
    names: Vec<Arc<str>>,
    /// Outlet, and first and last instant of publication.
    of_documents: Vec<(u32, [Option<u32>; 2])>,
    /// By address.
    evidence: NumberedMap<usize, u32>,
}

impl Builder<'_> {
    /// The rows of clusters, which are given by id and number in the order of their ids; on a shelf where there is one.
    pub(super) fn passages(&self, clusters: &[(&Arc<str>, usize)], shelf: Option<&Shelf>) -> Result<Passages> {
        let all = &self.findings.in_text.clustering.clusters;
        let members: Vec<(u32, u32)> =
            (0..).zip(clusters).flat_map(|(place, (_, n))| (0..count(all[*n].passages.len())).map(move |m| (place, m))).collect();
        let numbers = self.numbers(clusters);
        let of_clusters = count(self.ids.len());
        let row = |&(place, member): &(u32, u32)| {
            let cluster = of_clusters + place;
            self.passage(&numbers, cluster, clusters[place as usize].1, member as usize)
        };
        let mut rows = List::new(shelf)?;
        for some in members.chunks(TOGETHER) {
            rows.add(some.par_iter().map(row).collect())?;
        }
        let texts = self.findings.corpus.documents.iter().map(|document| document.text.clone()).collect();
        Ok(Passages::new(numbers.names, texts, rows.finish()?))
    }

    fn numbers(&self, clusters: &[(&Arc<str>, usize)]) -> Numbers {
        let mut names: Vec<Arc<str>> = self.ids.iter().chain(clusters.iter().map(|(id, _)| *id)).cloned().collect();
        let mut add = |name: &Arc<str>| {
            names.push(Arc::clone(name));
            count(names.len() - 1)
        };
        // What stands at one address is one name.
        let mut outlets = NumberedMap::<usize, u32>::default();
        let of_document = |(outlet, (from, to)): (&Arc<str>, &super::Ends)| {
            let outlet = *outlets.entry(address(outlet)).or_insert_with(|| add(outlet));
            (outlet, [from, to].map(|instant| instant.as_ref().map(&mut add)))
        };
        let of_documents = self.outlets.iter().zip(&self.published).map(of_document).collect();
        let mut evidence = NumberedMap::default();
        for member in clusters.iter().flat_map(|(_, n)| &self.findings.orders[*n].members) {
            evidence.entry(address(&member.evidence)).or_insert_with(|| add(&member.evidence));
        }
        assert!(names.len() < u32::MAX as usize, "fewer names than 2^32 - 1");
        names.shrink_to_fit();
        Numbers { names, of_documents, evidence }
    }

    /// One of the passages of a cluster.
    fn passage(&self, numbers: &Numbers, cluster: u32, n: usize, member: usize) -> Row {
        let passages = &self.findings.in_text.clustering.clusters[n].passages;
        let (passage, attribution) = (&passages[member], &self.findings.orders[n].members[member]);
        let (bytes, chars) = self.findings.in_text.of_cluster(n)[member];
        let (outlet, [published_from, published_to]) = numbers.of_documents[passage.document as usize];
        Row::new(&PassageRow {
            cluster,
            doc: passage.document,
            outlet,
            start: chars.start,
            end: chars.end,
            byte_start: bytes.start,
            byte_end: bytes.end,
            words: passage.words.len(),
            published_from,
            published_to,
            role: attribution.role,
            source_doc: attribution.source.map(|m| passages[m].document),
            grade: attribution.grade,
            evidence: numbers.evidence[&address(&attribution.evidence)],
            text: (passage.document, bytes),
        })
    }
}

fn address(name: &Arc<str>) -> usize {
    name.as_ptr() as usize
}
