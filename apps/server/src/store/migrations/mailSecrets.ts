/**
 * The secret of a mail's link stands beside its text, sealed, and only until it is of no more use: `token` is the digest by
 * which its link is known. What mails held before is tidied by code.
 */
export const mailSecrets = [
  `ALTER TABLE mails ADD COLUMN secret TEXT`,
  `ALTER TABLE mails ADD COLUMN token TEXT`,
  `CREATE INDEX mails_secret ON mails (token) WHERE secret IS NOT NULL`,
  `CREATE TRIGGER mails_left AFTER UPDATE OF state ON mails WHEN NEW.state IN ('sent', 'failed') AND NEW.secret IS NOT NULL BEGIN
    UPDATE mails SET secret = NULL WHERE id = NEW.id; END`,
  // One that is still to be sent goes with the link that it was written with, and loses it then.
  `CREATE TRIGGER tokens_used AFTER UPDATE OF used_at ON tokens WHEN NEW.used_at IS NOT NULL BEGIN
    UPDATE mails SET secret = NULL WHERE token = NEW.digest AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE TRIGGER tokens_gone AFTER DELETE ON tokens BEGIN
    UPDATE mails SET secret = NULL WHERE token = OLD.digest AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE TRIGGER unsubscribed_used AFTER INSERT ON unsubscribed BEGIN
    UPDATE mails SET secret = NULL WHERE account = NEW.account AND recipient = NEW.address AND leave IS NOT NULL
    AND secret IS NOT NULL AND state <> 'waiting'; END`,
];
