"""clinical_terms.txt, clinical_ambiguous.txt and icd10_codes.txt from ICD-10-CM, the Disease Ontology and own files."""
import io
import pickle
import re
import xml.etree.ElementTree as ET

from common import OUT, normalise, own_terms, variants, write_list

# American to British spelling. Applied to whole terms; the British form replaces the American one, which is kept too
# for terms of up to three words.
BRITISH = [(re.compile(a), b) for a, b in [
    (r"\banem", "anaem"), (r"anemia", "anaemia"), (r"emia\b", "aemia"), (r"emic\b", "aemic"), (r"emias\b", "aemias"),
    (r"aaemi", "aemi"), (r"acadaemic", "academic"), (r"endaemic", "endemic"), (r"epidaemic", "epidemic"),
    (r"systaemic", "systemic"), (r"polaemic", "polemic"), (r"pandaemic", "pandemic"), (r"\bhemi", "h\0emi"),
    (r"\bhem(?=[ao])", "haem"), (r"\bhemorrh", "haemorrh"), (r"(?<=\w)hemorrh", "haemorrh"), ("h\0emi", "hemi"),
    (r"hemat", "haemat"), (r"hemo(?=g|p|l|s|d|c|t)", "haemo"), (r"edema", "oedema"), (r"ooedema", "oedema"),
    (r"esophag", "oesophag"), (r"ooesoph", "oesoph"), (r"\bestrogen", "oestrogen"), (r"\bestro", "oestro"),
    (r"pediatric", "paediatric"), (r"orthopedic", "orthopaedic"), (r"diarrhea", "diarrhoea"),
    (r"orrhea\b", "orrhoea"), (r"gonorrhea", "gonorrhoea"), (r"seborrhea", "seborrhoea"), (r"tumor", "tumour"),
    (r"leuk(?=aem|em)", "leuk"), (r"leukocyt", "leucocyt"), (r"fetal\b", "fetal"), (r"celiac", "coeliac"),
    (r"cecum", "caecum"), (r"cecal", "caecal"), (r"gynecolog", "gynaecolog"), (r"gynecomast", "gynaecomast"),
    (r"anesthe", "anaesthe"), (r"paresthes", "paraesthes"), (r"esthesia", "aesthesia"), (r"aaesth", "aesth"),
    (r"ischem", "ischaem"), (r"cesarean", "caesarean"), (r"\bcolor\b", "colour"), (r"behavior", "behaviour"),
    (r"fiber\b", "fibre"), (r"center\b", "centre"), (r"liter\b", "litre"), (r"\bpyemi", "pyaemi"),
    (r"ized\b", "ised"), (r"izing\b", "ising"), (r"ization\b", "isation"), (r"labor\b", "labour"),
    (r"hypoglycem", "hypoglycaem"), (r"glycem", "glycaem"), (r"uremi", "uraemi"), (r"lipidemi", "lipidaemi"),
    (r"bacteremi", "bacteraemi"), (r"septicemi", "septicaemi"), (r"viremi", "viraemi"), (r"etiolog", "aetiolog"),
    (r"aaetiolog", "aetiolog"), (r"feces", "faeces"), (r"fecal", "faecal"), (r"\bpeno", "peno"),
    (r"sulfur", "sulphur"), (r"distension", "distension"), (r"dyspnea", "dyspnoea"), (r"apnea", "apnoea"),
    (r"hypopnea", "hypopnoea"), (r"amenorrhoea", "amenorrhoea"), (r"menorrhagia", "menorrhagia"),
    (r"cyanemi", "cyanaemi"), (r"thalassemi", "thalassaemi"), (r"leukemi", "leukaemi"), (r"lymphedema", "lymphoedema"),
    (r"neoplasm", "neoplasm"), (r"homeo", "homoeo"), (r"ameb", "amoeb"), (r"mold\b", "mould"), (r"toxemi", "toxaemi"),
    (r"hyponatremi", "hyponatraemi"), (r"natremi", "natraemi"), (r"kalemi", "kalaemi"), (r"calcemi", "calcaemi"),
    (r"erythaem(?=at|a)", "erythem"), (r"volemi", "volaemi"), (r"oxemi", "oxaemi"), (r"maneuver", "manoeuvre"), (r"dyslexia", "dyslexia"),
]]

SIDES = r"(?:right|left|bilateral|unilateral|unspecified)"
DROP = [re.compile(p) for p in [
    r"\[[^\]]*\]", r"\([^)]*\)", r",? not elsewhere classified", r",? not otherwise specified", r"\bnos\b", r"\bnec\b",
    r",? (?:initial|subsequent) encounter.*", r",? sequela\b.*", r",? without (?:mention of )?.*",
    r",? so described", r",? (?:type )?unspecified(?: as to .*)?$", r",? unspecified (?:type|severity|site|stage)",
    rf",? {SIDES} (?:ear|eye|side|limb|foot|leg|arm|hand|upper limb|lower limb|lung|lower leg|ankle|breast|kidney)$",
    r"unspecified (?:part|site|portion|body region) of ", r"\bunspecified\b", r"^other specified ", r"^other and ",
    r"^other ", r"\b(?:right|left|bilateral|unilateral)\b", r"\bspecified\b", r"\b(?:non ?displaced|displaced) ",
    r"^(?:encounter for|presence of|status post) ", r", (?:single|recurrent) episode.*", r"\bnon\b(?= st elevation)",
]]
HEADS_OF = (
    "fracture disorder disease injury infection stenosis malformation atresia dislocation sprain laceration contusion "
    "ulcer cyst inflammation obstruction perforation abscess carcinoma tumour cancer haemorrhage rupture prolapse "
    "deformity neoplasm burn strain degeneration hernia polyp stricture swelling dysfunction amputation necrosis "
    "melanoma thrombosis embolism aneurysm occlusion osteoarthritis calculus hypertrophy atrophy replacement"
).split()
CLINICAL_WORDS = set(HEADS_OF) | set((
    "syndrome disease diseases disorder disorders cancer tumour tumours fracture fractures infection infections surgery "
    "surgical patient clinic diagnosis diagnosed symptoms chronic acute fever failure deficiency allergy allergic pregnancy "
    "abortion birth injury injuries mental drug alcohol overdose addiction dependence transplant transplantation virus viral "
    "bacterial congenital hereditary poisoning toxic blindness deafness disability paralysis palsy attack bleeding diabetes "
    "diabetic blood kidney liver lung heart brain bowel bladder breast skin bone joint muscle nerve eye spinal spine "
    "arthritis asthma anxiety depression depressive psychotic paranoid").split())
BAD = re.compile(
    r"\b(other|others|unspecified|specified|elsewhere|classified|and or|any|certain|initial|subsequent|sequela|trimester|"
    r"encounter|fetus \d|code|nos|nec|unknown|mentioned|use of|external|kidney donor|passenger|driver|collision|"
    r"military|spacecraft|aircraft|watercraft|occupant|pedestrian|bitten|struck|underdosing|assault|intentional|undetermined|"
    r"adverse|obsolete|animal|cattle|bovine|avian|mouse|classification|personnel|examination|screening|"
    r"counseling|problem related|problems related|organism|organisms|procedure|procedures|person|persons|level)\b")
ANCHOR = re.compile(
    r"(itis|osis|oses|aemia|aemic|oma|omas|pathy|ectomy|otomy|ostomy|plegia|paresis|algia|uria|rrhoea|rrhage|trophy|plasia|"
    r"phobia|mania|lepsy|cele|ectasis|ptysis|penia|rexia|scopy|plasty|lysis|sclerosis|megaly)$|"
    r"^(abscess|neuros|psych|mening|sepsis|septic|syphil|gonorr|herpe|tubercul|thrombo|thrombosis|embol|aneurysm|stenosis|"
    r"fistula|calcul|cirrhosis|epilep|schizo|asthma|arthrit|amput|dislocat|hernia|prolapse|gangren|insulin|dementia|"
    r"neoplas|malignan|metasta|carcin|cancer|tumou?r|leuk|lymph|palsy|paraly|renal|hepat|gastr|cardiac|coronary|cerebral|"
    r"pulmon|thyroid|uter|ovar|cervi|vagin|prostat|testic|rect|intestin|bronch|pneumon|trache|oesoph|esoph|retina|"
    r"cornea|conjunctiv|ulcer|cyst|polyp|haemorr|hemorr|atroph|necro|eczema|dermat|psoria|alcohol|opio|cocaine|heroin|"
    r"abort|miscarr|stillb|malform|deform|congenit|inherit|epidural|graft|transplant|lacerat|contus|sprain|concuss|"
    r"malaria|typhus|typhoid|cholera|diphther|tetanus|measles|rubella|mumps|influenza|hiv|aids|sickle|anxiety|depress|"
    r"autis|dyslex|hyperact|incontinen|catheter|dialysis|chemother|radiother|overdose|suicid)")
FILLER = {"of", "the", "and", "with", "due", "to", "in", "by", "for", "on", "from", "at", "without", "or", "as", "a"}
KEEP_NUMBERED = re.compile(r"\b(type [12]|stage [1-5]|grade [1-4]|trisomy \d+|(?:covid|monosomy) \d+|b12|[it]?gm1|hpv)\b")


def british(text):
    for pattern, replacement in BRITISH:
        text = pattern.sub(replacement, text)
    return text


def simplify(text):
    """A classification's wording, reduced to what a letter or problem list would say. Empty if nothing is left."""
    text = normalise(text)
    text = re.sub(r"[\"“”?]", "", text)
    for pattern in DROP:
        text = pattern.sub(" ", text)
    text = re.sub(r"\s+,", ",", " ".join(text.split()))
    text = text.strip(" ,;:.")
    text = re.sub(r"\b(?:of|with|due to|in|and|or|for|by|to|the|from)$", "", text).strip(" ,")
    text = re.sub(r"^(?:and|or|of|with) ", "", text)
    # "burn of unspecified degree of chin" and "burn of second degree of chin" are both written "burn of chin".
    text = re.sub(r"\b(burn|corrosion) of (?:(?:first|second|third) )?degree (?:of )?", r"\1 of ", text)
    text = re.sub(r"^forms of ", "", text)
    for plural in ("diseases", "disorders", "injuries", "infections", "fractures", "neoplasms", "malformations"):
        text = re.sub(rf"\b{plural} of\b", plural.replace("ies", "y").removesuffix("s") + " of", text)
    return " ".join(text.split())


def forms(text):
    """All terms one wording gives: British spelling, shorter heads, turned `X of Y` forms."""
    text = simplify(text)
    if not text or BAD.search(text):
        head = re.split(r",| with | due to | associated with | in diseases ", text)[0].strip()
        if not head or head == text or BAD.search(head) or len(head.split()) < 2:
            return set()
        text = head
    out = set()
    parts = [p.strip() for p in text.split(",")]
    if len(parts) == 2 and len(parts[1].split()) == 1:
        out.add(f"{parts[1]} {parts[0]}")
    text = parts[0]
    out.add(text)
    head = re.split(r" with | due to | following | associated with | complicating | caused by ", text)[0].strip()
    if head != text and (len(head.split()) > 1):
        out.add(head)
    for term in list(out):
        match = re.fullmatch(r"malignant (?:primary )?neoplasm of (?:the )?(.+)", term)
        if match:
            place = match.group(1)
            out |= {f"cancer of {place}", f"cancer of the {place}", f"carcinoma of {place}"}
            if len(place.split()) <= 3 and not set(place.split()) & FILLER:
                out |= {f"{place} cancer", f"{place} carcinoma"}
        match = re.fullmatch(r"([a-z ]*?)\b(" + "|".join(HEADS_OF) + r") of (?:the )?(.+)", term)
        if match:
            before, kind, place = match.group(1).strip(), match.group(2), match.group(3)
            if before.split() and before.split()[-1] in FILLER | {"degree"}:
                continue
            if " of " in f" {before} ":
                continue
            if len(place.split()) <= 4 and not (set(place.split()) - {"of"}) & FILLER:
                turned = " of ".join(p for p in place.split(" of "))
                if " of " not in turned:
                    out.add(f"{before} {turned} {kind}".strip())
                    out.add(f"{turned} {kind}")
                else:
                    first, second = turned.split(" of ", 1)
                    out.add(f"{first} of {second} {kind}")
                    out.add(f"{kind} of {first} of {second}")
        out.add(re.sub(r"\bdiabetes mellitus\b", "diabetes", term))
        out.add(re.sub(r"^(?:open|closed) (fracture|wound)", r"\1", term))
    final = set()
    for term in out:
        uk = british(term)
        final.add(uk)
        if len(term.split()) <= 3:
            final.add(term)
    return {v for t in final for v in variants(t)}


def acceptable(term, common):
    words = term.split()
    if any(a == b for a, b in zip(words, words[1:])) or words[-1] in ("not", "status"):
        return False
    if not 1 <= len(words) <= 6 or len(term) > 56 or len(term) < 5:
        return False
    if not re.fullmatch(r"[\w' ]+", term) or BAD.search(term) or words[-1] in FILLER or words[0] in FILLER:
        return False
    if re.search(r"\d", term) and not KEEP_NUMBERED.search(term):
        return False
    if re.search(r"\b\w{1,2}$", term) and not KEEP_NUMBERED.search(term) and words[-1] not in ("ii", "iv"):
        return False
    if len(words) == 1:
        return term not in common.all and len(term) >= 6
    content = [w for w in words if w not in FILLER]
    if not content or all(w in common.most and w not in CLINICAL_WORDS for w in content):
        return False
    # All-ordinary wording needs two clinical words, or one at the end: "heart disease" yes, "heart line" no.
    if all(w in common.most for w in content):
        return content[-1] in CLINICAL_WORDS and len(content) >= 2
    if len(content) == 1 and content[0] in common.all:
        return False
    # Words of general English only, with nothing that sounds clinical: "continuous leakage", "misshapen ear".
    if all(w in common.all for w in content) and not any(w in CLINICAL_WORDS or ANCHOR.search(w) for w in content):
        return False
    return True


class PlainUnpickler(pickle.Unpickler):
    """The package's data is plain dictionaries and strings; anything else is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"unexpected object {module}.{name}")


def icd_wordings(package):
    """(code, wording) of ICD-10-CM's descriptions and inclusion terms; external causes and factors are left out."""
    tree = ET.parse(package / "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml")
    codes = set()
    wordings = []
    for diag in tree.iter("diag"):
        code = diag.findtext("name", "")
        if re.fullmatch(r"[A-Z]\d[0-9A-Z]", code):
            codes.add(code)
        if code[:1] in "VWXYZU":
            continue
        wordings.append((code, diag.findtext("desc", "")))
        for note in diag.findall("inclusionTerm/note"):
            wordings.append((code, note.text or ""))
    return codes, wordings


def build(icd, ontology, common):
    codes, wordings = icd_wordings(icd)
    (OUT / "icd10_codes.txt").write_text("".join(c + "\n" for c in sorted(codes | {"U07"})), encoding="ascii")
    print(f"icd10_codes.txt {len(codes)}")
    path = ontology / "disease_ontology/data/DO.pkl"
    data = PlainUnpickler(io.BytesIO(path.read_bytes())).load()
    texts = {text for _, text in wordings}
    texts |= {re.sub(r" (?:type )?(?:\d+[a-z]*|[ivx]+[a-z]?)$", "", t) for t in data["terms"] if "obsolete" not in t}
    texts |= {t for t in data["terms"] if t in ("type 1 diabetes mellitus", "type 2 diabetes mellitus")}
    terms = {t for text in texts for t in forms(text) if acceptable(t, common)}
    ambiguous = own_terms("clinical_ambiguous")
    everyday = own_terms("clinical_everyday")
    terms |= own_terms("clinical_terms")
    for bone in own_terms("bones"):
        for side in ("", "left ", "right "):
            terms |= {f"fracture of {side}{bone}", f"{side}{bone} fracture", f"fractured {side}{bone}"}
    for joint in own_terms("joints"):
        for side in ("left ", "right "):
            terms |= {f"osteoarthritis of {side}{joint}", f"{side}{joint} osteoarthritis", f"{side}{joint} pain",
                      f"{side}{joint} replacement", f"pain in {side}{joint}", f"{side}{joint} injury"}
    for allergen in own_terms("allergens"):
        terms |= {f"{allergen} allergy", f"allergy to {allergen}", f"allergic to {allergen}"}
    for substance in own_terms("intolerances"):
        terms |= {f"{substance} intolerance", f"intolerance to {substance}", f"intolerant of {substance}"}
    for part in own_terms("body_parts"):
        terms |= {f"{part} surgery", f"{part} operation", f"swollen {part}", f"painful {part}", f"injury to {part}",
                  f"swelling of {part}", f"pain in {part}", f"pain in the {part}", f"injured {part}", f"{part} injury",
                  f"lump in {part}", f"lump on {part}", f"numbness in {part}", f"weakness in {part}"}
    terms -= own_terms("clinical_remove") | everyday
    # What a list says to be ambiguous stays so, whatever a classification calls it.
    write_list("clinical_terms", terms - ambiguous)
    write_list("clinical_everyday", everyday)
    write_list("clinical_ambiguous", ambiguous - everyday)
