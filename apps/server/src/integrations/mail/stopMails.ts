import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import { stmt } from "../../store/database/port.ts";
import { defineRowEffect } from "../../store/rowEffects.ts";

const stoppedMails = defineRowEffect("stop mails", ({ account }: AccountOwner, { ids }: { ids: string }) =>
  stmt(
    `UPDATE mails SET state = 'failed', error = 'Whoever it was for left the account before it was sent.'
     WHERE state = 'waiting' AND account = ? AND id IN (SELECT value FROM json_each(?))`,
    account,
    ids,
  ),
);
export const stopMailsEffects = [stoppedMails];

/** Stops waiting mails from being sent: their recipient has left the account. */
export const stopMails = (account: string, ids: readonly string[]): Effect =>
  stoppedMails.of({ account }, { ids: JSON.stringify(ids) });
