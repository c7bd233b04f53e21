#!/usr/bin/env python3
"""Is it the same model? Run same_rows on the cities given and on random small ones.

    rows.py SAME_ROWS [--random FIRST..LAST] [CITY ...]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import random_city  # noqa: E402


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, words, cities = sys.argv[1], sys.argv[2:], []
    with tempfile.TemporaryDirectory(prefix="kakuho-rows-") as temporary:
        while words:
            word = words.pop(0)
            if word != "--random":
                cities.append(word)
                continue
            first, last = map(int, words.pop(0).split(".."))
            for seed in range(first, last + 1):
                folder = Path(temporary) / f"random {seed}"
                random_city.City(seed).write(folder)
                cities.append(str(folder))
        model = HERE.parent.parent / "models" / "planning.mod"
        return subprocess.run([program, str(model), temporary, *cities]).returncode


if __name__ == "__main__":
    sys.exit(main())
