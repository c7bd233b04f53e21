"""Add up the cases of all suites: "N passed, N failed" is the last line; exit 1 on any failure.

usage: count.py STATUS BUILD...   STATUS: 0 when every meson test run was green
Reads meson-logs/testlog.json of each build. A suite prints TAP; one that ends badly without a failed case is one.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import re
import sys


def main():
    status, builds = int(sys.argv[1]), sys.argv[2:]
    passed = failed = skipped = 0
    for build in builds:
        with open(f"{build}/meson-logs/testlog.json", encoding="utf-8") as log:
            for line in log:
                suite = json.loads(line)
                output = suite.get("stdout", "")
                skip = len(re.findall(r"^ok\b.*# SKIP", output, re.M))
                ok = len(re.findall(r"^ok\b", output, re.M)) - skip
                bad = len(re.findall(r"^not ok\b", output, re.M))
                if suite["result"] not in ("OK", "EXPECTEDFAIL") and bad == 0:
                    bad = 1
                if ok + bad + skip == 0:
                    print(f"count: {build}: {suite['name']} ran no case", file=sys.stderr)
                    bad = 1
                passed += ok
                skipped += skip
                failed += bad
    if status and not failed:
        failed = 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


sys.exit(main())
