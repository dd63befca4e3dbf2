import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { failureOf, type Failure } from "./api.ts";
import { adjustClock, serverNow } from "./clock.ts";
import { onClientEvent, type ClientEvent } from "./live.ts";
import { session } from "./session.ts";

export type Kind = ClientEvent["kind"];

/** Data from the server that a screen shows: the last answer, and whether the server could be reached. */
export interface Resource<T> {
  data: Signal<T | null>;
  refusal: Signal<Failure | null>;
  /** True while the server can't be reached; the last answer stays on the screen, marked as old. */
  offline: Signal<boolean>;
  /** When the server last answered, by its clock; null while only a stored answer is shown. */
  answeredAt: Signal<number | null>;
  refetch: () => Promise<void>;
  stop: () => void;
}

const RETRY_MS = 3000;
/** A large team changes several times a second; it is refetched at most this often. */
const TEAM_REFETCH_MS = 500;
/** Each window waits a little differently, so that a whole team doesn't refetch at the same moment. */
const SPREAD_MS = 250;
const isTeamEvent = (told: ClientEvent): boolean =>
  (told.kind === "agent" || told.kind === "phone") && told.id !== session.peek()?.person;

/** Fetches, and refetches whenever the feed names one of these kinds. Overlapping calls are merged into one more. */
export function createResource<T>(kinds: readonly Kind[], load: () => Promise<T>, first: T | null = null): Resource<T> {
  const data = signal<T | null>(first);
  const refusal = signal<Failure | null>(null);
  const offline = signal(false);
  const answeredAt = signal<number | null>(null);
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let later: ReturnType<typeof setTimeout> | undefined;
  let askedAt = -Infinity;

  async function run(): Promise<void> {
    do {
      again = false;
      askedAt = performance.now();
      const asked = serverNow();
      try {
        const answer = await load();
        if (stopped) return;
        if (typeof answer === "object" && answer !== null && "now" in answer) adjustClock(Number(answer.now), asked);
        data.value = answer;
        answeredAt.value = serverNow();
        refusal.value = null;
        offline.value = false;
      } catch (error) {
        if (stopped) return;
        const said = failureOf(error);
        refusal.value = said;
        offline.value = said === null;
        if (said?.code === "signed-out") void import("./signInOut.ts").then((ends) => ends.expireSession(said.as));
        if (said === null || said.code === "busy") retry = setTimeout(() => void refetch(), RETRY_MS);
      }
    } while (again && !stopped);
    running = null;
  }

  function refetch(): Promise<void> {
    again = true;
    clearTimeout(retry);
    clearTimeout(later);
    later = undefined;
    running ??= run();
    return running;
  }

  const off = onClientEvent((told) => {
    if (told.kind !== "all" && !kinds.includes(told.kind)) return;
    const wait = isTeamEvent(told) ? askedAt + TEAM_REFETCH_MS + Math.random() * SPREAD_MS - performance.now() : 0;
    if (wait <= 0) void refetch();
    else later ??= setTimeout(() => void refetch(), wait);
  });
  void refetch();
  return {
    data,
    refusal,
    offline,
    answeredAt,
    refetch,
    stop: () => {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(later);
      off();
    },
  };
}

/** A resource that lives as long as the screen that shows it; a change of `on` creates a new one. */
export function useResource<T>(
  kinds: readonly Kind[],
  load: () => Promise<T>,
  on: readonly unknown[] = [],
): Resource<T> {
  const resource = useMemo(() => createResource(kinds, load), on);
  useEffect(() => resource.stop, [resource]);
  return resource;
}
