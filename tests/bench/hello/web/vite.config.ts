import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The peers' pages, built as Tenon's own page is. */
export default defineConfig({
  root: here("peer"),
  clearScreen: false,
  build: {
    outDir: here("../../../../target/bench/pages"),
    emptyOutDir: true,
    target: ["es2022", "safari16"],
    chunkSizeWarningLimit: 2000,
  },
});
