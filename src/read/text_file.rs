//! Files that are one text: `.txt` and `.md`, the latter with its mark-up as it stands.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::Encoding;

use crate::error::{Error, Result};
use crate::observer::Observer;

use super::decompress::{OnDisk, disk_error};
use super::discover::Place;
use super::encoding::{Decoded, decode};
use super::foreign::{Foreign, binary};
use super::record::{cut_short, guessed, not_decoded};
use super::trouble::{Trouble, Troubles};

/// Reads and decodes a whole file. `declared` finds what encoding the bytes claim for themselves.
/// `None`: it is binary, which was told.
///
/// At most `max_bytes` and a little more are held, so that a packed file cannot fill the memory.
pub(super) fn read_text(
    place: &Place,
    observer: &dyn Observer,
    declared: impl Fn(&[u8]) -> Option<&'static Encoding>,
    max_bytes: u64,
    troubles: &mut Troubles<'_>,
) -> Result<(Option<Decoded>, OnDisk)> {
    let mut opened = place.open(Rc::new(RefCell::new(0)), observer)?;
    // Text of UTF-16 is up to twice as long as in UTF-8.
    let mut unpacked = std::mem::replace(&mut opened.unpacked, Box::new(io::empty())).take(2 * max_bytes + 3);
    let mut bytes = Vec::with_capacity(usize::try_from(place.bytes.min(max_bytes)).unwrap_or(0) + 1);
    let result = unpacked.read_to_end(&mut bytes);
    drop(unpacked);
    let on_disk = opened.finish().map_err(|e| disk_error(&place.path, &e).unwrap_or_else(|| Error::io(&place.path, e)))?;
    if let Err(e) = result {
        if let Some(error) = disk_error(&place.path, &e) {
            return Err(error);
        }
        troubles.tell(cut_short(&e, None).losing(u64::from(bytes.is_empty())))?;
        if bytes.is_empty() {
            return Ok((None, on_disk));
        }
    }
    let declared = declared(&bytes);
    let foreign = Foreign::of(&bytes);
    let Some(decoded) = decode(bytes, declared) else {
        troubles.tell(binary(foreign))?;
        return Ok((None, on_disk));
    };
    if let Some(guess) = decoded.guess {
        troubles.tell(guessed(guess))?;
    }
    if decoded.replaced > 0 {
        troubles.tell(Trouble { line: decoded.first_replaced, ..not_decoded(decoded.replaced) })?;
    }
    Ok((Some(decoded), on_disk))
}
