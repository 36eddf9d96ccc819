//! Native charts over the data on their sheet.

use rust_xlsxwriter::{
    Chart as Drawing, ChartAxisCrossing, ChartDataLabel, ChartDataLabelPosition, ChartErrorBars,
    ChartErrorBarsType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color, XlsxError,
};

use super::Book;
use super::grid::{Place, index};
use super::number::{Number, NumberFormat, as_stored};
use super::page::Page;
use super::style::{Look, Side};
use crate::drawn::{Drawn, Point};
use crate::scale::{Scale, colour};
use crate::text::one_line;
use crate::{Cell, Chart, ChartKind, Series};

/// Where a series of the drawing has its numbers.
struct Ranges {
    categories: ChartRange,
    values: ChartRange,
    reach: Option<(ChartRange, ChartRange)>,
}

impl Book<'_> {
    /// Draws `chart` under its data on the sheet `name`. Known figures are drawn from the data itself; where some are
    /// hedged or missing, what is drawn stands in columns of its own beside it.
    pub(super) fn chart(
        &mut self,
        page: &mut Page,
        chart: &Chart,
        name: &str,
        place: Place,
    ) -> Result<(), XlsxError> {
        let language = self.language;
        let drawn = Drawn::of(chart, language);
        let plain = |cell: &Cell| Number::of(cell, chart.common_unit().as_ref(), "", language).is_some();
        let direct = chart.all_series().iter().flat_map(Series::cells).all(plain);
        let high = drawn.height().saturating_mul(4).saturating_add(40);
        let below = place.end.saturating_add(high.div_ceil(PIXELS)).saturating_add(3);
        let helper = if direct { None } else { Some(self.helper(page, &drawn, below)?) };
        let kind = match chart.kind() {
            ChartKind::GroupedBars => ChartType::Bar,
            ChartKind::Line => ChartType::Line,
            ChartKind::Share => ChartType::BarPercentStacked,
            ChartKind::StackedBars => ChartType::BarStacked,
        };
        let mut drawing = Drawing::new(kind);
        let font = |size: u8| ChartFont::new().set_name("Times New Roman").set_size(size).clone();
        for (series, number) in drawn.series.iter().zip(0_usize..) {
            let ranges = ranges(chart, &drawn, name, place, (number, helper))?;
            let labels: Vec<ChartDataLabel> =
                series.points.iter().map(|point| label(point, &font(10), drawn.line)).collect();
            let bars = drawing.add_series();
            bars.set_name(&words_only(&series.name))
                .set_categories(&ranges.categories)
                .set_values(&ranges.values)
                .set_data_label(ChartDataLabel::new().show_value().set_font(&font(10)))
                .set_custom_data_labels(&labels);
            let fill = ChartSolidFill::new().set_color(Color::from(colour(number))).clone();
            if drawn.line {
                let stroke = ChartLine::new().set_color(Color::from(colour(number))).set_width(2).clone();
                let mut marker = ChartFormat::new().set_solid_fill(&fill).set_line(&stroke).clone();
                let (dash, shape) = told_apart(number);
                bars.set_format(ChartFormat::new().set_line(stroke.clone().set_dash_type(dash)));
                bars.set_marker(ChartMarker::new().set_type(shape).set_size(7).set_format(&mut marker));
            } else {
                bars.set_gap(50).set_format(ChartFormat::new().set_solid_fill(&fill));
            }
            if let (true, Some((above, below))) = (Drawn::ranged(series), ranges.reach) {
                let line =
                    ChartLine::new().set_width(1.5).set_dash_type(ChartLineDashType::SquareDot).clone();
                let mut reach = ChartErrorBars::new();
                reach.set_type(ChartErrorBarsType::Custom(above, below));
                reach.set_format(ChartFormat::new().set_line(&line));
                bars.set_y_error_bars(&reach);
            }
        }
        drawing.title().set_name(&words_only(&one_line(chart.title().text(language)))).set_font(&font(13));
        let values = if drawn.line {
            drawing.x_axis().set_font(&font(11));
            drawing.y_axis()
        } else {
            // the first category on top, the values below
            drawing.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max).set_font(&font(11));
            drawing.x_axis()
        };
        values.set_font(&font(11));
        if let Some(axis) = &drawn.axis {
            let scale = Scale::of(chart);
            values
                .set_num_format(scale.axis_format(axis, language))
                .set_min(as_stored(axis.low))
                .set_max(as_stored(axis.high))
                .set_major_unit(as_stored(axis.step));
            let unit = scale.unit(chart, language);
            if !unit.is_empty() {
                values.set_name(&words_only(&unit)).set_name_font(&font(11));
            }
        } else {
            values.set_hidden(true).set_major_gridlines(false);
            if drawn.categories.len() == 1 {
                drawing.y_axis().set_hidden(true);
            }
        }
        if drawn.series.len() > 1 {
            drawing.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(11));
        } else {
            drawing.legend().set_hidden();
        }
        let words = format!("{}. {}", chart.title().text(language), chart.alternative().text(language));
        drawing.set_alt_text(one_line(&words));
        // wide enough for the longest label, narrow enough for an upright page
        drawing.set_width(720).set_height(high);
        page.sheet.insert_chart(place.end.saturating_add(1), 0, &drawing)?;
        Ok(())
    }

    /// What is drawn, under the drawing: categories, and for each series values and how far they may reach. Returns the
    /// first row of it.
    fn helper(&mut self, page: &mut Page, drawn: &Drawn, top: u32) -> Result<u32, XlsxError> {
        let heading = self.word(("Số vẽ trên biểu đồ", "As drawn"));
        self.text(page, top, 0, heading, Look::HEAD)?;
        let first = top.saturating_add(1);
        for (name, row) in drawn.categories.iter().zip(first..) {
            self.text(page, row, 0, name, Look::CELL)?;
        }
        for (series, number) in drawn.series.iter().zip(0_usize..) {
            let column = column_of(drawn, number)?;
            let shown = if Drawn::ranged(series) { 3 } else { 1 };
            let names = [
                series.name.clone(),
                self.word(("có thể thêm", "may be more by")).to_owned(),
                self.word(("có thể bớt", "may be less by")).to_owned(),
            ];
            for (name, column) in names.iter().zip(column..).take(shown) {
                self.text(page, top, column, name, Look::HEAD)?;
                page.widen(column, 18);
            }
            for (point, row) in series.points.iter().zip(first..) {
                let values = [point.value, Some(point.above), Some(point.below)];
                for (value, column) in values.into_iter().zip(column..).take(shown) {
                    let look = Look::CELL.side(Side::Right);
                    let look = look.number(NumberFormat::plain(value.unwrap_or_default()));
                    let format = self.styles.of(look);
                    match value {
                        Some(value) => {
                            page.sheet.write_number_with_format(row, column, as_stored(value), format)?
                        }
                        None => page.sheet.write_blank(row, column, format)?,
                    };
                }
            }
        }
        Ok(first)
    }
}

/// Pixels of a row of text.
const PIXELS: u32 = 21;

/// The column of what is drawn of a series; one whose bars may reach further takes three.
fn column_of(drawn: &Drawn, series: usize) -> Result<u16, XlsxError> {
    let before = drawn.series.iter().take(series).map(|series| if Drawn::ranged(series) { 3 } else { 1 });
    index(before.fold(1_usize, usize::saturating_add))
}

fn ranges(
    chart: &Chart,
    drawn: &Drawn,
    name: &str,
    place: Place,
    (series, helper): (usize, Option<u32>),
) -> Result<Ranges, XlsxError> {
    let series_at = index(series)?;
    // a share has a row of the data for each of its parts, all others a column
    if chart.kind() == ChartKind::Share {
        let row = place.first.saturating_add(u32::from(series_at));
        let last = index(chart.all_series().len())?;
        let head = place.first.saturating_sub(1);
        return Ok(Ranges {
            categories: ChartRange::new_from_range(name, head, 1, head, last),
            values: ChartRange::new_from_range(name, row, 1, row, last),
            reach: None,
        });
    }
    let rows = u32::from(index(chart.categories().len())?);
    let first = helper.unwrap_or(place.first);
    let last = first.saturating_add(rows).saturating_sub(1);
    let column = |column: u16| ChartRange::new_from_range(name, first, column, last, column);
    if helper.is_none() {
        let values = column(series_at.saturating_add(1));
        return Ok(Ranges { categories: column(0), values, reach: None });
    }
    let at = column_of(drawn, series)?;
    let reach = (column(at.saturating_add(1)), column(at.saturating_add(2)));
    Ok(Ranges { categories: column(0), values: column(at), reach: Some(reach) })
}

/// Lines are told apart without their colours too.
fn told_apart(series: usize) -> (ChartLineDashType, ChartMarkerType) {
    match series % 4 {
        0 => (ChartLineDashType::Solid, ChartMarkerType::Circle),
        1 => (ChartLineDashType::Dash, ChartMarkerType::Square),
        2 => (ChartLineDashType::RoundDot, ChartMarkerType::Diamond),
        _ => (ChartLineDashType::DashDot, ChartMarkerType::Triangle),
    }
}

/// The label of a bar or a point in the report's own words; one without shows nothing.
fn label(point: &Point, font: &ChartFont, line: bool) -> ChartDataLabel {
    let Some(text) = &point.label else { return ChartDataLabel::new().set_hidden().to_custom() };
    let mut font = font.clone();
    let place = if point.inside {
        font.set_color(Color::White);
        ChartDataLabelPosition::Center
    } else {
        // a label whose colour is not named is written against the schema
        font.set_color(Color::Black);
        if line { ChartDataLabelPosition::Above } else { ChartDataLabelPosition::OutsideEnd }
    };
    ChartDataLabel::new().set_value(&words_only(text)).set_font(&font).set_position(place).to_custom()
}

/// Text that is not taken for the address of cells, such as `=A1` or `Sheet!A1`: spaces around it are not seen.
fn words_only(text: &str) -> String {
    if text.contains(['=', '!']) { format!(" {text} ") } else { text.to_owned() }
}
