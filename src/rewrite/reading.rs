//! Sentences and content words of all documents.

use std::ops::Range;
use std::sync::Mutex;

use rayon::prelude::*;

use super::RewriteInput;
use super::bag::{Bags, Room};
use super::content::{Content, TOGETHER};
use super::lexicon::Lexicon;
use super::stem::Stems;
use crate::error::Result;

/// What one thread keeps from document to document.
struct Reader<'a> {
    input: RewriteInput<'a>,
    stems: Stems<'a>,
    terms: Vec<u32>,
    room: Room,
}

impl Reader<'_> {
    /// Reads a document, of which then more can be asked.
    fn read(&mut self, document: usize) {
        self.stems.terms(self.input.texts[document], &self.input.tokens[document], &mut self.terms);
    }

    fn add_content(&self, document: usize, content: &mut Content) {
        content.push(&self.terms, &self.input.tokens[document].traits);
    }

    fn bags(&mut self, document: usize) -> Bags {
        Bags::in_room(&mut self.room, self.input.texts[document], &self.input.tokens[document], &self.terms)
    }
}

/// The bags of all documents, and their content words, [`TOGETHER`] documents at a time.
pub(super) fn read(input: RewriteInput<'_>, lexicon: &Lexicon) -> (Vec<Bags>, Vec<Content>) {
    let parts = by_some(input, lexicon, |reader, documents| {
        let mut content = Content::default();
        let bags = documents.map(|document| {
            reader.read(document);
            reader.add_content(document, &mut content);
            reader.bags(document)
        });
        (bags.collect::<Vec<Bags>>(), content)
    });
    let (bags, contents): (Vec<Vec<Bags>>, Vec<Content>) = parts.into_iter().unzip();
    (bags.into_iter().flatten().collect(), contents)
}

/// The content words alone.
pub(super) fn contents(input: RewriteInput<'_>, lexicon: &Lexicon) -> Vec<Content> {
    by_some(input, lexicon, |reader, documents| {
        let mut content = Content::default();
        documents.for_each(|document| {
            reader.read(document);
            reader.add_content(document, &mut content);
        });
        content
    })
}

/// The bags of some documents, on the shelf where there is one, and empty ones of the others.
pub(super) fn bags(input: RewriteInput<'_>, lexicon: &Lexicon, wanted: &[bool]) -> Result<Vec<Bags>> {
    let parts = by_some(input, lexicon, |reader, documents| {
        let of = |document: usize| {
            if !wanted[document] {
                return Bags::default();
            }
            reader.read(document);
            reader.bags(document)
        };
        let mut some: Vec<Bags> = documents.map(of).collect();
        input.shelf.map_or(Ok(()), |shelf| Bags::put_on(shelf, &mut some)).map(|()| some)
    });
    let parts = parts.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// What is read of some documents after others.
fn by_some<T: Send>(input: RewriteInput<'_>, lexicon: &Lexicon, read: impl Fn(&mut Reader<'_>, Range<usize>) -> T + Sync) -> Vec<T> {
    // What was remembered of words lasts longer than a task.
    let readers: Mutex<Vec<Reader<'_>>> = Mutex::default();
    let readers = || readers.lock().expect("nobody panics while it is locked");
    let some = |n: usize| {
        let idle = readers().pop();
        let mut reader = idle.unwrap_or_else(|| Reader { input, stems: Stems::new(lexicon), terms: Vec::new(), room: Room::default() });
        let found = read(&mut reader, n * TOGETHER..input.texts.len().min((n + 1) * TOGETHER));
        readers().push(reader);
        found
    };
    (0..input.texts.len().div_ceil(TOGETHER)).into_par_iter().map(some).collect()
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
            let input = RewriteInput { texts: &texts, tokens: &tokens, copies: &[], comparable: &asked, one_outlet: &asked, shelf: None };
            let (bags, contents) = read(input, &lexicon);
            let content: Vec<Vec<u32>> = contents.iter().flat_map(|own| own.documents().map(<[u32]>::to_vec)).collect();
            prop_assert_eq!((bags.len(), content.len()), (texts.len(), texts.len()));
            let apart: Vec<Vec<u32>> = super::contents(input, &lexicon).iter().flat_map(|own| own.documents().map(<[u32]>::to_vec)).collect();
            prop_assert_eq!(&apart, &content);
            let wanted: Vec<bool> = (0..texts.len()).map(|n| n % 3 > 0).collect();
            let expected: Vec<Bags> = bags.iter().zip(&wanted).map(|(bags, wanted)| if *wanted { bags.clone() } else { Bags::default() }).collect();
            let shelf = crate::room::Room::default().shelf(0);
            prop_assert_eq!(super::bags(input, &lexicon, &wanted).unwrap(), expected.clone());
            prop_assert_eq!(super::bags(RewriteInput { shelf: Some(&shelf), ..input }, &lexicon, &wanted).unwrap(), expected);
            for (n, (text, tokens)) in texts.iter().zip(&tokens).enumerate() {
                let terms = terms(text, tokens, 0..tokens.len(), &lexicon);
                prop_assert_eq!(&bags[n], &Bags::new(text, tokens, &terms));
                let slow: Vec<u32> = (0..terms.len()).filter(|word| !tokens.traits[*word].is_stop_word()).map(|word| terms[word]).collect();
                prop_assert_eq!(&content[n], &slow);
            }
        }
    }
}
