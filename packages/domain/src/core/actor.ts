/** Who did something. An agency person acts in a sub-account with a role derived from the agency. */
export type Actor =
  | { as: "person"; id: string }
  | { as: "agency person"; id: string; agency: string }
  | { as: "operator"; id: string }
  | { as: "key"; id: string }
  | { as: "job"; id: string };

export const personOf = (actor: Actor): string | null => (actor.as === "key" || actor.as === "job" ? null : actor.id);
export const isSamePerson = (actor: Actor, person: string): boolean => personOf(actor) === person;
