#!/usr/bin/env python3
"""Makes two evaluation sets: made-up values under given names, with the ground truth of what each column holds.

  generate.py OUT_DIR     writes OUT_DIR/<set>/data/<dataset>.ndjson and OUT_DIR/<set>/labels.ndjson, the same at each run

The sets are public.txt (real table and column names of public projects) and third.txt (messy data); README.md has their form. This
file says how a value of each kind looks and what it is. Python 3 standard library only.
"""
import base64
import json
import pathlib
import random
import re
import sys
from datetime import date, timedelta

import stock as s

HERE = pathlib.Path(__file__).resolve().parent
KINDS = {}


def kind(*names, types=(), accept=()):
    def add(f):
        for n in names:
            KINDS[n] = (f, frozenset(types), frozenset(accept))
        return f
    return add


class Row:
    def __init__(self, r, place, index):
        self.r, self.place, self.index = r, place, index
        self.p = s.Person(r, place)
        self.at = s.moment(r)


def made(makers, types=(), accept=()):
    for name, f in makers.items():
        KINDS[name] = (f, frozenset(types), frozenset(accept))


# ---- nothing about anyone
made({
    "id": lambda c, a: c.index + int(a or 1),
    "ref": lambda c, a: f"{a or 'REF'}{100000 + c.index * 7 + c.r.randint(0, 6)}",
    "big": lambda c, a: c.r.randint(10 ** (int(a or 10) - 1), 10 ** int(a or 10) - 1),
    "numstr": lambda c, a: s.digits(c.r, int(a or 10)),
    "fk": lambda c, a: c.r.randint(1, int(a or 500)),
    "uuid": lambda c, a: s.uid(c.r),
    "oid": lambda c, a: s.hex_of(c.r, 24),
    "nano": lambda c, a: s.rand(c.r, int(a or 17)),
    "hex": lambda c, a: s.hex_of(c.r, int(a or 32)),
    "int": lambda c, a: c.r.randint(0, int(a or 100)),
    "float": lambda c, a: round(c.r.uniform(0, float(a or 100)), 4),
    "money": lambda c, a: f"{c.r.uniform(1, float(a or 900)):.2f}",
    "price": lambda c, a: round(c.r.uniform(1, float(a or 900)), 2),
    "pct": lambda c, a: round(c.r.random(), 3),
    "bool": lambda c, a: c.r.randint(0, 1),
    "tf": lambda c, a: c.r.random() < 0.5,
    "tfs": lambda c, a: c.r.choice(["t", "f"]),
    "yn": lambda c, a: c.r.choice(["Y", "N"]),
    "zero": lambda c, a: 0,
    "const": lambda c, a: a,
    "empty": lambda c, a: "",
    "null": lambda c, a: None,
    "dt": lambda c, a: c.at.strftime("%Y-%m-%d %H:%M:%S"),
    "dtf": lambda c, a: c.at.strftime("%Y-%m-%d %H:%M:%S.") + f"{c.r.randint(0, 999999):06d}",
    "iso": lambda c, a: c.at.strftime("%Y-%m-%dT%H:%M:%S") + c.r.choice(["Z", "Z", ".000Z"]),
    "isom": lambda c, a: {"$date": c.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")},
    "date": lambda c, a: c.at.strftime("%Y-%m-%d"),
    "date0": lambda c, a: c.at.strftime("%Y-%m-%d 00:00:00"),
    "dmy": lambda c, a: c.at.strftime("%d/%m/%Y"),
    "ymd8": lambda c, a: c.at.strftime("%Y%m%d"),
    "future": lambda c, a: s.moment(c.r, 2025, 2030).strftime("%Y-%m-%d"),
    "old": lambda c, a: f"{c.r.randint(1996, 2022)}-{c.r.randint(1, 12):02d}-{c.r.randint(1, 28):02d}",
    "epoch": lambda c, a: int(c.at.timestamp()),
    "epochms": lambda c, a: int(c.at.timestamp() * 1000),
    "time": lambda c, a: f"{c.r.randint(0, 23):02d}:{c.r.randint(0, 59):02d}:00",
    "year": lambda c, a: c.r.randint(1950, 2024),
    "yob": lambda c, a: c.p.born.year,
    "month": lambda c, a: c.r.randint(1, 12),
    "day": lambda c, a: c.r.randint(1, 28),
    "age": lambda c, a: c.r.randint(0, 95),
    "login": lambda c, a: c.p.login(),
    "slug": lambda c, a: "-".join(c.r.choice(s.WORDS + s.NOUNS) for _ in range(c.r.randint(2, 4))),
    "word": lambda c, a: c.r.choice(s.NOUNS),
    "label": lambda c, a: c.r.choice(s.LABELS),
    "title": lambda c, a: c.r.choice([c.r.choice(s.TOPICS), s.sentence(c.r, 4).rstrip(".!?")]),
    "product": lambda c, a: f"{c.r.choice(s.ADJ).capitalize()} {c.r.choice(s.NOUNS)}" + c.r.choice(["", "", f" {c.r.randint(2, 90)} cm", " set of 4", ", red"]),
    "sku": lambda c, a: f"{s.rand(c.r, 2, 'ABCDEFGH')}-{s.digits(c.r, 4)}" + c.r.choice(["", "-M", "-XL"]),
    "code": lambda c, a: s.rand(c.r, int(a or 4), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "key": lambda c, a: "_".join(c.r.choice(s.WORDS) for _ in range(2)) + f"_{c.index}",
    "text": lambda c, a: " ".join(s.sentence(c.r) for _ in range(c.r.randint(1, 4))),
    "html": lambda c, a: "<p>" + "</p><p>".join(s.sentence(c.r) for _ in range(3)) + f'</p><img src="/media/{s.hex_of(c.r, 8)}.png" class="wide"/>',
    "md": lambda c, a: f"## {c.r.choice(s.TOPICS)}\n\n* {s.sentence(c.r)}\n* {s.sentence(c.r)}\n\n`{c.r.choice(s.NOUNS)}()`",
    "json": lambda c, a: json.dumps({"theme": c.r.choice(["dark", "light"]), "page_size": c.r.randint(10, 50), "flags": [c.r.choice(s.LABELS)], "beta": c.r.random() < .5}),
    "php": lambda c, a: f'a:2:{{s:5:"width";i:{c.r.randint(100, 900)};s:4:"file";s:11:"{s.rand(c.r, 7)}.jpg";}}',
    "yaml": lambda c, a: f"---\n- {c.r.choice(s.LABELS)}\n- limit: {c.r.randint(1, 99)}\n",
    "url": lambda c, a: f"https://{c.r.choice(['www.', ''])}{c.r.choice(s.COMPANY).lower()}.example/{c.r.choice(s.NOUNS)}",
    "host": lambda c, a: f"{c.r.choice(['web', 'db', 'app', 'srv', 'mail'])}-{c.r.randint(1, 40):02d}.{c.r.choice(['internal', 'example.net', 'lan'])}",
    "path": lambda c, a: f"/{c.r.choice(['uploads', 'var/lib', 'media', 'img'])}/{c.r.randint(2015, 2024)}/{c.r.randint(1, 12):02d}/{s.hex_of(c.r, 10)}.{c.r.choice(['jpg', 'png', 'pdf'])}",
    "file": lambda c, a: f"{c.r.choice(s.NOUNS)}_{c.r.randint(1, 999)}.{c.r.choice(['jpg', 'png', 'pdf', 'docx', 'csv'])}",
    "mime": lambda c, a: c.r.choice(s.MIMES),
    "agent": lambda c, a: c.r.choice(s.AGENTS),
    "version": lambda c, a: f"{c.r.randint(0, 12)}.{c.r.randint(0, 20)}.{c.r.randint(0, 30)}",
    "version4": lambda c, a: f"{c.r.randint(0, 12)}.{c.r.randint(0, 20)}.{c.r.randint(0, 30)}.{c.r.randint(0, 9000)}",
    "colour": lambda c, a: "#" + s.hex_of(c.r, 6),
    "colourname": lambda c, a: c.r.choice(["Black", "White", "Silver", "Red", "Blue", "Multi", "Rose", "Olive", "Amber", "Hazel"]),
    "cron": lambda c, a: c.r.choice(["0 3 * * *", "*/5 * * * *", "30 6 * * 1-5", "@daily"]),
    "lat": lambda c, a: round(c.r.uniform(-60, 65), 6), "lon": lambda c, a: round(c.r.uniform(-120, 140), 6),
    "locale": lambda c, a: c.r.choice(s.LOCALES), "zone": lambda c, a: c.r.choice(s.ZONES), "currency": lambda c, a: c.r.choice(s.CURRENCIES),
    "cc": lambda c, a: c.r.choice(s.COUNTRIES)[1],
    "sex": lambda c, a: c.r.choice(["M", "F"]), "gender": lambda c, a: c.r.choice(["male", "female", "Male", "Female", "other"]), "sexn": lambda c, a: c.r.choice([0, 1, 2, 9]),
    "marital": lambda c, a: c.r.choice(["Single", "Married", "Divorced", "Widowed", "Civil partnership", "Separated"]),
    "lang": lambda c, a: c.r.choice(["English", "Polish", "Urdu", "Welsh", "Spanish", "Yoruba"]),
    "company": lambda c, a: s.company(c.r),
    "dept": lambda c, a: c.r.choice(["Sales", "Engineering", "Human Resources", "Finance", "Operations", "Marketing", "Legal", "Facilities"]),
    "ward": lambda c, a: c.r.choice(["Ward 7", "Maternity", "ICU", "Outpatients", "Paediatrics", "Surgical Ward", "Theatre 2"]),
    "hospital": lambda c, a: c.r.choice(["St Thomas Hospital", "Royal Infirmary", "Meadowbrook Clinic", "General Hospital", "Queen Elizabeth Hospital", "Mercy Medical Center"]),
    "job": lambda c, a: c.r.choice(["Sales Representative", "Production Technician", "Office Manager", "Staff Nurse", "Developer", "Accountant", "Marketing Manager", "Owner", "Buyer", "Analyst"]),
    "film": lambda c, a: c.r.choice(["ACADEMY DINOSAUR", "The Doctor's Daughter", "A Stroke of Luck", "Murder at Noon", "Alice in Fields", "Cold Heart", "ROBBERS JOON", "King of Glass", "Saint Rose"]) + c.r.choice(["", " II", " Returns", f" {c.r.randint(2, 9)}"]),
    "book": lambda c, a: c.r.choice(["The Silent Harbour", "Emma's Garden", "A History of Salt", "Practical Botany", "Crime in the Valley", "The Fever Tree", "Learning SQL", "Jane Goes North", "Depression and War"]) + c.r.choice(["", " (2nd ed.)", ": a study"]),
    "song": lambda c, a: c.r.choice(["Angie", "Killing Time", "Roxanne in Blue", "Heart Attack", "Hey Julia", "Black Sunday", "Insane", "Mary Ann", "Fever", "Restless"]) + c.r.choice(["", " (Live)", " - Remix", " II"]),
    "band": lambda c, a: c.r.choice(["The Harbour Lights", "Velvet Kestrel", "Smith & Marsh Quartet", "Iron Meadow", "Los Pájaros", "AC Static", "Queen's Park", "Faith and the Wolves"]),
    "isbn": lambda c, a: "978" + s.digits(c.r, 10), "ean": lambda c, a: "50" + s.digits(c.r, 11), "imei": lambda c, a: "35" + s.digits(c.r, 13),
    "mac": lambda c, a: ":".join(s.hex_of(c.r, 2) for _ in range(6)),
    "sql": lambda c, a: f"SELECT {c.r.choice(s.NOUNS)}, count(*) FROM {c.r.choice(s.LABELS)} WHERE id > {c.r.randint(1, 99)} GROUP BY 1",
    "class": lambda c, a: "App\\Models\\" + c.r.choice(s.NOUNS).capitalize(),
    "event": lambda c, a: c.r.choice(["user.created", "login", "page_view", "order.paid", "file.deleted", "password_reset", "email_sent"]),
    "mrn": lambda c, a: f"{a or ''}{100000 + c.index * 13 + c.r.randint(0, 12)}",
    "ssn": lambda c, a: f"{c.r.randint(101, 665)}-{c.r.randint(1, 99):02d}-{c.r.randint(1, 9999):04d}",
    "npi": lambda c, a: "1" + s.digits(c.r, 9),
    "gmc": lambda c, a: "C" + s.digits(c.r, 7), "gppr": lambda c, a: s.rand(c.r, 1, "ABCDEFGHJKLMNP") + "8" + s.digits(c.r, 4), "trust": lambda c, a: "R" + s.rand(c.r, 2, "ABCDEFGHJKLMNPQTVWXY12345"),
    "lsoa": lambda c, a: "E0100" + s.digits(c.r, 4),
    "vat": lambda c, a: c.r.choice([s.vat(c.r), "DE" + s.digits(c.r, 9), "FR" + s.digits(c.r, 11)]),
    "crn": lambda c, a: c.r.choice(["", "SC", "0"]) + s.digits(c.r, 7),
    "last4": lambda c, a: s.digits(c.r, 4), "mask": lambda c, a: "xxxx-xxxx-xxxx-" + s.digits(c.r, 4), "cardtype": lambda c, a: c.r.choice(["Visa", "MasterCard", "American Express", "Discover"]),
    "expiry": lambda c, a: f"{c.r.randint(1, 12):02d}/{c.r.randint(24, 31)}",
    "csrf": lambda c, a: s.rand(c.r, 32),
    "icd9": lambda c, a: c.r.choice(["4019", "42731", "25000", "5849", "V4581", "2724", "51881", "E8788"]),
    "loinc": lambda c, a: c.r.choice(["8302-2", "29463-7", "8867-4", "2339-0", "718-7", "6690-2"]),
    "ndc": lambda c, a: f"{s.digits(c.r, 5)}-{s.digits(c.r, 4)}-{s.digits(c.r, 2)}", "rxnorm": lambda c, a: c.r.choice([308136, 314076, 197361, 860975, 313782]),
    "units": lambda c, a: c.r.choice(["mg/dL", "mmol/L", "kg", "cm", "/min", "%"]),
    "gwf": lambda c, a: "GWF0" + s.digits(c.r, 8),
    "noms": lambda c, a: f"{s.rand(c.r, 1, 'AG')}{s.digits(c.r, 4)}{s.rand(c.r, 2, 'ABCDEFGHJKTUVXY')}", "pnc": lambda c, a: f"{c.r.randint(1975, 2023)}/{s.digits(c.r, 7)}{s.rand(c.r, 1, 'ABCDEFGHJKLMNPQRTUVWXYZ')}",
    "crnd": lambda c, a: f"{s.rand(c.r, 1, 'DEX')}{s.digits(c.r, 6)}",
    "upn": lambda c, a: s.rand(c.r, 1, "ABCDEFGH") + s.digits(c.r, 12), "uprn": lambda c, a: s.digits(c.r, 12),
    "reg": lambda c, a: f"{s.rand(c.r, 2, 'ABCDEFGHJKLMNOPRSTUVWXY')}{c.r.choice(['12', '67', '19', '70', '23'])} {s.rand(c.r, 3, 'ABCDEFGHJKLMNOPRSTUVWXYZ')}",
    "ean8": lambda c, a: s.digits(c.r, 8), "issn": lambda c, a: f"{s.digits(c.r, 4)}-{s.digits(c.r, 4)}", "doi": lambda c, a: f"10.{s.digits(c.r, 4)}/{s.rand(c.r, 8)}",
    "sip": lambda c, a: f"SIP/{c.r.randint(100, 999)}-{s.hex_of(c.r, 8)}", "ext": lambda c, a: str(c.r.randint(100, 9999)),
    "dicom": lambda c, a: f"1.2.826.0.1.{s.digits(c.r, 7)}.{s.digits(c.r, 4)}.{s.digits(c.r, 3)}",
    "sha": lambda c, a: s.hex_of(c.r, 40),
})
# ---- places
made({
    "city": lambda c, a: s.city(c.r, c.p.where), "state": lambda c, a: c.r.choice([x[1] for x in s.US_CITIES]), "region": lambda c, a: c.r.choice(["Ohio", "Bavaria", "Greater Manchester", "Kent", "Lagos State", "Île-de-France", "Dyfed"]),
    "county": lambda c, a: c.r.choice(["Kent", "Surrey", "West Yorkshire", "Gwynedd", "Fife", "Antrim", "Devon"]), "country": lambda c, a: c.r.choice(s.COUNTRIES)[0],
    "village": lambda c, a: c.r.choice(["Kapsabet", "Naidiri", "Old Town", "Saint Mary", "Llanfair", "Umuoji", "Ziwa"]),
}, accept=["postal_address"])
KINDS["zip"] = (lambda c, a: s.postcode(c.r, c.p.where), "zip", frozenset())
KINDS["ukpc"] = (lambda c, a: s.postcode(c.r, "uk"), frozenset(["uk_postcode"]), frozenset())
KINDS["ukpcn"] = (lambda c, a: s.postcode(c.r, "uk").replace(" ", ""), frozenset(["uk_postcode"]), frozenset())
made({"ukpd": lambda c, a: s.postcode(c.r, "uk").split()[0]})
made({"street": lambda c, a: c.p.street()}, types=["postal_address"])
made({"street2": lambda c, a: c.r.choice([f"Apt {c.r.randint(1, 90)}", f"Suite {c.r.randint(100, 900)}", "Unit 4", f"Floor {c.r.randint(1, 9)}", "c/o Reception", "Flat 2B"]),
      "locality": lambda c, a: c.r.choice(["Fartown", "Little Heath", "Old Town", "Riverside", "Downtown", "Bonnyrigg"]),
      "building": lambda c, a: c.r.choice(["Rose Cottage", "The Old Mill", "Apartment 3", "Tower Block B", "Kingsmead House"])}, accept=["postal_address"])
KINDS["address"] = (lambda c, a: f"{c.p.street()}, {s.city(c.r, c.p.where)}" + (f", {s.postcode(c.r, c.p.where)}" if a != "nopc" else ""), "address", frozenset())
made({"streetpo": lambda c, a: s.street(c.r, "uk")}, types=["postal_address"])
# ---- people
made({
    "given": lambda c, a: c.p.given, "family": lambda c, a: c.p.family, "full": lambda c, a: c.p.full, "middle": lambda c, a: c.p.middle,
    "famgiven": lambda c, a: f"{c.p.family}, {c.p.given}", "FULL": lambda c, a: c.p.full.upper(), "GIVEN": lambda c, a: c.p.given.upper(), "FAMILY": lambda c, a: c.p.family.upper(),
    "titled": lambda c, a: f"{c.p.title} {c.p.given} {c.p.family}", "drname": lambda c, a: c.r.choice([f"Dr {c.p.family}", f"Dr. {c.p.given} {c.p.family}", f"{c.p.given} {c.p.family}", f"{c.p.family} {c.p.given[0]}"]),
    "other": lambda c, a: s.Person(c.r, c.place).full, "otherfamily": lambda c, a: s.Person(c.r, c.place).family, "othergiven": lambda c, a: s.Person(c.r, c.place).given,
    "authors": lambda c, a: c.r.choice([c.p.full, f"{c.p.family}, {c.p.given[0]}.", f"{c.p.full} and {s.Person(c.r, c.place).full}"]),
}, types=["person_name"])
KINDS["display"] = (lambda c, a: c.p.full if c.r.random() < .7 else (c.p.login(), ()), frozenset(["person_name"]), frozenset())
made({"initial": lambda c, a: c.r.choice("ABCDEFGHJKLMNPRSTW"), "mr": lambda c, a: c.p.title, "suffix": lambda c, a: c.r.choice(["Jr.", "Sr.", "III", "MBE"]),
      "initials": lambda c, a: c.p.given[:1] + c.p.family[:1], "nick": lambda c, a: c.r.choice([c.p.given, c.p.login()]), "relation": lambda c, a: c.r.choice(["Mother", "Father", "Spouse", "Friend", "Guardian"])}, accept=["person_name"])
made({"email": lambda c, a: c.p.email(), "emailother": lambda c, a: s.Person(c.r, c.place).email(), "rolemail": lambda c, a: f"{c.r.choice(['info', 'sales', 'contact', 'office', 'support', 'admin'])}@{c.r.choice(s.COMPANY).lower()}.example"}, types=["email"])
made({"emaillogin": lambda c, a: c.p.email()}, types=["email"])
made({"phone": lambda c, a: c.p.phone(), "mobile": lambda c, a: c.p.phone(True), "landline": lambda c, a: c.p.phone(False), "phone2": lambda c, a: s.phone(c.r, c.p.where), "usphone": lambda c, a: s.phone(c.r, "us"), "ukphone": lambda c, a: s.phone(c.r, "uk")}, types=["phone_number"])


@kind("dob", types=["date_of_birth"])
def _(c, a):
    return c.p.born.strftime({"": "%Y-%m-%d", "dt": "%Y-%m-%d 00:00:00", "iso": "%Y-%m-%dT00:00:00Z", "isoms": "%Y-%m-%dT00:00:00.000Z", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y%m%d", "dmon": "%d-%b-%Y", "dot": "%d.%m.%Y"}[a or ""])


@kind("kiddob", types=["date_of_birth"])
def _(c, a):
    return (date(2024, 1, 1) - timedelta(days=c.r.randint(365 * 4, 365 * 17))).strftime({"": "%Y-%m-%d", "dmy": "%d/%m/%Y", "dt": "%Y-%m-%d 00:00:00"}[a or ""])


@kind("doball", types=["date_of_birth"])
def _(c, a):
    return (date(2024, 1, 1) - timedelta(days=c.r.randint(10, 365 * 90))).strftime({"": "%Y-%m-%d", "dt": "%Y-%m-%d 00:00:00", "dmy": "%d/%m/%Y", "iso": "%Y-%m-%dT00:00:00Z"}[a or ""])


made({"phonedigits": lambda c, a: s.digits(c.r, int(a))}, types=["phone_number"])
made({"pin4": lambda c, a: s.digits(c.r, 4)}, accept=["secret_api_key"])
made({"doblong": lambda c, a: c.p.born.strftime("%d %B %Y")}, types=["date_of_birth"])
made({"dobbson": lambda c, a: {"$date": c.p.born.strftime("%Y-%m-%dT00:00:00Z")}}, types=["date_of_birth"])
made({"marital_partner": lambda c, a: s.Person(c.r, c.place).full}, types=["person_name"])
# ---- identifiers and money
made({"nhs": lambda c, a: s.nhs(c.r), "nhsp": lambda c, a: s.spaced(s.nhs(c.r)), "nhs9": lambda c, a: s.nhs(c.r, prefix=c.r.choice(["9", "999"]))}, types=["nhs_number"])
made({"chi": lambda c, a: s.chi(c.r, c.p.born)}, types=["chi_number"])
made({"hc": lambda c, a: s.hc(c.r)}, types=["hc_number"])
made({"nino": lambda c, a: s.nino(c.r)}, types=["nino"])
made({"utr": lambda c, a: s.utr(c.r)}, types=["utr"])
made({"passport": lambda c, a: s.digits(c.r, 9), "passportx": lambda c, a: c.r.choice([s.digits(c.r, 9), s.rand(c.r, 1, "ABCEGKLMNP") + s.digits(c.r, 7), s.rand(c.r, 2, "ABCEGKLMNP") + s.digits(c.r, 7)])}, types=["passport_number"])
made({"gblicence": lambda c, a: s.licence(c.r, c.p)}, types=["driving_licence"])
made({"uslicence": lambda c, a: s.rand(c.r, 1, "ABCDKS") + s.digits(c.r, 7)}, accept=["driving_licence"])
made({"sort": lambda c, a: c.r.choice(["{}-{}-{}", "{}{}{}"]).format(*(s.digits(c.r, 2) for _ in range(3))), "sortd": lambda c, a: "-".join(s.digits(c.r, 2) for _ in range(3)), "acct8": lambda c, a: s.digits(c.r, 8)}, types=["sort_code_account"])
made({"acct": lambda c, a: s.digits(c.r, c.r.choice([9, 10, 11, 12])), "routing": lambda c, a: s.digits(c.r, 9), "bic": lambda c, a: s.rand(c.r, 4, "ABCDEFGHKLMNPRST") + c.r.choice(["GB2L", "DEFF", "FRPP"]), "bank": lambda c, a: c.r.choice(["Barclays", "First National Bank", "Sparkasse", "HSBC", "Santander"])}, accept=["sort_code_account"])
made({"iban": lambda c, a: s.iban(c.r), "ibangb": lambda c, a: s.iban(c.r, "GB"), "ibansp": lambda c, a: re.sub("(.{4})", r"\1 ", s.iban(c.r)).strip()}, types=["iban"])
made({"card": lambda c, a: s.card(c.r), "cardsp": lambda c, a: re.sub("(.{4})", r"\1 ", s.card(c.r, "visa")).strip()}, types=["payment_card"])
# ---- secrets
for how in "md5 sha1 sha256 bcrypt phpass drupal django aspnet argon2 crypt6 crypt1 ssha md5salt sha256salt adventure mysql scrypt passlib aspnet_old sha512 pbkdf2_gitea base64sha".split():
    made({"h." + how: lambda c, a, how=how: s.hashed(c.r, how)}, types=["password_hash"])
made({"salt": lambda c, a: s.rand(c.r, int(a or 10)), "salthex": lambda c, a: s.hex_of(c.r, int(a or 32))}, accept=["password_hash", "secret_api_key"])
made({"session": lambda c, a: s.rand(c.r, int(a or 32)), "sessionhex": lambda c, a: s.hex_of(c.r, int(a or 32)), "resettoken": lambda c, a: s.rand(c.r, int(a or 40)), "tokenhash": lambda c, a: s.hex_of(c.r, 64)}, accept=["secret_api_key", "password_hash"])
for how in "stripe github aws slack plain hex hex32 gitlab url jwt sendgrid google".split():
    made({"s." + how: lambda c, a, how=how: s.secret(c.r, how)}, types=["secret_api_key"])
made({"s.password": lambda c, a: s.plain_password(c.r), "s.uuid": lambda c, a: s.uid(c.r), "s.any": lambda c, a: s.secret(c.r), "s.rand": lambda c, a: s.rand(c.r, int(a or 32))}, types=["secret_api_key"])
made({"pem": lambda c, a: s.pem(c.r)}, types=["private_key"])
made({"pubkey": lambda c, a: "ssh-rsa AAAAB3NzaC1yc2E" + s.rand(c.r, 200) + c.r.choice(["", " deploy@ci"]), "fingerprint": lambda c, a: "SHA256:" + s.rand(c.r, 43)})
made({"ip": lambda c, a: s.ipv4(c.r) if c.r.random() < .9 else s.ipv6(c.r), "ip4": lambda c, a: s.ipv4(c.r), "ip6": lambda c, a: s.ipv6(c.r), "iplocal": lambda c, a: f"10.0.{c.r.randint(0, 9)}.{c.r.randint(1, 254)}"}, types=["ip_address"])
# ---- health, offences, beliefs
made({"condition": lambda c, a: c.r.choice(s.CONDITIONS), "allergy": lambda c, a: c.r.choice(s.ALLERGIES), "procedure": lambda c, a: c.r.choice(s.PROCEDURES), "death": lambda c, a: c.r.choice(s.CONDITIONS)}, types=["clinical_term"])
made({"refterm": lambda c, a: s.CONDITIONS[c.index % len(s.CONDITIONS)] + ["", ", unspecified", ", acute", ", chronic", " of childhood", ", recurrent", " in remission"][c.index // len(s.CONDITIONS) % 7]}, types=["clinical_term"])
made({"refsnomed": lambda c, a: s.sctid(c.index)}, types=["snomed_code"])
made({"drug": lambda c, a: f"{c.r.choice(s.DRUGS)} {c.r.choice(s.DOSES)}".strip(), "drugname": lambda c, a: c.r.choice(s.DRUGS), "DRUG": lambda c, a: c.r.choice(s.DRUGS).upper()}, types=["medication"])
made({"icd": lambda c, a: c.r.choice(s.ICD), "icdnd": lambda c, a: c.r.choice(s.ICD).replace(".", "")}, types=["icd10_code"])
made({"opcs": lambda c, a: c.r.choice(s.OPCS), "opcsnd": lambda c, a: c.r.choice(s.OPCS).replace(".", "")}, types=["opcs4_code"])
made({"snomed": lambda c, a: c.r.choice(s.SNOMED)}, types=["snomed_code"])
made({"read": lambda c, a: c.r.choice(s.READ)}, types=["read_code"])
made({"vaccine": lambda c, a: c.r.choice(["Influenza, seasonal", "MMR", "Hepatitis B vaccine", "BCG", "COVID-19 Pfizer", "Tetanus toxoid"]), "lab": lambda c, a: c.r.choice(["Glucose", "Haemoglobin", "Body Weight", "Creatinine", "White Blood Cells", "Heart rate", "Sodium"]),
      "symptom": lambda c, a: c.r.choice(["fever", "cough", "headache", "abdominal pain", "dizziness"]), "blood": lambda c, a: c.r.choice(["A+", "O-", "AB+", "B+", "O+"]),
      "substance": lambda c, a: c.r.choice(["Penicillin", "Peanuts", "Latex", "Aspirin", "Dust mite", "Codeine"])}, accept=["clinical_term", "medication"])


@kind("clinote", types=["clinical_term"], accept=["medication", "person_name"])
def _(c, a):
    x, d = c.r.choice(s.CONDITIONS), c.r.choice(s.DRUGS).lower()
    if c.r.random() < .25:
        return c.r.choice(["Review in two weeks.", "DNA'd. Letter sent.", "Bloods normal, no further action."]), ()
    return c.r.choice([f"Known {x.lower()}. Started {d}.", f"Seen in clinic with {x.lower()}, plan: continue {d}.", f"{x}. Follow up 6/52.", f"c/o {x.lower()} since last week; advised {d} bd"]), ("clinical_term",)


@kind("letter", types=["clinical_term", "person_name", "date_of_birth"], accept=["medication", "uk_postcode", "postal_address"])
def _(c, a):
    return f"Dear Dr {s.Person(c.r, c.place).family}, Re: {c.p.title} {c.p.full}, DOB {c.p.born:%d/%m/%Y}. Diagnosis: {c.r.choice(s.CONDITIONS)}. I reviewed this patient in clinic."


@kind("chat", types=["person_name", "email", "phone_number"])
def _(c, a):
    q = s.Person(c.r, c.place)
    x = c.r.random()
    if x < .2:
        return f"Hi {q.given}, {s.sentence(c.r, 6).lower()} thanks, {c.p.full}", ("person_name",)
    if x < .3:
        return f"{s.sentence(c.r, 5)} please mail {c.p.email()}", ("email",)
    if x < .4:
        return f"call me on {s.phone(c.r, 'uk')} {s.sentence(c.r, 5).lower()}", ("phone_number",)
    return s.sentence(c.r), ()


made({"offence": lambda c, a: c.r.choice(s.OFFENCES)}, types=["criminal_offence"])
made({"ethnic": lambda c, a: c.r.choice(s.ETHNIC) if c.r.random() < .9 else c.r.choice(s.UNDISCLOSED), "usrace": lambda c, a: c.r.choice(s.US_ETHNIC), "racelower": lambda c, a: c.r.choice(["white", "black", "asian", "native", "other"]), "ushisp": lambda c, a: c.r.choice(["hispanic", "nonhispanic"]), "ushisp2": lambda c, a: c.r.choice(["hisp_or_latin", "not_hisp_or_latin"])}, types=["ethnicity"])
made({"ethcode": lambda c, a: c.r.choice("ABCDEFGHJKLMNPRSZ"), "nationality": lambda c, a: c.r.choice(["British", "Polish", "Indian", "Nigerian", "Irish", "American"])}, accept=["ethnicity"])
made({"religion": lambda c, a: c.r.choice(s.RELIGIONS) if c.r.random() < .9 else c.r.choice(s.UNDISCLOSED)}, types=["religion"])
made({"orientation": lambda c, a: c.r.choice(s.ORIENTATION) if c.r.random() < .85 else c.r.choice(s.UNDISCLOSED)}, types=["sexual_orientation"])


@kind("userjson", types=["email", "person_name"])
def _(c, a):
    return json.dumps({"id": c.r.randint(1, 9999), "email": c.p.email(), "name": c.p.full, "active": c.r.random() < .5})


@kind("phpcapabilities")
def _(c, a):
    return 'a:1:{s:10:"subscriber";b:1;}'


@kind("metakey")
def _(c, a):
    c.meta = c.r.choice(["rich_editing", "wp_capabilities", "_edit_lock", "first_name", "last_name", "billing_phone", "billing_address_1", "billing_email", "shipping_last_name", "show_admin_bar"])
    return c.meta


@kind("metavalue", types=["person_name", "phone_number", "postal_address", "email"], accept=["uk_postcode"])
def _(c, a):
    return {"first_name": lambda: (c.p.given, ("person_name",)), "last_name": lambda: (c.p.family, ("person_name",)), "shipping_last_name": lambda: (c.p.family, ("person_name",)), "billing_phone": lambda: (c.p.phone(), ("phone_number",)),
            "billing_address_1": lambda: (c.p.street(), ("postal_address",)), "billing_email": lambda: (c.p.email(), ("email",)), "wp_capabilities": lambda: ('a:1:{s:8:"customer";b:1;}', ()),
            "_edit_lock": lambda: (f"{c.r.randint(16 * 10 ** 8, 17 * 10 ** 8)}:1", ())}.get(c.meta, lambda: ("true", ()))()


@kind("eav", types=["person_name", "phone_number", "postal_address", "email"], accept=["uk_postcode"])
def _(c, a):
    """Values whose meaning stands in another table."""
    return c.r.choice([lambda: ("true", ()), lambda: (c.p.given, ("person_name",)), lambda: (c.p.family, ("person_name",)), lambda: (c.p.phone(), ("phone_number",)), lambda: (c.p.street(), ("postal_address",)), lambda: (c.p.email(), ("email",)),
                       lambda: (str(c.r.randint(1, 99)), ())])()


made({"streetpobox": lambda c, a: f"PO Box {c.r.randint(10, 9999)}", "streetponame": lambda c, a: f"{c.r.choice(s.UK_STREETS[:10])} {c.r.choice(s.UK_WAYS)}".upper(), "streetus": lambda c, a: f"{c.r.choice(s.US_STREETS)} {c.r.choice(s.US_WAYS)}".upper()}, types=["postal_address"])
made({"panin": lambda c, a: s.rand(c.r, 5, "ABCDEFGHJKLP") + s.digits(c.r, 4) + s.rand(c.r, 1, "ABCDEF")})
made({"uscrime": lambda c, a: c.r.choice(["THEFT", "BATTERY", "ASSAULT", "BURGLARY", "ROBBERY", "MOTOR VEHICLE THEFT", "CRIMINAL DAMAGE", "HOMICIDE"]), "ukcrime": lambda c, a: c.r.choice(["Burglary", "Vehicle crime", "Robbery", "Shoplifting", "Drugs", "Criminal damage and arson", "Violence and sexual offences", "Possession of weapons"])}, types=["criminal_offence"])
made({"usrace2": lambda c, a: c.r.choice(["African-American", "Caucasian", "Hispanic", "Other", "Asian", "Native American"]), "racecensus": lambda c, a: c.r.choice(["White", "Black", "Asian-Pac-Islander", "Amer-Indian-Eskimo", "Other"])}, types=["ethnicity"])
made({"religion2": lambda c, a: c.r.choice(["Christian", "Muslim", "Traditional", "Catholic", "Anglican"])}, types=["religion"])
made({"famtitled": lambda c, a: f"{c.p.family}, {c.p.title}. {c.p.given} {c.p.middle}", "famgivenslash": lambda c, a: f"{c.p.family}/{c.p.given} {c.p.title}".upper()}, types=["person_name"])
KINDS["address2"] = (lambda c, a: f"{s.street(c.r, 'uk')}, {s.city(c.r, 'uk')}", frozenset(["postal_address"]), frozenset())
made({"text2": lambda c, a: c.r.choice(["Slept well, good appetite.", "Brakes squeal, check front pads", "Family visited in the afternoon.", "Replaced oil filter", "Refused breakfast, settled later.", "MOT and service", "New tyres fitted"]), "streetstop": lambda c, a: f"{c.r.choice(s.UK_STREETS[:9])} {c.r.choice(s.UK_WAYS)}" + c.r.choice(["", " (Stop B)", " Station"])}, accept=["postal_address", "clinical_term"])
# ---- of the third set
made({"dob6": lambda c, a: c.p.born.strftime("%d%m%y"), "dobmix": lambda c, a: c.p.born.strftime(c.r.choice(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%d %b %Y", "%d%m%Y", "%Y-%m-%d"]))}, types=["date_of_birth"])
made({"nhsmix": lambda c, a: c.r.choice([s.nhs(c.r), s.spaced(s.nhs(c.r)), s.spaced(s.nhs(c.r), "-"), s.spaced(s.nhs(c.r), "  ")])}, types=["nhs_number"])
made({"ninomix": lambda c, a: spaced_nino(c.r)}, types=["nino"])
made({"chisp": lambda c, a: (lambda n: f"{n[:6]} {n[6:]}")(s.chi(c.r, c.p.born))}, types=["chi_number"])
made({"hcsp": lambda c, a: s.spaced(s.hc(c.r))}, types=["hc_number"])
made({"surname20": lambda c, a: c.p.family.upper()[:20].ljust(20), "fore1": lambda c, a: c.p.given.upper()[:12], "names1": lambda c, a: f"{c.p.family.upper()} {c.p.given[0].upper()} {c.p.title.upper()}"}, types=["person_name"])
made({"pcns": lambda c, a: c.r.choice([str.lower, str, str])(s.postcode(c.r, "uk")).replace(" ", c.r.choice(["", " ", "  "]))}, types=["uk_postcode"])
made({"phonens": lambda c, a: c.r.choice([s.phone(c.r, "uk").replace(" ", ""), s.phone(c.r, "uk").replace(" ", "-"), s.phone(c.r, "uk").replace(" ", ".")])}, types=["phone_number"])
made({"streetup": lambda c, a: s.street(c.r, "uk").upper()}, types=["postal_address"])
made({"house": lambda c, a: c.r.choice(["ROSE COTTAGE", "FLAT 2B", "THE OLD FORGE", "TY GWYN", "C/O MRS EVANS", "APT 9"])}, accept=["postal_address", "person_name"])
made({"cond4": lambda c, a: c.r.choice(["T2DM", "HTN", "COPD", "AF", "CKD3", "IHD", "asthma", "epilepsy", "MS", "RA"])}, types=["clinical_term"])
made({"yesno": lambda c, a: c.r.choice(["Y", "N", "Yes", "No", "n/k"]), "partno": lambda c, a: f"{s.rand(c.r, 2, 'ABCDEFGHJK')}{c.r.randint(1, 99)} {c.r.randint(1, 9)}{s.rand(c.r, 2, 'ABDEFGHJLN')}"[:int(a or 9)], "order10": lambda c, a: "4" + s.digits(c.r, 9),
      "bin": lambda c, a: f"{s.rand(c.r, 1, 'ABCDEFGH')}{c.r.randint(10, 99)}.{c.r.randint(1, 9)}", "seq10": lambda c, a: str(7400000000 + c.index * 37), "gtin": lambda c, a: "50" + s.digits(c.r, 12), "ts13": lambda c, a: str(1600000000000 + c.r.randint(0, 10 ** 11)),
      "rgb": lambda c, a: f"{c.r.randint(0, 255)},{c.r.randint(0, 255)},{c.r.randint(0, 255)}", "score": lambda c, a: f"{c.r.randint(0, 5)}-{c.r.randint(0, 5)}", "grid": lambda c, a: f"{s.rand(c.r, 2, 'STNHJ')} {s.digits(c.r, 3)} {s.digits(c.r, 3)}", "temp": lambda c, a: f"{c.r.uniform(-25, 30):.1f}",
      "cas": lambda c, a: f"{s.digits(c.r, 4)}-{s.digits(c.r, 2)}-{c.r.randint(0, 9)}", "commit": lambda c, a: s.hex_of(c.r, 40), "semver": lambda c, a: f"v{c.r.randint(0, 9)}.{c.r.randint(0, 30)}.{c.r.randint(0, 9)}", "voy": lambda c, a: s.rand(c.r, 3, "ABCMSU") + "U" + s.digits(c.r, 7)})


made({"TITLEDUP": lambda c, a: f"{c.p.title} {c.p.full}".upper()}, types=["person_name"])
made({"icdlist": lambda c, a: f"{'ABCDEFGHIJKLMN'[c.index % 14]}{10 + c.index % 80}.{c.index % 10}"}, types=["icd10_code"])
made({"refoffence": lambda c, a: s.OFFENCES[c.index % len(s.OFFENCES)] + ["", " (attempt)", " - conspiracy", " with intent", " aggravated"][c.index // len(s.OFFENCES) % 5]}, types=["criminal_offence"])


@kind("hl7", types=["nhs_number", "person_name", "date_of_birth", "clinical_term"], accept=["postal_address", "uk_postcode", "phone_number", "icd10_code"])
def _(c, a):
    f = c.p.family.upper().replace("'", "")
    return (f"MSH|^~\\&|PAS|RXX|EPR|RXX|{c.at:%Y%m%d%H%M}||ADT^A01|{c.index}|P|2.4\rPID|1||{s.nhs(c.r)}^^^NHS||{f}^{c.p.given.upper()}^^^{c.p.title.upper()}||{c.p.born:%Y%m%d}|{'F' if c.p.female else 'M'}|||{c.p.street()}^^{s.city(c.r)}^^{s.postcode(c.r)}||{s.phone(c.r)}\r"
            f"PV1|1|I|WARD7^^^RXX\rDG1|1||{c.r.choice(s.ICD)}^{c.r.choice(s.CONDITIONS)}^I10")


ATTRIBUTES = {"surname": (lambda c: c.p.family, "person_name"), "forename": (lambda c: c.p.given, "person_name"), "date_of_birth": (lambda c: c.p.born.strftime("%d/%m/%Y"), "date_of_birth"), "nhs_no": (lambda c: s.nhs(c.r), "nhs_number"), "home_phone": (lambda c: c.p.phone(), "phone_number"),
              "religion": (lambda c: c.r.choice(s.RELIGIONS[:8]), "religion"), "postcode": (lambda c: s.postcode(c.r), "uk_postcode"), "shoe_size": (lambda c: str(c.r.randint(3, 12)), None), "consent": (lambda c: c.r.choice("YN"), None), "allergies": (lambda c: c.r.choice(s.ALLERGIES), "clinical_term")}
SETTINGS = {"smtp_host": (lambda c: "mail.example.net", None), "smtp_password": (lambda c: s.plain_password(c.r), "secret_api_key"), "theme": (lambda c: c.r.choice(["dark", "light"]), None), "stripe_secret_key": (lambda c: s.secret(c.r, "stripe"), "secret_api_key"), "db_url": (lambda c: s.secret(c.r, "url"), "secret_api_key"),
            "page_size": (lambda c: str(c.r.randint(10, 90)), None), "retention_days": (lambda c: str(c.r.randint(10, 90)), None), "jwt_secret": (lambda c: s.rand(c.r, 48), "secret_api_key"), "support_email": (lambda c: f"support@{c.r.choice(s.COMPANY).lower()}.example", "email")}


@kind("attr")
def _(c, a):
    c.meta = c.r.choice(list(SETTINGS if a == "settings" else ATTRIBUTES))
    return c.meta


@kind("attrval", types=["person_name", "date_of_birth", "nhs_number", "phone_number", "religion", "uk_postcode", "clinical_term"])
def _(c, a):
    f, t = ATTRIBUTES[c.meta]
    return f(c), ((t,) if t else ())


@kind("settingval", types=["secret_api_key", "email"])
def _(c, a):
    f, t = SETTINGS[c.meta]
    return f(c), ((t,) if t else ())


# ---- running text: what it is about stands in braces
FILLERS = {
    "full": (lambda c: c.p.full, "person_name"), "given": (lambda c: c.p.given, "person_name"), "family": (lambda c: c.p.family, "person_name"), "titled": (lambda c: f"{c.p.title} {c.p.family}", "person_name"),
    "TITLED": (lambda c: f"{c.p.title} {c.p.full}".upper(), "person_name"), "famgiven": (lambda c: f"{c.p.family.upper()}, {c.p.given}", "person_name"), "other": (lambda c: s.Person(c.r, c.place).full, "person_name"),
    "othertitled": (lambda c: (lambda q: f"{q.title} {q.family}")(s.Person(c.r, c.place)), "person_name"), "dr": (lambda c: f"Dr {s.Person(c.r, c.place).family}", "person_name"),
    "dob": (lambda c: c.p.born.strftime(c.r.choice(["%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d"])), "date_of_birth"),
    "nhs": (lambda c: c.r.choice([s.spaced(s.nhs(c.r)), s.nhs(c.r), s.spaced(s.nhs(c.r), "-")]), "nhs_number"), "chi": (lambda c: s.chi(c.r, c.p.born), "chi_number"), "hc": (lambda c: c.r.choice([s.hc(c.r), s.spaced(s.hc(c.r))]), "hc_number"),
    "nino": (lambda c: spaced_nino(c.r), "nino"), "street": (lambda c: s.street(c.r, "uk"), "postal_address"), "pc": (lambda c: s.postcode(c.r, "uk"), "uk_postcode"), "town": (lambda c: s.city(c.r, "uk"), "-postal_address"),
    "phone": (lambda c: s.phone(c.r, "uk"), "phone_number"), "mob": (lambda c: s.phone(c.r, "uk", True), "phone_number"), "email": (lambda c: c.p.email(), "email"),
    "iban": (lambda c: s.iban(c.r, "GB"), "iban"), "sort": (lambda c: "-".join(s.digits(c.r, 2) for _ in range(3)), "sort_code_account"), "acct": (lambda c: s.digits(c.r, 8), "sort_code_account"),
    "card": (lambda c: re.sub("(.{4})", r"\1 ", s.card(c.r, "visa")).strip(), "payment_card"), "passport": (lambda c: s.digits(c.r, 9), "passport_number"), "licence": (lambda c: s.licence(c.r, c.p), "driving_licence"), "utr": (lambda c: s.utr(c.r), "utr"),
    "cond": (lambda c: c.r.choice(s.CONDITIONS).lower(), "clinical_term"), "Cond": (lambda c: c.r.choice(s.CONDITIONS), "clinical_term"), "drug": (lambda c: c.r.choice(s.DRUGS).lower(), "medication"), "proc": (lambda c: c.r.choice(s.PROCEDURES).lower(), "clinical_term"),
    "icd": (lambda c: c.r.choice(s.ICD), "icd10_code"), "opcs": (lambda c: c.r.choice(s.OPCS), "opcs4_code"), "snomed": (lambda c: c.r.choice(s.SNOMED), "snomed_code"),
    "eth": (lambda c: c.r.choice(s.ETHNIC), "ethnicity"), "rel": (lambda c: c.r.choice(s.RELIGIONS[:8]), "religion"), "ori": (lambda c: c.r.choice(s.ORIENTATION[1:3]).lower(), "sexual_orientation"), "off": (lambda c: c.r.choice(s.OFFENCES).lower(), "criminal_offence"), "Off": (lambda c: c.r.choice(s.OFFENCES), "criminal_offence"),
    "key": (lambda c: s.secret(c.r, c.r.choice(["stripe", "github", "aws", "slack", "gitlab", "sendgrid"])), "secret_api_key"), "pw": (lambda c: s.plain_password(c.r), "secret_api_key"), "url": (lambda c: s.secret(c.r, "url"), "secret_api_key"), "ip": (lambda c: s.ipv4(c.r), "ip_address"),
    "date": (lambda c: c.at.strftime("%d/%m/%Y"), None), "time": (lambda c: c.at.strftime("%H:%M"), None), "ref": (lambda c: f"{s.rand(c.r, 2, 'ABCDEFGH')}{s.digits(c.r, 6)}", None), "n": (lambda c: str(c.r.randint(1, 99)), None), "big": (lambda c: s.digits(c.r, 10), None),
    "text": (lambda c: s.sentence(c.r), None), "host": (lambda c: KINDS["host"][0](c, None), None), "company": (lambda c: s.company(c.r), None), "word": (lambda c: c.r.choice(s.NOUNS), None), "money": (lambda c: f"{c.r.uniform(5, 900):.2f}", None),
}


def spaced_nino(r):
    n = s.nino(r)
    return r.choice([n, " ".join([n[:2], n[2:4], n[4:6], n[6:8], n[8:]]), n.lower(), f"{n[:2]} {n[2:8]} {n[8:]}"])


def fill(c, template, types, accept):
    def one(m):
        f, t = FILLERS[m[1]]
        if t:
            (accept.add(t[1:]) if t[0] == "-" else types.add(t))
        return f(c)
    return re.sub(r"\{(\w+)\}", one, template).replace("\\n", "\n").replace("\\r", "\r")


def mess(r, value):
    """Typing errors, case, spaces and what a scanner makes of letters. Digits stay, as a wrong one is another number."""
    def swap(text):
        i = r.randrange(max(1, len(text) - 1))
        return text[:i] + text[i + 1:i + 2] + text[i:i + 1] + text[i + 2:] if text[i:i + 2].isalpha() else text
    if not isinstance(value, str) or r.random() < .5:
        return value
    return r.choice([str.upper, str.lower, lambda v: v.replace(" ", "  "), lambda v: f" {v} ", swap, lambda v: v.replace("l", "1", 1) if v.isalpha() else v, lambda v: v.replace("rn", "m", 1), lambda v: v + ",", lambda v: v.replace(", ", ","), lambda v: v.swapcase()])(value)


def parse(text):
    """Datasets: {"name", "place", "level", "reason", "rows", "source", "columns": [(path, kind, argument, choices, filled)], "groups"}."""
    project, place, source, found, groups, group = None, "mix", "postgres", [], {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("%"):
            group = groups.setdefault(line[1:].strip(), [])
            continue
        if line[0].isspace() and group is not None:
            group.append(line.strip())
            continue
        group = None
        if line.startswith("@"):
            parts = line[1:].split()
            project, place, source = parts[0], (parts[1] if len(parts) > 1 else "mix"), (parts[2] if len(parts) > 2 else "postgres")
            continue
        if not line[0].isspace():
            table, level, reason = re.match(r"(\S+)\s+(none|low|moderate|high|critical|-)\s+(.*)", line).groups()
            rows = re.search(r"\[(\d+)\]$", reason)
            found.append({"name": f"{project}.{table}", "place": place, "level": level, "reason": re.sub(r"\s*\[\d+\]$", "", reason), "source": source, "rows": int(rows[1]) if rows else None, "columns": [], "groups": groups})
            continue
        for token in re.findall(r'(?:[^\s"]|"[^"]*")+', line):
            token = token.replace('"', "")
            filled = 1.0
            m = re.search(r"\?(0?\.\d+)?$", token)
            if m:
                filled, token = float(m[1] or 0.5), token[:m.start()]
            if "=" in token:
                name, choices = token.split("=", 1)
                found[-1]["columns"].append((name, None, None, [v for v in choices.split("|")], filled))
                continue
            name, k = token.split(":", 1) if token.count(":") < 2 else (token.split(":")[0], ":".join(token.split(":")[1:]))
            k, _, argument = k.partition(":")
            if k.rstrip("~") not in KINDS and k not in ("text.", "json.", "b64."):
                sys.exit(f"{number}: unknown kind {k} in {token}")
            found[-1]["columns"].append((name, k, argument or None, None, filled))
    return found


def put(record, path, value):
    parts = path.split(".")
    for i, p in enumerate(parts[:-1]):
        if p.endswith("[]"):
            record = record.setdefault(p[:-2], [{}])[0]
        else:
            record = record.setdefault(p, {})
    last = parts[-1]
    if last.endswith("[]"):
        record[last[:-2]] = [value]
    else:
        record[last] = value


def make(c, k, argument, groups):
    """The value of a kind, its types, and those accepted."""
    if k.endswith("~"):
        value, types, accept = make(c, k[:-1], argument, groups)
        return mess(c.r, value), types, accept
    if k == "text.":
        types, accept = set(), set()
        value = fill(c, c.r.choice(groups[argument]), types, accept)
        return value, types, accept
    if k in ("json.", "b64."):
        inner, types, accept = {}, set(), set()
        for part in argument.split(","):
            name, kind, *rest = part.split(":")
            value, t, a = make(c, kind, rest[0] if rest else None, groups)
            inner[name] = value
            types |= set(t)
            accept |= set(a)
        text = json.dumps(inner, ensure_ascii=False)
        return (base64.b64encode(text.encode()).decode() if k == "b64." else text), types, accept
    f, types, accept = KINDS[k]
    value = f(c, argument)
    if isinstance(value, tuple):
        value, found = value
        accept, types = frozenset(accept) | frozenset(types), found
    if types == "zip":
        types = ["uk_postcode"] if c.p.where == "uk" else []
    elif types == "address":
        types = ["postal_address", "uk_postcode"] if c.p.where == "uk" and argument != "nopc" else ["postal_address"]
    return value, types, accept


def build(spec):
    r = random.Random(f"1/{spec['name']}")
    rows = spec["rows"] or r.choice([5, 12, 20, 30, 40, 60, 80, 120, 200])
    counts = [dict(filled=0, types={}, accept=set()) for _ in spec["columns"]]
    records = []
    for index in range(rows):
        c = Row(r, spec["place"], index)
        record = {}
        for (name, k, argument, choices, filled), count in zip(spec["columns"], counts):
            if choices is not None:
                value, types, accept = r.choice(choices), (), frozenset()
                if value.lstrip("-").isdigit() and len(value) < 7 and r.random() < 2:
                    value = int(value)
            else:
                value, types, accept = make(c, k, argument, spec["groups"])
            if filled < 1 and r.random() >= filled:
                value, types = (r.choice([None, None, ""]) if spec["source"] != "mongodb" else None), ()
            put(record, name, value)
            if value not in (None, ""):
                count["filled"] += 1
                for t in types:
                    count["types"][t] = count["types"].get(t, 0) + 1
            count["accept"] |= accept
        records.append(record)
    labels = [{"dataset": spec["name"], "source": spec["source"], "records": rows, "reason": spec["reason"]}]
    # Where the table of levels can be read in two ways, none is asked for.
    if spec["level"] != "-":
        labels[0]["sensitivity"] = spec["level"]
    for (name, *_), count in zip(spec["columns"], counts):
        types = [{"type": t, "fraction": round(n / rows, 4)} for t, n in sorted(count["types"].items())] or [{"type": "none", "fraction": 1.0}]
        label = {"dataset": spec["name"], "field": name.replace("[]", ""), "filled": round(count["filled"] / rows, 4), "types": types}
        accept = sorted(count["accept"] - set(count["types"]))
        if accept:
            label["accept"] = accept
        labels.append(label)
    return records, labels


def check(path):
    """A level cannot be below what a column's type alone comes to (testdata/eval/README.md)."""
    least = {"secret_api_key": 4, "private_key": 4, "password_hash": 3, "nhs_number": 3, "chi_number": 3, "hc_number": 3, "nino": 3, "utr": 3, "passport_number": 3, "driving_licence": 3, "iban": 3, "sort_code_account": 3,
             "payment_card": 3, "email": 1, "person_name": 1, "ip_address": 1}
    levels, wrong = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "sensitivity" in row:
            levels[row["dataset"]] = ["none", "low", "moderate", "high", "critical"].index(row["sensitivity"])
        for t in row.get("types", []):
            if row["dataset"] in levels and least.get(t["type"], 0) > levels[row["dataset"]]:
                wrong.setdefault(row["dataset"], []).append(f"{row['field']}: {t['type']}")
    for name, fields in wrong.items():
        print(f"{name} is rated too low for {', '.join(fields)}", file=sys.stderr)
    if wrong:
        sys.exit(1)


def main(out):
    for text in sorted(HERE.glob("*.txt")):
        folder = pathlib.Path(out) / text.stem
        (folder / "data").mkdir(parents=True, exist_ok=True)
        specs = parse(text.read_text(encoding="utf-8"))
        names = [x["name"] for x in specs]
        assert len(names) == len(set(names)), [n for n in names if names.count(n) > 1]
        with open(folder / "labels.ndjson", "w", encoding="utf-8") as labels_file:
            for spec in specs:
                records, labels = build(spec)
                with open(folder / "data" / f"{spec['name']}.ndjson", "w", encoding="utf-8") as f:
                    for record in records:
                        f.write(json.dumps({"dataset": spec["name"], "record": record}, ensure_ascii=False) + "\n")
                for label in labels:
                    labels_file.write(json.dumps(label, ensure_ascii=False) + "\n")
        check(folder / "labels.ndjson")
        print(f"{text.stem}: {len(specs)} datasets, {sum(len(x['columns']) for x in specs)} fields", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
