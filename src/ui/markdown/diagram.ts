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
    ...looks(theme, token),
    // HTML inside of a picture is not drawn everywhere.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    // As wide as the text of a note, so that its words are not made smaller.
    journey: { textPlacement: "tspan" },
    gantt: { useWidth: 680, fontSize: 12, sectionFontSize: 12, barHeight: 22 },
    suppressErrorRendering: true,
    maxTextSize: LONGEST,
  });
  made += 1;
  const { svg } = await mermaid.render(`diagram-${made}`, source);
  return picture(svg);
}

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Diagrams in the colours of the window. */
export function looks(
  theme: "dark" | "light",
  read: (name: string) => string,
): { theme: "base"; themeVariables: Record<string, string | boolean> } {
  const slices = ["--info", "--accent", "--ok", "--error", "--warn", "--fg-3"];
  const ground = read("--bg-0");
  const named: [name: string, colour: string][] = [
    ["background", ground],
    ["primaryColor", read("--bg-2")],
    ["secondaryColor", read("--bg-3")],
    ["tertiaryColor", read("--bg-1")],
    ["primaryTextColor", read("--fg")],
    ["secondaryTextColor", read("--fg")],
    ["tertiaryTextColor", read("--fg")],
    ["primaryBorderColor", read("--line-strong")],
    ["lineColor", read("--fg-2")],
    ["textColor", read("--fg")],
    ["pieTitleTextColor", read("--fg")],
    ["pieLegendTextColor", read("--fg")],
    ["pieSectionTextColor", ground],
    ["pieStrokeColor", ground],
    ["pieOuterStrokeColor", read("--line-strong")],
    ["commitLabelColor", read("--fg")],
    ["commitLabelBackground", read("--bg-2")],
    ...Array.from({ length: 12 }, (_, at): [string, string][] => {
      const colour = read(slices[at % slices.length] ?? "--info");
      return [
        [`pie${at + 1}`, colour],
        [`cScale${at}`, colour],
        [`cScaleLabel${at}`, ground],
        [`git${at}`, colour],
        [`gitBranchLabel${at}`, ground],
      ];
    }).flat(),
  ];
  // A colour that the window does not have is left to Mermaid.
  const known = Object.fromEntries(named.filter(([, colour]) => colour !== ""));
  return {
    theme: "base",
    themeVariables: { ...known, darkMode: theme === "dark", fontSize: "14px", pieOpacity: "1" },
  };
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
