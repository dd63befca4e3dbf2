import type { ProviderRequestData } from "@callboard/domain/core/provider-request/providerRequestSchema";
import type { Doc } from "@callboard/domain/core/record";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import type { AccountContext } from "../auth/sessionCache.ts";
import { messageRenderer } from "../store/messageText.ts";
import { readPersonNames } from "../store/reads/personNames.ts";
import type { Scope } from "../store/scope.ts";

/** An order to buy or to release a number, for screens. */
export interface OrderRow extends Pick<
  ProviderRequestData,
  "subject" | "recordId" | "state" | "attempts" | "checks" | "requestedAt" | "sentAt" | "nextStepAt" | "endedAt"
> {
  type: NumberRequest;
  id: string;
  version: number;
  /** The number as people write it. */
  shown: string;
  by: string | null;
  /** Why it waits, or how it ended. */
  why: string;
}

/** The requests about numbers; the others are about cards. */
type NumberRequest = Extract<ProviderRequestData["type"], `${string} number`>;

/** Orders for screens. */
export async function orderRows(
  scope: Scope,
  context: AccountContext,
  docs: readonly Doc<ProviderRequestData>[],
): Promise<OrderRow[]> {
  const names = await readPersonNames(
    scope.db,
    docs.map(({ data }) => data.requestedBy.id),
  );
  const renderMessage = messageRenderer(scope, context.zone);
  return docs.map(({ id, version, data: { input: _input, requestedBy, why, ...rest } }) => ({
    ...rest,
    type: rest.type as NumberRequest,
    id,
    version,
    shown: formatPhoneNumber(rest.subject),
    by: names.get(requestedBy.id) ?? null,
    why: renderMessage(why),
  }));
}
