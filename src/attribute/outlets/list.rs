//! A list of outlets as people write it: a table with a row for each.

use std::collections::HashMap;
use std::path::Path;

use super::{Outlet, OutletId, Outlets, key};
use crate::edits::nearest;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Warning;
use crate::read::list::{self, Short, Table};

/// What an outlet may be; only `agency` has a meaning for the program.
pub(super) const KINDS: [&str; 6] = ["agency", "newspaper", "magazine", "broadcaster", "site", "outlet"];
/// What to do about a list that cannot be read.
pub(super) const READABLE: &str = "name a list of outlets that can be read";

const COLUMNS: &str = "the columns are name, aliases, owner, kind, hosts, with commas, semicolons, tabs or upright lines between them; aliases and hosts are separated by \
                       semicolons, in quotation marks where semicolons separate the columns";

/// The columns by name, in the order of [`Row`].
const NAMES: [&str; 5] = ["name", "aliases", "owner", "kind", "hosts"];

/// Values of the columns of [`NAMES`]; lists inside one are separated by semicolons.
type Row<'a> = [&'a str; NAMES.len()];

/// Where a list says whose a name is.
struct Said {
    outlet: OutletId,
    name: String,
    line: u64,
}

/// Adds the rows of the list that stands in the file `path`. An alias or a host goes to the outlet that the list gives it to, whoever had it before.
/// Warns of each column that is none of a list.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line for a row that is broken or names nothing, of a kind that is none, or with a name that another row has, or
/// that is the name of another outlet.
pub(super) fn read(outlets: &mut Outlets, text: &str, path: &Path) -> Result<Vec<Warning>> {
    let table = list::table(text, path, Short::Filled).map_err(|e| e.remedy(COLUMNS))?;
    let columns = NAMES.map(|name| table.column(&[name]));
    if columns[0].is_none() {
        let has = if table.columns.is_empty() { "nothing".to_owned() } else { table.columns.join(", ") };
        return Err(broken(format!("expected a column called name, got {has}")).on_line(table.line));
    }
    let mut said: HashMap<String, Said> = HashMap::new();
    for row in &table.rows {
        let values = columns.map(|column| column.map_or("", |at| row.values[at].trim()));
        let outlet = outlet(values).map_err(|error| error.on_line(row.line))?;
        enter(outlets, outlet, row.line, &mut said)?;
    }
    Ok(unknown_columns(&table, path))
}

/// A slip in the name of a column costs all that stands below it.
fn unknown_columns(table: &Table, path: &Path) -> Vec<Warning> {
    let lacking: Vec<&str> = NAMES.into_iter().filter(|name| table.column(&[name]).is_none()).collect();
    let says_something = |column: usize| table.rows.iter().any(|row| !row.values[column].trim().is_empty());
    let is_known = |name: &str| NAMES.contains(&name.to_lowercase().as_str());
    let unknown = table.columns.iter().enumerate().filter(|(at, name)| !is_known(name) && says_something(*at));
    let warning = |name: &str| Warning {
        path: path.to_owned(),
        line: Some(table.line),
        cause: "unknown column".to_owned(),
        message: match nearest(&lacking, name) {
            Some(near) => format!("a list of outlets has no column `{name}`, and it was not read: call it `{near}` if that is meant"),
            None => format!("a list of outlets has no column `{name}`, and it was not read: the columns are {}", NAMES.join(", ")),
        },
        document: None,
    };
    unknown.map(|(_, name)| warning(name)).collect()
}

fn broken(message: String) -> Error {
    Error::new(ErrorKind::Malformed, message).remedy(COLUMNS)
}

fn outlet([name, aliases, owner, kind, hosts]: Row<'_>) -> Result<Outlet> {
    if name.is_empty() {
        return Err(broken("expected the name of an outlet, got nothing".into()));
    }
    let kind_named = kind.to_lowercase();
    if !kind.is_empty() && !KINDS.contains(&kind_named.as_str()) {
        let message = format!("expected a kind of outlet, got `{kind}`");
        return Err(Error::new(ErrorKind::Malformed, message).remedy(format!("the kinds are {}; or leave it empty", KINDS.join(", "))));
    }
    let list = |field: &str| field.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Ok(Outlet { aliases: list(aliases), hosts: list(hosts), name: name.to_owned(), owner: owner.to_owned(), kind: kind_named })
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
        read(&mut outlets, &list::decoded(list.as_bytes().to_vec())?, Path::new("outlets.csv")).map(|_| outlets)
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
    fn columns_are_known_in_any_case_and_a_row_may_end_early() {
        let outlets = with("Name;KIND;Aliases;Hosts\nDorfblatt;Newspaper;\"Das Blatt; Blättchen\"\nDorfdienst;\n").unwrap();
        assert_eq!(outlets.canonical("Blättchen"), Some("Dorfblatt"));
        assert_eq!(outlets.get(outlets.find("Dorfblatt").unwrap()).kind, "newspaper");
        assert!(outlets.find("Dorfdienst").is_some());
        let error = with("sep=;\nOutlet;Aliases\nDorfblatt;\n").unwrap_err();
        assert_eq!(error.line(), Some(2));
        assert!(error.to_string().contains("expected a column called name, got Outlet, Aliases"), "{error}");
    }

    #[test]
    fn a_column_that_is_none_of_a_list_is_told_with_the_nearest_that_is_missing() {
        let told = |list: &str| -> Vec<(Option<u64>, String)> {
            let warnings = read(&mut Outlets::empty(), list, Path::new("outlets.csv")).unwrap();
            warnings.into_iter().map(|warning| (warning.line, warning.message)).collect()
        };
        let alias = told("sep=;\nname;Alias;country\nDorfblatt;Blatt;DE\n");
        assert_eq!((alias.len(), alias[0].0), (2, Some(2)));
        assert!(alias[0].1.contains("no column `Alias`") && alias[0].1.contains("call it `aliases`"), "{alias:?}");
        assert!(alias[1].1.contains("no column `country`") && alias[1].1.contains("name, aliases, owner, kind, hosts"), "{alias:?}");
        assert!(!told("name,aliases,alias\nDorfblatt,Blatt,SZ\n")[0].1.contains("call it"), "the list has the column that is near");
        assert!(told("name,HOSTS,,notes\nDorfblatt,blatt.example,,\n").is_empty(), "nothing stands there");
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
            let outlets = with(&list::decoded(bytes).unwrap()).unwrap();
            assert_eq!(outlets.canonical("Blättchen"), Some("Dorfblatt Köln"));
            assert_eq!(outlets.canonical("Сельская"), Some("Сельская жизнь"));
        }
        let western = "name,aliases\nDorfblatt Köln,Blättchen für Köln und Umgebung\nMünchner Bote,Bötchen für München\n\
                       Grüße aus Nürnberg,Grüße;Fränkische Grüße\n";
        let western = encoding_rs::WINDOWS_1252.encode(western).0.into_owned();
        assert_eq!(with(&list::decoded(western).unwrap()).unwrap().canonical("Blättchen für Köln und Umgebung"), Some("Dorfblatt Köln"));
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
        assert_eq!(with(&format!("sep=;\n{semicolon}")).unwrap().canonical("Blättchen"), Some("Dorfblatt"));
        let error = with("name;aliases;hosts\nDorfblatt;Das Blatt;Blättchen;blatt.example\n").unwrap_err();
        assert_eq!(error.line(), Some(2));
        assert!(error.to_string().contains("expected 3 values, got 4"), "{error}");
    }
}
