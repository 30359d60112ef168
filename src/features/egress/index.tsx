/** What may leave this machine, in the status bar. */
import type { Frame } from "../../kernel/frame";
import { sidecarStatus } from "../sidecar-status";
import { EgressItem } from "./egress-item";
import { showEgress } from "./egress-menu";
import { wordsOf } from "./egress-words";

export function installEgress(frame: Frame): void {
  const words = (): ReturnType<typeof wordsOf> =>
    wordsOf(sidecarStatus(frame), frame.settings().notesRemotePictures);
  let item: HTMLElement | undefined;
  frame.commands.register([
    {
      id: "egress.explain",
      title: "Help: What May Leave This Machine",
      run: () => showEgress(frame, words(), item),
    },
  ]);
  frame.addStatus({
    id: "egress",
    side: "left",
    order: 0,
    render: () => <EgressItem frame={frame} words={words} ref={(drawn) => (item = drawn)} />,
  });
}
