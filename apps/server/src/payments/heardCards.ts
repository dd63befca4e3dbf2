import type { Card } from "@callboard/domain/cards";
import type { HeardCard } from "@callboard/domain/cardWords";
import type { Effect } from "@callboard/domain/decision";
import { stmt } from "../db.ts";
import type { Need } from "../needs.ts";
import { accessWrite } from "../rooms/access/people.ts";

/** Whose cards they are at the provider: it stays with them when they go over to another account. */
interface Customer {
  provider: string;
  customer: string;
}

/** The last that was heard of each card that this customer ever had. */
export const heardOf = (provider: string, customer: string): Need<HeardCard[]> => ({
  stmts: () => [
    stmt(
      "SELECT ref, fingerprint, at, removed, refused FROM heard_cards WHERE provider = ? AND customer = ? ORDER BY at, ref",
      provider,
      customer,
    ),
  ],
  take: ([rows]) =>
    rows!.map(({ ref, fingerprint, at, removed, refused }) => ({
      ref,
      fingerprint,
      at: Number(at),
      removed: removed === 1,
      refused: refused === null ? null : JSON.parse(refused),
    })),
});

/** An older word is heard too, and moves nothing back. */
export const keepHeard = (
  { provider, customer }: Customer,
  { ref, fingerprint, at }: Pick<HeardCard, "ref" | "fingerprint" | "at">,
): Effect =>
  accessWrite(
    `INSERT INTO heard_cards (provider, ref, customer, fingerprint, at, removed) VALUES (?1, ?2, ?3, ?4, ?5, 0)
     ON CONFLICT (provider, ref) DO UPDATE SET customer = ?3, fingerprint = coalesce(?4, fingerprint), at = max(at, ?5)`,
    provider,
    ref,
    customer,
    fingerprint,
    at,
  );

/** It was removed here: whatever is still told of it does not bring it back, and entered again it rests as it did. */
export const keepRemoved = (customer: string, { data: { provider, ref, refused } }: Card): Effect =>
  accessWrite(
    `INSERT INTO heard_cards (provider, ref, customer, at, removed, refused) VALUES (?1, ?2, ?3, 0, 1, ?4)
     ON CONFLICT (provider, ref) DO UPDATE SET removed = 1, refused = ?4`,
    provider,
    ref,
    customer,
    refused && JSON.stringify(refused),
  );
