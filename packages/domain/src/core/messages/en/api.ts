/** What every call may be answered. */
export const api = {
  "api.signedOut": "Sign in first.",
  "api.expired": "You were signed out. Sign in again.",
  "api.noAccount": "Choose an account first.",
  "api.forbidden": "Your role doesn’t allow this. Ask an administrator of the account.",
  "api.notFound": "Not found, or you don’t have access.",
  "api.unknownProcedure": "There is no procedure named {path}.",
  "api.wrongHost":
    "This server doesn’t answer to that host name. Use its own address, or set PUBLIC_URL on the server.",
  "api.noSandboxPhones":
    "Another phone platform than the sandbox connects the calls here, so they are answered on its phones.",
  "api.demoOperatorOnly": "Only the person who started this demo can do that, with its commands on the same machine.",
  "api.tooLarge": "The request is too large: at most 1 MB.",
  "api.tooLargeSmallLimit": "The request is too large: at most 64 KB.",
  "api.batchTooLarge": "Too many calls in one request: at most {max}.",
  "api.unreadable": "The request is not valid JSON.",
  "api.invalidText": "The request contains an incomplete or NUL character. Send it again without it.",
  "api.idempotencyKeyReused":
    "This idempotency key was already used with different content. Use a new key for a new request.",
  "api.invalidIdempotencyKey": "The idempotency key must have 1 to 200 characters.",
  "api.busy": "The server is busy. Nothing was changed. Try again in a moment.",
  "api.throttledSeconds": "Too many attempts. Try again in {seconds|second|seconds}.",
  "api.throttledMinutes": "Too many attempts. Try again in {minutes:minutes}.",
  "api.tooManyOwnStreams": "You already have {max|live window|live windows} open. Close one, then open this one again.",
  "api.tooManyAccountStreams":
    "This account already has {max|live window|live windows} open. Wait until some are closed, then open this one again.",
  "api.tooManyOwnDownloads":
    "You already have {max|download|downloads} running. Wait until one is done, then start this one.",
  "api.tooManyAccountDownloads":
    "This account already has {max|download|downloads} running. Wait until one is done, then start this one.",
  "api.tooManyReads": "Too many requests for this account at once. Try again in a moment.",
  "api.outcomeUnknown":
    "The connection to the database was lost, so this may or may not have been done. Check before you try again, or send it again with the same idempotency key.",
  "api.internalError": "Something went wrong on our side. Try again. If it happens again, mention request {request}.",
  "api.internalErrorWhileWriting":
    "Something went wrong on our side. Check whether it was done before you try again. If it happens again, mention request {request}.",
  "api.createdAlready":
    "This was already created. A secret is shown only once; if you didn’t keep it, create a new one.",
  "api.invalidCursor": "This position in the list is invalid. Load the list again.",
} as const;
