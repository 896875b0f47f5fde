//! Sentences and content words of all documents.

use std::sync::Mutex;

use rayon::prelude::*;

use super::RewriteInput;
use super::bag::{Bags, Room};
use super::content::{Content, TOGETHER};
use super::lexicon::Lexicon;
use super::stem::Stems;

/// What one thread keeps from document to document.
struct Reader<'a> {
    stems: Stems<'a>,
    terms: Vec<u32>,
    room: Room,
}

/// The bags of all documents, and their content words, [`TOGETHER`] documents at a time.
pub(super) fn read(input: RewriteInput<'_>, lexicon: &Lexicon) -> (Vec<Bags>, Vec<Content>) {
    // What was remembered of words lasts longer than a task.
    let readers: Mutex<Vec<Reader<'_>>> = Mutex::default();
    let readers = || readers.lock().expect("nobody panics while it is locked");
    let parts: Vec<(Vec<Bags>, Content)> = input
        .texts
        .par_chunks(TOGETHER)
        .zip(input.tokens.par_chunks(TOGETHER))
        .map(|(texts, tokens)| {
            let idle = readers().pop();
            let mut reader = idle.unwrap_or_else(|| Reader { stems: Stems::new(lexicon), terms: Vec::new(), room: Room::default() });
            let Reader { stems, terms, room } = &mut reader;
            let mut content = Content::default();
            let bags = texts.iter().zip(tokens).map(|(text, tokens)| {
                stems.terms(text, tokens, terms);
                content.push(terms, &tokens.traits);
                Bags::in_room(room, text, tokens, terms)
            });
            let bags = bags.collect();
            readers().push(reader);
            (bags, content)
        })
        .collect();
    let (bags, contents): (Vec<Vec<Bags>>, Vec<Content>) = parts.into_iter().unzip();
    (bags.into_iter().flatten().collect(), contents)
}

#[cfg(test)]
mod tests {
    use super::super::stem::terms;
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn documents_are_read_together_as_they_are_one_by_one(texts in prop::collection::vec("((the|of|[a-c]{1,2}s?|Boats)[ .]{1,2}){0,12}", 0..150)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let asked = |_: u32, _: u32| true;
            let lexicon = Lexicon::default();
            let (bags, contents) = read(RewriteInput { texts: &texts, tokens: &tokens, copies: &[], comparable: &asked, one_outlet: &asked }, &lexicon);
            let content: Vec<Vec<u32>> = contents.iter().flat_map(|own| own.documents().map(<[u32]>::to_vec)).collect();
            prop_assert_eq!((bags.len(), content.len()), (texts.len(), texts.len()));
            for (n, (text, tokens)) in texts.iter().zip(&tokens).enumerate() {
                let terms = terms(text, tokens, 0..tokens.len(), &lexicon);
                prop_assert_eq!(&bags[n], &Bags::new(text, tokens, &terms));
                let slow: Vec<u32> = (0..terms.len()).filter(|word| !tokens.traits[*word].is_stop_word()).map(|word| terms[word]).collect();
                prop_assert_eq!(&content[n], &slow);
            }
        }
    }
}
