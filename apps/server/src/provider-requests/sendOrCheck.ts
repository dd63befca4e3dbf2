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
} from "@callboard/domain/core/provider-request/providerRequest";
import { message } from "@callboard/domain/core/message";
import { IndefiniteAnswer } from "../integrations/indefiniteAnswer.ts";
import { findOptional, type Queries } from "../store/queries.ts";
import { systemScope } from "../store/systemScope.ts";
import { findMembership, subjectOf } from "../auth/memberships.ts";
import { commit, read } from "../store/commit.ts";
import type { Services } from "../services.ts";
import { HANDLERS } from "./handlers.ts";

export interface RequestJob {
  kind: RequestRecordKind;
  account: string;
  requestId: string;
  version: number;
}

/** What a worker does now. The answer is written only if the request still has this version. */
interface RequestStep {
  request: ProviderRequest;
  /** Send the request, or check its outcome. */
  step: "send" | "check";
  /** After this a delayed worker no longer calls the provider: another one has taken over. */
  deadline: number;
}

/** Executes the step that is due for this version of a request; does nothing if it has a newer version. */
export async function sendOrCheck(services: Services, job: RequestJob): Promise<void> {
  const current = await claimStep(services, job);
  if (current === null || services.now() > current.deadline) return;
  await writeOutcome(
    services,
    current,
    (await checkPermission(services, current)) ?? (await callProvider(services, current)),
  );
}

/** Checked before each sending: somebody who lost the permission meanwhile may order nothing. */
async function checkPermission(services: Services, { request, step }: RequestStep): Promise<ProviderAnswer | null> {
  const { requestedBy, type } = request.data;
  const { permission } = HANDLERS[type];
  if (step === "check" || permission === null || requestedBy.as === "job") return null;
  const { membership } = await read(systemScope(services, request.account, RECONCILER), {
    membership: findMembership(subjectOf(requestedBy)),
  });
  return may(membership, permission)
    ? null
    : { outcome: "declined", why: message("providerRequest.requesterLostPermission") };
}

/** Saves that the request is sent before sending it. Checking changes nothing at the provider, so nothing is saved. */
function claimStep(
  services: Services,
  { kind, account, requestId: id, version }: RequestJob,
): Promise<RequestStep | null> {
  const scope = systemScope(services, account, RECONCILER);
  const queries = { request: findOptional(kind, id) };
  return commit<typeof queries, RequestStep | null>(
    scope,
    queries,
    ({ request }, { now }): Decision<RequestStep | null> => {
      const step = nextStep(request, version);
      if (request === null || step === null) return decision<RequestStep | null>([], null);
      const timeoutMs = HANDLERS[request.data.type].timeoutMs(services);
      const deadline = now + timeoutMs;
      if (step === "check") return decision([], { request, step, deadline });
      return decision(markSent(request, timeoutMs, now), {
        request: { ...request, version: version + 1 },
        step,
        deadline,
      });
    },
  );
}

/** Calls the provider, outside any transaction. Without a clear answer the outcome is `unknown`. */
async function callProvider(services: Services, { request, step }: RequestStep): Promise<ProviderAnswer> {
  const handler = HANDLERS[request.data.type];
  const signal = AbortSignal.timeout(handler.timeoutMs(services));
  const timeout = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => timeout.reject(new IndefiniteAnswer("silent")), { once: true });
  try {
    const send = async () => handler[step](services, request, signal);
    return await Promise.race([send(), timeout.promise]);
  } catch (error) {
    if (error instanceof IndefiniteAnswer) return { outcome: "unknown", reason: error.reason };
    if (signal.aborted) return { outcome: "unknown", reason: "silent" };
    services.log.warn({ err: error, requestId: request.id }, "a provider call failed");
    return { outcome: "unknown", reason: "lost" };
  }
}

/** Writes the outcome with its effects, or nothing if somebody else has advanced the request meanwhile. */
async function writeOutcome(services: Services, { request, step }: RequestStep, answer: ProviderAnswer): Promise<void> {
  const handler = HANDLERS[request.data.type];
  const scope = {
    ...systemScope(services, request.account, request.data.requestedBy),
    relatedAccounts: handler.relatedAccounts?.(request) ?? [],
  };
  const queries = {
    ...(handler.queries(request) as Queries),
    current: findOptional(request.kind as RequestRecordKind, request.id),
  };
  await commit<typeof queries>(scope, queries, ({ current, ...facts }, environment) => {
    if (current?.version !== request.version) return [];
    return applyAnswer(
      current,
      step,
      answer,
      handler.outcomeRules(facts, current, environment, { services, scope }),
      environment.now,
    );
  });
}
