import type { Effect } from "@callboard/domain/core/effect";
import { sqlEffect } from "../../store/sqlEffect.ts";

/** Stops unsent mails: their recipients have left. */
export const stopMails = (ids: readonly string[]): Effect =>
  sqlEffect(
    `UPDATE mails SET state = 'failed', error = 'Whoever it was for left the account before it was sent.'
     WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
