/** What may leave this machine, in the status bar. */
import { createSignal } from "solid-js";
import type { Frame } from "../../kernel/frame";
import { EgressItem } from "./egress-item";
import { wordsOf } from "./egress-words";

export function installEgress(frame: Frame): void {
  const [status, setStatus] = createSignal(frame.boot.sidecar);
  frame.on("sidecarChanged", (event) => setStatus(event.status));
  frame.commands.register([
    {
      id: "egress.explain",
      title: "Help: What May Leave This Machine",
      run: async () => {
        const words = wordsOf(status());
        await frame.dialogs.ask({
          title: `What may leave this machine: ${words.title}`,
          message: `${words.why} "tenon egress" in a terminal lists what was tried.`,
          answers: [{ id: "ok", title: "OK" }],
          cancel: "ok",
        });
      },
    },
  ]);
  frame.addStatus({
    id: "egress",
    side: "left",
    order: 0,
    render: () => <EgressItem frame={frame} status={status} />,
  });
}
