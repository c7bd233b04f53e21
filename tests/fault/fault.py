#!/usr/bin/env python3
"""What if something breaks? Killed at every step, disks full, files that are none, bytes that are no tables: the right
exit code, a clear message, never a crash, never half a folder, and the folder that was there stays.

    fault.py KAKUHO [SHIM]     SHIM: the library built of shim.c; without it the cases that need it are skipped

SPDX-License-Identifier: GPL-3.0-or-later
"""
import errno
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import kit  # noqa: E402

KAKOGAWA = os.path.join(kit.DATA, "kakogawa")
SHIM = None

OLD = {
    "need": "area,class,2024\nnorth,c,30\nsouth,c,20",
    "supply": "area,seat,2024\nnorth,c,20\nsouth,c,25",
    "measures": "measure,group,existing,lead_years,capital,running\nsite,new,no,0,100,5",
    "effects": "measure,item,amount\nsite,c,8",
    "options": "option,measure,area,max_units\nsite_north,site,north,1",
}
NEW = dict(OLD, need="area,class,2024\nnorth,c,31\nsouth,c,20", classes="class\nc")  # another plan, one file more


# ---- killed, or refused by the system, at every step -----------------------------------------------------------------


def sanitized():
    """Whether the program is built with a sanitizer."""
    return b"__asan_init" in kit.read(kit.program)


def sanitizer():
    """The path of the sanitizer's library, where it is one of its own: it has to come before the shim."""
    found = re.search(r"=> (\S*libasan\S*)", subprocess.run(["ldd", kit.program], capture_output=True, text=True,
                                                            check=False).stdout)
    return found and found[1]


def steps(count):
    """Calls to be killed at: all of them; a part where a sanitizer, which has nothing to say of the killed, is slow."""
    return range(1, count + 1, 4 if sanitized() else 1)


def with_shim(fault=None, log=None):
    """The environment in which the shim does what is said."""
    if not SHIM:
        raise kit.Skip("the shim is not built here")
    space = {"LD_PRELOAD": " ".join(filter(None, [sanitizer(), SHIM]))}
    if fault:
        space["KAKUHO_FAULT"] = fault
    if log:
        space["KAKUHO_FAULT_LOG"] = os.path.abspath(log)
    return space


def run_raw(*words, **more):
    """Run without a look at how it ended."""
    space = {**os.environ, **more.pop("env", {})}
    return subprocess.run([kit.program, *words], env=space, stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                          check=False, **more)


class Replace:
    """An old plan in work/plan that a new one is to replace; the bytes of both."""

    def __init__(self):
        kit.city("old", OLD)
        kit.city("new", NEW)
        kit.plan("old", "old-plan")
        kit.plan("new", "new-plan")
        self.old, self.new = kit.tree("old-plan"), kit.tree("new-plan")
        kit.check(self.old != self.new)
        self.reset()

    def reset(self):
        shutil.rmtree("work", ignore_errors=True)
        shutil.copytree("old-plan", "work/plan")

    def state(self):
        """"old" or "new": the whole folder; anything else is wrong."""
        there = kit.tree("work/plan") if os.path.isdir("work/plan") else None
        return "old" if there == self.old else "new" if there == self.new else there

    def works_again(self):
        """The next run writes the plan and clears away what a killed one left."""
        kit.run("plan", "new", "-o", "work/plan", "-q", code=0)
        kit.equal(self.state(), "new")
        kit.equal(os.listdir("work"), ["plan"])

    def calls(self, env=None):
        """The calls of one whole replacement, by name."""
        if os.path.exists("calls"):
            os.remove("calls")
        kit.run("plan", "new", "-o", "work/plan", "-q", code=0, env={**with_shim(log="calls"), **(env or {})})
        kit.equal(self.state(), "new")
        return kit.read("calls").decode().split()


def test_killed_at_every_call():
    """kill -9 before every call that changes a file: the folder is the old or the new one; the next run repairs"""
    scene = Replace()
    calls = scene.calls()
    kit.say(f"{len(calls)} calls: " + " ".join(dict.fromkeys(calls)))
    kit.check({"write", "fsync", "renameat2", "unlinkat"} <= set(calls), calls)
    seen = []
    for n in steps(len(calls)):
        scene.reset()
        done = run_raw("plan", "new", "-o", "work/plan", "-q", env=with_shim(f"{n} kill"))
        kit.equal(done.returncode, -signal.SIGKILL, n)
        state = scene.state()
        kit.check(state in ("old", "new"), f"killed before call {n} ({calls[n - 1]}): the folder is {state}")
        seen.append(state)
        scene.works_again()
    kit.equal(seen, sorted(seen, reverse=True), "once new it stays new:")
    kit.check("old" in seen and "new" in seen)


def test_killed_without_exchange():
    """... where the file system cannot exchange folders: old, new, or put back by the next run"""
    scene = Replace()
    n = 0
    without = f"1 {errno.EINVAL} renameat2"
    kit.run("plan", "new", "-o", "work/plan", "-q", code=0, env=with_shim(without))
    kit.equal(scene.state(), "new")
    for n in range(1, 6):  # killed before the n-th renaming: the first two are of the folder itself
        scene.reset()
        done = run_raw("plan", "new", "-o", "work/plan", "-q", env=with_shim(f"{n} kill renameat"))
        if done.returncode == 0:
            break
        kit.equal(done.returncode, -signal.SIGKILL)
        kit.check(scene.state() in ("old", "new"), n, scene.state())
        scene.works_again()
    kit.check(n > 1)
    # by hand: what is left between the two renamings
    scene.reset()
    os.rename("work/plan", "work/.plan.kakuho-last")
    shutil.copytree("new-plan", "work/.plan.kakuho-next")
    kit.run("plan", "old", "-o", "work/plan", "-q", code=0)
    kit.equal((scene.state(), os.listdir("work")), ("old", ["plan"]))


def test_first_plan_killed():
    """... where there was no folder: none, or the whole new one"""
    scene = Replace()
    shutil.rmtree("work/plan")
    calls = scene.calls()
    for n in steps(len(calls)):
        shutil.rmtree("work")
        os.mkdir("work")
        run_raw("plan", "new", "-o", "work/plan", "-q", env=with_shim(f"{n} kill"))
        kit.check(scene.state() in ("new", None), n)
    scene.works_again()


def test_every_call_refused():
    """Every call fails once, disk full or disk broken: exit 7 and the old folder, or 0 and the new one

    Nothing stays beside it, but for what could not be cleared away, which the next run clears."""
    scene = Replace()
    calls = scene.calls()
    for n, call in enumerate(calls, 1):
        for code in (errno.ENOSPC, errno.EIO) if call in ("write", "fsync", "openat") and n % 5 == 0 else (errno.EIO,):
            scene.reset()
            done = kit.run("plan", "new", "-o", "work/plan", "-q", "--lang", "en", env=with_shim(f"{n} {code}"))
            state = scene.state()
            kit.check((done.code, state) in ((7, "old"), (0, "new")), f"call {n} ({call}) failed: {state}", done)
            if done.code:
                kit.check("work/plan: cannot be written" in done.err, done)
                kit.check("full" in done.err if code == errno.ENOSPC else "disk" in done.err, done)
                kit.equal(done.out, "")
                if call != "unlinkat":
                    kit.equal(os.listdir("work"), ["plan"], call)
            elif os.listdir("work") != ["plan"]:
                scene.works_again()


def test_export_killed_and_refused():
    """export: the old file or the new one, whole"""
    kit.city("city", OLD)
    kit.run("export", "city", "-o", "want.dat", code=0)
    want = kit.read("want.dat")
    kit.run("export", "city", "-o", "city.dat", code=0, env=with_shim(log="calls"))
    for n in range(1, len(kit.read("calls").split()) + 1):
        for what in ("kill", str(errno.ENOSPC)):
            kit.write("city.dat", "old")
            done = run_raw("export", "city", "-o", "city.dat", env=with_shim(f"{n} {what}"))
            kit.check(kit.read("city.dat") in (b"old", want))
            kit.check(done.returncode in ((-9, 0) if what == "kill" else (7, 0)), done)
    kit.run("export", "city", "-o", "city.dat", code=0)
    kit.equal(sorted(os.listdir(".")), ["calls", "city", "city.dat", "want.dat"])


def test_sweep_killed_and_refused():
    """sweep: the old folder or the new one, whole"""
    Replace()
    for name in ("old", "new"):
        kit.run("sweep", name, "--vary", "need.children*=1,1.1", "-o", f"{name}-sweep", "-q", code=0,
                env=with_shim(log="calls"))
    states = {name: kit.tree(f"{name}-sweep") for name in ("old", "new")}
    kit.check(states["old"] != states["new"])
    os.remove("calls")
    kit.run("sweep", "new", "--vary", "need.children*=1,1.1", "-o", "new-sweep", "-q", code=0,
            env=with_shim(log="calls"))
    for n, call in enumerate(kit.read("calls").decode().split(), 1):
        for what in ("kill", str(errno.ENOSPC)):
            shutil.rmtree("there", ignore_errors=True)
            shutil.copytree("old-sweep", "there/sweep")
            done = run_raw("sweep", "new", "--vary", "need.children*=1,1.1", "-o", "there/sweep", "-q",
                           env=with_shim(f"{n} {what}"))
            there = kit.tree("there/sweep")
            state = next((name for name, tree in states.items() if tree == there), there.keys())
            good = ((-9, "old"), (-9, "new"), (0, "new")) if what == "kill" else ((7, "old"), (0, "new"))
            kit.check((done.returncode, state) in good, n, call, what, done, state)


def test_explain_killed_and_refused():
    """explain: the old explanation or the new one, whole; the plan stays as it is"""
    scene = Replace()
    kit.run("explain", "old-plan", "-o", "old-why", "-q", code=0)
    kit.run("explain", "new-plan", "-o", "new-why", "-q", code=0, env=with_shim(log="calls"))
    states = {"old": kit.tree("old-why"), "new": kit.tree("new-why")}
    kit.check(states["old"] != states["new"])
    for n, call in enumerate(kit.read("calls").decode().split(), 1):
        for what in ("kill", str(errno.ENOSPC)):
            shutil.rmtree("there", ignore_errors=True)
            shutil.copytree("old-why", "there/why")
            done = run_raw("explain", "new-plan", "-o", "there/why", "-q", env=with_shim(f"{n} {what}"))
            there = kit.tree("there/why")
            state = next((name for name, tree in states.items() if tree == there), there.keys())
            good = ((-9, "old"), (-9, "new"), (0, "new")) if what == "kill" else ((7, "old"), (0, "new"))
            kit.check((done.returncode, state) in good, n, call, what, done, state)
    kit.equal((kit.tree("old-plan"), kit.tree("new-plan")), (scene.old, scene.new))


class Reports:
    """Two plans, explained, and the report of each; in there/page that of the old is to be replaced."""

    def __init__(self):
        self.plans = Replace()
        for name in "old", "new":
            kit.run("explain", f"{name}-plan", "-q", code=0)
            kit.run("report", f"{name}-plan", "-o", f"{name}-page", "-q", "--lang", "en", code=0)
        self.pages = {"old": kit.tree("old-page"), "new": kit.tree("new-page")}
        kit.check(self.pages["old"] != self.pages["new"])
        self.reset()

    def reset(self):
        shutil.rmtree("there", ignore_errors=True)
        shutil.copytree("old-page", "there/page")

    def state(self):
        there = kit.tree("there/page") if os.path.isdir("there/page") else None
        return next((name for name, tree in self.pages.items() if tree == there), there)

    def untouched(self):
        kit.equal((kit.tree("old-plan"), kit.tree("new-plan")), (self.plans.old, self.plans.new))


def test_report_killed_and_refused():
    """report: killed or the disk full at every call: the old page and workbook or the new ones; the plan stays"""
    scene = Reports()
    words = ("report", "new-plan", "-o", "there/page", "-q", "--lang", "en")
    kit.run(*words, code=0, env=with_shim(log="calls"))
    kit.equal(scene.state(), "new")
    calls = kit.read("calls").decode().split()
    kit.check({"write", "fsync", "renameat2"} <= set(calls), calls)
    kit.check("open" not in calls, "the workbook is made of temporary files:", calls)
    kit.equal(sorted(scene.pages["new"]), ["plan.xlsx", "report.html", "report.json"])
    seen = set()
    for n, call in enumerate(calls, 1):
        for what in ("kill", str(errno.ENOSPC), str(errno.EIO)):
            scene.reset()
            done = run_raw(*words, env=with_shim(f"{n} {what}"))
            state = scene.state()
            good = ((-9, "old"), (-9, "new")) if what == "kill" else ((7, "old"), (0, "new"))
            kit.check((done.returncode, state) in good, n, call, what, done, state)
            if done.returncode == 7:
                kit.check(b"there/page: cannot be written" in done.stderr and done.stdout == b"", done)
            seen.add((done.returncode, state))
            kit.run(*words, code=0)
            kit.equal((scene.state(), os.listdir("there")), ("new", ["page"]), n, call, what)
    kit.check({(-9, "old"), (-9, "new"), (7, "old")} <= seen, seen)
    scene.untouched()


def test_report_not_to_be_written():
    """a folder that may not be written, a file in its place, files too large: exit 7 or 2, the last good page stays"""
    scene = Reports()
    words = ("report", "new-plan", "-o", "there/page", "--lang", "en")
    for size in (0, 1000):
        done = kit.run(*words, code=7, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        kit.check("too large" in done.err and done.out == "", done)
        kit.equal((scene.state(), os.listdir("there")), ("old", ["page"]))
    os.mkdir("closed")
    shutil.copytree("old-page", "closed/page")
    for path in ("closed/page", "closed/other"):
        refused = with_shim(f"1 {errno.EACCES} mkdirat") if os.geteuid() == 0 else {}
        os.chmod("closed", 0o500)
        try:
            done = kit.run("report", "new-plan", "-o", path, "--lang", "en", code=7, env=refused)
        finally:
            os.chmod("closed", 0o700)
        kit.check(path in done.err and done.out == "", done)
        kit.equal((kit.tree("closed/page"), os.listdir("closed")), (scene.pages["old"], ["page"]))
    kit.write("there/file", "mine")
    done = kit.run("report", "new-plan", "-o", "there/file", "--lang", "en", code=2)
    kit.check("there/file" in done.err, done)
    kit.equal((kit.read("there/file"), scene.state()), (b"mine", "old"))
    scene.untouched()


def test_init_refused():
    """init: the whole city, or nothing at all"""
    kit.run("init", "want", "-q", code=0, env=with_shim(log="calls"))
    want = kit.tree("want")
    for n in range(1, len(kit.read("calls").split()) + 1):
        shutil.rmtree("city", ignore_errors=True)
        done = kit.run("init", "city", "-q", env=with_shim(f"{n} {errno.ENOSPC}"))
        there = kit.tree("city") if os.path.exists("city") else None
        kit.check((done.code, there) in ((7, None), (0, want)), n, done, there and there.keys())
    kit.equal({name for name in os.listdir(".") if name not in ("city", "want", "calls")}, set())


def test_killed_at_any_moment():
    """kill -9 after ever longer delays, while two programs replace the same folder in turn"""
    scene = Replace()
    start = time.monotonic()
    kit.run("plan", "new", "-o", "work/plan", "-q", code=0)
    whole = time.monotonic() - start
    for i in range(30):
        which = ("old", "new")[i % 2]
        with subprocess.Popen([kit.program, "plan", which, "-o", "work/plan", "-q"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(whole * 1.3 * i / 30)
            process.kill()
        kit.check(scene.state() in ("old", "new"), i)
    scene.works_again()


def test_two_at_once():
    """Two programs that write the same folder: one after the other, both whole"""
    scene = Replace()
    for _ in range(3):
        both = [subprocess.Popen([kit.program, "plan", which, "-o", "work/plan", "-q"])
                for which in ("old", "new", "new", "old")]
        kit.equal([process.wait() for process in both], [0, 0, 0, 0])
        kit.check(scene.state() in ("old", "new"))
    kit.equal(os.listdir("work"), ["plan"])


# ---- disks and limits ------------------------------------------------------------------------------------------------


def test_file_size_limit():
    """RLIMIT_FSIZE: exit 7, the old folder stays"""
    scene = Replace()

    for size in (0, 100, 1000):
        done = kit.run("plan", "new", "-o", "work/plan", "--lang", "en", code=7,
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        kit.check("too large" in done.err and done.out == "", done)
        kit.equal((scene.state(), os.listdir("work")), ("old", ["plan"]))
    scene.works_again()


def test_small_disk():
    """A tmpfs too small for the plan: exit 7, the old folder stays, and with room again all is well"""
    os.mkdir("work")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", "work"], capture_output=True,
                             check=False)
    if mounted.returncode:
        raise kit.Skip("no file system can be mounted here")
    try:
        kit.city("city", OLD)
        old = kit.tree(kit.plan("city", "work/plan").folder)
        ballast = os.open("work/ballast", os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(ballast, b"x" * 4096):
                pass
        except OSError as full:
            kit.equal(full.errno, errno.ENOSPC)
        os.close(ballast)
        kit.city("city", NEW)
        done = kit.run("plan", "city", "-o", "work/plan", "--lang", "en", code=7)
        kit.check("the disk is full" in done.err, done)
        kit.equal(kit.tree("work/plan") == old, True, "the old folder")
        kit.equal(sorted(os.listdir("work")), ["ballast", "plan"])
        os.remove("work/ballast")
        kit.plan("city", "work/plan")
        kit.check(kit.tree("work/plan") != old)
    finally:
        subprocess.run(["umount", "work"], check=False)


def test_full_device():
    """export to /dev/full: exit 7"""
    done = kit.run("export", KAKOGAWA, "-o", "/dev/full", "--lang", "en")
    kit.check(done.code in (2, 7) and done.err, done)  # 2: by its ending it is no format
    os.symlink("/dev/full", "city.dat")
    done = kit.run("export", KAKOGAWA, "-o", "city.dat", "--lang", "en", code=7)
    kit.check("the disk is full" in done.err, done)


def test_little_memory():
    """Little memory: exit 7 with a word of it, or done; never a crash, and the old folder stays"""
    scene = Replace()
    if sanitized():
        raise kit.Skip("the sanitizer needs its memory")
    for megabytes in (6, 8, 10, 12, 16, 24, 32, 64):
        scene.reset()
        size = megabytes << 20
        done = run_raw("plan", "new", "-o", "work/plan", "--lang", "en",
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
        said = done.stderr.decode()
        if done.returncode == 127 and "shared" in said:
            continue  # the program itself does not fit
        kit.check((done.returncode, scene.state()) in ((7, "old"), (0, "new")), megabytes, done)
        kit.check(done.returncode == 0 or "memory" in said, megabytes, said)


def test_little_memory_to_explain():
    """Little memory: exit 7 with a word of it and no folder, or done; plans of their own give theirs back"""
    kit.city("city", OLD)
    kit.plan("city")
    if sanitized():
        raise kit.Skip("the sanitizer needs its memory")
    for megabytes in (6, 8, 9, 10, 11, 12, 14, 16, 24, 64):
        shutil.rmtree("plan.why", ignore_errors=True)
        size = megabytes << 20
        done = run_raw("explain", "plan", "--lang", "en",
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
        said = done.stderr.decode()
        if done.returncode == 127 and "shared" in said:
            continue  # the program itself does not fit
        kit.check((done.returncode, os.path.exists("plan.why")) in ((7, False), (0, True)), megabytes, done)
        kit.check(done.returncode == 0 or "memory" in said, megabytes, said)


def test_little_memory_for_a_sweep():
    """Little memory: exit 7 with a word of it and no folder, or done"""
    kit.city("city", OLD)
    if sanitized():
        raise kit.Skip("the sanitizer needs its memory")
    for command, words in (("sweep", ["--vary", "need.children*=0.9:1.1:0.02"]), ("whatif", [])):
        for megabytes in (6, 8, 9, 10, 11, 12, 14, 16, 24, 64):
            shutil.rmtree("out", ignore_errors=True)
            size = megabytes << 20
            done = run_raw(command, "city", *words, "-o", "out", "--lang", "en",
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
            said = done.stderr.decode()
            if done.returncode == 127 and "shared" in said:
                continue  # the program itself does not fit
            kit.check((done.returncode, os.path.exists("out")) in ((7, False), (0, True)), megabytes, done)
            kit.check(done.returncode == 0 or "memory" in said, megabytes, said)


def test_little_memory_for_a_workbook():
    """Little memory: exit 7 with a word of it and the old report, or done; no workbook that lacks something"""
    kit.city("city", OLD)
    kit.plan("city")
    kit.run("explain", "plan", "-q", code=0)
    kit.run("report", "plan", "-q", code=0)
    if sanitized():
        raise kit.Skip("the sanitizer needs its memory")
    want, codes = kit.tree("plan.report"), set()
    for kilobytes in range(6000, 26000, 250):
        size = kilobytes << 10
        done = run_raw("report", "plan", "--lang", "en", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS,
                                                                                               (size, size)))
        said = done.stderr.decode()
        if done.returncode == 127:
            continue  # the program itself does not fit
        kit.check(done.returncode in (0, 7), kilobytes, done)
        kit.check(done.returncode == 0 or "memory" in said or "map" in said, kilobytes, said)
        codes.add(done.returncode)
        shutil.rmtree("plan.report") if done.returncode == 0 else None
        kit.run("report", "plan", "--lang", "ja", "-q", code=0)
        kit.check(kit.tree("plan.report") == want)
    kit.equal(codes, {0, 7})


def test_few_files():
    """Too few files may be open: exit 7, or done"""
    scene = Replace()
    for count in range(6, 30, 2):
        scene.reset()
        done = kit.run("plan", "new", "-o", "work/plan", "--lang", "en",
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count)))
        kit.check((done.code, scene.state()) in ((7, "old"), (0, "new"), (1, "old")), count, done)


# ---- files that are none ---------------------------------------------------------------------------------------------


def findings(words, code=1):
    """check: the findings, which are there; plan with the same exit code writes nothing."""
    done = kit.run("check", *words, "--json", "--lang", "en", code=code)
    found = json.loads(done.out)["findings"]
    kit.check(found, "no finding:", done)
    kit.check(all(f["code"] and f["file"] and f["text"] for f in found), done)
    kit.equal(kit.run("plan", *words, "-o", "plan", "-q").code, code)
    kit.check(not os.path.exists("plan"))
    return found


def unreadable(name):
    """Ways in which a file is none, and a word that the message has."""
    os.remove(name)
    os.mkdir(name)
    yield "folder"
    os.rmdir(name)
    os.symlink("nowhere", name)
    yield "no such file"
    os.remove(name)
    os.symlink(os.path.basename(name), name)
    yield "links"
    os.remove(name)
    if os.geteuid() != 0:
        kit.write(name, "area\n")
        os.chmod(name, 0)
        yield "permission"
        os.remove(name)


def refused(words):
    """It cannot be read: exit 1 with findings or exit 7 with a message; all that was said."""
    done = kit.run("check", *words, "--lang", "en")
    kit.check(done.code in (1, 7), done)
    kit.equal(kit.run("plan", *words, "-o", "plan", "-q").code, done.code)
    kit.check(not os.path.exists("plan"))
    return done.out + done.err


def test_table_is_no_file():
    """A folder, a link to nowhere or to itself, an unreadable file in the place of a table or the scenario"""
    for name in ("need.csv", "limits.csv", "base.json"):
        kit.city("city", dict(OLD, limits="limit,quantity,sense,value\nl,units,<=,5"), {})
        for word in unreadable("city/" + name):
            said = refused(["city"])
            kit.check(name in said and re.search(word, said), f"{name}, {word}:", said)
        shutil.rmtree("city")


def test_scenario_is_no_file():
    """A device, a table, a picture, an empty file as scenario"""
    kit.write("empty.json", "")
    kit.write("table.json", OLD["need"])
    kit.write("picture.json", bytes(range(256)) * 10)
    kit.write("zeros.json", bytes(100))
    for name in ("empty.json", "table.json", "picture.json", "zeros.json", "/dev/null"):
        said = refused([name])
        kit.check(os.path.basename(name) in said, name, said)
    kit.city("city", OLD)
    for name in OLD:
        for content in (b"", b"\n\n", bytes(range(256)), bytes(64), b"\xef\xbb\xbf", b"\xff\xfea\x00b\x00"):
            kit.write(f"city/{name}.csv", content)
            done = kit.run("check", "city", "--lang", "en")
            kit.check(done.code == 1 and name + ".csv" in done.out, name, content, done)
        kit.city("city", {name: OLD[name]})
    kit.run("check", "city", code=0)


# ---- bytes that are no tables ----------------------------------------------------------------------------------------


def test_truncated_files():
    """Every file of Kakogawa cut at every 97th byte: findings or a plan, with its own name where it is at fault"""
    kit.copy(KAKOGAWA, "city")
    files = {name: kit.read("city/" + name) for name in sorted(os.listdir("city"))}
    codes = []
    for name, content in files.items():
        for size in range(1, len(content), 97):
            kit.write("city/" + name, content[:size])
            done = kit.run("check", "city", "--lang", "en")
            kit.check(done.code in (0, 1), f"{name} cut to {size}:", done)
            kit.check(done.code == 0 or re.search(r"\[[a-z_]+\.[a-z_]+\]", done.out), f"{name} cut to {size}:", done)
            codes.append(done.code)
        kit.write("city/" + name, content)
    kit.say(f"{len(codes)} cuts, {codes.count(1)} refused")
    kit.check(codes.count(1) > len(codes) // 2)


def test_wrong_encodings():
    """Bytes that are neither UTF-8 nor CP932, one of them in the middle; UTF-16; CP932 said to be UTF-8"""
    kit.city("city", OLD)
    label = "area,label\nnorth,北区\nsouth,南区\n"
    for content in (label.encode("utf-8")[:-3] + b"\n", label.encode("euc-jp"), label.encode("utf-16"),
                    label.encode().replace("南".encode(), b"\xff\xfe")):
        kit.write("city/areas.csv", content)
        found = findings(["city"])
        kit.check(any(f["file"] == "areas.csv" and f["line"] >= 1 for f in found), found)
        kit.equal([f for f in found if f["severity"] == "error" and f["file"] != "areas.csv"], [], "beside the point:")
    kit.write("city/areas.csv", label.encode("cp932"))
    kit.run("check", "city", code=0)
    findings(["city", "--input-encoding", "utf-8"])


def test_unclosed_quote():
    """An unclosed quote: the line in which it begins is named"""
    kit.city("city", OLD)
    for text, line in (('area,class,2024\nnorth,c,30\n"south,c,20\n', 3),
                       ('area,class,2024\nnorth,"c,30\nsouth,c,20\n', 2),
                       ('"area,class,2024\nnorth,c,30\n', 1), ('area,class,2024\nnorth,c,30\nsouth,c,20"\n', 3),
                       ('area,class,2024\nnorth,"c"d,30\nsouth,c,20\n', 2)):
        kit.write("city/need.csv", text)
        found = findings(["city"])
        kit.check(any(f["file"] == "need.csv" and f["line"] == line for f in found), text, found)


def test_ten_megabyte_line():
    """A line of 10 MB: as a cell, as a row of cells, in quotes, as JSON; quickly said, and shortly"""
    kit.city("city", OLD, {})
    ten = 10 * 1000 * 1000
    for name, content in (("need.csv", b"area,class,2024\n" + b"n" * ten + b",c,30\n"),
                          ("need.csv", b"area,class,2024\nnorth,c,30\n" + b"," * ten + b"\n"),
                          ("need.csv", b"area,class,2024\nnorth,c,30\n" + b"south,c,20," * (ten // 11) + b"\n"),
                          ("need.csv", b'area,class,2024\nnorth,"' + b"x\n" * (ten // 2)),
                          ("need.csv", b"area,class,2024\nnorth,c," + b"9" * ten + b"\n"),
                          ("base.json", b'{"kakuho": 1, "title": 1' + b"0" * ten + b"}\n"),
                          ("base.json", b'{"kakuho": 1, "' + b"x" * ten + b'": 1}\n'),
                          ("base.json", b'{"kakuho": 1, "goals": ' + b"[" * ten),
                          ("base.json", b'{"kakuho": 1, "goals": ' + b"[" * 900 + b"]" * 900 + b"}\n")):
        before = kit.read("city/" + name)
        kit.write("city/" + name, content)
        start = time.monotonic()
        done = kit.run("check", "city", "--lang", "en")
        took = time.monotonic() - start
        kit.check(done.code in (1, 7) and name in done.out + done.err, name, content[:60], done.code, done.out[:300])
        kit.check(len(done.out) < 20000, f"{name} {content[:40]}: says {len(done.out)} characters")
        kit.check(took < 20, f"{name} {content[:40]}: {took:.1f} s")
        kit.write("city/" + name, before)


def test_long_but_right():
    """A label of 1 MB is no mistake of the program's: planned or refused, and the folder is whole"""
    kit.city("city", dict(OLD, areas="area,label\nnorth," + "北" * 300000 + "\nsouth,south"))
    done = kit.run("plan", "city", "-o", "plan")
    kit.check(done.code in (0, 1), done.code)
    kit.equal(os.path.exists("plan"), done.code == 0)


def test_any_bytes_at_any_place():
    """One byte of a table changed into another, thousands of ways: never a crash"""
    kit.city("city", OLD, {"targets": [{"id": "t", "from": 2024, "until": 2024, "basis": "peak"}]})
    state, bytes_to_try = 12345, b'",\n\r\t\0;{}[]:-0+9eE. \xe3\x81\xff'
    for name in ("need.csv", "effects.csv", "options.csv", "base.json"):
        content = kit.read("city/" + name)
        for _ in range(25):
            changed = bytearray(content)
            for _ in range(1 + state % 3):
                state = (state * 1103515245 + 12345) % 2**31
                changed[(state >> 8) % len(changed)] = bytes_to_try[(state >> 4) % len(bytes_to_try)]
            kit.write("city/" + name, bytes(changed))
            done = kit.run("plan", "city", "--lang", "en")
            kit.check(done.code in (0, 1, 3), bytes(changed), done)
            kit.check(done.out or done.err)
        kit.write("city/" + name, content)


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[2].endswith(".so"):
        SHIM = os.path.abspath(sys.argv.pop(2))
    kit.main(globals())
