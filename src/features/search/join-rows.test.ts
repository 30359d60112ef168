import { describe, expect, it } from "vitest";
import { joinRows } from "./join-rows";

const join = (shown: string, found: string, held = ""): string =>
  joinRows([...shown], [...found], (row) => row, new Set(held)).join("");

describe("rows that come later", () => {
  it("take the order that they come in while nobody looks", () => {
    expect(join("abc", "xaby")).toBe("xaby");
    expect(join("", "xy")).toBe("xy");
    expect(join("ab", "")).toBe("");
  });

  it("stand around the row under the cursor", () => {
    expect(join("abc", "xyzabc", "b")).toBe("xbyzac");
    expect(join("abc", "xyzabc", "a")).toBe("axyzbc");
    expect(join("abcd", "dxacb", "bd"), "both stay").toBe("xbadc");
  });

  it("leave a row that is looked at where it is, also when it is not found again", () => {
    expect(join("abc", "xyz", "b")).toBe("xbyz");
    expect(join("abc", "xc", "c"), "rows above it are kept as far as they are needed").toBe("xac");
    expect(join("abc", "", "c")).toBe("abc");
  });

  it("hold every row at its place for any choice of one", () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let run = 0; run < 500; run++) {
      const draw = (): string =>
        [...new Set(Array.from({ length: random(9) }, () => "abcdefgh"[random(8)]))].join("");
      const [shown, found] = [draw(), draw()];
      for (const held of shown) {
        const joined = join(shown, found, held);
        expect(joined.indexOf(held), `${shown} + ${found} at ${held} is ${joined}`).toBe(shown.indexOf(held));
        expect(new Set(joined).size, "no row comes twice").toBe(joined.length);
        for (const row of found) expect(joined).toContain(row);
      }
    }
  });
});
