import { useTick } from "./useTick.ts";
import "./Elapsed.css";

export interface ElapsedProps {
  /** Milliseconds since the epoch. */
  since: number;
  now: () => number;
}

/** `m:ss`, and `h:mm:ss` from one hour. A start in the future (two clocks never agree) shows as 0:00. */
export function formatElapsed(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`;
}

/** A running time. `role="timer"` keeps screen readers from announcing every second. */
export function Elapsed({ since, now }: ElapsedProps) {
  const ms = now() - since;
  // Until the next full second.
  useTick(ms < 0 ? -ms : 1000 - (ms % 1000));
  return (
    <time class="cb-elapsed" role="timer" dateTime={`PT${Math.max(0, Math.floor(ms / 1000))}S`}>
      {formatElapsed(ms)}
    </time>
  );
}
