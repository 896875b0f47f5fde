//! Names of files as texts, which ids are made of.

use std::ffi::OsStr;
use std::fmt::Write as _;

/// A name as text. A byte that is no UTF-8 is told as `\xe9`, so that two names which differ in one stay apart.
#[must_use]
pub fn name_of(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // A string takes whatever is written.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn bytes_that_are_no_utf8_stay_apart_and_all_else_stands_as_it_is() {
        let names = [&b"caf\xe9.txt"[..], b"caf\xe8.txt", "café.txt".as_bytes(), b"a\\b\n", b"\xc3"];
        let told = names.map(|name| name_of(OsStr::from_bytes(name)));
        assert_eq!(told, ["caf\\xe9.txt", "caf\\xe8.txt", "café.txt", "a\\b\n", "\\xc3"]);
    }
}
