import { signal } from "@preact/signals";

/** The place in the console, behind the `#`: a room and what it needs, such as `people` or `join/<secret>`. */
export interface Place {
  room: string;
  rest: string[];
}

const read = (): Place => {
  const [room = "", ...rest] = location.hash.replace(/^#\/?/, "").split("?")[0]!.split("/").map(decodeURIComponent);
  return { room, rest };
};

export const place = signal<Place>(read());
addEventListener("hashchange", () => (place.value = read()));

export const href = (room: string, ...rest: string[]): string =>
  `#/${[room, ...rest].map(encodeURIComponent).join("/")}`;
export const go = (room: string, ...rest: string[]): void => void (location.hash = href(room, ...rest));
