import { createEffect, Show, type JSX } from "solid-js";
import type { QuickItem } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import type { Frame } from "../../kernel/frame";
import { entriesOf } from "../../kernel/menu/menus";
import { Modal } from "../../ui/modal";
import { QuickList } from "../../ui/quick-list";
import type { Palette } from "./palette-store";

export function PaletteView(props: { palette: Palette; frame: Frame }): JSX.Element {
  const { palette, frame } = props;
  createEffect(() => frame.contexts.set("paletteOpen", palette.isOpen()));
  const accept = (chosen: QuickItem): void => palette.fresh(chosen, run);
  const run = (item: QuickItem): void => {
    // The focus goes back first, so that what runs meets the window as it was.
    palette.close();
    const done = Promise.resolve().then(() => item.run());
    done.catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) frame.notify(notice);
    });
  };
  /** The menu of a row that leads to a place in a file; what is run from it closes the palette first. */
  const showMenu = ({ place }: QuickItem, at: { x: number; y: number }): void => {
    if (!place) return;
    const groups = entriesOf(frame.registry.menu("place.context", place), place, {
      title: (id) => frame.registry.get(id)?.title ?? id,
      key: frame.commands.keyOf,
      runnable: frame.registry.runnable,
      run: (id, target) => {
        palette.close();
        void frame.commands.run(id, target);
      },
    });
    frame.menus.show({ label: "What can be done with the row", at, groups });
  };
  return (
    <Show when={palette.isOpen()}>
      <Modal plain title="Palette" testId="palette" onClose={palette.close}>
        <QuickList
          label="Search files and commands"
          placeholder="Files by name, > for commands, # and @ for symbols, % for text, : for a line, ? for help"
          value={palette.text()}
          items={palette.items()}
          empty={palette.note()}
          footer={palette.about()}
          inputTestId="palette-input"
          onInput={palette.setText}
          onAccept={accept}
          onMark={palette.mark}
          onMenu={showMenu}
          onClose={palette.close}
        />
      </Modal>
    </Show>
  );
}
