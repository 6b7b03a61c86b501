import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Uses the packages of the project it lies in.
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
};

export default config;
