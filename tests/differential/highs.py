"""HiGHS (npm's highs, in WebAssembly) behind highs.mjs: one process that is asked a model at a time.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import shutil
import subprocess
import threading
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "highs.mjs"


class Missing(Exception):
    """HiGHS cannot be had here; its text says why."""


class Failed(Exception):
    """HiGHS has no answer."""


class Highs:
    """Starts with the first model and again when it broke; may be asked by many threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = self.missing = self.version = None

    def start(self):
        if not shutil.which("node"):
            raise Missing("no node here; ./dev test installs what is missing")
        self.process = subprocess.Popen(["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        said = json.loads(self.process.stdout.readline() or '{"missing": "node stops at highs.mjs"}')
        if "missing" in said:
            self.stop()
            raise Missing(f"{said['missing']}; ./dev test installs what is missing")
        self.version = said["version"]

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
        self.process = None

    def ask(self, file, **more):
        """What HiGHS finds for a file (status, value, iterations, times)."""
        with self.lock:
            if self.missing:
                raise Missing(self.missing)
            if not self.process:
                try:
                    self.start()
                except Missing as missing:
                    self.missing = str(missing)
                    raise
            try:
                self.process.stdin.write(json.dumps({"file": str(file), **more}) + "\n")
                self.process.stdin.flush()
                said = json.loads(self.process.stdout.readline())
            except (OSError, ValueError) as broken:
                self.stop()
                raise Failed(f"HiGHS stops: {broken}") from None
            if "error" in said:
                self.stop()
                raise Failed(said["error"])
            return said
