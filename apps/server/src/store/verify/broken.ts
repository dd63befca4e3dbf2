/** The first thing that is not as it was written: where it is, and what is wrong with it. */
export interface Broken {
  table:
    | "changes"
    | "records"
    | "postings"
    | "usage"
    | "checkpoints"
    | "seals"
    | "keys"
    | "counts"
    | "finds"
    | "people"
    | "sessions"
    | "tokens"
    | "api_keys";
  /** None where it is nobody's alone. */
  account: string;
  /** Its place: the number in the account's log, the posting's number, the record, or the row's key. */
  row: string;
  what: string;
}

export const yieldToEventLoop = () => new Promise((next) => setImmediate(next));
