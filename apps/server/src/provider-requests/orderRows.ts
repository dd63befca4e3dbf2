import type { ProviderRequestData as ErrandData } from "@callboard/domain/core/providerRequestSchema";
import type { Doc } from "@callboard/domain/core/record";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import type { AccountContext } from "../auth/sessionCache.ts";
import { messageRenderer } from "../store/messageText.ts";
import { readPersonNames } from "../store/reads/personNames.ts";
import type { Scope } from "../store/scope.ts";

export interface OrderRow extends Pick<
  ErrandData,
  "about" | "record" | "state" | "tries" | "asked" | "wantedAt" | "sentAt" | "nextAt" | "endedAt"
> {
  what: NumberRequest;
  id: string;
  version: number;
  shown: string;
  by: string | null;
  why: string;
}

/** Orders are about numbers only, not about card charges. */
type NumberRequest = Extract<ErrandData["what"], `${string} number`>;
/** Orders for screens. */
export async function orderRows(
  scope: Scope,
  context: AccountContext,
  docs: readonly Doc<ErrandData>[],
): Promise<OrderRow[]> {
  const names = await readPersonNames(
    scope.db,
    docs.map(({ data }) => data.by.id),
  );
  const words = messageRenderer(scope, context.zone);
  return docs.map(({ id, version, data: { input: _input, by, why, ...rest } }) => ({
    ...rest,
    what: rest.what as NumberRequest,
    id,
    version,
    shown: formatPhoneNumber(rest.about),
    by: names.get(by.id) ?? null,
    why: words(why),
  }));
}
