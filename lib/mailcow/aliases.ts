import { z } from "zod";
import {
  flagField,
  isNothing,
  numberField,
  parseFields,
  readList,
  textField,
} from "@/lib/mailcow/answer-fields";
import { canonicalAddress, canonicalAliasAddress, canonicalDomain } from "@/lib/mailcow/canonical-address";
import { confirmSuccess } from "@/lib/mailcow/confirm-success";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { MailcowError } from "@/lib/mailcow/mailcow-error";

export type MailcowAlias = {
  readonly id: number;
  /** `@example.org` for a catch-all. */
  readonly address: string;
  readonly domain: string;
  readonly destinations: readonly string[];
  readonly active: boolean;
  readonly isCatchAll: boolean;
  /** Takes mail from this server only. */
  readonly isInternal: boolean;
  readonly isSogoVisible: boolean;
  /** The owner of a destination may send with this address. */
  readonly isSenderAllowed: boolean;
  readonly publicComment: string;
  readonly privateComment: string;
  /** `YYYY-MM-DD hh:mm:ss` in the mail server's own time zone. */
  readonly createdAt: string;
};

/** The three flags must be said: Mailcow takes an absent one as "off", so an alias would deliver nothing. */
export type NewAlias = {
  /** One or more; each becomes an alias of its own in the same call. */
  readonly addresses: readonly string[];
  readonly destinations: readonly string[];
  readonly active: boolean;
  readonly isSenderAllowed: boolean;
  readonly isSogoVisible: boolean;
  readonly isInternal?: boolean;
  readonly publicComment?: string;
  readonly privateComment?: string;
};

export type AliasChanges = {
  readonly address?: string;
  readonly destinations?: readonly string[];
  readonly active?: boolean;
  readonly isSenderAllowed?: boolean;
  readonly isSogoVisible?: boolean;
  readonly isInternal?: boolean;
  readonly publicComment?: string;
  readonly privateComment?: string;
};

export type AddedAlias = { readonly id: number; readonly address: string };

const aliasAnswer = z
  .object({
    id: numberField,
    address: z.string(),
    domain: z.string(),
    goto: textField,
    active: flagField,
    is_catch_all: flagField,
    internal: flagField,
    sogo_visible: flagField,
    sender_allowed: flagField,
    public_comment: textField,
    private_comment: textField,
    created: textField,
  })
  .transform(
    (alias): MailcowAlias => ({
      id: alias.id,
      address: alias.address,
      domain: alias.domain,
      destinations: alias.goto.split(",").filter((destination) => destination !== ""),
      active: alias.active,
      isCatchAll: alias.is_catch_all,
      isInternal: alias.internal,
      isSogoVisible: alias.sogo_visible,
      isSenderAllowed: alias.sender_allowed,
      publicComment: alias.public_comment,
      privateComment: alias.private_comment,
      createdAt: alias.created,
    }),
  );

/**
 * Null also for the address of a mailbox: the alias row every mailbox has is hidden, even one left behind without its
 * mailbox.
 *
 * @throws MailcowError; RangeError for what cannot be an address
 */
export async function findAlias(client: MailcowClient, address: string): Promise<MailcowAlias | null> {
  const endpoint = "get/alias";
  const wanted = canonicalAliasAddress(address);
  const answer = await client.get(endpoint, [wanted], "read");
  if (isNothing(answer)) {
    return null;
  }
  const alias = parseFields(endpoint, aliasAnswer, answer);
  if (alias.address.toLowerCase() !== wanted) {
    throw new MailcowError({ code: "unclear-answer", endpoint, detail: "another alias than asked for" });
  }
  return alias;
}

/** Aliases of a domain, or of all domains. Unknown domains have none. @throws MailcowError */
export async function listAliases(client: MailcowClient, domain?: string): Promise<readonly MailcowAlias[]> {
  const endpoint = "get/alias/all";
  const parameters = domain === undefined ? [] : [canonicalDomain(domain)];
  const entries = readList(endpoint, await client.get(endpoint, parameters, "list"));
  const aliases = parseFields(endpoint, z.array(aliasAnswer), entries);
  return domain === undefined ? aliases : aliases.filter((alias) => alias.domain === parameters[0]);
}

/**
 * Creates one alias for each address, in one call. A taken address is refused with `is_alias_or_mailbox`; when that
 * concerns only some of several, the error is unclear: look which exist.
 *
 * A destination without a mailbox is accepted by Mailcow.
 *
 * @throws MailcowError; RangeError for malformed addresses and for an alias to itself, which Mailcow skips silently
 */
export async function addAlias(client: MailcowClient, alias: NewAlias): Promise<readonly AddedAlias[]> {
  const endpoint = "add/alias";
  const addresses = alias.addresses.map(canonicalAliasAddress);
  const destinations = requireDestinations(alias.destinations);
  if (addresses.length === 0 || addresses.some((address) => destinations.includes(address))) {
    throw new RangeError("An alias needs an address, and cannot point to itself.");
  }
  const answer = await client.post(
    endpoint,
    { address: addresses.join(","), ...toAttributes({ ...alias, destinations }) },
    "write",
  );
  const { details } = confirmSuccess(
    endpoint,
    answer,
    addresses.map((item) => ({ code: "alias_added", item })),
  );
  return addresses.map((address, position) => ({
    address,
    id: parseFields(endpoint, numberField, details[position]?.[0]),
  }));
}

/**
 * What is absent stays. Safe to repeat, unless the address itself is changed. An unknown alias is reported as
 * `alias_invalid`.
 *
 * @throws MailcowError; RangeError before any call
 */
export async function editAlias(
  client: MailcowClient,
  address: string,
  changes: AliasChanges,
): Promise<void> {
  const endpoint = "edit/alias";
  const item = canonicalAliasAddress(address);
  const newAddress = changes.address === undefined ? item : canonicalAliasAddress(changes.address);
  const attr = {
    ...(changes.address === undefined ? {} : { address: newAddress }),
    ...toAttributes(changes),
  };
  const answer = await client.post(endpoint, { items: [item], attr }, "write");
  confirmSuccess(endpoint, answer, [{ code: "alias_modified", item: newAddress }]);
}

/** An unknown alias is reported as `access_denied`: ask `findAlias` what became of it. @throws MailcowError */
export async function deleteAlias(client: MailcowClient, address: string): Promise<void> {
  const endpoint = "delete/alias";
  const item = canonicalAliasAddress(address);
  const answer = await client.post(endpoint, [item], "delete");
  confirmSuccess(endpoint, answer, [{ code: "alias_removed", item }]);
}

function toAttributes(changes: AliasChanges): Record<string, string> {
  return {
    ...(changes.destinations === undefined
      ? {}
      : { goto: requireDestinations(changes.destinations).join(",") }),
    ...optionalFlag("active", changes.active),
    ...optionalFlag("sender_allowed", changes.isSenderAllowed),
    ...optionalFlag("sogo_visible", changes.isSogoVisible),
    ...optionalFlag("internal", changes.isInternal),
    ...(changes.publicComment === undefined ? {} : { public_comment: changes.publicComment }),
    ...(changes.privateComment === undefined ? {} : { private_comment: changes.privateComment }),
  };
}

/** Checked here because Mailcow adds an alias with those destinations it likes and drops the rest. */
function requireDestinations(destinations: readonly string[]): readonly string[] {
  if (destinations.length === 0) {
    throw new RangeError("An alias needs a destination.");
  }
  return destinations.map((destination) => canonicalAddress(destination).address);
}

function optionalFlag(name: string, value: boolean | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value ? "1" : "0" };
}
