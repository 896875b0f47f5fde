//! Items that lie in memory, or in a file that is part of the address space: the system brings what is read, and forgets it when told to.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::align::{Pair, Told};
use crate::report::{pairs, passages};
use crate::span::{Bytes, Span, Words};
use crate::text::WordTraits;

/// Where items begin in a file: a multiple of what any of them asks for.
const ALIGNED: usize = 8;

/// Bytes of a mapping that go together: as much as the system keeps in few large pages.
pub(crate) const PIECE: usize = if cfg!(test) { 1 << 16 } else { 1 << 24 };

/// Values that are their bytes: any bytes that one had are it again.
///
/// # Safety
/// No byte of a value may be padding, and none may point anywhere.
#[allow(unsafe_code, reason = "that a type is its bytes is a promise")]
pub unsafe trait Plain: Copy + Send + Sync + 'static {}

macro_rules! plain {
    ($($item:ty: $parts:expr),*) => {$(
        const _: () = assert!(size_of::<$item>() == $parts, "no byte is padding");
        // SAFETY: numbers, flags, and kinds, roles and grades without fields, and as many bytes as these have. What is read was written by this process, from such a value.
        #[allow(unsafe_code, reason = "see above")]
        unsafe impl Plain for $item {}
    )*};
}

plain!(
    u8: 1, u32: 4, u64: 8, Span<Bytes>: 4 + 4, WordTraits: 1,
    Told: 5 * 4 + 1 + 3, Pair: 6 * 4 + 2 * size_of::<Span<Words>>() + size_of::<Told>(),
    pairs::Row: 8 + 17 * 4 + 1 + 3, passages::Row: 13 * 4 + size_of::<Span<Bytes>>() + 2 + 2
);

/// The bytes of items, as they lie in memory.
pub(crate) fn bytes_of<T: Plain>(items: &[T]) -> &[u8] {
    // SAFETY: as many bytes as the items have, each of which has a value, and borrowed as long.
    #[allow(unsafe_code, reason = "no safe function shows a value's bytes")]
    unsafe {
        std::slice::from_raw_parts(items.as_ptr().cast(), size_of_val(items))
    }
}

/// A part of a file as memory: written once, and read in any order.
pub(crate) struct Mapping {
    file: Arc<File>,
    /// Where it begins in the file.
    from: u64,
    bytes: usize,
    /// Bytes that are written, or being written.
    taken: AtomicUsize,
    #[cfg(unix)]
    map: memmap2::MmapRaw,
}

impl Mapping {
    /// So many bytes of a file that nobody else has, from one on that lies between pages. The file may still be shorter.
    #[cfg(unix)]
    pub fn of(file: Arc<File>, from: u64, bytes: usize) -> io::Result<Self> {
        let map = memmap2::MmapOptions::new().offset(from).len(bytes).map_raw_read_only(&*file)?;
        Ok(Self { file, from, bytes, taken: AtomicUsize::new(0), map })
    }

    /// All of a file that holds so many items, and nothing else.
    #[cfg(unix)]
    pub fn whole<T: Plain>(file: File, count: usize) -> io::Result<(Arc<Self>, Column<T>)> {
        const { assert!(align_of::<T>() <= ALIGNED) };
        let bytes = count.checked_mul(size_of::<T>()).ok_or(io::ErrorKind::OutOfMemory)?;
        if file.metadata()?.len() < bytes as u64 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mapping = Arc::new(Self::of(Arc::new(file), 0, bytes)?);
        mapping.taken.store(bytes, Ordering::Relaxed);
        let start = NonNull::new(mapping.map.as_ptr().cast_mut().cast()).expect("nothing is mapped to address 0");
        Ok((Arc::clone(&mapping), Column { start, count, owner: Owner::File(mapping) }))
    }

    /// Writes columns behind all others, in one piece: the system keeps what was written together in large pages, which are mapped a hundred times as fast
    /// as small ones. `None`: there is no room for them.
    #[cfg(unix)]
    pub fn put<T: Plain>(self: &Arc<Self>, columns: &[&[T]]) -> io::Result<Option<Vec<Column<T>>>> {
        use std::os::unix::fs::FileExt;
        const { assert!(align_of::<T>() <= ALIGNED) };
        let bytes = columns.iter().map(|items| size_of_val(*items)).sum::<usize>();
        let room = |taken: usize| taken.checked_add(bytes.next_multiple_of(ALIGNED)).filter(|end| *end <= self.bytes);
        let Ok(mut at) = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room) else { return Ok(None) };
        let mut together = Vec::with_capacity(bytes);
        columns.iter().for_each(|items| together.extend_from_slice(bytes_of(items)));
        self.file.write_all_at(&together, self.from + at as u64)?;
        // The bytes from `at` on are those of the items, and nobody else's: nothing is ever written there again. Items of one type follow one another without
        // a gap, as in a slice.
        let column = |items: &&[T]| {
            let start = NonNull::new(self.map.as_ptr().wrapping_add(at).cast_mut().cast()).expect("nothing is mapped to address 0");
            at += size_of_val(*items);
            Column { start, count: items.len(), owner: Owner::File(Arc::clone(self)) }
        };
        Ok(Some(columns.iter().map(column).collect()))
    }

    /// Other systems hold everything.
    #[cfg(not(unix))]
    pub fn of(_: Arc<File>, _: u64, _: usize) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Other systems hold everything.
    #[cfg(not(unix))]
    pub fn whole<T: Plain>(_: File, _: usize) -> io::Result<(Arc<Self>, Column<T>)> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Other systems hold everything.
    #[cfg(not(unix))]
    pub fn put<T: Plain>(self: &Arc<Self>, _: &[&[T]]) -> io::Result<Option<Vec<Column<T>>>> {
        Ok(None)
    }

    /// Writes texts behind all other items, in one piece. `None`: there is no room for them.
    pub fn put_texts(self: &Arc<Self>, texts: &[&str]) -> io::Result<Option<Vec<FiledText>>> {
        let bytes: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        Ok(self.put(&bytes)?.map(|columns| columns.into_iter().map(FiledText).collect()))
    }

    /// Bytes of the file that it is.
    pub fn bytes(&self) -> u64 {
        self.bytes as u64
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.bytes.div_ceil(PIECE)
    }

    /// Tells the system whether items are read in their order from now on: what stands beside one that is not in its cache comes with it, or does not.
    pub fn read_in_order(&self, is_in_order: bool) {
        #[cfg(unix)]
        {
            let told = self.map.advise(if is_in_order { memmap2::Advice::Normal } else { memmap2::Advice::Random });
            // A system that knows no such advice does as it likes: no result depends on it.
            debug_assert!(cfg!(not(target_os = "linux")) || told.is_ok(), "{told:?}");
        }
        #[cfg(not(unix))]
        let _ = is_in_order;
    }

    /// The process holds none of a piece any more, until it reads it again.
    pub fn let_go(&self, piece: usize) {
        #[cfg(unix)]
        {
            let from = (piece * PIECE).min(self.bytes);
            // SAFETY: the pages belong to a file and are only read, so that what is read of them later is the same.
            #[allow(unsafe_code, reason = "no safe function gives pages back")]
            let told = unsafe { self.map.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, from, PIECE.min(self.bytes - from)) };
            // A system that knows no such advice does as it likes: no result depends on it.
            debug_assert!(cfg!(not(target_os = "linux")) || told.is_ok(), "{told:?}");
        }
        #[cfg(not(unix))]
        let _ = piece;
    }
}

/// Items in a row that nobody changes.
pub struct Column<T> {
    start: NonNull<T>,
    count: usize,
    owner: Owner<T>,
}

/// What holds a column's items where they are.
enum Owner<T> {
    Memory(Vec<T>),
    /// With other columns.
    Shared(Arc<Vec<T>>),
    File(Arc<Mapping>),
}

// SAFETY: a column owns its items, or shares them with others that only read them.
#[allow(unsafe_code, reason = "the pointer leads to what the column owns")]
unsafe impl<T: Send + Sync> Send for Column<T> {}
// SAFETY: as above.
#[allow(unsafe_code, reason = "as above")]
unsafe impl<T: Send + Sync> Sync for Column<T> {}

impl<T> From<Vec<T>> for Column<T> {
    fn from(items: Vec<T>) -> Self {
        let start = NonNull::new(items.as_ptr().cast_mut()).unwrap_or(NonNull::dangling());
        Self { start, count: items.len(), owner: Owner::Memory(items) }
    }
}

impl<T> Column<T> {
    /// Bytes of memory that it takes, whatever the system holds of a file.
    #[must_use]
    pub fn bytes_held(&self) -> usize {
        match &self.owner {
            Owner::Memory(items) => items.capacity() * size_of::<T>(),
            Owner::Shared(_) => self.count * size_of::<T>(),
            Owner::File(_) => 0,
        }
    }
}

impl<T> Column<T> {
    /// The list that holds the items in memory; the column itself where others share it, or it is in a file.
    pub(crate) fn into_list(self) -> Result<Vec<T>, Self> {
        match self.owner {
            Owner::Memory(items) => Ok(items),
            owner => Err(Self { owner, ..self }),
        }
    }
}

impl<T> Deref for Column<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        // SAFETY: the owner holds as many items there, does not move them, and nobody changes them.
        #[allow(unsafe_code, reason = "one way to read, wherever the items are")]
        unsafe {
            std::slice::from_raw_parts(self.start.as_ptr(), self.count)
        }
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: Clone> Clone for Column<T> {
    fn clone(&self) -> Self {
        match &self.owner {
            Owner::Memory(items) => items.clone().into(),
            Owner::Shared(items) => Self { start: self.start, count: self.count, owner: Owner::Shared(Arc::clone(items)) },
            Owner::File(mapping) => Self { start: self.start, count: self.count, owner: Owner::File(Arc::clone(mapping)) },
        }
    }
}

impl<T: PartialEq> PartialEq for Column<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<'a, T> IntoIterator for &'a Column<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A text in a file, or in memory with others.
pub(crate) struct FiledText(Column<u8>);

impl FiledText {
    /// Texts in one piece of memory, which is free when all of them are gone.
    pub fn together(texts: &[&str]) -> Vec<Self> {
        let together = Arc::new(texts.concat().into_bytes());
        let mut at = 0;
        let text = |text: &&str| {
            // The bytes from `at` on are those of the text, and the list is never changed.
            let start = NonNull::from(&together[at..]).cast();
            at += text.len();
            Self(Column { start, count: text.len(), owner: Owner::Shared(Arc::clone(&together)) })
        };
        texts.iter().map(text).collect()
    }

    /// Bytes of memory that it takes, whatever the system holds of a file.
    pub fn bytes_held(&self) -> usize {
        self.0.bytes_held()
    }
}

impl Deref for FiledText {
    type Target = str;

    fn deref(&self) -> &str {
        // SAFETY: `Mapping::put_texts` and `together` alone make one, of the bytes of a text.
        #[allow(unsafe_code, reason = "a text is not looked through again each time it is read")]
        unsafe {
            std::str::from_utf8_unchecked(&self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mapping(bytes: usize) -> Arc<Mapping> {
        Arc::new(Mapping::of(Arc::new(tempfile::tempfile().unwrap()), 0, bytes).unwrap())
    }

    proptest! {
        #[test]
        fn what_was_put_into_a_file_is_read_from_it_as_it_was(
            texts in prop::collection::vec(".{0,40}", 0..20), numbers in prop::collection::vec(any::<u64>(), 0..40), bytes in 0usize..4000,
        ) {
            let mapping = mapping(bytes.max(1));
            let mut room = bytes.max(1);
            let mut taken = |bytes: usize| room.checked_sub(bytes.next_multiple_of(ALIGNED)).map(|left| room = left);
            let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
            let filed = mapping.put_texts(&borrowed).unwrap();
            prop_assert_eq!(filed.is_some(), taken(texts.concat().len()).is_some());
            let (front, behind) = numbers.split_at(numbers.len() / 3);
            let columns = mapping.put(&[front, behind]).unwrap();
            prop_assert_eq!(columns.is_some(), taken(8 * numbers.len()).is_some());
            (0..mapping.pieces()).for_each(|piece| mapping.let_go(piece));
            mapping.read_in_order(bytes.is_multiple_of(2));
            drop(mapping);
            if let Some(filed) = filed {
                prop_assert_eq!(filed.iter().map(|text| &**text).collect::<Vec<&str>>(), borrowed);
            }
            if let Some(columns) = columns {
                prop_assert!(columns.iter().all(|column| column.bytes_held() == 0));
                prop_assert_eq!(columns.clone(), vec![Column::from(front.to_vec()), Column::from(behind.to_vec())]);
            }
        }
    }

    #[test]
    fn a_column_in_memory_is_the_list_it_was_made_of() {
        let column = Column::from(vec![7u64, 8]);
        assert_eq!((&*column, column.bytes_held() >= 16, Column::<u64>::default().len()), (&[7, 8][..], true, 0));
    }
}
