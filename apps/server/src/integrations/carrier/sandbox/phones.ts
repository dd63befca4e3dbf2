/** What somebody presses on their phone. */
export const PHONE_KEYS = ["answer", "decline", "hang up"] as const;
export type PhoneKey = (typeof PHONE_KEYS)[number];

/** How long after a look a phone counts as in the call that looked: a call looks twice a second. */
const IN_CALL_MS = 3000;
/** How many presses and ended calls are remembered; nobody takes them if no demo call runs. */
const REMEMBERED_MAX = 1000;

/**
 * The phones of the sandbox's calls: what was pressed on each of them, and which calls were told to end. The program
 * that plays the call looks here twice a second. In memory, because a demo call doesn't outlive its server.
 */
export class SandboxPhones {
  private readonly presses = new Map<string, PhoneKey>();
  private readonly ended = new Set<string>();
  /** When a demo call last looked at each person's phone. */
  private readonly looks = new Map<string, number>();

  press(person: string, key: PhoneKey): void {
    this.presses.set(person, key);
    forgetOldest(this.presses);
  }

  /** Whether a demo call rings this person's phone or is on it: then somebody reads what is pressed. */
  isInCall = (person: string, now: number): boolean => now - (this.looks.get(person) ?? -Infinity) < IN_CALL_MS;

  /** What was pressed on these people's phones since the last look, by person. */
  take(people: readonly string[], now: number): { person: string; key: PhoneKey }[] {
    return people.flatMap((person) => {
      this.looks.set(person, now);
      forgetOldest(this.looks);
      const key = this.presses.get(person);
      this.presses.delete(person);
      return key === undefined ? [] : [{ person, key }];
    });
  }

  end(callId: string): void {
    this.ended.add(callId);
    forgetOldest(this.ended);
  }

  isEnded = (callId: string): boolean => this.ended.has(callId);
}

function forgetOldest(remembered: Map<string, unknown> | Set<string>): void {
  if (remembered.size > REMEMBERED_MAX) remembered.delete(remembered.keys().next().value!);
}
