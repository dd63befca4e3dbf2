import type { CallTarget, Refusal } from "@callboard/domain/calls/admit";
import type { Announcement, RefusalReason } from "@callboard/domain/calls/types";
import type { Scope } from "../../store/scope.ts";
import { messageRenderer } from "../../store/messageText.ts";
import type { GateReading } from "./gate.ts";

/** Whom the platform rings: agents by their person, or a number in E.164. */
type RingTarget = { kind: "agent"; person: string; name: string } | { kind: "number"; number: string; name: string };

/** A call that is connected. */
export interface ConnectAnswer {
  connect: true;
  targets: RingTarget[];
  /** `one by one`: in this order, each for `ringSeconds`. */
  ring: "together" | "one by one";
  ringSeconds: number;
  /** After the call the agent is offered no other one for this long. */
  wrapUpSeconds: number;
  /** How long it may last from its answer: what the balance pays, shared by the calls in progress. */
  maxSeconds: number;
  /** What follows if nobody answers; `ask again` with `calls.noAnswer`. */
  noAnswer: "hang up" | "voicemail" | "ask again";
  queue: { id: string; name: string } | null;
  source: string | null;
}

/** A call that isn't connected: why, and what the caller hears. */
export interface RefusedAnswer {
  connect: false;
  reason: RefusalReason;
  hears: Announcement;
  message: string;
}
export type CallAnswer = ConnectAnswer | RefusedAnswer;

/** How long a receiving number rings: phone platforms give up after about a minute. */
const NUMBER_RING_SECONDS = 60;

export function refusedAnswer(scope: Scope, zone: string, { reason, hears, why }: Refusal): RefusedAnswer {
  return { connect: false, reason, hears, message: messageRenderer(scope, zone)(why) };
}

export function targetAnswer({ facts, team }: GateReading, target: CallTarget, maxSeconds: number): ConnectAnswer {
  const base = { connect: true as const, maxSeconds, source: facts.number.data.source };
  if (target.to === "agents") {
    const { id, data } = target.queue;
    return {
      ...base,
      targets: target.agents.map((person) => ({
        kind: "agent",
        person,
        name: team.byPerson.get(person)?.name ?? "",
      })),
      ring: data.routing === "simultaneous" ? "together" : "one by one",
      ringSeconds: data.ringSeconds,
      wrapUpSeconds: data.wrapUpSeconds,
      noAnswer: data.noAnswer.to === "hang up" || data.noAnswer.to === "voicemail" ? data.noAnswer.to : "ask again",
      queue: { id, name: data.name },
    };
  }
  const number =
    target.to === "receiver"
      ? { number: target.receiver.data.e164, name: target.receiver.data.name }
      : { number: target.e164, name: "" };
  return {
    ...base,
    targets: [{ kind: "number", ...number }],
    ring: "together",
    ringSeconds: NUMBER_RING_SECONDS,
    wrapUpSeconds: 0,
    noAnswer: "hang up",
    queue: null,
  };
}
