"""Withdrawals of other kinds: referred to later, of a caveat alone, not committed, at fault."""

from __future__ import annotations

from pathlib import Path

from app.cli.watch import refresh
from app.site.factory import create_app
from tests.history.scripted import BLOG, CAVEAT, FIRST, REACTION, SET
from tests.site.answers import ask
from tests.site.lived import Lived
from tests.site.test_corrections import notes
from tests.site.test_withdrawn import HARBOUR, LIMIT, LINK, REASON, REVIEW, TAKEDOWN, site


def test_who_refers_to_it_later_is_told_too(tmp_path: Path) -> None:
    """What stands withdrawn is never passed over, whenever the reference was made."""
    lived = Lived(tmp_path)
    repo = lived.repo
    later = repo.path(HARBOUR).read_bytes()
    answered = repo.path(REACTION).read_bytes()
    for record in (HARBOUR, REACTION, REVIEW):
        repo.path(record).unlink()
    repo.step("begin")
    repo.withdraw(FIRST, CAVEAT, reason=REASON)
    repo.step("withdraw")
    repo.path(HARBOUR).write_bytes(later)
    repo.path(REACTION).write_bytes(answered)
    repo.step("late")
    client = lived.client()

    assert 1 == sum(REASON in one for one in notes(ask(client, f"/{HARBOUR}")))


def test_a_caveat_alone_is_withdrawn(tmp_path: Path) -> None:
    """The claim stands without it; its judgements go; both pages tell it."""
    lived = Lived(tmp_path)
    repo = lived.repo
    repo.change(FIRST, ("    certainty: possible\n", "    certainty: unhedged\n"))
    repo.step("begin")
    lived.client()
    repo.withdraw(CAVEAT, reason=REASON)
    repo.step("withdraw")
    now = site(lived)
    page = ask(now.client, f"/{HARBOUR}")

    assert f"/{LINK}" in page.targets
    assert any(REASON in one and LIMIT in one for one in notes(page))
    assert any(LIMIT in one for one in notes(ask(now.client, f"/{FIRST}")))
    assert 410 == ask(now.client, f"/{CAVEAT}").status


def test_reload_shows_it(tmp_path: Path) -> None:
    """What is not committed has no day and no note yet; the link is gone, and is back."""
    lived = Lived(tmp_path)
    repo = lived.repo
    repo.step("begin")
    refresh(repo.kb, lived.out)
    client = create_app(lived.out).test_client()
    kept = {key: repo.path(key).read_bytes() for key in (FIRST, CAVEAT)}
    before = ask(client, f"/{HARBOUR}")
    repo.withdraw(FIRST, CAVEAT, reason=REASON)
    refresh(repo.kb, lived.out)
    during = ask(client, f"/{HARBOUR}")
    grave = ask(client, f"/{FIRST}")
    for key, data in kept.items():
        repo.path(key).write_bytes(data)
    refresh(repo.kb, lived.out)

    assert f"/{LINK}" in before.targets
    assert f"/{LINK}" not in during.targets
    assert [one for one in during.page.tagged("p") if "withdrawn" in one.classes]
    assert 410 == grave.status
    assert before.body == ask(client, f"/{HARBOUR}").body


def test_what_no_check_lets_pass_answers_in_its_versions(tmp_path: Path) -> None:
    """Whatever was withdrawn without what is nothing without it, for a while."""
    lived = Lived(tmp_path)
    repo = lived.repo
    repo.change(REVIEW, ("status: draft", "status: single-coded"))
    repo.step("begin")
    for record in (BLOG, HARBOUR, SET, TAKEDOWN, FIRST, CAVEAT, "actors/quill"):
        kept = repo.path(record).read_bytes()
        repo.withdraw(record)
        repo.commit("withdraw")
        repo.path(record).write_bytes(kept)
        repo.commit("restore")
    repo.step("end")

    assert len(site(lived).frozen) > 150
