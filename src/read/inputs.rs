//! What was named on the command line: what each is, and what it is called in ids.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

use super::file_name::name_of;

/// Something named on the command line.
#[derive(Debug)]
pub(super) struct Input {
    /// As it was named.
    pub path: PathBuf,
    /// Without links; tells whether two inputs are one.
    pub canonical: PathBuf,
    pub kind: Kind,
    /// Its last part, or as many as set it apart from the other inputs.
    pub own_name: String,
    /// The name of the folder that it is, or lies in.
    pub folder: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Stdin,
}

/// Looks at every input.
pub(super) fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>> {
    if paths.is_empty() {
        return Err(Error::new(ErrorKind::NoDocuments, "no input was named")
            .remedy("name a folder or file of articles, or - for JSON lines on standard input"));
    }
    let mut parts = Vec::with_capacity(paths.len());
    let mut inputs: Vec<Input> = Vec::with_capacity(paths.len());
    for path in paths {
        match look(path) {
            Ok((input, path_parts)) => {
                inputs.push(input);
                parts.push(path_parts);
            }
            // What stands before it is told first.
            Err(e) => return Err(check_apart(&inputs).err().unwrap_or(e)),
        }
    }
    check_apart(&inputs)?;
    for (input, name) in inputs.iter_mut().zip(own_names(&parts)) {
        input.own_name = name;
    }
    Ok(inputs)
}

/// That no input lies in another one, or is one.
fn check_apart(inputs: &[Input]) -> Result<()> {
    match first_twice(&inputs.iter().map(|input| &*input.canonical).collect::<Vec<_>>()) {
        Some((input, other)) => Err(twice(&inputs[input].path, &inputs[other].path)),
        None => Ok(()),
    }
}

/// The first path that lies in one before it, or holds one, and the first of those.
fn first_twice(paths: &[&Path]) -> Option<(usize, usize)> {
    // The first path that is this, and the first that lies in it.
    let (mut is, mut lies_in): (HashMap<&Path, usize>, HashMap<&Path, usize>) = (HashMap::new(), HashMap::new());
    for (at, path) in paths.iter().enumerate() {
        let holds_it = path.ancestors().filter_map(|above| is.get(above));
        if let Some(before) = holds_it.chain(lies_in.get(path)).min() {
            return Some((at, *before));
        }
        is.insert(path, at);
        for above in path.ancestors() {
            lies_in.entry(above).or_insert(at);
        }
    }
    None
}

fn twice(input: &Path, other: &Path) -> Error {
    let message = if input == other {
        "it is named twice: its documents would be read twice and match themselves".to_owned()
    } else {
        format!("one of it and {} lies in the other: documents would be read twice and match themselves", other.display())
    };
    Error::new(ErrorKind::BadOption, message).at(input).remedy("name each folder or file once")
}

fn look(path: &Path) -> Result<(Input, Vec<String>)> {
    if path == Path::new("-") {
        let name = "stdin".to_owned();
        let input =
            Input { path: path.to_owned(), canonical: path.to_owned(), kind: Kind::Stdin, own_name: name.clone(), folder: name.clone() };
        return Ok((input, vec![name]));
    }
    let missing = |e| {
        // A shell that finds nothing for a pattern, or is kept from it by quotes, hands it on.
        let is_pattern = path.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b'*' | b'?'));
        Error::io(path, e).remedy(if is_pattern {
            "name the folder, and the pattern behind --include; patterns among the inputs are the shell's, which finds nothing for this one or is kept \
             from it by quotes"
        } else {
            "name a folder or file that is there, or - for JSON lines on standard input"
        })
    };
    let metadata = fs::metadata(path).map_err(missing)?;
    // A pipe of the shell's has no path but this one, and no name that says what comes through it.
    let is_pipe = !metadata.is_file() && !metadata.is_dir();
    let canonical = fs::canonicalize(path).map_err(|e| if is_pipe { nameless_pipe(path) } else { missing(e) })?;
    // The name that was typed counts, not where a link leads, unless there is none as in `..`.
    let absolute = std::path::absolute(path).map_err(missing)?;
    let named = if absolute.components().any(|part| part == Component::ParentDir) { &canonical } else { &absolute };
    let parts: Vec<String> = named
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name_of(name)),
            _ => None,
        })
        .collect();
    let kind = if metadata.is_dir() { Kind::Folder } else { Kind::File };
    let folder = match kind {
        Kind::Folder => parts.last(),
        _ => parts.iter().rev().nth(1),
    };
    let folder = folder.cloned().unwrap_or_default();
    Ok((Input { path: path.to_owned(), canonical, kind, own_name: String::new(), folder }, parts))
}

fn nameless_pipe(path: &Path) -> Error {
    Error::new(ErrorKind::UnknownFormat, "this is a pipe, and its name does not say what comes through it")
        .at(path)
        .remedy("name standard input, as `-`, where JSON lines come through it; save anything else as a file, and name that")
}

/// The last part of each path, or as many of the last as make it differ from all others.
fn own_names(paths: &[Vec<String>]) -> Vec<String> {
    let mut lengths = vec![1; paths.len()];
    loop {
        let name = |at: usize| paths[at][paths[at].len().saturating_sub(lengths[at])..].join("/");
        let names: Vec<String> = (0..paths.len()).map(name).collect();
        let mut counts: HashMap<&str, usize> = HashMap::with_capacity(names.len());
        for name in &names {
            *counts.entry(name).or_default() += 1;
        }
        let mut grew = false;
        for at in 0..paths.len() {
            if counts[&*names[at]] > 1 && lengths[at] < paths[at].len() {
                lengths[at] += 1;
                grew = true;
            }
        }
        if !grew {
            return names;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All against all before.
    fn slowly(paths: &[&Path]) -> Option<(usize, usize)> {
        for (at, path) in paths.iter().enumerate() {
            for (before, other) in paths[..at].iter().enumerate() {
                if path.starts_with(other) || other.starts_with(path) {
                    return Some((at, before));
                }
            }
        }
        None
    }

    fn own_names_slowly(paths: &[Vec<String>]) -> Vec<String> {
        let mut lengths = vec![1; paths.len()];
        loop {
            let name = |at: usize| paths[at][paths[at].len().saturating_sub(lengths[at])..].join("/");
            let names: Vec<String> = (0..paths.len()).map(name).collect();
            let before = lengths.clone();
            for at in 0..paths.len() {
                if names.iter().filter(|name| **name == names[at]).count() > 1 && lengths[at] < paths[at].len() {
                    lengths[at] += 1;
                }
            }
            if lengths == before {
                return names;
            }
        }
    }

    /// Names that stand around the slash in the order of bytes.
    const PARTS: [&str; 5] = ["a", "a b", "a!", "a0", "b"];

    proptest! {
        #[test]
        fn what_lies_in_another_and_names_are_found_as_all_against_all_finds_them(paths in prop::collection::vec(prop::collection::vec(0..PARTS.len(), 1..4), 0..7)) {
            let paths: Vec<Vec<String>> = paths.iter().map(|path| path.iter().map(|part| PARTS[*part].to_owned()).collect()).collect();
            prop_assert_eq!(own_names(&paths), own_names_slowly(&paths));
            let joined: Vec<PathBuf> = paths.iter().map(|path| Path::new("/").join(path.join("/"))).collect();
            let joined: Vec<&Path> = joined.iter().map(PathBuf::as_path).collect();
            prop_assert_eq!(first_twice(&joined), slowly(&joined));
        }
    }
}
