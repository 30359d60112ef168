"""ONNX Runtime, which calls its maker unless it is told not to before it is imported."""

import os
from typing import Any


def load() -> Any:  # noqa: ANN401
    """Import ONNX Runtime without its telemetry.

    Switching it off afterwards is too late: by then it has written an identifier of the
    machine into the cache folder, and soon after tries to send what it collected.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
