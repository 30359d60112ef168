//! The texts of commands in small letters, each once, by the numbers of their phrases. What a question
//! looks at first lies together, so that most texts are told apart without being read.

use super::filter::Numbers;
use super::matching::{Signs, typed};

/// All texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    slots: Vec<Slot>,
    /// The first four bytes, filled with 0.
    heads: Vec<u32>,
    letters: Vec<u64>,
    /// How many runs have it.
    uses: Vec<u32>,
}

/// A text, and what is in it beside its letters.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    first: u64,
    pairs: u64,
    start: u32,
    length: u32,
}

impl Texts {
    /// None, with room for numbers up to `last`.
    pub(super) fn up_to(last: u32) -> Self {
        let mut texts = Self::default();
        texts.grow(last as usize + 1);
        texts
    }

    fn grow(&mut self, count: usize) {
        self.slots.resize(count, Slot::default());
        self.heads.resize(count, 0);
        self.letters.resize(count, 0);
        self.uses.resize(count, 0);
    }

    pub(super) fn has(&self, number: u32) -> bool {
        let slot = self.slots.get(number as usize);
        slot.is_some_and(|slot| slot.length > 0)
    }

    pub(super) fn add(&mut self, number: u32, text: &str) {
        let number = number as usize;
        if self.slots.len() <= number {
            self.grow(number + 1);
        }
        let start = self.bytes.len();
        let text = &*typed(text);
        match text.is_ascii() {
            true => {
                self.bytes.extend_from_slice(text.as_bytes());
                self.bytes[start..].make_ascii_lowercase();
            }
            false => self.bytes.extend_from_slice(text.to_lowercase().as_bytes()),
        }
        let own = &self.bytes[start..];
        // 4 GiB of commands are more than anybody types; what is beyond is found by no word.
        if let (Ok(start), Ok(length)) = (u32::try_from(start), u32::try_from(own.len())) {
            self.heads[number] = head(own);
            let signs = Signs::of(own);
            self.letters[number] = signs.letters;
            self.slots[number] = Slot {
                first: signs.first,
                pairs: signs.pairs,
                start,
                length,
            };
        }
    }

    /// Counts a run that has a text.
    pub(super) fn count(&mut self, number: u32) {
        if let Some(uses) = self.uses.get_mut(number as usize) {
            *uses = uses.saturating_add(1);
        }
    }

    /// The numbers of the texts that so many runs have.
    pub(super) fn used(&self, times: u32) -> Numbers {
        let bits = self.uses.chunks(64).map(|texts| {
            let each = (0..).zip(texts);
            each.fold(0, |bits, (at, uses)| bits | u64::from(*uses >= times) << at)
        });
        Numbers::of(bits.collect())
    }

    /// How many numbers there are, with 0.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// What is in a text.
    pub(super) fn signs(&self, number: u32) -> Signs {
        let slot = &self.slots[number as usize];
        Signs {
            letters: self.letters[number as usize],
            first: slot.first,
            pairs: slot.pairs,
        }
    }

    /// The numbers of the texts that have all of these letters.
    pub(super) fn with_letters(&self, letters: u64) -> Numbers {
        let bits = self.letters.chunks(64).map(|texts| {
            let each = (0..).zip(texts);
            each.fold(0, |bits, (at, text)| {
                bits | u64::from(text & letters == letters) << at
            })
        });
        Numbers::of(bits.collect())
    }

    pub(super) fn text(&self, number: u32) -> &[u8] {
        let Slot { start, length, .. } = self.slots[number as usize];
        let start = start as usize;
        &self.bytes[start..start + length as usize]
    }

    pub(super) fn length(&self, number: u32) -> usize {
        self.slots[number as usize].length as usize
    }

    /// The numbers of the texts that begin so.
    pub(super) fn beginning(&self, with: &[u8]) -> Vec<u32> {
        let want = head(with);
        let mask = match with.len() {
            0 => return Vec::new(),
            1 => 0xff,
            2 => 0xffff,
            3 => 0x00ff_ffff,
            _ => u32::MAX,
        };
        let numbers = (0_u32..).zip(&self.heads);
        let numbers = numbers.filter(|(_, head)| *head & mask == want);
        numbers
            .map(|(number, _)| number)
            // The head says all of a short beginning.
            .filter(|number| with.len() <= 4 || self.text(*number).starts_with(with))
            .collect()
    }

    /// Gives back what was taken in advance.
    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// Bytes of memory.
    pub(super) fn size(&self) -> usize {
        let each = size_of::<Slot>() + 2 * size_of::<u32>() + size_of::<u64>();
        self.bytes.capacity() + self.slots.capacity() * each
    }
}

fn head(text: &[u8]) -> u32 {
    let mut four = [0; 4];
    for (to, from) in four.iter_mut().zip(text) {
        *to = *from;
    }
    u32::from_le_bytes(four)
}
