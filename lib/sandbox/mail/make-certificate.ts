import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { CertificateFiles } from "@/lib/sandbox/mail/certificate";

const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const LIFETIME_YEARS = 10;
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

/**
 * Makes an authority and a server certificate for localhost. The authority's key is thrown away at once, so
 * nothing else can ever be signed with it. The server's key is written last: its presence says that all is there.
 */
export async function makeCertificate(directory: string, files: CertificateFiles): Promise<void> {
  cryptoProvider.set(webcrypto as Crypto);
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const authorityKeys = await generateKeys();
  const serverKeys = await generateKeys();
  const validity = readValidity();
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Pasture sandbox authority",
    keys: authorityKeys,
    signingAlgorithm: KEY_ALGORITHM,
    ...validity,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const server = await signServer(authority, authorityKeys.privateKey, serverKeys.publicKey, validity);
  await writeFile(files.authorityFile, `${authority.toString("pem")}\n`, { mode: 0o644 });
  await writeFile(files.certificateFile, `${server.toString("pem")}\n`, { mode: 0o644 });
  await writeFile(files.keyFile, await exportKey(serverKeys.privateKey), { mode: 0o600 });
}

function signServer(
  authority: X509Certificate,
  signingKey: CryptoKey,
  publicKey: CryptoKey,
  validity: { notBefore: Date; notAfter: Date },
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    subject: "CN=localhost",
    issuer: authority.subject,
    publicKey,
    signingKey,
    signingAlgorithm: KEY_ALGORITHM,
    ...validity,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
      new ExtendedKeyUsageExtension([SERVER_AUTHENTICATION]),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    ],
  });
}

function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

async function exportKey(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    .export({ format: "pem", type: "pkcs8" })
    .toString();
}

/** A day of grace backwards, for machines whose clocks disagree. */
function readValidity(): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(Date.now() - 24 * 60 * 60 * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notAfter.getFullYear() + LIFETIME_YEARS);
  return { notBefore, notAfter };
}
