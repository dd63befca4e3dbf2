import { stmt } from "../../store/database/port.ts";

const COLUMNS =
  "id, recipient, subject, text, secret, created_at, state, error, document, (SELECT name FROM documents WHERE documents.id = mails.document) AS document_name";
const MAILS_SHOWN = 100;

/** The newest mails of an account; null: those that belong to no account. */
export const latestMailsStmt = (account: string | null) =>
  stmt(
    `SELECT ${COLUMNS} FROM mails WHERE account IS ? ORDER BY created_at DESC, id DESC LIMIT ${MAILS_SHOWN}`,
    account,
  );
