import { ADDRESSES } from "./hostile-html/addresses";
import { CONTAINERS } from "./hostile-html/containers";
import { EVENT_HANDLERS } from "./hostile-html/event-handlers";
import { LOADERS } from "./hostile-html/loaders";
import { type Payload, strikeOf } from "./hostile-html/payload";
import { SCRIPTS } from "./hostile-html/scripts";
import { STYLES } from "./hostile-html/styles";
import { VECTOR_GRAPHICS } from "./hostile-html/vector-graphics";

const PAYLOADS: readonly Payload[] = [
  ...EVENT_HANDLERS,
  ...SCRIPTS,
  ...ADDRESSES,
  ...CONTAINERS,
  ...LOADERS,
  ...STYLES,
  ...VECTOR_GRAPHICS,
];

/** Every way we know by which mail has tried to run or to load something; each strikes under its own number. */
export const HOSTILE_HTML: readonly string[] = PAYLOADS.map((payload, place) =>
  payload(strikeOf(String(place))),
);

/** The same without its number: two of them are equal only when they are the same try. */
export const HOSTILE_SHAPES: readonly string[] = PAYLOADS.map((payload) => payload(strikeOf("0")));
