/** The longest that one slice of long work blocks the event loop, in milliseconds. */
const PIECE_MS = 8;

/** From this many steps on, work is split: below that, pauses cost more than they save. */
export const LONG_WORK = 200;

/** Runs a generator to its end without pauses. */
export function atOnce<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same with pauses, in which other calls are answered. */
export async function inPieces<T>(steps: Generator<undefined, T>): Promise<T> {
  let until = performance.now() + PIECE_MS;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await new Promise(setImmediate);
    until = performance.now() + PIECE_MS;
  }
}

/** Calls `work` for each item, with pauses if there are many. */
export function withEach<T>(all: readonly T[], work: (one: T) => void): void | Promise<void> {
  return all.length < LONG_WORK ? all.forEach(work) : inPieces(stepsOf(all, work));
}

function* stepsOf<T>(all: readonly T[], work: (one: T) => void): Generator<undefined, void> {
  for (const one of all) {
    work(one);
    yield;
  }
}
