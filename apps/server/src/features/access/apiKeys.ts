import {
  type AnyKeyPermission,
  type KeyPermission,
  mayGrantToKey,
  METER_PERMISSION,
} from "@callboard/domain/core/permissions";
import { CreateKeyInput, CreateMeterKeyInput, KeyInput, MeterKeyInput } from "@callboard/domain/access/schema";
import { create, type Decision, decision, type Effect, save } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle/rules";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf } from "@callboard/domain/core/records";
import { sliceCode } from "@callboard/domain/core/text/text";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { findOrRemoved, findOne, findMany } from "../../store/queries.ts";
import { findResponsible, findMembership } from "../../auth/memberships.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, operatorProcedure } from "../../rpc/procedures.ts";
import { addKey, removeKey } from "../../auth/people.ts";
import { newSecret } from "../../auth/secrets.ts";

/** Enough of a key to recognize it in a list, too little to use it. */
const SHOWN_LENGTH = 10;

type NewKeyAnswer = { id: string; secret: string };

/** Only this answer contains the secret: the server keeps just its digest. */
function createKey(
  { account, actor }: Scope,
  name: string,
  permissions: readonly AnyKeyPermission[],
  secret: string,
  id: string,
): Decision<NewKeyAnswer> {
  const start = sliceCode(secret, 0, SHOWN_LENGTH);
  const data = { name, deeds: [...new Set(permissions)], start, revokedAt: null, by: actor.id };
  const effects = [
    create(account, "apiKey", id, data, { action: message("access.didMakeKey", { name }) }),
    addKey(secret, account, id),
  ];
  return decision(effects, { id, secret });
}

export type ApiKey = Doc<DataOf<"apiKey">>;

const requireKey = (key: ApiKey | null): ApiKey => key ?? fail("not-found", "access.keyMissing", {}, "id");

export function revokeKey(key: ApiKey, now: number): Effect[] {
  if (key.data.revokedAt !== null) return [];
  const action = message("access.didRevokeKey", { name: key.data.name });
  return [save("apiKey", key, { ...key.data, revokedAt: now }, { action }), removeKey(key.account, key.id)];
}

/** A person may take over only a key that they could have created, so it never does more than they may. */
export function takeOverKey(key: ApiKey, { standing: membership, actor }: Scope): Effect[] {
  for (const permission of key.data.deeds as KeyPermission[])
    if (!mayGrantToKey(membership, permission)) fail("forbidden", "access.deedAboveOwn", { deed: permission }, "deeds");
  const action = message("access.didAnswerForKey", { name: key.data.name });
  return [save("apiKey", key, { ...key.data, by: actor.id }, { action })];
}

function checkNotMeterKey(key: ApiKey): ApiKey {
  if (key.data.deeds.includes(METER_PERMISSION)) fail("forbidden", "access.keyOfOperator");
  return key;
}

export const keyProcedures = {
  apiKeys: accountProcedure("manage the account").query(async ({ ctx }) => {
    const { scope, world: services } = ctx;
    const { keys, makers } = await read(scope, {
      keys: findMany("apiKey", "account"),
      makers: findResponsible("apiKey"),
    });
    const stands = await read(scope, Object.fromEntries(keys.map(({ id }) => [id, findMembership({ key: id })])));
    const names = await readPersonNames(services.db, makers.values());
    return keys
      .map(({ id, version, at, data: { by: _by, ...data } }) => ({
        id,
        version,
        changedAt: at,
        ...data,
        /** The name of the person who is responsible for it. The key loses the permissions that this person loses. */
        by: names.get(makers.get(id) ?? "") ?? null,
        lost: data.deeds.filter((permission) => !stands[id]!.deeds.includes(permission)),
        /** Created by the operator for a meter: nobody in the account can revoke it. */
        ofOperator: data.deeds.includes(METER_PERMISSION),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }),

  createApiKey: accountProcedure("manage the account")
    .meta({ repeated: "secret" })
    .input(CreateKeyInput)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      const decide = (_facts: object, { newId }: { newId: () => string }) => {
        for (const permission of input.deeds)
          if (!mayGrantToKey(ctx.place.standing, permission))
            fail("forbidden", "access.deedAboveOwn", { deed: permission }, "deeds");
        return createKey(ctx.scope, input.name, input.deeds, secret, newId());
      };
      return commit(ctx.scope, {}, decide);
    }),

  revokeApiKey: accountProcedure("take rights away")
    .input(KeyInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { key: findOrRemoved("apiKey", input.id) }, ({ key }, { now }) =>
        revokeKey(checkNotMeterKey(requireKey(key)), now),
      ),
    ),

  /** Takes over a key that somebody else created: it then does what it was created for and this person may do. */
  takeOverApiKey: accountProcedure("take rights away")
    .input(KeyInput)
    .mutation(({ ctx: { scope }, input }) => {
      const queries = {
        key: findOrRemoved("apiKey", input.id),
        stands: findMembership({ key: input.id }),
        lifecycle: findOne("lifecycle", scope.account),
      };
      return commit(scope, queries, ({ key, stands, lifecycle }, { now }) => {
        const ours = checkNotMeterKey(requireKey(key));
        // The key would regain permissions that it has lost.
        if (ours.data.deeds.some((permission) => !stands.deeds.includes(permission)))
          checkWorkAllowed(lifecycle.data, "manage the account", now);
        return takeOverKey(ours, scope);
      });
    }),

  /** A key with which a meter records usage. Only the operator creates one. */
  createMeterKey: operatorProcedure
    .meta({ repeated: "secret" })
    .input(CreateMeterKeyInput)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      const scope = scopeWithin(ctx.scope, input.account);
      const queries = { account: findOne("account", input.account) };
      const decide = (_facts: object, { newId }: { newId: () => string }) =>
        createKey(scope, input.name, [METER_PERMISSION], secret, newId());
      return commit(scope, queries, decide);
    }),

  revokeMeterKey: operatorProcedure.input(MeterKeyInput).mutation(({ ctx, input }) =>
    commit(scopeWithin(ctx.scope, input.account), { key: findOrRemoved("apiKey", input.id) }, ({ key }, { now }) => {
      if (!requireKey(key).data.deeds.includes(METER_PERMISSION))
        return fail("not-found", "access.keyMissing", {}, "id");
      return revokeKey(requireKey(key), now);
    }),
  ),
};
