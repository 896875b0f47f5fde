//! Columns of numbers and strings as compressed blocks that the page's script decodes when it needs them.
//!
//! A column of `n` numbers becomes, where it ascends mostly, zigzag-coded differences; then its
//! bytes by place (all lowest bytes, all second bytes, ...; as many places as the largest number
//! needs), deflated with a zlib head and written in base 64. A column of strings is the texts run
//! together, and a column of their lengths in UTF-16 units beside it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use libdeflater::{CompressionLvl, Compressor};
use rayon::prelude::*;

use super::index::position;

/// How the script finds its way in a block: rows, places of a byte, whether differences were taken.
pub(super) type Entry = (u32, u8, u8);

/// A block: its name, and the base 64 of deflated bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub name: String,
    pub body: String,
}

impl Block {
    /// What it adds to a page, about: the body, and the element around it.
    pub fn size(&self) -> u64 {
        (self.body.len() + 2 * self.name.len() + 80) as u64
    }
}

/// Numbers of one column, before they are coded.
#[derive(Debug, Clone)]
pub(super) enum Column {
    /// Coded as they are.
    Plain(Vec<u32>),
    /// Coded as differences: for numbers that mostly ascend.
    Ascending(Vec<u32>),
}

/// Makes a column.
pub(super) type MakeColumn<'a> = Box<dyn Fn() -> Column + Send + Sync + 'a>;

/// Blocks with their directory.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub blocks: Vec<Block>,
    pub directory: BTreeMap<String, Entry>,
}

impl Blocks {
    /// Codes columns on all threads; the order stays.
    pub fn of_columns(table: &str, columns: Vec<(&str, Column)>) -> Self {
        Self::coded(table, columns, |column| column)
    }

    /// The same of columns that are made when their turn comes, one on each thread at a time: all of a large table would take more memory than the table.
    pub fn of_made(table: &str, columns: Vec<(&str, MakeColumn<'_>)>) -> Self {
        Self::coded(table, columns, |make| make())
    }

    fn coded<C: Send>(table: &str, columns: Vec<(&str, C)>, column: impl Fn(C) -> Column + Sync) -> Self {
        let code = |(name, own): (&str, C)| {
            let (bytes, entry) = places(column(own));
            (Block { name: format!("{table}.{name}"), body: pack(&bytes) }, entry)
        };
        let coded: Vec<(Block, Entry)> = columns.into_par_iter().map(code).collect();
        let directory = coded.iter().map(|(block, entry)| (block.name.clone(), *entry)).collect();
        Self { blocks: coded.into_iter().map(|(block, _)| block).collect(), directory }
    }

    /// Codes one column of strings.
    pub fn of_strings<S: AsRef<str> + Sync>(name: &str, strings: &[S]) -> Self {
        let units = |text: &str| if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
        let together = || {
            let mut text = String::with_capacity(strings.iter().map(|s| s.as_ref().len()).sum());
            strings.iter().for_each(|string| text.push_str(string.as_ref()));
            pack(text.as_bytes())
        };
        let apart = || {
            let (bytes, entry) = places(Column::Plain(strings.iter().map(|string| position(units(string.as_ref()))).collect()));
            (pack(&bytes), entry)
        };
        let (body, (lengths_body, entry)) = rayon::join(together, apart);
        let lengths = format!("{name}.lengths");
        Self {
            directory: BTreeMap::from([(lengths.clone(), entry)]),
            blocks: vec![Block { name: name.to_owned(), body }, Block { name: lengths, body: lengths_body }],
        }
    }

    /// What all of them add to a page.
    pub fn size(&self) -> u64 {
        self.blocks.iter().map(Block::size).sum()
    }

    /// Takes in other blocks.
    pub fn extend(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.directory.extend(other.directory);
    }
}

/// Splits a column into its bytes by place.
fn places(column: Column) -> (Vec<u8>, Entry) {
    let (values, ascending) = match column {
        Column::Plain(values) => (values, false),
        Column::Ascending(mut values) => {
            let mut before = 0_u32;
            for value in &mut values {
                let step = value.wrapping_sub(before).cast_signed();
                before = *value;
                *value = ((step << 1) ^ (step >> 31)).cast_unsigned();
            }
            (values, true)
        }
    };
    let most = values.iter().copied().max().unwrap_or(0);
    let count: u8 = match most {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    };
    let mut bytes = Vec::with_capacity(values.len() * usize::from(count));
    for place in 0..usize::from(count) {
        bytes.extend(values.iter().map(|v| v.to_le_bytes()[place]));
    }
    (bytes, (position(values.len()), count, u8::from(ascending)))
}

/// How hard blocks are deflated, 1 to 12. Level 2 takes a page 3% smaller and 1.4 times the time (S).
const LEVEL: i32 = 1;

/// Bytes of a deflated block for which there is room kept.
const KEPT: usize = 1 << 20;

thread_local! {
    /// Thousands of blocks are deflated, one after another on each thread: the tables of a compressor are larger than most of them. Beside it what a block
    /// is deflated to.
    static COMPRESSOR: RefCell<(Compressor, Vec<u8>)> =
        RefCell::new((Compressor::new(CompressionLvl::new(LEVEL).expect("there is such a level")), Vec::new()));
}

/// Deflates and writes in base 64.
pub(super) fn pack(bytes: &[u8]) -> String {
    COMPRESSOR.with_borrow_mut(|(compressor, deflated)| {
        let bound = compressor.zlib_compress_bound(bytes.len());
        deflated.resize(deflated.len().max(bound), 0);
        let length = compressor.zlib_compress(bytes, &mut deflated[..bound]).expect("there is room for the longest there can be");
        let told = base64(&deflated[..length]);
        if deflated.len() > KEPT {
            *deflated = Vec::new();
        }
        told
    })
}

/// Base 64 with the usual alphabet, padded.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: [u8; 3]| {
        let n = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        [18, 12, 6, 0].map(|shift| ALPHABET[(n >> shift & 63) as usize])
    };
    let (whole, rest) = bytes.as_chunks::<3>();
    let mut out = vec![b'='; bytes.len().div_ceil(3) * 4];
    let (digits, _) = out.as_chunks_mut::<4>();
    digits.iter_mut().zip(whole).for_each(|(digits, three)| *digits = four(*three));
    if let Some(last) = digits.last_mut().filter(|_| !rest.is_empty()) {
        let told = four([rest[0], rest.get(1).copied().unwrap_or(0), 0]);
        last[..=rest.len()].copy_from_slice(&told[..=rest.len()]);
    }
    String::from_utf8(out).expect("the alphabet is ASCII")
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;
    use proptest::prelude::*;

    use super::*;

    /// What [`pack`] undoes, for tests here and of the whole page.
    pub(in super::super) fn unpack(body: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let (mut bits, mut n) = (0_u32, 0);
        for c in body.bytes().filter(|&c| c != b'=') {
            let digit = match c {
                b'A'..=b'Z' => c - b'A',
                b'a'..=b'z' => c - b'a' + 26,
                b'0'..=b'9' => c - b'0' + 52,
                b'+' => 62,
                _ => 63,
            };
            bits = bits << 6 | u32::from(digit);
            n += 6;
            if n >= 8 {
                n -= 8;
                bytes.push((bits >> n) as u8);
            }
        }
        let mut out = Vec::new();
        ZlibDecoder::new(&bytes[..]).read_to_end(&mut out).unwrap();
        out
    }

    /// The numbers of a column, as the script decodes them.
    fn decode(block: &Block, (rows, count, ascending): Entry) -> Vec<u32> {
        let (bytes, rows) = (unpack(&block.body), rows as usize);
        let mut before = 0_u32;
        (0..rows)
            .map(|i| {
                let v = (0..count as usize).map(|p| u32::from(bytes[p * rows + i]) << (8 * p)).sum::<u32>();
                if ascending == 0 {
                    return v;
                }
                before = before.wrapping_add((v >> 1) ^ (v & 1).wrapping_neg());
                before
            })
            .collect()
    }

    proptest! {
        #[test]
        fn columns_come_back_as_they_went(values in prop::collection::vec(any::<u32>(), 0..300), shift in 0..32_u32) {
            let values: Vec<u32> = values.into_iter().map(|v| v >> shift).collect();
            for column in [Column::Plain(values.clone()), Column::Ascending(values.clone())] {
                let blocks = Blocks::of_columns("t", vec![("c", column)]);
                prop_assert_eq!(&decode(&blocks.blocks[0], blocks.directory["t.c"]), &values);
            }
        }
    }

    #[test]
    fn base64_agrees_with_the_standards_examples() {
        let told = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|t| base64(t.as_bytes()));
        assert_eq!(told, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }

    #[test]
    fn strings_are_measured_in_utf_16_units() {
        let blocks = Blocks::of_strings("t.s", &["", "é", "🧑", "a\0b"]);
        assert_eq!(unpack(&blocks.blocks[0].body), "é🧑a\0b".as_bytes());
        assert_eq!(decode(&blocks.blocks[1], blocks.directory["t.s.lengths"]), [0, 1, 2, 3]);
    }
}
