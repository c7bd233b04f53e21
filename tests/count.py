"""Add up the cases of all suites: "N passed, N failed" is the last line; exit 1 on any failure.

usage: count.py STATUS TAP-FILE-OR-BUILD...   STATUS: 0 when every run was green
Of a build it reads meson-logs/testlog.json. A suite prints TAP; one that ends badly without a failed case is one.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import re
import sys


def outputs(source):
    """(name, TAP, whether it ended well) of every suite of a build, or of one TAP file."""
    if source.endswith(".tap"):
        with open(source, encoding="utf-8") as tap:
            yield source, tap.read(), True
        return
    with open(f"{source}/meson-logs/testlog.json", encoding="utf-8") as log:
        for line in log:
            suite = json.loads(line)
            yield f"{source}: {suite['name']}", suite.get("stdout", ""), suite["result"] in ("OK", "EXPECTEDFAIL")


def main():
    status, sources = int(sys.argv[1]), sys.argv[2:]
    passed = failed = skipped = 0
    for source in sources:
        for name, output, well in outputs(source):
            skip = len(re.findall(r"^ok\b.*# SKIP", output, re.M))
            ok = len(re.findall(r"^ok\b", output, re.M)) - skip
            bad = len(re.findall(r"^not ok\b", output, re.M))
            if not well and bad == 0:
                bad = 1
            if ok + bad + skip == 0:
                print(f"count: {name} ran no case", file=sys.stderr)
                bad = 1
            passed += ok
            skipped += skip
            failed += bad
    if status and not failed:
        failed = 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


sys.exit(main())
