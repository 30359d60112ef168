import { createSignal } from "solid-js";

/** Ids in the order of their last use. */
export interface Recent {
  ids: () => string[];
  touch: (id: string) => void;
  drop: (id: string) => void;
}

export function makeRecent(): Recent {
  const [ids, setIds] = createSignal<string[]>([]);
  const drop = (id: string): void => void setIds((list) => list.filter((other) => other !== id));
  return {
    ids,
    drop,
    touch: (id) => {
      if (ids()[0] !== id) setIds((list) => [id, ...list.filter((other) => other !== id)]);
    },
  };
}
