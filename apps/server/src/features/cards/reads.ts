import { type Services } from "../../services.ts";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import type { Card } from "@callboard/domain/cards/rules";
import type { ProviderCard } from "@callboard/domain/cards/schema";
import type { KnownCard } from "@callboard/domain/cards/providerUpdates";
import type { Effect } from "@callboard/domain/core/effect";
import type { Instant } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import type { Query } from "../../store/queries.ts";
import { sqlEffect } from "../../store/sqlEffect.ts";

/** Whose cards they are at the provider: it stays with them when they go over to another account. */
interface ProviderCustomer {
  provider: string;
  customer: string;
}

/** The last that was heard of each card that this customer ever had. */
export const findProviderCards = (provider: string, customer: string): Query<KnownCard[]> => ({
  stmts: () => [
    stmt(
      "SELECT ref, fingerprint, at, added_at, told, removed, refused FROM heard_cards WHERE provider = ? AND customer = ? ORDER BY at, ref",
      provider,
      customer,
    ),
  ],
  take: ([rows]) =>
    rows!.map(({ ref, fingerprint, at, added_at: addedAt, told, removed, refused }) => ({
      ref,
      fingerprint,
      at: Number(at),
      addedAt: addedAt === null ? null : Number(addedAt),
      told: told === null ? null : JSON.parse(told),
      removed: removed === 1,
      refused: refused === null ? null : JSON.parse(refused),
    })),
});

/** An older word is heard too, and moves nothing back. What is told of a card waits until it is told that it was entered. */
export const saveProviderCard = (
  { provider, customer }: ProviderCustomer,
  card: ProviderCard,
  { at, isAdded }: { at: Instant; isAdded: boolean },
): Effect =>
  sqlEffect(
    `INSERT INTO heard_cards (provider, ref, customer, fingerprint, at, added_at, told, removed)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
     ON CONFLICT (provider, ref) DO UPDATE SET customer = ?3, at = max(at, ?5),
       fingerprint = CASE WHEN ?5 >= at THEN coalesce(?4, fingerprint) ELSE coalesce(fingerprint, ?4) END,
       added_at = max(coalesce(added_at, ?6), coalesce(?6, added_at)),
       told = CASE WHEN removed OR ?6 IS NOT NULL OR added_at IS NOT NULL THEN NULL WHEN ?5 >= at OR told IS NULL THEN ?7 ELSE told END`,
    provider,
    card.ref,
    customer,
    card.fingerprint,
    at,
    isAdded ? at : null,
    isAdded ? null : JSON.stringify(card),
  );

/** It was removed here: whatever is still told of it does not bring it back, and entered again it rests as it did. */
export const markCardRemoved = (customer: string, { data: { provider, ref, refused } }: Card): Effect =>
  sqlEffect(
    `INSERT INTO heard_cards (provider, ref, customer, at, removed, refused) VALUES (?1, ?2, ?3, 0, 1, ?4)
     ON CONFLICT (provider, ref) DO UPDATE SET removed = 1, refused = ?4, told = NULL`,
    provider,
    ref,
    customer,
    refused && JSON.stringify(refused),
  );

/** Whose customer it is at the provider; null where it is nobody's here. */
export async function findCustomerAccount(
  { db, payments }: Pick<Services, "db" | "payments">,
  customer: string,
): Promise<string | null> {
  const [rows] = await db.read([
    stmt(
      "SELECT account FROM keys WHERE space = '' AND kind = 'wallet' AND name = '=customer' AND value = ?",
      `${payments.name}:${customer}`,
    ),
  ]);
  return rows![0]?.account ?? null;
}

/** Accounts with a card whose month ends between these instants. */
export const expiringCardsStmt = (from: number, to: number) =>
  stmt(
    "SELECT DISTINCT account FROM keys WHERE kind = 'card' AND name = 'end' AND value > ? AND value <= ?",
    sortableInstant(from),
    sortableInstant(to),
  );
