//! What a page's mark-up says of the article: dates, outlet, address, author, language.

use std::collections::HashSet;

use dom_query::{Document as Tree, NodeId, NodeRef};

use super::address::address;
use super::data::{is_linked_data, linked_data};
use super::{names, title};
use crate::read::trouble::Trouble;

/// The facts of a page, from all of it.
#[derive(Debug, Default)]
pub(in crate::read) struct Facts {
    /// In the order of the page: (what says so, value).
    pub dates: Vec<(String, String)>,
    pub canonical: Option<String>,
    /// The canonical address, else any other that the page gives itself; one with a host before those without.
    pub url: Option<String>,
    pub title: Option<String>,
    /// The text of the article, as JSON-LD has it.
    pub body: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub language: Option<String>,
    pub troubles: Vec<Trouble>,
}

/// Elements of `meta` that state a date, as newspapers and their software use them.
const DATES: [&str; 22] = [
    "article:published_time",
    "article:modified_time",
    "article.published",
    "og:published_time",
    "og:article:published_time",
    "og:updated_time",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
];

/// Headings of a page that are looked at: a list of headlines has thousands, and that of the article is among the first.
const MOST_HEADINGS: usize = 50;

/// Reads a page's facts; `html` is its source.
pub(super) fn facts(tree: &Tree, html: &str) -> Facts {
    let mut facts = Facts::default();
    let mut said = Said::default();
    let (mut places, mut times) = (Places::default(), Vec::new());
    for node in tree.root().descendants_it() {
        let Some(name) = node.node_name() else {
            continue;
        };
        places.see(&node);
        match &*name {
            "html" => {
                let language = attribute(&node, "lang").or_else(|| attribute(&node, "xml:lang"));
                first(&mut said.html_language, language);
            }
            "meta" => meta(&node, &mut facts, &mut said),
            "link" if attribute(&node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                first(&mut facts.canonical, attribute(&node, "href"));
            }
            "base" => first(&mut said.base, attribute(&node, "href")),
            "script" if attribute(&node, "type").is_some_and(|kind| is_linked_data(&kind)) => {
                linked_data(&node.text(), &mut facts, &mut said);
            }
            "time" => time(&node, &places, &mut facts, &mut times),
            "h1" | "h2" | "h3" if said.headings.len() < MOST_HEADINGS => said.headings.extend(folded(&node)),
            "title" => first(&mut said.window_title, folded(&node)),
            _ if attribute(&node, "itemprop").as_deref() == Some("datePublished") => {
                let date = attribute(&node, "content").or_else(|| attribute(&node, "datetime"));
                facts.dates.extend(date.map(|date| ("itemprop datePublished".to_owned(), date)));
            }
            _ => {}
        }
    }
    // Lists of what else there is to read stand before the article as well as behind it.
    if times.iter().any(|(_, in_main)| *in_main) {
        let outside: HashSet<usize> = times.iter().filter(|(_, in_main)| !in_main).map(|(at, _)| *at).collect();
        let mut at = 0..;
        facts.dates.retain(|_| at.next().is_none_or(|at| !outside.contains(&at)));
    }
    // What a browser notes when it saves a page.
    let saved_from = html.find("<!-- saved from url=(").and_then(|at| {
        let (_, rest) = html[at..].split_once(')')?;
        Some(rest.split("-->").next()?.trim().to_owned())
    });
    let given = [&facts.canonical, &said.og_url, &said.data_url, &saved_from].map(Option::as_ref);
    facts.url = address(&given, said.base.as_deref());
    facts.title = title::title(&said);
    facts.outlet = said.site_name.or(said.publisher);
    facts.author = said.author.or(said.data_author);
    facts.language = said.html_language.or(said.content_language).or(said.locale).or(said.data_language);
    facts
}

/// What the page says in several places, the stronger of which is not known yet.
#[derive(Debug, Default)]
pub(super) struct Said {
    html_language: Option<String>,
    content_language: Option<String>,
    locale: Option<String>,
    pub data_language: Option<String>,
    base: Option<String>,
    og_url: Option<String>,
    pub data_url: Option<String>,
    pub headline: Option<String>,
    pub og_title: Option<String>,
    /// In the order of the page.
    pub headings: Vec<String>,
    pub window_title: Option<String>,
    pub site_name: Option<String>,
    pub web_site: Option<String>,
    pub publisher: Option<String>,
    author: Option<String>,
    pub data_author: Option<String>,
}

/// The first to say something is heard.
pub(super) fn first(slot: &mut Option<String>, said: Option<String>) {
    if slot.is_none() {
        *slot = said;
    }
}

fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The text of an element on one line.
fn folded(node: &NodeRef<'_>) -> Option<String> {
    Some(node.text().split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

fn meta(node: &NodeRef<'_>, facts: &mut Facts, said: &mut Said) {
    let Some(content) = attribute(node, "content") else {
        return;
    };
    for key in ["property", "name", "itemprop", "http-equiv"] {
        let Some(name) = attribute(node, key).map(|name| name.to_ascii_lowercase()) else {
            continue;
        };
        match name.as_str() {
            date if DATES.contains(&date) => facts.dates.push((format!("meta {date}"), content)),
            "og:url" => first(&mut said.og_url, Some(content)),
            "og:title" => first(&mut said.og_title, Some(content)),
            "og:site_name" => first(&mut said.site_name, Some(content)),
            "og:locale" => first(&mut said.locale, Some(content.replace('_', "-"))),
            "content-language" => first(&mut said.content_language, Some(content)),
            // Some name a page about the author here.
            "author" | "article:author" | "byl" | "dc.creator" if !content.contains("://") => {
                first(&mut said.author, Some(content));
            }
            _ => continue,
        }
        return;
    }
}

/// Where the elements of a page stand that are seen one after another, each behind what it lies in.
#[derive(Debug, Default)]
struct Places {
    in_main: HashSet<NodeId>,
    /// In menus, in lists beside the article, in teasers and in comments.
    of_others: HashSet<NodeId>,
}

impl Places {
    fn see(&mut self, node: &NodeRef<'_>) {
        let is = |names: &[&str]| names.iter().any(|name| node.has_name(name));
        let parent = node.parent().map(|parent| parent.id);
        let is_in = |places: &HashSet<NodeId>| parent.is_some_and(|parent| places.contains(&parent));
        if is_in(&self.in_main) || is(&["main"]) {
            self.in_main.insert(node.id);
        }
        if is_in(&self.of_others) || is(&["nav", "aside", "footer"]) || !is(&["body", "html"]) && names::is_of_teaser(node) {
            self.of_others.insert(node.id);
        }
    }
}

/// When the article was published, or another time in the text: its place among the dates goes to `times`, with whether it stands in `main`.
fn time(node: &NodeRef<'_>, places: &Places, facts: &mut Facts, times: &mut Vec<(usize, bool)>) {
    let Some(date) = attribute(node, "datetime") else {
        return;
    };
    if node.has_attr("pubdate") || attribute(node, "itemprop").as_deref() == Some("datePublished") {
        facts.dates.push(("time pubdate".to_owned(), date));
    } else if !places.of_others.contains(&node.id) {
        times.push((facts.dates.len(), places.in_main.contains(&node.id)));
        facts.dates.push(("time datetime".to_owned(), date));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Facts {
        facts(&Tree::from(html), html)
    }

    fn dates(facts: &Facts) -> Vec<(&str, &str)> {
        facts.dates.iter().map(|(what, date)| (what.as_str(), date.as_str())).collect()
    }

    #[test]
    fn dates_come_in_the_order_of_the_page_with_what_states_them() {
        let facts = of(r#"<head><meta property="article:published_time" content="2016-12-03T04:21:00Z">
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
                {"@type": "Organization", "name": "RT"},
                {"@type": ["NewsArticle"], "datePublished": "2016-12-03", "dateModified": "2016-12-04",
                 "publisher": {"name": "RT"}, "author": [{"name": "A. B."}, "C. D."], "inLanguage": "en"},
                {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "1999-01-01"}]}]}
            </script></head>
            <body><nav><time datetime="2001-01-01">old</time></nav>
            <article><time pubdate datetime="2016-12-03T07:21+03:00">3 December</time><time datetime="2016-11-30">earlier</time>
            <span itemprop="datePublished" content="2016-12-02">x</span></article></body>"#);
        assert_eq!(
            dates(&facts),
            [
                ("meta article:published_time", "2016-12-03T04:21:00Z"),
                ("json-ld datePublished", "2016-12-03"),
                ("json-ld dateModified", "2016-12-04"),
                ("time pubdate", "2016-12-03T07:21+03:00"),
                ("time datetime", "2016-11-30"),
                ("itemprop datePublished", "2016-12-02"),
            ]
        );
        assert_eq!((facts.outlet.as_deref(), facts.author.as_deref()), (Some("RT"), Some("A. B., C. D.")));
        assert_eq!(facts.language.as_deref(), Some("en"));
    }

    #[test]
    fn times_of_what_else_there_is_to_read_are_no_dates_of_the_article() {
        let time = |date: &str| format!("<time datetime='{date}'>x</time>");
        let card = format!("<article class='card'>{}</article>", time("2019-01-01"));
        let comment = format!("<ol class='comment-list'><li>{}</li></ol>", time("2024-03-06"));
        let latest = format!("<div class='latest'><ul><li>{}</li></ul></div>", time("2019-01-02"));
        for (body, found) in [
            (format!("<article><p>a</p></article>{card}{comment}"), vec![]),
            (format!("{card}<article>{}</article>{comment}", time("2024-03-05")), vec![("time datetime", "2024-03-05")]),
            (format!("{latest}<main><article>{}</article></main>", time("2024-03-05")), vec![("time datetime", "2024-03-05")]),
            (
                format!("<div>{}</div><div>{}</div>", time("2024-03-05"), time("2024-03-06")),
                vec![("time datetime", "2024-03-05"), ("time datetime", "2024-03-06")],
            ),
            (format!("<body class='has-comments'>{}</body>", time("2024-03-05")), vec![("time datetime", "2024-03-05")]),
        ] {
            assert_eq!(dates(&of(&body)), found, "{body}");
        }
    }

    #[test]
    fn the_address_is_the_canonical_one_else_that_of_the_mark_up_else_where_the_page_was_saved_from() {
        let canonical = "<link rel='canonical' href='https://a.org/1'>";
        let og = "<meta property='og:url' content='https://b.org/1'>";
        let saved = "<!-- saved from url=(0017)https://c.org/1 -->";
        assert_eq!(of(&format!("{saved}{og}{canonical}")).url.as_deref(), Some("https://a.org/1"));
        assert_eq!(of(&format!("{saved}{og}")).url.as_deref(), Some("https://b.org/1"));
        assert_eq!(of(saved).url.as_deref(), Some("https://c.org/1"));
    }

    #[test]
    fn an_address_without_a_host_gives_way_to_one_that_has_one() {
        let og = "<meta property='og:url' content='https://b.org/1'>";
        for canonical in ["#", "/news/1", "news/1"] {
            let facts = of(&format!("<base href='https://c.org/x/'><link rel=canonical href='{canonical}'>{og}"));
            assert_eq!(facts.url.as_deref(), Some("https://b.org/1"), "{canonical}");
        }
        let facts = of("<base href='https://c.org/x/'><link rel=canonical href='news/1'>");
        assert_eq!(facts.url.as_deref(), Some("https://c.org/x/news/1"));
        assert_eq!(of("<base href='https://c.org/x/'><link rel=canonical href='#'>").url, None);
    }

    #[test]
    fn the_name_of_the_site_is_the_outlet_and_an_address_is_no_author() {
        let facts = of("<meta property='og:site_name' content='Islam Times'><meta name=author content='https://x.org/me'>\
                        <meta property='og:locale' content='ru_RU'>");
        assert_eq!((facts.outlet.as_deref(), facts.author), (Some("Islam Times"), None));
        assert_eq!(facts.language.as_deref(), Some("ru-RU"));
    }
}
