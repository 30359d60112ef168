//! One type a command, so that a call is checked by the compiler on both sides of a seam.

use std::panic::{AssertUnwindSafe, catch_unwind};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tenon_core::Code;

use crate::command::Permission;
use crate::owner::{Caller, Owner};
use crate::{ApiError, ApiResult, handle};

/// A command that answers with JSON.
pub trait Op: 'static {
    /// Its name on every seam.
    const NAME: &'static str;
    /// What it takes.
    type Params: Serialize + DeserializeOwned + Send + 'static;
    /// What it answers.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// Does it.
    fn run(owner: &Owner, caller: &Caller, params: Self::Params) -> ApiResult<Self::Output>;
}

/// A command that answers with bytes.
pub trait RawOp: 'static {
    /// Its name on every seam.
    const NAME: &'static str;
    /// What it takes.
    type Params: Serialize + DeserializeOwned + Send + 'static;
    /// Does it.
    fn run(owner: &Owner, caller: &Caller, params: Self::Params) -> ApiResult<Vec<u8>>;
}

/// Takes one message of a stream; `false` says that nobody listens any more.
pub type Stream = Box<dyn FnMut(Vec<u8>) -> bool + Send>;

/// A command that answers once and sends bytes from then on.
pub trait StreamOp: 'static {
    /// Its name on every seam.
    const NAME: &'static str;
    /// What it takes.
    type Params: Serialize + DeserializeOwned + Send + 'static;
    /// What it answers first.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// Does it.
    fn run(
        owner: &Owner,
        caller: &Caller,
        params: Self::Params,
        stream: Stream,
    ) -> ApiResult<Self::Output>;
}

/// Runs a command's body: asks the policy first, and turns a panic into an error.
fn guarded<T>(
    owner: &Owner,
    caller: &Caller,
    name: &'static str,
    permission: Permission,
    body: impl FnOnce() -> ApiResult<T>,
) -> ApiResult<T> {
    owner.allow(caller, name, permission)?;
    owner.check_folder(name)?;
    let answer = contained(name, body);
    if let Err(error) = &answer {
        owner.note_refusal(caller, name, error);
    }
    answer
}

/// Runs a body and turns a panic into an error.
fn contained<T>(name: &str, body: impl FnOnce() -> ApiResult<T>) -> ApiResult<T> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        tracing::error!(command = name, "a command panicked");
        Err(ApiError::new(
            Code::Internal,
            format!("\"{name}\" failed in a way it should not"),
        )
        .hint("What was open is still there. The log has more."))
    })
}

fn parse<T: DeserializeOwned>(name: &str, params: Value) -> ApiResult<T> {
    serde_json::from_value(params).map_err(|e| {
        ApiError::new(
            Code::Invalid,
            format!("the parameters of \"{name}\" do not fit: {e}"),
        )
    })
}

fn json<T: Serialize>(value: &T) -> ApiResult<Value> {
    serde_json::to_value(value).map_err(|e| ApiError::new(Code::Internal, e.to_string()))
}

macro_rules! ops {
    (
        json { $($ja:literal $jn:ident($jp:ident) -> $jo:ident, $jperm:ident, $jc:literal;)* }
        raw { $($ra:literal $rn:ident($rp:ident), $rperm:ident;)* }
        stream { $($ta:literal $tn:ident($tp:ident) -> $to:ident, $tperm:ident;)* }
        shell { $($sa:literal $sn:ident($sp:ident) -> $so:ident, $sperm:ident, $sc:literal;)* }
    ) => {
        $(
            #[doc = $ja]
            #[allow(non_camel_case_types)]
            pub struct $jn;
            impl Op for $jn {
                const NAME: &'static str = stringify!($jn);
                type Params = crate::wire::$jp;
                type Output = crate::wire::$jo;
                fn run(owner: &Owner, caller: &Caller, params: Self::Params) -> ApiResult<Self::Output> {
                    guarded(owner, caller, Self::NAME, Permission::$jperm, || handle::$jn(owner, caller, params))
                }
            }
        )*
        $(
            #[doc = $ra]
            #[allow(non_camel_case_types)]
            pub struct $rn;
            impl RawOp for $rn {
                const NAME: &'static str = stringify!($rn);
                type Params = crate::wire::$rp;
                fn run(owner: &Owner, caller: &Caller, params: Self::Params) -> ApiResult<Vec<u8>> {
                    guarded(owner, caller, Self::NAME, Permission::$rperm, || handle::$rn(owner, caller, params))
                }
            }
        )*
        $(
            #[doc = $ta]
            #[allow(non_camel_case_types)]
            pub struct $tn;
            impl StreamOp for $tn {
                const NAME: &'static str = stringify!($tn);
                type Params = crate::wire::$tp;
                type Output = crate::wire::$to;
                fn run(owner: &Owner, caller: &Caller, params: Self::Params, stream: Stream) -> ApiResult<Self::Output> {
                    guarded(owner, caller, Self::NAME, Permission::$tperm, || handle::$tn(owner, caller, params, stream))
                }
            }
        )*

        /// Runs a command by name, for the owner's socket. Bytes are answered as `{"base64": …}`;
        /// `stream` takes what a streaming command sends.
        pub fn dispatch(
            owner: &Owner,
            caller: &Caller,
            method: &str,
            params: Value,
            stream: impl FnOnce() -> Stream,
        ) -> ApiResult<Value> {
            match method {
                $(stringify!($jn) => json(&$jn::run(owner, caller, parse(method, params)?)?),)*
                $(stringify!($rn) => {
                    let bytes = $rn::run(owner, caller, parse(method, params)?)?;
                    Ok(serde_json::json!({ "base64": STANDARD.encode(bytes) }))
                })*
                $(stringify!($tn) => json(&$tn::run(owner, caller, parse(method, params)?, stream())?),)*
                $(stringify!($sn) => Err(ApiError::new(
                    Code::PreconditionFailed,
                    format!("\"{method}\" needs a window"),
                )),)*
                _ => Err(ApiError::new(Code::NotFound, format!("there is no command \"{method}\""))),
            }
        }
    };
}
crate::for_each_command!(ops);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_and_a_result_stays_what_it_is() {
        let panicked = contained::<()>("file_find", || panic!("a fault"));
        let error = panicked.expect_err("a panic is no success");
        assert_eq!(error.code, Code::Internal);
        assert!(error.message.contains("file_find"), "it names the command");
        assert_eq!(contained("file_find", || Ok(7)), Ok(7));
        let own = ApiError::new(Code::Conflict, "held");
        assert_eq!(contained::<()>("x", || Err(own.clone())), Err(own));
    }
}
