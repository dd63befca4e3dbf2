import { type AnyKeyDeed, mayHandOut, METER_DEED } from "@callboard/domain/access";
import { NewKey, NewMeterKey, ThisKey, ThisMeterKey } from "@callboard/domain/access.schema";
import { create, type Decision, decided, type Effect, save } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import type { Doc } from "@callboard/domain/record";
import type { DataOf } from "@callboard/domain/records";
import { codePart } from "@callboard/domain/text";
import { maybe, one, where } from "../../needs.ts";
import { within } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { open, operators } from "../../trpc.ts";
import { accessWrite } from "./people.ts";
import { digestOf, newSecret } from "./secrets.ts";

/** Enough of a key to recognise it in a list, too little to use it. */
const START_LENGTH = 10;

type Made = { id: string; secret: string };

/** The secret is in this one answer and nowhere else: only its digest is kept. */
function made(account: string, name: string, deeds: readonly AnyKeyDeed[], secret: string, id: string): Decision<Made> {
  const data = { name, deeds: [...new Set(deeds)], start: codePart(secret, 0, START_LENGTH), revokedAt: null };
  const effects = [
    create(account, "apiKey", id, data, { action: phrase("access.didMakeKey", { name }) }),
    accessWrite("INSERT INTO api_keys (digest, account, id) VALUES (?, ?, ?)", digestOf(secret), account, id),
  ];
  return decided(effects, { id, secret });
}

function revoked(key: Doc<DataOf<"apiKey">> | null, now: number): Effect[] {
  if (!key) return refuse("not-found", "access.keyMissing", {}, "id");
  if (key.data.revokedAt !== null) return [];
  const action = phrase("access.didRevokeKey", { name: key.data.name });
  return [
    save("apiKey", key, { ...key.data, revokedAt: now }, { action }),
    accessWrite("DELETE FROM api_keys WHERE account = ? AND id = ?", key.account, key.id),
  ];
}

export const keyProcedures = {
  apiKeys: open("manage the account").query(async ({ ctx }) => {
    const { keys } = await look(ctx.scope, { keys: where("apiKey", "account") });
    return keys
      .map(({ id, version, at, data }) => ({
        id,
        version,
        changedAt: at,
        ...data,
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
        return made(ctx.scope.account, input.name, input.deeds, secret, newId());
      };
      return commit(ctx.scope, {}, decide);
    }),

  revokeApiKey: open("manage the account")
    .input(ThisKey)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { key: maybe("apiKey", input.id) }, ({ key }, { now }) => {
        if (key?.data.deeds.includes(METER_DEED)) refuse("forbidden", "access.keyOfOperator");
        return revoked(key, now);
      }),
    ),

  /** A key with which a meter tells what an account used. Only the operator hands one out. */
  createMeterKey: operators
    .meta({ repeated: "secret" })
    .input(NewMeterKey)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      const scope = within(ctx.scope, input.account);
      const needs = { account: one("account", input.account) };
      const decide = (_facts: object, { newId }: { newId: () => string }) =>
        made(input.account, input.name, [METER_DEED], secret, newId());
      return commit(scope, needs, decide);
    }),

  revokeMeterKey: operators.input(ThisMeterKey).mutation(({ ctx, input }) =>
    commit(within(ctx.scope, input.account), { key: maybe("apiKey", input.id) }, ({ key }, { now }) => {
      if (!key?.data.deeds.includes(METER_DEED)) return refuse("not-found", "access.keyMissing", {}, "id");
      return revoked(key, now);
    }),
  ),
};
