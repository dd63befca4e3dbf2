import { failureOf } from "../data/api.ts";
import { shell } from "../texts/en/shell/shell.ts";
import { toasts } from "./toasts.ts";

interface UndoableAction {
  send: () => Promise<unknown>;
  /** The sentence that confirms it afterwards. */
  done: string;
  undo: () => unknown;
  /** Called after a failure too: what is shown may be out of date. */
  onChanged: () => void;
}

export const offerUndo = (sentence: string, undo: () => unknown): void =>
  void toasts.show({ tone: "good", sentence, action: { label: shell.undo, onSelect: () => void undo() } });

/** Runs the action, confirms it with a toast and offers to undo it. */
export async function runUndoable({ send, done, undo, onChanged }: UndoableAction): Promise<void> {
  try {
    await send();
  } catch (error) {
    toasts.show({ tone: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    return onChanged();
  }
  onChanged();
  offerUndo(done, undo);
}
