//! A display of our own: X server, window manager, session bus; hands that type, and an eye that
//! sees what is drawn.

pub mod glyph;
mod keys;
mod picture;
mod screen;

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

pub use keys::Key;
pub use picture::Picture;
pub use screen::{Place, Screen, Seen};

use crate::program::Program;

/// Two windows of the usual size beside each other.
const SIZE: &str = "2880x900x24";
/// Where the second window stands, in pixels from the left.
pub const BESIDE: i32 = 1_440;

/// Every window stands where it is put, without a frame: the same pixels in every start.
const WINDOW_MANAGER: &str = r#"<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><name>Clearlooks</name><keepBorder>no</keepBorder></theme>
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <desktops><number>1</number></desktops>
  <applications>
    <application type="normal">
      <decor>no</decor>
      <position force="yes"><x>0</x><y>0</y></position>
      <focus>yes</focus>
    </application>
  </applications>
</openbox_config>
"#;

/// The display. What it started ends with it.
pub struct Desk {
    /// What runs here. It stays until it is closed, also when a measurement fails, so that the
    /// screen can be looked at then.
    programs: RefCell<Vec<Program>>,
    /// Its eye and hands.
    pub screen: Screen,
    env: Vec<(OsString, OsString)>,
    _manager: Program,
    _bus: Program,
    _server: Program,
}

impl Desk {
    /// Starts a display; what programs on it write at home goes below `folder`.
    pub fn start(folder: &Path) -> Result<Self> {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp"]);
        let (server, number) = first_line(&mut server)?;
        let display = format!(":{number}");
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address=1"]);
        let (bus, address) = first_line(&mut bus)?;

        let home = folder.join("home");
        fs::create_dir_all(&home)?;
        let rules = folder.join("openbox.xml");
        fs::write(&rules, WINDOW_MANAGER)?;
        let env: Vec<(OsString, OsString)> = [
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("LANG", "C.UTF-8"),
            ("SHELL", "/bin/bash"),
            ("DISPLAY", &display),
            ("DBUS_SESSION_BUS_ADDRESS", &address),
            // Without a graphics card a composited window may stay blank.
            ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
            ("NO_AT_BRIDGE", "1"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into_iter()
        .chain([("HOME".into(), home.into_os_string())])
        .collect();

        let mut manager = Command::new("openbox");
        manager.arg("--config-file").arg(&rules);
        manager.env_clear().envs(env.iter().cloned());
        let manager = Program::start(&mut manager)?;
        let screen = Screen::connect(&display)?;
        screen.wait_for_manager()?;
        Ok(Self {
            programs: RefCell::default(),
            screen,
            env,
            _manager: manager,
            _bus: bus,
            _server: server,
        })
    }

    /// A program that will appear here, in an environment that is the same on every machine.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.env.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(Stdio::null());
        command
    }

    /// Takes a program in; it is named by its process from then on.
    pub fn keep(&self, program: Program) -> u32 {
        let pid = program.pid();
        self.programs.borrow_mut().push(program);
        pid
    }

    /// Starts a program and waits until its window is drawn.
    pub fn open(&self, command: &mut Command) -> Result<(u32, Place)> {
        let pid = self.keep(Program::start(command)?);
        let place = self.screen.wait_for_window(pid)?;
        self.screen
            .wait_for_calm(place, Duration::from_millis(700))?;
        Ok((pid, place))
    }

    /// Whether a program ended by itself before the time was up.
    pub fn ended(&self, pid: u32, patience: Duration) -> Result<bool> {
        let mut programs = self.programs.borrow_mut();
        let program = programs.iter_mut().find(|program| program.pid() == pid);
        program.map_or(Ok(true), |program| program.ended(patience))
    }

    /// Ends a program and waits until its window is gone.
    pub fn close(&self, pid: u32) -> Result<()> {
        self.programs
            .borrow_mut()
            .retain(|program| program.pid() != pid);
        self.screen.wait_until_gone(pid)
    }
}

/// Starts a program and reads the first line that it prints.
fn first_line(command: &mut Command) -> Result<(Program, String)> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::null());
    let mut program = Program::start(command)?;
    let out = program.stdout().context("its output was asked for")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    if line.trim().is_empty() {
        bail!("{name} ended at once; is it installed?");
    }
    Ok((program, line.trim().to_owned()))
}
