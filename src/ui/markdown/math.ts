/** TeX as MathML, which the webview draws by itself. */

/** Signs that an expansion may come to, and the largest size in em: a short text must not fill the page. */
const MOST_EXPANSIONS = 1_000;
const LARGEST = 40;

export async function drawMath(tex: string, display: boolean): Promise<Node> {
  const { default: katex } = await import("katex");
  const place = document.createElement("span");
  katex.render(tex, place, {
    displayMode: display,
    output: "mathml",
    throwOnError: true,
    // Links, pictures and classes of the text's own are refused.
    trust: false,
    strict: "ignore",
    maxExpand: MOST_EXPANSIONS,
    maxSize: LARGEST,
  });
  return place;
}
