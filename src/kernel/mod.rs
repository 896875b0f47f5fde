//! What is compiled for several instruction sets, and chosen when the program runs. The only module with `unsafe` code: calls into functions
//! that were compiled for what the processor was asked for, and stores of whole registers.

pub(crate) mod lanes;
pub(crate) mod memory;
pub(crate) mod sketch;
pub(crate) mod text;
