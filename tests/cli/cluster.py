#!/usr/bin/env python3
"""kakuho batch on an engine that others wrote: mpirun, and a single-node Slurm that the test starts; a shard is killed
and started again, and the store ends in the bytes of one machine's.

    cluster.py KAKUHO [--only WORD]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
sys.path.insert(0, HERE)
import batch  # noqa: E402
import kit  # noqa: E402

FIRST = batch.FIRST
WORDS = ["batch", "nightly.json", "-o", "store", "--date", FIRST, "--lang", "en", "--jobs", "1"]


def tool(name):
    """The path of a program, also where only root looks."""
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not found:
        raise kit.Skip(f"there is no {name} here")
    return found


def ends_as_on_one_machine(code=0):
    batch.batch(FIRST, "store", "--merge", code=code)
    batch.batch(FIRST, "one", code=code)
    kit.equal(kit.tree("store"), kit.tree("one"))


# ---- Open MPI --------------------------------------------------------------------------------------------------------


def test_mpirun():
    """mpirun: each rank is a shard, and one that has a failed scenario does not stop the others"""
    mpirun = tool("mpirun")
    batch.cities(8)
    kit.write("city/bad.json", "{")
    done = subprocess.run([mpirun, "--allow-run-as-root", "--oversubscribe", "-np", "3", kit.program, *WORDS],
                          capture_output=True, text=True, timeout=200, check=False, stdin=subprocess.DEVNULL)
    kit.check(done.returncode == 0, done.stdout, done.stderr)
    for part in ("(part 1/3)", "(part 2/3)", "(part 3/3)"):
        kit.check(part in done.stdout, done.stdout, done.stderr)
    ends_as_on_one_machine(9)


# ---- Slurm -----------------------------------------------------------------------------------------------------------

CONF = """ClusterName=kakuho
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/munge
AuthInfo=socket={here}/munge.socket
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
KillWait=1
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmctldPidFile={here}/ctld.pid
SlurmdPidFile={here}/d.pid
SlurmctldLogFile={here}/ctld.log
SlurmdLogFile={here}/d.log
SlurmdSpoolDir={here}/spool
StateSaveLocation={here}/state
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""

# the second shard is killed once, in the middle of its work, and queued again
SCRIPT = """#!/bin/sh
if [ "$SLURM_ARRAY_TASK_ID" = 6 ] && [ -z "$SLURM_RESTART_COUNT" ]; then
  {command} & sleep 0.05; kill -9 $!; wait $!
  echo killed > killed
  scontrol requeue $SLURM_JOB_ID
  sleep 60
fi
exec {command}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, found, seconds=60):
    """Until found() gives something; what it is, for the reason why it is skipped."""
    end = time.time() + seconds
    while not (got := found()):
        if time.time() > end:
            raise kit.Skip(f"{what} does not start here")
        time.sleep(0.1)
    return got


@contextlib.contextmanager
def slurm():
    """A Slurm of one node in ./slurm: the environment in which its commands work."""
    names = {name: tool(name) for name in ("munged", "slurmctld", "slurmd", "sbatch", "sinfo", "squeue", "scontrol")}
    if os.getuid() != 0:
        raise kit.Skip("only root may start a Slurm of its own")
    here, host = os.path.abspath("slurm"), socket.gethostname().split(".")[0]
    for folder in ("", "spool", "state"):
        os.makedirs(os.path.join(here, folder), exist_ok=True)
    for folder in (os.path.dirname(here), here):
        os.chmod(folder, 0o755)
    kit.write(f"{here}/munge.key", os.urandom(1024))
    os.chmod(f"{here}/munge.key", 0o600)
    kit.write(f"{here}/slurm.conf", CONF.format(here=here, host=host, cpus=os.cpu_count(),
                                               ports=[free_port(), free_port()]))
    env = {**os.environ, "SLURM_CONF": f"{here}/slurm.conf", "PATH": os.environ["PATH"] + ":/usr/sbin"}
    started = []

    def start(*words):
        with open(f"{here}/{os.path.basename(words[0])}.out", "wb") as out:
            started.append(subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out))

    def says(*words):
        done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=60, check=False)
        return done.stdout if done.returncode == 0 else ""

    try:
        start(names["munged"], "-F", "--force", f"--key-file={here}/munge.key", f"--socket={here}/munge.socket",
              f"--pid-file={here}/munged.pid", f"--log-file={here}/munged.log", f"--seed-file={here}/munged.seed")
        wait_for("munge", lambda: os.path.exists(f"{here}/munge.socket"))
        start(names["slurmctld"], "-D", "-i")
        start(names["slurmd"], "-D", "-N", host)
        wait_for("Slurm", lambda: "idle" in says("sinfo", "-h", "-o", "%T"))
        yield env, says
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def test_slurm():
    """a Slurm array, of which one task is killed and queued again"""
    with slurm() as (env, says):
        batch.cities(12)
        command = " ".join([kit.program, *WORDS])
        kit.write("night.sh", SCRIPT.format(command=command))
        job = says("sbatch", "--parsable", "--requeue", "--array=4-8:2", "--output=out-%a.txt", "night.sh").strip()
        kit.check(job, "sbatch says nothing")

        def is_done():
            for line in says("squeue", "-h", "-o", "%A %t %r").splitlines():
                number, state, _ = line.split(None, 2)
                if state == "PD":  # a job that is queued again waits for two minutes unless told otherwise
                    says("scontrol", "update", f"JobId={number}", "StartTime=now")
            return not says("squeue", "-h").strip()

        end = time.time() + 200
        while not is_done():
            kit.check(time.time() < end, says("squeue"), says("sinfo"))
            time.sleep(0.5)
        kit.check(os.path.exists("killed"), "no task was killed")
        for i in (4, 6, 8):
            text = kit.read(f"out-{i}.txt").decode()
            kit.check(f"(part {i // 2 - 1}/3)" in text, i, text)
    ends_as_on_one_machine()


if __name__ == "__main__":
    kit.main({name: case for name, case in globals().items() if name != "batch"})
