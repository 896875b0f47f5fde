//! The text of an article of which its page shows a beginning alone, or nothing, and JSON-LD has all.

use dom_query::Document as Tree;

use super::MIN_WORDS;
use super::text::{self, PageText};

/// Letters and digits at the beginning of a paragraph that tell it from others.
const BEGINNING: usize = 24;

/// The text that JSON-LD has as the `body` of the article, where that is longer by half than what the page shows and has a paragraph of that.
pub(super) fn whole(shown: Option<&PageText>, body: &str) -> Option<PageText> {
    let is_html = ["</", "<br", "<p>"].iter().any(|tag| body.contains(tag));
    let lines = || body.lines().map(|line| format!("<p>{}</p>", line.replace('<', "&lt;"))).collect::<String>();
    let html = if is_html { body.to_owned() } else { lines() };
    let whole = text::text(&Tree::from(html).root());
    let is_of_it = |shown: &PageText| {
        let all = letters(&whole.text);
        let beginnings = shown.text.split("\n\n").map(|paragraph| letters(paragraph).chars().take(BEGINNING).collect::<String>());
        let mut known = beginnings.filter(|beginning| beginning.chars().count() == BEGINNING);
        2 * whole.words > 3 * shown.words && known.any(|beginning| all.contains(&beginning))
    };
    (whole.longest_prose >= MIN_WORDS && shown.is_none_or(is_of_it)).then_some(whole)
}

fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::article;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    fn text(data: &serde_json::Value, body: &str) -> Option<String> {
        let html = format!(
            "<html><head><title>Ferry late</title><script type='application/ld+json'>{data}</script></head><body>{body}</body></html>"
        );
        article(&html).ok()?.chosen.text
    }

    #[test]
    fn an_article_that_its_page_shows_the_beginning_of_is_read_from_its_data() {
        let data = |body: &str| serde_json::json!({"@type": "NewsArticle", "articleBody": body});
        let (first, second, third) = (words("first", 30), words("second", 30), words("third", 30));
        let all = format!("{first}\n\n{second}\n{third}");
        let paragraphs = format!("{first}\n\n{second}\n\n{third}");
        let page = format!("<main><article><h1>Ferry late</h1><p>{first}</p><div><p>Subscribe to read on.</p></div></article></main>");
        assert_eq!(text(&data(&all), &page), Some(paragraphs.clone()));
        assert_eq!(text(&data(&all), "<div id='root'></div>"), Some(paragraphs.clone()));
        let marked = format!("<p>{first}</p><p>{second} &amp; so on</p>");
        assert_eq!(text(&data(&marked), "<div id='root'></div>"), Some(format!("{first}\n\n{second} & so on")));
        assert_eq!(text(&data("a < b &amp; c d e f g h i j"), ""), Some("a < b & c d e f g h i j".to_owned()));
        // The page has all of it, or something else.
        let page = format!("<article><p>{first}</p><p>{second}</p><p>{third}</p></article>");
        assert_eq!(text(&data(&all.replace('\n', " ")), &page), Some(paragraphs.clone()));
        let other = format!("<article><p>{}</p></article>", words("other", 30));
        assert_eq!(text(&data(&all), &other), Some(words("other", 30)));
        assert_eq!(text(&data("too short"), ""), None);
    }
}
