import { chargeDataOf } from "@callboard/domain/balance/recharge";
import type { ProviderRequest } from "@callboard/domain/core/providerRequest";
import type { ChargeLookup } from "../../integrations/payments/port.ts";

/** A charge as it is asked for at the provider. */
export const chargeLookup = (request: ProviderRequest): ChargeLookup => ({
  key: request.id,
  customer: chargeDataOf(request).customer,
  since: request.data.wantedAt,
});
