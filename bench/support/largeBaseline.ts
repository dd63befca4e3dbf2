/**
 * CPU time of the single thread in ms before large accounts were optimized: at commit 300e497, the same account on
 * another machine. Good for orders of magnitude only.
 */
export const BASELINE: Record<string, string> = {
  "history.list oneself": "88",
  "history.unread oneself": "88",
  "agents.board first": "66",
  "agents.board back": "1161–1713",
  "numbers.list back": "1161–1713",
  "queues.list": "224",
  "queues.get": "62",
  "queues.save change": "41",
  "balance.current": "254",
  "lifecycle.status": "729",
  "plans.list": "647",
  "lifecycle.numbers": "1324",
  "lifecycle.proposeCancel": "2773",
  "history.verify": "2138",
};
