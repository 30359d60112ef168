/**
 * A client for WebDriver, classic protocol only, for one window of Tenon.
 *
 * tauri-driver stands between: it starts WebKitWebDriver, which starts the program.
 */
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { chordActions, textActions, type KeyAction } from "./keys";
import { start, waitFor, type Started } from "./process";

export { waitFor } from "./process";

export interface WindowOptions {
  /** The program, built with its pages packed in. */
  application: string;
  args?: string[];
  /** The whole environment, with `DISPLAY`. */
  env: NodeJS.ProcessEnv;
}

/** The name under which the protocol carries an element's id. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

type Method = "GET" | "POST" | "DELETE";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** Finds a program: by an environment variable, on the search path, or in cargo's folder. */
function findProgram(name: string, variable: string): string {
  const given = process.env[variable];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const places = [...folders, join(homedir(), ".cargo", "bin")].map((folder) => join(folder, name));
  const found = given ?? places.find((place) => existsSync(place));
  if (!found) throw new Error(`${name} was not found. Install it, or set ${variable} to where it is.`);
  return found;
}

/** Milliseconds after which the driver counts as hung; starting the program takes the longest. */
const PATIENCE = 60_000;

async function request(url: string, method: Method, body?: unknown, patience = PATIENCE): Promise<unknown> {
  const init: RequestInit = { method, signal: AbortSignal.timeout(patience) };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "content-type": "application/json" };
  }
  const response = await fetch(url, init);
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = (value ?? {}) as { error?: string; message?: string };
  throw new Error(`${method} ${new URL(url).pathname}: ${error ?? response.status}: ${message ?? ""}`);
}

/** A handle of something on the page; it goes stale when that is drawn anew. */
export class Element {
  constructor(
    private readonly base: string,
    readonly id: string,
  ) {}

  private ask(method: Method, path: string, body?: unknown): Promise<unknown> {
    return request(`${this.base}/element/${this.id}/${path}`, method, body);
  }

  async click(): Promise<void> {
    await this.ask("POST", "click", {});
  }

  /** Its text as it is drawn. The protocol's own way to ask gives nothing for lines of a virtual list. */
  async text(): Promise<string> {
    return String(await this.ask("GET", "property/innerText"));
  }

  async attribute(name: string): Promise<string | null> {
    return (await this.ask("GET", `attribute/${encodeURIComponent(name)}`)) as string | null;
  }

  /** Puts the focus here and types; nothing is cleared before. */
  async sendKeys(text: string): Promise<void> {
    await this.ask("POST", "value", { text });
  }

  /** Place and size in CSS pixels of the page. */
  async rect(): Promise<{ x: number; y: number; width: number; height: number }> {
    return (await this.ask("GET", "rect")) as { x: number; y: number; width: number; height: number };
  }
}

/** One window under control. */
export class Window {
  private constructor(
    private readonly base: string,
    private readonly driver: Started,
  ) {}

  static async open({ application, args = [], env }: WindowOptions): Promise<Window> {
    const [port, nativePort] = [await freePort(), await freePort()];
    const native = findProgram("WebKitWebDriver", "WEBKIT_WEB_DRIVER");
    const ports = ["--port", String(port), "--native-port", String(nativePort), "--native-driver", native];
    const driver = start(findProgram("tauri-driver", "TAURI_DRIVER"), ports, { env });
    const address = `http://127.0.0.1:${port}`;
    try {
      await waitFor("the driver to answer", () => request(`${address}/status`, "GET"));
      const capabilities = { alwaysMatch: { "tauri:options": { application, args } } };
      const session = (await request(`${address}/session`, "POST", { capabilities })) as {
        sessionId: string;
      };
      return new Window(`${address}/session/${session.sessionId}`, driver);
    } catch (error) {
      await driver.stop();
      throw error;
    }
  }

  /** Finds by a CSS selector; fails when there is none. */
  async find(selector: string): Promise<Element> {
    const body = { using: "css selector", value: selector };
    const found = (await request(`${this.base}/element`, "POST", body)) as Record<string, string>;
    return this.element(found);
  }

  async findAll(selector: string): Promise<Element[]> {
    const body = { using: "css selector", value: selector };
    const found = (await request(`${this.base}/elements`, "POST", body)) as Record<string, string>[];
    return found.map((each) => this.element(each));
  }

  /** Finds by a CSS selector as soon as it is there. */
  waitForElement(selector: string, deadline?: number): Promise<Element> {
    return waitFor(selector, () => this.find(selector), deadline);
  }

  /** Presses chords one after another, such as `ctrl+k` and `ctrl+s`, wherever the focus is. */
  async press(...chords: string[]): Promise<void> {
    for (const chord of chords) await this.perform(chordActions(chord));
  }

  /** Types text wherever the focus is. */
  async type(text: string): Promise<void> {
    await this.perform(textActions(text));
  }

  /** Runs the body of a function in the page; `arguments` holds what is given. */
  async execute<T>(script: string, ...args: unknown[]): Promise<T> {
    return (await request(`${this.base}/execute/sync`, "POST", { script, args })) as T;
  }

  /** The same, but the result is what the last of `arguments`, a function, is called with. */
  async executeAsync<T>(script: string, ...args: unknown[]): Promise<T> {
    return (await request(`${this.base}/execute/async`, "POST", { script, args })) as T;
  }

  /** What the window shows, as PNG. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from(String(await request(`${this.base}/screenshot`, "GET")), "base64");
  }

  /** Loads the page anew, as a reload by hand does. */
  async refresh(): Promise<void> {
    await request(`${this.base}/refresh`, "POST", {});
  }

  /** Closes the window and ends everything that was started for it. */
  async quit(): Promise<void> {
    // A window that was killed on purpose has no session any more.
    await request(this.base, "DELETE", undefined, 5_000).catch(() => undefined);
    await this.driver.stop();
  }

  private element(found: Record<string, string>): Element {
    const id = found[ELEMENT];
    if (id === undefined) throw new Error("The driver answered without an element.");
    return new Element(this.base, id);
  }

  private async perform(actions: KeyAction[]): Promise<void> {
    await request(`${this.base}/actions`, "POST", { actions: [{ type: "key", id: "keyboard", actions }] });
  }
}
