import { createResource, Match, Switch, type JSX } from "solid-js";
import type { Text } from "@codemirror/state";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { visiblePath } from "../../ui/visible-name";
import { CompareView } from "../editor";

export interface ComparedProps {
  path: string;
  /** What the other text is, such as "in that version". */
  when: string;
  then: () => Promise<Text>;
  now: () => Promise<Text>;
  /** Whether it is about what a restore does: the text now stands at the left, so that what goes is red. */
  restores?: boolean;
}

/** A text as it was beside the text now, with what differs marked; in words when nothing does. */
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
      <Match when={sides() && sides.latest?.then.eq(sides.latest.now)}>
        <EmptyState
          title="The same as now."
          detail={`The text ${props.when} and the text now do not differ.`}
        />
      </Match>
      <Match when={sides()}>
        {(both) => {
          const then = { text: both().then, label: `${name()} ${props.when}` };
          const now = { text: both().now, label: `${name()} now` };
          return (
            <CompareView
              name={props.path}
              left={props.restores ? now : then}
              right={props.restores ? then : now}
            />
          );
        }}
      </Match>
    </Switch>
  );
}
