"""The whole site as files, for any host that serves files and runs nothing.

Every file is what the site's own roads answer for its address, so that no page can differ
from the served one.  Three things are made for the files alone: pages that lead from
former ids, the page of a search (its words are looked for by a script), and what hosts
and crawlers read.
"""
