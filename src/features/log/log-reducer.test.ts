import { describe, expect, it } from "vitest";
import type { LogLine } from "../../ipc/bindings";
import { addLines, filterLines, lineText, mostLines } from "./log-reducer";

const line = (
  seq: number,
  level = "info",
  target = "tenon_git::status",
  message = `line ${seq}`,
): LogLine => ({
  seq,
  at: 0,
  level,
  target,
  message,
});
const seqs = (lines: LogLine[]): number[] => lines.map(({ seq }) => seq);

describe("the log's lines", () => {
  it("are each kept once and in order, however often they arrive", () => {
    const once = addLines([line(1)], [line(3), line(2), line(2)]);
    expect(seqs(once)).toEqual([1, 2, 3]);
    expect(addLines(once, [line(2), line(3)]), "nothing new changes nothing").toBe(once);
  });

  it("of the sidecar have its level, and say their moment once", () => {
    const said = (message: string): string[] => {
      const [told] = addLines([], [line(1, "info", "sidecar", message)]);
      return [told?.level ?? "", told?.message ?? ""];
    };
    expect(said("2026-11-22T07:30:57.638Z INFO tenon.http: POST /embeddings 200")).toEqual([
      "info",
      "tenon.http: POST /embeddings 200",
    ]);
    expect(said("2026-11-22T07:30:57.638Z WARNING tenon.vectors: slow")).toEqual([
      "warn",
      "tenon.vectors: slow",
    ]);
    expect(said("Traceback (most recent call last):")).toEqual([
      "info",
      "Traceback (most recent call last):",
    ]);
    const [other] = addLines([], [line(1, "info", "tenon_git", "2026-11-22T07:30:57.638Z INFO x")]);
    expect(other?.message, "others are left alone").toBe("2026-11-22T07:30:57.638Z INFO x");
  });

  it("are no more than are kept, the newest", () => {
    const many = addLines(
      [],
      Array.from({ length: mostLines + 10 }, (_, index) => line(index + 1)),
    );
    expect(many).toHaveLength(mostLines);
    expect(many[0]?.seq).toBe(11);
  });

  it("pass a filter by level, source and text", () => {
    const lines = [
      line(1, "error"),
      line(2, "info", "sidecar", "Uvicorn is up"),
      line(3, "debug"),
      line(4, "odd"),
    ];
    expect(
      seqs(filterLines(lines, { text: "", level: "info", target: "" })),
      "an unknown level is never hidden",
    ).toEqual([1, 2, 4]);
    expect(seqs(filterLines(lines, { text: "", level: "trace", target: "tenon_git" }))).toEqual([1, 3, 4]);
    expect(seqs(filterLines(lines, { text: "UVI", level: "trace", target: "" }))).toEqual([2]);
  });

  it("are copied with their time", () => {
    expect(lineText(line(1))).toBe("1970-01-01T00:00:00.000Z info tenon_git::status line 1");
  });
});
