import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Theme } from "../ipc/bindings";

/** `dark` or `light` as it is drawn now, kept on the root element for the style sheets. */
export function createTheme(chosen: () => Theme): () => "dark" | "light" {
  const query = window.matchMedia("(prefers-color-scheme: light)");
  const [systemIsLight, setSystemIsLight] = createSignal(query.matches);
  const follow = (event: MediaQueryListEvent): void => void setSystemIsLight(event.matches);
  query.addEventListener("change", follow);
  onCleanup(() => query.removeEventListener("change", follow));

  const theme = createMemo((): "dark" | "light" => {
    const wanted = chosen();
    if (wanted !== "system") return wanted;
    return systemIsLight() ? "light" : "dark";
  });
  createEffect(() => document.documentElement.setAttribute("data-theme", theme()));
  return theme;
}
