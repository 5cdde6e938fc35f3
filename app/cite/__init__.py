"""Citations: a version of a record with its caveats, as readers and their tools take it.

::

    lines → cited → csl → styles      what is cited; CSL-JSON; text in APA, Chicago, MLA
                  → tex, ris, wiki    BibTeX and biblatex, RIS, Wikipedia
                  → formats           the one table of them, by suffix
                  → plain, fragments  a quotation with its source, and a link to its words
                  → schemaorg         Claim and ClaimReview for the page
    datacite                          a release of the whole

Everything here is a pure function of frozen values: no store, no clock, no network.

**The caveats stand in the title.**  Styles print what they like of a web page.  Of 117 that
were drawn from those of the CSL project, 112 print the title, 104 the address, 41 the
genre, 9 the version and 5 a note.  So the title says version, day and every caveat in its
own words, none of them shortened, and the note says them again to whoever reads the entry.
"""
