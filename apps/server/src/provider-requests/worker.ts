import { may } from "@callboard/domain/core/permissions";
import { decision, type Decision } from "@callboard/domain/core/effect";
import {
  type ProviderAnswer,
  type ProviderRequest,
  type RequestRecordKind,
  applyAnswer,
  RECONCILER,
  markSent,
  nextStep,
} from "@callboard/domain/core/providerRequest";
import { message } from "@callboard/domain/core/message";
import { NoAnswer } from "../integrations/carrier/port.ts";
import { findOptional, type Queries } from "../store/queries.ts";
import { systemScope } from "../store/systemScope.ts";
import { findMembership, subjectOf } from "../auth/memberships.ts";
import { commit, read } from "../store/commit.ts";
import type { Services } from "../services.ts";
import { HANDLERS } from "./handlers.ts";

export interface RequestJob {
  /** Jobs from before charges existed have none. */
  kind?: RequestRecordKind;
  account: string;
  errand: string;
  version: number;
}

/** A worker's current step: the request at the version for which its answer counts. */
interface RequestStep {
  errand: ProviderRequest;
  step: "send" | "ask";
  /** After this a delayed worker no longer calls: another one checks the outcome. */
  until: number;
}

/** Executes the step that is due for this version of a request; nothing if it has moved on. */
export async function workRequest(services: Services, job: RequestJob): Promise<void> {
  const turn = await claimStep(services, job);
  if (turn === null || services.now() > turn.until) return;
  await writeOutcome(services, turn, (await checkPermission(services, turn)) ?? (await callProvider(services, turn)));
}

/** Checked before each sending: somebody who lost the permission meanwhile may order nothing. */
async function checkPermission(
  services: Services,
  { errand: request, step }: RequestStep,
): Promise<ProviderAnswer | null> {
  const { by, what } = request.data;
  const { deed } = HANDLERS[what];
  if (step === "ask" || deed === null || by.as === "job") return null;
  const { rights } = await read(systemScope(services, request.account, RECONCILER), {
    rights: findMembership(subjectOf(by)),
  });
  return may(rights, deed) ? null : { is: "declined", why: message("errands.makerLost") };
}

/** Saves that it is sent before sending it. Checks need no record, because they change nothing at the provider. */
function claimStep(
  services: Services,
  { kind = "errand", account, errand: id, version }: RequestJob,
): Promise<RequestStep | null> {
  const scope = systemScope(services, account, RECONCILER);
  const queries = { errand: findOptional(kind, id) };
  return commit<typeof queries, RequestStep | null>(
    scope,
    queries,
    ({ errand: request }, { now }): Decision<RequestStep | null> => {
      const step = nextStep(request, version);
      if (request === null || step === null) return decision<RequestStep | null>([], null);
      const patienceMs = HANDLERS[request.data.what].patienceMs(services);
      const until = now + patienceMs;
      if (step === "ask") return decision([], { errand: request, step, until });
      return decision(markSent(request, patienceMs, now), {
        errand: { ...request, version: version + 1 },
        step,
        until,
      });
    },
  );
}

/** The call itself, outside any transaction. Anything but an answer is `unknown`. */
async function callProvider(services: Services, { errand: request, step }: RequestStep): Promise<ProviderAnswer> {
  const work = HANDLERS[request.data.what];
  const signal = AbortSignal.timeout(work.patienceMs(services));
  const over = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => over.reject(new NoAnswer("silent")), { once: true });
  try {
    const made = async () => work[step](services, request, signal);
    return await Promise.race([made(), over.promise]);
  } catch (error) {
    if (error instanceof NoAnswer) return { is: "unknown", because: error.because };
    if (signal.aborted) return { is: "unknown", because: "silent" };
    services.log.warn({ err: error, errand: request.id }, "a provider call failed");
    return { is: "unknown", because: "lost" };
  }
}

/** Writes the outcome with its effects, or nothing if somebody else has advanced the request meanwhile. */
async function writeOutcome(
  services: Services,
  { errand: request, step }: RequestStep,
  answer: ProviderAnswer,
): Promise<void> {
  const work = HANDLERS[request.data.what];
  const scope = { ...systemScope(services, request.account, request.data.by), reach: work.reach?.(request) ?? [] };
  const queries = {
    ...(work.needs(request) as Queries),
    found: findOptional(request.kind as RequestRecordKind, request.id),
  };
  await commit<typeof queries>(scope, queries, ({ found, ...facts }, environment) => {
    if (found?.version !== request.version) return [];
    return applyAnswer(
      found,
      step,
      answer,
      work.endings(facts, found, environment, { world: services, scope }),
      environment.now,
    );
  });
}
