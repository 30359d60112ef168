import { defineConfig } from "vitest/config";
import e2e from "../e2e/vitest.config";

// The tour is a walk through the same window as the tests, in pictures.
export default defineConfig({
  ...e2e,
  test: { ...e2e.test, include: ["tests/tour/**/*.test.ts"], testTimeout: 300_000 },
});
