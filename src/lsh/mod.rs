//! Sketches become candidates, candidates are verified, verified ones become families.
//!
//! In: sketches and a way to get the shingle set behind each. Out: [`Membership`]s with exact
//! similarities. No estimate leaves this module.

mod bands;
mod families;
mod fresh;
mod group;
mod kept;
mod profile;
mod rarity;
mod verify;

pub use bands::{Banding, band_key, candidate_probability};
pub use families::{Items, Membership, families};
pub use group::{Families, FamilyConfig, Member, document_families, paragraph_families};
pub use profile::Profile;
pub use verify::{Similarity, similarity};
