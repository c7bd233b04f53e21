#!/usr/bin/env python3
"""Does models/tiny.dat give what models/README.md says by hand?

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MODELS = Path(__file__).resolve().parent.parent.parent / "models"
EXPECTED = [70, 0, 95, 167000]


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="kakuho-tiny-") as temporary:
        more, solution = Path(temporary) / "stage.dat", Path(temporary) / "solution"
        for stage, value in enumerate(EXPECTED, 1):
            held = " ".join(f"{s + 1} {v}" for s, v in enumerate(EXPECTED[:stage - 1]))
            more.write_text(f"data; param stage := {stage}; param reached := {held}; end;\n")
            command = ["glpsol", "-m", MODELS / "planning.mod", "-d", MODELS / "tiny.dat", "-d", more, "-w", solution]
            done = subprocess.run(command, capture_output=True, text=True)
            found = re.search(r"^s bas \d+ \d+ f f (\S+)", solution.read_text() if solution.exists() else "", re.M)
            ok = done.returncode == 0 and found and abs(float(found[1]) - value) <= 1e-6 * max(1, value)
            if not ok:
                print("".join(f"# {line}\n" for line in done.stdout.splitlines()[-12:]), end="")
            print(f"{'ok' if ok else 'not ok'} {stage} - tiny.dat: stage {stage} is {value}")
            failed += not ok
    print(f"1..{len(EXPECTED)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
