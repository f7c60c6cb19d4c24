"""Shared rules: how a term is written, and how own files are read and lists are written."""
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent.parent / "detectors" / "lexicons"


def normalise(text: str) -> str:
    """Lower case, NFC, typographic apostrophes straightened, hyphens and dashes to spaces, single spaces."""
    text = unicodedata.normalize("NFC", text).lower()
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")
    text = re.sub(r"[-\u2010-\u2015]", " ", text)
    return " ".join(text.split())


def variants(term: str) -> set[str]:
    """The term, and the term without its apostrophes (`crohn's` -> `crohns`)."""
    out = {term}
    if "'" in term:
        out.add(" ".join(term.replace("'", "").split()))
    return out


def raw_lines(name: str) -> list[str]:
    lines = (HERE / "own" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def own_terms(name: str) -> set[str]:
    """Terms of scripts/lexicons/own/NAME.txt: separated by commas or line ends; `#` starts a comment line."""
    out: set[str] = set()
    for line in raw_lines(name):
        for part in line.split(","):
            term = normalise(part)
            if term:
                out |= variants(term)
    return out


def write_list(name: str, terms: set[str]) -> None:
    lines = sorted(t for t in terms if t)
    (OUT / f"{name}.txt").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{name}.txt {len(lines)}")
