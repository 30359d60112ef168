/** How the machine-learning sidecar is, in the status bar. */
import type { SidecarStatus } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { noticeOf } from "./sidecar-notice";
import { SidecarItem } from "./sidecar-item";
import { sidecarOf } from "./sidecar-store";

export { isBuilding } from "./sidecar-notice";

/** How the sidecar is; reactive. */
export function sidecarStatus(app: App): SidecarStatus {
  return sidecarOf(app).status();
}

export function installSidecarStatus(frame: Frame): void {
  let before = frame.boot.sidecar;
  /** What stands while it is given up. */
  let told: string | undefined;
  const { status, set } = sidecarOf(frame);
  frame.on("sidecarChanged", (event) => {
    const said = noticeOf(before, event.status);
    before = event.status;
    if (event.status.state !== "failed" && told !== undefined) {
      // What it asks for was done, here or elsewhere.
      for (const { id, message } of frame.notices.shown()) if (message === told) frame.notices.dismiss(id);
      told = undefined;
    }
    if (said) {
      told = said.message;
      const restart = { title: "Restart", run: () => frame.commands.run("sidecar.restart") };
      const log = { title: "Show Log", run: () => frame.commands.run("log.show", { target: "sidecar" }) };
      frame.notify({ ...said, actions: [restart, log] });
    }
  });
  frame.commands.register([
    {
      id: "sidecar.restart",
      title: "Sidecar: Restart",
      run: async () => set(await frame.ipc.sidecarRestart({})),
    },
    {
      id: "sidecar.log",
      title: "Sidecar: Show Log",
      run: () => frame.commands.run("log.show", { target: "sidecar" }),
    },
  ]);
  frame.addStatus({
    id: "sidecar",
    side: "right",
    order: 0,
    render: () => <SidecarItem frame={frame} status={status} />,
  });
}
