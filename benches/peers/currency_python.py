"""What other tools answer about money: Babel (formats), py-moneyed, the JDK and Joda-Money (decimals of currencies), hledger and
beancount (values at prices in both directions). Their answers are kept in testdata/currency, so that the ordinary tests need none
of them.

After currency_node.mjs, in an environment outside the repository:
    pip install babel==2.18.0 py-moneyed==3.0 beancount==3.2.3
    python PATH/benches/peers/currency_python.py [CurrencyData.csv of Joda-Money]
hledger and jshell are used where they are installed.
"""

import csv
import datetime
import decimal
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal

from babel.numbers import format_currency
from beancount.core import amount as amounts
from beancount.core import data, prices
from moneyed import CURRENCIES

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "currency"


def replace_rows(name, header, tool, rows):
    """Replaces the rows of one tool in a file that several scripts write."""
    path = FOLDER / name
    kept = []
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            kept = [row for row in list(csv.reader(file))[1:] if row[0] != tool]
    rows = [[tool, *map(str, row)] for row in rows]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(kept + rows)
    print(f"{name}: {len(rows)} rows of {tool}")


def formats():
    for locale, name in (("vi_VN", "vi-VN"), ("en_US", "en-US")):
        for code in "VND USD EUR GBP JPY KRW CNY THB AUD CAD SGD CHF".split():
            whole = code in ("VND", "JPY", "KRW")
            for value in ("0", "1", "0.5", "1234.5", "-457800.5", "594500000000"):
                if whole and "." in value:
                    continue
                for display, style in (("symbol", "standard"), ("name", "name"), ("accounting", "accounting")):
                    text = format_currency(Decimal(value), code, locale=locale, format_type=style)
                    yield name, display, value, code, text


def minor_units(joda):
    header = ["tool", "code", "digits"]
    with (FOLDER / "minor_units.csv").open(newline="", encoding="utf-8") as file:
        # the codes in force, as currency_node.mjs wrote them: the other tools list withdrawn ones too
        codes = {row[1] for row in csv.reader(file) if row[0] == "currency-codes"}
    moneyed = [(code, len(str(entry.sub_unit)) - 1) for code, entry in sorted(CURRENCIES.items()) if code in codes]
    replace_rows("minor_units.csv", header, "py-moneyed", moneyed)
    if shutil.which("jshell"):
        line = (
            "for (var c : java.util.Currency.getAvailableCurrencies()) "
            'System.out.println(c.getCurrencyCode()+" "+c.getDefaultFractionDigits());'
        )
        told = subprocess.run(["jshell", "-s", "-"], input=line, text=True, capture_output=True, check=True).stdout
        jdk = sorted(tuple(row.split()) for row in told.splitlines() if len(row.split()) == 2)
        replace_rows("minor_units.csv", header, "JDK", [row for row in jdk if row[0] in codes])
    if joda:
        lines = pathlib.Path(joda).read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines if line and not line.startswith("#") and "Old" not in line]
        replace_rows("minor_units.csv", header, "Joda-Money", [(r[0], r[2].split()[0]) for r in rows if r[0] in codes])


START = datetime.date(2025, 1, 1)


def tables():
    """Price tables of three currencies with quotes in both directions, and what is asked of them."""
    chance = random.Random(20260101)
    middle = {("USD", "VND"): Decimal(25000), ("EUR", "VND"): Decimal(28000), ("EUR", "USD"): Decimal("1.12")}
    for case in range(1, 26):
        quotes = {}
        for _ in range(chance.randint(2, 8)):
            day = START + datetime.timedelta(days=chance.randint(0, 30))
            base, quote = chance.choice(list(middle))
            value = middle[base, quote] * Decimal(chance.randint(9000, 11000)) / 10000
            if chance.random() < 0.45:
                base, quote = quote, base
                value = (1 / value).quantize(Decimal("1e-9") if value > 100 else Decimal("0.0001"))
            quotes[day, base, quote] = value.normalize()
        asked = []
        for _ in range(12):
            source, target = chance.sample(["USD", "EUR", "VND"], 2)
            day = START + datetime.timedelta(days=chance.randint(0, 40))
            units = chance.randint(1, 900) * (1_000_000 if source == "VND" else 100)
            asked.append((day, units, source, target))
        yield case, quotes, asked


def plain(number):
    return f"{number:f}"


def hledger(journal, quotes, asked):
    lines = ["commodity 1000.00 USD", "commodity 1000.00 EUR", "commodity 1000. VND"]
    lines += [f"P {day} {base} {plain(value)} {quote}" for (day, base, quote), value in sorted(quotes.items())]
    day, units, source, target = asked
    lines += [f"{START} asked", f"  asked  {units} {source}", "  other"]
    journal.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["hledger", "-f", str(journal), "bal", "asked", f"--value={day},{target}", "-N", "--flat", "-O", "csv"]
    rows = list(csv.reader(subprocess.run(command, text=True, capture_output=True, check=True).stdout.splitlines()))
    number, code = rows[1][1].split()
    # an amount without a price is left as it is, without a word
    return number if code == target else ""


def beancount(quotes, asked):
    day, units, source, target = asked
    entries = [
        data.Price({}, on, base, amounts.Amount(value, quote)) for (on, base, quote), value in sorted(quotes.items())
    ]
    _, price = prices.get_price(prices.build_price_map(entries), (source, target), day)
    if price is None:
        return ""
    places = Decimal(1) if target == "VND" else Decimal("0.01")
    return plain((units * price).quantize(places, rounding=decimal.ROUND_HALF_UP))


def valuations():
    table_rows, asked_rows = [], []
    with tempfile.TemporaryDirectory() as folder:
        journal = pathlib.Path(folder) / "asked.journal"
        for case, quotes, questions in tables():
            for (day, base, quote), value in sorted(quotes.items()):
                table_rows.append((case, day, base, plain(value), quote))
            for asked in questions:
                answers = (hledger(journal, quotes, asked), beancount(quotes, asked))
                asked_rows.append((case, *asked, *answers))
    replace_rows("prices.csv", ["tool", "case", "date", "base", "value", "quote"], "table", table_rows)
    header = ["tool", "case", "date", "amount", "from", "to", "hledger", "beancount"]
    replace_rows("valuations.csv", header, "ledgers", asked_rows)


if __name__ == "__main__":
    header = ["tool", "locale", "display", "amount", "currency", "text"]
    replace_rows("formats.csv", header, "Babel", formats())
    minor_units(sys.argv[1] if len(sys.argv) > 1 else None)
    if shutil.which("hledger"):
        valuations()
