import type { AccessTable, AccountOwner, Effect, PersonOwner, SqlValue } from "@callboard/domain/core/effect";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { single, type Stmt, stmt } from "../store/database/port.ts";
import { type Query, selectRows } from "../store/queries.ts";
import { checkedAccount } from "../store/checkedAccount.ts";
import { SESSION_DAYS } from "./sessionCache.ts";
import { digestOf } from "../store/seals/digest.ts";
import { defineRowEffect } from "../store/rowEffects.ts";

export interface PersonRow {
  id: string;
  email: string;
  name: string;
  password: string | null;
  /** The encrypted secret of the authenticator app, and a new one that hasn't been confirmed by a code yet. */
  totp: string | null;
  totp_pending: string | null;
  /** The time step of the last used code: a code works once. */
  totp_last: number;
  /** The digests of the remaining recovery codes, as JSON. */
  recovery: string;
  /** 1 for platform staff. */
  operator: number;
  created_at: number;
  seal: string;
}

export const findPersonByEmail = (email: string): Query<PersonRow[]> =>
  selectRows("SELECT * FROM people WHERE email = ?", email);
/** Whether somebody with this address is a member of the account. */
export const findIsMember = (email: string, account?: string): Query<boolean> => ({
  statements: (scope) => [
    single(
      "SELECT 1 FROM people p JOIN records r ON r.account = ? AND r.kind = 'member' AND r.id = p.id WHERE p.email = ?",
      checkedAccount(scope, account),
      email,
    ),
  ],
  parse: ([rows]) => rows!.length > 0,
});
export const findPersonById = (id: string): Query<PersonRow[]> => selectRows("SELECT * FROM people WHERE id = ?", id);

/** The effect that creates a row granting access. */
const grantEffect = (table: AccessTable, row: Record<string, SqlValue>): Effect => ({
  do: "grant",
  table,
  before: null,
  row,
});

export const addPerson = (
  id: string,
  email: string,
  name: string,
  password: string | null,
  now: Instant,
  operator: 0 | 1 = 0,
): Effect =>
  grantEffect("people", {
    id,
    email,
    name,
    password,
    totp: null,
    totp_pending: null,
    totp_last: 0,
    recovery: "[]",
    operator,
    created_at: now,
  });

/** `before`: the row as it was read in the same decision. */
export const changePerson = (before: PersonRow, row: Partial<Omit<PersonRow, "id" | "seal">>): Effect => ({
  do: "grant",
  table: "people",
  before,
  row,
});

export const openSession = (id: string, secret: string, person: string, device: string, now: Instant): Effect =>
  grantEffect("sessions", {
    digest: digestOf(secret),
    id,
    person,
    device,
    created_at: now,
    seen_at: now,
    expires_at: now + SESSION_DAYS * DAY,
  });

export const addKey = (secret: string, account: string, id: string): Effect =>
  grantEffect("api_keys", { digest: digestOf(secret), account, id });

const endSessionEffect = defineRowEffect("end session", ({ person }: PersonOwner, { id }: { id: string }) =>
  stmt("DELETE FROM sessions WHERE id = ? AND person = ?", id, person),
);
export const endSession = (id: string, person: string): Effect => endSessionEffect.of({ person }, { id });

const endOtherSessionsEffect = defineRowEffect(
  "end other sessions",
  ({ person }: PersonOwner, { except }: { except: string }) =>
    stmt("DELETE FROM sessions WHERE person = ? AND id <> ?", person, except),
);
export const endOtherSessions = (person: string, except: string): Effect =>
  endOtherSessionsEffect.of({ person }, { except });

/** A mailed link, for joining an account or setting a new password. */
export interface TokenRow {
  digest: string;
  /** The link's public name; null for links older than codes. */
  ref: string | null;
  purpose: "invite" | "reset";
  account: string | null;
  /** The id of the invitation, or of the person whose password is reset. */
  subject: string;
  expires_at: number;
  used_at: number | null;
}

export const findTokenBySecret = (secret: string): Query<TokenRow[]> => findTokenByDigest(digestOf(secret));

export const findTokenByRef = (ref: string): Query<TokenRow[]> => selectRows("SELECT * FROM tokens WHERE ref = ?", ref);
export const findTokenByDigest = (digest: string): Query<TokenRow[]> =>
  selectRows("SELECT * FROM tokens WHERE digest = ?", digest);

export const addToken = (
  { secret, ref }: { secret: string; ref: string },
  purpose: TokenRow["purpose"],
  account: string | null,
  subject: string,
  expiresAt: Instant,
): Effect => grantEffect("tokens", { digest: digestOf(secret), ref, purpose, account, subject, expires_at: expiresAt });

/**
 * Marks a link as used. If two requests use it at once on a remote database, the second writes NULL, which violates the
 * constraint, and its decision runs again.
 */
const useTokenEffect = defineRowEffect(
  "use token",
  (owner: AccountOwner | PersonOwner, { digest, now }: { digest: string; now: Instant }) =>
    stmt(
      `UPDATE tokens SET used_at = ?, purpose = CASE WHEN used_at IS NULL THEN purpose END
       WHERE digest = ? AND coalesce(account, subject) = ?`,
      now,
      digest,
      "account" in owner ? owner.account : owner.person,
    ),
);
export const useToken = ({ digest, account, subject }: TokenRow, now: Instant): Effect =>
  useTokenEffect.of(account === null ? { person: subject } : { account }, { digest, now });

export const isTokenValid = (
  token: TokenRow | undefined,
  purpose: TokenRow["purpose"],
  now: Instant,
): token is TokenRow =>
  token !== undefined && token.purpose === purpose && token.used_at === null && Number(token.expires_at) > now;

/** After a password change all earlier reset links are void. */
const endResetsEffect = defineRowEffect("end resets", ({ person }: PersonOwner, { now }: { now: Instant }) =>
  stmt("UPDATE tokens SET used_at = ? WHERE purpose = 'reset' AND subject = ? AND used_at IS NULL", now, person),
);
export const endResets = (person: string, now: Instant): Effect => endResetsEffect.of({ person }, { now });

/** Signs somebody out everywhere. */
const endSessionsEffect = defineRowEffect("end sessions", ({ person }: PersonOwner) =>
  stmt("DELETE FROM sessions WHERE person = ?", person),
);
export const endSessions = (person: string): Effect => endSessionsEffect.of({ person }, {});

/** A person's valid sessions, last used first. */
export const findSessions = (person: string, now: Instant) =>
  selectRows<{ id: string; device: string; created_at: number; seen_at: number }>(
    "SELECT id, device, created_at, seen_at FROM sessions WHERE person = ? AND expires_at > ? ORDER BY seen_at DESC, id",
    person,
    now,
  );

/** Whether a session is this person's own. */
export const findOwnSession = (id: string, person: string) =>
  selectRows("SELECT 1 FROM sessions WHERE id = ? AND person = ?", id, person);

const removeKeyEffect = defineRowEffect("remove key", ({ account }: AccountOwner, { id }: { id: string }) =>
  stmt("DELETE FROM api_keys WHERE account = ? AND id = ?", account, id),
);
export const removeKey = (account: string, id: string): Effect => removeKeyEffect.of({ account }, { id });

/** Whether there is such a link. */
export const tokenExistsStmt = (ref: string, purpose: TokenRow["purpose"]): Stmt =>
  stmt("SELECT 1 FROM tokens WHERE ref = ? AND purpose = ?", ref, purpose);

/** Voids an invitation's mailed links. */
const endInvitationLinksEffect = defineRowEffect(
  "end invitation links",
  ({ account }: AccountOwner, { invitation, now }: { invitation: string; now: Instant }) =>
    stmt(
      "UPDATE tokens SET used_at = ? WHERE purpose = 'invite' AND account = ? AND subject = ? AND used_at IS NULL",
      now,
      account,
      invitation,
    ),
);
export const endInvitationLinks = (account: string, invitation: string, now: Instant): Effect =>
  endInvitationLinksEffect.of({ account }, { invitation, now });

export const peopleEffects = [
  endSessionEffect,
  endOtherSessionsEffect,
  endSessionsEffect,
  useTokenEffect,
  endResetsEffect,
  removeKeyEffect,
  endInvitationLinksEffect,
];
