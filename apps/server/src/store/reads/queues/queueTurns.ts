import type { AccountOwner } from "@callboard/domain/core/effect";
import type { QueueTurns } from "@callboard/domain/queues/turns";
import { type Row, stmt } from "../../database/port.ts";
import type { Query } from "../../queries.ts";
import { defineRowEffect } from "../../rowEffects.ts";

/** How the calls of these queues were distributed, by queue; those without any call are missing. */
export const findTurns = (queues: readonly string[]): Query<Map<string, QueueTurns>> => ({
  statements: ({ account }) => [
    stmt(
      "SELECT queue, last_offered, credits FROM queue_turns WHERE account = ? AND queue IN (SELECT value FROM json_each(?))",
      account,
      JSON.stringify(queues),
    ),
  ],
  parse: ([rows]) => new Map(rows!.map((row) => [row.queue as string, turnsFromRow(row)])),
});

const turnsFromRow = ({ last_offered: lastOffered, credits }: Row): QueueTurns => ({
  lastOffered,
  credits: JSON.parse(credits) as Record<string, number>,
});

const savedTurns = defineRowEffect(
  "save queue turns",
  ({ account }: AccountOwner, turns: { queue: string; lastOffered: string | null; credits: string }) =>
    stmt(
      `INSERT INTO queue_turns (account, queue, last_offered, credits) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (account, queue) DO UPDATE SET last_offered = ?3, credits = ?4`,
      account,
      turns.queue,
      turns.lastOffered,
      turns.credits,
    ),
);
export const saveTurns = (account: string, queue: string, { lastOffered, credits }: QueueTurns) =>
  savedTurns.of({ account }, { queue, lastOffered, credits: JSON.stringify(credits) });

export const turnsEffects = [savedTurns];
