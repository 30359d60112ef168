"""Makes the graph's matrices 8-bit integers, which is about twice as fast.

What is gained and lost is measured in docs/decisions/0022-the-embedding-engine.md.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnx


def write(model: "onnx.ModelProto", path: Path) -> None:
    """Write the graph with every matrix of weights in integers, a scale for each column.

    The table of words stays in floats: of all tensors it is the one that loses most.
    Seven of the eight bits are used, because processors without VNNI add two products in
    16 bits, which would overflow and make other vectors there.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # It recommends a step that needs another package and changes nothing in this graph.
    logging.disable(logging.WARNING)
    try:
        quantize_dynamic(
            model,
            str(path),
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            # What two texts' tokens are multiplied with is no weight, and stays as it is.
            extra_options={"MatMulConstBOnly": True},
        )
    finally:
        logging.disable(logging.NOTSET)
