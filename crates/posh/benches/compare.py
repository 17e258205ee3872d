"""Prints a table: each script's seconds over the reference program's, and PowerShell's over that."""
import json
import math
import os
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
RUNS = 3


def run(command):
    """Seconds and resident megabytes of a command, the least of some runs."""
    seconds, megabytes = math.inf, math.inf
    for _ in range(RUNS):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = min(seconds, time.perf_counter() - start)
        megabytes = min(megabytes, usage.ru_maxrss / 1024)
        if status:
            sys.exit(f"{command} failed")
    return seconds, megabytes


def main():
    program = sys.argv[1]
    with open(os.path.join(FOLDER, "powershell-7.6.9.json"), encoding="utf-8") as file:
        recorded = json.load(file)
    reference, _ = run([sys.executable, os.path.join(FOLDER, "reference.py")])
    print("| script | of the reference | faster than PowerShell, whole | warm | MB | of PowerShell's |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    wholes = []
    for name, row in sorted(recorded.items()):
        seconds, megabytes = run([program, "pwsh", "-NoProfile", "-File", os.path.join(FOLDER, "scripts", name)])
        ratio = seconds / reference
        whole = row["whole_ratio"] / ratio
        wholes.append(whole)
        # An empty script block cannot be told from a start.
        warm = "" if name == "startup.ps1" else f"{row['inner_ratio'] / ratio:.2f}"
        share = megabytes / row["max_rss_mb"]
        print(f"| {name} | {ratio:.3f} | {whole:.1f} | {warm} | {megabytes:.0f} | {share:.2f} |", flush=True)
    mean = math.exp(sum(map(math.log, wholes)) / len(wholes))
    print(f"| **geometric mean** | | **{mean:.1f}** | | | |")


main()
