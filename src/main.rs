//! The program. Everything it does hangs under `cli`.

fn main() {}
