import { useMemo, useRef } from "preact/hooks";
import { createAction } from "../../data/createAction.ts";
import { expireSession } from "../../data/signInOut.ts";

type Send<I, T> = Parameters<typeof createAction<I, T>>[0];

export interface Action<I, T> extends ReturnType<typeof createAction<I, T>> {
  /** Removes the failure from the screen after an edit. */
  clear: () => void;
}

/** An action that lives as long as the view with its button. If the session has ended, the sign-in page opens. */
export function useAction<I, T>(send: Send<I, T>): Action<I, T> {
  const latest = useRef(send);
  latest.current = send;
  return useMemo(() => {
    const action = createAction<I, T>((input, options) => latest.current(input, options));
    return {
      ...action,
      clear: () => {
        if (action.outcome.peek()) action.outcome.value = null;
      },
      async run(input) {
        const outcome = await action.run(input);
        const failure = outcome?.ok === false ? outcome.failure : null;
        // Only that session: another may have started meanwhile.
        if (failure?.code === "signed-out") await expireSession(failure.sessionSecret);
        return outcome;
      },
    };
  }, []);
}
