"""Tell how passages changed, and what is judged to have become of caveats in them."""

from __future__ import annotations

from collections.abc import Iterator

from app.history.change import Change
from app.history.fields import Teller, labels, local, reworded
from app.history.labels import label
from app.history.sentence import (
    Name,
    Quote,
    Said,
    Sentence,
    joined,
    shortened,
)
from app.history.side import Data, Side, all_links
from app.records.shape import Shape

_JUDGEMENT = frozenset({"fate", "judged_by", "judged"})
_NOTHING: frozenset[str] = frozenset()


def passage_changes(
    tell: Teller, about: str, shape: Shape, old: Data | None, new: Data | None
) -> Iterator[Change]:
    """Tell a passage that is new or gone with its words, a changed one by its keys."""
    if old is not None and new is not None:
        yield from tell.fields(about, shape, old, new, _NOTHING)
        return
    side, data = (tell.after, new) if new is not None else (tell.before, old or {})
    data = data or {}
    verb = "is new: " if new is not None else "is gone: "
    named = ("The passage ", local(about), *_how(side, data))
    sentence: Sentence = (*named, verb, Quote(data["text"]), ".")
    restated = data.get("restates", [])
    if restated:
        told = joined(side.mention(link) for link in restated)
        verb = " It restates " if new is not None else " It restated "
        sentence = (*sentence, verb, *told, ".")
    if new is not None:
        sentence = (*sentence, *_not_judged(side, data))
    links = all_links(restated)
    yield Change(about, "passage", sentence, _brief(old), _brief(new), links)
    for key in ("numbers", "says", "treatments"):
        entries = shape.properties[key].entries
        if entries is not None and new is not None:
            yield from tell.parts(about, key, entries, {}, new.get(key, {}))


def _how(side: Side, data: Data) -> Sentence:
    """Say where the words stand, whose they are, and how much around them was read."""
    whose = label(data["voice"])
    speaker: Sentence = ()
    if "speaker" in data:
        speaker = (" of ", Said(side.title(data["speaker"])))
    seen = data["seen"]
    end = ", to the end of the passage" if seen.get("closed") else ""
    # Of a version nobody relied on how its words were read, so that is not in it.
    read = f", {label(seen['read'])}{end}" if "read" in seen else ""
    return (f" ({label(data['part'])}, {whose}", *speaker, f"{read}) ")


def _not_judged(side: Side, data: Data) -> Sentence:
    """Name the caveats on what is restated of which nobody judged what became."""
    judged = data.get("treatments", {})
    due = {one for link in data.get("restates", ()) for one in side.caveats_on(link)}
    left = sorted(due - judged.keys())
    if not left:
        return ()
    return (" Not judged yet: ", *joined((Quote(side.title(one)),) for one in left), ".")


def _brief(data: Data | None) -> Data | None:
    if data is None:
        return None
    return {key: data[key] for key in ("text", "restates", "over") if key in data}


def treatment_changes(
    tell: Teller, about: str, shape: Shape, old: Data | None, new: Data | None
) -> Iterator[Change]:
    """Tell a judgement before and after, with judge, day and the reason for the new one."""
    caveat = _caveat(tell, about)
    where = Name(about.partition("#")[2].rpartition(".")[0])
    opening: Sentence = ("In ", where, " the caveat ", *caveat)
    was, now = _judgement(old), _judgement(new)
    if was != now:
        if old is None:
            said: Sentence = (" is judged ", *_told(tell.after, new), *_because(new))
        elif new is None:
            said = (" is no longer judged; it was ", *_told(tell.before, old), ".")
        else:
            before, after = _told(tell.before, old), _told(tell.after, new)
            still = "is still judged" if old["fate"] == new["fate"] else "is now"
            said = (" was judged ", *before, f"; it {still} ", *after, *_because(new))
        yield Change(about, "fate", (*opening, *said), was, now)
    elif old is not None and new is not None and old["reason"] != new["reason"]:
        said = (" is judged as before; the reason", *reworded(old["reason"], new["reason"]))
        reasons = old["reason"], new["reason"]
        yield Change(about, "reason", (*opening, *said), *reasons)
    seconds = [(data or {}).get("also_judged", {}) for data in (old, new)]
    below = shape.properties.get("also_judged")
    if below is not None and below.entries is not None:
        yield from tell.parts(about, "also_judged", below.entries, *seconds)


def second_changes(
    tell: Teller, about: str, _shape: Shape, old: Data | None, new: Data | None
) -> Iterator[Change]:
    """Tell the judgement of a second editor."""
    first = about.partition("#")[2].rpartition(".")[0]
    opening: Sentence = ("Beside ", Name(first), " a second judgement")
    was, now = _judgement(old), _judgement(new)
    if old is None:
        said: Sentence = (" is given: ", *_told(tell.after, new), *_because(new))
    elif new is None:
        said = (" is gone: ", *_told(tell.before, old), ".")
    else:
        before, after = _told(tell.before, old), _told(tell.after, new)
        said = (" was ", *before, " and is now ", *after, *_because(new))
    yield Change(about, "fate", (*opening, *said), was, now)


def _caveat(tell: Teller, about: str) -> Sentence:
    caveat = f"caveats/{about.rpartition('.')[2]}"
    side = tell.after if caveat in tell.after.meanings else tell.before
    return (Quote(side.title(caveat)),)


def _judgement(data: Data | None) -> Data | None:
    if data is None:
        return None
    return {key: data[key] for key in sorted(_JUDGEMENT) if key in data}


def _told(side: Side, data: Data | None) -> Sentence:
    """Say fates, judge and day."""
    data = data or {}
    who = [side.who(data["judged_by"])] if "judged_by" in data else []
    when = [f"{', ' if who else ''}{data['judged']}"] if "judged" in data else []
    brackets: Sentence = (" (", *who, *when, ")") if who or when else ()
    return (*labels(data.get("fate", [])), *brackets)


def _because(data: Data | None) -> Sentence:
    return (": ", Quote(shortened((data or {}).get("reason", ""))), ".")
