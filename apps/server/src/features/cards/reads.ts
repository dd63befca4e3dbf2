import { type Services } from "../../services.ts";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import type { Card } from "@callboard/domain/cards/rules";
import type { ProviderCard } from "@callboard/domain/cards/schema";
import type { KnownCard } from "@callboard/domain/cards/providerUpdates";
import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import type { Instant } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import type { Query } from "../../store/queries.ts";
import { defineRowEffect } from "../../store/rowEffects.ts";

/** The provider's customer that a card belongs to: it stays the same when the card moves to another account. */
interface ProviderCustomer {
  provider: string;
  customer: string;
}

/** The latest report about each card that this customer ever had. */
type ProviderCardValues = {
  provider: string;
  customer: string;
  /** The provider's id of the card. */
  ref: string;
  fingerprint: string | null;
  /** When the provider reported it. */
  at: Instant;
  addedAt: Instant | null;
  /** The reported card as JSON, until the provider reports that it was added. */
  card: string | null;
};
type RemovedCardValues = { provider: string; customer: string; ref: string; lastDecline: string | null };

/** Everything that this customer's provider has reported about its cards. */
export const findProviderCards = (provider: string, customer: string): Query<KnownCard[]> => ({
  statements: () => [
    stmt(
      "SELECT ref, fingerprint, at, added_at, pending, removed, last_decline FROM provider_cards WHERE provider = ? AND customer = ? ORDER BY at, ref",
      provider,
      customer,
    ),
  ],
  parse: ([rows]) =>
    rows!.map(({ ref, fingerprint, at, added_at: addedAt, pending, removed, last_decline: lastDecline }) => ({
      ref,
      fingerprint,
      at: Number(at),
      addedAt: addedAt === null ? null : Number(addedAt),
      lastUpdate: pending === null ? null : JSON.parse(pending),
      removed: removed === 1,
      declineAtRemoval: lastDecline === null ? null : JSON.parse(lastDecline),
    })),
});

/**
 * An older report is saved too, but never replaces newer values. A report about a card waits in `pending` until the
 * provider reports that the card was added.
 */
const providerCardUpdate = defineRowEffect("save provider card", (_: AccountOwner, values: ProviderCardValues) =>
  stmt(
    `INSERT INTO provider_cards (provider, ref, customer, fingerprint, at, added_at, pending, removed)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
     ON CONFLICT (provider, ref) DO UPDATE SET customer = ?3, at = max(at, ?5),
       fingerprint = CASE WHEN ?5 >= at THEN coalesce(?4, fingerprint) ELSE coalesce(fingerprint, ?4) END,
       added_at = max(coalesce(added_at, ?6), coalesce(?6, added_at)),
       pending = CASE WHEN removed OR ?6 IS NOT NULL OR added_at IS NOT NULL THEN NULL WHEN ?5 >= at OR pending IS NULL THEN ?7 ELSE pending END`,
    values.provider,
    values.ref,
    values.customer,
    values.fingerprint,
    values.at,
    values.addedAt,
    values.card,
  ),
);
export const saveProviderCard = (
  { account, provider, customer }: AccountOwner & ProviderCustomer,
  card: ProviderCard,
  { at, isAdded }: { at: Instant; isAdded: boolean },
): Effect =>
  providerCardUpdate.of(
    { account },
    {
      provider,
      customer,
      ref: card.providerRef,
      fingerprint: card.fingerprint,
      at,
      addedAt: isAdded ? at : null,
      card: isAdded ? null : JSON.stringify(card),
    },
  );

/**
 * The card was removed here: later reports don't bring it back, and if it is added again, its last decline still
 * counts.
 */
const cardRemoval = defineRowEffect("mark card removed", (_: AccountOwner, values: RemovedCardValues) =>
  stmt(
    `INSERT INTO provider_cards (provider, ref, customer, at, removed, last_decline) VALUES (?1, ?2, ?3, 0, 1, ?4)
     ON CONFLICT (provider, ref) DO UPDATE SET removed = 1, last_decline = ?4, pending = NULL`,
    values.provider,
    values.ref,
    values.customer,
    values.lastDecline,
  ),
);
export const markCardRemoved = (
  customer: string,
  { account, data: { provider, providerRef, lastDecline } }: Card,
): Effect =>
  cardRemoval.of(
    { account },
    { provider, ref: providerRef, customer, lastDecline: lastDecline && JSON.stringify(lastDecline) },
  );

export const cardEffects = [providerCardUpdate, cardRemoval];

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
