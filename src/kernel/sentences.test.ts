import { expect, it } from "vitest";
import { sentences } from "./sentences";

it("what the core says becomes sentences", () => {
  expect(sentences('the folder "/a" is not there', undefined, "Name another.")).toBe(
    'The folder "/a" is not there. Name another.',
  );
  expect(sentences("settings.json cannot be written")).toBe("settings.json cannot be written.");
  expect(sentences(null, "", "  ")).toBe("");
  expect(sentences("Is it there?", "No…")).toBe("Is it there? No…");
});
