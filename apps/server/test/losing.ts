import type { Role } from "@callboard/domain/access";
import type { TestApp } from "./kit.ts";

export const email = (name: string) => `${name}@callboard.demo`;
export const dana = (it: TestApp) => it.as(email("dana"), "northwind");
export const finn = (it: TestApp) => it.as(email("finn"), "northwind");

/** Sets a person's role in Northwind, by its owner. */
export async function setRole(it: TestApp, name: string, role: Role, keep?: object) {
  const person = it.people[email(name)]!;
  const { version } = (await dana(it).access.people()).members.find(({ id }) => id === person)!;
  await dana(it).access.setRole({ person, version, role, softphone: true, ...(keep ? { keep: keep as never } : {}) });
}
export const removeMember = (it: TestApp, name: string, keep?: object) =>
  dana(it).access.remove({ person: it.people[email(name)]!, ...(keep ? { keep: keep as never } : {}) });

/** Harbor with a second person who runs it, and who can be removed: Milo. */
export async function addAgencyAdministrator(it: TestApp) {
  const harriet = it.as(email("harriet"), "harbor");
  await harriet.access.invite({ email: email("milo"), name: "Milo", role: "agency administrator" });
  await it.as(email("milo")).access.join({ token: await it.link(email("milo")) });
  const remove = () => harriet.access.remove({ person: it.people[email("milo")]! });
  return { harriet, remove };
}
