"""What a scan of the corpus must and must not find, a file a kind of expectation; `lines` makes lines of them, `checks` holds those to the texts."""
