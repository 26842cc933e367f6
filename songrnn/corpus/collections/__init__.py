"""Collections of music in the formats in which they are published: a reader for each."""
