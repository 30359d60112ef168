/** Offsets in `text` where the letters of `query` stand in order, parts between blanks each on their own. */
export function subsequence(text: string, query: string): number[] | undefined {
  const lower = text.toLowerCase();
  const positions = new Set<number>();
  for (const part of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const whole = lower.lastIndexOf(part);
    if (whole >= 0) {
      for (let i = 0; i < part.length; i++) positions.add(whole + i);
      continue;
    }
    let from = 0;
    for (const letter of part) {
      const at = lower.indexOf(letter, from);
      if (at < 0) return undefined;
      positions.add(at);
      from = at + 1;
    }
  }
  return [...positions].sort((a, b) => a - b);
}
