#!/usr/bin/python3
"""The bundle of the report's script: what is in it is listed, licensed, pinned and safe,
and the same when made again."""
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.path.join(os.environ["SOURCE_FOLDER"], "src", "report", "script")
BUILT = os.path.join(os.environ["BUILD_FOLDER"], "report-script")
AXE = os.path.join(os.environ["SOURCE_FOLDER"], "tests", "report", "axe")
NODE = shutil.which("node") or shutil.which("nodejs")

if NODE is None:
    print("there is no node")
    sys.exit(77)


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def licence_of(name):
    folder = os.path.join(BUILT, "node_modules", name)
    return read(folder, next(entry for entry in os.listdir(folder)
                             if re.search("licen[cs]e", entry, re.I)))


class Script(unittest.TestCase):
    def bundled(self):
        """Name and entry of each package in the lock file that is not for building only."""
        packages = json.loads(read(SOURCE, "package-lock.json"))["packages"]
        return {path.split("node_modules/")[-1]: entry for path, entry in packages.items()
                if path and not entry.get("dev")}

    def test_versions_are_exact_and_no_host_is_named(self):
        for folder in (SOURCE, AXE):
            package = json.loads(read(folder, "package.json"))
            wanted = {**package.get("dependencies", {}), **package["devDependencies"]}
            self.assertEqual([v for v in wanted.values()
                              if not re.fullmatch(r"\d+\.\d+\.\d+", v)], [])
            lock = read(folder, "package-lock.json")
            self.assertNotRegex(lock, "https?:|resolved")
            self.assertEqual(lock.count('"version":'), lock.count('"integrity":'))

    def test_every_bundled_package_is_listed(self):
        rows = [re.split(r"\s*\|\s*", line.strip("| \n")) for line in
                read(SOURCE, "THIRD_PARTY.md").splitlines() if line.startswith("|")][2:]
        listed = {name: rest for name, *rest in rows}
        self.assertEqual(set(listed), set(self.bundled()))
        for name, entry in self.bundled().items():
            version, licence, copyright_line = listed[name]
            self.assertEqual((version, licence), (entry["version"], entry["license"]))
            self.assertIn(copyright_line, licence_of(name))

    def test_licences_stand_in_the_script(self):
        script = read(BUILT, "script.js")
        for name, entry in self.bundled().items():
            self.assertIn(f"{name} {entry['version']}\n{licence_of(name).strip()}", script)

    def test_it_evaluates_no_text(self):
        script = read(BUILT, "script.js")
        self.assertNotRegex(script, r"\beval\s*\(|\bFunction\s*\(|import\s*\(|<!--|</script")
        self.assertNotRegex(script, r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon)\b")
        self.assertNotRegex(script, r"localStorage|sessionStorage|indexedDB|\.cookie")

    def test_the_policy_names_it(self):
        script = read(BUILT, "script.js").encode()
        digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
        self.assertIn(f'"sha256-{digest}"', read(BUILT, "script.c"))

    def test_made_again_it_is_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(os.path.join(SOURCE, "package.json"), folder)
            os.symlink(os.path.join(BUILT, "node_modules"),
                       os.path.join(folder, "node_modules"))
            subprocess.run([NODE, os.path.join(SOURCE, "build.mjs"), folder], check=True)
            self.assertEqual(read(folder, "script.c"), read(BUILT, "script.c"))

    def test_words_are_all_in_the_table_of_strings(self):
        table = read(SOURCE, "..", "page", "controls.c")
        known = set(re.findall(r'\{"(\w+)", CLG_WORD', table))
        asked = set()
        for entry in os.listdir(SOURCE):
            if entry.endswith(".js"):
                asked |= set(re.findall(r'\bsay\("(\w+)"|\btool\("[^"]*", "(\w+)"',
                                        read(SOURCE, entry)))
        asked = {word for pair in asked for word in pair if word}
        self.assertGreater(len(asked), 10)
        self.assertLessEqual(asked, known)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
