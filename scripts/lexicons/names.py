"""given_names.txt, surnames.txt and name_words_against.txt from Faker's Latin-script locales, the 1990 US census lists
(as carried by the `names` package) and own files."""
import importlib
import sys
import unicodedata

from common import normalise, own_terms, variants, write_list

LOCALES = (
    "en en_GB en_IE en_IN en_KE en_NG en_NZ en_PK en_TH en_US ga_IE ha_NG ig_NG yo_NG tw_GH zu_ZA sw az_AZ cs_CZ da_DK "
    "de_DE es_ES et_EE fi_FI fr_FR fr_DZ hr_HR hu_HU it_IT lt_LT lv_LV nl_NL no_NO pl_PL pt_PT pt_BR ro_RO sk_SK sl_SI "
    "sv_SE tr_TR vi_VN zh_CN zh_TW ja_JP id_ID"
).split()
SURNAMES_FROM_CENSUS = 7000


def fold(name):
    """ASCII form of a name with diacritics (`łukasz` -> `lukasz`, `siân` -> `sian`)."""
    name = name.translate(str.maketrans("łøđıßæœðþ", "lodisaodt"))
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def clean(raw):
    name = normalise(raw)
    if not name or len(name) < 2 or len(name) > 30 or len(name.split()) > 3:
        return set()
    letters = name.replace("'", "").replace(" ", "")
    if not letters.isalpha() or not all("LATIN" in unicodedata.name(c, "") for c in letters):
        return set()
    if any(len(w) < 2 for w in name.replace("'", " x").split()) and " " in name:
        return set()
    return {v for form in (name, fold(name)) for v in variants(form)}


def faker_names(package):
    sys.path.insert(0, str(package))
    given, family = set(), set()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            if "name" not in attribute or "format" in attribute or "pairs" in attribute or "kana" in attribute:
                continue
            values = getattr(provider, attribute)
            if not isinstance(values, (tuple, list, dict, set)):
                continue
            first = attribute.startswith("first")
            if first or attribute.startswith(("last", "unisex_last", "male_last", "female_last")):
                for value in values:
                    if isinstance(value, str):
                        (given if first else family).update(clean(value))
    return given, family


def census(path, limit):
    lines = path.read_text(encoding="ascii").splitlines()[:limit]
    return {normalise(line.split()[0]) for line in lines if line.strip()}


def build(faker, census_package, common):
    given, family = faker_names(faker)
    data = census_package / "names"
    given |= census(data / "dist.female.first", 3000) | census(data / "dist.male.first", 1219)
    family |= census(data / "dist.all.last", SURNAMES_FROM_CENSUS)
    own_given, own_family = own_terms("given_names"), own_terms("surnames")
    for name in set(own_given):
        own_given |= variants(fold(name))
    for name in set(own_family):
        own_family |= variants(fold(name))
    # Two- and three-letter words of everyday English are names in some language, but say nothing in English text.
    noise = {w for w in common.ten if len(w) <= 3}
    given = (given - noise | own_given) - own_terms("given_names_remove")
    family = (family - noise | own_family) - own_terms("surnames_remove")
    against = (own_terms("name_words_against") | (given | family) & common.all) - own_terms("name_words_strong")
    write_list("given_names", given)
    write_list("surnames", family)
    write_list("name_words_against", against)
