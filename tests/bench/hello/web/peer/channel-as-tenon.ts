/** The same bytes through what Tenon's page puts around a channel. */
import "../../../../../src/kernel/harden";
import { makeIpc } from "../../../../../src/ipc/client";
import { answer, numberOf } from "./answers";

const MESSAGE = 64 * 1024;

export async function show(): Promise<void> {
  const ipc = makeIpc();
  await answer({
    pour: async (question) => {
      const messages = numberOf(question, "messages");
      let bytes = 0;
      await new Promise<void>((done, fail) => {
        const take = (data: ArrayBuffer): void => {
          // The leading byte says what follows; the rest is looked at without a copy.
          bytes += new Uint8Array(data, 1).length;
          if (bytes >= messages * MESSAGE) done();
        };
        ipc.terminalAttach({ id: String(messages) }, take).catch(fail);
      });
      return { bytes };
    },
  });
}
