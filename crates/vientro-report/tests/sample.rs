//! A small report that uses every kind of block. Its figures are illustrative, in the style of a provincial Union.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{
    Bilingual, Figure, Finding, FindingCode, Hedge, HedgeConvention, Location, Printed, RowId, Severity,
    Total,
};
use vientro_currency::{Currency, Money, Rate, RateKind};
use vientro_report::{
    AdministrativeForm, Align, Authority, Block, Card, Cell, Chart, ChartKind, Column, Input, MissingReason,
    Paragraph, Provenance, Report, RowGroup, RowTable, Series, Signature, SourceNote, SourceRow, Spanner,
    Table, TableRow, Unit,
};

pub(crate) fn t(vi: &str, en: &str) -> Bilingual {
    Bilingual::new(vi, en)
}

pub(crate) fn id(number: usize) -> RowId {
    RowId::try_new(format!("vien-tro-2025.xlsx/Giải ngân/{number}")).unwrap()
}

/// The accounting rate of a month, with its notice.
fn rate() -> Rate {
    let day = |day| NaiveDate::from_ymd_opt(2025, 11, day).unwrap();
    Rate::builder(Currency::USD, Currency::VND, Decimal::from(26_093), RateKind::TreasuryAccounting)
        .publisher("Kho bạc Nhà nước")
        .notice("7755/TB-KBNN", Some(day(3)))
        .days(day(1), day(30))
        .build()
        .unwrap()
}

fn vnd(millions: i64) -> Cell {
    Cell::money(Money::vnd(millions * 1_000_000))
}

fn hedged(billions: i64, hedge: Hedge) -> Figure {
    let billion = Decimal::from(1_000_000_000);
    let printed = Printed::new(Decimal::from(billions) * billion).to_place(billion).hedged(hedge);
    HedgeConvention::default().figure(&printed).unwrap()
}

pub(crate) fn table() -> Table {
    let dong = Unit::Currency(Currency::VND);
    let sectors = Total::of(
        Money::vnd(0),
        &[
            Figure::Known(Money::vnd(4_220_000_000)),
            Figure::Known(Money::vnd(7_828_000_000)),
            Figure::Unknown,
        ],
    )
    .unwrap();
    Table::new(
        "sectors",
        t("Giải ngân theo lĩnh vực, năm 2025", "Disbursement by sector, 2025"),
        t("Lĩnh vực", "Sector"),
    )
    .spanner(Spanner::new(t("Năm 2025", "Year 2025"), 1..=2))
    .column(
        Column::new(t("Số khoản", "Items")).footnote(t(
            "Khoản viện trợ có giải ngân trong kỳ.",
            "Aid items with a disbursement in the period.",
        )),
    )
    .column(Column::new(t("Kế hoạch", "Plan")).unit(dong.clone()))
    .column(Column::new(t("Giải ngân", "Disbursed")).unit(dong))
    .column(Column::new(t("So với kế hoạch", "Against plan")))
    .column(Column::new(t("Đợt gần nhất", "Latest on")).align(Align::Centre))
    .group(
        RowGroup::new(t("Dự án", "Projects"))
            .row(
                TableRow::new(
                    t("Giáo dục và đào tạo", "Education and training"),
                    [
                        Cell::integer(2).rows([id(1), id(2)]),
                        vnd(3_400),
                        vnd(4_220).rows([id(1), id(2)]).because(t(
                            "Số tiền theo quyết định điều chỉnh, tăng từ 3,4 tỷ đồng.",
                            "Amount by the amended decision, raised from 3.4 billion VND.",
                        )),
                        Cell::percent(Decimal::from_str_exact("124.1176").unwrap(), 1),
                        Cell::date(NaiveDate::from_ymd_opt(2025, 12, 5).unwrap()),
                    ],
                )
                .footnote(t("Gồm 20 căn nhà cho học sinh.", "Includes 20 houses for pupils.")),
            )
            .row(TableRow::new(
                t("Y tế", "Health"),
                [
                    Cell::integer(3).row(id(3)),
                    Cell::missing(MissingReason::NotApplicable),
                    vnd(7_828)
                        .row(id(3))
                        .footnote(t("Quy đổi từ 300.000 USD.", "Converted from 300,000 USD.")),
                    Cell::missing(MissingReason::NotComparable),
                    Cell::date(NaiveDate::from_ymd_opt(2025, 3, 9).unwrap()),
                ],
            ))
            .row(TableRow::new(
                t("Môi trường", "Environment"),
                [
                    Cell::integer(1).row(id(4)),
                    Cell::missing(MissingReason::NothingOccurred),
                    Cell::figure(Figure::Unknown, None).row(id(4)),
                    Cell::empty(),
                    Cell::empty(),
                ],
            ))
            .subtotal(TableRow::new(
                t("Cộng dự án", "Projects together"),
                [
                    Cell::integer(6),
                    vnd(3_400),
                    Cell::money_total(&sectors).rows([id(1), id(2), id(3), id(4)]),
                    Cell::missing(MissingReason::NotComparable),
                    Cell::empty(),
                ],
            )),
    )
    .group(RowGroup::new(t("Phi dự án", "Non-project aid")).row(TableRow::new(
        t("Cứu trợ, hoàn trả cho bên tài trợ", "Relief, returned to the donor"),
        [
            Cell::integer(1).row(id(5)),
            Cell::empty(),
            Cell::money(Money::vnd(-1_250_000)).row(id(5)),
            Cell::empty(),
            Cell::text(t("đợt 2", "second round")),
        ],
    )))
    .total(TableRow::new(
        t("Tổng số", "Total"),
        [
            Cell::integer(7),
            vnd(12_000),
            Cell::figure(hedged(18, Hedge::MoreThan), Some(Unit::Currency(Currency::VND))).row(id(6)),
            Cell::percent(Decimal::from_str_exact("150.4").unwrap(), 1),
            Cell::empty(),
        ],
    ))
    .memo(TableRow::new(
        t("Hội viên ghi nhận", "Recorded by members"),
        [Cell::empty(), Cell::empty(), vnd(16_500).row(id(6)), Cell::empty(), Cell::empty()],
    ))
    .rate(t(
        "1 USD = 26.093 đồng, tỷ giá hạch toán tháng 12 năm 2025.",
        "1 USD = 26,093 VND, accounting rate of December 2025.",
    ))
    .source(t("Sổ theo dõi viện trợ, tệp vien-tro-2025.xlsx.", "Aid register, file vien-tro-2025.xlsx."))
}

pub(crate) fn report() -> Report {
    let form = AdministrativeForm::new(
        t("Liên hiệp các tổ chức hữu nghị", "Union of Friendship Organisations"),
        "BC-LHHN",
        t("An Giang", "An Giang"),
        t("Báo cáo", "Report"),
        Signature::new(t("Phó Chủ tịch", "Vice President"))
            .authority(Authority::OnBehalf, t("Ban Thường vụ", "the Standing Board"))
            .authority(Authority::ForTheHead, t("Chủ tịch", "the President")),
    )
    .parent(t("Ủy ban Mặt trận Tổ quốc tỉnh An Giang", "Fatherland Front of An Giang"))
    .number(5)
    .dated(NaiveDate::from_ymd_opt(2025, 12, 15).unwrap())
    .addressee(t("Ủy ban nhân dân tỉnh", "Provincial People's Committee"))
    .addressee(t("Sở Tài chính", "Department of Finance"))
    .recipient(t("Như trên", "As above"))
    .recipient(t("Lưu: VT", "Archive"));

    let rows = [
        ("Nhà cho học sinh, đợt 1", "Houses for pupils, first round", "F12", "2,0 tỷ"),
        ("Nhà cho học sinh, đợt 2", "Houses for pupils, second round", "F13", "2,22 tỷ"),
        ("Trang thiết bị trạm y tế", "Equipment of health stations", "G14", "300.000 USD"),
        ("Trồng rừng ngập mặn", "Mangrove planting", "F15", "chưa có"),
        ("Hoàn trả tiền cứu trợ", "Relief money returned", "F16", "-1.250.000"),
        ("Số ghi trong báo cáo của các hội", "Figure in the associations' reports", "B3", "hơn 18 tỷ"),
    ];
    let rows = rows.into_iter().zip(1..).map(|((vi, en, cell, amount), number)| {
        let place = Location::new().in_file("vien-tro-2025.xlsx").in_sheet("Giải ngân").at_cell(cell);
        SourceRow::new(id(number), place, t(vi, en)).field(t("Số tiền", "Amount"), amount)
    });

    let blocs = [
        ("châu Mỹ", "the Americas", 47),
        ("châu Âu", "Europe", 50),
        ("châu Á - Thái Bình Dương", "Asia and the Pacific", 32),
    ];
    let mut share = Chart::new(
        "blocs",
        t("Tổ chức phi chính phủ nước ngoài theo khu vực", "Foreign NGOs by home region"),
        ChartKind::Share,
        t(
            "Châu Mỹ 47, châu Âu 50, châu Á - Thái Bình Dương 32 tổ chức.",
            "The Americas 47, Europe 50, Asia and the Pacific 32.",
        ),
    )
    .source(t(
        "Sở Ngoại vụ Thành phố Hồ Chí Minh, tháng 11 năm 2021.",
        "Department of Foreign Affairs of Ho Chi Minh City, November 2021.",
    ));
    for (vi, en, _) in blocs {
        share = share.category(t(vi, en));
    }
    let share = share.series(Series::new(
        t("Số tổ chức", "Organisations"),
        blocs.map(|(_, _, count)| Cell::integer(count)),
    ));

    let bars = Chart::new(
        "plan",
        t("Kế hoạch và giải ngân", "Plan and disbursement"),
        ChartKind::GroupedBars,
        t("Giải ngân cả hai năm đều vượt kế hoạch.", "Disbursement was above plan in both years."),
    )
    .unit(Unit::Currency(Currency::VND))
    .category(t("Năm 2024", "2024"))
    .category(t("Năm 2025", "2025"))
    .category(t(
        "Quý I năm 2026, theo báo cáo nhanh của các hội thành viên",
        "First quarter of 2026, by flash reports of the member associations",
    ))
    .series(Series::new(t("Kế hoạch", "Plan"), [vnd(10_000), vnd(12_000), vnd(3_000)]))
    .series(Series::new(
        t("Giải ngân", "Disbursed"),
        [
            vnd(11_971),
            Cell::figure(hedged(18, Hedge::MoreThan), Some(Unit::Currency(Currency::VND))).row(id(6)),
            Cell::missing(MissingReason::Unknown),
        ],
    ));

    let stack = Chart::new(
        "forms",
        t("Giải ngân theo hình thức", "Disbursement by form"),
        ChartKind::StackedBars,
        t("Phần lớn là dự án.", "Most of it are projects."),
    )
    .unit(Unit::Currency(Currency::VND))
    .category(t("Năm 2024", "2024"))
    .category(t("Năm 2025", "2025"))
    .series(Series::new(t("Dự án", "Projects"), [vnd(8_971), vnd(12_048)]))
    .series(Series::new(
        t("Phi dự án", "Non-project aid"),
        [vnd(3_000), Cell::missing(MissingReason::Unknown)],
    ));

    let mut line = Chart::new(
        "so-far",
        t("Giải ngân lũy kế", "Disbursed so far"),
        ChartKind::Line,
        t("Từ quý III vượt kế hoạch.", "Above the plan from the third quarter on."),
    )
    .unit(Unit::Currency(Currency::VND));
    for quarter in ["I", "II", "III", "IV"] {
        line = line.category(t(&format!("Quý {quarter}"), &format!("Quarter {quarter}")));
    }
    let line = line
        .series(Series::new(t("Kế hoạch", "Plan"), [3_000, 6_000, 9_000, 12_000].map(vnd)))
        .series(Series::new(
            t("Giải ngân", "Disbursed"),
            [
                vnd(1_250),
                Cell::missing(MissingReason::Unknown),
                vnd(11_200),
                Cell::figure(hedged(18, Hedge::MoreThan), Some(Unit::Currency(Currency::VND))).row(id(6)),
            ],
        ));

    Report::new(
        "union-2025",
        t(
            "Kết quả vận động, tiếp nhận viện trợ phi chính phủ nước ngoài năm 2025",
            "Foreign non-governmental aid in 2025",
        ),
    )
    .subtitle(t(
        "Số liệu minh họa, từ 15/12/2024 đến 14/12/2025",
        "Illustrative figures, 15 December 2024 to 14 December 2025",
    ))
    .form(form)
    .block(Block::Cards(vec![
        Card::new(
            t("Giải ngân", "Disbursed"),
            Cell::figure(hedged(18, Hedge::MoreThan), Some(Unit::Currency(Currency::VND))).row(id(6)),
        )
        .detail(t("150,4% kế hoạch năm", "150.4% of the year's plan")),
        Card::new(
            t("Cam kết mới", "New commitments"),
            Cell::money(Money::from_minor(45_780_050, Currency::USD).unwrap()).row(id(3)),
        ),
        Card::new(t("Số dư tài khoản", "Account balance"), Cell::missing(MissingReason::Unknown)),
    ]))
    .heading(1, t("I. KẾT QUẢ", "I. RESULTS"))
    .paragraph(
        Paragraph::new()
            .text(t("Trong kỳ, Liên hiệp giải ngân ", "In the period the Union disbursed "))
            .cell(Cell::figure(hedged(18, Hedge::MoreThan), Some(Unit::Currency(Currency::VND))).row(id(6)))
            .text(t(", trong đó hoàn trả ", ", of which it returned "))
            .cell(
                Cell::money(Money::vnd(-1_250_000))
                    .row(id(5))
                    .footnote(t("Tiền cứu trợ chưa dùng.", "Relief money not used.")),
            )
            .text(t(".", ".")),
    )
    .table(table())
    .chart(bars)
    .chart(stack)
    .heading(2, t("1. Khu vực", "1. Regions"))
    .chart(share)
    .chart(line)
    .block(Block::List {
        ordered: false,
        items: vec![
            Paragraph::from(t("Trao 20 căn nhà.", "20 houses handed over.")),
            Paragraph::new()
                .text(t("Trao ", "Handed over "))
                .cell(Cell::integer(1_000))
                .text(t(" suất học bổng.", " scholarships.")),
        ],
    })
    .heading(1, t("II. ĐIỂM CẦN XEM LẠI", "II. POINTS TO LOOK AT"))
    .block(Block::Findings(vec![
        Finding::new(
            FindingCode::new("not-a-number"),
            Severity::Warning,
            t("ô không phải là số", "the cell is no number"),
        )
        .at(Location::new().in_file("vien-tro-2025.xlsx").in_sheet("Giải ngân").at_cell("F15"))
        .found("chưa có")
        .expected("1.250.000")
        .by_rule("mẫu sổ của Liên hiệp"),
        Finding::new(
            FindingCode::new("unknown-date"),
            Severity::Error,
            t("ngày không có trong lịch", "no such day in the calendar"),
        )
        .found("31/02/2025"),
    ]))
    .block(Block::Rows(RowTable::new("goods", t("Các dòng đã dùng", "Rows used"), [id(1), id(5)])))
    .note(t("Không cộng số hội viên ghi nhận vào tổng.", "What members recorded is not part of the total."))
    .sources([SourceNote::new(t("Sổ theo dõi viện trợ", "Aid register")).at("vien-tro-2025.xlsx")])
    .provenance(
        Provenance::new()
            .period(t(
                "15/12/2024 đến hết 14/12/2025",
                "15 December 2024 to 14 December 2025, last day included",
            ))
            .policy(t("tỷ giá hạch toán của tháng", "accounting rate of the month"))
            .template("sample 1")
            .rate(rate())
            .as_known_on(NaiveDate::from_ymd_opt(2025, 12, 14).unwrap())
            .input(Input::new("vien-tro-2025.xlsx", "sha256:9f86d081"))
            .generator("vientro 0.1.0"),
    )
    .rows(rows)
    .build()
    .unwrap()
}
