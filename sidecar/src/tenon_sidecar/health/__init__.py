"""Is the sidecar there, is it ours, and what can it do."""
