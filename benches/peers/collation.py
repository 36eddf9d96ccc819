"""Writes testdata/collation.txt: texts in the order of ICU's Vietnamese collation, for the tests of vientro-vi.

A script for developers; nothing else runs it. It needs PyICU (a wheel: pyicu-wheels) in an environment outside the
repository:

    python3 -m venv ../peers && ../peers/bin/pip install pyicu-wheels
    ../peers/bin/python benches/peers/collation.py

The texts are syllables, names and prints made here from a seed; of texts that ICU holds for equal one is kept.
"""

import pathlib
import random
import unicodedata

import icu

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split() + [""]
VOWELS = "a ă â e ê i o ô ơ u ư y ai ao au âu ay ây eo êu ia iê iu oa oă oe oi ôi ơi ua uâ uê ui uô ưa ươ ưu uy uyê".split()
CODAS = ["", "", "", "c", "ch", "m", "n", "ng", "nh", "p", "t"]
TONES = ["", "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
BETWEEN = [" "] * 12 + [" - ", "-", ", ", ". ", "/", " (", "_", "; ", ": ", "&", " – ", "’", "'", "“", "%", "+", "$", "€", "₫", "#"]


def syllable(rng):
    vowels = rng.choice(VOWELS)
    at = rng.randrange(len(vowels)) + 1
    return rng.choice(ONSETS) + vowels[:at] + rng.choice(TONES) + vowels[at:] + rng.choice(CODAS)


def text(rng):
    parts = []
    for index in range(rng.choice([1, 1, 2, 2, 3, 4])):
        if index:
            parts.append(rng.choice(BETWEEN))
        if rng.random() < 0.08:
            parts.append(str(rng.choice([0, 1, 2, 9, 10, 19, 2024, 2025])))
        else:
            word = syllable(rng)
            shape = rng.random()
            parts.append(word.upper() if shape < 0.1 else word.capitalize() if shape < 0.5 else word)
    return unicodedata.normalize("NFC", "".join(parts))


def main():
    rng = random.Random(20250701)
    collator = icu.Collator.createInstance(icu.Locale("vi"))
    texts = {}
    for _ in range(1500):
        one = text(rng)
        # and some neighbours, so that tones and case decide
        plain = "".join(c for c in unicodedata.normalize("NFD", one) if c not in TONES)
        for near in {one, one.lower(), one.upper(), unicodedata.normalize("NFC", plain)}:
            texts.setdefault(collator.getSortKey(near), near)
    root = pathlib.Path(__file__).parents[2]
    head = f"# Texts in Vietnamese order, one a line, by ICU {icu.ICU_VERSION}; written by benches/peers/collation.py\n"
    lines = [texts[key] for key in sorted(texts)]
    (root / "testdata" / "collation.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "texts")


main()
