//! What stands around the text of a page: menus, banners, footers, columns beside it.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::scope::is_article_body;
use super::text;

/// Words outside of links from which on something is no menu, whatever its name: some page forgot to close one.
pub(super) const NO_MENU: usize = 100;

/// The outermost elements below that stand around the text. Time grows with the size of the page, since pages nest such elements by the
/// thousand.
pub(super) fn around<'t>(root: &NodeRef<'t>) -> Vec<NodeRef<'t>> {
    let page = Page::of(root);
    let is_section = |node: &NodeRef<'_>| ["article", "main", "section"].iter().any(|name| node.has_name(name));
    let in_section = is_section(root) || root.ancestors_it(None).any(|above| is_section(&above));
    let (mut open, mut around) = (vec![(*root, in_section)], Vec::new());
    while let Some((node, in_section)) = open.pop() {
        if node.id != root.id && page.stands_around(&node, in_section) {
            around.push(node);
        } else {
            let in_section = in_section || is_section(&node);
            open.extend(node.children_it(false).filter(NodeRef::is_element).map(|child| (child, in_section)));
        }
    }
    around
}

/// The elements in which one stands that `is` such.
pub(super) fn holding(root: &NodeRef<'_>, is: impl Fn(&NodeRef<'_>) -> bool) -> HashSet<NodeId> {
    let mut holding = HashSet::new();
    for node in root.descendants_it().filter(|node| is(node)) {
        for above in node.ancestors_it(None) {
            if !holding.insert(above.id) {
                break;
            }
        }
    }
    holding
}

pub(super) fn is_main(node: &NodeRef<'_>) -> bool {
    node.has_name("main") || node.attr("role").is_some_and(|role| &*role == "main")
}

/// What a page says of its elements.
struct Page {
    /// Words outside of links in menus and heads, as [`text::PageText::prose`] has them.
    prose: HashMap<NodeId, usize>,
    /// Elements in which the text of the page is marked as such.
    holds_main: HashSet<NodeId>,
    /// Those, and elements in which an `article` stands.
    holds_article: HashSet<NodeId>,
}

impl Page {
    fn of(root: &NodeRef<'_>) -> Self {
        let of_main = |node: &NodeRef<'_>| is_main(node) || is_article_body(node);
        Self {
            prose: text::prose_of(root, |node| Kind::of(node, false) == Some(Kind::Menu)),
            holds_main: holding(root, of_main),
            holds_article: holding(root, |node| of_main(node) || node.has_name("article")),
        }
    }

    /// Whether an element is of the site and not of an article. `in_section`: whether it lies in a part of the page that may have a head and
    /// a foot of its own.
    fn stands_around(&self, node: &NodeRef<'_>, in_section: bool) -> bool {
        match Kind::of(node, in_section) {
            None => false,
            Some(Kind::Menu) => !self.holds_article.contains(&node.id) && self.prose.get(&node.id).is_none_or(|prose| *prose < NO_MENU),
            Some(Kind::Dialog) => !self.holds_article.contains(&node.id),
            Some(Kind::Beside) => !self.holds_main.contains(&node.id),
        }
    }
}

/// What an element around a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A menu, or the head of the page.
    Menu,
    Dialog,
    /// A column beside the text, or the foot of the page.
    Beside,
}

impl Kind {
    fn of(node: &NodeRef<'_>, in_section: bool) -> Option<Self> {
        let role = node.attr("role").map(|role| role.trim().to_ascii_lowercase()).unwrap_or_default();
        let is = |names: &[&str], roles: &[&str]| names.iter().any(|name| node.has_name(name)) || roles.contains(&role.as_str());
        if is(&["main", "article", "body", "html"], &["main"]) {
            None
        } else if is(&["nav"], &["navigation", "search", "menu", "menubar"]) || is(&["header"], &["banner"]) && !in_section {
            Some(Self::Menu)
        } else if is(&["dialog"], &["dialog", "alertdialog"]) {
            Some(Self::Dialog)
        } else {
            (is(&["aside"], &["complementary"]) || is(&["footer"], &["contentinfo"]) && !in_section).then_some(Self::Beside)
        }
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Tree;

    use super::*;

    #[test]
    fn of_many_menus_and_heads_in_one_another_none_is_taken_for_one_that_holds_a_long_text() {
        let long: String = (0..5_000).map(|n| format!("<p>one two three four five six seven eight {n}</p>")).collect();
        for name in ["nav", "header", "div role='navigation'"] {
            let tree = Tree::from(format!("<{name}>").repeat(500) + &long);
            assert!(around(&tree.root()).is_empty(), "{name}");
        }
    }

    #[test]
    fn the_outermost_elements_around_a_text_are_found_and_none_that_holds_it() {
        for (html, found) in [
            ("<nav id=1><nav id=2>a</nav></nav>", "1"),
            ("<header id=1><article>a</article><nav id=2>a</nav></header>", "2"),
            ("<section><header id=1>a</header><footer id=2>a</footer><nav id=3>a</nav></section>", "3"),
            ("<article><div><header id=1>a</header></div></article><header id=2>a</header>", "2"),
            ("<aside id=1><div role=main>a</div><aside id=2>a</aside></aside>", "2"),
            ("<aside id=1><article>a</article></aside>", "1"),
            ("<div id=1 role=dialog><div itemprop=articleBody>a</div></div>", ""),
            ("<main id=1 role=navigation>a</main>", ""),
        ] {
            let tree = Tree::from(html);
            let ids: Vec<String> = around(&tree.root()).iter().filter_map(|node| node.attr("id")).map(|id| id.to_string()).collect();
            assert_eq!(ids.join(" "), found, "{html}");
        }
    }
}
