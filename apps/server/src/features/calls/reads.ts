import { selectRows } from "../../store/queries.ts";

/** The accounts with a seat of this person that share a phone platform: this account, and those of the same agency. */
const SEATS_SQL = `SELECT p.account FROM records p
  JOIN records a ON a.account = p.account AND a.kind = 'account' AND a.id = a.account
  JOIN records own ON own.account = ?2 AND own.kind = 'account' AND own.id = own.account
  WHERE p.kind = 'phone' AND p.id = ?1
  AND coalesce(a.data ->> '$.agency', a.account) = coalesce(own.data ->> '$.agency', own.account)`;

export const findSeats = (person: string, account: string) =>
  selectRows<{ account: string }>(SEATS_SQL, person, account);
