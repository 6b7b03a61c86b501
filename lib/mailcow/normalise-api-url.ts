/**
 * `https://mail.example.org`, `…/`, `…/api/v1` and `…/api/v1/` all become `https://mail.example.org/api/v1`.
 *
 * @throws TypeError for anything that is not a plain http or https URL. The message does not repeat the URL.
 */
export function normaliseApiUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new TypeError("The Mailcow URL must begin with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("The Mailcow URL must not hold a user name, a password, a query or a fragment.");
  }
  const folder = url.pathname.replace(/\/+$/, "").replace(/\/api\/v1$/, "");
  return `${url.origin}${folder}/api/v1`;
}
