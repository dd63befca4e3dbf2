import { type Row, stmt } from "../database/port.ts";
import { findSecret, hideSecret } from "../seals/linkSecrets.ts";
import { digestOf } from "../seals/digest.ts";
import type { ScopeServices } from "../systemScope.ts";
import type { Seal } from "../seals/seal.ts";

const PIECE = 200;

/** Older mails contain the secret in their text: it is removed, and stored encrypted if the link is still valid. */
export async function hideSecrets({ db, now }: ScopeServices, seal: Seal): Promise<void> {
  for (let after = ""; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT id, text, html, leave, state FROM mails WHERE id > ? AND secret IS NULL AND text LIKE '%cbt\\_%' ESCAPE '\\'
         ORDER BY id LIMIT ${PIECE}`,
        after,
      ),
    ]);
    if (rows!.length === 0) return;
    const found = rows!.map((row) => ({ row, secret: findSecret(row.text) }));
    const digests = found.flatMap(({ secret }) => (secret === null ? [] : [digestOf(secret)]));
    const [holding] = await db.read([
      stmt(
        "SELECT digest FROM tokens WHERE digest IN (SELECT value FROM json_each(?)) AND used_at IS NULL AND expires_at > ?",
        JSON.stringify(digests),
        now(),
      ),
    ]);
    const holds = new Set(holding!.map(({ digest }) => digest as string));
    await db.script(
      found.flatMap(({ row, secret }) => {
        if (secret === null) return [];
        const { id, text, html, leave } = row as { id: string; text: string; html: string; leave: string | null };
        const isOpen = isWaiting(row) && (leave !== null || holds.has(digestOf(secret)));
        return [
          stmt(
            "UPDATE mails SET text = ?, html = ?, leave = ?, secret = ?, token = ? WHERE id = ?",
            hideSecret(text, secret),
            hideSecret(html, secret),
            leave === null ? null : hideSecret(leave, secret),
            isOpen ? seal.close(secret) : null,
            leave === null ? digestOf(secret) : null,
            id,
          ),
        ];
      }),
    );
    after = rows!.at(-1)!.id as string;
  }
}

const isWaiting = ({ state }: Row): boolean => state === "waiting" || state === "outbox";
