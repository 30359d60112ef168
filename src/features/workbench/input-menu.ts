import type { Frame } from "../../kernel/frame";
import type { MenuEntry } from "../../kernel/menu/menus";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Keeps the webview's own menu away everywhere; text fields get one that works. */
export function installInputMenu(frame: Frame, signal: AbortSignal): void {
  const open = (event: MouseEvent): void => {
    const taken = event.defaultPrevented;
    event.preventDefault();
    const { target } = event;
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (taken || !isField) return;
    frame.menus.show({
      label: "Text",
      at: { x: event.clientX, y: event.clientY },
      groups: fieldMenu(frame, target),
    });
  };
  window.addEventListener("contextmenu", open, { signal });
}

function fieldMenu(frame: Frame, field: Field): MenuEntry[][] {
  const from = field.selectionStart ?? 0;
  const to = field.selectionEnd ?? 0;
  const selected = field.value.slice(from, to);
  const isSecret = field instanceof HTMLInputElement && field.type === "password";
  const canCopy = selected !== "" && !isSecret;
  const put = (text: string): void => {
    field.focus();
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const report = (fault: unknown): void => frame.notify({ level: "error", message: String(fault) });
  const copy = (): Promise<unknown> => frame.ipc.clipboardWrite({ text: selected });
  const entry = (title: string, key: string, enabled: boolean, run: () => unknown): MenuEntry => ({
    id: `field.${title}`,
    title,
    key,
    enabled,
    run: () => void Promise.resolve(run()).catch(report),
  });
  const canWrite = !field.readOnly && !field.disabled;
  return [
    [
      entry("Cut", "Ctrl+X", canCopy && canWrite, () => copy().then(() => put(""))),
      entry("Copy", "Ctrl+C", canCopy, copy),
      entry("Paste", "Ctrl+V", canWrite, () => frame.ipc.clipboardRead({}).then(({ text }) => put(text))),
    ],
    [entry("Select All", "Ctrl+A", field.value !== "", () => (field.focus(), field.select()))],
  ];
}
