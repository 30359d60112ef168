import { expect, it } from "vitest";
import { fitHeader, headerCells, type HeaderText } from "./header-fit";

const text = (parts: Partial<HeaderText> = {}): HeaderText => ({
  state: "✓ 0",
  took: "0 ms",
  place: "~/proj  main",
  hasError: false,
  canFold: false,
  ...parts,
});

it("takes the room of what it says, so that parts go only where they would meet text", () => {
  const cells = headerCells(text(), 7.5);
  const all = cells.least + cells.place + cells.actions;
  expect(cells.least, "the status of a short command needs little").toBeLessThanOrEqual(10);
  expect(fitHeader(all, cells)).toBe("full");
  expect(fitHeader(all - 1, cells), "the place goes first").toBe("short");
  const short = headerCells(text({ place: "~/p" }), 7.5);
  expect(fitHeader(short.least + short.actions - 1, short), "beside which a short one stays").toBe("place");
  expect(fitHeader(cells.least, cells)).toBe("least");
});

it("grows with its words and buttons, and takes fewer cells of a larger font", () => {
  const { least, place, actions } = headerCells(text(), 7.5);
  expect(headerCells(text({ took: "12 min 30 s" }), 7.5).least).toBeGreaterThan(least);
  expect(headerCells(text({ place: "~/src/somewhere/else  main" }), 7.5).place).toBeGreaterThan(place);
  expect(headerCells(text({ hasError: true, canFold: true }), 7.5).actions).toBeGreaterThan(actions + 5);
  expect(headerCells(text(), 15).least).toBeLessThan(least);
  expect(headerCells(text({ place: "" }), 7.5).place).toBe(0);
  expect(headerCells(text(), 0), "before anything is drawn").toEqual({ least, place, actions });
});
