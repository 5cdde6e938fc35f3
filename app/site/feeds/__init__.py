"""News of changes of meaning: Atom feeds (RFC 4287), and JSON since a day."""
