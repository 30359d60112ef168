//! The end of an owner.

use std::sync::atomic::Ordering;

use super::{Owner, hot, lock};

impl Owner {
    /// Ends what it does for others: lets go of its clients, hangs up the terminals, and waits
    /// until everything it has written down is durable. A process calls it before it ends, because
    /// a thread that is still busy with a request keeps the owner itself alive.
    pub fn close(&self) {
        if self.closed.swap(true, Ordering::SeqCst) {
            return;
        }
        if let Some(server) = self.server.get() {
            server.stop();
        }
        let writes = self.db.refusal().is_none();
        if writes {
            // Before the shells are hung up, which is not their end for the person.
            self.keep_screens();
            self.keep_session();
        }
        self.terminals.close_all();
        self.runs.close(self);
        self.problems.close();
        hot::undo::settle_all(self);
        for (_, stop) in lock(&self.searches).values() {
            stop.store(true, Ordering::Relaxed);
        }
        if let Some(indexing) = self.indexing.get() {
            indexing.close();
        }
        self.meaning.close();
        self.history.close();
        self.symbols.close();
        self.journal.close();
        if !writes {
            return;
        }
        // The writer takes one thing after the other, so what was queued before is durable too.
        if let Err(e) = self.db.end_session() {
            tracing::warn!(error = %e, "the end of the session was not noted");
        }
        self.note_left();
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.close();
    }
}
