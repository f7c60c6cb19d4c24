#!/usr/bin/env python3
"""bench_data.py MEGABYTES FILE: NDJSON patient records, the same every time. Python 3 standard library only.

Making a gigabyte record by record takes minutes. So a few blocks of about 1 MB are made once and written again and again,
and each time every record gets a patient number and a valid NHS number that no other record has.
"""
import importlib.util
import json
import pathlib
import sys

path = pathlib.Path(__file__).resolve().parents[2] / "testdata/seed/generate.py"
spec = importlib.util.spec_from_file_location("generate", path)
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)

BLOCKS, ROWS = 8, 2400


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


def block():
    """About 1 MB of records, and where in it the patient numbers and NHS numbers stand."""
    data, places = bytearray(), []
    for row in generate.patients(ROWS):
        row["patient_id"] = 10_000_000
        row["notes"] = row["notes"].replace(generate.CANARY, "Seen by the nurse.")
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        places.append((len(data) + line.index(b"10000000"), len(data) + line.index(row["nhs_number"].encode())))
        data += line
    return data, places


def main():
    wanted = int(sys.argv[1]) * 1_000_000
    generate.R.seed("bench-1")
    blocks = [block() for _ in range(BLOCKS)]
    nhs, patient, written, turn = numbers(), 10_000_000, 0, 0
    with open(sys.argv[2], "wb") as out:
        while written < wanted:
            data, places = blocks[turn % BLOCKS]
            for at_patient, at_nhs in places:
                patient += 1
                data[at_patient : at_patient + 8] = b"%d" % patient
                data[at_nhs : at_nhs + 10] = next(nhs)
            # The last block ends with a whole record.
            end = data.rfind(b"\n", 0, wanted - written) + 1 if written + len(data) > wanted else len(data)
            if end == 0:
                break
            out.write(data[:end])
            written += end
            turn += 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
