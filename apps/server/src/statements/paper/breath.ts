const WORK_MS = 1;
const REST_MS = 3;
const nothing = new Int32Array(new SharedArrayBuffer(4));
let from = 0;

/**
 * Drawing works in short stretches with a rest after each. Where processors are few, even a thread of low priority keeps
 * one for as long as a tick of the system lasts, and somebody's click would wait that long.
 */
export function breathe(): void {
  if (performance.now() - from < WORK_MS) return;
  Atomics.wait(nothing, 0, 0, REST_MS);
  from = performance.now();
}
