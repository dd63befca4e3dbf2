// Parts of SVG paths, at (x, y) with width w, height h and radius r.

export const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
export const dot = (x: number, y: number) => circle(x, y, 0.35);

/**
 * One stroked path each, on a grid of 16 with the drawing between 2 and 14: even weight at 14 to 20 px.
 * What the popup shows first, and the icons of the usual statuses; to keep it small, all others are in `extraIconPaths.ts`.
 */
export const ICON_PATHS = {
  book: "M8 4.25C6.75 3.25 5 2.75 2.5 2.75v9c2.5 0 4.25.5 5.5 1.5 1.25-1 3-1.5 5.5-1.5v-9c-2.5 0-4.25.5-5.5 1.5zM8 4.25v9",
  check: "m3 8.5 3.25 3.25L13 4.75",
  "chevron-down": "m4 6 4 4 4-4",
  coffee:
    "M2.75 6.25h8.5V10a3.25 3.25 0 0 1-3.25 3.25H6A3.25 3.25 0 0 1 2.75 10zM11.25 7h.75a1.75 1.75 0 0 1 0 3.5h-.85M5.5 2.5v1.25M8.5 2.5v1.25",
  dots: dot(3.5, 8) + dot(8, 8) + dot(12.5, 8),
  lunch:
    "M3.25 2.5v2.75a2 2 0 0 0 4 0V2.5M5.25 2.5v11M12 13.5v-11c-1.5.75-2.25 2.5-2.25 4.75 0 1.25.5 1.75 1.25 1.75h1",
  moon: "M13.5 9.3A5.75 5.75 0 1 1 6.7 2.5a4.85 4.85 0 0 0 6.8 6.8z",
  open: "M9.5 2.5h4v4M13.5 2.5 9.25 6.75M6.5 13.5h-4v-4M2.5 13.5l4.25-4.25",
  phone:
    "M5.2 2.5H3.6c-.7 0-1.2.6-1.1 1.3.5 5 4.7 9.2 9.7 9.7.7.1 1.3-.4 1.3-1.1v-1.6c0-.5-.3-.9-.8-1l-1.9-.5c-.4-.1-.8 0-1.1.3" +
    "l-.7.8A8.5 8.5 0 0 1 5.6 7l.8-.7c.3-.3.4-.7.3-1.1l-.5-1.9c-.1-.5-.5-.8-1-.8z",
  sun:
    circle(8, 8, 2.75) +
    "M8 1.75v.75M8 13.5v.75M1.75 8h.75M13.5 8h.75M3.6 3.6l.5.5M11.9 11.9l.5.5M3.6 12.4l.5-.5M11.9 4.1l.5-.5",
  undo: "M5.5 2.75l-3 3 3 3M2.5 5.75h7a3.75 3.75 0 0 1 0 7.5H6",
  users:
    circle(6, 5.25, 2.5) +
    "M1.75 13.25c.25-2.5 2-4 4.25-4s4 1.5 4.25 4M10.5 2.95a2.5 2.5 0 0 1 0 4.6M12 9.6c1.3.6 2.1 1.9 2.25 3.65",
} as const;
