//! A part of the screen as it looks now.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::Place;

/// Bytes of one pixel.
const PIXEL: usize = 4;

/// Pixels, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where on the screen it was.
    pub place: Place,
    bytes: Vec<u8>,
}

impl Picture {
    /// From the server's 32 bits for each pixel.
    pub fn new(place: Place, bytes: Vec<u8>) -> Self {
        Self { place, bytes }
    }

    fn pixel(&self, x: i32, y: i32) -> &[u8] {
        let at = (y * self.place.width + x) as usize * PIXEL;
        self.bytes.get(at..at + PIXEL - 1).unwrap_or_default()
    }

    /// The smallest place that holds every pixel in which two pictures of one place differ.
    pub fn difference(&self, other: &Self) -> Option<Place> {
        let (width, height) = (self.place.width, self.place.height);
        let differ = |x: i32, y: i32| self.pixel(x, y) != other.pixel(x, y);
        let rows: Vec<i32> = (0..height)
            .filter(|y| (0..width).any(|x| differ(x, *y)))
            .collect();
        let columns: Vec<i32> = (0..width)
            .filter(|x| rows.iter().any(|y| differ(*x, *y)))
            .collect();
        let (top, bottom) = (*rows.first()?, *rows.last()?);
        let (left, right) = (*columns.first()?, *columns.last()?);
        Some(Place {
            x: self.place.x + left,
            y: self.place.y + top,
            width: right - left + 1,
            height: bottom - top + 1,
        })
    }

    /// How much of it is not the ground: the part of pixels that are not of the commonest colour.
    pub fn ink(&self) -> f64 {
        let mut counts: HashMap<&[u8], usize> = HashMap::new();
        let pixels = self.bytes.chunks_exact(PIXEL);
        let all = pixels.len().max(1);
        pixels.for_each(|pixel| *counts.entry(pixel).or_default() += 1);
        let ground = counts.into_values().max().unwrap_or(all);
        (all - ground) as f64 / all as f64
    }

    /// A part of it.
    pub fn part(&self, place: Place) -> Self {
        let (left, top) = (place.x - self.place.x, place.y - self.place.y);
        let mut bytes = Vec::new();
        for y in top..top + place.height {
            let row = (y * self.place.width + left) as usize * PIXEL;
            let row = self.bytes.get(row..row + place.width as usize * PIXEL);
            bytes.extend_from_slice(row.unwrap_or_default());
        }
        Self { place, bytes }
    }

    /// Keeps it as a file, for people.
    pub fn keep(&self, path: &Path) -> Result<()> {
        let mut file = format!("P6 {} {} 255\n", self.place.width, self.place.height).into_bytes();
        for pixel in self.bytes.chunks_exact(PIXEL) {
            file.extend([pixel[2], pixel[1], pixel[0]]);
        }
        Ok(fs::write(path, file)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(dots: &[(i32, i32)]) -> Picture {
        let place = Place {
            x: 100,
            y: 50,
            width: 10,
            height: 10,
        };
        let mut bytes = vec![0; 400];
        for (x, y) in dots {
            bytes[(y * 10 + x) as usize * PIXEL] = 1;
        }
        Picture::new(place, bytes)
    }

    #[test]
    fn a_difference_is_named_in_the_screens_own_pixels() {
        let drawn = picture(&[(2, 3), (5, 4)]);
        let place = picture(&[])
            .difference(&drawn)
            .expect("two dots were drawn");
        let found = (place.x, place.y, place.width, place.height);
        assert_eq!(found, (102, 53, 4, 2));
        assert_eq!(drawn.difference(&drawn.clone()), None, "nothing moved");
        assert_eq!(drawn.ink(), 0.02, "two of a hundred pixels");
        let part = drawn.part(place);
        assert_ne!(part, picture(&[]).part(place), "the part holds the dots");
    }
}
