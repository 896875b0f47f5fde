//! What people see, made from the tables of a run.

pub mod model;
pub mod page;

pub use model::Run;
