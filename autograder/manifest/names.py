"""Finding what somebody meant by a name."""
from difflib import get_close_matches

from .errors import CourseError


def nearest(name: str, known: list[str]) -> str:
    """The end of a sentence about an unknown name: the nearest known one, or all of them."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"the known ones are {listed(known)}." if known else "there is none."


def listed(names: list[str]) -> str:
    """The names as English: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def one_lesson(text: str, ids: list[str]) -> str:
    """The id meant by an id, its number, or the beginning of its id or name. Raises CourseError if none or several fit."""
    wanted = text.strip().rstrip("/").lower()
    number = wanted.zfill(2) if wanted.isdigit() else None
    whole = [id for id in ids if wanted in (id, id[3:]) or id[:2] == number]
    found = whole or [id for id in ids if wanted and (id.startswith(wanted) or id[3:].startswith(wanted))]
    if len(found) == 1:
        return found[0]
    if found:
        raise CourseError(f'"{text}" could be {listed(found)}; write more of the name.')
    names = {id: id for id in ids} | {id[3:]: id for id in ids}
    close = get_close_matches(wanted, names, n=1, cutoff=0.5)
    remedy = f"did you mean {names[close[0]]}?" if close else f"the lessons are {listed(ids)}."
    raise CourseError(f'There is no lesson "{text}"; {remedy}')
