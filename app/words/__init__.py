"""The words of sources: copies held outside the repository, and what is read in them."""
