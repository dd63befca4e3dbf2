/** Calls that cost more in a larger account, with the reason; named `procedure` or `procedure title`. */
export const EXCEPTIONS: Record<string, string> = {
  "access.people": "answers everybody who works here, from a snapshot of the team in memory",
  "queues.people": "answers everybody who can be a member, from a snapshot of the team in memory",
  "history.verify": "goes through the whole log; that of a long account in a thread of its own",
  "history.filters": "names the people to filter by, five hundred at most",
  "history.list words of a period": "looks for words in causes, in four thousand changes at most",
  "statements.send": "goes through a period a page at a time, with pauses; the document is made in a thread of its own",
  "lifecycle.numbers": "answers every number to decide about; they are found in a thread of their own",
  "plans.overLimit":
    "counts versions and reads people; of many numbers only those that would stay; in a thread of its own",
  "plans.limitedItems people": "looks through the names of everybody who works here, in a thread of its own",
  "lifecycle.proposeCancel": "names every number, fifty at a time with pauses",
  "plans.proposeChange": "names every number that goes beyond the plan, fifty at a time with pauses, and all people",
  "lifecycle.proposeAgencyCancel": "names every number of the agency's own, fifty at a time with pauses",
  "lifecycle.proposeUndo": "names every number that comes back",
  "lifecycle.proposeReactivate": "names every number that comes back",
  "proposals.get cancel": "answers every line of a proposal; it is compared in a thread of its own",
};
