//! What was named on the command line: what each is, and what it is called in ids.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

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
        let (input, path_parts) = look(path)?;
        for other in &inputs {
            if input.canonical.starts_with(&other.canonical) || other.canonical.starts_with(&input.canonical) {
                return Err(twice(&input.path, &other.path));
            }
        }
        inputs.push(input);
        parts.push(path_parts);
    }
    for (input, name) in inputs.iter_mut().zip(own_names(&parts)) {
        input.own_name = name;
    }
    Ok(inputs)
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
    let missing = |e| Error::io(path, e).remedy("name a folder or file that is there, or - for JSON lines on standard input");
    let metadata = fs::metadata(path).map_err(missing)?;
    let canonical = fs::canonicalize(path).map_err(missing)?;
    // The name that was typed counts, not where a link leads, unless there is none as in `..`.
    let absolute = std::path::absolute(path).map_err(missing)?;
    let named = if absolute.components().any(|part| part == Component::ParentDir) { &canonical } else { &absolute };
    let parts: Vec<String> = named
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
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

/// The last part of each path, or as many of the last as make it differ from all others.
fn own_names(paths: &[Vec<String>]) -> Vec<String> {
    let mut lengths = vec![1; paths.len()];
    loop {
        let name = |at: usize| paths[at][paths[at].len().saturating_sub(lengths[at])..].join("/");
        let names: Vec<String> = (0..paths.len()).map(name).collect();
        let mut grew = false;
        for at in 0..paths.len() {
            let shared = names.iter().filter(|name| **name == names[at]).count() > 1;
            if shared && lengths[at] < paths[at].len() {
                lengths[at] += 1;
                grew = true;
            }
        }
        if !grew {
            return names;
        }
    }
}
