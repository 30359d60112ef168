import { ESLint } from "eslint";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importLaw } from "./import-law.js";

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: {
    files: ["**/*.ts"],
    plugins: { tenon: { rules: { "import-law": importLaw } } },
    rules: { "tenon/import-law": "error" },
  } as never,
});

async function faults(file: string, name: string): Promise<number> {
  const [result] = await eslint.lintText(`import "${name}";\n`, { filePath: `src/${file}` });
  return result?.errorCount ?? 0;
}

describe("the import law", () => {
  it.each([
    ["ui/menu.ts", "./menu-walk"],
    ["kernel/settings.ts", "../ipc/client"],
    ["kernel/dock/tab.ts", "../../ui/menu"],
    ["features/log/log-store.ts", "../../kernel/app"],
    ["features/explorer/tree.ts", "../git-status"],
    ["features/explorer/tree.ts", "./tree-row"],
    ["features/log/log.test.ts", "../../testing/start-fake"],
    ["ipc/client.ts", "@tauri-apps/api/core"],
    ["app.ts", "./features/log/log-store"],
    ["kernel/theme.ts", "solid-js"],
  ])("lets %s import %s", async (file, name) => {
    expect(await faults(file, name)).toBe(0);
  });

  it.each([
    ["ui/menu.ts", "../kernel/app"],
    ["ipc/client.ts", "../ui/menu"],
    ["kernel/settings.ts", "../features/log"],
    ["features/explorer/tree.ts", "../git-status/git-store"],
    ["features/log/log-store.ts", "../../app"],
    ["features/log/log-store.ts", "../../testing/start-fake"],
    ["features/log/log-store.ts", "@tauri-apps/api/core"],
    ["kernel/theme.ts", "@tauri-apps/api/event"],
  ])("forbids %s to import %s", async (file, name) => {
    expect(await faults(file, name), "the layers would tangle").toBe(1);
  });

  it("lets a feature lean on at most two others", () => {
    const root = "src/features";
    const leaning = readdirSync(root).map((feature) => {
      const files = readdirSync(`${root}/${feature}`).filter((file) => /\.tsx?$/.test(file));
      const named = files.flatMap((file) =>
        [...readFileSync(`${root}/${feature}/${file}`, "utf8").matchAll(/from "\.\.\/([a-z-]+)"/g)].map(
          ([, name]) => name,
        ),
      );
      return { feature, others: [...new Set(named)] };
    });
    expect(leaning.filter(({ others }) => others.length > 2)).toEqual([]);
  });
});
