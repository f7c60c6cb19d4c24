"""medications.txt: own list plus single-word generic names carried by DrugBank's open vocabulary (CC0)."""
import bz2
import io
import pickle
import re

from common import normalise, own_terms, write_list

# Endings of international non-proprietary names: they keep experimental chemicals and enzymes out.
STEMS = re.compile(
    r"(afil|alol|olol|anib|tinib|ciclib|parib|rafenib|metinib|mab|cept|azepam|azolam|zolam|azole|conazole|prazole|"
    r"barbital|barbitone|bactam|caine|cef\w+|cycline|micin|mycin|oxacin|floxacin|dipine|dronate|dronic acid|drine|"
    r"fibrate|gliptin|gliflozin|glitazone|gliclazide|glinide|grel|grelor|gatran|xaban|iazide|thiazide|cillin|penem|"
    r"pril|prilat|sartan|statin|setron|triptan|gepant|tidine|olone|sone|asone|onide|terol|tropium|tyline|ipramine|"
    r"oxetine|pramine|apine|peridone|piprazole|azine|vir|buvir|asvir|previr|navir|tegravir|vudine|citabine|platin|"
    r"rubicin|taxel|tecan|poside|bicin|limus|imod|fenac|profen|coxib|oxicam|orphan|orphine|codone|adol|fentanil|"
    r"nidazole|quine|oquine|mustine|fosfamide|trexate|parin|plase|poetin|glutide|tide|relin|relix|sidone|stigmine|"
    r"curium|curonium|flurane|semide|renone|vaptan|zosin|lukast|phylline|steride|estrant|oxifene|trozole|gestrel|"
    r"gestrone|estradiol|sterone|degib|lisib|toclax|zomib|vastin|racetam|gabalin|bamate|thosuximide|toin|lamide|"
    r"zolamide|prost|oprost|kiren|entan|ciguat|fungin|bendazole|antel|ectin|dapsone|floxin|nacin|verine|"
    r"kinra|leukin|ferase|lipase|sodium|trelvir|nercept|zumab|ximab|umab|omab)$")


# Doses as prescriptions write them: a unit, and how often. The number before the unit is left out: the scanner looks at what
# stands behind it, in "40mg od" as in "40 mg od".
UNITS = "mg mcg microgram micrograms g ml mls units iu mmol".split()
FORMS = "tablet tablets tab tabs capsule capsules cap caps puff puffs drop drops sachet sachets spoonful spoonfuls".split()
OFTEN = ("od bd tds qds tid bid qid nocte mane prn stat hourly|once daily|twice daily|three times daily|four times daily|"
         "once a day|twice a day|three times a day|four times a day|as required|as needed|every morning|every night|"
         "at night|weekly|once weekly|po od|po bd|po tds|po qds|po prn|sc od|sc bd|iv bd|iv tds|iv qds|iv stat|im stat")
OFTEN = OFTEN.split("|")[0].split() + OFTEN.split("|")[1:]


def directions():
    """`mg od`, `units twice daily`, `puffs prn`."""
    heads = UNITS + FORMS
    # What others measure and do daily too.
    everyday = {"weekly", "hourly", "at night", "every night", "every morning", "as needed", "once a day", "stat"}
    loose = {"g", "ml", "mls", "units", *FORMS}
    return {f"{head} {often}" for head in heads for often in OFTEN
            if not (often in everyday and head in loose)}


class PlainUnpickler(pickle.Unpickler):
    """The package's data is plain dictionaries, lists and strings; anything else is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"unexpected object {module}.{name}")


def build(package, common):
    path = package / "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"
    data = PlainUnpickler(io.BytesIO(bz2.decompress(path.read_bytes()))).load()
    out = set()
    for name, entry in data["drug_canonical_to_data"].items():
        # Only entries with a DrugBank id: the name is in DrugBank's CC0 vocabulary. Nothing known from Wikipedia,
        # MeSH or PubChem alone is used, and no synonyms (their origin is not recorded).
        if "drugbank_id" not in entry:
            continue
        word = normalise(name)
        if word.isalpha() and word.isascii() and 5 <= len(word) <= 22 and STEMS.search(word):
            out.add(word)
    ambiguous = own_terms("clinical_ambiguous")
    keep = own_terms("medications")
    out = {w for w in out if w not in common.all} | keep
    write_list("medications", out - ambiguous - own_terms("medications_remove"))
    write_list("medication_directions", directions())
