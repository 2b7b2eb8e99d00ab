"""agent-lite: a small agent that speaks everything a real one does over its port."""
