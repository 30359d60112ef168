//! The only one who speaks to the sidecar, and only in one launch.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use crate::error::SidecarError;
use crate::proof::{Token, random_hex};
use crate::rules::Rules;
use crate::wire::{Embeddings, EmbeddingsAnswer, EmbeddingsParams, ErrorBody, Health, How};

/// The most texts that are sent at once.
const CHUNK_TEXTS: usize = 64;
/// The most bytes of text that are sent at once; the sidecar takes 16 MiB, and JSON may make each
/// byte six.
const CHUNK_BYTES: usize = 2 * 1024 * 1024;
/// The longest answer about health, and the longest refusal, in bytes.
const SMALL_ANSWER: usize = 64 * 1024;
/// The longest answer of vectors, in bytes.
const LARGE_ANSWER: usize = 16 * 1024 * 1024;
/// How many requests for embeddings are under way at once. The engine works on one at a time, so
/// more of them would only grow old waiting.
const AT_ONCE: usize = 4;

/// A client of one launch: its port and its token.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    port: u16,
    token: Token,
    health_timeout: Duration,
    embed_timeout: Duration,
    gate: Arc<Semaphore>,
}

impl Client {
    /// Makes a client for the sidecar on 127.0.0.1:`port` that was started with `token`.
    ///
    /// # Errors
    /// [`SidecarError::Client`] when the system gives no resources.
    pub fn new(port: u16, token: Token, rules: &Rules) -> Result<Self, SidecarError> {
        let http = reqwest::Client::builder()
            // Proxies of the environment would be sent the token.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // Shorter than the sidecar's own, so that it never closes one that is about to be used.
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
            .map_err(SidecarError::Client)?;
        let (health_timeout, embed_timeout) = (rules.health_timeout, rules.embed_timeout);
        let gate = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Self {
            http,
            port,
            token,
            health_timeout,
            embed_timeout,
            gate,
        })
    }

    /// Asks how it is, and believes only an answer that is signed.
    ///
    /// # Errors
    /// [`SidecarError::Stranger`] when the proof is wrong, [`SidecarError::Malformed`] when the
    /// answer is not one, and otherwise why there is none.
    pub async fn health(&self) -> Result<Health, SidecarError> {
        let nonce = random_hex::<16>()?;
        let request = self
            .http
            .get(self.address(&format!("/health?nonce={nonce}")));
        let health: Health = self.ask(request, self.health_timeout, SMALL_ANSWER).await?;
        if health.nonce != nonce || !self.token.signed(&nonce, &health.signature) {
            return Err(SidecarError::Stranger);
        }
        Ok(health)
    }

    /// Turns texts into vectors, in requests of at most 64 texts.
    ///
    /// # Errors
    /// [`SidecarError::Answered`] when the engine is not ready or refuses a text,
    /// [`SidecarError::TimedOut`] when one request takes too long, and otherwise why there is no
    /// readable answer.
    pub async fn embed(&self, texts: &[String]) -> Result<Embeddings, SidecarError> {
        self.embed_as(texts, None).await
    }

    /// As [`Client::embed`], in the way that `how` says.
    ///
    /// # Errors
    /// As [`Client::embed`].
    pub async fn embed_as(
        &self,
        texts: &[String],
        how: Option<&How>,
    ) -> Result<Embeddings, SidecarError> {
        let mut chunks = chunks(texts).into_iter();
        let first = chunks.next().unwrap_or_default();
        let mut all = self.embed_chunk(first, how).await?;
        for chunk in chunks {
            let next = self.embed_chunk(chunk, how).await?;
            if (&next.model, next.dimensions) != (&all.model, all.dimensions) {
                return Err(SidecarError::Malformed(
                    "its model changed on the way".into(),
                ));
            }
            all.vectors.extend(next.vectors);
        }
        Ok(all)
    }

    async fn embed_chunk(
        &self,
        texts: &[String],
        how: Option<&How>,
    ) -> Result<Embeddings, SidecarError> {
        // It is closed by nobody; without a permit the request would merely wait at the engine.
        let _permit = self.gate.acquire().await.ok();
        let request = self.http.post(self.address("/embeddings"));
        let request = request.json(&EmbeddingsParams { texts, how });
        let named = named(request)?;
        let made: EmbeddingsAnswer = self.ask(named, self.embed_timeout, LARGE_ANSWER).await?;
        let made = Embeddings::from(made);
        check(&made, texts.len())?;
        Ok(made)
    }

    /// Sends a JSON body to `target` and gives the answer's body when it is a success.
    ///
    /// # Errors
    /// [`SidecarError::Answered`] when it refuses, and otherwise why there is no answer.
    pub(crate) async fn post(
        &self,
        target: &str,
        body: Vec<u8>,
        timeout: Duration,
    ) -> Result<Vec<u8>, SidecarError> {
        let request = self.http.post(self.address(target));
        let request = request
            .header("content-type", "application/json")
            .body(body);
        self.bytes(named(request)?, timeout, LARGE_ANSWER).await
    }

    fn address(&self, target: &str) -> String {
        format!("http://127.0.0.1:{}{target}", self.port)
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        timeout: Duration,
        longest: usize,
    ) -> Result<T, SidecarError> {
        parse(&self.bytes(request, timeout, longest).await?)
    }

    async fn bytes(
        &self,
        request: RequestBuilder,
        timeout: Duration,
        longest: usize,
    ) -> Result<Vec<u8>, SidecarError> {
        let failed = |error: reqwest::Error| match error.is_timeout() {
            true => SidecarError::TimedOut(timeout),
            false => SidecarError::Unreachable(error.without_url()),
        };
        let request = request.bearer_auth(self.token.reveal()).timeout(timeout);
        let response = request.send().await.map_err(failed)?;
        let status = response.status();
        let retry_after = retry_after(&response);
        let longest = if status == StatusCode::OK {
            longest
        } else {
            SMALL_ANSWER
        };
        let body = read(response, longest).await.map_err(failed)?;
        match (status, body) {
            (_, None) => Err(SidecarError::Malformed(format!(
                "it is longer than {longest} bytes"
            ))),
            (StatusCode::OK, Some(body)) => Ok(body),
            (status, Some(body)) => Err(refusal(status, &body, retry_after)),
        }
    }
}

/// Gives a request the name by which both logs know it.
fn named(request: RequestBuilder) -> Result<RequestBuilder, SidecarError> {
    let id = random_hex::<8>()?;
    tracing::trace!(id, "the sidecar is asked");
    Ok(request.header("x-request-id", id))
}

/// Reads an answer.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, SidecarError> {
    serde_json::from_slice(body).map_err(|error| SidecarError::Malformed(error.to_string()))
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get("retry-after")?.to_str().ok()?;
    seconds.parse().ok().map(Duration::from_secs)
}

/// Reads a body of at most `longest` bytes; nothing when it is longer.
async fn read(mut response: Response, longest: usize) -> reqwest::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > longest {
            return Ok(None);
        }
        body.extend_from_slice(&part);
    }
    Ok(Some(body))
}

fn refusal(status: StatusCode, body: &[u8], retry_after: Option<Duration>) -> SidecarError {
    match serde_json::from_slice::<ErrorBody>(body) {
        Ok(ErrorBody { error }) => SidecarError::Answered {
            status: status.as_u16(),
            code: error.code,
            message: error.message,
            hint: error.hint,
            retryable: error.retryable,
            retry_after,
        },
        Err(_) => SidecarError::Malformed(format!("status {} without a reason", status.as_u16())),
    }
}

/// Cuts `texts` into requests, in order; a text is never cut.
fn chunks(texts: &[String]) -> Vec<&[String]> {
    let mut chunks = Vec::new();
    let (mut begin, mut bytes) = (0, 0);
    for (index, text) in texts.iter().enumerate() {
        let is_full = index - begin == CHUNK_TEXTS || bytes + text.len() > CHUNK_BYTES;
        if is_full && index > begin {
            chunks.push(&texts[begin..index]);
            (begin, bytes) = (index, 0);
        }
        bytes += text.len();
    }
    if begin < texts.len() {
        chunks.push(&texts[begin..]);
    }
    chunks
}

fn check(made: &Embeddings, texts: usize) -> Result<(), SidecarError> {
    let problem = if made.vectors.len() != texts {
        format!("{} vectors for {texts} texts", made.vectors.len())
    } else if made
        .vectors
        .iter()
        .any(|vector| vector.len() != made.dimensions)
    {
        format!("a vector has not {} figures", made.dimensions)
    } else if made
        .vectors
        .iter()
        .flatten()
        .any(|figure| !figure.is_finite())
    {
        "a vector has a figure that is no number".to_owned()
    } else {
        return Ok(());
    };
    Err(SidecarError::Malformed(problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_sent_in_order_in_requests_that_the_sidecar_takes() {
        let sizes = |texts: &[String]| chunks(texts).iter().map(|c| c.len()).collect::<Vec<_>>();
        let short = vec!["x".to_owned(); 130];
        assert_eq!(sizes(&short), [64, 64, 2], "at most 64 at once");
        assert!(sizes(&[]).is_empty());
        let long = vec!["x".repeat(CHUNK_BYTES / 2); 3];
        assert_eq!(sizes(&long), [2, 1], "and not too many bytes");
        let huge = vec!["x".repeat(CHUNK_BYTES + 1); 2];
        assert_eq!(
            sizes(&huge),
            [1, 1],
            "a text is sent whole; the sidecar judges it"
        );
    }

    #[test]
    fn an_answer_that_does_not_fit_the_question_is_refused() {
        let made = |vectors| Embeddings {
            model: "m".into(),
            dimensions: 2,
            vectors,
        };
        assert!(check(&made(vec![vec![0.0, 1.0]]), 1).is_ok());
        for vectors in [vec![], vec![vec![1.0]], vec![vec![f32::NAN, 0.0]]] {
            assert!(check(&made(vectors.clone()), 1).is_err(), "{vectors:?}");
        }
    }
}
