import { hash } from "node:crypto";
import { Failure } from "@callboard/domain/core/failure";
import type { CallAnswer } from "../../features/calls/callAnswer.ts";
import { handleReport } from "../../features/calls/phoneReports.ts";
import type { PhoneEventReport } from "../../features/calls/reportFacts.ts";
import type { Services } from "../../services.ts";
import { read } from "../../store/commit.ts";
import { findAnswer, type IdempotentCommand, storeAnswer } from "../../store/idempotency.ts";
import { findOptional } from "../../store/queries.ts";
import { findNumberOwner } from "../../store/reads/numberOwner.ts";
import type { Scope } from "../../store/scope.ts";
import { systemScope } from "../../store/systemScope.ts";

/** A scope for the installation's phone platform, which acts in whatever account has the number. */
export const platformScope = (services: Services, account: string): Scope =>
  systemScope(services, account, { as: "job", id: services.carrier.name });

/** The account that has this number now; null if none. */
export async function findAccountOf(services: Services, e164: string): Promise<string | null> {
  return (await read(platformScope(services, services.carrier.name), { owner: findNumberOwner(e164) })).owner;
}

const commandOf = (services: Services, procedure: string, key: string, content: unknown): IdempotentCommand => ({
  actor: services.carrier.name,
  procedure,
  key,
  hash: hash("sha256", JSON.stringify(content), "base64url"),
});

/** A call as a webhook names it, and how often the gate was asked about it before. */
export interface CallQuestion {
  callId: string;
  from: string;
  to: string;
  asked: number;
}

const questionCommand = (services: Services, { callId, from, to, asked }: CallQuestion): IdempotentCommand =>
  commandOf(services, "calls.admit", `${callId}/${asked}`, [from, to]);

/** What this question was answered before; null if it wasn't asked. Throws `conflict` if another call has its id. */
export async function findGivenAnswer(services: Services, question: CallQuestion): Promise<CallAnswer | null> {
  const found = await findAnswer(services.db, questionCommand(services, question));
  return found && (found.answer as CallAnswer);
}

/** The first answer to a question, however often it is asked: a request that is sent again gets the same text. */
export async function firstAnswer(
  services: Services,
  question: CallQuestion,
  ask: () => Promise<CallAnswer>,
): Promise<CallAnswer> {
  const given = await findGivenAnswer(services, question);
  if (given) return given;
  // Two copies at once may both ask: both get the answer that was stored first.
  const command = questionCommand(services, question);
  return (await storeAnswer(services.db, command, await ask(), services.now())) as CallAnswer;
}

/**
 * Reports an event once. One about a call or a person that isn't there any more changes nothing, and Twilio needn't
 * hear of it.
 */
export async function reportOnce(services: Services, account: string, input: PhoneEventReport): Promise<void> {
  const { id, at: _at, ...content } = input;
  const command = commandOf(services, "calls.phoneEvent", id, [account, content]);
  if (await findAnswer(services.db, command)) return;
  const report = await withoutLatePhone(services, account, input);
  if (report === null) return;
  try {
    await handleReport({ ...platformScope(services, account), command }, report);
  } catch (error) {
    if (!(error instanceof Failure && error.code === "not-found")) throw error;
  }
}

/**
 * Twilio's reports overtake one another: the beginning of a call that is over still counts for the call, but must not
 * make a phone ring that nobody will end. Null if nothing is left to report.
 */
async function withoutLatePhone(
  services: Services,
  account: string,
  input: PhoneEventReport,
): Promise<PhoneEventReport | null> {
  if ((input.event !== "ringing" && input.event !== "inbound") || input.call === undefined) return input;
  const { over } = await read(platformScope(services, account), { over: findOptional("call", input.call) });
  if (over === null) return input;
  return input.event === "ringing" ? null : { ...input, person: undefined };
}
