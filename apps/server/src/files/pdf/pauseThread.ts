/** How long to draw between two pauses, and how long a pause is. */
const WORK_MS = 1;
const PAUSE_MS = 3;
const sleepBuffer = new Int32Array(new SharedArrayBuffer(4));
let workStartedAt = 0;

/**
 * Blocks the drawing thread for a moment if it has worked without a pause. On few processors even a low-priority thread
 * keeps one for a full scheduler tick, and somebody's click would wait that long.
 */
export function pauseThread(): void {
  if (performance.now() - workStartedAt < WORK_MS) return;
  Atomics.wait(sleepBuffer, 0, 0, PAUSE_MS);
  workStartedAt = performance.now();
}
