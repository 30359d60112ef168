import { createResource, createSignal, Match, onCleanup, Switch, type JSX } from "solid-js";
import type { DocumentInfo } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { FailedState, LoadingState } from "../../ui/states";
import { sizeInWords } from "./byte-size";
import { focusElementSoon } from "./focus-soon";
import type { EditorState } from "./editor-tab";
import { readImage } from "./read-image";

export interface ViewerProps {
  app: App;
  panel: Panel<EditorState>;
  info: DocumentInfo;
}

const MOST = 64 << 20;
/** A picture over a checkerboard, fitted or at its own size. */
export function ImageView(props: ViewerProps): JSX.Element {
  const [actual, setActual] = createSignal(false);
  const [extent, setExtent] = createSignal("");
  const [broken, setBroken] = createSignal(false);
  const [address, { refetch }] = createResource(
    // A new record means that the file was written again.
    () => ({ path: props.info.path, name: props.info.name, size: props.info.size }),
    async ({ path, name, size }) => {
      setBroken(false);
      const { url, release } = await readImage(props.app.ipc, path, name, Math.min(MOST, size + 1));
      held.push(release);
      return url;
    },
  );
  const held: (() => void)[] = [];
  onCleanup(() => held.forEach((release) => release()));
  const retry = { title: "Try Again", run: (): void => void refetch() };

  return (
    <div
      class="image-view"
      tabIndex={0}
      ref={(element) => props.panel.onFocus(() => focusElementSoon(element))}
    >
      <Switch fallback={<LoadingState label={`Reading ${props.info.name}`} />}>
        <Match when={address.error as unknown}>
          {(fault) => (
            <FailedState title={`${props.info.name} could not be read.`} fault={fault()} actions={[retry]} />
          )}
        </Match>
        <Match when={broken()}>
          <FailedState
            title={`${props.info.name} is not a picture that can be drawn.`}
            fault={{
              message: `It has ${sizeInWords(props.info.size)}; it may be cut off or of another kind.`,
            }}
            actions={[retry]}
          />
        </Match>
        <Match when={address()}>
          {(from) => (
            <>
              <div class="image-stage" classList={{ "image-actual": actual() }}>
                <img
                  src={from()}
                  alt={props.info.name}
                  onError={() => setBroken(true)}
                  onLoad={({ currentTarget: image }) =>
                    setExtent(`${image.naturalWidth} × ${image.naturalHeight}`)
                  }
                  onDblClick={() => setActual(!actual())}
                />
              </div>
              <div class="viewer-bar">
                <span>{extent()}</span>
                <span>{sizeInWords(props.info.size)}</span>
                <button
                  type="button"
                  class="button"
                  aria-pressed={!actual()}
                  onClick={() => setActual(false)}
                >
                  Fit
                </button>
                <button type="button" class="button" aria-pressed={actual()} onClick={() => setActual(true)}>
                  100 %
                </button>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}
