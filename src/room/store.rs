//! Records that come in order, some at a time: in memory as long as there is room, then on disk.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use super::{Room, failed, temporary};
use crate::error::Result;

/// Bytes that are written or read at once.
const BUFFER: usize = 1 << 16;

/// What goes to disk and comes back.
pub(crate) trait Record: Copy {
    /// All that is known of it, in so many bytes.
    type Bytes: AsRef<[u8]> + for<'b> TryFrom<&'b [u8]>;

    /// The record as bytes, and the bytes of no other one.
    fn bytes(&self) -> Self::Bytes;
    /// The record of these bytes.
    fn of(bytes: Self::Bytes) -> Self;
}

/// Bytes of a record.
pub(super) const fn bytes_of_one<R: Record>() -> usize {
    size_of::<R::Bytes>()
}

/// The records that lie in these bytes one behind the other.
pub(super) fn records<R: Record>(bytes: &[u8]) -> impl Iterator<Item = R> {
    // What is left of bytes behind the last record is none.
    bytes.chunks_exact(bytes_of_one::<R>()).filter_map(|record| record.try_into().ok()).map(R::of)
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
        Self { room, most: memory / bytes_of_one::<R>() as u64, count: 0, held: Vec::new(), filed: Vec::new(), file: None }
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

    /// Goes through the blocks in their order. Each goes when it was taken. Of those on disk as many come together as make so many bytes, one at least.
    pub fn each(self, together: u64, take: &mut dyn FnMut(&[R]) -> Result<()>) -> Result<()> {
        self.held.into_iter().try_for_each(|block| take(&block))?;
        let Some(mut file) = self.file.as_ref() else { return Ok(()) };
        let fail = |e| failed(&self.room.temp_dir, e);
        file.seek(SeekFrom::Start(0)).map_err(fail)?;
        let most = usize::try_from(together / bytes_of_one::<R>() as u64).unwrap_or(usize::MAX);
        let mut filed = self.filed.into_iter().peekable();
        while let Some(mut count) = filed.next() {
            while let Some(more) = filed.next_if(|more| count + more <= most) {
                count += more;
            }
            take(&read(file, count).map_err(fail)?)?;
        }
        Ok(())
    }
}

fn write<R: Record>(file: &File, block: &[R]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    block.iter().try_for_each(|record| out.write_all(record.bytes().as_ref()))?;
    out.flush()
}

fn read<R: Record>(mut file: &File, mut count: usize) -> io::Result<Vec<R>> {
    let mut all = Vec::with_capacity(count);
    let mut bytes = vec![0; BUFFER];
    while count > 0 {
        let some = count.min(BUFFER / bytes_of_one::<R>());
        let own = &mut bytes[..some * bytes_of_one::<R>()];
        file.read_exact(own)?;
        all.extend(records::<R>(own));
        count -= some;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Record for u128 {
        type Bytes = [u8; 16];

        fn bytes(&self) -> [u8; 16] {
            self.to_le_bytes()
        }
        fn of(bytes: [u8; 16]) -> Self {
            Self::from_le_bytes(bytes)
        }
    }

    proptest! {
        #[test]
        fn blocks_come_back_in_order_from_memory_and_from_disk(
            blocks in prop::collection::vec(prop::collection::vec(any::<u128>(), 1..40), 0..8), memory in 0u64..2000, together in 0u64..2000,
        ) {
            let room = Room { memory, ..Room::default() };
            let mut store = Store::new(&room, memory);
            blocks.iter().for_each(|block| store.add(block.clone()).unwrap());
            prop_assert_eq!(store.count(), blocks.concat().len() as u64);
            prop_assert_eq!(store.file.is_some(), store.count() > memory / 16);
            let mut found = Vec::new();
            store.each(together, &mut |block| { found.push(block.to_vec()); Ok(()) }).unwrap();
            prop_assert_eq!(found.concat(), blocks.concat());
            // Those in memory come one by one. No other one is cut, or taken with others beyond what was asked for, and none by itself that fits.
            let ends: Vec<u64> = blocks.iter().scan(0, |end, block| { *end += block.len() as u64; Some(*end) }).collect();
            let mut left = &blocks[..];
            for (n, some) in found.iter().enumerate() {
                let count = (1..=left.len()).find(|count| left[..*count].concat().len() >= some.len()).unwrap_or_default();
                prop_assert_eq!(&left[..count].concat(), some);
                let is_held = ends[n] <= memory / 16;
                prop_assert!(count == 1 || !is_held && 16 * some.len() as u64 <= together);
                left = &left[count..];
                if let Some(next) = left.first().filter(|_| !is_held) {
                    prop_assert!(16 * (some.len() + next.len()) as u64 > together);
                }
            }
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let room = Room { memory: 0, temp_dir: "/nowhere/at/all".into() };
        let error = Store::new(&room, 0).add(vec![1u128]).unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }
}
