/** So long one piece of long work keeps everybody else waiting. */
const PIECE_MS = 8;

/** From so many steps on work is long: before that pauses cost more than they give. */
export const LONG_WORK = 200;

/** What work comes to that is given step by step, without a pause. */
export function atOnce<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same with pauses, in which everybody else is answered. */
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

/** The same with each of many: in pieces where they are so many that it takes long. */
export function withEach<T>(all: readonly T[], work: (one: T) => void): void | Promise<void> {
  return all.length < LONG_WORK ? all.forEach(work) : inPieces(stepsOf(all, work));
}

function* stepsOf<T>(all: readonly T[], work: (one: T) => void): Generator<undefined, void> {
  for (const one of all) {
    work(one);
    yield;
  }
}
