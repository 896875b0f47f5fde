//! What the names of an element, its `id` and its classes, say of what is in it.

use dom_query::NodeRef;

/// What of a name says that something is beside the article.
const APART: [&str; 15] = [
    "banner",
    "banners",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "gdpr",
    "newsletter",
    "newsletters",
    "popup",
    "promo",
    "promos",
    "related",
];

/// What else such names are made of. With any other word they may be of a story: `cookie-recipe`.
const PIECES: [&str; 20] = [
    "area", "articles", "bar", "block", "box", "form", "hint", "law", "links", "list", "message", "modal", "notice", "overlay", "policy",
    "posts", "section", "signup", "thread", "wall",
];

/// What of a name says that a notice is in an element.
const OF_NOTICES: [&str; 4] = ["consent", "cookie", "cookies", "gdpr"];

/// What else names of notices are made of.
const IN_NOTICES: [&str; 10] = ["banner", "bar", "box", "law", "message", "modal", "notice", "overlay", "policy", "popup"];

/// How names begin that consent software gives its boxes.
const CONSENT_BOXES: [&str; 25] = [
    "onetrust",
    "didomi",
    "qc-cmp",
    "sp_message",
    "fc-consent",
    "cybotcookiebot",
    "cookiebot",
    "usercentrics",
    "truste-",
    "truste_",
    "iubenda-cs",
    "osano-cm",
    "borlabs-cookie",
    "cmplz",
    "termly-",
    "cmpbox",
    "cmpwrapper",
    "cookie-law-info",
    "cookieconsent",
    "cc-window",
    "cc_banner",
    "moove_gdpr",
    "tarteaucitron",
    "axeptio",
    "amp-consent",
];

/// What of a name says that an `article` is not that of the page.
const TEASERS: [&str; 7] = ["card", "cards", "comment", "comments", "related", "teaser", "teasers"];

/// Whether a name of an element says that it is no article, and nothing else.
pub(super) fn is_apart(node: &NodeRef<'_>) -> bool {
    names(node).iter().any(|parts| {
        let is_known = |part: &String| APART.contains(&part.as_str()) || PIECES.contains(&part.as_str()) || part.parse::<u64>().is_ok();
        parts.iter().all(is_known) && parts.iter().any(|part| APART.contains(&part.as_str()))
    })
}

/// How the name of an element says that a notice of the site may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// It is one that consent software gives its boxes.
    Box,
    /// All of its parts say so: `gdpr`, `cookie-notice`. A `cookie` alone may be baked.
    Notice,
    /// One of its parts does: `cookie`, `privacy-wall`.
    Other,
}

/// Whether a name of an element says that a notice of the site may be in it, and how.
pub(super) fn of_notice(node: &NodeRef<'_>) -> Option<Named> {
    let given = ["id", "class"].iter().filter_map(|attribute| node.attr(attribute));
    let begins = |name: &str| CONSENT_BOXES.iter().any(|begin| name.to_ascii_lowercase().starts_with(begin));
    if node.has_name("amp-consent") || given.into_iter().any(|given| given.split_whitespace().any(begins)) {
        return Some(Named::Box);
    }
    let names = names(node);
    let is_notice = |parts: &Vec<String>| {
        let has = |names: &[&str]| parts.iter().any(|part| names.contains(&part.as_str()));
        let is_known = |part: &String| OF_NOTICES.contains(&part.as_str()) || IN_NOTICES.contains(&part.as_str());
        parts.iter().all(is_known) && (has(&["consent", "gdpr"]) || has(&["cookie", "cookies"]) && has(&IN_NOTICES))
    };
    if names.iter().any(is_notice) {
        return Some(Named::Notice);
    }
    names.iter().flatten().any(|part| OF_NOTICES.contains(&part.as_str()) || part == "privacy").then_some(Named::Other)
}

/// Whether a name of an element says that an `article` there is of a list, of the comments or of what else there is to read.
pub(super) fn is_of_teaser(node: &NodeRef<'_>) -> bool {
    is_apart(node) || names(node).iter().flatten().any(|part| TEASERS.contains(&part.as_str()))
}

/// The names of an element, each in its parts: `comment` and `list` of `comment-list` and of `commentList`.
fn names(node: &NodeRef<'_>) -> Vec<Vec<String>> {
    let mut names = Vec::new();
    for given in ["id", "class"].iter().filter_map(|attribute| node.attr(attribute)) {
        for name in given.split_whitespace() {
            let (mut parts, mut was_lower) = (vec![String::new()], false);
            for character in name.chars() {
                if !character.is_alphanumeric() || was_lower && character.is_uppercase() {
                    parts.push(String::new());
                }
                was_lower = character.is_lowercase();
                if let Some(part) = parts.last_mut().filter(|_| character.is_alphanumeric()) {
                    part.extend(character.to_lowercase());
                }
            }
            parts.retain(|part| !part.is_empty());
            names.push(parts);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Tree;

    use super::*;

    #[test]
    fn a_notice_is_named_so_by_all_parts_of_a_name() {
        for (name, named) in [
            ("gdpr", Some(Named::Notice)),
            ("consent-modal", Some(Named::Notice)),
            ("cookie-notice", Some(Named::Notice)),
            ("story cookieBanner", Some(Named::Notice)),
            ("gdpr-consent", Some(Named::Notice)),
            ("onetrust-banner-sdk", Some(Named::Box)),
            ("page qc-cmp2-ui", Some(Named::Box)),
            ("CybotCookiebotDialog", Some(Named::Box)),
            ("cookie", Some(Named::Other)),
            ("cookies", Some(Named::Other)),
            ("cookie-recipe", Some(Named::Other)),
            ("informed-consent", Some(Named::Other)),
            ("consent-story", Some(Named::Other)),
            ("comment-cookie-notice", Some(Named::Other)),
            ("privacy-wall", Some(Named::Other)),
            ("trusted-source", None),
            ("banner", None),
            ("promo-box", None),
            ("", None),
        ] {
            let tree = Tree::from(format!("<div class='{name}'>x</div>"));
            assert_eq!(of_notice(&tree.select("div").nodes()[0]), named, "{name}");
        }
    }

    #[test]
    fn names_say_that_something_is_beside_by_whole_parts() {
        for (name, apart) in [
            ("comment", true),
            ("x comments", true),
            ("comment-list", true),
            ("commentList", true),
            ("comment-12", true),
            ("promo", true),
            ("cookie_notice", true),
            ("Cookie-Banner", true),
            ("commentary", false),
            ("promoted-story", false),
            ("related-wrapper", false),
            ("relatedStory", false),
            ("cookie-recipe", false),
            ("bannerless", false),
            ("list", false),
            ("", false),
        ] {
            let tree = Tree::from(format!("<div class='{name}'>x</div>"));
            let node = tree.select("div").nodes()[0];
            assert_eq!(is_apart(&node), apart, "{name}");
        }
    }
}
