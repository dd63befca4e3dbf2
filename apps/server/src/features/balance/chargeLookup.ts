import { chargeDataOf } from "@callboard/domain/balance/recharge";
import type { ProviderRequest } from "@callboard/domain/core/provider-request/providerRequest";
import type { ChargeLookup } from "../../integrations/payments/port.ts";

/** What the payment provider needs to find a charge again. */
export const chargeLookup = (request: ProviderRequest): ChargeLookup => ({
  key: request.id,
  customer: chargeDataOf(request).customer,
  since: request.data.requestedAt,
});
