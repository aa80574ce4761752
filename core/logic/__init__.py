"""Rules that know no domain word: datums, distances and hashes on plain values."""
