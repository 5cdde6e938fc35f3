"""The one place that knows forges: where a file is edited, made, or spoken of.

The address is ``repository`` in ``kb.yaml``; its host tells which forge it is.  Of any
other host no address can be made, and pages then offer the file itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

#: Where proposals go, and the folder of the records in the repository.
BRANCH = "main"
FOLDER = "kb"
#: Bytes of an address that forges and the proxies before them take for certain.
LONGEST = 8_000
#: The issue form for mistakes, below ``.github/ISSUE_TEMPLATE``; its fields are named
#: ``record``, ``edition`` and ``problem``.
CORRECTION_FORM = "correction.yml"


@dataclass(frozen=True, slots=True)
class Forge(ABC):
    """A repository on a forge; *address* is that of its first page, without a slash."""

    address: str

    #: Whether the page for a new file takes its text over from the address.
    fills_text = True
    name = ""

    @abstractmethod
    def edit(self, path: str) -> str:
        """Return the address that opens the file *path* for editing."""

    @abstractmethod
    def new(self, path: str, text: str) -> str:
        """Return the address that opens a new file with its path and text filled in."""

    @abstractmethod
    def report(self, record_id: str, edition: str, version: str = "") -> str:
        """Return the address of an issue about a record in an edition.

        *version* is the digest of the version that was read, where there is one.
        """

    def new_within_bounds(self, path: str, text: str) -> str | None:
        """Return the address for a new file, or None where it would be too long."""
        address = self.new(path, text)
        return address if len(address) <= LONGEST else None


class GitHub(Forge):
    """GitHub, where an issue form takes its fields from the query by their ids."""

    name = "GitHub"

    def edit(self, path: str) -> str:
        """Return the address that opens the file *path* for editing."""
        return f"{self.address}/edit/{BRANCH}/{quote(path)}"

    def new(self, path: str, text: str) -> str:
        """Return the address that opens a new file with its path and text filled in."""
        folder, _, filename = path.rpartition("/")
        query = _query(filename=filename, value=text)
        return f"{self.address}/new/{BRANCH}/{quote(folder)}?{query}"

    def report(self, record_id: str, edition: str, version: str = "") -> str:
        """Return the address of the form for corrections, with what was read filled in."""
        read = f"{edition}, version {version}" if version else edition
        query = _query(template=CORRECTION_FORM, record=record_id, edition=read)
        return f"{self.address}/issues/new?{query}"


class GitLab(Forge):
    """GitLab; its editor takes the path over, and in some versions not the text."""

    name = "GitLab"
    fills_text = False

    def edit(self, path: str) -> str:
        """Return the address that opens the file *path* for editing."""
        return f"{self.address}/-/edit/{BRANCH}/{quote(path)}"

    def new(self, path: str, text: str) -> str:
        """Return the address that opens a new file with its path filled in."""
        query = _query(file_name=path, content=text)
        return f"{self.address}/-/new/{BRANCH}?{query}"

    def report(self, record_id: str, edition: str, version: str = "") -> str:
        """Return the address of a new issue that names what was read."""
        read = f"Edition: {edition}\n" + (f"Version: {version}\n" if version else "")
        text = f"Record: {record_id}\n{read}\nProblem: "
        fields = {"issue[title]": f"Problem in {record_id}", "issue[description]": text}
        return f"{self.address}/-/issues/new?{_query(**fields)}"


_FORGES: tuple[type[Forge], ...] = (GitHub, GitLab)


def forge_of(repository: str | None) -> Forge | None:
    """Return the forge that a repository's address lies on, or None for another host.

    The host is a forge's own, or begins with its name as those of companies do.

    >>> forge_of("https://github.com/some/where.git/").edit("kb/claims/x.yaml")
    'https://github.com/some/where/edit/main/kb/claims/x.yaml'
    >>> forge_of("https://gitlab.some.example/a/b/c").name
    'GitLab'
    >>> forge_of("https://github.com.some.example/a/b") is None
    True
    """
    parts = urlsplit(repository or "")
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in ("http", "https") or path.count("/") < 1 or "@" in parts.netloc:
        return None
    host = parts.hostname or ""
    for forge in _FORGES:
        own = f"{forge.name.lower()}.com"
        within = host.startswith(f"{forge.name.lower()}.") and not host.startswith(
            f"{own}."
        )
        if host == own or within:
            return forge(f"{parts.scheme}://{parts.netloc}/{path}")
    return None


def file_of(record_id: str) -> str:
    """Return the path in the repository of a record's file.

    >>> file_of("claims/x")
    'kb/claims/x.yaml'
    """
    return f"{FOLDER}/{record_id}.yaml"


def _query(**fields: str) -> str:
    # %20 and not “+”: not every forge takes a plus for a space.
    return urlencode(fields, quote_via=quote, safe="")
