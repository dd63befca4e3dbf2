import type { ProviderRequestType } from "@callboard/domain/core/provider-request/providerRequestTypes";
import type { RequestHandler } from "./handler.ts";

/** The request handlers by type, registered in start/registries.ts, which knows the features. */
export const HANDLERS = {} as Record<ProviderRequestType, RequestHandler>;
