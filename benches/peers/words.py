"""Asks other tools for numbers in Vietnamese words and prints the table of docs/COMPARE.md.

A script for developers; nothing else runs it. The tools come from their ordinary registries into folders outside the repository:

    python3 -m venv ../peers
    ../peers/bin/pip install num2words num2words2 vietnam-number vn-money vn-numberwords vnnum2word pyicu-wheels
    npm install --prefix ../peers n2words read-vietnamese-number read-vn-number vn-num2words number-to-text-vietnamese
    cargo build --release --example words
    ../peers/bin/python benches/peers/words.py --node ../peers

The numbers are fixed. A tool is compared under the options with which it agrees most. Where its words differ, our reader
says whether they are the same number in another form, another number, or none.
"""

import argparse
import itertools
import json
import pathlib
import random
import subprocess
from importlib.metadata import version

import icu
import num2words
import num2words2
import vietnam_number
import vn_money
import vn_numberwords
import vnnum2word

ROOT = pathlib.Path(__file__).parents[2]
FLAGS = ["--le", "--bon", "--ngan", "--ti", "--spoken", "--repeated"]


def numbers():
    """Integers to 10^18, larger ones, negative ones, decimals; every one as digits."""
    rng = random.Random(3)
    small = set(range(2000))
    for power in range(4, 19):
        small.update(10**power + more for more in (-1, 0, 1, 5, 10, 15, 21, 24, 100, 105, 1000, 1005) if 10**power + more <= 10**18)
        small.update(rng.randrange(10 ** (power - 1), 10**power) for _ in range(90))
        small.update(rng.randrange(1, 1000) * 10 ** (power - 3) for _ in range(30))
    large = {10**power for power in range(19, 37)} | {rng.randrange(10**17, 10 ** rng.randrange(19, 37)) for _ in range(82)}
    decimals = [f"{whole}.{part}" for whole in (0, 3, 21, 1004) for part in ("5", "05", "25", "75", "125", "005", "1234", "00001")]
    return {
        "to 10^18": [str(number) for number in sorted(small)],
        "above": [str(number) for number in sorted(large - small)],
        "negative": [str(-number) for number in (1, 2, 4, 5, 10, 11, 15, 21, 24, 25, 100, 105, 999, 1001, 1_000_005)],
        "decimals": decimals,
    }


def run(words, flags, lines):
    done = subprocess.run([words, "--stdin", *flags], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[: len(lines)]


def python_tools():
    spell = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("vi"))
    number = lambda text: float(text) if "." in text else int(text)
    return {
        f"num2words {version('num2words')}": lambda text: num2words.num2words(number(text), lang="vi"),
        f"num2words2 {version('num2words2')}": lambda text: num2words2.num2words(number(text), lang="vi"),
        f"vietnam-number {version('vietnam-number')}": lambda text: vietnam_number.n2w(text),
        f"vn-money {version('vn-money')}": lambda text: vn_money.to_words(int(text)),
        f"vn-numberwords {version('vn-numberwords')}, north": lambda text: vn_numberwords.number_to_words(number(text)),
        f"vnnum2word {version('vnnum2word')}": lambda text: vnnum2word.convert_number(number(text)),
        f"CLDR rules, ICU {icu.ICU_VERSION}": lambda text: spell.format(number(text)),
    }


def asked(say, lines):
    answers = []
    for line in lines:
        try:
            answers.append(say(line))
        except Exception:  # whatever the tool says is no answer
            answers.append(None)
    return answers


def plain(answer):
    if not isinstance(answer, str):
        return None
    words = " ".join(answer.lower().replace(",", " ").split())
    for unit in (" đồng", " đơn vị"):
        words = words.removesuffix(unit)
    return words or None


def why(number, theirs, ours, read):
    """The kind of a disagreement."""
    same = read == number or ("." in number and read.rstrip("0") == number.rstrip("0"))
    padded = f" {theirs} "
    if theirs is None:
        return "no answer"
    for sign, kind in [
        (" lẽ ", "lẽ for lẻ"),
        (" muời ", "muời for mười"),
        (" bẩy ", "bẩy for bảy"),
        (" lẻ lăm ", "lẻ lăm for lẻ năm"),
        ("mươi năm ", "mươi năm, mười năm for lăm"),
        ("mười năm ", "mươi năm, mười năm for lăm"),
        (" chấm ", "chấm for phẩy"),
        ("illion", "English scale words"),
    ]:
        if sign in padded:
            return kind
    if not same:
        if "error" in read:
            return "no number"
        return "another number"
    if theirs.count("không trăm") < ours.count("không trăm"):
        return "không trăm left out"
    if theirs.count("tư") != ours.count("tư"):
        return "tư and bốn mixed"
    return "another form"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--node", required=True)
    arguments.add_argument("--words", default=str(ROOT / "target/release/examples/words"))
    arguments.add_argument("--show", action="store_true", help="show some disagreements of each kind")
    given = arguments.parse_args()
    groups = numbers()
    lines = [line for group in groups.values() for line in group]
    kind_of = [name for name, group in groups.items() for _ in group]
    sets = [list(flags) for size in range(7) for flags in itertools.combinations(FLAGS, size)]
    ours = {tuple(flags): [words.lower() for words in run(given.words, flags, lines)] for flags in sets}
    answers = {name: asked(say, lines) for name, say in python_tools().items()}
    node = subprocess.run(
        ["node", str(ROOT / "benches/peers/words_node.mjs"), str(pathlib.Path(given.node).resolve())],
        input="\n".join(lines) + "\n", capture_output=True, text=True, check=True,
    )
    for name, said in json.loads(node.stdout).items():
        package = json.loads((pathlib.Path(given.node) / "node_modules" / name / "package.json").read_text())
        answers[f"{name} {package['version']}"] = said
    print("| tool | options | " + " | ".join(f"{name}: {len(group):,}" for name, group in groups.items()) + " | where it differs |")
    print("|---|---|" + "---|" * len(groups) + "---|")
    for name, said in answers.items():
        said = [plain(words) for words in said]
        best = max(sets, key=lambda flags: sum(a == b for a, b in zip(said, ours[tuple(flags)])))
        expected = ours[tuple(best)]
        read = run(given.words, ["--read"], [words or "-" for words in said])
        agree = {group: 0 for group in groups}
        differ = {}
        for number, kind, theirs, right, back in zip(lines, kind_of, said, expected, read):
            if theirs == right:
                agree[kind] += 1
            else:
                differ.setdefault(why(number, theirs, right, back), []).append((number, theirs, right))
        kinds = sorted(differ.items(), key=lambda item: -len(item[1]))
        told = "; ".join(f"{len(cases):,} {kind}" for kind, cases in kinds)
        options = " ".join(flag[2:] for flag in best) or "usual"
        print(f"| {name} | {options} | " + " | ".join(f"{count:,}" for count in agree.values()) + f" | {told} |")
        if given.show:
            for kind, cases in kinds:
                for case in cases[:3]:
                    print("   ", kind, *case, sep=" · ")


main()
