"""Many people at once: rows of facts in, and what is told of each out."""
