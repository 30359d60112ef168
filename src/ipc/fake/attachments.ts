import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeFiles } from "./files";

const pictures = /\.(png|jpe?g|gif|webp|avif|bmp)$/i;

/** Pictures in `attachments` beside their note. */
export function makeAttachments(files: FakeFiles): Pick<Ipc, "noteAttach"> {
  return {
    noteAttach: async ({ note, name, bytes }) => {
      if (!pictures.test(name) || /[/\0]/.test(name))
        throw fault("invalid", `"${name}" is no name of a picture`);
      const folder = note.path.slice(0, note.path.lastIndexOf("/") + 1);
      const dot = name.lastIndexOf(".");
      const same = (path: string): boolean => btoa(String.fromCharCode(...files.read(path))) === bytes;
      for (let count = 0; ; count++) {
        const free = count === 0 ? name : `${name.slice(0, dot)} ${count}${name.slice(dot)}`;
        const path = `${folder}attachments/${free}`;
        const isThere = files.contents.has(path);
        if (isThere && !same(path)) continue;
        if (!isThere)
          files.write(
            path,
            Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)),
          );
        return { path: { path }, link: `![[${free}]]`, known: isThere };
      }
    },
  };
}
