import { createSignal } from "solid-js";
import { visibleName, visiblePath } from "../../ui/visible-name";
import type { Panel, PanelKind } from "../app";

/** What stands in a stored layout for a panel. */
export interface StoredPanel {
  kind: string;
  state: unknown;
  title: string;
  preview: boolean;
}

/** What a record asks of the dock that holds it. */
export interface PanelHost {
  active: (id: string) => boolean;
  close: (id: string) => Promise<boolean>;
  /** Brings the panel to the front of its group and its area on screen. */
  reveal: (id: string) => void;
  /** Puts the focus onto the panel itself, so that keys go nowhere else until its inside is there. */
  focusShell: (id: string) => void;
  changed: () => void;
}

export interface PanelRecord extends Panel {
  readonly of: PanelKind;
  stored: () => StoredPanel;
  setVisible: (visible: boolean) => void;
  /** Gives the focus to what is inside, now or once it says how. */
  takeFocus: () => void;
  /** Forgets a focus that was asked for and never taken. */
  dropFocus: () => void;
}

/** The state of one panel, whether or not a dock draws it yet. */
export function createPanelRecord(
  of: PanelKind,
  id: string,
  stored: StoredPanel,
  host: PanelHost,
): PanelRecord {
  const [state, setState] = createSignal(stored.state);
  const [title, setTitle] = createSignal(visibleName(stored.title));
  const [detail, setDetail] = createSignal<string>();
  const [tooltip, setTooltip] = createSignal<string>();
  const [dirty, setDirty] = createSignal(false);
  const [gone, setGone] = createSignal(false);
  const [preview, setPreview] = createSignal(stored.preview);
  const [subject, setSubject] = createSignal<string>();
  const [visible, setVisible] = createSignal(false);
  let focusInside: (() => void) | undefined;
  let wantsFocus = false;

  const record: PanelRecord = {
    id,
    kind: of.kind,
    of,
    state,
    setState: (next) => {
      setState(() => next);
      host.changed();
    },
    title,
    setTitle: (next) => {
      // Names of files come from elsewhere.
      setTitle(visibleName(next));
      host.changed();
    },
    detail,
    setDetail: (text) => void setDetail(text === undefined ? undefined : visiblePath(text)),
    tooltip,
    setTooltip: (text) => void setTooltip(text),
    dirty,
    setDirty: (next) => void setDirty(next),
    gone,
    setGone: (next) => void setGone(next),
    preview,
    setPreview: (next) => {
      if (next === preview()) return;
      setPreview(next);
      host.changed();
    },
    subject,
    setSubject: (reference) => void setSubject(reference),
    active: () => host.active(id),
    visible,
    setVisible: (next) => void setVisible(next),
    onFocus: (focus) => {
      focusInside = focus;
      if (wantsFocus) record.takeFocus();
    },
    close: () => host.close(id),
    focus: () => {
      host.reveal(id);
      record.takeFocus();
    },
    takeFocus: () => {
      wantsFocus = focusInside === undefined;
      if (!focusInside) {
        host.focusShell(id);
        return;
      }
      focusInside();
      // The dock shows a panel with the next frame, and what does not show takes no focus: it is still
      // where it was, in a panel that is hidden by now.
      requestAnimationFrame(() => {
        const holder = document.activeElement ?? document.body;
        const isLost = holder === document.body || getComputedStyle(holder).visibility === "hidden";
        if (isLost && host.active(id)) focusInside?.();
      });
    },
    dropFocus: () => {
      wantsFocus = false;
    },
    stored: () => ({ kind: of.kind, state: state(), title: title(), preview: preview() }),
  };
  return record;
}
