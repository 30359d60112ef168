/** When to ask what a terminal runs now: output says that something may have changed, not what. */

/** Milliseconds of quiet after output. */
const QUIET = 500;
/** The longest that output without a pause puts it off. */
const LONGEST = 1_000;

export interface AfterOutput {
  /** There was output. */
  touch: () => void;
  stop: () => void;
}

/** Calls `run` once output pauses, and again and again while it does not. */
export function makeAfterOutput(run: () => void): AfterOutput {
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let longest: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(quiet);
    clearTimeout(longest);
    longest = undefined;
  };
  const fire = (): void => {
    stop();
    run();
  };
  return {
    touch: () => {
      clearTimeout(quiet);
      quiet = setTimeout(fire, QUIET);
      longest ??= setTimeout(fire, LONGEST);
    },
    stop,
  };
}
