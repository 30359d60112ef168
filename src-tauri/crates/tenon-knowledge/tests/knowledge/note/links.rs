//! Where links lead.
