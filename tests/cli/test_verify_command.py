"""``caveat verify`` as an editor meets it: lines, counts, JSON, stamps, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import FAULTS, OK, USAGE, main
from tests.words.knowledge import SOURCE, change, make


def caveat(*words: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def verify(root: Path, snapshots: Path, *words: str) -> Result:
    """Verify a knowledge base against its snapshots."""
    return caveat("verify", "--kb", root, "--snapshots", snapshots, *words)


def test_each_quotation_has_its_line_and_all_are_counted(tmp_path: Path) -> None:
    """Place, name, both answers, copy and offsets; what was checked, what was skipped."""
    root, snapshots = make(tmp_path)
    done = verify(root, snapshots, "--all")
    few = verify(root, snapshots)

    assert "skipped: no copy" not in few.stdout.partition(" quotations: ")[0]
    assert FAULTS == done.exit_code == few.exit_code
    assert re.search(
        rf"{SOURCE}\.yaml:\d+:11 #located: exact, whole-sentence "
        rf"\({SOURCE}#page at 17–72\)\n",
        done.stdout,
    )
    assert "#correction: missing" in done.stdout
    assert "  to mend: the words are missing" in done.stdout
    assert "#lede: no-copy, skipped: no copy with a hash is recorded" in done.stdout
    assert "6 quotations: 4 checked, 2 skipped, 1 to mend." in done.stdout
    assert "  match: edited 1, exact 1, missing 1, typographic 1" in done.stdout
    assert "  skipped: no copy with a hash is recorded 2" in done.stdout


def test_nothing_to_mend_is_exit_code_0(tmp_path: Path) -> None:
    """Skips alone fail nothing, and are not called checked."""
    root, snapshots = make(tmp_path, held=False)
    done = verify(root, snapshots)

    assert OK == done.exit_code
    assert "6 quotations: 0 checked, 6 skipped, 0 to mend." in done.stdout


def test_only_what_is_named(tmp_path: Path) -> None:
    """A path chooses the records whose quotations are looked for."""
    root, snapshots = make(tmp_path)
    done = verify(root, snapshots, str(root / "sources" / "harbour-2024-05-04.yaml"))

    assert OK == done.exit_code
    assert "2 quotations: 0 checked, 2 skipped" in done.stdout


def test_json_has_everything(tmp_path: Path) -> None:
    """Each quotation with its answers, and the same counts."""
    root, snapshots = make(tmp_path)
    data = json.loads(verify(root, snapshots, "--json").stdout)
    (row,) = (row for row in data["quotations"] if row["passage"] == f"{SOURCE}#similar")

    assert ("edited", "whole-sentence", "found, not stamped") == (
        row["match"],
        row["cut"],
        row["state"],
    )
    assert ["“[of the 300]” is added", "spaces or line ends"] == row["differences"]
    assert 2 == len(row["spans"])
    assert {"quotations": 6, "checked": 4} == {
        key: data["counts"][key] for key in ("quotations", "checked")
    }


def test_stamps_are_written_once(tmp_path: Path) -> None:
    """What was found is stamped, told as reproduced, and written only where it is new."""
    root, snapshots = make(tmp_path)
    first = verify(root, snapshots, "--write", "--by", "second")
    text = (root / f"{SOURCE}.yaml").read_bytes()
    second = verify(root, snapshots, "--write", "--by", "editors/first")

    assert "Stamped: 3." in first.stderr
    assert "reproduced 3" in first.stdout
    assert "Stamped: 0." in second.stderr
    assert text == (root / f"{SOURCE}.yaml").read_bytes()
    assert OK == caveat("check", "--kb", root).exit_code


def test_a_void_stamp_fails_the_check_and_is_mended_by_the_next(tmp_path: Path) -> None:
    """``check`` needs no copy to see it; ``verify --write`` stamps what is found anew."""
    root, snapshots = make(tmp_path)
    verify(root, snapshots, "--write", "--by", "second")
    change(root, 'prefix: "Bouvet Island."', 'prefix: "on Bouvet Island."')
    broken = caveat("check", "--kb", root)
    told = verify(root, tmp_path / "none")
    verify(root, snapshots, "--write", "--by", "second")

    assert FAULTS == broken.exit_code
    assert " R35 error " in broken.stdout
    assert FAULTS == told.exit_code
    assert "the stamp is void" in told.stdout
    assert OK == caveat("check", "--kb", root).exit_code


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--write"], "--write needs --by, the editor who checks: first, second"),
        (["--write", "--by", "nobody"], "nobody is not in kb.yaml; its editors are: first"),
    ],
)
def test_stamps_need_an_editor(words: list[str], message: str, tmp_path: Path) -> None:
    """A stamp is somebody's; without a known handle nothing is written."""
    root, snapshots = make(tmp_path)
    before = (root / f"{SOURCE}.yaml").read_bytes()
    done = verify(root, snapshots, *words)

    assert USAGE == done.exit_code
    assert message in done.stderr
    assert before == (root / f"{SOURCE}.yaml").read_bytes()


def test_a_record_that_cannot_be_read_is_no_pass(tmp_path: Path) -> None:
    """Its faults are printed, its quotations were not looked for, and the exit code is 1."""
    root, snapshots = make(tmp_path)
    change(root, "lang: en", "lang: [en")
    done = verify(root, snapshots, SOURCE)

    assert FAULTS == done.exit_code
    assert f"{SOURCE}.yaml:" in done.stderr
    assert "No quotation of these files was looked for." in done.stderr


def test_a_stamp_of_another_copy_is_void(tmp_path: Path) -> None:
    """A stamp whose hash no recorded copy has is found without the copy too."""
    root, snapshots = make(tmp_path)
    verify(root, snapshots, "--write", "--by", "second")
    sha256 = re.findall(r"(?m)^    sha256: (\w+)$", (root / f"{SOURCE}.yaml").read_text())[
        0
    ]
    change(root, f"    sha256: {sha256}", f"    sha256: {'a' * 64}")
    done = verify(root, tmp_path / "nothing-here", SOURCE)

    assert FAULTS == done.exit_code
    assert "no copy where the words were seen has its hash" in done.stdout


def test_an_id_names_a_record(tmp_path: Path) -> None:
    """As in other commands; what is neither an id nor a path is said."""
    root, snapshots = make(tmp_path)

    assert "4 quotations" in verify(root, snapshots, SOURCE).stdout
    wrong = verify(root, snapshots, "sources/nosuch")
    assert USAGE == wrong.exit_code
    assert "there is no file, folder or record 'sources/nosuch'" in wrong.stderr
