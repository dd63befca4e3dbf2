declare global {
  interface Window {
    /** Clicks and keys made on the last frame, recorded by `first-frame.js`. */
    callboardEarly?: (KeyboardEvent | MouseEvent)[] | undefined;
  }
}

/**
 * Replaces the last frame with the app within one task, so that no moment shows nothing or both.
 * Both are rendered from the same snapshot, so the element under the pointer stays in place.
 */
export function mount(root: HTMLElement, renderApp: () => void): void {
  root.replaceChildren();
  root.inert = false;
  renderApp();
  const early = window.callboardEarly ?? [];
  if (early.length === 0) return;
  const inputs = early.map((event) =>
    event instanceof KeyboardEvent ? event : document.elementFromPoint(event.clientX, event.clientY),
  );
  void import("../actions/replayInput.ts").then((module) => module.replayInput(root, inputs));
}
