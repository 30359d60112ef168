//! Commands through Tauri's own way in.

use serde_json::{Value, json};
use tauri::WebviewWindowBuilder;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tenon_api::ApiError;
use tenon_api::command::COMMANDS;
use tenon_core::Code;

fn ask(window: &tauri::WebviewWindow<MockRuntime>, command: &str, body: Value) -> Value {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().expect("an address"),
        body: InvokeBody::Json(body),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_string(),
    };
    get_ipc_response(window, request).expect_err("it is refused")
}

#[test]
fn parameters_that_do_not_fit_are_refused_in_the_one_error_shape() {
    let builder = tenon_window::ipc::builder::<MockRuntime>();
    let app = mock_builder()
        .invoke_handler(builder.invoke_handler())
        .build(mock_context(noop_assets()))
        .expect("an app without a display");
    let window = WebviewWindowBuilder::new(&app, "main", Default::default())
        .build()
        .expect("a window without a display");
    for spec in COMMANDS {
        // A number is nobody's parameters, and to leave them out is no better.
        for body in [
            json!({ "params": 5 }),
            json!({ "params": { "no such": 1 } }),
            json!({}),
        ] {
            let error = ask(&window, spec.name, body.clone());
            let error: ApiError = serde_json::from_value(error.clone())
                .unwrap_or_else(|e| panic!("{} {body}: {error}: {e}", spec.name));
            assert_eq!(error.code, Code::Invalid, "{} {body}: {error:?}", spec.name);
            assert!(
                error.message.contains(spec.name),
                "it names the command: {error:?}"
            );
        }
    }
}
