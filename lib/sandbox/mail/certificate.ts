import { access, readFile } from "node:fs/promises";
import { join } from "node:path";

export type CertificateFiles = {
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
};

export type OpenCertificate = CertificateFiles & { readonly certificate: string; readonly key: string };

/**
 * The sandbox's own authority and its certificate for localhost, made at the first start and kept. The library
 * that makes them is loaded only then.
 */
export async function openCertificate(directory: string): Promise<OpenCertificate> {
  const files: CertificateFiles = {
    authorityFile: join(directory, "authority.pem"),
    certificateFile: join(directory, "server.pem"),
    keyFile: join(directory, "server.key"),
  };
  const isMade = await access(files.keyFile).then(
    () => true,
    () => false,
  );
  if (!isMade) {
    const { makeCertificate } = await import("@/lib/sandbox/mail/make-certificate");
    await makeCertificate(directory, files);
  }
  const certificate = await readFile(files.certificateFile, "utf8");
  return { ...files, certificate, key: await readFile(files.keyFile, "utf8") };
}
