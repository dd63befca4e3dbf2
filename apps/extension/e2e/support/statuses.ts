import type { Caller } from "./server.ts";

type Status = Awaited<ReturnType<Caller["api"]["agents"]["statuses"]["query"]>>[number];

export async function findStatus({ api }: Caller, name: string): Promise<Status> {
  const found = (await api.agents.statuses.query()).find((status) => status.name === name);
  if (!found) throw new Error(`There is no status ${name}.`);
  return found;
}

/** Edits a status as its dialog does; returns its id. */
export async function editStatus(who: Caller, named: string, change: Partial<Status>): Promise<string> {
  const { id, version, name, takesCalls, color, icon, defaultMinutes, whenOver } = await findStatus(who, named);
  const form = { id, version, name, takesCalls, color, icon, defaultMinutes, whenOver };
  const edited = { ...form, ...change } as typeof form;
  await who.api.agents.defineStatus.mutate(edited);
  return id;
}
