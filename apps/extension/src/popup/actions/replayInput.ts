import { effect } from "@preact/signals";
import { session } from "../../data/session.ts";

/**
 * Replays clicks and keys made before the app had started, on its last frame, as soon as the session is known. Elements
 * that another account or the sign-in has replaced meanwhile are not clicked.
 */
export function replayInput(root: HTMLElement, inputs: readonly (KeyboardEvent | Element | null)[]): void {
  let remaining = inputs;
  effect(() => {
    if (session.value === undefined) return;
    const recorded = remaining;
    remaining = [];
    for (const keyOrTarget of recorded) {
      if (keyOrTarget instanceof KeyboardEvent) replayKey(root, keyOrTarget);
      else if (keyOrTarget?.isConnected) keyOrTarget.closest<HTMLElement>("button, [role=option]")?.click();
    }
  });
}

/** An event dispatched by code types nothing, so a printable key is also added to the field. */
function replayKey(root: HTMLElement, { key, code, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): void {
  const input = root.querySelector<HTMLInputElement>("[role=combobox]");
  if (!input || ctrlKey || altKey || metaKey) return;
  const copy = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
  const isUnhandled = input.dispatchEvent(copy);
  if (!isUnhandled || key.length > 1) return;
  input.value += key;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
