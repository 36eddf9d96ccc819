//! The model: flows and aid items built from parsed fields, and their JSON beside that of plain structs of the same
//! shape, whose fields are public and whose derived readers check nothing.

use std::error::Error;
use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use vientro::core::{Figure, Share};
use vientro::currency::{Currency, Money};
use vientro::model::{
    AidForm, AidItem, Amendment, Approval, Direction, Flow, FlowId, FlowKind, ItemId, JointClaim, Modality,
    Sector, SourceClass, UnitCode,
};
use vientro_benches::SplitMix64;

/// Records a bench builds each time.
const MILLION: u32 = 1_000_000;
/// Records that are written and read.
const JSON_RECORDS: u32 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let first_day = NaiveDate::from_ymd_opt(2025, 1, 1).ok_or("no such day")?;
    let rows = rows(first_day);

    let mut group = criterion.benchmark_group("1m");
    group.throughput(Throughput::Elements(MILLION.into()));
    group.bench_function("flows_1m", |bench| {
        bench.iter(|| (0..MILLION).zip(rows.iter().cycle()).filter(|(n, row)| row.flow(*n).is_ok()).count());
    });
    group.bench_function("aid_items_1m", |bench| {
        bench.iter(|| (0..MILLION).zip(rows.iter().cycle()).filter(|(n, row)| row.item(*n).is_ok()).count());
    });
    group.bench_function("aid_items_1m_amended_and_shared", |bench| {
        bench.iter(|| {
            (0..MILLION).zip(rows.iter().cycle()).filter(|(n, row)| row.amended_item(*n).is_ok()).count()
        });
    });
    group.finish();

    let numbered = || (0..JSON_RECORDS).zip(rows.iter().cycle());
    let flows = numbered().map(|(n, row)| row.flow(n)).collect::<Result<Vec<_>, _>>()?;
    let items = numbered().map(|(n, row)| row.item(n)).collect::<Result<Vec<_>, _>>()?;
    let amended = numbered().map(|(n, row)| row.amended_item(n)).collect::<Result<Vec<_>, _>>()?;
    beside::<Flow, plain::Flow>(&mut criterion, "json_10k_flows", &flows)?;
    beside::<AidItem, plain::AidItem>(&mut criterion, "json_10k_aid_items", &items)?;
    beside::<AidItem, plain::AidItem>(&mut criterion, "json_10k_aid_items_amended", &amended)?;
    criterion.final_summary();
    Ok(())
}

/// Writes and reads records and their plain twins, which must write the same text.
fn beside<T, P>(criterion: &mut Criterion, name: &str, records: &[T]) -> Result<(), Box<dyn Error>>
where
    T: Serialize + for<'de> Deserialize<'de>,
    P: Serialize + for<'de> Deserialize<'de>,
{
    let text = serde_json::to_string(records)?;
    let twins: Vec<P> = serde_json::from_str(&text)?;
    if serde_json::to_string(&twins)? != text {
        return Err(format!("the plain twins of {name} write another text").into());
    }
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(JSON_RECORDS.into()));
    group.bench_function("read_plain", |bench| {
        bench.iter(|| serde_json::from_str::<Vec<P>>(black_box(&text)).is_ok());
    });
    group.bench_function("read_checked", |bench| {
        bench.iter(|| serde_json::from_str::<Vec<T>>(black_box(&text)).is_ok());
    });
    group.bench_function("write_plain", |bench| bench.iter(|| serde_json::to_string(black_box(&twins))));
    group.bench_function("write_checked", |bench| bench.iter(|| serde_json::to_string(black_box(records))));
    group.finish();
    Ok(())
}

/// The cells of a row, parsed.
struct Row {
    kind: FlowKind,
    amount: i128,
    currency: Currency,
    source: SourceClass,
    sector: Sector,
    form: AidForm,
    date: NaiveDate,
    donor: &'static str,
    place: &'static str,
    unit: &'static str,
}

/// A thousand rows, fewer than a processor can learn by heart.
fn rows(first_day: NaiveDate) -> Vec<Row> {
    let mut numbers = SplitMix64::new(5);
    let mut pick =
        |limit: usize| usize::try_from(numbers.below(u32::try_from(limit).unwrap_or(1))).unwrap_or(0);
    let places = ["An Giang", "Con Cuông, Tương Dương", "phường Kiến An", "xã Hòa Vang, thành phố Đà Nẵng"];
    let donors = ["Tzu Chi", "Plan International Việt Nam", "Children of Vietnam", "Save the Children"];
    (0..1_000)
        .map(|_| Row {
            kind: FlowKind::ALL[pick(FlowKind::ALL.len())],
            amount: i128::try_from(pick(2_000_000_000)).unwrap_or(1),
            currency: [Currency::VND, Currency::VND, Currency::USD][pick(3)],
            source: SourceClass::ALL[pick(SourceClass::ALL.len())],
            sector: Sector::ALL[pick(Sector::ALL.len())],
            form: AidForm::ALL[pick(AidForm::ALL.len())],
            date: first_day
                .checked_add_days(Days::new(u64::try_from(pick(365)).unwrap_or(0)))
                .unwrap_or(first_day),
            donor: donors[pick(donors.len())],
            place: places[pick(places.len())],
            unit: ["40", "31", "91", "79"][pick(4)],
        })
        .collect()
}

impl Row {
    fn amount(&self) -> Result<Figure<Money>, Box<dyn Error>> {
        Ok(Figure::Known(Money::from_minor(self.amount, self.currency)?))
    }

    fn flow(&self, number: u32) -> Result<Flow, Box<dyn Error>> {
        let id = FlowId::try_new(numbered("NA-2025-GN-", number))?;
        let flow = Flow::try_new(id, self.kind, self.amount()?, Direction::Inward, self.source)?;
        Ok(flow
            .with_item(ItemId::try_new(numbered("NA-2025-", number))?)
            .with_date(self.date)
            .with_modality(Modality::Cash))
    }

    fn item(&self, number: u32) -> Result<AidItem, Box<dyn Error>> {
        let id = ItemId::try_new(numbered("NA-2025-", number))?;
        let approval = Approval::try_new(numbered("QĐ-UBND-", number))?.with_date(self.date);
        let item = AidItem::new(id, "Xây 20 căn nhà", Direction::Inward, self.source)
            .with_form(self.form)
            .with_donor(self.donor)
            .with_sector(self.sector)
            .with_place(self.place)
            .with_unit(UnitCode::try_new(self.unit)?)
            .with_approval(approval)
            .with_commitment(self.amount()?, self.date)?;
        Ok(item)
    }

    fn amended_item(&self, number: u32) -> Result<AidItem, Box<dyn Error>> {
        let claim = JointClaim::try_new("nhà", ["Liên hiệp", "Mặt trận"])?;
        let half = Share::try_new(Decimal::new(5, 1))?;
        let mut item = self.item(number)?.with_joint_claim(claim.with_shares([half, half])?);
        let later = self.date.checked_add_days(Days::new(90)).unwrap_or(self.date);
        let more = Figure::Known(Money::from_minor(self.amount.saturating_mul(2), self.currency)?);
        item.amend(Amendment::new(later, self.amount()?, more).with_reason("khảo sát thực tế"))?;
        Ok(item)
    }
}

fn numbered(prefix: &str, number: u32) -> String {
    let mut id = String::with_capacity(prefix.len().saturating_add(7));
    id.push_str(prefix);
    // seven digits, without the machinery of formatting, which would be most of what is measured
    for place in [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1] {
        id.push(char::from_digit((number / place) % 10, 10).unwrap_or('0'));
    }
    id
}

/// The same shapes without a check: public fields and derived readers.
mod plain {
    use super::{Decimal, Deserialize, NaiveDate, Serialize};

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Money {
        #[serde(with = "rust_decimal::serde::str")]
        amount: Decimal,
        currency: String,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub(crate) enum Figure {
        Known(Money),
        Unknown,
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Flow {
        id: String,
        kind: String,
        amount: Figure,
        direction: String,
        source: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standing: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modality: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Version {
        value: Figure,
        recorded_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Amendment {
        recorded_on: NaiveDate,
        before: Figure,
        after: Figure,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct Approval {
        number: String,
        date: Option<NaiveDate>,
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct JointClaim {
        group: String,
        claimants: Vec<String>,
        shares: Vec<String>,
    }

    #[derive(Serialize, Deserialize)]
    pub(crate) struct AidItem {
        id: String,
        title: String,
        direction: String,
        source: String,
        commitment: Vec<Version>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        amendments: Vec<Amendment>,
        donor: Option<String>,
        place: Option<String>,
        form: Option<String>,
        sector: Option<String>,
        approval: Option<Approval>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joint_claim: Option<JointClaim>,
        unit: Option<String>,
    }
}
