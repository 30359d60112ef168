//! Keys, as the X server names them.

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// What it types without Shift.
    Char(char),
    /// Enter.
    Return,
    /// To the start of the line.
    Home,
    /// Held while others are pressed.
    Control,
}

impl Key {
    /// The keysym.
    pub fn symbol(self) -> u32 {
        match self {
            // Latin letters and signs are their own keysyms.
            Self::Char(char) => u32::from(char),
            Self::Return => 0xff0d,
            Self::Home => 0xff50,
            Self::Control => 0xffe3,
        }
    }
}
