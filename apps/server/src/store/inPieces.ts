/** How long work blocks the event loop before it pauses, in milliseconds. */
const PIECE_MS = 8;

/** From this many steps on, work is split: below that, pauses cost more than they save. */
export const LONG_WORK = 200;

/** Runs a generator to its end without pauses. */
export function runAtOnce<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Runs a generator to its end with pauses, in which other requests are answered. */
export async function runInPieces<T>(steps: Generator<undefined, T>): Promise<T> {
  let pauseAt = performance.now() + PIECE_MS;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < pauseAt) continue;
    await new Promise(setImmediate);
    pauseAt = performance.now() + PIECE_MS;
  }
}

/** Calls `work` for each item, with pauses if there are many. */
export function forEachInPieces<T>(items: readonly T[], work: (item: T) => void): void | Promise<void> {
  return items.length < LONG_WORK ? items.forEach(work) : runInPieces(stepsOf(items, work));
}

function* stepsOf<T>(items: readonly T[], work: (item: T) => void): Generator<undefined, void> {
  for (const item of items) {
    work(item);
    yield;
  }
}
