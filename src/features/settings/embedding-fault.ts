/** What the search by meaning has against its settings, at the setting that can mend it. */
import type { MeaningStatus } from "../../ipc/bindings";
import { sentences } from "../../kernel/sentences";

/** What a hint names, and the setting below which it is read; the first that fits. */
const places: [named: string, key: string][] = [
  ["egress.engines", "embeddings.url"],
  ["embeddings.url", "embeddings.url"],
  ["embeddings.model", "embeddings.model"],
  ["embeddings.folder", "embeddings.folder"],
];

/** The sentence for a setting; nothing where all is well or another one is meant. */
export function embeddingFault(key: string, status: MeaningStatus | undefined): string | undefined {
  if (!key.startsWith("embeddings.") || status?.state !== "failed") return undefined;
  const said = sentences(status.reason, status.hint);
  // A model that is damaged is the engine's; that no sidecar runs is the fault of no value here.
  const other = /\b(model|engine)\b/i.test(said) ? "embeddings.engine" : "embeddings.enabled";
  // A value that does not hold is named by its own setting.
  const own = /"(embeddings\.\w+)" takes/.exec(said)?.[1];
  const [, place = own ?? other] = places.find(([named]) => said.includes(`"${named}"`)) ?? [];
  if (place !== key || said === "") return undefined;
  // The place says itself which setting is meant, and the list at the top in which line it stands.
  const cut = (status.reason ?? "").replace(/^Line \d+ of \S+: /, "").replace(`"${key}" takes`, "Takes");
  return sentences(cut, status.hint);
}
