#!/usr/bin/env python3
"""Sums beside Polars, DuckDB and DataFusion, on the same files, in one run, two threads each.

    python3 -m venv VENV && VENV/bin/pip install polars duckdb datafusion pyarrow
    cargo run --release -p vientro-testkit --bin workload -- --rows 10000000 --out DIR
    cargo build --release --example aggregate
    VENV/bin/python benches/peers/aggregate.py DIR [--queries q1,q2] [--modes mem,csv] [--rounds 5] [--growth DIR_1M] [--json FILE] [--clustered]

Contestants take turns, one process each, so that a busy moment meets them all. A process loads, answers once to warm up, and
answers again `--repeat` times; figures are medians over all rounds. `mem` leaves loading out; `csv` is everything from opening the
file to the answer. Every answer is written as canonical text and its SHA-256 compared with testdata/aggregate.

Forms: `usual` is how a user first writes it, with decimals; `exact` the same with what the engine needs to be right to the
last digit; `tuned` the exact one by hand over small integers, rates taken by position. A form that is missing was not written for
that question: it would be the same as the one before it. Wall seconds can be compared on a quiet machine only; CPU seconds stand
beside them.

With `--clustered` every contestant also has the rows in the order of month and currency, in which they are put after reading, outside
the time that is measured. The bars are then told three times: rows as given on both sides, ours in order beside peers with rows as given,
and both in order.
"""
import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CURRENCIES = "VND USD EUR JPY KRW GBP AUD CHF CNY THB SGD HKD".split()
KINDS = "commitment amendment disbursement refund".split()
FORMS = "project programme non-project emergency".split()
NEEDED = {
    "q1": "date kind currency amount",
    "q2": "date province sector currency amount",
    "q3": "date province sector currency amount",
    "q4": "date kind donor currency amount",
    "q5a": "date kind sector currency amount",
    "q5b": "project date kind currency amount",
    "q6": "date kind province sector form currency amount in_kind",
}
CONTESTANTS = ["polars usual", "polars exact", "polars tuned", "duckdb exact", "datafusion exact"]
# question, at least so many times faster, than which forms of the peers (the fastest exact one counts)
BARS = [
    ("q2", 20, ["polars tuned"]), ("q2", 40, ["polars usual"]), ("q3", 20, ["polars tuned"]), ("q3", 40, ["polars usual"]),
    ("q1", 5, None), ("q4", 5, None), ("q5b", 8, None), ("q6", 12, None), ("q5a", 20, None),
]
CSV_BAR = 7
MEMORY_BAR = 2
GROWTH_BAR = 11
# whether the process of a peer puts rows in the order of month and currency
CLUSTERED = False


def read_rates(directory):
    """Millionths of a dong for each month (from January 2010) and currency, the dong's own rate of 1 among them."""
    table = {}
    for line in (directory / "rates.csv").read_text().splitlines()[1:]:
        month, currency, rate = line.split(",")
        year, number = int(month[:4]), int(month[5:7])
        table[(year - 2010) * 12 + number - 1, currency] = int(rate.replace(".", ""))
    months = sorted({month for month, _ in table})
    return [[1_000_000 if name == "VND" else table[month, name] for name in CURRENCIES] for month in months]


# ---------------------------------------------------------------------------------------------- Polars

def polars_answer(question, form, mode, directory):
    import polars as pl

    rates = read_rates(directory)
    if form == "tuned" and mode == "mem":
        return polars_tuned(pl, question, directory, rates)
    rows = [(f"{2010 + month // 12}-{month % 12 + 1:02}-01", name, rate, line[1])
            for month, line in enumerate(rates) for name, rate in zip(CURRENCIES, line)]
    rate = pl.DataFrame(rows, schema=["month", "currency", "rate", "usd"], orient="row").with_columns(
        pl.col("month").str.to_date(),
        pl.col("currency").cast(pl.Enum(CURRENCIES)),
        # millionths put into decimals of six places
        (pl.col("rate").cast(pl.Decimal(38, 6)) / 1_000_000).cast(pl.Decimal(12, 6)),
        (pl.col("usd").cast(pl.Decimal(38, 6)) / 1_000_000).cast(pl.Decimal(12, 6)))
    types = {"project": pl.Int32, "date": pl.Date, "kind": pl.Enum(KINDS), "donor": pl.Categorical, "province": pl.Categorical,
             "sector": pl.Categorical, "dac": pl.Int32, "form": pl.Enum(FORMS), "currency": pl.Enum(CURRENCIES),
             "amount": pl.Decimal(18, 2), "in_kind": pl.Boolean}
    path = directory / "transactions.csv"
    table = pl.scan_csv(path, schema=types)
    if mode == "mem":
        held = table.select(NEEDED[question].split()).collect().rechunk()
        if CLUSTERED:
            held = held.sort(pl.col("date").dt.truncate("1mo"), "currency").rechunk()
        table = held.lazy()
    amount, value, usd = pl.col("amount"), pl.col("rate"), pl.col("usd")
    if form == "usual":
        dong = (amount * value).round(0, "half_away_from_zero")
        dollars = (amount * value / usd).round(2, "half_away_from_zero")
    else:
        # a product keeps the larger scale of the two: with eight decimals nothing is lost before the rounding
        wide = pl.Decimal(38, 8)
        dong = (amount.cast(wide) * value.cast(wide)).round(0, "half_away_from_zero")
        hundredths = (amount.cast(pl.Decimal(38, 2)) * 100).cast(pl.Int128)
        top = (value.cast(pl.Decimal(38, 6)) * 1_000_000).cast(pl.Int128)
        bottom = (usd.cast(pl.Decimal(38, 6)) * 1_000_000).cast(pl.Int128)
        dollars = (hundredths.abs() * top * 2 + bottom) // (bottom * 2) * hundredths.sign()
    year = pl.col("date").dt.year().alias("year")
    paid = pl.col("kind").is_in(["disbursement", "refund"])
    net = pl.when(pl.col("kind") == "disbursement").then(dong).otherwise(-dong)

    def priced(rows):
        return rows.with_columns(month=pl.col("date").dt.truncate("1mo")).join(rate.lazy(), on=["month", "currency"])

    if question == "q1":
        return lambda: table.group_by(year, "kind", "currency").agg(amount.sum().alias("sum"), pl.len()).collect().rows()
    if question == "q2":
        return lambda: priced(table).group_by(year, "province", "sector").agg(dong.sum().alias("sum")).collect().rows()
    if question == "q3":
        scale = 1 if form == "usual" else 100
        plan = priced(table).group_by(year, "province", "sector").agg(dollars.sum().alias("sum"))
        return lambda: Scaled(plan.collect().rows(), scale)
    if question == "q4":
        chosen = table.filter(paid & pl.col("date").is_between(pl.date(2019, 1, 1), pl.date(2019, 12, 31)))
        plan = priced(chosen).group_by("donor").agg(net.sum().alias("sum"))

        def largest():
            sums = plan.collect().with_columns(pl.col("donor").cast(pl.String), pl.col("sum").sum().alias("all"))
            return sums.sort(["sum", "donor"], descending=[True, False]).head(20).rows()
        return largest
    if question == "q5a":
        plan = (priced(table.filter(paid)).group_by(year, "sector").agg(net.sum().alias("sum")).sort("sector", "year")
                .with_columns((pl.col("sum") - pl.col("sum").shift(1).over("sector")).alias("more")))
        return lambda: plan.collect().rows()
    if question == "q5b":
        zero = pl.lit(0)
        both = priced(table).with_columns(value=dong).group_by("project").agg(
            pl.when(~paid).then(pl.col("value")).otherwise(zero).sum().alias("committed"),
            pl.when(pl.col("kind") == "disbursement").then(pl.col("value"))
            .when(pl.col("kind") == "refund").then(-pl.col("value")).otherwise(zero).sum().alias("disbursed"))
        return lambda: Lazy(both.collect())
    chosen = table.filter((pl.col("kind") == "disbursement") & ~pl.col("in_kind") & pl.col("form").is_in(["project", "programme"])
                          & pl.col("date").is_between(pl.date(2018, 1, 1), pl.date(2022, 12, 31)))
    quarter = (pl.col("date").dt.year() * 4 + pl.col("date").dt.quarter() - 1).alias("quarter")
    plan = priced(chosen).group_by("province", "sector", quarter).agg(dong.sum().alias("sum"), pl.len())
    return lambda: plan.collect().rows()


def polars_tuned(pl, question, directory, rates):
    """Months, names and currencies as small integers; a row's rate by its position in one list."""
    small = {"kind": pl.Enum(KINDS), "form": pl.Enum(FORMS), "currency": pl.Enum(CURRENCIES)}
    table = pl.scan_csv(directory / "transactions.csv", schema_overrides={
        **small, "project": pl.Int32, "date": pl.Date, "amount": pl.Decimal(18, 2), "in_kind": pl.Boolean,
        "province": pl.String, "sector": pl.String, "donor": pl.String}).select(NEEDED[question].split())
    month = (pl.col("date").dt.year().cast(pl.Int16) - 2010) * 12 + pl.col("date").dt.month().cast(pl.Int16) - 1
    columns = [month.alias("m")]
    if question != "q1":
        columns.append((month * 12 + pl.col("currency").to_physical().cast(pl.Int16)).alias("place"))
    else:
        columns.append(pl.col("currency").to_physical().cast(pl.UInt8))
    columns += [pl.col(name).to_physical().cast(pl.UInt8) for name in ("kind", "form") if name in NEEDED[question]]
    if "province" in NEEDED[question]:
        columns.append(pl.col("province").cast(pl.UInt8))
    if "sector" in NEEDED[question]:
        columns.append(pl.col("sector").str.slice(1).cast(pl.UInt8))
    if "donor" in NEEDED[question]:
        columns.append(pl.col("donor").str.slice(5).cast(pl.UInt16))
    columns += [pl.col(name) for name in ("project", "in_kind") if name in NEEDED[question]]
    held = table.select(*columns, pl.col("amount")).collect().rechunk()
    if CLUSTERED:
        # the place of a rate is month and currency in one number
        held = held.sort(*(["m", "currency"] if question == "q1" else ["place"])).rechunk()
    flat = [rate for line in rates for rate in line]
    wide = pl.Decimal(38, 8)
    values = (pl.Series(flat).cast(pl.Decimal(38, 6)) / 1_000_000).cast(wide)
    dong = (pl.col("amount").cast(wide) * pl.lit(values).gather(pl.col("place"))).round(0, "half_away_from_zero")
    lazy, year = held.lazy, (pl.col("m") // 12).alias("year")
    paid = pl.col("kind") >= 2
    net = pl.when(pl.col("kind") == 2).then(pl.col("value")).otherwise(-pl.col("value"))

    def names(rows):
        return [(2010 + row[0], f"{row[1]:02}", f"S{row[2]:02}", row[3]) for row in rows]

    if question == "q1":
        plan = lazy().group_by(year, "kind", "currency").agg(pl.col("amount").sum(), pl.len())
        return lambda: Renamed(plan.collect(), lambda rows: [
            (2010 + y, KINDS[kind], CURRENCIES[currency], total, count) for y, kind, currency, total, count in rows])
    if question == "q2":
        plan = lazy().with_columns(value=dong).group_by(year, "province", "sector").agg(pl.col("value").sum())
        return lambda: Renamed(plan.collect(), names)
    if question == "q3":
        top = pl.Series([2 * rate for rate in flat], dtype=pl.Int128)
        bottom = pl.Series([line[1] for line in rates for _ in line], dtype=pl.Int128)
        hundredths = (pl.col("amount") * 100).cast(pl.Int64)
        unit = pl.lit(bottom).gather(pl.col("place"))
        cents = (hundredths.abs().cast(pl.Int128) * pl.lit(top).gather(pl.col("place")) + unit) // (unit * 2)
        plan = lazy().with_columns(value=cents.cast(pl.Int64) * hundredths.sign()).group_by(year, "province", "sector").agg(
            pl.col("value").cast(pl.Int128).sum())
        return lambda: Scaled(Renamed(plan.collect(), names), 100)
    if question == "q4":
        chosen = lazy().filter(paid & (year == 9)).with_columns(value=dong).group_by("donor").agg(net.sum().alias("sum"))

        def largest():
            sums = chosen.collect().with_columns(pl.col("sum").sum().alias("all")).sort(["sum", "donor"], descending=[True, False])
            return [(f"FNGO-{donor:04}", total, of) for donor, total, of in sums.head(20).rows()]
        return largest
    if question == "q5a":
        plan = (lazy().filter(paid).with_columns(value=dong).group_by(year, "sector").agg(net.sum().alias("sum")).sort("sector", "year")
                .with_columns((pl.col("sum") - pl.col("sum").shift(1).over("sector")).alias("more")))
        return lambda: Renamed(plan.collect(), lambda rows: [(2010 + y, f"S{s:02}", total, more) for y, s, total, more in rows])
    if question == "q5b":
        value = pl.col("value")
        plan = lazy().with_columns(value=dong).group_by("project").agg(
            value.filter(~paid).sum().alias("committed"),
            pl.when(pl.col("kind") == 2).then(value).when(pl.col("kind") == 3).then(-value).otherwise(0).sum().alias("disbursed"))
        return lambda: Lazy(plan.collect())
    first, last = 8 * 12, 13 * 12
    chosen = lazy().filter((pl.col("kind") == 2) & ~pl.col("in_kind") & (pl.col("form") < 2) & (pl.col("m") >= first) & (pl.col("m") < last))
    plan = chosen.with_columns(value=dong).group_by("province", "sector", pl.col("m") // 3).agg(pl.col("value").sum(), pl.len())
    return lambda: Renamed(plan.collect(), lambda rows: [
        (f"{p:02}", f"S{s:02}", 8040 + quarter, total, count) for p, s, quarter, total, count in rows])


# ------------------------------------------------------------------------------------------ DuckDB, DataFusion

def sql(engine, question):
    """The exact form, over t (the transactions) and r (month, currency, rate, usd; the dong among the currencies)."""
    year, quarter = "date_part('year', t.date)", "date_part('quarter', t.date)"
    if engine == "duckdb":
        # a product of two decimals stays in 64 bits there and overflows: widened first; decimals divide into floats: by integers
        dong = "round(CAST(t.amount AS DECIMAL(30,2)) * r.rate)"
        top, bottom = "CAST(abs(t.amount) * 100 AS HUGEINT) * CAST(r.rate * 1000000 AS HUGEINT)", "CAST(r.usd * 1000000 AS HUGEINT)"
        cents = f"CAST(sign(t.amount) * ((2 * {top} + {bottom}) // (2 * {bottom})) AS DECIMAL(38,0))"
    else:
        dong = "round(t.amount * r.rate)"
        cents = "(CASE WHEN t.amount < 0 THEN -1 ELSE 1 END) * trunc((2 * abs(t.amount) * r.rate * 100 + r.usd) / (2 * r.usd))"
    source = "t JOIN r ON r.month = date_trunc('month', t.date) AND r.currency = t.currency"
    paid = "t.kind IN ('disbursement', 'refund')"
    net = f"CASE WHEN t.kind = 'disbursement' THEN {dong} ELSE -{dong} END"
    if question == "q1":
        return f"SELECT {year}, kind, currency, sum(amount), count(*) FROM t GROUP BY 1, 2, 3"
    if question in ("q2", "q3"):
        return f"SELECT {year}, province, sector, sum({dong if question == 'q2' else cents}) FROM {source} GROUP BY 1, 2, 3"
    if question == "q4":
        return (f"WITH sums AS (SELECT donor, sum({net}) AS total FROM {source} WHERE {paid} AND t.date >= DATE '2019-01-01' "
                "AND t.date < DATE '2020-01-01' GROUP BY donor), "
                "whole AS (SELECT sum(total) AS of_all FROM sums) "
                "SELECT donor, total, of_all FROM sums, whole ORDER BY total DESC, donor LIMIT 20")
    if question == "q5a":
        return (f"WITH sums AS (SELECT {year} AS y, sector, sum({net}) AS total FROM {source} WHERE {paid} GROUP BY 1, 2) "
                "SELECT y, sector, total, total - lag(total) OVER (PARTITION BY sector ORDER BY y) FROM sums")
    if question == "q5b":
        return (f"SELECT project, sum(CASE WHEN {paid} THEN 0 ELSE {dong} END), sum(CASE t.kind WHEN 'disbursement' THEN {dong} "
                f"WHEN 'refund' THEN -{dong} ELSE 0 END) FROM {source} GROUP BY project")
    return (f"SELECT province, sector, {year} * 4 + {quarter} - 1, sum({dong}), count(*) FROM {source} WHERE t.kind = 'disbursement' "
            "AND NOT in_kind AND form IN ('project', 'programme') AND t.date >= DATE '2018-01-01' AND t.date < DATE '2023-01-01' "
            "GROUP BY 1, 2, 3")


def rate_rows(directory):
    return [(f"{2010 + month // 12}-{month % 12 + 1:02}-01", name, f"{rate / 1_000_000:.6f}", f"{line[1] / 1_000_000:.6f}")
            for month, line in enumerate(read_rates(directory)) for name, rate in zip(CURRENCIES, line)]


def duckdb_answer(question, _form, mode, directory):
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 2; SET preserve_insertion_order = false")
    base.execute("CREATE TABLE r (month DATE, currency VARCHAR, rate DECIMAL(12,6), usd DECIMAL(12,6))")
    base.executemany("INSERT INTO r VALUES (?, ?, ?, ?)", rate_rows(directory))
    types = {"project": "INTEGER", "date": "DATE", "kind": "VARCHAR", "donor": "VARCHAR", "province": "VARCHAR", "sector": "VARCHAR",
             "dac": "INTEGER", "form": "VARCHAR", "currency": "VARCHAR", "amount": "DECIMAL(18,2)", "in_kind": "BOOLEAN"}
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    file = f"read_csv('{directory}/transactions.csv', header = true, columns = {{{listed}}})"
    if mode == "mem":
        for name, values in (("currency", CURRENCIES), ("kind", KINDS), ("form", FORMS)):
            base.execute(f"CREATE TYPE {name}_name AS ENUM ({', '.join(map(repr, values))})")
        named = [name for name in ("province", "sector", "donor") if name in NEEDED[question].split()]
        for name in named:
            base.execute(f"CREATE TYPE {name}_name AS ENUM (SELECT DISTINCT {name} FROM {file} ORDER BY 1)")
        enums = {"currency", "kind", "form", *named}
        columns = ", ".join(f"{c}::{c}_name AS {c}" if c in enums else c for c in NEEDED[question].split())
        # in the order of the rows, which the setting above leaves open
        order = " ORDER BY date_trunc('month', date), currency" if CLUSTERED else ""
        base.execute(f"SET preserve_insertion_order = {str(CLUSTERED).lower()}")
        base.execute(f"CREATE TABLE t AS SELECT {columns} FROM {file}{order}")
        base.execute("SET preserve_insertion_order = false")
        base.execute("ALTER TABLE r ALTER currency TYPE currency_name")
    else:
        base.execute(f"CREATE VIEW t AS SELECT * FROM {file}")
    text, scale = sql("duckdb", question), 100 if question == "q3" else 1
    return lambda: Scaled(Arrow(base.execute(text).to_arrow_table()), scale)


def datafusion_answer(question, _form, mode, directory):
    import pyarrow as pa
    from datafusion import SessionConfig, SessionContext

    context = SessionContext(SessionConfig().with_target_partitions(2))
    currency = pa.dictionary(pa.int8(), pa.string())
    fields = [("project", pa.int32()), ("date", pa.date32()), ("kind", pa.string()), ("donor", pa.string()), ("province", pa.string()),
              ("sector", pa.string()), ("dac", pa.int32()), ("form", pa.string()), ("currency", pa.string()),
              ("amount", pa.decimal128(18, 2)), ("in_kind", pa.bool_())]
    path = str(directory / "transactions.csv")
    months, names, rates, dollars = zip(*rate_rows(directory))
    rate_table = pa.table({
        "month": pa.array(months).cast(pa.date32()),
        "currency": pa.array(names) if mode == "csv" else pa.array(names).cast(currency),
        "rate": pa.array(rates).cast(pa.decimal128(12, 6)), "usd": pa.array(dollars).cast(pa.decimal128(12, 6))})
    context.register_record_batches("r", [rate_table.combine_chunks().to_batches()])
    if mode == "mem":
        import pyarrow.csv

        coded = {name: currency if name != "donor" else pa.dictionary(pa.int16(), pa.string())
                 for name in ("kind", "donor", "province", "sector", "form", "currency")}
        with pyarrow.csv.open_csv(path, convert_options=pyarrow.csv.ConvertOptions(
                include_columns=NEEDED[question].split(),
                column_types={name: kind for name, kind in fields})) as reader:
            table = pa.Table.from_batches(list(reader))
        table = pa.table({name: table[name].combine_chunks().dictionary_encode().cast(coded[name]) if name in coded else table[name]
                          for name in table.column_names})
        if CLUSTERED:
            import pyarrow.compute

            month = pyarrow.compute.strftime(table["date"], "%Y%m")
            order = pa.table({"month": month, "currency": table["currency"].cast(pa.string())})
            table = table.take(pyarrow.compute.sort_indices(order, [("month", "ascending"), ("currency", "ascending")]))
        batches = table.combine_chunks().to_batches(max_chunksize=131_072)
        # eight parts for two threads: with two, both often ran on one thread
        context.register_record_batches("t", [batches[part::8] for part in range(8)])
    else:
        context.register_csv("t", path, schema=pa.schema(fields), has_header=True)
    text, scale = sql("datafusion", question), 100 if question == "q3" else 1
    return lambda: Scaled(Arrow(context.sql(text).to_arrow_table()), scale)


# ------------------------------------------------------------------------------------------------- answers

class Later:
    """An answer whose rows are made only when it is compared, outside the time that is measured."""

    def __init__(self, held, change=lambda rows: rows):
        self.held, self.change = held, change

    def rows(self):
        held = self.held
        return self.change(held if isinstance(held, list) else held.rows())


Lazy = Later
Renamed = Later


class Scaled(Later):
    """Whole numbers of a smaller unit in the last column."""

    def __init__(self, held, scale):
        super().__init__(held, lambda rows: [(*row[:-1], Fraction(row[-1]) / scale) for row in rows] if scale > 1 else rows)


class Arrow(Later):
    def rows(self):
        return list(zip(*(column.to_pylist() for column in self.held.columns)))


def canonical(question, rows):
    """The lines of an answer, in the order of the keys."""
    def number(value):
        return Fraction(value) if value is not None else Fraction(0)

    def whole(value):
        value = number(value)
        return str(value.numerator if value.denominator == 1 else round(value))

    def cents(value):
        value = number(value) * 100
        size = abs(value.numerator if value.denominator == 1 else round(value))
        return f"{'-' if value < 0 else ''}{size // 100}.{size % 100:02}"

    def percent(part, of):
        value = number(part) * 1_000_000 / number(of)
        size = int(abs(value) + Fraction(1, 2))
        return f"{'-' if value < 0 else ''}{size // 10_000}.{size % 10_000:04}"

    rows = rows if isinstance(rows, list) else rows.rows()
    if question == "q1":
        rows.sort(key=lambda row: (row[0], KINDS.index(row[1]), CURRENCIES.index(row[2])))
        return [f"{int(year)},{kind},{currency},{cents(total)},{count}" for year, kind, currency, total, count in rows]
    if question in ("q2", "q3"):
        rows.sort(key=lambda row: (row[0], row[1], row[2]))
        text = whole if question == "q2" else cents
        return [f"{int(year)},{province},{sector},{text(total)}" for year, province, sector, total in rows]
    if question == "q4":
        return [f"{donor},{whole(total)},{percent(total, of)}" for donor, total, of in rows]
    if question == "q5a":
        rows.sort(key=lambda row: (row[0], row[1]))
        return [f"{int(year)},{sector},{whole(total)},{'' if more is None else whole(more)}" for year, sector, total, more in rows]
    if question == "q5b":
        rows.sort()
        return [f"{project},{whole(c)},{whole(d)},{whole(number(c) - number(d))}" for project, c, d in rows]
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    return [f"{province},{sector},{int(quarter) // 4}-Q{int(quarter) % 4 + 1},{whole(total)},{count}"
            for province, sector, quarter, total, count in rows]


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def work(engine, form, question, mode, directory, repeat):
    """One contestant in its own process."""
    begun = time.perf_counter()
    answer = globals()[f"{engine}_answer"](question, form, mode, directory)
    load = time.perf_counter() - begun
    result, wall, cpu = answer(), [], []
    for _ in range(repeat):
        used, begun = cpu_seconds(), time.perf_counter()
        result = answer()
        wall.append(time.perf_counter() - begun)
        cpu.append(cpu_seconds() - used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = "".join(line + "\n" for line in canonical(question, result))
    print(json.dumps({"wall": wall, "cpu": cpu, "load": load, "peak_mib": peak, "sha256": hashlib.sha256(text.encode()).hexdigest()}))


def ours(binary, question, mode, directory, repeat, *more):
    """Our example, whose `--time` prints a line of JSON for each run to standard error."""
    options = ["--repeat", str(repeat + 1), *(["--whole"] if mode == "csv" else []), *more]
    command = [str(binary), "--dir", str(directory), question, "--threads", "2", "--time", *options]
    done = subprocess.run(command, capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stderr.decode().splitlines() if line.startswith("{")]
    # the first run warms up, as for the peers
    runs = [line for line in lines if "wall" in line][1:]
    facts = {key: value for line in lines if "wall" not in line for key, value in line.items()}
    return {"wall": [run["wall"] for run in runs], "cpu": [run["cpu"] for run in runs], **facts,
            "sha256": hashlib.sha256(done.stdout).hexdigest()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--queries", default=",".join(NEEDED))
    parser.add_argument("--modes", default="mem")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--contestants", default=",".join(CONTESTANTS))
    parser.add_argument("--ours", type=Path, default=ROOT / "target/release/examples/aggregate")
    parser.add_argument("--growth", type=Path, help="the same workload with a tenth of the rows")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--clustered", action="store_true")
    parser.add_argument("--work", nargs=4)
    given = parser.parse_args()
    if given.work:
        global CLUSTERED
        CLUSTERED = given.clustered
        engine, form, question, mode = given.work
        work(engine, form, question, mode, given.directory, given.repeat)
        return
    os.environ.update(POLARS_MAX_THREADS="2", TOKIO_WORKER_THREADS="2", OMP_NUM_THREADS="2")
    with open(given.directory / "transactions.csv", "rb") as file:
        rows = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
    name = {100_000: "100k", 1_000_000: "1m", 10_000_000: "10m"}.get(rows)
    expected = json.loads((ROOT / f"testdata/aggregate/expected_{name}.json").read_text()) if name else {}
    measured = []
    for question in given.queries.split(","):
        for mode in given.modes.split(","):
            contestants = ["vientro exact", *filter(None, given.contestants.split(","))]
            contestants = [name for name in contestants if mode == "mem" or not name.endswith("tuned")]
            if given.clustered and mode == "mem":
                contestants += [name + " clustered" for name in contestants]
            results = {name: [] for name in contestants}
            for _ in range(given.rounds):
                for contestant, runs in results.items():
                    engine, form, *order = contestant.split()
                    order = [f"--{word}" for word in order]
                    try:
                        if engine == "vientro":
                            runs.append(ours(given.ours, question, mode, given.directory, given.repeat, *order))
                        else:
                            command = [sys.executable, __file__, str(given.directory), "--repeat", str(given.repeat), *order,
                                       "--work", engine, form, question, mode]
                            done = subprocess.run(command, capture_output=True, text=True, timeout=900)
                            if done.returncode:
                                raise RuntimeError(done.stderr.strip().splitlines()[-1])
                            runs.append(json.loads(done.stdout.splitlines()[-1]))
                    except Exception as error:
                        print(f"{question} {mode} {contestant}: {error}", file=sys.stderr)
            for contestant, runs in results.items():
                if not runs:
                    continue
                digests = {run["sha256"] for run in runs}
                exact = None if question not in expected else digests == {expected[question]["sha256"]}
                measured.append({
                    "question": question, "mode": mode, "contestant": contestant, "exact": exact,
                    "wall": statistics.median(t for run in runs for t in run["wall"]),
                    "least": min(t for run in runs for t in run["wall"]),
                    "cpu": statistics.median(t for run in runs for t in run["cpu"]),
                    "load": statistics.median(run.get("load", 0) for run in runs),
                    "clustering": statistics.median(run.get("clustering", 0) for run in runs),
                    "peak_mib": max(run["peak_mib"] for run in runs)})
            report([line for line in measured if (line["question"], line["mode"]) == (question, mode)])
    bars(measured)
    if "q2" in given.queries.split(",") and "q2_half_even" in expected:
        half_even(given, expected)
    if given.growth:
        growth(given)
    if given.json:
        given.json.write_text(json.dumps(measured, indent=1))


def report(lines):
    for line in lines:
        order = line["contestant"].endswith("clustered")
        own = next((it for it in lines if it["contestant"] == ("vientro exact clustered" if order else "vientro exact")), None)
        ratio = "" if own is None else f"{line['wall'] / own['wall']:7.1f} x {line['cpu'] / max(own['cpu'], 1e-9):7.1f} x"
        put = f"  put in order in {line['clustering']:.2f} s" if line["clustering"] > 0.001 else ""
        print(f"{line['question']:4} {line['mode']:4} {line['contestant']:26} wall {line['wall']:8.4f} (least {line['least']:8.4f}) "
              f"cpu {line['cpu']:8.4f} {ratio}  peak {line['peak_mib']:5} MiB  exact {line['exact']}{put}", flush=True)


def growth(given):
    """How much longer ten times the rows take, both sizes in turns."""
    for question in given.queries.split(","):
        for mode in given.modes.split(","):
            took = {directory: {"wall": [], "cpu": []} for directory in (given.growth, given.directory)}
            for _ in range(given.rounds):
                for directory, seconds in took.items():
                    run = ours(given.ours, question, mode, directory, given.repeat)
                    for clock in seconds:
                        seconds[clock] += run[clock]
            small, large = took.values()
            wall, cpu = (statistics.median(large[clock]) / statistics.median(small[clock]) for clock in ("wall", "cpu"))
            met = "met   " if wall <= GROWTH_BAR else "MISSED"
            print(f"{met} {question} {mode} ten times the rows: {wall:.1f} times as long, {cpu:.1f} times the CPU seconds, bar {GROWTH_BAR}",
                  flush=True)


def half_even(given, expected):
    """Q2 rounded the other way, of which the reference knows the digest too."""
    for mode in given.modes.split(","):
        digest = ours(given.ours, "q2", mode, given.directory, 0, "--half-even")["sha256"]
        met = "met   " if digest == expected["q2_half_even"]["sha256"] else "MISSED"
        print(f"{met} q2 {mode} with halves to the even dong: the digest of the reference", flush=True)


def bars(measured):
    """The bars of the contract, with rows as given and in order."""
    def ordered(line):
        return line["contestant"].endswith(" clustered")

    def is_own(line):
        return line["contestant"].startswith("vientro")

    def named(line):
        return {**line, "contestant": line["contestant"].removesuffix(" clustered")}

    given = [line for line in measured if not ordered(line)]
    bars_of(given)
    if len(given) < len(measured):
        own = [named(line) for line in measured if ordered(line) and is_own(line)]
        for text, peers in (("rows in order, those of the peers as given", [line for line in given if not is_own(line)]),
                            ("rows in order on both sides", [named(line) for line in measured if ordered(line) and not is_own(line)])):
            print(f"\n{text}:")
            bars_of(own + peers)
    if any(is_own(line) and line["exact"] is False for line in measured):
        sys.exit("a sum of ours is not exact")


def bars_of(measured):
    """Each bar: the ratio, and whether it is met."""
    def find(question, mode):
        lines = [line for line in measured if (line["question"], line["mode"]) == (question, mode)]
        return (next((line for line in lines if line["contestant"].startswith("vientro")), None),
                [line for line in lines if not line["contestant"].startswith("vientro")])

    def say(what, ratio, bar):
        print(f"{'met   ' if ratio >= bar else 'MISSED'} {what}: {ratio:.1f}, bar {bar}")

    for question, bar, forms in BARS:
        own, peers = find(question, "mem")
        exact = [line for line in peers if line["exact"]]
        # without forms named, the fastest of the exact ones as users write them
        chosen = [line for line in peers if line["contestant"] in forms] if forms else exact
        chosen = chosen if forms else [line for line in chosen if not line["contestant"].endswith("tuned")]
        if own and chosen:
            best = min(chosen, key=lambda line: line["wall"])
            say(f"{question} beside {best['contestant']}", best["wall"] / own["wall"], bar)
        if own and exact and not forms:
            best = min(exact, key=lambda line: line["wall"])
            print(f"       {question} beside {best['contestant']}, tuned or not: {best['wall'] / own['wall']:.1f}")
    for question in NEEDED:
        own, peers = find(question, "csv")
        peers = [line for line in peers if line["exact"]]
        if own and peers:
            best = min(peers, key=lambda line: line["wall"])
            say(f"{question} from CSV beside {best['contestant']}", best["wall"] / own["wall"], CSV_BAR)
        own, peers = find(question, "mem")
        peers = [line for line in peers if line["exact"]]
        if own and peers:
            best = min(peers, key=lambda line: line["peak_mib"])
            say(f"{question} memory beside {best['contestant']}", best["peak_mib"] / own["peak_mib"], MEMORY_BAR)


main()
