//! Panics of the decoder, which are caught, and told as faults of the file.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Whether the next panic of this thread is caught.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// For the panic hook of a program: whether the panic that it is called for is caught, and told as a fault of the file that is read. The hook need not tell
/// it once more.
///
/// To be asked once for each panic: one that comes while a caught one unwinds ends the program, and is none.
#[must_use]
pub fn is_panic_caught() -> bool {
    IS_CAUGHT.replace(false)
}

/// What `read` gives, or what it panics with.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    IS_CAUGHT.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    IS_CAUGHT.set(false);
    read.unwrap_or_else(|panic| {
        let told = panic.downcast_ref::<String>().cloned();
        Err(told.unwrap_or_else(|| "the column cannot be decoded".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_inside_and_nowhere_else() {
        assert!(!is_panic_caught());
        let inside = guarded(|| {
            let elsewhere = std::thread::scope(|scope| scope.spawn(is_panic_caught).join().unwrap());
            // As a hook asks, and asks again for a panic that comes while the first one unwinds.
            Ok([elsewhere, is_panic_caught(), is_panic_caught()])
        });
        assert_eq!(inside, Ok([false, true, false]));
        assert!(!is_panic_caught());
    }

    #[test]
    fn what_it_panics_with_is_told() {
        let number = 7;
        assert_eq!(guarded::<()>(|| panic!("column {number}")), Err("column 7".to_owned()));
        assert!(!is_panic_caught());
        assert_eq!(guarded::<()>(|| Err("broken".to_owned())), Err("broken".to_owned()));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
