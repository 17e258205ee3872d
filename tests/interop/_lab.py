"""Starts the practice organisation and runs checks against it."""

import os
import subprocess
import sys
import traceback


class Lab:
    """A running organisation: `address`, `ca`, `user`, `password`, `domain`, `denied`."""

    def __init__(self, *arguments):
        program, scratch = sys.argv[1:3]
        self.ca = os.path.join(scratch, f"ca-{os.getpid()}-{id(self)}.pem")
        command = [program, "lab", "--ca-out", self.ca, *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            name, value = line.strip().split("=", 1)
            setattr(self, name, value)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)


def run(*checks):
    """Runs checks by their names; exits with 1 if one failed."""
    failed = 0
    for check in checks:
        name = check.__name__.replace("_", " ")
        try:
            check()
            print(f"ok {name}", flush=True)
        except Exception as error:  # a check fails in whatever way it fails
            failed += 1
            traceback.print_exc()
            print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
    sys.exit(1 if failed else 0)
