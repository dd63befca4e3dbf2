import { DEMO_PASSWORD } from "../features/demo/people.ts";
import { callServer } from "./callServer.ts";
import { exitWith } from "./exitWith.ts";

export interface DemoAgent {
  person: string;
  name: string;
}

/** A phone platform of the demo's account Northwind: a program with an API key. */
export interface DemoPlatform {
  agents: readonly DemoAgent[];
  /** Calls a procedure with the platform's key. */
  call<T>(type: "query" | "mutation", path: string, input: unknown): Promise<T>;
  /** Revokes the key. */
  close(): Promise<void>;
}

export async function openDemoPlatform(): Promise<DemoPlatform> {
  const signIn = { email: "dana@callboard.demo", password: DEMO_PASSWORD };
  const { secret } = await callServer<{ secret: string }>("mutation", "access.signIn", signIn);
  const me = await callServer<{ accounts: { id: string; name: string }[] }>("query", "access.me", {}, { secret });
  const account =
    me.accounts.find((candidate) => candidate.name === "Northwind")?.id ??
    exitWith("The demo account Northwind doesn’t exist. Run “fresh” to create it again.");
  const { rows } = await callServer<{ rows: DemoAgent[] }>("query", "agents.board", {}, { secret, account });
  const key = await callServer<{ id: string; secret: string }>(
    "mutation",
    "access.createApiKey",
    { name: `Phone simulator ${Date.now()}`, permissions: ["send phone events"] },
    { secret, account },
  );
  return {
    agents: rows,
    call: (type, path, input) => callServer(type, path, input, { secret: key.secret }),
    close: () => callServer("mutation", "access.revokeApiKey", { id: key.id }, { secret, account }),
  };
}

/** The first agent whose name begins like this; ends the command if there is none. */
export function agentNamed(agents: readonly DemoAgent[], name: string): DemoAgent {
  const found = agents.find((agent) => agent.name.toLowerCase().startsWith(name.toLowerCase()));
  const names = agents.map((agent) => agent.name).join(", ");
  return found ?? exitWith(`Nobody at Northwind is called ${name}. There are: ${names}.`);
}
