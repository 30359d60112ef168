import { choice, whole } from "./field-kind";
import type { SettingField } from "./setting-fields";

/** The settings of the work that makes the workspace searchable by meaning. */
export const embeddingFields: SettingField[] = [
  {
    key: "embeddings.enabled",
    field: "embeddingsEnabled",
    title: "Enabled",
    about: "Make the workspace searchable by meaning.",
    kind: { type: "switch" },
  },
  {
    key: "embeddings.engine",
    field: "embeddingsEngine",
    title: "Engine",
    about: "What makes embeddings. Another one's are made in the background before they answer.",
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
    about: "The model's name at a server.",
    kind: { type: "text" },
  },
  {
    key: "embeddings.url",
    field: "embeddingsUrl",
    title: "Server",
    about: "The server's address on this machine; it has to stand under Egress, too.",
    kind: { type: "text", placeholder: "http://127.0.0.1:11434" },
  },
  {
    key: "embeddings.folder",
    field: "embeddingsFolder",
    title: "Folder",
    about: "The folder of a model of your own.",
    kind: { type: "text" },
  },
  {
    key: "embeddings.scope",
    field: "embeddingsScope",
    title: "Files",
    about: "Which files can be found by meaning.",
    kind: choice(["all", "All"], ["touched", "Open or changed today"]),
  },
  {
    key: "embeddings.cpu",
    field: "embeddingsCpu",
    title: "Processor",
    about: "How much of the time the work may take.",
    kind: whole(10, 100, "percent"),
  },
];
