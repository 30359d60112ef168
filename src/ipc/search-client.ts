/** The commands of search, symbols and the index at the real core. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { AppError } from "./app-error";
import type { SearchIpc } from "./search-types";

async function call<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}

export function makeSearchIpc(toBuffer: (message: unknown) => ArrayBuffer): SearchIpc {
  return {
    searchRun: (params, onMessage) => {
      const channel = new Channel<unknown>();
      channel.onmessage = (message) => onMessage(toBuffer(message));
      return call("search_run", { params, channel });
    },
    searchStop: (params) => call("search_stop", { params }),
    searchReplacePreview: (params) => call("search_replace_preview", { params }),
    searchReplaceApply: (params) => call("search_replace_apply", { params }),
    symbolsOutline: (params) => call("symbols_outline", { params }),
    symbolsFind: (params) => call("symbols_find", { params }),
    symbolDefinition: (params) => call("symbol_definition", { params }),
    symbolReferences: (params) => call("symbol_references", { params }),
    indexStatus: (params) => call("index_status", { params }),
    indexControl: (params) => call("index_control", { params }),
  };
}
