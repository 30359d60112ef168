/** Texts of files, as they were and as they are. */
import { Text } from "@codemirror/state";
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { decodeText } from "../editor";

/** The text of a version. */
export async function versionText(app: App, id: number): Promise<Text> {
  return decodeText(await app.ipc.historyText({ path: null, at: null, id }));
}

/** The text that a file had at a moment. */
export async function textThen(app: App, path: WirePath, at: number): Promise<Text> {
  return decodeText(await app.ipc.historyText({ path, at, id: null }));
}

/** The text of the file now; empty when it is gone. */
export async function textNow(app: App, path: WirePath): Promise<Text> {
  try {
    return decodeText(await app.ipc.fileRead({ path }));
  } catch (thrown) {
    if (AppError.from(thrown).code === "notFound") return Text.empty;
    throw thrown;
  }
}
