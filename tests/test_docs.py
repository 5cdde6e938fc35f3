"""What is written for people agrees with the program: rules, commands, links, examples."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import ROOT
from app.cli import main
from app.cli.check import read_line
from app.problems import Severity, as_text
from app.records import schema, tree
from app.records.kinds import HEADER, KINDS
from app.records.load import load
from app.rules import RULES, Rule

README = (ROOT / "README.md").read_text("utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WHOLE = ROOT / "tests" / "fixtures" / "kb"
LINKED = ("README.md", "CONTRIBUTING.md", "kb/README.md")


FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language; "" for those that name none."""
    return [block for name, block in FENCED.findall(text) if name == language]


def without_blocks(text: str) -> str:
    """Return a document without its fenced blocks."""
    return FENCED.sub("", text)


# --- rules ----------------------------------------------------------------------------


def sections(text: str) -> list[tuple[str, str]]:
    """Return the sections on rules: what the heading holds, and what is below it."""
    part = text.partition("\n## What each fault means\n")[2].partition("\n## ")[0]
    found = re.split(r"^### (.*)\n", part, flags=re.MULTILINE)
    pairs = zip(found[1::2], found[2::2], strict=True)
    groups = ("Reading (Y)", "Shape (S)", "Agreement (R)", "History (H)")
    return [pair for pair in pairs if pair[0] not in groups]


def test_every_rule_has_its_heading_in_the_order_of_the_list() -> None:
    """Every rule has one heading, in the order of the list, and no heading is left over."""
    assert [rule.code for rule in RULES] == [code for code, _ in sections(GUIDE)]
    assert set() == {rule.code.lower() for rule in RULES} - set(anchors(GUIDE))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_section_begins_with_the_title_and_says_why(rule: Rule) -> None:
    """Below the heading stands the rule's title, then two to five sentences."""
    below = dict(sections(GUIDE))[rule.code]
    title = re.match(r"\*\*(.+?)\.\*\* ", below)
    prose = " ".join(without_blocks(below).split())

    assert title is not None
    assert rule.title == title.group(1)
    assert len(re.findall(r"[.!?](?= |$)", prose)) in range(2, 6)
    assert (rule.severity is Severity.WARNING) == ("A warning. " in prose)


# --- commands -------------------------------------------------------------------------


def command_blocks(text: str) -> dict[str, str]:
    """Return the set-up commands by the comment that marks them."""
    found = re.findall(r"<!-- (\w+) -->\n```sh\n(.*?)^```$", text, re.M | re.S)
    return {name: block.removesuffix("\n") for name, block in found}


def test_two_commands_set_all_up() -> None:
    """The README has one line that serves and one line that tests, and no others."""
    commands = command_blocks(README)

    assert ["serve", "tests"] == list(commands)
    assert 2 == len(blocks(README, "sh"))
    assert [] == [name for name, line in commands.items() if "\n" in line or not line]


def test_the_tests_in_ci_are_those_of_the_readme() -> None:
    """What .ci/run takes out of the README is the test command, to the letter."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (taken,) = re.findall(r"^command=\$\((.*)\)$", script, re.MULTILINE)
    run = ["bash", "-euo", "pipefail", "-c", taken]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)

    assert command_blocks(README)["tests"] == done.stdout.removesuffix("\n")
    assert '\nbash -euo pipefail -c "$command"\n' in script


def test_the_readme_names_every_command() -> None:
    """The table has each command once, and none that does not exist."""
    named = re.findall(r"^\| `caveat (\w+)", README, re.MULTILINE)

    assert sorted(main.commands) == sorted(set(named))


@pytest.mark.parametrize("name", LINKED)
def test_what_is_named_exists(name: str) -> None:
    """Commands, their options and paths of the project that a document names are there."""
    spans = re.findall(r"`([^`\n]+)`", without_blocks((ROOT / name).read_text("utf-8")))
    commands = [found for span in spans for found in re.findall(r"caveat (\w+)(.*)", span)]
    tops = "app|tests|schemas|kb|[.]ci|[.]vscode"
    paths = [span for span in spans if re.fullmatch(rf"(?:{tops})/[\w./-]*", span)]

    assert commands
    assert [] == [path for path in paths if not (ROOT / path).exists()]
    for command, rest in commands:
        known = {option for made in main.commands[command].params for option in made.opts}
        assert set() == set(re.findall(r"--[a-z-]+", rest)) - known


# --- links ----------------------------------------------------------------------------


def anchors(text: str) -> Iterator[str]:
    """Yield the anchors that a forge gives to headings."""
    for heading in re.findall(r"^#+ (.*)$", without_blocks(text), re.MULTILINE):
        kept = re.sub(r"[^\w\- ]", "", heading.lower())
        yield kept.replace(" ", "-")


def dead_links(path: Path, text: str) -> list[str]:
    """Return the links of a document that lead to no file, folder or heading."""
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", without_blocks(text)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = path.parent / target if target else path
        there = file.exists() and file.resolve().is_relative_to(ROOT)
        if not there or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            dead.append(link)
    return dead


@pytest.mark.parametrize("name", LINKED)
def test_links_lead_somewhere(name: str) -> None:
    """Every relative link leads to a file, folder or heading of the project."""
    path = ROOT / name

    assert [] == dead_links(path, path.read_text("utf-8"))


def test_a_dead_link_is_found() -> None:
    """The rule can fail: a missing file, a missing heading, a way out."""
    text = "[a](gone.md) [b](CONTRIBUTING.md#y01) [c](CONTRIBUTING.md#y99) [d](../..)"

    assert ["gone.md", "CONTRIBUTING.md#y99", "../.."] == dead_links(ROOT / "x.md", text)


# --- examples -------------------------------------------------------------------------


def examples() -> list[tuple[str, str, str, bool]]:
    """Return code, folder and text of each half of an example, and whether it is wrong."""
    found: list[tuple[str, str, str, bool]] = []
    for code, below in sections(GUIDE):
        for block in blocks(below, "yaml"):
            parts = re.fullmatch(r"# wrong, in (\w+)/\n(.+)# right\n(.+)", block, re.DOTALL)
            assert parts is not None, f"{code}: the example has no two halves"
            folder, wrong, right = parts.groups()
            found += [(code, folder, wrong, True), (code, folder, right, False)]
    return found


def laid_over(base: Any, top: Any) -> Any:
    """Lay the mappings of *top* over those of *base*; all else replaces it."""
    if not isinstance(base, dict) or not isinstance(top, dict):
        return top
    return base | {key: laid_over(base.get(key), value) for key, value in top.items()}


def faults_of(folder: str, text: str) -> set[str]:
    """Return the codes of what is wrong in an example, laid over a whole record."""
    read = tree.read(text.encode(), "example.yaml")
    if read.problems or read.data is None:
        return {problem.code for problem in read.problems}
    path = min((WHOLE / folder).glob("*.yaml"))
    base = tree.read(path.read_bytes(), str(path)).data
    whole = laid_over(base, read.data)
    return {fault.rule.code for fault in schema.faults(folder, whole)}


@pytest.mark.parametrize(("code", "folder", "text", "is_wrong"), examples())
def test_examples_are_what_they_say(
    code: str, folder: str, text: str, is_wrong: bool
) -> None:
    """A wrong example has the fault it stands under; a right one is read and has none.

    What records say of each other is not looked at: there a wrong example has the right
    shape.
    """
    expected = {code} if is_wrong and code[0] in "YS" else set()

    assert expected == faults_of(folder, text)


def test_the_other_examples_are_yaml() -> None:
    """The examples before the rules are read in the strict profile without a fault."""
    before = blocks(GUIDE.partition("\n## What each fault means\n")[0], "yaml")

    assert 5 == len(before)
    assert 5 * [()] == [tree.read(block.encode(), "x.yaml").problems for block in before]


def test_the_example_of_two_files_has_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new outlet and its judged source pass, laid into the knowledge base."""
    shutil.copytree(ROOT / "kb", tmp_path / "kb")
    monkeypatch.chdir(tmp_path)
    files = [block for block in blocks(GUIDE, "yaml") if block.startswith("# kb/")]
    paths = [Path(block.partition("\n")[0].removeprefix("# ")) for block in files]

    assert ["actors", "sources"] == [path.parent.name for path in paths]
    for path, block in zip(paths, files, strict=True):
        assert not path.exists()
        path.write_text(block, "utf-8")
    assert () == load(Path("kb")).problems


def test_the_fault_that_is_shown_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole record in the guide has no fault, and broken as told prints what is shown."""
    (record,) = (block for block in blocks(GUIDE, "yaml") if "$schema=" in block)
    (shown,) = blocks(GUIDE, "")
    path = Path(shown.partition(":")[0])
    shutil.copytree(ROOT / "kb", tmp_path / "kb")
    monkeypatch.chdir(tmp_path)

    path.write_text(record, "utf-8")
    assert () == load(Path("kb"), [path]).problems

    broken = record.replace("speaker: actors/twitter", "speaker: actors/twiter")
    path.write_text(broken, "utf-8")
    printed = as_text(load(Path("kb"), [path]).problems, read_line)
    assert shown == f"{printed}\n"


# --- what stands beside the documents -------------------------------------------------


def test_the_citation_is_whole_and_of_this_edition() -> None:
    """CITATION.cff has the keys that CFF 1.2.0 asks for, this version and this edition."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    header = load(ROOT / "kb", [ROOT / "kb" / "kb.yaml"]).header

    assert header is not None
    assert set() == {"cff-version", "message", "title", "authors"} - set(cff)
    assert "1.2.0" == cff["cff-version"]
    assert [] == [author for author in cff["authors"] if not author.get("name")]
    assert project["version"] == cff["version"]
    assert header.data["edition"] == cff["date-released"]


def test_the_editor_knows_every_schema() -> None:
    """VS Code checks each folder and template against its schema, and the file kb.yaml."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    expected: dict[str, Any] = {
        f"./schemas/{kind}.schema.json": [f"kb/{kind}/*.yaml", f"kb/_templates/{kind}.yaml"]
        for kind in KINDS
    }
    expected[f"./schemas/{HEADER}.schema.json"] = f"kb/{HEADER}.yaml"

    assert expected == settings["yaml.schemas"]
    assert [] == [name for name in expected if not (ROOT / name).is_file()]


# --- what no file may hold ------------------------------------------------------------

#: Written with brackets round one letter, so that this file holds none of the words.
FORBIDDEN = {
    "a path of a machine": r"(?<![\w.-])/(?:wor[k]|roo[t]|hom[e]|User[s]|tm[p]/de[v])\b",
    "a folder beside the project": r"\.\./share[d]\b",
    "a package registry": r"pyp[i]\.org|pythonhoste[d]|npmj[s]|prox[y]\.golang|index-ur[l]",
    "a word on how it was made": (
        r"(?i)sub-?agen[t]\b|\bLL[M]s?\b|languag[e] model|chat-?gp[t]|co-?authore[d]-by"
        r"|\bA[I][ -](?:generated|assistant|written)|\bprompt(?:s|ed)? engineerin[g]"
    ),
}


def found_in(path: Path, text: str) -> list[str]:
    """Return what a file holds that none may hold; records may speak of any making."""
    patterns = list(FORBIDDEN.items())[: -1 if (ROOT / "kb") in path.parents else None]
    return [what for what, pattern in patterns if re.search(pattern, text)]


def test_no_file_tells_of_machines_or_of_its_making() -> None:
    """No file holds a path of a machine, a registry, or a word on how it was made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    pictures = {".png"}
    files = {
        path: path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix not in pictures
    }

    assert Path(__file__) in files
    assert [] == [
        (str(path.relative_to(ROOT)), what)
        for path, data in files.items()
        for what in found_in(path, data.decode("utf-8", "replace"))
    ]


def test_a_forbidden_word_is_found() -> None:
    """The rule can fail: each kind of word is found."""
    text = "/wor" + "k/x ../share" + "d/x pyp" + "i.org sub" + "agent"

    assert list(FORBIDDEN) == found_in(ROOT / "app" / "x.py", text)
    assert list(FORBIDDEN)[:-1] == found_in(ROOT / "kb" / "sources" / "x.yaml", text)


def test_each_fate_has_an_example_that_a_record_holds() -> None:
    """The table of fates lists all of them, each with a passage that was judged so."""
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (?:`(\S+)#(\S+)`|none yet) \|", GUIDE)
    schema = json.loads((ROOT / "schemas" / "common.schema.json").read_bytes())
    fates = schema["definitions"]["treatment"]["properties"]["fate"]["items"]["enum"]
    held = {
        (fate, record.id, name)
        for record in load(ROOT / "kb").records.values()
        for name, passage in record.data.get("passages", {}).items()
        for treatment in passage.get("treatments", {}).values()
        for fate in treatment["fate"]
    }

    assert sorted(fates) == sorted(fate for fate, _, _ in rows)
    for fate, source, name in rows:
        if source:
            assert (fate, source, name) in held
        else:
            assert fate not in {one for one, _, _ in held}, f"there is an example of {fate}"
