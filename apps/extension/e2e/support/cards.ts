import type { TestServer } from "./server.ts";

/** Enters a card on the provider's page as a browser would post it. */
export async function enterCard(server: TestServer, email: string, typed: Record<string, string>): Promise<void> {
  const { api } = await server.signInAs(email);
  const { url } = await api.cards.add.mutate();
  const form = { expiry: "05/29", code: "123", holder: "Dana Reyes", ...typed };
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`The card page answered ${answer.status}: ${await answer.text()}`);
}
