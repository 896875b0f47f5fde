//! Sidecars of what was named file by file: one that is named with its files, else the nearest one in a file's folder or above.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::entry::why_unreadable;
use super::{Found, Place, two_sidecars};
use crate::error::Result;
use crate::observer::{Silent, Warning};
use crate::read::fields::Chooser;
use crate::read::file_name::name_of;
use crate::read::format::sidecar_format;
use crate::read::globs::Globs;
use crate::read::inputs::{Input, Kind};
use crate::read::meaning::{FieldNames, Meaning};
use crate::read::record::{Flow, Record, Sink, read_records};
use crate::read::trouble::Trouble;

/// The sidecar of a file that does not lie in a folder that was named with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Listed {
    /// The sidecar's path.
    pub by: PathBuf,
    /// The file's path below the sidecar's folder.
    pub below: String,
}

/// The cause of a warning about a sidecar that cannot be read and that nobody named.
pub(in crate::read) const UNREADABLE: &str = "unreadable sidecar";
/// By how many of its records a table is judged.
const GLANCED: usize = 100;
/// What is done about it.
pub(in crate::read) const WITHOUT: &str = "nobody named it, so files were read without it";

/// The inputs that are sidecars of others: tables called `metadata` in a folder of which another file or folder was named too.
/// One that has texts and names no files holds documents itself.
pub(super) fn sidecars(inputs: &[Input], names: &FieldNames) -> HashSet<usize> {
    if !inputs.iter().any(is_table) {
        return HashSet::new();
    }
    let others = inputs.iter().filter(|input| input.kind != Kind::Stdin && !is_table(input));
    let of_others: HashSet<PathBuf> = others.flat_map(|input| folders(&whole(input))).collect();
    let serves = |input: &Input| is_table(input) && whole(input).parent().is_some_and(|folder| of_others.contains(folder));
    inputs.iter().enumerate().filter(|(_, input)| serves(input) && !holds_documents(input, names)).map(|(at, _)| at).collect()
}

/// What a folder holds that nobody named.
enum Beside {
    Nothing,
    /// What may be a sidecar and cannot be taken for one.
    Doubtful,
    Sidecar(Place),
}

/// Says of each file that was found which sidecar lists it, and adds sidecars that nobody named. `here` is the folder in which the program runs,
/// where that is known.
pub(super) fn join(inputs: &[Input], named: &HashSet<usize>, globs: &Globs, here: Option<&Path>, found: &mut Found) -> Result<()> {
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
    let tops: Vec<PathBuf> = inputs.iter().map(whole).collect();
    let is_inside = |path: &Path| here.is_some_and(|here| path.starts_with(here));
    // What was looked for and nobody named.
    let mut looked: BTreeMap<PathBuf, Beside> = BTreeMap::new();
    for place in &mut found.places {
        let (input, top) = (&inputs[place.input], &tops[place.input]);
        // A table of that name which is no sidecar holds documents itself.
        if input.kind == Kind::Stdin || is_table(input) {
            continue;
        }
        let is_file = input.kind == Kind::File;
        for folder in folders(top) {
            let mut by = of_folders.get(&folder).cloned();
            // Folders further above than the one that the program runs in are somebody else's.
            if by.is_none() && is_file && (top.parent() == Some(&folder) || is_inside(top) && is_inside(&folder)) {
                let beside = match looked.entry(folder.clone()) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(look(&folder, input, top, globs, &tops, &mut found.doubtful)),
                };
                match beside {
                    Beside::Nothing => {}
                    // A table further above does not stand in for it.
                    Beside::Doubtful => break,
                    Beside::Sidecar(sidecar) => by = Some(sidecar.path.clone()),
                }
            }
            if let Some(by) = by {
                let path = if is_file { top.clone() } else { top.join(&place.below) };
                let parts = path.strip_prefix(&folder).unwrap_or(&path).components();
                let parts: Vec<String> = parts.map(|part| name_of(part.as_os_str())).collect();
                place.listed = Some(Listed { by, below: parts.join("/") });
                break;
            }
        }
    }
    let sidecar = |beside| if let Beside::Sidecar(sidecar) = beside { Some(sidecar) } else { None };
    let uncalled: Vec<Place> = looked.into_values().filter_map(sidecar).collect();
    found.uncalled = uncalled.iter().map(|sidecar| sidecar.path.clone()).collect();
    found.sidecars.extend(uncalled);
    Ok(())
}

/// The sidecar in a folder that `input` lies in, but for what was named itself (`tops`). Nobody asked for it, so that what is wrong with it is a
/// warning.
fn look(folder: &Path, input: &Input, top: &Path, globs: &Globs, tops: &[PathBuf], warnings: &mut Vec<Warning>) -> Beside {
    let Ok(entries) = fs::read_dir(folder) else { return Beside::Nothing };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names
        .filter(|name| sidecar_format(name).is_some() && !globs.exclude(name) && !tops.iter().any(|top| *top == folder.join(name)))
        .collect();
    names.sort();
    // As the file was named, where that leads to the folder.
    let above = folders(top).iter().position(|other| other == folder).and_then(|above| input.path.ancestors().nth(above + 1));
    let as_named = above.filter(|_| !input.path.components().any(|part| part == Component::ParentDir));
    let folder = as_named.unwrap_or(folder);
    let mut sidecar: Option<Place> = None;
    let mut doubtful = |path: PathBuf, cause: &str, message: String| {
        warnings.push(Warning { path, line: None, cause: cause.to_owned(), message, document: None });
        Beside::Doubtful
    };
    for name in names {
        let path = folder.join(&name);
        let Some((format, compression)) = sidecar_format(&name) else { continue };
        let (bytes, why) = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => continue,
            Ok(metadata) => (metadata.len(), why_unreadable(&path, &metadata)),
            Err(e) => (0, Some(e.to_string())),
        };
        if let Some(why) = why {
            return doubtful(path, UNREADABLE, format!("it cannot be read ({why}); {WITHOUT}"));
        }
        if let Some(first) = &sidecar {
            let message = format!("{} lies in the same folder, and only one can say what the files are; {WITHOUT}", first.name);
            return doubtful(path, "two sidecars in one folder", message);
        }
        let (below, folder) = (name.clone(), String::new());
        // No input is it.
        sidecar =
            Some(Place { path, name, format, compression, bytes, input: usize::MAX, below, folder, can_read_again: true, listed: None });
    }
    sidecar.map_or(Beside::Nothing, Beside::Sidecar)
}

/// Whether the first records of a table have texts and name no files. What cannot be read, or not twice, is told where it is read.
fn holds_documents(input: &Input, names: &FieldNames) -> bool {
    let name = name(&input.path);
    let (Some((format, compression)), Ok(metadata)) = (sidecar_format(&name), fs::metadata(&input.path)) else { return false };
    if why_unreadable(&input.path, &metadata).is_some() {
        return false;
    }
    let (path, below, folder) = (input.path.clone(), name.clone(), input.folder.clone());
    let bytes = metadata.len();
    let place = Place { path, name, format, compression, bytes, input: usize::MAX, below, folder, can_read_again: true, listed: None };
    let make = |_| Glance { as_documents: Chooser::new(names), as_sidecar: Chooser::for_sidecar(names), records: 0 };
    read_records(&place, &Silent, make)
        .is_ok_and(|(seen, _)| seen.as_documents.knows(Meaning::Text) && !seen.as_sidecar.knows(Meaning::File))
}

/// Looks at the names of the fields of the first records.
struct Glance<'a> {
    as_documents: Chooser<'a>,
    as_sidecar: Chooser<'a>,
    records: usize,
}

impl Sink for Glance<'_> {
    fn record(&mut self, record: Record<'_>) -> Result<Flow> {
        record.fields.iter().for_each(|(name, ..)| self.meet(name));
        self.records += 1;
        Ok(if self.records < GLANCED { Flow::Continue } else { Flow::Stop })
    }

    fn field(&mut self, name: &str) {
        self.meet(name);
    }

    fn trouble(&mut self, _: Trouble) -> Result<()> {
        Ok(())
    }
}

impl Glance<'_> {
    fn meet(&mut self, name: &str) {
        self.as_documents.meet(name);
        self.as_sidecar.meet(name);
    }
}

/// Whether it is a file that can be a sidecar.
fn is_table(input: &Input) -> bool {
    input.kind == Kind::File && sidecar_format(&name(&input.path)).is_some()
}

fn name(path: &Path) -> String {
    path.file_name().map(name_of).unwrap_or_default()
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
