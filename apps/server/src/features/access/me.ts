import { read } from "../../store/commit.ts";
import { personProcedure } from "../../rpc/procedures.ts";
import { findPersonById } from "../../auth/people.ts";
import { readOwnAccounts } from "./reads.ts";

export const meProcedures = {
  me: personProcedure.query(async ({ ctx }) => {
    const { person } = await read(ctx.scope, { person: findPersonById(ctx.caller.person) });
    const { id, name, email, totp, operator } = person[0]!;
    return {
      person: { id, name, email, twoStep: totp !== null, operator: operator === 1 },
      session: ctx.caller.session,
      accounts: await readOwnAccounts(ctx.scope, id),
      now: ctx.scope.now,
    };
  }),
};
