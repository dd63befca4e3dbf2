import { router } from "../trpc.ts";
import { keyProcedures } from "./access/keys.ts";
import { meProcedures } from "./access/me.ts";
import { memberProcedures } from "./access/members.ts";
import { signInProcedures } from "./access/sign-in.ts";

/** Sign-in, sessions, memberships, roles, invitations, API keys. */
export const access = router({ ...signInProcedures, ...meProcedures, ...memberProcedures, ...keyProcedures });
