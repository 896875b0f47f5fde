//! PAN text alignment: a folder of XML files, one a pair of documents.
//!
//! `<document reference="suspicious-document00001.txt"><feature name="plagiarism" source_reference="…" this_offset="…" this_length="…"
//! source_offset="…" source_length="…" /></document>`. A file without such a feature says that the two have nothing in common; which
//! two they are stands in its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use roxmltree::{Document, Node};

use super::{CasePlace, Listed, SpanCase, SpanGold};
use crate::error::{Error, ErrorKind, Result};
use crate::span::{Chars, Span};

const REMEDY: &str = "name a folder of PAN text alignment files, or restore the file";

/// Reads every `.xml` file at or below `path`, in the order of their paths.
pub(super) fn read(path: &Path) -> Result<SpanGold> {
    let mut files = Vec::new();
    find(path, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(Error::new(ErrorKind::Malformed, "no .xml file in this folder").at(path).remedy(REMEDY));
    }
    let mut gold = SpanGold::default();
    for file in &files {
        read_file(file, &mut gold)?;
    }
    Ok(gold)
}

fn find(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|e| Error::io(path, e))? {
            let path = entry.map_err(|e| Error::io(path, e))?.path();
            if path.is_dir() || path.extension().is_some_and(|e| e == "xml") {
                find(&path, files)?;
            }
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}

fn read_file(path: &Path, gold: &mut SpanGold) -> Result<()> {
    let text = fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
    let malformed = |message: String, line: u32| Error::new(ErrorKind::Malformed, message).at(path).on_line(line.into()).remedy(REMEDY);
    let xml = Document::parse(&text).map_err(|e| malformed(e.to_string(), e.pos().row))?;
    let line = |node: Node<'_, '_>| xml.text_pos_at(node.range().start).row;
    let root = xml.root_element();
    let left =
        root.attribute("reference").ok_or_else(|| malformed("expected an attribute `reference` of the document".to_owned(), line(root)))?;
    let class = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let file: Arc<Path> = path.into();
    let mut rights = Vec::new();
    for feature in root.descendants().filter(|node| node.has_tag_name("feature")) {
        let Some(right) = feature.attribute("source_reference") else { continue };
        if !matches!(feature.attribute("name"), Some("plagiarism" | "detected-plagiarism")) {
            continue;
        }
        let span = |start: &str, length: &str| {
            let value = |name: &str| {
                let text = feature.attribute(name).unwrap_or_default();
                text.parse::<u32>()
                    .map_err(|_| malformed(format!("expected a whole number of zero or more as `{name}`, got `{text}`"), line(feature)))
            };
            let (start, length) = (value(start)?, value(length)?);
            let end =
                start.checked_add(length).ok_or_else(|| malformed(format!("{start} + {length} is behind every text"), line(feature)))?;
            Ok(Span::<Chars>::new(start, end))
        };
        gold.cases.push(SpanCase {
            left: (left.to_owned(), span("this_offset", "this_length")?),
            right: (right.to_owned(), span("source_offset", "source_length")?),
            class: class.clone(),
            kind: None,
            place: Some(CasePlace { path: Arc::clone(&file), line: line(feature).into() }),
        });
        rights.push(right.to_owned());
    }
    rights.extend(right_by_name(path, left));
    rights.sort();
    rights.dedup();
    gold.listed.extend(rights.into_iter().map(|right| Listed { left: left.to_owned(), right, class: class.clone() }));
    Ok(())
}

/// The other document by the name of the file, which is `LEFT-RIGHT.xml` without the endings of the two.
fn right_by_name(path: &Path, left: &str) -> Option<String> {
    let (stem, ending) = left.rsplit_once('.').unwrap_or((left, ""));
    let right = path.file_stem()?.to_str()?.strip_prefix(stem)?.strip_prefix('-')?;
    Some(if ending.is_empty() { right.to_owned() } else { format!("{right}.{ending}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn cases_come_with_their_class_and_pairs_without_a_case_are_listed() {
        let folder = folder(&[
            (
                "02-copied/a-b.xml",
                r#"<document reference="a.txt"><feature name="about" title="x"/>
                   <feature name="plagiarism" source_reference="b.txt" this_offset="3" this_length="4" source_offset="10" source_length="5"/></document>"#,
            ),
            ("01-none/a-c.xml", r#"<document reference="a.txt"><feature name="md5" value="0"/></document>"#),
        ]);
        let gold = read(folder.path()).unwrap();
        let case = SpanCase {
            left: ("a.txt".into(), Span::new(3, 7)),
            right: ("b.txt".into(), Span::new(10, 15)),
            class: Some("02-copied".into()),
            kind: None,
            place: Some(CasePlace { path: folder.path().join("02-copied/a-b.xml").into(), line: 2 }),
        };
        assert_eq!(gold.cases, [case]);
        let listed: Vec<_> = gold.listed.iter().map(|l| (&*l.left, &*l.right, l.class.as_deref())).collect();
        assert_eq!(listed, [("a.txt", "c.txt", Some("01-none")), ("a.txt", "b.txt", Some("02-copied"))]);
    }

    #[test]
    fn what_is_no_number_is_told_with_its_line() {
        let folder = folder(&[(
            "x/a-b.xml",
            "<document reference=\"a.txt\">\n<feature name=\"plagiarism\" source_reference=\"b.txt\" this_offset=\"one\" this_length=\"4\"/>\n</document>",
        )]);
        let error = read(folder.path()).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(2)));
        assert!(error.to_string().contains("`this_offset`, got `one`"), "{error}");
    }

    #[test]
    fn a_folder_without_xml_is_an_error() {
        assert_eq!(read(folder(&[("a.txt", "")]).path()).unwrap_err().kind(), ErrorKind::Malformed);
    }
}
