"""The small parts of the site: links, dates, negotiation, templates."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.site.dates import human
from app.site.formats import FORMATS, HTML, negotiate
from app.site.urls import relative
from tests.site.conftest import Site

HOST = "http://localhost"
segments = st.text("abcxyz0189-._~", min_size=1, max_size=8).filter(
    lambda it: it.strip(".")
)
paths = st.builds(
    lambda parts, slash: "/" + "/".join(parts) + ("/" if slash and parts else ""),
    st.lists(segments, max_size=4),
    st.booleans(),
)
fragments = st.one_of(st.just(""), segments.map(lambda it: f"#{it}"))
media_types = st.sampled_from([item.media_type for item in FORMATS])
qualities = st.integers(1, 1000).map(lambda it: it / 1000)


@given(paths, paths, fragments)
def test_a_relative_link_leads_to_its_target(here: str, path: str, fragment: str) -> None:
    """From any page, as a browser resolves it, a relative link gives the target."""
    target = f"{HOST}{path}{fragment}"
    assert target == urljoin(f"{HOST}{here}", relative(here, path + fragment))


@given(paths, paths, fragments)
def test_a_relative_link_works_under_a_prefix(here: str, path: str, fragment: str) -> None:
    """A link stays within the site wherever the site is mounted: it is never absolute."""
    link = relative(here, path + fragment)
    assert not link.startswith("/")
    target = f"{HOST}/mounted/here{path}{fragment}"
    assert target == urljoin(f"{HOST}/mounted/here{here}", link)


@given(paths, segments)
def test_a_link_within_the_page_is_a_fragment(here: str, name: str) -> None:
    """A part of the same page is linked by its fragment alone."""
    assert f"#{name}" == relative(here, f"{here}#{name}")


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2019-01-31", "31 January 2019"),
        ("2019-02-01", "1 February 2019"),
        ("2019-06", "June 2019"),
        ("2019", "2019"),
        ("2019-01~", "about January 2019"),
        ("2019?", "possibly 2019"),
        ("2019-01-31%", "possibly about 31 January 2019"),
        ("../2018-11", "by November 2018"),
        ("/2018-11", "by November 2018"),
        ("2018-11/..", "from November 2018"),
        ("2018-11/", "from November 2018"),
        ("2018-10/2018-12", "between October 2018 and December 2018"),
        ("2018-21", "2018-21"),
        ("20XX", "20XX"),
        ("2019-13", "2019-13"),
        ("", ""),
    ],
)
def test_a_date_in_words(edtf: str, words: str) -> None:
    """A date is written at the precision it has; what has no plain form stays as it is."""
    assert words == human(edtf)


@given(st.text(max_size=20))
def test_a_date_is_never_lost(text: str) -> None:
    """Whatever stands for a date, something is shown for it and every digit is in it."""
    shown = human(text)
    assert bool(text.strip("./")) <= bool(shown)
    years = [part for part in text.split("/") if part.isascii() and len(part) == 4]
    assert all(part in shown for part in years if part.isdigit())


@given(st.lists(st.tuples(media_types, qualities), unique_by=lambda it: it[0], min_size=1))
def test_the_best_quality_wins(accepted: list[tuple[str, float]]) -> None:
    """What is chosen was accepted, and nothing was accepted more."""
    chosen = negotiate(accepted).media_type
    assert max(quality for _, quality in accepted) == dict(accepted)[chosen]


@given(st.permutations([item.media_type for item in FORMATS]), qualities)
def test_order_does_not_matter(order: list[str], quality: float) -> None:
    """Among equals the order of the header is no preference; HTML comes first."""
    assert HTML == negotiate([(media_type, quality) for media_type in order])


@given(st.lists(media_types, unique=True, max_size=len(FORMATS)))
def test_zero_refuses(refused: list[str]) -> None:
    """What has the quality 0 is not chosen while anything else can be."""
    accepted = [*((item, 0.0) for item in refused), ("*/*", 0.5)]
    chosen = negotiate(accepted)
    assert chosen.media_type not in refused or len(refused) == len(FORMATS)


@given(
    st.lists(st.tuples(st.text(max_size=30), st.floats(0, 1)), max_size=5),
    st.lists(st.sampled_from(FORMATS), unique=True),
)
def test_nothing_offered_is_ever_exceeded(
    accepted: list[tuple[str, float]], offered: list[object]
) -> None:
    """Whatever is accepted, the choice is among what is offered, or HTML."""
    assert negotiate(accepted, offered) in (*offered, HTML)  # type: ignore[arg-type]


def test_a_missing_value_in_a_template_is_an_error(sites: Callable[[str], Site]) -> None:
    """A name that a template does not get fails loudly: nothing is shown as nothing."""
    environment = sites("fixtures").app.jinja_env
    assert environment.undefined is jinja2.StrictUndefined
    for template in ("{{ missing }}", "{{ value.missing }}", "{% if missing %}{% endif %}"):
        with pytest.raises(jinja2.UndefinedError):
            environment.from_string(template).render(value={})


def test_text_in_a_template_is_escaped(sites: Callable[[str], Site]) -> None:
    """Every template of the site escapes what it is given."""
    environment = sites("fixtures").app.jinja_env
    assert callable(environment.autoescape)
    for name in environment.list_templates(extensions=["html"]):
        assert environment.autoescape(name)
        source = environment.loader.get_source(environment, name)[0]
        assert "|safe" not in source.replace(" ", "")
        assert "autoescape" not in source
