/** What matters now, as the core weighs it. */
import type { ContextRow, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";

/** Files that are open in the centre, the one in front first. */
function openFiles(app: App): WirePath[] {
  const paths = app.workbench.panels("editor").flatMap((panel) => {
    const { path } = panel.state() as { path: WirePath | null };
    return path ?? [];
  });
  return [...new Map(paths.map((path) => [path.path, path])).values()];
}

/** Asks what matters beside `front`, a reference, which is not listed itself. */
export async function mattersNow(app: App, front: string | null, limit: number): Promise<ContextRow[]> {
  return (await app.ipc.contextNow({ front, open: openFiles(app), limit })).rows;
}

/** Why it matters, in words. */
export const whyItMatters = ({ parts }: ContextRow): string => parts.map(({ reason }) => reason).join(" · ");
