const WORK_MS = 1;
const REST_MS = 3;
const sleepBuffer = new Int32Array(new SharedArrayBuffer(4));
let workStartedAt = 0;

/**
 * Draws in short stretches with pauses. With few processors even a low-priority thread holds one for a full scheduler
 * tick, and somebody's click would wait that long.
 */
export function pauseThread(): void {
  if (performance.now() - workStartedAt < WORK_MS) return;
  Atomics.wait(sleepBuffer, 0, 0, REST_MS);
  workStartedAt = performance.now();
}
