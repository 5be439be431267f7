"""Everything media writes: rows, and the files they speak of."""
