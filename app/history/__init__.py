"""Records as they were: a knowledge base at a revision of git, and what changed since."""
