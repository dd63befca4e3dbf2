import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";

/** A change in the server's words. */
interface ChangeView {
  by: string;
  byOneself: boolean;
  action: string;
  detail: string;
  cause: string | null;
}

/** "Dana Reyes changed the status Lunch: Default length 30 min → 45 min", and why. */
export function changeSentence({ by, byOneself, action, detail, cause }: ChangeView): string {
  const change = format(texts.did, { who: byOneself ? texts.you : by, action });
  const why = [detail, cause].filter(Boolean).join(" · ");
  return why ? format(texts.didWhy, { change, why }) : change;
}
