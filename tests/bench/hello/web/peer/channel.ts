/** A channel as a minimal program uses it. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { answer, numberOf } from "./answers";

const MESSAGE = 64 * 1024;

export async function show(): Promise<void> {
  await answer({
    pour: async (question) => {
      const messages = numberOf(question, "messages");
      let bytes = 0;
      await new Promise<void>((done, fail) => {
        const channel = new Channel<ArrayBuffer>();
        channel.onmessage = (data) => {
          if (!(data instanceof ArrayBuffer)) return fail(new Error("The bytes did not come raw."));
          bytes += data.byteLength;
          if (bytes >= messages * MESSAGE) done();
        };
        invoke("pour", { messages, channel }).catch(fail);
      });
      return { bytes };
    },
  });
}
