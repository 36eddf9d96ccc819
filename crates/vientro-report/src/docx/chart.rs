//! Native charts: a part of their own with the exact values, labelled as the report prints them.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use vientro_core::Language;

use crate::drawn::{Drawn, DrawnSeries, Point};
use crate::layout::Layout;
use crate::scale::{Scale, colour};
use crate::text::markup;
use crate::{Chart, ChartKind};

/// `word/charts/chartN.xml`.
pub(super) fn part(chart: &Chart, drawn: &Drawn, language: Language, layout: &Layout) -> String {
    let (opening, closing) = match chart.kind() {
        ChartKind::GroupedBars => (bars_of("clustered"), bars_end(0)),
        ChartKind::Line => (
            r#"<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>"#.to_owned(),
            r#"<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>"#.to_owned(),
        ),
        ChartKind::Share => (bars_of("percentStacked"), bars_end(100)),
        ChartKind::StackedBars => (bars_of("stacked"), bars_end(100)),
    };
    let mut out = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">"#,
            r#"<c:date1904 val="0"/><c:lang val="{tag}"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>"#,
            "{opening}",
        ),
        tag = if language == Language::Vi { "vi-VN" } else { "en-GB" },
        opening = opening,
    );
    for (number, series) in drawn.series.iter().enumerate() {
        one_series(&mut out, number, series, drawn);
    }
    out.push_str(&closing);
    axes(&mut out, chart, drawn, language);
    // writing to a String cannot fail, here and below
    let _ = write!(
        out,
        concat!(
            r#"<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"#,
            r#"<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1100"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="{font}"/><a:cs typeface="{font}"/></a:defRPr></a:pPr><a:endParaRPr lang="{tag}"/></a:p></c:txPr></c:chartSpace>"#,
        ),
        legend = if drawn.series.len() > 1 {
            r#"<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>"#
        } else {
            ""
        },
        font = layout.font,
        tag = language.tag(),
    );
    out
}

fn bars_of(grouping: &str) -> String {
    format!(r#"<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>"#)
}

fn bars_end(overlap: u8) -> String {
    format!(
        r#"<c:gapWidth val="50"/><c:overlap val="{overlap}"/><c:axId val="1"/><c:axId val="2"/></c:barChart>"#
    )
}

/// One series: its colour, its labels, how far its figures may reach, its values.
fn one_series(out: &mut String, number: usize, series: &DrawnSeries, drawn: &Drawn) {
    let colour = colour(number).trim_start_matches('#').to_uppercase();
    let _ = write!(
        out,
        r#"<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{}</c:v></c:tx>"#,
        markup(&series.name),
    );
    let fill = format!(r#"<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>"#);
    if drawn.line {
        let (dash, marker) = (dash(number), marker(number));
        let _ = write!(
            out,
            concat!(
                r#"<c:spPr><a:ln w="25400">{fill}<a:prstDash val="{dash}"/></a:ln></c:spPr>"#,
                r#"<c:marker><c:symbol val="{marker}"/><c:size val="7"/><c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>"#,
            ),
            fill = fill,
            dash = dash,
            marker = marker,
        );
    } else {
        let _ = write!(
            out,
            r#"<c:spPr>{fill}<a:ln><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>"#,
        );
    }
    labels(out, &series.points, drawn.line);
    if Drawn::ranged(series) {
        let across = if drawn.line { r#"<c:errDir val="y"/>"# } else { "" };
        let _ = write!(
            out,
            r#"<c:errBars>{across}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/><c:plus>"#,
        );
        numbers(out, series.points.iter().map(|point| Some(point.above)));
        out.push_str("</c:plus><c:minus>");
        numbers(out, series.points.iter().map(|point| Some(point.below)));
        out.push_str(r#"</c:minus><c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="1A1A1A"/></a:solidFill><a:prstDash val="sysDash"/></a:ln></c:spPr></c:errBars>"#);
    }
    let _ = write!(out, r#"<c:cat><c:strLit><c:ptCount val="{}"/>"#, drawn.categories.len());
    for (at, name) in drawn.categories.iter().enumerate() {
        let _ = write!(out, r#"<c:pt idx="{at}"><c:v>{}</c:v></c:pt>"#, markup(name));
    }
    out.push_str("</c:strLit></c:cat><c:val>");
    numbers(out, series.points.iter().map(|point| point.value));
    out.push_str(if drawn.line { r#"</c:val><c:smooth val="0"/></c:ser>"# } else { "</c:val></c:ser>" });
}

/// Lines are told apart without their colours too.
fn dash(number: usize) -> &'static str {
    ["solid", "dash", "sysDot", "dashDot"].get(number % 4).copied().unwrap_or("solid")
}

fn marker(number: usize) -> &'static str {
    ["circle", "square", "diamond", "triangle"].get(number % 4).copied().unwrap_or("circle")
}

/// The labels of the bars, in the report's own words.
fn labels(out: &mut String, points: &[Point], line: bool) {
    const SHOWN: &str = r#"<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>"#;
    const HIDDEN: &str = r#"<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>"#;
    out.push_str("<c:dLbls>");
    for (at, point) in points.iter().enumerate() {
        let Some(text) = &point.label else { continue };
        let (place, colour) = match (point.inside, line) {
            (true, _) => ("ctr", "FFFFFF"),
            (false, true) => ("t", "000000"),
            (false, false) => ("outEnd", "000000"),
        };
        let look = format!(r#"sz="1000" b="0"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>"#);
        let _ = write!(
            out,
            concat!(
                r#"<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr {look}</a:defRPr></a:pPr><a:r><a:rPr {look}</a:rPr><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx>"#,
                r#"<c:spPr><a:noFill/></c:spPr><c:dLblPos val="{place}"/>{shown}</c:dLbl>"#,
            ),
            at = at,
            look = look,
            text = markup(text),
            place = place,
            shown = SHOWN,
        );
    }
    let _ = write!(out, "{HIDDEN}</c:dLbls>");
}

fn numbers(out: &mut String, values: impl ExactSizeIterator<Item = Option<Decimal>>) {
    let count = values.len();
    let _ = write!(out, r#"<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>"#);
    for (at, value) in values.enumerate() {
        if let Some(value) = value {
            let _ = write!(out, r#"<c:pt idx="{at}"><c:v>{}</c:v></c:pt>"#, value.normalize());
        }
    }
    out.push_str("</c:numLit>");
}

/// The first category on top and the values below; under lines the first on the left and the values beside.
fn axes(out: &mut String, chart: &Chart, drawn: &Drawn, language: Language) {
    let (mut limits, mut step, mut lines, mut format) =
        (String::new(), String::new(), "", "General".to_owned());
    if let Some(axis) = &drawn.axis {
        limits =
            format!(r#"<c:max val="{}"/><c:min val="{}"/>"#, axis.high.normalize(), axis.low.normalize());
        step = format!(r#"<c:majorUnit val="{}"/>"#, axis.step.normalize());
        lines = r#"<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D0D0D0"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>"#;
        format = Scale::of(chart).axis_format(axis, language);
    }
    let (order, beside, below, crosses) =
        if drawn.line { ("minMax", "b", "l", "min") } else { ("maxMin", "l", "b", "max") };
    let _ = write!(
        out,
        concat!(
            r#"<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="{nameless}"/><c:axPos val="{beside}"/><c:numFmt formatCode="General" sourceLinked="0"/>"#,
            r#"<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>"#,
            r#"<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling><c:delete val="{share}"/><c:axPos val="{below}"/>"#,
            r#"{lines}<c:numFmt formatCode="{format}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/>{step}</c:valAx>"#,
        ),
        order = order,
        beside = beside,
        below = below,
        crosses = crosses,
        nameless = u8::from(drawn.axis.is_none() && drawn.categories.len() == 1),
        limits = limits,
        share = u8::from(drawn.axis.is_none()),
        lines = lines,
        format = format,
        step = step,
    );
}
