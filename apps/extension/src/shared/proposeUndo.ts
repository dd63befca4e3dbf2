import { sendOnce } from "../data/sendOnce.ts";
import { api, failureOf } from "../data/api.ts";
import { go } from "./route.ts";
import { toasts } from "./toasts.ts";
import { shell } from "../texts/en/shell/shell.ts";

/** Undo is a proposal too: its page shows what will be restored before anything is. */
export async function proposeUndo(batch: string): Promise<void> {
  try {
    const { proposal, run } = await sendOnce((options) => api().history.proposeUndo.mutate({ batch }, options));
    // Too many changes for one proposal are undone by a run, which is proposed on the run's page.
    if (run === null) go("proposals", proposal!);
    else go("runs", run);
  } catch (error) {
    toasts.show({ tone: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
  }
}
