import { create, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { DEFAULT_PREFERENCES } from "@callboard/domain/preferences/rules";
import { PreferencesInput } from "@callboard/domain/preferences/schema";
import { findOrRemoved } from "../../store/queries.ts";
import { commit, read } from "../../store/commit.ts";
import { router, personProcedure } from "../../rpc/procedures.ts";

/** A person's preferences on every device: theme, time zone, language. */
export const preferences = router({
  get: personProcedure.query(
    async ({ ctx }) =>
      (await read(ctx.scope, { stored: findOrRemoved("preferences", ctx.caller.person) })).stored?.data ??
      DEFAULT_PREFERENCES,
  ),

  save: personProcedure.input(PreferencesInput).mutation(({ ctx, input }) =>
    commit(ctx.scope, { stored: findOrRemoved("preferences", ctx.caller.person) }, ({ stored }) => {
      const data = { ...(stored?.data ?? DEFAULT_PREFERENCES) };
      if (input.theme !== undefined) data.theme = input.theme;
      if (input.zone !== undefined) data.zone = input.zone;
      const metadata = { action: message("preferences.didSave") };
      return [
        stored
          ? save("preferences", stored, data, metadata)
          : create(ctx.scope.account, "preferences", ctx.caller.person, data, metadata),
      ];
    }),
  ),
});
