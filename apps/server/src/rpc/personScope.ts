import type { Scope } from "../store/scope.ts";
import { systemScope } from "../store/systemScope.ts";
import type { CallContext } from "./context.ts";

/** The scope for a person's own data, with or without a session. */
export const personScope = (ctx: CallContext, person: string): Scope => ({
  ...systemScope(ctx.services, person, { as: "person", id: person }),
  request: ctx.request,
  command: ctx.command,
});
