#!/usr/bin/env python3
"""The table of detectors in docs/detectors.md, made from detectors/*.json. Python 3 standard library only.

  detector_table.py           writes it into the page
  detector_table.py --check   exits with 1 where the page has another, or where a detector does not say why it should hold
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/detectors.md"
START, END = "<!-- table of detectors: scripts/lib/detector_table.py -->\n", "<!-- end of the table -->\n"


def found_by(detector: dict) -> str:
    parts = []
    recogniser = detector.get("recogniser")
    if recogniser:
        parts.append("whole value" if recogniser == "whole_term" else "recogniser")
    for key, word in (("patterns", "pattern"), ("lexicons", "lexicon")):
        count = len(detector.get(key, []))
        if count:
            parts.append(word if count == 1 else f"{count} {word}s")
    if detector.get("terms"):
        parts.append("terms")
    if "check" in detector:
        parts.append(f"check `{detector['check']}`")
    if detector.get("needs_context"):
        parts.append("needs a name or word")
    return ", ".join(parts)


def table(detectors: list[dict]) -> str:
    rows = ["| id | what | category | found by | p0 | why it should hold on data never seen |", "| --- | --- | --- | --- | --- | --- |"]
    for detector in detectors:
        what = detector["name"] + (f" (reports `{detector['type']}`)" if "type" in detector else "")
        cells = [f"`{detector['id']}`", what, f"`{detector['category']}`", found_by(detector), f"{detector['p0']:g}", detector["why"]]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return f"{len(detectors)}, from `detectors/*.json`; `ajar detectors list` prints those of the program at hand.\n\n" + "\n".join(rows) + "\n"


def main() -> int:
    detectors = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "detectors").glob("*.json"))]
    silent = [detector["id"] for detector in detectors if not detector.get("why")]
    if silent:
        print("these detectors do not say why they should hold (\"why\"):", ", ".join(silent), file=sys.stderr)
        return 1
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    _, after = rest.split(END)
    new = before + START + table(detectors) + END + after
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(new, encoding="utf-8")
    elif new != page:
        print("docs/detectors.md has another table: run scripts/lib/detector_table.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
