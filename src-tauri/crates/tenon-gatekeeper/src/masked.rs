//! The proof that something has passed the gatekeeper.

use tenon_core::{Actor, EntityKind, EntityRef, EventDraft};

use crate::Gatekeeper;

/// Something that has passed the gatekeeper. Only this crate can make one.
///
/// ```compile_fail
/// // The field is private, so nobody outside can wrap what was not looked at.
/// let forged = tenon_gatekeeper::Masked("password=hunter2!");
/// ```
///
/// ```compile_fail
/// // Neither conversion nor a default value leads around the gatekeeper.
/// let forged: tenon_gatekeeper::Masked<String> = String::from("password=hunter2!").into();
/// ```
///
/// ```compile_fail
/// // Nor does reading one from JSON.
/// let forged: tenon_gatekeeper::Masked<String> = serde_json::from_str("\"x\"").unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked<T>(T);

impl<T> Masked<T> {
    /// What has passed.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// Takes out what has passed; it can only be wrapped again by passing again.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl Gatekeeper {
    /// Masks a text.
    pub fn masked(&self, text: &str) -> Masked<String> {
        Masked(self.mask_text(text).0)
    }

    /// Masks every string of an event: the actor's name, the kind, the ids of its references, the
    /// trace and the payload.
    pub fn mask_event(&self, event: EventDraft) -> Masked<EventDraft> {
        Masked(EventDraft {
            actor: Actor {
                kind: event.actor.kind,
                name: self.mask_text(&event.actor.name).0,
            },
            kind: self.mask_text(&event.kind).0,
            subject: self.mask_ref(event.subject),
            cause: event.cause,
            turn: event.turn.map(|turn| self.mask_ref(turn)),
            trace: event.trace.map(|trace| self.mask_text(&trace).0),
            payload: self.mask_json(event.payload),
        })
    }

    fn mask_ref(&self, reference: EntityRef) -> EntityRef {
        let (id, findings) = self.mask_text(reference.id());
        let Some(first) = findings.first() else {
            return reference;
        };
        let kind: EntityKind = reference.kind();
        // Marks can be longer than what they replace; then one mark stands for the whole id.
        EntityRef::new(kind, id).unwrap_or_else(|_| {
            let mark = self.marker.mark(&first.kind, reference.id().as_bytes());
            EntityRef::new(kind, mark).expect("a mark is short and has no control character")
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tenon_core::ActorKind;

    use super::*;

    #[test]
    fn no_string_of_an_event_keeps_a_planted_secret() {
        let secret = ["ghp_", "0123456789abcdefghij"].concat();
        let reference = |kind| EntityRef::new(kind, format!("a {secret}")).expect("a short id");
        let event = EventDraft {
            actor: Actor {
                kind: ActorKind::External,
                name: format!("cli {secret}"),
            },
            kind: format!("x.tool.{secret}"),
            subject: reference(EntityKind::Run),
            cause: None,
            turn: Some(reference(EntityKind::Turn)),
            trace: Some(secret.clone()),
            payload: json!({"line": format!("git push {secret}")}),
        };
        let masked = Gatekeeper::new([1; 32]).mask_event(event).into_inner();
        let text = serde_json::to_string(&masked).expect("an event serialises");
        assert!(!text.contains(&secret), "still there: {text}");
        assert_eq!(
            text.matches("<REDACTED:GITHUB_TOKEN:").count(),
            6,
            "one mark each: {text}"
        );
    }

    #[test]
    fn an_id_that_grows_too_long_becomes_one_mark() {
        let id = "https://u:p4s@h ".repeat(31);
        let subject = EntityRef::new(EntityKind::Run, id).expect("496 bytes");
        let masked = Gatekeeper::new([1; 32]).mask_ref(subject);
        assert!(crate::mark::is_mark(masked.id().as_bytes()), "{masked}");
    }
}
