"""common_words.txt from SCOWL (Debian package scowl), size classes 10 and 20, plus British spellings."""
from common import normalise, own_terms, write_list


def size_class(package, size):
    out = set()
    for kind in ("english", "british", "british_variant_1"):
        path = package / "usr/share/dict/scowl" / f"{kind}-words.{size}"
        if path.exists():
            text = path.read_bytes().decode("latin-1")
            out |= {normalise(w) for w in text.splitlines() if "'" not in w}
    return {w for w in out if w.isalpha() and (len(w) > 1 or w in "ai")}


class Common:
    """Ordinary English words: `most` (about 12,000) and the wider `all` (about 45,000)."""

    def __init__(self, package):
        self.ten = size_class(package, "10")
        self.most = self.ten | size_class(package, "20")
        self.all = self.most | size_class(package, "35")


def build(package):
    common = Common(package)
    write_list("common_words", common.most - own_terms("common_words_remove"))
    return common
