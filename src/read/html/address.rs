//! A page's address, of those that it gives itself.

/// The first of `given` that has a host; else the first, which is relative: from `base` on where that is absolute, else as it stands.
pub(super) fn address(given: &[Option<&String>], base: Option<&str>) -> Option<String> {
    // A place in the page is no address.
    let given = || given.iter().copied().flatten().map(String::as_str).filter(|address| !address.starts_with('#'));
    let chosen = given().find(|address| has_host(address)).or_else(|| given().next())?;
    Some(base.and_then(|base| resolved(chosen, base)).unwrap_or_else(|| chosen.to_owned()))
}

fn has_host(address: &str) -> bool {
    address.split_once("//").is_some_and(|(scheme, rest)| {
        let is_scheme = |scheme: &str| !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        (scheme.is_empty() || scheme.strip_suffix(':').is_some_and(is_scheme)) && !rest.is_empty() && !rest.starts_with(['/', '?', '#'])
    })
}

/// `relative` as an address from `base` on. Nothing where it is whole already, or where `base` is not.
fn resolved(relative: &str, base: &str) -> Option<String> {
    let first = relative.split(['/', '?', '#']).next().unwrap_or_default();
    if has_host(relative) || first.contains(':') || !has_host(base) {
        return None;
    }
    let (scheme, rest) = base.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, folder) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (target, query) = relative.split_at(relative.find(['?', '#']).unwrap_or(relative.len()));
    let path = match target {
        "" => folder.to_owned(),
        _ if target.starts_with('/') => target.to_owned(),
        _ => format!("{}/{target}", folder.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    let mut parts = Vec::new();
    let mut all = path.split('/').skip(1).peekable();
    while let Some(part) = all.next() {
        match part {
            "." | ".." => {
                if part == ".." {
                    parts.pop();
                }
                if all.peek().is_none() {
                    parts.push("");
                }
            }
            _ => parts.push(part),
        }
    }
    Some(format!("{scheme}://{host}/{}{query}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(given: &[&str], base: Option<&str>) -> Option<String> {
        let given: Vec<String> = given.iter().map(|address| (*address).to_owned()).collect();
        address(&given.iter().map(Some).collect::<Vec<_>>(), base)
    }

    #[test]
    fn the_first_address_with_a_host_is_taken() {
        for relative in ["#", "/news/1", "news/1", "?p=1", "news.html", "file:///home/a.html"] {
            assert_eq!(of(&[relative, "https://a.org/1", "https://b.org/1"], Some("https://c.org/")).as_deref(), Some("https://a.org/1"));
        }
        assert_eq!(of(&["//a.org/1", "https://b.org/1"], None).as_deref(), Some("//a.org/1"));
        assert_eq!(of(&["#", "#top"], Some("https://c.org/")), None);
        assert_eq!(of(&["/news/1"], None).as_deref(), Some("/news/1"));
        assert_eq!(of(&["/news/1"], Some("/site/")).as_deref(), Some("/news/1"));
        assert_eq!(of(&[], Some("https://c.org/")), None);
    }

    #[test]
    fn a_relative_address_goes_from_the_base_on() {
        for (relative, base, whole) in [
            ("news/1", "https://c.org/", "https://c.org/news/1"),
            ("news/1", "https://c.org", "https://c.org/news/1"),
            ("1?p=/a", "https://c.org/news/index.html?x#y", "https://c.org/news/1?p=/a"),
            ("/1", "http://c.org:8080/news/x/", "http://c.org:8080/1"),
            ("../a/./2", "https://c.org/news/x/1", "https://c.org/news/a/2"),
            ("../../..", "https://c.org/news/x/1", "https://c.org/"),
            ("?p=1", "https://c.org/news/", "https://c.org/news/?p=1"),
        ] {
            assert_eq!(of(&[relative], Some(base)).as_deref(), Some(whole), "{relative} {base}");
        }
        assert_eq!(of(&["mailto:a@b.org"], Some("https://c.org/")).as_deref(), Some("mailto:a@b.org"));
    }
}
