import type { UnknownReason } from "@callboard/domain/core/provider-request/providerRequest";

/** A request without a definite answer: it may have been carried out, so its outcome must be checked later. */
export class IndefiniteAnswer extends Error {
  readonly reason: UnknownReason;

  constructor(reason: UnknownReason) {
    super(`no definite answer: ${reason}`);
    this.reason = reason;
  }
}
