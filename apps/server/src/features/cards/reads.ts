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

/** The provider's customer that a card belongs to: it stays the same when the card moves to another account. */
interface ProviderCustomer {
  provider: string;
  customer: string;
}

/** The latest report about each card that this customer ever had. */
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

/**
 * Saves a report about a card. An older one never overrides a newer one; a report about a card whose entry hasn't been
 * reported yet is kept until it is.
 */
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

/**
 * Marks a card as removed here: later reports don't bring it back, and entered again it is still refused if it was
 * before.
 */
export const markCardRemoved = (customer: string, { data: { provider, ref, refused } }: Card): Effect =>
  sqlEffect(
    `INSERT INTO heard_cards (provider, ref, customer, at, removed, refused) VALUES (?1, ?2, ?3, 0, 1, ?4)
     ON CONFLICT (provider, ref) DO UPDATE SET removed = 1, refused = ?4, told = NULL`,
    provider,
    ref,
    customer,
    refused && JSON.stringify(refused),
  );

/** The account of this customer at the provider; null if nobody here has it. */
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

/** Accounts with a card that expires between these instants. */
export const expiringCardsStmt = (from: number, to: number) =>
  stmt(
    "SELECT DISTINCT account FROM keys WHERE kind = 'card' AND name = 'end' AND value > ? AND value <= ?",
    sortableInstant(from),
    sortableInstant(to),
  );
