"""Records to RDF: compile, store in generations, and serialise."""
