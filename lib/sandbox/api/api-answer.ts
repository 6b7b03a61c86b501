/** What goes over the wire for one call. */
export type ApiAnswer = { readonly status: number; readonly contentType: string; readonly body: string };

const JSON_TYPE = "application/json";
const HTML_TYPE = "text/html; charset=utf-8";

export function answerJson(value: unknown, status = 200): ApiAnswer {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(value) };
}

/** Mailcow encodes "nothing found" as an empty object, for lists as well. */
export function answerListOrNothing(list: readonly unknown[]): ApiAnswer {
  return answerJson(list.length > 0 ? list : {});
}

export function answerError(msg: string, status = 200): ApiAnswer {
  return answerJson({ type: "error", msg }, status);
}

export function answerEmpty(status = 200): ApiAnswer {
  return { status, contentType: JSON_TYPE, body: "" };
}

export function answerHtml(body: string, status: number): ApiAnswer {
  return { status, contentType: HTML_TYPE, body };
}

/** Refused keys: the body is JSON, the declared type is not. */
export function answerUnauthorised(): ApiAnswer {
  const { body } = answerError("authentication failed");
  return { status: 401, contentType: HTML_TYPE, body };
}

export function answerRouteNotFound(): ApiAnswer {
  return answerError("route not found", 404);
}

/** What nginx itself says to a path outside the API. */
export function answerNginxPage(status: 404 | 502): ApiAnswer {
  const title = status === 404 ? "404 Not Found" : "502 Bad Gateway";
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return answerHtml(page, status);
}
