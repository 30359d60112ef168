//! The connection to the display: what is drawn, with the time at which we heard of it, and keys.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux,
    ConnectionExt as _, EventMask, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::{Key, Picture};

/// What is waited for comes within this time, or never.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);
/// A cursor that blinks is no wider than this; letters are.
const CURSOR: i32 = 4;
/// Windows that are smaller are no windows of people.
const SMALLEST: u16 = 300;

/// A rectangle of the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// To the right.
    pub width: i32,
    /// Downwards.
    pub height: i32,
}

impl Place {
    /// The pixels that two places share.
    pub fn shared(&self, other: &Self) -> i64 {
        let along = |a: i32, a_size: i32, b: i32, b_size: i32| {
            i64::from(((a + a_size).min(b + b_size) - a.max(b)).max(0))
        };
        along(self.x, self.width, other.x, other.width)
            * along(self.y, self.height, other.y, other.height)
    }

    /// All its pixels.
    pub fn area(&self) -> i64 {
        i64::from(self.width) * i64::from(self.height)
    }

    /// A part of it, in percent from the left, the top, to the right and the bottom.
    pub fn percent(&self, left: i32, top: i32, right: i32, bottom: i32) -> Self {
        Self {
            x: self.x + self.width * left / 100,
            y: self.y + self.height * top / 100,
            width: self.width * (right - left) / 100,
            height: self.height * (bottom - top) / 100,
        }
    }
}

/// What the display told.
#[derive(Debug, Clone, Copy)]
pub enum Seen {
    /// Something was drawn there.
    Drawn(Place),
    /// A window came up.
    Mapped(Window),
}

/// The connection.
pub struct Screen {
    connection: Arc<RustConnection>,
    root: Window,
    /// What each key types without Shift, from the lowest code on.
    symbols: Vec<u32>,
    events: Receiver<(Instant, Seen)>,
}

impl Screen {
    /// Connects, and hears of everything that is drawn from then on.
    pub fn connect(display: &str) -> Result<Self> {
        let until = Instant::now() + PATIENCE;
        let (connection, number) = loop {
            match x11rb::connect(Some(display)) {
                Ok(connected) => break connected,
                Err(e) if Instant::now() > until => return Err(e).context("the display"),
                Err(_) => thread::sleep(LOOK),
            }
        };
        let connection = Arc::new(connection);
        let root = connection.setup().roots[number].root;
        connection.damage_query_version(1, 1)?.reply()?;
        connection.xtest_get_version(2, 2)?.reply()?;
        let wanted = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        connection.change_window_attributes(root, &wanted)?;
        let damage = connection.generate_id()?;
        connection.damage_create(damage, root, ReportLevel::RAW_RECTANGLES)?;
        connection.flush()?;
        let (send, events) = channel();
        let listener = connection.clone();
        thread::Builder::new()
            .name("screen".into())
            .spawn(move || {
                while let Ok(event) = listener.wait_for_event() {
                    let at = Instant::now();
                    let seen = match event {
                        Event::DamageNotify(damage) => Seen::Drawn(Place {
                            x: damage.area.x.into(),
                            y: damage.area.y.into(),
                            width: damage.area.width.into(),
                            height: damage.area.height.into(),
                        }),
                        Event::MapNotify(map) => Seen::Mapped(map.window),
                        _ => continue,
                    };
                    if send.send((at, seen)).is_err() {
                        break;
                    }
                }
            })?;
        let symbols = symbols(&connection)?;
        Ok(Self {
            connection,
            root,
            symbols,
            events,
        })
    }

    /// The next thing that was drawn or came up before `until`, with the time it was heard of.
    pub fn next(&self, until: Instant) -> Option<(Instant, Seen)> {
        let left = until.saturating_duration_since(Instant::now());
        self.events.recv_timeout(left).ok()
    }

    /// Forgets what was told so far.
    pub fn forget(&self) -> Result<()> {
        // The answer comes behind everything that was told before it.
        self.connection.get_input_focus()?.reply()?;
        while self.events.try_recv().is_ok() {}
        Ok(())
    }

    /// Lets time pass, forgetting what is told meanwhile.
    pub fn pass(&self, time: Duration) {
        let until = Instant::now() + time;
        while self.next(until).is_some() {}
    }

    /// When something as large as a letter is drawn inside `place` before `until`.
    pub fn drawn(&self, place: Place, until: Instant) -> Option<Instant> {
        loop {
            match self.next(until)? {
                (at, Seen::Drawn(area)) if is_more_than_cursor(area, place) => return Some(at),
                _ => {}
            }
        }
    }

    /// Waits until nothing larger than a cursor is drawn inside `place` for so long.
    pub fn wait_for_calm(&self, place: Place, calm: Duration) -> Result<()> {
        let patience = Instant::now() + PATIENCE;
        while self.drawn(place, Instant::now() + calm).is_some() {
            ensure!(Instant::now() < patience, "the window never comes to rest");
        }
        Ok(())
    }

    /// Presses a key and lets it go.
    pub fn press(&self, key: Key) -> Result<()> {
        self.fake(KEY_PRESS_EVENT, key)?;
        self.fake(KEY_RELEASE_EVENT, key)?;
        Ok(self.connection.flush()?)
    }

    /// Presses a key while Control is held.
    pub fn control(&self, key: Key) -> Result<()> {
        self.fake(KEY_PRESS_EVENT, Key::Control)?;
        self.press(key)?;
        self.fake(KEY_RELEASE_EVENT, Key::Control)?;
        Ok(self.connection.flush()?)
    }

    /// Types a line that needs no Shift, and Enter.
    pub fn type_line(&self, text: &str) -> Result<()> {
        for char in text.chars() {
            self.press(Key::Char(char))?;
            self.pass(Duration::from_millis(8));
        }
        self.press(Key::Return)
    }

    fn fake(&self, kind: u8, key: Key) -> Result<()> {
        let code = self.code(key)?;
        self.connection
            .xtest_fake_input(kind, code, 0, self.root, 0, 0, 0)?;
        Ok(())
    }

    fn code(&self, key: Key) -> Result<u8> {
        let place = self
            .symbols
            .iter()
            .position(|symbol| *symbol == key.symbol());
        let place = place.with_context(|| format!("the keyboard has no {key:?}"))?;
        Ok(self.connection.setup().min_keycode + u8::try_from(place)?)
    }

    /// What a part of the screen looks like now.
    pub fn picture(&self, place: Place) -> Result<Picture> {
        let image = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            i16::try_from(place.x)?,
            i16::try_from(place.y)?,
            u16::try_from(place.width)?,
            u16::try_from(place.height)?,
            !0,
        )?;
        Ok(Picture::new(place, image.reply()?.data))
    }

    /// The whole screen.
    pub fn all(&self) -> Result<Place> {
        self.place_of(self.root)
    }

    /// Where a window is.
    pub fn place_of(&self, window: Window) -> Result<Place> {
        let geometry = self.connection.get_geometry(window)?.reply()?;
        let at = self
            .connection
            .translate_coordinates(window, self.root, 0, 0)?
            .reply()?;
        Ok(Place {
            x: at.dst_x.into(),
            y: at.dst_y.into(),
            width: geometry.width.into(),
            height: geometry.height.into(),
        })
    }

    /// Whether a window that came up is one of people: large, and not a menu.
    pub fn is_window(&self, window: Window) -> Result<bool> {
        let geometry = self.connection.get_geometry(window)?.reply()?;
        let attributes = self.connection.get_window_attributes(window)?.reply()?;
        Ok(geometry.width >= SMALLEST && !attributes.override_redirect)
    }

    fn atom(&self, name: &str) -> Result<u32> {
        Ok(self
            .connection
            .intern_atom(false, name.as_bytes())?
            .reply()?
            .atom)
    }

    fn numbers(&self, window: Window, name: &str) -> Result<Vec<u32>> {
        let atom = self.atom(name)?;
        let value = self
            .connection
            .get_property(false, window, atom, AtomEnum::ANY, 0, 1024)?
            .reply()?;
        Ok(value.value32().map(Iterator::collect).unwrap_or_default())
    }

    /// The window of a process, if it has come up.
    pub fn window_of(&self, pid: u32) -> Result<Option<Window>> {
        let windows = self.numbers(self.root, "_NET_CLIENT_LIST")?;
        Ok(windows.into_iter().find(|window| {
            self.numbers(*window, "_NET_WM_PID")
                .is_ok_and(|pids| pids.first() == Some(&pid))
        }))
    }

    /// Waits for the window manager.
    pub fn wait_for_manager(&self) -> Result<()> {
        self.wait("the window manager", || {
            Ok(!self
                .numbers(self.root, "_NET_SUPPORTING_WM_CHECK")?
                .is_empty())
        })
    }

    /// Waits for the window of a process.
    pub fn wait_for_window(&self, pid: u32) -> Result<Place> {
        self.wait("the program's window", || {
            Ok(self.window_of(pid)?.is_some())
        })?;
        let window = self.window_of(pid)?.context("the window is gone again")?;
        self.place_of(window)
    }

    /// Waits until a process has no window any more.
    pub fn wait_until_gone(&self, pid: u32) -> Result<()> {
        self.wait("the window to go", || Ok(self.window_of(pid)?.is_none()))?;
        self.forget()
    }

    /// Puts a process's window elsewhere.
    pub fn put(&self, pid: u32, x: i32) -> Result<Place> {
        let window = self.window_of(pid)?.context("there is no window to move")?;
        let there = ConfigureWindowAux::new().x(x).y(0);
        self.connection.configure_window(window, &there)?;
        self.connection.flush()?;
        self.wait("the window to move", || Ok(self.place_of(window)?.x == x))?;
        self.place_of(window)
    }

    /// Gives a process's window the focus.
    pub fn focus(&self, pid: u32) -> Result<()> {
        let window = self
            .window_of(pid)?
            .context("there is no window to focus")?;
        self.tell(window, "_NET_ACTIVE_WINDOW", [2, 0, 0, 0, 0], self.root)?;
        self.wait("the focus", || {
            Ok(self.numbers(self.root, "_NET_ACTIVE_WINDOW")?.first() == Some(&window))
        })?;
        self.pass(Duration::from_millis(200));
        Ok(())
    }

    /// Asks a process's window to close, as its button does.
    pub fn ask_to_close(&self, pid: u32) -> Result<()> {
        let window = self
            .window_of(pid)?
            .context("there is no window to close")?;
        self.tell(window, "_NET_CLOSE_WINDOW", [0, 2, 0, 0, 0], self.root)
    }

    fn tell(&self, window: Window, kind: &str, data: [u32; 5], to: Window) -> Result<()> {
        let message = ClientMessageEvent::new(32, window, self.atom(kind)?, data);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.connection.send_event(false, to, mask, message)?;
        Ok(self.connection.flush()?)
    }

    fn wait(&self, what: &str, mut there: impl FnMut() -> Result<bool>) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        // A window may go while it is asked about; then the next look tells.
        while !there().unwrap_or(false) {
            if Instant::now() > until {
                bail!("waited in vain for {what}");
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }
}

fn symbols(connection: &RustConnection) -> Result<Vec<u32>> {
    let (first, last) = (
        connection.setup().min_keycode,
        connection.setup().max_keycode,
    );
    let map = connection
        .get_keyboard_mapping(first, last - first + 1)?
        .reply()?;
    let keys = map.keysyms.chunks(map.keysyms_per_keycode.max(1).into());
    Ok(keys
        .filter_map(|symbols| symbols.first().copied())
        .collect())
}

fn is_more_than_cursor(area: Place, place: Place) -> bool {
    area.width > CURSOR && area.height > CURSOR && area.shared(&place) > 0
}
