//! Kept files that are documents themselves, copied into a folder.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{failed, folder_of, known, of_corpus, readable, rewritten};
use crate::dedup::Dedup;
use crate::dedup::items::Items;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::read::{StreamedFile, is_copy_of, name_of};

/// That the folder, where there is one, holds nothing but documents of this corpus: only such a one is replaced.
///
/// # Errors
/// [`ErrorKind::OutputExists`], naming what else it holds.
pub(super) fn holds_nothing_else(folder: &Path, items: &Items) -> Result<()> {
    let names: BTreeSet<PathBuf> = of_corpus(items).map(|file| name_in_folder(&items.files[file].streamed)).collect();
    if let Some(other) = other_file(folder, folder, &names).map_err(|e| failed(folder, e))? {
        let message = format!("the folder holds {}, which is no document of this corpus: it is not replaced", other.display());
        return Err(Error::new(ErrorKind::OutputExists, message).at(folder).remedy("name a folder of its own with --write-kept"));
    }
    Ok(())
}

/// What a file is called in the folder: as in ids, but with the bytes that its name and those of its folders have on disk.
fn name_in_folder(file: &StreamedFile) -> PathBuf {
    let mut parts: Vec<OsString> = file.name.split('/').map(OsString::from).collect();
    let on_disk = file.path.components().rev().map(|part| part.as_os_str().to_owned());
    for (part, on_disk) in parts.iter_mut().rev().zip(on_disk) {
        if *part != on_disk && name_of(&on_disk).as_str() == part.as_os_str() {
            *part = on_disk;
        }
    }
    parts.into_iter().collect()
}

pub(super) fn copy_files(dedup: &Dedup, folder: &Path, observer: &dyn Observer) -> Result<u64> {
    let aside = tempfile::tempdir_in(folder_of(folder)).map_err(|e| failed(folder, e.kind().into()))?;
    let mut written = 0;
    for file in of_corpus(&dedup.items) {
        observer.check()?;
        if dedup.items.documents_of(file).all(|document| dedup.dropped[document]) {
            continue;
        }
        let of_file = &dedup.items.files[file].streamed;
        let target = aside.path().join(name_in_folder(of_file));
        fs::create_dir_all(folder_of(&target)).map_err(|e| failed(folder, e))?;
        // A copy fails on either side.
        let readable = || fs::File::open(&of_file.path).map_err(|e| Error::io(&of_file.path, e)).err();
        fs::copy(&of_file.path, &target).map_err(|e| readable().unwrap_or_else(|| failed(folder, e)))?;
        // The copy is looked at, so that nothing can happen between looking and copying.
        if let Some(known) = known(dedup, file)
            && !is_copy_of(&target, known).map_err(|e| failed(folder, e))?
        {
            return Err(rewritten(&of_file.path));
        }
        written += 1;
    }
    readable(aside.path(), 0o755).and_then(|()| replace(folder, aside.path())).map_err(|e| failed(folder, e))?;
    Ok(written)
}

/// Puts a folder in the place of another one, which goes only when the new one stands there.
fn replace(folder: &Path, with: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        return fs::rename(with, folder);
    }
    let old = tempfile::tempdir_in(folder_of(folder))?;
    let before = old.path().join("before");
    fs::rename(folder, &before)?;
    fs::rename(with, folder).or_else(|e| fs::rename(&before, folder).and(Err(e)))
}

/// A file somewhere in a folder whose name, from `top` on, is none of these.
fn other_file(top: &Path, folder: &Path, names: &BTreeSet<PathBuf>) -> io::Result<Option<PathBuf>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if let Some(other) = other_file(top, &path, names)? {
                return Ok(Some(other));
            }
        } else if !path.strip_prefix(top).is_ok_and(|name| names.contains(name)) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
