import { router } from "../../rpc/procedures.ts";
import { invitationProcedures } from "./invitations.ts";
import { keyProcedures } from "./apiKeys.ts";
import { meProcedures } from "./me.ts";
import { memberProcedures } from "./members.ts";
import { passwordProcedures } from "./passwords.ts";
import { signInProcedures } from "./signIn.ts";
import { twoStepProcedures } from "./twoStep.ts";

export const access = router({
  ...signInProcedures,
  ...passwordProcedures,
  ...twoStepProcedures,
  ...meProcedures,
  ...memberProcedures,
  ...invitationProcedures,
  ...keyProcedures,
});
