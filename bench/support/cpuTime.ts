import { readFileSync } from "node:fs";

const CPU_TICK_MS = 10;

/** A process's CPU time over all its threads, in ms. */
export function cpuTimeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * CPU_TICK_MS;
}
