//! What a page's JSON-LD says of the article: dates, headline, publisher, authors.

use std::collections::HashMap;

use dom_query::Document as Tree;
use serde_json::Value;

use super::page::{Facts, Said, first};
use crate::read::trouble::Trouble;

/// Whether a script of that type is JSON-LD. A character set may stand behind.
pub(super) fn is_linked_data(kind: &str) -> bool {
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// JSON-LD: objects of schema.org, alone, in arrays, or below `@graph`.
pub(super) fn linked_data(script: &str, facts: &mut Facts, said: &mut Said) {
    let script = script.trim();
    let script = script.strip_prefix("<![CDATA[").and_then(|script| script.strip_suffix("]]>")).unwrap_or(script);
    // Raw line ends inside strings are a common fault of templates.
    let parsed =
        serde_json::from_str(script).or_else(|_| serde_json::from_str(&script.replace(|character: char| character.is_control(), " ")));
    let value: Value = match parsed {
        Ok(value) => value,
        Err(e) => {
            let message = format!("{e}; the page is read without it, so that dates may be missing");
            facts.troubles.push(Trouble::new("broken JSON-LD", message));
            return;
        }
    };
    let (mut open, mut objects) = (vec![&value], Vec::new());
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) => {
                objects.push(value);
                // Not into every member: a list of other articles has dates too.
                open.extend(["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|name| object.get(*name)));
            }
            _ => {}
        }
    }
    // Objects refer to one another by `@id`.
    let mut names = HashMap::new();
    for object in &objects {
        if let (Some(id), Some(name)) = (object["@id"].as_str(), text(&object["name"])) {
            names.entry(id).or_insert(name);
        }
    }
    let named = |value: &Value| names.get(value["@id"].as_str()?).cloned();
    for object in &objects {
        if is_article(&object["@type"]) {
            article_data(object, named, facts, said);
        } else if object["@type"].as_str() == Some("WebSite") {
            first(&mut said.web_site, text(&object["name"]));
        }
    }
}

/// A text that is not empty. Some programs write entities into JSON.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let text = if text.contains('&') { Tree::fragment(text.replace('<', "&lt;")).text().trim().to_owned() } else { text.to_owned() };
    Some(text).filter(|text| !text.is_empty())
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => ["Article", "Posting", "Report", "WebPage"].iter().any(|ending| kind.ends_with(ending)),
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// `named`: the name of the object that a reference leads to.
fn article_data(article: &Value, named: impl Fn(&Value) -> Option<String>, facts: &mut Facts, said: &mut Said) {
    for name in ["datePublished", "dateCreated", "dateModified"] {
        let date = text(&article[name]);
        facts.dates.extend(date.map(|date| (format!("json-ld {name}"), date)));
    }
    first(&mut said.headline, text(&article["headline"]));
    first(&mut facts.body, article["articleBody"].as_str().map(str::to_owned));
    first(&mut said.data_url, text(&article["url"]));
    first(&mut said.data_language, text(&article["inLanguage"]));
    let publisher = match &article["publisher"] {
        Value::Array(publishers) => publishers.first().unwrap_or(&Value::Null),
        publisher => publisher,
    };
    first(&mut said.publisher, text(&publisher["name"]).or_else(|| text(publisher)).or_else(|| named(publisher)));
    let authors = match &article["author"] {
        Value::Array(authors) => authors.iter().collect(),
        author => vec![author],
    };
    let names: Vec<String> =
        authors.into_iter().filter_map(|author| text(author).or_else(|| text(&author["name"])).or_else(|| named(author))).collect();
    first(&mut said.data_author, Some(names.join(", ")).filter(|names| !names.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::super::page::facts;
    use super::*;

    fn of(html: &str) -> Facts {
        facts(&Tree::from(html), html)
    }

    #[test]
    fn linked_data_has_a_character_set_in_its_type_and_publishers_in_a_list() {
        for (kind, publisher, outlet) in [
            ("application/ld+json; charset=utf-8", r#"{"name": "RT"}"#, Some("RT")),
            ("Application/LD+JSON ;charset=utf-8", r#"[{"name": "RT"}, {"name": "TASS"}]"#, Some("RT")),
            ("application/ld+json", r#"["RT"]"#, Some("RT")),
            ("application/ld+json", "[]", None),
            ("application/json; application/ld+json", r#""RT""#, None),
        ] {
            let facts = of(&format!("<script type='{kind}'>{{\"@type\": \"NewsArticle\", \"publisher\": {publisher}}}</script>"));
            assert_eq!(facts.outlet.as_deref(), outlet, "{kind} {publisher}");
        }
    }

    #[test]
    fn linked_data_with_raw_line_ends_is_mended_and_what_is_beyond_mending_is_told() {
        let facts = of(
            "<script type='application/ld+json'>{\"@type\": \"Report\", \"headline\": \"a\nb\", \"datePublished\": \"2016-12-03\"}</script>",
        );
        assert_eq!(facts.dates, [("json-ld datePublished".to_owned(), "2016-12-03".to_owned())]);
        let facts = of("<script type='application/ld+json'>{\"@type\": </script>");
        assert_eq!(facts.troubles[0].cause, "broken JSON-LD");
    }

    #[test]
    fn names_that_are_said_elsewhere_are_looked_up_and_entities_are_resolved() {
        let facts = of(r##"<script type="application/ld+json">{"@graph": [
            {"@type": "Article", "headline": "Ferry closed &#8211; what now?", "publisher": {"@id": "#org"}, "author": {"@id": "#who"}},
            {"@type": "WebSite", "@id": "#site", "name": "The Herald"},
            {"@type": "Organization", "@id": "#org", "name": "Herald &amp; Sons"}, {"@type": "Person", "@id": "#who", "name": "A. B."}]}
            </script>"##);
        assert_eq!((facts.outlet.as_deref(), facts.author.as_deref()), (Some("Herald & Sons"), Some("A. B.")));
        assert_eq!(facts.title.as_deref(), Some("Ferry closed – what now?"));
    }
}
