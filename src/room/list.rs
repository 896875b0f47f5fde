//! Items that come some at a time, and are read in any order as soon as all are there: in memory, or in a file without a name.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use super::shelf::watch;
use super::{Shelf, failed, temporary};
use crate::error::Result;
use crate::kernel::mapping::{Column, Mapping, Plain, bytes_of};

/// Items that are not all there yet.
pub(crate) struct List<T>(Place<T>);

enum Place<T> {
    /// As they came.
    Memory(Vec<Vec<T>>),
    File {
        file: File,
        folder: PathBuf,
        count: usize,
        /// Bytes that the process may hold.
        memory: u64,
    },
}

impl<T: Plain> List<T> {
    /// In the folder of a shelf, where there is one.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(shelf: Option<&Shelf>) -> Result<Self> {
        let Some(shelf) = shelf.filter(|_| cfg!(unix)) else { return Ok(Self(Place::Memory(Vec::new()))) };
        let (folder, memory) = shelf.place();
        Ok(Self(Place::File { file: temporary(folder)?, folder: folder.to_owned(), count: 0, memory }))
    }

    /// Adds items behind all others.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn add(&mut self, items: Vec<T>) -> Result<()> {
        match &mut self.0 {
            Place::Memory(all) => all.push(items),
            Place::File { file, folder, count, .. } => {
                // In one piece: what is written together lies in large pages.
                file.write_all(bytes_of(&items)).map_err(|e| failed(folder, e))?;
                *count += items.len();
            }
        }
        Ok(())
    }

    /// All of them.
    ///
    /// # Errors
    /// When the file cannot be read as memory.
    pub fn finish(self) -> Result<Column<T>> {
        match self.0 {
            Place::Memory(parts) => {
                let mut all = Vec::new();
                all.reserve_exact(parts.iter().map(Vec::len).sum());
                parts.into_iter().for_each(|part| all.extend(part));
                Ok(all.into())
            }
            Place::File { count: 0, .. } => Ok(Column::default()),
            Place::File { file, folder, count, memory } => {
                let (mapping, column) = Mapping::whole(file, count).map_err(|e| failed(&folder, e))?;
                watch(&mapping, memory, false);
                Ok(column)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_come_back_in_order_from_memory_and_from_disk(parts in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..40), 0..8)) {
            let shelf = Shelf::new(0, u64::MAX, std::env::temp_dir());
            for shelf in [None, Some(&shelf)] {
                let mut list = List::new(shelf).unwrap();
                parts.iter().for_each(|part| list.add(part.clone()).unwrap());
                let column = list.finish().unwrap();
                prop_assert_eq!(&*column, &parts.concat());
                prop_assert!(shelf.is_none() || cfg!(not(unix)) || column.bytes_held() == 0);
                prop_assert_eq!(column.into_list().unwrap_or_else(|column| column.to_vec()), parts.concat());
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let error = List::<u64>::new(Some(&Shelf::new(0, 0, "/nowhere/at/all".into()))).err().unwrap();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }
}
