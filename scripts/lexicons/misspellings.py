"""misspelling_exceptions.txt: words of English, names and places that are one edit from a clinical term or a medicine and
are no misspelling of it (`prostrate`, `proverb`)."""
from common import OUT, normalise, own_terms, write_list

MINIMUM = 7
KINDS = ("english", "british", "american", "british_variant_1", "british_variant_2", "variant_1", "variant_2",
         "british_z")
SIZES = ("10", "20", "35", "40", "50", "55", "60", "70")


def scowl_words(package):
    out = set()
    for kind in KINDS:
        for category in ("words", "upper", "proper-names", "contractions"):
            for size in SIZES:
                path = package / "usr/share/dict/scowl" / f"{kind}-{category}.{size}"
                if path.exists():
                    out |= {normalise(w) for w in path.read_bytes().decode("latin-1").splitlines()}
    return {w for w in out if w.isascii() and w.isalpha() and len(w) >= MINIMUM - 1}


def forms(word):
    """The word, and it with each one letter left out."""
    return {word} | {word[:i] + word[i + 1:] for i in range(len(word))}


def words_of(name):
    return {w for line in (OUT / f"{name}.txt").read_text(encoding="utf-8").splitlines() for w in line.split()
            if w.isascii() and w.isalpha()}


def build(scowl):
    terms = {t for name in ("clinical_terms", "restricted_health", "medications")
             for t in (OUT / f"{name}.txt").read_text(encoding="utf-8").splitlines()
             if t.isascii() and t.isalpha() and len(t) >= MINIMUM}
    index = {}
    for term in terms:
        for form in forms(term):
            index.setdefault(form, set()).add(term)
    # Those of the other lists are known to the classifier anyhow.
    known = words_of("common_words") | words_of("given_names") | words_of("surnames")
    out = set()
    for word in scowl_words(scowl) | words_of("uk_towns") | words_of("countries") | own_terms("misspelling_exceptions"):
        if word in terms or word in known:
            continue
        near = {t for form in forms(word) for t in index.get(form, ())}
        # Singular and plural are the same word.
        if near and not any(t.rstrip("s") == word.rstrip("s") for t in near):
            out.add(word)
    write_list("misspelling_exceptions", out)
