/** A finding: a row that isn't as it was written. */
export interface Finding {
  table:
    | "changes"
    | "records"
    | "postings"
    | "usage"
    | "checkpoints"
    | "seals"
    | "keys"
    | "record_counts"
    | "search_entries"
    | "people"
    | "sessions"
    | "tokens"
    | "api_keys";
  /** Empty for rows that belong to no single account. */
  account: string;
  /** The number in the account's log, the posting's number, the record, or the row's key. */
  row: string;
  /** What is wrong with the row, as the rest of a sentence. */
  problem: string;
}

export const yieldToEventLoop = () => new Promise((next) => setImmediate(next));
