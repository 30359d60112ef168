import { lazy, type Component } from "solid-js";

/** A component whose code is read when it is drawn first: the window's first picture does not wait for it. */
export function onDemand<P extends object>(load: () => Promise<Component<P>>): Component<P> {
  return lazy(async () => ({ default: await load() }));
}
