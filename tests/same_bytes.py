"""One plan, its explanation, report and workbook: the same bytes from every build (gcc, clang, sanitizers), in another
locale and zone.

usage: same_bytes.py BUILD...   prints TAP
Plans the example cities and made-up ones (bench/generate.py, differential/random_city.py); the first build's folders
are the measure, also those of contradictions.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WAYS = [{}, {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"}]


def tree(folder):
    """{path: bytes} of a folder, but for proof.json: other multipliers may prove the same."""
    found = {}
    for top, _, names in os.walk(folder):
        for name in names:
            if name == "proof.json":
                continue
            with open(os.path.join(top, name), "rb") as file:
                found[os.path.relpath(os.path.join(top, name), folder)] = file.read()
    return found


def differences(one, two):
    return sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))


def plan(build, city, folder, way):
    done = subprocess.run([os.path.join(build, "engine/kakuho"), "plan", city, "-q", "--explain", "-o", folder],
                          check=False,
                          cwd=os.path.dirname(folder), env={**os.environ, **way}, capture_output=True, text=True)
    if done.returncode == 3:
        return tree(folder + ".conflict")
    if done.returncode:
        return {"exit": f"{done.returncode}: {done.stderr}".encode()}
    done = subprocess.run([os.path.join(build, "engine/kakuho"), "report", folder, "-q"], check=False,
                          cwd=os.path.dirname(folder), env={**os.environ, **way}, capture_output=True, text=True)
    if done.returncode:
        return {"report": f"{done.returncode}: {done.stderr}".encode()}
    return {**tree(folder), **{"why/" + path: text for path, text in tree(folder + ".why").items()},
            **{"report/" + path: text for path, text in tree(folder + ".report").items()}}


def main():
    builds = [os.path.abspath(build) for build in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as place:
        cities = [os.path.join(ROOT, "data", name) for name in ("kakogawa", "sapporo", "small")]
        for seed in range(1, 7):
            cities.append(os.path.join(place, f"city{seed}"))
            subprocess.run([sys.executable, os.path.join(ROOT, "bench/generate.py"), "--seed", str(seed),
                            str(2 * seed), "5", cities[-1]], check=True, stdout=subprocess.DEVNULL)
        for seed in range(1, 31):
            cities.append(os.path.join(place, f"random{seed}"))
            subprocess.run([sys.executable, os.path.join(ROOT, "tests/differential/random_city.py"), str(seed),
                            cities[-1]], check=True)
        failed = 0
        for n, city in enumerate(cities):
            want, bad = None, []
            for b, build in enumerate(builds):
                for w, way in enumerate(WAYS):
                    got = plan(build, city, os.path.join(place, f"plan-{n}-{b}-{w}"), way)
                    want = want or got
                    where = f"{os.path.basename(build)}, {way or 'as it is'}"
                    bad += [f"{where}: {path}" for path in differences(want, got)]
            if "run.json" not in want:
                bad.append(f"no plan: {want}")
            for line in bad:
                print(f"# {line}")
            failed += bool(bad)
            print(f"{'not ok' if bad else 'ok'} {n + 1} - one plan of {os.path.basename(city)}")
        print(f"1..{len(cities)}")
    return 1 if failed else 0


sys.exit(main())
