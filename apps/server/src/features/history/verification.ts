import { accountProcedure } from "../../rpc/procedures.ts";
import { readExpiringVersions } from "../../store/reads/expiringVersions.ts";
import { verify } from "../../store/verify/verify.ts";

/** Verifies that the log is as it was written, and lists what the plan will soon hide. */
export const verificationProcedures = {
  verify: accountProcedure("read history")
    .meta({ inReaderThread: true })
    .query(async ({ ctx }) => {
      const { scope, services } = ctx;
      const { rows, removed, broken } = await verify(services.db, services.seal, scope.account);
      return { whole: broken === null, rows, removed, broken, now: scope.now };
    }),

  expiring: accountProcedure("read history").query(async ({ ctx: { scope, context } }) => ({
    ...(await readExpiringVersions(scope, context)),
    now: scope.now,
  })),
};
