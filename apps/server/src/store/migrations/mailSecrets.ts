/**
 * The secret of a mail's link is stored next to its text, encrypted, and only while it is useful: `token` is the digest
 * that identifies the link. Older mails are converted by code.
 */
export const mailSecrets = [
  `ALTER TABLE mails ADD COLUMN secret TEXT`,
  `ALTER TABLE mails ADD COLUMN token TEXT`,
  `CREATE INDEX mails_secret ON mails (token) WHERE secret IS NOT NULL`,
  `CREATE TRIGGER mails_left AFTER UPDATE OF state ON mails WHEN NEW.state IN ('sent', 'failed') AND NEW.secret IS NOT NULL BEGIN
    UPDATE mails SET secret = NULL WHERE id = NEW.id; END`,
  // A mail that is still to be sent uses the link it was written with, and loses the secret then.
  `CREATE TRIGGER tokens_used AFTER UPDATE OF used_at ON tokens WHEN NEW.used_at IS NOT NULL BEGIN
    UPDATE mails SET secret = NULL WHERE token = NEW.digest AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE TRIGGER tokens_gone AFTER DELETE ON tokens BEGIN
    UPDATE mails SET secret = NULL WHERE token = OLD.digest AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE TRIGGER unsubscribed_used AFTER INSERT ON unsubscribed BEGIN
    UPDATE mails SET secret = NULL WHERE account = NEW.account AND recipient = NEW.address AND leave IS NOT NULL
    AND secret IS NOT NULL AND state <> 'waiting'; END`,
];
