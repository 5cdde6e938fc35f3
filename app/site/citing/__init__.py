"""Citations on the site: the box on every entry, its files, what programs read of it.

::

    house, entry → box            what is cited, and all that the page shows of it
                 → files          ``cite.bib`` and its like, the quotations of parts
                 → said           schema.org and the tags that reference managers read
                 → signposts      ``Link`` headers and the link set (Signposting)
                 → embed          the one page that may be framed, and oEmbed
    older                         the page of an earlier version
    routes                        where all this is answered

What is cited is made once, by :func:`app.site.citing.entry.citing_of`, from the head of
the page; no road leads to a citation that has other caveats than the page.
"""
