"""Take the pictures of README and CONTRIBUTING from the program as it is.

``python -m tests.browser.pictures`` serves the records of this clone, does what the
pictures show, and writes them into ``.github/``.  The article in them is invented.
"""

from __future__ import annotations

import html
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app import ROOT
from app.cli.watch import refresh
from app.edit.propose import site_with_proposals
from tests.browser.conftest import ARGUMENTS, NAMES, serving

PICTURES = ROOT / ".github"
CLAIM = "claims/twitter-venezuela-764"
ARTICLE = "https://www.zerohedge.com/news/2019-02-02/an-invented-article"
WORDS = "Twitter was not able to tie the accounts to a foreign government"
SLIP = ("speaker: actors/twitter", "speaker: actors/twiter")
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #1d1f21; } pre { margin: 0; padding: 22px 26px;
color: #e8e6e1; font: 15px/1.5 "Liberation Mono", monospace; white-space: pre-wrap; }
b { color: #9ccc9c; font-weight: 400; }</style><pre>%s</pre>"""


def terminal(page: Page, folder: Path, *commands: str) -> None:
    """Show what commands print in *folder*, as a terminal would."""
    shown = []
    for command in commands:
        run = f"{sys.executable} -c 'from app.cli import main; main(prog_name=\"caveat\")'"
        words = f"{command.replace('caveat', run, 1)} --kb kb"
        done = subprocess.run(
            f"export PYTHONPATH={ROOT}; cd {folder}; {words}",
            shell=True, capture_output=True, text=True,
        )  # fmt: skip
        told = [line for line in done.stderr.splitlines() if not _is_progress(line)]
        text = "\n".join([done.stdout.rstrip(), *told]).strip()
        shown.append(f"<b>$ {html.escape(command)}</b>\n{html.escape(text)}")
    page.set_content(_TERMINAL % "\n\n".join(shown))


def _is_progress(line: str) -> bool:
    return line.partition(":")[0] in {"Checking", "Reading", "Comparing"}


def article(page: Page, origin: str) -> None:
    """Enter an article that repeats a link, but for one thing that is needed."""
    page.goto(f"{origin}/{CLAIM}")
    page.get_by_role("link", name="I found a restatement of this").click()
    page.get_by_label("Address").fill(ARTICLE)
    page.get_by_label("Publisher").fill("actors/zero-hedge")
    page.get_by_label("Title").fill("An invented article")
    page.get_by_label("Published").fill("2019-02-02")
    page.locator('[name="passages.0.text"]').fill(WORDS)
    page.locator('[name="passages.0.part"]').select_option("body")
    page.locator('[name="passages.0.speaker"]').fill("actors/twitter")
    page.locator('[name="passages.0.seen.read"]').select_option("full")
    page.locator('[name="passages.0.restates"][value$="#foreign-government"]').check()
    page.get_by_role("button", name="Check and show the page").click()
    page.locator('[id="passages.0.voice-faults"]').wait_for()


def take(browser: Browser, folder: Path) -> None:
    """Take every picture, of records that lie in *folder*."""
    page = browser.new_page(viewport={"width": 1200, "height": 940})
    shutil.copytree(ROOT / "kb", folder / "kb")
    # Faults are told at paths as they are given: from here, as from a clone.
    os.chdir(folder)
    root, out = Path("kb"), Path("build").absolute()
    refresh(root, out)
    with serving(site_with_proposals(out)) as origin:
        page.goto(f"{origin}/{CLAIM}")
        page.screenshot(path=PICTURES / "claim-page.png")
        article(page, origin)
        page.locator('[id="passages.0.text"]').scroll_into_view_if_needed()
        page.screenshot(path=PICTURES / "propose-fault.png")
        page.locator('[name="passages.0.voice"]').select_option("paraphrased")
        page.get_by_role("button", name="Check and show the page").click()
        page.locator("#preview").get_by_text(WORDS).first.wait_for()
        page.locator("#preview").scroll_into_view_if_needed()
        page.screenshot(path=PICTURES / "propose-preview.png")
        broken = root / "sources" / "zero-hedge-2019-02-01.yaml"
        broken.write_text(broken.read_text("utf-8").replace(*SLIP, 1), "utf-8")
        refresh(root, out)
        page.goto(f"{origin}/sources/zero-hedge-2019-02-01")
        page.screenshot(path=PICTURES / "reload-fault.png", clip=_top(page, 560))
    page = browser.new_page(viewport={"width": 1200, "height": 100})
    terminal(page, folder, "caveat check kb/sources/zero-hedge-2019-02-01.yaml")
    page.screenshot(path=PICTURES / "terminal-check.png", full_page=True)


def _top(page: Page, height: int) -> dict[str, int]:
    size = page.viewport_size or {"width": 0}
    return {"x": 0, "y": 0, "width": size["width"], "height": height}


def main() -> None:
    """Take the pictures with the Chromium of this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    path = next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        take(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
