import { defineConfig } from "vitest/config";

// One window at a time: they share the machine's two cores and its one keyboard focus each.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // Each wait in the tests is bounded and says what it waited for, long before these are up.
    bail: 0,
  },
});
