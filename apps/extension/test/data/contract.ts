import { api } from "../../src/data/api.ts";

/**
 * Types end to end: never run, only compiled. Each line with an expected error stops compiling as soon as the router
 * no longer passes its input and output types on to the extension.
 */
export async function contract(): Promise<void> {
  const mine = await api().agents.mine.query();
  mine.agent.status satisfies string;
  mine.agent.until satisfies number | null;
  // @ts-expect-error An output field under another name.
  void mine.agent.state;
  // @ts-expect-error An output that may be null is not a number.
  mine.agent.until satisfies number;
  // @ts-expect-error A wrong input: minutes are a number.
  await api().agents.setStatus.mutate({ status: "available", minutes: "30" });
  // @ts-expect-error A wrong input: the reason is missing.
  await api().agents.setStatusFor.mutate({ person: "p", status: "available" });
  // @ts-expect-error A procedure that does not exist.
  await api().agents.sett.mutate({ status: "available" });
  // @ts-expect-error A query is not a mutation.
  await api().agents.mine.mutate();
}
