//! Records that are dealt out into parts, in any order and from all threads, and read again a part at a time.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::store::{Record, bytes_of_one, records};
use super::{Room, failed, temporary};
use crate::error::Result;

/// Bytes that are gathered before they go to the file: of a part, and of all parts together. It may be twice as much.
const BUFFER: usize = 1 << 16;
const BUFFERS: usize = 1 << 25;

/// Parts of records in one file without a name: a file for each would be more than a process may open.
pub(crate) struct Dealt<R> {
    folder: PathBuf,
    all: Mutex<All>,
    records: PhantomData<R>,
}

struct All {
    file: File,
    /// Bytes in the file.
    end: u64,
    parts: Vec<Part>,
    /// Bytes of a part that are gathered before they go to the file.
    buffer: usize,
}

#[derive(Default)]
struct Part {
    gathered: Vec<u8>,
    /// Where its pieces begin in the file, and their bytes.
    pieces: Vec<(u64, usize)>,
}

impl<R: Record> Dealt<R> {
    /// So many parts, in the folder of the room.
    pub fn new(room: &Room, parts: usize) -> Result<Self> {
        let buffer = (BUFFERS / parts.max(1)).min(BUFFER).max(bytes_of_one::<R>());
        let parts = (0..parts).map(|_| Part::default()).collect();
        let all = All { file: temporary(&room.temp_dir)?, end: 0, parts, buffer };
        Ok(Self { folder: room.temp_dir.clone(), all: Mutex::new(all), records: PhantomData })
    }

    /// Adds records to parts: to each part some.
    pub fn add<'r>(&self, records: impl Iterator<Item = (usize, &'r [R])>) -> Result<()>
    where
        R: 'r,
    {
        let mut all = self.all();
        for (part, records) in records {
            all.add(part, records).map_err(|e| failed(&self.folder, e))?;
        }
        Ok(())
    }

    /// The records of a part that are asked for, in no order.
    pub fn part(&self, part: usize, is_asked: impl Fn(&R) -> bool) -> Result<Vec<R>> {
        self.all().read(part, is_asked).map_err(|e| failed(&self.folder, e))
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn add<R: Record>(&mut self, part: usize, records: &[R]) -> io::Result<()> {
        let Part { gathered, pieces } = &mut self.parts[part];
        for some in records.chunks(self.buffer / bytes_of_one::<R>()) {
            some.iter().for_each(|record| gathered.extend_from_slice(record.bytes().as_ref()));
            if gathered.len() >= self.buffer {
                self.file.write_all(gathered)?;
                pieces.push((self.end, gathered.len()));
                self.end += gathered.len() as u64;
                gathered.clear();
            }
        }
        Ok(())
    }

    fn read<R: Record>(&mut self, part: usize, is_asked: impl Fn(&R) -> bool) -> io::Result<Vec<R>> {
        let Part { gathered, pieces } = &self.parts[part];
        let mut all = Vec::new();
        let mut take = |bytes: &[u8]| all.extend(records(bytes).filter(&is_asked));
        let mut piece = Vec::new();
        for &(start, bytes) in pieces {
            piece.resize(bytes, 0);
            self.file.seek(SeekFrom::Start(start))?;
            self.file.read_exact(&mut piece)?;
            take(&piece);
        }
        take(gathered);
        // What is added later goes behind all of it.
        self.file.seek(SeekFrom::Start(self.end))?;
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_whole_as_often_as_asked_and_more_can_be_added() {
        let dealt = Dealt::new(&Room::default(), 3).unwrap();
        let many: Vec<u128> = (0..20_000).collect();
        for (part, records) in [(0, &many[..7]), (2, &many[7..19_000]), (0, &many[19_000..])] {
            dealt.add([(part, records)].into_iter()).unwrap();
        }
        for _ in 0..2 {
            let parts = [0, 1, 2].map(|part| dealt.part(part, |_: &u128| true).unwrap());
            assert_eq!(parts, [[&many[..7], &many[19_000..]].concat(), Vec::new(), many[7..19_000].to_vec()]);
        }
        dealt.add([(2, &many[..5000])].into_iter()).unwrap();
        assert_eq!(dealt.part(2, |_: &u128| true).unwrap(), [&many[7..19_000], &many[..5000]].concat());
        assert_eq!(dealt.part(2, |n: &u128| *n < 9).unwrap(), [&many[7..9], &many[..9]].concat());
    }

    #[test]
    fn of_many_parts_little_is_gathered_and_records_need_not_fill_it() {
        #[derive(Clone, Copy, PartialEq, Debug)]
        struct Five([u8; 5]);
        impl Record for Five {
            type Bytes = [u8; 5];

            fn bytes(&self) -> [u8; 5] {
                self.0
            }
            fn of(bytes: [u8; 5]) -> Self {
                Self(bytes)
            }
        }
        let parts = BUFFERS / 1000;
        let dealt = Dealt::new(&Room::default(), parts).unwrap();
        let records: Vec<Five> = (0..999u32).map(|n| Five([n.to_le_bytes().as_slice(), &[7]].concat().try_into().unwrap())).collect();
        records.chunks(90).for_each(|some| dealt.add([(3, some), (parts - 1, &some[..1])].into_iter()).unwrap());
        assert!(!dealt.all().parts[3].pieces.is_empty());
        assert_eq!(dealt.part(3, |_| true).unwrap(), records);
        assert_eq!(dealt.part(parts - 1, |_| true).unwrap(), records.chunks(90).map(|some| some[0]).collect::<Vec<_>>());
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let error = Dealt::<u128>::new(&Room { memory: 0, temp_dir: "/nowhere/at/all".into() }, 1).err().unwrap();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }
}
