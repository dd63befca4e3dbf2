/** What somebody presses on their phone. */
export const PHONE_KEYS = ["answer", "decline", "hang up"] as const;
export type PhoneKey = (typeof PHONE_KEYS)[number];

/** How many presses and ended calls are remembered; nobody takes them if no demo call runs. */
const REMEMBERED_MAX = 1000;

/**
 * The phones of the sandbox's calls: what was pressed on each of them, and which calls were told to end. The program
 * that plays the call looks here twice a second. In memory, because a demo call doesn't outlive its server.
 */
export class SandboxPhones {
  private readonly presses = new Map<string, PhoneKey>();
  private readonly ended = new Set<string>();

  press(person: string, key: PhoneKey): void {
    this.presses.set(person, key);
    forgetOldest(this.presses);
  }

  /** What was pressed on these people's phones since the last look, by person. */
  take(people: readonly string[]): { person: string; key: PhoneKey }[] {
    return people.flatMap((person) => {
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
