#!/usr/bin/env python3
"""Writes the seed data beside this file. Python 3 standard library only; the same output every time.

  generate.py            writes postgres/seed.sql, mongodb/*.ndjson, elasticsearch/*.ndjson
  generate.py --check    fails when what is there differs from what would be written

Everything is made up. Telephone numbers come from the ranges that Ofcom keeps for drama, e-mail addresses use reserved
example domains, and some NHS numbers lie in the 999 range that is kept for tests. The others, and the National Insurance
numbers, IBANs and postcodes, are random strings of the right form: where one of them was ever issued, that is chance.
"""
import datetime
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent
# A string that no output of a scan may hold: it stands in a free-text field of each server.
CANARY = "CANARY-7f3a91c2e5d84b06"

R = random.Random("seed-1")
FIRST = """Aisha Alan Amelia Andrew Angela Anil Anna Barbara Benjamin Bronwen Callum Carol Chloe Christopher Daniel David
Deborah Dilys Donna Edward Eleanor Elizabeth Emily Farah Fiona George Grace Graham Gwen Hannah Harpreet Harry Heather
Helen Ian Imran Isla Jack James Jean Joan John Joyce Karen Kwame Laura Leah Lewis Linda Lucy Malcolm Margaret Mark Mary
Megan Mohammed Nia Nicola Oliver Olivia Owen Patricia Paul Peter Priya Rachel Rhys Robert Ruth Samuel Sandra Sarah Sean
Sheila Simon Sophie Stephen Susan Tariq Thomas Tracey Victoria William Yusuf Zainab""".split()
LAST = """Adams Ahmed Allen Bailey Baker Begum Bell Bennett Brown Campbell Carter Chapman Clark Collins Cooper Cox Davies
Davis Edwards Ellis Evans Fletcher Foster Gill Graham Gray Green Griffiths Hall Harris Harrison Hughes Hussain Jackson
James Jenkins Johnson Jones Kaur Kelly Khan King Knight Lewis Lloyd Mason Matthews Mitchell Moore Morgan Morris Murphy
Murray Okafor Owen Palmer Parker Patel Phillips Powell Price Reid Reynolds Richards Roberts Robinson Rogers Scott Shah
Sharma Simpson Singh Smith Stevens Stewart Taylor Thomas Thompson Turner Walker Walsh Ward Watson White Williams
Wilson Wood Wright Young""".split()
STREETS = """Abbey Road|Albert Street|Back Lane|Castle Street|Chapel Lane|Church Road|Cross Street|Dale Avenue|Elm Grove|
Ferry Road|Garden Close|Green Lane|Heath Drive|High Street|Hill View|Kings Avenue|Manor Way|Mill Lane|North Parade|
Oak Crescent|Orchard Close|Park Road|Priory Court|Queen Street|School Lane|Station Road|The Crescent|Victoria Terrace|
West Street|Windsor Gardens""".replace("\n", "").split("|")
TOWNS = [("Leeds", "LS"), ("Cardiff", "CF"), ("Bristol", "BS"), ("Norwich", "NR"), ("Exeter", "EX"), ("York", "YO"),
         ("Derby", "DE"), ("Lincoln", "LN"), ("Preston", "PR"), ("Swansea", "SA"), ("Oxford", "OX"), ("Plymouth", "PL")]
DIAGNOSES = [("Type 2 diabetes mellitus", "E11.9", "Metformin 500mg tablets"), ("Essential hypertension", "I10", "Amlodipine 5mg tablets"),
             ("Asthma", "J45.9", "Salbutamol 100micrograms inhaler"), ("Moderate depressive episode", "F32.1", "Sertraline 50mg tablets"),
             ("Chronic kidney disease, stage 3", "N18.3", "Ramipril 2.5mg capsules"), ("Atrial fibrillation", "I48.9", "Apixaban 5mg tablets"),
             ("Rheumatoid arthritis", "M06.9", "Methotrexate 2.5mg tablets"), ("Epilepsy", "G40.9", "Levetiracetam 500mg tablets"),
             ("Chronic obstructive pulmonary disease", "J44.9", "Tiotropium 18micrograms inhalation powder capsules"),
             ("Human immunodeficiency virus disease", "B24", "Efavirenz 600mg tablets"), ("Migraine", "G43.9", "Sumatriptan 50mg tablets"),
             ("Breast cancer", "C50.9", "Tamoxifen 20mg tablets"), ("Hypothyroidism", "E03.9", "Levothyroxine 50microgram tablets"),
             ("Schizophrenia", "F20.9", "Olanzapine 10mg tablets"), ("Alcohol dependence syndrome", "F10.2", "Acamprosate 333mg tablets"),
             ("Iron deficiency anaemia", "D50.9", "Ferrous sulfate 200mg tablets")]
ETHNICITY = ["White British", "White Irish", "Indian", "Pakistani", "Bangladeshi", "Black Caribbean", "Black African",
             "Chinese", "Mixed White and Asian", "Any other White background"]
RELIGION = ["Christian", "Muslim", "Hindu", "Sikh", "Jewish", "Buddhist", "No religion", "Prefer not to say"]
ORIENTATION = ["Heterosexual", "Gay", "Lesbian", "Bisexual", "Prefer not to say"]
OFFENCES = ["Assault occasioning actual bodily harm", "Theft from a dwelling", "Possession with intent to supply class A drugs",
            "Child neglect", "Controlling or coercive behaviour", "Burglary", "Breach of a non-molestation order",
            "Sexual assault", "Fraud by false representation", "Harassment without violence"]
PLANS = ["Child protection plan: neglect", "Child protection plan: emotional abuse", "Child in need plan",
         "Interim care order", "Section 47 enquiry", "Looked after child"]
SOLICITOR = ["Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.",
             "Father was arrested in March and is on bail with a condition not to contact the child.",
             "Local authority seeks an interim care order. The guardian supports it.",
             "Without prejudice: client would accept supervised contact twice a month.",
             "Police disclosure received. Previous conviction is spent, advise on relevance."]
ITEMS = ["Desk lamp", "Paper tray", "Wall clock", "Office chair", "Whiteboard", "Label printer", "Filing box", "Cable cover",
         "Door stop", "Coat hook", "Notice board", "Waste bin", "Plant pot", "Extension lead", "Letter opener"]
COLOURS = ["black", "white", "grey", "navy", "oak", "red", "green"]


def nhs(first):
    """A number that passes the NHS check (weights 10 to 2, modulus 11), beginning with the digits `first`."""
    while True:
        nine = first + "".join(R.choice("0123456789") for _ in range(9 - len(first)))
        check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(nine)) % 11
        if check != 10:
            return nine + str(check % 11)


def issued_nhs():
    return nhs(R.choice(["4", "6", "7"]) + str(R.randrange(10)))


def test_nhs():
    return nhs("999")


def grouped(number):
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def date(first, last):
    days = (datetime.date(last, 12, 28) - datetime.date(first, 1, 1)).days
    return datetime.date(first, 1, 1) + datetime.timedelta(days=R.randrange(days))


def stamp(day=0):
    return (datetime.datetime(2024, 1, 1) + datetime.timedelta(days=day, seconds=R.randrange(86400))).strftime("%Y-%m-%dT%H:%M:%SZ")


def phone():
    # Ofcom, "Telephone numbers for drama": 07700 900000 to 900999, 01632 960000 to 960999, 0117 496 0000 to 0999 (Leeds 0113).
    return R.choice(["07700 900%03d", "01632 960%03d", "0113 496 0%03d"]) % R.randrange(1000)


def nino():
    # Prefix letters that HMRC does not exclude; suffix A to D.
    return f"{R.choice('ACEHJKLMPRSTWX')}{R.choice('ABCEHJLMPRSWXYZ')}{R.randrange(10**6):06d}{R.choice('ABCD')}"


def iban(sort, account):
    body = "XAJR" + sort + account
    digits = "".join(str(int(c, 36)) for c in body + "GB00")
    return f"GB{98 - int(digits) % 97:02d}{body}"


class Person:
    def __init__(self, born=(1932, 2005)):
        self.first, self.last = R.choice(FIRST), R.choice(LAST)
        self.born = date(*born)
        town, area = R.choice(TOWNS)
        self.line = f"{R.randrange(1, 190)} {R.choice(STREETS)}"
        self.town = town
        self.postcode = f"{area}{R.randrange(1, 20)} {R.randrange(1, 10)}{R.choice('ABDEFGHJLNPQRSTUWXYZ')}{R.choice('ABDEFGHJLNPQRSTUWXYZ')}"
        self.phone = phone()
        self.email = f"{self.first}.{self.last}{R.randrange(10, 99)}@{R.choice(['example.com', 'example.org', 'mail.example'])}".lower()

    @property
    def name(self):
        return f"{self.first} {self.last}"


def patients(count):
    for i in range(count):
        p = Person()
        text, code, drug = R.choice(DIAGNOSES)
        note = R.choice(["Reviewed in clinic, stable.", "Bloods repeated, see letter.", "Did not attend, to be offered another date.",
                         "Discussed with family, carer's assessment offered.", "Medication changed after side effects."])
        yield {"patient_id": 100001 + i, "nhs_number": issued_nhs(), "family_name": p.last, "given_name": p.first,
               "date_of_birth": p.born.isoformat(), "sex": R.choice("MF"), "address": f"{p.line}, {p.town}", "postcode": p.postcode,
               "telephone": p.phone, "email": p.email, "ethnicity": R.choice(ETHNICITY), "diagnosis": text, "icd10": code,
               "medication": drug, "notes": f"{note} {CANARY}" if i % 50 == 7 else note}


def cases(count):
    for i in range(count):
        child, adult = Person((2008, 2022)), Person((1965, 2000))
        note = R.choice(SOLICITOR)
        yield {"case_ref": f"SG/{R.randrange(2019, 2026)}/{4000 + i}", "child_name": f"{child.first} {adult.last}",
               "child_dob": child.born.isoformat(), "child_nhs_number": issued_nhs(), "parent_name": adult.name,
               "home_address": f"{adult.line}, {adult.town}, {adult.postcode}", "plan": R.choice(PLANS),
               "alleged_offence": R.choice(OFFENCES), "solicitor_notes": f"{note} {CANARY}" if i % 25 == 3 else note}


def staff(count):
    for i in range(count):
        p = Person((1958, 2003))
        sort, account = f"{R.randrange(10, 99):02d}{R.randrange(10**4):04d}", f"{R.randrange(10**7, 10**8)}"
        yield {"staff_no": f"E{20400 + i}", "full_name": p.name, "date_of_birth": p.born.isoformat(), "ni_number": nino(),
               "sort_code": f"{sort[:2]}-{sort[2:4]}-{sort[4:]}", "account_number": account, "iban": iban(sort, account),
               "salary": R.randrange(21000, 98000, 250), "ethnicity": R.choice(ETHNICITY), "religion": R.choice(RELIGION),
               "sexual_orientation": R.choice(ORIENTATION), "home_phone": p.phone}


def products(count):
    for i in range(count):
        yield {"sku": f"SKU-{7000 + i}", "title": f"{R.choice(ITEMS)}, {R.choice(COLOURS)}", "price": round(R.uniform(2, 180), 2),
               "in_stock": R.randrange(0, 400), "updated_at": stamp(i % 300)}


def orders(count):
    """Ten random digits each: one in eleven passes the NHS check, and none is an NHS number."""
    for i in range(count):
        yield {"order_no": R.randrange(10**9, 10**10), "sku": f"SKU-{7000 + R.randrange(120)}", "quantity": R.randrange(1, 12),
               "status": R.choice(["picked", "sent", "delivered", "returned"]), "ordered_at": stamp(i % 300)}


def telemetry(count):
    for i in range(count):
        yield {"sensor": f"plant-{i % 12:02d}", "at": stamp(i % 30), "temperature": round(R.gauss(21, 3), 2),
               "humidity": round(R.uniform(30, 70), 1), "rpm": R.randrange(900, 1500), "ok": R.random() < 0.98}


def letters(count):
    for i in range(count):
        p = Person()
        text, _, drug = R.choice(DIAGNOSES)
        body = (f"Dear Dr {R.choice(LAST)},\n\nDiagnosis: {text}\nMedication: {drug}\n\nI saw {p.name} (born {p.born.strftime('%d/%m/%Y')}, "
                f"NHS number {grouped(issued_nhs())}) of {p.line}, {p.town}, {p.postcode} in clinic. We agreed a review in three months.")
        yield {"letter_id": i + 1, "typed_at": {"$date": stamp(i)}, "body": f"{body} {CANARY}" if i % 30 == 4 else body}


def referrals(count, number=issued_nhs):
    for i in range(count):
        p = Person()
        picked = R.sample(DIAGNOSES, R.randrange(1, 3))
        yield {"referral": f"R-{5200 + i}",
               "patient": {"nhsNumber": number(), "name": {"given": p.first, "family": p.last},
                           "dob": {"$date": p.born.isoformat() + "T00:00:00Z"}, "postcode": p.postcode, "mobile": p.phone},
               "problems": [{"text": t, "icd10": c} for t, c, _ in picked], "prescribed": [d for _, _, d in picked],
               "receivedAt": {"$date": stamp(i)}}


# ---------------------------------------------------------------- output


def copied(value):
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def table(name, columns, rows):
    lines = [f"CREATE TABLE {name} ({columns});", f"COPY {name} FROM stdin;"]
    lines += ["\t".join(copied(v) for v in row.values()) for row in rows]
    return "\n".join(lines) + "\n\\.\n"


def postgres():
    text = "-- Written by generate.py. Made-up people.\nCREATE DATABASE trust_records;\nCREATE DATABASE shop;\n"
    text += "\\connect trust_records\nCREATE SCHEMA safeguarding;\nCREATE SCHEMA hr;\n"
    rows = list(patients(300))
    for row in rows:
        row["nhs_number"] = int(row["nhs_number"])
    text += table("patients", "patient_id int PRIMARY KEY, nhs_number bigint, family_name text, given_name text, date_of_birth date, "
                  "sex char(1), address text, postcode text, telephone text, email text, ethnicity text, diagnosis text, icd10 text, "
                  "medication text, notes text", rows)
    text += table("safeguarding.cases", "case_ref text PRIMARY KEY, child_name text, child_dob date, child_nhs_number text, "
                  "parent_name text, home_address text, plan text, alleged_offence text, solicitor_notes text", cases(80))
    text += table("hr.staff", "staff_no text PRIMARY KEY, full_name text, date_of_birth date, ni_number text, sort_code text, "
                  "account_number text, iban text, salary int, ethnicity text, religion text, sexual_orientation text, home_phone text",
                  staff(120))
    # No name says what is in it.
    text += table("import_0417", "c1 int, c2 text, c3 text",
                  ({"c1": i, "c2": issued_nhs(), "c3": R.choice("ABC")} for i in range(1, 121)))
    text += "ANALYZE;\n\\connect shop\n"
    text += table("products", "sku text PRIMARY KEY, title text, price numeric, in_stock int, updated_at timestamptz", products(120))
    text += table("orders", "order_no bigint, sku text, quantity int, status text, ordered_at timestamptz", orders(300))
    text += table("telemetry", "sensor text, at timestamptz, temperature float8, humidity float8, rpm int, ok boolean", telemetry(300))
    return text + "ANALYZE;\n"


def ndjson(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def bulk(index, rows):
    return "".join('{"index":{"_index":"%s","_id":"%d"}}\n%s\n' % (index, i, json.dumps(row, ensure_ascii=False))
                   for i, row in enumerate(rows, 1))


def outputs():
    yield "postgres/seed.sql", postgres()
    yield "mongodb/clinic.referrals.ndjson", ndjson(referrals(150))
    yield "mongodb/clinic.letters.ndjson", ndjson(letters(80))
    yield "mongodb/training.referrals.ndjson", ndjson(referrals(60, test_nhs))
    yield "mongodb/legal.cases.ndjson", ndjson(cases(60))
    yield "mongodb/hr.staff.ndjson", ndjson(staff(80))
    yield "mongodb/shop.products.ndjson", ndjson(products(100))
    yield "mongodb/plant.telemetry.ndjson", ndjson(telemetry(250))
    yield "elasticsearch/patient-index.ndjson", bulk("patient-index", patients(150))
    yield "elasticsearch/safeguarding-cases.ndjson", bulk("safeguarding-cases", cases(60))
    yield "elasticsearch/staff-directory.ndjson", bulk("staff-directory", staff(80))
    yield "elasticsearch/product-catalogue.ndjson", bulk("product-catalogue", products(100))
    yield "elasticsearch/plant-telemetry.ndjson", bulk("plant-telemetry", telemetry(250))


def main():
    stale = []
    for name, text in outputs():
        path = HERE / name
        if "--check" in sys.argv[1:]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit("differs from what generate.py writes: " + ", ".join(stale))


if __name__ == "__main__":
    main()
