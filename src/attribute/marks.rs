//! Marks directly around a name: quotation marks, emphasis of Markdown and tags that were left in a text.

/// Marks that open before a name, each with the one that closes behind it.
const PAIRS: &[(&str, &str)] = &[
    ("\"", "\""),
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("«", "»"),
    ("»", "«"),
    ("'", "'"),
    ("‘", "’"),
    ("‚", "‘"),
    ("‹", "›"),
    ("*", "*"),
    ("_", "_"),
    ("<em>", "</em>"),
    ("<i>", "</i>"),
    ("<b>", "</b>"),
    ("<strong>", "</strong>"),
    ("<cite>", "</cite>"),
];

/// Marks that may stand around one name at most, one within the other: `**“Reuters”**`.
const MOST: usize = 3;

/// From where to where the name at `start..end` (bytes) reaches with the marks around it; where they do not close what they open, as it is. An
/// article with a capital letter may stand within: `“The Guardian”`.
pub(super) fn with_marks(text: &str, start: usize, end: usize) -> (usize, usize) {
    let (mut from, mut to) = (start, end);
    for layer in 0..MOST {
        let bare = text[..from].strip_suffix("The ").filter(|_| layer == 0).map_or(from, str::len);
        let around = [from, bare].into_iter().find_map(|from| PAIRS.iter().find_map(|pair| within(text, from, to, *pair)));
        let Some(around) = around else { break };
        (from, to) = around;
    }
    (from, to)
}

/// From where to where a pair of marks reaches that stands directly around `from..to`. French ones stand apart by a blank.
fn within(text: &str, from: usize, to: usize, (open, close): (&str, &str)) -> Option<(usize, usize)> {
    let (mut before, mut behind) = (&text[..from], &text[to..]);
    if open == "«" {
        before = before.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(before);
        behind = behind.strip_prefix([' ', '\u{a0}', '\u{202f}']).unwrap_or(behind);
    }
    let (before, rest) = (before.strip_suffix(open)?, behind.strip_prefix(close)?);
    // "‘Guardian’s": what might close is an apostrophe; what might open is another word's end.
    let is_apart = !(before.ends_with(char::is_alphanumeric) || rest.starts_with(char::is_alphanumeric)) || open.starts_with('<');
    is_apart.then(|| (before.len(), text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The name of `text` with its marks; it stands between two bars.
    fn of(text: &str) -> String {
        let start = text.find('|').unwrap();
        let end = text.rfind('|').unwrap() - 1;
        let text = text.replace('|', "");
        let (from, to) = with_marks(&text, start, end);
        text[from..to].to_owned()
    }

    #[test]
    fn marks_that_open_before_a_name_and_close_behind_it_are_its_own() {
        for (text, with) in [
            ("wie die „|Süddeutsche Zeitung|“ berichtet", "„Süddeutsche Zeitung“"),
            ("told \"The |Guardian|\" so", "\"The Guardian\""),
            ("told <em>The |Guardian|</em> so", "<em>The Guardian</em>"),
            ("told **“|Reuters|”** so", "**“Reuters”**"),
            ("selon « |Le Monde| », il", "« Le Monde »"),
            ("„|Bild|“-Zeitung", "„Bild“"),
            ("\"|Reuters|\"", "\"Reuters\""),
        ] {
            assert_eq!(of(text), with);
        }
        for text in [
            "“|Reuters| said so”",
            "told ‘|Guardian|’s man",
            "said: “The |Guardian|, of course”",
            "a “ |Reuters| ” b",
            "told The |Guardian| so",
            "don'|Reuters|'",
        ] {
            assert!(["Reuters", "Guardian"].contains(&of(text).as_str()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_reached_holds_the_name_and_lies_in_the_text(
            before in "(The |[“„«»\"'‘*_ é]|<em>|<i>){0,6}", name in "[A-Zé]{0,3}", behind in "([”“»«\"'’*_ é]|</em>|</i>){0,6}",
        ) {
            let text = format!("{before}{name}{behind}");
            let (start, end) = (before.len(), before.len() + name.len());
            let (from, to) = with_marks(&text, start, end);
            prop_assert!(from <= start && end <= to && text.get(from..to).is_some());
            prop_assert_eq!(from == start, to == end);
        }
    }
}
