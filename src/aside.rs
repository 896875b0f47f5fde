//! Files that are written aside, and how they get their names.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Links that are followed one after another; more lead in a circle.
const LINKS: usize = 40;

/// Where a file of this name is written: behind the links that stand there, whether anything stands at their end or not.
///
/// Links in the folders above stay as they are; one that leads in a circle is given back.
#[must_use]
pub fn behind_links(path: &Path) -> PathBuf {
    let mut end = path.to_owned();
    for _ in 0..LINKS {
        match (end.read_link(), end.parent()) {
            (Ok(target), Some(folder)) => end = folder.join(target),
            _ => return end,
        }
    }
    path.to_owned()
}

/// Gives a complete file its name, in one step. What stands there by now stays unless it may be replaced.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something stands there that may not be replaced; what the file system says.
pub fn put_in_place(file: NamedTempFile, path: &Path, may_replace: bool) -> io::Result<()> {
    if may_replace {
        return file.persist(path).map(drop).map_err(|e| e.error);
    }
    file.persist_noclobber(path).map(drop).or_else(|e| {
        // Some file systems have no way to do both in one step.
        let stands = e.error.kind() == io::ErrorKind::AlreadyExists || path.symlink_metadata().is_ok();
        if stands { Err(io::ErrorKind::AlreadyExists.into()) } else { e.file.persist(path).map(drop).map_err(|e| e.error) }
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_somebody_made_meanwhile_stays_unless_it_may_be_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("page.html");
        let put = |may_replace| put_in_place(NamedTempFile::new_in(dir.path()).unwrap(), &path, may_replace);
        put(false).unwrap();
        fs::write(&path, "somebody's").unwrap();
        assert_eq!(put(false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody's");
        put(true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_where_nothing_stands_yet() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("below")).unwrap();
        symlink("two.html", at("one.html")).unwrap();
        symlink("below/three.html", at("two.html")).unwrap();
        assert_eq!(behind_links(&at("one.html")), at("below/three.html"));
        assert_eq!(behind_links(&at("none.html")), at("none.html"));
        symlink("round.html", at("round.html")).unwrap();
        assert_eq!(behind_links(&at("round.html")), at("round.html"));
    }
}
