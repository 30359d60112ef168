/**
 * The one tooltip of the window. A control says what it is with `data-tip`, and with `data-tip-command` which
 * command it runs, so that the key stands beside the words; `data-tip-side="right"` suits lines of a list.
 */
import { createSignal, onCleanup, onMount, Show, type JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { placeOf } from "./tooltip-place";

export interface TooltipsProps {
  /** The key to show for a command. */
  keyOf: (command: string) => string | undefined;
}

/** Milliseconds that the pointer rests before a tooltip comes, and that it has to get from one to the next. */
const REST = 500;
const GRACE = 120;
const ID = "tooltip";

interface Shown {
  target: HTMLElement;
  text: string;
  key: string | undefined;
}

export function Tooltips(props: TooltipsProps): JSX.Element {
  const [shown, setShown] = createSignal<Shown>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let resting: HTMLElement | undefined;
  let byKey = false;
  let element: HTMLDivElement | undefined;

  const later = (run: () => void, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const hide = (): void => {
    clearTimeout(timer);
    resting = undefined;
    const now = shown();
    if (now) describe(now.target, false);
    setShown(undefined);
  };
  const show = (target: HTMLElement): void => {
    hide();
    const text = target.dataset["tip"];
    if (!text || !target.isConnected) return;
    resting = target;
    const key = props.keyOf(target.dataset["tipCommand"] ?? "");
    setShown({ target, text, key });
    // What a screen reader says anyway is not said twice.
    if (key !== undefined || text !== target.getAttribute("aria-label")) describe(target, true);
  };
  const pointed = (event: Event): void => {
    const at = event.target as Element;
    if (element?.contains(at)) return clearTimeout(timer);
    const target = at.closest<HTMLElement>("[data-tip]") ?? undefined;
    if (target === resting) {
      if (shown()) clearTimeout(timer);
      return;
    }
    resting = target;
    if (!target) return later(hide, GRACE);
    // From one control to the next nobody waits again.
    later(() => show(target), shown() ? GRACE : REST);
  };
  const focused = ({ target }: Event): void => {
    if (!byKey || !(target instanceof HTMLElement)) return;
    // A tab of the dock has the focus in place of what is drawn in it.
    const tip = target.matches("[data-tip]")
      ? target
      : target.querySelector<HTMLElement>(":scope > [data-tip]");
    if (tip) later(() => show(tip), REST);
  };
  const pressed = (event: Event): void => {
    byKey = event.type === "keydown";
    hide();
  };

  onMount(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const listen = (type: string, handle: (event: Event) => void): void =>
      document.addEventListener(type, handle, { signal, capture: true, passive: true });
    listen("pointerover", pointed);
    listen("focusin", focused);
    for (const type of ["keydown", "pointerdown", "wheel", "dragstart", "contextmenu"]) listen(type, pressed);
    for (const type of ["focusout", "scroll"]) listen(type, () => byKey && hide());
    document.documentElement.addEventListener("pointerleave", hide, { signal });
    onCleanup(() => {
      controller.abort();
      hide();
    });
  });
  return (
    <Show when={shown()} keyed>
      {(now) => (
        <Portal>
          <div
            ref={(made) => {
              element = made;
              queueMicrotask(() => place(made, now.target));
            }}
            id={ID}
            class="tooltip"
            role="tooltip"
          >
            <span>{now.text}</span>
            <Show when={now.key}>{(key) => <kbd>{key()}</kbd>}</Show>
          </div>
        </Portal>
      )}
    </Show>
  );
}

function place(tip: HTMLElement, target: HTMLElement): void {
  const room = { width: window.innerWidth, height: window.innerHeight };
  const beside = target.dataset["tipSide"] === "right";
  const { left, top } = placeOf(target.getBoundingClientRect(), tip.getBoundingClientRect(), room, beside);
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}

/** Adds the tooltip to what describes a control, or takes it away; what else describes it stays. */
function describe(target: HTMLElement, on: boolean): void {
  const others = (target.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== ID);
  const ids = on ? [...others, ID] : others;
  if (ids.length > 0) target.setAttribute("aria-describedby", ids.join(" "));
  else target.removeAttribute("aria-describedby");
}
