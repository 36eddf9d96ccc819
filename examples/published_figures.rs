//! The audit of published figures: what a table of printed figures says, and what follows from it.
//!
//! Reads `figures.csv` and `sources.csv` (described in `examples/data/published/README.md`) and rate files, and checks
//! every figure against the figures it is linked to: parts against wholes, results against plans, printed pairs of
//! amounts against known rates, periods and territories against each other. Sums that must not be made are refused.
//!
//! ```text
//! cargo run --release --example published_figures
//! cargo run --release --example published_figures -- --lang en --json
//! ```
//!
//! With `--json` it prints one array of objects `{check, title, statements, lines, values}`: `check` names the golden
//! checks the section covers, `statements` the ids of the figures it was made from, `lines` the sentences in the language
//! asked for, `values` the same results for programs (decimals as text, intervals as `{low, low_included, high,
//! high_included}`). The last object,
//! `findings`, holds what was noticed on reading the table. Exit status 1 if a row was refused or a question could not be
//! answered, 2 if the table could not be opened.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it did")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{Datelike, NaiveDate};
use clap::Parser;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use vientro::accounting::check::scope_conflicts;
use vientro::accounting::{
    Addend, Claim, Comparand, ConsolidatedLine, ConsolidationContext, MemoLine, Part, PlanLine,
    actual_from_plan, add_across_bases, add_statements, compare, consolidate, growth, implied_plan,
    implied_whole, per_head,
};
use vientro::core::{
    Apportioning, Bilingual, Figure, Finding, HedgeConvention, Language, Period, Printed, Severity, Verdict,
    When, percentages,
};
use vientro::currency::pair::{Candidate, PrintedAmount, RateBand, interval_text, rate_band};
use vientro::currency::{Currency, DateRule, Money, Policy, RateBook};
use vientro::intake::{StatementOptions, read_statements};
use vientro::model::{
    Anniversary, Basis, Congress, Direction, Partition, RelationKind, Standing, StatedFigure, Term, unit_cost,
};
use vientro::vi::{NumberStyle, format_decimal, format_with, phrase};

/// Audits a table of published figures.
#[derive(Parser)]
struct Arguments {
    /// Folder with figures.csv and sources.csv
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/published"))]
    data: PathBuf,
    /// Folder with rate files
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates"))]
    rates: PathBuf,
    /// Day whose rates convert a consolidated total
    #[arg(long, default_value = "2025-12-18")]
    rate_day: NaiveDate,
    /// Language of the sentences: vi or en
    #[arg(long, default_value = "vi")]
    lang: Language,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

type Outcome<T = Vec<Section>> = Result<T, Box<dyn Error>>;

/// One question asked of the table, with its answer.
struct Section {
    check: &'static str,
    title: Bilingual,
    statements: Vec<String>,
    lines: Vec<Bilingual>,
    values: Value,
}

/// The table and what it is checked with.
struct Audit {
    figures: Vec<StatedFigure>,
    published_on: BTreeMap<String, NaiveDate>,
    book: RateBook,
    rate_day: NaiveDate,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(refused) => ExitCode::from(u8::from(refused)),
        Err(error) => {
            eprintln!("published_figures: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<bool> {
    let table = std::fs::read(named(&arguments.data.join("figures.csv"))?)?;
    let read = read_statements("figures.csv", &table, &StatementOptions::default());
    let mut published_on = BTreeMap::new();
    for row in csv::Reader::from_path(named(&arguments.data.join("sources.csv"))?)?
        .deserialize::<BTreeMap<String, String>>()
    {
        let row = row?;
        if let (Some(id), Some(day)) =
            (row.get("id"), row.get("published_on").and_then(|day| day.parse().ok()))
        {
            published_on.insert(id.clone(), day);
        }
    }
    let (book, rate_findings) = rates(&arguments.rates)?;
    let audit = Audit { figures: read.figures, published_on, book, rate_day: arguments.rate_day };
    let sections = audit.sections();
    let failed = sections.iter().any(|section| section.check.is_empty());
    let language = arguments.lang;
    if arguments.json {
        let mut sections: Vec<Value> = sections.iter().map(|section| section.json(language)).collect();
        let told: Vec<String> = read.findings.iter().map(|finding| finding.line(language)).collect();
        sections.push(json!({
            "check": "", "title": "findings", "statements": [], "lines": told, "values": { "findings": read.findings },
        }));
        println!("{}", serde_json::to_string_pretty(&sections)?);
    } else {
        print_all(&audit, &sections, &read.findings, &rate_findings, language);
    }
    Ok(failed || read.findings.iter().any(|finding| finding.severity() == Severity::Error))
}

fn print_all(
    audit: &Audit,
    sections: &[Section],
    findings: &[Finding],
    rates: &[Finding],
    language: Language,
) {
    let unknown = audit.figures.iter().filter(|stated| stated.figure().is_unknown()).count();
    let head = Bilingual::new(
        format!("{} số liệu đã công bố, {unknown} số liệu chưa biết.", audit.figures.len()),
        format!("{} published figures, {unknown} of them not known.", audit.figures.len()),
    );
    println!("{}", head.text(language));
    for (number, section) in (1..).zip(sections) {
        println!("\n{number}. {} [{}]", section.title.text(language), section.check);
        for line in &section.lines {
            println!("   {}", line.text(language));
        }
    }
    for finding in findings {
        println!("{}", finding.line(language));
    }
    let faulty = Bilingual::new(
        format!(
            "\nTỷ giá: {} mức, {} phát hiện khi đọc (tệp tỷ giá ghi rõ nguồn).",
            audit.book.len(),
            rates.len()
        ),
        format!(
            "\nRates: {} read, {} findings on reading (the files name their sources).",
            audit.book.len(),
            rates.len()
        ),
    );
    println!("{}", faulty.text(language));
}

impl Audit {
    fn sections(&self) -> Vec<Section> {
        let parts: [Outcome; 15] = [
            self.partitions(),
            self.plans(),
            self.amendments(),
            Ok(self.scope()),
            self.pairs(),
            Ok(self.refusals()),
            self.targets(),
            Ok(self.counts()),
            self.anniversaries(),
            self.congresses(),
            Ok(self.comparisons()),
            self.ratios(),
            self.consolidation(),
            self.joint_claims(),
            Ok(self.unknowns()),
        ];
        let mut sections = Vec::new();
        for part in parts {
            match part {
                Ok(part) => sections.extend(part),
                // one question that cannot be answered leaves the others standing
                Err(error) => {
                    let mut text = error.to_string();
                    let mut cause = error.source();
                    while let Some(error) = cause {
                        text = format!("{text}: {error}");
                        cause = error.source();
                    }
                    let section = Section::new("", "Không tính được", "Could not be computed");
                    sections.push(section.line(text.clone(), text.clone()).values(json!({ "error": text })));
                }
            }
        }
        sections
    }

    /// Parts against their whole, and shares that sum to 100.
    fn partitions(&self) -> Outcome {
        let mut sections = Vec::new();
        for whole in &self.figures {
            let parts: Vec<_> = self.linked(RelationKind::PartOf, whole).collect();
            if parts.is_empty() {
                continue;
            }
            let values: Vec<Decimal> =
                parts.iter().filter_map(|part| part.figure().known().copied()).collect();
            let mut partition = Partition::new(whole.printed(), whole.figure().clone());
            for (part, value) in parts.iter().zip(&values) {
                partition = partition.with_part(part.printed(), *value);
            }
            let proof = partition.prove()?;
            let shares = percentages(&values, 1, Apportioning::LargestRemainder)?;
            let sum: Decimal = shares.iter().sum();
            let added = |language| list(&values, " + ", |value| format_decimal(*value, language));
            let percents = |language| list(&shares, " / ", |share| percent(*share, language));
            sections.push(
                Section::new(
                    "G1, G2",
                    "Chia phần: các phần có bằng tổng không?",
                    "Partition: do the parts make the whole?",
                )
                .of(whole)
                .and(&parts)
                .line(
                    format!("{} = {}: {}", added(Language::Vi), whole.printed(), proof.message().vi()),
                    format!("{} = {}: {}", added(Language::En), whole.printed(), proof.message().en()),
                )
                .line(
                    format!("tỷ trọng {}, cộng lại {}", percents(Language::Vi), percent(sum, Language::Vi)),
                    format!("shares {}, together {}", percents(Language::En), percent(sum, Language::En)),
                )
                .values(json!({
                    "sum": proof.sum(), "difference": proof.difference(), "exact": proof.is_exact(),
                    "shares": shares, "shares_sum": sum,
                })),
            );
        }
        Ok(sections)
    }

    /// Results against plans that were not printed but follow from a percentage.
    fn plans(&self) -> Outcome {
        let mut sections = Vec::new();
        let rounded = HedgeConvention::default().with_rounded_plain();
        for over in &self.figures {
            for actual in over.related(RelationKind::AttainmentOf).filter_map(|id| self.find(id.as_str())) {
                let Some(percent_over) = over.figure().known() else { continue };
                let band = rounded.figure(&Printed::new(*percent_over))?;
                let Some(plan) = implied_plan(actual.figure(), &band)? else { continue };
                let (Some(at_low), Some(round)) = (plan.at_low(), plan.nearest_round()) else { continue };
                let result = actual_from_plan(&Figure::Known(round), over.figure())?;
                let fits = result.known().map_or(Verdict::No, |value| actual.figure().allows(value));
                let mut line = PlanLine::try_new(
                    Bilingual::new("kế hoạch suy ra", "implied plan"),
                    actual.unit(),
                    Figure::Known(round),
                    actual.figure().clone(),
                )?
                .with_inferred_target();
                let memos: Vec<_> = self.linked(RelationKind::MemoTo, actual).collect();
                for memo in &memos {
                    line =
                        line.with_memo(MemoLine::new(Bilingual::same(memo.printed()), memo.figure().clone()));
                }
                let both =
                    line.sum_with_memo(Bilingual::new("kể cả phần ghi riêng", "memo lines included"))?;
                let unit = actual.unit();
                sections.push(
                    Section::new("G3, G4, G13", "Kế hoạch suy ra từ mức vượt", "The plan that follows from the percentage")
                        .of(actual)
                        .and(&[over])
                        .and(&memos)
                        .both(|language| {
                            let say = |value: Decimal| amount(&Figure::Known(value), unit, language);
                            match language {
                                Language::Vi => format!(
                                    "«{}», «{}»: kế hoạch trong khoảng {} {unit}; nếu đúng {} thì {}; số tròn gần nhất {}",
                                    quoted(actual), quoted(over), interval_text(plan.band(), language),
                                    say(*actual.figure().low().unwrap_or(&at_low)), say(rounded_to(at_low, 7)), say(round),
                                ),
                                Language::En => format!(
                                    "“{}”, “{}”: a plan in {} {unit}; {} if exactly {}; nearest round value {}",
                                    quoted(actual), quoted(over), interval_text(plan.band(), language),
                                    say(rounded_to(at_low, 7)), say(*actual.figure().low().unwrap_or(&at_low)), say(round),
                                ),
                            }
                        })
                        .both(|language| match language {
                            Language::Vi => format!(
                                "kế hoạch {} vượt {} là {}: khớp với «{}»? {}",
                                amount(&Figure::Known(round), unit, language), percent(*percent_over, language),
                                amount(&result, unit, language), actual.printed(), fits.text(language),
                            ),
                            Language::En => format!(
                                "a plan of {} exceeded by {} is {}: does “{}” allow that? {}",
                                amount(&Figure::Known(round), unit, language), percent(*percent_over, language),
                                amount(&result, unit, language), actual.printed(), fits.text(language),
                            ),
                        })
                        .both(|language| {
                            let memo = list(line.memo(), ", ", |memo| amount(memo.figure(), unit, language));
                            match language {
                                Language::Vi => format!(
                                    "ghi riêng: {memo}, không tính vào mức đạt; chỉ khi hỏi: {} = {} ({})",
                                    both.label().vi(), amount(both.figure(), unit, language), both.warning().message().vi(),
                                ),
                                Language::En => format!(
                                    "memo: {memo}, not part of the attainment; only when asked: {} = {} ({})",
                                    both.label().en(), amount(both.figure(), unit, language), both.warning().message().en(),
                                ),
                            }
                        })
                        .values(json!({
                            "plan_band": plan.band(), "plan_at_low": at_low.normalize(), "plan_nearest_round": round.normalize(),
                            "result_at_round_plan": result, "fits": fits, "attainment": line.attainment(),
                            "memo": line.memo().iter().map(MemoLine::figure).collect::<Vec<_>>(),
                            "with_memo": {"label": both.label(), "figure": both.figure()},
                        })),
                );
            }
        }
        Ok(sections)
    }

    /// Values that were changed: before and after both stay readable.
    fn amendments(&self) -> Outcome {
        let mut sections = Vec::new();
        for after in &self.figures {
            for before in after.related(RelationKind::Amends).filter_map(|id| self.find(id.as_str())) {
                let delta = after.figure().checked_sub(before.figure())?;
                let change = after.figure().percent_change_from(before.figure())?;
                let mut section =
                    Section::new("G5, G6", "Điều chỉnh: trước và sau", "Amendment: before and after")
                        .of(before)
                        .and(&[after])
                        .both(|language| {
                            format!(
                                "«{}» → «{}»: {}, {}",
                                quoted(before),
                                quoted(after),
                                signed(amount(&delta, after.unit(), language)),
                                signed(figure_percent(&change, language)),
                            )
                        });
                let mut units = Vec::new();
                for counted in after.related(RelationKind::ValueOf).filter_map(|id| self.find(id.as_str())) {
                    if let (Some(old), Some(new)) = (money(before), money(after)) {
                        let (was, is) =
                            (unit_cost(&old, counted.figure())?, unit_cost(&new, counted.figure())?);
                        section = section.and(&[counted]).both(|language| match language {
                            Language::Vi => format!(
                                "đơn giá cho «{}»: {} (trước điều chỉnh {}, nếu cũng {})",
                                counted.printed(),
                                amount(&is, after.unit(), language),
                                amount(&was, after.unit(), language),
                                counted.printed(),
                            ),
                            Language::En => format!(
                                "unit cost of “{}”: {} ({} before, if it was the same number)",
                                counted.printed(),
                                amount(&is, after.unit(), language),
                                amount(&was, after.unit(), language),
                            ),
                        });
                        units.push(json!({"of": counted.id(), "before": was, "after": is}));
                    }
                }
                sections.push(section.values(json!({
                    "before": before.figure(), "after": after.figure(), "difference": delta, "percent": change, "unit_cost": units,
                })));
            }
        }
        Ok(sections)
    }

    /// Figures that may tell the same thing twice with different scope: a question to a person, nothing changed.
    fn scope(&self) -> Vec<Section> {
        let found = scope_conflicts(&self.figures.iter().collect::<Vec<_>>());
        if found.is_empty() {
            return Vec::new();
        }
        let mut section = Section::new(
            "G7",
            "Mâu thuẫn phạm vi: cần người xác nhận",
            "Scope conflicts: a person must settle them",
        );
        for finding in &found {
            section = section.both(|language| finding.line(language));
            let ids = finding.location().record().unwrap_or_default().split(" / ").map(str::to_owned);
            section.statements.extend(ids);
        }
        vec![section.values(json!({ "findings": found }))]
    }

    /// Two amounts printed as equal: which rates can that be, and which known rates are?
    fn pairs(&self) -> Outcome {
        let convention = HedgeConvention::default();
        let mut sections = Vec::new();
        let mut bands: BTreeMap<_, Vec<(RateBand, String)>> = BTreeMap::new();
        for second in &self.figures {
            for first in second.related(RelationKind::EquivalentOf).filter_map(|id| self.find(id.as_str())) {
                let (Some(one), Some(two)) = (printed_amount(first)?, printed_amount(second)?) else {
                    continue;
                };
                let (dong, other) = if one.currency() == Currency::VND { (&one, &two) } else { (&two, &one) };
                let band = rate_band(dong, other, &convention)?;
                let mut section = Section::new(
                    "G8, G9, G11, G12",
                    "Cặp số tiền: tỷ giá nào khớp?",
                    "A printed pair: which rates fit?",
                )
                .of(first)
                .and(&[second])
                .both(|language| {
                    format!("«{}» = «{}»: {}", quoted(first), quoted(second), band.text(language))
                });
                let mut candidates = Vec::new();
                if let Some(period) = period(first) {
                    let known = band.candidates(&self.book, &period)?;
                    let (fit, contradict): (Vec<_>, Vec<_>) =
                        known.iter().partition(|candidate| candidate.verdict().is_yes());
                    section = section.both(|language| match language {
                        Language::Vi => format!(
                            "tỷ giá đã biết trong kỳ: {} khớp, {} không khớp",
                            fit.len(),
                            contradict.len()
                        ),
                        Language::En => format!(
                            "known rates of the period: {} fit, {} do not",
                            fit.len(),
                            contradict.len()
                        ),
                    });
                    for candidate in newest_of_each(&known) {
                        let best = fit.first().is_some_and(|best| std::ptr::eq(*best, candidate));
                        section = section.both(|language| {
                            let word = match (candidate.verdict().is_yes(), best, language) {
                                (true, true, Language::Vi) => "khớp nhất",
                                (true, true, Language::En) => "fits best",
                                (true, false, Language::Vi) => "khớp",
                                (true, false, Language::En) => "fits",
                                (false, _, Language::Vi) => "không khớp",
                                (false, _, Language::En) => "contradicts",
                            };
                            let given = candidate.amount();
                            let power = if given.currency() == Currency::VND { 6 } else { 4 };
                            let gives = amount(
                                &Figure::Known(rounded_to(given.value(), power)),
                                given.currency().code(),
                                language,
                            );
                            format!("  {word}: {} → {gives}", candidate.rate().text(language))
                        });
                    }
                    for candidate in &known {
                        candidates.push(json!({
                            "rate": candidate.rate().value(), "kind": candidate.rate().kind(), "publisher": candidate.rate().publisher(),
                            "from": candidate.rate().valid_from(), "to": candidate.rate().valid_to(),
                            "amount": candidate.amount().value(), "verdict": candidate.verdict(),
                        }));
                    }
                }
                sections.push(section.values(json!({ "band": band.interval(), "candidates": candidates })));
                let article = first.quote().map_or_else(String::new, |quote| quote.document().to_owned());
                bands
                    .entry((article, period(first)))
                    .or_default()
                    .push((band, first.id().as_str().to_owned()));
            }
        }
        for ((article, _), bands) in bands.into_iter().filter(|(_, bands)| bands.len() > 1) {
            let (bands, ids): (Vec<_>, Vec<_>) = bands.into_iter().unzip();
            let common = RateBand::intersect(&bands)?;
            let mut section = Section::new(
                "G10",
                "Một tỷ giá cho mọi cặp của cùng bài, cùng kỳ?",
                "One rate for all pairs of one article and period?",
            )
            .both(|language| match (&common, language) {
                (Some(common), Language::Vi) => {
                    format!("bài {article}: có, trong khoảng {} VND/USD", interval_text(common, language))
                }
                (Some(common), Language::En) => {
                    format!("article {article}: yes, within {} VND per USD", interval_text(common, language))
                }
                (None, Language::Vi) => format!("bài {article}: không có tỷ giá chung"),
                (None, Language::En) => format!("article {article}: there is none"),
            })
            .values(json!({ "common": common }));
            section.statements = ids;
            sections.push(section);
        }
        Ok(sections)
    }

    /// Sums that must not be made: other basis, direction, standing or currency.
    fn refusals(&self) -> Vec<Section> {
        let values: Vec<_> =
            self.figures.iter().filter(|it| it.measure() == "aid-value" && !is_teaser(it)).collect();
        let mut section =
            Section::new("G14, G15", "Phép cộng bị từ chối", "Sums that are refused").and(&values);
        let mut refused = Vec::new();
        let inward = |it: &&&StatedFigure| {
            it.direction() == Some(Direction::Inward) && it.standing() == Standing::Own && it.unit() == "VND"
        };
        let of = |basis| values.iter().filter(inward).find(move |it| it.basis() == Some(basis)).copied();
        let disbursed = of(Basis::Disbursed);
        let pairs = values
            .iter()
            .filter(|it| it.direction() != Some(Direction::Inward) || it.standing() == Standing::Memo)
            .copied()
            .chain(of(Basis::Committed))
            .chain(of(Basis::Mobilised));
        for other in pairs {
            let Some(base) = disbursed.filter(|base| base.id() != other.id()) else { continue };
            let said = |it: &StatedFigure| format!("{} «{}»", it.id(), quoted(it));
            match add_statements(&[other, base]) {
                Err(error) => {
                    section = section.both(|language| {
                        let why = error.reason(language);
                        let why = if why.is_empty() { error.to_string() } else { why };
                        format!("{} + {}: {why}", said(other), said(base))
                    });
                    refused
                        .push(json!({ "left": other.id(), "right": base.id(), "error": error.to_string() }));
                }
                Ok(sum) => {
                    section = section.both(|language| {
                        format!(
                            "{} + {} = {}",
                            said(other),
                            said(base),
                            amount(sum.total().known_part(), sum.unit(), language)
                        )
                    });
                }
            }
        }
        vec![section.values(json!({ "refused": refused }))]
    }

    /// Targets by source, their growth, and their sum across bases, which is made only by name.
    fn targets(&self) -> Outcome {
        let mut by_owner: BTreeMap<(&str, Option<Period>), Vec<&StatedFigure>> = BTreeMap::new();
        for target in self.figures.iter().filter(|it| it.measure() == "target") {
            by_owner
                .entry((target.organisation().unwrap_or_default(), period(target)))
                .or_default()
                .push(target);
        }
        let mut sections = Vec::new();
        for ((owner, when), targets) in by_owner {
            let mut section = Section::new(
                "G16, G17",
                "Chỉ tiêu theo nguồn và mức tăng",
                "Targets by source, and their growth",
            )
            .and(&targets);
            let mut growths = Vec::new();
            for target in &targets {
                let key = target
                    .key()
                    .map(|key| (key.text(Language::Vi), key.text(Language::En)))
                    .unwrap_or_default();
                section = section.both(|language| {
                    let key = if language == Language::Vi { &key.0 } else { &key.1 };
                    format!("{owner}: {} ({key})", amount(target.figure(), target.unit(), language))
                });
                let before = self.figures.iter().filter(|it| {
                    it.organisation() == Some(owner)
                        && it.measure() == "aid-value"
                        && it.basis() == target.basis()
                        && it.standing() == Standing::Own
                        && it.unit() == target.unit()
                });
                for actual in before {
                    let up = growth(target.figure(), actual.figure())?;
                    section = section.and(&[actual]).both(|language| match language {
                        Language::Vi => format!(
                            "  so với thực hiện «{}»: tăng {}",
                            actual.printed(),
                            at_most(&up, language)
                        ),
                        Language::En => format!(
                            "  against the actual “{}”: up {}",
                            actual.printed(),
                            at_most(&up, language)
                        ),
                    });
                    growths.push(json!({ "target": target.id(), "against": actual.id(), "percent": up }));
                    let over = self.linked(RelationKind::AttainmentOf, actual).next();
                    let rounded = HedgeConvention::default().with_rounded_plain();
                    let plan = match over.and_then(|over| over.figure().known()) {
                        Some(over) => implied_plan(actual.figure(), &rounded.figure(&Printed::new(*over))?)?,
                        None => None,
                    };
                    if let Some(round) = plan.and_then(|plan| plan.nearest_round()) {
                        let up = growth(target.figure(), &Figure::Known(round))?;
                        section = section.both(|language| {
                            let plan = amount(&Figure::Known(round), target.unit(), language);
                            match language {
                                Language::Vi => format!(
                                    "  so với kế hoạch suy ra {plan}: tăng {}",
                                    figure_percent(&up, language)
                                ),
                                Language::En => format!(
                                    "  against the implied plan of {plan}: up {}",
                                    figure_percent(&up, language)
                                ),
                            }
                        });
                        growths
                            .push(json!({ "target": target.id(), "against": "implied-plan", "percent": up }));
                    }
                }
            }
            let mut across = Value::Null;
            if targets.len() > 1 {
                let refused = add_statements(&targets).err().map(|error| error.to_string());
                let addends: Vec<Addend> = targets.iter().map(|it| Addend::from(*it)).collect();
                let named =
                    add_across_bases(&addends, Bilingual::new("tổng khác cơ sở tính", "total across bases"))?;
                section = section.both(|language| {
                    let warning =
                        list(named.warnings(), "; ", |finding| finding.message().text(language).to_owned());
                    let total = amount(named.sum().total().known_part(), named.sum().unit(), language);
                    match language {
                        Language::Vi => format!(
                            "cộng thường: từ chối; {}: {total}, kèm cảnh báo: {warning}",
                            named.label().vi()
                        ),
                        Language::En => format!(
                            "plain sum: refused; {}: {total}, with a warning: {warning}",
                            named.label().en()
                        ),
                    }
                });
                across = json!({ "refused": refused, "label": named.label(), "sum": named.sum().total().known_part(), "warnings": named.warnings() });
            }
            sections
                .push(section.values(json!({ "period": when, "growth": growths, "across_bases": across })));
        }
        Ok(sections)
    }

    /// Counts with a hedge are bounds for a later recount.
    fn counts(&self) -> Vec<Section> {
        let mut section = Section::new("G18", "Số đếm có giới hạn", "Counts that are bounds");
        let mut values = Vec::new();
        for stated in
            self.figures.iter().filter(|it| it.figure().hedge().is_some() && it.measure().ends_with("-count"))
        {
            let Some(printed) = (match stated.figure() {
                Figure::Hedged(hedged) => hedged.printed().map(|printed| *printed.value()),
                _ => None,
            }) else {
                continue;
            };
            let next = printed + Decimal::ONE;
            let (at, above) = (stated.figure().allows(&printed), stated.figure().allows(&next));
            section = section.and(&[stated]).both(|language| match language {
                Language::Vi => format!(
                    "«{}»: sổ có {printed} mục thì khớp? {}; {next} mục? {}",
                    quoted(stated),
                    at.text(language),
                    above.text(language)
                ),
                Language::En => format!(
                    "“{}”: does a register of {printed} agree? {}; of {next}? {}",
                    quoted(stated),
                    at.text(language),
                    above.text(language)
                ),
            });
            values.push(json!({ "id": stated.id(), "at_printed": at, "one_more": above }));
        }
        vec![section.values(json!(values))]
    }

    fn anniversaries(&self) -> Outcome {
        let mut section = Section::new("G19", "Số năm kỷ niệm", "Anniversaries");
        let mut values = Vec::new();
        for stated in self.figures.iter().filter(|it| it.measure() == "anniversary-years") {
            let (Some(When::During(years)), Some(said)) = (stated.when(), stated.figure().known()) else {
                continue;
            };
            let said = i32::try_from(*said)?;
            let checked = Anniversary::try_new(years.from().year(), years.to().year(), said);
            let holds = Verdict::from_bool(checked.is_ok());
            section = section.and(&[stated]).both(|language| {
                format!("{} – {}: {said}? {}", years.from().year(), years.to().year(), holds.text(language))
            });
            values.push(json!({ "id": stated.id(), "from": years.from().year(), "to": years.to().year(), "stated": said, "holds": holds }));
        }
        Ok(vec![section.values(json!(values))])
    }

    /// A congress whose term was stated twice: one congress with two versions, each with its day.
    fn congresses(&self) -> Outcome {
        let mut sections = Vec::new();
        for later in self.figures.iter().filter(|it| it.measure() == "congress-ordinal") {
            for earlier in later.related(RelationKind::Supersedes).filter_map(|id| self.find(id.as_str())) {
                let term = |stated: &StatedFigure| -> Outcome<Term> {
                    let Some(When::During(years)) = stated.when() else {
                        return Err("a congress needs its term".into());
                    };
                    Ok(Term::try_new(years.from().year(), years.to().year())?)
                };
                let (Some(first_said), Some(then_said)) = (self.published(earlier), self.published(later))
                else {
                    continue;
                };
                let ordinal = u32::try_from(earlier.figure().known().copied().unwrap_or_default())?;
                let mut congress = Congress::try_new(
                    earlier.organisation().unwrap_or("…"),
                    ordinal,
                    term(earlier)?,
                    first_said,
                )?;
                congress.restate(term(later)?, then_said, "stated again with another term")?;
                let versions: Vec<_> = congress.term().versions().collect();
                sections.push(
                    Section::new(
                        "G20",
                        "Một đại hội, hai lần nêu nhiệm kỳ",
                        "One congress, two statements of its term",
                    )
                    .of(earlier)
                    .and(&[later])
                    .both(|language| {
                        let said = list(&versions, "; ", |version| {
                            let (from, to) = (version.value().from_year(), version.value().to_year());
                            match language {
                                Language::Vi => format!(
                                    "{from}-{to} (nêu ngày {})",
                                    version.recorded_on().format("%d/%m/%Y")
                                ),
                                Language::En => format!(
                                    "{from}-{to} (stated on {})",
                                    version.recorded_on().format("%-d %B %Y")
                                ),
                            }
                        });
                        match language {
                            Language::Vi => format!("đại hội lần thứ {ordinal}, {}: {said}", congress.body()),
                            Language::En => format!("congress no. {ordinal} of {}: {said}", congress.body()),
                        }
                    })
                    .values(json!({ "ordinal": ordinal, "versions": congress.term() })),
                );
            }
        }
        Ok(sections)
    }

    /// Figures of one place in several years: periods of other length and changed territory must be said.
    fn comparisons(&self) -> Vec<Section> {
        let mut section = Section::new("G21, G22", "So sánh qua các năm", "Comparison over the years");
        let mut values = Vec::new();
        let series: Vec<_> = self
            .figures
            .iter()
            .filter(|it| it.basis() == Some(Basis::Committed) && period(it).is_some() && !is_teaser(it))
            .filter(|it| {
                ["aid-value", "equivalent"].contains(&it.measure())
                    && it.related(RelationKind::Amends).next().is_none()
            })
            .collect();
        for earlier in &series {
            for later in &series {
                let (Some(from), Some(to)) = (period(earlier), period(later)) else { continue };
                if earlier.place() != later.place()
                    || earlier.unit() != later.unit()
                    || from.last() >= to.from()
                {
                    continue;
                }
                let result =
                    compare(&Comparand::from_statement(earlier), &Comparand::from_statement(later), None);
                section = section.and(&[earlier, later]).both(|language| {
                    let answer = match &result {
                        Ok(comparison) => {
                            let warnings = list(comparison.warnings(), "; ", |it| {
                                it.message().text(language).to_owned()
                            });
                            let change = comparison
                                .change_percent()
                                .map_or_else(|| "…".to_owned(), |it| figure_percent(it, language));
                            format!("{change} [{warnings}]")
                        }
                        Err(error) => error.message().text(language).to_owned(),
                    };
                    format!(
                        "{} «{}» → {} «{}»: {answer}",
                        from.text(language),
                        earlier.printed(),
                        to.text(language),
                        later.printed()
                    )
                });
                values.push(match &result {
                    Ok(it) => json!({ "earlier": earlier.id(), "later": later.id(), "percent": it.change_percent(), "warnings": it.warnings() }),
                    Err(error) => json!({ "earlier": earlier.id(), "later": later.id(), "refused": error.to_string() }),
                });
            }
        }
        section.statements.dedup();
        vec![section.values(json!(values))]
    }

    /// Aid per head, and the whole a share implies.
    fn ratios(&self) -> Outcome {
        let bounds = HedgeConvention::bounds_only();
        let mut section = Section::new(
            "G23, G24",
            "Bình quân đầu người và tỷ trọng",
            "Per head, and the whole behind a share",
        );
        let mut values = Vec::new();
        let bounded = |stated: &StatedFigure| match stated.figure() {
            Figure::Hedged(hedged) => hedged.printed().map(|printed| bounds.figure(printed)).transpose(),
            figure => Ok(Some(figure.clone())),
        };
        let printed_value = |stated: &StatedFigure| match stated.figure() {
            Figure::Hedged(hedged) => hedged.printed().map(|printed| *printed.value()),
            figure => figure.known().copied(),
        };
        for people in self.figures.iter().filter(|it| it.measure() == "population") {
            for aid in self.figures.iter().filter(|it| {
                it.place() == people.place() && it.measure() == "aid-value" && it.unit() == "VND"
            }) {
                // the population is that of the new territory: an earlier year has another one
                let after = matches!((people.when(), period(aid)), (Some(When::AsOf(day)), Some(aid)) if aid.last() >= day);
                let (true, Some(exactly), Some(heads), Some(hedged)) =
                    (after, printed_value(aid), bounded(people)?, bounded(aid)?)
                else {
                    continue;
                };
                let each = per_head(&Figure::Known(exactly), &heads)?;
                let both = per_head(&hedged, &heads)?;
                section = section.and(&[aid, people]).both(|language| {
                    let most = each.at_most().map_or_else(|| "…".to_owned(), |most| format_decimal(rounded_to(most, 2), language));
                    match language {
                        Language::Vi => format!(
                            "«{}» cho «{}»: nhiều nhất khoảng {most} đồng/người nếu coi tử số là đúng; giữ cả hai từ hơn, trên: {}",
                            aid.printed(), people.printed(), if both.cannot_bound() { "không chặn được" } else { "có chặn" },
                        ),
                        Language::En => format!(
                            "“{}” for “{}”: at most about {most} đồng a head if the amount is taken as exact; with both hedges kept: {}",
                            aid.printed(), people.printed(), if both.cannot_bound() { "cannot bound" } else { "bounded" },
                        ),
                    }
                });
                values.push(json!({ "aid": aid.id(), "people": people.id(), "at_most": each.at_most(), "cannot_bound": both.cannot_bound() }));
            }
        }
        for share in &self.figures {
            for part in share.related(RelationKind::ShareOf).filter_map(|id| self.find(id.as_str())) {
                let (Some(exactly), Some(ratio)) = (printed_value(part), bounded(share)?) else { continue };
                let whole = implied_whole(&Figure::Known(exactly), &ratio)?;
                section = section.and(&[part, share]).both(|language| {
                    let low = whole.low().map_or_else(
                        || "…".to_owned(),
                        |low| amount(&Figure::Known(*low), part.unit(), language),
                    );
                    match language {
                        Language::Vi => format!(
                            "«{}» là «{}»: cả nước trên {low}, nếu coi tử số là đúng",
                            part.printed(),
                            share.printed()
                        ),
                        Language::En => format!(
                            "“{}” is “{}”: the whole is above {low}, if the part is taken as exact",
                            part.printed(),
                            share.printed()
                        ),
                    }
                });
                values.push(json!({ "part": part.id(), "share": share.id(), "whole": whole }));
            }
        }
        Ok(vec![section.values(json!(values))])
    }

    /// Totals over several unions: per basis, in one currency at a named rate, never across bases.
    fn consolidation(&self) -> Outcome {
        let mut by_article: BTreeMap<(String, Period), Vec<&StatedFigure>> = BTreeMap::new();
        for stated in self
            .figures
            .iter()
            .filter(|it| it.measure() == "aid-value" && !is_teaser(it) && it.key().is_some())
        {
            let counted = matches!(stated.basis(), Some(Basis::Disbursed | Basis::Mobilised));
            if let (true, Some(period), Some(quote)) = (counted, period(stated), stated.quote()) {
                by_article.entry((quote.document().to_owned(), period)).or_default().push(stated);
            }
        }
        let policies = [Policy::central(), Policy::bank_buying("Vietcombank")];
        let mut sections = Vec::new();
        for ((article, period), statements) in
            by_article.into_iter().filter(|(_, statements)| statements.len() > 1)
        {
            let mut section = Section::new("G25", "Hợp nhất các đơn vị", "Several unions consolidated")
                .and(&statements)
                .both(|language| match language {
                    Language::Vi => format!("bài {article}, {}", period.text(language)),
                    Language::En => format!("article {article}, {}", period.text(language)),
                });
            let mut values = Vec::new();
            for policy in &policies {
                let policy = policy.clone().with_date_rule(DateRule::ClosingDay(self.rate_day))?;
                let claims =
                    statements.iter().map(|it| Claim::from_statement(it)).collect::<Result<Vec<_>, _>>()?;
                let context = ConsolidationContext::new(&self.book, &policy, Currency::VND, &[]);
                let all = consolidate(&claims, &context)?;
                for line in all.lines() {
                    let total = line.printable();
                    section = section.both(|language| {
                        let parts = list(line.parts(), " + ", |part| {
                            format!("{} {}", part.claim().body(), plain(part.value(), language))
                        });
                        let rates: Vec<_> = line.parts().iter().flat_map(Part::rates).collect();
                        let rate = if rates.is_empty() {
                            String::new()
                        } else {
                            format!("; {}", list(&rates, "; ", |rate| rate.text(language)))
                        };
                        let least = total.low().map_or_else(
                            || "…".to_owned(),
                            |low| amount(&Figure::Known(rounded_to(low.amount(), 7)), "VND", language),
                        );
                        let (word, key) = match language {
                            Language::Vi => ("ít nhất", line.key().text(language)),
                            Language::En => ("at least", line.key().text(language)),
                        };
                        format!("{key}: {word} {least} = {parts}{rate}")
                    });
                    values.push(json!({ "policy": policy.id(), "basis": line.key().basis(), "total": total, "inputs": line.total().inputs() }));
                }
            }
            let naive = add_statements(&statements).err().map(|error| error.to_string());
            sections.push(
                section
                    .line(
                        "cộng gộp các cơ sở tính khác nhau: bị từ chối",
                        "one sum over the different bases: refused",
                    )
                    .values(json!({ "lines": values, "naive_sum_refused": naive })),
            );
        }
        Ok(sections)
    }

    /// A figure that several bodies claim is counted once and shown under each.
    fn joint_claims(&self) -> Outcome {
        let mut sections = Vec::new();
        let policy = Policy::central();
        for stated in self.figures.iter().filter(|it| it.measure() == "aid-value") {
            let bodies: Vec<&str> = stated.organisations().collect();
            // of an amended figure only the value in force is claimed
            let superseded = self.linked(RelationKind::Amends, stated).next().is_some();
            let (Some(value), Some(key), Some(period)) = (stated.money()?, stated.key(), period(stated))
            else {
                continue;
            };
            if bodies.len() < 2 || superseded {
                continue;
            }
            let claims: Vec<Claim> = bodies
                .iter()
                .map(|body| {
                    let id = format!("{} {body}", stated.id());
                    Claim::new(*body, id, key, value.clone(), period.last())
                        .jointly(stated.id().as_str(), bodies.first().copied())
                })
                .collect();
            let all =
                consolidate(&claims, &ConsolidationContext::new(&self.book, &policy, Currency::VND, &[]))?;
            let total = all.line(&key).map_or(Figure::Unknown, ConsolidatedLine::printable);
            let shown: Vec<usize> = bodies.iter().map(|body| all.shown_under(body).count()).collect();
            sections.push(
                Section::new("G30", "Khoản do nhiều bên cùng nêu", "A gift claimed by several bodies")
                    .of(stated)
                    .both(|language| match language {
                        Language::Vi => format!("«{}» do {} cùng nêu: tổng của tỉnh {} (một lần), ghi ở cả {} bên", quoted(stated), bodies.join(" và "), plain(&total, language), bodies.len()),
                        Language::En => format!("“{}” is claimed by {}: {} in the province's total (once), shown under all {}", quoted(stated), bodies.join(" and "), plain(&total, language), bodies.len()),
                    })
                    .values(json!({ "total": total, "bodies": bodies, "shown_under_each": shown, "eliminated": all.eliminations().len() })),
            );
        }
        Ok(sections)
    }

    /// Figures that were told without a number: unknown, and not zero.
    fn unknowns(&self) -> Vec<Section> {
        let unknown: Vec<_> =
            self.figures.iter().filter(|it| it.figure().is_unknown() && !is_teaser(it)).collect();
        let aid: Vec<_> =
            self.figures.iter().filter(|it| it.measure() == "aid-value" && !is_teaser(it)).collect();
        let without = aid.iter().filter(|it| it.figure().is_unknown()).count();
        vec![
            Section::new("G29", "Chưa biết, không phải bằng không", "Not known, and not zero")
                .and(&unknown)
                .both(|language| {
                    let ids = list(&unknown, ", ", |it| format!("{} ({})", it.id(), it.measure()));
                    match language {
                        Language::Vi => format!("{} số liệu được nêu mà không có con số: {ids}", unknown.len()),
                        Language::En => format!("{} figures are told without a number: {ids}", unknown.len()),
                    }
                })
                .both(|language| match language {
                    Language::Vi => format!("trong {} giá trị viện trợ có {without} giá trị chưa biết; mọi tổng đều ghi rõ số này", aid.len()),
                    Language::En => format!("of {} aid values {without} are unknown; every total says so", aid.len()),
                })
                .values(json!({ "unknown": unknown.len(), "aid_values": aid.len(), "aid_values_unknown": without })),
        ]
    }

    fn find(&self, id: &str) -> Option<&StatedFigure> {
        self.figures.iter().find(|stated| stated.id().as_str() == id)
    }

    /// The figures that have a certain link of this kind to `to`.
    fn linked<'a>(
        &'a self,
        kind: RelationKind,
        to: &'a StatedFigure,
    ) -> impl Iterator<Item = &'a StatedFigure> {
        self.figures.iter().filter(move |stated| stated.related(kind).any(|id| id == to.id()))
    }

    fn published(&self, stated: &StatedFigure) -> Option<NaiveDate> {
        self.published_on.get(stated.quote()?.document()).copied()
    }
}

impl Section {
    fn new(check: &'static str, vi: &str, en: &str) -> Self {
        Self {
            check,
            title: Bilingual::new(vi, en),
            statements: Vec::new(),
            lines: Vec::new(),
            values: Value::Null,
        }
    }

    fn of(self, stated: &StatedFigure) -> Self {
        self.and(&[stated])
    }

    fn and(mut self, stated: &[&StatedFigure]) -> Self {
        for id in stated.iter().map(|stated| stated.id().as_str()) {
            if !self.statements.iter().any(|known| known == id) {
                self.statements.push(id.to_owned());
            }
        }
        self
    }

    fn line(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.lines.push(Bilingual::new(vi, en));
        self
    }

    fn both(self, say: impl Fn(Language) -> String) -> Self {
        let (vi, en) = (say(Language::Vi), say(Language::En));
        self.line(vi, en)
    }

    fn values(mut self, values: Value) -> Self {
        self.values = values;
        self
    }

    fn json(&self, language: Language) -> Value {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text(language)).collect();
        json!({
            "check": self.check, "title": self.title.text(language), "statements": self.statements,
            "lines": lines, "values": self.values,
        })
    }
}

/// Reads every CSV of a folder into one book; findings name faulty rows, the good ones are kept.
fn rates(folder: &Path) -> Outcome<(RateBook, Vec<Finding>)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(named(folder)?)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    files.sort();
    let (mut book, mut findings) = (RateBook::new(), Vec::new());
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "csv")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        findings.extend(book.read_csv(std::fs::File::open(file)?, &name));
    }
    Ok((book, findings))
}

/// The best candidate, and of each kind and publisher the newest, in the order given.
fn newest_of_each(candidates: &[Candidate]) -> Vec<&Candidate> {
    let of = |it: &Candidate| (it.rate().kind(), it.rate().publisher().to_owned());
    let is_newest = |it: &Candidate| {
        candidates
            .iter()
            .filter(|other| of(other) == of(it))
            .all(|other| other.rate().valid_from() <= it.rate().valid_from())
    };
    candidates
        .iter()
        .enumerate()
        .filter(|(place, it)| *place == 0 || is_newest(it))
        .map(|(_, it)| it)
        .collect()
}

/// The path, or an error that names what is missing.
fn named(path: &Path) -> Outcome<&Path> {
    if path.exists() { Ok(path) } else { Err(format!("there is no `{}`", path.display()).into()) }
}

fn period(stated: &StatedFigure) -> Option<Period> {
    match stated.when() {
        Some(When::During(period)) => Some(period),
        _ => None,
    }
}

fn is_teaser(stated: &StatedFigure) -> bool {
    stated.note().is_some_and(|note| note.starts_with("teaser"))
}

fn money(stated: &StatedFigure) -> Option<Money> {
    stated.money().ok().flatten()?.known().copied()
}

fn printed_amount(stated: &StatedFigure) -> Outcome<Option<PrintedAmount>> {
    if stated.currency().is_none() {
        return Ok(None);
    }
    Ok(Some(PrintedAmount::read(stated.printed(), stated.currency())?))
}

fn quoted(stated: &StatedFigure) -> &str {
    stated.quote().map_or_else(|| stated.printed(), |quote| quote.text())
}

fn list<T>(items: &[T], separator: &str, say: impl Fn(&T) -> String) -> String {
    items.iter().map(say).collect::<Vec<_>>().join(separator)
}

fn amount(figure: &Figure, unit: &str, language: Language) -> String {
    let number = phrase(figure, language, &NumberStyle::scaled(3));
    match (unit, language) {
        ("VND", _) => format!("{number} đồng"),
        (unit, _) => format!("{number} {unit}"),
    }
}

fn plain(figure: &Figure<Money>, language: Language) -> String {
    let unit = figure.low().or(figure.high()).map_or("", |money| money.currency().code());
    figure
        .try_map(|money| Ok::<_, std::convert::Infallible>(money.amount()))
        .map_or_else(|never| match never {}, |figure| amount(&figure, unit, language))
}

fn percent(value: Decimal, language: Language) -> String {
    format!("{}%", format_with(value, language, &NumberStyle::fixed(1)))
}

fn figure_percent(figure: &Figure, language: Language) -> String {
    format!("{}%", phrase(figure, language, &NumberStyle::fixed(1)))
}

/// The upper end of a growth that is known within bounds.
fn at_most(figure: &Figure, language: Language) -> String {
    match (figure.known(), figure.high(), language) {
        (Some(value), ..) => percent(*value, language),
        (None, Some(high), Language::Vi) => format!("nhiều nhất {}", percent(*high, language)),
        (None, Some(high), Language::En) => format!("at most {}", percent(*high, language)),
        (None, None, _) => "…".to_owned(),
    }
}

fn signed(text: String) -> String {
    if text.starts_with('\u{2212}') { text } else { format!("+{text}") }
}

/// Half-up at a place given by its power of ten: 7 is ten million.
fn rounded_to(value: Decimal, power: u32) -> Decimal {
    let unit = Decimal::from(10_i64.pow(power));
    vientro::currency::Rounding::HalfUp.round_to(value, unit).unwrap_or(value)
}
