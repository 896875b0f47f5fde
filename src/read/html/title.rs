//! What an article is called, of what its page calls itself.

use super::page::Said;

/// What stands between the name of a site and that of an article.
const BETWEEN: [char; 11] = ['|', '-', '–', '—', '·', '•', '»', '«', '/', ':', '‹'];

/// The title of the article: as the page says it to others (`og:title`, JSON-LD), else the longest heading that stands in the title of the
/// window, where the name of the site may be a heading too. Without the name of the site before it or behind it.
pub(super) fn title(said: &Said) -> Option<String> {
    let sites: Vec<&str> = [&said.site_name, &said.web_site, &said.publisher].into_iter().flatten().map(String::as_str).collect();
    let is_site = |text: &str| sites.iter().any(|site| site.to_lowercase() == text.to_lowercase());
    let given = [&said.og_title, &said.headline].into_iter().flatten().map(String::as_str);
    let window = said.window_title.as_deref().unwrap_or_default();
    let heading =
        said.headings.iter().map(String::as_str).filter(|heading| window.contains(heading)).rev().max_by_key(|heading| heading.len());
    let title = given.clone().find(|title| !is_site(title)).or(heading).or_else(|| given.clone().next())?;
    // The name of a section is shorter than what stands in it.
    let is_heading = |part: &str, rest: &str| part.len() > rest.len() && said.headings.iter().any(|heading| heading == part);
    let alone = parts(title).find_map(|(part, rest)| (is_site(rest) || is_heading(part, rest)).then_some(part));
    Some(alone.unwrap_or(title).to_owned())
}

/// Each part of a title that ends or begins with something else between spaces, with what that is.
fn parts(title: &str) -> impl Iterator<Item = (&str, &str)> {
    let cut = |(at, between): (usize, &str)| {
        let (before, behind) = (title[..at].trim(), title[at + between.len()..].trim());
        [(before, behind), (behind, before)]
    };
    let between = title.match_indices(BETWEEN);
    let between = between.filter(|(at, _)| title[..*at].ends_with(' '));
    between.flat_map(cut).filter(|(part, rest)| !part.is_empty() && !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_title() {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        for (og_title, window, headings, site, title) in [
            ("Ferry late", "Ferry late | The Herald", &["Ferry late"][..], "The Herald", "Ferry late"),
            ("Ferry late | The Herald", "", &[], "the herald", "Ferry late"),
            ("The Herald | Ferry late", "", &[], "The Herald", "Ferry late"),
            ("Ferry late on Monday - World - The Herald", "", &["Ferry late on Monday"], "", "Ferry late on Monday"),
            ("Ferry late | World", "", &["World"], "", "Ferry late | World"),
            ("Ferry late - why nobody swims", "", &["World"], "The Herald", "Ferry late - why nobody swims"),
            ("The Herald", "Ferry late", &["Ferry late"], "The Herald", "Ferry late"),
            ("The Herald", "", &[], "The Herald", "The Herald"),
            ("", "The Herald: Ferry late again", &["The Herald", "Ferry late again", "Ferry"], "", "Ferry late again"),
            ("", "Ferry late", &["World"], "", ""),
            ("Al-Assad said so", "", &["Al"], "Al", "Al-Assad said so"),
        ] {
            let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
            let mut said = Said::default();
            (said.og_title, said.window_title, said.headings, said.site_name) = (some(og_title), some(window), headings, some(site));
            assert_eq!(super::title(&said).unwrap_or_default(), title, "{og_title} {window}");
        }
    }
}
