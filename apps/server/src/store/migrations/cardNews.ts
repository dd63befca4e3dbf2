/** News about a card may arrive before the report that it was entered, and is stored until then. */
export const cardNews = [
  `ALTER TABLE heard_cards ADD COLUMN added_at INTEGER`,
  `ALTER TABLE heard_cards ADD COLUMN told TEXT`,
  `UPDATE heard_cards SET added_at = at WHERE at > 0`,
];
