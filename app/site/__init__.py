"""The site: one query and one template a page, HTML and data from the same triples."""
