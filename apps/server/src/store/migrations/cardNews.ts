/** News of a card may come before the word that it was entered: it waits for that. */
export const cardNews = [
  `ALTER TABLE heard_cards ADD COLUMN added_at INTEGER`,
  `ALTER TABLE heard_cards ADD COLUMN told TEXT`,
  `UPDATE heard_cards SET added_at = at WHERE at > 0`,
];
