//! What stands before a definition and belongs to it: comments, attributes, decorators, `export`.

use std::ops::Range;

/// Comments and attributes that may belong to what comes next.
struct Pending {
    range: Range<u32>,
    /// The comments in it, from the first to the last.
    doc: Option<Range<u32>>,
}

/// A node that holds a definition and begins before it.
struct Wrapper {
    start: u32,
    end: u32,
    depth: u32,
    doc: Option<Range<u32>>,
}

pub(super) struct Prelude<'s> {
    source: &'s [u8],
    pending: Option<Pending>,
    wrapper: Option<Wrapper>,
}

/// Where a definition begins with all that belongs to it, and its comment.
pub(super) struct Before {
    pub start: u32,
    pub doc: Option<Range<u32>>,
}

impl<'s> Prelude<'s> {
    pub fn new(source: &'s [u8]) -> Self {
        Self {
            source,
            pending: None,
            wrapper: None,
        }
    }

    pub fn text(&self, range: Range<u32>) -> &'s [u8] {
        let range = range.start as usize..range.end as usize;
        self.source.get(range).unwrap_or_default()
    }

    /// A comment that has its lines to itself; one behind a text speaks of that text, and one that
    /// opens a file or a module speaks of the whole of it.
    pub fn comment(&mut self, range: Range<u32>) {
        let before = self.text(0..range.start);
        let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
        let text = self.text(range.clone());
        if !line.trim_ascii().is_empty()
            || [&b"//!"[..], b"/*!", b"#!"]
                .iter()
                .any(|m| text.starts_with(m))
        {
            self.pending = None;
            return;
        }
        let pending = self
            .pending
            .take()
            .filter(|p| self.adjoins(p.range.end, range.start));
        self.pending = Some(match pending {
            Some(pending) => Pending {
                range: pending.range.start..range.end,
                doc: Some(pending.doc.map_or(range.start, |doc| doc.start)..range.end),
            },
            None => Pending {
                range: range.clone(),
                doc: Some(range),
            },
        });
    }

    /// An attribute.
    pub fn prefix(&mut self, range: Range<u32>) {
        let pending = self
            .pending
            .take()
            .filter(|p| self.adjoins(p.range.end, range.start));
        self.pending = Some(match pending {
            Some(pending) => Pending {
                range: pending.range.start..range.end,
                ..pending
            },
            None => Pending { range, doc: None },
        });
    }

    /// A node whose first definition begins where it begins.
    pub fn wrap(&mut self, range: Range<u32>, depth: u32) {
        let outer = self.wrapper.take();
        let directly = |w: &Wrapper| w.depth + 1 == depth && w.end >= range.end;
        let (start, doc) = match outer.filter(directly) {
            Some(outer) => (outer.start, outer.doc),
            None => self.leading(range.start),
        };
        self.wrapper = Some(Wrapper {
            start,
            end: range.end,
            depth,
            doc,
        });
    }

    /// Takes what belongs to the definition at `whole`.
    pub fn take(&mut self, whole: &Range<u32>, depth: u32) -> Before {
        let wrapper = self.wrapper.take();
        let inside = |w: &Wrapper| w.depth + 1 == depth && w.end >= whole.end;
        let (start, doc) = match wrapper.filter(inside) {
            Some(wrapper) => (wrapper.start, wrapper.doc),
            None => self.leading(whole.start),
        };
        Before { start, doc }
    }

    fn leading(&mut self, start: u32) -> (u32, Option<Range<u32>>) {
        match self
            .pending
            .take()
            .filter(|p| self.adjoins(p.range.end, start))
        {
            Some(pending) => (pending.range.start, pending.doc),
            None => (start, None),
        }
    }

    /// Whether only white space is between, without an empty line.
    fn adjoins(&self, end: u32, start: u32) -> bool {
        // The node of a line comment may hold the end of its line.
        let from = match end.checked_sub(1) {
            Some(last) if self.text(last..end) == b"\n" => last,
            _ => end,
        };
        let between = self.text(from..start);
        from <= start
            && between.iter().all(u8::is_ascii_whitespace)
            && memchr::memchr_iter(b'\n', between).count() <= 1
    }
}
