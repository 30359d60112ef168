//! Where a typed character appears, and what it looks like there: learnt once, then looked for.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::{Key, Picture, Place, Screen};

/// The letter that is typed.
pub const LETTER: Key = Key::Char('x');

/// How many are typed to learn their width.
const LETTERS: i32 = 10;

/// The first typed letter of a line.
#[derive(Debug, Clone)]
pub struct Glyph {
    picture: Picture,
}

impl Glyph {
    /// Types into the window with the focus and sees what changes inside `place`.
    ///
    /// The cursor goes back to the start of the line after each letter, so that the first one is
    /// always at the same place, however many were typed.
    pub fn learn(screen: &Screen, place: Place) -> Result<Self> {
        let calm = Duration::from_millis(500);
        screen.wait_for_calm(place, calm)?;
        let before = screen.picture(place)?;
        for _ in 0..LETTERS {
            type_one(screen)?;
            screen.pass(Duration::from_millis(30));
        }
        screen.wait_for_calm(place, calm)?;
        let after = screen.picture(place)?;
        let line = before
            .difference(&after)
            .context("nothing appeared when letters were typed")?;
        let width = line.width / LETTERS;
        ensure!(
            (4..=30).contains(&width) && line.height <= 40,
            "what appeared is no line of {LETTERS} letters: {line:?}"
        );
        // The cursor may cover the letter's edges.
        let inside = Place {
            x: line.x + width / 3,
            width: width / 2,
            ..line
        };
        Ok(Self {
            picture: after.part(inside),
        })
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        self.picture.place
    }

    /// Whether it is there now.
    pub fn is_shown(&self, screen: &Screen) -> Result<bool> {
        Ok(screen.picture(self.place())? == self.picture)
    }
}

/// Types one letter at the start of the line.
pub fn type_one(screen: &Screen) -> Result<()> {
    screen.press(LETTER)?;
    screen.press(Key::Home)
}
