//! What is compiled for several instruction sets, and chosen when the program runs. The only module with `unsafe` code: calls into functions
//! that were compiled for what the processor was asked for, stores of whole registers, and files as memory.

pub(crate) mod lanes;
pub(crate) mod mapping;
pub(crate) mod memory;
pub(crate) mod sketch;
pub(crate) mod text;
