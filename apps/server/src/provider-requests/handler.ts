import type { Permission } from "@callboard/domain/core/permissions";
import type { ProviderAnswer, OutcomeRules, ProviderRequest } from "@callboard/domain/core/providerRequest";
import type { Facts, Queries } from "../store/queries.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { Services } from "../services.ts";

/** What an ending that mails somebody needs beside its facts. */
interface EndingContext {
  world: Services;
  scope: Scope;
}

/**
 * How a kind of errand is carried out. A new one is its name in the domain's `ERRANDS`, rules for wanting it and for
 * its two endings, one file with such a work, and one entry in `works.ts`.
 *
 * - `send`, `ask`: the calls to the provider, with the errand's id as its idempotency key. Neither is made inside a
 *   transaction. What they throw means that nothing is known: `NoAnswer` says why.
 * - `reach`: other owners whose books or records an ending touches; proved when the errand was wanted.
 * - `needs`, `endings`: facts and rules for the ending, in the transaction in which it is written. Pure.
 */
export interface RequestHandler<N extends Queries = any> {
  /**
   * What whoever wanted it must still be allowed to do when it is sent: a carrier may be busy for a day. None where all
   * was decided when it was wanted: what is released, refunded or charged by itself must not be left half done.
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
