import { selectRows } from "../../store/queries.ts";

/** The accounts with a seat of this person that share a phone platform: this account, and those of the same agency. */
const SEATS_SQL = `SELECT phone.account FROM records phone
  JOIN records a ON a.account = phone.account AND a.kind = 'account' AND a.id = a.account
  JOIN records own ON own.account = ?2 AND own.kind = 'account' AND own.id = own.account
  WHERE phone.kind = 'phone' AND phone.id = ?1
  AND coalesce(a.data ->> '$.agency', a.account) = coalesce(own.data ->> '$.agency', own.account)`;

export const findSeats = (person: string, account: string) =>
  selectRows<{ account: string }>(SEATS_SQL, person, account);
