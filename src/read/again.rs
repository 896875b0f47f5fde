//! Files that are read a second time, and whether their bytes are those that were read first.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use xxhash_rust::xxh3::Xxh3;

use super::decompress::DIGEST_SEED;
use super::document::InputFile;

/// How much of a file is left of what was read first, and the digest of what came before.
struct Seen {
    digest: Xxh3,
    left: u64,
}

/// The bytes of a file on their way to who reads it again. They end where they ended first: a line that was added since would go on with
/// the last one, where that has no end.
pub(super) struct Watched {
    file: File,
    /// Whether that end is known. It is not where a limit stopped the first reading.
    ends: bool,
    seen: Rc<RefCell<Seen>>,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut seen = self.seen.borrow_mut();
        let left = usize::try_from(seen.left).unwrap_or(usize::MAX);
        let most = if self.ends { left.min(buffer.len()) } else { buffer.len() };
        let read = self.file.read(&mut buffer[..most])?;
        let first = left.min(read);
        seen.digest.update(&buffer[..first]);
        seen.left -= first as u64;
        Ok(read)
    }
}

/// Holds what a file gives the second time against what it gave the first time.
pub(crate) struct Again {
    /// Reads on where the other reader stopped.
    rest: Watched,
    digest: String,
}

impl Again {
    /// Watches `file`, of which `known` was told when it was read first.
    pub(super) fn watch(file: File, known: &InputFile) -> io::Result<(Watched, Self)> {
        let seen = Rc::new(RefCell::new(Seen { digest: Xxh3::with_seed(DIGEST_SEED), left: known.bytes }));
        let ends = !known.digest.is_empty();
        let rest = Watched { file: file.try_clone()?, ends, seen: Rc::clone(&seen) };
        Ok((Watched { file, ends, seen }, Self { rest, digest: known.digest.clone() }))
    }

    /// Whether the file begins with the same bytes as before, once all that is wanted of it was read.
    pub fn gave_the_same(mut self) -> io::Result<bool> {
        let mut rest = vec![0; 1 << 16];
        loop {
            let is_over = self.rest.seen.borrow().left == 0;
            if is_over || self.rest.read(&mut rest)? == 0 {
                break;
            }
        }
        let seen = self.rest.seen.borrow();
        // Where a limit stopped the first reading, nothing is known of the whole.
        Ok(self.digest.is_empty() || seen.left == 0 && format!("{:016x}", seen.digest.digest()) == self.digest)
    }
}

/// Whether a copy of a file has the bytes that the file had when it was read.
pub(crate) fn is_copy_of(copy: &Path, known: &InputFile) -> io::Result<bool> {
    if copy.metadata()?.len() != known.bytes {
        return Ok(false);
    }
    let (watched, again) = Again::watch(File::open(copy)?, known)?;
    drop(watched);
    again.gave_the_same()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64_with_seed;

    use super::*;

    proptest! {
        #[test]
        fn a_file_is_the_same_where_it_begins_with_the_same_bytes(
            before in proptest::collection::vec(0..3_u8, 0..6),
            now in proptest::collection::vec(0..3_u8, 0..6),
            asked in 0..8_usize,
        ) {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(&now).unwrap();
            let digest = format!("{:016x}", xxh3_64_with_seed(&before, DIGEST_SEED));
            let known = InputFile { path: file.path().to_owned(), bytes: before.len() as u64, digest, documents: 1 };
            let (mut watched, again) = Again::watch(File::open(file.path()).unwrap(), &known).unwrap();
            let mut some = vec![0; asked];
            let read = watched.read(&mut some).unwrap();
            prop_assert_eq!(&some[..read], &now[..asked.min(now.len()).min(before.len())]);
            prop_assert_eq!(again.gave_the_same().unwrap(), now.starts_with(&before));
            prop_assert_eq!(is_copy_of(file.path(), &known).unwrap(), now == before);
            let mut all = Vec::new();
            Again::watch(File::open(file.path()).unwrap(), &known).unwrap().0.read_to_end(&mut all).unwrap();
            prop_assert_eq!(&all, &now[..now.len().min(before.len())], "what was added since is not read");
            let limited = InputFile { digest: String::new(), ..known };
            all.clear();
            Again::watch(File::open(file.path()).unwrap(), &limited).unwrap().0.read_to_end(&mut all).unwrap();
            prop_assert_eq!(&all, &now, "where a limit stopped the first reading all is read");
        }
    }
}
