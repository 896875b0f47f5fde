//! What people see, made from the tables of a run.

pub mod build;
pub mod model;

pub use model::Run;
