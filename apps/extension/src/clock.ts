/** The server's clock as this device can know it: its own, put right by what the last answer said. */
let offset = Number(globalThis.localStorage?.getItem("callboard.offset") ?? 0);

export const serverNow = (): number => Date.now() + offset;

/** Takes the `now` of an answer. Small differences are the journey of the answer itself. */
export function learnNow(now: number): void {
  const next = now - Date.now();
  if (Math.abs(next - offset) < 500) return;
  offset = next;
  globalThis.localStorage?.setItem("callboard.offset", String(next));
}

/** The reading of this device's clock when the server's shows `at`: what a browser's alarm is set to. */
export const hereAt = (at: number): number => at - offset;

/** How far the two are apart, for a worker to keep: it has no memory of its own and no `localStorage`. */
export const clockOffset = (): number => offset;
export const takeOffset = (known: number): void => void (offset = known);
