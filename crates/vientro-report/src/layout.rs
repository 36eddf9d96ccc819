//! Page and letter sizes of a form's profile, as data for the formats with pages.

/// Lengths in twentieths of a point (twips), letter sizes in half points: the units of Word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Layout {
    pub(crate) page: [u32; 2],
    /// Top, right, bottom, left.
    pub(crate) margins: [u32; 4],
    /// From the top of the page to the page number.
    pub(crate) header: u32,
    pub(crate) font: String,
    pub(crate) first_line: u32,
    pub(crate) paragraph_gap: u32,
    /// In 240ths of a line.
    pub(crate) line: u32,
    pub(crate) body: u32,
    pub(crate) state: u32,
    pub(crate) motto: u32,
    pub(crate) parent: u32,
    pub(crate) issuer: u32,
    pub(crate) number: u32,
    pub(crate) date: u32,
    pub(crate) title: u32,
    pub(crate) heading: u32,
    pub(crate) signature: u32,
    pub(crate) recipients_head: u32,
    pub(crate) recipients: u32,
    pub(crate) page_number: u32,
    pub(crate) table: u32,
    /// Tables whose columns would not fit otherwise, and what stands under a table.
    pub(crate) table_small: u32,
}

impl Layout {
    /// Between the margins of an upright page, or of one that lies.
    #[cfg(any(feature = "docx", feature = "pdf"))]
    pub(crate) const fn text_width(&self, lying: bool) -> u32 {
        let [_, right, _, left] = self.margins;
        let [width, height] = self.page;
        let width = if lying { height } else { width };
        width.saturating_sub(left).saturating_sub(right)
    }

    /// Sizes that leave room for text on a page.
    pub(crate) fn fits(&self) -> bool {
        let letters = [
            self.body,
            self.state,
            self.motto,
            self.parent,
            self.issuer,
            self.number,
            self.date,
            self.title,
            self.heading,
            self.signature,
            self.recipients_head,
            self.recipients,
            self.page_number,
            self.table,
            self.table_small,
        ];
        self.page == [mm(210), mm(297)]
            && self.margins.iter().all(|margin| (mm(10)..=mm(60)).contains(margin))
            && self.header <= self.margins[0]
            && self.first_line <= mm(30)
            && self.paragraph_gap <= mm(20)
            && (240..=480).contains(&self.line)
            && letters.iter().all(|size| (12..=60).contains(size))
    }
}

/// Twips in so many millimetres.
pub(crate) fn mm(millimetres: u32) -> u32 {
    // 1440 twips are 25.4 mm
    millimetres.saturating_mul(14_400).saturating_add(127) / 254
}

/// Sizes of the decree.
///
/// # Source
///
/// Decree 30/2020/NĐ-CP, Appendix I: A4, margins top and bottom 20 to 25 mm, left 30 to 35 mm, right 15 to 20 mm;
/// sizes of the sample page; first line 1 cm in, at least 6 pt between paragraphs, single to one and a half lines.
/// Sizes in tables are our decision: the decree has none.
pub(crate) fn nd30() -> Layout {
    Layout {
        page: [mm(210), mm(297)],
        margins: [mm(20), mm(15), mm(20), mm(30)],
        header: mm(10),
        font: "Times New Roman".to_owned(),
        first_line: mm(10),
        paragraph_gap: 120,
        line: 264,
        body: 28,
        state: 24,
        motto: 26,
        parent: 24,
        issuer: 24,
        number: 26,
        date: 26,
        title: 28,
        heading: 28,
        signature: 28,
        recipients_head: 24,
        recipients: 22,
        page_number: 26,
        table: 24,
        table_small: 20,
    }
}

/// Our decision: 25 mm on all sides, letters of 12 points.
pub(crate) fn plain() -> Layout {
    Layout {
        margins: [mm(25), mm(25), mm(25), mm(25)],
        first_line: 0,
        body: 24,
        number: 24,
        date: 24,
        title: 28,
        heading: 26,
        signature: 24,
        page_number: 22,
        table: 22,
        ..nd30()
    }
}

/// Width of text in twips at a size in half points, from the advance widths of Times by classes of letters. Good for
/// choosing column widths and the length of rules, not for breaking lines.
#[cfg(any(test, feature = "docx", feature = "pdf"))]
pub(crate) fn text_width(text: &str, size: u32, bold: bool) -> u32 {
    let of = |c: char| {
        let class = CLASSES.iter().find(|(letters, ..)| letters.contains(c));
        let (regular, strong) = match class {
            Some((_, regular, strong)) => (*regular, *strong),
            None if c.is_uppercase() => (695, 735),
            None => (500, 500),
        };
        if bold { strong } else { regular }
    };
    let per_mille = text.chars().map(of).fold(0_u32, u32::saturating_add);
    // size / 2 points of 20 twips each
    per_mille.saturating_mul(size).saturating_mul(10) / 1000
}

/// Letters with their mean advance in thousandths of the size, regular and bold.
#[cfg(any(test, feature = "docx", feature = "pdf"))]
const CLASSES: [(&str, u32, u32); 8] = [
    (" .,|", 250, 250),
    (":;iìíịỉĩltj'/", 278, 295),
    ("ceèéẻẽẹêềếểễệsz", 430, 435),
    ("aàáảãạăằắẳẵặâầấẩẫậ", 444, 500),
    ("bdđhknpquùúủũụ", 500, 556),
    ("ưừứửữựơờớởỡợ", 560, 650),
    ("fr-()[]IÌÍ", 333, 350),
    ("mwMW%…@", 820, 850),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_a4_with_the_margins_of_the_decree() {
        let layout = nd30();
        assert_eq!(layout.page, [11_906, 16_838]);
        let [top, right, bottom, left] = layout.margins.map(|twips| f64::from(twips) * 25.4 / 1440.0);
        assert!((20.0..=25.0).contains(&top) && (20.0..=25.0).contains(&bottom), "{top} {bottom}");
        assert!((14.99..=20.0).contains(&right) && (29.99..=35.0).contains(&left), "{right} {left}");
        assert!((26..=28).contains(&layout.body) && (26..=28).contains(&layout.signature));
    }

    #[test]
    fn widths_are_near_those_of_the_face() {
        // the advances of Tinos in twips, which are those of Times New Roman
        for (text, size, bold, measured) in [
            ("1234567890", 24, false, 1_200),
            ("Giáo dục và đào tạo nghề nghiệp nông thôn", 24, false, 4_186),
            ("Độc lập - Tự do - Hạnh phúc", 26, true, 3_183),
            ("Independence - Freedom - Happiness", 26, true, 4_131),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 24, true, 5_007),
            ("LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ", 24, true, 4_316),
        ] {
            let width = text_width(text, size, bold);
            assert!(width.abs_diff(measured) * 20 < measured, "{text}: {width}, measured {measured}");
        }
    }
}
