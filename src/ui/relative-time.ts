const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** A time as people say it, such as `4 minutes ago`; both in milliseconds since 1970. */
export function relativeTime(at: number, now: number): string {
  const passed = now - at;
  for (const [unit, length] of units) {
    if (Math.abs(passed) >= length) return format.format(-Math.round(passed / length), unit);
  }
  return "just now";
}

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A moment by the clock, in the person's own time: `14:02:07`, and the day before it when that is not today. */
export function clockTime(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A moment exactly, in the person's own time. */
export const exactTime = (at: number): string => exact.format(at);
