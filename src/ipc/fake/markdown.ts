/** A little of Markdown, in the form in which the core gives HTML. */

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function inline(text: string): string {
  return escaped(text)
    .replaceAll(
      /(!?)\[\[([^[\]|#]*)(?:#([^[\]|]*))?(?:\|([^[\]]*))?\]\]/g,
      (whole, embed, target, part, alias) => {
        const shown = alias ?? whole.replace(/^!?\[\[|\]\]$/g, "");
        const fragment = part === undefined ? "" : ` data-fragment="${part}"`;
        const [name, what] = embed === "!" ? ["span", "data-embed"] : ["a", "data-wikilink"];
        return `<${name} ${what}="" data-target="${target}"${fragment}>${shown}</${name}>`;
      },
    )
    .replaceAll(/(?<!\])\[([^[\]]*)\]\(([^()\s]*)\)/g, '<a href="$2">$1</a>')
    .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replaceAll(/(^|\s)#([\w/-]*[a-z][\w/-]*)/gi, '$1<span data-tag="$2">#$2</span>');
}

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s/g, "-");

/** Headings, paragraphs, and lists with tasks; one line each. */
export function fakeHtml(text: string): string {
  const blocks = text.split("\n").flatMap((line, index): string[] => {
    const at = `data-line="${index + 1}"`;
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (heading) {
      const [, marks = "", said = ""] = heading;
      const name = `h${marks.length}`;
      return [`<${name} ${at} data-heading="${slugOf(said)}">${inline(said)}</${name}>`];
    }
    const task = /^- \[(.)\] (.*)$/.exec(line);
    if (task) {
      const [, state = " ", said = ""] = task;
      const checked = state === "x" ? ' checked=""' : "";
      const box = `<input type="checkbox" disabled=""${checked} ${at}>`;
      return [`<ul ${at}>\n<li ${at} data-task="${state}">${box} ${inline(said)}</li>\n</ul>`];
    }
    return line.trim() === "" ? [] : [`<p ${at}>${inline(line)}</p>`];
  });
  return blocks.map((block) => `${block}\n`).join("");
}
