import { NO_MEMBERSHIP } from "@callboard/domain/core/permissions";
import { PersonNameInput } from "@callboard/domain/access/schema";
import { emailSchema } from "@callboard/domain/core/fieldSchemas";
import { fail } from "@callboard/domain/core/failure";
import { badInput } from "../../rpc/badInput.ts";
import { addPerson, findPersonByEmail } from "../../auth/people.ts";
import { passwordHash } from "../../auth/secrets.ts";
import { commit } from "../../store/commit.ts";
import { systemScope } from "../../store/systemScope.ts";
import type { Services } from "../../services.ts";

/**
 * Creates a platform operator. Only a command on the server's own machine calls it. Throws `conflict` if somebody
 * already has the address.
 */
export async function createOperator(
  services: Services,
  operator: { name: string; email: string; password: string },
): Promise<string> {
  const email = emailSchema.safeParse(operator.email);
  const name = PersonNameInput.safeParse({ name: operator.name });
  if (!email.success || !name.success) throw badInput(email.error ?? name.error)!;
  const password = await passwordHash(operator.password);
  const id = services.newId();
  const membership = { ...NO_MEMBERSHIP, operator: true };
  const scope = { ...systemScope(services, id, { as: "job", id: "command" }), membership };
  await commit(scope, { existing: findPersonByEmail(email.data) }, ({ existing }) => {
    if (existing.length > 0) fail("conflict", "access.emailTaken", {}, "email");
    // The 1 makes the person an operator.
    return [addPerson(id, email.data, name.data.name, password, scope.now, 1)];
  });
  return id;
}
