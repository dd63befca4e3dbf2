/** Texts of the unread count, loaded with its view. */
export const popupUnread = {
  unread: "{count} since your last visit",
  unreadMore: "{count}+ since your last visit",
  markRead: "Mark all read",
  notRead: "Not saved. Try again.",
} as const;
