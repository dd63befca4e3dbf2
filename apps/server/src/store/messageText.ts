import { en } from "@callboard/domain/core/messages/en";
import { type Message, render } from "@callboard/domain/core/message";
import { localeIn } from "./locale.ts";
import type { Scope } from "./scope.ts";

/** Renders messages, with times in the reader's zone or else the account's. */
export function messageRenderer({ locale }: Pick<Scope, "locale">, zone: string): (message: Message) => string {
  const readerLocale = localeIn(locale, zone);
  return (message) => render(en, message, readerLocale);
}
