/** Pixels between the button and the list, and between the list and the window's edge. */
const GAP = 4;
const EDGE = 8;

/**
 * Puts the list under its button, or above if it only fits there, and keeps it inside the window. The popup's window is
 * so small that both happen.
 */
export function positionMenu(list: HTMLElement, anchor: HTMLElement, align: "start" | "end"): void {
  list.style.maxHeight = "";
  const anchorBox = anchor.getBoundingClientRect();
  const below = window.innerHeight - anchorBox.bottom - GAP - EDGE;
  const above = anchorBox.top - GAP - EDGE;
  const opensUp = list.offsetHeight > below && above > below;
  list.style.maxHeight = `${opensUp ? above : below}px`;
  const maxLeft = window.innerWidth - EDGE - list.offsetWidth;
  const preferredLeft = align === "end" ? anchorBox.right - list.offsetWidth : anchorBox.left;
  list.style.left = `${Math.max(EDGE, Math.min(preferredLeft, maxLeft))}px`;
  list.style.top = `${opensUp ? anchorBox.top - GAP - list.offsetHeight : anchorBox.bottom + GAP}px`;
}
