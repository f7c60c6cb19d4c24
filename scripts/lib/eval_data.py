#!/usr/bin/env python3
"""The steps of scripts/eval between the labelled data, the classifier and the scorer. Python 3 standard library only.

  eval_data.py records DATA_DIR OUT_DIR            takes each record out of its {"dataset", "record"} wrapper
  eval_data.py predictions CLASSIFIED OUT          turns `ajar classify --format jsonl` lines into the scorer's
  eval_data.py floors SCORE.json MACRO_F1 EXACT    fails when a score is below its floor
  eval_data.py sampling EVAL_DIR OUT_DIR           scores <way>.<seed>.ndjson of each way of sampling, as means over the seeds
"""
import importlib.util
import json
import pathlib
import sys


def records(data, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(pathlib.Path(data).glob("*.ndjson")):
        with open(path, encoding="utf-8") as source, open(out / path.name, "w", encoding="utf-8") as target:
            for line in source:
                target.write(json.dumps(json.loads(line)["record"], ensure_ascii=False) + "\n")


def predictions(classified, out):
    seen = 0
    with open(classified, encoding="utf-8") as source, open(out, "w", encoding="utf-8") as target:
        for line in source:
            row = json.loads(line)
            if row.get("kind") != "dataset":
                continue
            seen += 1
            # The file's name is the dataset's: data/<dataset>.ndjson.
            name = pathlib.PurePath(row["dataset"]).name.removesuffix(".ndjson")
            target.write(json.dumps({"dataset": name, "sensitivity": row["sensitivity"]}) + "\n")
            for field in row["fields"]:
                types = [{"type": t["type"], "confidence": t["confidence"]} for t in field["types"]]
                target.write(json.dumps({"dataset": name, "field": field["field"], "types": types}) + "\n")
    if seen == 0:
        sys.exit("the classifier printed no dataset line")


def floors(score, macro_f1, exact):
    score = json.load(open(score, encoding="utf-8"))
    wrong = []
    if score["macro_f1"] < float(macro_f1):
        wrong.append(f"macro F1 {score['macro_f1']:.4f} is below its floor {macro_f1}")
    if score["sensitivity_exact"] < float(exact):
        wrong.append(f"sensitivity exact {score['sensitivity_exact']:.4f} is below its floor {exact}")
    for level in ("high", "critical"):
        count = score["confusion"].get(f"none>{level}", 0)
        if count:
            wrong.append(f"{count} dataset(s) labelled none were rated {level}")
    for line in wrong:
        print("eval:", line, file=sys.stderr)
    return 1 if wrong else 0


def sampling(evaluation, out):
    spec = importlib.util.spec_from_file_location("score", pathlib.Path(evaluation) / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = {}
    for path in sorted(pathlib.Path(out).glob("*.ndjson")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        read = sum(line.get("records", 0) for line in lines)
        score = scorer.score(str(pathlib.Path(evaluation) / "labels.ndjson"), str(path))
        way, seed = path.name.removesuffix(".ndjson").rsplit(".", 1)
        rows.setdefault(way, {})[int(seed)] = (read, score["macro_f1"], score["micro"][2], score["sensitivity_exact"])
    print(f"{'':16}{'orders':>7}{'records':>9}{'macro F1':>10}{'micro F1':>10}{'sensitivity':>13}")
    for way, seeds in rows.items():
        for name, picked in ((way, [v for k, v in seeds.items() if k or len(seeds) == 1]), ("  in file order", [seeds[0]])):
            if len(seeds) == 1 and name != way:
                continue
            mean = [sum(column) / len(picked) for column in zip(*picked)]
            print(f"{name:16}{len(picked):7}{mean[0]:9.0f}{mean[1]:10.4f}{mean[2]:10.4f}{mean[3]:13.4f}")


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("records", "predictions", "floors", "sampling"):
        sys.exit(__doc__)
    sys.exit({"records": records, "predictions": predictions, "floors": floors, "sampling": sampling}[sys.argv[1]](*sys.argv[2:]))
