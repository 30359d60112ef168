import type { SettingField } from "./setting-fields";
import { sectionOf, sections } from "./setting-sections";

/** What was read from a field: the value to write, or what is wrong with it. */
export type Read = { value: unknown } | { fault: string };

/** Reads what a person typed. */
export function readValue(field: SettingField, text: string): Read {
  const { kind } = field;
  if (kind.type === "lines")
    return {
      value: text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
    };
  if (kind.type === "json") return readJson(text);
  if (kind.type !== "number") return { value: text };
  const number = Number(text.trim().replace(",", "."));
  const takes = `Takes a ${kind.whole ? "whole " : ""}number from ${kind.least} to ${kind.most}.`;
  const fits = text.trim() !== "" && Number.isFinite(number) && number >= kind.least && number <= kind.most;
  if (!fits || (kind.whole && !Number.isInteger(number))) return { fault: takes };
  return { value: number };
}

function readJson(text: string): Read {
  try {
    return { value: text.trim() === "" ? [] : (JSON.parse(text) as unknown) };
  } catch {
    return { fault: "Takes a list, written as JSON." };
  }
}

/** A value as it stands in its field. */
export function showValue(field: SettingField, value: unknown): string {
  if (field.kind.type === "lines") return Array.isArray(value) ? value.join("\n") : "";
  if (field.kind.type === "json") return JSON.stringify(value, undefined, 2);
  return String(value ?? "");
}

export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Settings that a search finds: every word has to occur in the key, the title, the section or the text. */
export function searchFields(fields: SettingField[], query: string): SettingField[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return fields.filter((field) => {
    const text = `${field.key} ${sections[sectionOf(field)]} ${field.title} ${field.about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
