#!/usr/bin/env python3
"""Run a program of the tests on the cities given and on random small ones.

    on_cities.py FIRST..LAST PROGRAM [ARGUMENT ...]

The folders of the random cities come after the arguments; an argument FOLDER is a folder that the program may fill.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import random_city


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    first, last = map(int, sys.argv[1].split(".."))
    with tempfile.TemporaryDirectory(prefix="kakuho-cities-") as temporary:
        words = [temporary if word == "FOLDER" else word for word in sys.argv[2:]]
        for seed in range(first, last + 1):
            folder = Path(temporary) / f"random {seed}"
            random_city.City(seed).write(folder)
            words.append(str(folder))
        return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
