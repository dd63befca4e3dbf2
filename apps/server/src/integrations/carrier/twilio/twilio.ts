import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import type { Twilio } from "twilio";
import { type CarrierAnswer, type CarrierOrder, type NumberOffer } from "../port.ts";
import type { OfferQuery, PhonePlatform } from "../port.ts";
import { errorAnswer, isCallOver, isNotFound, noAnswerError } from "./answers.ts";
import { loadTwilio } from "./library.ts";
import { requestClient } from "./requests.ts";

export interface TwilioSettings {
  accountSid: string;
  authToken: string;
  /** The address of a simulator instead of Twilio's. */
  apiUrl: string | undefined;
  /** Agents are rung at `sip:<person>@<this domain>`; without one as Twilio clients. */
  sipDomain: string | undefined;
  /** Under which Twilio reaches this server. */
  publicUrl: string;
  /** The machine's real clock: the product's can be moved in a demo, Twilio's can't. */
  wall: () => number;
}

/** A pattern has at least two digits, so fewer are looked for in what comes back. */
const PATTERN_MIN = 2;
const PAGE_SIZE = 50;

/** A number of ours at Twilio. */
interface OwnedNumber {
  sid: string;
  phoneNumber: string;
}

/**
 * Twilio, by its library. An order's key is the number's friendly name there: Twilio has no idempotency keys, but sells
 * a number only once.
 */
export class TwilioPlatform implements PhonePlatform {
  readonly name = "twilio";
  /** Where Twilio sells numbers that need the least paperwork. */
  readonly countries = ["US", "CA", "GB", "AU", "DE", "FR"] as const;
  timeoutMs = 15_000;
  readonly settings: TwilioSettings;

  constructor(settings: TwilioSettings) {
    this.settings = settings;
  }

  async search({ country, kind, digits, limit }: OfferQuery, signal: AbortSignal): Promise<NumberOffer[]> {
    const place = (await this.api(signal)).availablePhoneNumbers(country);
    const isPattern = digits.length >= PATTERN_MIN;
    const filter = { voiceEnabled: true, ...(isPattern ? { contains: digits, limit } : { limit: PAGE_SIZE }) };
    try {
      const found = kind === "local" ? await place.local.list(filter) : await place.tollFree.list(filter);
      const offers = found.map(({ phoneNumber, locality, region }) => ({
        number: phoneNumber,
        country,
        kind,
        region: [locality, region].filter(Boolean).join(", ") || country,
      }));
      return offers.filter(({ number }) => number.includes(digits)).slice(0, limit);
    } catch (error) {
      // Twilio has no such numbers in this country.
      if (isNotFound(error)) return [];
      throw noAnswerError(error);
    }
  }

  async buy({ number, key }: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> {
    try {
      if (await this.findByKey(key, signal)) return { outcome: "done" };
      const { incomingPhoneNumbers } = await this.api(signal);
      const bought = await incomingPhoneNumbers.create({ phoneNumber: number, friendlyName: key, ...this.addresses() });
      if (checkNumber(bought).phoneNumber !== number) throw new IndefiniteAnswer("unreadable");
      return { outcome: "done" };
    } catch (error) {
      const answer = errorAnswer(error);
      // The same order may have arrived twice at once: then the number is no longer available, because it is ours.
      const isOurs = answer.outcome === "declined" && (await this.findByKey(key, signal).catch(rethrow)) !== null;
      return isOurs ? { outcome: "done" } : answer;
    }
  }

  async release({ number }: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer> {
    try {
      const { incomingPhoneNumbers } = await this.api(signal);
      const found = (await incomingPhoneNumbers.list({ phoneNumber: number, limit: 2 })).map(checkNumber);
      const owned = found.find(({ phoneNumber }) => phoneNumber === number);
      if (owned) await incomingPhoneNumbers(owned.sid).remove();
      return { outcome: "done" };
    } catch (error) {
      return isNotFound(error) ? { outcome: "done" } : errorAnswer(error);
    }
  }

  /** A release leaves nothing behind that has its key: it counts as never received, and sending it again is safe. */
  async checkOrder(key: string, signal: AbortSignal): Promise<CarrierAnswer> {
    try {
      return { outcome: (await this.findByKey(key, signal)) ? "done" : "not received" };
    } catch (error) {
      throw noAnswerError(error);
    }
  }

  async endCall(callId: string, signal: AbortSignal): Promise<CarrierAnswer> {
    try {
      await (await this.api(signal)).calls(callId).update({ status: "completed" });
      return { outcome: "done" };
    } catch (error) {
      return isCallOver(error) ? { outcome: "done" } : errorAnswer(error);
    }
  }

  /** Where Twilio asks about a call to a number, and reports its end. */
  private addresses() {
    const { publicUrl } = this.settings;
    return {
      voiceUrl: `${publicUrl}/twilio/voice`,
      voiceMethod: "POST",
      statusCallback: `${publicUrl}/twilio/status`,
      statusCallbackMethod: "POST",
    };
  }

  private async findByKey(key: string, signal: AbortSignal): Promise<OwnedNumber | null> {
    const { incomingPhoneNumbers } = await this.api(signal);
    const [found] = await incomingPhoneNumbers.list({ friendlyName: key, limit: 1 });
    return found ? checkNumber(found) : null;
  }

  private async api(signal: AbortSignal): Promise<Twilio> {
    const { accountSid, authToken, apiUrl } = this.settings;
    const twilio = await loadTwilio();
    return twilio(accountSid, authToken, { httpClient: requestClient(apiUrl, signal) });
  }
}

/** Throws unless it is a number: the library also takes a page of somebody else's for one. */
function checkNumber({ sid, phoneNumber }: OwnedNumber): OwnedNumber {
  if (typeof sid !== "string" || typeof phoneNumber !== "string") throw new IndefiniteAnswer("unreadable");
  return { sid, phoneNumber };
}

function rethrow(error: unknown): never {
  throw noAnswerError(error);
}
