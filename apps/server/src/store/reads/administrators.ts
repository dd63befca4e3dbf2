import { placesOf, NO_CHOICES } from "@callboard/domain/alerts/choices";
import type { AlertKind } from "@callboard/domain/alerts/types";
import { stmt } from "../database/port.ts";
import { type Query } from "../queries.ts";
import { checkedAccount } from "../checkedAccount.ts";

/** A mail's recipient and the zone for its times: their own, or that of the account it is about. */
export interface MailRecipient {
  to: string;
  zone: string;
  /** Whether they want alerts of a kind by mail. */
  acceptsMail: (kind: AlertKind) => boolean;
}

/**
 * The administrators of any of these accounts, who get mails that need attention. The first account is the one the mail
 * is about.
 */
export const findAdministrators = (accounts: readonly [string, ...string[]]): Query<MailRecipient[]> => ({
  statements: (scope) => [
    stmt(
      `SELECT DISTINCT p.email, coalesce(
         (SELECT o.data ->> '$.zone' FROM records o WHERE o.account = p.id AND o.kind = 'preferences' AND o.id = p.id),
         (SELECT a.data ->> '$.zone' FROM records a WHERE a.account = ?2 AND a.kind = 'account' AND a.id = ?2)) AS zone,
         (SELECT c.data ->> '$.places' FROM records c WHERE c.account = p.id AND c.kind = 'alertChoices' AND c.id = ?2) AS places
       FROM json_each(?1) j CROSS JOIN keys k ON k.space = j.value AND k.kind = 'member'
       AND k.name = 'administers' AND k.value = 'yes' CROSS JOIN people p ON p.id = k.id ORDER BY p.email`,
      JSON.stringify(accounts.map((account) => checkedAccount(scope, account))),
      accounts[0],
    ),
  ],
  parse: ([rows]) =>
    rows!.map(({ email, zone, places }) => {
      const choices = places === null ? NO_CHOICES : { ...NO_CHOICES, places: JSON.parse(String(places)) };
      return {
        to: String(email),
        zone: String(zone),
        acceptsMail: (kind) => placesOf(choices, kind).includes("mail"),
      };
    }),
});
