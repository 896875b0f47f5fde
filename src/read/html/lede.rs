//! What a page puts between the headline and the body of its article: Readability may take the body alone.

use super::MIN_WORDS;
use super::text::PageText;
use crate::span::Span;

/// Blocks that stand there at most, with bylines, dates and what is to be pressed: behind more of them something else begins.
const MOST_BLOCKS: usize = 8;
/// Words that each has at most.
const MOST_WORDS: usize = 100;

/// Puts before `text` what stands before it in `page`, behind one of the `headlines`.
pub(super) fn put_before(text: &mut PageText, page: &PageText, headlines: &[&str]) {
    let ends = page.blocks.iter().skip(1).map(|(begin, _)| *begin).chain([page.text.len()]);
    let blocks: Vec<(&str, usize)> =
        page.blocks.iter().zip(ends).map(|((begin, prose), end)| (page.text[*begin..end].trim(), *prose)).collect();
    let first = text.blocks.iter().find(|(_, prose)| *prose >= MIN_WORDS);
    let first = first.and_then(|(begin, _)| text.text[*begin..].split("\n\n").next()).unwrap_or_default().trim();
    let Some(body) = blocks.iter().position(|(block, prose)| *block == first && *prose >= MIN_WORDS) else {
        return;
    };
    let before = &blocks[body.saturating_sub(MOST_BLOCKS)..body];
    let Some(head) = before.iter().rposition(|(block, _)| headlines.contains(block)) else {
        return;
    };
    let is_lede = |(block, prose): &&(&str, usize)| (MIN_WORDS..=MOST_WORDS).contains(prose) && !text.text.contains(*block);
    let lede: String = before[head + 1..].iter().filter(is_lede).flat_map(|(block, _)| [*block, "\n\n"]).collect();
    // A page is refused long before it has 4 G characters.
    let Ok(shift) = u32::try_from(lede.chars().count()) else {
        return;
    };
    text.text.insert_str(0, &lede);
    for (span, _) in &mut text.links {
        *span = Span::new(span.start + shift, span.end + shift);
    }
}

#[cfg(test)]
mod tests {
    use super::super::article;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    fn read(body: &str) -> super::super::Article {
        article(&format!("<html><head><title>Ferry late</title></head><body>{body}</body></html>")).unwrap()
    }

    #[test]
    fn what_stands_between_headline_and_body_is_text() {
        let menu = "<header><a href='/'>Home</a></header>";
        let lede = format!("<p class='lead'>{}</p>", words("lede", 20));
        let byline = "<p>By A. B.</p>";
        let body: String = (0..5).map(|n| format!("<p>{}</p>", words(&format!("own{n}x"), 40))).collect();
        let body = format!("<div class='body'>{}</div>", body.replace("own1x5", "<a href='https://a.org/'>own1x5</a>"));
        for page in [
            format!("{menu}<div class='head'><h1>Ferry late</h1>{lede}{byline}</div><div class='content'>{body}</div>"),
            format!("{menu}<main><div class='head'><h1>Ferry late</h1>{lede}</div>{body}</main>"),
            format!("{menu}<main><h1>Ferry late</h1>{lede}<h2>Key events</h2><div class='blog'><p>10.20 GMT</p>{body}</div></main>"),
            format!("{menu}<article><header><h1>Ferry late</h1>{byline}{lede}</header>{body}</article>"),
        ] {
            let article = read(&page);
            let text = article.chosen.text.unwrap();
            assert!(text.starts_with("lede0 ") && text.contains("own4x39") && !text.contains("By A. B."), "{page}: {text}");
            let (span, _) = &article.page.links[0];
            let linked: String = text.chars().skip(span.start as usize).take(span.len() as usize).collect();
            assert_eq!(linked, "own1x5");
        }
    }
}
