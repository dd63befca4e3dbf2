import { withKey } from "../../action.ts";
import { api, refusalOf } from "../../api.ts";
import { toasts } from "../../shell/toasts.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { type Card, cardWords } from "./cardWords.ts";

type Cards = readonly Card[];
const restOf = (all: Cards): string[] => all.filter(({ role }) => role === "rest").map(({ id }) => id);
const idOf = (all: Cards, role: Card["role"]): string | null => all.find((card) => card.role === role)?.id ?? null;

/** Does it, says so, and offers the way back: to the very order that stood before. */
async function changed(all: Cards, send: () => Promise<unknown>, sentence: string, done: () => void): Promise<void> {
  try {
    await send();
  } catch (error) {
    toasts.show({ kind: "bad", sentence: refusalOf(error)?.sentence ?? shell.unreachable });
    return done();
  }
  done();
  const back = () => void changed(all, () => restore(all), texts.didOrder, done);
  toasts.show({ kind: "good", sentence, action: { label: shell.undo, onSelect: back } });
}

async function restore(all: Cards): Promise<void> {
  const primary = idOf(all, "primary");
  if (primary !== null) await withKey((options) => api().cards.setPrimary.mutate({ id: primary }, options));
  await withKey((options) => api().cards.setBackup.mutate({ id: idOf(all, "backup") }, options));
  await withKey((options) => api().cards.order.mutate({ ids: restOf(all) }, options));
}

export const toPrimary = (card: Card, all: Cards, done: () => void): Promise<void> =>
  changed(
    all,
    () => withKey((options) => api().cards.setPrimary.mutate({ id: card.id }, options)),
    say(texts.didPrimary, { card: cardWords(card) }),
    done,
  );

/** None: no backup any more. */
export const toBackup = (card: Card | null, all: Cards, done: () => void): Promise<void> =>
  changed(
    all,
    () => withKey((options) => api().cards.setBackup.mutate({ id: card?.id ?? null }, options)),
    card ? say(texts.didBackup, { card: cardWords(card) }) : texts.didDrop,
    done,
  );

/** One place earlier or later among the further cards. */
export function step(card: Card, by: -1 | 1, all: Cards, done: () => void): Promise<void> {
  const ids = restOf(all);
  const at = ids.indexOf(card.id);
  const [other] = ids.splice(at, 1);
  ids.splice(at + by, 0, other!);
  return changed(all, () => withKey((options) => api().cards.order.mutate({ ids }, options)), texts.didOrder, done);
}
