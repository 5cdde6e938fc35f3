"""What a page shows, as frozen values read from the page's triples."""
