import { effect } from "@preact/signals";
import { session } from "../../data/session.ts";

/**
 * Replays clicks and keys made on the last frame, as soon as the session is known. Elements that another account or the
 * sign-in has replaced meanwhile are not clicked.
 */
export function replayInput(root: HTMLElement, inputs: readonly (KeyboardEvent | Element | null)[]): void {
  let remaining = inputs;
  effect(() => {
    if (session.value === undefined) return;
    const batch = remaining;
    remaining = [];
    for (const one of batch) {
      if (one instanceof KeyboardEvent) replayKey(root, one);
      else if (one?.isConnected) one.closest<HTMLElement>("button, [role=option]")?.click();
    }
  });
}

function replayKey(root: HTMLElement, { key, code, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): void {
  const input = root.querySelector<HTMLInputElement>("[role=combobox]");
  if (!input || ctrlKey || altKey || metaKey) return;
  const copy = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
  const isUnhandled = input.dispatchEvent(copy);
  if (!isUnhandled || key.length > 1) return;
  input.value += key;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
