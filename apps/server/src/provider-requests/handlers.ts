import type { ProviderRequestType } from "@callboard/domain/core/providerRequest";
import type { RequestHandler } from "./handler.ts";

/** How provider requests are carried out, by their kind: the table in http/registries.ts, which knows the features. */
export const HANDLERS = {} as Record<ProviderRequestType, RequestHandler>;
