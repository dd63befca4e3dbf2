import { type AnyKeyDeed, type KeyDeed, mayHandOut, METER_DEED } from "@callboard/domain/access";
import { NewKey, NewMeterKey, ThisKey, ThisMeterKey } from "@callboard/domain/access.schema";
import { create, type Decision, decided, type Effect, save } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { phrase } from "@callboard/domain/phrase";
import type { Doc } from "@callboard/domain/record";
import type { DataOf } from "@callboard/domain/records";
import { codePart } from "@callboard/domain/text";
import { namesOf } from "../../names.ts";
import { maybe, one, where } from "../../needs.ts";
import { makersOf, rightsOf } from "../../rights.ts";
import { type Scope, within } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { open, operators } from "../../trpc.ts";
import { accessWrite, addKey } from "./people.ts";
import { newSecret } from "./secrets.ts";

/** Enough of a key to recognise it in a list, too little to use it. */
const START_LENGTH = 10;

type Made = { id: string; secret: string };

/** The secret is in this one answer and nowhere else: only its digest is kept. */
function made(
  { account, actor }: Scope,
  name: string,
  deeds: readonly AnyKeyDeed[],
  secret: string,
  id: string,
): Decision<Made> {
  const start = codePart(secret, 0, START_LENGTH);
  const data = { name, deeds: [...new Set(deeds)], start, revokedAt: null, by: actor.id };
  const effects = [
    create(account, "apiKey", id, data, { action: phrase("access.didMakeKey", { name }) }),
    addKey(secret, account, id),
  ];
  return decided(effects, { id, secret });
}

export type ApiKey = Doc<DataOf<"apiKey">>;

const found = (key: ApiKey | null): ApiKey => key ?? refuse("not-found", "access.keyMissing", {}, "id");

export function revoked(key: ApiKey, now: number): Effect[] {
  if (key.data.revokedAt !== null) return [];
  const action = phrase("access.didRevokeKey", { name: key.data.name });
  return [
    save("apiKey", key, { ...key.data, revokedAt: now }, { action }),
    accessWrite("DELETE FROM api_keys WHERE account = ? AND id = ?", key.account, key.id),
  ];
}

/** Whoever answers for a key could have made it: it never does more than they may. */
export function answeredFor(key: ApiKey, { standing, actor }: Scope): Effect[] {
  for (const deed of key.data.deeds as KeyDeed[])
    if (!mayHandOut(standing, deed)) refuse("forbidden", "access.deedAboveOwn", { deed }, "deeds");
  const action = phrase("access.didAnswerForKey", { name: key.data.name });
  return [save("apiKey", key, { ...key.data, by: actor.id }, { action })];
}

function checkOurs(key: ApiKey): ApiKey {
  if (key.data.deeds.includes(METER_DEED)) refuse("forbidden", "access.keyOfOperator");
  return key;
}

export const keyProcedures = {
  apiKeys: open("manage the account").query(async ({ ctx }) => {
    const { scope, world } = ctx;
    const { keys, makers } = await look(scope, { keys: where("apiKey", "account"), makers: makersOf("apiKey") });
    const stands = await look(scope, Object.fromEntries(keys.map(({ id }) => [id, rightsOf({ key: id })])));
    const names = await namesOf(world.db, makers.values());
    return keys
      .map(({ id, version, at, data: { by: _by, ...data } }) => ({
        id,
        version,
        changedAt: at,
        ...data,
        /** Who answers for it, by name: what they may not do any more it does not do either. */
        by: names.get(makers.get(id) ?? "") ?? null,
        lost: data.deeds.filter((deed) => !stands[id]!.deeds.includes(deed)),
        /** The operator's, for a meter: nobody in the account takes it away. */
        ofOperator: data.deeds.includes(METER_DEED),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }),

  createApiKey: open("manage the account")
    .meta({ repeated: "secret" })
    .input(NewKey)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      const decide = (_facts: object, { newId }: { newId: () => string }) => {
        for (const deed of input.deeds)
          if (!mayHandOut(ctx.place.standing, deed)) refuse("forbidden", "access.deedAboveOwn", { deed }, "deeds");
        return made(ctx.scope, input.name, input.deeds, secret, newId());
      };
      return commit(ctx.scope, {}, decide);
    }),

  revokeApiKey: open("take rights away")
    .input(ThisKey)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { key: maybe("apiKey", input.id) }, ({ key }, { now }) => revoked(checkOurs(found(key)), now)),
    ),

  /** Answers for a key that somebody else made: from then on it does what it was made for and this person may do. */
  answerForKey: open("take rights away")
    .input(ThisKey)
    .mutation(({ ctx: { scope }, input }) => {
      const needs = {
        key: maybe("apiKey", input.id),
        stands: rightsOf({ key: input.id }),
        lifecycle: one("lifecycle", scope.account),
      };
      return commit(scope, needs, ({ key, stands, lifecycle }, { now }) => {
        const ours = checkOurs(found(key));
        // What it has lost it would do again.
        if (ours.data.deeds.some((deed) => !stands.deeds.includes(deed)))
          checkWorkAllowed(lifecycle.data, "manage the account", now);
        return answeredFor(ours, scope);
      });
    }),

  /** A key with which a meter tells what an account used. Only the operator hands one out. */
  createMeterKey: operators
    .meta({ repeated: "secret" })
    .input(NewMeterKey)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      const scope = within(ctx.scope, input.account);
      const needs = { account: one("account", input.account) };
      const decide = (_facts: object, { newId }: { newId: () => string }) =>
        made(scope, input.name, [METER_DEED], secret, newId());
      return commit(scope, needs, decide);
    }),

  revokeMeterKey: operators.input(ThisMeterKey).mutation(({ ctx, input }) =>
    commit(within(ctx.scope, input.account), { key: maybe("apiKey", input.id) }, ({ key }, { now }) => {
      if (!found(key).data.deeds.includes(METER_DEED)) return refuse("not-found", "access.keyMissing", {}, "id");
      return revoked(found(key), now);
    }),
  ),
};
