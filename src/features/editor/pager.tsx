import type { JSX } from "solid-js";
import { sizeInWords } from "./byte-size";

export interface PagerProps {
  /** Bytes of one part. */
  part: number;
  size: number;
  index: number;
  onIndex: (index: number) => void;
}

/** Walks through a file that is shown in parts. */
export function Pager(props: PagerProps): JSX.Element {
  const parts = (): number => Math.max(1, Math.ceil(props.size / props.part));
  const go = (index: number): void => props.onIndex(Math.min(parts() - 1, Math.max(0, index)));
  return (
    <div class="pager" role="group" aria-label="Parts of the file">
      <button type="button" class="button" disabled={props.index === 0} onClick={() => go(0)}>
        First
      </button>
      <button type="button" class="button" disabled={props.index === 0} onClick={() => go(props.index - 1)}>
        Earlier
      </button>
      <span>
        Part {props.index + 1} of {parts()} · {sizeInWords(props.size)}
      </span>
      <button
        type="button"
        class="button"
        disabled={props.index >= parts() - 1}
        onClick={() => go(props.index + 1)}
      >
        Later
      </button>
      <button
        type="button"
        class="button"
        disabled={props.index >= parts() - 1}
        onClick={() => go(parts() - 1)}
      >
        Last
      </button>
    </div>
  );
}
