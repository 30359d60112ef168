import { defineConfig, mergeConfig } from "vitest/config";
import e2e from "../e2e/vitest.config";

// The tour is a walk through the same window as the tests, in pictures.
export default mergeConfig(e2e, defineConfig({ root: import.meta.dirname, test: { testTimeout: 300_000 } }));
