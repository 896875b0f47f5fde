//! The whole of a dedup against an oracle that compares all pairs.
