import { setTimeout as wait } from "node:timers/promises";
import { retainedDays, type Terms } from "@callboard/domain/plans/catalogue";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { isLinked, CHAIN_COLUMNS } from "./changeChain.ts";
import { checkpointStmt, putCheckpoint, readCheckpoint } from "./seals/checkpoints.ts";
import { type Row, type Stmt, stmt } from "./database/port.ts";
import { addElement, removedElement } from "./seals/sealSums.ts";
import { activityHiddenUntil } from "./visibility.ts";
import type { Services } from "../services.ts";

/** Rows removed per transaction: few, with a pause afterwards, so that other writes don't wait long. */
const CHUNK = 25;
const PAUSE_MS = 15;
/** How long after it happened activity may be recorded: at most the longest promised status. */
const LATE_ENTRY_MAX_MS = 31 * DAY;

/**
 * A version may be removed once it is hidden, not pinned, and a newer hidden version exists. `before`: the previous
 * row's digest. `replaced_at`: when the next version replaced it; from then on the history is complete without this
 * one.
 */
const PURGEABLE_SQL = `SELECT ${CHAIN_COLUMNS.map((name) => `c.${name}`).join(", ")}, c.digest, c.seq,
    coalesce((SELECT p.digest FROM changes p WHERE p.account = c.account AND p.n = c.n - 1),
      (SELECT r.digest FROM removed r WHERE r.account = c.account AND r.n = c.n - 1), '') AS before, (SELECT min(d.at) FROM changes d WHERE d.account = c.account AND d.kind = c.kind
    AND d.id = c.id AND d.version > c.version) AS replaced_at FROM changes c WHERE c.account = ?1 AND c.log = ?2 AND c.n > ?3 AND c.n <= ?4 AND c.at <= ?5
  AND EXISTS (SELECT 1 FROM changes d WHERE d.account = c.account AND d.kind = c.kind AND d.id = c.id
    AND d.version > c.version AND d.at <= ?5)
  AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.space = c.account AND k.kind = 'pin' AND k.name = 'of'
    AND k.value = c.kind || ':' || c.id AND k.id = c.kind || ':' || c.id || ':' || c.version)
  ORDER BY c.n LIMIT ${CHUNK}`;

/**
 * Removes what the plan no longer keeps, in small chunks. For each record the newest version at or before the cutoff
 * stays, hidden, so that the present can be rebuilt and the past shown. Resolves to the number of removed rows.
 * Ends early when `stopped` returns true; the next purge continues.
 */
export async function purge(services: Services, stopped: () => boolean = () => false): Promise<number> {
  const [accounts] = await services.db.read([
    stmt("SELECT account, data FROM records WHERE kind = 'terms' ORDER BY account"),
  ]);
  let removed = 0;
  for (const { account, data } of accounts!) {
    const { retentionDays, hiddenHistory = null } = JSON.parse(data) as Pick<Terms, "retentionDays"> & Partial<Terms>;
    const days = retainedDays({ retentionDays, hiddenHistory }, services.now());
    removed += await purgeLog(services, account, "history", services.now() - days * DAY, stopped);
    removed += await purgeLog(services, account, "activity", activityHiddenUntil(services.now()), stopped);
  }
  return removed;
}

async function purgeLog(
  services: Services,
  account: string,
  log: "history" | "activity",
  cutoff: Instant,
  stopped: () => boolean,
): Promise<number> {
  const lastPosition = await findCutoffPosition(services, account, log, cutoff);
  let removed = 0;
  for (let position = 0; !stopped();) {
    const chunk = await purgeChunk(
      services,
      stmt(PURGEABLE_SQL, account, log, position, lastPosition, cutoff),
      account,
      log,
    );
    removed += chunk.count;
    if (chunk.candidates < CHUNK) return removed;
    position = chunk.last;
    await wait(PAUSE_MS);
  }
  return removed;
}

/** The position in the account's log after which no row is old enough to be removed. */
async function findCutoffPosition({ db }: Services, account: string, log: string, cutoff: Instant): Promise<number> {
  const [rows] = await db.read([
    log === "history"
      ? stmt(
          "SELECT n FROM changes WHERE account = ? AND log = 'history' AND at <= ? ORDER BY at DESC, n DESC LIMIT 1",
          account,
          cutoff,
        )
      : stmt(
          "SELECT n FROM changes WHERE account = ? AND at > ? ORDER BY n LIMIT 1",
          account,
          cutoff + LATE_ENTRY_MAX_MS,
        ),
  ]);
  if (rows![0]) return Number(rows![0].n);
  return log === "history" ? 0 : Number.MAX_SAFE_INTEGER;
}

function purgeChunk(
  { db, seal, now }: Services,
  purgeable: Stmt,
  account: string,
  log: "history" | "activity",
): Promise<{ count: number; candidates: number; last: number }> {
  return db.write({
    priority: "low",
    reads: [purgeable, checkpointStmt(account)],
    decide: ([rows, checkpoints]) => {
      const candidates = rows as Row[];
      const checkpoint = readCheckpoint(seal, account, checkpoints![0]!);
      // A row that doesn't match its digest stays, hidden: removing it would destroy the evidence.
      const intact = checkpoint === null ? [] : candidates.filter((row) => isLinked(row["before"], row));
      const answer = {
        count: intact.length,
        candidates: candidates.length,
        last: Number(candidates.at(-1)?.["n"] ?? 0),
      };
      if (checkpoint === null || intact.length === 0) return { writes: [], answer };
      const at = now();
      for (const row of intact) addElement(checkpoint.removed, removedElement(seal, account, { ...row, at }));
      const numbers = JSON.stringify(intact.map(({ n }) => Number(n)));
      const digests = JSON.stringify(intact.map(({ n, digest, seq }) => [Number(n), digest, Number(seq)]));
      return {
        writes: [
          stmt(
            "INSERT INTO removed (account, n, digest, at, seq) SELECT ?, value ->> 0, value ->> 1, ?, value ->> 2 FROM json_each(?)",
            account,
            at,
            digests,
          ),
          stmt("DELETE FROM changes WHERE account = ? AND n IN (SELECT value FROM json_each(?))", account, numbers),
          putCheckpoint(seal, account, { ...checkpoint, at }),
          ...(log === "history"
            ? [
                stmt(
                  `INSERT INTO history_complete_since (account, at) VALUES (?1, ?2)
                   ON CONFLICT (account) DO UPDATE SET at = max(at, ?2)`,
                  account,
                  Math.max(...intact.map(({ replaced_at: replacedAt }) => Number(replacedAt))),
                ),
              ]
            : []),
        ],
        answer,
      };
    },
  });
}
