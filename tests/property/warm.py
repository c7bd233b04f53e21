#!/usr/bin/env python3
"""Is a plan from the base the plan from the start? Run warm_plans on the cities given and on random small ones.

    warm.py WARM_PLANS [--random FIRST..LAST] [CITY ...]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "differential"))
import random_city  # noqa: E402


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, words, cities = sys.argv[1], sys.argv[2:], []
    with tempfile.TemporaryDirectory(prefix="kakuho-warm-") as temporary:
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
        return subprocess.run([program, *cities], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
