import type { ProviderRequestType } from "@callboard/domain/core/providerRequest";
import { buyHandler } from "../features/numbers/buyHandler.ts";
import { chargeHandler } from "../features/balance/chargeHandler.ts";
import { refundHandler } from "../features/balance/refundHandler.ts";
import { releaseHandler } from "../features/numbers/releaseHandler.ts";
import type { RequestHandler } from "./handler.ts";

/** The one list of how errands are carried out, by their kind. */
export const HANDLERS: Record<ProviderRequestType, RequestHandler> = {
  "buy number": buyHandler,
  "release number": releaseHandler,
  "charge card": chargeHandler,
  "refund card": refundHandler,
};
