/** Moments to go back to: some that people mean often, and what they type. */

export interface Moment {
  id: string;
  title: string;
  at: number;
}

const minute = 60_000;

/** Moments before `now`, the nearest first; none before `since`, when the local history begins. */
export function usualMoments(now: number, since: number | null): Moment[] {
  const before = (minutes: number, title: string): Moment => ({
    id: `${minutes}`,
    title,
    at: now - minutes * minute,
  });
  const today = new Date(now);
  today.setHours(0, 0, 0, 0);
  const all = [
    before(1, "A minute ago"),
    before(5, "5 minutes ago"),
    before(30, "Half an hour ago"),
    before(60, "An hour ago"),
    before(240, "4 hours ago"),
    { id: "today", title: "The start of today", at: today.getTime() },
    before(24 * 60, "This time yesterday"),
    before(7 * 24 * 60, "A week ago"),
  ];
  return all.filter(({ at }) => since !== null && at >= since);
}

/** Reads `2026-11-21 14:30`, `14:30` of today, RFC 3339, or milliseconds since 1970; `undefined` for anything else. */
export function readMoment(text: string, now: number): number | undefined {
  const typed = text.trim();
  if (/^\d{11,}$/.test(typed)) return Number(typed);
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typed);
  if (clock) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map((part) => Number(part || 0));
    if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
    return new Date(now).setHours(hours, minutes, seconds, 0);
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(typed)) return undefined;
  // A date alone would be read as UTC, and people mean their own midnight.
  const at = Date.parse(typed.length === 10 ? `${typed}T00:00` : typed.replace(" ", "T"));
  return Number.isNaN(at) ? undefined : at;
}
