import { createMemo } from "solid-js";

/** Whether something was ever in sight: what is drawn first then, and kept, is not read before. */
export function firstSeen(inSight: () => boolean): () => boolean {
  return createMemo<boolean>((was) => was || inSight(), false);
}
