export const PROVIDER_REQUESTS = ["buy number", "release number", "charge card", "refund card"] as const;
export type ProviderRequestType = (typeof PROVIDER_REQUESTS)[number];

/**
 * `requested`: saved, not sent yet. `sent`: sent, no answer yet. `settled` and `declined`: ended with a definite answer.
 * `unknown`: nobody knows whether it was done; it is checked and never sent a second time.
 */
export const REQUEST_STATES = ["requested", "sent", "settled", "declined", "unknown"] as const;
