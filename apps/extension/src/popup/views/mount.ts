declare global {
  interface Window {
    /** What was clicked and typed on the last frame: kept by `first-frame.js`. */
    callboardEarly?: (KeyboardEvent | MouseEvent)[] | undefined;
  }
}

/**
 * The app in the last frame's place, within one task: there is no moment without a picture and none with two of it.
 * Both are drawn from one snapshot, so what was pointed at is now in the same place.
 */
export function mount(root: HTMLElement, draw: () => void): void {
  root.replaceChildren();
  root.inert = false;
  draw();
  const early = window.callboardEarly ?? [];
  if (early.length === 0) return;
  const meant = early.map((event) =>
    event instanceof KeyboardEvent ? event : document.elementFromPoint(event.clientX, event.clientY),
  );
  void import("../actions/replayInput.ts").then(({ replayInput }) => replayInput(root, meant));
}
