import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { failureOf, type Failure } from "./api.ts";
import { adjustClock, deviceNow, serverNow } from "./clock.ts";
import { onClientEvent, type ClientEvent } from "./liveState.ts";
import { session } from "./session.ts";

/** A kind of record, as change events name it. */
export type Kind = ClientEvent["kind"];

/** Data from the server that a screen shows: the last answer, and whether the server could be reached. */
export interface Resource<T> {
  data: Signal<T | null>;
  failure: Signal<Failure | null>;
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
const isTeamEvent = (event: ClientEvent): boolean =>
  (event.kind === "agent" || event.kind === "phone") && event.id !== session.peek()?.person;

/**
 * Fetches, and refetches whenever the feed names one of these kinds. However often that happens during a request, only
 * one more follows. `initial` is shown until the first answer. `teamRefetchMs`: how often a team's changes refetch it at
 * most.
 */
export function createResource<T>(
  kinds: readonly Kind[],
  load: () => Promise<T>,
  initial: T | null = null,
  teamRefetchMs = TEAM_REFETCH_MS,
): Resource<T> {
  const data = signal<T | null>(initial);
  const failure = signal<Failure | null>(null);
  const offline = signal(false);
  const answeredAt = signal<number | null>(null);
  let currentRun: Promise<void> | null = null;
  let isRefetchRequested = false;
  let isStopped = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let refetchTimer: ReturnType<typeof setTimeout> | undefined;
  let lastRequestAt = -Infinity;

  async function run(): Promise<void> {
    do {
      isRefetchRequested = false;
      lastRequestAt = performance.now();
      const requestedAt = deviceNow();
      try {
        const answer = await load();
        if (isStopped) return;
        if (typeof answer === "object" && answer !== null && "now" in answer)
          adjustClock(Number(answer.now), requestedAt);
        data.value = answer;
        answeredAt.value = serverNow();
        failure.value = null;
        offline.value = false;
      } catch (error) {
        if (isStopped) return;
        const serverFailure = failureOf(error);
        failure.value = serverFailure;
        offline.value = serverFailure === null;
        if (serverFailure?.code === "signed-out")
          void import("./signInOut.ts").then((module) => module.expireSession(serverFailure.sessionSecret));
        if (serverFailure === null || serverFailure.code === "busy")
          retryTimer = setTimeout(() => void refetch(), RETRY_MS);
      }
    } while (isRefetchRequested && !isStopped);
    currentRun = null;
  }

  function refetch(): Promise<void> {
    isRefetchRequested = true;
    clearTimeout(retryTimer);
    clearTimeout(refetchTimer);
    refetchTimer = undefined;
    currentRun ??= run();
    return currentRun;
  }

  const stopListening = onClientEvent((event) => {
    if (event.kind !== "all" && !kinds.includes(event.kind)) return;
    const wait = isTeamEvent(event) ? lastRequestAt + teamRefetchMs + Math.random() * SPREAD_MS - performance.now() : 0;
    if (wait <= 0) void refetch();
    else refetchTimer ??= setTimeout(() => void refetch(), wait);
  });
  void refetch();
  return {
    data,
    failure,
    offline,
    answeredAt,
    refetch,
    stop: () => {
      isStopped = true;
      clearTimeout(retryTimer);
      clearTimeout(refetchTimer);
      stopListening();
    },
  };
}

/** A resource that lives as long as the screen that shows it; a change of `dependencies` creates a new one. */
export function useResource<T>(
  kinds: readonly Kind[],
  load: () => Promise<T>,
  dependencies: readonly unknown[] = [],
  teamRefetchMs?: number,
): Resource<T> {
  const resource = useMemo(() => createResource(kinds, load, null, teamRefetchMs), dependencies);
  useEffect(() => resource.stop, [resource]);
  return resource;
}
