import {
  createEffect,
  createSignal,
  createUniqueId,
  For,
  on,
  onCleanup,
  onMount,
  Show,
  type JSX,
} from "solid-js";
import Check from "lucide-solid/icons/check";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { trapFocus } from "./focus-trap";
import { nextEntry, type MenuMove } from "./menu-walk";

export interface MenuRow {
  id: string;
  title: string;
  key?: string | undefined;
  enabled: boolean;
  /** Whether it is the one that holds now; left out where rows are no choice. */
  checked?: boolean | undefined;
  run?: () => void;
  inner?: MenuRow[][];
}

export interface MenuProps {
  label: string;
  at: { x: number; y: number };
  /** The point is the menu's lower edge. */
  above?: boolean;
  groups: MenuRow[][];
  /** Closes this menu and those it stands in. */
  onClose: () => void;
  /** Goes back to the menu before; left out for the first. */
  onBack?: () => void;
}

/** A menu at a point, with menus inside, walked with arrows, Home, End and first letters. */
export function Menu(props: MenuProps): JSX.Element {
  const id = createUniqueId();
  const rows = (): MenuRow[] => props.groups.flat();
  const [marked, setMarked] = createSignal(-1);
  const [inner, setInner] = createSignal<number>();
  const before = document.activeElement;
  let list!: HTMLDivElement;

  onMount(() => {
    keepInside(list, props);
    list.focus();
    if (!props.onBack) {
      const trap = trapFocus(list, before, () => props.onClose());
      onCleanup(trap.release);
    }
    const chosen = rows().findIndex(({ checked }) => checked);
    setMarked(nextEntry(rows(), Math.max(chosen, 0) - 1, "down"));
  });
  // Rows may join while it is open, and make it larger.
  createEffect(
    on(
      () => props.groups,
      () => keepInside(list, props),
      { defer: true },
    ),
  );
  const run = (row: MenuRow | undefined): void => {
    if (!row?.enabled) return;
    if (row.inner) {
      setInner(rows().indexOf(row));
      return;
    }
    props.onClose();
    row.run?.();
  };
  const moves: Record<string, MenuMove> = { ArrowDown: "down", ArrowUp: "up", Home: "first", End: "last" };
  const press = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const move = moves[event.key];
    const row = rows()[marked()];
    if (move) setMarked(nextEntry(rows(), marked(), move));
    else if (event.key === "Enter" || event.key === " ") run(row);
    else if (event.key === "ArrowRight" && row?.inner) run(row);
    else if (event.key === "ArrowLeft" && props.onBack) props.onBack();
    else if (event.key === "Escape") (props.onBack ?? props.onClose)();
    else if (event.key === "Tab") props.onClose();
    else if (event.key.length === 1 && !event.ctrlKey) setMarked(nextEntry(rows(), marked(), event.key));
    else return;
    event.preventDefault();
  };
  const hover = (index: number): void => {
    setMarked(index);
    setInner(rows()[index]?.inner ? index : undefined);
  };
  const besideRow = (index: number): { x: number; y: number } => {
    const box = list.querySelector(`[data-index="${index}"]`)?.getBoundingClientRect();
    return { x: box?.right ?? 0, y: (box?.top ?? 0) - 5 };
  };
  const back = (): void => {
    setInner(undefined);
    list.focus();
  };
  return (
    <>
      <div
        ref={list}
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={props.label}
        aria-activedescendant={marked() >= 0 ? `${id}-${marked()}` : undefined}
        style={{ left: `${props.at.x}px`, top: `${props.at.y}px` }}
        onKeyDown={press}
        onContextMenu={(event) => event.preventDefault()}
      >
        <For each={props.groups}>
          {(group, number) => (
            <div role="group" class="menu-group">
              <For each={group}>
                {(row, place) => {
                  const index = (): number => props.groups.slice(0, number()).flat().length + place();
                  return (
                    <div
                      id={`${id}-${index()}`}
                      data-index={index()}
                      data-command={row.id}
                      class="menu-row"
                      classList={{
                        "menu-row-marked": index() === marked(),
                        "menu-row-said": !row.enabled && !row.run && !row.inner,
                      }}
                      role={row.checked === undefined ? "menuitem" : "menuitemradio"}
                      aria-checked={row.checked}
                      aria-disabled={!row.enabled}
                      aria-haspopup={row.inner ? "menu" : undefined}
                      aria-expanded={row.inner ? inner() === index() : undefined}
                      onPointerEnter={() => hover(index())}
                      onClick={() => run(row)}
                    >
                      <span>{row.title}</span>
                      <Show when={row.checked}>
                        <Check size={14} aria-hidden="true" />
                      </Show>
                      <Show when={row.key}>{(key) => <span class="menu-key">{key()}</span>}</Show>
                      <Show when={row.inner}>
                        <ChevronRight size={14} aria-hidden="true" />
                      </Show>
                    </div>
                  );
                }}
              </For>
            </div>
          )}
        </For>
      </div>
      <Show when={rows()[inner() ?? -1]} keyed>
        {(row) => (
          <Menu
            label={row.title}
            at={besideRow(rows().indexOf(row))}
            groups={row.inner ?? []}
            onClose={() => props.onClose()}
            onBack={back}
          />
        )}
      </Show>
    </>
  );
}

/** Moves a menu that would stand outside of the window. */
function keepInside(menu: HTMLElement, { at, above, onBack }: MenuProps): void {
  const edge = 4;
  const { width, height } = menu.getBoundingClientRect();
  const over = at.x + width + edge - window.innerWidth;
  if (over > 0) menu.style.left = `${Math.max(edge, onBack ? at.x - 2 * width : at.x - over)}px`;
  const below = above ? height : at.y + height + edge - window.innerHeight;
  if (below > 0) menu.style.top = `${Math.max(edge, at.y - below)}px`;
}
