#!/usr/bin/env python3
"""Balances of the same books beside hledger, beancount and rustledger, one process after the other.

    cargo bench -p vientro-benches --bench books --no-run
    python3 -m venv VENV && VENV/bin/pip install beancount
    VENV/bin/python benches/peers/journal.py [--flows 10000,100000] [--rounds 3] [--timeout 900]

hledger and rustledger (`rledger`) are taken from the path; a program that is missing is named and left out. Each has to find the
balances of all accounts that we find, to the last unit, or the run fails.

The work differs: ours makes the entries from flows, balances and hashes them and tells the balances; the others read the text of the
same entries, check that they balance, and sum. Figures are wall seconds, CPU seconds and peak memory of the whole process, medians over
the rounds; `ours alone` is the part of ours without the making of the flows.
"""
import argparse
import csv
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEANCOUNT = """
import csv, sys
from collections import defaultdict
from beancount import loader
from beancount.core.data import Transaction
entries, errors, _ = loader.load_file(sys.argv[1])
if errors:
    sys.exit(f"{len(errors)} errors, the first: {errors[0]}")
sums = defaultdict(int)
for entry in entries:
    if isinstance(entry, Transaction):
        for posting in entry.postings:
            sums[posting.account, posting.units.currency] += posting.units.number
csv.writer(sys.stdout).writerows((*key, sum) for key, sum in sums.items())
"""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--flows", default="10000,100000")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--timeout", type=int, default=900)
    options = options.parse_args()
    ours = bench("books")
    peers = {
        "hledger": shutil.which("hledger") and ["hledger", "-f", "books.hledger", "balance", "--flat", "--no-total", "-O", "csv", "--layout", "bare"],
        "beancount": has_beancount() and [sys.executable, "-c", BEANCOUNT, "books.beancount"],
        "rustledger": shutil.which("rledger")
        and ["rledger", "query", "-f", "csv", "books.beancount", "SELECT account, currency, SUM(number) GROUP BY account, currency"],
    }
    for name in [name for name, command in peers.items() if not command]:
        print(f"left out: {name} is not installed")
    peers = {name: command for name, command in peers.items() if command}
    wrong = False
    for flows in options.flows.split(","):
        with tempfile.TemporaryDirectory() as folder:
            figures = {name: [] for name in ["ours", *peers]}
            alone = []
            for _ in range(options.rounds):
                text, figure = run([ours, "--flows", flows, "--out", folder], folder, options.timeout)
                alone.append(sum(map(float, re.findall(r" ([0-9.]+) s", text))))
                # the same once more without files, to be timed
                _, figure = run([ours, "--flows", flows], folder, options.timeout)
                figures["ours"].append(figure)
                expected = balances(open(Path(folder, "balances.csv"), newline=""))
                for name in list(peers):
                    told = run(peers[name], folder, options.timeout)
                    if told is None:
                        print(f"{flows} flows: {name} took more than {options.timeout} s and is left out from here on")
                        del peers[name]
                        continue
                    figures[name].append(told[1])
                    found = balances(io.StringIO(told[0], newline=""), of=name)
                    if name == "hledger":
                        same = found == expected
                    else:
                        same = without_names(found) == without_names(expected)
                    if not same:
                        wrong = True
                        print(f"{flows} flows: {name} finds other balances")
            median = statistics.median(alone)
            print(f"{flows} flows: ours alone {median:.3f} s")
            for name, rounds in figures.items():
                if rounds:
                    wall, cpu, peak = (statistics.median(each) for each in zip(*rounds))
                    print(f"{flows} flows: {name:<10} {wall:8.3f} s, {cpu:8.3f} s of CPU, {peak / 1024:7.0f} MiB, {wall / median:7.1f} times ours alone")
    sys.exit(wrong)


def bench(name):
    """The program of a bench, built before."""
    built = subprocess.run(["cargo", "bench", "--quiet", "-p", "vientro-benches", "--bench", name, "--no-run", "--message-format", "json"],
                           cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    messages = (json.loads(line) for line in built.splitlines())
    return next(message["executable"] for message in messages
                if message["reason"] == "compiler-artifact" and message["target"]["name"] == name and message["executable"])


def has_beancount():
    return subprocess.run([sys.executable, "-c", "import beancount"], stderr=subprocess.DEVNULL).returncode == 0


def run(command, folder, timeout):
    """What the program printed, and its wall seconds, CPU seconds and peak KiB; nothing if it takes too long."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as printed:
        child = subprocess.Popen(command, cwd=folder, stdout=printed)
        while True:
            ended, status, usage = os.wait4(child.pid, os.WNOHANG)
            if ended:
                break
            if time.monotonic() - begun > timeout:
                child.kill()
                os.wait4(child.pid, 0)
                return None
            time.sleep(0.002)
        wall = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{command[0]} ended with {child.returncode}")
        printed.seek(0)
        return printed.read(), (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def balances(lines, of=None):
    """Sums by account and currency; what nets to nothing is left out."""
    rows = list(csv.reader(lines))
    if of in ("hledger", "rustledger"):
        rows = rows[1:]
    sums = {(account.strip(), currency.strip()): Decimal(amount) for account, currency, amount in rows}
    return {key: amount for key, amount in sums.items() if amount}


def without_names(sums):
    """The sums in their order: beancount's form of account names is another, one for each of ours."""
    return sorted((currency, amount) for (_, currency), amount in sums.items())


if __name__ == "__main__":
    main()
