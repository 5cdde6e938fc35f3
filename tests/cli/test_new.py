"""``caveat new`` as an editor meets it: questions, faults beside them, a valid file."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import ROOT
from app.cli import FAULTS, INTERRUPTED, OK, USAGE, main
from app.records import tree
from app.records.load import load
from tests.records.test_bad import CASES
from tests.words.serving import reply, serving

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WHOLE = ROOT / "tests" / "fixtures" / "kb"
URL = "https://gull.example/2024/06/01/quill-removes-accounts"
LINK = "claims/quill-first#lantern"
PLAIN = [
    "--type",
    "NewsArticle",
    "--lang",
    "en",
    "--title",
    "Quill removes accounts",
    "--no-capture",
]
PASSAGE = f'tied: {{part: body, text: "unable to tie them", voice: own, restates: [{LINK}], seen: {{read: full}}}}'


@pytest.fixture
def kb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the small knowledge base, and stand beside it; copies are held elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAVEAT_SNAPSHOTS", str(tmp_path / "copies"))
    shutil.copytree(WHOLE, tmp_path / "kb")
    return Path("kb")


def new(*words: str, typed: list[str] | None = None) -> Result:
    """Run the command; with *typed* lines at the keyboard, else without input."""
    silent = ["--no-input"] if typed is None else []
    lines = "".join(f"{line}\n" for line in typed or ())
    return CliRunner().invoke(
        main, ["new", *words, *silent, "--kb", "kb"], input=lines, obj=lambda: NOW
    )


def files(kb: Path) -> dict[Path, bytes]:
    """Return what the knowledge base holds."""
    return {path: path.read_bytes() for path in sorted(kb.rglob("*")) if path.is_file()}


def assert_clean(kb: Path) -> None:
    """See that all records pass, and that none is out of order."""
    assert () == load(kb).problems
    done = CliRunner().invoke(main, ["fmt", "--check", "--kb", str(kb)])
    assert OK == done.exit_code, done.output


# --- without a keyboard ---------------------------------------------------------------


def test_a_source_by_options_alone(kb: Path) -> None:
    """Day and name come off the address; a caveat on what is restated is offered."""
    done = new("source", URL, "--publisher", "the-harbour", *PLAIN, "--passages", PASSAGE)

    assert OK == done.exit_code, done.output
    path = kb / "sources" / "the-harbour-2024-06-01.yaml"
    text = path.read_text("utf-8")
    assert "\n# The day is read off the address.\npublished: 2024-06-01\n" in text
    assert "    seen: {in: sources/the-harbour-2024-06-01, read: full}\n" in text
    assert '    #   caveats/quill-first-unable: {fate: [], reason: ""}\n' in text
    assert "\n# byline:   # The byline as printed.\n" in text
    assert f"Written: {path}\n" in done.stdout
    assert f"  caveat check {path}\n" in done.stdout
    assert "/sources/the-harbour-2024-06-01\n" in done.stdout
    assert_clean(kb)


KINDS = {
    "actor": ["--name", "Réseau Gull", "--role", "outlet"],
    "takedown": [
        "--agent",
        "quill",
        "--disclosed",
        "2024-07-01",
        "--title",
        "Quill on two sets",
    ],
    "set": [
        *("--title", "20 accounts", "--disclosed-in", "quill-2024-05"),
        *("--counts", 'announced: {as_printed: "20", value: 20, unit: accounts}'),
    ],
    "claim": [
        *("--claimants", "quill", "--made", "2024-05-02", "--medium", "statement"),
        *("--about", "quill-first", "--title", "Quill on likeness"),
        "--asserts",
        'likeness: {words: sources/quill-2024-05-02#similar, relation: similar-to, unnamed: "accounts", certainty: unhedged}',
    ],
    "caveat": [
        *(
            "--words",
            "sources/quill-2024-05-02#unable",
            "--qualifies",
            "claims/quill-first#state",
        ),
        *(
            "--dimensions",
            "when",
            "--does-not-say",
            "that there is a tie",
            "--title",
            "When",
        ),
    ],
    "reaction": [
        *("--words", "sources/harbour-2024-05-04#comment", "--by", "the-harbour"),
        *(
            "--made",
            "2024-05-05",
            "--to",
            "takedowns/quill-2024-05",
            "--stance",
            "discusses",
        ),
        *("--title", "The Harbour on Quill"),
    ],
    "review": [
        *(
            "--review-of",
            "sources/harbour-2024-05-04#lede",
            "--finding",
            "Quill removed 320",
        ),
        *(
            "--verdict",
            "imprecise",
            "--rationale",
            "There are 300.",
            "--judged",
            "2024-06-20",
        ),
        *(
            "--evidence",
            "sources/quill-2024-05-02",
            "--judged-by",
            "first",
            "--title",
            "320",
        ),
    ],
    "sources": ["--url", "https://gull.example/a", "--publisher", "quill", *PLAIN],
}
NAMED = {
    "actor": "actors/reseau-gull",
    "takedown": "takedowns/quill-2024-07-01",
    "set": "sets/20-accounts",
    "claim": "claims/quill-on-likeness",
    "caveat": "caveats/quill-first-when",
    "reaction": "reactions/the-harbour-2024-05-05",
    "review": "reviews/320",
    "sources": "sources/quill",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_by_options_alone(kb: Path, kind: str) -> None:
    """Each has a name from what it holds, passes the check, and is in order."""
    done = new(kind, *KINDS[kind])

    assert OK == done.exit_code, done.output
    assert (kb / f"{NAMED[kind]}.yaml").is_file()
    assert_clean(kb)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_is_named(kb: Path, kind: str) -> None:
    """Without an option that is needed nothing is asked or written; it is named."""
    words = KINDS[kind]
    optional = ("--url", "--no-capture", "--counts")
    at = next(
        i for i, word in enumerate(words) if word.startswith("--") and word not in optional
    )
    before = files(kb)
    done = new(kind, *words[:at], *words[at + 2 :])

    assert USAGE == done.exit_code
    assert f"  {words[at]}: " in done.stderr
    assert "1 option is missing" in done.stderr
    assert before == files(kb)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--publisher", "the-harbor"], "R01 nothing has the id “the-harbor”. Did you mean “actors/the-harbour”?"),
        (["--publisher", "harbour"], "Is it one of actors/the-harbour?"),
        (["--type", "Newspaper"], "--type: S04 “Newspaper” is not in the list."),
        (["--published", "31 May"], "--published: R23"),
        (["--title", "two\nlines"], "--title: S08"),
        (["--title", " "], "--title: S08"),
        (["--passages", "a: [b"], "--passages: Y07"),
        (["--passages", "a: &x {b: *x}"], "--passages: Y09"),
        (["--passages", "a: {b: !!python/object:os.system {}}"], "--passages: Y08"),
        (["--passages", "just words"], "--passages: S03 a part is written as 'NAME: {key: value"),
        (["--passages", "[" * 2000], "--passages: Y07"),
        (["--passages", 'a: {b: "\udce9"}'], "--passages: Y01"),
        (["--new-publisher", "Gull"], "--new-publisher: S03 a part is written as"),
        (["--id", "../../etc/passwd"], "Y17 the name “../../etc/passwd” is not of small letters"),
        (["--id", "quill-2024-05-02"], "is there already"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_option(kb: Path, words: list[str], says: str) -> None:
    """Hostile and mistaken options are refused in the words of the check; nothing is written."""
    before = files(kb)
    done = new("source", URL, "--publisher", "the-harbour", *PLAIN, *words)

    assert USAGE == done.exit_code, done.output
    assert says in done.stderr
    assert isinstance(done.exception, SystemExit)
    assert before == files(kb)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("article", "there is no kind “article”. An article, post or page is a source;"),
        ("clam", "there is no kind “clam”. Did you mean “claim”?"),
        ("\x1b[2J", "there is no kind “<U+001B>[2J”."),
    ],
)
def test_a_kind_that_there_is_not(kind: str, says: str) -> None:
    """It is said which kinds there are, and which of them an article is."""
    done = CliRunner().invoke(main, ["new", kind])

    assert USAGE == done.exit_code
    assert says in done.stderr
    assert "the other kinds are takedown, set, claim" in done.stderr


def test_kinds_are_listed_with_what_they_are() -> None:
    """The help says of each kind more than its name."""
    done = CliRunner().invoke(main, ["new", "--help"])

    assert "  source    A document: one article, one file.\n" in done.stdout


def test_a_record_with_a_fault_is_not_written(kb: Path) -> None:
    """What only the whole record shows is told at its line, and what was given is printed."""
    before = files(kb)
    wrong = PASSAGE.replace("voice: own", "voice: quoted, speaker: actors/quil")
    done = new("source", URL, "--publisher", "the-harbour", *PLAIN, "--passages", wrong)

    assert FAULTS == done.exit_code
    assert (
        "R01 error there is no record “actors/quil”. Did you mean “actors/quill”?"
        in done.stderr
    )
    assert '    text: "unable to tie them"\n' in done.stdout
    assert before == files(kb)


@pytest.mark.parametrize(
    "text",
    ['"; rm -rf / #', "a: b # c\\", "‮evil", "{{7*7}} <script>", "'''\u2028x", "\x1b[2Jx"],
)
def test_any_text_stays_a_text(kb: Path, text: str) -> None:
    """A hostile title is written as it is, or refused; it never becomes YAML or a command."""
    done = new("actor", "--name", text, "--role", "outlet", "--id", "gull")
    path = kb / "actors" / "gull.yaml"

    assert "\x1b" not in done.output
    if OK == done.exit_code:
        assert text == (tree.read(path.read_bytes(), "x").data or {})["name"]
        assert_clean(kb)
    else:
        assert not path.exists()
        assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.harbour.example/2024/05/04/quill/?utm_source=x#top",
        "https://web.archive.org/web/20240505000000/https://harbour.example/2024/05/04/quill",
    ],
)
def test_an_address_that_is_there_ends_it(kb: Path, url: str) -> None:
    """The record that has it is named before anything is asked or fetched."""
    path = kb / "sources" / "harbour-2024-05-04.yaml"
    own = "lang: fr\nurl: https://harbour.example/2024/05/04/quill\n"
    path.write_text(path.read_text("utf-8").replace("lang: fr\n", own, 1), "utf-8")
    done = new("source", url, typed=[])

    assert USAGE == done.exit_code
    assert "sources/harbour-2024-05-04 has this address already" in done.stderr


def test_a_new_publisher_is_a_second_file(kb: Path) -> None:
    """Outlet and source are written together and pass together."""
    outlet = 'morning-gull: {name: "The Morning Gull"}'
    done = new("source", URL, "--new-publisher", outlet, *PLAIN)

    assert OK == done.exit_code, done.output
    assert (kb / "actors" / "morning-gull.yaml").is_file()
    assert (kb / "sources" / "morning-gull-2024-06-01.yaml").is_file()
    assert_clean(kb)


def test_both_files_are_written_or_none(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second cannot be written, the first is taken back."""
    from app.cli import making

    real = making.Making.is_taken
    monkeypatch.setattr(
        making.Making,
        "is_taken",
        lambda self, name: "gull-x" not in name and real(self, name),
    )
    (kb / "sources" / "gull-x.yaml").write_text("", "utf-8")
    outlet = 'morning-gull: {name: "The Morning Gull"}'
    done = new("source", URL, "--id", "gull-x", "--new-publisher", outlet, *PLAIN)

    assert USAGE == done.exit_code, done.output
    assert "is there already; nothing was written" in done.stderr
    assert not (kb / "actors" / "morning-gull.yaml").exists()
    assert "" == (kb / "sources" / "gull-x.yaml").read_text("utf-8")


# --- at the keyboard ------------------------------------------------------------------

#: What a person types for an article of a new outlet, with a restatement.
OUTLET = ["Morning Gull", "y", "The Morning Gull", "", "", ""]
HEAD = ["", "", "Quill removes accounts", "en"]
TIED = "Quill was unable to tie the 300 accounts to Lantern Group"


def passage(text: str, *, first: bool = True) -> list[str]:
    """Return what is typed for a paraphrase of the first link offered."""
    return ["y" if not first else "", text, "", "par", "1", "", "", "", "", "", "yes", ""]


def test_an_article_with_two_restatements_by_hand(kb: Path) -> None:
    """An unknown outlet becomes a record, the links stand with words and caveats."""
    typed = [
        *OUTLET,
        *HEAD,
        *passage(TIED),
        *passage(f"Again: {TIED}", first=False),
        "n",
        "",
    ]
    done = new("source", URL, "--no-capture", typed=typed)

    assert OK == done.exit_code, done.output
    data = load(kb).records["sources/the-morning-gull-2024-06-01"].data
    assert ("actors/the-morning-gull", "2024-06-01") == (
        data["publisher"],
        data["published"],
    )
    assert 2 == len(data["passages"])
    for part in data["passages"].values():
        assert [LINK] == part["restates"]
        assert ("paraphrased", "actors/quill", True) == (
            part["voice"], part["speaker"], part["seen"]["closed"],
        )  # fmt: skip
        assert ["sets/quill-first"] == part["over"]
    assert f"1  {LINK}: withholds operated-by Lantern Group\n" in done.stdout
    assert "       caveat: Unable to tie: “" in done.stdout
    assert_clean(kb)


def test_a_fault_stands_beside_its_question(kb: Path) -> None:
    """A wrong answer is told in the words of the check and asked again; ? explains."""
    typed = [
        "",
        "nobody",
        "Gull",
        "?",
        "shop",
        "outlet",
        "x y",
        "",
        "Not A Slug",
        "quill",
        "gull",
    ]
    done = new("actor", typed=[*typed[:1], "Gull", *typed[3:7], "-", *typed[8:]])

    assert OK == done.exit_code, done.output
    assert "  ! this is needed\n" in done.stdout
    assert "  ! S04 “shop” is not in the list." in done.stdout
    assert "  For example: platform\n" in done.stdout
    assert "  ! S06 " in done.stdout
    assert "  ! Y17 " in done.stdout
    assert "  ! kb/actors/quill.yaml is there already" in done.stdout
    assert (kb / "actors" / "gull.yaml").is_file()
    assert_clean(kb)


def test_part_of_a_name_finds_the_record(kb: Path) -> None:
    """One that fits is confirmed; several are numbered; none is told."""
    typed = ["zebra", "n", "qui", "y", "2024-07-01", "quill", "1", "", "Quill again", ""]
    done = new("takedown", typed=typed)

    assert OK == done.exit_code, done.output
    assert "  ! R01 nothing has the id “zebra”\n" in done.stdout
    assert "  1  actors/quill: Quill\n" in done.stdout
    data = load(kb).records["takedowns/quill-2024-07-01"].data
    assert "actors/quill" == data["agent"]
    assert data["documented_in"][0].startswith("sources/")
    assert_clean(kb)


def test_a_fault_of_the_whole_is_asked_again(kb: Path) -> None:
    """What only all answers together show leads back to the question that it is about."""
    typed = ["sources/harbour-2024-05-04#comment", "", "2024-05-01", "takedowns/quill-2024-05",
             "claims/quill-first", "", "agrees", "On Quill", ""]  # fmt: skip
    done = new("reaction", typed=[*typed, "y", "2024-05-04", ""])

    assert "R26 error" in done.stdout
    assert OK == done.exit_code, done.output
    assert_clean(kb)


def test_a_claim_without_links_is_asked_for_them(kb: Path) -> None:
    """What the record lacks as a whole leads to the questions that were passed over."""
    link = ["y", "sources/quill-2024-05-02#similar", "similar-to", "", "", "some accounts",
            "unhedged", ""]  # fmt: skip
    typed = [
        "quill",
        "",
        "",
        "2024-05-02",
        "statement",
        "quill-first",
        "",
        "n",
        "n",
        "n",
        "",
        "",
    ]
    done = new("claim", typed=[*typed, "y", "", *link, "n", "n", "n"])

    assert "S13 error none of asserts, denies or withholds is there" in done.stdout
    assert OK == done.exit_code, done.output
    assert_clean(kb)


def test_a_name_that_is_taken_is_told_before_any_question(kb: Path) -> None:
    """Nobody answers ten questions for a name that cannot be had."""
    done = new("actor", "--id", "quill", typed=["Quill", "platform", ""])

    assert USAGE == done.exit_code
    assert "kb/actors/quill.yaml is there already" in done.stderr
    assert "The name most used" not in done.stdout


def test_breaking_off_writes_nothing_and_loses_nothing(kb: Path) -> None:
    """At the end of input what was answered is printed, and no file is there."""
    before = files(kb)
    done = new("source", URL, "--no-capture", typed=["the-harbour", "", "", "A title"])

    assert INTERRUPTED == done.exit_code
    assert "Nothing was written." in done.stderr
    assert 'title: "A title"\n' in done.stdout
    assert before == files(kb)


def unwritten(done: Result) -> dict[str, dict[str, Any]]:
    """Return the records that a command printed when it was broken off, by path."""
    found = re.split(r"^# kb/(\w+/[\w-]+\.yaml)\n", done.stdout, flags=re.MULTILINE)
    return {
        path: dict(tree.read(text.encode(), path).data or {})
        for path, text in zip(found[1::2], found[2::2], strict=True)
    }


def test_what_was_begun_is_printed_too(kb: Path) -> None:
    """A passage without its name, half a list and a new outlet are not lost."""
    before = files(kb)
    typed = [*OUTLET, *HEAD, *passage(TIED), "y", "And again unable", "", "par", "1"]
    done = new("source", URL, "--no-capture", typed=typed)

    assert INTERRUPTED == done.exit_code, done.output
    said = unwritten(done)
    source = said["sources/the-morning-gull-2024-06-01.yaml"]
    first, second = source["passages"].values()
    assert (TIED, [LINK]) == (first["text"], first["restates"])
    assert ("And again unable", "paraphrased") == (second["text"], second["voice"])
    assert 1 == len(second["restates"])
    assert "The Morning Gull" == said["actors/the-morning-gull.yaml"]["name"]
    assert before == files(kb)


def test_an_outlet_that_was_begun_is_printed_too(kb: Path) -> None:
    """A record that is made on the way is broken off with the other."""
    done = new("source", URL, "--no-capture", typed=OUTLET[:-2])

    said = unwritten(done)
    assert "The Morning Gull" == said["actors/the-morning-gull.yaml"]["name"]
    assert URL == next(data["url"] for path, data in said.items() if "sources" in path)


def test_what_is_printed_can_be_saved_and_gone_on_with(kb: Path) -> None:
    """In the file that is named above it, it lacks only what was not asked yet."""
    done = new("source", URL, "--no-capture", typed=["the-harbour", *HEAD, *passage(TIED)])
    path, text = re.findall(r"\A.*^# (kb/\S+)\n(.*)\Z", done.stdout, re.M | re.S)[0]
    Path(path).write_text(text, "utf-8")

    assert "kb/sources/the-harbour-2024-06-01.yaml" == path
    assert () == load(kb).problems


def test_an_answer_that_was_asked_again_is_not_lost(kb: Path) -> None:
    """What had a fault with all others stands where it is printed."""
    typed = ["sources/harbour-2024-05-04#comment", "", "2024-05-01", "takedowns/quill-2024-05",
             "claims/quill-first", "", "agrees", "On Quill", "", "y"]  # fmt: skip
    done = new("reaction", typed=typed)

    assert INTERRUPTED == done.exit_code
    assert "made: 2024-05-01\n" in done.stdout


def test_an_interrupt_between_questions_loses_nothing(
    kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while nothing is asked is told like one at a question."""

    def interrupted(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.cli.new.checked", interrupted)
    done = new("actor", typed=["The Gull", "outlet", "", ""])

    assert INTERRUPTED == done.exit_code, done.output
    assert 'name: "The Gull"\n' in done.stdout
    assert "caveat: broken off\n" in done.stderr


@pytest.mark.parametrize("slip", ["y", "N", "yes"])
def test_yes_or_no_is_no_name(kb: Path, slip: str) -> None:
    """A name stays for ever, and is not made of the answer to another question."""
    words = passage(TIED)
    typed = ["the-harbour", *HEAD, *words[:-1], slip, "tied", "n", slip, "gull"]
    done = new("source", URL, "--no-capture", typed=typed)

    assert OK == done.exit_code, done.output
    told = f"  ! “{slip}” would be the name; Enter takes the one in [brackets]\n"
    assert 2 == done.stdout.count(told)
    assert ["tied"] == list(load(kb).records["sources/gull"].data["passages"])


def test_a_yes_or_no_that_slipped_into_a_text_is_asked_about(kb: Path) -> None:
    """It may be what the source says, and then it stands."""
    head = ["the-harbour", *HEAD[:2], "n", "", "Quill removes accounts", HEAD[3]]
    typed = [*head, TIED, "y", "No", "y", "", "", "", "", "", "", "", "", "n", ""]
    done = new("source", URL, "--no-capture", typed=typed)

    assert OK == done.exit_code, done.output
    assert "  Is “n” the text itself? [y/N]: " in done.stdout
    assert f"Add one? [Y/n]: {TIED}\n" in done.stdout
    assert "  ! y or n is the answer here; Enter means yes\n" in done.stdout
    (source,) = (one for one in load(kb).records.values() if one.data.get("url") == URL)
    assert "Quill removes accounts" == source.data["title"]
    assert ["No"] == [part["text"] for part in source.data["passages"].values()]


def test_a_number_means_the_same_within_a_question(kb: Path) -> None:
    """What was shown keeps its number when other things are shown."""
    typed = ["?", "zebra", "harbour", "n", "1"]
    done = new("takedown", typed=typed)

    numbers: dict[str, set[str]] = {}
    for number, name in re.findall(r"^  (\d+)  (actors/[\w-]+):", done.stdout, re.M):
        numbers.setdefault(name, set()).add(number)
    assert {1} == set(map(len, numbers.values()))
    assert len(numbers) == len(set.union(*numbers.values()))
    first = next(name for name, shown in numbers.items() if shown == {"1"})
    assert f"agent: {first}\n" in done.stdout


# --- a copy of the page ---------------------------------------------------------------

PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Quill removes 300 | Gull</title>
<meta property="og:title" content="Quill removes 300">
<meta property="article:published_time" content="2024-06-02T08:00:00Z"></head>
<body><article><h1>Quill removes 300</h1><p>{TIED}. And so on, in many words.</p></article>"""


def test_the_page_is_captured_and_asked_about(kb: Path, tmp_path: Path) -> None:
    """Title, day and language of the page are proposed; words are looked for in the copy."""
    page = reply(PAGE.encode(), kind="text/html; charset=utf-8")
    wrong, *rest = passage(TIED)
    typed = ["the-harbour", "", "", "", "", wrong, "Quill was able to tie all", "n", *rest,
             "n", ""]  # fmt: skip
    with serving({"/story": page}) as server:
        done = new("source", server.url("/story"), "--allow-private", typed=typed)

    assert OK == done.exit_code, done.output
    data = load(kb).records["sources/the-harbour-2024-06-02"].data
    assert ("Quill removes 300", "2024-06-02", "en-GB") == (
        data["title"], data["published"], data["lang"],
    )  # fmt: skip
    assert ["copy-2026-11-25"] == list(data["copies"])
    (part,) = data["passages"].values()
    assert TIED == part["text"]
    assert "sources/the-harbour-2024-06-02#copy-2026-11-25" == part["seen"]["in"]
    assert "  The words in the copy: exact.\n" in done.stdout
    assert list((tmp_path / "copies" / "texts").iterdir())
    assert_clean(kb)


def test_without_a_copy_it_goes_on(kb: Path) -> None:
    """A page that cannot be had is told plainly; what was found is taken by nobody unasked."""
    words = [word for word in PLAIN if word != "--no-capture"]
    with serving({}) as server:
        done = new(
            "source", server.url("/gone"), "--publisher", "quill", *words, "--allow-private"
        )
        refused = new("source", server.url("/private"), "--publisher", "quill", *words)

    for result in (done, refused):
        assert OK == result.exit_code, result.output
        assert "No copy was taken: " in result.stderr
        assert "Going on without; caveat snapshot takes one later.\n" in result.stderr
    assert_clean(kb)


def test_what_the_page_says_is_not_taken_unasked(kb: Path) -> None:
    """Without input a title is needed; what the page says stands in the message."""
    page = reply(PAGE.encode(), kind="text/html; charset=utf-8")
    with serving({"/story": page}) as server:
        done = new(
            "source", server.url("/story"), "--allow-private", "--publisher", "quill"
        )

    assert USAGE == done.exit_code
    assert "--title: " in done.stderr
    assert "The page says “Quill removes 300”." in done.stderr


# --- what stands in the way -----------------------------------------------------------


def test_without_an_address_it_is_asked_for_first(kb: Path) -> None:
    """What is no address, or is there already, is told; then all is read off it."""
    own = "lang: fr\nurl: https://harbour.example/a\n"
    path = kb / "sources" / "harbour-2024-05-04.yaml"
    path.write_text(path.read_text("utf-8").replace("lang: fr\n", own, 1), "utf-8")
    typed = ["gull", "http://harbour.example/a/", "https://harbour.example/2024/06/03/b"]
    done = new(
        "source",
        "--no-capture",
        typed=[*typed, "", "", "", "B", "", "In English", "n", "first", ""],
    )

    assert OK == done.exit_code, done.output
    assert "  ! S06 “gull” is not in the form due." in done.stdout
    assert "  ! sources/harbour-2024-05-04 has this address already; add " in done.stdout
    data = load(kb).records["sources/the-harbour-2024-06-03"].data
    assert ("actors/the-harbour", "fr") == (data["publisher"], data["lang"])
    assert ("In English", "editors/first") == (data["translation"], data["translated_by"])


def test_words_of_a_caveat_stay_a_comment(kb: Path) -> None:
    """A caveat in several lines, or with what nobody sees, does not break out of its line."""
    path = kb / "sources" / "quill-2024-05-02.yaml"
    text = path.read_text("utf-8")
    words = next(line for line in text.splitlines() if "unable" in line and "text:" in line)
    hostile = words.rstrip('"') + '\\nstatus: reviewed\\u00AD"'
    path.write_text(text.replace(words, hostile), "utf-8")
    done = new("source", URL, "--publisher", "quill", *PLAIN, "--passages", PASSAGE)

    assert OK == done.exit_code, done.output
    made = (kb / "sources" / "quill-2024-06-01.yaml").read_text("utf-8")
    assert "status: reviewed\\u00AD”\n" in made
    assert "single-coded" == (tree.read(made.encode(), "x").data or {})["status"]
    assert () == tree.read(made.encode(), "x").problems


def test_a_broken_knowledge_base_stands_in_nobodys_way(kb: Path) -> None:
    """Broken files beside, even kb.yaml, are not the new record's fault; names stay taken."""
    for case in CASES:
        if case.is_file() and case.stem[0] in "YS":
            shutil.copyfile(case, kb / "actors" / f"{case.stem.lower()}.yaml")
    (kb / "kb.yaml").write_bytes(b"\xff\xfe[")
    done = new("actor", "--name", "Gull", "--role", "outlet")
    taken = new("actor", "--name", "X", "--role", "outlet", "--id", "y01-latin-1")

    assert OK == done.exit_code, done.output
    assert (kb / "actors" / "gull.yaml").is_file()
    assert USAGE == taken.exit_code
    assert "is there already" in taken.stderr
