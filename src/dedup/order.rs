//! The order in which items are taken: reference, protected, then as `--keep` says, by id, by place. Total, and the same
//! whatever the order of reading.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::DedupConfig;
use super::items::Items;
use crate::error::Result;
use crate::observer::Funnel;
use crate::read::duplicate;

/// Ranks of items, and documents by their ids.
pub(super) struct Order {
    /// By number of the item.
    pub rank: Vec<u32>,
    /// Numbers of documents: the reference's, then the corpus's, each by id.
    pub by_id: Vec<u32>,
    /// By number of the document; empty where none is.
    protected: Vec<bool>,
    protected_documents: usize,
    /// The ids of the list that no document of the corpus has.
    pub unknown: Vec<String>,
}

impl Order {
    /// Whether the document is never dropped: it is protected, or of the reference.
    pub fn stays(&self, items: &Items, document: usize) -> bool {
        self.is_protected(document) || items.is_reference(document)
    }

    pub fn is_protected(&self, document: usize) -> bool {
        self.protected.get(document).copied().unwrap_or(false)
    }

    /// How many documents are protected.
    pub fn protected_documents(&self) -> usize {
        self.protected_documents
    }

    pub fn told(&self) -> Funnel {
        Funnel::new("order").with("protected", self.protected_documents).with("protected ids that no document has", self.unknown.len())
    }
}

/// Ranks all items.
///
/// # Errors
/// [`DuplicateId`](crate::ErrorKind::DuplicateId), naming both places.
pub(super) fn order(items: &Items, config: &DedupConfig) -> Result<Order> {
    let by_id = by_id(items)?;
    let mut id_rank = vec![0; by_id.len()];
    for (rank, document) in (0u32..).zip(&by_id) {
        id_rank[*document as usize] = rank;
    }
    let mut protected = Vec::new();
    if !config.protect.is_empty() {
        protected = (0..items.documents.len())
            .into_par_iter()
            .map(|document| !items.is_reference(document) && config.protect.contains(&items.id(document)))
            .collect();
    }
    let of_documents: BTreeSet<String> = (0..protected.len()).filter(|document| protected[*document]).map(|n| items.id(n)).collect();
    let unknown: Vec<String> = config.protect.difference(&of_documents).cloned().collect();
    let mut order = Order { rank: Vec::new(), by_id, protected, protected_documents: of_documents.len(), unknown };
    let key = |item: u32| {
        let own = &items.items[item as usize];
        let document = own.document as usize;
        let class: u8 = if items.is_reference(document) {
            0
        } else if order.is_protected(document) {
            1
        } else {
            2
        };
        (class, own.preference, id_rank[document], item)
    };
    let mut keys: Vec<_> = (0..u32::try_from(items.items.len()).expect("items were counted")).into_par_iter().map(key).collect();
    keys.par_sort_unstable();
    order.rank = vec![0; keys.len()];
    for (rank, (.., item)) in (0..).zip(keys) {
        order.rank[item as usize] = rank;
    }
    Ok(order)
}

fn by_id(items: &Items) -> Result<Vec<u32>> {
    let compare = |left: u32, right: u32| {
        let [left, right] = [left as usize, right as usize];
        items.is_reference(right).cmp(&items.is_reference(left)).then_with(|| items.id_key(left).cmp(&items.id_key(right)))
    };
    let mut by_id: Vec<u32> = (0..u32::try_from(items.documents.len()).expect("documents were counted")).collect();
    // Documents mostly come in the order of their ids, and a sort that may move equals around does not see it.
    if !by_id.is_sorted_by(|left, right| compare(*left, *right).is_lt()) {
        let head = |document: u32| {
            let (name, _) = items.id_key(document as usize);
            let mut head = [0; 8];
            let length = name.len().min(8);
            head[..length].copy_from_slice(&name[..length]);
            (!items.is_reference(document as usize), u64::from_be_bytes(head))
        };
        let mut heads: Vec<((bool, u64), u32)> = by_id.par_iter().map(|document| (head(*document), *document)).collect();
        heads.par_sort_unstable_by(|(left_head, left), (right_head, right)| {
            left_head.cmp(right_head).then_with(|| compare(*left, *right)).then(left.cmp(right))
        });
        by_id = heads.into_iter().map(|(_, document)| document).collect();
    }
    if let Some(pair) = by_id.windows(2).find(|pair| compare(pair[0], pair[1]).is_eq()) {
        let [first, second] = [pair[0] as usize, pair[1] as usize];
        return Err(duplicate(&items.id(first), &items.place(first), &items.place(second)));
    }
    if let Some((own, made)) = by_id.par_iter().find_map_first(|own| Some((*own, made_alike(items, &by_id, *own)?))) {
        // Both are sorted by their places, as they were read.
        let [first, second] = [own.min(made) as usize, own.max(made) as usize];
        return Err(duplicate(&items.id(own as usize), &items.place(first), &items.place(second)));
    }
    Ok(by_id)
}

/// The record without an id whose made id, `file#2`, is the own id of another document of the same corpus.
fn made_alike(items: &Items, by_id: &[u32], own: u32) -> Option<u32> {
    let own = own as usize;
    // Hardly any id has the mark, and only one that does is read as a text.
    items.own_bytes(own).contains(&b'#').then_some(())?;
    let (name, number) = items.own_id(own).rsplit_once('#')?;
    let number: u64 = number.parse().ok().filter(|n: &u64| n.to_string() == number)?;
    let wanted = (!items.is_reference(own), (name.as_bytes(), number));
    let key = |document: &u32| (!items.is_reference(*document as usize), items.id_key(*document as usize));
    by_id
        .binary_search_by(|document| key(document).cmp(&wanted))
        .ok()
        .map(|at| by_id[at])
        .filter(|made| number > 0 && *made as usize != own)
}
