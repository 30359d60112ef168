import { choice, whole } from "./field-kind";
import type { SettingField } from "./setting-fields";

/** The settings of the work that makes the workspace searchable by meaning. */
export const embeddingFields: SettingField[] = [
  {
    key: "embeddings.enabled",
    field: "embeddingsEnabled",
    title: "Enabled",
    about: "Make the folder searchable by meaning, on this machine. Off, only words and names are searched.",
    kind: { type: "switch" },
  },
  {
    key: "embeddings.engine",
    field: "embeddingsEngine",
    title: "Engine",
    about:
      "What turns text into vectors. After a change the old ones answer until the new ones are complete.",
    kind: choice(
      ["minilm", "Tenon's own model"],
      ["folder", "A model in a folder"],
      ["openai", "A server that answers as OpenAI does"],
      ["ollama", "Ollama"],
    ),
  },
  {
    key: "embeddings.model",
    field: "embeddingsModel",
    title: "Model",
    about: "The model's name at the server. Only Ollama, and a server that answers as OpenAI does, need it.",
    kind: { type: "text", placeholder: "nomic-embed-text" },
  },
  {
    key: "embeddings.url",
    field: "embeddingsUrl",
    title: "Server",
    about: "The server's address. It has to be on this machine, and stand in egress.engines too.",
    kind: { type: "text", placeholder: "http://127.0.0.1:11434" },
  },
  {
    key: "embeddings.folder",
    field: "embeddingsFolder",
    title: "Folder",
    about:
      "The absolute path of a folder with model.onnx and tokenizer.json. Only a model in a folder needs it.",
    kind: { type: "text", placeholder: "/home/you/models/mine" },
  },
  {
    key: "embeddings.scope",
    field: "embeddingsScope",
    title: "Files",
    about: "Which files can be found by meaning. Fewer of them are done sooner.",
    kind: choice(["all", "All"], ["touched", "Open or changed today"]),
  },
  {
    key: "embeddings.cpu",
    field: "embeddingsCpu",
    title: "Processor",
    about:
      "How much of the time the work in the background may take. Less keeps the machine quiet, and takes longer.",
    kind: whole(10, 100, "percent"),
  },
];
