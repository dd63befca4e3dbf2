import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../data/clock.ts";

/** The server's time, updated every second: for views whose rows are reordered when a status ends. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
