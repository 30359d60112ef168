"""Writes all-MiniLM-L6-v2 down as an ONNX graph: BERT, mean pooling, L2 norm."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    import onnx

LAYERS = 6
HEADS = 12
WIDTH = 384
EPSILON = 1e-12
OPSET = 20
# The oldest file format that has this opset, so that more runtimes can read it.
IR_VERSION = 9


class Builder:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self, tensors: "dict[str, numpy.ndarray]") -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._tensors = tensors

    def constant(self, name: str, value: "numpy.ndarray") -> str:
        """Add a constant. A scalar must stay 0-dimensional, which `Gather` looks at."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def weight(self, name: str, *, transpose: bool = False) -> str:
        """Add one of the model's tensors; `Linear` keeps its matrix transposed."""
        value = self._tensors[name]
        return self.constant(name, value.T.copy() if transpose else value)

    def node(self, kind: str, *inputs: str, output: str | None = None, **attributes: object) -> str:
        """Add an operator."""
        from onnx import helper

        output = output or f"{kind}_{len(self.nodes)}"
        made = helper.make_node(kind, list(inputs), [output], name=output)
        made.attribute.extend(
            helper.make_attribute(key, value) for key, value in attributes.items()
        )
        self.nodes.append(made)
        return output

    def linear(self, value: str, name: str) -> str:
        """Multiply by a weight matrix and add its bias."""
        product = self.node("MatMul", value, self.weight(f"{name}.weight", transpose=True))
        return self.node("Add", product, self.weight(f"{name}.bias"))

    def norm(self, value: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", value, scale, bias, axis=-1, epsilon=EPSILON)


def build(tensors: "dict[str, numpy.ndarray]") -> "onnx.ModelProto":
    """Return the graph: `input_ids`, `attention_mask` in, `embedding` out."""
    import numpy
    from onnx import TensorProto, checker, helper

    b = Builder(tensors)
    hidden = _embed(b)
    b.constant("heads_shape", numpy.array([0, 0, HEADS, WIDTH // HEADS], numpy.int64))
    b.constant("joined_shape", numpy.array([0, 0, WIDTH], numpy.int64))
    b.constant("scale", numpy.array((WIDTH / HEADS) ** -0.5, numpy.float32))
    mask = b.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    bias = _attention_bias(b, mask)
    for index in range(LAYERS):
        hidden = _layer(b, f"encoder.layer.{index}", hidden, bias)
    _pool(b, hidden, mask)
    shape = ["batch", "sequence"]
    graph = helper.make_graph(
        b.nodes,
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, shape),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, shape),
        ],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])],
        b.constants,
    )
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
    checker.check_model(model)
    return model


def _embed(b: Builder) -> str:
    """Sum the embeddings of word, position and (always the first) sentence."""
    import numpy

    words = b.node("Gather", b.weight("embeddings.word_embeddings.weight"), "input_ids")
    length = b.node("Shape", "input_ids", start=1, end=2)
    zero = b.constant("zero", numpy.array([0], numpy.int64))
    table = b.weight("embeddings.position_embeddings.weight")
    positions = b.node("Slice", table, zero, length, zero)
    first = b.constant("first", numpy.array(0, numpy.int64))
    sentence = b.node("Gather", b.weight("embeddings.token_type_embeddings.weight"), first)
    total = b.node("Add", b.node("Add", words, sentence), positions)
    return b.norm(total, "embeddings.LayerNorm")


def _attention_bias(b: Builder, mask: str) -> str:
    """Turn the mask into what is added to the scores: 0 for tokens, very low for padding."""
    import numpy

    one = b.constant("one", numpy.array(1, numpy.float32))
    low = b.constant("low", numpy.array(-10000, numpy.float32))
    axes = b.constant("axes_1_2", numpy.array([1, 2], numpy.int64))
    return b.node("Unsqueeze", b.node("Mul", b.node("Sub", one, mask), low), axes)


def _layer(b: Builder, name: str, hidden: str, bias: str) -> str:
    def heads(part: str, order: list[int]) -> str:
        value = b.linear(hidden, f"{name}.attention.self.{part}")
        return b.node("Transpose", b.node("Reshape", value, "heads_shape"), perm=order)

    query = heads("query", [0, 2, 1, 3])
    key = heads("key", [0, 2, 3, 1])
    value = heads("value", [0, 2, 1, 3])
    scores = b.node("Add", b.node("Mul", b.node("MatMul", query, key), "scale"), bias)
    mixed = b.node("MatMul", b.node("Softmax", scores, axis=-1), value)
    joined = b.node("Reshape", b.node("Transpose", mixed, perm=[0, 2, 1, 3]), "joined_shape")
    attended = b.linear(joined, f"{name}.attention.output.dense")
    hidden = b.norm(b.node("Add", attended, hidden), f"{name}.attention.output.LayerNorm")
    wide = b.node("Gelu", b.linear(hidden, f"{name}.intermediate.dense"))
    narrow = b.linear(wide, f"{name}.output.dense")
    return b.norm(b.node("Add", narrow, hidden), f"{name}.output.LayerNorm")


def _pool(b: Builder, hidden: str, mask: str) -> None:
    """Average over the real tokens and bring the result to length 1."""
    import numpy

    last = b.constant("axis_2", numpy.array([2], numpy.int64))
    middle = b.constant("axis_1", numpy.array([1], numpy.int64))
    weighted = b.node("Mul", hidden, b.node("Unsqueeze", mask, last))
    total = b.node("ReduceSum", weighted, middle, keepdims=0)
    count = b.node("ReduceSum", mask, middle, keepdims=1)
    b.node("LpNormalization", b.node("Div", total, count), axis=-1, p=2, output="embedding")
