//! The bytes of numbers, texts and lists, for the file that symbols are kept in.

/// Writes.
#[derive(Default)]
pub(in crate::syntax) struct Encoder(pub Vec<u8>);

/// Reads; every answer is `None` where the bytes end or do not fit.
pub(in crate::syntax) struct Decoder<'a>(pub &'a [u8]);

impl Encoder {
    /// A number in as few bytes as it needs, seven bits each.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub fn fixed(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.fixed(bytes);
    }

    pub fn list<T>(&mut self, list: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.number(list.len() as u64);
        for one in list {
            each(self, one);
        }
    }

    /// Numbers that grow, by how much each does.
    pub fn growing(&mut self, list: &[u32]) {
        let mut last = 0;
        self.list(list, |to, number| {
            to.number(u64::from(number.wrapping_sub(last)));
            last = *number;
        });
    }
}

impl<'a> Decoder<'a> {
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    pub fn fixed(&mut self, count: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(first)
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.number()?;
        self.fixed(count.try_into().ok()?)
    }

    pub fn text(&mut self) -> Option<Box<str>> {
        std::str::from_utf8(self.bytes()?).ok().map(Into::into)
    }

    pub fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        // A damaged count cannot ask for more room than a small list takes.
        let mut list = Vec::with_capacity(count.min(1 << 12));
        for _ in 0..count {
            list.push(each(self)?);
        }
        Some(list)
    }

    pub fn growing(&mut self) -> Option<Box<[u32]>> {
        let mut last = 0_u32;
        let list = self.list(|from| {
            last = last.wrapping_add(from.small()?);
            Some(last)
        });
        list.map(Into::into)
    }
}
