import type { ProviderRequestType } from "@callboard/domain/errands";
import { buyHandler } from "./buying.ts";
import { chargeHandler } from "./charging.ts";
import { refundHandler } from "./refunding.ts";
import { releaseHandler } from "./releasing.ts";
import type { RequestHandler } from "./work.ts";

/** The one list of how errands are carried out, by their kind. */
export const HANDLERS: Record<ProviderRequestType, RequestHandler> = {
  "buy number": buyHandler,
  "release number": releaseHandler,
  "charge card": chargeHandler,
  "refund card": refundHandler,
};
