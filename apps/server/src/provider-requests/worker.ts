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
  /** Jobs from before there were charges say nothing of it. */
  kind?: RequestRecordKind;
  account: string;
  errand: string;
  version: number;
}

/** What a worker has in hand: the errand at the version at which its answer counts. */
interface RequestStep {
  errand: ProviderRequest;
  step: "send" | "ask";
  /** Whoever wakes up after this no longer calls: somebody else asks what became of it. */
  until: number;
}

/** The one step that is due for this version of an errand, or nothing where it has moved on. */
export async function workRequest(services: Services, job: RequestJob): Promise<void> {
  const turn = await claimStep(services, job);
  if (turn === null || services.now() > turn.until) return;
  await writeOutcome(services, turn, (await checkPermission(services, turn)) ?? (await callProvider(services, turn)));
}

/** Asked at each sending: a right that was taken away meanwhile is no right to order anything. */
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

/** Saves that it is sent before it is sent. Asking needs no trace beforehand: it changes nothing over there. */
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

/** The call itself, outside any transaction. Whatever is no answer is `unknown`. */
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
    services.log.warn({ err: error, errand: request.id }, "an outside call broke");
    return { is: "unknown", because: "lost" };
  }
}

/** The outcome with its effects, or nothing where somebody else has moved the errand on meanwhile. */
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
