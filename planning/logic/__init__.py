"""Pure planning rules on plain values: visit duty, reach, assignment and summaries."""
