import { mayHandOut } from "@callboard/domain/access";
import { NewKey, ThisKey } from "@callboard/domain/access.schema";
import { create, decided, save } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import { maybe, where } from "../../needs.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { accessWrite } from "./people.ts";
import { digestOf, newSecret } from "./secrets.ts";

/** Enough of a key to recognise it in a list, too little to use it. */
const START_LENGTH = 10;

export const keyProcedures = {
  apiKeys: open("manage the account").query(async ({ ctx }) => {
    const { keys } = await look(ctx.scope, { keys: where("apiKey", "account") });
    return keys
      .map(({ id, version, at, data }) => ({ id, version, changedAt: at, ...data }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }),

  /** The secret is in this one answer and nowhere else: only its digest is kept. */
  createApiKey: open("manage the account")
    .input(NewKey)
    .mutation(({ ctx, input }) => {
      const secret = newSecret("cbk");
      return commit(
        ctx.scope,
        {},
        (_facts, { newId }) => {
          for (const deed of input.deeds)
            if (!mayHandOut(ctx.place.standing, deed)) refuse("forbidden", "access.deedAboveOwn", { deed }, "deeds");
          const id = newId();
          const data = {
            name: input.name,
            deeds: [...new Set(input.deeds)],
            start: secret.slice(0, START_LENGTH),
            revokedAt: null,
          };
          return decided(
            [
              create(ctx.scope.account, "apiKey", id, data, {
                action: phrase("access.didMakeKey", { name: input.name }),
              }),
              accessWrite(
                "INSERT INTO api_keys (digest, account, id) VALUES (?, ?, ?)",
                digestOf(secret),
                ctx.scope.account,
                id,
              ),
            ],
            { id, secret },
          );
        },
        { secret: true },
      );
    }),

  revokeApiKey: open("manage the account")
    .input(ThisKey)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { key: maybe("apiKey", input.id) }, ({ key }, { now }) => {
        if (!key) return refuse("not-found", "access.keyMissing", {}, "id");
        if (key.data.revokedAt !== null) return [];
        return [
          save(
            "apiKey",
            key,
            { ...key.data, revokedAt: now },
            { action: phrase("access.didRevokeKey", { name: key.data.name }) },
          ),
          accessWrite("DELETE FROM api_keys WHERE account = ? AND id = ?", ctx.scope.account, input.id),
        ];
      }),
    ),
};
