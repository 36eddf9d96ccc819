//! A small reader of PDF files: objects by the table of their places, text by tags. It knows what a file needs to be
//! read aloud, and nothing of what wrote it.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Array(Vec<Self>),
    Dictionary(BTreeMap<String, Self>),
    Name(String),
    Reference(u32),
    Text(Vec<u8>),
    /// A number, an operator, `true`, `null`.
    Word(String),
}

impl Object {
    pub(super) fn dictionary(&self) -> &BTreeMap<String, Self> {
        let Self::Dictionary(fields) = self else { panic!("{self:?} is no dictionary") };
        fields
    }

    fn number(&self) -> u32 {
        let Self::Word(word) = self else { panic!("{self:?} is no number") };
        word.parse().unwrap()
    }

    fn name(&self) -> &str {
        let Self::Name(name) = self else { panic!("{self:?} is no name") };
        name
    }
}

/// A part of the document as it is read aloud.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) tag: String,
    pub(super) fields: BTreeMap<String, Object>,
    pub(super) children: Vec<Self>,
    /// What stands in it and in its parts, in order.
    pub(super) text: String,
    /// The same without notes and what leads to them.
    pub(super) bare: String,
}

impl Element {
    /// All parts with a tag, in order, those in others of the same tag too.
    pub(super) fn all(&self, tag: &str) -> Vec<&Self> {
        let own = (self.tag == tag).then_some(self);
        own.into_iter().chain(self.children.iter().flat_map(|child| child.all(tag))).collect()
    }
}

pub(super) struct File {
    bytes: Vec<u8>,
    /// Places of the objects by number.
    places: Vec<usize>,
    pub(super) trailer: BTreeMap<String, Object>,
}

impl File {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let end = String::from_utf8_lossy(&bytes[bytes.len() - 64..]).into_owned();
        let table = end.split("startxref").nth(1).unwrap().split_whitespace().next().unwrap();
        let mut at = table.parse::<usize>().unwrap();
        let word = |at: &mut usize| match object(&bytes, at, false) {
            Some(Object::Word(word)) => word,
            other => panic!("{other:?}"),
        };
        assert_eq!(word(&mut at), "xref");
        assert_eq!(word(&mut at), "0");
        let count: usize = word(&mut at).parse().unwrap();
        let mut places = Vec::new();
        for _ in 0..count {
            places.push(word(&mut at).parse().unwrap());
            let (_, kind) = (word(&mut at), word(&mut at));
            assert!(kind == "n" || kind == "f");
        }
        assert_eq!(word(&mut at), "trailer");
        let trailer = object(&bytes, &mut at, true).unwrap().dictionary().clone();
        Self { bytes, places, trailer }
    }

    fn at(&self, number: u32) -> (Object, usize) {
        let mut at = self.places[usize::try_from(number).unwrap()];
        for wanted in [number.to_string(), "0".to_owned(), "obj".to_owned()] {
            assert_eq!(object(&self.bytes, &mut at, false), Some(Object::Word(wanted)));
        }
        (object(&self.bytes, &mut at, true).unwrap(), at)
    }

    /// What an object is, followed if it leads to another.
    pub(super) fn resolved(&self, object: &Object) -> Object {
        match object {
            Object::Reference(number) => self.at(*number).0,
            other => other.clone(),
        }
    }

    pub(super) fn field(&self, fields: &BTreeMap<String, Object>, name: &str) -> Object {
        self.resolved(fields.get(name).unwrap_or_else(|| panic!("no {name} in {fields:?}")))
    }

    pub(super) fn catalogue(&self) -> BTreeMap<String, Object> {
        self.field(&self.trailer, "Root").dictionary().clone()
    }

    /// The bytes of a stream, inflated.
    pub(super) fn stream(&self, reference: &Object) -> Vec<u8> {
        let Object::Reference(number) = reference else { panic!("{reference:?}") };
        let (head, mut at) = self.at(*number);
        assert_eq!(object(&self.bytes, &mut at, false), Some(Object::Word("stream".to_owned())));
        at += if self.bytes[at] == b'\r' { 2 } else { 1 };
        let length = usize::try_from(self.field(head.dictionary(), "Length").number()).unwrap();
        let raw = &self.bytes[at..at + length];
        if !head.dictionary().contains_key("Filter") {
            return raw.to_vec();
        }
        assert_eq!(self.field(head.dictionary(), "Filter").name(), "FlateDecode");
        let mut plain = Vec::new();
        ZlibDecoder::new(raw).read_to_end(&mut plain).unwrap();
        plain
    }

    /// Numbers of the pages, in order.
    pub(super) fn pages(&self) -> Vec<u32> {
        let mut found = Vec::new();
        let mut open = vec![self.catalogue()["Pages"].clone()];
        while let Some(node) = open.pop() {
            let Object::Reference(number) = node else { panic!("{node:?}") };
            let fields = self.at(number).0.dictionary().clone();
            if self.field(&fields, "Type").name() == "Page" {
                found.push(number);
                continue;
            }
            let Object::Array(kids) = self.field(&fields, "Kids") else { panic!("{fields:?}") };
            open.extend(kids.into_iter().rev());
        }
        found
    }

    /// The text of a page by its marks; what no mark names, such as page numbers, is under none.
    pub(super) fn marked(&self, page: u32) -> BTreeMap<Option<u32>, String> {
        let fields = self.at(page).0.dictionary().clone();
        let resources = self.field(&fields, "Resources").dictionary().clone();
        let fonts = resources.get("Font").map(|fonts| self.resolved(fonts).dictionary().clone());
        let fonts: BTreeMap<String, BTreeMap<u32, String>> =
            fonts.unwrap_or_default().iter().map(|(name, font)| (name.clone(), self.letters(font))).collect();
        let properties = resources.get("Properties").map(|it| self.resolved(it).dictionary().clone());
        let properties = properties.unwrap_or_default();
        let content = self.stream(&fields["Contents"]);
        let (mut at, mut before) = (0, Vec::new());
        // marks that are open: number, and whether the text is said otherwise
        let mut open: Vec<(Option<u32>, bool)> = Vec::new();
        let mut texts: BTreeMap<Option<u32>, String> = BTreeMap::new();
        let mut letters = None;
        while let Some(found) = object(&content, &mut at, false) {
            let Object::Word(word) = &found else {
                before.push(found);
                continue;
            };
            let mark = open.iter().rev().find_map(|(mark, _)| *mark);
            let mut shown = |bytes: &[u8]| {
                if open.iter().any(|(_, otherwise)| *otherwise) {
                    return;
                }
                let letters: &BTreeMap<u32, String> = letters.expect("text before a font");
                for code in bytes.chunks(2) {
                    let code = u32::from(code[0]) << 8 | u32::from(code[1]);
                    *texts.entry(mark).or_default() += letters.get(&code).expect("a letter without its text");
                }
            };
            match word.as_str() {
                "Tf" => {
                    let font = before.iter().find_map(|object| match object {
                        Object::Name(name) => Some(name),
                        _ => None,
                    });
                    letters = Some(&fonts[font.unwrap()]);
                }
                "Tj" | "TJ" => {
                    for object in &before {
                        match object {
                            Object::Text(bytes) => shown(bytes),
                            Object::Array(list) => {
                                for one in list {
                                    if let Object::Text(bytes) = one {
                                        shown(bytes);
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                }
                "BMC" => open.push((None, false)),
                "BDC" => {
                    let fields = match before.last() {
                        Some(Object::Name(name)) => self.resolved(&properties[name]),
                        Some(fields) => fields.clone(),
                        None => panic!("a mark of nothing"),
                    };
                    let mark = fields.dictionary().get("MCID").map(Object::number);
                    let said = fields.dictionary().get("ActualText");
                    if let Some(Object::Text(bytes)) = said {
                        let mark = open.iter().rev().find_map(|(mark, _)| *mark);
                        *texts.entry(mark).or_default() += &text(bytes);
                    }
                    open.push((mark, said.is_some()));
                }
                "EMC" => {
                    open.pop().expect("no mark is open");
                }
                word if word.parse::<f64>().is_ok() => {
                    before.push(found);
                    continue;
                }
                _ => {}
            }
            before.clear();
        }
        assert!(open.is_empty());
        texts
    }

    /// Texts of the codes of a font.
    fn letters(&self, font: &Object) -> BTreeMap<u32, String> {
        let font = self.resolved(font).dictionary().clone();
        let map = self.stream(&font["ToUnicode"]);
        let (mut at, mut letters, mut pairs) = (0, BTreeMap::new(), Vec::new());
        while let Some(found) = object(&map, &mut at, false) {
            match found {
                Object::Text(bytes) => pairs.push(bytes),
                Object::Word(word) if word == "endbfchar" => {
                    for pair in pairs.chunks(2) {
                        let code = pair[0].iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                        letters.insert(code, utf16(&pair[1]));
                    }
                }
                Object::Word(word) if word.starts_with("begin") => pairs.clear(),
                Object::Word(word) => assert!(word != "endbfrange", "ranges are not read"),
                _ => {}
            }
        }
        letters
    }

    /// The document as it is read aloud.
    pub(super) fn read(&self) -> Element {
        let pages = self.pages();
        let marked: BTreeMap<u32, _> = pages.into_iter().map(|page| (page, self.marked(page))).collect();
        let root = self.field(&self.catalogue(), "StructTreeRoot");
        self.element(&root, None, &marked)
    }

    fn element(
        &self,
        object: &Object,
        page: Option<u32>,
        marked: &BTreeMap<u32, BTreeMap<Option<u32>, String>>,
    ) -> Element {
        let fields = self.resolved(object).dictionary().clone();
        let page = match fields.get("Pg") {
            Some(Object::Reference(page)) => Some(*page),
            _ => page,
        };
        let tag = fields.get("S").map_or("", Object::name).to_owned();
        let mut element =
            Element { tag, fields, children: Vec::new(), text: String::new(), bare: String::new() };
        let kids = match element.fields.get("K").map(|kids| self.resolved(kids)) {
            Some(Object::Array(kids)) => kids,
            other => other.into_iter().collect(),
        };
        for kid in kids {
            let resolved = self.resolved(&kid);
            let mark = match &resolved {
                Object::Word(_) => Some((page, resolved.number())),
                Object::Dictionary(fields) if fields.contains_key("MCID") => {
                    let on = match fields.get("Pg") {
                        Some(Object::Reference(page)) => Some(*page),
                        _ => page,
                    };
                    Some((on, fields["MCID"].number()))
                }
                _ => None,
            };
            match mark {
                Some((page, mark)) => {
                    let texts = &marked[&page.expect("a mark on no page")];
                    // a mark of a drawing has no text
                    let text = texts.get(&Some(mark)).map_or("", String::as_str);
                    element.text += text;
                    element.bare += text;
                }
                None if resolved.dictionary().get("Type").is_some_and(|kind| kind.name() == "OBJR") => {}
                None => {
                    let child = self.element(&kid, page, marked);
                    element.text += &child.text;
                    if !["FENote", "Lbl", "Link", "Note", "Reference"].contains(&child.tag.as_str()) {
                        element.bare += &child.bare;
                    }
                    element.children.push(child);
                }
            }
        }
        element
    }
}

/// A text of the file: UTF-16 behind its mark, else Latin letters.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap()
}

/// The next object from `at` on. `references` takes `12 0 R` as one.
fn object(bytes: &[u8], at: &mut usize, references: bool) -> Option<Object> {
    let delimiter = |byte: u8| byte.is_ascii_whitespace() || byte == 0 || b"()<>[]{}/%".contains(&byte);
    loop {
        match *bytes.get(*at)? {
            b'%' => *at += bytes[*at..].iter().take_while(|byte| **byte != b'\n').count(),
            byte if byte.is_ascii_whitespace() || byte == 0 => *at += 1,
            _ => break,
        }
    }
    let start = *at;
    let rest = &bytes[start..];
    let until = |from: usize| from + bytes[from..].iter().take_while(|byte| !delimiter(**byte)).count();
    match rest {
        [b'/', ..] => {
            *at = until(start + 1);
            Some(Object::Name(String::from_utf8(bytes[start + 1..*at].to_vec()).unwrap()))
        }
        [b'<', b'<', ..] => {
            *at += 2;
            let mut fields = BTreeMap::new();
            while let Some(Object::Name(name)) = object(bytes, at, references) {
                fields.insert(name, object(bytes, at, true)?);
            }
            Some(Object::Dictionary(fields))
        }
        [b'>', b'>', ..] => {
            *at += 2;
            Some(Object::Word(">>".to_owned()))
        }
        [b'<', ..] => {
            let length = rest.iter().position(|byte| *byte == b'>')?;
            *at += length + 1;
            let digits: Vec<u8> =
                rest[1..length].iter().filter(|byte| byte.is_ascii_hexdigit()).copied().collect();
            let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            Some(Object::Text(digits.chunks(2).map(pair).collect()))
        }
        [b'[', ..] => {
            *at += 1;
            let mut list = Vec::new();
            loop {
                match object(bytes, at, references)? {
                    Object::Word(word) if word == "]" => return Some(Object::Array(list)),
                    one => list.push(one),
                }
            }
        }
        [b']' | b'{' | b'}', ..] => {
            *at += 1;
            Some(Object::Word(char::from(rest[0]).to_string()))
        }
        [b'(', ..] => Some(Object::Text(string(bytes, at))),
        _ => {
            *at = until(start);
            let word = String::from_utf8_lossy(&bytes[start..*at]).into_owned();
            if references && word.bytes().all(|byte| byte.is_ascii_digit()) {
                let mut ahead = *at;
                let next = [object(bytes, &mut ahead, false), object(bytes, &mut ahead, false)];
                if next == [Some(Object::Word("0".to_owned())), Some(Object::Word("R".to_owned()))] {
                    *at = ahead;
                    return Some(Object::Reference(word.parse().unwrap()));
                }
            }
            Some(Object::Word(word))
        }
    }
}

/// `(…)` with its escapes.
fn string(bytes: &[u8], at: &mut usize) -> Vec<u8> {
    let (mut depth, mut out) = (0, Vec::new());
    loop {
        let byte = bytes[*at];
        *at += 1;
        match byte {
            b'(' => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return out;
                }
            }
            b'\\' => {
                let next = bytes[*at];
                *at += 1;
                let octal = |byte: u8| (b'0'..=b'7').contains(&byte);
                out.push(match next {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    first if octal(first) => {
                        let mut value = u32::from(first - b'0');
                        for _ in 0..2 {
                            if octal(bytes[*at]) {
                                value = value * 8 + u32::from(bytes[*at] - b'0');
                                *at += 1;
                            }
                        }
                        u8::try_from(value).unwrap()
                    }
                    other => other,
                });
                continue;
            }
            _ => {}
        }
        out.push(byte);
    }
}
