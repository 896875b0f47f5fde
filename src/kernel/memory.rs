//! Asking memory for what is read soon, and giving back what is not used.
//!
//! A core that reads something from memory and needs it at once waits for a hundred nanoseconds; asked for before, it comes while other work is done. What is
//! asked for changes no result.

/// Gives the system back what was freed in small pieces, which the allocator keeps for others of their size otherwise: large ones would come on top of it.
pub(crate) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // SAFETY: declared as in malloc.h of the C library that the program is linked with.
        #[allow(unsafe_code, reason = "no safe function gives memory back")]
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> std::ffi::c_int;
        }
        // SAFETY: it takes any number, locks what it changes, and moves nothing that is in use.
        #[allow(unsafe_code, reason = "no safe function gives memory back")]
        unsafe {
            malloc_trim(0);
        }
    }
}

/// Bytes that memory gives at once.
const LINE: usize = 64;

/// Asks for the line of memory that holds an item, and does not wait for it.
#[inline(always)]
pub(crate) fn ask_for<T>(item: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every x86-64 processor knows the instruction, which changes nothing but caches, whatever the address.
        #[allow(unsafe_code, reason = "no safe function asks for memory")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(item).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = item;
}

/// Asks for the lines of memory in which the first bytes of an item begin and end.
#[inline(always)]
pub(crate) fn ask_for_begin<T, const BYTES: usize>(item: &T) {
    const { assert!(0 < BYTES && BYTES <= size_of::<T>()) };
    ask_for(item);
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: as in `ask_for`.
        #[allow(unsafe_code, reason = "no safe function asks for memory")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(item).cast::<i8>().wrapping_add(BYTES - 1));
        }
    }
}

/// Asks for the lines of memory that hold some items; for the last one only where they begin with a line.
#[inline(always)]
pub(crate) fn ask_for_all<T>(items: &[T]) {
    items.iter().step_by((LINE / size_of::<T>().max(1)).max(1)).for_each(ask_for);
}
