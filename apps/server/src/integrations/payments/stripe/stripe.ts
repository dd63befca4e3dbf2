import { createHash } from "node:crypto";
import { DAY, SECOND } from "@callboard/domain/core/time";
import Stripe from "stripe";
import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import {
  type CardProvider,
  type ChargeAnswer,
  type ChargeOrder,
  type ChargeLookup,
  type CardPageRequest,
  InvalidSignature,
  type ProviderEvent,
  type RefundOrder,
} from "../port.ts";
import {
  answerRequest,
  idOf,
  KEY_METADATA,
  findByKey,
  type StripeList,
  apiLocation,
  checkShape,
  withSignal,
} from "./calls.ts";
import { cardFrom, intentAnswer, refundAnswer, indefiniteError } from "./answers.ts";

export interface StripeSettings {
  key: string;
  webhookSecret: string;
  /** The address of a simulator instead of Stripe's. */
  url?: string | undefined;
  /** Where Stripe's card page returns to, for an account's id. */
  returnUrl: (account: string) => string;
  /** The machine's real clock: the product's can be moved in a demo, Stripe's can't. */
  wall: () => number;
}

const CUSTOMER_METADATA = "callboard_customer";
const PAGE_SIZE = 100;
/** How long before its request a charge is searched for, because clocks differ. */
const LOOKUP_MARGIN = 30 * DAY;

/** An event without the fields that all events have, for each kind of event. */
type EventBody = ProviderEvent extends infer E ? (E extends ProviderEvent ? Omit<E, "id" | "at"> : never) : never;

/**
 * Charges cards stored at Stripe while nobody is present. Only our provider requests retry, each with its original key.
 */
export class StripePayments implements CardProvider {
  readonly name = "stripe";
  timeoutMs = 20_000;
  private readonly settings: StripeSettings;
  private readonly api: Stripe;

  constructor(settings: StripeSettings) {
    const { key, url } = settings;
    this.settings = settings;
    this.api = new Stripe(key, { maxNetworkRetries: 0, telemetry: false, timeout: 60 * SECOND, ...apiLocation(url) });
  }

  async findOrCreateCustomer({ id, name }: { id: string; name: string }, signal: AbortSignal): Promise<string> {
    // A repeated request for the same account doesn't create a second customer.
    const idempotencyKey = createHash("sha256")
      .update(JSON.stringify([id, name]))
      .digest("hex");
    const created = await withSignal(
      this.api.customers.create({ name, metadata: { callboard_account: id } }, { idempotencyKey }),
      signal,
    );
    return checkShape(created, "customer").id;
  }

  async cardPage(customer: string, { accountId, person }: CardPageRequest, signal: AbortSignal): Promise<string> {
    const returnUrl = this.settings.returnUrl(accountId);
    const session = await withSignal(
      this.api.checkout.sessions.create({
        mode: "setup",
        customer,
        allowed_payment_method_types: ["card"],
        success_url: returnUrl,
        cancel_url: returnUrl,
        metadata: { by: person },
      }),
      signal,
    );
    const { url } = checkShape(session, "checkout.session");
    if (!url) throw new IndefiniteAnswer("unreadable");
    return url;
  }

  async removeCard(cardRef: string, signal: AbortSignal): Promise<void> {
    try {
      await withSignal(this.api.paymentMethods.detach(cardRef), signal, (error) => error);
    } catch (error) {
      // An invalid request: the card was detached before.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw indefiniteError(error);
    }
  }

  charge({ key, customer, cardRef, cents, currency }: ChargeOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    return answerRequest(async () => {
      const intent = await this.api.paymentIntents.create(
        {
          amount: cents,
          currency: currency.toLowerCase(),
          customer,
          payment_method: cardRef,
          allowed_payment_method_types: ["card"],
          off_session: true,
          confirm: true,
          metadata: { [KEY_METADATA]: key, [CUSTOMER_METADATA]: customer },
        },
        { idempotencyKey: key },
      );
      return intentAnswer(checkShape(intent, "payment_intent"));
    }, signal);
  }

  checkCharge(charge: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer> {
    return answerRequest(async () => {
      const intent = await this.findIntent(charge, signal);
      return intent === null ? { outcome: "not received" } : intentAnswer(intent);
    }, signal);
  }

  cancelCharge(charge: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer> {
    return answerRequest(async () => {
      const intent = await this.findIntent(charge, signal);
      if (intent === null) return { outcome: "not received" };
      try {
        return intentAnswer(checkShape(await this.api.paymentIntents.cancel(intent.id), "payment_intent"));
      } catch (error) {
        // It was approved or canceled in between: its present state counts.
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        return intentAnswer(checkShape(await this.api.paymentIntents.retrieve(intent.id), "payment_intent"));
      }
    }, signal);
  }

  refund({ key, charge, cents }: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    return answerRequest(async () => {
      const intent = await this.findIntent(charge, signal);
      if (intent === null) return { outcome: "declined", reason: "other" };
      const metadata = { [KEY_METADATA]: key, [CUSTOMER_METADATA]: charge.customer };
      const refund = await this.api.refunds.create(
        { payment_intent: intent.id, amount: cents, metadata },
        { idempotencyKey: key },
      );
      return refundAnswer(checkShape(refund, "refund"));
    }, signal);
  }

  checkRefund({ key, charge }: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer> {
    return answerRequest(async () => {
      const intent = await this.findIntent(charge, signal);
      if (intent === null) return { outcome: "not received" };
      const listRefunds = (after: object) =>
        this.api.refunds.list({ payment_intent: intent.id, limit: PAGE_SIZE, ...after }) as Promise<
          StripeList<Stripe.Refund>
        >;
      const refund = await findByKey(listRefunds, key, signal);
      return refund === null ? { outcome: "not received" } : refundAnswer(refund);
    }, signal);
  }

  async parseWebhook(body: string, headers: Headers): Promise<ProviderEvent | null> {
    const event = await this.verifySignature(body, headers.get("stripe-signature") ?? "");
    const details = await this.eventFrom(event);
    return details && { ...details, id: event.id, at: event.created * SECOND };
  }

  private async eventFrom(event: Stripe.Event): Promise<EventBody | null> {
    switch (event.type) {
      case "checkout.session.completed":
        return this.cardAdded(event.data.object);
      case "payment_method.automatically_updated":
      case "payment_method.updated": {
        return cardFrom(event.data.object) && this.cardUpdated(event.data.object.id);
      }
      case "payment_intent.succeeded":
      case "payment_intent.payment_failed":
      case "payment_intent.canceled":
      case "refund.updated":
      case "refund.failed": {
        const { [KEY_METADATA]: key } = event.data.object.metadata ?? {};
        return key ? { is: "charge changed", key } : null;
      }
      default:
        return null;
    }
  }

  private async verifySignature(body: string, signature: string): Promise<Stripe.Event> {
    try {
      return await this.api.webhooks.constructEventAsync(body, signature, this.settings.webhookSecret);
    } catch {
      throw new InvalidSignature();
    }
  }

  /** The event only names the checkout; the card itself is fetched. */
  private async cardAdded(session: Stripe.Checkout.Session): Promise<EventBody | null> {
    const customer = idOf(session.customer);
    const setupIntent = idOf(session.setup_intent);
    if (session.mode !== "setup" || customer === null || setupIntent === null) return null;
    const signal = AbortSignal.timeout(this.timeoutMs);
    const retrieval = this.api.setupIntents.retrieve(setupIntent, { expand: ["payment_method"] });
    const { payment_method: method } = checkShape(await withSignal(retrieval, signal), "setup_intent");
    const card = method !== null && typeof method === "object" ? cardFrom(method) : null;
    return card && { is: "card added", customer, card, by: session.metadata?.by ?? null };
  }

  /** The card's current state, whichever event reported it. A detached card belongs to nobody. */
  private async cardUpdated(id: string): Promise<EventBody | null> {
    const retrieval = this.api.paymentMethods.retrieve(id);
    const method = checkShape(await withSignal(retrieval, AbortSignal.timeout(this.timeoutMs)), "payment_method");
    const card = cardFrom(method);
    const customer = idOf(method.customer);
    return card && customer ? { is: "card updated", customer, card } : null;
  }

  private findIntent(
    { key, customer, since }: ChargeLookup,
    signal: AbortSignal,
  ): Promise<Stripe.PaymentIntent | null> {
    const gte = Math.floor((Math.min(since, this.settings.wall()) - LOOKUP_MARGIN) / SECOND);
    const listIntents = (after: object) =>
      this.api.paymentIntents.list({ customer, limit: PAGE_SIZE, created: { gte }, ...after }) as Promise<
        StripeList<Stripe.PaymentIntent>
      >;
    return findByKey(listIntents, key, signal);
  }
}
