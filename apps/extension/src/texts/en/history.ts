/** Words of the change history. */
export const history = {
  title: "Latest changes",
  loading: "Loading the changes",
  stateAll: "What people and systems changed in {account}.",
  stateOwn: "What was changed about you in {account}.",
  empty: "Nothing has changed yet. The first change will stand here.",
  emptyOwn: "Nobody has changed anything about you yet.",
  more: "Load more",
  end: "That is all that is kept.",
  cause: "Why: {cause}",
  was: "was",
  is: "is now",
  you: "You",
} as const;
