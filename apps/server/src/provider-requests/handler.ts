import type { Permission } from "@callboard/domain/core/permissions";
import type {
  ProviderAnswer,
  OutcomeRules,
  ProviderRequest,
} from "@callboard/domain/core/provider-request/providerRequest";
import type { Facts, Queries } from "../store/queries.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { Services } from "../services.ts";

/** What `outcomeRules` needs for an outcome that sends a mail. */
interface OutcomeContext {
  services: Services;
  scope: Scope;
}

/**
 * Executes one type of provider request. A new one needs its name in the domain's `PROVIDER_REQUESTS`, rules for
 * requesting it and for its two outcomes, one file with a handler, and its line in `start/registries.ts`.
 *
 * - `send` makes the request, `check` asks for its outcome. Both use the request's id as the idempotency key and run
 *   outside any transaction. A thrown error means that the outcome is unknown: `IndefiniteAnswer` says why.
 * - `relatedAccounts`: other accounts whose books or records an outcome touches; checked when the request was made.
 * - `queries`, `outcomeRules`: facts and rules for the outcome, inside the transaction that writes it. Pure.
 */
export interface RequestHandler<N extends Queries = any> {
  /**
   * The permission that the requester must still have when it is sent: a carrier may be busy for a day. Null if
   * everything was decided at the request: releases, refunds and automatic charges must not be left half done.
   */
  permission: Permission | null;
  timeoutMs(services: Services): number;
  send(services: Services, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer>;
  check(services: Services, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer>;
  relatedAccounts?(request: ProviderRequest): readonly string[];
  queries(request: ProviderRequest): N;
  outcomeRules(
    facts: Facts<N>,
    request: ProviderRequest,
    environment: Environment,
    context: OutcomeContext,
  ): OutcomeRules;
}

export const defineRequestHandler = <N extends Queries>(handler: RequestHandler<N>): RequestHandler<N> => handler;
