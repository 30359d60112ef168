import { createEffect, createSignal, on, onCleanup, onMount, Show, type JSX } from "solid-js";
import type { LinkGraph } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { EmptyState } from "../../ui/states";
import { pictureOf, summaryOf } from "./graph-model";
import { readLook } from "./look";
import type { FromPicture, ToPicture } from "./messages";
import { makePointer } from "./pointer";
import { startPicture, type RunningPicture } from "./start-picture";
import type { Verdict } from "./suggested";

export interface GraphCanvasProps {
  app: App;
  graph: LinkGraph;
  visible: boolean;
  selected: string | undefined;
  /** Where the details of what is chosen stand. */
  detailsId: string;
  onSelect: (ref: string | undefined) => void;
  onHover: (ref: string | undefined) => void;
  onOpen: (ref: string) => void;
  onAround: (ref: string) => void;
  /** Says of the suggested link of a thing that it holds or does not. */
  onJudge: (ref: string, verdict: Verdict) => Promise<boolean>;
  onList: () => void;
  ref: (element: HTMLElement) => void;
}

const STEP = 64;
const NEARER = 1.25;
const directions: Record<string, [dx: number, dy: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The graph as a picture, drawn elsewhere; this hears the pointer and the keys. */
export function GraphCanvas(props: GraphCanvasProps): JSX.Element {
  let place!: HTMLDivElement;
  const [picture, setPicture] = createSignal<RunningPicture>();
  const [cannot, setCannot] = createSignal(false);
  const [done, setDone] = createSignal(1);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const send = (message: ToPicture): void => picture()?.send(message);
  const hear = (message: FromPicture): void => {
    switch (message.type) {
      case "hover":
        place.style.cursor = message.ref === undefined ? "" : "pointer";
        return props.onHover(message.ref);
      case "selected":
        return props.onSelect(message.ref);
      case "opened":
        return props.onOpen(message.ref);
      case "progress":
        return void setDone(message.done);
    }
  };
  const measure = (): void => {
    const { clientWidth: width, clientHeight: height } = place;
    send({ type: "size", width, height, ratio: window.devicePixelRatio || 1 });
  };
  onMount(() => {
    let isGone = false;
    const observer = new ResizeObserver(measure);
    observer.observe(place);
    void startPicture(hear).then((running) => {
      if (isGone) return running?.stop();
      if (!running) return void setCannot(true);
      running.canvas.setAttribute("aria-hidden", "true");
      place.prepend(running.canvas);
      setPicture(running);
    });
    onCleanup(() => {
      isGone = true;
      observer.disconnect();
      picture()?.stop();
    });
  });
  const sendLook = (): void => {
    // The style sheets hear of another theme a moment later.
    queueMicrotask(() => send({ type: "look", look: readLook(place), calm: calm.matches }));
  };
  calm.addEventListener("change", sendLook);
  onCleanup(() => calm.removeEventListener("change", sendLook));
  createEffect(on([picture, () => props.app.theme()], sendLook));
  createEffect(on(picture, measure));
  createEffect(() => send({ type: "graph", ...pictureOf(props.graph) }));
  createEffect(() => send({ type: "shown", shown: props.visible }));
  createEffect(() => send({ type: "select", ref: props.selected }));

  const actions: Record<string, () => void> = {
    "+": () => send({ type: "zoom", factor: NEARER }),
    "=": () => send({ type: "zoom", factor: NEARER }),
    "-": () => send({ type: "zoom", factor: 1 / NEARER }),
    "0": () => send({ type: "fit" }),
    Home: () => props.onSelect(props.graph.things[0]?.ref),
    Enter: () => props.selected !== undefined && props.onOpen(props.selected),
    " ": () => props.selected !== undefined && props.onAround(props.selected),
    a: () => props.selected !== undefined && void props.onJudge(props.selected, "accept"),
    x: () => props.selected !== undefined && void props.onJudge(props.selected, "reject"),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const direction = directions[event.key];
    const [dx, dy] = direction ?? [0, 0];
    if (direction && event.shiftKey) send({ type: "pan", dx: -dx * STEP, dy: -dy * STEP });
    else if (direction) send({ type: "step", dx, dy });
    else if (event.key === "Escape" && props.selected !== undefined) props.onSelect(undefined);
    else if (actions[event.key]) actions[event.key]?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={(made) => {
        place = made;
        props.ref(made);
      }}
      class="graph-canvas"
      role="application"
      aria-roledescription="graph"
      aria-label={summaryOf(props.graph)}
      aria-describedby={props.detailsId}
      tabIndex={0}
      data-testid="graph-canvas"
      data-settled={done() >= 1}
      onKeyDown={onKeyDown}
      {...makePointer(() => place, send)}
    >
      <Show when={cannot()}>
        <EmptyState
          title="The picture cannot be drawn here."
          detail="The list says the same."
          actions={[{ title: "Show the List", run: () => props.onList() }]}
        />
      </Show>
      <Show when={done() < 1}>
        <div class="graph-progress" role="presentation" style={{ width: `${Math.round(done() * 100)}%` }} />
      </Show>
    </div>
  );
}
