import type { Status } from "../agents/rules.ts";
import { OFFLINE } from "../agents/types.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { DAY, HOUR, type Instant } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";
import type { CorrectionData } from "./correctionSchema.ts";
import { CORRECTION_DAYS, CORRECTION_HOURS, CORRECTIONS_WAITING_MAX } from "./types.ts";

type Correction = Doc<CorrectionData>;

interface CorrectionInput {
  from: Instant;
  to: Instant;
  reason: string;
}

/**
 * An agent says that they were in another status than the log has. Throws `invalid`, and `conflict` if one of theirs
 * waits for the same time, or too many wait.
 */
export function proposeCorrection(
  { account, person, status, waiting }: ProposalFacts,
  { from, to, reason }: CorrectionInput,
  id: string,
  now: Instant,
): Effect[] {
  checkTime(from, to, now);
  const { id: statusId, name: statusName } = checkStatus(status);
  if (waiting.length >= CORRECTIONS_WAITING_MAX)
    fail("conflict", "reports.tooManyWaiting", { max: CORRECTIONS_WAITING_MAX });
  if (waiting.some(({ data }) => data.from < to && data.to > from))
    fail("conflict", "reports.correctionOverlaps", {}, "from");
  const data: CorrectionData = {
    person,
    from,
    to,
    status: statusId,
    statusName,
    reason,
    proposedAt: now,
    state: "waiting",
    decidedAt: null,
    decidedBy: null,
    answer: null,
  };
  return [
    create(account, "correction", id, data, {
      action: message("reports.didPropose", { status: statusName, from, to }),
    }),
  ];
}

interface ProposalFacts {
  account: string;
  person: string;
  status: Status | undefined;
  /** Their proposals that wait for a decision. */
  waiting: readonly Correction[];
}

function checkTime(from: Instant, to: Instant, now: Instant): void {
  if (from < now - CORRECTION_DAYS * DAY)
    fail("invalid", "reports.correctionTooOld", { days: CORRECTION_DAYS }, "from");
  if (to > now) fail("invalid", "reports.correctionInFuture", {}, "to");
  if (to <= from) fail("invalid", "reports.correctionEndsFirst", {}, "to");
  if (to - from > CORRECTION_HOURS * HOUR)
    fail("invalid", "reports.correctionTooLong", { hours: CORRECTION_HOURS }, "to");
}

function checkStatus(status: Status | undefined): Status {
  if (!status) return fail("not-found", "agents.statusUnknown", {}, "status");
  if (status.id === OFFLINE) fail("invalid", "reports.correctionOffline", {}, "status");
  if (status.archivedAt !== null) fail("invalid", "agents.statusArchived", { status: status.name }, "status");
  return status;
}

/** The agent takes their own proposal back. Another person's answers as if it didn't exist. */
export function withdrawCorrection(correction: Correction, version: number, person: string, now: Instant): Effect[] {
  if (correction.data.person !== person) fail("not-found", "record.notFound");
  checkWaiting(correction, version);
  const { statusName: status, from, to } = correction.data;
  return [
    save(
      "correction",
      correction,
      { ...correction.data, state: "withdrawn", decidedAt: now, decidedBy: person },
      { action: message("reports.didWithdraw", { status, from, to }) },
    ),
  ];
}

/** Somebody else accepts or rejects it: never the agent it is about, whatever their role. A rejection needs a reason. */
export function decideCorrection(
  correction: Correction,
  { version, accept, answer = null }: { version: number; accept: boolean; answer?: string | null | undefined },
  person: string,
  now: Instant,
): Effect[] {
  if (correction.data.person === person) fail("forbidden", "reports.ownCorrection");
  checkWaiting(correction, version);
  if (!accept && answer === null) fail("invalid", "reports.answerNeeded", {}, "answer");
  const { statusName: status, from, to, person: who } = correction.data;
  return [
    save(
      "correction",
      correction,
      { ...correction.data, state: accept ? "accepted" : "rejected", decidedAt: now, decidedBy: person, answer },
      {
        action: message(accept ? "reports.didAccept" : "reports.didReject", { who, status, from, to }),
        ...(answer === null ? {} : { cause: message("agents.cause.reason", { reason: answer }) }),
      },
    ),
  ];
}

function checkWaiting(correction: Correction, version: number): void {
  const { state } = correction.data;
  if (state !== "waiting") fail("conflict", `reports.already-${state}`);
  checkVersion(correction, version, message("reports.correctionChanged"));
}
