//! Changes of an input, from a seeded generator, so that every run with one seed is the same run.

/// Pieces a reader of Vietnamese reports looks for; half of the insertions are one of these.
const PIECES: [&str; 64] = [
    "hơn ",
    "trên ",
    "gần ",
    "khoảng ",
    "xấp xỉ ",
    "ước đạt ",
    "không dưới ",
    "từ ",
    " đến ",
    " - ",
    "lên tới ",
    "chỉ ",
    " nghìn",
    " ngàn",
    " triệu",
    " tỷ",
    " tỉ",
    " trăm",
    " vạn",
    " nghìn tỷ",
    " đồng",
    " USD",
    " đô la Mỹ",
    " euro",
    " won",
    "%",
    " kế hoạch",
    " so với cùng kỳ",
    "vượt ",
    "tăng ",
    "gấp ",
    " lần",
    "giảm một nửa",
    "ngày ",
    " tháng ",
    " năm ",
    "quý ",
    "6 tháng đầu năm",
    "Chiều ",
    "1/4",
    "0",
    "000",
    ".000",
    ",5",
    "1.086",
    "3,286,743",
    "−",
    "-",
    "(",
    ")",
    "\u{301}",
    "\u{309}",
    "\u{a0}",
    "\u{feff}",
    "\u{fffd}",
    "mười ",
    "mốt ",
    "lẻ ",
    "linh ",
    "\"",
    ",",
    ";",
    "\n",
    "99999999999999999999999999999",
];

/// A small generator (splitmix64), so that the runs need no dependency and never change with one.
#[derive(Clone, Debug)]
pub struct Generator(u64);

impl Generator {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 for a limit of 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.bits() >> 1) as usize % limit.max(1)
    }
}

/// The most bytes a changed input has.
const BYTES_MAX: usize = 8 << 10;

/// One to four changes of `input`; `other` is another input of the same corpus, to take pieces from.
pub fn mutate(input: &[u8], other: &[u8], generator: &mut Generator) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=generator.below(4) {
        let at = generator.below(bytes.len() + 1);
        let end = at + generator.below((bytes.len() - at).min(24) + 1);
        match generator.below(8) {
            0 => bytes[at..end].iter_mut().for_each(|byte| *byte ^= 1 << generator.below(8)),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let times = 1 + generator.below(20);
                bytes.splice(at..at, piece.repeat(times));
            }
            3 => bytes.truncate(at),
            4 => {
                let from = generator.below(other.len() + 1);
                let to = from + generator.below((other.len() - from).min(200) + 1);
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            5 => bytes.insert(at, generator.bits() as u8),
            _ => {
                let piece = PIECES[generator.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
        bytes.truncate(BYTES_MAX);
    }
    bytes
}
