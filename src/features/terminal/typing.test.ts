import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTyping, TYPING } from "./typing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("where keys go is known until nobody types any more", () => {
  let place = "one";
  const keys = new EventTarget() as Window;
  const typing = createTyping(keys, () => place);
  const press = () => keys.dispatchEvent(new Event("keydown"));
  expect(typing()).toBeUndefined();
  press();
  vi.advanceTimersByTime(TYPING - 1);
  expect(typing()).toBe("one");
  place = "";
  press();
  vi.advanceTimersByTime(TYPING - 1);
  expect(typing()).toBe("");
  vi.advanceTimersByTime(1);
  expect(typing()).toBeUndefined();
});
