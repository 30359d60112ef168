"""Where the real model is, and skipping when it is not there."""

import os
from pathlib import Path

import pytest

from tenon_sidecar.model import MODEL_NAME, store, weights
from tenon_sidecar.settings import default_models_dir

needs_weights = pytest.mark.skipif(
    weights.find() is None, reason="the weights are not installed; run `make setup`"
)


def installed_models() -> Path:
    """Return the folder of the models, or skip the test when the model is not whole."""
    models_dir = default_models_dir(os.environ)
    problem = store.problem(models_dir / MODEL_NAME, formats=store.READABLE)
    if problem is not None:
        pytest.skip(f"no model in {models_dir} ({problem}); run `make setup`")
    return models_dir
