import { create, save } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { DEFAULT_PREFERENCES } from "@callboard/domain/preferences";
import { PreferencesForm } from "@callboard/domain/preferences.schema";
import { maybe } from "../needs.ts";
import { commit, look } from "../store.ts";
import { router, signedIn } from "../trpc.ts";

/** What follows a person on every device: theme, zone, language. */
export const preferences = router({
  get: signedIn.query(
    async ({ ctx }) =>
      (await look(ctx.scope, { mine: maybe("preferences", ctx.caller.person) })).mine?.data ?? DEFAULT_PREFERENCES,
  ),

  save: signedIn.input(PreferencesForm).mutation(({ ctx, input }) =>
    commit(ctx.scope, { mine: maybe("preferences", ctx.caller.person) }, ({ mine }) => {
      const data = { ...(mine?.data ?? DEFAULT_PREFERENCES) };
      if (input.theme !== undefined) data.theme = input.theme;
      if (input.zone !== undefined) data.zone = input.zone;
      const said = { action: phrase("preferences.didSave") };
      return [
        mine
          ? save("preferences", mine, data, said)
          : create(ctx.scope.account, "preferences", ctx.caller.person, data, said),
      ];
    }),
  ),
});
