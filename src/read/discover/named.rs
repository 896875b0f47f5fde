//! Sidecars of what was named file by file: one that is named with its files, else the nearest one in a file's folder or above.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::{env, fs};

use super::entry::{READABLE, why_unreadable};
use super::{Found, Place, two_sidecars};
use crate::error::{Error, ErrorKind, Result};
use crate::read::format::sidecar_format;
use crate::read::globs::Globs;
use crate::read::inputs::{Input, Kind};

/// The sidecar of a file that does not lie in a folder that was named with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Listed {
    /// The sidecar's path.
    pub by: PathBuf,
    /// The file's path below the sidecar's folder.
    pub below: String,
}

/// The inputs that are sidecars of others: tables called `metadata` in a folder of which another file or folder was named too.
pub(super) fn sidecars(inputs: &[Input]) -> HashSet<usize> {
    if !inputs.iter().any(is_table) {
        return HashSet::new();
    }
    let others = inputs.iter().filter(|input| input.kind != Kind::Stdin && !is_table(input));
    let of_others: HashSet<PathBuf> = others.flat_map(|input| folders(&whole(input))).collect();
    let serves = |input: &Input| is_table(input) && whole(input).parent().is_some_and(|folder| of_others.contains(folder));
    inputs.iter().enumerate().filter(|(_, input)| serves(input)).map(|(at, _)| at).collect()
}

/// Says of each file that was found which sidecar lists it, and adds sidecars that nobody named.
pub(super) fn join(inputs: &[Input], named: &HashSet<usize>, globs: &Globs, found: &mut Found) -> Result<()> {
    let mut of_folders: HashMap<PathBuf, PathBuf> = HashMap::new();
    for sidecar in found.sidecars.iter().filter(|sidecar| named.contains(&sidecar.input)) {
        let folder = whole(&inputs[sidecar.input]).parent().map(Path::to_owned).unwrap_or_default();
        if let Some(first) = of_folders.insert(folder, sidecar.path.clone()) {
            return Err(two_sidecars(&first, &sidecar.path));
        }
    }
    if of_folders.is_empty() && inputs.iter().all(|input| input.kind != Kind::File) {
        return Ok(());
    }
    let here = env::current_dir().unwrap_or_default();
    let tops: Vec<PathBuf> = inputs.iter().map(whole).collect();
    // What was looked for and nobody named.
    let mut looked: BTreeMap<PathBuf, Option<Place>> = BTreeMap::new();
    for place in &mut found.places {
        let (input, top) = (&inputs[place.input], &tops[place.input]);
        // A table of that name which is no sidecar holds documents itself.
        if input.kind == Kind::Stdin || is_table(input) {
            continue;
        }
        let is_file = input.kind == Kind::File;
        for folder in folders(top) {
            let mut by = of_folders.get(&folder).cloned();
            // Folders above the one that the program runs in are somebody else's, unless the file is, too.
            if by.is_none() && is_file && (folder.starts_with(&here) || !top.starts_with(&here)) {
                let sidecar = match looked.entry(folder.clone()) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(look(&folder, input, top, globs)?),
                };
                by = sidecar.as_ref().map(|sidecar| sidecar.path.clone());
            }
            if let Some(by) = by {
                let path = if is_file { top.clone() } else { top.join(&place.below) };
                let parts = path.strip_prefix(&folder).unwrap_or(&path).components();
                let parts: Vec<String> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                place.listed = Some(Listed { by, below: parts.join("/") });
                break;
            }
        }
    }
    let uncalled: Vec<Place> = looked.into_values().flatten().collect();
    found.uncalled = uncalled.iter().map(|sidecar| sidecar.path.clone()).collect();
    found.sidecars.extend(uncalled);
    Ok(())
}

/// The sidecar in a folder that `input` lies in.
fn look(folder: &Path, input: &Input, top: &Path, globs: &Globs) -> Result<Option<Place>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(None) };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.filter(|name| sidecar_format(name).is_some() && !globs.exclude(name)).collect();
    names.sort();
    // As the file was named, where that leads to the folder.
    let above = folders(top).iter().position(|other| other == folder).and_then(|above| input.path.ancestors().nth(above + 1));
    let as_named = above.filter(|_| !input.path.components().any(|part| part == Component::ParentDir));
    let folder = as_named.unwrap_or(folder);
    let mut sidecar: Option<Place> = None;
    for name in names {
        let path = folder.join(&name);
        let Some((format, compression)) = sidecar_format(&name) else { continue };
        let metadata = fs::metadata(&path).map_err(|e| Error::io(&path, e).remedy(READABLE))?;
        if metadata.is_dir() {
            continue;
        }
        if let Some(why) = why_unreadable(&path, &metadata) {
            return Err(Error::new(ErrorKind::Io, why).at(&path).remedy(READABLE));
        }
        if let Some(first) = &sidecar {
            return Err(two_sidecars(&first.path, &path));
        }
        let bytes = metadata.len();
        let (below, folder) = (name.clone(), String::new());
        // No input is it.
        sidecar =
            Some(Place { path, name, format, compression, bytes, input: usize::MAX, below, folder, can_read_again: true, listed: None });
    }
    Ok(sidecar)
}

/// Whether it is a file that can be a sidecar.
fn is_table(input: &Input) -> bool {
    input.kind == Kind::File && sidecar_format(&name(&input.path)).is_some()
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Where an input stands, by the names that were typed where they can be followed.
fn whole(input: &Input) -> PathBuf {
    match std::path::absolute(&input.path) {
        Ok(path) if !path.components().any(|part| part == Component::ParentDir) => path,
        _ => input.canonical.clone(),
    }
}

/// All folders that a path lies in, the nearest first.
fn folders(path: &Path) -> Vec<PathBuf> {
    path.ancestors().skip(1).map(Path::to_owned).collect()
}
