"""Names in free text: people, organisations, projects."""
