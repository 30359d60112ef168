/** Pictures of the workspace as addresses that the page can draw. */
import type { WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";

const types: Record<string, string> = {
  svg: "image/svg+xml",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  ico: "image/x-icon",
};

function typeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return types[ending] ?? `image/${ending}`;
}

/** The bytes of a picture, at most so many, behind an address; `release` gives them up. */
export async function readImage(
  ipc: Pick<Ipc, "fileBytes">,
  path: WirePath | null,
  name: string,
  most: number,
): Promise<{ url: string; release: () => void }> {
  const bytes = path ? await ipc.fileBytes({ path, offset: 0, length: most }) : "";
  const url = URL.createObjectURL(new Blob([bytes], { type: typeOf(name) }));
  return { url, release: () => URL.revokeObjectURL(url) };
}
