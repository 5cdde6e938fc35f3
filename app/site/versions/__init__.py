"""Versions of records on the site: pages, frozen data, history, and Memento (RFC 7089)."""
