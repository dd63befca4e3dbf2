import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { checkVersion } from "../core/version.ts";
import type { TrackingCodeData } from "./trackingCodeSchema.ts";
import { normalizeWebsite } from "./websites.ts";

export interface TrackingCodeDraft extends Omit<TrackingCodeData, "key"> {
  version?: number | undefined;
}

/** Saves an account's tracking code, the first time with a new swap key. Throws `conflict`, `invalid` by field. */
export function saveTrackingCode(
  account: string,
  code: Doc<TrackingCodeData> | null,
  { version, ...draft }: TrackingCodeDraft,
  queues: readonly { id: string }[],
  newId: () => string,
): Effect[] {
  const websites = [...new Set(draft.websites.map((website, index) => normalizeWebsite(website, `websites.${index}`)))];
  for (const [index, { e164, queue }] of draft.queueNumbers.entries()) {
    if (draft.queueNumbers.findIndex((other) => other.e164 === e164) !== index)
      fail("invalid", "sources.queueNumberTwice", {}, `queueNumbers.${index}.number`);
    if (!queues.some(({ id }) => id === queue)) fail("invalid", "queues.unknown", {}, `queueNumbers.${index}.queue`);
  }
  const action = message("sources.didChangeTrackingCode");
  if (code === null) {
    const data: TrackingCodeData = { key: `swap_${newId()}`, ...draft, websites };
    return [create(account, "trackingCode", account, data, { action })];
  }
  // Without a version somebody believes to be the first, so that one is already newer.
  checkVersion(code, version ?? 0, message("sources.trackingCodeChanged"));
  const data: TrackingCodeData = { ...code.data, ...draft, websites };
  return isSameValue(code.data, data) ? [] : [save("trackingCode", code, data, { action })];
}
