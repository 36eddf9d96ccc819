//! A small whole report in Markdown, and the promise of same bytes.

use vientro_core::{Bilingual, Language, Location};
use vientro_report::{Cell, Column, Report, SourceRow, Table, TableRow, csv, json, markdown, svg};

use crate::sample::{self, id, t};

#[test]
fn the_same_report_gives_the_same_bytes() {
    let (one, two) = (sample::report(), sample::report());
    for language in [Language::Vi, Language::En] {
        assert_eq!(markdown(&one, language), markdown(&two, language));
        assert_eq!(csv(&sample::table(), language), csv(&sample::table(), language));
        for (a, b) in one.charts().zip(two.charts()) {
            assert_eq!(svg(a, language), svg(b, language));
        }
        #[cfg(feature = "html")]
        {
            use vientro_report::{HtmlOptions, html};
            let page = |report| html(report, language, &HtmlOptions::new()).unwrap();
            assert_eq!(page(&one), page(&two));
        }
    }
    assert_eq!(json(&one).unwrap(), json(&two).unwrap());
}

#[cfg(feature = "html")]
#[test]
fn a_template_of_the_user_is_filled_and_a_broken_one_named() {
    use vientro_report::{HtmlOptions, ReportError, html};
    let report = Report::new("r", t("A & B", "A & B")).build().unwrap();
    let own = HtmlOptions::new().template("<h1>{{ heading }}</h1>");
    assert_eq!(html(&report, Language::Vi, &own).unwrap(), "<h1>A &amp; B</h1>");
    let broken = html(&report, Language::Vi, &HtmlOptions::new().template("{% for %}"));
    assert!(
        matches!(broken, Err(ReportError::Template { message }) if message.contains("line 1") || message.contains(":1"))
    );
}

#[test]
fn the_chart_of_the_sample() {
    let report = sample::report();
    let plan = svg(report.charts().next().unwrap(), Language::Vi);
    assert!(
        plan.contains(r#"role="img""#) && plan.contains(">Giải ngân cả hai năm đều vượt kế hoạch.</desc>")
    );
    // ten of twenty billion: half of the 356 between the ends
    assert!(plan.contains(r##"<rect x="214" y="36" width="178" height="18" fill="#1f4e79" stroke="#fff"><title>Năm 2024, Kế hoạch: 10.000.000.000 đồng</title></rect>"##), "{plan}");
    // more than 18 billion: solid to 18, hatched to 19
    assert_eq!(plan.matches("url(#chart-plan-hatch-1)").count(), 1);
    assert_eq!(plan.matches("<title>").count(), 6);
}

#[test]
fn the_lines_of_the_sample() {
    let report = sample::report();
    let lines = svg(report.charts().last().unwrap(), Language::Vi);
    // four quarters of the plan in one line; the second quarter is not known: both sides of it stand alone
    assert_eq!(lines.matches("<polyline ").count(), 2, "{lines}");
    assert_eq!(lines.matches("<circle ").count() + lines.matches("<polygon ").count(), 4 + 3 + 2);
    // 9 of 20 billion: 108 of the 240 above the zero line
    assert!(lines.contains(r#"points="172,"#), "{lines}");
    assert!(lines.contains(">Quý II, Giải ngân: chưa có số liệu</text>"), "{lines}");
    assert!(lines.contains("hơn 18 tỷ") && lines.contains("Vạch đứng nét đứt"));
    assert!(lines.contains("<title>Quý I, Kế hoạch: 3.000.000.000 đồng</title>"));
}

#[test]
fn a_small_report_in_markdown() {
    let table = Table::new("houses", t("Nhà ở theo xã", "Houses by commune"), t("Xã", "Commune"))
        .column(Column::new(t("Số căn", "Count")))
        .row(TableRow::new(Bilingual::same("An Phú"), [Cell::integer(20).row(id(1))]))
        .row(TableRow::new(
            Bilingual::same("Vĩnh Hậu"),
            [Cell::missing(vientro_report::MissingReason::Unknown)],
        ))
        .total(TableRow::new(
            t("Tổng số", "Total"),
            [Cell::integer(20).row(id(1)).footnote(t("Chưa gồm Vĩnh Hậu.", "Without Vĩnh Hậu."))],
        ))
        .source(t("Sổ theo dõi.", "Register."));
    let place = Location::new().in_file("vien-tro-2025.xlsx").in_sheet("Giải ngân").at_cell("F12");
    let report = Report::new("houses-2025", t("Nhà ở năm 2025", "Houses in 2025"))
        .heading(1, t("I. Kết quả", "I. Results"))
        .paragraph(t("Đã trao 20 căn.", "20 houses were handed over."))
        .table(table)
        .row(
            SourceRow::new(id(1), place, t("Nhà ở An Phú", "Houses in An Phú"))
                .field(t("Số căn", "Count"), "20"),
        )
        .build()
        .unwrap();
    insta::assert_snapshot!(markdown(&report, Language::Vi), @r##"
    # Nhà ở năm 2025

    ## I. Kết quả

    Đã trao 20 căn.

    **Bảng 1. Nhà ở theo xã**

    | Xã | Số căn |
    | --- | ---: |
    | An Phú | 20 |
    | Vĩnh Hậu | … |
    | **Tổng số** | **20[^1]** |

    Ký hiệu: …: chưa có số liệu

    Nguồn: Sổ theo dõi.

    ## Truy nguyên số liệu

    - Bảng 1. Nhà ở theo xã: An Phú, Số căn: 20; dòng (1)
    - Bảng 1. Nhà ở theo xã: Tổng số, Số căn: 20; dòng (1)

    ## Phụ lục: dòng nguồn

    - (1) vien-tro-2025.xlsx \[Giải ngân\] F12: Nhà ở An Phú; Số căn: 20; mã dòng: vien-tro-2025.xlsx/Giải ngân/1

    [^1]: Chưa gồm Vĩnh Hậu.
    "##);
    insta::assert_snapshot!(markdown(&report, Language::En), @r##"
    # Houses in 2025

    ## I. Results

    20 houses were handed over.

    **Table 1. Houses by commune**

    | Commune | Count |
    | --- | ---: |
    | An Phú | 20 |
    | Vĩnh Hậu | … |
    | **Total** | **20[^1]** |

    Symbols: …: not known

    Source: Register.

    ## What the figures were made from

    - Table 1. Houses by commune: An Phú, Count: 20; rows (1)
    - Table 1. Houses by commune: Total, Count: 20; rows (1)

    ## Appendix: source rows

    - (1) vien-tro-2025.xlsx \[Giải ngân\] F12: Houses in An Phú; Count: 20; row id: vien-tro-2025.xlsx/Giải ngân/1

    [^1]: Without Vĩnh Hậu.
    "##);
}
