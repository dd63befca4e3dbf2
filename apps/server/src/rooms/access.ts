import { router } from "../trpc.ts";
import { invitationProcedures } from "./access/invitations.ts";
import { keyProcedures } from "./access/keys.ts";
import { meProcedures } from "./access/me.ts";
import { memberProcedures } from "./access/members.ts";
import { passwordProcedures } from "./access/passwords.ts";
import { signInProcedures } from "./access/sign-in.ts";
import { twoStepProcedures } from "./access/two-step.ts";

/** Sign-in, sessions, memberships, roles, invitations, API keys. */
export const access = router({
  ...signInProcedures,
  ...passwordProcedures,
  ...twoStepProcedures,
  ...meProcedures,
  ...memberProcedures,
  ...invitationProcedures,
  ...keyProcedures,
});
