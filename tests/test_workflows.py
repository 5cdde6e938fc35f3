"""The workflows: what starts them, what they may do, and that their commands run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import ROOT
from app.cli import main
from app.cli.check import STAGES
from app.rules import RULES

FOLDER = ROOT / ".github" / "workflows"
FILES = {path.stem: path for path in sorted(FOLDER.iterdir())}
#: The value of every key in a workflow is text: YAML 1.1 takes "on" for a truth value.
WORKFLOWS: dict[str, dict[str, Any]] = {
    name: yaml.load(path.read_bytes(), yaml.BaseLoader) for name, path in FILES.items()
}
TRIGGERS = {
    "check": {"pull_request", "push"},
    "comment": {"workflow_run"},
    "links": {"schedule", "workflow_dispatch"},
    "preview": {"pull_request"},
}
#: What a step may run besides ``caveat``.
INSTALL = re.compile(
    r"python -m pip install --quiet --editable (?:\.|main|'\.\[capture\]')"
)


def steps(name: str) -> list[dict[str, Any]]:
    """Return all steps of a workflow."""
    return [step for job in WORKFLOWS[name]["jobs"].values() for step in job["steps"]]


def scripts(name: str) -> dict[str, str]:
    """Return the scripts of a workflow by the name of their step."""
    return {step["name"]: step["run"] for step in steps(name) if "run" in step}


def actions(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every action that a workflow uses, with what it is given."""
    for step in steps(name):
        if "uses" in step:
            yield step["uses"], step.get("with", {})


# --- what they may --------------------------------------------------------------------


def test_each_workflow_has_its_triggers_and_no_other() -> None:
    """None gives rights to a pull request; links are never asked for in one."""
    assert TRIGGERS == {name: set(item["on"]) for name, item in WORKFLOWS.items()}
    assert {"workflows": ["Preview"], "types": ["completed"]} == (
        WORKFLOWS["comment"]["on"]["workflow_run"]
    )
    assert "Preview" == WORKFLOWS["preview"]["name"]


def test_rights_are_the_least() -> None:
    """All may read the repository and no more, but for the job that comments."""
    for name, item in WORKFLOWS.items():
        given = [
            job["permissions"] for job in item["jobs"].values() if "permissions" in job
        ]
        expected = {"contents": "read"}
        if name == "comment":
            expected = {}
            assert [{"actions": "read", "pull-requests": "write"}] == given
        else:
            assert [] == given
        assert expected == item["permissions"]
        assert "secrets" not in FILES[name].read_text("utf-8").replace("no secret", "")


def test_actions_are_pinned_by_commit() -> None:
    """Each action stands at a full hash, with its version beside it, everywhere the same."""
    pins: dict[str, set[str]] = {}
    for name in WORKFLOWS:
        lines = re.findall(r"uses: (.*)", FILES[name].read_text("utf-8"))
        assert len(lines) == len(list(actions(name)))
        for line in lines:
            found = re.fullmatch(r"(actions/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", line)
            assert found is not None, line
            pins.setdefault(found[1], set()).add(found[2])
    assert [] == [action for action, held in pins.items() if len(held) > 1]


def test_no_text_of_an_event_stands_in_a_script() -> None:
    """What somebody can choose comes in as a variable; a script has no expression at all."""
    assert [] == [
        (name, step)
        for name in WORKFLOWS
        for step, script in scripts(name).items()
        if "${{" in script
    ]


def test_no_credentials_stay_on_the_disk() -> None:
    """Whoever checks out leaves no token for what runs later."""
    found = [
        given.get("persist-credentials")
        for name in WORKFLOWS
        for action, given in actions(name)
        if action.startswith("actions/checkout@")
    ]
    assert len(found) >= 4
    assert {"false"} == set(found)


def test_a_preview_runs_the_code_of_the_base() -> None:
    """The tree of the pull request is named as records and as a commit, and nothing else."""
    trees = {
        given["path"]: given["ref"]
        for action, given in actions("preview")
        if action.startswith("actions/checkout@")
    }
    script = "\n".join(scripts("preview").values())

    assert {
        "main": "${{ github.event.pull_request.base.sha }}",
        "proposed": "${{ github.event.pull_request.head.sha }}",
    } == trees
    assert "--editable main\n" in script
    assert script.count("proposed") == script.count("--kb proposed/kb ") == 2
    assert {"kb/**"} == set(WORKFLOWS["preview"]["on"]["pull_request"]["paths"])


def test_who_may_comment_runs_no_code_of_a_pull_request() -> None:
    """That job checks nothing out and installs nothing."""
    used = [action.partition("@")[0] for action, _ in actions("comment")]
    words = {word for script in scripts("comment").values() for word in script.split()}

    assert ["actions/download-artifact"] == used
    assert set() == words & {
        "pip",
        "git",
        "python",
        "caveat",
        "source",
        "eval",
        "bash",
        "sh",
    }


def test_the_others_only_call_caveat() -> None:
    """Their steps install it and call it; each option that they name is there."""
    for name in WORKFLOWS.keys() - {"comment"}:
        for script in scripts(name).values():
            if INSTALL.fullmatch(script):
                continue
            found = re.match(r"caveat (\w+)", script)
            assert found is not None, script
            assert 1 == len(script.splitlines())
            if found[1] in main.commands:
                params = main.commands[found[1]].params
                known = {option for made in params for option in made.opts}
                assert set() == set(re.findall(r"(?<= )--[a-z-]+", script)) - known


def test_the_four_steps_are_named_and_leave_no_stage_out() -> None:
    """A pull request shows at which of four steps it stands; every rule is in one."""
    names = ["YAML reads", "Records fit", "Records agree", "Site builds"]
    given = scripts("check")
    stages = [re.findall(r"--stage (\w+)", given[name]) for name in names[:3]]

    assert ["Install", *names] == list(given)
    assert [[stage] for stage in STAGES] == stages
    assert set("".join(STAGES.values())) == {rule.code[0] for rule in RULES}


# --- their commands, run --------------------------------------------------------------

SHIM = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from app.cli import main
from app.site.export import write
addresses = write.addresses
# The places that ship with the program are many and alike.
write.addresses = lambda now: (g for g in addresses(now) if g[0][:8] != "/places/")
main(prog_name="caveat")
"""
#: What stands for pip says what it was told.
PIP = '#!/bin/sh\necho "$@" >> pip.log\n'
#: What stands for the forge's command: it notes what it was asked, and answers from files.
GH = """#!/bin/sh
echo "$@" >> gh.log
case "$*" in
  *"/pulls "*) cat answers/numbers ;;
  *"/compare/main..."*) cat answers/files ;;
  "pr comment "*) cp comment.md posted.md ;;
  *) exit 9 ;;
esac
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give a place for a workflow: records, and the commands on its PATH."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in (("caveat", SHIM), ("python", PIP), ("gh", GH)):
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)
    shutil.copytree(ROOT / "tests" / "fixtures" / "kb", tmp_path / "kb")
    return tmp_path


def run(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the forge does, with no variable that it would not have."""
    environment = {
        "PATH": f"{folder / 'programs'}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        **variables,
    }
    command = ["bash", "-e", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True
    )


def at_hand(folder: Path) -> Path:
    """Let ``caveat`` of a workspace read the records that lie there by default."""
    path = folder / "programs" / "caveat"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("main(prog", "sys.argv += ['--kb', 'kb']\nmain(prog"), "utf-8"
    )
    return folder


def test_a_check_of_good_records_passes(workspace: Path) -> None:
    """All four steps end well."""
    at_hand(workspace)
    for name, script in scripts("check").items():
        done = run(workspace, script)
        assert 0 == done.returncode, (name, done.stderr)
    assert "install --quiet --editable ." in (workspace / "pip.log").read_text("utf-8")
    assert (workspace / "temp" / "build" / "current").is_file()


@pytest.mark.parametrize(
    ("bad", "fails"),
    [
        ("Y12-duplicate-key.yaml", "YAML reads"),
        ("S01-unknown-key.yaml", "Records fit"),
        ("R01-no-such-actor.yaml", "Records agree"),
    ],
)
def test_a_fault_is_shown_at_its_step_on_its_line(
    workspace: Path, bad: str, fails: str
) -> None:
    """Each stage fails for its own faults, with an annotation, and no other does."""
    at_hand(workspace)
    text = (ROOT / "tests" / "bad" / bad).read_text("utf-8")
    folder = text.removeprefix("# ").partition("/")[0] if text[0] == "#" else "sources"
    (workspace / "kb" / folder / "planted.yaml").write_text(text, "utf-8")
    stages = list(scripts("check").items())[1:4]
    given = {name: run(workspace, script) for name, script in stages}

    assert [fails] == [name for name, done in given.items() if bad[:3] in done.stdout]
    assert 1 == given[fails].returncode
    assert re.search(
        rf"^::error file=kb/{folder}/planted\.yaml,line=\d+,col=\d+,title={bad[:3]}::",
        given[fails].stdout,
        re.MULTILINE,
    )


def git(folder: Path, *words: str) -> str:
    """Run git in a folder."""
    settings = ["-c", "user.name=x", "-c", "user.email=x@y.example"]
    command = ["git", *settings, *words]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_records_agree_with_what_they_were(workspace: Path) -> None:
    """An id that a pull request lets vanish is told; a push compares with nothing."""
    at_hand(workspace)
    git(workspace, "init", "--quiet")
    git(workspace, "add", "kb")
    git(workspace, "commit", "--quiet", "--message", "base")
    base = git(workspace, "rev-parse", "HEAD")
    # Nothing else refers to the answers and the draft that examines one of them.
    for folder in ("reactions", "reviews"):
        shutil.rmtree(workspace / "kb" / folder)
    script = scripts("check")["Records agree"]

    assert 0 == run(workspace, script, BASE="").returncode
    done = run(workspace, script, BASE=base)
    assert 1 == done.returncode
    assert "title=H01::" in done.stdout


def test_a_preview_writes_the_diff_and_the_site(workspace: Path) -> None:
    """From two commits of records come a text and a folder with every page."""
    proposed = workspace / "proposed"
    proposed.mkdir()
    (workspace / "kb").rename(proposed / "kb")
    git(proposed, "init", "--quiet")
    commits = []
    for number in range(2):
        note = proposed / "kb" / "takedowns" / "quill-2024-05.yaml"
        note.write_text(note.read_text("utf-8") + f"# {number}\n", "utf-8")
        git(proposed, "add", ".")
        git(proposed, "commit", "--quiet", "--message", str(number))
        commits.append(git(proposed, "rev-parse", "HEAD"))
    variables = {"BASE": commits[0], "HEAD": commits[1]}
    for name, script in scripts("preview").items():
        done = run(workspace, script, **variables)
        assert 0 == done.returncode, (name, done.stderr)

    assert (workspace / "diff.md").read_text("utf-8").strip()
    assert (workspace / "site" / "claims" / "quill-first.html").is_file()
    assert "install --quiet --editable main" in (workspace / "pip.log").read_text("utf-8")


def test_links_writes_a_table(workspace: Path) -> None:
    """What cannot be asked stands in the table, and fails nothing."""
    at_hand(workspace)
    changed = 0
    for path in (workspace / "kb" / "sources").glob("*.yaml"):
        text = path.read_text("utf-8")
        found = re.sub(r"(?m)^url: .*$", "url: http://127.0.0.1/x", text)
        changed += found != text
        path.write_text(found, "utf-8")
    assert changed
    done = run(workspace, scripts("links")["Ask for each address"])
    table = (workspace / "summary.md").read_text("utf-8")

    assert 0 == done.returncode, done.stderr
    assert f"unclear {changed}" in table
    assert table.count("| `http://127.0.0.1/x` | unclear |") == changed


# --- the comment ----------------------------------------------------------------------

EVENT = {
    "GH_REPO": "owner/name",
    "GH_TOKEN": "none",
    "OWNER": "somebody",
    "BRANCH": "$(touch pwned)`touch pwned`;'\"",
    "HEAD": "0" * 40,
}


def comment(
    folder: Path, numbers: str, files: str, diff: str = "No change.\n"
) -> str | None:
    """Run the steps of the job that comments; return what it posts."""
    (folder / "answers").mkdir()
    (folder / "diff").mkdir()
    (folder / "answers" / "numbers").write_text(numbers, "utf-8")
    (folder / "answers" / "files").write_text(files, "utf-8")
    (folder / "diff" / "diff.md").write_text(diff, "utf-8")
    given = scripts("comment")
    done = run(folder, given["Find the pull request"], **EVENT)
    if done.returncode or not (folder / "number").exists():
        return None
    done = run(folder, given["Comment"], **EVENT)
    assert 0 == done.returncode, done.stderr
    return (folder / "posted.md").read_text("utf-8")


def test_a_change_of_records_gets_one_comment(workspace: Path) -> None:
    """It is the diff, cut to a bound, and takes the place of the one before it."""
    posted = comment(workspace, "7\n", "kb/claims/x.yaml\n", "x" * 100_000)
    log = (workspace / "gh.log").read_text("utf-8").splitlines()

    assert 60_000 == len(posted or "")
    assert "pr comment 7 --edit-last --create-if-none --body-file comment.md" == log[-1]
    assert f"repos/owner/name/compare/main...{EVENT['HEAD']}" in log[-2]
    assert not (workspace / "pwned").exists()


@pytest.mark.parametrize(
    ("numbers", "files"),
    [
        ("7\n", "kb/claims/x.yaml\n.github/workflows/preview.yml\n"),
        ("7\n", "app/cli/check.py\n"),
        ("7\n", "kb-not/x.yaml\n"),
        ("7\n", "kb/x\n.ci/run\n"),
        ("7\n", "kb/x.yaml\n" * 300),
        ("7\n", ""),
        ("", "kb/claims/x.yaml\n"),
    ],
    ids=["workflow", "code", "other folder", "line end in a name", "many", "none", "gone"],
)
def test_any_other_change_gets_none(workspace: Path, numbers: str, files: str) -> None:
    """Code, workflows, a list that may be cut, a pull request that is another by now."""
    assert comment(workspace, numbers, files) is None
    assert not (workspace / "posted.md").exists()


# --- forms ----------------------------------------------------------------------------


def form(name: str) -> dict[str, Any]:
    """Return the fields of an issue form by id."""
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"
    data = yaml.safe_load(path.read_bytes())
    assert {"name", "description", "title", "labels", "body"} == set(data)
    return {field["id"]: field for field in data["body"] if "id" in field}


def test_issue_forms_have_the_fields_that_pages_fill_in() -> None:
    """A link from a page names these ids."""
    assert ["record", "edition", "problem"] == list(form("correction"))
    assert ["url", "claim", "words"] == list(form("restatement"))
    for fields in (form("correction"), form("restatement")):
        assert [] == [
            key for key, field in fields.items() if not field["attributes"]["label"]
        ]


def test_a_pull_request_has_four_boxes() -> None:
    """No more are read."""
    text = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    assert 4 == len(re.findall(r"^- \[ \] ", text, re.MULTILINE))


def test_owners_are_of_folders_that_there_are() -> None:
    """Each line of CODEOWNERS names a path of the repository and somebody."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    owned = [line.split() for line in lines if not line.startswith("#")]

    assert "*" == owned[0][0]
    for path, *owners in owned:
        assert path == "*" or (ROOT / path.strip("/")).exists()
        assert owners
        assert all(owner.startswith("@") for owner in owners)
