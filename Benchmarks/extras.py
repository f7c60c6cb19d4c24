#!/usr/bin/env python3
"""extras.py detectors COUNT DIR: so many detector files, as an organisation might add: patterns, some with a check, and terms.
extras.py snomed COUNT DIR: a made-up release of SNOMED CT (RF2, snapshot) with so many descriptions.

The same every time. Python 3 standard library only.
"""
import json
import pathlib
import random
import string
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def lexicon(name):
    lines = (ROOT / "detectors/lexicons" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def digits(r, count):
    return "".join(r.choice(string.digits) for _ in range(count))


def with_luhn(number):
    """The number and its check digit (ISO/IEC 7812-1, annex B)."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return number + str(-total % 10)


def detector(r, index, words):
    """One file: three in ten a reference with letters in front, two with a choice of them, one with a check digit, four words."""
    identifier = f"own_{index:04d}"
    head = "".join(r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(r.randrange(2, 5)))
    length = r.randrange(4, 10)
    result = {"id": identifier, "name": f"Own {index}", "category": "online_identifier", "prior": 0.02, "p0": 0.001}
    names = [r.choice(words), r.choice(words)]
    turn = index % 10
    if turn < 3:
        separator = r.choice(["", "-", "/", " "])
        result["patterns"] = [f"{head}{separator and '[' + separator + ']?'}[0-9]{{{length}}}"]
        right, wrong = head + separator + digits(r, length), head + separator + digits(r, length + 1)
    elif turn < 5:
        other = "".join(reversed(head)) + "Q"
        result["patterns"] = [f"({head}|{other})-[0-9]{{2}}-[A-Z]{{1,3}}[0-9]{{{length},12}}"]
        right, wrong = f"{other}-{digits(r, 2)}-AB{digits(r, length)}", f"{other}-{digits(r, 1)}-AB{digits(r, length)}"
    elif turn < 6:
        first = digits(r, 2)
        result["patterns"], result["check"] = [f"{first}[0-9]{{2}}-[0-9]{{{length}}}"], "luhn"
        number = with_luhn(first + digits(r, length + 1))
        right = f"{number[:4]}-{number[4:]}"
        wrong = f"{number[:4]}-{number[4:-1]}{(int(number[-1]) + 1) % 10}"
    else:
        result["terms"] = sorted({" ".join(r.choice(words) for _ in range(r.choice([2, 2, 3]))) for _ in range(20)})
        right, wrong = f"The {result['terms'][0]} was seen.", f"The {result['terms'][0].split(' ')[0]} was seen."
    result["field_names"] = {"strong": [f"own {index}"], "weak": [names[0]], "against": [names[1]]}
    result["context"] = [f"{names[0]} {names[1]}"]
    result["examples"] = {"match": [right], "no_match": [wrong]}
    result["sources"] = ["Made up, for measuring"]
    return result


VERHOEFF_D = [[0] * 10 for _ in range(10)]
for a in range(10):
    for b in range(10):
        # The dihedral group of order ten.
        VERHOEFF_D[a][b] = (a + b) % 5 if a < 5 and b < 5 else (a + b - 5) % 5 + 5 if a < 5 else (a - b) % 5 + 5 if b < 5 else (a - b) % 5
VERHOEFF_P = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
for _ in range(6):
    VERHOEFF_P.append([VERHOEFF_P[-1][VERHOEFF_P[1][i]] for i in range(10)])


def sctid(item, partition):
    """An identifier of SNOMED CT: item, two digits for what it identifies, and Verhoeff's check digit."""
    text = f"{item}{partition}"
    check = 0
    for index, digit in enumerate(reversed(text)):
        check = VERHOEFF_D[check][VERHOEFF_P[(index + 1) % 8][int(digit)]]
    inverse = next(digit for digit in range(10) if VERHOEFF_D[check][digit] == 0)
    return f"{text}{inverse}"


# What real releases say a concept is follows from what it is called: no disease is a product, and products begin with a substance.
TAGS = ["disorder", "disorder", "finding", "finding", "procedure", "situation", "body structure", "organism", "observable entity"]
PRODUCTS = ["medicinal product", "clinical drug", "substance"]
FORMS = ["tablet", "capsule", "oral solution", "cream", "inhaler", "eye drops", "suppository", "solution for injection"]
HEADS = """acute|chronic|recurrent|suspected|congenital|left|right|bilateral|severe|mild|secondary|primary|family history of|history of
no evidence of|operation on|repair of|excision of|injury of|neoplasm of|pain in|infection of|poisoning by|allergy to""".replace("\n", "|").split("|")


def snomed(r, count, folder):
    terms, drugs, words = lexicon("clinical_terms"), lexicon("medications"), lexicon("common_words")
    concepts, made = 0, 0
    head = "sct2_{}_Snapshot{}_GB1000000_20260401.txt"
    with open(folder / head.format("Concept", ""), "w", encoding="utf-8", newline="") as concept_file, open(
        folder / head.format("Description", "-en"), "w", encoding="utf-8", newline=""
    ) as description_file:
        concept_file.write("id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\r\n")
        description_file.write("id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\r\n")
        while made < count:
            concepts += 1
            concept = sctid(100000 + concepts, "00")
            concept_file.write(f"{concept}\t20260401\t1\t900000000000207008\t900000000000074008\r\n")
            # One concept in five has a substance in it: half of them are products, half what such a one does to people.
            is_product = concepts % 10 == 0
            core = r.choice(drugs if concepts % 5 == 0 else terms)
            if is_product:
                text = f"{core} {r.choice([5, 10, 20, 25, 50, 100, 250, 500])} mg {r.choice(FORMS)}"
            elif r.random() < 0.6:
                text = f"{r.choice(HEADS)} {core}"
            else:
                text = f"{core} {r.choice(['with', 'due to', 'without', 'during'])} {r.choice(terms)}"
            if r.random() < 0.5 and not is_product:
                text += f", {r.choice(['type', 'stage', 'grade'])} {r.randrange(1, 10)}"
            tag = r.choice(PRODUCTS if is_product else TAGS)
            headed = f"{core} {r.choice(FORMS)}" if is_product else f"{r.choice(HEADS)} {core}"
            for synonym in range(r.choice([2, 3, 3, 4])):
                made += 1
                term = [f"{text[0].upper()}{text[1:]} ({tag})", text[0].upper() + text[1:], f"{core} ({r.choice(words)})", f"{headed} {concepts}"][synonym]
                kind = "900000000000003001" if synonym == 0 else "900000000000013009"
                description_file.write(f"{sctid(2000000 + made, '01')}\t20260401\t1\t900000000000207008\t{concept}\ten\t{kind}\t{term}\t900000000000448009\r\n")


def main():
    what, count, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
    r = random.Random(f"extras-1 {what}")
    if what == "snomed":
        snomed(r, count, folder)
        return
    words = [word for word in lexicon("common_words") if 4 < len(word) < 12 and word.isalpha()]
    for index in range(count):
        made = detector(r, index, words)
        (folder / f"{made['id']}.json").write_text(json.dumps(made, indent=1), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("detectors", "snomed"):
        sys.exit(__doc__)
    main()
