"""Word stock and value makers of the generated evaluation sets. Python 3 standard library only.

Every value is made up. Telephone numbers are mostly of ranges kept for fiction; e-mail domains are reserved names; check
digits are computed, so an identifier may by chance be one that was issued. Nothing was taken from a lexicon of the program.
"""
import base64
import hashlib
import json
import random
import string
import uuid
from datetime import date, datetime, timedelta

GIVEN = {
    "en": """James Oliver Harriet Sophie Thomas Emily George Amelia Jack Charlotte Harry Isla Alfie Poppy Charlie Ella Oscar Grace
        William Freya Edward Matilda Henry Alice Arthur Florence Stanley Rosie Leonard Evelyn Frederick Beatrice Margaret Dorothy
        Kenneth Sheila Derek Pauline Trevor Maureen Nigel Gillian Graham Lorraine Wayne Tracey Darren Kelly Craig Stacey Lee Dawn""",
    "us": """Michael Jennifer Christopher Jessica Joshua Ashley Brandon Amanda Tyler Brittany Austin Megan Dustin Kayla Cody Taylor
        Chad Heather Randall Tammy Earl Wanda Leroy Shaniqua DeShawn Latoya Marcus Ebony Hunter Madison Logan Brooklyn Carter Savannah""",
    "cy": "Rhys Cerys Gethin Angharad Dafydd Ffion Emyr Lowri Iolo Nia Llewelyn Myfanwy Huw Sioned Aled Gwenllian Ieuan Eleri Owain Bethan",
    "sc": "Hamish Morag Callum Eilidh Fraser Catriona Alasdair Mhairi Fergus Kirsty Struan Isobel Gregor Ailsa Lachlan Shona Ewan Fiona",
    "ie": "Aoife Cormac Niamh Declan Saoirse Eoin Siobhan Padraig Caoimhe Fionn Roisin Diarmuid Orla Ciaran Grainne Brendan Sinead Cathal",
    "sa": """Mohammed Fatima Imran Ayesha Bilal Zainab Harpreet Gurpreet Manjit Jaswinder Priya Rajesh Ananya Vikram Deepika Arjun
        Lakshmi Sanjay Nasreen Tariq Shabnam Farhan Rukhsana Usman Simran Kiran Dilip Meera Suresh Kavita Abdul Nusrat""",
    "pl": "Krzysztof Agnieszka Wojciech Katarzyna Zbigniew Magdalena Tomasz Joanna Bartosz Ewelina Grzegorz Beata Łukasz Zofia Paweł Halina",
    "af": "Chukwuemeka Ngozi Oluwaseun Adaeze Kwame Abena Kofi Akosua Babatunde Folake Tendai Chipo Sipho Thandiwe Amina Yusuf Mariama Ousmane",
    "zh": "Wei Xiaoming Mei Jing Haoran Yifan Ling Zhihao Xinyi Jian Siu Ka-Ming Wing Chun Yan Hui Bo Qiang",
    "eu": """Lukas Hannah Jürgen Ingrid Matthias Anneliese Pierre Océane Étienne Camille Giovanni Chiara Alessandro Francesca Javier
        Lucía José Carmen João Beatriz Lars Astrid Sven Mikael Ioannis Eleni Radoslav Ivana Andrei Ioana Mehmet Zeynep""",
}
FAMILY = {
    "en": """Whitfield Hargreaves Thornton Ashworth Pickering Barraclough Sutcliffe Ollerenshaw Fairbrother Winterbottom Smith Jones
        Taylor Brown Wilson Johnson Wright Walker Robinson Thompson Turner Hill Cooper Ward Baker Green Parker Cook Bell Fox Wood
        Marsh Field Stone Church Bishop King Knight Lamb Peacock Swift Frost Winter Summers May Day Long Short Young Rose Holly""",
    "us": """Anderson Martinez Rodriguez Washington Jefferson Kowalski Olson Nguyen Castillo Hernandez Schwartz Goldberg Van-Dyke
        McAllister Buchholz Delgado Freeman Hawkins Boone Crockett Sanders Burke Whitaker Vance Tucker""",
    "cy": "Llewellyn Gruffydd Prydderch Cadwaladr Bevan Pugh Morgan Griffiths Davies Evans Rees Probert Howells Ap-Rhys Gwynne Vaughan",
    "sc": "MacDonald Mackintosh Buchanan Cameron Urquhart Dalgleish McGregor Sinclair Colquhoun Farquharson Menzies Drummond Kerr Lockhart",
    "ie": "O'Sullivan O'Brien Ní-Dhomhnaill Gallagher McLoughlin Fitzgerald Kavanagh Ó-Súilleabháin Brennan Doherty Quinn Rafferty Deasy",
    "sa": "Khan Hussain Akhtar Begum Patel Shah Singh Kaur Sharma Gupta Chaudhry Malik Rahman Uddin Iyer Mukherjee Desai Bhatt Ahmed Mirza",
    "pl": "Kowalczyk Wiśniewska Wójcik Lewandowski Zieliński Szymańska Dąbrowski Nowak Mazur Krawczyk Piotrowska Grabowski",
    "af": "Okafor Adeyemi Mensah Owusu Nwosu Boateng Moyo Ndlovu Dlamini Abubakar Diallo Eze Okonkwo Asante Chikwanha Sesay",
    "zh": "Wang Chen Zhang Liu Huang Zhao Wu Chan Wong Lam Cheung Leung Ng Tang Xu Zhou",
    "eu": """Müller Schneider Hoffmann Bergström Lindqvist Dubois Lefèvre Moreau Rossi Esposito García Fernández Silva Oliveira Jansen
        de-Vries Papadopoulos Ionescu Novák Horvat Yılmaz Kovács Nielsen Virtanen""",
}
GIVEN = {k: v.split() for k, v in GIVEN.items()}
FAMILY = {k: [n.replace("-", " ") if n.startswith(("Ní-", "Ó-", "Van-", "Ap-", "de-")) else n for n in v.split()] for k, v in FAMILY.items()}
PEOPLE = {"uk": "en en en en en cy sc ie sa sa pl af zh eu", "us": "us us us en en sa zh eu af", "eu": "eu eu eu pl en",
          "mix": "en us cy sc ie sa pl af zh eu", "in": "sa", "cy": "cy cy en", "sc": "sc sc en", "ni": "ie ie en", "af": "af af af sa"}
PEOPLE = {k: v.split() for k, v in PEOPLE.items()}

UK_TOWNS = [("Huddersfield", "HD"), ("Aberystwyth", "SY"), ("Kirkcaldy", "KY"), ("Ballymena", "BT"), ("Swindon", "SN"), ("Carlisle", "CA"), ("Plymouth", "PL"),
            ("Leeds", "LS"), ("Birmingham", "B"), ("Stockport", "SK"), ("Inverness", "IV"), ("Cardiff", "CF"), ("Norwich", "NR"), ("London", "SE"), ("Exeter", "EX"),
            ("Sunderland", "SR"), ("Wrexham", "LL"), ("Dundee", "DD"), ("Glasgow", "G"), ("Truro", "TR"), ("Bradford", "BD"), ("London", "N"), ("Reading", "RG")]
DISTRICTS = {"HD": "1-9", "SY": "1-25", "KY": "1-16", "BT": "1-49", "SN": "1-6", "CA": "1-28", "PL": "1-35", "LS": "1-29", "B": "1-38", "SK": "1-17", "IV": "1-28", "CF": "3-5",
             "NR": "1-35", "SE": "2-28", "EX": "1-24", "SR": "1-8", "LL": "11-49", "DD": "1-11", "G": "11-15", "TR": "1-27", "BD": "1-24", "N": "2-22", "RG": "1-10"}
US_CITIES = [("Columbus", "OH", "432"), ("Tucson", "AZ", "857"), ("Boise", "ID", "837"), ("Savannah", "GA", "314"), ("Duluth", "MN", "558"), ("El Paso", "TX", "799"),
             ("Springfield", "IL", "627"), ("Portland", "OR", "972"), ("Albany", "NY", "122"), ("Redmond", "WA", "980"), ("Baton Rouge", "LA", "708"), ("Fresno", "CA", "937")]
EU_CITIES = [("Hamburg", "Germany", "DE"), ("Lyon", "France", "FR"), ("Torino", "Italy", "IT"), ("Sevilla", "Spain", "ES"), ("Kraków", "Poland", "PL"), ("Utrecht", "Netherlands", "NL"),
             ("Göteborg", "Sweden", "SE"), ("Porto", "Portugal", "PT"), ("Graz", "Austria", "AT"), ("Bergen", "Norway", "NO")]
UK_STREETS = """High|Church|Station|Mill|Victoria|Park|Queen's|Albert|Chapel|Wellington|Bryn|Heol-y-|Nant|Castle|Glebe|Priory|Manor|Windmill|Abbey|Orchard|Ferncliffe|St Andrew's|Salisbury|Thornhill""".split("|")
UK_WAYS = "Street Road Lane Avenue Close Drive Terrace Crescent Grove Way Gardens Place Court Rise Walk Row Mews Hill Green Square".split()
US_STREETS = "Maple Oak Washington Elm Cedar Lincoln Sunset Ridge Lakeview Cherry Franklin Jackson Willow Highland Mission".split()
US_WAYS = "Street|St|St.|Avenue|Ave|Ave.|Blvd|Boulevard|Drive|Dr.|Lane|Ln|Court|Ct.|Road|Rd|Parkway|Way|Circle".split("|")
COUNTRIES = [("United Kingdom", "GB"), ("United States", "US"), ("Germany", "DE"), ("France", "FR"), ("India", "IN"), ("Nigeria", "NG"), ("Poland", "PL"), ("Brazil", "BR"),
             ("Japan", "JP"), ("Canada", "CA"), ("Australia", "AU"), ("Kenya", "KE"), ("Ireland", "IE"), ("Spain", "ES"), ("Italy", "IT"), ("Mexico", "MX")]
COMPANY = "Northgate Redstone Bluewater Pinnacle Meridian Cobalt Harbour Sterling Granite Oakfield Kestrel Summit Apex Evergreen Lantern Halcyon Vertex Tamar Solway".split()
TRADE = "Logistics Foods Engineering Systems Textiles Consulting Motors Plastics Energy Software Printing Dairies Joinery Electrical Marine Packaging".split()
FORM = ["Ltd", "Limited", "plc", "LLP", "Inc.", "LLC", "GmbH", "S.A.", "& Sons", "Group", "Co.", ""]
WORDS = """the a of to and in is for on with new update please report list order system page data service time change request added old next week
    customer issue version file team check before after support release meeting plan review item note test build price stock window button menu
    value number first second page colour small large green quick start stop open close send receive install remove create table""".split()
NOUNS = """lamp chair kettle jacket bottle bicycle tent backpack keyboard monitor cable drill notebook mug towel pillow carpet saddle helmet
    charger speaker blender scarf boots ladder bucket hose rake mirror clock""".split()
ADJ = "compact ergonomic classic wooden steel portable deluxe lightweight folding heavy-duty rustic modern ultra mini premium recycled waterproof".split()
TOPICS = """Getting started|Release notes|Privacy policy|Shipping and returns|About us|Contact|Frequently asked questions|Summer sale|How to reset the device|
    Weekly digest|Opening hours|Known issues|Board minutes|Style guide|Roadmap|Terms of service|Photo gallery|Project kick-off|Server upgrade|Holiday schedule""".replace("\n    ", "").split("|")
CONDITIONS = """Type 2 diabetes mellitus|Essential hypertension|Asthma|Chronic obstructive pulmonary disease|Atrial fibrillation|Major depressive disorder|Epilepsy|Osteoarthritis of knee|
    Rheumatoid arthritis|Chronic kidney disease|Migraine|Malaria|Tuberculosis|Pneumonia|Acute bronchitis|Anaemia|Hypothyroidism|Psoriasis|HIV infection|Hepatitis B|Acute appendicitis|
    Gastroenteritis|Urinary tract infection|Bipolar disorder|Schizophrenia|Eczema|Gout|Heart failure|Cellulitis|Endometriosis""".replace("\n    ", "").split("|")
ICD = "E11.9 I10 J45.9 J44.1 I48.0 F32.1 G40.9 M17.1 M06.9 N18.3 G43.9 B54 A15.0 J18.9 J20.9 D64.9 E03.9 L40.0 B20 B18.1 K35.8 A09 N39.0 F31.9 F20.0 L30.9 M10.9 I50.0 L03.1 N80.9".split()
DRUGS = """Metformin|Amlodipine|Salbutamol|Tiotropium|Apixaban|Sertraline|Levetiracetam|Paracetamol|Methotrexate|Ramipril|Sumatriptan|Artemether|Isoniazid|Amoxicillin|Doxycycline|
    Ferrous sulfate|Levothyroxine|Atorvastatin|Omeprazole|Lamivudine|Ibuprofen|Furosemide|Flucloxacillin|Lithium carbonate|Olanzapine|Prednisolone|Warfarin|Insulin glargine|Codeine|Citalopram""".replace("\n    ", "").split("|")
DOSES = ["500 mg tablets", "5mg tablet", "100 micrograms/dose inhaler", "20mg capsules", "250mg/5ml oral suspension", "10 mg", "40mg", "1 g", ""]
ALLERGIES = ["Penicillin allergy", "Peanut allergy", "Latex allergy", "Allergy to aspirin", "Bee sting allergy", "Shellfish allergy", "Egg allergy", "Hay fever", "Lactose intolerance"]
PROCEDURES = """Appendectomy|Total hip replacement|Coronary artery bypass graft|Colonoscopy|Cataract extraction|Caesarean section|Tonsillectomy|Hysterectomy|Cholecystectomy|
    Knee arthroscopy|Haemodialysis|Chest X-ray|Blood transfusion|Insertion of pacemaker|Excision of skin lesion""".replace("\n    ", "").split("|")
OPCS = "H01.1 W37.1 K40.2 H22.9 C71.2 R17.1 F34.1 Q07.4 J18.3 W85.1 X40.3 K60.1 S06.5 M45.9 V25.4".split()
SNOMED = "44054006 38341003 195967001 13645005 49436004 370143000 84757009 239873007 69896004 709044004 37796009 61462000 56717001 233604007 10509002 271737000 40930008 9014002 86406008 66071002".split()
READ = "C10F. G20.. H33.. H3... G573. E2B.. F25.. N05.. N040. 1Z12. F26.. A13.. H2... D21.. C04.. M16.. XE0Uc XaIQv Xa1aQ X200E".split()
OFFENCES = """Theft from shop|Burglary dwelling|Common assault|Assault occasioning actual bodily harm|Possession of a class A drug|Drink driving|Criminal damage|Robbery|Fraud by false representation|
    Harassment|Affray|Possession of an offensive weapon|Handling stolen goods|Driving while disqualified|Grievous bodily harm|Sexual assault|Arson|Breach of a restraining order""".replace("\n    ", "").split("|")
ETHNIC = ["White - British", "White British", "Asian or Asian British - Pakistani", "Black or Black British - Caribbean", "Mixed - White and Asian", "Indian", "Bangladeshi",
          "Any other White background", "Chinese", "Black African", "White Irish", "Gypsy or Irish Traveller", "Arab"]
US_ETHNIC = ["WHITE", "BLACK/AFRICAN AMERICAN", "HISPANIC OR LATINO", "ASIAN - CHINESE", "ASIAN", "AMERICAN INDIAN/ALASKA NATIVE", "WHITE - RUSSIAN", "BLACK/CAPE VERDEAN", "NATIVE HAWAIIAN OR OTHER PACIFIC ISLANDER"]
RELIGIONS = ["Christian", "Muslim", "Hindu", "Sikh", "Jewish", "Buddhist", "Church of England", "Roman Catholic", "No religion", "Church of Scotland", "Methodist", "Jehovah's Witness", "Pagan", "Atheist"]
ORIENTATION = ["Heterosexual", "Gay or lesbian", "Bisexual", "Straight", "Gay man", "Lesbian", "Asexual", "Pansexual"]
UNDISCLOSED = ["Prefer not to say", "Not stated", "Unknown", "Declined", "Not known"]
AGENTS = ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15",
          "curl/7.88.1", "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/117.0", "PostmanRuntime/7.32.3"]
LOCALES = ["en", "en_GB", "en-US", "fr_FR", "de_DE", "pl_PL", "es", "cy_GB", "pt-BR", "zh_CN"]
ZONES = ["Europe/London", "America/New_York", "UTC", "Asia/Kolkata", "Africa/Lagos", "Europe/Warsaw", "Australia/Sydney"]
CURRENCIES = ["GBP", "USD", "EUR", "INR", "NGN", "PLN", "BRL", "JPY"]
MIMES = ["image/png", "image/jpeg", "application/pdf", "text/plain", "text/html", "application/zip", "video/mp4"]
DOMAINS = ["example.com", "example.org", "example.net", "post.example", "mail.test", "uni.example", "btmail.example", "corp.example", "inbox.example.org"]
LABELS = ["urgent", "backend", "wontfix", "design", "newsletter", "featured", "archive", "internal", "beta", "premium", "wholesale", "retail"]
B64 = string.ascii_letters + string.digits + "./"
ALNUM = string.ascii_letters + string.digits


def hex_of(r, n):
    return "".join(r.choice("0123456789abcdef") for _ in range(n))


def digits(r, n):
    return "".join(r.choice(string.digits) for _ in range(n))


def rand(r, n, alphabet=ALNUM):
    return "".join(r.choice(alphabet) for _ in range(n))


def luhn(number):
    total = 0
    for i, c in enumerate(reversed(number)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return str(-total % 10)


def mod11(nine):
    c = 11 - sum((10 - i) * int(d) for i, d in enumerate(nine)) % 11
    return 0 if c == 11 else c


class Person:
    """Someone made up; all that a row says of one person agrees."""

    def __init__(self, r, place="uk", today=date(2024, 6, 1)):
        self.r, self.place = r, place
        group = r.choice(PEOPLE.get(place, PEOPLE["mix"]))
        self.given, self.family = r.choice(GIVEN[group]), r.choice(FAMILY[group])
        self.middle = r.choice(GIVEN[group])
        self.title = r.choice(["Mr", "Mrs", "Ms", "Miss", "Dr"])
        self.female = r.random() < 0.5
        self.born = today - timedelta(days=r.randint(365 * 18, 365 * 90))
        self.where = {"mix": r.choice(["uk", "us", "eu", "uk"]), "in": "in", "cy": "uk", "sc": "uk", "ni": "uk", "af": "af"}.get(place, place)

    @property
    def full(self):
        return f"{self.given} {self.family}"

    @property
    def plain(self):
        return "".join(c for c in f"{self.given}.{self.family}".lower().replace("'", "").replace(" ", "") if c.isascii())

    def email(self, domain=None):
        r, g, f = self.r, self.plain.split(".")[0], self.plain.split(".")[1]
        local = r.choice([f"{g}.{f}", f"{g[:1]}{f}", f"{g}{r.randint(1, 99)}", f"{f}.{g}", f"{g}_{f}", f"{g}.{f}+shop"])
        return f"{local or 'user'}@{domain or r.choice(DOMAINS)}"

    def login(self):
        r, (g, f) = self.r, self.plain.split(".")
        return r.choice([f"{g[:1]}{f}", f"{g}{r.randint(1, 999)}", f"{r.choice(NOUNS)}_{r.choice(ADJ)}", f"{f}{g[:2]}", f"{r.choice(NOUNS)}{r.randint(1, 9999)}"]) or "user"

    def phone(self, mobile=None):
        return phone(self.r, self.where, mobile)

    def street(self):
        return street(self.r, self.where)

    def postcode(self):
        return postcode(self.r, self.where)


def phone(r, where="uk", mobile=None):
    n = digits(r, 3)
    if where == "uk":
        m = mobile if mobile is not None else r.random() < 0.5
        if m:
            return r.choice([f"07700 900{n}", f"07700900{n}", f"+447700900{n}", f"+44 7700 900{n}", f"07700 900 {n}", f"07{r.randint(300, 999)} {digits(r, 6)}", f"447700900{n}", f"0044 7700 900{n}"])
        return r.choice([f"020 7946 0{n}", f"0161 496 0{n}", f"(0113) 496 0{n}", f"01632 960{n}", f"01632960{n}", f"+44 (0)29 2018 0{n}", f"+44 161 496 0{n}", f"0131-496-0{n}"])
    if where == "us":
        a, x = r.choice(["212", "425", "614", "503", "305", "802"]), digits(r, 4)
        return r.choice([f"({a}) 555-{x}", f"{a}-555-{x}", f"{a}.555.{x}", f"+1 {a} 555 {x}", f"1-{a}-555-{x}", f"{a}555{x}", f"+1{a}555{x}", f"{a} 555 {x}", f"1 ({a}) 555-{x}", f"{a}-555-{x} x{digits(r, 3)}"])
    if where == "in":
        return r.choice([f"+91 98{digits(r, 3)} {digits(r, 5)}", f"98{digits(r, 8)}", f"+9198{digits(r, 8)}", f"022-2{digits(r, 7)}"])
    if where == "af":
        return r.choice([f"+234 803 {n} {digits(r, 4)}", f"0803{digits(r, 7)}", f"+254 7{digits(r, 2)} {digits(r, 6)}", f"07{digits(r, 8)}"])
    return r.choice([f"+49 40 {digits(r, 7)}", f"+33 1 {digits(r, 2)} {digits(r, 2)} {digits(r, 2)} {digits(r, 2)}", f"0{r.randint(1, 6)} {digits(r, 2)} {digits(r, 2)} {digits(r, 2)} {digits(r, 2)}",
                     f"+34 6{digits(r, 2)} {digits(r, 3)} {digits(r, 3)}", f"030-00{digits(r, 5)}", f"+48 22 {digits(r, 3)} {digits(r, 2)} {digits(r, 2)}", f"(5) 555-{digits(r, 4)}", f"0{r.randint(20, 99)}1 / {digits(r, 6)}"])


def street(r, where="uk"):
    n = r.randint(1, 220)
    if where == "uk":
        s = r.choice(UK_STREETS)
        s = s + r.choice(["coed", "bont", "felin"]) if s.endswith("-") else f"{s} {r.choice(UK_WAYS)}"
        return r.choice([f"{n} {s}", f"{n} {s}", f"{n}{r.choice('abAB')} {s}", f"Flat {r.randint(1, 20)}, {n} {s}", f"{n}, {s}"])
    if where == "us":
        s = f"{r.choice(['', '', 'N. ', 'SW ', 'West '])}{r.choice(US_STREETS + ['42nd', '5th', '110th'])} {r.choice(US_WAYS)}"
        return r.choice([f"{n * 7} {s}", f"{n * 7} {s}", f"{n} {s} Apt {r.randint(1, 30)}", f"P.O. Box {n * 3}", f"{n} {s}, Suite {n}"])
    if where == "in":
        return r.choice([f"{n}, MG Road", f"Flat {r.randint(1, 30)}, Shanti Nagar", f"{n}/B, Lajpat Nagar II", f"Plot {n}, Sector {r.randint(1, 50)}"])
    if where == "af":
        return r.choice([f"{n} Awolowo Road", f"Plot {n}, Ngong Road", f"PO Box {n * 11}", f"House {n}, Ring Road East"])
    return r.choice([f"Hauptstraße {n}", f"Lindenstr. {n}", f"{n} rue de la République", f"{n}, avenue Victor Hugo", f"Via Roma {n}", f"Calle Mayor {n}", f"ul. Długa {n}/{r.randint(1, 40)}", f"Keizersgracht {n}",
                     f"Storgatan {n}", f"Rua Augusta, {n}", f"Kungsgatan {n} B", f"Am Markt {n}"])


def postcode(r, where="uk"):
    if where == "uk":
        area = r.choice(list(DISTRICTS))
        lo, hi = DISTRICTS[area].split("-")
        inward = f"{r.randint(0, 9)}{rand(r, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"
        p = f"{area}{r.randint(int(lo), int(hi))} {inward}"
        return p
    if where == "us":
        return r.choice([f"{r.choice(US_CITIES)[2]}{digits(r, 2)}", f"{r.choice(US_CITIES)[2]}{digits(r, 2)}-{digits(r, 4)}"])
    if where == "in":
        return f"{r.randint(110, 700)}{digits(r, 3)}"
    return r.choice([f"{r.randint(10, 99)}{digits(r, 3)}", f"{digits(r, 2)}-{digits(r, 3)}", f"{r.randint(1000, 9999)} {rand(r, 2, 'ABCDEF')}", f"{digits(r, 4)}"])


def city(r, where="uk"):
    return r.choice({"us": [c[0] for c in US_CITIES], "eu": [c[0] for c in EU_CITIES], "in": ["Mumbai", "Pune", "Chennai", "Jaipur"], "af": ["Lagos", "Nairobi", "Accra", "Kumasi"]}.get(where, [t[0] for t in UK_TOWNS]))


def nhs(r, first="4567", prefix=None):
    while True:
        nine = (prefix or r.choice(first)) + ""
        nine += digits(r, 9 - len(nine))
        c = mod11(nine)
        if c != 10:
            return nine + str(c)


def spaced(n, sep=" "):
    return f"{n[:3]}{sep}{n[3:6]}{sep}{n[6:]}"


def chi(r, born):
    while True:
        nine = born.strftime("%d%m%y") + digits(r, 3)
        c = mod11(nine)
        if c != 10:
            return nine + str(c)


def hc(r):
    return nhs(r, prefix=str(r.randint(320, 398)))


def nino(r):
    while True:
        p = rand(r, 1, "ABCEGHJKLMNOPRSTWXYZ") + rand(r, 1, "ABCEGHJKLMNPRSTWXYZ")
        if p not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            return p + digits(r, 6) + r.choice("ABCD")


def utr(r):
    body = digits(r, 9)
    s = sum(w * int(d) for w, d in zip((6, 7, 8, 9, 10, 5, 4, 3, 2), body)) % 11
    return "21987654321"[s] + body


def card(r, brand=None):
    brand = brand or r.choice(["visa", "visa", "mc", "amex"])
    body = {"visa": "4" + digits(r, 14), "mc": str(r.randint(51, 55)) + digits(r, 13), "amex": r.choice(["34", "37"]) + digits(r, 12)}[brand]
    return body + luhn(body)


def iban(r, country=None):
    country = country or r.choice(["GB", "DE", "FR", "NL", "IE", "ES"])
    bban = {"GB": rand(r, 4, string.ascii_uppercase) + digits(r, 14), "DE": digits(r, 18), "FR": digits(r, 10) + rand(r, 11, string.digits + "ABC") + digits(r, 2), "NL": rand(r, 4, string.ascii_uppercase) + digits(r, 10),
            "IE": rand(r, 4, string.ascii_uppercase) + digits(r, 14), "ES": digits(r, 20)}[country]
    number = int("".join(str(int(c, 36)) for c in bban + country + "00"))
    return f"{country}{98 - number % 97:02d}{bban}"


def licence(r, person):
    """GB form: five of the surname, decade, month (plus 50 for women), day, year, initials, arbitrary digit and letters."""
    f = "".join(c for c in person.family.upper() if "A" <= c <= "Z")[:5].ljust(5, "9")
    b = person.born
    return f"{f}{b.year // 10 % 10}{b.month + (50 if person.female else 0):02d}{b.day:02d}{b.year % 10}{person.given[0].upper() if person.given[0].isascii() else 'A'}{r.choice('9ABDM')}{r.randint(2, 9)}{rand(r, 2, 'ABCDEFGHJKLMNP')}"


def vat(r):
    n = digits(r, 7)
    t = sum((8 - i) * int(d) for i, d in enumerate(n))
    c = (97 - t % 97) % 97
    return f"GB{n}{c:02d}"


def company(r):
    a = r.choice([r.choice(COMPANY), r.choice(FAMILY["en"]), f"{r.choice(FAMILY['en'])} & {r.choice(FAMILY['en'])}"])
    return " ".join(x for x in (a, r.choice(TRADE), r.choice(FORM)) if x)


def moment(r, first=2015, last=2024):
    a = datetime(first, 1, 1)
    return a + timedelta(seconds=r.randint(0, (last - first + 1) * 365 * 86400 - 1))


def sentence(r, n=None):
    w = [r.choice(WORDS) for _ in range(n or r.randint(4, 14))]
    return " ".join(w).capitalize() + r.choice([".", ".", "", "!", "?"])


def hashed(r, how):
    h = hex_of
    return {
        "md5": lambda: h(r, 32), "sha1": lambda: h(r, 40), "sha256": lambda: h(r, 64), "sha512": lambda: h(r, 128),
        "bcrypt": lambda: f"${r.choice(['2y', '2a', '2b'])}${r.choice(['10', '12'])}${rand(r, 53, B64)}",
        "phpass": lambda: r.choice(["$P$B", "$H$9"]) + rand(r, 30, B64), "drupal": lambda: "$S$E" + rand(r, 51, B64),
        "django": lambda: f"pbkdf2_sha256${r.choice(['260000', '600000'])}${rand(r, 22)}${base64.b64encode(r.randbytes(32)).decode()}",
        "aspnet": lambda: base64.b64encode(b"\x01\x00\x00\x00\x01\x00\x00\x27\x10\x00\x00\x00\x10" + r.randbytes(48)).decode(),
        "aspnet_old": lambda: base64.b64encode(b"\x00" + r.randbytes(48)).decode(),
        "argon2": lambda: f"$argon2id$v=19$m=65536,t=4,p=1${rand(r, 22, ALNUM + '+/')}${rand(r, 43, ALNUM + '+/')}",
        "crypt6": lambda: f"$6${rand(r, 8)}${rand(r, 86, B64)}", "crypt1": lambda: f"$1${rand(r, 8)}${rand(r, 22, B64)}",
        "ssha": lambda: "{SSHA}" + base64.b64encode(r.randbytes(24)).decode(),
        "md5salt": lambda: f"{h(r, 32)}:{rand(r, 32)}", "sha256salt": lambda: f"{h(r, 64)}:{rand(r, 32)}:1",
        "adventure": lambda: base64.b64encode(r.randbytes(32)).decode(), "mysql": lambda: "*" + h(r, 40).upper(),
        "scrypt": lambda: f"scrypt:32768:8:1${rand(r, 16)}${h(r, 128)}", "passlib": lambda: f"$pbkdf2-sha512$25000${rand(r, 22, B64)}${rand(r, 86, B64)}",
        "pbkdf2_gitea": lambda: h(r, 100), "base64sha": lambda: base64.b64encode(r.randbytes(64)).decode(),
    }[how]()


def secret(r, how=None):
    how = how or r.choice(["stripe", "github", "aws", "slack", "plain"])
    return {
        "stripe": lambda: "sk_" + "live_" + rand(r, 24), "github": lambda: "gh" + "p_" + rand(r, 36), "aws": lambda: "AKIA" + rand(r, 16, string.ascii_uppercase + "234567"),
        "slack": lambda: "xox" + f"b-{digits(r, 12)}-{digits(r, 12)}-{rand(r, 24)}", "plain": lambda: rand(r, 40), "hex": lambda: hex_of(r, 40), "hex32": lambda: hex_of(r, 32),
        "gitlab": lambda: "glpat-" + rand(r, 20), "url": lambda: f"postgres://app:{rand(r, 14)}@db{r.randint(1, 9)}.internal:5432/app",
        "jwt": lambda: ".".join(base64.urlsafe_b64encode(x).decode().rstrip("=") for x in (b'{"alg":"HS256","typ":"JWT"}', json.dumps({"sub": hex_of(r, 12), "exp": r.randint(10**9, 2 * 10**9)}).encode(), r.randbytes(32))),
        "sendgrid": lambda: f"SG.{rand(r, 22)}.{rand(r, 43)}", "google": lambda: "AIza" + rand(r, 35, ALNUM + "_-"),
    }[how]()


def plain_password(r):
    return r.choice([lambda: r.choice(NOUNS).capitalize() + str(r.randint(10, 9999)), lambda: rand(r, 10), lambda: r.choice(ADJ) + r.choice("!?#") + digits(r, 3), lambda: r.choice(NOUNS) + r.choice(NOUNS).upper() + digits(r, 2)])()


def pem(r):
    kind = r.choice(["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"])
    body = base64.b64encode(r.randbytes(600 if "EC" not in kind else 120)).decode()
    return f"-----BEGIN {kind}-----\n" + "\n".join(body[i:i + 64] for i in range(0, len(body), 64)) + f"\n-----END {kind}-----"


def ipv4(r):
    return r.choice([f"192.0.2.{r.randint(1, 254)}", f"198.51.100.{r.randint(1, 254)}", f"10.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}", f"{r.randint(11, 223)}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}"])


def ipv6(r):
    return r.choice([f"2001:db8:{hex_of(r, 4)}::{hex_of(r, 2)}", "2001:db8:" + ":".join(hex_of(r, 4) for _ in range(6))])


def uid(r):
    return str(uuid.UUID(bytes=r.randbytes(16), version=4))


D = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
     [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
P = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
for _ in range(6):
    P.append([P[1][i] for i in P[-1]])


def sctid(n):
    """A concept identifier of the right form: item, partition 00, Verhoeff check digit."""
    body = f"{100000 + n * 7919 % 899999}00"
    c = 0
    for i, d in enumerate(reversed(body)):
        c = D[c][P[(i + 1) % 8][int(d)]]
    return body + str([0, 4, 3, 2, 1, 5, 6, 7, 8, 9][c])
