import type { MetadataRoute } from "next";

/** The front door may be found; what is behind it is nobody else's business. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: "*", allow: ["/$", "/register$"], disallow: "/" } };
}
