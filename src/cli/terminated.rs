//! A request to end (SIGTERM: `kill`, `timeout`, a machine that shuts down) is heard like Ctrl-C, so that nothing half-made stays behind.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the request came.
static ASKED: AtomicBool = AtomicBool::new(false);
/// Whether work is going on that looks at it.
static HEEDED: AtomicBool = AtomicBool::new(false);

/// Watches from now on. To be called before any thread is made: they inherit that the signal is kept from them.
///
/// Where nobody [heeds](heed) it, and the second time, the program ends at once, with the status of a process that the signal has ended.
pub fn watch() {
    #[cfg(unix)]
    {
        use nix::sys::signal::{SigSet, Signal};
        const STATUS: i32 = 128 + Signal::SIGTERM as i32;
        let mut signal = SigSet::empty();
        signal.add(Signal::SIGTERM);
        if signal.thread_block().is_err() {
            return;
        }
        let watching = std::thread::Builder::new().spawn(move || {
            while signal.wait().is_ok() {
                if !HEEDED.load(Ordering::SeqCst) || ASKED.swap(true, Ordering::SeqCst) {
                    std::process::exit(STATUS);
                }
            }
        });
        if watching.is_err() {
            // Nobody would hear it: it ends the program as it ends any other.
            let _ = signal.thread_unblock();
        }
    }
}

/// From now on the work stops by itself when it is asked to.
pub fn heed() {
    HEEDED.store(true, Ordering::SeqCst);
}

/// Whether the program was asked to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
