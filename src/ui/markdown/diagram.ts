/** Mermaid's diagrams as pictures. A picture runs nothing, leads nowhere and cannot style the window. */

/** Longer sources are not drawn. */
const LONGEST = 50_000;
let made = 0;

export interface Diagram {
  url: string;
  width: number;
  height: number;
  release: () => void;
}

export async function drawDiagram(source: string, theme: "dark" | "light"): Promise<Diagram> {
  if (source.length > LONGEST) throw new Error(`it has more than ${LONGEST} signs`);
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: theme === "dark" ? "dark" : "neutral",
    // HTML inside of a picture is not drawn everywhere.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    suppressErrorRendering: true,
    maxTextSize: LONGEST,
  });
  made += 1;
  const { svg } = await mermaid.render(`diagram-${made}`, source);
  return picture(svg);
}

/** A drawing with the size that it says it has. */
export function picture(svg: string): Diagram {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const [, , width = 0, height = 0] = (parsed.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new Error("it has no size");
  parsed.setAttribute("width", String(width));
  parsed.setAttribute("height", String(height));
  const text = new XMLSerializer().serializeToString(parsed);
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const release = (): void => URL.revokeObjectURL(url);
  return { url, width: Math.ceil(width), height: Math.ceil(height), release };
}
