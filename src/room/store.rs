//! Records of sixteen bytes that come in order, some at a time: in memory as long as there is room, then on disk.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use super::{Room, failed, temporary};
use crate::error::Result;

/// Bytes of a record.
pub(super) const BYTES: usize = 16;
/// Bytes that are written or read at once.
const BUFFER: usize = 1 << 16;

/// What a store holds.
pub(crate) trait Record: Copy {
    /// The record as a number, and the number of no other one.
    fn number(&self) -> u128;
    /// The record of a number.
    fn of(number: u128) -> Self;
}

/// Blocks of records, the first ones in memory.
pub(crate) struct Store<'a, R> {
    room: &'a Room,
    /// Records that memory holds at most.
    most: u64,
    count: u64,
    held: Vec<Vec<R>>,
    /// How many records each block on disk has.
    filed: Vec<usize>,
    file: Option<File>,
}

impl<'a, R: Record> Store<'a, R> {
    /// A store that holds `memory` bytes; more goes to the folder of the room.
    pub fn new(room: &'a Room, memory: u64) -> Self {
        Self { room, most: memory / BYTES as u64, count: 0, held: Vec::new(), filed: Vec::new(), file: None }
    }

    /// How many records there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds a block behind all others.
    pub fn add(&mut self, block: Vec<R>) -> Result<()> {
        if block.is_empty() {
            return Ok(());
        }
        self.count += block.len() as u64;
        if self.filed.is_empty() && self.count <= self.most {
            self.held.push(block);
            return Ok(());
        }
        let file = match &self.file {
            Some(file) => file,
            None => self.file.insert(temporary(&self.room.temp_dir)?),
        };
        write(file, &block).map_err(|e| failed(&self.room.temp_dir, e))?;
        self.filed.push(block.len());
        Ok(())
    }

    /// Goes through the blocks in their order. Each goes when it was taken.
    pub fn each(self, take: &mut dyn FnMut(&[R]) -> Result<()>) -> Result<()> {
        self.held.into_iter().try_for_each(|block| take(&block))?;
        let Some(mut file) = self.file.as_ref() else { return Ok(()) };
        let fail = |e| failed(&self.room.temp_dir, e);
        file.seek(SeekFrom::Start(0)).map_err(fail)?;
        self.filed.iter().try_for_each(|count| take(&read(file, *count).map_err(fail)?))
    }
}

fn write<R: Record>(file: &File, block: &[R]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    block.iter().try_for_each(|record| out.write_all(&record.number().to_le_bytes()))?;
    out.flush()
}

fn read<R: Record>(mut file: &File, mut count: usize) -> io::Result<Vec<R>> {
    let mut records = Vec::with_capacity(count);
    let mut bytes = vec![0; BUFFER];
    while count > 0 {
        let some = count.min(BUFFER / BYTES);
        file.read_exact(&mut bytes[..some * BYTES])?;
        let number = |record: &[u8]| u128::from_le_bytes(record.try_into().expect("sixteen bytes"));
        records.extend(bytes[..some * BYTES].chunks_exact(BYTES).map(|record| R::of(number(record))));
        count -= some;
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Record for u128 {
        fn number(&self) -> u128 {
            *self
        }
        fn of(number: u128) -> Self {
            number
        }
    }

    proptest! {
        #[test]
        fn blocks_come_back_in_order_from_memory_and_from_disk(
            blocks in prop::collection::vec(prop::collection::vec(any::<u128>(), 1..40), 0..8), memory in 0u64..2000,
        ) {
            let room = Room { memory, ..Room::default() };
            let mut store = Store::new(&room, memory);
            blocks.iter().for_each(|block| store.add(block.clone()).unwrap());
            prop_assert_eq!(store.count(), blocks.concat().len() as u64);
            prop_assert_eq!(store.file.is_some(), store.count() > memory / BYTES as u64);
            let mut found = Vec::new();
            store.each(&mut |block| { found.push(block.to_vec()); Ok(()) }).unwrap();
            prop_assert_eq!(&found, &blocks);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let room = Room { memory: 0, temp_dir: "/nowhere/at/all".into() };
        let error = Store::new(&room, 0).add(vec![1u128]).unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }
}
