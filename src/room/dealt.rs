//! Records of sixteen bytes that are dealt out into parts, in any order and from all threads, and read again a part at a time.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::store::{BYTES, Record};
use super::{Room, failed, temporary};
use crate::error::Result;

/// Bytes of a part that are gathered before they go to the file.
const BUFFER: usize = 1 << 16;

/// Parts of records in one file without a name: a file for each would be more than a process may open.
pub(crate) struct Dealt {
    folder: PathBuf,
    all: Mutex<All>,
}

struct All {
    file: File,
    /// Bytes in the file.
    end: u64,
    parts: Vec<Part>,
}

#[derive(Default)]
struct Part {
    gathered: Vec<u8>,
    /// Where its pieces begin in the file, and their bytes.
    pieces: Vec<(u64, usize)>,
}

impl Dealt {
    /// So many parts, in the folder of the room.
    pub fn new(room: &Room, parts: usize) -> Result<Self> {
        let parts = (0..parts).map(|_| Part::default()).collect();
        let all = All { file: temporary(&room.temp_dir)?, end: 0, parts };
        Ok(Self { folder: room.temp_dir.clone(), all: Mutex::new(all) })
    }

    /// Adds records to parts: to each part some.
    pub fn add<'r, R: Record + 'r>(&self, records: impl Iterator<Item = (usize, &'r [R])>) -> Result<()> {
        let mut all = self.all();
        for (part, records) in records {
            all.add(part, records).map_err(|e| failed(&self.folder, e))?;
        }
        Ok(())
    }

    /// The records of a part that are asked for, in no order.
    pub fn part<R: Record>(&self, part: usize, is_asked: impl Fn(&R) -> bool) -> Result<Vec<R>> {
        self.all().read(part, is_asked).map_err(|e| failed(&self.folder, e))
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn add<R: Record>(&mut self, part: usize, records: &[R]) -> io::Result<()> {
        let Part { gathered, pieces } = &mut self.parts[part];
        for some in records.chunks(BUFFER / BYTES) {
            some.iter().for_each(|record| gathered.extend_from_slice(&record.number().to_le_bytes()));
            if gathered.len() >= BUFFER {
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
        let mut records = Vec::new();
        let mut take = |bytes: &[u8]| {
            let number = |record: &[u8]| u128::from_le_bytes(record.try_into().expect("sixteen bytes"));
            records.extend(bytes.chunks_exact(BYTES).map(|record| R::of(number(record))).filter(&is_asked));
        };
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
        Ok(records)
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
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let error = Dealt::new(&Room { memory: 0, temp_dir: "/nowhere/at/all".into() }, 1).err().unwrap();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }
}
