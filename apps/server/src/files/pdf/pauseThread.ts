const WORK_MS = 1;
const REST_MS = 3;
const sleepBuffer = new Int32Array(new SharedArrayBuffer(4));
let workStartedAt = 0;

/**
 * Drawing works in short stretches with a rest after each. Where processors are few, even a thread of low priority keeps
 * one for as long as a tick of the system lasts, and somebody's click would wait that long.
 */
export function pauseThread(): void {
  if (performance.now() - workStartedAt < WORK_MS) return;
  Atomics.wait(sleepBuffer, 0, 0, REST_MS);
  workStartedAt = performance.now();
}
