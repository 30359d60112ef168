import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until } from "../../testing/start-fake";
import { looks, picture } from "./diagram";
import { Markdown } from "./markdown";
import { reasonOf } from "./drawn";
import { drawMath } from "./math";
import type { MarkdownTools } from "./tools";

// KaTeX draws in pages with a doctype only, as the window's page is, and happy-dom does not say.
Object.defineProperty(document, "compatMode", { value: "CSS1Compat" });

let dispose: (() => void) | undefined;
afterEach(() => dispose?.());

function shown(html: string, tools: MarkdownTools = {}): { root: HTMLElement; set: (html: string) => void } {
  dispose?.();
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  const [now, set] = createSignal(html);
  dispose = render(() => <Markdown html={now()} tools={tools} label="A note" />, root);
  return { root, set };
}

function get(root: HTMLElement, selector: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector} in ${root.innerHTML}`);
  return found;
}

const click = (element: HTMLElement, init: MouseEventInit = {}): boolean =>
  element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));

test("links tell who shows the text, and none has an address that the webview follows", () => {
  const told: unknown[] = [];
  const { root } = shown(
    `<p><a data-wikilink="" data-target="a" data-fragment="B c">d</a>
     <a data-wikilink="" data-target="e">e</a> <span data-tag="f/g">#f/g</span>
     <a href="h%20i.md#j">k</a> <a href="https://l.example/?m" rel="noopener">n</a> <a href="//o.example">p</a>
     <a>q</a></p>`,
    {
      onLink: (...link) => told.push(["link", ...link]),
      onTag: (tag) => told.push(["tag", tag]),
      onPath: (path) => told.push(["path", path]),
      onAddress: (...address) => told.push(["address", ...address]),
    },
  );
  expect(root.querySelector("[href]")).toBeNull();
  const links = [...root.querySelectorAll<HTMLElement>("[role=link]")];
  expect(links.map(({ textContent }) => textContent)).toEqual(["d", "e", "#f/g", "k", "n", "p"]);
  const isFollowed = links.map((link, at) => click(link, { ctrlKey: at === 4 }));
  expect(isFollowed, "the webview itself does nothing").toEqual([false, false, false, false, false, false]);
  expect(told).toEqual([
    ["link", "a", "B c"],
    ["link", "e", undefined],
    ["tag", "f/g"],
    ["path", "h%20i.md#j"],
    ["address", "https://l.example/?m", true],
    ["address", "https://o.example", false],
  ]);
  links[1]?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(told.at(-1)).toEqual(["link", "e", undefined]);
});

test("what is of another machine is named and not fetched", () => {
  const told: unknown[] = [];
  const { root } = shown(`<p><img data-remote="https://b.example/c.png" alt="a cat"><img alt="x"></p>`, {
    onAddress: (...address) => told.push(address),
    image: () => Promise.reject(new Error("never asked")),
  });
  expect(root.querySelector("[src]")).toBeNull();
  expect(root.textContent, "such as one of a file outside").toContain("x: it has no address that is shown");
  expect(get(root, ".markdown-remote").textContent).toContain("a cat (b.example)");
  click(get(root, ".markdown-remote button"));
  expect(told).toEqual([["https://b.example/c.png", true]]);
});

describe("a picture of another machine", () => {
  const picture = `<p><img data-remote="https://b.example/c.png" alt="a cat|80"></p>`;
  interface Asked {
    address: string;
    allowed: readonly string[];
    come: (url: string) => void;
    fail: (error: Error) => void;
  }
  const remote = () => {
    const asked: Asked[] = [];
    const watched: (() => void)[] = [];
    const named: string[] = [];
    const tools: MarkdownTools = {
      remote: {
        watch: (_, show) => {
          watched.push(show);
          return () => void watched.splice(watched.indexOf(show), 1);
        },
        load: (address, allowed) =>
          new Promise((come, fail) => void asked.push({ address, allowed, come, fail })),
        always: async (server) => void named.push(server),
      },
    };
    return { asked, watched, named, tools };
  };
  const buttons = (root: HTMLElement): string[] =>
    [...root.querySelectorAll("button")].map(({ textContent }) => textContent);
  const press = (root: HTMLElement, title: string): void => {
    const found = [...root.querySelectorAll("button")].find(({ textContent }) => textContent === title);
    if (!found) throw new Error(`There is no ${title} among ${buttons(root).join(", ")}`);
    found.focus();
    click(found);
  };

  test("comes when it is asked for, with its width", async () => {
    const { asked, tools } = remote();
    const { root } = shown(picture, tools);
    expect(buttons(root)).toEqual(["Load", "Always from b.example"]);
    expect(asked).toEqual([]);
    press(root, "Load");
    expect(asked[0]).toMatchObject({ address: "https://b.example/c.png", allowed: ["b.example"] });
    expect(root.textContent).toContain("a cat (b.example): loading …");
    asked[0]?.come("blob:cat");
    await until("it is there", () => root.querySelector("img")?.getAttribute("src") === "blob:cat");
    expect(root.querySelector("img")?.getAttribute("width")).toBe("80");
    expect(root.querySelector(".markdown-remote")).toBeNull();
  });

  test("says what failed, and asks about a server that it is sent on to", async () => {
    const { asked, tools } = remote();
    const { root } = shown(picture, tools);
    press(root, "Load");
    asked[0]?.fail(
      Object.assign(new Error("Nothing is fetched from cdn.example."), { about: "cdn.example" }),
    );
    await until("it asks", () => buttons(root).includes("Load from cdn.example Too"));
    expect(document.activeElement?.textContent, "the focus stays").toBe("Load from cdn.example Too");
    press(root, "Load from cdn.example Too");
    expect(asked[1]?.allowed).toEqual(["b.example", "cdn.example"]);
    asked[1]?.fail(new Error("cdn.example did not answer."));
    await until("it can be tried again", () => buttons(root).includes("Try Again"));
    expect(root.textContent).toContain("a cat (b.example): cdn.example did not answer.");
    press(root, "Try Again");
    expect(asked[2]?.allowed).toEqual(["b.example", "cdn.example"]);
  });

  test("comes by itself once its server is named, and never after its block is gone", async () => {
    const { asked, watched, named, tools } = remote();
    const { root, set } = shown(picture, tools);
    press(root, "Always from b.example");
    expect(named).toEqual(["b.example"]);
    watched[0]?.();
    expect(asked[0]?.allowed, "the settings allow it").toEqual([]);
    set("<p>Gone.</p>");
    expect(watched).toEqual([]);
    asked[0]?.come("blob:cat");
    await Promise.resolve();
    expect(root.querySelector("img")).toBeNull();
  });

  test("of an address that is none of the web has nothing to press", () => {
    const { root } = shown(`<p><img data-remote="ftp://b.example/c.png" alt="x"></p>`, remote().tools);
    expect(buttons(root)).toEqual([]);
  });
});

test("pictures of the workspace are drawn, and given up with their block", async () => {
  const released: string[] = [];
  const image = (path: string) => {
    if (path === "gone.png") return Promise.reject(new Error("There is no gone.png."));
    return Promise.resolve({ url: `blob:${path}`, release: () => void released.push(path) });
  };
  const { root, set } = shown(
    `<p><span data-embed="" data-target="b.png">100x50</span></p><p><img data-src="a.png" alt="A"></p>` +
      `<p><img data-src="gone.png" alt="C"></p>`,
    { image },
  );
  await until("both are there", () => root.querySelectorAll("img[src]").length === 2);
  const embedded = get(root, "[data-embed] img") as HTMLImageElement;
  expect([embedded.width, embedded.height, embedded.alt]).toEqual([100, 50, "b.png"]);
  await until("the third says why", () => root.textContent === "C: There is no gone.png.");
  set(`<p><span data-embed="" data-target="b.png">100x50</span></p>`);
  expect(released).toEqual(["a.png"]);
  dispose?.();
  dispose = undefined;
  expect(released).toEqual(["a.png", "b.png"]);
});

test("headings, footnotes and blocks are found, in this text and not in another", () => {
  const { root } = shown(
    `<h2 data-line="1" data-heading="a-b">A B!</h2><p>x<sup><a href="#fn-1" data-footnote-ref="1">1</a></sup></p>
     <p>y<span data-block="id"></span></p><p><a href="#a-b">to</a><a data-wikilink="" data-target="" data-fragment="A B!">too</a></p>
     <section data-footnotes=""><ol><li data-footnote="1">z <a href="#fnref-1" data-footnote-back="1">↩</a></li></ol></section>`,
  );
  const heading = get(root, "h2");
  expect(heading.id.endsWith("a-b") && heading.id !== "a-b", "the text cannot take a name of the page").toBe(
    true,
  );
  const focused = (): Element | null => document.activeElement;
  click(get(root, "[data-footnote-ref]"));
  expect(focused()).toBe(get(root, "[data-footnote]"));
  click(get(root, "[data-footnote-back]"));
  expect(focused()).toBe(get(root, "[data-footnote-ref]"));
  for (const selector of ["[data-href='#a-b']", "[data-wikilink]"]) {
    heading.blur();
    click(get(root, selector));
    expect(focused(), selector).toBe(heading);
  }
});

test("a callout has the icon of its kind, whatever it is called", () => {
  const callout = (kind: string): string =>
    `<div data-callout="${kind}"><div data-callout-title="">T</div><div data-callout-body=""></div></div>`;
  const kinds = ["warning", "caution", "bug", "hint", "of-my-own", "note"];
  const { root } = shown(kinds.map(callout).join(""));
  const icons = [...root.querySelectorAll("[data-callout-title] > .callout-icon > svg")];
  const drawn = icons.map(({ innerHTML }) => innerHTML);
  expect(drawn).toHaveLength(kinds.length);
  expect(drawn[0]).toBe(drawn[1]);
  expect(drawn[4], "any other is a note").toBe(drawn[5]);
  expect(new Set(drawn).size).toBe(4);
});

test("a callout folds by pointer and key, and a link into it opens it", () => {
  const { root } = shown(
    `<div data-callout="tip" data-fold="-"><div data-callout-title="">T</div><div data-callout-body=""><h3 data-heading="in">In</h3></div></div>
     <p><a href="#in">to</a></p>`,
  );
  const [title, body] = [get(root, "[data-callout-title]"), get(root, "[data-callout-body]")];
  const state = (): unknown[] => [title.getAttribute("aria-expanded"), body.hidden];
  expect(state()).toEqual(["false", true]);
  click(title);
  expect(state()).toEqual(["true", false]);
  title.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true }));
  expect(state()).toEqual(["false", true]);
  click(get(root, "[data-href='#in']"));
  expect(state()).toEqual(["true", false]);
});

test("boxes of tasks tell their line, and a state of its own has its own mark", () => {
  const told: unknown[] = [];
  const html = `<ul><li data-task=" "><input type="checkbox" disabled="" data-line="4"> a</li>
    <li data-task="/"><input type="checkbox" disabled="" data-line="5"> b</li></ul>`;
  const { root } = shown(html, { onTask: (...task) => told.push(task) });
  const [open, half] = [...root.querySelectorAll("input")];
  expect([open?.dataset["state"], half?.dataset["state"]]).toEqual([" ", "/"]);
  open?.click();
  half?.click();
  expect(told).toEqual([
    [4, true],
    [5, true],
  ]);
  expect(shown(html).root.querySelector("input")?.disabled, "nobody hears").toBe(true);
});

test("what did not change stays in the page, and gets its new lines", () => {
  const callout = (line: number): string =>
    `<div data-line="${line}" data-callout="tip" data-fold="+"><div data-callout-title="">T</div><div data-callout-body=""><p data-line="${line + 1}">b</p></div></div>`;
  const { root, set } = shown(`<p data-line="1">a</p>${callout(3)}<p data-line="6">c</p>`);
  const [first, box, last] = [...get(root, ".markdown").children];
  click(get(root, "[data-callout-title]"));
  set(`<p data-line="1">a</p><p data-line="3">new</p>${callout(5)}<p data-line="8">d</p>`);
  const now = [...get(root, ".markdown").children];
  expect(now.map(({ textContent }) => textContent)).toEqual(["a", "new", "Tb", "d"]);
  expect([now[0] === first, now[3] === last]).toEqual([true, false]);
  expect(now[2] === box, "between two changes it is drawn anew").toBe(false);
  set(`<p data-line="1">new</p>${callout(3)}<p data-line="6">d</p>`);
  const after = [...get(root, ".markdown").children];
  expect(after[1] === now[2]).toBe(true);
  expect([...root.querySelectorAll("[data-line]")].map((at) => at.getAttribute("data-line"))).toEqual(
    "1 3 4 6".split(" "),
  );
});

test("code, math and diagrams are put into their places; what cannot be drawn stays and says so", async () => {
  const code = vi.fn(async (language: string, text: string) => {
    const span = document.createElement("b");
    span.textContent = `${language}:${text}`;
    return language === "none" ? undefined : span;
  });
  const diagram = (source: string) =>
    source === "bad"
      ? Promise.reject(new Error("odd"))
      : Promise.resolve({ url: "blob:d", width: 3, height: 4, release: () => undefined });
  const html = `<pre><code data-language="rust">fn</code></pre><pre><code data-language="none">x</code></pre>
    <pre data-diagram="mermaid">graph</pre><pre data-diagram="mermaid">bad</pre>
    <p><span data-math="inline">x^2</span> <span data-math="inline">\\frac{</span></p>
    <div data-math="display">\\sqrt{</div>`;
  const { root, set } = shown(html, { code, diagram, math: drawMath });
  await until("the code", () => root.querySelector("code b")?.textContent === "rust:fn");
  await until("the diagram", () => root.querySelector("[data-diagram] img") !== null);
  await until("the math", () => root.querySelector("[data-math] math msup") !== null);
  expect(get(root, "[data-diagram] img").getAttribute("alt")).toBe("graph");
  const faults = [...root.querySelectorAll(".markdown-fault")];
  expect(faults.map(({ textContent }) => textContent)).toEqual([
    "This diagram cannot be drawn: odd.\nbad",
    "\\frac{",
    expect.stringMatching(/^This math cannot be drawn: .*expected '}'.*\.\n\\sqrt\{$/i),
  ]);
  expect(faults[1]?.getAttribute("data-tip")).toMatch(/^This math cannot be drawn: .*expected '}'/i);
  set(`<pre><code data-language="rust">fn</code></pre><p>new</p>`);
  set(`<p>new</p><pre><code data-language="rust">fn</code></pre>`);
  expect(root.querySelector("code b"), "what is known is drawn at once").not.toBeNull();
  expect(code).toHaveBeenCalledTimes(2);
});

test("math leads nowhere and fetches nothing", async () => {
  for (const tex of [
    "\\href{https://a.example}{x}",
    "\\includegraphics{https://a.example/b.png}",
    "\\htmlId{a}{x}",
  ]) {
    const made = (await drawMath(tex, false)) as HTMLElement;
    expect(made.querySelector("math"), tex).not.toBeNull();
    expect(made.querySelector("a, img, [href], [src], [id]"), tex).toBeNull();
  }
});

test("a diagram is drawn anew when the theme changes, and the last one stays", async () => {
  const released: string[] = [];
  let asked = 0;
  const diagram = () => {
    const url = `blob:${(asked += 1)}`;
    return Promise.resolve({ url, width: 1, height: 1, release: () => void released.push(url) });
  };
  const { root, set } = shown(`<pre data-diagram="mermaid">graph</pre>`, { diagram });
  const at = (): string | null | undefined => root.querySelector("[data-diagram] img")?.getAttribute("src");
  await until("the first", () => at() === "blob:1");
  document.documentElement.setAttribute("data-theme", "light");
  await until("the second", () => at() === "blob:2");
  expect(released).toEqual(["blob:1"]);
  set("<p>gone</p>");
  document.documentElement.setAttribute("data-theme", "dark");
  // Who watches is told in a microtask.
  await Promise.resolve();
  expect([asked, released]).toEqual([2, ["blob:1", "blob:2"]]);
});

test("a diagram is as large as it says, and no picture without a size is drawn", () => {
  const { width, height, url } = picture(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30.5 20" width="100%"/>`,
  );
  expect([width, height, url.startsWith("blob:")]).toEqual([31, 20, true]);
  expect(() => picture(`<svg xmlns="http://www.w3.org/2000/svg"/>`)).toThrow("no size");
});

test("the first line of a reason is told", () => {
  expect(reasonOf(new Error("Parse error on line 2:\nA -> \n----^"))).toBe("Parse error on line 2");
});

test("a picture is as wide as its text says, which is no part of its name", async () => {
  const image = (path: string) => Promise.resolve({ url: `blob:${path}`, release: () => undefined });
  const { root } = shown(
    `<p><img data-src="a.png" alt="A cat|100"><img data-src="b.png" alt="a|b"><img data-src="c.png" alt="|20x30"></p>`,
    { image },
  );
  await until("all are there", () => root.querySelectorAll("img[src]").length === 3);
  const all = [...root.querySelectorAll("img")].map((img) => [img.alt, img.getAttribute("width")]);
  expect(all).toEqual([
    ["A cat", "100"],
    ["a|b", null],
    ["", "20"],
  ]);
});

test("slices of a pie differ from each other, from their words and from the ground", () => {
  const { themeVariables } = looks("dark", (name) => `of ${name}`);
  const slices = [1, 2, 3, 4, 5, 6].map((at) => themeVariables[`pie${at}`]);
  expect(new Set(slices).size).toBe(6);
  expect(slices).not.toContain(themeVariables["pieSectionTextColor"]);
  expect(slices).not.toContain(themeVariables["background"]);
  expect(looks("light", () => "").themeVariables, "no colour is made up").not.toHaveProperty("pie1");
});
