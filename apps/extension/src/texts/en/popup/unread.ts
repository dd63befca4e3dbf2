/** How much is new in the popup. Fetched with what shows it. */
export const popupUnread = {
  since: "{count} since you looked",
  sinceMore: "{count}+ since you looked",
  markRead: "Mark all read",
  notRead: "That could not be saved. Try again.",
} as const;
