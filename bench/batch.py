"""What-ifs of data/sapporo (need and budget ±2 %, continuous, all goals) by kakuho batch, everything written, beside
one glpsol process each with one weighted goal, two at a time; then a night in which nothing changed, and one in which
1 % did.

The peer solves a sample, and its time is taken to be the same for the others. Wall time is what counts where the
machine is idle; "by work" compares user+sys, which does not depend on what else runs. Memory is that of the process
that leads, of the largest worker with all that it shares with the leader, and what a worker has for itself alone: for
all scenarios and for a tenth of them.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import generate

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models" / "planning.mod"
JOBS, SAMPLE = 2, 40
TARGET = {"first": 6.0, "second": 100.0, "MiB": 64, "growth": 1.25}
LOOK_S = 0.05


def what_if(path, dice):
    def factor():
        return round(1 + (dice.whole(0, 4000) - 2000) / 100000, 5)
    path.write_text(json.dumps({"kakuho": 1, "extends": "../base.json", "changes": [
        {"table": "need", "multiply": {"children": factor()}},
        {"table": "limits", "where": {"limit": "capital"}, "multiply": {"value": factor()}}]}))


def make(folder, count):
    shutil.copytree(ROOT / "data" / "sapporo", folder)
    base = folder / "base.json"
    scenario = {**json.loads(base.read_text(encoding="utf-8")), "units": "continuous"}
    base.write_text(json.dumps(scenario, ensure_ascii=False), encoding="utf-8")
    one = json.dumps(generate.weighted(scenario), ensure_ascii=False)
    (folder / "weighted.json").write_text(one, encoding="utf-8")
    (folder / "w").mkdir()
    dice = generate.Dice(7)
    for i in range(count):
        what_if(folder / "w" / f"{i:05}.json", dice)
    (folder / "nightly.json").write_text('{"kakuho_batch": 1, "scenarios": [{"glob": "w/*.json"}]}')
    return dice


def memory(pid, file, word):
    """What the kernel says of a process [MiB], such as VmHWM, the most that it ever had; 0 where it is gone."""
    try:
        text = Path(f"/proc/{pid}/{file}").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(word))


def run(words, cwd):
    """Wall and user+sys seconds of a command and all its processes; the memory of itself, of the largest of those that
    it started, and what one of these had for itself alone [MiB], looked at again and again."""
    start, leader, worker, own = time.perf_counter(), 0.0, 0.0, 0.0
    nothing = subprocess.DEVNULL
    with subprocess.Popen([str(w) for w in words], cwd=cwd, stdout=nothing, stderr=nothing) as one:
        children = Path(f"/proc/{one.pid}/task/{one.pid}/children")
        while True:
            leader = max(leader, memory(one.pid, "status", "VmHWM"))
            for child in children.read_text().split():
                worker = max(worker, memory(child, "status", "VmHWM"))
                own = max(own, memory(child, "smaps_rollup", "Private_"))
            pid, status, usage = os.wait4(one.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(LOOK_S)
        one.returncode = os.waitstatus_to_exitcode(status)
    if one.returncode not in (0, 8):
        raise SystemExit(f"bench: failed ({one.returncode}): {' '.join(map(str, words))}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, leader, worker, own


def bench(folder, args, verdicts, table):
    count, kakuho = args.scenarios, args.build / "engine" / "kakuho"
    print(f"\n== batch: {count} what-ifs of Sapporo, ±2 %, all goals, everything written, {JOBS} at a time")
    dice = make(folder, count)
    words = [kakuho, "batch", "nightly.json", "-o", "store", "--jobs", JOBS, "-q", "--date"]

    subprocess.run([kakuho, "export", "weighted.json", "-o", "city.dat"], cwd=folder, check=True, capture_output=True)
    sample = min(SAMPLE, count)
    peer = run(["sh", "-c", f"seq {sample} | xargs -P{JOBS} -I% glpsol -m {MODEL} -d city.dat -w %.txt"], folder)
    peer = [x * count / sample for x in peer[:2]] + [0.0, 0.0, 0.0]
    first = run([*words, "2026-04-01"], folder)
    second = run([*words, "2026-04-02"], folder)
    for i in range(0, count, 100):
        what_if(folder / "w" / f"{i:05}.json", dice)
    third = run([*words, "2026-04-03"], folder)
    small, tenth = folder.with_name("batch-small"), max(count // 10, 1)
    make(small, tenth)
    few = run([*words, "2026-04-01"], small)

    rows = [[f"glpsol, one weighted goal ({sample} run, extrapolated)", count, peer], ["first night", count, first],
            ["nothing changed", count, second], ["1 % changed", count, third], ["first night of a tenth", tenth, few]]
    table(["", "wall s", "user+sys s", "scenarios a second", "leader MiB", "worker MiB", "its own"],
          [[name, f"{t[0]:.2f}", f"{t[1]:.2f}", f"{n / t[0]:.0f}", *(f"{m:.1f}" if m else "" for m in t[2:])]
           for name, n, t in rows])
    changed = (third[1] - second[1]) / first[1]
    print(f"  1 % changed costs {changed:.2%} of the first night's work beyond looking at all")
    verdicts.add("batch, against glpsol", peer[0] / first[0], "x", least=TARGET["first"])
    verdicts.add("batch, against glpsol, by work", peer[1] / first[1], "x", least=TARGET["first"])
    verdicts.add("batch, nothing changed, against the first night", first[0] / second[0], "x", least=TARGET["second"])
    verdicts.add("batch, the same, by work", first[1] / second[1], "x", least=TARGET["second"])
    verdicts.add("batch, memory of the largest worker", first[3], " MiB", most=TARGET["MiB"])
    verdicts.add("batch, memory of the process that leads", max(first[2], second[2], third[2]), " MiB",
                 most=TARGET["MiB"])
    verdicts.add("batch, its own memory against a tenth", first[4] / few[4], "x", most=TARGET["growth"])
