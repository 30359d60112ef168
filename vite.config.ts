import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import solid from "vite-plugin-solid";

/** Lets the webview fetch the page's main chunk while the first module, which imports it, still runs. */
function preloadStart(): Plugin {
  return {
    name: "preload-start",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === "chunk");
        const start = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/src/start.ts"));
        if (!start) return [];
        const isEntry = (file: string): boolean =>
          chunks.some((chunk) => chunk.isEntry && chunk.fileName === file);
        const needed = [start.fileName, ...start.imports.filter((file) => !isEntry(file))];
        return needed.map((file) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}

export default defineConfig({
  plugins: [solid(), preloadStart()],
  clearScreen: false,
  build: {
    outDir: "dist",
    // WebKitGTK 2.50 is newer than this on every platform that Tauri supports.
    target: ["es2022", "safari16"],
    // Every webview that Tauri runs in knows `modulepreload`, and the policy forbids the stand-in's fetch.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    // The page may load fonts only from itself, never from `data:`.
    assetsInlineLimit: 0,
  },
  server: {
    host: "127.0.0.1",
    port: 1420,
    strictPort: true,
    watch: { ignored: ["**/src-tauri/**", "**/target/**", "**/sidecar/**"] },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 30_000,
    // The machines this runs on are small, and a file each is quick.
    maxWorkers: 2,
  },
});
