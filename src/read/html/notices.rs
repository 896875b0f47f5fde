//! Notices of a site about cookies, consent and the reader's browser, which may be longer than the article that they lie upon.
//!
//! A name alone says little: a story about the GDPR may stand in `<div class="gdpr">`, and the boxes of consent software have names of all
//! kinds. So what is named as a notice is asked whether it reads like a story, and what has a button to accept something whether it reads like
//! a notice.

use std::collections::HashSet;

use dom_query::{Document as Tree, NodeId, NodeRef};

use super::around::{NO_MENU, holding, is_main};
use super::names::Named;
use super::notice_words::{LABELS, PHRASES};
use super::scope::is_article_body;
use super::text::PageText;
use super::{MIN_WORDS, names, text};

/// Phrases that a notice has at least that no name says to be one.
const LEAST_PHRASES: usize = 2;
/// Words that a label has at most.
const LABEL_WORDS: usize = 5;
/// Elements with names of notices, and things to press, from which notices are looked for; a page of comments has thousands.
const MOST_ASKED: usize = 64;
/// Elements in one another around a thing to press that may be a notice.
const MOST_AROUND: usize = 32;
/// Blocks of prose from which on a text without the words of a notice is a story, whatever its name.
const STORY_BLOCKS: usize = 3;

/// Takes the notices of the site out of a page, and the names of notices from stories.
pub(super) fn remove(tree: &Tree) {
    let Some(body) = tree.body() else {
        return;
    };
    let titles = titles(tree);
    let has_title = body.descendants_it().any(|node| node.has_name("h1") && is_title(&node, &titles));
    // A title for searchers may be another one than the headline.
    let is_headline = |node: &NodeRef<'_>| is_title(node, &titles) || !has_title && Said::by(&text::text(node)).phrases.is_empty();
    let of_article =
        |node: &NodeRef<'_>| node.has_name("article") || is_main(node) || is_article_body(node) || node.has_name("h1") && is_headline(node);
    let mut holds_article = holding(&body, of_article);
    holds_article.extend(body.descendants_it().filter(|node| of_article(node)).map(|node| node.id));
    let (mut open, mut asked) = (vec![body], 0);
    while let Some(node) = open.pop() {
        let children = || node.children_it(false).filter(NodeRef::is_element);
        let named = (node.id != body.id && asked < MOST_ASKED).then(|| names::of_notice(&node)).flatten();
        let Some(named) = named else {
            open.extend(children());
            continue;
        };
        asked += 1;
        let said = Said::by(&text::text(&node));
        if !holds_article.contains(&node.id) && said.is_notice_named(named) {
            node.remove_from_parent();
            continue;
        }
        if said.words >= NO_MENU {
            // Readability goes by names alone.
            node.remove_attrs(&["class", "id"]);
        }
        open.extend(children());
    }
    let all = text::text(&body);
    if Said::by(&all).phrases.len() < LEAST_PHRASES {
        return;
    }
    let pressed: Vec<NodeRef<'_>> = body.descendants_it().filter(is_pressed).take(MOST_ASKED).collect();
    let mut refused = HashSet::new();
    for node in pressed {
        let Some(notice) = around(&node, &holds_article, &mut refused) else {
            continue;
        };
        // Where a notice is all that there is, the page is about that.
        if all.prose >= text::text(&notice).prose + MIN_WORDS {
            notice.remove_from_parent();
        }
    }
}

/// What the page is called.
fn titles(tree: &Tree) -> Vec<String> {
    let window = tree.select("title").nodes().iter().map(|node| folded(&node.text())).collect::<Vec<_>>();
    let named = tree.select("meta[property='og:title']");
    let named = named.nodes().iter().filter_map(|node| node.attr("content")).map(|title| folded(&title));
    window.into_iter().chain(named).collect()
}

fn is_title(heading: &NodeRef<'_>, titles: &[String]) -> bool {
    let heading = folded(&heading.text());
    !heading.is_empty() && titles.iter().any(|title| title.contains(&heading))
}

/// In lower case, on one line.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether an element is there to be pressed, so as to accept or refuse something.
fn is_pressed(node: &NodeRef<'_>) -> bool {
    let is_button =
        || node.attr("role").is_some_and(|role| &*role == "button") || node.attr("class").is_some_and(|name| name.contains("btn"));
    let label = if node.has_name("input") {
        node.attr("value")
    } else if ["button", "a"].iter().any(|name| node.has_name(name)) || is_button() {
        Some(node.text())
    } else {
        None
    };
    label.is_some_and(|label| {
        let words = label.split_whitespace().take(LABEL_WORDS + 1).count();
        let label = folded(if words > LABEL_WORDS { "" } else { &label }).replace('’', "'");
        LABELS.iter().any(|begin| label.strip_prefix(begin).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
    })
}

/// The largest element around `pressed` that is a notice. `refused`: elements that are none, which grows.
fn around<'t>(pressed: &NodeRef<'t>, holds_article: &HashSet<NodeId>, refused: &mut HashSet<NodeId>) -> Option<NodeRef<'t>> {
    let (mut node, mut said) = (*pressed, Said::default());
    // What was taken out with an earlier notice has no body around it.
    if !pressed.ancestors_it(None).any(|above| above.has_name("body")) {
        return None;
    }
    for _ in 0..MOST_AROUND {
        let Some(parent) = node.parent().filter(|parent| !parent.has_name("body") && !holds_article.contains(&parent.id)) else {
            break;
        };
        if refused.contains(&parent.id) {
            break;
        }
        let whole = Said::by(&text::text(&parent));
        let (blocks, of_notice) = (whole.blocks.saturating_sub(said.blocks), whole.of_notice.saturating_sub(said.of_notice));
        if blocks > 2 * of_notice {
            refused.insert(parent.id);
            break;
        }
        (node, said) = (parent, whole);
    }
    said.is_notice().then_some(node)
}

/// What a piece of a page says that notices say.
#[derive(Debug, Default)]
struct Said {
    words: usize,
    /// Blocks with as many words as an article must have in one, and those of them that have a phrase of notices.
    blocks: usize,
    of_notice: usize,
    /// Which phrases.
    phrases: HashSet<&'static str>,
}

impl Said {
    fn by(text: &PageText) -> Self {
        let mut said = Self { words: text.words, ..Self::default() };
        let lower = text.text.to_lowercase();
        for block in lower.split("\n\n") {
            let phrases: Vec<&'static str> = PHRASES.into_iter().filter(|phrase| block.contains(phrase)).collect();
            said.of_notice += usize::from(!phrases.is_empty());
            let is_block = || block.split_whitespace().nth(MIN_WORDS - 1).is_some() || block.chars().any(crate::text::is_spaceless);
            said.blocks += usize::from(!phrases.is_empty() || is_block());
            said.phrases.extend(phrases);
        }
        said
    }

    /// Whether it reads like a notice.
    fn is_notice(&self) -> bool {
        self.blocks <= 2 * self.of_notice && self.phrases.len() >= LEAST_PHRASES
    }

    /// Whether an element is a notice that is named so.
    fn is_notice_named(&self, named: Named) -> bool {
        match named {
            Named::Box => self.blocks < STORY_BLOCKS || self.of_notice > 0,
            Named::Notice => self.blocks < STORY_BLOCKS || self.of_notice * 3 >= self.blocks,
            Named::Other => self.is_notice(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::article;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    fn story(name: &str, paragraphs: usize) -> String {
        (0..paragraphs).map(|n| format!("<p>{}</p>", words(&format!("{name}{n}x"), 40))).collect()
    }

    fn text(body: &str) -> Option<String> {
        let html = format!("<html><head><title>Ferry late</title></head><body>{body}</body></html>");
        article(&html).ok()?.chosen.text
    }

    const MENU: &str = "<header><a href='/'>Home</a> <a href='/p'>Politics</a></header>";

    /// What a site asks of its readers.
    fn asked(paragraphs: usize) -> String {
        let asked = "<p>banner We and our partners keep cookies on your device, so that we know what you read, and for how long, \
                     and show you personalised ads. With your consent we tell them where you are.</p>";
        format!("<h2>We value your privacy</h2>{}", asked.repeat(paragraphs))
    }

    const BUTTONS: &str = "<div class='row'><button>Accept all</button><button>Settings</button></div>";

    #[test]
    fn a_notice_that_is_longer_than_the_article_is_no_text_whatever_it_is_called() {
        for name in [
            "",
            "class='overlay-x1'",
            "class='privacy-wall'",
            "class='fc-consent-root'",
            "id='didomi-host'",
            "id='qc-cmp2-ui'",
            "id='sp_message_container_1'",
            "id='onetrust-consent-sdk'",
            "class='cookie-notice'",
            "id='cookies'",
            "class='popup'",
        ] {
            let notice = format!("<div {name}><div class='inner'>{}{BUTTONS}</div></div>", asked(6));
            for own in [
                format!("<main><article><h1>Ferry late</h1><p>{}</p></article></main>", words("own", 20)),
                format!("<div><h1>Ferry late</h1><p>{}</p></div>", words("own", 20)),
                format!("<div><div><h1>Ferry late</h1></div><div>{}</div></div>", story("own", 2)),
            ] {
                for body in [format!("{notice}{MENU}{own}"), format!("<div>{MENU}{own}{notice}</div>")] {
                    let found = text(&body).unwrap_or_default();
                    assert!(found.contains("own") && !found.contains("banner"), "{body}: {found}");
                }
            }
        }
    }

    #[test]
    fn things_to_press_have_many_forms_and_labels() {
        for pressed in [
            "<button>OK</button>",
            "<a href='#'>Alle akzeptieren</a>",
            "<input type='submit' value='J’accepte'>",
            "<span class='btn-primary'>Got it!</span>",
            "<div role='button'>Принять все</div>",
        ] {
            let body = format!("<div><div><p>{}</p></div></div><div>{}{pressed}</div>", words("own", 20), asked(4));
            let found = text(&body).unwrap_or_default();
            assert!(found.contains("own19") && !found.contains("banner"), "{pressed}: {found}");
        }
        // What is to be pressed beside a story makes no notice of it.
        let body = format!(
            "<div><h1>Late</h1>{}<p>We asked for your consent, and our partners did.</p><button>OK</button></div>",
            story("own", 4)
        );
        assert!(text(&body).is_some_and(|found| found.contains("own3x39") && found.contains("our partners")));
    }

    #[test]
    fn a_story_is_read_that_stands_in_what_is_named_as_a_notice() {
        for name in
            ["class='gdpr'", "id='gdpr'", "class='consent'", "class='cookie'", "id='cookies'", "class='gdpr-policy'", "class='cookie-law'"]
        {
            let told = format!("<div {name}><h1>New law</h1>{}<p>“We use cookies,” the mayor said.</p></div>", story("own", 6));
            for beside in [
                String::new(),
                format!("<article class='teaser'><p>{}</p></article>", words("other", 12)),
                format!("<article><p>{}</p></article>", words("other", 12)),
                format!("<article><p>{}</p></article>", words("other", 60).replace("other", "anotherlongword")),
                format!("<div class='cookie-notice'>{}{BUTTONS}</div>", asked(9)),
            ] {
                for body in [format!("{MENU}{told}{beside}"), format!("{beside}{MENU}<main>{told}</main>")] {
                    let found = text(&body).unwrap_or_default();
                    assert!(found.contains("own0x0") && found.contains("own5x39") && !found.contains("banner"), "{body}: {found}");
                }
            }
        }
        // Nearly all of it says such things, and a notice stands beside it.
        let quoted = "<p>own Under the law a paper needs your consent, your data is yours, and “our partners” is no answer.</p>".repeat(5);
        let notice = format!("<div>{}{BUTTONS}</div>", asked(2));
        for headline in ["Ferry late", "Law is late"] {
            let body = format!("{MENU}<div><h1>{headline}</h1>{quoted}{notice}</div><div><p>{}</p></div>", words("beside", 9));
            let found = text(&body).unwrap_or_default();
            assert!(found.contains("own Under") && !found.contains("banner"), "{headline}: {found}");
        }
        // The title of the page stands in it.
        let body =
            format!("{MENU}<div class='gdpr'><h1>Ferry late</h1><p>{}</p></div><div><p>{}</p></div>", words("own", 90), words("beside", 9));
        assert!(text(&body).is_some_and(|found| found.contains("own89")));
    }

    #[test]
    fn a_page_that_is_about_its_notice_is_read() {
        let body = format!("{MENU}<div><h1>Privacy</h1>{}<button>Accept</button></div>", asked(4));
        assert!(text(&body).is_some_and(|found| found.contains("banner")));
    }

    #[test]
    fn a_story_among_many_things_to_press_and_names_of_notices_is_read() {
        let long = story("own", 300);
        let (open, close) = ("<div class='gdpr'>".repeat(50), "</div>".repeat(50));
        let body = format!("{}{open}{long}{close}{}", asked(2), "<p>a said so <button>OK</button></p>".repeat(500));
        assert!(text(&body).is_some_and(|found| found.contains("own299x39")));
    }
}
