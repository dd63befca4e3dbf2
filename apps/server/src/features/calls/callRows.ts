import type { CallData, CallPageInput } from "@callboard/domain/calls/schema";
import type { CallOutcome, RefusalReason } from "@callboard/domain/calls/types";
import type { Doc } from "@callboard/domain/core/record";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import type * as z from "zod/mini";

import { read } from "../../store/commit.ts";
import { findByIds } from "../../store/queries.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { activityHiddenUntil } from "../../store/visibility.ts";
import type { Scope } from "../../store/scope.ts";
import { readPage } from "../../store/search/lists.ts";
import { type CallInProgress, findCallsInProgress } from "./reads/callsInProgress.ts";

/** A call as the console lists it. */
interface CallRow {
  id: string;
  from: string;
  /** The called number as people read it, and the names of the number, its source and queue. */
  to: string;
  number: string;
  numberName: string;
  source: string | null;
  queue: string | null;
  receiver: string | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  seconds: number | null;
  /** Who answered; while it rings, the agents whose phones ring. */
  agent: string | null;
  ringing: string[];
  missedBy: string[];
  outcome: CallOutcome | null;
  refusal: RefusalReason | null;
}
export interface CallPage {
  inProgress: CallRow[];
  calls: CallRow[];
  next: string | null;
  now: number;
}

/** The most calls in progress that are listed. */
const IN_PROGRESS_MAX = 200;

/** The calls in progress, and a page of those that are over, the latest first. */
export async function readCalls(scope: Scope, { limit, after }: z.output<typeof CallPageInput>): Promise<CallPage> {
  const page = await readPage(scope, "call", { by: "started", descending: true, limit, after });
  const { inProgress } = await read(scope, {
    inProgress: findCallsInProgress(after || scope.asOf !== undefined ? 0 : IN_PROGRESS_MAX),
  });
  // The latest come first, so that nothing follows the first hidden one.
  const shown = page.docs.filter(({ data }) => data.startedAt > activityHiddenUntil(scope.now));
  const show = await rowReader(
    scope,
    [...shown, ...inProgress].map(({ data }) => data),
  );
  return {
    inProgress: inProgress.map((call) => show(call.id, call.data, call)),
    calls: shown.map(({ id, data }) => show(id, data, null)),
    next: shown.length < page.docs.length ? null : page.next,
    now: scope.now,
  };
}

async function rowReader(scope: Scope, calls: readonly CallData[]) {
  const idsOf = (value: (call: CallData) => string | null) => [...new Set(calls.flatMap((call) => value(call) ?? []))];
  const people = calls.flatMap(({ agent, offers }) => [...(agent ? [agent] : []), ...offers.map(({ id }) => id)]);
  const { numbers, sources, queues, receivers } = await read(scope, {
    numbers: findByIds(
      "number",
      idsOf(({ number }) => number),
    ),
    sources: findByIds(
      "source",
      idsOf(({ source }) => source),
    ),
    queues: findByIds(
      "queue",
      idsOf(({ queue }) => queue),
    ),
    receivers: findByIds(
      "receiver",
      idsOf(({ receiver }) => receiver),
    ),
  });
  const names = await readPersonNames(scope.db, [...new Set(people)]);
  const nameOf = (id: string) => names.get(id) ?? "";
  const nameIn = (docs: readonly Doc<{ name: string }>[], wanted: string | null) =>
    wanted === null ? null : (docs.find(({ id }) => id === wanted)?.data.name ?? "");
  return (id: string, call: CallData, live: CallInProgress | null): CallRow => ({
    id,
    from: /^\+\d{7,15}$/.test(call.from) ? formatPhoneNumber(call.from) : call.from,
    to: formatPhoneNumber(call.to),
    number: call.number,
    numberName: nameIn(numbers, call.number) ?? "",
    source: nameIn(sources, call.source),
    queue: nameIn(queues, call.queue),
    receiver: nameIn(receivers, call.receiver),
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    seconds: call.seconds,
    agent: call.agent === null ? null : nameOf(call.agent),
    ringing: live === null || live.ringingUntil <= scope.now ? [] : live.ringing.map(nameOf),
    missedBy: call.offers.flatMap(({ id: person, result }) => (result === "missed" ? [nameOf(person)] : [])),
    outcome: call.outcome,
    refusal: call.refusal,
  });
}
