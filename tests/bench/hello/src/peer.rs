//! A window with one part of Tenon in its barest form. Which one is the first argument; a file that
//! the page may read is the second. Questions come as lines of JSON on standard input and go to the
//! page; its answers are lines on standard output.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use serde::Serialize;
use tauri::ipc::{Channel, InvokeResponseBody, IpcResponse, Response};
use tauri::{AppHandle, Emitter, State, WebviewUrl, WebviewWindowBuilder};

/// Bytes of one message of a channel.
const MESSAGE: usize = 64 * 1024;

struct Given {
    page: String,
    file: Option<PathBuf>,
}

/// Which page is wanted.
#[tauri::command]
fn page(given: State<'_, Given>) -> String {
    given.page.clone()
}

/// The file that was named at the start.
#[tauri::command]
async fn payload(given: State<'_, Given>) -> Result<Response, String> {
    let file = given.file.as_ref().ok_or("no file was named")?;
    let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
    Ok(Response::new(bytes))
}

/// An answer of the page.
#[tauri::command]
fn told(line: String) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(|e| e.to_string())
}

/// Sends so many messages as a minimal program would.
#[tauri::command]
fn pour(messages: usize, channel: Channel<InvokeResponseBody>) {
    thread::spawn(move || {
        let chunk = vec![b'x'; MESSAGE];
        for _ in 0..messages {
            if channel
                .send(InvokeResponseBody::Raw(chunk.clone()))
                .is_err()
            {
                break;
            }
        }
    });
}

/// Tenon's own type for bytes that cross raw.
struct RawBytes(Vec<u8>);

impl IpcResponse for RawBytes {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(self.0))
    }
}

#[derive(serde::Deserialize)]
struct Attach {
    /// A terminal's name to the page; here the number of messages.
    id: String,
}

#[derive(Serialize)]
struct Attached {
    attachment: u32,
}

/// Sends as Tenon's terminals do, through its command's shape: a leading byte says what follows.
#[tauri::command]
async fn terminal_attach(params: Attach, channel: Channel<RawBytes>) -> Result<Attached, String> {
    let messages: usize = params.id.parse().map_err(|_| "the id is a number here")?;
    thread::spawn(move || {
        let chunk = vec![b'x'; MESSAGE];
        for _ in 0..messages {
            let mut message = Vec::with_capacity(chunk.len() + 1);
            message.push(0);
            message.extend_from_slice(&chunk);
            if channel.send(RawBytes(message)).is_err() {
                break;
            }
        }
    });
    Ok(Attached { attachment: 1 })
}

/// Hands questions to the page until there are no more.
fn listen(handle: &AppHandle) {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        if handle.emit("asked", line).is_err() {
            break;
        }
    }
    handle.exit(0);
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let given = Given {
        page: arguments
            .next()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        file: arguments.next().map(PathBuf::from),
    };
    let run = tauri::Builder::default()
        .plugin(tauri_plugin_pty::init())
        .manage(given)
        .invoke_handler(tauri::generate_handler![
            page,
            payload,
            told,
            pour,
            terminal_attach
        ])
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Peer")
                .inner_size(1440.0, 900.0)
                .build()?;
            let handle = app.handle().clone();
            thread::spawn(move || listen(&handle));
            Ok(())
        })
        .run(tauri::generate_context!());
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
