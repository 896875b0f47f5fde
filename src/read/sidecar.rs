//! A table beside the files, `metadata.csv` or the like, that says what they are.
//!
//! It is for its folder and all below it, down to folders with a sidecar of their own. Only files
//! that it lists are documents: a key to the answers or a list of outlets that lies beside the
//! articles is none. A file that was named itself is read though the sidecar that was found for it does not list it.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

use super::decompress::{Compression, OnDisk};
use super::discover::{Found, Place, named};
use super::fields::{Chooser, Chosen};
use super::format::format_of;
use super::intake::{Terms, outlet_trouble};
use super::meaning::Meaning;
use super::record::{Flow, Record, Sink, read_records};
use super::trouble::{Trouble, Troubles, counted, listed};

/// What a sidecar says, and which files it leaves out.
pub(super) struct Joined<'a> {
    /// For places that it lists, by their number.
    pub rows: HashMap<usize, Chosen>,
    /// Places that it is for and does not list.
    pub unlisted: HashSet<usize>,
    pub troubles: Troubles<'a>,
    pub chooser: Chooser<'a>,
    pub on_disk: OnDisk,
}

/// Which sidecar is for each place: the one in the nearest folder above it, as far as that was named; else the one that was found for it.
pub(super) fn governed(places: &[Place], sidecars: &[Place]) -> Vec<Vec<usize>> {
    let folder_of = |below: &str| below.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let by_folder: HashMap<(usize, String), usize> =
        sidecars.iter().enumerate().map(|(at, s)| ((s.input, folder_of(&s.below)), at)).collect();
    let by_path: HashMap<&Path, usize> = sidecars.iter().enumerate().map(|(at, sidecar)| (sidecar.path.as_path(), at)).collect();
    let mut governed = vec![Vec::new(); sidecars.len()];
    for (at, place) in places.iter().enumerate() {
        let mut folder = folder_of(&place.below);
        loop {
            if let Some(&sidecar) = by_folder.get(&(place.input, folder.clone())) {
                governed[sidecar].push(at);
                break;
            }
            if folder.is_empty() {
                let by = place.listed.as_ref().and_then(|listed| by_path.get(listed.by.as_path()));
                by.into_iter().for_each(|&sidecar| governed[sidecar].push(at));
                break;
            }
            folder = folder_of(&folder);
        }
    }
    governed
}

/// Reads a sidecar and joins its rows to the files that it is for (`files`, numbers of its places).
pub(super) fn join<'a>(sidecar: &'a Place, found: &Found, files: &[usize], terms: &Terms<'a>) -> Result<Joined<'a>> {
    let places = &found.places;
    // What is wrong with a table that nobody named is no reason to stop, and rows about files that were not named are nobody's matter.
    let uncalled = found.uncalled.contains(&sidecar.path);
    let strict = terms.strict && !uncalled;
    let make = |_| Rows { rows: Vec::new(), chooser: Chooser::for_sidecar(terms.names), troubles: Troubles::new(&sidecar.path, strict) };
    let (Rows { rows, chooser, mut troubles }, on_disk) = match read_records(sidecar, terms.observer, make) {
        Err(error) if uncalled && error.kind() != ErrorKind::Interrupted => return Ok(without(sidecar, &error, terms)),
        read => read?,
    };
    let folder = sidecar.below.rsplit_once('/').map_or(0, |(folder, _)| folder.len() + 1);
    let below = |at: usize| match &places[at].listed {
        Some(listed) if listed.by == sidecar.path => listed.below.as_str(),
        _ => &places[at].below[folder..],
    };
    if uncalled && !chooser.knows(Meaning::File) {
        if files.iter().any(|&at| !below(at).contains('/')) {
            let message = "it has no column with the names of files, so that it says nothing of the files beside it that were named";
            troubles.tell(Trouble::new("table without file names", message))?;
        }
        let chooser = Chooser::for_sidecar(terms.names);
        return Ok(Joined { rows: HashMap::new(), unlisted: HashSet::new(), troubles, chooser, on_disk });
    }
    if !chooser.knows(Meaning::File) {
        return Err(Error::new(
            ErrorKind::Malformed,
            format!(
                "a sidecar needs a column with the names of the files: {}; it has {}",
                Meaning::File.aliases().join(", "),
                listed(&chooser.names_met(), 30)
            ),
        )
        .at(&sidecar.path)
        .remedy("name the column: --field file=NAME; or rename the file, if it holds documents itself"));
    }
    let is_named = files.iter().any(|&at| places[at].listed.as_ref().is_some_and(|listed| listed.by == sidecar.path));
    let mut index = Index::new(files.iter().map(|&at| (at, below(at))));
    if uncalled {
        index.by_path_alone();
    }
    let excluded = Excluded::new(found, sidecar.input, &sidecar.below[..folder]);
    // Whom a row calls as it is written.
    let called: HashSet<usize> = rows.iter().filter_map(|(_, row)| only(index.find(row.file.as_deref()?))).collect();
    let mut joined: HashMap<usize, Chosen> = HashMap::new();
    for (line, mut row) in rows {
        let Some(file) = row.file.take() else {
            troubles.tell(Trouble::new("row without a file name", "the row names no file").so("it was left out").on_line(line))?;
            continue;
        };
        let is_there = || (is_named || uncalled) && sidecar.path.with_file_name(&file).exists();
        let found = match index.find(&file) {
            [] if !excluded.holds(&file) && !is_there() => index.find_in_any_case(&file, &called),
            found => found,
        };
        match *found {
            // Without its ending, where the row is about a file that was not named.
            [at] if uncalled && is_about_another(&file, below(at), &sidecar.path) => {}
            [at] if joined.contains_key(&at) => {
                let trouble =
                    Trouble::new("two rows for one file", format!("another row is about {file}, and counts")).so("this one was left out");
                troubles.tell(trouble.on_line(line))?;
            }
            [at] => {
                // An id of its own hides the file's name, which is worth keeping then.
                if row.id.is_some() {
                    row.meta.entry("file".to_owned()).or_insert(file);
                }
                joined.insert(at, row);
            }
            // Left out on request is not missing.
            [] if uncalled || excluded.holds(&file) => {}
            // Nor is what is there and was not named with it.
            [] if is_named && sidecar.path.with_file_name(&file).exists() => {}
            [] => {
                let trouble = Trouble::new("row without file", format!("there is no file {file} to be read")).so("the row was left out");
                troubles.tell(trouble.on_line(line))?;
            }
            [first, second, ..] => {
                let message = format!("{file} may be {} or {}", below_top(&places[first]), below_top(&places[second]));
                let trouble = Trouble::new("row with several files", message).so("the row was left out: name the file with its folder");
                troubles.tell(trouble.on_line(line))?;
            }
        }
    }
    let mut unlisted: Vec<usize> = files.iter().copied().filter(|at| !joined.contains_key(at)).collect();
    unlisted.sort_unstable();
    if uncalled {
        // Who names a file wants it read, and a table further above may be about anything.
        let beside = unlisted.drain(..).filter(|&at| !below(at).contains('/'));
        tell_unlisted(beside.map(|at| &places[at]), "read without it, since files named one by one are read", &mut troubles);
    } else {
        tell_unlisted(unlisted.iter().map(|&at| &places[at]), "not read as documents", &mut troubles);
    }
    // Of a table that says nothing of what is read nothing was chosen.
    let chooser = if uncalled && joined.is_empty() { Chooser::for_sidecar(terms.names) } else { chooser };
    Ok(Joined { rows: joined, unlisted: unlisted.into_iter().collect(), troubles, chooser, on_disk })
}

/// Tells of files that the sidecar does not list, and what is done about them.
fn tell_unlisted<'p>(files: impl Iterator<Item = &'p Place>, done: &str, troubles: &mut Troubles<'_>) {
    let names: Vec<&str> = files.map(|place| place.name.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let files = counted(names.len() as u64, "file");
    let message = format!("{files} beside this list and not on it: {done} ({})", listed(&names, 20));
    let cause = if names.len() == 1 { "file not in the sidecar" } else { "files not in the sidecar" };
    troubles.tell_even_if_strict(Trouble::new(cause, message));
}

/// The path of a file below what holds its sidecar.
fn below_top(place: &Place) -> &str {
    place.listed.as_ref().map_or(&place.below, |listed| &listed.below)
}

fn only(files: &[usize]) -> Option<usize> {
    if let [only] = files { Some(*only) } else { None }
}

/// Whether a row names in full another document than the one that was found by a part of its name.
fn is_about_another(row: &str, found: &str, sidecar: &Path) -> bool {
    let row = plain(row);
    row != found && format_of(&row).is_some() && sidecar.with_file_name(&row).is_file()
}

/// A path as the names of places are written.
fn plain(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches("./").to_owned()
}

/// What a sidecar says that nobody named and that cannot be read.
fn without<'a>(sidecar: &'a Place, error: &Error, terms: &Terms<'a>) -> Joined<'a> {
    let why = error.to_string();
    let why = why.strip_prefix(&format!("{}: ", sidecar.path.display())).unwrap_or(&why);
    let mut troubles = Troubles::new(&sidecar.path, false);
    troubles.tell_even_if_strict(Trouble::new(named::UNREADABLE, format!("it cannot be read ({why})")).so(named::WITHOUT));
    let chooser = Chooser::for_sidecar(terms.names);
    let on_disk = OnDisk { bytes: sidecar.bytes, digest: String::new() };
    Joined { rows: HashMap::new(), unlisted: HashSet::new(), troubles, chooser, on_disk }
}

/// What --include and --exclude leave out of the sidecar's folder.
struct Excluded<'f> {
    index: Index,
    folders: Vec<&'f str>,
}

impl<'f> Excluded<'f> {
    fn new(found: &'f Found, input: usize, folder: &str) -> Self {
        let below =
            found.excluded.iter().filter(|name| name.input == input).filter_map(|name| Some((name, name.below.strip_prefix(folder)?)));
        let (folders, files): (Vec<_>, Vec<_>) = below.partition(|(name, _)| name.is_folder);
        Self {
            index: Index::new(files.into_iter().map(|(_, below)| (0, below))),
            folders: folders.into_iter().map(|(_, below)| below).collect(),
        }
    }

    fn holds(&self, file: &str) -> bool {
        let inside = |folder: &&str| file.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'));
        !self.index.find(file).is_empty() || self.folders.iter().any(inside)
    }
}

struct Rows<'a> {
    rows: Vec<(Option<u64>, Chosen)>,
    chooser: Chooser<'a>,
    troubles: Troubles<'a>,
}

impl Sink for Rows<'_> {
    fn record(&mut self, record: Record<'_>) -> Result<Flow> {
        let row = self.chooser.choose(record.fields);
        if let Some(trouble) = outlet_trouble(&row) {
            self.troubles.tell(trouble.on_line(record.line))?;
        }
        self.rows.push((record.line, row));
        Ok(Flow::Continue)
    }

    fn field(&mut self, name: &str) {
        self.chooser.meet(name);
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<()> {
        self.troubles.tell(trouble)
    }
}

/// Finds files by what a row calls them: the path, else the name alone; each in full, without `.gz`,
/// without any ending.
struct Index {
    exact: Vec<HashMap<String, Vec<usize>>>,
    /// The same in small letters, once somebody asks.
    folded: OnceCell<Vec<HashMap<String, Vec<usize>>>>,
}

impl Index {
    fn new<'f>(files: impl Iterator<Item = (usize, &'f str)>) -> Self {
        let mut maps = vec![HashMap::<String, Vec<usize>>::new(); 6];
        for (at, path) in files {
            let name = path.rsplit('/').next().unwrap_or(path);
            for (level, whole) in [path, name].into_iter().enumerate() {
                let unpacked = Compression::of(whole).1;
                let bare = unpacked.rsplit_once('.').map_or(unpacked, |(bare, _)| bare);
                for (form, key) in [whole, unpacked, bare].into_iter().enumerate() {
                    maps[level * 3 + form].entry(key.to_owned()).or_default().push(at);
                }
            }
        }
        Self { exact: maps, folded: OnceCell::new() }
    }

    /// That no name fits without its folders: which file it means would depend on what others there are.
    fn by_path_alone(&mut self) {
        self.exact.truncate(3);
    }

    /// The files that `name` fits best; none, one, or several that it cannot tell apart.
    fn find(&self, name: &str) -> &[usize] {
        let find = |name: &str| self.exact.iter().find_map(|map| map.get(name)).map(Vec::as_slice);
        // A name may hold the escape of a byte that is no UTF-8; else a `\` parts folders.
        find(name).or_else(|| find(&plain(name))).unwrap_or_default()
    }

    /// The one file that `name` fits but for capital letters, and that is not `called` as it is written by another row.
    fn find_in_any_case(&self, name: &str, called: &HashSet<usize>) -> &[usize] {
        let folded = self.folded.get_or_init(|| {
            let fold = |map: &HashMap<String, Vec<usize>>| {
                let mut folded: HashMap<String, Vec<usize>> = HashMap::new();
                map.iter().for_each(|(key, files)| folded.entry(key.to_lowercase()).or_default().extend(files));
                folded
            };
            self.exact.iter().map(fold).collect()
        });
        let name = plain(name).to_lowercase();
        let found = folded.iter().find_map(|map| map.get(&name)).map_or(&[][..], Vec::as_slice);
        if only(found).is_some_and(|at| !called.contains(&at)) { found } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_finds_its_file_by_path_by_name_and_without_endings() {
        let files = ["a/1.txt", "b/1.txt", "b/2.txt.gz", "3.txt"];
        let index = Index::new(files.into_iter().enumerate());
        assert_eq!(index.find("a/1.txt"), [0]);
        assert_eq!(index.find(".\\b\\1.txt"), [1]);
        assert_eq!(index.find("2.txt"), [2]);
        assert_eq!(index.find("3"), [3]);
        assert_eq!(index.find("1.txt"), [0, 1]);
        assert_eq!(index.find("4.txt"), [] as [usize; 0]);
        let escaped = Index::new(["caf\\xe9.txt", "b/xe9.txt"].into_iter().enumerate());
        assert_eq!((escaped.find("caf\\xe9.txt"), escaped.find("b\\xe9.txt")), (&[0][..], &[1][..]));
        let others = HashSet::from([3]);
        assert_eq!((index.find_in_any_case("B/2.TXT", &others), index.find("B/2.TXT")), (&[2][..], &[][..]));
        assert_eq!(index.find_in_any_case("3.TXT", &others), [] as [usize; 0], "another row calls it");
        assert_eq!(index.find_in_any_case("1.TXT", &others), [] as [usize; 0], "which one is meant?");
        let mut index = Index::new(files.into_iter().enumerate());
        index.by_path_alone();
        assert_eq!((index.find("b/2"), index.find("3")), (&[2][..], &[3][..]));
        assert_eq!((index.find("2.txt"), index.find("1.txt")), (&[][..], &[][..]));
    }
}
