//! Positions of documents and clusters by their ids.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use super::index::{NONE, at, position};
use crate::error::{Error, ErrorKind, Result};
use crate::keyed::{KeyedMap, NumberedMap};

/// Positions by id. A million pairs ask for several million of them, and most rows share the very text of an id with the row that they name: that is
/// known by its address, and no id need be read.
pub(super) struct Positions<'a> {
    ids: Vec<&'a str>,
    by_address: NumberedMap<usize, u32>,
    /// By an id's hash; made where one is none of those texts.
    by_hash: OnceLock<KeyedMap<u32>>,
}

impl<'a> Positions<'a> {
    pub fn of(ids: impl Iterator<Item = &'a Arc<str>>) -> Self {
        let ids: Vec<&str> = ids.map(|id| &**id).collect();
        Self { by_address: (0..).zip(&ids).map(|(i, id)| (address(id), i)).collect(), ids, by_hash: OnceLock::new() }
    }

    /// The position of an id; `None` where no row has it.
    pub fn get(&self, id: &str) -> Option<u32> {
        // What begins where an id does may be a part of it.
        let same = self.by_address.get(&address(id)).filter(|position| self.ids[at(**position)].len() == id.len());
        same.copied().or_else(|| {
            let by_hash = self.by_hash.get_or_init(|| self.ids.iter().map(|id| xxh3_64(id.as_bytes())).zip(0..).collect());
            let found = *by_hash.get(&xxh3_64(id.as_bytes()))?;
            // Two ids of one hash are hardly ever met.
            if self.ids[at(found)] == id { Some(found) } else { self.ids.iter().position(|own| *own == id).map(position) }
        })
    }
}

/// Positions by the number of a name, each looked up once.
pub(super) struct OfNames<'p, 'a> {
    positions: &'p Positions<'a>,
    names: &'p [Arc<str>],
    known: Vec<AtomicU32>,
}

impl<'p, 'a> OfNames<'p, 'a> {
    pub fn new(positions: &'p Positions<'a>, names: &'p [Arc<str>]) -> Self {
        Self { positions, names, known: names.iter().map(|_| AtomicU32::new(NONE)).collect() }
    }

    /// The position of what a name stands for; `table` and `what` name it where it has no row.
    pub fn get(&self, name: u32, table: &str, what: &str) -> Result<u32> {
        let known = &self.known[at(name)];
        match known.load(Ordering::Relaxed) {
            NONE => {
                // Whichever thread finds it finds the same.
                let found = find(self.positions, table, what, &self.names[at(name)])?;
                known.store(found, Ordering::Relaxed);
                Ok(found)
            }
            found => Ok(found),
        }
    }
}

/// Where a text stands in memory.
fn address(id: &str) -> usize {
    id.as_ptr() as usize
}

/// The position of what a row of `table` names; `what` tells what that is where it has no row.
pub(super) fn find(ids: &Positions<'_>, table: &str, what: &str, id: &str) -> Result<u32> {
    ids.get(id).ok_or_else(|| {
        Error::new(ErrorKind::Malformed, format!("table {table} names the {what} {id:?}, which has no row of its own"))
            .remedy("the tables of this run do not belong together; scan the corpus again")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_is_found_wherever_its_text_stands(ids in prop::collection::btree_set("[ab]{0,3}", 0..9), asked in "[ab]{0,3}", end in 0..4_usize) {
            let ids: Vec<Arc<str>> = ids.iter().map(|id| id.as_str().into()).collect();
            let positions = Positions::of(ids.iter());
            let slowly = |id: &str| ids.iter().position(|own| **own == *id).map(position);
            // Another text, the very same one, and one that begins where an id does.
            prop_assert_eq!(positions.get(&asked), slowly(&asked));
            for id in &ids {
                prop_assert_eq!(positions.get(id), slowly(id));
                let part = &id[..end.min(id.len())];
                prop_assert_eq!(positions.get(part), slowly(part));
            }
            let names: Vec<Arc<str>> = ids.iter().cloned().chain([asked.as_str().into()]).collect();
            let of_names = OfNames::new(&positions, &names);
            for name in (0..position(names.len())).chain(0..position(names.len())) {
                prop_assert_eq!(of_names.get(name, "t", "w").ok(), slowly(&names[at(name)]));
            }
        }
    }
}
