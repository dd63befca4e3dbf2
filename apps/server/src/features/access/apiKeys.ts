import {
  type AnyKeyPermission,
  type KeyPermission,
  mayGrantToKey,
  METER_PERMISSION,
} from "@callboard/domain/core/permissions";
import { CreateKeyInput, CreateMeterKeyInput, KeyInput, MeterKeyInput } from "@callboard/domain/access/schema";
import { create, type Decision, decision, type Effect, save } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { checkNotCanceled } from "@callboard/domain/lifecycle/rules";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf } from "@callboard/domain/core/records";
import { sliceCode } from "@callboard/domain/core/text/text";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { findOrRemoved, findOne, findAll } from "../../store/queries.ts";
import { findResponsible, findMembership } from "../../auth/memberships.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, operatorProcedure } from "../../rpc/procedures.ts";
import { addKey, removeKey } from "../../auth/people.ts";
import { newSecret } from "../../auth/secrets.ts";

/** Enough of a key to recognize it in a list, too little to use it. */
const PREFIX_LENGTH = 10;

type NewKeyAnswer = { id: string; secret: string };

/** Only this answer contains the secret: the server keeps just its digest. */
function createKey(
  { account, actor }: Scope,
  name: string,
  permissions: readonly AnyKeyPermission[],
  secret: string,
  id: string,
): Decision<NewKeyAnswer> {
  const prefix = sliceCode(secret, 0, PREFIX_LENGTH);
  const data = { name, permissions: [...new Set(permissions)], prefix, revokedAt: null, responsible: actor.id };
  const effects = [
    create(account, "apiKey", id, data, { action: message("access.didCreateKey", { name }) }),
    addKey(secret, account, id),
  ];
  return decision(effects, { id, secret });
}

export type ApiKey = Doc<DataOf<"apiKey">>;

const requireKey = (key: ApiKey | null): ApiKey => key ?? fail("not-found", "access.keyMissing", {}, "id");

/** The key no longer works. No effects if it was revoked before. */
export function revokeKey(key: ApiKey, now: number): Effect[] {
  if (key.data.revokedAt !== null) return [];
  const action = message("access.didRevokeKey", { name: key.data.name });
  return [save("apiKey", key, { ...key.data, revokedAt: now }, { action }), removeKey(key.account, key.id)];
}

/** A person may take over only a key that they could have created, so it never does more than they may. */
export function takeOverKey(key: ApiKey, { membership, actor }: Scope): Effect[] {
  for (const permission of key.data.permissions as KeyPermission[])
    if (!mayGrantToKey(membership, permission))
      fail("forbidden", "access.permissionAboveOwn", { permission }, "permissions");
  const action = message("access.didTakeOverKey", { name: key.data.name });
  return [save("apiKey", key, { ...key.data, responsible: actor.id }, { action })];
}

/** Only the operator may change a meter's key. */
function checkNotMeterKey(key: ApiKey): ApiKey {
  if (key.data.permissions.includes(METER_PERMISSION)) fail("forbidden", "access.operatorKey");
  return key;
}

export const keyProcedures = {
  apiKeys: accountProcedure("manage the account").query(async ({ ctx }) => {
    const { scope, services } = ctx;
    const { keys, responsible } = await read(scope, {
      keys: findAll("apiKey"),
      responsible: findResponsible("apiKey"),
    });
    const memberships = await read(scope, Object.fromEntries(keys.map(({ id }) => [id, findMembership({ key: id })])));
    const names = await readPersonNames(services.db, responsible.values());
    return keys
      .map(({ id, version, at, data: { responsible: _by, ...data } }) => ({
        id,
        version,
        changedAt: at,
        ...data,
        /** The name of the person responsible for it. The key loses the permissions that this person loses. */
        by: names.get(responsible.get(id) ?? "") ?? null,
        /** Permissions that the key was given and no longer has. */
        lost: data.permissions.filter((permission) => !memberships[id]!.permissions.includes(permission)),
        /** Created by the operator for a meter: nobody in the account can revoke it. */
        ofOperator: data.permissions.includes(METER_PERMISSION),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }),

  createApiKey: accountProcedure("manage the account")
    .meta({ onReplay: "secret" })
    .input(CreateKeyInput)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      const decide = (_facts: object, { newId }: { newId: () => string }) => {
        for (const permission of input.permissions)
          if (!mayGrantToKey(ctx.context.membership, permission))
            fail("forbidden", "access.permissionAboveOwn", { permission }, "permissions");
        return createKey(ctx.scope, input.name, input.permissions, secret, newId());
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

  /** Takes over a key that somebody else created: it keeps the permissions that this person has too. */
  takeOverApiKey: accountProcedure("take rights away")
    .input(KeyInput)
    .mutation(({ ctx: { scope }, input }) => {
      const queries = {
        key: findOrRemoved("apiKey", input.id),
        keyMembership: findMembership({ key: input.id }),
        lifecycle: findOne("lifecycle", scope.account),
      };
      return commit(scope, queries, ({ key, keyMembership, lifecycle }, { now }) => {
        const current = checkNotMeterKey(requireKey(key));
        // The key would regain permissions that it has lost.
        if (current.data.permissions.some((permission) => !keyMembership.permissions.includes(permission)))
          checkNotCanceled(lifecycle.data, "manage the account", now);
        return takeOverKey(current, scope);
      });
    }),

  /** A key with which a meter records usage. Only the operator creates one. */
  createMeterKey: operatorProcedure
    .meta({ onReplay: "secret" })
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
      if (!requireKey(key).data.permissions.includes(METER_PERMISSION))
        return fail("not-found", "access.keyMissing", {}, "id");
      return revokeKey(requireKey(key), now);
    }),
  ),
};
