import { en } from "@callboard/domain/messages/en";
import { type Phrase, render } from "@callboard/domain/phrase";

/** Phrases in words, times in the account's zone. */
export const said =
  (zone: string) =>
  (phrase: Phrase): string =>
    render(en, phrase, { zone, locale: "en" });
