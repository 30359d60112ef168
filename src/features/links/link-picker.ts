/** What a link can lead to: files, symbols and commands by a few letters, or any reference as it is written. */
import type { RunListParams } from "../../ipc/bindings";
import type { App, PickItem } from "../../kernel/app";
import { matchText } from "../../kernel/match-text";
import { homely } from "../../ui/homely";
import { visible, visiblePath } from "../../ui/visible-name";
import { ANY_RUN } from "./ref-names";
import { kindName, readRef, shortRef } from "./refs";

/** Rows of each kind, so that none hides the others. */
const ofEach = 12;
/** Letters from which on names of symbols are looked for; fewer fit too many. */
const symbolsFrom = 2;

const row = (ref: string, name: string, query: string, detail: string): PickItem => {
  const { text, positions } = visible(name, matchText(name, query) ?? []);
  return { id: ref, title: text, positions, detail };
};

function commandsLike(query: string): RunListParams {
  return { ...ANY_RUN, query: query || null, unique: true, limit: ofEach };
}

/** Finds what a link can lead to; `from` itself is left out. */
export async function findTargets(app: App, query: string, from: string): Promise<PickItem[]> {
  const files = app.ipc.fileFind({ query, limit: ofEach }).then(({ matches }) =>
    matches.map(({ path: { path } }) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return row(`file:${path}`, name, query, `file · ${visiblePath(path)}`);
    }),
  );
  const symbols = (
    query.length < symbolsFrom ? Promise.resolve([]) : app.ipc.symbolsFind({ query, limit: ofEach })
  ).then((rows) =>
    rows.map(({ ref, name, kind, path, line }) =>
      row(ref, name, query, `${kind} · ${visiblePath(path.path)}:${line}`),
    ),
  );
  const commands = app.ipc.runList(commandsLike(query)).then(({ runs }) =>
    runs.map(({ id, command, cwd }) => {
      const [first = ""] = command.split("\n");
      return row(`run:${id}`, first, query, `command · ${visiblePath(homely(cwd ?? "", app.boot.app.home))}`);
    }),
  );
  const found = await Promise.allSettled([files, symbols, commands]);
  const failed = found.find((each) => each.status === "rejected");
  // One kind that cannot be read hides the others as little as they hide it.
  if (failed && found.every(({ status }) => status === "rejected")) throw failed.reason;
  const rows = found.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const written = readRef(query);
  const typed: PickItem[] = written
    ? [{ id: query, title: shortRef(query), detail: `${kindName(written.kind)} · as written` }]
    : [];
  return [...typed, ...rows].filter(({ id }) => id !== from);
}
