//! A text becomes words in normal form, each with the span it has in the original, and paragraphs.
//!
//! In: the decoded text of one document. Out: [`Tokens`]. A pure function of the text.

mod address;
mod ascii;
mod char_index;
mod characters;
mod joined;
mod keywords;
mod leftovers;
mod letters;
mod normal;
mod paragraph;
mod plain;
mod plain_lanes;
mod plain_short;
mod plain_words;
mod post;
mod runs;
mod script;
mod spaceless;
mod stop_words;
mod tokenize;
mod tokens;

pub use crate::kernel::text::instruction_sets;
pub use address::is_in_address;
pub use char_index::CharIndex;
pub(crate) use characters::is_invisible;
pub(crate) use letters::{is_alphanumeric, is_of_word, push_lower_case};
pub(crate) use normal::NormalForm;
pub use normal::{Compounds, normal_form};
pub use paragraph::paragraphs;
pub(crate) use plain::each_run;
pub use plain_words::plain_words;
pub use post::{Post, posts};
pub(crate) use runs::each_stretch;
pub use script::{ScriptSign, is_script, script_sign};
pub(crate) use spaceless::{each_of_dictionary, is_cut_by_dictionary, is_spaceless};
pub use tokenize::{tokenize, tokenize_with};
pub(crate) use tokens::word_hash;
pub use tokens::{Tokens, WordTraits};
