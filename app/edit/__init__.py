"""Editing: what helps somebody to write a record that is right."""
