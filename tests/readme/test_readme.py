"""The README shows what the program prints: the summary of datasets/network and the
catalogue. With --write the README is brought up to date instead."""

import json
import os
import re
import subprocess
import sys
import tempfile

PROGRAM = os.environ["COLLEGIUM"]
SOURCE = os.environ["SOURCE_FOLDER"]
README = os.path.join(SOURCE, "README.md")


def ask(*arguments, folder=SOURCE):
    return subprocess.run(
        [PROGRAM, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def summary():
    """Without the line of timings, and with the path that bootstrap.sh uses."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "network")
        lines = ask("run", "datasets/network", "-o", out).splitlines()
    lines = [line for line in lines if not re.match(r"[0-9.]+ s: read ", line)]
    indented = "\n".join("    " + line if line else "" for line in lines)
    return indented.replace(out, "out/network")


def cell(text):
    return text.replace("|", "\\|")


def catalogue():
    measures = json.loads(ask("catalogue", "--json"))["measures"]
    lines = ["| measure | of a | definition | undefined when |", "|---|---|---|---|"]
    for m in measures:
        definition, undefined = cell(m["definition"]), cell(m["undefined_when"])
        lines.append(f"| {m['id']} | {m['level']} | {definition} | {undefined} |")
    return "\n".join(lines)


def with_part(text, name, content):
    pattern = rf"(<!-- {name} -->\n).*?(\n<!-- end -->)"
    assert re.search(pattern, text, re.S), f"README.md has no part '{name}'"
    return re.sub(pattern, lambda m: m[1] + "\n" + content + "\n" + m[2], text, flags=re.S)


def main():
    with open(README, encoding="utf-8") as file:
        found = file.read()
    expected = with_part(found, "summary", summary())
    expected = with_part(expected, "catalogue", catalogue())
    if "--write" in sys.argv:
        with open(README, "w", encoding="utf-8") as file:
            file.write(expected)
    elif found != expected:
        sys.exit("README.md is not what the program prints; tests/readme/test_readme.py --write")


main()
