"""Wikipedia: the template ``{{cite web}}`` (Citation Style 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.cite import cited as texts
from app.cite.cited import Cited
from app.cite.lines import line

#: What begins or ends a template, a parameter, a link, a tag, a table or an entity; what
#: marks up letters or signs a name; what would be made a link of its own in a title.
_MARKUP = re.compile(r"[&<>\[\]{}|=]|'(?=')|(?<=')'|~(?=~)|(?<=~)~|_(?=_)|(?<=_)_|:(?=//)")


def escaped(text: str) -> str:
    """Return *text* as a wiki shows it, in one line.

    >>> escaped("a|b [[c]] {{d}} <ref>")
    'a&#124;b &#91;&#91;c&#93;&#93; &#123;&#123;d&#125;&#125; &#60;ref&#62;'
    """
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", line(text))


def cite_web(cited: Cited, accessed: date | None = None) -> str:
    """Return the template in one line.

    Words that are quoted stand in it only beside the title, which has their caveats.
    """
    written = " ".join(f"|{name}={value}" for name, value in _parameters(cited, accessed))
    return f"{{{{cite web {written}}}}}\n"


def _parameters(cited: Cited, accessed: date | None) -> Iterator[tuple[str, str]]:
    for number, author in enumerate(cited.authors, start=1):
        if author.family:
            yield f"last{number}", escaped(author.family)
            yield f"first{number}", escaped(author.given)
        else:
            yield f"author{number}", escaped(author.name)
    if cited.version_date is not None:
        yield "date", cited.version_date.isoformat()
    yield "title", escaped(texts.title(cited, within_quotes=True))
    yield "url", cited.address
    yield "website", escaped(cited.container)
    if cited.house:
        yield "publisher", escaped(cited.house)
    yield "type", escaped(cited.kind)
    yield "language", cited.language
    if accessed is not None:
        yield "access-date", accessed.isoformat()
    if cited.quote:
        yield "quote", escaped(cited.quote)
