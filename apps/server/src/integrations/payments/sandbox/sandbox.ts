import { ProviderCard } from "@callboard/domain/cards/schema";
import { text } from "@callboard/domain/core/fieldSchemas";
import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { Webhook } from "standardwebhooks";
import * as z from "zod/mini";
import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import { type CardProvider, type CardPageRequest, InvalidSignature, type ProviderEvent } from "../port.ts";
import type { Database } from "../../../store/database/port.ts";
import { randomId } from "../../../store/randomId.ts";
import { SandboxCharges } from "./charges.ts";
import { writeTicket } from "./ticket.ts";

const TICKET_MS = 30 * MINUTE;

const eventSchema = z.discriminatedUnion("is", [
  z.object({ is: z.literal("card added"), customer: text(255), card: ProviderCard, by: z.nullable(text(255)) }),
  z.object({ is: z.literal("card updated"), customer: text(255), card: ProviderCard }),
  z.object({ is: z.literal("charge changed"), key: text(255) }),
]);

/** A built-in payment provider for demos and tests. Its card page runs next to the server, on a separate port. */
export class SandboxPayments extends SandboxCharges implements CardProvider {
  readonly name = "sandbox";
  /** The card page's address; null while it isn't running. */
  pageAddress: string | null = null;
  readonly secret: string;
  private readonly now: () => number;

  constructor(db: Database, secret: string, now: () => number) {
    super(db);
    this.secret = secret;
    this.now = now;
  }

  async findOrCreateCustomer({ id }: { id: string; name: string }): Promise<string> {
    return `cus_${id}`;
  }

  async cardPage(customer: string, { accountName, person, zone }: CardPageRequest): Promise<string> {
    if (this.pageAddress === null) throw new IndefiniteAnswer("lost");
    const id = randomId(this.now());
    const ticket = writeTicket(
      { id, customer, by: person, account: accountName, zone, until: this.now() + TICKET_MS },
      this.secret,
    );
    return `${this.pageAddress}/cards/${ticket}`;
  }

  async removeCard(): Promise<void> {
    // The sandbox stores nothing about a card: its reference contains everything.
  }

  async parseWebhook(body: string, headers: Headers): Promise<ProviderEvent> {
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    try {
      const signed = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
      new Webhook(this.secret, { format: "raw" }).verify(body, signed);
      const at = Number(signed["webhook-timestamp"]) * SECOND;
      return { ...eventSchema.parse(JSON.parse(body)), id: signed["webhook-id"]!, at };
    } catch {
      throw new InvalidSignature();
    }
  }
}
