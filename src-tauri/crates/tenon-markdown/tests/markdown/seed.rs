//! Texts at random, which can be made again from their seed.

/// A generator of numbers (xorshift64*), so that a seed means the same texts for ever.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).expect("31 bits") % bound
    }

    pub fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// What texts are made of: marks of Markdown and of notes, and pieces of HTML.
const PARTS: &[&str] = &[
    "a",
    "b ",
    "word ",
    "ü",
    "日本",
    "🍄",
    "é",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\0",
    "\u{1}",
    "\u{a0}",
    "\u{200b}",
    "*",
    "**",
    "_",
    "~~",
    "==",
    "`",
    "``",
    "```",
    "```\n",
    "~~~",
    "$",
    "$$",
    "%%",
    "# ",
    "## ",
    "#",
    "#tag",
    "#a/b",
    "^",
    " ^id",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "12) ",
    "> ",
    ">",
    "- [ ] ",
    "- [x] ",
    "- [/] ",
    "[",
    "]",
    "](",
    ")",
    "(",
    "![",
    "[[",
    "]]",
    "![[",
    "|",
    "\\|",
    "\\",
    "\\#",
    "<",
    ">",
    "&",
    "&amp;",
    "&#35;",
    "&lt;",
    ";",
    "\"",
    "'",
    ":",
    "//",
    "http://a.b/c",
    "www.a.b",
    "a@b.c",
    "javascript:",
    "data:",
    "[^1]",
    "[^1]: ",
    "[r]: ",
    "[[n#h|x]]",
    "![[i.png]]",
    "[t](a.md)",
    "[t](<a b.md> \"t\")",
    "![i](x/y.png)",
    "[r]",
    "| a | b |\n|--|:-:|\n",
    "| 1 | [[x\\|y]] |\n",
    "---\n",
    "---",
    "===",
    "> [!tip]- T\n",
    "> [!note]\n",
    "```mermaid\n",
    "```rust\n",
    "```math\n",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<div\n",
    "<a href=\"x\">",
    "<a href='",
    "<img src=x onerror=y>",
    "<svg>",
    "</svg>",
    "<math>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<table>",
    "<td>",
    "</table>",
    "<p>",
    "</p>",
    "<template>",
    "<title>",
    "<textarea>",
    "<noscript>",
    "<select>",
    "<option>",
    "<form>",
    "<input>",
    "<pre>",
    "</pre>",
    "<details>",
    " onclick=a",
    " style=b",
    " data-math=\"inline\"",
    " id=x",
    "=\"",
    "/>",
    "title: x\n",
    "- - ",
    "&nbsp;",
    "&NewLine;",
    "\u{feff}",
];

/// A text of at most so many parts.
pub fn text(random: &mut Random, most: usize) -> String {
    (0..random.below(most)).map(|_| random.of(PARTS)).collect()
}

/// Calls `test` with seeds; a seed that failed is given as `TENON_SEED`.
pub fn each(count: u64, test: impl Fn(u64)) {
    if let Ok(seed) = std::env::var("TENON_SEED") {
        return test(seed.parse().expect("a number"));
    }
    for seed in 1..=count {
        let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(seed)));
        if let Err(why) = ran {
            println!("TENON_SEED={seed}");
            std::panic::resume_unwind(why);
        }
    }
}
