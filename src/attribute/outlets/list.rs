//! A list of outlets as people write it: a table with a row for each.

use std::collections::HashMap;

use super::{Outlet, OutletId, Outlets, key};
use crate::error::{Error, ErrorKind, Result};
use crate::read::decode;

/// What an outlet may be; only `agency` has a meaning for the program.
pub(super) const KINDS: [&str; 6] = ["agency", "newspaper", "magazine", "broadcaster", "site", "outlet"];
/// What may stand between values; of those that stand equally often in the first row the first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What to do about a list that cannot be read.
pub(super) const READABLE: &str = "name a list of outlets that can be read";

const COLUMNS: &str = "the columns are name, aliases, owner, kind, hosts, with commas, semicolons, tabs or upright lines between them; aliases and hosts are separated by \
                       semicolons, in quotation marks where semicolons separate the columns";

/// A row: lists inside a field are separated by semicolons.
#[derive(Debug, serde::Deserialize)]
struct Row {
    name: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    hosts: String,
}

/// Where a list says whose a name is.
struct Said {
    outlet: OutletId,
    name: String,
    line: u64,
}

/// Adds the rows of a list. An alias or a host goes to the outlet that the list gives it to, whoever had it before.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line for a row that is broken or names nothing, of a kind that is none, or with a name that another row has, or
/// that is the name of another outlet.
pub(super) fn read(outlets: &mut Outlets, list: &str) -> Result<()> {
    let bytes = list.as_bytes();
    let mut reader = csv::ReaderBuilder::new().delimiter(separator(bytes)).trim(csv::Trim::All).flexible(true).from_reader(bytes);
    let headers = reader.headers().map_err(|e| broken(e.to_string(), None))?.clone();
    if !headers.iter().any(|header| header == "name") {
        return Err(broken("expected a column called name".into(), Some(1)));
    }
    let mut said: HashMap<String, Said> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(e.to_string(), e.position().map(csv::Position::line)))?;
        let line = record.position().map(csv::Position::line);
        if record.iter().skip(headers.len()).any(|value| !value.is_empty()) {
            return Err(broken(format!("expected {} values, got {}", headers.len(), record.len()), line));
        }
        let row: Row = record.deserialize(Some(&headers)).map_err(|e| broken(e.to_string(), line))?;
        let outlet = outlet(row).map_err(|error| match line {
            Some(line) => error.on_line(line),
            None => error,
        })?;
        enter(outlets, outlet, line.unwrap_or_default(), &mut said)?;
    }
    Ok(())
}

/// A list as text, in whatever encoding texts may be.
///
/// # Errors
/// [`ErrorKind::Malformed`] where it is none, where something of it does not decode, or where its encoding was guessed by little: an outlet would be
/// called by other letters.
pub(super) fn decoded(bytes: Vec<u8>) -> Result<String> {
    const SAVE: &str = "save the list as UTF-8";
    let Some(decoded) = decode(bytes, None) else {
        return Err(Error::new(ErrorKind::Malformed, "it holds NUL bytes and is no UTF-16, so no text").remedy(SAVE));
    };
    if let Some(line) = decoded.first_replaced.filter(|_| decoded.replaced > 0) {
        let message = format!("something here did not decode; the list was read as {}", decoded.encoding);
        return Err(Error::new(ErrorKind::Malformed, message).on_line(line).remedy(SAVE));
    }
    let Some(guess) = decoded.guess else { return Ok(decoded.text) };
    let noun = if guess.bytes == 1 { "byte" } else { "bytes" };
    let message = format!(
        "it is no UTF-8, and {} was guessed from no more than {} {noun} beyond ASCII: too little to call an outlet by",
        guess.encoding, guess.bytes
    );
    let first = decoded.text.find(|letter: char| !letter.is_ascii()).unwrap_or(0);
    let line = 1 + decoded.text[..first].matches('\n').count() as u64;
    Err(Error::new(ErrorKind::Malformed, message).on_line(line).remedy(SAVE))
}

fn broken(message: String, line: Option<u64>) -> Error {
    let error = Error::new(ErrorKind::Malformed, message).remedy(COLUMNS);
    match line {
        Some(line) => error.on_line(line),
        None => error,
    }
}

/// What stands most often in the first row.
fn separator(bytes: &[u8]) -> u8 {
    let row = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |separator: u8| row.iter().filter(|byte| **byte == separator).count();
    SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

fn outlet(row: Row) -> Result<Outlet> {
    if row.name.is_empty() {
        return Err(broken("expected the name of an outlet, got nothing".into(), None));
    }
    let kind = row.kind.to_lowercase();
    if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
        let message = format!("expected a kind of outlet, got `{}`", row.kind);
        return Err(Error::new(ErrorKind::Malformed, message).remedy(format!("the kinds are {}; or leave it empty", KINDS.join(", "))));
    }
    let list = |field: &str| field.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Ok(Outlet { aliases: list(&row.aliases), hosts: list(&row.hosts), name: row.name, owner: row.owner, kind })
}

/// Adds what a row says.
fn enter(outlets: &mut Outlets, outlet: Outlet, line: u64, said: &mut HashMap<String, Said>) -> Result<()> {
    let taken = |name: &str, by: &Said| {
        let message = format!("`{name}` is a name of `{}` already, by line {}", by.name, by.line);
        Error::new(ErrorKind::Malformed, message).on_line(line).remedy("give each name, alias and host to one outlet")
    };
    let own = key(&outlet.name);
    if let Some(by) = said.get(&own).filter(|by| key(&by.name) != own) {
        return Err(taken(&outlet.name, by));
    }
    let id = outlets.id_of(&outlet.name);
    for name in outlet.aliases.iter().chain(&outlet.hosts) {
        let alias = key(name);
        if let Some(by) = said.get(&alias).filter(|by| by.outlet != id) {
            return Err(taken(name, by));
        }
        let Some(other) = outlets.by_name.get(&alias).copied().filter(|other| *other != id) else { continue };
        let other_name = &outlets.get(other).name;
        if key(other_name) == alias {
            let message = format!("`{name}` is given to `{}`, and another outlet that is known is called `{other_name}`", outlet.name);
            return Err(Error::new(ErrorKind::Malformed, message)
                .on_line(line)
                .remedy(format!("leave it out; where both are one outlet, call this row `{other_name}`: it adds to what is known of it")));
        }
        outlets.forget(&alias, other);
    }
    for name in [&outlet.name].into_iter().chain(&outlet.aliases).chain(&outlet.hosts) {
        said.entry(key(name)).or_insert_with(|| Said { outlet: id, name: outlet.name.clone(), line });
    }
    outlets.add(outlet);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(list: &str) -> Result<Outlets> {
        let mut outlets = Outlets::builtin();
        read(&mut outlets, list).map(|()| outlets)
    }

    #[test]
    fn an_alias_or_a_host_of_the_built_in_list_goes_to_the_outlet_that_a_list_gives_it_to() {
        let outlets = with("name,aliases,owner,kind,hosts\nDorfblatt,the Beeb;SZ,,,bbc.com\n").unwrap();
        for name in ["Beeb", "SZ", "sz", "www.bbc.com", "news.bbc.com"] {
            assert_eq!(outlets.canonical(name), Some("Dorfblatt"), "{name}");
        }
        assert_eq!((outlets.canonical("BBC"), outlets.canonical("BBC News")), (Some("BBC"), Some("BBC")));
        let mentioned: Vec<&str> =
            outlets.mentions("As SZ wrote, and BBC News", &[]).iter().map(|m| outlets.get(m.outlet).name.as_str()).collect();
        assert_eq!(mentioned, ["Dorfblatt", "BBC"]);
        let bbc = outlets.get(outlets.find("BBC").unwrap());
        assert!(!bbc.hosts.iter().any(|host| host == "bbc.com") && !bbc.aliases.iter().any(|alias| alias == "the Beeb"), "{bbc:?}");
    }

    #[test]
    fn a_list_that_cannot_be_read_is_no_broken_list() {
        let folder = tempfile::tempdir().unwrap();
        let error = Outlets::empty().extend_from(folder.path()).unwrap_err();
        assert_eq!((error.kind(), error.path(), error.help()), (ErrorKind::Io, Some(folder.path()), Some(READABLE)));
    }

    #[test]
    fn the_name_of_another_outlet_is_no_alias_and_the_error_says_whose_it_is() {
        let error = with("name,aliases,owner,kind,hosts\nDorfblatt,Reuters;BBC,Dorf AG,Agency,bbc.com\n").unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(2)));
        assert!(error.to_string().contains("`Reuters` is given to `Dorfblatt`"), "{error}");
        assert!(error.help().unwrap().contains("call this row `Reuters`"), "{error:?}");
    }

    #[test]
    fn two_rows_that_share_a_name_are_an_error_with_both_lines() {
        for list in ["Dorfblatt,Das Blatt\nStadtblatt,das blatt\n", "Dorfblatt,Das Blatt\nDas Blatt,\n"] {
            let error = with(&format!("name,aliases\n{list}")).unwrap_err();
            assert_eq!(error.line(), Some(3), "{list}");
            assert!(error.to_string().contains("is a name of `Dorfblatt` already, by line 2"), "{error}");
        }
        let hosts = with("name,hosts\nDorfblatt,blatt.example\nStadtblatt,www.blatt.example\n").unwrap_err();
        assert_eq!(hosts.line(), Some(3));
        // Two rows of one outlet add to it.
        let outlets = with("name,aliases\nDorfblatt,Das Blatt\nDorfblatt,Das Blatt;Blättchen\n").unwrap();
        assert_eq!(outlets.canonical("Blättchen"), Some("Dorfblatt"));
    }

    #[test]
    fn a_kind_is_one_of_the_list_in_any_case_of_letters() {
        let outlets = with("name,kind\nDorfdienst,Agency\nDorfblatt,\n").unwrap();
        assert_eq!(outlets.get(outlets.find("Dorfdienst").unwrap()).kind, "agency");
        let error = with("name,kind\nDorfblatt,nonsense\n").unwrap_err();
        assert_eq!(error.line(), Some(2));
        assert!(error.to_string().contains("got `nonsense`") && error.help().unwrap().contains("agency, newspaper"), "{error:?}");
    }

    #[test]
    fn a_list_is_read_in_every_encoding_that_texts_are_read_in() {
        let list = "name;aliases;hosts\nDorfblatt Köln;\"Das Blatt;Blättchen\";blatt.example\nСельская жизнь;Сельская;\n";
        let marked = format!("\u{feff}{list}");
        let little = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = marked.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for bytes in [list.as_bytes().to_vec(), marked.as_bytes().to_vec(), little(list), little(&marked), big, wide] {
            let outlets = with(&decoded(bytes).unwrap()).unwrap();
            assert_eq!(outlets.canonical("Blättchen"), Some("Dorfblatt Köln"));
            assert_eq!(outlets.canonical("Сельская"), Some("Сельская жизнь"));
        }
        let western = "name,aliases\nDorfblatt Köln,Blättchen für Köln und Umgebung\nMünchner Bote,Bötchen für München\n\
                       Grüße aus Nürnberg,Grüße;Fränkische Grüße\n";
        let western = encoding_rs::WINDOWS_1252.encode(western).0.into_owned();
        assert_eq!(with(&decoded(western).unwrap()).unwrap().canonical("Blättchen für Köln und Umgebung"), Some("Dorfblatt Köln"));
        let error = decoded(b"name\nBl\xc3\xa4ttchen\nK\xc3\xb6ln \xff\n".to_vec()).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(3)), "{error}");
        assert!(error.to_string().contains("did not decode") && error.help().unwrap().contains("UTF-8"), "{error}");
        assert!(decoded(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()).is_err());
    }

    #[test]
    fn a_list_whose_encoding_few_letters_speak_for_is_an_error_that_says_which_and_how_few() {
        for (list, line, bytes) in [(&b"name\nPr\xe1vo\n"[..], 2, "1 byte "), (b"name\nBlatt\nPr\xe1vo lid\xf9\n", 3, "2 bytes ")] {
            let guess = decode(list.to_vec(), None).unwrap().guess.unwrap();
            let error = decoded(list.to_vec()).unwrap_err();
            assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(line)), "{error}");
            assert!(error.to_string().contains(bytes) && error.to_string().contains(guess.encoding), "{error}");
            assert!(error.help().unwrap().contains("UTF-8"), "{error:?}");
        }
    }

    #[test]
    fn lists_with_semicolons_tabs_and_upright_lines_are_read() {
        let comma = "name,aliases,hosts\nDorfblatt,Das Blatt;Blättchen,blatt.example\n";
        let semicolon = "name;aliases;hosts\nDorfblatt;\"Das Blatt;Blättchen\";blatt.example\n";
        for list in
            [comma.to_owned(), semicolon.to_owned(), comma.replace(',', "\t"), comma.replace(',', "|"), format!("\u{feff}{semicolon}")]
        {
            let outlets = with(&list).unwrap();
            for name in ["Das Blatt", "Blättchen", "blatt.example"] {
                assert_eq!(outlets.canonical(name), Some("Dorfblatt"), "{name} in {list}");
            }
        }
        let error = with("name;aliases;hosts\nDorfblatt;Das Blatt;Blättchen;blatt.example\n").unwrap_err();
        assert_eq!(error.line(), Some(2));
        assert!(error.to_string().contains("expected 3 values, got 4"), "{error}");
    }
}
