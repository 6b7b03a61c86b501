import createDOMPurify, { type Config } from "dompurify";
import type { InlineImage } from "@/lib/messages/schema";

const TAGS =
  "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split(
    " ",
  );
const ATTRIBUTES =
  "abbr align alt axis bgcolor border cellpadding cellspacing cite color cols colspan datetime dir face headers height href hspace lang nowrap rowspan rules scope size span src start summary title type valign value vspace width".split(
    " ",
  );
/** Text decoration, size and place. Nothing that loads, floats over others, or leaves the frame's flow. */
const STYLES =
  /^(?:background-color|border(?:-(?:top|right|bottom|left|collapse|spacing|color|style|width|radius))*|color|display|font(?:-(?:family|size|style|weight|variant))?|height|letter-spacing|line-height|list-style-type|margin(?:-(?:top|right|bottom|left))?|max-height|max-width|min-height|min-width|padding(?:-(?:top|right|bottom|left))?|text-(?:align|decoration|indent|transform)|vertical-align|white-space|width|word-(?:break|spacing|wrap)|overflow-wrap|direction)$/;
const STYLE_LOADS = /url|image|expression|@|\\|\/\*|var\(|attr\(|element\(/i;
const LINK = /^(?:https?:\/\/|mailto:)/i;
const REMOTE_IMAGE = /^https:\/\//i;
/** Linear: a tag ends at the next bracket of either kind, whatever its quotes say. */
const TAG = /<[a-z][^<>]*>/gi;
const STYLE_ATTRIBUTE = /([\s"'/])style(?=\s*=)/gi;
const HANDLER_ATTRIBUTE = /([\s"'/])on(?=[a-z]+\s*=)/gi;
const STYLE = "style";
/**
 * The portal's own policy forbids inline styles and handlers also in documents that are only parsed, and would report
 * each one: so styles are parsed under this name, and handlers under names that mean nothing.
 */
const PARKED_STYLE = "data-parked-style";
const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/;

const CONFIG: Config = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ATTRIBUTES,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_SELF_CLOSE_IN_ATTR: false,
  // SVG and MathML have their own parsers, and most of the known ways around a sanitiser.
  ALLOWED_NAMESPACES: ["http://www.w3.org/1999/xhtml"],
  KEEP_CONTENT: true,
  SANITIZE_NAMED_PROPS: true,
  WHOLE_DOCUMENT: false,
};

export interface SanitizedMessage {
  readonly html: string;
  /** Pictures the sender keeps elsewhere, and would see being fetched. */
  readonly remoteImages: number;
}

/**
 * The first wall. An allow-list of what letters are made of; links open outside and tell nothing about where they
 * were; pictures are the message's own, or remote ones when the reader asked. Needs a browser.
 */
export function sanitizeMessage(
  window: Window & typeof globalThis,
  html: string,
  options: { readonly inlineImages: readonly InlineImage[]; readonly withRemoteImages: boolean },
): SanitizedMessage {
  const purify = createDOMPurify(window);
  const pictures = new Map(
    options.inlineImages.map((image) => [image.contentId, `data:${image.mimeType};base64,${image.base64}`]),
  );
  let remoteImages = 0;
  const resolveImage = (source: string): string | null => {
    if (source.toLowerCase().startsWith("cid:")) return pictures.get(source.slice(4)) ?? null;
    if (DATA_IMAGE.test(source)) return source;
    if (!REMOTE_IMAGE.test(source)) return null;
    remoteImages += 1;
    return options.withRemoteImages ? source : null;
  };
  purify.addHook("uponSanitizeAttribute", (node, data) => {
    if (data.attrName === "src") {
      const source = node.nodeName === "IMG" ? resolveImage(data.attrValue.trim()) : null;
      if (source === null) data.keepAttr = false;
      else {
        // What is kept by force is kept as it was: a changed value has to be set by hand. Nothing loads in there.
        node.setAttribute("src", source);
        data.forceKeepAttr = true;
      }
    } else if (data.attrName === "href") {
      data.keepAttr = node.nodeName === "A" && LINK.test(data.attrValue.trim());
    } else if (data.attrName === PARKED_STYLE) {
      const style = keepHarmlessStyles(data.attrValue);
      node.setAttribute(PARKED_STYLE, style);
      data.keepAttr = false;
      data.forceKeepAttr = style !== "";
    } else if (data.attrName === STYLE) {
      data.keepAttr = false;
    }
  });
  purify.addHook("afterSanitizeAttributes", (node) => {
    if (node.nodeName !== "A") return;
    if (!node.hasAttribute("href")) return;
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer nofollow");
  });
  const parked = html.replace(TAG, (tag) =>
    tag.replace(STYLE_ATTRIBUTE, `$1${PARKED_STYLE}`).replace(HANDLER_ATTRIBUTE, "$1data-"),
  );
  const safe = purify.sanitize(parked, CONFIG);
  // Within a value a quotation mark would be escaped, so this finds attributes only.
  return { html: safe.replaceAll(` ${PARKED_STYLE}="`, ` ${STYLE}="`), remoteImages };
}

/** Declarations one by one; what is not understood is dropped. */
function keepHarmlessStyles(style: string): string {
  return style
    .split(";")
    .map((declaration) => declaration.trim())
    .filter((declaration) => {
      const [name = "", ...value] = declaration.split(":");
      return STYLES.test(name.trim().toLowerCase()) && value.length === 1 && !STYLE_LOADS.test(declaration);
    })
    .join("; ");
}
