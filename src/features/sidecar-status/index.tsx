/** How the machine-learning sidecar is, in the status bar. */
import { createSignal } from "solid-js";
import type { Frame } from "../../kernel/frame";
import { noticeOf } from "./sidecar-notice";
import { SidecarItem } from "./sidecar-item";

export function installSidecarStatus(frame: Frame): void {
  const [status, setStatus] = createSignal(frame.boot.sidecar);
  frame.on("sidecarChanged", (event) => {
    const said = noticeOf(status(), event.status);
    setStatus(event.status);
    if (said) {
      const restart = { title: "Restart", run: () => frame.commands.run("sidecar.restart") };
      const log = { title: "Show Log", run: () => frame.commands.run("log.show", { target: "sidecar" }) };
      frame.notify({ ...said, actions: [restart, log] });
    }
  });
  frame.commands.register([
    {
      id: "sidecar.restart",
      title: "Sidecar: Restart",
      run: async () => void setStatus(await frame.ipc.sidecarRestart({})),
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
