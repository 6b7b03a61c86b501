export const WEBMAIL_PATH = "/SOGo/so/";

export function isWebmailPath(path: string): boolean {
  return path === "/SOGo" || path.startsWith("/SOGo/");
}

/** Stands where SOGo would be, so that a link to webmail leads somewhere and says what it is. */
export function renderWebmailPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Webmail (sandbox)</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style>
</head>
<body>
<h1>Webmail</h1>
<p>This is the sandbox. On a real Mailcow server SOGo, its webmail, opens here.</p>
<p>The mailbox itself is real: read it with any IMAP program at the address the portal shows.</p>
</body>
</html>
`;
}
