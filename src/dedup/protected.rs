//! The list of ids that are never dropped.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::Result;
use crate::read::list;

/// Names of the column, the first that a table has being taken.
const NAMES: &[&str] = &["id", "doc", "doc_id"];

/// Reads a list of ids: one a line, or a table (`.csv`, `.tsv`) whose first row names a column `id`. Ids are trimmed; empty lines hold none.
///
/// # Errors
/// [`ErrorKind::Io`](crate::ErrorKind::Io); [`ErrorKind::Malformed`](crate::ErrorKind::Malformed) with the line for a row of a table that is broken, and
/// where something does not decode.
pub fn read_ids(path: &Path) -> Result<BTreeSet<String>> {
    const REMEDY: &str = "name a text file of ids behind --protect, one a line, or a table with a column `id`";
    let text = list::text(path, REMEDY)?;
    let table = list::values(&text, path, [NAMES]).map_err(|e| e.at(path).remedy(REMEDY))?;
    let ids = table.unwrap_or_else(|| text.lines().map(|line| [line.to_owned()]).collect());
    Ok(ids.iter().map(|[id]| id.trim()).filter(|id| !id.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_one_a_line_or_from_the_column_of_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            read_ids(&path)
        };
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(read("p.txt", "\u{feff} a,b \r\n\r\nc;d\r\n".as_bytes()).unwrap(), ids(&["a,b", "c;d"]));
        assert_eq!(read("p.csv", "\u{feff}Id;title\r\n a ;x\r\n\"c;d\";\r\n".as_bytes()).unwrap(), ids(&["a", "c;d"]));
        assert_eq!(read("p.csv", b"sep=;\r\ntitle;doc\r\nx;a\r\n").unwrap(), ids(&["a"]));
        let wide: Vec<u8> = "id\ttitle\nä\tx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read("p.tsv", &wide).unwrap(), ids(&["ä"]));
        assert_eq!(read("p.csv", b"a\nb\n").unwrap(), ids(&["a", "b"]), "without such a column it is lines");
        assert_eq!(read("p.csv", b"id;title\na;x\nb;y;z\n").unwrap_err().line(), Some(3));
    }
}
