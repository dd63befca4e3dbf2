import { sendOnce } from "../data/sendOnce.ts";
import { api, failureOf } from "../data/api.ts";
import { go } from "./route.ts";
import { toasts } from "./toasts.ts";
import { shell } from "../texts/en/shell/shell.ts";

/** Undoing is itself proposed: its page says what comes back before anything does. */
export async function proposeUndo(batch: string): Promise<void> {
  try {
    const { proposal, run } = await sendOnce((options) => api().history.proposeUndo.mutate({ batch }, options));
    // What is too long for one page of lines is a run, proposed on a page of its own.
    if (run === null) go("proposals", proposal!);
    else go("runs", run);
  } catch (error) {
    toasts.show({ kind: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
  }
}
