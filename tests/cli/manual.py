#!/usr/bin/env python3
"""What is installed beside the program: manual pages and completions of bash, zsh and fish; and that what they and
--help say can be done.

    manual.py KAKUHO

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

UTF8 = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}


def tool(*names):
    for name in names:
        if not shutil.which(name):
            raise kit.Skip(f"there is no {name} here")


def call(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, **more)


def commands():
    """Names of the commands, as --help lists them."""
    text = kit.run("--help", "--lang", "en", code=0).out
    return re.findall(r"^  (\w+) ", text.split("Commands:\n")[1], re.M)


def options(command, lang="en"):
    """[(-x or None, --long, argument or None, text)] as --help of a command lists them."""
    text = kit.run(command, "--help", "--lang", lang, code=0).out
    rows = re.findall(r"^  (?:(-\w), |    )(--[\w-]+)(?: (\S+))? +(\S.*)$", text, re.M)
    kit.check(len(rows) >= 2, f"{command} --help lists no options")
    return [(short or None, name, argument or None, about) for short, name, argument, about in rows]


def share():
    """The folder share/ of what the program of this build installs."""
    program = os.path.join(os.path.dirname(kit.program), "kakuho-manual")
    done = call(program, "share/man", "share")
    kit.check(done.returncode == 0 and not done.stderr, done)
    return os.path.abspath("share")


def pages(folder):
    found = sorted(glob.glob(os.path.join(folder, "man", "man?", "*")))
    found += sorted(glob.glob(os.path.join(folder, "man", "ja", "man?", "*")))
    return found


def plain(page):
    """A page as people read it, on one line."""
    done = call("man", "-l", "-E", "UTF-8", page, env={**UTF8, "MANWIDTH": "4000"})
    kit.check(done.returncode == 0, done)
    return " ".join(re.sub(".\b", "", done.stdout).split())


# ---- what is installed -----------------------------------------------------------------------------------------------

def test_install():
    """the program, pages of it, its commands and formats in two languages, completions: installed, and taken away"""
    tool("meson", "ninja")
    build = os.path.dirname(os.path.dirname(kit.program))
    done = call("meson", "install", "-C", build, "--no-rebuild", "--destdir", os.path.abspath("dest"))
    kit.check(done.returncode == 0, done)
    prefix, = (at for at, _, files in os.walk("dest") if os.path.basename(at) == "bin" and "kakuho" in files)
    prefix = os.path.dirname(prefix)
    want = {"man1/kakuho.1", "man5/kakuho-scenario.5", "man5/kakuho-tables.5", "man5/kakuho-nightly.5",
            *(f"man1/kakuho-{c}.1" for c in commands())}
    kit.equal({os.path.relpath(p, f"{prefix}/share/man") for p in pages(f"{prefix}/share")},
              want | {f"ja/{p}" for p in want})
    for path in ("bash-completion/completions/kakuho", "zsh/site-functions/_kakuho",
                 "fish/vendor_completions.d/kakuho.fish"):
        kit.check(kit.read(f"{prefix}/share/{path}").startswith((b"#", b"#compdef")), path)
    done = call("ninja", "-C", build, "uninstall")
    kit.check(done.returncode == 0, done)
    kit.equal([os.path.join(at, name) for at, _, names in os.walk("dest") for name in names], [], "left behind:")


def test_a_place_that_cannot_be_written():
    """kakuho-manual says which file could not be written, and fails"""
    kit.write("share", "no folder\n")
    done = call(os.path.join(os.path.dirname(kit.program), "kakuho-manual"), "share/man", "share")
    kit.equal(done.returncode, 7)
    kit.check("share/man" in done.stderr, done)


# ---- manual pages ----------------------------------------------------------------------------------------------------

def test_pages_without_warnings():
    """man and mandoc have nothing to say about any page but that it bears no date: kakuho has no clock"""
    tool("man", "groff")
    folder, found = share(), []
    for page in pages(folder):
        done = call("man", "--warnings=w", "-l", "-E", "UTF-8", "-Tutf8", "-Z", page, env=UTF8)
        found += [f"{page}: {done.stderr}"] if done.stderr or done.returncode else []
        if shutil.which("mandoc"):
            done = call("mandoc", "-Kutf-8", "-Tlint", "-Wwarning", page)
            lines = [line for line in done.stdout.splitlines() if 'missing date, using ""' not in line]
            kit.check("missing date" in done.stdout, "mandoc looked at nothing:", done)
            found += lines
    kit.check(not found, "\n".join(found))


def test_pages_in_80_columns():
    """no line of a page is wider than the terminal"""
    tool("man", "groff")
    for page in pages(share()):
        text = call("man", "-l", "-E", "UTF-8", page, env=UTF8).stdout
        wide = [line for line in re.sub(".\b", "", text).splitlines()
                if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) > 80]
        kit.check(not wide, os.path.basename(page), *wide)


def test_whatis():
    """the index of manual pages knows each page's name and what it is about"""
    tool("lexgrog")
    for page in pages(share()):
        done = call("lexgrog", page, env=UTF8)
        name = os.path.basename(page).rsplit(".", 1)[0]
        kit.check(done.returncode == 0 and f'"{name} - ' in done.stdout, done)


def test_pages_say_what_help_says():
    """every option and summary of --help stands in the page of the command, in both languages"""
    tool("man", "groff")
    folder = share()
    squeezed = lambda text: re.sub(r"\s", "", text)
    for lang, at in (("en", "man"), ("ja", "man/ja")):
        for command in commands():
            page = squeezed(plain(os.path.join(folder, at, "man1", f"kakuho-{command}.1")))
            for short, name, argument, about in options(command, lang):
                for part in filter(None, (short, name + (argument or ""), about)):
                    kit.check(squeezed(part) in page, f"kakuho-{command}.1 ({lang}) does not say {part}")


def test_pages_say_what_schemas_say():
    """every key of the scenario and every column of every table stands in its page, with its description"""
    tool("man", "groff")
    folder = share()

    def keys(schema):
        for name, inner in schema.get("properties", {}).items():
            if "description" in inner:
                yield name, inner["description"]
            yield from keys(inner)
            yield from keys(inner.get("items", {}))

    squeezed = lambda text: re.sub(r"\s", "", text)
    page = squeezed(plain(os.path.join(folder, "man/man5/kakuho-scenario.5")))
    found = list(keys(json.loads(kit.run("schema", "scenario", code=0).out)))
    kit.check(len(found) > 30, found)
    for name, about in found:
        kit.check(squeezed(name + "(") in page and squeezed(about) in page, f"kakuho-scenario.5 does not say {name}")
    for lang, at, key in (("en", "man", "description"), ("ja", "man/ja", "description_ja")):
        page = squeezed(plain(os.path.join(folder, at, "man5/kakuho-tables.5")))
        for table in kit.run("schema", code=0).out.split():
            schema = json.loads(kit.run("schema", table, code=0).out)
            if "fields" in schema:
                kit.check(table + ".csv" in page, table)
                for field in schema["fields"]:
                    kit.check(squeezed(f"{field['name']},{field['title']}") in page, table, field["name"])
                    kit.check(squeezed(field[key]) in page, table, field[key])
                    if "default" in field:
                        empty = {"en": "Empty: " + field["default"] + ".", "ja": "空欄: " + field["default_ja"] + "。"}
                        kit.check(squeezed(empty[lang]) in page, table, empty[lang])


# ---- every example can be done ---------------------------------------------------------------------------------------

def examples(page):
    """The commands of the section EXAMPLES of a page."""
    section = re.split(r"^\.SH (?:EXAMPLES|例)\n", kit.read(page).decode(), flags=re.M)[1].split("\n.SH ")[0]
    for line in re.findall(r"^\.TP\n\\fB(.*)\\fR$", section, re.M):
        for sign, roff in (("'", r"\(aq"), ("`", r"\(ga"), ("^", r"\(ha"), ("~", r"\(ti"), ("-", r"\-"), ("\\", r"\e")):
            line = line.replace(roff, sign)
        yield line


def ready():
    """The folder in which the examples can be followed: a city, a scenario beside, plans of it. Its path."""
    city = os.path.abspath("ready/mycity")
    kit.run("init", city, code=0)
    kit.write(city + "/low.json", '{"kakuho": 1, "changes": [{"table": "need", "multiply": {"children": 0.9}}]}\n')
    os.makedirs("ready/plans")
    for name, change in (("mycity", 1), ("base", 1), ("adopted", 1), ("cut", 0.8), ("low", 0.9)):
        kit.run("plan", "mycity", "-q", "-o", f"plans/{name}", "--change", f"need.children*={change}", cwd="ready",
                code=0)
    os.symlink(os.path.join(kit.ROOT, "models"), "ready/models")
    kit.write("ready/nightly.json", '{"kakuho_batch": 1, "scenarios": [{"glob": "mycity/*.json"}]}\n')
    kit.run("batch", "nightly.json", "-o", "store", "--shard", "1/1", cwd="ready")
    return os.path.abspath("ready")


def test_examples():
    """each example of each page runs, as it is written, and ends well"""
    folder, place, seen = share(), ready(), 0
    search = os.path.dirname(kit.program) + os.pathsep + os.environ["PATH"]
    for page in [p for p in pages(folder) if "/man1/" in p]:
        found = list(examples(page))
        kit.check(found, page, "has no examples")
        for line in found:
            kit.check(line.split()[0] in ("kakuho", "kakuho-verify"), page, line)
            shutil.rmtree("now", ignore_errors=True)
            shutil.copytree(place, "now", symlinks=True)
            if " init " in line:
                shutil.rmtree("now/mycity")
            done = call("bash", "-c", line, cwd="now", env={**os.environ, "PATH": search}, stdin=subprocess.DEVNULL)
            want = [1] if " compare " in line else [0, 8] if " batch " in line else [0]
            kit.check(done.returncode in want, line, done.returncode, done.stdout, done.stderr)
            kit.check("Sanitizer" not in done.stderr, done.stderr)
            kit.check(done.stdout or " -o " in line or " > " in line, line, "says nothing")
            seen += 1
    kit.check(seen > 40, seen)


def test_help_shows_the_same_examples():
    """--help of a command shows the examples of its page"""
    folder = share()
    for lang, at in (("en", "man"), ("ja", "man/ja")):
        for command in commands():
            text = kit.run(command, "--help", "--lang", lang, code=0).out
            for line in examples(os.path.join(folder, at, "man1", f"kakuho-{command}.1")):
                kit.check("\n  " + line in text, command, line)


# ---- completion ------------------------------------------------------------------------------------------------------

def there():
    """Files to be completed, in this folder."""
    kit.write("mycity/base.json", "{}")
    kit.write("my scenario.json", "{}")
    return share()


def test_bash():
    """bash completes commands, options, their words, scenarios, folders and the names of schemas"""
    tool("bash")
    path = there() + "/bash-completion/completions/kakuho"

    def completed(*words):
        script = ("source " + shlex.quote(path) + "; compopt() { :; }\n"
                  f"COMP_WORDS=({' '.join(shlex.quote(w) for w in ('kakuho', *words))}); COMP_CWORD={len(words)}\n"
                  "_kakuho kakuho; printf '%s\\n' \"${COMPREPLY[@]}\"")
        done = call("bash", "--norc", "-uc", script)
        kit.check(done.returncode == 0 and not done.stderr, done)
        return sorted(done.stdout.split("\n")[:-1])

    kit.equal(completed(""), sorted(commands()))
    kit.equal(completed("pl"), ["plan"])
    kit.equal(completed("-"), ["--help", "--lang"])
    for command in commands():
        want = sorted(word for row in options(command) for word in row[:2] if word)
        kit.equal(completed(command, "-"), want, command)
    kit.equal(completed("plan", "my"), ["my scenario.json", "mycity"])
    kit.equal(completed("explain", "my"), ["mycity"])
    kit.equal(completed("compare", "mycity", "my"), ["mycity"])
    kit.equal(completed("sweep", "my"), ["my scenario.json", "mycity"])
    known = kit.run("whatif", os.path.join(kit.DATA, "small"), "?", "--lang", "en", code=2).err.split("some of ")[1]
    names = re.findall(r"[a-z]+-[a-z-]+|budget|slip", known)
    kit.equal(completed("whatif", ""), sorted(["my scenario.json", "mycity", "share"] + names))
    kit.equal(completed("whatif", "mycity", "b"), ["births-high", "births-low", "budget"])
    kit.equal(completed("plan", "mycity", "-o", "my"), ["my scenario.json", "mycity"])
    kit.equal(completed("--lang", "en", "plan", "mycity", "--lang", ""), ["en", "ja"])
    kit.equal(completed("plan", "--lang", "=", "e"), ["en"])
    kit.equal(completed("plan", "--input-encoding", "="), ["cp932", "utf-8"])
    kit.equal(completed("schema", "sc"), ["scenario"])
    kit.equal(completed("schema", ""), sorted(kit.run("schema", code=0).out.split()))
    kit.equal(completed("plan", "--gap", ""), [""])
    done = call("bash", "--norc", "-c", f"source {shlex.quote(path)}; complete -p kakuho")
    kit.equal(done.stdout, "complete -F _kakuho kakuho\n")


def test_fish():
    """fish completes the same, with what it is for, in the language of the terminal"""
    tool("fish")
    path = there() + "/fish/vendor_completions.d/kakuho.fish"

    def completed(line, lang="C.UTF-8"):
        env = {k: v for k, v in os.environ.items() if not k.startswith("LC_")}
        done = call("fish", "--no-config", "-c", f"source {path}; complete -C{shlex.quote(line)}",
                    env={**env, "LANG": lang, "HOME": os.getcwd()})
        kit.check(done.returncode == 0 and not done.stderr, done)
        rows = (line.split("\t") for line in done.stdout.splitlines())
        return {row[0]: row[1] if len(row) > 1 else "" for row in rows}

    listed = re.findall(r"^  (\w+) +(?:[A-Z\[][^a-z]*? )? *(\S.*)$",
                        kit.run("--help", "--lang", "en", code=0).out.split("Commands:\n")[1], re.M)
    got = completed("kakuho ")
    kit.equal(sorted(got), sorted(commands()))
    for name, about in listed:
        kit.check(about.endswith(got[name]) and len(got[name]) > 5, name, got[name], about)
    kit.check("計画" in completed("kakuho ", "ja_JP.UTF-8")["plan"])
    for command in commands():
        want = {name: about for _, name, _, about in options(command)}
        kit.equal(completed(f"kakuho {command} --"), want, command)
    kit.equal(sorted(completed("kakuho plan my")), ["my scenario.json", "mycity/"])
    kit.equal(sorted(completed("kakuho explain my")), ["mycity/"])
    kit.equal(sorted(completed("kakuho whatif mycity b")), ["births-high", "births-low", "budget"])
    kit.equal(sorted(completed("kakuho whatif my")), ["my scenario.json", "mycity/"])
    kit.equal(sorted(completed("kakuho plan --lang ")), ["en", "ja"])
    kit.equal(sorted(completed("kakuho schema sc")), ["scenario"])
    kit.equal(sorted(completed("kakuho plan --input-encoding u")), ["utf-8"])


class Zsh:
    """A zsh on a terminal of its own, with the completion loaded."""

    def __init__(self, folder):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="dumb", HOME=os.getcwd(), ZDOTDIR=os.getcwd(), LC_ALL="C.UTF-8")
            os.execvp("zsh", ["zsh", "-f", "-i"])
        self.send(f"PS1='> '; unsetopt zle_bracketed_paste prompt_sp; fpath=({folder}/zsh/site-functions $fpath); "
                  "autoload -Uz compinit; compinit -u -d ./dump; setopt noautomenu; LISTMAX=0; print read''y\n")
        self.until("ready")

    def send(self, text):
        os.write(self.terminal, text.encode())

    def until(self, text, patience=30):
        """What comes until the text has come, or nothing more does."""
        got, end = "", time.monotonic() + patience
        while text not in got and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                got += os.read(self.terminal, 65536).decode("utf-8", "replace")
        kit.check(text in got, f"zsh does not say {text!r}:", got)
        return got

    def completed(self, line, want):
        """TAB behind the line brings what is wanted."""
        self.send(line + "\t")
        self.until(want)
        self.send("\x15")

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.process, 0)


def test_zsh():
    """zsh completes the same: typed on a terminal"""
    tool("zsh")
    folder = there()
    kit.equal(call("zsh", "-fn", folder + "/zsh/site-functions/_kakuho").stderr, "")
    shell = Zsh(folder)
    try:
        shell.completed("kakuho pl", "kakuho plan ")
        shell.completed("kakuho explain my", "mycity/")
        shell.completed("kakuho plan mycity --fai", "--fail-on-unmet ")
        shell.completed("kakuho plan mycity --lang=e", "--lang=en ")
        shell.completed("kakuho whatif myc", "mycity/")
        shell.completed("kakuho whatif mycity take", "take-up ")
        shell.completed("kakuho schema scen", "scenario ")
        shell.completed("kakuho compare mycity --ba", "--base=")
        for command in commands():
            shell.send(f"kakuho {command} --\t\t")
            for _, name, _, about in options(command)[-1:]:
                shell.until(about)
            shell.send("\x15\n")
    finally:
        shell.close()


if __name__ == "__main__":
    kit.main(globals())
