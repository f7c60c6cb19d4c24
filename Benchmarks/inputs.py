#!/usr/bin/env python3
"""inputs.py KIND MEGABYTES FILE: input to measure with, the same every time. Python 3 standard library only.

KIND is one of
  patients rows of a patient index: what is picked from lists comes again and again, and so do most notes
  ndjson   patient records, one flat object a line, of which half the values are new
  nested   patient documents with addresses, contacts, appointments and observations inside, one a line
  csv      an export of patients, with quotes, empty cells, amounts and points in time
  text     clinical letters, notes, and prose about other things

Making half a gigabyte word by word takes minutes. So up to 48 MB are made once, of which no two records are the same,
and written again and again, and each time every record gets a patient number and a valid NHS number that no other has.
Words and names come from `detectors/lexicons`, the common ones more often than the rare.
"""
import csv
import datetime
import importlib.util
import io
import json
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location("generate", ROOT / "testdata/seed/generate.py")
seed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(seed)

POOL = 48_000_000
R = random.Random("bench-2")

# What stands in the pool for the numbers that are filled in: a patient's, an NHS number, and one written in groups.
PATIENT, NHS, GROUPED = "QQPATQQP", "QQNHSQQNHS", "QQN QQN QQQN"
PLACES = re.compile(rf"{PATIENT}|{NHS}|{GROUPED}".encode())


def lexicon(name):
    lines = (ROOT / "detectors/lexicons" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    R.shuffle(words)
    return words


class Pick:
    """Draws from a list, its first entries far more often than its last."""

    def __init__(self, entries, skew=3.0):
        self.entries, self.skew = entries, skew

    def __call__(self):
        return self.entries[int(len(self.entries) * R.random() ** self.skew)]


def titled(words):
    return [" ".join(part.capitalize() for part in word.split(" ")) for word in words]


FIRST = Pick(seed.FIRST + titled(lexicon("given_names")), 5)
LAST = Pick(seed.LAST + titled(lexicon("surnames")), 5)
TOWN = Pick(titled(lexicon("uk_towns")), 2)
TERM = Pick([term for term in lexicon("clinical_terms") if len(term) < 40], 2.5)
DRUG = Pick(lexicon("medications"), 3)
WORD = Pick([word for word in lexicon("common_words") if 3 < len(word) < 12 and word.isalpha()], 1.5)
STREET = [f"{a} {b}" for a in """Abbey Albert Back Castle Chapel Church Cross Dale Elm Ferry Garden Green Heath High Hill Kings Lime
    Manor Mill North Oak Orchard Park Priory Queen Rose School Station Tower Union Victoria West Windsor York""".split()
    for b in "Road Street Lane Avenue Close Drive Way Crescent Terrace Gardens Court Grove Place".split()]
AREA = [line.split()[0] for line in lexicon("postcode_areas")]
CODE = Pick([code for code in lexicon("icd10_codes") if len(code) == 3], 2)
MONTHS = "January February March April May June July August September October November December".split()
DOMAINS = ["example.com", "example.org", "example.net", "mail.example", "nhs.example", "post.example"]
FORM = ["tablets", "capsules", "oral solution", "modified-release tablets", "cream", "inhaler", "injection"]
CLINIC = ["cardiology", "diabetes", "respiratory", "antenatal", "fracture", "memory", "dermatology", "renal", "eye", "pain"]
OUTCOME = ["attended", "did not attend", "cancelled by patient", "cancelled by hospital", "discharged", "follow-up booked"]

OBSERVATION = [("8867-4", "heart rate", "/min", 45, 130), ("8480-6", "systolic", "mm[Hg]", 85, 190), ("8462-4", "diastolic", "mm[Hg]", 45, 110),
               ("8310-5", "temperature", "Cel", 35, 40), ("29463-7", "weight", "kg", 40, 140), ("4548-4", "HbA1c", "mmol/mol", 28, 110),
               ("2160-0", "creatinine", "umol/L", 45, 260), ("718-7", "haemoglobin", "g/L", 70, 175), ("59408-5", "saturation", "%", 82, 100)]

# Sentences of notes and letters; what stands in braces is drawn anew each time.
CLINICAL = """{First} was seen today with {n} days of {term}.|Reviewed in clinic on {date}, {term} stable.|Started {drug} {dose} {often}.
Stopped {drug} because of {term}.|BP {bp}, pulse {n2}, sats {sat}% on air.|No history of {term} or {term}.|Mother had {term} at {n2}.
Discussed with {staff}, happy for discharge.|Bloods repeated {date}: Hb {n3}, CRP {n}, eGFR {n2}.|{Term} reported on imaging of {date}.
To continue {drug} {dose} {often} and return in {n} weeks.|Did not attend on {date}; letter sent to {n} {street}, {town}.
Complains of {word} pain in the left knee since {month}, worse when {word}ing.|Patient aware of the risks and agrees to go on.
Known {term}, on {drug}. Allergic to {drug}.|Seen by {staff} on ward {n}, plan: {word} and {word}, repeat ECG.|Rang on {phone}, no answer, message left.
Lives with daughter in {town}, independent with washing and dressing.|Ex-smoker, {n} units a week, works as a {word} in {town}.
Examination: chest clear, abdomen soft, no {term}.|Impression: {term}, differential {term}.|Referred to {clinic} clinic, reference {ref}.
Wound dry, sutures out in {n} days.|Query {term}; MRI of the spine booked for {date}.|Weight {n2}.{n}kg, down {n} since {month}.
Mood low, sleep poor, denies thoughts of self-harm.|Carer {first} {last} ({phone}) asks about {word} and equipment.|Feed {n} ml/h via PEG tolerated.""".replace("\n", "|").split("|")
PROSE = """The {word} was {word} by the time we reached {town}, and nobody had thought of the {word}.|Please find attached the {word} for {month}.
We expect to {word} the {word} before {date}, subject to {word}.|Invoice {ref} for £{n3}.{n2} is due within {n} days.|See https://www.{word}.example/{word}/{n3} for the {word}.
Thanks for the {word}, {First}; it looks better than the one from {month}.|There were {n3} {word}s in the {word}, of which {n} were {word}.
Meeting moved to {time} in room {n}; {first} will bring the {word}.|The {word} {word} costs £{n}.{n2} and comes in {word} or {word}.
After the {word}, add {n} g of {word} and stir until the {word} is {word}.|Order {ref} left our {town} depot on {date} and should arrive soon.
It rained in {town} all {month}, so the {word} match was put off twice.|"{Word}," said {First}, "is not the same as {word}."
Team {n} beat {town} {n2} to {n} in a {word} game that few will {word}.|Error {n3} at {time}: {word} {word} returned {n} rows in {n3} ms.
He walked past the {word}, the {word} and the old {word} without a {word}.|Our {word} policy changed in {month} {year}; {word} no longer applies.
Contact {first}.{last}@{domain} or call {phone} to {word} your {word}.|Chapter {n}: how the {word} came to {town}, and what it did there.
A {word} of {n3} people was asked about {word}; {n2}% said {word}.|{Word} and {word} are sold apart; batteries are not part of the {word}.""".replace("\n", "|").split("|")
SLOT = re.compile(r"\{(\w+)\}")


def date(first=2015, last=2025):
    return datetime.date(first, 1, 1) + datetime.timedelta(days=R.randrange((last - first + 1) * 365))


def any_date():
    day = date()
    return R.choice([f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", f"{day.isoformat()}", f"{day.day} {MONTHS[day.month - 1]} {day.year}"])


def stamp():
    return f"{date()}T{R.randrange(24):02d}:{R.randrange(60):02d}:{R.randrange(60):02d}Z"


def reference():
    return f"{R.choice('ABCDEFGHRSTW')}{R.choice('ABCDEFGHRSTW')}{R.randrange(10**6):06d}-{R.randrange(100):02d}"


FILL = {
    "first": FIRST, "First": FIRST, "last": LAST, "town": TOWN, "term": TERM, "Term": lambda: TERM().capitalize(), "drug": DRUG,
    "word": WORD, "Word": lambda: WORD().capitalize(), "date": any_date, "month": lambda: R.choice(MONTHS), "phone": seed.phone, "ref": reference,
    "street": lambda: R.choice(STREET), "clinic": lambda: R.choice(CLINIC), "domain": lambda: R.choice(DOMAINS),
    "n": lambda: str(R.randrange(2, 29)), "n2": lambda: str(R.randrange(30, 100)), "n3": lambda: str(R.randrange(100, 1000)),
    "bp": lambda: f"{R.randrange(90, 190)}/{R.randrange(50, 110)}", "sat": lambda: str(R.randrange(86, 100)), "year": lambda: str(R.randrange(1990, 2026)),
    "dose": lambda: f"{R.choice([5, 10, 20, 25, 50, 75, 100, 250, 500])}{R.choice(['mg', 'mg', ' mg', 'micrograms', 'ml'])}",
    "often": lambda: R.choice(["once daily", "twice daily", "bd", "tds", "at night", "when needed", "every morning", "weekly"]),
    "time": lambda: f"{R.randrange(24):02d}:{R.randrange(60):02d}",
    "staff": lambda: f"{R.choice(['Dr', 'Dr', 'Sister', 'Mr', 'Miss', 'Prof'])} {LAST()}",
}


def sentences(templates, count):
    return " ".join(SLOT.sub(lambda slot: FILL[slot[1]](), R.choice(templates)) for _ in range(count))


def note():
    """Empty or a word in three of ten, one to three sentences in five, more in two."""
    turn = R.random()
    if turn < 0.3:
        return R.choice(["", "", "Nil.", "As above.", "See letter.", "n/a", "Routine."])
    return sentences(CLINICAL, R.randrange(1, 4) if turn < 0.8 else R.randrange(4, 11))


class Person:
    def __init__(self):
        self.first, self.last, self.born = FIRST(), LAST(), date(1928, 2023)
        self.line, self.town = f"{R.randrange(1, 240)} {R.choice(STREET)}", TOWN()
        inward = "".join(R.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in "12")
        self.postcode = f"{R.choice(AREA)}{R.randrange(1, 30)} {R.randrange(10)}{inward}"
        name = re.sub("[^a-z]", "", self.first.lower()) or "a", re.sub("[^a-z]", "", self.last.lower()) or "b"
        self.email = f"{name[0]}{R.choice(['.', '_', ''])}{name[1]}{R.randrange(100)}@{R.choice(DOMAINS)}"
        self.phone = seed.phone()
        self.diagnosis = TERM().capitalize()
        self.code = CODE() + R.choice(["", ".0", ".1", ".3", ".8", ".9"])
        self.drug = f"{DRUG().capitalize()} {FILL['dose']()} {R.choice(FORM)}"


def ndjson():
    p = Person()
    row = {"patient_id": PATIENT, "nhs_number": NHS, "family_name": p.last, "given_name": p.first, "date_of_birth": p.born.isoformat(),
           "sex": R.choice("MF"), "address": f"{p.line}, {p.town}", "postcode": p.postcode, "telephone": p.phone, "email": p.email,
           "ethnicity": R.choice(seed.ETHNICITY), "diagnosis": p.diagnosis, "icd10": p.code, "medication": p.drug, "notes": note()}
    return json.dumps(row, ensure_ascii=False) + "\n"


def patients():
    row = next(seed.patients(1)) | {"patient_id": PATIENT, "nhs_number": NHS}
    return json.dumps(row, ensure_ascii=False).replace(f'"{PATIENT}"', PATIENT) + "\n"


def nested():
    p, kin = Person(), Person()
    document = {
        "_id": f"{R.getrandbits(96):024x}", "patientId": PATIENT, "active": R.random() < 0.9,
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NHS}, {"system": "urn:mrn", "value": f"H{R.randrange(10**7):07d}"}],
        "name": {"family": p.last, "given": [p.first, FIRST()], "prefix": R.choice(["Mr", "Mrs", "Ms", "Dr"])}, "birthDate": p.born.isoformat(),
        "gender": R.choice(["male", "female"]), "address": {"line": [p.line], "city": p.town, "postalCode": p.postcode},
        "telecom": [{"system": "phone", "value": p.phone}, {"system": "email", "value": p.email}],
        "contact": {"relationship": R.choice(["partner", "mother", "father", "son", "daughter"]), "name": f"{kin.first} {kin.last}", "phone": kin.phone},
        "conditions": [{"code": CODE(), "display": TERM(), "onset": date().isoformat()} for _ in range(R.randrange(4))],
        "medication": [{"text": f"{DRUG()} {FILL['dose']()}", "frequency": FILL["often"]()} for _ in range(R.randrange(5))],
        "observations": [{"code": code, "display": name, "value": R.randrange(low * 10, high * 10) / 10, "unit": unit, "at": stamp()}
                         for code, name, unit, low, high in R.sample(OBSERVATION, R.randrange(7))],
        "appointments": [{"clinic": R.choice(CLINIC), "at": stamp(), "outcome": R.choice(OUTCOME), "note": note()} for _ in range(R.randrange(4))],
        "createdAt": stamp(), "updatedAt": stamp(), "version": R.randrange(1, 40)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


CSV_HEAD = """patient_id,nhs_no,title,forename,surname,dob,sex,address_1,town,postcode,tel_home,email,gp_name,practice_code,admitted,discharged,
ward,diagnosis_code,diagnosis,drug,cost,length_of_stay,comments\n""".replace(",\n", ",")


def delimited():
    p, admitted = Person(), date()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([
        PATIENT, NHS if R.random() < 0.9 else "", R.choice(["Mr", "Mrs", "Miss", "Ms", "Dr", ""]), p.first, p.last, f"{p.born:%d/%m/%Y}", R.choice("MFU"),
        p.line, p.town, p.postcode, p.phone if R.random() < 0.7 else "", p.email if R.random() < 0.5 else "", f"Dr {LAST()}",
        f"{R.choice('ABCDEFGHJKLMNPY')}{R.randrange(80000, 90000)}", admitted.isoformat(), (admitted + datetime.timedelta(days=R.randrange(30))).isoformat(),
        f"Ward {R.randrange(1, 40)}{R.choice(['', 'A', 'B'])}", p.code, p.diagnosis, p.drug, f"{R.randrange(100, 900000) / 100:.2f}", R.randrange(30), note()])
    return out.getvalue()


def letter():
    p = Person()
    body = "\n\n".join(sentences(CLINICAL, R.randrange(2, 8)) for _ in range(R.randrange(1, 5)))
    number = R.choice([NHS, GROUPED])
    return (f"{TOWN()} Hospital, {R.choice(CLINIC)} department\nOur ref: {PATIENT}/{reference()}\nDate: {any_date()}\n\nDear {FILL['staff']()},\n\n"
            f"Re: {p.first} {p.last.upper()}, born {p.born:%d/%m/%Y}, NHS No. {number}\n{p.line}, {p.town}, {p.postcode}\n"
            f"Diagnosis: {p.diagnosis} ({p.code})\n\n{body}\n\nYours sincerely,\n{FILL['staff']()}\n\n")


def text():
    turn = R.random()
    if turn < 0.4:
        return letter()
    if turn < 0.55:
        return f"{any_date()} {FILL['time']()} {sentences(CLINICAL, R.randrange(1, 6))}\n"
    return sentences(PROSE, R.randrange(2, 9)) + "\n"


KINDS = {"patients": patients, "ndjson": ndjson, "nested": nested, "csv": delimited, "text": text}


def weighted(low):
    """For each three digits, their part of the NHS check sum; `low` is the weight of the last of them."""
    return [n // 100 * (low + 2) + n // 10 % 10 * (low + 1) + n % 10 * low for n in range(1000)]


HIGH, MIDDLE, LOW = weighted(8), weighted(5), weighted(2)


def numbers():
    """Valid NHS numbers in the issued range 400 000 000 to 499 999 999, in a scattered order, each once."""
    nine = 0
    while True:
        nine = (nine + 61803399) % 100_000_000
        n = 400_000_000 + nine
        check = 11 - (HIGH[n // 1_000_000] + MIDDLE[n // 1000 % 1000] + LOW[n % 1000]) % 11
        if check != 10:
            yield b"%d%d" % (n, check % 11)


def main():
    make, wanted = KINDS[sys.argv[1]], int(float(sys.argv[2]) * 1_000_000)
    # Each kind draws the same whatever was drawn before it.
    R.seed(f"bench-2 {sys.argv[1]}")
    seed.R = R
    parts, length = [], 0
    while length < min(POOL, wanted):
        parts.append(make().encode())
        length += len(parts[-1])
    pool = bytearray(b"".join(parts))
    places = [(match.start(), match.end()) for match in PLACES.finditer(pool)]
    nhs, patient, written = numbers(), 10_000_000, 0
    with open(sys.argv[3], "wb") as out:
        if make is delimited:
            written = out.write(CSV_HEAD.encode())
        while written < wanted:
            for start, end in places:
                if end - start == len(PATIENT):
                    patient += 1
                    pool[start:end] = b"%d" % patient
                else:
                    number = next(nhs)
                    pool[start:end] = number if end - start == len(NHS) else b"%b %b %b" % (number[:3], number[3:6], number[6:])
            # The last part ends with a whole record.
            end = pool.rfind(b"\n", 0, wanted - written) + 1 if written + len(pool) > wanted else len(pool)
            if end == 0:
                break
            written += out.write(pool[:end])


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    main()
