import type { MessageKey } from "../core/messages/keys.ts";
import type { Line } from "./lines.ts";

/** The message for many lines that differ only in the tracking number, queue or person. `last`: if their ends differ. */
const GROUPED_MESSAGE_KEYS: Partial<Record<MessageKey, { key: MessageKey; last?: MessageKey }>> = {
  "lifecycle.releaseLine": { key: "lifecycle.releaseMany" },
  "lifecycle.holdLine": { key: "lifecycle.holdMany", last: "lifecycle.holdManyLast" },
  "lifecycle.holdFreeLine": { key: "lifecycle.holdFreeMany", last: "lifecycle.holdFreeManyLast" },
  "lifecycle.moveLine": { key: "lifecycle.moveMany" },
  "lifecycle.forwardLine": { key: "lifecycle.forwardMany" },
  "lifecycle.heldLine": { key: "lifecycle.heldMany" },
  "lifecycle.forwardedLine": { key: "lifecycle.forwardedMany" },
  "lifecycle.returnsLine": { key: "lifecycle.returnsMany" },
  "lifecycle.reorderLine": { key: "lifecycle.reorderMany" },
  "lifecycle.goneLine": { key: "lifecycle.goneMany" },
  "lifecycle.availabilityUnknownLine": { key: "lifecycle.availabilityUnknownMany" },
  "plans.freezeNumber": { key: "plans.freezeNumberMany" },
  "plans.freezeNumberSilent": { key: "plans.freezeNumberSilentMany" },
  "plans.freezeQueue": { key: "plans.freezeQueueMany" },
  "plans.freezePerson": { key: "plans.freezePersonMany" },
  "plans.returnNumber": { key: "plans.returnNumberMany" },
  "plans.returnQueue": { key: "plans.returnQueueMany" },
  "plans.returnPerson": { key: "plans.returnPersonMany" },
};

export const isGroupable = ({ text }: Pick<Line, "text">): boolean => GROUPED_MESSAGE_KEYS[text.key] !== undefined;

/** The lines of one kind so far; `until`: the latest end. */
interface LineGroupTotal {
  first: Line;
  count: number;
  micros: number | null;
  until: number;
  endsDiffer: boolean;
}

/** Groups the lines of a long proposal as they are added: the count of each kind, their sum, and the latest end. */
export class GroupedLines {
  private readonly groups = new Map<string, LineGroupTotal>();
  micros = 0;

  add(line: Line): void {
    const until = Number(line.text.values["until"] ?? 0);
    const key = `${line.text.key} ${line.type}`;
    const group = this.groups.get(key);
    if (line.type === "effect") this.micros += line.micros ?? 0;
    if (!group) {
      this.groups.set(key, { first: line, count: 1, micros: line.micros, until, endsDiffer: false });
      return;
    }
    group.count += 1;
    if (line.micros !== null) group.micros = (group.micros ?? 0) + line.micros;
    group.endsDiffer ||= group.until !== until;
    group.until = Math.max(group.until, until);
  }

  lines(): Line[] {
    return [...this.groups.values()].map(({ first, count, micros, until, endsDiffer }): Line => {
      const grouped = GROUPED_MESSAGE_KEYS[first.text.key];
      if (!grouped) throw new Error(`There is no grouped message for ${first.text.key}`);
      const key = endsDiffer && grouped.last ? grouped.last : grouped.key;
      const undo = first.undo.when === "until" ? { when: "until" as const, until } : first.undo;
      return { ...first, key: first.text.key, text: { key, values: { count, until } }, micros, undo };
    });
  }
}
