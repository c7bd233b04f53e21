#!/usr/bin/env python3
"""The rules of the house: who may use whom, names, headers, texts. `./dev lint` runs it alone.

    lint.py [KAKUHO] [--only WORD]     KAKUHO: build/engine/kakuho where not given

SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

ROOT = kit.ROOT

# ---- the house -------------------------------------------------------------------------------------------------------
# folder of engine/ -> folders that it may use; its own, include/kakuho.h and libc go without saying
MAY_USE = {
    "base": [],
    "domain": ["base"],
    "input": ["base", "domain"],
    "model": ["base", "domain"],
    "solve": ["base", "domain", "model"],
    "judge": ["base", "domain"],
    "explain": ["base", "domain", "input", "judge", "solve"],
    "report": ["base", "domain", "judge", "explain"],
    "verify": ["base", "domain", "input", "judge", "report"],
    "batch": ["base", "domain", "input", "explain", "report"],
    "cli": ["batch"],
    "manual": ["base", "input", "batch", "cli"],
}
FRONT_DOOR = "engine/kakuho.c"  # the public calls: may use all

LIBC = ["assert", "ctype", "errno", "float", "inttypes", "limits", "math", "setjmp", "stdalign", "stdarg", "stdbool",
        "stddef", "stdint", "stdio", "stdlib", "string"]

# header of a library or of POSIX -> the only files that see it
ONLY = {
    "csv.h": ["engine/input/csv.c"],
    "cJSON.h": ["engine/input/json.c"],
    "glpk.h": ["engine/solve/box.c"],
    "gmp.h": ["engine/judge/"],
    "nettle/sha2.h": ["engine/base/hash.c"],
    "iconv.h": ["engine/input/encoding.c"],
    "xlsxwriter.h": ["engine/report/xlsx.c"],
    "dlfcn.h": ["engine/report/xlsx.c"],
    "locale.h": ["engine/report/xlsx.c"],
}
POSIX_ROOMS = ["engine/base/file.c", "engine/base/list.c", "engine/base/scratch.c", "engine/batch/",
               "engine/cli/", "engine/manual/main.c"]
POSIX = ["dirent.h", "fcntl.h", "getopt.h", "glob.h", "malloc.h", "poll.h", "sched.h", "signal.h", "stdatomic.h",
         "sys/file.h", "sys/mman.h", "sys/prctl.h", "sys/resource.h", "sys/stat.h", "sys/time.h", "sys/types.h",
         "sys/wait.h", "time.h", "unistd.h"]

# what the library never calls: it does not print, exit, or read clock, locale or environment
FORBIDDEN = """printf vprintf puts putchar fprintf vfprintf fputs fputc putc fwrite perror stdout stderr stdin
exit _exit _Exit quick_exit abort atexit time clock clock_gettime gettimeofday localtime gmtime mktime strftime
getenv secure_getenv setenv putenv setlocale localeconv newlocale uselocale nl_langinfo rand srand random srandom
signal sigaction raise kill system popen fork execv getpid gethostname getcwd chdir umask""".split()
# ... but for a bug of ours, which KK_ASSERT reports and stops, and to keep the host's locale from a library
ALLOWED = {"engine/base/ctx.c": {"abort", "fprintf", "stderr"}, "engine/report/xlsx.c": {"newlocale", "uselocale"}}

# a function that a library is to find here in the place of its own
IN_PLACE_OF = {"engine/report/xlsx.c": "lxw_tmpfile"}

FAMILIES = "need seats carers required cover link units once limit share change".split()
GOALS = "unmet short worst_share seats cost vacant units carers change transfers".split()

TOP = """.ci .clang-format .editorconfig .gitignore LICENSE README.md bench data dev engine include meson.build
meson_options.txt models tests""".split()

LONGEST_LINE = 120
LONGEST_FILE = 700


# ---- files -----------------------------------------------------------------------------------------------------------

def tracked():
    """Files of the repository, those to come too; of an unpacked archive: all but what is built."""
    done = subprocess.run(["git", "-c", "core.quotePath=false", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return sorted(f for f in done.stdout.splitlines() if os.path.isfile(os.path.join(ROOT, f)))
    found = []
    for at, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if not f.startswith(("build", ".git", "__pycache__", "node_modules"))
                      and f != "plans"]
        found += [os.path.relpath(os.path.join(at, f), ROOT) for f in files]
    return sorted(found)


FILES = tracked()
C_FILES = [f for f in FILES if f.endswith((".c", ".h"))]
ENGINE = [f for f in C_FILES if f.startswith("engine/")]
LIBRARY = [f for f in ENGINE if not f.startswith(("engine/batch/", "engine/cli/", "engine/manual/"))]


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def lines(path):
    return enumerate(text(path).splitlines(), 1)


def no_problems(found):
    kit.check(not found, "\n".join(found))


def code_of(path):
    """The text of a C file without comments, strings and characters; lines stay where they are."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m[0]), text(path), flags=re.S)


def includes(path):
    return [(int(n), m[1], m[2]) for n, line in lines(path)
            if (m := re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line))]


# ---- layers ----------------------------------------------------------------------------------------------------------

def room(path):
    return path.split("/")[1] if path.count("/") > 1 else None


def include_problem(path, mark, name):
    """Why a file of the engine may not include this, or None."""
    if mark == '"':
        if name == "kakuho.h" or path == FRONT_DOOR:
            return None
        there = name.split("/")[0]
        if not os.path.exists(os.path.join(ROOT, "engine", name)):
            return f'"{name}" is not written as it stands below engine/'
        if there == room(path) or there in MAY_USE[room(path)]:
            return None
        return f"{room(path)} may not use {there}"
    if name.removesuffix(".h") in LIBC:
        return None
    if name in POSIX:
        return None if path.startswith(tuple(POSIX_ROOMS)) else f"<{name}> is for {' and '.join(POSIX_ROOMS)} alone"
    if name in ONLY:
        return None if path.startswith(tuple(ONLY[name])) else f"<{name}> is for {ONLY[name][0]} alone"
    return f"<{name}> is a header that the house does not know"


def test_layers():
    """a file of engine/ includes its own room, the rooms that it may use and libc"""
    found = []
    for path in ENGINE:
        if path != FRONT_DOOR and room(path) not in MAY_USE:
            found.append(f"{path}: no such room in the table of the house")
            continue
        for n, mark, name in includes(path):
            problem = include_problem(path, mark, name)
            if problem:
                found.append(f"{path}:{n}: {problem}")
    no_problems(found)


def test_public_header():
    """include/ holds kakuho.h, which includes libc alone"""
    kit.equal([f for f in FILES if f.startswith("include/")], ["include/kakuho.h"])
    no_problems([f"include/kakuho.h:{n}: {name}" for n, mark, name in includes("include/kakuho.h")
                 if mark == '"' or name.removesuffix(".h") not in LIBC])


def test_guards():
    """every header is guarded by its own name"""
    found = []
    for path in [f for f in ENGINE if f.endswith(".h")]:
        want = "KK_" + re.sub(r"\W", "_", path.removeprefix("engine/")).upper()
        if f"#ifndef {want}\n#define {want}\n" not in text(path):
            found.append(f"{path}: is not guarded by {want}")
    no_problems(found)


# ---- what a compiler knows -------------------------------------------------------------------------------------------

def command(*words):
    """Its exit code, output and errors; run at the root of the repository."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


FLAGS = ["-std=c11", "-Iinclude", "-Iengine", '-DKK_VERSION="0"',
         *command("pkg-config", "--cflags", "libcjson")[1].split()]


def in_parallel(work, things):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, things))


def library_symbols():
    """{file: its symbols [(type, name)]} of every file of the library, compiled so that constants are constants."""
    with tempfile.TemporaryDirectory() as folder:
        def symbols(path):
            target = os.path.join(folder, path.replace("/", "_") + ".o")
            code, _, problem = command("gcc", *FLAGS, "-O0", "-fno-pie", "-fno-pic", "-w", "-c", path, "-o", target)
            kit.check(code == 0, problem)
            return [line.split()[-2:] for line in command("nm", target)[1].splitlines()]
        paths = [f for f in LIBRARY if f.endswith(".c")]
        return dict(zip(paths, in_parallel(symbols, paths)))


SYMBOLS = None


def symbols():
    global SYMBOLS
    SYMBOLS = SYMBOLS or library_symbols()
    return SYMBOLS


def test_quiet_library():
    """the library does not print, exit, or read clock, locale or environment"""
    found = []
    for path, names in symbols().items():
        for kind, name in names:
            name = name.split("@")[0].removeprefix("__isoc99_").removeprefix("__isoc23_")
            if kind in "Uw" and name in FORBIDDEN and name not in ALLOWED.get(path, ()):
                found.append(f"{path}: uses {name}")
    no_problems(found)


def test_no_globals():
    """no variable outlives a call: what is static is const"""
    no_problems([f"{path}: {name} can be written" for path, names in symbols().items()
                 for kind, name in names if kind in "bBdDCgGsS"])


def test_public_names():
    """what the library shares is called kk_..."""
    no_problems([f"{path}: {name}" for path, names in symbols().items() for kind, name in names
                 if kind in "TRDBC" and not name.startswith("kk_") and name != IN_PLACE_OF.get(path)])


def test_verify_links_no_solver():
    """kakuho-verify holds nothing of GLPK, engine/solve and engine/model"""
    program = os.path.join(os.path.dirname(kit.program), "kakuho-verify")
    if not os.path.exists(program):
        raise kit.Skip("kakuho-verify is not built yet")
    held = {line.split()[-1] for line in command("nm", program)[1].splitlines()}
    kit.check("kk_plan_verify" in held and "kk_price_bounds" in held, "nm says nothing")
    kept_out = {name for path, names in symbols().items() if path.startswith(("engine/model/", "engine/solve/"))
                for kind, name in names if kind in "TRDBC"}
    kit.check(len(kept_out) > 30, kept_out)
    kit.equal(sorted(held & kept_out), [])
    kit.equal([name for name in held if name.startswith("glp_")], [])
    kit.check("glpk" not in command("readelf", "-d", program)[1], "it needs libglpk")


def test_headers_compile_alone():
    """each header of the engine, and kakuho.h as C and as C++"""
    tries = [("gcc", *FLAGS, "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-xc", path)
             for path in C_FILES if path.endswith(".h") and path.startswith(("engine/", "include/"))]
    if shutil.which("g++"):
        tries.append(("g++", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-xc++", "include/kakuho.h"))
    no_problems([problem for code, _, problem in in_parallel(lambda t: command(*t), tries) if code])


def test_format():
    """clang-format has nothing to change"""
    if not shutil.which("clang-format"):
        raise kit.Skip("there is no clang-format here")
    code, _, problem = command("clang-format", "--dry-run", "-Werror", *C_FILES)
    changed = sorted({line.split(":")[0] for line in problem.splitlines() if "clang-format-violations" in line})
    kit.check(code == 0, "clang-format -i " + " ".join(changed))


# ---- names -----------------------------------------------------------------------------------------------------------

def all_of(*prefixes):
    return "\n".join(text(f) for f in FILES if f.startswith(prefixes) and not f.endswith((".mps", ".lp")))


def missing(words, places):
    """Problems: a word that is not found by a place's pattern ({} stands for the word, {WORD} for it in capitals)."""
    return [f"{where}: no {word}" for where, (content, pattern) in places.items() for word in words
            if not re.search(pattern.replace("{}", word).replace("{WORD}", word.upper()), content, re.M)]


def test_families():
    """a family of rows has one name: in the GMPL model, its text, engine/model, engine/judge, headings and tests"""
    silent = ("once", "share", "change", "link")  # they print nothing of their own
    headings = [family for family in FAMILIES if family not in silent]
    no_problems(missing(headings, {"headings of engine/report": (text("engine/report/csv_out.c"), r'["_,]{}s?[",_]')}))
    no_problems(missing(FAMILIES, {
        "models/planning.mod": (text("models/planning.mod"), r"^s\.t\. {}\{"),
        "models/README.md": (text("models/README.md"), r"^\*\*`{}\["),
        "engine/model": (all_of("engine/model/"), r"^ \* {}\["),
        "engine/model (row)": (all_of("engine/model/"), r'kk_row_begin\([^;]*"{}\['),
        "engine/judge": (all_of("engine/judge/"), r"^ \* {}\["),
        "tests": (all_of("tests/unit/", "tests/differential/", "tests/property/"), r"\b{}\b"),
    }))


def test_goals():
    """a goal has one name: in the GMPL model, its text, engine/domain, model, judge, reports and tests"""
    no_problems(missing(GOALS, {
        "models/planning.mod": (text("models/planning.mod"), r"\b{}\b"),
        "models/README.md": (text("models/README.md"), r"^\| `{}` \|"),
        "engine/domain": (all_of("engine/domain/"), r'"{}"'),
        "engine/model": (all_of("engine/model/"), r"case KK_G_{WORD}:"),
        "engine/input": (all_of("engine/input/"), r"KK_G_{WORD}\b|kk_goal_word"),
        "engine/judge": (all_of("engine/judge/"), r"\b{}\b"),
        "engine/report": (all_of("engine/report/"), r"KK_G_{WORD}\b|kk_goal_word"),
        "tests": (all_of("tests/unit/", "tests/differential/", "tests/property/"), r"\b{}\b"),
    }))


# ---- texts -----------------------------------------------------------------------------------------------------------

SOURCES = [f for f in FILES if f.endswith((".c", ".h", ".py", ".mjs", ".mod", ".dat", "meson.build"))
           or f in ("dev", ".ci/run", ".clang-format", ".editorconfig")]
SOURCES = [f for f in SOURCES if not f.startswith("tests/golden/") or f.endswith("golden.py")]
WRITTEN = SOURCES + [f for f in FILES if f.endswith(".md")]


def test_lines():
    """no line of a source is longer than 120 characters, ends in blanks or holds a tab"""
    found = []
    for path in SOURCES:
        for n, line in lines(path):
            if len(line) > LONGEST_LINE:
                found.append(f"{path}:{n}: {len(line)} characters")
            if line != line.rstrip() or "\t" in line:
                found.append(f"{path}:{n}: a tab, or blanks at its end")
    for path in WRITTEN:
        whole = text(path)
        if whole and (not whole.endswith("\n") or whole.endswith("\n\n") or "\r" in whole):
            found.append(f"{path}: ends with no line end, an empty line, or has CR")
    no_problems(found)


def test_first_lines():
    """every source says first what it is and under which licence it stands"""
    found = []
    for path in SOURCES:
        if path in (".clang-format", ".editorconfig") or not text(path):
            continue
        head = "\n".join(text(path).splitlines()[:14])
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in text(path)[:2500]:
            found.append(f"{path}: no SPDX line")
        start = r"\A(#!.*\n)?(/\* \S|# \S|\"\"\"\S)"
        if not re.match(start, head):
            found.append(f"{path}: does not begin with a comment that says what it is")
    no_problems(found)


def test_file_length():
    """no file of the engine is longer than 700 lines"""
    no_problems([f"{path}: {n} lines" for path in ENGINE if (n := text(path).count("\n")) > LONGEST_FILE])


def test_nothing_left_to_do():
    """no note to self, no path of somebody's machine, no conflict mark"""
    notes = r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b"
    paths = r"(?<![\w.$}~>-])/(home|root|work|tmp|mnt|srv|opt|Users|var/tmp)/"
    marks = r"^(<<<<<<<|>>>>>>>|=======$)"
    found = []
    for path in [f for f in FILES if not f.endswith((".csv", "LICENSE"))]:
        for n, line in lines(path):
            if re.search(notes, line) or re.search(paths, line) or re.search(marks, line):
                found.append(f"{path}:{n}: {line.strip()[:100]}")
    no_problems(found)


def test_top_folder():
    """the top folder holds the rooms of the house and nothing that a test left behind"""
    kit.equal(sorted({f.split("/")[0] for f in FILES}), sorted(TOP))


def test_dev_script():
    """dev and .ci/run can be run and are one short script"""
    for path in ("dev", ".ci/run"):
        kit.check(os.access(os.path.join(ROOT, path), os.X_OK), path, "cannot be run")
        kit.equal(command("bash", "-n", path)[0], 0, path)
    kit.check(text("dev").count("\n") <= 120, "dev is no short script any more")
    kit.check("./dev test" in text(".ci/run"), ".ci/run does not run ./dev test")


def paths_named(markdown, folder):
    """Paths of the repository that a text names: its links, and words in code that look like one."""
    top = {f.split("/")[0] for f in FILES if "/" in f}
    for link in re.findall(r"\]\(([^)#\s]+)", markdown):
        if "://" not in link:
            yield os.path.normpath(os.path.join(folder, link))
    for word in re.findall(r"`([\w./-]+)`", markdown):
        if word.split("/")[0] in top and "/" in word and not re.search(r"[A-Z]{4}", word):
            yield word.rstrip("/")


def test_files_named():
    """files that a README names are there"""
    found = []
    for path in [f for f in FILES if f.endswith(".md")]:
        for name in paths_named(text(path), os.path.dirname(path)):
            if not os.path.exists(os.path.join(ROOT, name)):
                found.append(f"{path}: names {name}, which is not there")
    no_problems(found)


# ---- the program's own words -----------------------------------------------------------------------------------------

def the_program():
    if not os.path.exists(kit.program):
        raise kit.Skip("the program is not built yet")


def test_dictionary():
    """every table and column of `kakuho schema` is described in data/README.md"""
    the_program()
    dictionary = text("data/README.md")
    rows = {}
    table = None
    for line in dictionary.splitlines():
        cells = [c.strip() for c in line.split("|")[1:-1]]
        if len(cells) >= 3:
            table = cells[0].strip("`") or table
            rows.setdefault(table, set()).update(re.findall(r"[a-z_]+", cells[1]))
    found = []
    for name in kit.run("schema", code=0).out.split():
        if name == "scenario":
            continue
        schema = json.loads(kit.run("schema", name, code=0).out)
        if isinstance(schema, list):
            continue  # of findings
        years = schema.get("years_as_columns", {}).values()
        for field in schema["fields"]:
            column = field["name"]
            if column not in rows.get(name, ()) and column not in years:
                found.append(f"data/README.md: no column {column} of table {name}")
    no_problems(found)


def fences(markdown, language):
    return re.findall(r"^```" + language + r"\n(.*?)^```", markdown, re.M | re.S)


def commands_of(block):
    """[(command, the lines of output under it)] of a console block."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def same_output(got, want):
    """Whether the lines are as written; a line ... stands for any number of lines."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() in ("...", "…") else re.escape(line.rstrip()) + r"[ ]*\n"
                      for line in want)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in got.splitlines())) is not None


def run_as_written(path, folder):
    """Problems of the console blocks of a README, run in a copy of the repository."""
    search = os.path.join(folder, "build/engine") + os.pathsep + os.environ["PATH"]
    for block in fences(text(path), "console"):
        for line, output in commands_of(block):
            if line.split()[0] == "./dev":  # the script of this very test: its commands exist
                words = shlex.split(line, comments=True)
                if not re.search(rf"^\./dev {words[1]}\b", text("dev"), re.M):
                    yield f"{path}: {line}: no such command"
                continue
            done = subprocess.run(["bash", "-c", line], cwd=folder, env={**os.environ, "PATH": search}, check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if not same_output(done.stdout, output):
                yield "\n".join([f"{path}: {line}", f"prints (exit {done.returncode}):", done.stdout, "and is written:",
                                 *output])


def examples(markdown):
    """The commands of kakuho in ```sh blocks and in the text that are whole: no DIR, nothing left out."""
    inline = re.findall(r"(?<!`)`(kakuho [^`\n]+)`", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S))
    for line in "\n".join(fences(markdown, "sh")).splitlines() + inline:
        words = line.split()
        if words[:1] == ["kakuho"] and words[2:] and not re.search(r"\b[A-Z]{3,}\b|\.\.\.", line):
            if not words[2].startswith("-"):
                yield line


def test_readme_commands():
    """```console blocks of the READMEs run and print as written; all other examples run"""
    the_program()
    folder = os.path.join(os.getcwd(), "copy")
    for path in FILES:
        if path.startswith(("data/", "models/")) or path == "README.md":
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            shutil.copy(os.path.join(ROOT, path), os.path.join(folder, path))
    os.makedirs(os.path.join(folder, "build/engine"))
    os.makedirs(os.path.join(folder, "plans"))
    shutil.copy(kit.program, os.path.join(folder, "build/engine/kakuho"))
    found, seen = [], 0
    search = os.path.join(folder, "build/engine") + os.pathsep + os.environ["PATH"]
    for path in [f for f in FILES if f.endswith("README.md")]:
        found += run_as_written(path, folder)
        for line in sorted(examples(text(path)), key=lambda line: " init " not in line):
            done = subprocess.run(["bash", "-c", line], cwd=folder, env={**os.environ, "PATH": search}, check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            seen += 1
            if done.returncode:
                found.append(f"{path}: {line}: exit {done.returncode}\n{done.stdout}")
        for line in "\n".join(fences(text(path), "sh")).splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["./dev"] and words[1:] and not re.search(rf"^\./dev {words[1]}\b", text("dev"), re.M):
                found.append(f"{path}: {line}: no such command")
    no_problems(found)
    kit.check(seen >= 8, "few examples were found:", seen)


if __name__ == "__main__":
    kit.main(globals())
