import type { NoteBacklink, NoteInfo, NoteLink } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeFiles } from "./files";
import { subsequence } from "./find";
import { fakeHtml } from "./markdown";

type Names =
  | "noteList"
  | "noteShow"
  | "noteBacklinks"
  | "noteTags"
  | "noteTemplates"
  | "noteTemplate"
  | "noteFolders"
  | "noteNew"
  | "noteDaily"
  | "noteComplete"
  | "noteRename"
  | "markdownHtml";

const isNote = (path: string): boolean => /\.(md|markdown)$/.test(path);
const stemOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** The Markdown files in memory as notes; a name is looked for in any folder. */
export function makeNotes(files: FakeFiles): Pick<Ipc, Names> {
  const paths = (): string[] => [...files.contents.keys()].filter(isNote).sort();
  const textOf = (path: string): string => new TextDecoder().decode(files.read(path));
  const find = (name: string): string | undefined => {
    if (files.contents.has(name) && isNote(name)) return name;
    const wanted = name.toLowerCase();
    return paths().find((path) =>
      [stemOf(path), path.replace(/\.\w+$/, "")].some((n) => n.toLowerCase() === wanted),
    );
  };
  const linksOf = (text: string): NoteLink[] =>
    text.split("\n").flatMap((line, index) =>
      [...line.matchAll(/\[\[([^[\]|]+)(?:\|[^[\]]*)?\]\]/g)].map(([, target = ""]): NoteLink => {
        const path = find(target.split("#")[0] ?? "");
        return { target, path: path === undefined ? null : { path }, line: index + 1, kind: "wikilink" };
      }),
    );
  const infoOf = (path: string): NoteInfo => {
    const text = textOf(path);
    const headings = text.split("\n").flatMap((line, index) => {
      const [, marks, said] = /^(#{1,6}) (.*)$/.exec(line) ?? [];
      return marks && said ? [{ text: said, level: marks.length, line: index + 1 }] : [];
    });
    const tags = [...text.matchAll(/(?:^|\s)#([\w/-]*[a-z][\w/-]*)/gi)].map(([, tag = ""]) => tag);
    return {
      path: { path },
      title: headings.find(({ level }) => level === 1)?.text ?? stemOf(path),
      aliases: [],
      tags: [...new Set(tags)],
      modified: 1_795_000_000_000,
      headings,
      links: linksOf(text),
    };
  };
  /** The texts that each renaming rewrote. */
  const renamings: Map<string, { was: string; now: string }>[] = [];
  const meant = (name: string): string => {
    const path = find(name);
    if (path === undefined) throw fault("notFound", `there is no note "${name}"`);
    return path;
  };
  const make = (path: string, text: string) => {
    files.write(path, text);
    return { path: { path }, title: stemOf(path), created: true, problems: [] };
  };
  return {
    noteList: async ({ tag, text, folder }) => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const notes = paths().map(infoOf);
      const fits = (note: NoteInfo): boolean => {
        const all = `${note.path.path}\n${textOf(note.path.path)}`.toLowerCase();
        const inFolder = folder === null || note.path.path.startsWith(`${folder.path}/`);
        return (
          inFolder && (tag === null || note.tags.includes(tag)) && words.every((word) => all.includes(word))
        );
      };
      return { notes: notes.filter(fits), problems: [] };
    },
    noteShow: async ({ note, html }) => {
      const path = meant(note.path);
      const text = textOf(path);
      return { note: infoOf(path), text: html ? fakeHtml(text) : text, problem: null };
    },
    noteBacklinks: async ({ note, mentions }) => {
      const path = meant(note.path);
      const places = paths().flatMap((from) => {
        const lines = textOf(from).split("\n");
        const place = (line: number, mention: boolean): NoteBacklink => ({
          path: { path: from },
          title: infoOf(from).title,
          line,
          text: lines[line - 1] ?? "",
          mention,
        });
        const links = linksOf(textOf(from)).filter((link) => link.path?.path === path);
        const named = lines.flatMap((line, index) =>
          mentions && from !== path && !line.includes("[[") && line.includes(stemOf(path)) ? [index + 1] : [],
        );
        return [...links.map(({ line }) => place(line, false)), ...named.map((line) => place(line, true))];
      });
      places.sort((a, b) => Number(a.mention) - Number(b.mention));
      return { path: { path }, places, problems: [] };
    },
    noteTemplates: async () => ({
      folder: { path: ".tenon/templates" },
      names: paths()
        .filter((path) => path.startsWith(".tenon/templates/"))
        .map(stemOf),
      problems: [],
    }),
    noteTemplate: async ({ template, title }) => ({
      text: textOf(meant(template)).replaceAll("{{title}}", title),
    }),
    noteFolders: async ({ from }) => {
      const location = files.contents.has(".obsidian/app.json")
        ? (JSON.parse(textOf(".obsidian/app.json")) as {
            newFileLocation?: string;
            newFileFolderPath?: string;
          })
        : {};
      const usual = {
        folder: location.newFileFolderPath ?? "",
        current: folderOf(from?.path ?? ""),
        root: "",
      }[location.newFileLocation ?? ""];
      const around = paths().flatMap((path) =>
        path.split("/").map((_, at, parts) => parts.slice(0, at).join("/")),
      );
      const shown = around.filter((folder) => !/(^|\/)\./.test(folder));
      const folders = [...new Set(["", ...(usual === undefined ? [] : [usual]), ...shown])].sort();
      return {
        usual: usual === undefined ? null : { path: usual },
        folders: folders.map((path) => ({ path })),
        problems: [],
      };
    },
    noteTags: async () => {
      const counts = new Map<string, number>();
      for (const tag of paths().flatMap((path) => infoOf(path).tags))
        counts.set(tag, (counts.get(tag) ?? 0) + 1);
      const tags = [...counts].map(([tag, notes]) => ({ tag, notes }));
      return { tags: tags.sort((a, b) => a.tag.localeCompare(b.tag)), problems: [] };
    },
    noteNew: async ({ title, folder, template, text: said }) => {
      const text = (template === null ? "" : textOf(meant(template))) + said;
      const at = (number: number): string =>
        `${folder && folder.path !== "." ? `${folder.path}/` : ""}${title}${number > 1 ? ` ${number}` : ""}.md`;
      let number = 1;
      while (files.contents.has(at(number))) number += 1;
      return make(at(number), text);
    },
    noteDaily: async ({ date }) => {
      const path = `${date ?? "2026-11-22"}.md`;
      if (files.contents.has(path))
        return { path: { path }, title: stemOf(path), created: false, problems: [] };
      return make(path, "");
    },
    noteComplete: async ({ text, limit }) => {
      const found = paths().filter((path) => subsequence(stemOf(path), text));
      const items = found.map((path) => ({
        kind: "note" as const,
        path: { path },
        insert: stemOf(path),
        title: infoOf(path).title,
      }));
      return { items: items.slice(0, limit) };
    },
    noteRename: async ({ note, to, dryRun, undoes }) => {
      const from = meant(note.path);
      const name = to.path.endsWith(".md") ? to.path : `${to.path}.md`;
      const folder = from.slice(0, from.lastIndexOf("/") + 1);
      const path = name.startsWith("./") ? name.slice(2) : name.includes("/") ? name : folder + name;
      if (files.contents.has(path)) throw fault("conflict", `there is a file ${path} already`);
      const linking = paths().flatMap((at) => {
        const links = linksOf(textOf(at)).filter((link) => link.path?.path === from).length;
        return links > 0 ? [{ at, links }] : [];
      });
      const link = new RegExp(`\\[\\[${stemOf(from)}(?=[\\]#|])`, "gi");
      const undone = renamings[(undoes ?? 0) - 1];
      const rewritten = new Map<string, { was: string; now: string }>();
      for (const { at } of dryRun ? [] : linking) {
        const was = textOf(at);
        const known = undone?.get(at);
        const now = known?.now === was ? known.was : was.replace(link, () => `[[${stemOf(path)}`);
        files.write(at, now);
        rewritten.set(at, { was, now });
      }
      if (rewritten.size > 0) renamings.push(rewritten);
      if (!dryRun) {
        files.write(path, textOf(from));
        files.contents.delete(from);
      }
      const restore = rewritten.size > 0 ? renamings.length : null;
      const relinked = linking.map(({ at, links }) => ({ path: { path: at === from ? path : at }, links }));
      return { from: { path: from }, path: { path }, relinked, lost: [], restore, problems: [] };
    },
    markdownHtml: async ({ text }) => ({ html: fakeHtml(text) }),
  };
}
