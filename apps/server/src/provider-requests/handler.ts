import type { Permission } from "@callboard/domain/core/permissions";
import type { ProviderAnswer, OutcomeRules, ProviderRequest } from "@callboard/domain/core/providerRequest";
import type { Facts, Queries } from "../store/queries.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { Services } from "../services.ts";

/** Services for an outcome that sends a mail. */
interface EndingContext {
  world: Services;
  scope: Scope;
}

/**
 * Executes one type of provider request. A new one needs its name in the domain's `PROVIDER_REQUESTS`, rules for
 * requesting it and for its two outcomes, one file with a handler, and its line in `http/registries.ts`.
 *
 * - `send`, `ask`: the calls to the provider, with the request's id as the idempotency key, outside any transaction. A
 *   thrown error means that the outcome is unknown: `NoAnswer` says why.
 * - `reach`: other owners whose books or records an outcome touches; proven when the request was made.
 * - `needs`, `endings`: facts and rules for the outcome, inside the transaction that writes it. Pure.
 */
export interface RequestHandler<N extends Queries = any> {
  /**
   * The permission that the requester must still have when it is sent: a carrier may be busy for a day. Null if
   * everything was decided at the request: releases, refunds and automatic charges must not be left half done.
   */
  deed: Permission | null;
  patienceMs(services: Services): number;
  send(services: Services, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer>;
  ask(services: Services, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer>;
  reach?(request: ProviderRequest): readonly string[];
  needs(request: ProviderRequest): N;
  endings(facts: Facts<N>, request: ProviderRequest, environment: Environment, told: EndingContext): OutcomeRules;
}

export const defineRequestHandler = <N extends Queries>(work: RequestHandler<N>): RequestHandler<N> => work;
