/** The small box that says where a link leads. */

export interface LinkTip {
  /** `refused` says that the link is not opened. */
  show(text: string, event: MouseEvent, refused?: boolean): void;
  hide(): void;
}

export function makeLinkTip(parent: HTMLElement): LinkTip {
  // `xterm-hover` keeps xterm.js from taking the box for a part of the screen.
  const box = document.createElement("div");
  box.className = "terminal-tip xterm-hover";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  parent.append(box);
  const hide = () => {
    box.hidden = true;
  };
  // A link that scrolls away or is followed does not say that the pointer left it.
  for (const type of ["mousedown", "mouseleave", "wheel", "keydown"]) {
    parent.addEventListener(type, hide, { capture: true, passive: true });
  }
  return {
    hide,
    show(text, event, refused = false) {
      box.hidden = false;
      box.textContent = refused
        ? `Leads to ${text}, which is not opened from here`
        : `Ctrl+click to open ${text}`;
      const room = parent.getBoundingClientRect();
      const x = Math.min(event.clientX - room.left, room.width - box.offsetWidth - 8);
      const above = event.clientY - room.top - box.offsetHeight - 12;
      box.style.left = `${Math.max(8, x)}px`;
      box.style.top = `${above >= 4 ? above : event.clientY - room.top + 16}px`;
    },
  };
}
