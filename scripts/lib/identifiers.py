"""identifiers.py FOLDER [COUNT]: writes FOLDER/KIND.tsv for each kind of identifier that python-stdnum knows too: COUNT lines
(100,000) of a text and 1 or 0, as python-stdnum finds it valid or not. Half of them are random in the kind's form, half are
valid ones, as they are or with a slip: a character changed, neighbours swapped, one too few or too many. The same texts each
time. python-stdnum is LGPL: it is asked here, and nothing of it goes into the program.
"""

import hashlib
import pathlib
import random
import re
import sys
from collections.abc import Callable

import stdnum.bic, stdnum.bitcoin, stdnum.ean, stdnum.iban, stdnum.imei, stdnum.isbn, stdnum.issn, stdnum.luhn, stdnum.mac
import stdnum.de.idnr, stdnum.es.cif, stdnum.es.nif, stdnum.eu.vat, stdnum.fr.nir, stdnum.fr.siren, stdnum.fr.siret
import stdnum.gb.nhs, stdnum.gb.upn, stdnum.gb.utr, stdnum.gb.vat, stdnum.ie.pps, stdnum.it.codicefiscale, stdnum.it.iva
import stdnum.nl.bsn, stdnum.us.ssn, stdnum.verhoeff

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# In a form: d digit, l letter, a either, h hexadecimal; [...] one of these, d among them a digit; {n} repeats what is
# before it; all others stand for themselves.
CLASSES = {"d": DIGITS, "l": LETTERS, "a": DIGITS + LETTERS, "h": DIGITS + "ABCDEF"}
PLACE = re.compile(r"(\[[^]]+\]|.)(?:\{(\d+)\})?")

Oracle = Callable[[str], bool]
luhn = stdnum.luhn.is_valid
europe = stdnum.eu.vat.is_valid


def snomed(text: str) -> bool:
    partitions = ("00", "01", "02", "10", "11", "12")
    return 6 <= len(text) <= 18 and text[0] != "0" and text[-3:-1] in partitions and stdnum.verhoeff.is_valid(text)


KINDS: dict[str, tuple[list[str], Oracle]] = {
    "bic": (["l{4}[GDFNIEUC][BERLSTH]aa", "l{6}aa", "l{4}[GDFN][BERL]a{5}"], stdnum.bic.is_valid),
    "bitcoin_address": (["1", "3", "bc1q", "bc1p"], stdnum.bitcoin.is_valid),
    "de_tax_id": (["d{11}"], stdnum.de.idnr.is_valid),
    "ean": (["d{8}", "d{12}", "d{13}", "d{14}"], stdnum.ean.is_valid),
    "es_cif": (["[ABCDEFGHJNPQRSUVW]d{7}a", "ld{7}a"], stdnum.es.cif.is_valid),
    "es_dni": (["d{8}l", "[XYZ]d{7}l", "[KLM]d{7}l"], lambda t: not stdnum.es.cif.is_valid(t) and stdnum.es.nif.is_valid(t)),
    "eu_vat_at": (["ATUd{8}"], europe),
    "eu_vat_be": (["BE0d{9}", "BE[01]d{9}", "BEd{9}"], europe),
    "eu_vat_bg": (["BGd{9}", "BGd{10}", "BGdd[01]d[0123]d{5}"], europe),
    "eu_vat_cy": (["CYd{8}l", "CY1d{7}l"], europe),
    "eu_vat_cz": (["CZd{8}", "CZ6d{8}", "CZdd[01]d[0123]d{5}", "CZdd[01]d[0123]d{4}", "CZdd[5678]d[0123]d{5}"], europe),
    "eu_vat_de": (["DEd{9}"], europe),
    "eu_vat_dk": (["DKd{8}"], europe),
    "eu_vat_ee": (["EEd{9}", "EE10d{7}"], europe),
    "eu_vat_el": (["ELd{9}"], europe),
    "eu_vat_es": (["ESd{8}l", "ES[XYZKLM]d{7}l", "ES[ABCDEFGHJNPQRSUVW]d{7}a"], europe),
    "eu_vat_fi": (["FId{8}"], europe),
    "eu_vat_fr": (["FRd{11}", "FRld{10}", "FRdld{9}", "FRlld{9}", "FRdd000d{6}"], europe),
    "eu_vat_hr": (["HRd{11}"], europe),
    "eu_vat_hu": (["HUd{8}"], europe),
    "eu_vat_ie": (["IEd{7}l", "IEd{7}ll", "IEd[AZ+*]d{5}l", "IEd{7}l[AHBW]"], europe),
    "eu_vat_it": (["ITd{11}", "ITd{7}0d{3}"], europe),
    "eu_vat_lt": (["LTd{7}1d", "LTd{10}1d"], europe),
    "eu_vat_lu": (["LUd{8}"], europe),
    "eu_vat_lv": (["LVd{11}", "LV[456789]d{10}", "LV[0123]d[01]ddd[012]d{4}", "LV32d{9}"], europe),
    "eu_vat_mt": (["MTd{8}"], europe),
    "eu_vat_nl": (["NLd{9}B0d", "NLd{9}Bdd"], europe),
    "eu_vat_pl": (["PLd{10}"], europe),
    "eu_vat_pt": (["PTd{9}"], europe),
    "eu_vat_ro": (["ROd{%d}" % n for n in (2, 4, 6, 8, 9, 10)], europe),
    "eu_vat_se": (["SEd{10}01", "SEd{12}"], europe),
    "eu_vat_si": (["SId{8}"], europe),
    "eu_vat_sk": (["SKd{10}", "SKdd[234789]d{7}"], europe),
    "fr_nir": (["[12]dd[01]dd{10}", "[123478]dd[01]d2[AB]d{8}", "[12]dd[2345678]d{11}"], stdnum.fr.nir.is_valid),
    "fr_siren": (["d{9}"], stdnum.fr.siren.is_valid),
    "fr_siret": (["d{14}", "356000000d{5}"], stdnum.fr.siret.is_valid),
    "gb_upn": (["l[389]d{11}", "ld{11}l"], stdnum.gb.upn.is_valid),
    "gb_vat": (["d{9}", "d{12}", "GD[012345]dd", "HA[45678]dd"], stdnum.gb.vat.is_valid),
    "iban": (["GBddl{4}d{14}", "DEd{20}", "NLddl{4}d{10}", "FRd{12}a{11}dd", "IEddl{4}d{14}", "lldd{18}", "NOd{13}"],
             stdnum.iban.is_valid),
    "ie_pps": (["d{7}l", "d{7}ll", "d{7}l[AHWTXB]"], stdnum.ie.pps.is_valid),
    "imei": (["d{15}", "35d{13}"], stdnum.imei.is_valid),
    "isbn": (["d{9}[Xd]", "97[89]d{10}", "d{13}"], stdnum.isbn.is_valid),
    "issn": (["d{7}[Xd]"], stdnum.issn.is_valid),
    "it_codice_fiscale": (
        ["l{6}dd[ABCDEHLMPRST][0123456]dld{3}l", "l{6}ddlddld{3}l",
         "l{6}[dLMN][1LN][ABCD][012][LMNP]l[12N][LMNPQRSTUV][3Q]l"], stdnum.it.codicefiscale.is_valid),
    "it_partita_iva": (["d{11}", "d{7}0d{3}"], stdnum.it.iva.is_valid),
    "loinc_code": (["d{4}", "d{5}", "d{6}", "d{7}"], lambda t: t[0] != "0" and luhn(t)),
    "luhn": (["d{%d}" % n for n in (8, 12, 15, 16, 19)], luhn),
    # Whether the maker is registered is no matter of the form.
    "mac": (["hh:hh:hh:hh:hh:hh"], lambda t: stdnum.mac.is_valid(t, validate_manufacturer=False)),
    "nhs_number": (["d{10}", "[467]d{9}"], stdnum.gb.nhs.is_valid),
    "nl_bsn": (["d{9}", "d{8}"], stdnum.nl.bsn.is_valid),
    "snomed_code": (["d{%d}[01][012]d" % n for n in (3, 5, 6, 12, 15)], snomed),
    "us_npi": (["d{10}", "[12]d{9}"], lambda t: t[0] in "12" and len(t) == 10 and luhn("80840" + t)),
    "us_ssn": (["d{9}", "[09]d{2}[09]d[09]d{3}"], stdnum.us.ssn.is_valid),
    "utr": (["d{10}"], stdnum.gb.utr.is_valid),
}


class Draw(random.Random):
    """Of what `random` offers, only `random()` is promised to stay the same in all versions of Python."""

    def one(self, of: str | list[str]) -> str:
        return of[int(self.random() * len(of))]


def places(form: str) -> list[str]:
    """The characters that each place of a form allows."""
    found: list[str] = []
    for char, times in PLACE.findall(form):
        allowed = char[1:-1].replace("d", DIGITS) if char[0] == "[" else CLASSES.get(char, char)
        found += [allowed] * int(times or 1)
    return found


def valid_ones(allowed: list[str], is_valid: Oracle, draw: Draw, count: int) -> list[str]:
    """Texts made valid by trying all characters in a place or two where check digits are: last, or first."""
    free = [place for place, chars in enumerate(allowed) if len(chars) > 1]
    found: list[str] = []
    for attempt in range(count * 2):
        if len(found) == count or attempt == 50 and not found:
            break
        text = [draw.one(chars) for chars in allowed]
        for spots in (free[-1:], free[:1], free[-2:], free[:2]):
            for number in range(min(120, len(allowed[spots[0]]) * len(allowed[spots[-1]]))):
                for spot in spots:
                    text[spot] = allowed[spot][number % len(allowed[spot])]
                    number //= len(allowed[spot])
                if is_valid("".join(text)):
                    found.append("".join(text))
                    break
            else:
                continue
            break
    return found


def slip(text: str, allowed: list[str], draw: Draw) -> str:
    kind, at = draw.random(), int(draw.random() * len(text))
    if kind < 0.25:
        return text
    if kind < 0.65:
        same = allowed[at] if at < len(allowed) and len(allowed[at]) > 1 else DIGITS
        return text[:at] + draw.one(same) + text[at + 1 :]
    if kind < 0.85:
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    if kind < 0.92:
        return text[:at] + text[at + 1 :]
    return text[:at] + draw.one(DIGITS + LETTERS if kind > 0.98 else DIGITS) + text[at:]


def texts(kind: str, count: int) -> list[str]:
    draw = Draw(f"ajar-{kind}")
    forms, is_valid = KINDS[kind]
    made: list[str] = []
    for number, form in enumerate(forms):
        share = (count + number) // len(forms)
        if kind == "bitcoin_address":
            valid = [wallet(form, draw) for _ in range(150)]
            allowed = [BASE58 if form in "13" else BECH32] * len(valid[0])
        else:
            allowed = places(form)
            valid = valid_ones(allowed, is_valid, draw, 150)
        made += ["".join([draw.one(chars) for chars in allowed]) for _ in range(share if not valid else share // 2)]
        made += [slip(draw.one(valid), allowed, draw) for _ in range(share - share // 2 if valid else 0)]
    return made


def wallet(form: str, draw: Draw) -> str:
    """An address of a random hash: its check is beyond trying."""
    hashed = bytes(int(draw.random() * 256) for _ in range(20 if form != "bc1p" else 32))
    if form in "13":
        body = bytes([0 if form == "1" else 5]) + hashed
        body += hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
        number, text = int.from_bytes(body, "big"), ""
        while number:
            number, rest = divmod(number, 58)
            text = BASE58[rest] + text
        return "1" * (len(body) - len(body.lstrip(b"\0"))) + text
    bits = "".join(f"{byte:08b}" for byte in hashed)
    bits += "0" * (-len(bits) % 5)
    values = [BECH32.index(form[3]) and 1] + [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    check = 1
    for value in [3, 3, 0, 2, 3] + values + [0] * 6:  # BIP-173; version 1 ends otherwise: BIP-350
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    check ^= 0x2BC830A3 if values[0] else 1
    return "bc1" + "".join(BECH32[value] for value in values + [check >> 5 * (5 - at) & 31 for at in range(6)])


def main() -> None:
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    folder.mkdir(parents=True, exist_ok=True)
    for kind, (_, is_valid) in KINDS.items():
        lines = [f"{text}\t{int(is_valid(text))}\n" for text in texts(kind, count)]
        (folder / f"{kind}.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
