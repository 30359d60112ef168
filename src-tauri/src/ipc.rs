//! Tauri's handlers, derived from the list of commands in `tenon-api`.
//!
//! Every handler does the same few things: it takes the calling window's label and its parameters,
//! and hands both to [`Windows`]. Nothing is decided here.

use serde::Deserialize;
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::Runtime;
use tauri::ipc::{CommandArg, CommandItem, InvokeError, InvokeResponseBody, IpcResponse};
use tenon_api::ApiError;
use tenon_core::Code;

/// Bytes that cross to the page raw: it receives an `ArrayBuffer`.
///
/// It does not implement `Serialize`, so that it can never become a JSON array by accident.
#[derive(Debug, Clone, specta::Type)]
pub struct RawBytes(pub Vec<u8>);

impl IpcResponse for RawBytes {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(self.0))
    }
}

/// A command's parameters. What does not fit is refused in the one error shape.
#[derive(Debug, Clone)]
pub struct Params<T>(pub T);

impl<'de, T: Deserialize<'de>, R: Runtime> CommandArg<'de, R> for Params<T> {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let name = command.name;
        T::deserialize(command).map(Self).map_err(|e| {
            let message = format!("the parameters of \"{name}\" do not fit: {e}");
            InvokeError::from(ApiError::new(Code::Invalid, message))
        })
    }
}

impl<T: specta::Type> FunctionArg for Params<T> {
    fn to_datatype(types: &mut Types) -> Option<DataType> {
        Some(T::definition(types))
    }
}

/// The label of the window that calls.
#[derive(Debug, Clone)]
pub struct Caller(pub String);

impl<'de, R: Runtime> CommandArg<'de, R> for Caller {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        Ok(Self(command.message.webview_ref().label().to_owned()))
    }
}

impl FunctionArg for Caller {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

macro_rules! handlers {
    (
        json { $($ja:literal $jn:ident($jp:ident) -> $jo:ident, $jperm:ident, $jc:literal;)* }
        raw { $($ra:literal $rn:ident($rp:ident), $rperm:ident;)* }
        stream { $($ta:literal $tn:ident($tp:ident) -> $to:ident, $tperm:ident;)* }
        shell { $($sa:literal $sn:ident($sp:ident) -> $so:ident, $sperm:ident, $sc:literal;)* }
    ) => {
        /// One handler a command. The module keeps Tauri's generated names out of the crate's root.
        pub mod handlers {
            use tauri::State;
            use tauri::ipc::Channel;
            use tenon_api::ApiError;
            use tenon_api::wire::*;

            use super::{Caller, Params, RawBytes};
            use crate::windows::Windows;

            $(
                #[doc = $ja]
                #[tauri::command]
                #[specta::specta]
                pub async fn $jn(params: Params<$jp>, caller: Caller, windows: State<'_, Windows>) -> Result<$jo, ApiError> {
                    windows.json::<tenon_api::ops::$jn>(caller, params.0).await
                }
            )*
            $(
                #[doc = $ra]
                #[tauri::command]
                #[specta::specta]
                pub async fn $rn(params: Params<$rp>, caller: Caller, windows: State<'_, Windows>) -> Result<RawBytes, ApiError> {
                    windows.raw::<tenon_api::ops::$rn>(caller, params.0).await.map(RawBytes)
                }
            )*
            $(
                #[doc = $ta]
                #[tauri::command]
                #[specta::specta]
                pub async fn $tn(params: Params<$tp>, caller: Caller, windows: State<'_, Windows>, channel: Channel<RawBytes>) -> Result<$to, ApiError> {
                    windows.stream::<tenon_api::ops::$tn>(caller, params.0, move |bytes| channel.send(RawBytes(bytes)).is_ok()).await
                }
            )*
            $(
                #[doc = $sa]
                #[tauri::command]
                #[specta::specta]
                pub async fn $sn(params: Params<$sp>, caller: Caller, windows: State<'_, Windows>) -> Result<$so, ApiError> {
                    crate::shell::$sn(&windows, caller, params.0).await
                }
            )*
        }

        /// The commands with their types, for Tauri and for the page's bindings.
        pub fn builder<R: Runtime>() -> tauri_specta::Builder<R> {
            tauri_specta::Builder::new()
                .disable_serde_phases()
                .commands(tauri_specta::collect_commands![
                    $(handlers::$jn,)* $(handlers::$rn,)* $(handlers::$tn,)* $(handlers::$sn,)*
                ])
                .typ::<tenon_api::wire::WindowEvent>()
        }
    };
}
tenon_api::for_each_command!(handlers);
