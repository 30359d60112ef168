/** The page on the backend in memory, for looking at it in a browser. */
import "../kernel/harden";
import "../styles/index.css";
import type { Boot } from "../ipc/bindings";
import { makeFake } from "../ipc/fake";
import { fakeWorkspace } from "../ipc/fake/system";
import { sampleFiles, sampleGit, sampleLog } from "./sample";

const query = new URLSearchParams(location.search);
// A reload finds the layout again, as it would in the window.
const boot: Partial<Boot> = { layout: sessionStorage.getItem("layout") };
if (query.has("fault")) {
  boot.workspace = null;
  boot.workspaceError = {
    code: "permission",
    message: "The folder /home/ada/src/secret cannot be read.",
    hint: "Ask its owner for the permission, or open another folder.",
    retryable: false,
  };
}
if (query.has("untrusted")) boot.workspace = { ...fakeWorkspace, trusted: null };
const fake = makeFake({
  files: sampleFiles,
  settings: { theme: query.get("theme") === "light" ? "light" : "dark" },
  boot,
});
fake.system.git = sampleGit;
fake.system.log = sampleLog;
window.addEventListener("pagehide", () => sessionStorage.setItem("layout", fake.system.layout ?? ""));
const root = document.getElementById("root");
if (root) {
  const { startApp } = await import("../app");
  await startApp(root, {
    ipc: fake.ipc,
    boot: (ipc) => ipc.windowBoot({}),
    listen: (handle) => void fake.listen(handle),
  });
}
// So that whoever looks can play the core's part from the console.
Object.assign(globalThis, { fake });
