import { createResource, Match, Switch, type JSX } from "solid-js";
import type { Text } from "@codemirror/state";
import { FailedState, LoadingState } from "../../ui/states";
import { visiblePath } from "../../ui/visible-name";
import { CompareView } from "../editor";

export interface ComparedProps {
  path: string;
  /** What the text at the left is, such as "in that version". */
  when: string;
  then: () => Promise<Text>;
  now: () => Promise<Text>;
}

/** A text as it was beside the text now, with what differs marked. */
export function Compared(props: ComparedProps): JSX.Element {
  // Both are read once: another comparison is another component.
  const [sides] = createResource(async () => {
    const [then, now] = await Promise.all([props.then(), props.now()]);
    return { then, now };
  });
  const name = (): string => visiblePath(props.path);
  return (
    <Switch fallback={<LoadingState label="Reading both texts" />}>
      <Match when={sides.error as unknown}>
        {(fault) => <FailedState title="The texts cannot be compared." fault={fault()} />}
      </Match>
      <Match when={sides()}>
        {(both) => (
          <CompareView
            name={props.path}
            left={{ text: both().then, label: `${name()} ${props.when}` }}
            right={{ text: both().now, label: `${name()} now` }}
          />
        )}
      </Match>
    </Switch>
  );
}
