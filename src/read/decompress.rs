//! Opens a file, tells its progress, takes its digest, and undoes its compression, all in one pass.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, Result};
use crate::observer::Observer;

/// Seed of the digests of input files: a digest says which file was read, not what it is safe from.
pub const DIGEST_SEED: u64 = 0x7769_7265_636f_7079; // "wirecopy" in ASCII

/// How the bytes on disk are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Compression {
    #[default]
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// Whether a file that is packed so can begin with these bytes.
    fn may_begin(self, head: &[u8]) -> bool {
        let begins = |mark: &[u8]| head.iter().zip(mark).all(|(byte, mark)| byte == mark);
        match self {
            Self::None => true,
            Self::Gzip => begins(&[0x1F, 0x8B]),
            // A frame, or one that is passed over, whose first byte is any from 50 to 5F.
            Self::Zstd => {
                begins(&[0x28, 0xB5, 0x2F, 0xFD])
                    || (head.first().is_none_or(|first| first >> 4 == 5)
                        && head.get(1..).is_none_or(|rest| rest.iter().zip([0x2A, 0x4D, 0x18]).all(|(byte, mark)| *byte == mark)))
            }
        }
    }

    /// Takes the ending of a packed file off its name.
    pub fn of(name: &str) -> (Self, &str) {
        let endings = [(".gz", Self::Gzip), (".gzip", Self::Gzip), (".zst", Self::Zstd), (".zstd", Self::Zstd)];
        for (ending, compression) in endings {
            let cut = name.len().saturating_sub(ending.len());
            if cut > 0 && name.is_char_boundary(cut) && name[cut..].eq_ignore_ascii_case(ending) {
                return (compression, &name[..cut]);
            }
        }
        (Self::None, name)
    }
}

/// What is known of a file once it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OnDisk {
    pub bytes: u64,
    /// 16 hexadecimal digits; empty when reading stopped before the end of the file.
    pub digest: String,
}

/// The raw bytes of a file on their way to a decoder.
struct Tap<'a> {
    raw: Box<dyn Read + 'a>,
    digest: Xxh3,
    bytes: u64,
    /// The first bytes, as many as tell how a file is packed.
    head: Vec<u8>,
    /// How far the progress was told; a file that is read twice is told once.
    told: Rc<RefCell<u64>>,
    observer: &'a dyn Observer,
}

impl Read for Tap<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = loop {
            match self.raw.read(buffer) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                // Marked, so that a failing disk is never taken for a broken archive.
                other => break other.map_err(|e| io::Error::new(e.kind(), DiskError(e)))?,
            }
        };
        self.digest.update(&buffer[..read]);
        self.bytes += read as u64;
        let missing = HEAD.saturating_sub(self.head.len());
        self.head.extend_from_slice(&buffer[..read.min(missing)]);
        let mut told = self.told.borrow_mut();
        if self.bytes > *told {
            self.observer.advance(self.bytes - *told);
            *told = self.bytes;
        }
        Ok(read)
    }
}

/// Bytes that tell how a file is packed.
const HEAD: usize = 4;

/// The members of a gzip file one after another. Zeros behind the last one are passed over, as gzip does: tapes and archives of whole
/// blocks are filled up with them.
pub(super) struct Members<R> {
    /// `None`: all are read, or one is broken.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(raw: R) -> Self {
        Self { member: Some(GzDecoder::new(raw)) }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(mut member) = self.member.take() {
            let read = member.read(out)?;
            if read > 0 || out.is_empty() {
                self.member = Some(member);
                return Ok(read);
            }
            let mut raw = member.into_inner();
            if !is_over(&mut raw)? {
                self.member = Some(GzDecoder::new(raw));
            }
        }
        Ok(0)
    }
}

/// Passes over zeros; whether nothing stands behind them.
fn is_over(raw: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = raw.fill_buf()?;
        if buffer.is_empty() {
            return Ok(true);
        }
        let length = buffer.len();
        let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
        raw.consume(zeros);
        if zeros < length {
            return Ok(false);
        }
    }
}

/// A decoder at work on a file.
struct Unpacking<'a, R> {
    decoder: R,
    compression: Compression,
    tap: Shared<'a>,
}

impl<R: Read> Read for Unpacking<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|e| {
            if e.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<DiskError>)
                || self.compression.may_begin(&self.tap.0.borrow().head)
            {
                e
            } else {
                io::Error::new(io::ErrorKind::InvalidData, NotPacked(self.compression))
            }
        })
    }
}

/// The file's name says that it is packed, and its first bytes say that it is not.
#[derive(Debug)]
pub(super) struct NotPacked(Compression);

impl std::fmt::Display for NotPacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (ending, packing) = if self.0 == Compression::Zstd { (".zst", "Zstandard") } else { (".gz", "gzip") };
        write!(f, "its name ends in {ending}, but it is not packed with {packing}")
    }
}

impl std::error::Error for NotPacked {}

/// That a file is not packed as its name says; `None` for any other failure.
pub(super) fn not_packed(error: &io::Error) -> Option<&NotPacked> {
    error.get_ref()?.downcast_ref()
}

#[derive(Debug)]
struct DiskError(io::Error);

impl std::fmt::Display for DiskError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DiskError {}

/// The operating system's part in a failure to read; `None` when the packed data themselves are broken.
pub(super) fn disk_error(path: &Path, error: &io::Error) -> Option<Error> {
    let disk = error.get_ref()?.downcast_ref::<DiskError>()?;
    Some(Error::io(path, io::Error::new(disk.0.kind(), disk.0.to_string())))
}

#[derive(Clone)]
struct Shared<'a>(Rc<RefCell<Tap<'a>>>);

impl Read for Shared<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

/// An open file: unpacked bytes come out, the packed ones are counted and hashed on the way.
pub(super) struct Opened<'a> {
    tap: Shared<'a>,
    /// The unpacked bytes.
    pub unpacked: Box<dyn Read + 'a>,
}

impl<'a> Opened<'a> {
    /// Opens `path`. `told` is how many bytes of it the observer has heard of already.
    pub fn file(path: &Path, compression: Compression, told: Rc<RefCell<u64>>, observer: &'a dyn Observer) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        Self::stream(file, compression, told, observer).map_err(|e| Error::io(path, e))
    }

    /// The same from any source of bytes.
    pub fn stream(raw: impl Read + 'a, compression: Compression, told: Rc<RefCell<u64>>, observer: &'a dyn Observer) -> io::Result<Self> {
        let digest = Xxh3::with_seed(DIGEST_SEED);
        let tap = Shared(Rc::new(RefCell::new(Tap { raw: Box::new(raw), digest, bytes: 0, head: Vec::new(), told, observer })));
        let unpacked: Box<dyn Read + 'a> = match compression {
            Compression::None => Box::new(tap.clone()),
            Compression::Gzip => {
                let decoder = Members::new(BufReader::with_capacity(1 << 16, tap.clone()));
                Box::new(Unpacking { decoder, compression, tap: tap.clone() })
            }
            Compression::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::new(tap.clone())?;
                // Archives of the web are packed with `--long=31`.
                decoder.window_log_max(31)?;
                Box::new(Unpacking { decoder, compression, tap: tap.clone() })
            }
        };
        Ok(Self { tap, unpacked })
    }

    /// Reads what no one asked for yet, so that the digest is of the whole file.
    pub fn finish(mut self) -> io::Result<OnDisk> {
        let mut rest = vec![0; 1 << 16];
        while self.tap.read(&mut rest)? > 0 {}
        let tap = self.tap.0.borrow();
        Ok(OnDisk { bytes: tap.bytes, digest: format!("{:016x}", tap.digest.digest()) })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::*;
    use crate::observer::Silent;

    pub fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    pub fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::stream::encode_all(bytes, 0).unwrap()
    }

    fn unpack(packed: &[u8], compression: Compression) -> (io::Result<usize>, Vec<u8>, OnDisk) {
        let mut opened = Opened::stream(packed, compression, Rc::default(), &Silent).unwrap();
        let mut out = Vec::new();
        let result = opened.unpacked.read_to_end(&mut out);
        (result, out, opened.finish().unwrap())
    }

    #[test]
    fn packed_bytes_come_out_unpacked_and_the_digest_is_of_the_packed_ones() {
        let text = b"Moscow waits. ".repeat(1000);
        let mut two_members = gzip(&text);
        two_members.extend(gzip(b"end"));
        let mut two_frames = zstd(&text);
        two_frames.extend(zstd(b"end"));
        for (packed, compression) in [(two_members, Compression::Gzip), (two_frames, Compression::Zstd)] {
            let (result, out, on_disk) = unpack(&packed, compression);
            assert_eq!(result.unwrap(), text.len() + 3);
            assert!(out.starts_with(&text) && out.ends_with(b"end"));
            let digest = xxhash_rust::xxh3::xxh3_64_with_seed(&packed, DIGEST_SEED);
            assert_eq!(on_disk, OnDisk { bytes: packed.len() as u64, digest: format!("{digest:016x}") });
        }
    }

    #[test]
    fn a_digest_never_changes_between_versions() {
        assert_eq!(unpack(b"wirecopy", Compression::None).2.digest, "757847f5f76c7b0c");
    }

    #[test]
    fn an_archive_cut_short_gives_what_stands_before_the_break_and_is_no_disk_error() {
        let text: Vec<u8> = (0..200_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for (packed, compression) in [(gzip(&text), Compression::Gzip), (zstd(&text), Compression::Zstd)] {
            let (result, out, _) = unpack(&packed[..packed.len() / 2], compression);
            let error = result.unwrap_err();
            assert!(disk_error(Path::new("a"), &error).is_none());
            assert!(!out.is_empty() && text.starts_with(&out));
        }
    }

    #[test]
    fn zeros_behind_the_last_member_are_no_member_and_anything_else_is_a_broken_one() {
        let two = [gzip(b"Moscow "), gzip(b"waits.")].concat();
        for zeros in [1, 2, 511, 1 << 17] {
            let padded = [&two[..], &vec![0; zeros]].concat();
            let (result, out, on_disk) = unpack(&padded, Compression::Gzip);
            assert_eq!((result.unwrap(), &out[..], on_disk.bytes), (13, &b"Moscow waits."[..], padded.len() as u64));
        }
        let (result, out, _) = unpack(&[&two[..], b"\0\0words"].concat(), Compression::Gzip);
        assert!(not_packed(&result.unwrap_err()).is_none());
        assert_eq!(out, b"Moscow waits.");
        assert!(unpack(&[], Compression::Gzip).0.is_err() && unpack(&[0; 600], Compression::Gzip).0.is_err());
    }

    #[test]
    fn a_file_that_is_not_packed_as_its_name_says_is_no_damaged_one() {
        for (compression, ending, whole) in [(Compression::Gzip, ".gz", gzip(b"words")), (Compression::Zstd, ".zst", zstd(b"words"))] {
            for bytes in [&b"{\"text\": \"plain words\"}"[..], b"x", &[0x50, 0x4B, 3, 4]] {
                let error = unpack(bytes, compression).0.unwrap_err();
                assert!(not_packed(&error).is_some_and(|told| told.to_string().contains(ending)), "{error}");
            }
            let error = unpack(&whole[..whole.len() - 4], compression).0.unwrap_err();
            assert!(not_packed(&error).is_none(), "{error}");
        }
    }

    #[test]
    fn a_failing_disk_is_told_from_a_broken_archive() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is on fire"))
            }
        }
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let mut opened = Opened::stream(Failing, compression, Rc::default(), &Silent).unwrap();
            let error = opened.unpacked.read(&mut [0; 8]).unwrap_err();
            let told = disk_error(Path::new("a.gz"), &error).expect("a disk error");
            assert_eq!(told.to_string(), "a.gz: the disk is on fire");
        }
    }

    #[test]
    fn endings_of_packed_files_come_off_in_any_case() {
        assert_eq!(Compression::of("a.jsonl.GZ"), (Compression::Gzip, "a.jsonl"));
        assert_eq!(Compression::of("a.csv.zst"), (Compression::Zstd, "a.csv"));
        assert_eq!(Compression::of(".gz"), (Compression::None, ".gz"));
    }
}
