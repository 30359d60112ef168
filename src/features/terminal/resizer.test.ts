import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeResizer, RESIZE_QUIET, type Size } from "./resizer";

describe("resizer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setup() {
    const sent: Size[] = [];
    let room: Size | undefined = { cols: 80, rows: 24 };
    let fits = 0;
    const resizer = makeResizer({
      fit: () => {
        fits += 1;
        return room;
      },
      send: (size) => sent.push(size),
    });
    const frame = async (size: Size | undefined) => {
      room = size;
      resizer.request();
      resizer.request();
      await vi.advanceTimersByTimeAsync(20);
    };
    return { resizer, sent, frame, fits: () => fits, rest: () => vi.advanceTimersByTimeAsync(RESIZE_QUIET) };
  }

  it("fits once a frame and tells the shell only the last size", async () => {
    const { frame, rest, sent, fits } = setup();
    await frame({ cols: 90, rows: 24 });
    await frame({ cols: 95, rows: 24 });
    await frame({ cols: 100, rows: 30 });
    expect(fits(), "two requests in one frame are one").toBe(3);
    expect(sent).toEqual([]);
    await rest();
    expect(sent).toEqual([{ cols: 100, rows: 30 }]);
  });

  it("says nothing that the shell knows already", async () => {
    const { resizer, frame, rest, sent } = setup();
    resizer.settle({ cols: 80, rows: 24 });
    await frame({ cols: 81, rows: 24 });
    await frame({ cols: 80, rows: 24 });
    await rest();
    expect(sent, "it went there and back before it came to rest").toEqual([]);
  });

  it("leaves the size alone while there is no room to measure", async () => {
    const { frame, rest, sent } = setup();
    await frame(undefined);
    await rest();
    expect(sent).toEqual([]);
  });

  it("is still after it was disposed of", async () => {
    const { resizer, frame, rest, sent } = setup();
    await frame({ cols: 90, rows: 24 });
    resizer.dispose();
    await rest();
    expect(sent).toEqual([]);
  });
});
