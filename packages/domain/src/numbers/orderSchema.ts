import * as z from "zod/mini";
import { codeText, text, oneLine, idSchema } from "../core/fieldSchemas.ts";
import { e164Schema, routeSchema } from "./schema.ts";
import { NUMBER_KINDS, PORT_EVENTS, TRACKING_NAME_MAX } from "./types.ts";

export const AvailableNumbersInput = z.object({
  country: z.optional(codeText(2, /^[A-Z]{2}$/, "fields.invalid")),
  kind: z.optional(z.enum(["local", "toll-free", "international"])),
  /** Digits that the number contains; spaces and separators are ignored. */
  digits: z._default(text(40).check(z.regex(/^[\d\s()./+-]*$/, "numbers.invalidDigits")), ""),
  limit: z._default(z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(50, "fields.tooLarge")), 20),
});

export const NumberCostInput = z.object({ kind: z.enum(NUMBER_KINDS) });
export const PurchaseInput = z.object({
  e164: e164Schema,
  name: oneLine(TRACKING_NAME_MAX),
  source: z._default(z.nullable(idSchema), null),
  route: z._default(z.nullable(routeSchema), null),
});

/** `version`: the one on the screen. */
export const PortInput = z.object({ id: idSchema, version: z.int() });
/** The platform's word about a number that goes to another carrier. */
export const PortEventInput = z.object({ e164: e164Schema, event: z.enum(PORT_EVENTS) });
export const ReleaseInput = z.object({ id: idSchema, version: z.int() });
