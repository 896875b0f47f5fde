//! How far reading may be ahead of what was handed on.

use std::sync::{Condvar, Mutex, PoisonError};

use super::WAITING;
use super::worker::lock;

/// Blocks of each thread that are out: the one that it works at, and three that it may have made while another thread is not done with an earlier one, since
/// what was made is handed on in the order of the file. So a block that takes four times as long as others keeps nobody waiting; with more blocks little would
/// be gained, and what was made of all of them would be held.
const FOR_EACH_THREAD: usize = 4;

/// Keeps the reading thread from reading a whole file while others are not done with its beginning, or what they made is not handed on.
///
/// Only the reading thread ever waits here. The block that is to be handed on next was let through before all others that are out, so a thread has it or will
/// take it, and hands over what it made without waiting: the reading thread waits for work that is done, never for somebody who waits for it.
pub(super) struct Ahead {
    /// Blocks that are out at most: read, and not handed on.
    most: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    handed_on: u64,
    is_closed: bool,
}

impl Ahead {
    /// Where so many threads take blocks.
    pub fn of(threads: usize) -> Self {
        let most = u64::try_from(WAITING + FOR_EACH_THREAD * threads).unwrap_or(u64::MAX);
        Self { most, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits until the block of this number, from 0, may be read. Whether anybody still wants it.
    pub fn may_read(&self, number: u64) -> bool {
        let too_far = |state: &mut State| !state.is_closed && number >= state.handed_on.saturating_add(self.most);
        let state = self.changed.wait_while(lock(&self.state), too_far).unwrap_or_else(PoisonError::into_inner);
        !state.is_closed
    }

    /// So many blocks were handed on by now.
    pub fn handed_on(&self, blocks: u64) {
        lock(&self.state).handed_on = blocks;
        self.changed.notify_all();
    }

    /// Whether nobody wants more blocks.
    pub fn is_closed(&self) -> bool {
        lock(&self.state).is_closed
    }

    /// Says that nobody wants more blocks once it is dropped, be it since a thread panics: else its block would be waited for without end.
    pub fn closing(&self) -> Closing<'_> {
        Closing(self)
    }
}

/// See [`Ahead::closing`].
pub(super) struct Closing<'a>(&'a Ahead);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).is_closed = true;
        self.0.changed.notify_all();
    }
}
