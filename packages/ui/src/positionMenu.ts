const GAP = 4;
const EDGE = 8;

/**
 * Puts the list under its button, or above where there is more space, inside the window. A popup's window is so small
 * that any menu may need either.
 */
export function positionMenu(list: HTMLElement, anchor: HTMLElement, align: "start" | "end"): void {
  list.style.maxHeight = "";
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const opensUp = list.offsetHeight > below && above > below;
  list.style.maxHeight = `${opensUp ? above : below}px`;
  const maxLeft = window.innerWidth - EDGE - list.offsetWidth;
  const preferredLeft = align === "end" ? box.right - list.offsetWidth : box.left;
  list.style.left = `${Math.max(EDGE, Math.min(preferredLeft, maxLeft))}px`;
  list.style.top = `${opensUp ? box.top - GAP - list.offsetHeight : box.bottom + GAP}px`;
}
