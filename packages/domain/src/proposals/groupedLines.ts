import type { MessageKey } from "../core/messages/keys.ts";
import type { Line } from "./lines.ts";

/** The message for many lines that differ only in their number. `last`: if they end at different instants. */
const GROUPED_MESSAGE_KEYS: Partial<Record<MessageKey, { key: MessageKey; last?: MessageKey }>> = {
  "lifecycle.releaseLine": { key: "lifecycle.releaseMany" },
  "lifecycle.holdLine": { key: "lifecycle.holdMany", last: "lifecycle.holdManyLast" },
  "lifecycle.holdFreeLine": { key: "lifecycle.holdFreeMany", last: "lifecycle.holdFreeManyLast" },
  "lifecycle.moveLine": { key: "lifecycle.moveMany" },
  "lifecycle.forwardLine": { key: "lifecycle.forwardMany" },
  "lifecycle.heldLine": { key: "lifecycle.heldMany" },
  "lifecycle.forwardedLine": { key: "lifecycle.forwardedMany" },
  "lifecycle.returnsLine": { key: "lifecycle.returnsMany" },
  "lifecycle.againLine": { key: "lifecycle.againMany" },
  "lifecycle.goneLine": { key: "lifecycle.goneMany" },
  "lifecycle.unsureLine": { key: "lifecycle.unsureMany" },
  "plans.parkNumber": { key: "plans.parkNumberMany" },
  "plans.parkNumberSilent": { key: "plans.parkNumberSilentMany" },
  "plans.parkQueue": { key: "plans.parkQueueMany" },
  "plans.parkPerson": { key: "plans.parkPersonMany" },
  "plans.returnNumber": { key: "plans.returnNumberMany" },
  "plans.returnQueue": { key: "plans.returnQueueMany" },
  "plans.returnPerson": { key: "plans.returnPersonMany" },
};

export const isGroupable = ({ text }: Pick<Line, "text">): boolean => GROUPED_MESSAGE_KEYS[text.key] !== undefined;

interface LineGroupTotal {
  first: Line;
  count: number;
  micros: number | null;
  until: number;
  differs: boolean;
}

/** Groups the lines of a long proposal as they come: the count per sort, their sum, and the latest end. */
export class GroupedLines {
  private readonly folds = new Map<string, LineGroupTotal>();
  micros = 0;

  add(line: Line): void {
    const until = Number(line.text.values["until"] ?? 0);
    const key = `${line.text.key} ${line.as}`;
    const fold = this.folds.get(key);
    if (line.as === "effect") this.micros += line.micros ?? 0;
    if (!fold) {
      this.folds.set(key, { first: line, count: 1, micros: line.micros, until, differs: false });
      return;
    }
    fold.count += 1;
    if (line.micros !== null) fold.micros = (fold.micros ?? 0) + line.micros;
    fold.differs ||= fold.until !== until;
    fold.until = Math.max(fold.until, until);
  }

  lines(): Line[] {
    return [...this.folds.values()].map(({ first, count, micros, until, differs }): Line => {
      const many = GROUPED_MESSAGE_KEYS[first.text.key];
      if (!many) throw new Error(`There is no grouped message for ${first.text.key}`);
      const key = differs && many.last ? many.last : many.key;
      const undo = first.undo.how === "until" ? { how: "until" as const, until } : first.undo;
      return { ...first, key: first.text.key, text: { key, values: { count, until } }, micros, undo };
    });
  }
}
