"""Small models for the folder engine: a table of words, and what a graph may look like."""

from pathlib import Path

import numpy
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "red", "blue", "door"]
WIDTH = 8


def write(
    folder: Path,
    inputs: tuple[str, ...] = ("input_ids", "attention_mask"),
    outputs: tuple[str, ...] = ("last_hidden_state",),
    limit: int | None = None,
) -> None:
    """Write a model that gives each word the vector of its number."""
    folder.mkdir(parents=True, exist_ok=True)
    table = numpy.eye(len(WORDS), WIDTH, dtype=numpy.float32) + 0.1
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    shape: dict[str, list[str | int]] = {"last_hidden_state": ["batch", "sequence", WIDTH]}
    for name in outputs:
        if name != "last_hidden_state":
            # The first token's vector: not what the mean would be.
            first = helper.make_node("Gather", ["last_hidden_state", "zero"], [name], axis=1)
            nodes.append(first)
            shape[name] = ["batch", WIDTH]
    if outputs == ("scores",):
        nodes.append(helper.make_node("ReduceSum", ["scores"], ["sum"], keepdims=0))
        shape, outputs = {"sum": []}, ("sum",)
    tokens = ["batch", "sequence"]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info(name, TensorProto.INT64, tokens) for name in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape[name]) for name in outputs],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(numpy.array(0), "zero")],
    )
    opset = helper.make_opsetid("", 20)
    save(helper.make_model(graph, opset_imports=[opset], ir_version=9), folder / "model.onnx")
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    if limit:
        tokenizer.enable_truncation(limit)
    tokenizer.save(str(folder / "tokenizer.json"))
