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
