import { createSignal, onCleanup } from "solid-js";

/** Whether the window has room for the right dock beside a sidebar and an editor; follows its width. */
export function createWide(): () => boolean {
  const query = window.matchMedia("(min-width: 1200px)");
  const [wide, setWide] = createSignal(query.matches);
  const follow = (event: MediaQueryListEvent): void => void setWide(event.matches);
  query.addEventListener("change", follow);
  onCleanup(() => query.removeEventListener("change", follow));
  return wide;
}
