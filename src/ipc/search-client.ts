/** The commands of search, symbols and the index at the real core. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { AppError } from "./app-error";
import type { SearchIpc, SymbolRow } from "./search-types";
import {
  indexStatusFrom,
  messagesIn,
  referenceRow,
  wireAction,
  wireQuery,
  type WireIndexStatus,
  type WireMessage,
  type WireReference,
} from "./search-wire";

/** Uses of a name that are asked for at most. */
const mostUses = 5_000;
/** Files whose states are asked for at most. */
const mostStates = 10_000;
/** Where the states of all files are asked for. */
const everything = { path: "" };

async function call<T>(command: string, params: unknown, more: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, { params, ...more });
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}

export function makeSearchIpc(toBuffer: (message: unknown) => ArrayBuffer): SearchIpc {
  const definition = (place: unknown): Promise<{ name: string | null; symbols: SymbolRow[] }> =>
    call("symbol_definition", place);
  return {
    searchRun: ({ search, limit }, onMessage) => {
      const channel = new Channel<unknown>();
      let isHeard = true;
      channel.onmessage = (data) => {
        // Pages of a search that ended are on their way still, and reading them would hold up the next one's.
        if (!isHeard) return;
        const text = new TextDecoder().decode(toBuffer(data));
        for (const message of messagesIn(JSON.parse(text) as WireMessage)) isHeard &&= onMessage(message);
      };
      return call("search_run", { search: wireQuery(search), limit }, { channel });
    },
    searchStop: (params) => call("search_stop", params),
    searchRanked: ({ search, ...params }) => call("search_ranked", { search: wireQuery(search), ...params }),
    searchReplace: ({ search, ...params }) =>
      call("search_replace", { search: wireQuery(search), ...params }),
    symbolsOutline: async (params) =>
      (await call<{ symbols: SymbolRow[] }>("symbols_outline", params)).symbols,
    symbolsFind: async (params) =>
      (await call<{ symbols: SymbolRow[] }>("symbols_find", { ...params, fresh: false })).symbols,
    symbolDefinition: async (place) => (await definition(place)).symbols,
    symbolReferences: async (place) => {
      const { name } = await definition(place);
      if (name === null) return [];
      const params = { name, limit: mostUses };
      const { references } = await call<{ references: WireReference[] }>("symbol_references", params);
      return references.map((use) => referenceRow(name, use));
    },
    indexStatus: async ({ path }) => {
      const params = path ? { path, limit: 1 } : { path: everything, limit: mostStates };
      const status = await call<WireIndexStatus>("index_status", params);
      const file = path && status.states[0];
      return { ...indexStatusFrom(status), ...(file ? { file } : {}) };
    },
    indexControl: async ({ do: step }) => {
      await call("index_control", { action: wireAction(step) });
    },
  };
}
