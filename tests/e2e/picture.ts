/** Takes and looks at pictures with ImageMagick, version 6 as on Debian 12 or later. */
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const LARGEST = 64 << 20;

/** What a display shows, as PNG. */
export async function pictureOf(env: NodeJS.ProcessEnv): Promise<Buffer> {
  const options = { env, encoding: "buffer", maxBuffer: LARGEST } as const;
  return (await promisify(execFile)("import", ["-silent", "-window", "root", "png:-"], options)).stdout;
}

/** How many different colours a PNG has; a blank window has one or two. */
export function countColours(png: Buffer): number {
  return Number(execFileSync("identify", ["-format", "%k", "png:-"], { input: png, encoding: "utf8" }));
}
