import type { UiEvent } from "../ipc/bindings";

type Type = UiEvent["type"];
type Handler = (event: UiEvent) => void;

export interface Events {
  on: <T extends Type>(type: T, handler: (event: Extract<UiEvent, { type: T }>) => void) => void;
  dispatch: (event: UiEvent) => void;
}

/** Hands events to who listens to their type; one listener's fault does not keep the next from hearing. */
export function makeEvents(onFault: (fault: unknown) => void): Events {
  const handlers = new Map<Type, Handler[]>();
  return {
    on: (type, handler) => {
      handlers.set(type, [...(handlers.get(type) ?? []), handler as Handler]);
    },
    dispatch: (event) => {
      for (const handler of handlers.get(event.type) ?? []) {
        try {
          handler(event);
        } catch (fault) {
          onFault(fault);
        }
      }
    },
  };
}
