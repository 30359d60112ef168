"""The model's graph: built from published weights on this machine, never downloaded."""

MODEL_NAME = "all-MiniLM-L6-v2"
REMEDY = "Run `tenon sidecar setup` (in the source tree `make setup`), which makes it."
