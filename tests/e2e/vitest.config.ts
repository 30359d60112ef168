import { join } from "node:path";
import { defineConfig } from "vitest/config";

// One window at a time: they share the machine's two cores and its one keyboard focus each.
export default defineConfig({
  root: join(import.meta.dirname, "..", ".."),
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    maxWorkers: 1,
    // Each wait in a test is bounded and says what it waited for, long before these are up.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});
