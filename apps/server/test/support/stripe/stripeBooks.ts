export interface Call {
  method: string;
  path: string;
  key: string | null;
}

export interface Intent {
  id: string;
  object: "payment_intent";
  amount: number;
  currency: string;
  customer: string;
  payment_method: string;
  status: string;
  metadata: Record<string, string>;
  created: number;
  last_payment_error: { type: "card_error"; code: string; decline_code?: string; message: string } | null;
}

export interface Refund {
  id: string;
  object: "refund";
  amount: number;
  payment_intent: string;
  status: string;
  metadata: Record<string, string>;
}

export interface Answer {
  status: number;
  body: unknown;
}

interface SavedCard {
  customer: string | null;
  last4: string;
  name: string;
  exp_year: number;
}

/** The outcome of charging a saved card off-session, by a word in its id; as Stripe documents for its test cards. */
const DECLINES: Record<string, { code: string; decline_code?: string }> = {
  declined: { code: "card_declined", decline_code: "generic_decline" },
  funds: { code: "card_declined", decline_code: "insufficient_funds" },
  stolen: { code: "card_declined", decline_code: "stolen_card" },
  expired: { code: "expired_card" },
  approval: { code: "authentication_required", decline_code: "authentication_required" },
};

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Stripe's state and how it changes, as documented: customers, saved cards, charges and refunds. */
export class StripeBooks {
  readonly intents: Intent[] = [];
  readonly refunds: Refund[] = [];
  protected readonly methods = new Map<string, SavedCard>();
  protected readonly sessions = new Map<string, { customer: string; by: string; method: string }>();
  protected count = 0;
  private readonly customers = new Set<string>();

  protected method(id: string) {
    const { customer, last4, name, exp_year } = this.methods.get(id)!;
    const card = { ...CARD, last4, exp_year, fingerprint: `print_${last4}` };
    return { id, object: "payment_method", customer, card, billing_details: { name } };
  }

  protected handle({ method, path }: Call, form: Form, query: URLSearchParams): Answer {
    const [, , resource, id, verb] = path.split("/");
    if (method === "POST" && path === "/v1/customers") return this.newCustomer(form);
    if (method === "POST" && path === "/v1/checkout/sessions") return this.newSession(form);
    if (method === "POST" && path === "/v1/payment_intents") return this.newIntent(form);
    if (method === "POST" && path === "/v1/refunds") return this.newRefund(form);
    if (method === "POST" && resource === "payment_methods" && verb === "detach") return this.detach(id!);
    if (method === "POST" && resource === "payment_intents" && verb === "cancel") return this.cancel(id!);
    if (method === "GET" && resource === "payment_methods")
      return this.methods.has(id!) ? okAnswer(this.method(id!)) : missingAnswer("payment_method");
    if (resource === "setup_intents") {
      const session = this.sessions.get(id!.replace("seti_", ""))!;
      return okAnswer({ id, object: "setup_intent", payment_method: this.method(session.method) });
    }
    if (resource === "payment_intents" && id) return okAnswer(this.intents.find((one) => one.id === id));
    if (resource === "payment_intents")
      return listAnswer(
        this.intents.filter(
          (one) => one.customer === query.get("customer") && one.created >= Number(query.get("created[gte]") ?? 0),
        ),
        query,
      );
    if (resource === "refunds")
      return listAnswer(
        this.refunds.filter((one) => one.payment_intent === query.get("payment_intent")),
        query,
      );
    return error(404, { type: "invalid_request_error", message: `Unrecognized request URL (${path})` });
  }

  private newCustomer(form: Form): Answer {
    const id = `cus_${(this.count += 1)}`;
    this.customers.add(id);
    return okAnswer({ id, object: "customer", name: form.name });
  }

  private newSession(form: Form): Answer {
    if (form.mode !== "setup" || !this.customers.has(form.customer!)) return missingAnswer("customer");
    const id = `cs_test_${(this.count += 1)}`;
    this.sessions.set(id, { customer: form.customer!, by: form["metadata[by]"] ?? "", method: "" });
    return okAnswer({ id, object: "checkout.session", mode: "setup", url: `https://checkout.stripe.test/c/pay/${id}` });
  }

  private newIntent(form: Form): Answer {
    const card = this.methods.get(form.payment_method!);
    if (!card || card.customer !== form.customer) return missingAnswer("payment_method");
    if (form.confirm !== "true" || form.off_session !== "true") throw new Error("every charge is off-session, at once");
    const behavior = form.payment_method!.split("_")[1]!;
    const decline = DECLINES[behavior];
    const intent: Intent = {
      id: `pi_${(this.count += 1)}`,
      object: "payment_intent",
      amount: Number(form.amount),
      currency: form.currency!,
      customer: form.customer!,
      payment_method: form.payment_method!,
      status: decline ? "requires_payment_method" : behavior === "late" ? "processing" : "succeeded",
      metadata: metadataOf(form),
      created: nowSeconds(),
      last_payment_error: decline ? { type: "card_error", message: "Your card was declined.", ...decline } : null,
    };
    this.intents.push(intent);
    return decline ? error(402, { ...intent.last_payment_error!, payment_intent: { ...intent } }) : okAnswer(intent);
  }

  private cancel(id: string): Answer {
    const intent = this.intents.find((one) => one.id === id)!;
    if (intent.status === "succeeded" || intent.status === "canceled")
      return error(400, {
        type: "invalid_request_error",
        code: "payment_intent_unexpected_state",
        message: `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
      });
    intent.status = "canceled";
    return okAnswer(intent);
  }

  private newRefund(form: Form): Answer {
    const intent = this.intents.find((one) => one.id === form.payment_intent)!;
    const refunded = this.refunds
      .filter((one) => one.payment_intent === intent.id && one.status !== "failed")
      .reduce((sum, one) => sum + one.amount, 0);
    const amount = Number(form.amount);
    if (intent.status !== "succeeded" || refunded + amount > intent.amount)
      return error(400, {
        type: "invalid_request_error",
        code: "charge_already_refunded",
        message: "Greater than unrefunded amount",
      });
    const id = `re_${(this.count += 1)}`;
    const refund: Refund = {
      id,
      object: "refund",
      amount,
      payment_intent: intent.id,
      status: "succeeded",
      metadata: metadataOf(form),
    };
    this.refunds.push(refund);
    return okAnswer(refund);
  }

  private detach(id: string): Answer {
    const card = this.methods.get(id);
    if (!card?.customer)
      return error(400, { type: "invalid_request_error", message: "The payment method is not attached to a customer" });
    card.customer = null;
    return okAnswer(this.method(id));
  }
}

export type Form = Record<string, string | undefined>;
export const CARD = { brand: "visa", last4: "4242", exp_month: 5, exp_year: 2029 };

const okAnswer = (body: unknown): Answer => ({ status: 200, body });
export const error = (status: number, details: object): Answer => ({ status, body: { error: details } });
const missingAnswer = (param: string): Answer =>
  error(400, { type: "invalid_request_error", code: "resource_missing", param, message: `No such ${param}` });

/** Newest first, a page at a time. */
function listAnswer(all: readonly { id: string }[], query: URLSearchParams): Answer {
  const newest = all.toReversed();
  const from = newest.findIndex(({ id }) => id === query.get("starting_after")) + 1;
  const limit = Number(query.get("limit") ?? 10);
  return okAnswer({ object: "list", data: newest.slice(from, from + limit), has_more: newest.length > from + limit });
}

const metadataOf = (form: Form): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key && value !== undefined ? [[key, value]] : [];
    }),
  );
