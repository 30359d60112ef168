"""The model's graph: built from published weights on this machine, never downloaded."""

MODEL_NAME = "all-MiniLM-L6-v2"
REMEDY = "Run `make setup` to install the weights and build the model."
