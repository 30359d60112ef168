/**
 * Who may import whom: `ui` and `ipc` nothing of ours, `kernel` those two, a feature those three and the public
 * face of other features, and the files beside them everything. Only `src/ipc` speaks to Tauri.
 */
import path from "node:path";

/** The layer of a file by its path inside `src`; `root` for the files that put everything together. */
function layerOf(file) {
  const parts = file.split("/");
  if (parts[0] === "features") return { layer: "feature", feature: parts[1], rest: parts.slice(2).join("/") };
  return { layer: ["ui", "ipc", "kernel", "styles", "testing"].includes(parts[0]) ? parts[0] : "root" };
}

const allowed = {
  ui: ["ui"],
  ipc: ["ipc"],
  kernel: ["kernel", "ui", "ipc"],
  feature: ["feature", "kernel", "ui", "ipc"],
};

/** What is wrong with an import; both paths are inside `src`. */
function faultOf(from, to) {
  const source = layerOf(from);
  const target = layerOf(to);
  const may = allowed[source.layer];
  if (!may) return undefined;
  // Tests may use what is made for tests.
  if (target.layer === "testing" && /\.test\.tsx?$/.test(from)) return undefined;
  if (!may.includes(target.layer)) return `${source.layer} must not import ${target.layer} (${to}).`;
  if (target.layer !== "feature" || source.feature === target.feature) return undefined;
  const isFace = ["", "index", "index.ts", "index.tsx"].includes(target.rest);
  return isFace ? undefined : `Of another feature only its index may be imported (${to}).`;
}

export const importLaw = {
  meta: { type: "problem", schema: [], docs: { description: "Keeps the layers apart." } },
  create(context) {
    const inside = context.filename.split(path.sep).join("/").split("/src/");
    const from = inside.at(-1);
    if (inside.length < 2 || from === undefined) return {};
    const check = (node, name) => {
      if (typeof name !== "string") return;
      if (name.startsWith("@tauri-apps/")) {
        if (!from.startsWith("ipc/")) context.report({ node, message: "Only src/ipc speaks to Tauri." });
        return;
      }
      if (!name.startsWith(".")) return;
      const to = path.posix.normalize(path.posix.join(path.posix.dirname(from), name));
      const message = faultOf(from, to);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
    };
  },
};
