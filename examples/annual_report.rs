//! The main job: a Union's year from its sheets to its report.
//!
//! Reads every `.xlsx` and `.csv` of a folder as an officer keeps them, and rate files; posts the facts to a journal at the
//! rate of each flow's date; checks facts and books; writes the report for Word (`report.docx`), as a workbook
//! (`report.xlsx`), as a page (`report.html`), as text (`report.md`) and for programs (`report.json`, its tables as `csv`),
//! with what it was made from beside them (`report.provenance.json`). Other reports of the same books are asked for by
//! `--report`. Prints what has to be mended, with file, sheet and cell, and a summary on one screen.
//!
//! ```text
//! cargo run --release --example annual_report
//! cargo run --release --example annual_report -- --data FOLDER --period administrative --policy bank-buying:Vietcombank
//! cargo run --release --example annual_report -- --formats docx,xlsx --lang en
//! cargo run --release --example annual_report -- --number 5 --signed 2026-01-09 --last-year FOLDER
//! cargo run --release --features pdf --example annual_report -- --formats pdf
//! cargo run --release --example annual_report -- --report item-sheet --item AG-03
//! cargo run --release --example annual_report -- --report speech --profile none
//! ```
//!
//! Exit status: 0, or 1 if something in the sheets was refused (an error finding), or 2 if no report could be made.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it did")]

use std::error::Error;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use chrono::{Datelike, Months, NaiveDate};
use clap::Parser;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use vientro::accounting::{
    CheckOptions, Comparand, Comparison, ComparisonBasis, Journal, PostingContext, Sum, check, compare,
};
use vientro::core::{
    Bilingual, Ending, Figure, Finding, FindingCode, Language, Location, Period, Severity, When,
};
use vientro::currency::{Currency, MoneyStyle, Policy, RateBook, RateKind, format_money};
use vientro::intake::{Options, SheetFile, Source, read_union, sheet_files};
use vientro::model::{Facts, ItemId, UnionProfile};
use vientro::report::template::{
    AidAccounts, Edition, FngoRegister, InKindList, ItemSheet, PlanProgress, ReturnLetter, UnionYear,
};
use vientro::report::{
    DocxOptions, FormProfile, HtmlOptions, Input, Report, ReportError, Table, csv, csv_schema, docx, html,
    json, markdown, sidecar, xlsx,
};
use vientro::vi::{NumberStyle, format_with, phrase};

/// Báo cáo năm hoặc nửa năm của một Liên hiệp, lập từ các bảng tính.
/// A Union's yearly or half-yearly report from its sheets.
#[derive(Parser)]
#[command(verbatim_doc_comment)]
struct Arguments {
    /// Thư mục chứa bảng tính của Liên hiệp (.xlsx, .csv)
    /// Folder with the Union's sheets (.xlsx, .csv)
    #[arg(long, verbatim_doc_comment, value_name = "FOLDER", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025/an-giang"))]
    data: PathBuf,
    /// Thư mục ghi báo cáo
    /// Folder the report is written to
    #[arg(long, verbatim_doc_comment, value_name = "FOLDER", default_value = "out")]
    out: PathBuf,
    /// Kỳ: calendar (năm dương lịch), administrative (15/12 đến 14/12), half (15/12 đến 14/6), budget (đến 31/01), to-date:NGÀY
    /// Period: calendar, administrative (15 Dec to 14 Dec), half (15 Dec to 14 Jun), budget (to 31 Jan), to-date:YYYY-MM-DD
    #[arg(long, verbatim_doc_comment, default_value = "calendar")]
    period: String,
    /// Năm báo cáo, nếu khác năm trong union.csv
    /// Year of the report, if not the one in union.csv
    #[arg(long, verbatim_doc_comment)]
    year: Option<i32>,
    /// Thư mục tỷ giá (.csv)
    /// Folder with rate files (.csv)
    #[arg(long, verbatim_doc_comment, value_name = "FOLDER", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates"))]
    rates: PathBuf,
    /// Cách chọn tỷ giá: treasury (hạch toán), central (trung tâm), bank-buying:NGÂN HÀNG, hoặc một loại như un-operational
    /// Rates: treasury, central, bank-buying:PUBLISHER, or a kind of rate such as un-operational
    #[arg(long, verbatim_doc_comment, default_value = "treasury")]
    policy: String,
    /// Chỉ dùng số liệu đã biết đến hết ngày này
    /// Report only what was known on this day
    #[arg(long, verbatim_doc_comment, value_name = "YYYY-MM-DD")]
    as_known_on: Option<NaiveDate>,
    /// Thư mục bảng tính của năm trước, để so sánh giá trị giải ngân; các thư mục sau là của đơn vị đã nhập vào
    /// Folder with the sheets of the year before, to compare what was disbursed; those of units merged in since follow by commas
    #[arg(long, verbatim_doc_comment, value_name = "FOLDER", value_delimiter = ',')]
    last_year: Vec<PathBuf>,
    /// Số văn bản; không có thì để trống chỗ ghi số
    /// Number of the document; without one its place stays open
    #[arg(long, verbatim_doc_comment)]
    number: Option<u32>,
    /// Ngày ký; không có thì để trống chỗ ghi ngày
    /// Day of signing; without one its place stays open
    #[arg(long, verbatim_doc_comment, value_name = "YYYY-MM-DD")]
    signed: Option<NaiveDate>,
    /// Thể thức: nd30 (Nghị định 30/2020/NĐ-CP), plain (không theo thể thức văn bản nhà nước), none (chỉ nội dung)
    /// Form: nd30 (Decree 30/2020/NĐ-CP), plain (none of the State) or none (the text alone, without head and signature)
    #[arg(long, verbatim_doc_comment, default_value = "nd30")]
    profile: Profile,
    /// Ngôn ngữ của báo cáo và thông báo: vi hoặc en
    /// Language of report and messages: vi or en
    #[arg(long, verbatim_doc_comment, default_value = "vi")]
    lang: Language,
    /// Các định dạng cần ghi, cách nhau bằng dấu phẩy
    /// What to write, by commas
    #[arg(
        long,
        verbatim_doc_comment,
        value_delimiter = ',',
        default_value = "docx,xlsx,html,md,json,provenance"
    )]
    formats: Vec<Format>,
    /// Loại báo cáo
    /// Which report
    #[arg(long, verbatim_doc_comment, default_value = "union-year")]
    report: Kind,
    /// Mã khoản viện trợ của phiếu theo dõi; không nêu thì lấy khoản đầu tiên
    /// The item of an item sheet; the first one if not said
    #[arg(long, verbatim_doc_comment)]
    item: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Profile {
    Nd30,
    Plain,
    None,
}

impl Profile {
    fn of(self, edition: Edition) -> Edition {
        match self {
            Self::Nd30 => edition,
            Self::Plain => edition.in_profile(FormProfile::plain()),
            Self::None => edition.without_form(),
        }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    AidAccounts,
    FngoRegister,
    InKindList,
    ItemSheet,
    PlanProgress,
    PressParagraph,
    ReturnLetter,
    Speech,
    UnionYear,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Docx,
    Xlsx,
    Html,
    Md,
    Json,
    Csv,
    #[cfg(feature = "pdf")]
    Pdf,
    Provenance,
}

impl Format {
    const fn file(self) -> &'static str {
        match self {
            Self::Docx => "report.docx",
            Self::Xlsx => "report.xlsx",
            Self::Html => "report.html",
            Self::Md => "report.md",
            Self::Json => "report.json",
            Self::Csv => "report.csv.json",
            #[cfg(feature = "pdf")]
            Self::Pdf => "report.pdf",
            Self::Provenance => "report.provenance.json",
        }
    }

    /// `day` is that of a document that is not dated yet.
    #[cfg_attr(
        not(feature = "pdf"),
        expect(unused_variables, reason = "only a PDF document has to have a day")
    )]
    fn render(
        self,
        report: &Report,
        language: Language,
        traced: bool,
        day: NaiveDate,
    ) -> Result<Vec<u8>, ReportError> {
        let options = if traced { DocxOptions::new() } else { DocxOptions::new().untraced() };
        Ok(match self {
            Self::Docx => docx(report, language, &options)?,
            Self::Xlsx => xlsx(report, language)?,
            Self::Html => html(report, language, &HtmlOptions::new())?.into_bytes(),
            Self::Md => markdown(report, language).into_bytes(),
            Self::Json => json(report)?.into_bytes(),
            Self::Csv => {
                let tables = report.tables().map(|table| csv_schema(table, language, &csv_file(table)));
                format!("[{}]", tables.collect::<Result<Vec<_>, _>>()?.join(",")).into_bytes()
            }
            #[cfg(feature = "pdf")]
            Self::Pdf => {
                let options = vientro::report::PdfOptions::new().dated(day);
                let options = if traced { options } else { options.untraced() };
                vientro::report::pdf(report, language, &options)?
            }
            Self::Provenance => sidecar(report)?.into_bytes(),
        })
    }
}

/// Each table is a file of its own.
fn csv_file(table: &Table) -> String {
    format!("report.{}.csv", table.id())
}

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(refused) => ExitCode::from(u8::from(refused)),
        Err(error) => {
            eprintln!("annual_report: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  {cause}");
                source = cause.source();
            }
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<bool> {
    let language = arguments.lang;
    let say = |vi: &str, en: &str| say(language, vi, en);
    let progress =
        if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    progress.enable_steady_tick(Duration::from_millis(100));

    progress.set_message(say("đọc bảng…", "reading the sheets…"));
    let files = files(&arguments.data, language)?;
    let sources: Vec<Source<'_>> = files.iter().map(SheetFile::as_source).collect();
    let reading = read_union(&sources, &Options::default())
        .map_err(|error| error.message().text(language).to_owned())?;
    let facts = reading.facts();
    let mut findings = reading.findings().to_vec();

    progress.set_message(say("ghi sổ…", "posting…"));
    let (book, rate_findings) = rates(&arguments.rates, language)?;
    let policy = policy(&arguments.policy, language)?;
    let mut journal = Journal::new();
    let posted = journal.post(facts, &PostingContext::new(&book, &policy, Currency::VND))?;
    findings.extend(posted.findings);

    progress.set_message(say("kiểm tra…", "checking…"));
    let checked = check(facts, &journal, &CheckOptions::new().with_rates(&book))?;
    findings.extend(
        checked.into_iter().filter(|new| !reading.findings().iter().any(|old| repeats(facts, old, new))),
    );
    if !rate_findings.is_empty() {
        findings.push(rates_note(&rate_findings));
    }

    progress.set_message(say("lập báo cáo…", "writing the report…"));
    let Some(profile) = facts.profile() else {
        progress.finish_and_clear();
        for finding in &findings {
            println!("{}", finding.line(language));
        }
        let folder = arguments.data.display();
        return Err(say(
            &format!("`{folder}` không có tệp union.csv đọc được, nêu đơn vị và năm báo cáo"),
            &format!("`{folder}` has no readable union.csv that says who reports, and which year"),
        )
        .into());
    };
    let period = period(&arguments.period, arguments.year.unwrap_or(profile.year()), language)?;
    let earlier_period = period_before(&arguments.period, &period, language)?;
    let earlier = (arguments.last_year.iter())
        .map(|folder| Earlier::read(folder, &book, &policy, earlier_period, language))
        .collect::<Outcome<Vec<_>>>()?;
    let edition = Edition::new()
        .as_known_on(arguments.as_known_on)
        .with_inputs(files.iter().map(|file| Input::new(file.name(), hash(file.bytes()))))
        .with_inputs(earlier.iter().flat_map(|earlier| earlier.inputs.iter().cloned()))
        .made_by(concat!("vientro ", env!("CARGO_PKG_VERSION")));
    let edition = arguments.profile.of(edition);
    let edition = arguments.number.into_iter().fold(edition, Edition::numbered);
    let edition = arguments.signed.into_iter().fold(edition, Edition::dated);
    let template =
        UnionYear::new(facts, &journal, &policy, period).with_findings(&findings).of_edition(edition.clone());
    let comparisons = against(&earlier, earlier_period, &template.disbursed()?, period, profile, language)?;
    let template = template.with_comparisons(&comparisons);
    let report = match arguments.report {
        Kind::UnionYear => template.report(),
        Kind::PressParagraph => template.press_paragraph(),
        Kind::Speech => template.speech(),
        Kind::AidAccounts => AidAccounts::new(facts, &journal, period).of_edition(edition).report(),
        Kind::PlanProgress => PlanProgress::new(facts, &journal).of_edition(edition).report(),
        Kind::InKindList => InKindList::new(facts).of_edition(edition).report(),
        Kind::FngoRegister => FngoRegister::new(facts, period.last()).of_edition(edition).report(),
        Kind::ReturnLetter => {
            let to = Bilingual::new("các đơn vị báo cáo", "reporting units");
            ReturnLetter::new(profile, to, &findings).of_edition(edition).report()
        }
        Kind::ItemSheet => {
            let first = facts.items().next().map(|item| item.id().to_string());
            let item = ItemId::try_new(arguments.item.clone().or(first).unwrap_or_default())?;
            ItemSheet::new(facts, &journal, item).of_edition(edition).report()
        }
    }?;
    // a speech is read from its one page
    let traced = !matches!(arguments.report, Kind::PressParagraph | Kind::Speech);
    std::fs::create_dir_all(&arguments.out)?;
    for format in &arguments.formats {
        if let Format::Csv = format {
            for table in report.tables() {
                std::fs::write(arguments.out.join(csv_file(table)), csv(table, language))?;
            }
        }
        std::fs::write(
            arguments.out.join(format.file()),
            format.render(&report, language, traced, arguments.signed.unwrap_or(period.last()))?,
        )?;
    }
    progress.finish_and_clear();

    for finding in &findings {
        println!("{}", finding.line(language));
    }
    println!("\n{}", report.title().text(language));
    println!("{}", profile.name().text(language));
    for sheet in reading.sheets() {
        println!("  {}", sheet.text(language));
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let mut sums = vec![(say("Giải ngân", "Disbursed"), template.disbursed()?)];
    for (direction, sum) in template.members()? {
        sums.push((
            format!("{}, {}", say("Hội thành viên (ghi riêng)", "Members (memo)"), direction.text(language)),
            sum,
        ));
    }
    // đồng as people say it, VND as English tables have it
    let style = if language == Language::Vi { MoneyStyle::name() } else { MoneyStyle::code() };
    for (label, sum) in sums {
        let unknown = match sum.left_out() {
            0 => String::new(),
            count => format!(" (+ {count} {})", say("chưa biết", "unknown")),
        };
        // no row at all is not a zero, and a hedge is never dropped
        let told = match (sum.figure().known_part(), sum.figure().inputs() == sum.figure().unknown()) {
            (_, true) => say("không có dòng nào có số liệu", "no row with a figure"),
            (Figure::Known(money), false) => format_money(money, language, style),
            (hedged, false) => {
                let amount = hedged.try_map(|money| Ok::<_, std::convert::Infallible>(money.amount()));
                let Ok(amount) = amount;
                format!("{} {}", phrase(&amount, language, &NumberStyle::default()), journal.presentation())
            }
        };
        println!("{label}: {told}{unknown}");
    }
    if let Some(percent) = template.plan()?.and_then(|line| line.attainment().known().copied()) {
        let percent = format_with(percent, language, &NumberStyle::fixed(1));
        println!("{}: {percent}%", say("So với kế hoạch", "Of the plan"));
    }
    println!("{}: {}", say("Tỷ giá", "Rates"), policy.text(language));
    println!(
        "{}: {} {}, {} {}, {} {}",
        say("Phát hiện", "Findings"),
        count(Severity::Error),
        Severity::Error.text(language),
        count(Severity::Warning),
        Severity::Warning.text(language),
        count(Severity::Note),
        Severity::Note.text(language),
    );
    for format in &arguments.formats {
        println!("→ {}", arguments.out.join(format.file()).display());
    }
    Ok(count(Severity::Error) > 0)
}

fn say(language: Language, vi: &str, en: &str) -> String {
    Bilingual::new(vi, en).text(language).to_owned()
}

/// What the sheets of the year before say of one unit.
struct Earlier {
    place: String,
    disbursed: Figure,
    inputs: Vec<Input>,
}

impl Earlier {
    fn read(
        folder: &Path,
        book: &RateBook,
        policy: &Policy,
        period: Period,
        language: Language,
    ) -> Outcome<Self> {
        let files = files(folder, language)?;
        let sources: Vec<Source<'_>> = files.iter().map(SheetFile::as_source).collect();
        let reading = read_union(&sources, &Options::default())
            .map_err(|error| error.message().text(language).to_owned())?;
        let mut journal = Journal::new();
        journal.post(reading.facts(), &PostingContext::new(book, policy, Currency::VND))?;
        let disbursed = UnionYear::new(reading.facts(), &journal, policy, period).disbursed()?;
        let (name, when) = (folder.display(), period.text(language));
        let place = reading.facts().profile().map(UnionProfile::place);
        let (Some(place), Figure::Known(_) | Figure::Hedged(_)) = (place, known(&disbursed)) else {
            return Err(say(
                language,
                &format!("`{name}` không có giá trị giải ngân nào của {when} để so sánh"),
                &format!("`{name}` has no value disbursed in {when} to compare with"),
            )
            .into());
        };
        let folder = folder.file_name().unwrap_or_default().to_string_lossy();
        let input = |file: &SheetFile| Input::new(format!("{folder}/{}", file.name()), hash(file.bytes()));
        Ok(Self {
            place: place.to_owned(),
            disbursed: known(&disbursed),
            inputs: files.iter().map(input).collect(),
        })
    }
}

/// Nothing on record is not nothing disbursed.
fn known(sum: &Sum) -> Figure {
    if sum.figure().inputs() == sum.figure().unknown() { Figure::Unknown } else { sum.printable_decimal() }
}

/// What was disbursed beside the year before: as reported, and like for like where the sheets of units merged in since
/// are there too.
fn against(
    earlier: &[Earlier],
    before: Period,
    now: &Sum,
    period: Period,
    profile: &UnionProfile,
    language: Language,
) -> Outcome<Vec<(Bilingual, Comparison)>> {
    let Some((own, merged)) = earlier.split_first() else { return Ok(Vec::new()) };
    let side = |period: Period, place: &str, figure: Figure| {
        Comparand::new(period.text(language), figure, "VND").when(When::During(period)).of_place(place)
    };
    // rows of other sheets are not in this report
    let alone = side(before, &own.place, own.disbursed.clone());
    let later = side(period, profile.place(), known(now)).from_rows(now.rows().to_vec());
    let name = || Bilingual::new("Giá trị giải ngân", "Disbursed");
    let mut told = vec![(name(), compare(&alone, &later, Some(ComparisonBasis::AsReported))?)];
    if !merged.is_empty() {
        let all = merged.iter().fold(alone, |all, unit| all.with_part(&unit.place, unit.disbursed.clone()));
        told.push((name(), compare(&all, &later, Some(ComparisonBasis::PresentUnits))?));
    }
    Ok(told)
}

/// The same period of the year before.
fn period_before(name: &str, period: &Period, language: Language) -> Outcome<Period> {
    let year = period.last().year();
    Ok(match name {
        // a budget year ends in the January after it
        "budget" => Period::budget_year(year - 2)?,
        _ if name.starts_with("to-date:") => {
            let last = period.last().checked_sub_months(Months::new(12)).ok_or("no such day")?;
            Period::year_to_date(last, Ending::Closed)?
        }
        _ => self::period(name, year - 1, language)?,
    })
}

/// Does a check only say again of a record what reading said at a cell of its rows?
fn repeats(facts: &Facts, told: &Finding, new: &Finding) -> bool {
    let item = new.location().record().and_then(|id| facts.items().find(|item| item.id().as_str() == id));
    let row_of =
        |place: &Location| place.cell().map(|cell| cell.trim_start_matches(char::is_alphabetic).to_owned());
    told.code() == new.code()
        && item.is_some_and(|item| {
            item.rows().iter().filter_map(|row| facts.row(row)).any(|row| {
                let (there, here) = (row.location(), told.location());
                (there.file(), there.sheet(), row_of(there)) == (here.file(), here.sheet(), row_of(here))
            })
        })
}

/// The files of a folder, of which there has to be one.
fn files(folder: &Path, language: Language) -> Outcome<Vec<SheetFile>> {
    let files = sheet_files(folder).map_err(|error| error.message().text(language).to_owned())?;
    if files.is_empty() {
        let name = folder.display();
        let error = (
            format!("thư mục `{name}` không có tệp .xlsx hay .csv"),
            format!("the folder `{name}` has no .xlsx or .csv file"),
        );
        return Err(say(language, &error.0, &error.1).into());
    }
    Ok(files)
}

/// All rate files of a folder in one book; faulty rows are findings, the good ones are kept.
fn rates(folder: &Path, language: Language) -> Outcome<(RateBook, Vec<Finding>)> {
    let (mut book, mut findings) = (RateBook::new(), Vec::new());
    for file in files(folder, language)? {
        findings.extend(book.read_csv(file.bytes(), file.name()));
    }
    Ok((book, findings))
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// Faulty rates do not touch the report unless they are used: one note stands for all.
fn rates_note(findings: &[Finding]) -> Finding {
    let places: Vec<String> = findings.iter().map(|finding| finding.location().to_string()).collect();
    Finding::new(
        FindingCode::new("rate-file"),
        Severity::Note,
        Bilingual::new(
            "một số dòng tỷ giá không nhất quán",
            "some rows of the rate files are not consistent",
        ),
    )
    .at(Location::new().in_file("rates"))
    .found(places.join("; "))
}

fn policy(name: &str, language: Language) -> Outcome<Policy> {
    Ok(match name.split_once(':') {
        Some(("bank-buying", publisher)) => Policy::bank_buying(publisher),
        _ if name == "treasury" => Policy::treasury_accounting(),
        _ if name == "central" => Policy::central(),
        _ => Policy::of_kind(name.parse::<RateKind>().map_err(|error| {
            let known = "treasury, central, bank-buying:Vietcombank, un-operational";
            say(
                language,
                &format!("không có cách chọn tỷ giá `{name}`; ví dụ: {known}"),
                &format!("{error}; for example: {known}"),
            )
        })?),
    })
}

fn period(name: &str, year: i32, language: Language) -> Outcome<Period> {
    let unknown = || {
        let known = "calendar, administrative, half, budget, to-date:YYYY-MM-DD";
        say(
            language,
            &format!("không có kỳ báo cáo `{name}` trong năm {year}; cần một trong: {known}"),
            &format!("no period `{name}` in {year}; expected one of: {known}"),
        )
    };
    Ok(match (name.split_once(':'), name) {
        (Some(("to-date", day)), _) => {
            let day = day.parse().ok().filter(|day: &NaiveDate| day.year() == year);
            Period::year_to_date(day.ok_or_else(unknown)?, Ending::Closed)?
        }
        (_, "calendar") => Period::calendar_year(year)?,
        (_, "administrative") => Period::administrative_year(year)?,
        (_, "half") => Period::administrative_half(year)?,
        (_, "budget") => Period::budget_year(year)?,
        _ => return Err(unknown().into()),
    })
}
