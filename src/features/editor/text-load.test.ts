import { describe, expect, it } from "vitest";
import { decodeText } from "./text-load";
import { BEYOND, PART, textOfPart } from "./text-part";

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe("texts from bytes", () => {
  it("are the same lines", () => {
    for (const text of ["", "a", "a\n", "\n\n", "é\u{1f600}\nb"]) {
      expect(decodeText(bytesOf(text).buffer).toString()).toBe(text);
    }
  });

  it("keep a byte order mark that is part of the text", () => {
    expect(decodeText(bytesOf("\ufeffa").buffer).toString()).toBe("\ufeffa");
  });

  it("in parts give each character to the part in which it starts", () => {
    const whole = bytesOf("a".repeat(PART - 1) + "é" + "b".repeat(10));
    const first = textOfPart(whole.subarray(0, PART + BEYOND), true, "utf8");
    const second = textOfPart(whole.subarray(PART, 2 * PART + BEYOND), false, "utf8");
    expect(first.endsWith("aé")).toBe(true);
    expect(second).toBe("b".repeat(10));
  });
});
