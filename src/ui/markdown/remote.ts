/** Pictures of other machines: named, and fetched only once the person lets them come. */
import { visibleText } from "../visible-name";
import type { Dressing } from "./tools";

/** Puts what is said of the picture in its place, and the picture once it is there. */
export function dressRemote(element: HTMLElement, written: string, { tools, onLeave }: Dressing): void {
  const { ownerDocument: document } = element;
  const address = written.startsWith("//") ? `https:${written}` : written;
  const server = serverOf(address);
  const name = element.getAttribute("alt") || "Image";
  const place = document.createElement("span");
  place.className = "markdown-remote";
  place.dataset["tip"] = visibleText(address);
  place.setAttribute("role", "group");
  place.tabIndex = -1;
  place.setAttribute("aria-label", `${name}, a picture of ${server ?? "another machine"}`);
  element.replaceWith(place);

  const button = (title: string, press: () => void): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = title;
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      press();
    });
    return made;
  };
  const say = (sentence: string, ...buttons: HTMLElement[]): void => {
    const had = place.contains(document.activeElement);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.textContent = `${name} (${server ?? visibleText(address.slice(0, 80))})${sentence}`;
    place.replaceChildren(said, ...buttons, ...elsewhere());
    // Whoever pressed a button stays where it was.
    if (had) (place.querySelector("button") ?? place).focus();
  };
  const elsewhere = (): HTMLElement[] => {
    if (!tools.onAddress) return [];
    return [button("Open in Browser", () => tools.onAddress?.(address, true))];
  };
  const { remote } = tools;
  if (!remote || server === undefined) return say("");

  /** Gone with its block: what comes then is not shown. */
  let isThere = true;
  onLeave(() => (isThere = false));
  const load = (allowed: string[]): void => {
    say(": loading …");
    remote.load(address, allowed).then(
      (url) => {
        if (!isThere) return;
        (element as HTMLImageElement).src = url;
        place.replaceWith(element);
      },
      (thrown: unknown) => {
        const { message, about } = reasonOf(thrown);
        const isNew = about !== undefined && !allowed.includes(about);
        const again = isNew
          ? button(`Load from ${visibleText(about)} Too`, () => load([...allowed, about]))
          : button("Try Again", () => load(allowed));
        say(`: ${visibleText(message)}`, again);
      },
    );
  };
  // What watches hears that it may come now.
  const always = (): void => {
    remote.always(server).catch((thrown: unknown) => ask(`: ${visibleText(reasonOf(thrown).message)}`));
  };
  const ask = (sentence: string): void =>
    say(
      sentence,
      button("Load", () => load([server])),
      button(`Always from ${server}`, always),
    );
  ask("");
  onLeave(remote.watch(address, () => load([])));
}

/** What failed, and the server that may be asked too, where that would help. */
function reasonOf(thrown: unknown): { message: string; about?: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const about = "about" in thrown && typeof thrown.about === "string" ? thrown.about : undefined;
  return { message: thrown.message, ...(about === undefined ? {} : { about }) };
}

/** The server of a plain web address, with its port where it is not the usual one. */
function serverOf(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).host;
}
